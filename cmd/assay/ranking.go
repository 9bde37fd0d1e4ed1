package main

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/ranking"
)

// compared is a comparison with the ground on which it stands, the order of its
// vendors, and how firm that order is.
type compared struct {
	assessment.Comparison
	Even     bool             `json:"even"`
	Why      []string         `json:"why,omitempty"` // where the ground is not equal
	Ranking  ranking.Ranking  `json:"ranking"`
	Firmness ranking.Firmness `json:"firmness"`
}

// compareAll lays assessments side by side and puts them in order.
func compareAll(all []assessment.Judged) compared {
	c := assessment.Compare(all)
	order := ranking.Rank(c.Results)
	return compared{c, order.Ground.Even, order.Ground.Why(), order, ranking.Firm(c.Results, ranking.Draws)}
}

// shareAQuestion refuses results of which no two things can be compared.
func shareAQuestion(results []assessment.Result) error {
	if ground := ranking.GroundOf(results); ground.AskedOfAll == 0 && ground.AskedOfAny > 0 {
		return assessment.Errorf(assessment.Invalid, "`assay assess list` shows which questionnaire each is on", "they have no question in common")
	}
	return nil
}

// showRanking says who leads, how sure that is, and what would change it.
func (a *app) showRanking(c compared) {
	p := a.out
	p.print("\n%s\n", p.paint(bold, c.Ranking.Headline()))
	rows := [][]cell{heading(c.rankingTitles()...)}
	for _, position := range c.Ranking.Positions {
		row := texts(c.rankingFields(position)...)
		row[2].ink = verdictInk(position.Verdict)
		rows = append(rows, row)
	}
	p.table("  ", numbers(0, 3, 4, 5, 6), rows)
	for n, text := range c.firmnessTexts() {
		if n == 0 {
			p.print("\n")
		}
		p.prose("  ", text)
	}
}

// contested reports whether two or more vendors have a rank, so that it means
// something to come first.
func (c compared) contested() bool { return len(c.Firmness.Acceptability.Any) > 1 }

// shareTitles name what [ranking.Firmness.FirstShares] gives.
var shareTitles = []string{"first, any weights", "first, near ours"}

func (c compared) rankingTitles() []string {
	titles := []string{"rank", "vendor", "verdict", "shown", "interval"}
	if c.contested() {
		titles = append(titles, shareTitles...)
	}
	return titles
}

// rankingFields are the line of one position, under rankingTitles.
func (c compared) rankingFields(position ranking.Position) []string {
	fields := []string{position.RankText(), titleOf(position.Vendor, position.Subject), string(position.Verdict), position.Shown.String(), span(position.Interval[0], position.Interval[1])}
	if c.contested() {
		anyhow, near := c.Firmness.FirstShares(position.Assessment)
		fields = append(fields, anyhow, near)
	}
	return fields
}

// firmnessTexts say how the order is to be read, and what would change it.
func (c compared) firmnessTexts() []string {
	var all []string
	if len(c.Firmness.Acceptability.Any) == 1 {
		all = append(all, "Only one is ranked: no weights put another first.")
	}
	if c.contested() {
		all = append(all, fmt.Sprintf("First, any weights: in so many of %d weightings it takes rank 1, all weightings alike. First, near ours: each weight moved by up to 20 %%. "+
			"Domain scores are drawn from their intervals.", c.Firmness.Acceptability.Draws))
	}
	all = append(all, c.Firmness.Sentences()...)
	for _, position := range c.Ranking.Positions {
		if position.Group == ranking.Blocked {
			return append(all, "Blocked vendors rank after all others, whatever they score.")
		}
	}
	return all
}

func titleOf(vendor, subject string) string {
	return assessment.Opened{Vendor: assessment.Vendor{Name: vendor}, Subject: subject}.Title()
}
