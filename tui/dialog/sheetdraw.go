package dialog

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
	"assay/tui/keys"
)

func sheetWidth(in Window) int { return min(in.Width-4, 84) }

// labels is the width of the widest label that is asked for now.
func (s *Sheet) labels() int {
	most := 0
	for n := range s.Fields {
		if s.asked(n) {
			most = max(most, draw.Width(s.Fields[n].Label))
		}
	}
	return most
}

// Draw implements Dialog.
func (s *Sheet) Draw(in Window) Box {
	footer := keys.Footer(s.where())
	if s.Verb != "" {
		footer[0] = footer[0].Called("", s.Verb)
	}
	if s.Steps && (s.last() || s.Alert != "") {
		footer[0] = footer[0].Called("", "save")
	}
	if n := s.above(); n >= 0 {
		turns := keys.For(keys.NextOne, keys.InChoice).Called("← →", s.Fields[n].Label)
		footer = slices.Insert(footer, len(footer)-1, turns)
	}
	if s.completes() {
		if n := slices.IndexFunc(footer, func(b keys.Binding) bool { return b.Action == keys.NextField }); n >= 0 {
			footer[n] = keys.For(keys.Complete, keys.InPath)
		}
	}
	return s.draw(in, footer, nil)
}

// draw draws the fields that fit around the present one. The lead gives way first.
// present draws the present field, unless it is nil.
func (s *Sheet) draw(in Window, footer []keys.Binding, present func(out *draw.Block) *tea.Cursor) Box {
	t, w, room := in.Theme, sheetWidth(in), in.Height-6
	out, foot := draw.NewBlock(t, w), draw.NewBlock(t, w)
	b := Box{Low: true}
	text := s.Lead
	if s.About != nil {
		text = s.About(s)
	}
	if text != "" {
		out.Paragraph(t.Plain, "", t.Dim, text)
	}
	labels, checks, below := s.labels(), -1, 0
	lead, top, bottom := out.Height(), 0, 0
	for n := range s.Fields {
		if !s.asked(n) {
			continue
		}
		above := out.Height()
		if n == s.At && present != nil {
			b.Cursor = present(out)
		} else if c := s.drawField(out, n, labels); c != nil {
			b.Cursor = c
		}
		if n == s.At {
			top, bottom = above, out.Height()
		}
		if s.Fields[n].Checks != nil {
			checks, below = n, out.Height()
		}
	}
	if present == nil {
		s.drawAlert(foot)
	}
	foot.Lines = append(foot.Lines, Footer(t, w, footer))
	room = max(room-foot.Height(), 1)
	if checks >= 0 {
		out.Lines = slices.Insert(out.Lines, below, s.openChecks(t, checks, w, room-out.Height())...)
	}
	from := max(0, min(top, out.Height()-room, max(lead, bottom+1-room)))
	if b.Cursor != nil {
		b.Cursor.Y -= from
	}
	shown, _ := Part(out.Lines, from, room)
	b.Lines = draw.Card(t, s.Title, slices.Concat(shown, foot.Lines), w)
	return b
}

func (s *Sheet) drawAlert(out *draw.Block) {
	switch t := out.Theme; {
	case s.Alert != "":
		out.Paragraph(t.WarnStrong, "! ", t.Warn, s.Alert)
	case s.Wrong != "":
		out.Paragraph(t.BadStrong, "! ", t.Bad, s.Wrong)
	case s.At < len(s.Fields) && s.Fields[s.At].echo() != "":
		out.Paragraph(t.Dim, "", t.Dim, s.Fields[s.At].echo())
	}
}

// openChecks draws the list of checks of a field into at most room lines: while
// the field has the focus, or when the question stays in view all the same.
func (s *Sheet) openChecks(t *draw.Theme, n, w, room int) []string {
	const question = 12 // lines of a window that hold it
	focused := n == s.At
	lines, mark := s.Fields[n].drawChecks(t, w, focused)
	if !focused && len(lines) > room-question || room <= 0 {
		return nil
	}
	from := max(0, min(mark-room/2, len(lines)-room))
	return lines[from:min(from+room, len(lines))]
}

// drawField draws one field and gives its cursor when it has the focus.
func (s *Sheet) drawField(out *draw.Block, n, labels int) *tea.Cursor {
	t, f, focused := out.Theme, &s.Fields[n], n == s.At
	l, labelInk := out.Line().Mark(t, focused), t.Dim
	if focused {
		labelInk = t.Strong
	}
	l.Cell(labelInk, draw.Middle(f.Label, labels), labels).Gap(2)
	x := out.Width - l.Left()
	var cursor *tea.Cursor
	if at, has := f.draw(t, l, focused); has {
		cursor = tea.NewCursor(x+at+2, out.Height()+1)
	}
	out.Add(l)
	return cursor
}
