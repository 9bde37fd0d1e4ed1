package assessment

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"assay/questionnaire/canonical"
)

// Replayed is a journal that was read and added up.
type Replayed struct {
	Headers []Header
	Heads   []Head // after each event
	State   State

	events  []Event
	journal []Written
	strikes map[string]bool // ids of the events whose bodies were struck
	undone  map[string]bool // ids of the events that were taken back
}

// Replay reads the journal of an assessment from its first event on and adds it
// up. Bodies may be missing. It returns an error for a journal that no store
// could have written, and for one that is larger than any assessment.
func Replay(of string, journal []Written) (Replayed, error) {
	r := Replayed{journal: journal, Headers: make([]Header, len(journal)), Heads: make([]Head, len(journal)), events: make([]Event, len(journal)), strikes: map[string]bool{}, undone: map[string]bool{}}
	ids := make(map[string]bool, len(journal))
	var head Head
	for n, w := range journal {
		h, err := ParseHeader(w.Header)
		if err != nil {
			return r, fmt.Errorf("event %d: %w", n+1, err)
		}
		switch {
		case h.Journal != OfAssessment || h.Of != of:
			return r, fmt.Errorf("event %d is of another journal, of the %s %s", n+1, h.Journal, h.Of)
		case h.Seq != int64(n)+1:
			return r, fmt.Errorf("event %d stands where event %d belongs", h.Seq, n+1)
		case ids[h.ID]:
			return r, fmt.Errorf("event %d has the id of an earlier one", h.Seq)
		}
		ids[h.ID] = true
		if r.events[n], err = h.Read(w); err != nil {
			return r, err
		}
		if err := checkWords(r.events[n], w.Body); err != nil {
			return r, err
		}
		head = head.Chain(w.Header)
		r.Headers[n], r.Heads[n] = h, head
		switch h.Kind {
		case Struck{}.kind():
			r.strikes[h.Event] = true
		case Undone{}.kind():
			r.undone[h.Event] = true
		}
	}
	err := bearable(r.events, journal)
	if err == nil {
		err = checkHeaders(r.Headers)
	}
	if err == nil {
		err = checkConfirmed(r.events, r.Heads)
	}
	if err == nil {
		err = checkSignedOff(r.events, r.Heads)
	}
	if err == nil {
		r.State, err = fold(r.events, (*State).lawful)
	}
	return r, err
}

// Publish is a journal as a report publishes it: without the bodies that do not
// count (see [Published]). A journal of an earlier form is published whole.
func (r Replayed) Publish() ([]Written, error) {
	if r.earlierForm() {
		return r.journal, nil
	}
	published, same, err := r.publish()
	if err == nil && !same {
		err = errors.New("the bodies that count do not give its state")
	}
	return published, err
}

// earlierForm reports whether a journal has grades within the answers, or grades
// without an effect, as earlier forms had: their headers do not tell how the bodies
// depend on each other. So it is with a grade that stays where nobody knows any
// more who entered it.
func (r Replayed) earlierForm() bool {
	for item, a := range r.State.Answers {
		if !r.State.PanelClosed(item) && slices.ContainsFunc(a.Grades, func(g Grade) bool { return g.Unfounded }) {
			return true
		}
	}
	return slices.ContainsFunc(r.events, func(e Event) bool {
		c, is := e.Change.(Answered)
		return is && len(c.Answer.Scores)+len(c.Answer.Elements) > 0
	}) || slices.ContainsFunc(r.Headers, func(h Header) bool { return h.Kind == (Graded{}).kind() && h.Grade == "" })
}

// publish withholds the bodies that do not count. It reports whether the rest
// gives the same state.
func (r Replayed) publish() (published []Written, same bool, err error) {
	published = make([]Written, len(r.journal))
	events := make([]Event, len(r.events))
	for n, counts := range Published(r.Headers) {
		published[n], events[n] = r.journal[n], r.events[n]
		if !counts {
			published[n].Salt, published[n].Body = nil, nil
			events[n].Change = Withheld{r.Headers[n].Kind, r.Headers[n].Refs}
		}
	}
	state, err := Fold(events)
	if err != nil {
		return nil, false, err
	}
	whole, err := canonical.Marshal(r.State.seenBy(""))
	if err != nil {
		return nil, false, err
	}
	rest, err := canonical.Marshal(state.seenBy(""))
	return published, bytes.Equal(whole, rest), err
}

// CheckPublished returns an error unless exactly those bodies are there that
// [Replayed.Publish] publishes, and the state needs no other.
func (r Replayed) CheckPublished() error {
	counts, hides, whole := Published(r.Headers), Sealed(r.Headers), r.earlierForm()
	for n, w := range r.journal {
		switch here := w.Body != nil; {
		case !here && (counts[n] || whole && !r.struck(n) && !hides[n]):
			return fmt.Errorf("the body of event %d counts and is withheld", n+1)
		case here && !counts[n] && (r.struck(n) || hides[n] || !whole):
			return fmt.Errorf("the body of event %d does not count and is published", n+1)
		}
	}
	return r.hole()
}

// Missing counts the bodies that are not there although no event up to here struck
// them.
func (r Replayed) Missing() (count int) {
	for n, w := range r.journal {
		if w.Body == nil && !r.struck(n) {
			count++
		}
	}
	return count
}

// struck reports whether the body of an event was struck.
func (r Replayed) struck(n int) bool { return r.strikes[r.Headers[n].ID] }
