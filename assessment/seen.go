package assessment

import (
	"maps"
	"slices"
)

// hide takes everything out of a grade but who entered it when.
func (g Grade) hide() Grade {
	return Grade{Scorer: g.Scorer, By: g.By, At: g.At, Event: g.Event, Withheld: true, Gave: g.Given() && !g.Reverify, Whole: g.Complete()}
}

// SeenBy is the snapshot as one person may see it: closed panels hide the grades
// that other people gave. A person sees a grade that they gave, or entered for
// somebody. Nobody has the empty name, so it sees no grade of a closed panel.
func (s Snapshot) SeenBy(name string) Snapshot {
	s.State = s.State.seenBy(name)
	return s
}

func (s State) seenBy(name string) State {
	hidden := s.Hidden()
	if len(hidden) == 0 {
		return s
	}
	s.Answers = maps.Clone(s.Answers)
	for _, item := range hidden {
		answer := s.Answers[item]
		grades := slices.Clone(answer.Grades)
		for n, g := range grades {
			if !g.knownTo(name) {
				grades[n] = g.hide()
			}
		}
		s.Answers[item] = answer.withGrades(grades)
	}
	s.Trail = slices.DeleteFunc(slices.Clone(s.Trail), func(step Step) bool {
		_, graded := step.Change.(Graded)
		return graded && !SamePerson(step.By, name) && s.PanelClosed(step.Item)
	})
	return s
}

// Filed is the snapshot for a file that leaves assay. It is the same as when it is
// read back: it does not tell who of the graders is in.
func (s Snapshot) Filed() Snapshot {
	s = s.SeenBy("")
	for _, item := range s.Hidden() {
		answer := s.Answers[item]
		for n := range answer.Grades {
			answer.Grades[n].Gave, answer.Grades[n].Whole = false, false
		}
	}
	return s
}

// knownTo reports whether a person gave or entered the grade, with its note and
// specifics.
func (g Grade) knownTo(name string) bool {
	return name != "" && (SamePerson(g.Scorer, name) || SamePerson(g.By, name) && (g.Since == "" || SamePerson(g.Since, name)))
}

// EventsSeenBy is a whole journal as one person may see it: without the bodies of
// the grades that a closed panel hides from them.
func EventsSeenBy(events []Event, name string) []Event {
	headers := outlines(events)
	hides := HiddenFrom(headers, name)
	if !slices.Contains(hides, true) {
		return events
	}
	events = slices.Clone(events)
	for n, hidden := range hides {
		if hidden {
			events[n].Change = Withheld{headers[n].Kind, headers[n].Refs}
		}
	}
	return events
}

// SealedEvents are the ids of the events whose bodies a closed panel hides.
func SealedEvents(events []Event) map[string]bool {
	ids := map[string]bool{}
	for n, hidden := range Sealed(outlines(events)) {
		if hidden {
			ids[events[n].ID] = true
		}
	}
	return ids
}

// outlines are the headers of events, as far as the panels need them.
func outlines(events []Event) []Header {
	headers := make([]Header, len(events))
	for n, e := range events {
		headers[n] = Header{Seq: e.Seq, ID: e.ID, By: e.By, Kind: e.Change.kind(), Refs: RefsOf(e.Change)}
	}
	return headers
}

// HiddenFrom tells which bodies of a journal a closed panel hides from one person.
// The headers are of one journal, in the order of Seq. The empty name sees none.
func HiddenFrom(headers []Header, name string) []bool {
	hides := Sealed(headers)
	for n, h := range headers {
		if hides[n] && (Grade{Scorer: h.Scorer, By: h.By}).knownTo(name) {
			hides[n] = false
		}
	}
	return hides
}

// Sealed tells which bodies of a journal a closed panel hides, from its headers
// alone. The headers are of one journal, in the order of Seq.
func Sealed(headers []Header) []bool {
	blind, opened := false, map[string]bool{}
	graded, known := (Graded{}).kind(), make([]bool, len(headers))
	for n, h := range headers {
		switch h.Kind {
		case RulesChanged{}.kind():
			// It closes all panels. A grade that was taken back behind a closed one
			// stays hidden.
			for m, earlier := range headers[:n] {
				known[m] = known[m] || !blind || opened[earlier.Item]
			}
			clear(opened)
		case GradersNamed{}.kind():
			blind = h.Graders == GradingBlind
		case PanelOpened{}.kind():
			opened[h.Item] = true
		}
	}
	hides := make([]bool, len(headers))
	for n, h := range headers {
		hides[n] = blind && !known[n] && h.Kind == graded && !opened[h.Item]
	}
	return hides
}
