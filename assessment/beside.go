package assessment

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment/english"
)

// Notes, quotes, ticks and marks stand beside the answers and are not judged.
// Recorded after a decision, they do not void it, and every
// reader is told that the person who decided has not seen them.

// Addition names the things that one event added beside an answer after a decision.
type Addition struct {
	Item  string   `json:"item"`
	Parts []string `json:"parts"` // note, quote, tick, mark, [TakenBack] or [Destroyed]
	By    string   `json:"by"`
	At    int64    `json:"at"` // microseconds UTC
	Event string   `json:"event"`
}

// The parts of an addition whose text is not there.
const (
	TakenBack = "something taken back"
	Destroyed = "a text that was destroyed"
)

// AddedTo says what each person added beside the answer of an item, with the day
// of the last addition. It is empty for nothing.
func (d Decision) AddedTo(item string, zone *time.Location) string {
	var people []Addition
	for _, a := range d.Added {
		if a.Item != item {
			continue
		}
		at := slices.IndexFunc(people, func(known Addition) bool { return known.By == a.By })
		if at < 0 {
			at = len(people)
			people = append(people, Addition{By: a.By})
		}
		people[at].At = a.At
		for _, part := range a.Parts {
			if !slices.Contains(people[at].Parts, part) {
				people[at].Parts = append(people[at].Parts, part)
			}
		}
	}
	texts := make([]string, len(people))
	for n, a := range people {
		texts[n] = fmt.Sprintf("%s by %s, %s", english.List(a.Parts), a.By, DateOf(time.UnixMicro(a.At), zone))
	}
	return strings.Join(texts, "; ")
}

// AddedTo lists the additions beside the answer of an item after the decision
// for the present milestone. It is empty for nothing.
func (s Snapshot) AddedTo(item string) string {
	if d := s.Decision(); d != nil && len(d.Added) > 0 {
		if text := d.AddedTo(item, s.Zone()); text != "" {
			return "after the decision: " + text
		}
	}
	return ""
}

// added tells the decision in force of an addition.
func (s *State) added(a Addition) {
	s.Decisions = slices.Clone(s.Decisions)
	if d := s.DecisionInForce(); d != nil {
		d.Added = append(slices.Clip(d.Added), a)
	}
}

// beside reports whether a change would change nothing that is judged.
func (s Snapshot) beside(e Entry, c Change) bool {
	now := s.Answers[itemOf(c)]
	e.Change = c
	return sameJudged(now, now.After(e, ""))
}

// partsBeside lists the parts beside the answer that an event changes. It reports
// false if the event changes the judged part, whatever its header says.
func (s *State) partsBeside(e Event) (parts []string, beside bool) {
	if !RefsOf(e.Change).Beside {
		return nil, false
	}
	if _, withheld := e.Change.(Withheld); withheld {
		return []string{Destroyed}, true
	}
	now := s.Answers[itemOf(e.Change)]
	next := now.After(e.Entry, "")
	return partsBeside(now, next), sameJudged(now, next)
}

// sameJudged compares everything in two answers that is judged.
func sameJudged(a, b Answer) bool {
	judged := func(a Answer) string {
		type grade struct {
			Scorer, By string
			Grade      *int
			Elements   []string
			Reverify   bool
		}
		var grades []grade
		for _, g := range a.Grades {
			if g.Grade != nil || len(g.Elements) > 0 {
				grades = append(grades, grade{g.Scorer, g.By, g.Grade, g.Elements, g.Reverify})
			}
		}
		return jsonOf([]any{a.Value, a.NotApplicable, a.Assurance, a.Reconciled, a.Reconciling, a.Reverify, append([]Evidence{}, a.Evidence...), grades})
	}
	return judged(a) == judged(b)
}

func partsBeside(a, b Answer) []string {
	notes := func(a Answer) []string {
		texts := []string{a.Note}
		for _, g := range a.Grades {
			if g.Note != "" {
				texts = append(texts, g.Scorer, g.Note)
			}
		}
		return texts
	}
	var parts []string
	for _, part := range []struct {
		name string
		is   bool
	}{
		{"note", !slices.Equal(notes(a), notes(b))},
		{"quote", !slices.Equal(a.Quotes, b.Quotes)},
		{"tick", !slices.Equal(a.Heard, b.Heard)},
		{"mark", a.Volunteered != b.Volunteered || a.Evasive != b.Evasive || a.Later != b.Later},
	} {
		if part.is {
			parts = append(parts, part.name)
		}
	}
	return parts
}
