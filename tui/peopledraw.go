package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/history"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

// How the page of the people is drawn.

// rolesList names roles on a line.
func rolesList(all []assessment.Role) string {
	names := make([]string, len(all))
	for n, role := range all {
		names[n] = role.String()
	}
	return strings.Join(names, ", ")
}

func (s *peoplePage) draw(m *Model, w, h int) []string {
	out := draw.NewBlock(m.theme, w)
	if !s.arrived || s.failed != "" {
		return unread(out, s.failed)
	}
	s.tabs(out)
	switch {
	case s.page == peopleRoles:
		lines := s.roleLines(m, detailWidth(w))
		for _, line := range scrolled(m.theme, lines, s.from, detailWidth(w), h-out.Height(), 0) {
			out.Add(out.Line().Gap(1).Raw(line, detailWidth(w)))
		}
	case !m.roles.people.On():
		s.nobody(out)
	case s.page == peopleChanges:
		s.drawChanges(m, out, h)
	default:
		s.drawPeople(m, out, h)
	}
	return out.Lines
}

// tabs names the pages, and marks the present one.
func (s *peoplePage) tabs(out *draw.Block) {
	t, l := out.Theme, out.Line().Gap(1)
	for n, name := range peopleNames {
		if n == s.page {
			l.Put(t.Chip, "["+name+"]").Gap(1)
		} else {
			l.Put(t.Dim, " "+name+" ").Gap(1)
		}
	}
	out.Add(l)
	out.Rule()
}

// nobody explains a record without people.
func (s *peoplePage) nobody(out *draw.Block) {
	t := out.Theme
	out.Blank()
	out.Paragraph(t.Plain, "   ", t.Strong, "Nobody is named in this record, so everybody may do everything.")
	out.Blank()
	out.Paragraph(t.Key, "   "+keys.For(keys.Add, keys.OnPeople).Shown()+"   ", t.Plain, "adds the first person, who is the administrator")
	out.Paragraph(t.Key, "   "+keys.For(keys.Page, keys.OnPeople).Shown()+" ", t.Plain, "shows what each role may do")
	out.Blank()
	out.Paragraph(t.Warn, " ! ", t.Plain, "From the first person on, roles bind whoever records here: who is not among the people reads, and records nothing. Nobody takes that back.")
}

// personColumns are the widths of the columns of the list. A column that has no room has
// none; the details have everything.
type personColumns struct{ name, roles, keys, login, added int }

func columnsOf(all []assessment.Account, w int) personColumns {
	const mark, gap, date, leastRoles = 3, 2, len("2026-11-22"), 13
	c := personColumns{
		name:  min(draw.Widest(all, func(a assessment.Account) string { return draw.Harmless(a.Name) }), max(w/2-mark, 12)),
		roles: max(draw.Widest(all, func(a assessment.Account) string { return standingOf(a) }), leastRoles),
	}
	left := w - mark - c.name - gap
	c.roles = min(c.roles, left)
	left -= c.roles
	take := func(n int) int {
		if left < n+gap {
			return 0
		}
		left -= n + gap
		return n
	}
	c.keys = take(len("keys"))
	c.added = take(date)
	if login := draw.Widest(all, func(a assessment.Account) string { return draw.Harmless(a.Login) }); login > 0 {
		c.login = take(max(login, len("login")))
	}
	return c
}

// standingOf are the roles of a person, or that the person was removed.
func standingOf(a assessment.Account) string {
	if a.Removed != nil {
		return "removed"
	}
	return rolesList(a.Roles)
}

func (c personColumns) row(l *draw.Line, k draw.Ink, name, roles, keys, added, login string) *draw.Line {
	l.Cell(k, draw.Middle(name, c.name), c.name).Gap(2).Cell(k, roles, c.roles)
	for _, cell := range []struct {
		text string
		w    int
	}{{keys, c.keys}, {added, c.added}, {login, c.login}} {
		if cell.w > 0 {
			l.Gap(2).Cell(k, cell.text, cell.w)
		}
	}
	return l
}

func (s *peoplePage) drawPeople(m *Model, out *draw.Block, h int) {
	t, all := out.Theme, s.listed(m)
	n, c := s.personAt(all), columnsOf(all, out.Width)
	out.Add(c.row(out.Line().Gap(3), t.Dim, "name", "roles", "keys", "added", "login"))
	listOver(out, h, len(all), n, func(line int) *draw.Line {
		a, l, ink := all[line], out.Line(), t.Plain
		switch {
		case line == n:
			l.Put(t.Title, " ▸ ")
			ink = t.Strong
		default:
			l.Gap(3)
		}
		if a.Removed != nil {
			ink = t.Dim
		}
		return c.row(l, ink, a.Name, standingOf(a), keysCount(a), wording.Day(a.AddedAt, m.bench.Zone), a.Login)
	}, personLines(m, t, detailWidth(out.Width), all[n]), keys.For(keys.Open, keys.OnPeople).Shown())
}

func keysCount(a assessment.Account) string {
	if len(a.Keys) == 0 {
		return "–"
	}
	return fmt.Sprint(len(a.Keys))
}

