package wording

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// SignOff says who called the record complete, and whether it has changed since.
func SignOff(s assessment.Snapshot, o assessment.SignOff) string {
	since := fmt.Sprintf("unchanged since %s", o.Code())
	if o.ChangedSince > 0 {
		since = fmt.Sprintf("changed since %s by %s", o.Code(), english.Count(o.ChangedSince, "event"))
	}
	return fmt.Sprintf("%s (%s), %s, for %s; %s", o.By, o.Role, s.Day(o.At), o.Milestone, since)
}

// SignOffBriefly leaves out the record that was signed off.
func SignOffBriefly(s assessment.Snapshot, o assessment.SignOff) string {
	since := "unchanged since"
	if o.ChangedSince > 0 {
		since = english.Count(o.ChangedSince, "event") + " since"
	}
	return fmt.Sprintf("%s (%s), %s; %s", o.By, o.Role, s.Day(o.At), since)
}

// SignOffInFull adds the statement.
func SignOffInFull(s assessment.Snapshot, o assessment.SignOff) string {
	return english.Join(": ", SignOff(s, o), o.Statement)
}

// Summarizer says who wrote the summary, and when.
func Summarizer(s assessment.Snapshot) string {
	return s.Summary.By + ", " + s.Day(s.Summary.At).String()
}
