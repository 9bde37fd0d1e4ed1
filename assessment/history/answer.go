package history

import (
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
)

// answer tells an answer or a grade, compared with the previous answer of its
// item.
func (r *replay) answer(entry assessment.Entry, item string) {
	before := r.present(item)
	r.answers[item] = append(r.answers[item], recorded{entry: entry})
	after := r.present(item)
	r.entry.Item, r.entry.Text = item, answered(before, after)
	if graded, is := entry.Change.(assessment.Graded); is {
		r.entry.Text = gradedWords(before, graded)
	}
	r.compare(item, before, after)
}

// gradedWords says how the grade of a scorer changed.
func gradedWords(before assessment.Answer, now assessment.Graded) string {
	was, _ := before.GradeOf(now.Scorer)
	switch {
	case now.Keeps, now.Grade == nil && was.Grade == nil:
		return "noted"
	case now.Grade == nil:
		return "took back a grade"
	case was.Grade == nil:
		return "graded"
	case was.Reverify && *was.Grade == *now.Grade:
		return "re-verified"
	}
	return "graded again"
}

// present is the answer that an item has now. It is empty for none.
func (r *replay) present(item string) assessment.Answer {
	answer := assessment.Answer{Item: item}
	for _, step := range r.answers[item] {
		answer = step.after(answer)
	}
	return answer
}

func answered(before, after assessment.Answer) string {
	switch {
	case before.Reverify != nil && after.Reverify == nil && !after.Empty():
		return "re-verified"
	case after.Empty():
		return "cleared"
	case after.NotApplicable != nil:
		return "set aside"
	case !after.Answered(), after.Value == "" && maps.Equal(before.Scores, after.Scores):
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