// personLines draws everything that is recorded about a person.
func personLines(m *Model, t *draw.Theme, w int, who assessment.Account) []string {
	out, zone := draw.NewBlock(t, w), m.bench.Zone
	out.Paragraph(t.Plain, "", t.Strong, who.Name)
	list := []string{"roles", rolesList(who.Roles), "login", who.Login, "added", english.Join(" by ", moment(m, zone, who.AddedAt), who.AddedBy)}
	if gone := who.Removed; gone != nil {
		list = append(list, "removed", english.Join(" by ", moment(m, zone, gone.At), gone.By)+": "+gone.Reason)
	}
	for _, key := range who.Keys {
		list = append(list, "key", english.Join(", ", english.Join(" ", key.Fingerprint, key.Comment), "added "+english.Join(" by ", moment(m, zone, key.AddedAt), key.AddedBy)))
	}
	if len(who.Keys) == 0 && who.Removed == nil {
		list = append(list, "keys", "none: over SSH nobody comes in without one")
	}
	namedTexts(out, list...)
	return out.Lines
}

func (s *peoplePage) drawChanges(m *Model, out *draw.Block, h int) {
	t := out.Theme
	const date = len("2026-11-22 09:00")
	who := min(draw.Widest(s.changes, func(e history.Entry) string { return draw.Harmless(e.By) }), out.Width/3)
	row := func(l *draw.Line, k draw.Ink, when, by, did string) *draw.Line {
		return l.Cell(k, when, date).Gap(2).Cell(k, draw.Middle(by, who), who).Gap(2).Say(k, did)
	}
	out.Add(row(out.Line().Gap(3), t.Dim, "when", "who", "change"))
	listOver(out, h, len(s.changes), s.at, func(n int) *draw.Line {
		e := s.changes[n]
		if n == s.at {
			return row(out.Line().Put(t.Title, " ▸ "), t.Strong, wording.Time(e.At, m.bench.Zone), e.By, e.Brief())
		}
		return row(out.Line().Gap(3), t.Plain, wording.Time(e.At, m.bench.Zone), e.By, e.Brief())
	}, peopleChangeLines(m, t, detailWidth(out.Width), s.changes[s.at]), keys.For(keys.Open, keys.OnPeople).Shown())
}

// peopleChangeLines draws a change with each value that it changed.
func peopleChangeLines(m *Model, t *draw.Theme, w int, e history.Entry) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, wording.Moment(e.At, m.bench.Zone)+"  "+e.By)
	out.Paragraph(t.Plain, "", t.Plain, e.Text)
	var list []string
	for _, c := range e.Changes {
		text := c.String()
		if c.What == "reason" {
			text = c.After
		}
		list = append(list, c.What, text)
	}
	namedTexts(out, list...)
	return out.Lines
}

// roleRoom is how many lines of the roles are shown.
func (s *peoplePage) roleRoom(m *Model) int {
	const over = 3 + 2 // header, footer and bottom line; the pages and the rule
	return max(m.h-over, 1)
}

// roleLines draws what each role may do, and the rules.
func (s *peoplePage) roleLines(m *Model, w int) []string {
	t, out := m.theme, draw.NewBlock(m.theme, w)
	everybody := []string{}
	for _, p := range assessment.Permissions() {
		if len(p.Roles) == len(assessment.Roles()) {
			everybody = append(everybody, p.Does)
		}
	}
	out.Paragraph(t.Plain, "", t.Plain, "Each person may "+english.List(everybody)+". Beside that, by role:")
	for _, role := range assessment.Roles() {
		out.Blank()
		head := out.Line().Put(t.Title, english.Capital(role.String()))
		if who := m.roles.people.With(role); len(who) > 0 {
			names := make([]string, len(who))
			for n, a := range who {
				names[n] = a.Name
			}
			head.Gap(2).Say(t.Dim, strings.Join(names, ", "))
		}
		out.Add(head)
		alone := true
		for _, p := range assessment.Permissions() {
			if slices.Contains(p.Roles, role) && len(p.Roles) < len(assessment.Roles()) {
				out.Paragraph(t.Plain, "  · ", t.Plain, p.Does)
				alone = false
			}
		}
		if alone {
			out.Paragraph(t.Plain, "  · ", t.Plain, "nothing else")
		}
	}
	out.Blank()
	out.Add(out.Line().Put(t.Title, "Rules"))
	out.Paragraph(t.Plain, "  ✓ ", t.Plain, "whoever alone evaluated an assessment does not approve, waive or award it")
	out.Paragraph(t.Plain, "  ✓ ", t.Plain, "people decide, approve and sign in their own name alone")
	for _, rule := range assessment.Separations() {
		mark, ink, text := "  ○ ", t.Dim, rule.Says()+": may be added, and then stays for good"
		if slices.Contains(m.roles.people.Rules, rule) {
			mark, ink, text = "  ✓ ", t.Plain, rule.Says()
		}
		out.Paragraph(ink, mark, ink, text)
	}
	out.Blank()
	out.Paragraph(t.Plain, "", t.Dim, "Roles bind whoever comes through assay. Whoever can write the database itself is its administrator, whatever this page says.")
	return out.Lines
}
