package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/assessment/meeting"
	"assay/tui/draw"
	"assay/tui/keys"
)

// In the meeting, the interview lists the live items; one key lists all. Package
// meeting says which items are live, and which are open.

// items are the items of the book with their present results.
func (k *book) items() meeting.Items { return meeting.Items{Now: &k.now, Result: &k.result, By: k.by} }

func due(k *book, id string) bool { return k.items().Due(id) }

func live(k *book, id string) bool { return k.items().Live(id) }

// twoViews reports whether the live items are a list of their own.
func twoViews(k *book) bool { return k.items().Sorted() }

// listed lists the items through which the user moves. The present item is always
// one of them, also if it is no longer live or no longer fits the filter.
func (s *interview) listed(k *book) []string {
	items, every := k.items(), s.all || !twoViews(k)
	return slices.DeleteFunc(items.Visible(), func(id string) bool {
		return id != s.item && !((every || live(k, id)) && items.Keeps(s.only, id))
	})
}

// inView reports whether an item belongs to the present view, all or live.
func (s *interview) inView(k *book, id string) bool { return s.all || live(k, id) || !twoViews(k) }

func liveWork(k *book) meeting.Work {
	return k.items().Work(func(id string) bool { return live(k, id) })
}

// turnView goes from the live items to all, or back to the live item from which the
// user came.
func (s *interview) turnView(m *Model, k *book) tea.Cmd {
	if !s.all {
		s.all, s.left = true, s.item
		return nil
	}
	s.all = false
	if live(k, s.item) {
		return nil
	}
	ids := slices.DeleteFunc(visible(k), func(id string) bool { return !live(k, id) })
	to := ids[0]
	switch next := nextOpen(k, ids, -1); {
	case slices.Contains(ids, s.left):
		to = s.left
	case next != "":
		to = next
	}
	return s.move(m, to)
}

// whyOneView says why there is nothing to switch.
func whyOneView(k *book) string {
	if twoViews(k) {
		return ""
	}
	return "no item is asked live for " + string(k.now.Milestone) + ": all are listed"
}

// inMeeting reports whether the vendor waits: a session runs, and something is asked
// live.
func inMeeting(k *book) bool { return k.now.Running() != nil && liveWork(k).All > 0 }

// next is the item to which tab leads, or empty. While the vendor waits, it is live,
// whatever is listed: our own desk work is done another time. Where the questionnaire
// says which items are live, it is the next one of the agenda.
func (s *interview) next(m *Model, k *book) string {
	ids := s.listed(k)
	if inMeeting(k) && s.only == meeting.Unfiltered {
		if twoViews(k) {
			if next := k.planned(m).Next(k.items(), s.item); next != "" {
				return next
			}
		}
		ids = slices.DeleteFunc(visible(k), func(id string) bool { return id != s.item && !live(k, id) })
	}
	return nextOpen(k, ids, slices.Index(ids, s.item))
}

// elsewhere says that all live items are done and others are not, or "".
func (s *interview) elsewhere(k *book) string {
	if s.only != meeting.Unfiltered {
		return "nothing else here is open; listed is only: " + s.only.Words() + ". " + keys.For(keys.Narrow, keys.OnInterview).Shown() + " lists others"
	}
	meets := inMeeting(k)
	if !meets && (s.all || !twoViews(k)) {
		return ""
	}
	others := k.items().Work(func(id string) bool { return due(k, id) && !live(k, id) })
	n := others.All - others.Done
	if n == 0 {
		return ""
	}
	if meets {
		return "no other live item is open; " + english.Count(n, "other waits", "others wait") + " until the session is over: " + keys.For(keys.Session, keys.OnInterview).Shown() + " ends it"
	}
	return "no other live item is open; " + english.Count(n, "other is", "others are") + ": " + viewKey() + " lists all"
}

func viewKey() string { return keys.For(keys.View, keys.OnInterview).Shown() }

// viewParts is the present view with how far it is, and the key for the other one.
// It is empty if there is one view only.
func (s *interview) viewParts(m *Model, k *book) []string {
	if s.only != meeting.Unfiltered {
		n := k.items().Count(s.only, func(id string) bool { return s.inView(k, id) })
		return []string{s.only.Words(), fmt.Sprint(n), keys.For(keys.Narrow, keys.OnInterview).Shown() + " others"}
	}
	if !twoViews(k) {
		return nil
	}
	aloud := liveWork(k)
	if s.all {
		every := k.items().Work(func(id string) bool { return due(k, id) || live(k, id) })
		return []string{fmt.Sprintf("all %d of %d", every.Done, every.All), fmt.Sprintf("%s live %d of %d", viewKey(), aloud.Done, aloud.All)}
	}
	parts := []string{fmt.Sprintf("live %d of %d", aloud.Done, aloud.All)}
	switch c := k.planned(m).clock; {
	case !k.now.Questionnaire.Timed():
	case c == nil:
		parts = append(parts, fmt.Sprintf("%d min left", aloud.Minutes))
	default:
		parts = append(parts, c.Brief())
	}
	return append(parts, viewKey()+" all")
}

// viewWords draws the parts of the view in one line.
func viewWords(t *draw.Theme, parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	words := t.Accent.On(parts[0])
	for _, part := range parts[1:] {
		words += t.Dim.On(" · " + part)
	}
	return words
}

// viewRule draws the line under the figures, with the view in it.
func (s *interview) viewRule(m *Model, k *book, w int) string {
	t := m.theme
	const edge = 2
	r := t.Line(w)
	if words := viewWords(t, s.viewParts(m, k)); words != "" {
		r.Times(t.Rule, "─", edge).Gap(1).Raw(words, draw.Width(words)).Gap(1)
	}
	return r.Times(t.Rule, "─", r.Left()).String()
}

// stripAndView draws the strip of the domains with the view at its end.
func (s *interview) stripAndView(m *Model, k *book, w int) string {
	words := viewWords(m.theme, s.viewParts(m, k))
	room := w - draw.Width(words) - 2
	return m.theme.Line(w).Raw(s.strip(m, k, room), room).Gap(1).Raw(words, draw.Width(words)).String()
}

// viewLines draws the view at the top of the rail, in two lines if one is too
// short.
func (s *interview) viewLines(m *Model, out *draw.Block, k *book) {
	const indent = 2
	parts := s.viewParts(m, k)
	if len(parts) == 0 {
		return
	}
	lines := [][]string{parts}
	if draw.Width(strings.Join(parts, " · ")) > out.Width-indent {
		lines = [][]string{parts[:1], parts[1:]}
	}
	for n, line := range lines {
		if words := strings.Join(line, " · "); n > 0 {
			out.Add(out.Line().Gap(indent).Put(out.Theme.Dim, words))
		} else {
			out.Add(out.Line().Gap(indent).Raw(viewWords(out.Theme, line), draw.Width(words)))
		}
	}
}
