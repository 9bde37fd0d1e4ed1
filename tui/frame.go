package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/assessment/hostile"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// View implements tea.Model.
func (m *Model) View() tea.View {
	lines, cursor := m.compose()
	view := tea.NewView(strings.Join(lines, "\n"))
	view.AltScreen = true
	view.Cursor = cursor
	if m.bench.Mouse {
		view.MouseMode = tea.MouseModeCellMotion
	}
	view.WindowTitle = "assay · " + hostile.Line(m.top().crumb())
	return view
}

// compose draws the whole window, exactly w×h.
func (m *Model) compose() ([]string, *tea.Cursor) {
	w, h := m.w, m.h
	if m.blind() {
		return m.tooSmall(w, h), nil
	}
	lines := make([]string, 0, h)
	lines = append(lines, m.header(w))
	lines = append(lines, draw.Exact(m.top().draw(m, w, h-3), w, h-3)...)
	lines = append(lines, m.footer(w), m.bottom(w))
	var cursor *tea.Cursor
	if s, is := m.top().(typist); is {
		if cursor = s.cursor(w); cursor != nil {
			cursor.Y++ // below the header
		}
	}
	for _, o := range m.overlays {
		cursor = m.lay(o, lines, w, h)
	}
	return lines, cursor
}

func (m *Model) header(w int) string {
	const between = " › "
	status := m.withWho(m.top().status(m), w) + " "
	status = ansi.Truncate(status, max(w-leastPath, 0), "… ")
	r := m.theme.Line(w).Put(m.theme.Title, " assay")
	// The name of the top screen stays whole; the names below it are cut.
	room := r.Left() - draw.Width(status) - 1
	last := len(m.screens) - 1
	if here := draw.Width(between) + draw.Width(draw.Harmless(m.screens[last].crumb())); last > 1 {
		room -= here
		for _, s := range m.screens[1:last] {
			r.Put(m.theme.Dim, between)
			name := ansi.Truncate(draw.Harmless(s.crumb()), max(room-draw.Width(between), 1), "…")
			r.Put(m.theme.Plain, name)
			room -= draw.Width(between) + draw.Width(name)
		}
		room = here
	}
	r.Put(m.theme.Dim, between).Put(m.theme.Breadcrumb, ansi.Truncate(draw.Harmless(m.screens[last].crumb()), max(room-draw.Width(between), 1), "…"))
	return r.Gap(1).End(status).String()
}

// pathWidth is the width of the whole path in the header.
func (m *Model) pathWidth() int {
	w := draw.Width(" assay")
	for _, s := range m.screens[min(1, len(m.screens)-1):] {
		w += draw.Width(" › ") + draw.Width(draw.Harmless(s.crumb()))
	}
	return w
}

// leastPath is the smallest width of the path in the header. The status at its
// right gets the rest.
const leastPath = 30

// footer draws the keys that have an effect now, the most useful first.
func (m *Model) footer(w int) string {
	t := m.theme
	r := m.theme.Line(w).Gap(1)
	if len(m.overlays) > 0 {
		return r.String() // the overlay has its own footer
	}
	if s, is := m.top().(interface{ instead(*Model) []keys.Binding }); is {
		if list := s.instead(m); len(list) > 0 {
			return r.Raw(dialog.Footer(t, w-1, list), w-1).String()
		}
	}
	kept := 0 // width of the keys that are always shown, such as back and help
	all := m.ranked()
	width := func(b *placed) int { return draw.Width(b.Shown()) + 1 + draw.Width(b.Word()) + 2 }
	for n := range all {
		if all[n].rank >= leastKept {
			kept += width(&all[n])
		}
	}
	for at := range all {
		b := &all[at]
		n := width(b)
		if b.rank >= leastKept {
			kept -= n
		}
		if r.Left() < n+kept {
			continue
		}
		ink := t.Key
		if b.idle {
			ink = t.Dim
		}
		r.Put(ink, b.Shown()).Then(t.Dim, b.Word()).Gap(2)
	}
	return r.String()
}

