package assessment

import "assay/questionnaire"

// Flag is a red flag that a person raised.
type Flag struct {
	ID         string                 `json:"id"` // of the event that raised it
	Item       string                 `json:"item,omitempty"`
	Severity   questionnaire.Severity `json:"severity"`
	Text       string                 `json:"text"`
	RaisedBy   string                 `json:"raised_by,omitempty"`
	RaisedAt   int64                  `json:"raised_at,omitempty"` // microseconds UTC
	Resolution *Resolution            `json:"resolution,omitempty"`
}

// Resolution tells how a named person resolved a flag.
type Resolution struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
	At     int64  `json:"at,omitempty"` // microseconds UTC
}
