package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

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
		r := out.Line().Gap(filterAt-2).Put(t.Accent, "/ ")
		shown, _ := s.filter.Line(r.Left())
		out.Add(r.Put(t.Strong, shown))
	} else {
		out.Blank()
	}
	if s.alarm != "" {
		out.Paragraph(t.Bad, " ■ ", t.Bad, s.alarm+". Nothing can be recorded or decided; doctor tells how to go on.")
		out.Blank()
	}
	shown := s.lines
	switch {
	case s.part.Vendors == 0 && s.loaded:
		s.drawEmpty(out)
		return out.Lines
	case len(shown) == 0 && s.loaded:
		out.Blank()
		out.Add(out.Line().Gap(3).Put(t.Dim, "no vendor matches; esc clears the filter"))
		return out.Lines
	}
	const mark, gap = 3, 2
	names := draw.Widest(shown, func(e entry) string { return draw.Harmless(e.vendor.Name) })
	names = max(22, min(names, 44, w*2/5))
	picked, name := fitting(portfolioColumns, w, w-mark-names, gap)
	if at := slices.IndexFunc(picked, func(c column[store.Summary]) bool { return c.title == aboutTitle }); at >= 0 {
		picked[at].width += name
		name = 0
	}
	name += names
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
			r.Gap(1).Number(t.Strong, d.Shown.String(), 5).Gap(1).Number(t.Dim, d.Claimed.String(), 5).Gap(5)
		}
		out.Add(r)
	}
	out.Blank()
	return out.Lines
}

// filterAt is the column of the filter, in the first line.
const filterAt = 3

// cursor implements typist.
func (s *portfolio) cursor(w int) *tea.Cursor {
	if !s.typing {
		return nil
	}
	_, at := s.filter.Line(w - filterAt)
	return tea.NewCursor(filterAt+at, 0)
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
	switch {
	case !titled && about && e.first:
		// The name comes first: the rules get the room that it leaves.
		whole := draw.Width(draw.Harmless(e.vendor.Name))
		rules := rulesTitle(e, max(name-whole-3, leastRules))
		aside := min(draw.Width(rules), max(name-whole-3, leastRules))
		r.Cell(k, draw.Middle(e.vendor.Name, name-aside-3), name-aside-3).Put(t.Dim, " · ").Cell(t.Plain, rules, aside)
	case !titled && about:
		r.Put(t.Dim, "  · ").Cell(k, rulesTitle(e, name-4), name-4)
	case e.first || here:
		r.Cell(k, draw.Middle(e.vendor.Name, name), name)
	default:
		r.Gap(name)
	}
	if e.row == nil {
		return r.Gap(2).Put(t.Dim, "no assessment yet")
	}
	putCells(m, r, picked, 2, e.row)
	return r
}

// leastRules is the room that the rules of an assessment keep beside a long name.
const leastRules = 10

// rulesTitle says in w columns which assessment of its vendor an entry is.
func rulesTitle(e entry, w int) string {
	about := draw.Harmless(aboutWords(e.row))
	switch whole := e.tell + " · " + about; {
	case e.tell == "":
		return about
	case draw.Width(whole) <= w:
		return whole
	}
	return e.tell
}

// aboutWords names the person or contract of an assessment, or else its RFP
// or questionnaire, in few words.
func aboutWords(row *store.Summary) string {
	return cmp.Or(row.Subject, row.RFPReference, row.RFP, row.Questionnaire.ID)
}

// aboutInFull is aboutWords with the title of the RFP.
func aboutInFull(row *store.Summary) string {
	if row.Subject != "" || row.RFPReference == "" {
		return draw.Harmless(aboutWords(row))
	}
	return draw.Harmless(row.RFPReference + " " + row.RFP)
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
