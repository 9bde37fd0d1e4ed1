package assessment

// Strike is a body that was destroyed, because it held what must not be kept.
// The header of its event stays.
type Strike struct {
	Event  string `json:"event"` // whose body it was
	By     string `json:"by"`    // who destroyed it
	At     int64  `json:"at"`    // microseconds UTC
	Reason string `json:"reason"`
}
