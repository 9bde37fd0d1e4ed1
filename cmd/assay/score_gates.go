package main

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// reachableText is the highest score that evidence can still bring. It says when
// that is not enough to approve.
func reachableText(q *questionnaire.Questionnaire, r assessment.Result) string {
	text := r.Reachable.String()
	if r.Reachable < assessment.Score(q.Scoring.Bands.Approve*10) {
		text += ": approval is out of reach"
	}
	return text
}

// showOpenGates lists the open gates that do not block but keep the verdict from
// approve. Without a score, showLines lists all gates.
func (a *app) showOpenGates(q *questionnaire.Questionnaire, r assessment.Result) {
	if q.GatesOnly() {
		return
	}
	var open, unasked [][2]string
	for _, reason := range r.Because {
		line := [2]string{reason.Item, reason.Text}
		switch {
		case !reason.Caps():
		case reason.State == string(assessment.GateNotAsked):
			unasked = append(unasked, line)
		default:
			open = append(open, line)
		}
	}
	if len(open)+len(unasked) == 0 {
		return
	}
	a.out.print("\n%s\n", a.out.paint(bold, "Open gates: conditional at most"))
	for _, line := range open {
		a.out.named("  ", line[0], line[1])
	}
	const most = 3 // show the texts of so many gates that are not asked yet
	if len(unasked) <= most {
		for _, line := range unasked {
			a.out.named("  ", line[0], line[1])
		}
		return
	}
	ids := each(unasked, func(line [2]string) string { return line[0] })
	a.out.prose("  ", "not asked: "+strings.Join(ids, ", "))
}

// waiversOf finds the waivers in force and the expired ones.
func waiversOf(s assessment.Snapshot, r assessment.Result) []assessment.Waiver {
	all := []assessment.Waiver{}
	for _, item := range r.Items {
		if item.Gate == assessment.GateWaived || item.Gate == assessment.GateWaiverExpired {
			all = append(all, s.Waivers[item.ID])
		}
	}
	return all
}

func (a *app) showWaived(s assessment.Snapshot, r assessment.Result) {
	section(a.out, "Waivers", waiversOf(s, r), func(w assessment.Waiver) (string, string) {
		state := "until"
		if r.Item(w.Item).Gate == assessment.GateWaiverExpired {
			state = "expired after"
		}
		return w.Item, fmt.Sprintf("%s: %s %s, approved by %s", s.Questionnaire.Item(w.Item).Title, state, w.Expires, w.Approver)
	})
}
