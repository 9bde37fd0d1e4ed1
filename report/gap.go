package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// gapRows is how many items the assurance gap names.
const gapRows = 12

// unproven is an item with more said than shown.
type unproven struct {
	item   *questionnaire.Item
	result assessment.ItemResult
	loss   float64 // weight·(p − credit)
}

// assuranceGap says where most was said and least was shown.
func (r *report) assuranceGap() {
	var all []unproven
	r.items(func(_ *questionnaire.Domain, item *questionnaire.Item, result assessment.ItemResult) {
		if loss := float64(result.Weight) * (result.P - result.Credit); result.State == assessment.StateAnswered && loss > 0 {
			all = append(all, unproven{item, result, loss})
		}
	})
	slices.SortStableFunc(all, func(a, b unproven) int {
		switch {
		case a.loss > b.loss:
			return -1
		case a.loss < b.loss:
			return 1
		}
		return 0
	})
	r.section("Assurance gap", 0)
	r.hold(r.paragraph(fmt.Sprintf("Claimed %s, shown %s. These items hold most of the difference: ordered by weight × (said − shown), where said is the answer as a "+
		"share of full practice and shown is its credit. Proof, not better answers, is what they lack.", r.result.Claimed, r.result.Shown), quiet))
	r.hold(gap(4))
	t := r.newTable([]float64{50, r.width() - 50 - 38 - 34 - 40 - 70 - 160, 38, 34, 40, 70, 160},
		[]string{"Item", "", "Weight\t", "Said\t", "Shown\t", "Lost", "What would show it"})
	for _, u := range all[:min(gapRows, len(all))] {
		t.add(cell{paras: []para{{text: u.item.ID, ink: code, link: r.targets[u.item.ID]}}}, say(u.item.Title, body), sayRight(fmt.Sprint(u.result.Weight), body),
			sayRight(figure(u.result.P), body), sayRight(figure(u.result.Credit), body), cell{draw: r.lossBar(u.loss, all[0].loss)}, say(r.showing(u.item), quiet))
	}
	if !t.begun {
		r.put(r.paragraph("Nothing is claimed that is not shown.", body))
	}
	t.end()
	if rest := len(all) - gapRows; rest > 0 {
		r.put(append(gap(3), r.paragraph(fmt.Sprintf("%s more with a smaller gap.", english.Count(rest, "item")), quiet)...))
	}
}

func (r *report) lossBar(loss, most float64) func(x, top, width float64) {
	return func(x, top, width float64) {
		long := float64((width-22)*loss) / most
		r.fill(x, top+2.5, long, 6, tint)
		r.frame(x, top+2.5, long, 6, 0.5, accent)
		r.text(x+long+4, top+8, figure(loss), label)
	}
}

// showing names the evidence that can raise an item's credit.
func (r *report) showing(item *questionnaire.Item) string {
	if item.Kind.Scored() {
		return "a second scorer, and an answer that names who, when, where and in what record"
	}
	kinds := item.Accepts(r.in.Milestone)
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = r.kindName(kind)
	}
	if len(names) == 0 {
		return "any valid record"
	}
	return strings.Join(names, "; ")
}
