package assessment

import "assay/questionnaire"

// Flag is a red flag that a person raised.
type Flag struct {
	ID         string                 `json:"id"` // that of the event that raised it
	Item       string                 `json:"item,omitempty"`
	Severity   questionnaire.Severity `json:"severity"`
	Text       string                 `json:"text"`
	RaisedBy   string                 `json:"raised_by,omitempty"`
	RaisedAt   int64                  `json:"raised_at,omitempty"` // microseconds UTC
	Resolution *Resolution            `json:"resolution,omitempty"`
}

// Resolution is how a named person settled a flag.
type Resolution struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
	At     int64  `json:"at,omitempty"` // microseconds UTC
}

// Waiver lets a gate stay open for a while. It never counts for a gate that
// rests on law (basis R and O), never at milestone access or later, and caps
// the verdict at conditional.
type Waiver struct {
	Item     string `json:"item"`
	Approver string `json:"approver"` // not the evaluator
	Reason   string `json:"reason"`
	Control  string `json:"control"` // the compensating control; for basis A the equivalent measure
	Owner    string `json:"owner"`
	Granted  Date   `json:"granted"`
	Expires  Date   `json:"expires"` // at most 90 days after Granted; the last day on which it counts
}

// Session is one meeting with the vendor.
type Session struct {
	ID        string     `json:"id"`
	Start     int64      `json:"start"`         // microseconds UTC
	End       int64      `json:"end,omitempty"` // microseconds UTC; 0 while it runs
	Attendees []Attendee `json:"attendees,omitempty"`
}

// Attendee is a person at a meeting.
type Attendee struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
	Side string `json:"side,omitempty"` // vendor or us
}
