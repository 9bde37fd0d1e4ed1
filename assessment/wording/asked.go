package wording

import (
	"slices"

	"assay/assessment"
	"assay/assessment/english"
)

// Asking tells which form went to the vendor, and whether it came back.
func Asking(s assessment.Snapshot, of assessment.Asking) string {
	due := ""
	if !of.Due.IsZero() {
		due = "due " + of.Due.String()
	}
	back := "not back yet"
	if at := slices.IndexFunc(s.Received, func(r assessment.Reception) bool { return r.Form == of.Form }); at >= 0 {
		back = "came back on " + s.Day(s.Received[at].At).String()
	}
	return english.Join("; ", english.Join(", ", FormKind(of.Format, of.Part), "milestone "+string(of.Milestone)), due, back)
}
