package report

import (
	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// others lists the items outside this verdict: later and hidden ones. It prints
// those with an answer in full, so that no record goes missing.
func (r *report) others() {
	var brief []*questionnaire.Item
	var full []*questionnaire.Item
	for item := range r.q.Items() {
		if r.belongs(item.ID) {
			continue
		}
		if _, recorded := r.snapshot.Answers[item.ID]; recorded {
			full = append(full, item)
		} else {
			brief = append(brief, item)
		}
	}
	if len(brief)+len(full) == 0 {
		return
	}
	const title = "Not part of this verdict"
	r.section(title, 0)
	r.goesOn(title)
	r.hold(r.paragraph("These items belong to a later milestone, to another rule view or to the reserve that was not chosen, or a condition hides them. They count in no sum and close no gate here.", quiet))
	recorded := r.mostly(full)
	r.authorLine(recorded)
	for _, item := range full {
		r.put(append(r.item(item, recorded), r.row([]column{{idWidth, r.width() - idWidth}}, []cell{say(r.whyOther(item), label)}, nil)...))
	}
	if len(full) > 0 && len(brief) > 0 {
		r.put(r.hairline(3, 6))
	}
	r.lines(brief, r.whyOtherShort)
	r.again = nil
}

// lines lists items, one a line: id, title, and a word on each.
func (r *report) lines(items []*questionnaire.Item, word func(*questionnaire.Item) string) {
	columns := []column{{0, idWidth - 8}, {idWidth, r.width() - idWidth - outcomeWidth - 14}, {r.width() - outcomeWidth, outcomeWidth}}
	for _, item := range items {
		b := r.tagRow(nil, labeled, columns, []cell{say(item.ID, code), say(item.Numbered(), body), say(word(item), label)}, nil)
		draw := b[0].draw
		b[0].draw = func(top float64) {
			r.setTarget(r.targets[item.ID], top)
			draw(top)
		}
		r.put(append(b, gap(1)...))
	}
}

func (r *report) whyOtherShort(item *questionnaire.Item) string {
	switch {
	case r.results[item.ID].State == assessment.StateLater:
		return "from " + string(item.Phase.From())
	case r.results[item.ID].HiddenBy == assessment.HiddenByView:
		return "proposed only"
	case r.results[item.ID].HiddenBy == assessment.HiddenByReserve:
		return "of the reserve, not chosen"
	}
	return "hidden"
}

func (r *report) whyOther(item *questionnaire.Item) string {
	result := r.results[item.ID]
	if result.State == assessment.StateLater {
		return "Counts from " + string(item.Phase.From()) + " on"
	}
	return english.Capital(result.HiddenWords())
}
