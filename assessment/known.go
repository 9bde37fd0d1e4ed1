package assessment

import "assay/questionnaire"

// Known returns the answers that decide which items are asked: those on record on
// that day, without hidden items and without answers to re-verify.
func Known(snapshot Snapshot, asOf Date, milestone questionnaire.Milestone, view questionnaire.View) questionnaire.Known {
	return confirmed{judged(snapshot, asOf, milestone, view)}
}
