package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// reverifyNotice counts the answers to re-verify.
func (r *report) reverifyNotice() {
	if n := len(r.snapshot.ToReverify()); n > 0 {
		r.notice("To re-verify", para{text: wording.Waiting(n) + ". None of them closes a gate.", ink: body})
	}
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
	out := []para{{text: given + ", to be re-verified: " + hostile.Line(wording.Reverify(mark.Because)), ink: body}}
	if na := answer.NotApplicable; na != nil {
		out = append(out, para{text: fmt.Sprintf("It was set aside, which does not hold until it is confirmed: %s (%s)", hostile.Clean(na.Reason), hostile.Line(na.By)), ink: body})
	}
	return out
}

// waiting marks what waits to be confirmed.
const waiting = "↻ to re-verify"

// recordedHere reports whether somebody recorded the answer in this
// assessment. An answer to re-verify was recorded elsewhere, unless somebody
// added to it.
func recordedHere(answer assessment.Answer) bool {
	return answer.At != 0 && (answer.Reverify == nil || answer.At != answer.Reverify.At)
}
