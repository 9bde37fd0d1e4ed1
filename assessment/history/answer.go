package history

import (
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
)

// answer tells an answer, compared with the previous one of its item.
func (r *replay) answer(event string, answer assessment.Answer) {
	before := r.present(answer.Item)
	r.answers[answer.Item] = append(r.answers[answer.Item], recorded{event, answer})
	r.entry.Item, r.entry.Text = answer.Item, answered(before, answer)
	r.compare(answer.Item, before, answer)
}

// present is the answer that an item has now. It is empty for none.
func (r *replay) present(item string) assessment.Answer {
	if all := r.answers[item]; len(all) > 0 {
		return all[len(all)-1].answer
	}
	return assessment.Answer{Item: item}
}

func answered(before, after assessment.Answer) string {
	switch {
	case before.Reverify != nil && after.Reverify == nil && !after.Empty():
		return "re-verified"
	case after.Empty():
		return "cleared"
	case after.NotApplicable != nil:
		return "set aside"
	case !after.Answered():
		return "noted"
	case before.Answered():
		return "answered again"
	}
	return "answered"
}

// compare notes each part of an answer that is not the same before and after.
func (r *replay) compare(id string, before, after assessment.Answer) {
	item := r.about.Questionnaire.Item(id)
	if item == nil {
		return
	}
	older, newer := wording.Recorded(r.about, item, before), wording.Recorded(r.about, item, after)
	compared := map[string]bool{"by": true} // the entry itself says who
	for _, line := range slices.Concat(older, newer) {
		name := line[0]
		if compared[name] {
			continue
		}
		compared[name] = true
		if was, is := onlyIn(older, newer, name), onlyIn(newer, older, name); was != is {
			r.changed(name, was, is)
		}
	}
}

// onlyIn joins the texts under a name that the other lines do not have.
func onlyIn(lines, others [][2]string, name string) string {
	var texts []string
	for _, line := range lines {
		if line[0] == name && !slices.Contains(others, line) {
			texts = append(texts, line[1])
		}
	}
	return strings.Join(texts, "; ")
}
