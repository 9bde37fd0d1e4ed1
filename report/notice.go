package report

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment/english"
)

// notice is a warning on the first page beside its name.
type notice struct {
	name  string
	paras []para
}

// notices are the warnings of the first page, the ones that matter most first. It always
// prints the first line of each.
func (r *report) notices() said {
	for _, add := range []func(){r.withdrawalNotice, r.rollbackNotice, r.overdueNotice, r.waivers, r.unboundNotice, r.reverifyNotice, r.rulesNotice, r.previousNotice} {
		add()
	}
	s := said{name: "Notices"}
	type line struct {
		notice, nth int
		para
	}
	var lines []line
	text := r.named()[1]
	for n, one := range r.noted {
		for i, p := range one.paras {
			short, cut := r.capped(p, text.width, r.dense(2))
			if cut {
				short.link, s.cut = r.start(frontTitle), true
			}
			lines = append(lines, line{n, i, short})
		}
		s.paras = append(s.paras, para{text: one.name, ink: strong})
		s.paras = append(s.paras, one.paras...)
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(min(a.nth, 1), min(b.nth, 1)) })
	s.piece = &piece{rows: len(lines), least: len(r.noted), build: func(take int) (b block) {
		for n, one := range r.noted {
			var shown []para
			for _, l := range lines[:take] {
				if l.notice == n {
					shown = append(shown, l.para)
				}
			}
			if len(shown) > 0 {
				b = slices.Concat(b, gap(3), r.row(r.named(), []cell{say(one.name, labelBold), {paras: shown}}, nil))
			}
		}
		if left := len(lines) - take; left > 0 {
			more := para{text: fmt.Sprintf("and %s, in the annex", english.Count(left, "more line")), ink: quiet, link: r.start(frontTitle)}
			b = append(b, r.row(r.named()[1:], []cell{{paras: []para{more}}}, nil)...)
		}
		return b
	}}
	return s
}

// notice keeps a warning for the first page.
func (r *report) notice(name string, paras ...para) { r.noted = append(r.noted, notice{name, paras}) }

// firstFew shortens a list that another part prints in full.
func firstFew(all []para, most int, where string) []para {
	if len(all) <= most {
		return all
	}
	return append(all[:most:most], para{text: fmt.Sprintf("and %d more, under %s", len(all)-most, where), ink: quiet, indent: all[0].indent})
}
