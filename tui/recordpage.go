package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/tui/draw"
	"assay/tui/keys"
)

// recordPage is what the screens over the record of one assessment have in common:
// a list with the details of its chosen line below it.
type recordPage struct {
	id string // of the assessment
}

func (s recordPage) of() string             { return s.id }
func (s recordPage) book(m *Model) *book    { return m.books[s.id] }
func (s recordPage) status(m *Model) string { return m.bookStatus(s.id, "") }

// bookStatus says whether an assessment is saved, after a word about the screen.
func (m *Model) bookStatus(id, words string) string {
	k := m.books[id]
	switch {
	case k == nil:
		return "reading …"
	case words == "":
		return savedWords(m, k)
	}
	return m.theme.Plain.On(words) + m.theme.Dim.On(" · ") + savedWords(m, k)
}

// arrive puts the page of the vendor under a screen that opened at the start of the
// program, or leaves the screen if its assessment cannot be read.
func (m *Model) arrive(s screen, id string) tea.Cmd {
	k := m.books[id]
	switch {
	case m.top() != s:
	case k == nil:
		m.screens = m.screens[:1]
		return m.top().begin(m)
	case len(m.screens) == 2:
		page := &vendorPage{vendorID: k.now.Opened.Vendor.ID, want: id}
		m.screens = []screen{m.screens[0], page, s}
		return page.begin(m)
	}
	return nil
}

// toItem goes from a record to its item: back to the interview below, or into it.
func (m *Model) toItem(id, item string) tea.Cmd {
	if s, is := m.screens[len(m.screens)-2].(*interview); is && s.id == id {
		return tea.Batch(m.back(), s.move(m, item))
	}
	return m.push(&interview{id: id, item: item})
}

// listRoom is how many lines of a list are shown over the details of its chosen line,
// on a screen with h lines for both. The details get the lines that they need, but
// leave the list a few.
func listRoom(h, lines, details int) int {
	const least = 3
	return max(min(lines, h-details), min(lines, least), 1)
}

// listOver draws a list of n lines over the details of the one at index at. It draws
// only the lines in view. more names the key that shows the whole of details that
// are too long.
func listOver(out *draw.Block, h, n, at int, row func(n int) *draw.Line, details []string, more string) {
	const rule = 1
	h -= out.Height() + rule
	t, room := out.Theme, listRoom(h, n, len(details))
	from := max(0, min(at-room/2, n-room))
	for line := from; line < from+room; line++ {
		left := n - from - room
		switch {
		case line >= n:
			out.Blank()
		case line == from+room-1 && left > 0 && line != at:
			out.Add(out.Line().Gap(3).Put(t.Dim, "… "+english.Count(left+1, "more line", "more lines")))
		default:
			out.Add(row(line))
		}
	}
	out.Rule()
	room = h - room
	for n, line := range details {
		if n == room-1 && room < len(details) {
			out.Add(out.Line().Gap(1).Put(t.Dim, fmt.Sprintf("… %s: %s", english.Count(len(details)-n, "more line", "more lines"), more)))
			break
		}
		out.Add(out.Line().Gap(1).Raw(line, detailWidth(out.Width)))
	}
}

// detailWidth is the width of the details below a list.
func detailWidth(w int) int { return min(w-2, 120) }

// namedTexts draws named texts below each other, without those that are empty.
func namedTexts(out *draw.Block, texts ...string) {
	names := 0
	for n := 0; n < len(texts); n += 2 {
		if texts[n+1] != "" {
			names = max(names, draw.Width(texts[n])+2)
		}
	}
	for n := 0; n < len(texts); n += 2 {
		if texts[n+1] != "" {
			out.Paragraph(out.Theme.Plain, draw.NewLine(names).Cell(out.Theme.Dim, texts[n], names).String(), out.Theme.Plain, texts[n+1])
		}
	}
}

// stepIn goes to another line of a list.
func stepIn(a keys.Action, at, page, lines int) (to int, moves bool) {
	return keys.Step(a, at, max(page-1, 1), lines)
}
