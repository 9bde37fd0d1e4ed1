package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
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
// the changes of the chosen entry below the list. From it people find an entry by its
// words, go to its item, and verify the whole journal.
type journal struct {
	fetched
	id     string // of the assessment
	zone   *time.Location
	opener string // the place of the screen that opened it; the workbench remembers this place

	all   []history.Entry // nil until the journal is read
	only  string          // list only the entries about this item; empty for all
	words string          // list only the entries that have these words; empty for all
	shown []history.Entry // the entries of the list
	at    int             // the chosen entry of shown
}

// openJournal opens the journal of an assessment. If item is not empty, it shows
// only the entries about it.
func openJournal(m *Model, k *book, item string) tea.Cmd {
	return m.push(&journal{id: k.id, zone: k.zone(), only: item, opener: m.top().place()})
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
	slices.Reverse(entries)
	s.all = entries
	s.list()
	return nil
}

// list makes the list anew. The chosen entry stays chosen; the first is, if the list
// does not have it any more.
func (s *journal) list() {
	chosen := s.chosen()
	s.shown = s.all
	if s.only != "" {
		s.shown = history.About(s.shown, s.only)
	}
	if words := strings.ToLower(s.words); words != "" {
		s.shown = slices.DeleteFunc(slices.Clone(s.shown), func(e history.Entry) bool { return !strings.Contains(strings.ToLower(s.searched(e)), words) })
	}
	s.at = 0
	if chosen != nil {
		s.at = max(slices.IndexFunc(s.shown, func(e history.Entry) bool { return e.ID == chosen.ID }), 0)
	}
}

// searched is everything of an entry in which words are looked for.
func (s *journal) searched(e history.Entry) string {
	all := []string{wording.Moment(e.At, s.zone), e.By, e.Item, e.Text}
	for _, c := range e.Changes {
		all = append(all, c.What, c.Before, c.After)
	}
	return strings.Join(all, "\n")
}

// chosen is a copy of the chosen entry, or nil if the list is empty.
func (s *journal) chosen() *history.Entry {
	if s.at < len(s.shown) {
		e := s.shown[s.at]
		return &e
	}
	return nil
}

func (s *journal) why(m *Model, a keys.Action) string {
	empty := s.at >= len(s.shown)
	switch {
	case s.all == nil:
		return "still reading"
	case a == keys.OnlyItem && s.narrowed(), a == keys.Find:
		return ""
	case a == keys.VerifyJournal:
		if k := m.books[s.id]; k != nil && !k.idle() {
			return "not everything is saved yet"
		}
		return ""
	case empty:
		return "nothing is recorded here"
	case (a == keys.OnlyItem || a == keys.ItsItem) && s.shown[s.at].Item == "":
		return "this entry is about no item"
	}
	return ""
}

// narrowed reports whether the list leaves entries out.
func (s *journal) narrowed() bool { return s.only != "" || s.words != "" }

func (s *journal) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := keys.Step(a, s.at, max(s.listRoom(m.h-3)-1, 1), len(s.shown)); moves {
		s.at = to
		return nil
	}
	switch a {
	case keys.Open:
		return m.open(s.entry())
	case keys.OnlyItem:
		if s.narrowed() {
			s.only, s.words = "", ""
		} else {
			s.only = s.chosen().Item
		}
		s.list()
	case keys.Find:
		return m.open(s.finder())
	case keys.ItsItem:
		return m.toItem(s.id, s.chosen().Item)
	case keys.VerifyJournal:
		return m.open(askCode(s.id))
	}
	return nil
}

// finder asks for the words that the listed entries have.
func (s *journal) finder() *asked {
	words := dialog.TextField("words", s.words, "of a note, a quote, a name, a date; none lists all")
	o := askText("Find in the journal", "", dialog.Marked(words), func(m *Model, text string) (tea.Cmd, error) {
		s.words = text
		s.list()
		m.shut()
		return nil, nil
	})
	o.passing = true
	return o
}

func (s *journal) label(_ *Model, a keys.Action) (shown, word string) {
	if a == keys.OnlyItem && s.narrowed() {
		word = "all entries"
	}
	return "", word
}

func (s *journal) hint(*Model) string {
	about := ""
	if s.only != "" {
		about = "about " + s.only
	}
	if s.words != "" {
		about = english.Join(", ", about, "with “"+s.words+"”")
	}
	switch all := english.Count(len(s.all), "entry", "entries"); {
	case about != "" && len(s.shown) == 0:
		return "nothing is recorded " + about + ": o shows all entries"
	case about != "":
		return fmt.Sprintf("%d of %s, %s", len(s.shown), all, about)
	default:
		return all
	}
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

// journalColumns are the widths of the names and of the items in a list of w columns. A
// name is whole; where that leaves little room for the change, the column of the items
// goes, and the change names its item.
func journalColumns(listed []history.Entry, w int) (who, item int) {
	const before, leastWhat, mostItem = 3 + len("2026-11-22 09:00") + 2, 34, 16
	who = min(draw.Widest(listed, func(e history.Entry) string { return draw.Harmless(e.By) }), w/2)
	item = min(draw.Widest(listed, func(e history.Entry) string { return e.Item }), mostItem)
	if w-before-who-2-item-2 < leastWhat {
		item = 0
	}
	return who, item
}

// listRoom is the number of lines for entries on a screen of h lines.
func (s *journal) listRoom(h int) int { return max((h-2)*3/5, 3) }

func (s *journal) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if s.all == nil {
		return unread(out, s.failed)
	}
	listed := s.shown
	who, item := journalColumns(listed, w)
	row := func(lead draw.Ink, mark string, ink draw.Ink, when, by, id, what string) *draw.Line {
		l := out.Line().Put(lead, mark).Cell(ink, when, len("2026-11-22 09:00")).Gap(2).Cell(ink, draw.Middle(by, who), who).Gap(2)
		switch {
		case item > 0:
			l.Cell(ink, id, item).Gap(2)
		case id != "" && id != "item":
			what = id + " " + what
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
