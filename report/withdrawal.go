package report

import (
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// withdrawalNotice says that the assessment is off the lists, and why.
func (r *report) withdrawalNotice() {
	if w := r.snapshot.Withdrawn; w != nil {
		r.notice("Withdrawn", para{text: english.Sentence("The assessment was " + hostile.Line(wording.Withdrawal(*w, r.zone))), ink: strong})
	}
}
