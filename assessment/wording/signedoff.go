package wording

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// SignOff says who called the record complete, as of when, and whether it has changed
// since.
func SignOff(s assessment.Snapshot, o assessment.SignOff) string {
	text := fmt.Sprintf("%s (%s), %s, for %s, as of %s", o.By, o.Role, s.Day(o.At), o.Milestone, o.Code())
	if o.Statement != "" {
		text += ": " + o.Statement
	}
	return text + "; " + SinceSignOff(o)
}

// SinceSignOff says whether the record has changed since a sign-off.
func SinceSignOff(o assessment.SignOff) string {
	if o.ChangedSince == 0 {
		return "nothing changed since"
	}
	return "changed since: " + english.Count(o.ChangedSince, "event")
}

// Summarizer says who wrote the summary, and when.
func Summarizer(s assessment.Snapshot) string {
	return s.Summary.By + ", " + s.Day(s.Summary.At).String()
}
