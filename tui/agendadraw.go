package tui

import (
	"cmp"
	"fmt"

	"assay/assessment/agenda"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

// agendaNames names the pages of the agenda, in their order.
var agendaNames = [agendaViews]string{"The meeting", "Outside it", "Clock"}

func (s *agendaPage) draw(m *Model, w, h int) []string {
	t, k := m.theme, s.book(m)
	out := draw.NewBlock(t, w)
	if k == nil {
		return unread(out, "")
	}
	plan := k.planned(m)
	tabs := out.Line()
	for n, name := range agendaNames {
		if agendaView(n) == s.page {
			tabs.Gap(1).Put(t.Chip, "["+name+"]")
		} else {
			tabs.Gap(2).Put(t.Dim, name).Gap(1)
		}
	}
	out.Add(tabs)
	ink, words := t.Strong, plan.Words()
	switch {
	case s.page == deskView:
		words = k.desk().Words()
	case plan.clock != nil && plan.clock.Late > 0:
		ink, words = t.WarnStrong, plan.clock.Words()
	case plan.clock != nil:
		words = plan.clock.Words()
	case s.page == clockView:
		words = "the clock runs while a session runs: " + keys.For(keys.Session, keys.OnAgenda).Shown() + " starts one"
	}
	out.Paragraph(t.Plain, " ", ink, english.Capital(words))
	rows := s.rows(m, k)
	at := s.at(rows)
	if at < 0 {
		return out.Lines
	}
	c := agendaColumns(w, rows)
	listOver(out, h, len(rows), at, func(n int) *draw.Line { return c.row(out, rows[n], n == at) }, s.details(m, k, rows[at], detailWidth(w)), keys.For(keys.Open, keys.OnAgenda).Shown())
	return out.Lines
}

// agendaTable is the widths of the columns. A column that is dropped has none: the
// details below have everything, and names are dropped last.
type agendaTable struct{ id, title, who, why int }

func agendaColumns(w int, rows []agendaRow) agendaTable {
	const mark, minutes, least = 3, 8, 30
	var c agendaTable
	for _, r := range rows {
		switch {
		case r.point != nil:
			c.id, c.title = max(c.id, draw.Width(r.point.Item)), max(c.title, draw.Width(draw.Harmless(r.point.Title)))
			c.who, c.why = max(c.who, draw.Width(cmp.Or(r.point.AskedOf, "anybody"))), max(c.why, draw.Width(r.whyWords()))
		case r.task != nil:
			c.id, c.title = max(c.id, draw.Width(r.task.Item)), max(c.title, draw.Width(draw.Harmless(r.task.Title)))
			c.who, c.why = max(c.who, draw.Width(draw.Harmless(r.task.Who))), max(c.why, draw.Width(r.task.ByWords()))
		case r.pace != nil:
			c.id, c.title = max(c.id, draw.Width(r.pace.Domain)), max(c.title, draw.Width(draw.Harmless(r.pace.Name)))
		}
	}
	c.id, c.who = min(c.id, 20), min(c.who, 24)
	room := w - mark - c.id - 2 - minutes
	c.title = min(c.title, max(room-2-c.why, min(least, room)))
	if c.title+2+c.why > room {
		c.why = 0
	}
	if room-c.title-2-c.why < c.who+2 {
		c.who = 0
	}
	return c
}

// whyWords say why a point has its place, and whether to skip it.
func (r agendaRow) whyWords() string {
	if r.skipped {
		return "skip: " + r.point.Why
	}
	return r.point.Why
}

func (c agendaTable) row(out *draw.Block, r agendaRow, chosen bool) *draw.Line {
	t, line, ink := out.Theme, out.Line(), out.Theme.Plain
	if r.heading != "" {
		return line.Gap(1).Put(t.Title, r.heading)
	}
	if chosen {
		line.Put(t.Title, " ▸ ")
		ink = t.Strong
	} else {
		line.Gap(3)
	}
	switch {
	case r.pace != nil:
		in := t.Plain
		if r.pace.Used > r.pace.Planned {
			in = t.Warn
		}
		line.Cell(t.Dim, r.pace.Domain, c.id).Gap(2).Cell(ink, r.pace.Name, c.title).Gap(2)
		return line.Number(in, fmt.Sprintf("%d of %d min", r.pace.Used, r.pace.Planned), 13).Put(t.Dim, openWords(r.pace))
	case r.task != nil:
		in := t.Dim
		if r.task.Overdue {
			in = t.Bad
		}
		line.Cell(t.Dim, r.task.Item, c.id).Gap(2).Cell(ink, r.task.Title, c.title)
		return c.rest(line, ink, r.task.Who, r.task.Minutes, in, r.task.ByWords())
	}
	in := t.Dim
	if r.skipped {
		in = t.Warn
	}
	line.Cell(t.Dim, r.point.Item, c.id).Gap(2).Cell(ink, r.point.Title, c.title)
	return c.rest(line, ink, cmp.Or(r.point.AskedOf, "anybody"), r.point.Minutes, in, r.whyWords())
}

func openWords(d *agenda.Pace) string {
	if d.Open == 0 {
		return ""
	}
	return fmt.Sprintf("  %d min open", d.Open)
}

// rest draws the columns after the title.
func (c agendaTable) rest(line *draw.Line, ink draw.Ink, who string, minutes int, in draw.Ink, why string) *draw.Line {
	if c.who > 0 {
		line.Gap(2).Cell(ink, draw.Middle(who, c.who), c.who)
	}
	text := "–"
	if minutes > 0 {
		text = fmt.Sprintf("%d min", minutes)
	}
	line.Number(ink, text, 8)
	if c.why > 0 {
		line.Gap(2).Say(in, why)
	}
	return line
}

// details are the question of the chosen row, whom to ask, and why it has its place.
func (s *agendaPage) details(m *Model, k *book, r agendaRow, w int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if r.pace != nil {
		out.Paragraph(t.Plain, "", t.Plain, fmt.Sprintf("%s: %d of %d planned minutes used, %d min of questions open", r.pace.Name, r.pace.Used, r.pace.Planned, r.pace.Open))
		return out.Lines
	}
	item := k.now.Questionnaire.Item(r.id())
	out.Paragraph(t.Title, item.ID+" ", t.Strong, item.Title)
	switch {
	case r.task != nil:
		out.Paragraph(t.Dim, "", t.Dim, english.Join(" · ", r.task.Who+": "+r.task.What, r.task.ByWords(), minuteWords(r.task.Minutes)))
	case r.skipped:
		out.Paragraph(t.Warn, "", t.Warn, english.Join(" · ", wording.AskedOf(item), minuteWords(r.point.Minutes), r.point.Why, "no longer fits"))
	default:
		out.Paragraph(t.Dim, "", t.Dim, english.Join(" · ", wording.AskedOf(item), minuteWords(r.point.Minutes), r.point.Why))
	}
	for _, line := range draw.Wrap(item.AskAt(k.now.Milestone), w-2) {
		out.Add(out.Line().Put(t.Accent, "┃ ").Put(t.Strong, line))
	}
	return out.Lines
}

func minuteWords(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d min", n)
}
