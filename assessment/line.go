package assessment

import (
	"slices"

	"assay/questionnaire"
)

// lines gives each checklist line the worst state of the items that close
// it. A line blocks through its items, so it enters no count and gives no
// reason.
func (j *judge) lines() {
	var at map[string]*ItemResult
	for item, out := range j.each() {
		if len(item.ClosedBy) == 0 || out.State != StateUnanswered {
			continue
		}
		if at == nil {
			at = make(map[string]*ItemResult, len(j.result.Items))
			for n := range j.result.Items {
				at[j.result.Items[n].ID] = &j.result.Items[n]
			}
		}
		j.line(item, out, at)
	}
}

// worst orders the states of gates, the worst first.
var worst = []GateState{GateFailed, GateNotAsked, GateWaiverExpired, GateNotShown, GateWaived, GateClosed}

func (j *judge) line(item *questionnaire.Item, out *ItemResult, results map[string]*ItemResult) {
	state, answered := GateState(""), true
	for _, id := range item.ClosedBy {
		closing := results[id]
		gate := closing.Gate
		switch {
		case closing.State == StateNA || closing.State == StateHidden:
			continue
		case gate == "":
			gate = GateNotAsked // not a gate at this milestone, so it closes nothing
		}
		answered = answered && closing.State == StateAnswered
		if state == "" || slices.Index(worst, gate) < slices.Index(worst, state) {
			state = gate
		}
	}
	out.Gate = state
	switch {
	case state == "":
		out.State = StateNA
	case answered:
		out.State = StateAnswered
		out.Answer = Unmet
		if !state.Open() {
			out.Answer = Met
		}
	}
}
