package report

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// unshown is an item with more claimed than shown.
type unshown struct {
	item   *questionnaire.Item
	result assessment.ItemResult
	loss   float64 // weight·(p − credit)
}

// gapGround is the items that lose most between claimed and shown.
func (r *report) gapGround() ground {
	var all []unshown
	for item := range r.q.Items() {
		result := r.results[item.ID]
		if loss := float64(result.Weight) * (result.P - result.Credit); result.State == assessment.StateAnswered && loss > 0 {
			all = append(all, unshown{item, result, loss})
		}
	}
	slices.SortStableFunc(all, func(a, b unshown) int { return cmp.Compare(b.loss, a.loss) })
	g := ground{
		title: "Assurance gap", annex: answersTitle, there: true, least: 1, widths: []float64{50, r.width() - 50 - 38 - 44 - 40 - 70 - 160, 38, 44, 40, 70, 160},
		heads: []string{"Item", "", "Weight\t", "Claimed\t", "Shown\t", "Lost", "Evidence that would show it"},
		intro: fmt.Sprintf("Claimed %s, shown %s. These items make up the difference, in the order of weight × (claimed − shown). They need evidence, not better answers.", r.result.Claimed, r.result.Shown),
		empty: "No item claims more than its evidence shows.",
	}
	for _, u := range all {
		g.rows = append(g.rows, []cell{
			linked(u.item.ID, code, r.targets[u.item.ID]), say(u.item.Title, body), sayRight(fmt.Sprint(u.result.Weight), body),
			sayRight(figure(u.result.P), body), sayRight(figure(u.result.Credit), body),
			{draw: r.lossBar(u.loss, all[0].loss)},
			say(r.showing(u.item), quiet),
		})
	}
	return g
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
		return "a second scorer, and an answer that names who, when, which system and which record"
	}
	return cmp.Or(r.demanded(item, "; "), "any valid record")
}
