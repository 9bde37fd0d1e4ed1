package wording

import (
	"cmp"
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// DeltaChanges says how many items changed in which way, as "2 worse".
func DeltaChanges(d assessment.Delta) []string {
	var counts []string
	for _, group := range d.Groups() {
		counts = append(counts, fmt.Sprintf("%d %s", len(group.Items), group.Name))
	}
	return counts
}

// DeltaItem says how an item was judged before, and how it is judged now.
func DeltaItem(d assessment.ItemDelta) string {
	then, now := "", ""
	if was := d.Before; was != nil {
		then = judged(was.Answer, was.Assurance, was.Gate)
	}
	if is := d.After; is != nil {
		assurance := is.Assurance
		if is.Reverify {
			assurance = "to be re-verified"
		}
		now = judged(is.Answer, assurance, is.Gate)
	}
	return english.Join(" → ", then, now)
}

// Answer is an answer in words, with its assurance.
func Answer(answer string, assurance assessment.Assurance) string {
	return cmp.Or(english.Join(", ", questionnaire.AnswerWords(answer), string(assurance)), "not answered")
}

func judged(answer string, assurance assessment.Assurance, gate assessment.GateState) string {
	text := Answer(answer, assurance)
	if gate != "" {
		text += " (gate " + gate.Words() + ")"
	}
	return text
}

// Waiting says how many answers must be confirmed again.
func Waiting(n int) string {
	return english.Count(n, "answer", "answers") + " to be re-verified, until then only claimed"
}
