// Package history turns the journal of an assessment into entries for
// people: who recorded what, when, and the value before.
//
// An event of the journal holds only the new value, because an earlier event
// has the old one. [Of] replays the events in order, remembers the latest
// value of everything, and so gives each [Entry] both.
//
// The package is pure: it reads no clock and no database. [Of] takes the
// events and the questionnaires that they name.
package history

import (
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// Entry is one event of the journal. Its JSON keys are a contract: add keys, but
// never change one.
type Entry struct {
	Seq     int64    `json:"seq"`
	ID      string   `json:"id"`
	At      int64    `json:"-"` // microseconds UTC
	By      string   `json:"by"`
	Kind    string   `json:"kind"` // as the journal names it
	Item    string   `json:"item"` // empty where the event is about no item
	Text    string   `json:"what"`
	Changes []Change `json:"changes"`

	also  []string // further items that the event is about
	short string   // what Brief says in place of the first value; empty for that value
}

// Change is one value that an event changed. An empty text means no value.
type Change struct {
	What   string `json:"what"`
	Before string `json:"old"`
	After  string `json:"new"`
}

// None is shown where a change has no value before or after it.
const None = "–"

// String is the change on one line: before → after.
func (c Change) String() string { return orNone(c.Before) + " → " + orNone(c.After) }

func orNone(text string) string {
	if text == "" {
		return None
	}
	return text
}

// Brief is the entry on one line, with the first value that it set. It is safe
// to draw.
func (e Entry) Brief() string {
	switch {
	case e.short != "":
		return hostile.Line(e.Text + ": " + e.short)
	case len(e.Changes) == 0:
		return hostile.Line(e.Text)
	}
	after := e.Changes[0].After
	switch {
	case e.Kind == assessment.KindOf(assessment.Undone{}):
		return hostile.Line(e.Text + "; now " + orNone(after))
	case after == "":
		return hostile.Line(e.Text)
	}
	return hostile.Line(e.Text + ": " + after)
}

// About returns the entries about one item.
func About(entries []Entry, item string) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.Item != item && !slices.Contains(e.also, item) })
}

// Setting finds the latest entry that set a value of an item: what it is called,
// and a text that it holds.
func Setting(entries []Entry, item, what, text string) (Entry, bool) {
	for _, e := range slices.Backward(entries) {
		if e.Item == item && slices.ContainsFunc(e.Changes, func(c Change) bool {
			return c.What == what && strings.Contains(c.After, text) && !strings.Contains(c.Before, text)
		}) {
			return e, true
		}
	}
	return Entry{}, false
}

// Of tells a whole journal, in its order. The map holds the questionnaires that
// the journal names, by hash.
func Of(questionnaires map[string]*questionnaire.Questionnaire, events []assessment.Event) []Entry {
	r := replay{
		questionnaires: questionnaires,
		answers:        map[string][]recorded{}, flags: map[string]flag{}, waivers: map[string]string{},
		actions: map[string]assessment.Action{}, links: map[string]assessment.Link{}, entries: map[string]Entry{},
		spellings: map[string]string{},
	}
	events = assessment.Restated(events)
	r.hidden = assessment.SealedEvents(events)
	entries := make([]Entry, len(events))
	for n, event := range events {
		r.entry = Entry{Seq: event.Seq, ID: event.ID, At: event.At, By: event.By, Kind: assessment.KindOf(event.Change), Changes: []Change{}}
		r.tell(event)
		r.entries[event.ID], entries[n] = r.entry, r.entry
	}
	return entries
}

// replay walks through a journal and remembers the latest values.
type replay struct {
	questionnaires map[string]*questionnaire.Questionnaire
	about          assessment.Snapshot // its questionnaire and its zone
	milestone      questionnaire.Milestone
	answers        map[string][]recorded        // by item, without those that were undone
	flags          map[string]flag              // by id
	waivers        map[string]string            // by item
	actions        map[string]assessment.Action // by id
	links          map[string]assessment.Link   // by id
	decision       string                       // the latest
	summary        string                       // the latest
	spellings      map[string]string            // in Latin letters, by name
	graders        string                       // the latest
	hidden         map[string]bool              // events whose bodies a closed panel hides
	entries        map[string]Entry             // by event

	entry Entry // of the present event
}

// recorded is one step of the record of an item: an entry about it, the answer
// that was carried over, or the reasons to re-verify it.
type recorded struct {
	entry    assessment.Entry
	carried  *assessment.Answer
	reverify []string
}

// after is the answer after one more step.
func (step recorded) after(a assessment.Answer) assessment.Answer {
	switch {
	case step.carried != nil:
		return step.carried.CarriedIn("")
	case step.reverify != nil:
		return a.AskedAgain(step.reverify)
	}
	return a.After(step.entry, "")
}

// flag is a flag on one line, and its item.
type flag struct{ item, text string }

func flagOf(item string, severity questionnaire.Severity, text string) flag {
	return flag{item, string(severity) + ": " + text}
}

// changed notes a value that the present event changed.
func (r *replay) changed(what, before, after string) {
	r.entry.Changes = append(r.entry.Changes, Change{what, before, after})
}

// moment is an instant in the zone of the assessment.
func (r *replay) moment(microseconds int64) string {
	return wording.Moment(microseconds, r.about.Zone())
}

// flag finds a flag that a person or a rule raised.
func (r *replay) flag(id string) flag {
	if known, raised := r.flags[id]; raised {
		return known
	}
	if ruled, known := assessment.RuleFlag(r.about.Questionnaire, id); known {
		return flagOf(ruled.Item, ruled.Severity, ruled.Text)
	}
	return flag{"", "flag " + id}
}

func attendees(all []assessment.Attendee) string {
	names := make([]string, len(all))
	for n, who := range all {
		names[n] = who.Name
	}
	return strings.Join(names, ", ")
}
