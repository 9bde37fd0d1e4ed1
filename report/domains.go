package report

import (
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
)

// domains draws the figures of each domain as bars in a table and as a radar.
func (r *report) domains() {
	r.section("Domains", 0)
	const figures = 36 + 46 + 42 + 58 + 48 + 34
	names := (r.width() - figures) * 0.53
	t := r.newTable([]float64{names, r.width() - figures - names, 36, 46, 42, 58, 48, 34},
		[]string{"Domain", "0 – 100", "Weight\t", "Claimed\t", "Shown\t", "Interval\t", "Coverage\t", "Floor\t"})
	for _, d := range r.result.Domains {
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
		t.add(name, cell{draw: r.bar(d)}, sayRight(fmt.Sprint(d.Weight), body), sayRight(d.Claimed.String(), body), sayRight(shown, strong),
			sayRight(wording.Span(d.Interval[0], d.Interval[1]), body), sayRight(coverage, body), sayRight(floor, body))
	}
	t.end()
	r.put(gap(8))
	r.put(r.aroundCircle(r.scoredDomains()))
}

func (r *report) scoredDomains() []assessment.DomainResult {
	return slices.DeleteFunc(slices.Clone(r.result.Domains), func(d assessment.DomainResult) bool { return d.Shown == assessment.NoScore })
}

// aroundCircle is the radar with its legend. Fewer than three domains get the
// legend alone.
func (r *report) aroundCircle(scored []assessment.DomainResult) block {
	legend := []para{
		{text: "How to read the figures", ink: strong},
		{text: "Filled: shown, the score that the evidence supports. Outlined (dashed in the circle): claimed, the score of the answers alone. " +
			"Evidence for the difference is missing.", ink: quiet},
		{text: "The tick on a bar (a small square in the circle) marks the domain's floor: the shown score it needs for approve. ▼ marks a domain below its floor.", ink: quiet},
		{text: "Interval: from the shown score to the score if every unanswered item were answered in full. Coverage: the share of the weight that has an answer.", ink: quiet},
	}
	if p := r.result.Flags.Penalty; p > 0 {
		legend = append(legend, para{text: fmt.Sprintf("The whole is the weighted mean of the domains, less %s for open warnings.", english.Count(p, "point")), ink: quiet})
	} else {
		legend = append(legend, para{text: "The whole is the weighted mean of the domains.", ink: quiet})
	}
	if len(scored) < 3 {
		return r.row([]column{{0, r.width()}}, []cell{{paras: legend}}, nil)
	}
	const size = 214
	text := r.row([]column{{size + 34, r.width() - size - 34}}, []cell{{paras: legend}}, nil)
	return block{{height: max(size, text.height()), draw: func(top float64) {
		r.radar(point{r.left + size/2 + 8, top + size/2}, size/2-18, scored)
		y := top + 14
		for _, part := range text {
			part.draw(y)
			y += part.height
		}
	}}}
}
