package assessment

import (
	"slices"

	"assay/questionnaire"
)

// MaxWaiverDays is the longest that a waiver or a condition may last.
const MaxWaiverDays = 90

// gateOf says where an item stands as a gate at this milestone, and whether an
// open one blocks. Items that are no gate here have no state.
func (j *judge) gateOf(item *questionnaire.Item, a Answer) (state GateState, hard bool) {
	least, graded := item.GateGrade(j.milestone)
	if item.Kind != questionnaire.Gate && !graded {
		return "", false
	}
	// A grade set for a milestone exists to block there; nothing else would
	// come of it.
	hard = item.Hard || graded
	state = j.openState(item, a, least)
	if !state.Open() {
		return state, hard
	}
	if waiver, granted := j.snapshot.Waivers[item.ID]; granted {
		switch {
		case waiver.live(item, j.asOf, j.milestone, j.view):
			return GateWaived, hard
		case waiver.Expires < j.asOf:
			return GateWaiverExpired, hard
		}
	}
	return state, hard
}

func (j *judge) openState(item *questionnaire.Item, a Answer, least int) GateState {
	if !a.Answered() {
		return GateNotAsked
	}
	passes := a.Value == Met
	if item.Kind == questionnaire.Scenario {
		passes = int(scenarioHalves(j.q, a)) >= 2*least
		if passes {
			return GateClosed
		}
	} else if item.Kind != questionnaire.Gate {
		passes = share(item.Kind, a.Value).compare(part(int64(least), 4)) >= 0
	}
	switch {
	case !passes:
		return GateFailed
	case j.gateShown(item, a):
		return GateClosed
	}
	return GateNotShown
}

// gateShown reports whether a record that the item accepts at this milestone
// shows it at its least assurance, in full freshness. Where the named person's
// or contract's own record is asked for (verified), an independent test of the
// firm does not replace it.
func (j *judge) gateShown(item *questionnaire.Item, a Answer) bool {
	accepted := item.Accepts(j.milestone)
	return slices.ContainsFunc(a.Evidence, func(record Evidence) bool {
		if len(accepted) > 0 && !slices.Contains(accepted, record.Kind) || j.freshness(record).compare(whole(1)) < 0 {
			return false
		}
		assurance := recordAssurance(a, record)
		if item.MinAssurance == string(Verified) {
			return assurance == Verified
		}
		return assurance.rank() >= Documented.rank()
	})
}

// live reports whether the waiver holds: DESIGN §2. It never counts for law,
// nor once patient data is in reach.
func (w Waiver) live(item *questionnaire.Item, asOf Date, at questionnaire.Milestone, view questionnaire.View) bool {
	return w.allowed(item, view) == "" && at == questionnaire.Award && w.Granted <= asOf && asOf <= w.Expires
}

// allowed says why the item cannot be waived in this form, or nothing.
func (w Waiver) allowed(item *questionnaire.Item, view questionnaire.View) string {
	switch {
	case item.Basis == questionnaire.Required || item.Basis == questionnaire.OtherLaw:
		return "what rests on law cannot be waived"
	case item.Basis == questionnaire.Addressable && view == questionnaire.NPRM2025:
		return "the proposed rule takes addressable specifications as required"
	case w.Expires.IsZero():
		return "a waiver needs an expiry"
	case w.Granted.IsZero() || w.Expires < w.Granted || int(w.Expires-w.Granted) > MaxWaiverDays:
		return "a waiver lasts at most 90 days"
	}
	return ""
}
