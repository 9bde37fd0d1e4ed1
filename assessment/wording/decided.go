package wording

import (
	"fmt"
	"slices"
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

// Decided tells the decision, who made it and on which day.
func Decided(d assessment.Decision, zone *time.Location) string {
	return fmt.Sprintf("%s by %s on %s", d.Outcome, Decider(d), Day(d.At, zone))
}

// DecidedInFull tells the decision with its reason, after the change that voided it.
func DecidedInFull(d assessment.Decision, zone *time.Location) string {
	return english.Join("; ", Void(d, zone), english.Join(": ", "decided "+Decided(d, zone), d.Reason), AddedBriefly(d))
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
// touches, and its agreement.
func Link(link assessment.Link, on assessment.Date) []string {
	terms := []string{link.Function, Touches(link), Agreement(link, on)}
	return slices.DeleteFunc(terms, func(term string) bool { return term == "" })
}

// Touches says which data a delivery link touches.
func Touches(link assessment.Link) string {
	switch {
	case link.PHI && link.Credentials:
		return "patient data and credentials"
	case link.PHI:
		return "patient data"
	case link.Credentials:
		return "credentials"
	}
	return "neither patient data nor credentials"
}

// Agreement is the flow-down agreement of a delivery link. With a day, it also
// says whether the agreement has ended. It says nothing where none is needed.
func Agreement(link assessment.Link, on assessment.Date) string {
	switch flow := link.Flow; {
	case flow == nil && link.NeedsFlowDown():
		return "no flow-down BAA"
	case flow == nil:
		return ""
	case flow.UntilTerminated:
		return fmt.Sprintf("BAA signed %s, until terminated", flow.Signed)
	case !on.IsZero() && flow.Ends < on:
		return fmt.Sprintf("BAA signed %s, ended %s", flow.Signed, flow.Ends)
	default:
		return fmt.Sprintf("BAA signed %s, until %s", flow.Signed, flow.Ends)
	}
}

// RulesChanged says who changed the rules, when, to which and why.
func RulesChanged(c assessment.RuleChange, zone *time.Location) string {
	return fmt.Sprintf("%s by %s, from %s to %s: %s", Day(c.At, zone), c.By, Pin(c.From), Pin(c.To), c.Reason)
}

// Pin names a questionnaire and its version, with the beginning of its hash.
func Pin(pin assessment.Pin) string {
	return pin.ID + " " + pin.Version + " (" + Short(pin.Hash) + ")"
}
