package assessment

import "assay/questionnaire"

// gateOf is the state of an item as a gate at this milestone, what shows it,
// and whether an open gate blocks. An item that is not a gate here has no
// state.
func (j *judge) gateOf(item *questionnaire.Item, a *Answer, supports []support) (state GateState, shown Showing, hard bool) {
	least, graded := item.GateGrade(j.milestone)
	if !item.Kind.IsGate() && !graded {
		return "", Showing{}, false
	}
	hard = item.Hard || graded
	state, shown = j.openState(item, a, supports, least)
	if !state.Open() {
		return state, shown, hard
	}
	if waiver, granted := j.snapshot.Waivers[item.ID]; granted {
		switch {
		case waiver.live(item, j.asOf, j.milestone, j.view):
			return GateWaived, shown, hard
		case waiver.Expires < j.asOf:
			return GateWaiverExpired, shown, hard
		}
	}
	return state, shown, hard
}

// fullPractice is the highest grade.
const fullPractice = 4

// openState is the state by the answer, without waivers.
func (j *judge) openState(item *questionnaire.Item, a *Answer, supports []support, least int) (GateState, Showing) {
	shown := j.showing(item, a, supports)
	if j.unbound(item) {
		return GateFailed, shown
	}
	if !a.Answered() {
		return GateNotAsked, shown
	}
	if item.Kind.IsGate() {
		least = fullPractice
	}
	eighths := item.Kind.Eighths(a.Value)
	if item.Kind.Scored() {
		eighths = int(scenarioHalves(j.q, a))
	}
	switch {
	case eighths < 2*least:
		return GateFailed, shown
	case shown.Whole() || item.Kind.Scored() && a.Reverify == nil:
		return GateClosed, shown // scorers show a scenario without a record
	}
	return GateNotShown, shown
}

// unbound reports whether a link of the delivery chain keeps the gate open.
// The chain outweighs any answer.
func (j *judge) unbound(item *questionnaire.Item) bool {
	return item.Chain && len(j.snapshot.Unbound(j.asOf)) > 0
}

// enough reports whether an assurance shows a gate. If the item needs the
// record of the named person or contract itself (verified), an independent
// test of the firm does not replace it.
func enough(item *questionnaire.Item, assurance Assurance) bool {
	if item.MinAssurance == string(Verified) {
		return assurance == Verified
	}
	return assurance.rank() >= Documented.rank()
}
