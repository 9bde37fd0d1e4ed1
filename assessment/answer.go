package assessment

import "assay/questionnaire"

// Assurance is how an answer was shown.
type Assurance string

// The assurances, from weakest to strongest. Above claimed, one counts only
// through an [Evidence] record.
const (
	Claimed    Assurance = "claimed"    // said
	Documented Assurance = "documented" // current document, right entity, read by us
	Verified   Assurance = "verified"   // we sampled records or watched it work
	Attested   Assurance = "attested"   // an independent third party tested it, in scope
)

// Valid reports whether a is one of the four.
func (a Assurance) Valid() bool { return a.rank() > 0 }

func (a Assurance) rank() int {
	switch a {
	case Claimed:
		return 1
	case Documented:
		return 2
	case Verified:
		return 3
	case Attested:
		return 4
	}
	return 0
}

// Answers to a gate and to a clause.
const (
	Met     = "met"
	Unmet   = "unmet"
	Present = "present"
	Partial = "partial"
	Absent  = "absent"
)

// Answer is all that is recorded under one item, as it now stands. Answering
// again, noting, quoting or showing evidence replaces the whole; the journal
// keeps what it was.
type Answer struct {
	Item string `json:"item"`

	// Value is met or unmet, a grade 0 to 4, present, partial or absent, or
	// the text of a fact. It is empty while nothing was answered, and always
	// for a scenario, whose value is made from Scores.
	Value string `json:"value,omitempty"`

	NotApplicable *NotApplicable `json:"na,omitempty"` // set aside by hand
	Assurance     Assurance      `json:"assurance,omitempty"`
	Note          string         `json:"note,omitempty"`
	Quotes        []Quote        `json:"quotes,omitempty"`
	Heard         []int          `json:"heard,omitempty"` // which of the item's listen_for were heard, from 1

	Scores     map[string]int `json:"scores,omitempty"`     // scenarios: grade by scorer
	Elements   []string       `json:"elements,omitempty"`   // scenarios: what the answer named
	Reconciled string         `json:"reconciled,omitempty"` // scenarios: why scores far apart were settled

	Volunteered bool `json:"volunteered,omitempty"` // said before it was asked
	Evasive     bool `json:"evasive,omitempty"`     // went around the question
	Later       bool `json:"later,omitempty"`       // to be come back to

	Evidence []Evidence `json:"evidence,omitempty"`

	// Reverify marks an answer that was given before and waits to be confirmed.
	// A new answer takes it away; a mere note or quote keeps it.
	Reverify *Reverify `json:"reverify,omitempty"`

	// By, At, Session and Event say who recorded the present state, when
	// (microseconds UTC), in which meeting and by which event. They come from
	// the event, not its data.
	By      string `json:"by,omitempty"`
	At      int64  `json:"at,omitempty"`
	Session string `json:"session,omitempty"`
	Event   string `json:"event,omitempty"`
}

// NotApplicable sets an item aside by hand.
type NotApplicable struct {
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// Quote is what the vendor said, word for word.
type Quote struct {
	Text string `json:"text"`
	Who  string `json:"who,omitempty"`
	At   int64  `json:"at,omitempty"` // microseconds UTC
}

// Evidence is one record that shows an answer: a file, or something observed.
type Evidence struct {
	Kind       string    `json:"kind"`                // as EV-01
	Assurance  Assurance `json:"assurance,omitempty"` // where it differs from the answer's
	File       string    `json:"file,omitempty"`      // its name, not its place
	SHA256     string    `json:"sha256,omitempty"`    // hexadecimal, of the file
	Size       int64     `json:"size,omitempty"`      // bytes
	Observed   string    `json:"observed,omitempty"`  // "live console, screen share"
	Reference  string    `json:"reference,omitempty"` // where it is kept, when not here
	AsOf       Date      `json:"as_of,omitzero"`
	ValidUntil Date      `json:"valid_until,omitzero"` // for kinds of hard validity
	Scope      *Scope    `json:"scope,omitempty"`      // for attested: what the test covered
	Checked    []int     `json:"checked,omitempty"`    // which of the kind's checks the evaluator made, from 1
}

// Scope maps an independent test to this engagement. Attested counts as
// documented unless all four are filled.
type Scope struct {
	Entity string `json:"entity"`
	Site   string `json:"site"`
	System string `json:"system"`
	Period string `json:"period"`
}

// Mapped reports whether the test is mapped to entity, site, system and period.
func (s *Scope) Mapped() bool {
	return s != nil && s.Entity != "" && s.Site != "" && s.System != "" && s.Period != ""
}

// Answered reports whether there is an answer that can be valued.
func (a Answer) Answered() bool { return a.Value != "" || len(a.Scores) > 0 }

// Empty reports whether nothing at all is recorded.
func (a Answer) Empty() bool {
	return !a.Answered() && a.NotApplicable == nil && a.Assurance == "" && a.Note == "" && a.Reconciled == "" &&
		len(a.Quotes)+len(a.Heard)+len(a.Elements)+len(a.Evidence) == 0 && !a.Volunteered && !a.Evasive && !a.Later
}

// Text is the answer as conditions see it and as lists show it: a scenario's
// value is made from its scores under the questionnaire's rules.
func (a Answer) Text(q *questionnaire.Questionnaire) string { return a.text(q) }

func (a *Answer) text(q *questionnaire.Questionnaire) string {
	if a.NotApplicable != nil {
		return "" // set aside, so it says nothing
	}
	if len(a.Scores) > 0 {
		return scenarioHalves(q, a).text()
	}
	return a.Value
}
