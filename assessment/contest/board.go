package contest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// The sentences of the board of an RFP. Days are in the zone of the reader,
// since a board lists assessments that may each have a zone of their own.

// Later is what followed a contest: a re-assessment of an assessment that
// competed, or its withdrawal. It is no part of the contest.
type Later struct {
	Of         string                  `json:"of"`         // the assessment that competed
	Assessment string                  `json:"assessment"` // the re-assessment
	Vendor     string                  `json:"vendor"`     // with its subject
	Milestone  questionnaire.Milestone `json:"milestone"`
	Opened     assessment.Date         `json:"opened"` // in its own zone
	Verdict    assessment.Verdict      `json:"verdict"`

	Withdrawn *assessment.Withdrawal `json:"withdrawn,omitempty"` // of the assessment that competed; then there is no re-assessment
}

// Text says when the vendor was assessed again, and how that stands.
func (l Later) Text(zone *time.Location) string {
	if l.Withdrawn != nil {
		return l.Vendor + " was " + wording.Withdrawal(*l.Withdrawn, zone)
	}
	return fmt.Sprintf("%s is assessed again for %s since %s: %s", l.Vendor, l.Milestone, l.Opened, l.Verdict)
}

// Stood says which day a board shows after an award.
func Stood(a assessment.Award, zone *time.Location) string {
	return "As it stood at the award on " + wording.Day(a.At, zone) + ", with the present decisions."
}

// Owed lists the open points of an assessment on a board: the reasons that block
// it, at most so many, then the missing sign-offs.
func Owed(e ranking.BoardEntry, most int) []string {
	var all []string
	for n, reason := range e.Blockers {
		if n == most {
			all = append(all, fmt.Sprintf("and %d more that block", len(e.Blockers)-most))
			break
		}
		all = append(all, BlockerOn(reason))
	}
	return append(all, e.Missing...)
}

// AwardFields are the terms of an award, each with its name.
func AwardFields(a assessment.Award, zone *time.Location) [][2]string {
	fields := [][2]string{{"approved by", approver(a, zone)}, {"why", a.Reason}}
	if a.RunnerUp != "" {
		fields = append(fields, [2]string{"runner-up", a.Contender(a.RunnerUp).Vendor})
	}
	for _, criterion := range a.Outside {
		fields = append(fields, [2]string{criterion.Name, criterion.Text})
	}
	return fields
}

func approver(a assessment.Award, zone *time.Location) string {
	text := english.Join(", ", a.By, a.Role)
	if a.At > 0 {
		text += " on " + wording.Day(a.At, zone)
	}
	return text
}

// AwardReason says why a contender was chosen, or why not.
func AwardReason(a assessment.Award, c assessment.Contender) string {
	if c.Assessment == a.Chosen {
		return fmt.Sprintf("%s, chosen: %s, shown %s, claimed %s", c.Vendor, c.Verdict, c.Shown, c.Claimed)
	}
	return c.Vendor + ", not chosen: " + c.WhyNot
}

// Replaced names an award that a later one replaces.
func Replaced(a assessment.Award, zone *time.Location) string {
	return "replaces the award to " + a.Contender(a.Chosen).Vendor + ", approved by " + approver(a, zone)
}

// WhatIf says which weights were tried, by whom, and the order they make.
func WhatIf(w assessment.WhatIf, zone *time.Location) string {
	var order []string
	for _, l := range w.Lines {
		if l.Blocked {
			order = append(order, l.Vendor+" (blocked)")
			continue
		}
		order = append(order, fmt.Sprintf("%d %s (%s)", l.Rank, l.Vendor, l.Shown))
	}
	return fmt.Sprintf("%s, by %s on %s: with %s the order is %s", w.Name, w.By, wording.Day(w.At, zone), WeightChanges(w), strings.Join(order, ", "))
}

// WeightChanges lists the tried weights that differ from the set ones.
func WeightChanges(w assessment.WhatIf) string {
	var changes []string
	for _, domain := range slices.Sorted(maps.Keys(w.Weights)) {
		if weight, set := w.Weights[domain], w.Set[domain]; weight != set {
			changes = append(changes, fmt.Sprintf("%s %d instead of %d", domain, weight, set))
		}
	}
	if len(changes) == 0 {
		return "the weights as they are set"
	}
	return strings.Join(changes, ", ")
}
