package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/ranking"
)

// What stands below the table of a board: what is missing of the chosen row, and
// what is on record of the whole RFP.

// Prose is read best up to so many columns; from twice as many on, what is
// missing and what is on record stand beside one another.
const mostProse = 104

func (s *board) below(m *Model, w int) []string {
	if w < 2*mostProse-gutter-20 {
		own, recorded := s.missing(m, w-2), s.onRecord(m, w-2)
		if len(own) > 0 && len(recorded) > 0 {
			own = append(own, blanks(w-2))
		}
		return indent(append(own, recorded...), w)
	}
	left := (w - 2 - gutter) / 2
	right := w - 2 - gutter - left
	own, recorded := s.missing(m, left), s.onRecord(m, right)
	if len(recorded) == 0 {
		return indent(own, w)
	}
	h := max(len(own), len(recorded))
	return indent(beside(m.theme, h, exact(own, left, h), exact(recorded, right, h)), w)
}

// missing is what stands against the chosen one: what blocks it, what people
// still owe, and what became of its decision.
func (s *board) missing(m *Model, w int) []string {
	row := s.row()
	if row == nil {
		return nil
	}
	t := m.theme
	out := &pile{t: t, w: w}
	sign, k := t.verdict(row.Verdict)
	title := harmless(s.all.title(*row))
	out.add(out.row().cell(t.title, title, min(width(title), w/2)).gap(2).put(k, sign+" "+string(row.Verdict)).put(t.dim, ", "+row.StatusText()))
	s.decision(m, out, row)
	if len(row.Blockers)+len(row.Missing) == 0 {
		out.add(out.row().put(t.good, "nothing is missing"))
		return out.lines
	}
	out.add(out.row().put(t.dim, "missing:"))
	for _, reason := range row.Blockers {
		out.paragraph(t.badStrong, "■ ", t.plain, blockerText(reason))
	}
	for _, phrase := range row.Missing {
		out.paragraph(t.warn, "○ ", t.plain, phrase)
	}
	return out.lines
}

// decision says what was decided of a row, and why it holds no more.
func (s *board) decision(m *Model, out *pile, row *ranking.BoardEntry) {
	d := row.Decision
	if d == nil {
		return
	}
	t := out.t
	words := "decided " + string(d.Outcome) + " by " + named(d.By, d.Role) + " on " + dayText(m, d.At)
	if d.Reason != "" {
		words += ": " + d.Reason
	}
	if d.Stands() {
		out.paragraph(t.plain, "", t.plain, words)
		return
	}
	out.paragraph(t.badStrong, "✗ ", t.plain, "void, since "+d.ChangedText()+" changed: "+words)
}

// named is a person with a role, where it is known.
func named(by, role string) string {
	if role == "" {
		return by
	}
	return by + ", " + role
}

// onRecord is what is kept of the RFP: the award, what-ifs, changes of its rules.
func (s *board) onRecord(m *Model, w int) []string {
	out := &pile{t: m.theme, w: w}
	s.drawAward(m, out)
	s.drawWhatIfs(m, out)
	s.drawRepins(m, out)
	if n := len(out.lines); n > 0 {
		out.lines = out.lines[:n-1] // the blank one that ends the last
	}
	return out.lines
}

func (s *board) drawAward(m *Model, out *pile) {
	award := s.all.award()
	if award == nil {
		return
	}
	t := out.t
	chosen := award.Contender(award.Chosen)
	out.add(out.row().put(t.title, "Awarded to ").say(t.title, chosen.Vendor))
	if moved := s.all.movedSince(award); len(moved) > 0 {
		out.paragraph(t.warnStrong, "▲ ", t.warnStrong, "changed since the award: "+strings.Join(moved, ", "))
	}
	fields := [][2]string{{"approved by", named(award.By, award.Role) + " on " + dayText(m, award.At)}, {"why", award.Reason}}
	if award.RunnerUp != "" {
		fields = append(fields, [2]string{"runner-up", award.Contender(award.RunnerUp).Vendor})
	}
	for _, criterion := range award.Outside {
		fields = append(fields, [2]string{criterion.Name, criterion.Text})
	}
	labels := min(widest(fields, func(f [2]string) string { return harmless(f[0]) }), out.w/3)
	for _, f := range fields {
		lead := newRow(labels+2).cell(t.dim, f[0], labels)
		out.paragraph(t.plain, lead.String(), t.plain, f[1])
	}
	for _, c := range award.Contenders {
		name := harmless(c.Vendor) + ": "
		if c.Assessment == award.Chosen {
			out.paragraph(t.goodStrong, "✓ ", t.plain, fmt.Sprintf("%schosen: %s, shows %s, claims %s", name, c.Verdict, c.Shown, c.Claimed))
			continue
		}
		out.paragraph(t.dim, "– ", t.plain, name+"not chosen: "+c.WhyNot)
	}
	if n := len(s.all.record.Awards); n > 1 {
		before := &s.all.record.Awards[n-2]
		out.paragraph(t.dim, "", t.dim, "it replaces the award to "+before.Contender(before.Chosen).Vendor+" on "+dayText(m, before.At)+", approved by "+named(before.By, before.Role))
	}
	out.blank()
}

func (s *board) drawWhatIfs(m *Model, out *pile) {
	t := out.t
	for n, w := range s.all.whatIfs {
		if n == 0 {
			out.head("What-ifs on record")
		}
		var changes, order []string
		for domain, weight := range w.Weights {
			if set := w.Set[domain]; set != weight {
				changes = append(changes, fmt.Sprintf("%s %d→%d", domain, set, weight))
			}
		}
		slices.Sort(changes)
		for _, l := range w.Lines {
			if l.Blocked {
				order = append(order, l.Vendor+" (blocked)")
				continue
			}
			order = append(order, fmt.Sprintf("%d %s (%s)", l.Rank, l.Vendor, l.Shown))
		}
		out.paragraph(t.dim, "– ", t.plain, w.Name+", by "+w.By+" on "+dayText(m, w.At)+": with "+strings.Join(changes, ", ")+" the order is "+strings.Join(order, ", "))
	}
	if len(s.all.whatIfs) > 0 {
		out.blank()
	}
}

func (s *board) drawRepins(m *Model, out *pile) {
	t := out.t
	pin := func(p assessment.Pin) string { return p.ID + " " + p.Version + " (" + shortHash(p.Hash) + ")" }
	for n, r := range slices.Backward(s.all.record.Repinned) {
		if n == len(s.all.record.Repinned)-1 {
			out.head("Rules changed since the RFP was opened")
		}
		out.paragraph(t.warn, "▲ ", t.plain, dayText(m, r.At)+" by "+r.By+", from "+pin(r.From)+" to "+pin(r.To)+": "+r.Reason)
	}
	if len(s.all.record.Repinned) > 0 {
		out.blank()
	}
}
