package main

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/ranking"
)

// compared is a comparison with the order of its vendors, and how firm that
// order is.
type compared struct {
	assessment.Comparison
	Ranking  ranking.Ranking  `json:"ranking"`
	Firmness ranking.Firmness `json:"firmness"`
}

// compareAll lays results side by side and puts them in order. One assessment
// twice, or two that share no question, are Invalid.
func compareAll(results []assessment.Result) (compared, error) {
	seen := map[string]bool{}
	for _, r := range results {
		if seen[r.Assessment] {
			return compared{}, assessment.Errorf(assessment.Invalid, "name every assessment once", "%s is compared with itself", r.Vendor)
		}
		seen[r.Assessment] = true
	}
	c := compared{assessment.Compare(results), ranking.Rank(results), ranking.Firm(results, ranking.Draws)}
	if ground := c.Ranking.Ground; ground.AskedOfAll == 0 && ground.AskedOfAny > 0 {
		return c, assessment.Errorf(assessment.Invalid, "`assay assess list` shows which questionnaire each is on", "they have no question in common")
	}
	return c, nil
}

// showRanking says who leads, how sure that is, and what would change it.
func (a *app) showRanking(c compared) {
	p := a.out
	p.print("\n%s\n", p.paint(bold, c.Ranking.Headline()))
	acceptance := map[string][2]ranking.Acceptance{}
	for n, any := range c.Firmness.Acceptability.Any {
		acceptance[any.Assessment] = [2]ranking.Acceptance{any, c.Firmness.Acceptability.Near[n]}
	}
	rows := [][]cell{heading("rank", "vendor", "verdict", "shown", "interval", "first, any weights", "first, near ours")}
	for _, place := range c.Ranking.Places {
		rank := fmt.Sprint(place.Rank)
		if place.Tied {
			rank = "=" + rank
		}
		if place.Standing == ranking.Blocked {
			rank = "–"
		}
		row := texts(rank, titleOf(place.Vendor, place.Subject), string(place.Verdict), place.Shown.String(), span(place.Interval[0], place.Interval[1]), "–", "–")
		row[2].ink = verdictInk(place.Verdict)
		if found, is := acceptance[place.Assessment]; is {
			row[5].text, row[6].text = found[0].First.String()+" %", found[1].First.String()+" %"
		}
		rows = append(rows, row)
	}
	p.table("  ", numbers(0, 3, 4, 5, 6), rows)
	if len(c.Firmness.Acceptability.Any) < 2 {
		return
	}
	p.print("\n")
	p.prose("  ", fmt.Sprintf("First, any weights: in so many of %d weightings it takes rank 1, all weightings alike. First, near ours: each weight moved by up to 20 %%. "+
		"Domain scores are drawn from their intervals.", c.Firmness.Acceptability.Draws))
	for _, text := range firmnessTexts(c.Firmness) {
		p.prose("  ", text)
	}
}

// firmnessTexts say what would change who leads.
func firmnessTexts(f ranking.Firmness) []string {
	var all []string
	if f.Close {
		all = append(all, "Rounding alone decides between first and second.")
	}
	const most = 3
	for _, swap := range f.Swaps[:min(most, len(f.Swaps))] {
		percent, _ := swap.Percent().Float64()
		all = append(all, fmt.Sprintf("%s leads when the weight of %s, now %d, goes beyond %s (%+.0f %%).", swap.With, swap.Domain, swap.Weight, swap.At.FloatString(1), percent))
	}
	if len(f.Swaps) == 0 && len(f.Tie) == 0 && !f.Close {
		all = append(all, "No change of one weight alone puts another first.")
	}
	var without []string
	for _, w := range f.Without {
		if w.Lead {
			without = append(without, w.Domain)
		}
	}
	if len(without) > 0 {
		all = append(all, "Others lead when one of these is left out: "+strings.Join(without, ", ")+".")
	}
	return all
}

func titleOf(vendor, subject string) string {
	return assessment.Opened{Vendor: assessment.Vendor{Name: vendor}, Subject: subject}.Title()
}
