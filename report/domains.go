package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// domains shows the figures of each domain: as bars in a table, and once around
// a circle.
func (r *report) domains() {
	r.section("Domains", 0)
	scored := make([]assessment.DomainResult, 0, len(r.result.Domains))
	for _, d := range r.result.Domains {
		if d.Shown != assessment.NoScore {
			scored = append(scored, d)
		}
	}
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
			name.paras = append(name.paras, para{text: "nothing of it counts yet", ink: label})
		}
		shown, coverage := d.Shown.String(), english.Percent(d.Coverage)
		interval := d.Interval[0].String() + "–" + d.Interval[1].String()
		if d.Shown == assessment.NoScore {
			interval, coverage = "–", "–"
		} else if d.Floor > 0 && d.Shown < assessment.Score(d.Floor*10) {
			shown = "▼ " + shown
		}
		floor := "–"
		if d.Floor > 0 {
			floor = fmt.Sprint(d.Floor)
		}
		t.add(name, cell{draw: r.bar(d)}, sayRight(fmt.Sprint(d.Weight), body), sayRight(d.Claimed.String(), body), sayRight(shown, strong),
			sayRight(interval, body), sayRight(coverage, body), sayRight(floor, body))
	}
	t.end()
	r.put(gap(8))
	r.put(r.aroundCircle(scored))
}

// aroundCircle is the radar with its reading beside it; two domains or fewer
// make no figure.
func (r *report) aroundCircle(scored []assessment.DomainResult) block {
	reading := []para{
		{text: "How to read the figures", ink: strong},
		{text: "Filled: shown, which counts how far an answer is proven. Outlined, in the circle dashed: claimed, which counts the answer alone. " +
			"What lies between the two was said and not shown.", ink: quiet},
		{text: "The tick on a bar, the small square in the circle, is the domain's floor: the shown score that it needs for approve. ▼ marks a domain below it.", ink: quiet},
		{text: "Interval: from what is shown now to what it would be if every unanswered item were answered in full. Coverage: the share of the weight that is answered.", ink: quiet},
	}
	if p := r.result.Flags.Penalty; p > 0 {
		reading = append(reading, para{text: fmt.Sprintf("The whole is the weighted mean of the domains, less %s for open warnings.", english.Count(p, "point")), ink: quiet})
	} else {
		reading = append(reading, para{text: "The whole is the weighted mean of the domains.", ink: quiet})
	}
	if len(scored) < 3 {
		return r.row([]column{{0, r.width()}}, []cell{{paras: reading}}, nil)
	}
	const size = 214
	text := r.row([]column{{size + 34, r.width() - size - 34}}, []cell{{paras: reading}}, nil)
	return block{{height: max(size, text.height()), draw: func(top float64) {
		r.radar(point{r.left + size/2 + 8, top + size/2}, size/2-18, scored)
		y := top + 14
		for _, part := range text {
			part.draw(y)
			y += part.height
		}
	}}}
}
