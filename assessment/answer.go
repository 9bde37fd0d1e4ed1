package assessment

import (
	"iter"
	"slices"

	"assay/questionnaire"
)

// Assurance tells how well an answer is shown.
type Assurance string

// The assurances, weakest first. One above claimed counts only through an
// [Evidence] record.
const (
	Claimed    Assurance = "claimed"    // the vendor said so
	Documented Assurance = "documented" // a current document of the right entity, which we read
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

// Answer is the present record of one item. Every change (a new answer, a
// note, a quote, evidence) replaces it whole, except for the grades: each is
// changed by its own scorer. The journal keeps the earlier ones.
type Answer struct {
	Item string `json:"item"`

	// Value is met or unmet, a grade 0 to 4, present, partial or absent, or
	// the text of a fact. It is empty without an answer, and always for a
	// scenario, whose value comes from Grades.
	Value string `json:"value,omitempty"`

	NotApplicable *NotApplicable `json:"na,omitempty"` // set aside by hand
	Assurance     Assurance      `json:"assurance,omitempty"`
	Note          string         `json:"note,omitempty"`
	Quotes        []Quote        `json:"quotes,omitempty"`
	Heard         []int          `json:"heard,omitempty"` // numbers of the item's listen_for that were heard, from 1

	// Scenarios: the grade of each scorer, in the order of their names. Only
	// [Graded] changes them. Scores (by scorer) and Elements (what any scorer
	// heard) are computed from them.
	Grades     []Grade        `json:"grades,omitempty"`
	Scores     map[string]int `json:"scores,omitempty"`
	Elements   []string       `json:"elements,omitempty"`
	Reconciled string         `json:"reconciled,omitempty"` // the reason that reconciles grades far apart

	// Reconciling is the grade, 0 to 4, that the scorers agreed on. It counts instead
	// of their grades. A journal of an earlier form has only the reason: then the mean
	// counts.
	Reconciling *int `json:"reconciled_grade,omitempty"`

	Volunteered bool `json:"volunteered,omitempty"` // said before we asked
	Evasive     bool `json:"evasive,omitempty"`     // went around the question
	Later       bool `json:"later,omitempty"`       // to revisit

	Evidence []Evidence `json:"evidence,omitempty"`

	// Reverify marks an answer to re-verify. A new answer removes the mark;
	// a note or quote keeps it.
	Reverify *Reverify `json:"reverify,omitempty"`

	// By, At and Session tell who recorded the present state, when
	// (microseconds UTC), and in which session. Event is the latest event
	// that set the answer; each grade names its own. They come from the
	// event, not from its data.
	By      string `json:"by,omitempty"`
	At      int64  `json:"at,omitempty"`
	Session string `json:"session,omitempty"`
	Event   string `json:"event,omitempty"`

	// Withheld marks an answer whose latest body is not in the journal. It may
	// still show the one before.
	Withheld bool `json:"-"`
}

// NotApplicable sets an item aside by hand.
type NotApplicable struct {
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// Quote is a verbatim statement of the vendor: heard, or taken from a reply.
type Quote struct {
	Text string `json:"text"`
	Who  string `json:"who,omitempty"` // of a reply: the name as stated in the form
	At   int64  `json:"at,omitempty"`  // when it was heard, microseconds UTC

	// Reply is the SHA-256 of the reply that has the quote, hexadecimal. Written is the
	// day that the vendor wrote into its form. A quote from a meeting has neither.
	Reply   string `json:"reply,omitempty"`
	Written Date   `json:"written,omitzero"`
}

// InWriting reports whether the quote was taken from a reply.
func (q Quote) InWriting() bool { return q.Reply != "" }

// Speaker names the person who said it. For a quote in writing it also says that only
// the form states the name. It may be empty for a quote from a meeting.
func (q Quote) Speaker() string {
	if !q.InWriting() {
		return q.Who
	}
	text := "in writing, the form states no name"
	if q.Who != "" {
		text = "in writing, name as stated in the form: " + AsStated(q.Who)
	}
	if !q.Written.IsZero() {
		text += ", " + q.Written.String()
	}
	return text
}

// Evidence is one record that shows an answer: a file, a reference, or an
// observation.
type Evidence struct {
	Kind       string    `json:"kind"`                // such as EV-01
	Seen       string    `json:"seen,omitempty"`      // what of this kind was seen in it
	Also       []Also    `json:"also,omitempty"`      // further kinds that the same paper shows
	Assurance  Assurance `json:"assurance,omitempty"` // if it differs from the answer's
	File       string    `json:"file,omitempty"`      // its name without a path
	SHA256     string    `json:"sha256,omitempty"`    // hexadecimal, of the file
	Size       int64     `json:"size,omitempty"`      // bytes
	Observed   string    `json:"observed,omitempty"`  // "live console, screen share"
	Reference  string    `json:"reference,omitempty"` // the place of a record that is kept elsewhere
	AsOf       Date      `json:"as_of,omitzero"`
	ValidUntil Date      `json:"valid_until,omitzero"` // for kinds that end on a date
	Scope      *Scope    `json:"scope,omitempty"`      // attested: the scope of the test
	Checked    []int     `json:"checked,omitempty"`    // numbers of the kind's checks that the evaluator made, from 1

	// Unread marks a record whose file came with a reply. Nobody has read it yet, so it
	// counts nothing and needs no dates.
	Unread bool `json:"unread,omitempty"`
}

// Also is a further kind that a record shows.
type Also struct {
	Kind string `json:"kind"`
	Seen string `json:"seen,omitempty"`
}

// Kinds lists the kinds that the record shows, its own first.
func (e *Evidence) Kinds() iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(e.Kind) {
			return
		}
		for n := range e.Also {
			if !yield(e.Also[n].Kind) {
				return
			}
		}
	}
}

// Shows reports whether the record has one of these kinds; without any, every
// record does.
func (e *Evidence) Shows(kinds []string) bool {
	if len(kinds) == 0 {
		return true
	}
	for kind := range e.Kinds() {
		if slices.Contains(kinds, kind) {
			return true
		}
	}
	return false
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

// Answered reports whether there is an answer to grade. Grades of an item that
// is set aside are kept and count nothing.
func (a Answer) Answered() bool {
	return a.Value != "" || a.NotApplicable == nil && len(a.Scores) > 0
}

// Empty reports whether nothing is recorded.
func (a Answer) Empty() bool {
	return !a.Answered() && a.NotApplicable == nil && a.Assurance == "" && a.Note == "" && a.Reconciled == "" &&
		len(a.Quotes)+len(a.Heard)+len(a.Grades)+len(a.Evidence) == 0 && !a.Volunteered && !a.Evasive && !a.Later
}

// Text is the answer for conditions and lists. The text of a scenario is
// computed from its scores by the questionnaire's rules.
func (a Answer) Text(q *questionnaire.Questionnaire) string { return a.text(q) }

func (a *Answer) text(q *questionnaire.Questionnaire) string {
	if a.NotApplicable != nil {
		return "" // set aside: no answer
	}
	if len(a.Scores) > 0 {
		return scenarioHalves(q, a).text()
	}
	return a.Value
}
