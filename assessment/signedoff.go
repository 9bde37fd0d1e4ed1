package assessment

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// SignedOff says that an evaluator, whom the event names, has been through the record
// and calls it complete, as it was at a head of the journal. It changes nothing that
// is judged. It is no decision about the vendor.
type SignedOff struct {
	Role      string `json:"role"`
	Statement string `json:"statement,omitempty"`

	// Head is of the journal before this event. A client may name the head that it
	// showed; if anything was recorded since, the entry is refused. It is filled in
	// when the entry is recorded.
	Head Head `json:"head"`
}

func (SignedOff) kind() string { return "signed_off" }

// SignOff is the last SignedOff of one person. Without a role, its body was destroyed.
type SignOff struct {
	SignedOff
	Seq       int64                   `json:"seq"` // the last event of the record that was signed off
	Milestone questionnaire.Milestone `json:"milestone"`
	By        string                  `json:"by"`
	At        int64                   `json:"at"` // microseconds UTC
	Event     string                  `json:"event"`

	// ChangedSince counts the later events that change the record.
	ChangedSince int `json:"changed_since,omitempty"`
}

// Code is the short code of the record that was signed off.
func (c SignOff) Code() HeadCode { return CodeFor(c.Head, c.Seq) }

func (s Snapshot) admitSignedOff(c SignedOff, at int64) (SignedOff, error) {
	c.Role, c.Statement = hostile.Name(c.Role), strings.TrimSpace(hostile.Clean(c.Statement))
	shown := c.Head
	c.Head = s.Head
	if c.Role == "" {
		return c, invalid("a sign-off needs the role of the person")
	}
	if shown != (Head{}) && !s.OnlySignedSince(shown) {
		return c, Errorf(Conflict, "the assessment of %s changed after you looked at it", s.Opened.Title()).Because(AssessmentChanged)
	}
	if err := shortEnough([][2]string{{"the role", c.Role}}); err != nil {
		return c, err
	}
	if n := utf8.RuneCountInString(c.Statement); n > LongestSummary {
		return c, invalid("the statement has %d characters; at most %d are kept", n, LongestSummary)
	}
	open := 0
	for _, item := range Evaluate(s, s.Day(at), s.Milestone, questionnaire.Current).Items {
		if item.State == StateUnanswered {
			open++
		}
	}
	if open > 0 && c.Statement == "" {
		return c, Errorf(Invalid, "%s: the sign-off must state why the record is complete all the same", english.Count(open, "question has no answer", "questions have no answer")).Because(StatementMissing)
	}
	return c, nil
}

// signOff takes the place of an earlier sign-off by the same person.
func (s *State) signOff(c SignedOff, e Event) {
	s.SignedOff = append(slices.DeleteFunc(slices.Clone(s.SignedOff), func(o SignOff) bool { return SamePerson(o.By, e.By) }),
		SignOff{SignedOff: c, Seq: e.Seq - 1, Milestone: s.Milestone, By: e.By, At: e.At, Event: e.ID})
}

// afterSignOff are the kinds of events that leave a record as complete as it was:
// they come after a sign-off in the ordinary course.
var afterSignOff = []string{Signed{}.kind(), SignedOff{}.kind(), Decided{}.kind(), SessionEnded{}.kind()}

// countSinceSignOff tells the sign-offs of a later change.
func (s *State) countSinceSignOff(kind string) {
	if len(s.SignedOff) == 0 || slices.Contains(afterSignOff, kind) {
		return
	}
	s.SignedOff = slices.Clone(s.SignedOff)
	for n := range s.SignedOff {
		s.SignedOff[n].ChangedSince++
	}
}

// checkSignedOff returns an error for a sign-off of another record than the one
// before it.
func checkSignedOff(events []Event, heads []Head) error {
	for n, e := range events {
		if c, is := e.Change.(SignedOff); is && (n == 0 || heads[n-1] != c.Head || c.Role == "") {
			return fmt.Errorf("event %d signs off another record", e.Seq)
		}
	}
	return nil
}
