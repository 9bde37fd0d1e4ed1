// Package contest compares assessments. [Of] takes assessments as they were
// judged and puts them in order, best first; every list inside follows that
// order. [Contest.Rows] says all that is compared as one list of rows: a name,
// a help text and a cell for each side. The workbench, the table, CSV,
// Markdown, JSON and the PDF lay these rows out; they add no names, values or
// order of their own.
//
// Who leads, by how much the weights decide it, and where the vendors were not
// asked the same comes from package ranking.
package contest

import (
	"cmp"
	"encoding/json"
	"slices"

	"assay/assessment"
	"assay/assessment/ranking"
)

// Most is how many assessments one comparison holds: as many as there are
// letters to name them by.
const Most = 26

// Contest is the compared set.
type Contest struct {
	Sides    []Side   // best first, the blocked ones last; ties go by name
	Ranked   int      // how many sides are not blocked: they come first
	Domains  []Domain // of all questionnaires
	Items    []Item   // asked of any side, facts included
	LeftOut  LeftOut
	Ranking  ranking.Ranking // its positions follow Sides
	Leads    []Lead          // of the first side over each other one that has a score; none if nobody is first alone
	Firmness ranking.Firmness
}

// Side is one assessment of a contest.
type Side struct {
	assessment.Judged
	Party
	Position ranking.Position
	Title    string // unlike the title of any other side
}

// LeftOut counts the domains and items that [Contest.Differences] left out.
type LeftOut struct {
	Domains int `json:"domains"`
	Items   int `json:"items"`
}

// Of compares assessments. The order in which they are given does not matter.
func Of(judged []assessment.Judged) Contest {
	judged = slices.Clone(judged)
	for n := range judged {
		judged[n].Snapshot = judged[n].Snapshot.SeenBy("") // everybody looks at a comparison
	}
	results := make([]assessment.Result, len(judged))
	for n, j := range judged {
		results[n] = j.Result
	}
	c := Contest{Ranking: ranking.Rank(results), Firmness: ranking.Firm(results, ranking.Draws)}
	for _, position := range c.Ranking.Positions {
		at := slices.IndexFunc(judged, func(j assessment.Judged) bool { return j.Result.Assessment == position.Assessment })
		c.Sides = append(c.Sides, Side{Judged: judged[at], Party: partyOf(judged[at]), Position: position})
		if position.Group != ranking.Blocked {
			c.Ranked++
		}
	}
	c.tellApart()
	c.Domains, c.Items, c.Leads = domainsOf(c.Sides), itemsOf(c.Sides), c.leads()
	return c
}

// tellApart gives every side a title of its own. A vendor may take part twice:
// then its RFP or its questionnaire follows the name and, if that is not
// enough, the day on which the assessment was opened.
func (c *Contest) tellApart() {
	for _, tell := range []func(s assessment.Snapshot) string{
		func(s assessment.Snapshot) string { return s.Opened.Title() },
		func(s assessment.Snapshot) string {
			if rfp := s.Opened.RFP; rfp != nil {
				return cmp.Or(rfp.Reference, rfp.Title)
			}
			return s.Opened.Questionnaire.ID
		},
		func(s assessment.Snapshot) string { return s.Day(s.OpenedAt).String() },
	} {
		seen := map[string]int{}
		for _, s := range c.Sides {
			seen[s.Title]++
		}
		for n := range c.Sides {
			switch s := &c.Sides[n]; {
			case s.Title == "":
				s.Title = tell(s.Snapshot)
			case seen[s.Title] > 1:
				s.Title += " · " + tell(s.Snapshot)
			}
		}
	}
}

// Judged are the compared assessments, best first.
func (c Contest) Judged() []assessment.Judged {
	all := make([]assessment.Judged, len(c.Sides))
	for n, s := range c.Sides {
		all[n] = s.Judged
	}
	return all
}

// Find is the index of an assessment among the sides, or -1.
func (c Contest) Find(assessment string) int {
	return slices.IndexFunc(c.Sides, func(s Side) bool { return s.Result.Assessment == assessment })
}

// Contested reports whether two or more sides compete for the first rank.
func (c Contest) Contested() bool { return len(c.Firmness.Acceptability.Any) > 1 }

// Check is Invalid where no question was asked of all sides: then nothing can be
// compared.
func (c Contest) Check() error {
	if g := c.Ranking.Ground; g.AskedOfAll == 0 && g.AskedOfAny > 0 {
		return assessment.Errorf(assessment.Invalid, "these assessments have no question in common").Because(assessment.NothingInCommon)
	}
	return nil
}

// Differences is the contest without the domains and items on which all sides
// agree. The items that weigh most come first.
func (c Contest) Differences() Contest {
	domains, items := len(c.Domains), len(c.Items)
	c.Domains = slices.DeleteFunc(slices.Clone(c.Domains), func(d Domain) bool { return d.Same })
	c.Items = slices.DeleteFunc(slices.Clone(c.Items), func(i Item) bool { return i.Same })
	slices.SortStableFunc(c.Items, func(a, b Item) int { return a.Weighs.compare(b.Weighs) })
	c.LeftOut.Domains += domains - len(c.Domains)
	c.LeftOut.Items += items - len(c.Items)
	return c
}

// Agreed counts the items on which all sides agree.
func (c Contest) Agreed() int {
	n := c.LeftOut.Items
	for _, item := range c.Items {
		if item.Same {
			n++
		}
	}
	return n
}

// Data is the comparison as its JSON has it, under the keys that `assay compare
// --json` promises. Add keys; never rename one.
type Data struct {
	Results  []assessment.Result `json:"results"`
	Parties  []Party             `json:"parties"`
	Domains  []Domain            `json:"domains"`
	Items    []Item              `json:"items"`
	LeftOut  LeftOut             `json:"left_out"`
	Even     bool                `json:"even"`
	Why      []string            `json:"why,omitempty"`
	Ranking  ranking.Ranking     `json:"ranking"`
	Leads    []Lead              `json:"leads"`
	Firmness ranking.Firmness    `json:"firmness"`
	Rows     []Row               `json:"rows"`
}

// MarshalJSON writes the comparison as [Data].
func (c Contest) MarshalJSON() ([]byte, error) {
	out := Data{
		Domains: c.Domains, Items: c.Items, LeftOut: c.LeftOut, Even: c.Ranking.Ground.Even, Why: c.Ranking.Ground.Why(),
		Ranking: c.Ranking, Leads: c.Leads, Firmness: c.Firmness, Rows: c.Rows(),
	}
	for _, s := range c.Sides {
		out.Results, out.Parties = append(out.Results, s.Result), append(out.Parties, s.Party)
	}
	return json.Marshal(out)
}

// alike reports whether all values are equal.
func alike[T comparable](values []T) bool {
	return !slices.ContainsFunc(values, func(v T) bool { return v != values[0] })
}
