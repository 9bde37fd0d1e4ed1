package wording

import (
	"fmt"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// Decision names the decision, the person, and the verdict of that day.
func Decision(d assessment.Decision) string {
	text := fmt.Sprintf("%s for %s, by %s; the rules said %s", d.Outcome, d.Milestone, Decider(d), d.Verdict)
	if d.Reason != "" {
		text += "; " + d.Reason
	}
	return text
}

// Decided says what was decided, by whom and on which day.
func Decided(d assessment.Decision, zone *time.Location) string {
	return fmt.Sprintf("%s by %s on %s", d.Outcome, Decider(d), Day(d.At, zone))
}

// DecidedInFull says what was decided with its reason, after the change that voided it.
func DecidedInFull(d assessment.Decision, zone *time.Location) string {
	return english.Join("; ", Void(d, zone), english.Join(": ", "decided "+Decided(d, zone), d.Reason))
}

// RulesChanged says who changed rules and when, from which questionnaire to which, and
// why.
func RulesChanged(by string, at int64, from, to assessment.Pin, reason string, zone *time.Location) string {
	return fmt.Sprintf("%s by %s, from %s to %s: %s", Day(at, zone), by, Pin(from), Pin(to), reason)
}

// Due says by which day an action is due, or that it is closed.
func Due(a assessment.Action, today assessment.Date) string {
	switch {
	case a.Closed != nil:
		return "closed"
	case a.Overdue(today):
		return "overdue since " + a.Due.String()
	}
	return "due " + a.Due.String()
}

// Cause names the cause of an action, from its key and its item.
func Cause(key, item string) string {
	switch kind, what, _ := strings.Cut(key, "/"); kind {
	case "":
		return "the task"
	case "band":
		return "the score"
	case "coverage":
		return "what is not answered"
	case "floor":
		return "floor of " + what
	case "thin":
		return what + " being thin"
	case "flag":
		return english.Join(" on ", "red flag", item)
	default:
		return strings.TrimSpace(kind + " " + what)
	}
}

// Touches says whether a link touches patient data or holds credentials.
func Touches(link assessment.Link) string {
	switch {
	case link.PHI && link.Credentials:
		return "PHI and credentials"
	case link.PHI:
		return "PHI"
	case link.Credentials:
		return "credentials"
	}
	return "neither PHI nor credentials"
}

// Void says since when a decision is void, and which change voided it. It says
// nothing about a decision in force.
func Void(d assessment.Decision, zone *time.Location) string {
	if d.InForce() {
		return ""
	}
	return fmt.Sprintf("void since %s: %s changed", Day(d.Voided[0].At, zone), d.ChangedText())
}

// Decider is the person who decided, with the role.
func Decider(d assessment.Decision) string { return english.Join(", ", d.By, d.Role) }

// Action is an action on one line.
func Action(a assessment.Action) string {
	text := fmt.Sprintf("%s; owner: %s (%s); until %s", a.What, a.Owner, a.Side, a.Due)
	if a.Cause != "" {
		text += "; for " + a.Cause
	}
	if a.Control != "" {
		text += "; until then: " + a.Control
	}
	return text
}

// Waiver is a waiver on one line.
func Waiver(w assessment.Waiver) string {
	return fmt.Sprintf("until %s, approved by %s: %s; instead: %s; owner: %s", w.Expires, w.Approver, w.Reason, w.Control, w.Owner)
}

// Link lists the terms of a delivery link: its function, the data it
// touches, and its agreement. With a day, it also says whether the agreement
// has ended.
func Link(link assessment.Link, on assessment.Date) []string {
	var terms []string
	if link.Function != "" {
		terms = append(terms, link.Function)
	}
	terms = append(terms, Touches(link))
	flow := link.Flow
	if flow == nil {
		if link.NeedsFlowDown() {
			terms = append(terms, "no flow-down BAA")
		}
		return terms
	}
	text := "BAA signed " + flow.Signed.String()
	switch {
	case flow.UntilTerminated:
		text += ", until terminated"
	case !on.IsZero() && flow.Ends < on:
		text += ", ended " + flow.Ends.String()
	default:
		text += ", until " + flow.Ends.String()
	}
	return append(terms, text)
}

// Pin names a questionnaire and its version, with the beginning of its hash.
func Pin(pin assessment.Pin) string {
	return pin.ID + " " + pin.Version + " (" + Short(pin.Hash) + ")"
}
