package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// reverifyNotice counts the answers to re-verify.
func (r *report) reverifyNotice() {
	n := len(r.snapshot.ToReverify())
	if n == 0 {
		return
	}
	text := "1 answer was given before and waits to be confirmed"
	if n > 1 {
		text = fmt.Sprintf("%d answers were given before and wait to be confirmed", n)
	}
	r.notice("To re-verify", para{text: text + ". Until then each counts as the bare claim and closes no gate.", ink: body})
}

// toReverify tells who gave an answer, when, and why it must be confirmed.
func (r *report) toReverify(answer assessment.Answer) []para {
	mark := answer.Reverify
	if mark == nil {
		return nil
	}
	given := "Given"
	if mark.At != 0 {
		given += " on " + r.snapshot.Day(mark.At).String()
	}
	if mark.By != "" {
		given += " by " + hostile.Line(mark.By)
	}
	var why []string
	for _, key := range mark.Because {
		if words := reverifyWords(key); !slices.Contains(why, words) {
			why = append(why, words)
		}
	}
	out := []para{{text: given + ", to be re-verified: " + strings.Join(why, "; "), ink: body}}
	if na := answer.NotApplicable; na != nil {
		out = append(out, para{text: fmt.Sprintf("It was set aside, which does not hold until it is confirmed: %s (%s)", hostile.Clean(na.Reason), hostile.Line(na.By)), ink: body})
	}
	return out
}

// reverifyWords explains a key that makes an answer to be re-verified.
func reverifyWords(key string) string {
	switch key {
	case assessment.Reassessment:
		return "carried over"
	case "kind":
		return "the item is of another kind"
	case "ask", "ask_at":
		return "question reworded"
	case "answer", "options":
		return "other answers are offered"
	case "scale":
		return "the scale is another"
	case "elements":
		return "other elements are listened for"
	case "asked_of":
		return "another party is asked"
	case "evidence", "shown_by":
		return "it must be shown by other records"
	case "min_assurance":
		return "it must be shown at another assurance"
	case "listen_for":
		return "what to listen for has changed"
	}
	return hostile.Line(key)
}

// waiting marks what waits to be confirmed.
const waiting = "↻ to re-verify"

// recordedHere reports whether somebody recorded the answer in this
// assessment. An answer to re-verify was recorded elsewhere, unless somebody
// added to it.
func recordedHere(answer assessment.Answer) bool {
	return answer.At != 0 && (answer.Reverify == nil || answer.At != answer.Reverify.At)
}
