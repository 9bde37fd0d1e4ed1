package assessment

import "assay/questionnaire"

// MaxWaiverDays is the longest time that a waiver or a condition may last.
const MaxWaiverDays = 90

// Waiver lets a gate stay open for a while. It never counts for a gate that
// rests on law (basis R and O) or at milestone access or later, and it caps
// the verdict at conditional.
type Waiver struct {
	Item     string `json:"item"`
	Approver string `json:"approver"` // not the evaluator
	Reason   string `json:"reason"`
	Control  string `json:"control"` // the compensating control; for basis A the equivalent measure
	Owner    string `json:"owner"`
	Granted  Date   `json:"granted"`
	Expires  Date   `json:"expires"` // at most 90 days after Granted; the last day on which it counts

	// Withheld marks a waiver whose body is not in the journal.
	Withheld bool `json:"-"`
}

// live reports whether the waiver counts. It never does for a gate that rests on
// law, nor from milestone access on, when patient data is in reach.
func (w Waiver) live(item *questionnaire.Item, asOf Date, at questionnaire.Milestone, view questionnaire.View) bool {
	return w.allowed(item, view) == "" && at == questionnaire.Award && w.Granted <= asOf && asOf <= w.Expires
}

// allowed tells why the item cannot be waived in this form; it is empty if
// it can.
func (w Waiver) allowed(item *questionnaire.Item, view questionnaire.View) string {
	switch {
	case item.Basis == questionnaire.Required || item.Basis == questionnaire.OtherLaw:
		return "a gate required by law cannot be waived"
	case item.Basis == questionnaire.Addressable && view == questionnaire.NPRM2025:
		return "the proposed rule makes addressable specifications required"
	case w.Expires.IsZero():
		return "a waiver needs an expiry date"
	case w.Expires < w.Granted:
		return "the waiver expires before it is granted"
	case w.Granted.IsZero() || int(w.Expires-w.Granted) > MaxWaiverDays:
		return "a waiver lasts at most 90 days"
	}
	return ""
}