// leastKept is the first rank that the footer always shows.
const leastKept = 19

// placed is a binding with its rank in the footer.
type placed struct {
	keys.Binding
	rank int
	idle bool // it does nothing now, and keeps its place
}

// steady reports whether the screen on top shows a key in the footer also while it does
// nothing.
func (m *Model) steady(a keys.Action) bool {
	s, is := m.top().(interface{ steady(a keys.Action) bool })
	return is && s.steady(a)
}

// ranked lists the bindings of the footer that have an effect now, or keep their place, in
// order.
func (m *Model) ranked() []placed {
	all := make([]placed, 0, 32)
	table, where := keys.Table(), m.top().where()
	for n := range table {
		b := &table[n]
		if b.Where&where == 0 {
			continue
		}
		if rank := m.rank(b); rank > 0 {
			if idle := m.why(b.Action) != ""; !idle || m.steady(b.Action) && m.whyNotMine(b.Action) == "" {
				all = append(all, placed{m.labeled(*b), rank, idle})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(a.rank, b.rank) })
	return all
}

// rank is the rank of a binding in the footer. The screen on top can override it.
func (m *Model) rank(b *keys.Binding) int {
	if s, is := m.top().(interface {
		rank(m *Model, a keys.Action) int
	}); is {
		return cmp.Or(s.rank(m, b.Action), b.Rank)
	}
	return b.Rank
}

// labeled returns a binding with the key and the word of the top screen.
func (m *Model) labeled(b keys.Binding) keys.Binding {
	if s, is := m.top().(interface {
		label(m *Model, a keys.Action) (shown, word string)
	}); is {
		return b.Called(s.label(m, b.Action))
	}
	return b
}

func (m *Model) bottom(w int) string {
	t := m.theme
	r := m.theme.Line(w).Gap(1)
	switch {
	case m.toast.text != "" && m.toast.bad:
		r.Put(t.BadStrong, "! ").Say(t.Bad, m.toast.text)
	case m.toast.text != "":
		r.Put(t.Accent, "› ").Say(t.Strong, m.toast.text)
	case m.lostWords() != "":
		r.Put(t.BadStrong, "! ").Say(t.Bad, m.lostWords())
	case len(m.overlays) == 0:
		r.Say(t.Dim, m.top().hint(m))
	}
	return r.String()
}

func (m *Model) tooSmall(w, h int) []string {
	p := draw.NewBlock(m.theme, w)
	for range max(h/2-2, 0) {
		p.Blank()
	}
	p.Paragraph(m.theme.Plain, " ", m.theme.Strong, "assay needs a window of 60 by 16 or more.")
	p.Paragraph(m.theme.Plain, " ", m.theme.Dim, "Your answers are saved. Make the window larger, or press ctrl+c to quit.")
	if m.toast.text != "" {
		p.Paragraph(m.theme.WarnStrong, " ! ", m.theme.Warn, m.toast.text)
	}
	return p.Exact(h)
}

// lay draws an overlay onto the lines and returns the position of its cursor.
func (m *Model) lay(o overlay, lines []string, w, h int) *tea.Cursor {
	b := o.box(m)
	bw := draw.Width(b.Lines[0])
	x, y := (w-bw)/2, (h-len(b.Lines))/2
	if b.Low {
		y = h - 2 - len(b.Lines)
	}
	x, y = max(x, 0), max(y, 1)
	draw.Over(m.theme, lines, b.Lines, x, y, w, bw)
	if b.Cursor == nil {
		return nil
	}
	return tea.NewCursor(x+b.Cursor.X, y+b.Cursor.Y)
}

// unread draws a screen whose assessments are not read yet, or the reason why they
// cannot be read.
func unread(p *draw.Block, failed string) []string {
	p.Blank()
	if failed != "" {
		p.Paragraph(p.Theme.Bad, " ! ", p.Theme.Strong, failed)
	} else {
		p.Add(p.Line().Gap(3).Put(p.Theme.Dim, "reading the assessments …"))
	}
	return p.Lines
}
