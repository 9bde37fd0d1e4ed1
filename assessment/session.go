package assessment

import "strings"

// Session is one meeting with the vendor.
type Session struct {
	ID        string     `json:"id"`
	By        string     `json:"by,omitempty"`  // who started it
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

// Attendees reads people of one side, as "name, role; name, role".
func Attendees(text, side string) []Attendee {
	var all []Attendee
	for part := range strings.SplitSeq(text, ";") {
		name, role, _ := strings.Cut(part, ",")
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, Attendee{Name: name, Role: strings.TrimSpace(role), Side: side})
		}
	}
	return all
}
