package assessment

import "assay/questionnaire"

// gateOf is the state of an item as a gate at this milestone, the record
// that closes it, from 1, and whether an open gate blocks. An item that is
// not a gate here has no state.
func (j *judge) gateOf(item *questionnaire.Item, a *Answer) (state GateState, closedBy int, hard bool) {
	least, graded := item.GateGrade(j.milestone)
	if !item.Kind.IsGate() && !graded {
		return "", 0, false
	}
	hard = item.Hard || graded
	state, closedBy = j.openState(item, a, least)
	if !state.Open() {
		return state, closedBy, hard
	}
	if waiver, granted := j.snapshot.Waivers[item.ID]; granted {
		switch {
		case waiver.live(item, j.asOf, j.milestone, j.view):
			return GateWaived, 0, hard
		case waiver.Expires < j.asOf:
			return GateWaiverExpired, 0, hard
		}
	}
	return state, 0, hard
}

// fullPractice is the highest grade.
const fullPractice = 4

// openState is the state by the answer, without waivers.
func (j *judge) openState(item *questionnaire.Item, a *Answer, least int) (state GateState, closedBy int) {
	if j.unbound(item) {
		return GateFailed, 0
	}
	if !a.Answered() {
		return GateNotAsked, 0
	}
	if item.Kind.IsGate() {
		least = fullPractice
	}
	eighths := item.Kind.Eighths(a.Value)
	if item.Kind.Scored() {
		eighths = int(scenarioHalves(j.q, a))
	}
	if eighths < 2*least {
		return GateFailed, 0
	}
	closedBy = j.closedBy(item, a)
	if closedBy > 0 || item.Kind.Scored() && a.Reverify == nil {
		return GateClosed, closedBy // scorers show a scenario without a record
	}
	return GateNotShown, 0
}

// unbound reports whether a link of the delivery chain keeps the gate open.
// The chain outweighs any answer.
func (j *judge) unbound(item *questionnaire.Item) bool {
	return item.Chain && len(j.snapshot.Unbound(j.asOf)) > 0
}

// closedBy is the record, from 1, that closes the item: accepted at this
// milestone, fresh, and with enough assurance. It is 0 for none.
func (j *judge) closedBy(item *questionnaire.Item, a *Answer) int {
	if a.Reverify != nil {
		return 0
	}
	accepted := item.Accepts(j.milestone)
	for n := range a.Evidence {
		record := &a.Evidence[n]
		if accepts(accepted, record.Kind) && enough(item, a.CountedFor(record)) && AgeOf(j.q.EvidenceKind(record.Kind), record, j.asOf).Full() {
			return n + 1
		}
	}
	return 0
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
