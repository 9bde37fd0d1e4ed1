package main

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// followUp is the work of people on a verdict: the decision for a milestone, the
// actions, and the answers to re-verify.
type followUp struct {
	Decision *listedDecision  `json:"decision"` // the latest; null for none
	Stands   bool             `json:"stands"`   // in force: no later change voided it
	Actions  int              `json:"actions"`  // open ones
	Overdue  int              `json:"overdue"`  // of them
	Earlier  []listedDecision `json:"earlier"`  // the latest for each earlier milestone
}

func followUpOf(s assessment.Snapshot, at questionnaire.Milestone, asOf assessment.Date) followUp {
	out := followUp{Earlier: []listedDecision{}}
	if d := s.DecisionFor(at); d != nil {
		out.Decision, out.Stands = listDecision(*d), d.InForce()
	}
	for _, milestone := range questionnaire.Milestones() {
		if milestone == at {
			break
		}
		if d := s.DecisionFor(milestone); d != nil {
			out.Earlier = append(out.Earlier, *listDecision(*d))
		}
	}
	for _, action := range s.Actions {
		if action.Closed == nil {
			out.Actions++
		}
		if action.Overdue(asOf) {
			out.Overdue++
		}
	}
	return out
}

// fields are the lines to print below the verdict.
func (st followUp) fields(s assessment.Snapshot) []field {
	decision := field{"decision", "none", plain}
	if st.Decision != nil {
		d := st.Decision.Decision
		decision.text = english.Join("; ", wording.Void(d, s.Zone()), wording.Decided(d, s.Zone())+" (snapshot "+wording.Short(d.Snapshot)+")")
		decision.ink = decisionInk(d)
	}
	out := []field{decision}
	if st.Decision != nil {
		for n, line := range wording.Added(st.Decision.Decision, s.Zone()) {
			name := ""
			if n == 0 {
				name, line = "added", "after the decision: "+line
			}
			out = append(out, field{name, line, yellow})
		}
	}
	for _, d := range st.Earlier {
		out = append(out, field{"", "for " + string(d.Milestone) + ": " + english.Join(", ", wording.Decided(d.Decision, s.Zone()), wording.Void(d.Decision, s.Zone())), decisionInk(d.Decision)})
	}
	if st.Actions > 0 {
		open := field{"actions", fmt.Sprintf("%d open", st.Actions), plain}
		if st.Overdue > 0 {
			open.text, open.ink = open.text+fmt.Sprintf(", %d overdue", st.Overdue), red
		}
		out = append(out, open)
	}
	if n := len(s.ToReverify()); n > 0 {
		out = append(out, field{"waiting", wording.Waiting(n), yellow})
	}
	return out
}

// field is a name with its text.
type field struct {
	name, text string
	ink        ink
}

// fields prints names and texts in two columns. It leaves out empty texts.
func (a *app) fields(pairs [][2]string, more ...field) {
	all := make([]field, len(pairs))
	for n, pair := range pairs {
		all[n] = field{pair[0], pair[1], plain}
	}
	all = slices.DeleteFunc(append(all, more...), func(f field) bool { return f.text == "" })
	width := 0
	for _, f := range all {
		width = max(width, len(f.name)+2)
	}
	for _, f := range all {
		a.out.besideInked(f.ink, "  ", a.out.paint(faint, f.name), width, f.text)
	}
}

func decisionInk(d assessment.Decision) ink {
	if !d.InForce() {
		return yellow
	}
	return plain
}

// lack says why no decision is in force.
func (st followUp) lack(s assessment.Snapshot) string {
	if st.Decision == nil {
		return "none was recorded"
	}
	d := st.Decision.Decision
	return fmt.Sprintf("%s by %s is %s", d.Outcome, d.By, wording.Void(d, s.Zone()))
}

// listedDecision is a decision in JSON. Its keys are a contract: add keys, but never
// change one.
type listedDecision struct {
	assessment.Decision
	At     string           `json:"at"` // RFC 3339, UTC
	Voided []listedVoiding  `json:"voided"`
	Added  []listedAddition `json:"added"`
}

type listedAddition struct {
	assessment.Addition
	At string `json:"at"` // RFC 3339, UTC
}

type listedVoiding struct {
	assessment.Voiding
	At string `json:"at"` // RFC 3339, UTC
}

func listDecision(d assessment.Decision) *listedDecision {
	return &listedDecision{
		d, utc(d.At),
		each(d.Voided, func(v assessment.Voiding) listedVoiding { return listedVoiding{v, utc(v.At)} }),
		each(d.Added, func(a assessment.Addition) listedAddition { return listedAddition{a, utc(a.At)} }),
	}
}

// showDecisions prints all decisions, the latest last.
func (a *app) showDecisions(s assessment.Snapshot) {
	section(a.out, "Decisions", s.Decisions, func(d assessment.Decision) (string, string) {
		return s.Day(d.At).String(), english.Join("; ", wording.Decision(d), wording.Void(d, s.Zone()), wording.AddedBriefly(d))
	})
}

func (a *app) showActions(s assessment.Snapshot) {
	section(a.out, "Actions", s.Actions, func(action assessment.Action) (string, string) {
		end := "until " + action.Due.String()
		switch {
		case action.Closed != nil:
			end = "closed by " + action.Closed.By + ": " + action.Closed.How
		case action.Overdue(a.work.Day(s)):
			end = "overdue since " + action.Due.String()
		}
		return cmp.Or(action.Item, action.Cause, "–"), fmt.Sprintf("%s (%s; %s)", action.What, action.Owner, end)
	})
}
