package assessment

// One sign means one thing, on screen and on paper. Always print its word
// beside it.

// Sign is the sign of a verdict, one column wide.
func (v Verdict) Sign() string {
	switch v {
	case Approve, Passed:
		return "✓"
	case Conditional:
		return "◑"
	case Remediate:
		return "◔"
	case Decline:
		return "✗"
	case Blocked:
		return "■"
	}
	return "◌"
}

// Sign is the sign of a gate's state, one column wide.
func (g GateState) Sign() string {
	switch g {
	case GateClosed:
		return "✓"
	case GateFailed:
		return "✗"
	case GateNotShown:
		return "◐"
	case GateNotAsked:
		return "○"
	case GateWaived:
		return "≈"
	case GateWaiverExpired:
		return "!"
	}
	return " "
}
