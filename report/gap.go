package report

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// gapRows is how many items the assurance gap names.
const gapRows = 12

// unshown is an item with more claimed than shown.
type unshown struct {
	item   *questionnaire.Item
	result assessment.ItemResult
	loss   float64 // weight·(p − credit)
}

// assuranceGap lists the items that lose most between claimed and shown.
func (r *report) assuranceGap() {
	var all []unshown
	for item := range r.q.Items() {
		result := r.results[item.ID]
		if loss := float64(result.Weight) * (result.P - result.Credit); result.State == assessment.StateAnswered && loss > 0 {
			all = append(all, unshown{item, result, loss})
		}
	}
	slices.SortStableFunc(all, func(a, b unshown) int { return cmp.Compare(b.loss, a.loss) })
	r.section("Assurance gap", 0)
	r.intro(fmt.Sprintf("Claimed %s, shown %s. These items make up most of the difference, in the order of weight × (claimed − shown): claimed is the answer as a "+
		"share of full practice, shown is its credit. They need evidence, not better answers.", r.result.Claimed, r.result.Shown))
	t := r.newTable([]float64{50, r.width() - 50 - 38 - 44 - 40 - 70 - 160, 38, 44, 40, 70, 160},
		[]string{"Item", "", "Weight\t", "Claimed\t", "Shown\t", "Lost", "Evidence that would show it"})
	for _, u := range all[:min(gapRows, len(all))] {
		t.add(linked(u.item.ID, code, r.targets[u.item.ID]), say(u.item.Title, body), sayRight(fmt.Sprint(u.result.Weight), body),
			sayRight(figure(u.result.P), body), sayRight(figure(u.result.Credit), body), cell{draw: r.lossBar(u.loss, all[0].loss)}, say(r.showing(u.item), quiet))
	}
	t.endOr("No item claims more than its evidence shows.")
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
		return "a second scorer, and an answer that names who, when, which system and which record"
	}
	return cmp.Or(r.demanded(item, "; "), "any valid record")
}
