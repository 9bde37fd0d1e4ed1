package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// How a sheet is drawn.

// sheetWidth is the width inside a sheet, in a window of w columns.
func sheetWidth(w int) int { return min(w-4, 84) }

// labels is the width of the widest label that is asked for now.
func (s *sheet) labels() int {
	most := 0
	for n := range s.fields {
		if s.asked(n) {
			most = max(most, width(s.fields[n].label))
		}
	}
	return most
}

func (s *sheet) box(m *Model, _, h int) box {
	t, w := m.theme, sheetWidth(m.w)
	out := &pile{t: t, w: w}
	b := box{low: true}
	lead := s.lead
	if s.about != nil {
		lead = s.about(s)
	}
	if lead != "" {
		out.paragraph(t.plain, "", t.dim, lead)
	}
	labels, checks, below := s.labels(), -1, 0
	first, here := out.height(), 0
	for n := range s.fields {
		if s.asked(n) {
			if n == s.at {
				here = out.height()
			}
			if c := s.drawField(out, n, labels); c != nil {
				b.cursor = c
			}
			if s.fields[n].checks != nil {
				checks, below = n, out.height()
			}
		}
	}
	last := out.height()
	switch {
	case s.alert != "":
		out.paragraph(t.warnStrong, "! ", t.warn, s.alert)
	case s.wrong != "":
		out.paragraph(t.badStrong, "! ", t.bad, s.wrong)
	}
	out.lines = append(out.lines, keysLine(t, w, "enter", "save", "tab", "next line", "esc", "cancel"))
	if checks >= 0 {
		shown := s.openChecks(t, checks, w, h-2-len(out.lines))
		out.lines = slices.Insert(out.lines, below, shown...)
	}
	if over := len(out.lines) - (h - 2); over > 0 && lead != "" {
		cut := min(over, len(wrap(lead, w)))
		out.lines = out.lines[cut:]
		first, here, last = first-cut, here-cut, last-cut
		if b.cursor != nil {
			b.cursor.Y -= cut
		}
	}
	if over := len(out.lines) - (h - 2); over > 0 && checks < 0 {
		// The lines of the fields around the present one.
		room := max(last-first-over, 1)
		from := first + max(0, min(here-first-room/2, last-first-room))
		out.lines = slices.Concat(out.lines[:first], out.lines[from:from+room], out.lines[last:])
		if b.cursor != nil {
			b.cursor.Y -= from - first
		}
	}
	b.lines = card(t, s.title, out.lines, w)
	return b
}

// openChecks draws the list of checks of a field into at most room lines: while
// the mark stands in it, or where the question stays in view all the same.
func (s *sheet) openChecks(t *theme, n, w, room int) []string {
	const question = 12 // lines of a window that hold it
	focused := n == s.at
	lines, mark := checksLines(t, &s.fields[n], w, focused)
	if !focused && len(lines) > room-question || room <= 0 {
		return nil
	}
	from := max(0, min(mark-room/2, len(lines)-room))
	return lines[from:min(from+room, len(lines))]
}

// drawField draws one field and gives its cursor when it has the focus.
func (s *sheet) drawField(out *pile, n, labels int) *tea.Cursor {
	t, f := out.t, &s.fields[n]
	r := out.row()
	labelInk := t.dim
	if n == s.at {
		r.put(t.title, "▸ ")
		labelInk = t.strong
	} else {
		r.gap(2)
	}
	r.cell(labelInk, f.label, labels).gap(2)
	var cursor *tea.Cursor
	switch {
	case f.checks != nil:
		checksHead(r, t, f, n == s.at)
	case f.options != nil:
		s.drawOptions(r, t, f, n == s.at)
	default:
		x := out.w - r.left
		if f.input.Value() == "" && f.hint != "" {
			r.say(t.dim, f.hint)
		} else if f.marked && n == s.at {
			r.say(t.chip, f.input.Value())
		} else {
			view := f.input.View()
			r.raw(view, width(view))
		}
		if c := f.input.Cursor(); n == s.at && c != nil {
			cursor = tea.NewCursor(x+c.X+2, len(out.lines)+1)
		}
	}
	out.add(r)
	return cursor
}

// drawOptions draws all options side by side where they fit, else the chosen
// one and how many there are.
func (s *sheet) drawOptions(r *row, t *theme, f *field, focused bool) {
	need := 0
	for _, option := range f.options {
		need += width(harmless(option)) + 3
	}
	if need > r.left {
		chosen := "none yet"
		if f.chosen >= 0 {
			chosen = f.options[f.chosen]
		}
		r.put(t.accent, "◂ ").say(t.strong, chosen).put(t.accent, " ▸")
		return
	}
	for n, option := range f.options {
		switch {
		case n == f.chosen && focused:
			r.say(t.chip, "["+harmless(option)+"]")
		case n == f.chosen:
			r.say(t.strong, "["+harmless(option)+"]")
		default:
			r.gap(1).say(t.dim, option).gap(1)
		}
		r.gap(1)
	}
}
