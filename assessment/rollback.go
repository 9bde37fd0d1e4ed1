package assessment

// RolledBack says that the journal lacks events: somebody put the database
// back to an earlier state, or made a copy that was behind a database of its
// own. The person who accepted that is the author of the event. Only the store
// records it.
type RolledBack struct {
	From   int64  `json:"from"`  // the number of the first event that is lost
	To     int64  `json:"to"`    // of the last one
	After  int64  `json:"after"` // microseconds UTC: they were recorded after this moment; 0 if that is unknown
	How    string `json:"how"`   // accepted, adopted or restored
	Reason string `json:"reason"`
}

func (RolledBack) kind() string { return "rolled_back" }

// Rollback is a RolledBack in the state of an assessment. Every later report
// prints it.
type Rollback struct {
	RolledBack
	By    string `json:"by"`
	At    int64  `json:"at"` // microseconds UTC
	Event string `json:"event"`
}
