package assessment

// Withdrawn takes an assessment off the lists. Its record stays, and nothing is
// added to it until it is reinstated.
type Withdrawn struct {
	Reason string `json:"reason"`
}

// Reinstated puts a withdrawn assessment back on the lists.
type Reinstated struct {
	Reason string `json:"reason"`
}

func (Withdrawn) kind() string  { return "withdrawn" }
func (Reinstated) kind() string { return "reinstated" }

// Withdrawal tells who withdrew an assessment.
type Withdrawal struct {
	By     string `json:"by"`
	At     int64  `json:"at"` // microseconds UTC
	Reason string `json:"reason"`
}

// admitWithdrawal returns an error for a change that a withdrawal forbids.
func (s Snapshot) admitWithdrawal(c Change) error {
	reason := ""
	switch c := c.(type) {
	case Withdrawn:
		reason = c.Reason
		if s.Withdrawn != nil {
			return Errorf(Refused, "the assessment of %s was withdrawn before, by %s", s.Opened.Title(), s.Withdrawn.By)
		}
	case Reinstated:
		reason = c.Reason
		if s.Withdrawn == nil {
			return Errorf(Refused, "the assessment of %s was not withdrawn", s.Opened.Title())
		}
	case Signed:
		return nil // a report says on its first page that the assessment was withdrawn
	default:
		if s.Withdrawn != nil {
			return Errorf(Refused, "the assessment of %s was withdrawn by %s: %s", s.Opened.Title(), s.Withdrawn.By, s.Withdrawn.Reason).Because(AssessmentWithdrawn, s.Assessment)
		}
		return nil
	}
	if reason == "" {
		return invalid("withdrawing an assessment, or reinstating it, needs a reason").Because(ReasonMissing)
	}
	return nil
}
