package contest

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/ranking"
)

// Lead says why the first side is ahead of another, or how far it is behind one
// that ranks after it because it is blocked.
type Lead struct {
	First  string     `json:"first"`  // assessment
	Over   string     `json:"over"`   // assessment
	Points Points     `json:"points"` // the difference of the printed scores
	Parts  []LeadPart `json:"parts"`  // they add up to Points; the largest first, and none of zero
}

// LeadPart holds the points that one domain, or the warnings, add to a lead.
type LeadPart struct {
	Domain string `json:"domain,omitempty"` // id; empty for the warnings
	Name   string `json:"name"`
	Points Points `json:"points"`
}

// warnings names the part of a lead that the warnings cost.
const warnings = "Warnings"

// leads compares the first side with each other side that has a score. There are
// none if nobody is first alone.
func (c Contest) leads() []Lead {
	leads := []Lead{}
	if !c.led() {
		return leads
	}
	first := &c.Sides[0]
	for n := range c.Sides[1:] {
		if other := &c.Sides[n+1]; other.Result.Shown != assessment.NoScore {
			leads = append(leads, leadOver(first, other))
		}
	}
	return leads
}

// led reports whether one side is first alone, by its score.
func (c Contest) led() bool {
	return len(c.Sides) > 0 && c.Sides[0].Position.Group == ranking.Ranked && !c.Sides[0].Position.Tied
}

func leadOver(first, other *Side) Lead {
	l := Lead{First: first.Result.Assessment, Over: other.Result.Assessment, Points: Points(first.Result.Shown - other.Result.Shown), Parts: []LeadPart{}}
	ours, theirs := pointsOf(first.Result), pointsOf(other.Result)
	var parts []LeadPart
	var exact []*big.Rat
	add := func(id, name string, points *big.Rat) {
		parts, exact = append(parts, LeadPart{Domain: id, Name: name}), append(exact, points)
	}
	for _, d := range slices.Concat(first.Result.Domains, other.Result.Domains) {
		if !slices.ContainsFunc(parts, func(p LeadPart) bool { return p.Domain == d.ID }) {
			add(d.ID, d.Name, new(big.Rat).Sub(ours.domain(d.ID), theirs.domain(d.ID)))
		}
	}
	add("", warnings, new(big.Rat).Sub(ours.warnings, theirs.warnings))
	for n, points := range shareOut(exact, l.Points) {
		if parts[n].Points = points; points != 0 {
			l.Parts = append(l.Parts, parts[n])
		}
	}
	slices.SortStableFunc(l.Parts, func(a, b LeadPart) int { return cmp.Compare(b.Points.size(), a.Points.size()) })
	return l
}

func (p Points) size() Points { return max(p, -p) }

// shownPoints is where a shown score comes from, in tenths of a point: its domains, less
// its warnings.
type shownPoints struct {
	domains  map[string]*big.Rat
	warnings *big.Rat // zero or less
}

func (s shownPoints) domain(id string) *big.Rat {
	if points := s.domains[id]; points != nil {
		return points
	}
	return new(big.Rat)
}

// pointsOf takes a shown score apart. A domain adds its score by its share of the
// weight of all domains that have one.
func pointsOf(r assessment.Result) shownPoints {
	of := shownPoints{domains: map[string]*big.Rat{}, warnings: new(big.Rat)}
	weights := weightsOf(r)
	if weights == 0 {
		return of
	}
	const perTenth = 100_000
	mean := new(big.Rat)
	for _, d := range r.Domains {
		if d.Shown == assessment.NoScore {
			continue
		}
		shown := d.Millionths
		if shown == 0 {
			shown = int64(d.Shown) * perTenth
		}
		points := new(big.Rat).Mul(big.NewRat(shown, perTenth), big.NewRat(int64(d.Weight), weights))
		of.domains[d.ID] = points
		mean.Add(mean, points)
	}
	held := new(big.Rat).Sub(mean, big.NewRat(10*int64(r.Flags.Penalty), 1))
	if held.Sign() < 0 {
		held.SetInt64(0) // no score is below zero
	}
	of.warnings.Sub(held, mean)
	return of
}

// weightsOf is the weight of all domains that have a score.
func weightsOf(r assessment.Result) int64 {
	sum := int64(0)
	for _, d := range r.Domains {
		if d.Shown != assessment.NoScore {
			sum += int64(d.Weight)
		}
	}
	return sum
}

// PartsOf lists the parts of several leads, each once and without its points. The parts
// of the first lead come first, by their size.
func PartsOf(leads []Lead) []LeadPart {
	var all []LeadPart
	for _, l := range leads {
		for _, part := range l.Parts {
			if !slices.ContainsFunc(all, func(p LeadPart) bool { return p.Domain == part.Domain }) {
				all = append(all, LeadPart{Domain: part.Domain, Name: part.Name})
			}
		}
	}
	return all
}

// On are the points of one part: of a domain, or of the warnings for "".
func (l Lead) On(domain string) Points {
	for _, part := range l.Parts {
		if part.Domain == domain {
			return part.Points
		}
	}
	return 0
}

// leadCell is the lead of the first side over another.
func (c Contest) leadCell(s *Side) Cell {
	for _, l := range c.Leads {
		if l.Over == s.Result.Assessment {
			text := l.Points.String()
			return Cell{Text: text, Parts: []string{strings.TrimPrefix(text, "+")}} // a spreadsheet takes a plus sign for a formula
		}
	}
	return Cell{Text: dash(""), Tone: Dim, Parts: []string{""}}
}

// mostLeadParts is how many parts of a lead a sentence names.
const mostLeadParts = 5

// LeadSentence says how far the first side leads another, and where.
func (c Contest) LeadSentence(l Lead) string {
	first, other := c.titleOf(l.First), c.titleOf(l.Over)
	blocked := c.Sides[c.Find(l.Over)].Position.Group == ranking.Blocked
	if blocked {
		other += ", which is blocked"
	}
	text := fmt.Sprintf("%s leads %s by %s", first, other, l.Points.size().plain())
	switch {
	case l.Points < 0:
		text = fmt.Sprintf("%s is %s behind %s", first, l.Points.size().plain(), other)
	case l.Points == 0:
		text = fmt.Sprintf("%s has the score of %s", first, other)
	case blocked:
		text = fmt.Sprintf("%s leads %s, by %s", first, other, l.Points.size().plain())
	}
	if len(l.Parts) == 0 {
		return text
	}
	return text + ": " + l.partsText()
}

// partsText names the largest parts, and adds up the others.
func (l Lead) partsText() string {
	var named []string
	rest, left := Points(0), 0
	for n, part := range l.Parts {
		if n < mostLeadParts || len(l.Parts) == mostLeadParts+1 {
			named = append(named, part.Name+" "+part.Points.String())
			continue
		}
		rest, left = rest+part.Points, left+1
	}
	if left > 0 {
		named = append(named, others(left)+" "+rest.String())
	}
	return strings.Join(named, ", ")
}

// WhyFirst are the sentences about the leads, over the runner-up first.
func (c Contest) WhyFirst() []string {
	var all []string
	for _, l := range c.Leads {
		all = append(all, c.LeadSentence(l))
	}
	return all
}

func (c Contest) titleOf(id string) string { return c.Sides[c.Find(id)].Title }
