package assessment

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"assay/assessment/hostile"
)

// Summarized is the evaluator's summary, in the words of the person whom the event
// names. It is printed on page 1 of the report. The last one counts. It changes
// nothing that is judged and voids no decision. An empty text takes the summary back.
type Summarized struct {
	Text string `json:"text"`

	// Replaces is the event of the summary that this one was made from, or
	// [Nothing]. If somebody else has written since, the entry is refused, so that
	// nobody overwrites a summary unseen. Empty replaces any summary.
	Replaces string `json:"replaces,omitempty"`
}

func (Summarized) kind() string { return "summarized" }
func (c Summarized) refs() Refs { return Refs{Event: replaced(c.Replaces)} }

// LongestSummary is the largest number of characters of a summary. So much is read
// at a glance, and leaves room for the rest of page 1.
const LongestSummary = 600

// Summary is the last Summarized of an assessment. Without a text, its body was
// destroyed.
type Summary struct {
	Text  string `json:"text"`
	By    string `json:"by"`
	At    int64  `json:"at"` // microseconds UTC
	Event string `json:"event"`
}

func (s Snapshot) admitSummarized(c Summarized) (Summarized, error) {
	c.Text = strings.TrimSpace(hostile.Clean(c.Text))
	present := Nothing
	if s.Summary != nil {
		present = s.Summary.Event
	}
	switch n := utf8.RuneCountInString(c.Text); {
	case cmp.Or(c.Replaces, present) != present:
		by := "nobody"
		if s.Summary != nil {
			by = s.Summary.By
		}
		return c, Errorf(Conflict, "the summary changed after you looked at it; it is now by %s", by)
	case n > LongestSummary:
		return c, invalid("the summary has %d characters; page 1 of the report has room for %d", n, LongestSummary)
	case c.Text == "" && s.Summary == nil:
		return c, invalid("a summary needs a text")
	}
	return c, nil
}

func (s *State) summarize(c Summarized, e Event) {
	s.Summary = &Summary{c.Text, e.By, e.At, e.ID}
	if c.Text == "" {
		s.Summary = nil
	}
}
