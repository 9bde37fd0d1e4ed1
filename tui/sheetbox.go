package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
)

// How a sheet is drawn.

// sheetWidth is the width inside a sheet, in a window of w columns.
func sheetWidth(w int) int { return min(w-4, 84) }

// labels is the width of the widest label that is asked for now.
func (s *sheet) labels() int {
	most := 0
	for n := range s.fields {
		if s.asked(n) {
			most = max(most, draw.Width(s.fields[n].label))
		}
	}
	return most
}

func (s *sheet) box(m *Model, _, h int) box {
	t, w := m.theme, sheetWidth(m.w)
	out := draw.NewBlock(t, w)
	b := box{low: true}
	lead := s.lead
	if s.about != nil {
		lead = s.about(s)
	}
	if lead != "" {
		out.Paragraph(t.Plain, "", t.Dim, lead)
	}
	labels, checks, below := s.labels(), -1, 0
	first, here := out.Height(), 0
	for n := range s.fields {
		if s.asked(n) {
			if n == s.at {
				here = out.Height()
			}
			if c := s.drawField(out, n, labels); c != nil {
				b.cursor = c
			}
			if s.fields[n].checks != nil {
				checks, below = n, out.Height()
			}
		}
	}
	last := out.Height()
	switch {
	case s.alert != "":
		out.Paragraph(t.WarnStrong, "! ", t.Warn, s.alert)
	case s.wrong != "":
		out.Paragraph(t.BadStrong, "! ", t.Bad, s.wrong)
	}
	out.Lines = append(out.Lines, keysLine(t, w, "enter", "save", "tab", "next line", "esc", "cancel"))
	if checks >= 0 {
		shown := s.openChecks(t, checks, w, h-2-len(out.Lines))
		out.Lines = slices.Insert(out.Lines, below, shown...)
	}
	if over := len(out.Lines) - (h - 2); over > 0 && lead != "" {
		cut := min(over, len(draw.Wrap(lead, w)))
		out.Lines = out.Lines[cut:]
		first, here, last = first-cut, here-cut, last-cut
		if b.cursor != nil {
			b.cursor.Y -= cut
		}
	}
	if over := len(out.Lines) - (h - 2); over > 0 && checks < 0 {
		// The lines of the fields around the present one.
		room := max(last-first-over, 1)
		from := first + max(0, min(here-first-room/2, last-first-room))
		out.Lines = slices.Concat(out.Lines[:first], out.Lines[from:from+room], out.Lines[last:])
		if b.cursor != nil {
			b.cursor.Y -= from - first
		}
	}
	b.lines = draw.Card(t, s.title, out.Lines, w)
	return b
}

// openChecks draws the list of checks of a field into at most room lines: while
// the mark stands in it, or where the question stays in view all the same.
func (s *sheet) openChecks(t *draw.Theme, n, w, room int) []string {
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
func (s *sheet) drawField(out *draw.Block, n, labels int) *tea.Cursor {
	t, f := out.Theme, &s.fields[n]
	r := out.Line()
	labelInk := t.Dim
	if n == s.at {
		r.Put(t.Title, "▸ ")
		labelInk = t.Strong
	} else {
		r.Gap(2)
	}
	r.Cell(labelInk, f.label, labels).Gap(2)
	var cursor *tea.Cursor
	switch {
	case f.checks != nil:
		checksHead(r, t, f, n == s.at)
	case f.options != nil:
		s.drawOptions(r, t, f, n == s.at)
	default:
		x := out.Width - r.Left()
		if f.input.Value() == "" && f.hint != "" {
			r.Say(t.Dim, f.hint)
		} else if f.marked && n == s.at {
			r.Say(t.Chip, f.input.Value())
		} else {
			view := f.input.View()
			r.Raw(view, draw.Width(view))
		}
		if c := f.input.Cursor(); n == s.at && c != nil {
			cursor = tea.NewCursor(x+c.X+2, len(out.Lines)+1)
		}
	}
	out.Add(r)
	return cursor
}

// drawOptions draws all options side by side where they fit, else the chosen
// one and how many there are.
func (s *sheet) drawOptions(r *draw.Line, t *draw.Theme, f *field, focused bool) {
	need := 0
	for _, option := range f.options {
		need += draw.Width(draw.Harmless(option)) + 3
	}
	if need > r.Left() {
		chosen := "none yet"
		if f.chosen >= 0 {
			chosen = f.options[f.chosen]
		}
		r.Put(t.Accent, "◂ ").Say(t.Strong, chosen).Put(t.Accent, " ▸")
		return
	}
	for n, option := range f.options {
		switch {
		case n == f.chosen && focused:
			r.Say(t.Chip, "["+draw.Harmless(option)+"]")
		case n == f.chosen:
			r.Say(t.Strong, "["+draw.Harmless(option)+"]")
		default:
			r.Gap(1).Say(t.Dim, option).Gap(1)
		}
		r.Gap(1)
	}
}
