package proof

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/report"
)

// Comparison holds the statements of a proven comparison.
type Comparison struct {
	Title    string            `json:"title"` // of the RFP; empty if the sides do not all belong to one
	AsOf     assessment.Date   `json:"as_of"`
	First    string            `json:"first"` // who is first, in words
	Why      []string          `json:"why"`   // by how much, and where
	Sides    []Side            `json:"sides"` // best first
	Award    *assessment.Award `json:"award,omitempty"`
	awardees [][2]string       // the award in words
}

// Side is one assessment of a comparison.
type Side struct {
	Letter string `json:"letter"` // on its pages
	Rank   string `json:"rank"`
	Contents

	// Report is the file of a proven report beside the comparison that says the
	// same of this side. It is empty if there is none.
	Report string `json:"report"`

	history report.History
}

func comparisonOf(found *report.Comparison, asOf assessment.Date) *Comparison {
	of := found.Contest
	c := &Comparison{
		Title: hostile.Line(found.Title), AsOf: asOf, First: hostile.Line(of.Ranking.Headline()), Why: list(of.WhyFirst()), Sides: []Side{}, Award: found.Award,
	}
	for n, side := range found.Sides {
		c.Sides = append(c.Sides, Side{Letter: string(rune('A' + n)), Rank: of.Sides[n].Position.RankText(), Contents: contentsOf(side), history: side.History})
	}
	if a := found.Award; a != nil {
		zone := of.Sides[0].Snapshot.Zone()
		c.awardees = lines(append([][2]string{{"awarded to", a.Contender(a.Chosen).Vendor}}, contest.AwardFields(*a, zone)...))
	}
	return c
}

// Fields are the names and the texts of these statements.
func (c Comparison) Fields() [][2]string {
	fields := [][2]string{{"compared", english.Join(", ", c.Title, english.Count(len(c.Sides), "assessment"), "as of "+c.AsOf.String())}, {"order", c.First}}
	for n, why := range c.Why {
		fields = append(fields, [2]string{[]string{"why", ""}[min(n, 1)], why})
	}
	for _, s := range c.Sides {
		// The head comes last: that of the report may be an earlier one, before its signature was recorded.
		text := fmt.Sprintf("%s: %s for %s, as of %s, shown %s, claimed %s", s.Vendor, s.Verdict, s.Milestone, s.AsOf, s.Shown, s.Claimed)
		if s.Report != "" {
			text += ", as in " + s.Report
		}
		fields = append(fields, [2]string{s.Letter, text + "; head " + s.Head})
	}
	return lines(append(fields, c.awardees...))
}

// Assessments are the ids of the assessments that a proven file is about. An excerpt
// does not tell its id.
func (p Proof) Assessments() []string {
	switch {
	case p.Says != nil && p.Says.Assessment != "":
		return []string{p.Says.Assessment}
	case p.Compares != nil:
		var all []string
		for _, s := range p.Compares.Sides {
			all = append(all, s.Assessment)
		}
		return all
	}
	return nil
}

// matchReports compares each side of a proven comparison with the proven reports
// of the same assessment. One of them must say the same, and none may have another
// journal, or the comparison is not proven beside them.
func (p *Proof) matchReports(all []Proof) {
	c := *p.Compares
	c.Sides = slices.Clone(c.Sides)
	p.Compares, p.Notes = &c, slices.Clip(p.Notes)
	var problems, without []string
	for n := range c.Sides {
		side := &c.Sides[n]
		name, otherwise, found := side.Letter+" "+side.Vendor, "", false
		for _, other := range all {
			if other.Says == nil || other.Says.Assessment != side.Assessment || len(other.history.Heads) == 0 {
				continue
			}
			found = true
			file := hostile.Line(other.File)
			departs, same := side.differs(other)
			switch {
			case departs > 0:
				problems = append(problems, fmt.Sprintf("%s: its journal and that of %s differ from event %d on, so somebody wrote two journals of one assessment", name, file, departs))
			case same:
				side.Report = file
				p.Notes = append(p.Notes, fmt.Sprintf("%s: it has the answers and the figures of %s", name, file))
			default:
				otherwise = fmt.Sprintf("%s: %s says otherwise: %s", name, file, side.otherwise(other))
			}
		}
		switch {
		case !found:
			without = append(without, side.Letter)
		case side.Report == "" && otherwise != "":
			problems = append(problems, otherwise)
		}
	}
	if len(without) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("verify it together with the signed reports, to see whether they say the same: there is none here of %s", english.List(without)))
	}
	for _, problem := range list(problems) {
		p.fail(problem)
	}
}

// differs tells from which event on the journal of a report is another one, and
// whether the report says the same as the side. A journal may have gone on, but
// only with signatures.
func (s Side) differs(of Proof) (departs int, same bool) {
	longer, shorter := s.history, of.history
	if len(longer.Heads) < len(shorter.Heads) {
		longer, shorter = shorter, longer
	}
	if departs = longer.Departs(shorter); departs > 0 {
		return departs, false
	}
	ends := shorter.Heads[len(shorter.Heads)-1]
	return 0, slices.Contains(longer.Unchanged, ends) && s.judgedAs() == of.Says.judgedAs()
}

// judgedAs are the terms and the figures of a report that must agree. The days may
// differ as long as the figures do not.
func (c Contents) judgedAs() string {
	return fmt.Sprint(c.Milestone, c.View, c.Questionnaire.Hash, c.Engine, c.Verdict, c.Claimed, c.Shown, c.Gates)
}

// otherwise lists the differences between a report and the side.
func (s Side) otherwise(of Proof) string {
	var parts []string
	add := func(is, was string) {
		if is != was {
			parts = append(parts, fmt.Sprintf("%s, and here %s", was, is))
		}
	}
	figures := func(c Contents) string {
		return fmt.Sprintf("%s for %s as of %s, shown %s, claimed %s", c.Verdict, c.Milestone, c.AsOf, c.Shown, c.Claimed)
	}
	add(figures(s.Contents), figures(*of.Says))
	add(string(s.View), string(of.Says.View))
	add(s.Questionnaire.Hash, of.Says.Questionnaire.Hash)
	if len(s.history.Heads) != len(of.history.Heads) {
		parts = append(parts, fmt.Sprintf("it is of event %d, and here of event %d", len(of.history.Heads), len(s.history.Heads)))
	}
	return strings.Join(parts, "; ")
}
