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
	Subject       string                  `json:"subject,omitempty"` // the placed person or the contract draft
	RFP           *RFP                    `json:"rfp,omitempty"`
	Questionnaire Pin                     `json:"questionnaire"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	TimeZone      string                  `json:"time_zone"` // IANA name: the zone of all civil dates
	Rules         *Rules                  `json:"rules,omitempty"`
}

// Pin names one questionnaire beyond doubt.
type Pin struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// PinOf is the pin of q.
func PinOf(q *questionnaire.Questionnaire) Pin {
	return Pin{ID: q.ID, Version: q.Version, Hash: q.Hash()}
}

// Answered sets all that is recorded under one item. An empty answer clears it.
type Answered struct {
	Answer Answer `json:"answer"`

	// Replaces is the event of the answer that this one was made from, or
	// [Nothing]. Where somebody else has answered since, the entry is refused
	// instead of overwriting what its author never saw. Empty replaces whatever
	// is there.
	Replaces string `json:"replaces,omitempty"`
}

// Nothing stands in Answered.Replaces for an item without an answer.
const Nothing = "nothing"

// FlagRaised is a red flag heard by a person.
type FlagRaised struct {
	Item     string                 `json:"item,omitempty"`
	Severity questionnaire.Severity `json:"severity"`
	Text     string                 `json:"text"`
}

// FlagResolved settles a flag; the person is the event's.
type FlagResolved struct {
	Flag   string `json:"flag"` // a raised flag's id, or that of a rule, as BAA-01/1
	Reason string `json:"reason"`
}

// WaiverGranted lets a gate stay open for a while.
type WaiverGranted struct {
	Waiver Waiver `json:"waiver"`
}

// SessionStarted begins a meeting; answers until its end name it.
type SessionStarted struct {
	Start     int64      `json:"start"` // microseconds UTC
	Attendees []Attendee `json:"attendees,omitempty"`
}

// SessionEnded ends the running meeting.
type SessionEnded struct {
	End int64 `json:"end"` // microseconds UTC
}

// Moved takes the assessment on to a later milestone. Answers are carried over;
// those to items that are another question there are to be re-verified.
type Moved struct {
	Milestone questionnaire.Milestone `json:"milestone"`
	Reverify  map[string][]string     `json:"reverify,omitempty"` // by item: the keys that changed; filled in as it is recorded
}

// Decided is a decision of a named person. Whoever records it is the event's.
type Decided struct {
	Decision Decision `json:"decision"`
}

// Undone takes one earlier answer or flag back, as if it had not happened. The
// journal keeps both.
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

// KindOf is the word under which the journal keeps a change.
func KindOf(c Change) string { return c.kind() }

// Entry is a change on its way into the journal. ID is made by the client, so
// that writing the same entry again after an unclear failure is harmless.
type Entry struct {
	ID     string // UUIDv7
	At     int64  // microseconds UTC
	By     string // the evaluator
	Change Change
}

// Event is an entry that has its place in the journal of one assessment.
type Event struct {
	Entry
	Assessment string
	Seq        int64 // from 1, without gaps

	text string // the canonical text that it was read from; empty for one that was made
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

// Payload is the event's canonical text, over which the chain runs.
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

// ParseEvent reads an event back from its canonical text.
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
	}
	return nil, fmt.Errorf("no event is of the kind %q", kind)
}

func readChange[C Change](data []byte) (Change, error) {
	var change C
	err := json.Unmarshal(data, &change)
	return change, err
}

// Head is the last hash of a journal: it stands for everything before it.
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
