package wording

import (
	"time"

	"assay/assessment"
)

// Withdrawal says when an assessment was withdrawn, by whom and why. It continues
// "it was".
func Withdrawal(w assessment.Withdrawal, zone *time.Location) string {
	return "withdrawn on " + Day(w.At, zone) + " by " + w.By + ": " + w.Reason
}
