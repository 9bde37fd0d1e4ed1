package tui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
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
		out.Paragraph(t.Bad, " ■ ", t.Bad, s.alarm+". Nothing can be recorded or decided; "+m.orTellWhoRuns("doctor tells how to go on")+".")
		out.Blank()
	}
	shown := s.lines
	switch {
	case s.part.Vendors == 0 && s.loaded:
		s.drawEmpty(m, out)
		return out.Lines
	case len(shown) == 0 && s.loaded:
		out.Blank()
		out.Add(out.Line().Gap(3).Put(t.Dim, "no vendor matches; esc clears the filter"))
		return out.Lines
	}
	picked, name := s.grid(w)
	head := out.Line().Gap(markRoom).Cell(t.Dim, "vendor", name)
	putTitles(t, head, picked, columnGap)
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

// The columns before the name, and between columns.
const markRoom, columnGap = 3, 2

// grid lays out the columns in a width. Names stay whole as long as the verdict fits
// beside them; the other columns give way by their ranks. Where the column that tells
// the assessments of a vendor apart has given way, the name is followed by that text.
func (s *portfolio) grid(w int) (picked []column[store.Summary], name int) {
	const least = 22
	most := max(w-markRoom-columnGap-portfolioColumns[0].width, least)
	names := max(least, min(s.names, most))
	picked, left := fitting(portfolioColumns, w, w-markRoom-names, columnGap)
	if at := slices.IndexFunc(picked, isAbout); at >= 0 {
		picked[at].width += left
		return picked, names
	}
	if s.told > names+left {
		names = min(s.told, most)
		picked, left = fitting(portfolioColumns, w, w-markRoom-names, columnGap)
		picked = slices.DeleteFunc(picked, isAbout) // it is told behind the name
	}
	return picked, names + left
}

func isAbout(c column[store.Summary]) bool { return c.title == aboutTitle }

// measure finds the widths of the names, and of the names with the text that tells their
// assessments apart.
func (s *portfolio) measure() {
	s.names = draw.Widest(s.lines, func(e entry) string { return draw.Harmless(e.vendor.Name) })
	s.told = draw.Widest(s.lines, func(e entry) string {
		if !e.isTold() {
			return ""
		}
		return draw.Harmless(e.vendor.Name) + between + rulesTitle(e, wholeTitle)
	})
}

// between parts a name from what tells its assessment apart.
const between = " · "

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
	told := e.isTold() && !slices.ContainsFunc(picked, isAbout)
	switch {
	case told && e.first:
		vendor := draw.Middle(e.vendor.Name, name)
		r.Put(k, vendor)
		left := name - draw.Width(vendor)
		rules := rulesTitle(e, left-len(between))
		if draw.Width(between)+draw.Width(rules) > left {
			r.Gap(left)
			break // the name stays whole
		}
		r.Put(t.Dim, between).Cell(t.Plain, rules, left-draw.Width(between))
	case told:
		r.Put(t.Dim, "  · ").Cell(k, rulesTitle(e, name-4), name-4)
	case e.first || here:
		r.Cell(k, draw.Middle(e.vendor.Name, name), name)
	default:
		r.Gap(name)
	}
	if e.row == nil {
		return r.Gap(columnGap).Put(t.Dim, "no assessment yet")
	}
	putCells(m, r, picked, columnGap, e.row)
	return r
}

// isTold reports whether an entry needs a text that tells it apart.
func (e *entry) isTold() bool { return e.several || e.row != nil && e.row.RFP == "" }

// wholeTitle is more than the width of any text that tells an assessment apart.
const wholeTitle = 1000

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

// drawEmpty draws what to do first. Whoever may not do it is told who does.
func (s *portfolio) drawEmpty(m *Model, out *draw.Block) {
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
		if m.whyNotMine(can.do) == "" {
			out.Paragraph(t.Key, "   "+keys.For(can.do, keys.OnPortfolio).Shown()+"   ", t.Plain, can.text)
		}
	}
	out.Blank()
	if why := m.whyNotMine(keys.NewVendor); why != "" {
		out.Paragraph(t.Plain, "   ", t.Dim, english.Sentence("to add a vendor: "+why))
		out.Paragraph(t.Key, "   "+keys.For(keys.People, keys.OnPortfolio).Shown()+"   ", t.Plain, "shows the people and their roles")
		return
	}
	if m.bench.served() {
		return
	}
	out.Paragraph(t.Plain, "   ", t.Dim, "To look around first, run assay demo: three sample vendors in a throw-away database.")
}
