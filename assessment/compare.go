package assessment

import (
	"slices"

	"assay/questionnaire"
)

// Judged is an assessment and what it was judged to be.
type Judged struct {
	Snapshot Snapshot
	Result   Result
}

// Comparison lays several judgements side by side. Each list inside that holds
// something of every vendor follows the order of Results. On what ground they
// stand, and in which order, is said by package ranking.
type Comparison struct {
	Results []Result       `json:"results"`
	Parties []Party        `json:"parties"`
	Domains []DomainAcross `json:"domains"`

	// Items are those that are asked of any vendor, facts among them.
	Items []ItemAcross `json:"items"`

	// LeftOut counts what [Comparison.Differences] took out.
	LeftOut LeftOut `json:"left_out"`
}

// LeftOut counts domains and items on which all agree.
type LeftOut struct {
	Domains int `json:"domains"`
	Items   int `json:"items"`
}

// DomainAcross is one domain with its figures in each result.
type DomainAcross struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Same     bool      `json:"same"` // all figures are equal
	Claimed  []Score   `json:"claimed"`
	Shown    []Score   `json:"shown"`
	Coverage []float64 `json:"coverage"` // 0–1

	// Bands are where the shown scores lie on the scale of the whole: approve,
	// conditional, remediate or decline, and empty where there is no score. A
	// domain has no verdict of its own; this is how warm it is.
	Bands      []Verdict `json:"bands"`
	BelowFloor []bool    `json:"below_floor"` // of what approve needs
}

// Compare lays judgements side by side, in the order given.
func Compare(all []Judged) Comparison {
	c := Comparison{Results: make([]Result, len(all)), Parties: make([]Party, len(all)), Domains: []DomainAcross{}}
	for n, j := range all {
		c.Results[n], c.Parties[n] = j.Result, partyOf(j)
	}
	c.Domains = domainsAcross(all)
	c.Items = itemsAcross(all)
	return c
}

// Differences is the comparison without the domains and the items on which all
// agree.
func (c Comparison) Differences() Comparison {
	domains, items := len(c.Domains), len(c.Items)
	c.Domains = slices.DeleteFunc(slices.Clone(c.Domains), func(d DomainAcross) bool { return d.Same })
	c.Items = slices.DeleteFunc(slices.Clone(c.Items), func(i ItemAcross) bool { return i.Same })
	c.LeftOut.Domains += domains - len(c.Domains)
	c.LeftOut.Items += items - len(c.Items)
	return c
}

// Agreed counts the items on which all agree.
func (c Comparison) Agreed() int {
	n := c.LeftOut.Items
	for _, item := range c.Items {
		if item.Same {
			n++
		}
	}
	return n
}

func domainsAcross(all []Judged) []DomainAcross {
	across := []DomainAcross{}
	index := map[string]int{}
	for n, j := range all {
		for _, d := range j.Result.Domains {
			at, known := index[d.ID]
			if !known {
				at = len(across)
				index[d.ID] = at
				across = append(across, newDomainAcross(d, len(all)))
			}
			across[at].set(n, d, j.Snapshot.Questionnaire.Scoring.Bands)
		}
	}
	for n := range across {
		across[n].Same = across[n].agree()
	}
	return across
}

// newDomainAcross is a domain in which nobody scores yet.
func newDomainAcross(d DomainResult, vendors int) DomainAcross {
	return DomainAcross{
		ID: d.ID, Name: d.Name,
		Claimed: slices.Repeat([]Score{NoScore}, vendors), Shown: slices.Repeat([]Score{NoScore}, vendors),
		Coverage: make([]float64, vendors), Bands: make([]Verdict, vendors), BelowFloor: make([]bool, vendors),
	}
}

func (a *DomainAcross) set(n int, d DomainResult, bands questionnaire.Bands) {
	a.Claimed[n], a.Shown[n], a.Coverage[n] = d.Claimed, d.Shown, d.Coverage
	if d.Shown == NoScore {
		return
	}
	a.Bands[n], a.BelowFloor[n] = bandOf(d.Shown, bands), d.Shown < Score(d.Floor*10)
}

func (a *DomainAcross) agree() bool {
	return alike(a.Claimed) && alike(a.Shown) && alike(a.Coverage) && alike(a.BelowFloor)
}

// alike reports whether all values are the same.
func alike[T comparable](values []T) bool {
	return !slices.ContainsFunc(values, func(v T) bool { return v != values[0] })
}
