package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// Change is one thing that can happen to an assessment.
type Change interface{ kind() string }

// Opened is always the first event. It fixes the rules before the first answer.
type Opened struct {
	Vendor        Vendor                  `json:"vendor"`
	Subject       string                  `json:"subject,omitempty"` // the placed person or contract draft
	RFP           *RFP                    `json:"rfp,omitempty"`
	Questionnaire Pin                     `json:"questionnaire"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	TimeZone      string                  `json:"time_zone"` // IANA name: the zone of all civil dates
	Rules         *Rules                  `json:"rules,omitempty"`
}

// Pin identifies one questionnaire.
type Pin struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// PinOf is the pin of q.
func PinOf(q *questionnaire.Questionnaire) Pin {
	return Pin{ID: q.ID, Version: q.Version, Hash: q.Hash()}
}

// Answered sets the whole record of one item, except for the grades of a
// scenario. An empty answer clears it.
type Answered struct {
	Answer Answer `json:"answer"`

	// Replaces is the event of the answer that this one was made from, or
	// [Nothing]. If somebody else has answered since, the entry is refused,
	// so that nobody overwrites an answer unseen. Empty replaces any
	// answer.
	Replaces string `json:"replaces,omitempty"`
}

// Nothing is the value of Answered.Replaces for an item without an answer.
const Nothing = "nothing"

// FlagRaised raises a red flag by a person.
type FlagRaised struct {
	Item     string                 `json:"item,omitempty"`
	Severity questionnaire.Severity `json:"severity"`
	Text     string                 `json:"text"`
}

// FlagResolved resolves a flag. The event names the person.
type FlagResolved struct {
	Flag   string `json:"flag"` // the id of a raised flag, or of a rule's flag, such as BAA-01/1
	Reason string `json:"reason"`
}

// WaiverGranted lets a gate stay open for a while.
type WaiverGranted struct {
	Waiver Waiver `json:"waiver"`
}

// SessionStarted begins a meeting. Answers name it until it ends.
type SessionStarted struct {
	Start     int64      `json:"start"` // microseconds UTC
	Attendees []Attendee `json:"attendees,omitempty"`
}

// SessionEnded ends the running meeting.
type SessionEnded struct {
	End int64 `json:"end"` // microseconds UTC
}

// Moved takes the assessment to a later milestone. It keeps the answers; an
// answer to a question that changes there is to be re-verified.
type Moved struct {
	Milestone questionnaire.Milestone `json:"milestone"`
	Reverify  map[string][]string     `json:"reverify,omitempty"` // by item: the keys that changed; filled in as it is recorded
}

// Decided is a decision of a named person. The event names who recorded it.
type Decided struct {
	Decision Decision `json:"decision"`
}

// Undone takes back one earlier answer or flag, as if it had never happened.
// The journal keeps both events.
type Undone struct {
	Event string `json:"event"`
}

func (Opened) kind() string         { return "opened" }
func (Answered) kind() string       { return "answered" }
func (FlagRaised) kind() string     { return "flag_raised" }
func (FlagResolved) kind() string   { return "flag_resolved" }
func (WaiverGranted) kind() string  { return "waiver_granted" }
func (SessionStarted) kind() string { return "session_started" }
func (SessionEnded) kind() string   { return "session_ended" }
func (Moved) kind() string          { return "moved" }
func (Undone) kind() string         { return "undone" }
func (CarriedOver) kind() string    { return "carried_over" }
func (RulesChanged) kind() string   { return "rules_changed" }
func (Decided) kind() string        { return "decided" }
func (ActionOpened) kind() string   { return "action_opened" }
func (ActionClosed) kind() string   { return "action_closed" }
func (LinkSet) kind() string        { return "link_set" }
func (LinkRemoved) kind() string    { return "link_removed" }

// KindOf is the name of a change in the journal.
func KindOf(c Change) string { return c.kind() }

// Entry is a change that is not yet in the journal. The client makes its ID,
// so it can safely record the entry again after an unclear failure.
type Entry struct {
	ID     string // UUIDv7
	At     int64  // microseconds UTC
	By     string // the evaluator
	Change Change
}

// Event is an entry in the journal of one assessment.
type Event struct {
	Entry
	Assessment string
	Seq        int64 // from 1, without gaps

	text string // the canonical text it was read from; empty if it was not read
}

// eventText is the form of an event in the journal.
type eventText struct {
	Assessment string          `json:"assessment"`
	At         int64           `json:"at"`
	By         string          `json:"by"`
	Data       json.RawMessage `json:"data"`
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Seq        int64           `json:"seq"`
}

// Payload is the event's canonical text. The chain runs over it.
func (e Event) Payload() ([]byte, error) {
	if e.text != "" {
		return []byte(e.text), nil
	}
	data, err := json.Marshal(e.Change)
	if err != nil {
		return nil, err
	}
	return canonical.Marshal(eventText{e.Assessment, e.At, e.By, data, e.ID, e.Change.kind(), e.Seq})
}

// ParseEvent reads an event from its canonical text.
func ParseEvent(payload []byte) (Event, error) {
	var text eventText
	if err := json.Unmarshal(payload, &text); err != nil {
		return Event{}, fmt.Errorf("read an event: %w", err)
	}
	change, err := parseChange(text.Kind, text.Data)
	if err != nil {
		return Event{}, fmt.Errorf("read event %d: %w", text.Seq, err)
	}
	return Event{Entry{text.ID, text.At, text.By, change}, text.Assessment, text.Seq, string(payload)}, nil
}

func parseChange(kind string, data []byte) (Change, error) {
	switch kind {
	case Opened{}.kind():
		return readChange[Opened](data)
	case Answered{}.kind():
		return readChange[Answered](data)
	case Graded{}.kind():
		return readChange[Graded](data)
	case FlagRaised{}.kind():
		return readChange[FlagRaised](data)
	case FlagResolved{}.kind():
		return readChange[FlagResolved](data)
	case WaiverGranted{}.kind():
		return readChange[WaiverGranted](data)
	case SessionStarted{}.kind():
		return readChange[SessionStarted](data)
	case SessionEnded{}.kind():
		return readChange[SessionEnded](data)
	case Moved{}.kind():
		return readChange[Moved](data)
	case Undone{}.kind():
		return readChange[Undone](data)
	case CarriedOver{}.kind():
		return readChange[CarriedOver](data)
	case RulesChanged{}.kind():
		return readChange[RulesChanged](data)
	case Decided{}.kind():
		return readChange[Decided](data)
	case ActionOpened{}.kind():
		return readChange[ActionOpened](data)
	case ActionClosed{}.kind():
		return readChange[ActionClosed](data)
	case LinkSet{}.kind():
		return readChange[LinkSet](data)
	case LinkRemoved{}.kind():
		return readChange[LinkRemoved](data)
	case RolledBack{}.kind():
		return readChange[RolledBack](data)
	}
	return nil, fmt.Errorf("no event is of the kind %q", kind)
}

func readChange[C Change](data []byte) (Change, error) {
	var change C
	err := json.Unmarshal(data, &change)
	return change, err
}

// Head is the last hash of a journal. It identifies the whole journal.
type Head [sha256.Size]byte

// Chain is the head after one more payload: SHA-256(previous ‖ payload). The
// head before the first event is zero.
func (h Head) Chain(payload []byte) Head {
	digest := sha256.New()
	digest.Write(h[:])
	digest.Write(payload)
	return Head(digest.Sum(nil))
}

// String is the head in lower-case hexadecimal.
func (h Head) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the head in hexadecimal.
func (h Head) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads a head in hexadecimal.
func (h *Head) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err != nil || len(raw) != len(h) {
		return fmt.Errorf("%q is not a journal head", text)
	}
	*h = Head(raw)
	return nil
}
