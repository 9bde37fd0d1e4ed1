package tui

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/store"
	"assay/tui/draw"
	"assay/tui/keys"
)

// How the portfolio is drawn.

func (s *portfolio) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if s.typing || s.filter.Value() != "" {
		out.Add(out.Line().Gap(1).Put(t.Accent, "/ ").Say(t.Strong, s.filter.Value()).Put(t.Accent, caret(s.typing)))
	} else {
		out.Blank()
	}
	shown := s.shown()
	switch {
	case len(s.lines) == 0 && s.loaded:
		s.drawEmpty(out)
		return out.Lines
	case len(shown) == 0 && s.loaded:
		out.Blank()
		out.Add(out.Line().Gap(3).Put(t.Dim, "no vendor matches; esc clears the filter"))
		return out.Lines
	}
	const mark, leastName, gap = 3, 22, 2
	picked, name := fitting(portfolioColumns, w, w-mark-leastName, gap)
	name += leastName
	if spare := name - 44; spare > 0 {
		// Give the room that the names do not need to the titles of the
		// RFPs.
		name -= spare
		for n := range picked {
			if picked[n].title == aboutTitle {
				picked[n].width += min(spare, 24)
			}
		}
	}
	head := out.Line().Gap(mark).Cell(t.Dim, "vendor", name)
	putTitles(t, head, picked, gap)
	out.Add(head)
	out.Rule()
	below := s.domains(m, w, h-out.Height()-len(shown))
	room := max(h-out.Height()-len(below), 1)
	first := max(0, min(s.at-room/2, len(shown)-room))
	for n := first; n < min(first+room, len(shown)); n++ {
		out.Add(s.drawLine(m, out.Line(), shown[n], n == s.at, picked, name))
	}
	return append(out.Exact(h-len(below)), below...)
}

// domains draws the chosen assessment's domains below the table, shown
// beside claimed, if there is room.
func (s *portfolio) domains(m *Model, w, room int) []string {
	e := s.current()
	if e == nil || e.row == nil || e.row.Shown == assessment.NoScore {
		return nil
	}
	t, list := m.theme, e.row.Domains
	ids := draw.Widest(list, func(d store.DomainScore) string { return d.ID }) + 3
	across := max((w-3)/(44+ids), 1)
	down := (len(list) + across - 1) / across
	if room < down+5 {
		return nil
	}
	out := draw.NewBlock(t, w)
	out.Rule()
	out.Add(out.Line().Gap(3).Say(t.Strong, e.row.Title()).Put(t.Dim, "  by domain: █ shown ▒ claimed"))
	for line := range down {
		r := out.Line().Gap(3)
		for n := line; n < len(list); n += down {
			d := list[n]
			r.Cell(t.Accent, d.ID, ids)
			draw.ClaimedBar(t, r, 24, d.Shown, d.Claimed)
			r.Gap(1).Put(t.Strong, draw.Figure(d.Shown)).Gap(1).Put(t.Dim, draw.Figure(d.Claimed)).Gap(5)
		}
		out.Add(r)
	}
	out.Blank()
	return out.Lines
}

func caret(typing bool) string {
	if typing {
		return "▏"
	}
	return ""
}

func (s *portfolio) drawLine(m *Model, r *draw.Line, e entry, here bool, picked []column[store.Summary], name int) *draw.Line {
	t := m.theme
	k := t.Plain
	s.markSign(t, r, e)
	r.Mark(t, here)
	if here {
		k = t.Strong
	}
	titled := slices.ContainsFunc(picked, func(c column[store.Summary]) bool { return c.title == aboutTitle })
	about := e.several || e.row != nil && e.row.RFP == ""
	switch rules := rulesTitle(e); {
	case !titled && about && e.first:
		aside := min(draw.Width(draw.Harmless(rules)), name/2)
		r.Cell(k, e.vendor.Name, name-aside-3).Put(t.Dim, " · ").Cell(t.Plain, rules, aside)
	case !titled && about:
		r.Put(t.Dim, "  · ").Cell(k, rules, name-4)
	case e.first || here:
		r.Cell(k, e.vendor.Name, name)
	default:
		r.Gap(name)
	}
	if e.row == nil {
		return r.Gap(2).Put(t.Dim, "no assessment yet")
	}
	putCells(m, r, picked, 2, e.row)
	return r
}

// rulesTitle says which assessment of its vendor an entry is.
func rulesTitle(e entry) string {
	if e.row == nil {
		return ""
	}
	if e.tell != "" {
		return e.tell + " · " + aboutWords(e.row) // the end of it may be cut off
	}
	return aboutWords(e.row)
}

// aboutWords names the person or contract of an assessment, or else its RFP
// or questionnaire.
func aboutWords(row *store.Summary) string {
	return cmp.Or(row.Subject, row.RFP, row.Questionnaire.ID)
}

func (s *portfolio) drawEmpty(out *draw.Block) {
	t := out.Theme
	out.Blank()
	out.Add(out.Line().Gap(3).Put(t.Strong, "No vendor yet."))
	out.Blank()
	for _, can := range []struct {
		do   keys.Action
		text string
	}{
		{keys.NewVendor, "adds the first vendor; then a opens an assessment of it"},
		{keys.NewRFP, "adds a request for proposals, so that its vendors are compared on equal rules"},
		{keys.Help, "shows all keys"},
	} {
		out.Paragraph(t.Key, "   "+keys.For(can.do, keys.OnPortfolio).Shown()+"   ", t.Plain, can.text)
	}
	out.Blank()
	out.Paragraph(t.Plain, "   ", t.Dim, "To look around first, run assay demo: three sample vendors in a throw-away database.")
}
