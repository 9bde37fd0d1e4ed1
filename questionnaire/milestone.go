package questionnaire

import "strings"

// Milestone is the point of an engagement that a verdict is for.
type Milestone string

// The milestones of an engagement in their order.
const (
	Award  Milestone = "award"  // the contract is given
	Access Milestone = "access" // before the first patient data can be reached
	Review Milestone = "review" // while the engagement runs
	Close  Milestone = "close"  // at its end
)

// Milestones lists all milestones in order.
func Milestones() []Milestone { return []Milestone{Award, Access, Review, Close} }

// Reached reports whether an engagement at m has reached other.
func (m Milestone) Reached(other Milestone) bool {
	return m.order() >= other.order() && other.order() >= 0
}

// Valid reports whether m is one of the four milestones.
func (m Milestone) Valid() bool { return m.order() >= 0 }

// order is the milestone's place in [Milestones], or -1.
func (m Milestone) order() int {
	switch m {
	case Award:
		return 0
	case Access:
		return 1
	case Review:
		return 2
	case Close:
		return 3
	}
	return -1
}

// Phase says when an item matters, in the words of the field: one phase, or
// several joined by " / " ("pre-award / in-flight").
type Phase string

// phaseMilestone is the milestone of one phase, or nothing.
func phaseMilestone(phase string) Milestone {
	switch phase {
	case "pre-award":
		return Award
	case "onboarding":
		return Access
	case "in-flight":
		return Review
	case "offboarding":
		return Close
	}
	return ""
}

// From returns the first milestone at which the item counts, which is that
// of its first phase. It is empty for an unknown phase.
func (p Phase) From() Milestone {
	if only := phaseMilestone(string(p)); only != "" {
		return only
	}
	first, _, _ := strings.Cut(string(p), "/")
	return phaseMilestone(strings.TrimSpace(first))
}

func (p Phase) valid() bool {
	for part := range strings.SplitSeq(string(p), "/") {
		if phaseMilestone(strings.TrimSpace(part)) == "" {
			return false
		}
	}
	return true
}

// View is a reading of the rules: the same answers may be judged by today's
// law or by a proposed one.
type View string

// The two rule views.
const (
	Current  View = "current"   // items that rest on proposed rules do not count
	NPRM2025 View = "nprm-2025" // the proposed Security Rule of 90 FR 898 counts; proposed, not law
)

// ProposalStatus says how far the proposed Security Rule had come when somebody
// last read the sources. It forecasts nothing.
const ProposalStatus = "proposed; as last checked in June 2026"

// Words names the rules of a view. They never call a proposed rule law.
func (v View) Words() string {
	if v == NPRM2025 {
		return "the proposed rule, not law (" + ProposalStatus + ")"
	}
	return "the law in force"
}

// Valid reports whether v is a known rule view.
func (v View) Valid() bool { return v == Current || v == NPRM2025 }
