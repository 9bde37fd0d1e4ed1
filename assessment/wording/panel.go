package wording

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
)

// GradeWords is the grade of one scorer of a scenario. A grade that the closed panel
// hides is said to be hidden.
func GradeWords(s assessment.Snapshot, item string, g assessment.Grade) string {
	switch {
	case !s.PanelClosed(item) || g.Grade != nil || !g.Given():
		return g.Words()
	case g.Complete():
		return "hidden: the grade of " + g.Scorer + " is in"
	}
	return "hidden: the grade of " + g.Scorer + " is in, the note is missing"
}

// Panel says in one line why a closed panel hides the grades of a scenario, or when
// an open one opened. It is empty where graders were never named.
func Panel(s assessment.Snapshot, item string) string {
	panel := s.Panels[item]
	switch {
	case s.PanelClosed(item):
		awaited := s.Awaited(item)
		if len(awaited) == 0 {
			return "the panel is closed"
		}
		return fmt.Sprintf("the panel is closed: %d of %d graders are in, %s missing", len(s.Graders)-len(awaited), len(s.Graders), english.List(awaited))
	case panel.Opened == nil:
		return ""
	case panel.Opened.Reason == "":
		return "the panel opened when all graders were in, " + Moment(panel.Opened.At, s.Zone())
	}
	return fmt.Sprintf("%s opened the panel, %s: %s", panel.Opened.By, Moment(panel.Opened.At, s.Zone()), panel.Opened.Reason)
}

// GradeChange says how a scorer changed a grade that was given.
func GradeChange(s assessment.Snapshot, item string, c assessment.GradeChange) string {
	how := map[assessment.GradeEffect]string{
		assessment.GradeGiven: "gave another grade", assessment.GradeTaken: "took the grade back",
		assessment.GradeRemoved: "took everything back", assessment.GradeUndone: "took back what was entered",
	}[c.How]
	when := "before the panel opened"
	if opened := s.Panels[item].Opened; opened != nil && c.At > opened.At {
		when = "after the panel opened"
	}
	return fmt.Sprintf("%s %s %s, %s", c.Scorer, how, when, Moment(c.At, s.Zone()))
}
