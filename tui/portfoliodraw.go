package tui

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/store"
)

// How the portfolio is drawn.

func (s *portfolio) draw(m *Model, w, h int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if s.typing || s.filter.Value() != "" {
		out.add(out.row().gap(1).put(t.accent, "/ ").say(t.strong, s.filter.Value()).put(t.accent, caret(s.typing)))
	} else {
		out.blank()
	}
	shown := s.shown()
	switch {
	case len(s.lines) == 0 && s.loaded:
		s.drawEmpty(out)
		return out.lines
	case len(shown) == 0 && s.loaded:
		out.blank()
		out.add(out.row().gap(3).put(t.dim, "no vendor matches; esc clears the filter"))
		return out.lines
	}
	picked, name := fitting(w)
	if spare := name - 44; spare > 0 {
		// What the names do not need, the titles of the RFPs may.
		name -= spare
		for n := range picked {
			if picked[n].title == aboutTitle {
				picked[n].width += min(spare, 24)
			}
		}
	}
	head := out.row().gap(3).cell(t.dim, "vendor", name)
	for _, c := range picked {
		head.gap(2).cell(t.dim, c.title, c.width)
	}
	out.add(head)
	out.rule()
	below := s.domains(m, w, h-out.height()-len(shown))
	room := max(h-out.height()-len(below), 1)
	first := max(0, min(s.at-room/2, len(shown)-room))
	for n := first; n < min(first+room, len(shown)); n++ {
		out.add(s.drawLine(m, out.row(), shown[n], n == s.at, picked, name))
	}
	return append(out.exact(h-len(below)), below...)
}

// domains shows the chosen assessment's domains below the table, where there is
// room to spare: what is shown beside what is claimed.
func (s *portfolio) domains(m *Model, w, room int) []string {
	e := s.current()
	if e == nil || e.row == nil || e.row.Shown == assessment.NoScore {
		return nil
	}
	t, list := m.theme, e.row.Domains
	ids := widest(list, func(d store.DomainScore) string { return d.ID }) + 3
	across := max((w-3)/(44+ids), 1)
	down := (len(list) + across - 1) / across
	if room < down+5 {
		return nil
	}
	out := &pile{t: t, w: w}
	out.rule()
	out.add(out.row().gap(3).say(t.strong, e.row.Title()).put(t.dim, "  by domain: █ shown ▒ claimed"))
	for line := range down {
		r := out.row().gap(3)
		for n := line; n < len(list); n += down {
			d := list[n]
			r.cell(t.accent, d.ID, ids)
			claimedBar(t, r, 24, d.Shown, d.Claimed)
			r.gap(1).put(t.strong, figure(d.Shown)).gap(1).put(t.dim, figure(d.Claimed)).gap(5)
		}
		out.add(r)
	}
	out.blank()
	return out.lines
}

func caret(typing bool) string {
	if typing {
		return "▏"
	}
	return ""
}

func (s *portfolio) drawLine(m *Model, r *row, e entry, here bool, picked []column, name int) *row {
	t := m.theme
	k := t.plain
	s.markSign(t, r, e)
	if here {
		r.put(t.title, "▸ ")
		k = t.strong
	} else {
		r.gap(2)
	}
	titled := slices.ContainsFunc(picked, func(c column) bool { return c.title == aboutTitle })
	about := e.several || e.row != nil && e.row.RFP == ""
	switch rules := rulesTitle(e); {
	case !titled && about && e.first:
		aside := min(width(harmless(rules)), name/2)
		r.cell(k, e.vendor.Name, name-aside-3).put(t.dim, " · ").cell(t.plain, rules, aside)
	case !titled && about:
		r.put(t.dim, "  · ").cell(k, rules, name-4)
	case e.first || here:
		r.cell(k, e.vendor.Name, name)
	default:
		r.gap(name)
	}
	if e.row == nil {
		return r.gap(2).put(t.dim, "no assessment yet")
	}
	for _, c := range picked {
		c.draw(m, r.gap(2), e.row, c.width)
	}
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

// aboutWords says about whom or what an assessment is, or else on the rules of
// which RFP or questionnaire.
func aboutWords(row *store.Summary) string {
	return cmp.Or(row.Subject, row.RFP, row.Questionnaire.ID)
}

func (s *portfolio) drawEmpty(out *pile) {
	t := out.t
	out.blank()
	out.add(out.row().gap(3).put(t.strong, "No vendor yet."))
	out.blank()
	for _, line := range [][2]string{
		{"n", "adds the first vendor; then a opens an assessment of it"},
		{"R", "adds a request for proposals, so that its vendors are compared on equal rules"},
		{"?", "shows all keys"},
	} {
		out.paragraph(t.key, "   "+line[0]+"   ", t.plain, line[1])
	}
	out.blank()
	out.paragraph(t.plain, "   ", t.dim, "To look around first: assay demo opens a filled one, with three vendors, in a throw-away database.")
}
