package assessment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment/english"
)

// hole returns an error if the state would be another one with a body that is not
// there. Headers say that such a body no longer counts, and they can lie: an answer
// can name the answer of another item as the one that it replaces, and a strike can
// destroy a stop that is still open. Where the place of a missing body is still
// empty in the state, it counts.
func (r Replayed) hole() error {
	if places := r.State.emptyPlaces(); len(places) > 0 {
		return fmt.Errorf("a body that counts is missing: it tells %s", english.List(places))
	}
	for n, e := range Restated(r.events) {
		if c, withheld := e.Change.(Withheld); withheld && r.empty(n, c) {
			return fmt.Errorf("the body of event %d counts and is missing", n+1)
		}
	}
	return nil
}

// emptyPlaces names the parts of the state whose bodies are missing.
func (s *State) emptyPlaces() (places []string) {
	for _, item := range slices.Sorted(maps.Keys(s.Answers)) {
		a := s.Answers[item]
		if a.Withheld {
			places = append(places, "the answer of "+item)
		}
		for _, g := range a.Grades {
			if g.Withheld && !s.PanelClosed(item) {
				places = append(places, "a grade of "+item)
			}
		}
	}
	for _, item := range slices.Sorted(maps.Keys(s.Waivers)) {
		if s.Waivers[item].Withheld {
			places = append(places, "the waiver of "+item)
		}
	}
	for _, l := range s.Links {
		if l.Withheld {
			places = append(places, "a link of the delivery chain")
		}
	}
	if s.Withdrawn != nil && s.Withdrawn.Reason == "" {
		places = append(places, "why the assessment was withdrawn")
	}
	if s.Summary != nil && s.Summary.Text == "" {
		places = append(places, "the summary")
	}
	for _, o := range s.SignedOff {
		if o.Role == "" {
			places = append(places, "the sign-off by "+o.By)
		}
	}
	return places
}

// empty reports whether nothing took the place of a missing body. It leaves out the
// kinds of which the state itself tells.
func (r Replayed) empty(n int, c Withheld) bool {
	id := r.Headers[n].ID
	if r.undone[id] {
		return false
	}
	later := r.Headers[n+1:]
	follows := func(kind string, fits func(h Header) bool) bool {
		return slices.ContainsFunc(later, func(h Header) bool { return h.Kind == kind && fits(h) && !r.undone[h.ID] })
	}
	any := func(Header) bool { return true }
	switch c.Kind {
	case FlagRaised{}.kind():
		return !follows(FlagResolved{}.kind(), func(h Header) bool { return h.Flag == id })
	case FlagResolved{}.kind():
		return r.State.flagOpen(c.Refs.Flag) && !follows(RulesChanged{}.kind(), any)
	case ActionOpened{}.kind():
		return !follows(ActionClosed{}.kind(), func(h Header) bool { return h.Event == id })
	case ActionClosed{}.kind():
		return slices.ContainsFunc(r.State.Actions, func(a Action) bool { return a.ID == c.Refs.Event && a.Closed == nil })
	case Moved{}.kind(), Confirmed{}.kind():
		return !follows(c.Kind, any)
	case Decided{}.kind():
		if move := slices.IndexFunc(later, func(h Header) bool { return h.Kind == Moved{}.kind() }); move >= 0 {
			later = later[:move]
		}
		return !follows(Decided{}.kind(), any)
	}
	return slices.Contains(unstrikable, c.Kind) || c.Kind == CarriedOver{}.kind()
}

// flagOpen reports whether a flag that somebody resolved is open again.
func (s *State) flagOpen(flag string) bool {
	if _, _, byRule := strings.Cut(flag, "/"); byRule {
		_, resolved := s.Resolved[flag]
		return !resolved
	}
	return slices.ContainsFunc(s.Flags, func(f Flag) bool { return f.ID == flag && f.Resolution == nil })
}
