package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// domainGround is the figures of each domain, with a bar.
func (r *report) domainGround() ground {
	const figures = 36 + 46 + 42 + 58 + 48 + 34
	names := (r.width() - figures) * 0.6
	mean := "The whole is the weighted mean of the domains"
	if p := r.result.Flags.Penalty; p > 0 {
		mean += fmt.Sprintf(", less %s for open warnings", english.Count(p, "point"))
	}
	g := ground{
		title: "Domains", annex: "Domains in full", least: 16, whole: true, widths: []float64{names, r.width() - figures - names, 36, 46, 42, 58, 48, 34},
		heads: []string{"Domain", "0 – 100", "Weight\t", "Claimed\t", "Shown\t", "Interval\t", "Coverage\t", "Floor\t"},
		intro: "Filled: shown, the score that the evidence supports. Outlined: claimed, the score of the answers alone. The tick is the floor that approve needs; ▼ marks a domain below it. " +
			"Interval: up to the score if every unanswered item were answered in full. Coverage: the share of the weight that has an answer. " + mean + ".",
	}
	for _, d := range r.result.Domains {
		g.rows = append(g.rows, r.domainRow(d))
	}
	return g
}

func (r *report) domainRow(d assessment.DomainResult) []cell {
	name := cell{paras: []para{{text: d.ID + "  " + d.Name, ink: body}}}
	if d.Thin {
		name.paras = append(name.paras, para{text: "▲ thin: too much set aside by hand", ink: labelBold})
	}
	if d.Shown == assessment.NoScore {
		name.paras = append(name.paras, para{text: "no item counts yet", ink: label})
	}
	shown, coverage := d.Shown.String(), english.Percent(d.Coverage)
	if d.Shown == assessment.NoScore {
		coverage = "–"
	} else if d.Floor > 0 && d.Shown < assessment.Score(d.Floor*10) {
		shown = "▼ " + shown
	}
	floor := "–"
	if d.Floor > 0 {
		floor = fmt.Sprint(d.Floor)
	}
	return []cell{
		name,
		{draw: r.bar(d)},
		sayRight(fmt.Sprint(d.Weight), body), sayRight(d.Claimed.String(), body), sayRight(shown, strong),
		sayRight(wording.Span(d.Interval[0], d.Interval[1]), body), sayRight(coverage, body), sayRight(floor, body),
	}
}
