package tui

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/assessment/history"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// journal lists who recorded what in an assessment, the latest first. It shows
// the changes of the chosen entry below the list.
type journal struct {
	fetched
	id     string // of the assessment
	zone   *time.Location
	opener string // the place of the screen that opened it; the workbench remembers this place

	all  []history.Entry // nil until the journal is read
	only string          // list only the entries about this item; empty for all
	at   int             // the chosen entry of listed
}

// openJournal opens the journal of an assessment. If item is not empty, it shows
// only the entries about it.
func openJournal(m *Model, k *book, item string) tea.Cmd {
	return m.push(&journal{id: k.id, zone: k.now.Zone(), only: item, opener: m.top().place()})
}

func (s *journal) of() string        { return s.id }
func (s *journal) where() keys.Where { return keys.OnJournal }
func (s *journal) place() string     { return s.opener }
func (s *journal) crumb() string     { return "journal" }

func (s *journal) status(m *Model) string {
	times := m.theme.Dim.On(wording.Times(s.zone))
	if k := m.books[s.id]; k != nil && !k.idle() {
		return savedWords(m, k) + m.theme.Dim.On(" · ") + times
	}
	return times
}

func (s *journal) begin(m *Model) tea.Cmd {
	b, id := m.bench, s.id
	return fetch(s, func(ctx context.Context) ([]history.Entry, error) { return b.History(ctx, id) }, s.show)
}

// show takes over the entries that were read. The chosen entry stays chosen.
func (s *journal) show(_ *Model, entries []history.Entry) tea.Cmd {
	chosen := s.chosen()
	slices.Reverse(entries)
	s.all = entries
	s.choose(chosen)
	return nil
}

// listed returns the entries of the list.
func (s *journal) listed() []history.Entry {
	if s.only == "" {
		return s.all
	}
	return history.About(s.all, s.only)
}

// chosen returns the chosen entry, or nil if the list is empty.
func (s *journal) chosen() *history.Entry {
	if listed := s.listed(); s.at < len(listed) {
		return &listed[s.at]
	}
	return nil
}

// choose chooses an entry, or the first one if the list does not have it.
func (s *journal) choose(entry *history.Entry) {
	s.at = 0
	if entry != nil {
		s.at = max(slices.IndexFunc(s.listed(), func(e history.Entry) bool { return e.ID == entry.ID }), 0)
	}
}

func (s *journal) why(_ *Model, a keys.Action) string {
	e := s.chosen()
	switch {
	case a == keys.OnlyItem && s.only != "":
		return ""
	case e == nil:
		return "nothing is recorded here"
	case a == keys.OnlyItem && e.Item == "":
		return "this entry is about no item"
	}
	return ""
}

func (s *journal) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	lines := len(s.listed())
	if to, moves := keys.Step(a, s.at, max(s.listRoom(m.h-3)-1, 1), lines); moves {
		s.at = to
		return nil
	}
	switch a {
	case keys.Open:
		return m.open(s.entry())
	case keys.OnlyItem:
		chosen := s.chosen()
		if s.only != "" {
			s.only = ""
		} else {
			s.only = chosen.Item
		}
		s.choose(chosen)
	}
	return nil
}

func (s *journal) label(_ *Model, a keys.Action) (shown, word string) {
	if a == keys.OnlyItem && s.only != "" {
		word = "all entries"
	}
	return "", word
}

func (s *journal) hint(*Model) string {
	switch e := s.chosen(); {
	case s.only != "" && e == nil:
		return "nothing is recorded about " + s.only + ": o shows all entries"
	case s.only != "":
		return fmt.Sprintf("%d of %s, about %s", len(s.listed()), english.Count(len(s.all), "entry", "entries"), s.only)
	}
	return english.Count(len(s.all), "entry", "entries")
}

// entry shows the whole of the chosen entry.
func (s *journal) entry() *asked {
	e := *s.chosen()
	return show(&dialog.Text{Title: "Journal entry " + fmt.Sprint(e.Seq), Lines: func(t *draw.Theme, w int) []string { return s.changes(t, w, e) }})
}

// changes draws an entry with each value that it changed.
func (s *journal) changes(t *draw.Theme, w int, e history.Entry) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, wording.Moment(e.At, s.zone)+"  "+e.By)
	head := e.Text
	if e.Item != "" {
		head = e.Item + " " + head
	}
	out.Paragraph(t.Plain, "", t.Plain, head)
	names := draw.Widest(e.Changes, func(c history.Change) string { return c.What }) + 2
	for _, c := range e.Changes {
		out.Paragraph(t.Plain, draw.NewLine(names+2).Gap(2).Cell(t.Dim, c.What, names).String(), t.Plain, c.String())
	}
	return out.Lines
}

// listRoom is the number of lines for entries on a screen of h lines.
func (s *journal) listRoom(h int) int { return max((h-2)*3/5, 3) }

func (s *journal) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if s.all == nil {
		return unread(out, s.failed)
	}
	listed := s.listed()
	who := min(draw.Widest(listed, func(e history.Entry) string { return e.By }), max(w/6, 12))
	item := min(draw.Widest(listed, func(e history.Entry) string { return e.Item }), 16)
	row := func(lead draw.Ink, mark string, ink draw.Ink, when, by, id, what string) *draw.Line {
		l := out.Line().Put(lead, mark).Cell(ink, when, len("2026-11-22 09:00")).Gap(2).Cell(ink, draw.Middle(by, who), who).Gap(2)
		if item > 0 {
			l.Cell(ink, id, item).Gap(2)
		}
		return l.Say(ink, what)
	}
	out.Add(row(t.Plain, "   ", t.Dim, "when", "who", "item", "what"))
	lines := make([]string, len(listed)) // only those in the window are drawn: a journal is long
	room := min(s.listRoom(h), max(len(lines), 1))
	for n := max(s.at-room, 0); n < min(s.at+room, len(lines)); n++ {
		e, mark, ink := &listed[n], "   ", t.Plain
		if n == s.at {
			mark, ink = " ▸ ", t.Strong
		}
		lines[n] = row(t.Title, mark, ink, wording.Time(e.At, s.zone), e.By, e.Item, e.Brief()).String()
	}
	out.Lines = append(out.Lines, window(t, lines, s.at, w, room, false)...)
	out.Rule()
	if e := s.chosen(); e != nil {
		changes, room := s.changes(t, min(w-2, 120), *e), h-out.Height()
		for n, line := range changes {
			if n == room-1 && room < len(changes) {
				out.Add(out.Line().Gap(1).Put(t.Dim, fmt.Sprintf("… %s: enter", english.Count(len(changes)-n, "more line", "more lines"))))
				break
			}
			out.Add(out.Line().Gap(1).Raw(line, min(w-2, 120)))
		}
	}
	return out.Lines
}
