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

	// Beside says that only notes, quotes, ticks or marks are new. It is
	// filled in as the change is recorded.
	Beside bool `json:"beside,omitempty"`
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

// Struck says that the body of an earlier event was destroyed. The event names
// who did it. The header of that event stays.
type Struck struct {
	Event  string `json:"event"`
	Reason string `json:"reason"`

	// Instead is the part of a struck [CarriedOver] that still counts. It
	// takes the place of the struck body.
	Instead *CarriedOver `json:"instead,omitempty"`
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
func (Struck) kind() string         { return "struck" }

func (c Answered) refs() Refs {
	return Refs{Item: c.Answer.Item, Event: replaced(c.Replaces), Beside: c.Beside}
}

func (c Graded) refs() Refs {
	return Refs{Item: c.Item, Scorer: c.Scorer, Event: replaced(c.Replaces), Beside: c.Beside, Grade: c.Effect}
}

// replaced is the event that a change replaces, or empty.
func replaced(event string) string {
	if event == Nothing {
		return ""
	}
	return event
}

func (c FlagRaised) refs() Refs    { return Refs{Item: c.Item} }
func (c FlagResolved) refs() Refs  { return Refs{Flag: c.Flag} }
func (c WaiverGranted) refs() Refs { return Refs{Item: c.Waiver.Item} }
func (c Undone) refs() Refs        { return Refs{Event: c.Event} }
func (c ActionOpened) refs() Refs  { return Refs{Item: c.Action.Item} }
func (c ActionClosed) refs() Refs  { return Refs{Event: c.Action} }
func (c LinkSet) refs() Refs       { return Refs{Event: c.Link.ID} }
func (c LinkRemoved) refs() Refs   { return Refs{Event: c.Link} }
func (c Struck) refs() Refs        { return Refs{Event: c.Event} }

// KindOf is the name of a change in the journal.
func KindOf(c Change) string { return c.kind() }

// Entry is a change that is not yet in the journal. The client makes its ID,
// so it can safely record the entry again after an unclear failure.
type Entry struct {
	ID     string // UUIDv7
	At     int64  // microseconds UTC
	By     string // the evaluator
	Change Change

	// Salt hides the body behind its digest. If it is zero, the store makes
	// one as it records the entry.
	Salt Salt
}

// Event is an entry in the journal of one assessment.
type Event struct {
	Entry
	Assessment string
	Seq        int64 // from 1, without gaps

	header string // the text it was read from; empty if it was not read
}

// Written is an event in the form of the journal.
type Written struct {
	Header string // its text
	Salt   []byte // 32 random bytes; nil if the body is not there
	Body   []byte // the change as RFC 8785 JSON; nil if it is not there
}

// Write is the event in the form of the journal.
func (e Event) Write() (Written, error) {
	if _, withheld := e.Change.(Withheld); withheld {
		return Written{Header: e.header}, nil
	}
	body, err := canonical.Marshal(e.Change)
	if err != nil {
		return Written{}, err
	}
	w := Written{Header: e.header, Salt: e.Salt[:], Body: body}
	if w.Header == "" {
		w.Header = Header{
			Journal: OfAssessment, Of: e.Assessment, Seq: e.Seq, At: e.At, ID: e.ID, By: e.By,
			Kind: e.Change.kind(), Refs: RefsOf(e.Change), Body: e.Salt.Digest(body),
		}.Text()
	}
	return w, nil
}

// Header is the text of the event's header. The chain runs over it.
func (e Event) Header() (string, error) {
	if e.header != "" {
		return e.header, nil
	}
	w, err := e.Write()
	return w.Header, err
}

// ReadEvent reads an event of an assessment. The header must name exactly
// this body, and the same kind and references. Without salt and body, the
// change of the event is [Withheld].
func ReadEvent(w Written) (Event, error) {
	h, err := ParseHeader(w.Header)
	if err != nil {
		return Event{}, err
	}
	return h.Read(w)
}

// Read reads the event whose header this is.
func (h Header) Read(w Written) (Event, error) {
	e := Event{Entry{ID: h.ID, At: h.At, By: h.By}, h.Of, h.Seq, w.Header}
	if h.Journal != OfAssessment {
		return Event{}, fmt.Errorf("event %d is of another kind of journal, of the %s %s", h.Seq, h.Journal, h.Of)
	}
	if w.Salt == nil && w.Body == nil {
		e.Change = Withheld{h.Kind, h.Refs}
		return e, nil
	}
	if err := h.Reveals(w); err != nil {
		return Event{}, err
	}
	e.Salt = Salt(w.Salt)
	var err error
	if e.Change, err = parseChange(h.Kind, w.Body); err != nil {
		return Event{}, fmt.Errorf("event %d has a body that cannot be read: %w", h.Seq, err)
	}
	if RefsOf(e.Change) != h.Refs {
		return Event{}, fmt.Errorf("the header of event %d names other things than its body", h.Seq)
	}
	return e, nil
}

// Reveals returns an error if salt and body are not those that the header
// names.
func (h Header) Reveals(w Written) error {
	if len(w.Salt) != len(Salt{}) || w.Body == nil || Salt(w.Salt).Digest(w.Body) != h.Body {
		return fmt.Errorf("the body or the random bytes of event %d were changed", h.Seq)
	}
	return nil
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
	case Struck{}.kind():
		return readChange[Struck](data)
	case Withdrawn{}.kind():
		return readChange[Withdrawn](data)
	case Reinstated{}.kind():
		return readChange[Reinstated](data)
	case Signed{}.kind():
		return readChange[Signed](data)
	case Confirmed{}.kind():
		return readChange[Confirmed](data)
	case Summarized{}.kind():
		return readChange[Summarized](data)
	case SignedOff{}.kind():
		return readChange[SignedOff](data)
	case Spelled{}.kind():
		return readChange[Spelled](data)
	case GradersNamed{}.kind():
		return readChange[GradersNamed](data)
	case PanelOpened{}.kind():
		return readChange[PanelOpened](data)
	case Asked{}.kind():
		return readChange[Asked](data)
	case Received{}.kind():
		return readChange[Received](data)
	}
	return nil, fmt.Errorf("no event is of the kind %q", kind)
}

// RefsIn are the things to which a change of this kind refers. body is its
// JSON.
func RefsIn(kind string, body []byte) (Refs, error) {
	change, err := parseChange(kind, body)
	if err != nil {
		return Refs{}, err
	}
	return RefsOf(change), nil
}

func readChange[C Change](data []byte) (Change, error) {
	var change C
	err := json.Unmarshal(data, &change)
	return change, err
}

// Head is the last hash of a journal. It identifies the whole journal.
type Head [sha256.Size]byte

// Chain is the head after one more event: SHA-256(previous ‖ header). The
// head before the first event is zero.
func (h Head) Chain(header string) Head {
	text := make([]byte, 0, 1024)
	return sha256.Sum256(append(append(text, h[:]...), header...))
}

// Holding tells whether a journal has a head.
type Holding string

// The holdings of a head.
const (
	NotHeld    Holding = ""
	Held       Holding = "held"        // now, or after an earlier event
	HeldBefore Holding = "held_before" // before the journal was written in another form
)

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
