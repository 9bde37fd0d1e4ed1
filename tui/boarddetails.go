package tui

import (
	"slices"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/tui/draw"
)

// Below its table the board shows the open points of the chosen row, and the
// records of the whole RFP.

// mostProse is the largest width for text. A window of twice this width shows both
// parts side by side.
const mostProse = 104

func (s *board) below(m *Model, w int) []string {
	if w < 2*mostProse-draw.Gutter-20 {
		own, recorded := s.missing(m, w-2), s.onRecord(m, w-2)
		if len(own) > 0 && len(recorded) > 0 {
			own = append(own, draw.Blanks(w-2))
		}
		return indent(append(own, recorded...), w)
	}
	left := (w - 2 - draw.Gutter) / 2
	right := w - 2 - draw.Gutter - left
	own, recorded := s.missing(m, left), s.onRecord(m, right)
	if len(recorded) == 0 {
		return indent(own, w)
	}
	h := max(len(own), len(recorded))
	return indent(draw.Beside(m.theme, h, draw.Exact(own, left, h), draw.Exact(recorded, right, h)), w)
}

// missing draws the open points of the chosen row: its blockers, its missing
// sign-offs, and the state of its decision.
func (s *board) missing(m *Model, w int) []string {
	row := s.row()
	if row == nil {
		return nil
	}
	t := m.theme
	out := draw.NewBlock(t, w)
	sign, word, k := standing(t, row.Verdict, row.Status != ranking.NotStarted)
	status := ", " + row.StatusText()
	if row.StatusText() == word {
		status = ""
	}
	title := draw.Harmless(s.all.Title(row.Assessment))
	out.Add(out.Line().Cell(t.Title, title, min(draw.Width(title), w/2)).Gap(2).Put(k, sign+" "+word).Put(t.Dim, status))
	s.decision(m, out, row)
	if len(row.Blockers)+len(row.Missing) == 0 {
		out.Add(out.Line().Put(t.Good, "nothing is missing"))
		return out.Lines
	}
	out.Add(out.Line().Put(t.Dim, "missing:"))
	for _, reason := range row.Blockers {
		out.Paragraph(t.BadStrong, "■ ", t.Plain, contest.BlockerOn(reason))
	}
	for _, phrase := range row.Missing {
		out.Paragraph(t.Warn, "○ ", t.Plain, phrase)
	}
	return out.Lines
}

// decision draws the decision of a row, and the reason if it is void.
func (s *board) decision(m *Model, out *draw.Block, row *ranking.BoardEntry) {
	d := row.Decision
	if d == nil {
		return
	}
	t := out.Theme
	lead := ""
	if !d.InForce() {
		lead = "✗ "
	}
	out.Paragraph(t.BadStrong, lead, t.Plain, wording.DecidedInFull(*d, m.bench.Zone))
}

// onRecord draws the records of the RFP: the award, what-ifs and changes of its
// rules.
func (s *board) onRecord(m *Model, w int) []string {
	out := draw.NewBlock(m.theme, w)
	s.drawAward(m, out)
	s.drawLater(m, out)
	s.drawWhatIfs(m, out)
	s.drawRepins(m, out)
	if n := len(out.Lines); n > 0 {
		out.Lines = out.Lines[:n-1] // remove the last blank line
	}
	return out.Lines
}

func (s *board) drawAward(m *Model, out *draw.Block) {
	award := s.all.Award()
	if award == nil {
		return
	}
	t := out.Theme
	chosen := award.Contender(award.Chosen)
	out.Add(out.Line().Put(t.Title, "Awarded to ").Say(t.Title, chosen.Vendor))
	out.Paragraph(t.Dim, "", t.Dim, contest.Stood(*award, m.bench.Zone))
	if moved := s.all.MovedSince(award); len(moved) > 0 {
		out.Paragraph(t.WarnStrong, "▲ ", t.WarnStrong, "changed since the award: "+strings.Join(moved, ", "))
	}
	fields := contest.AwardFields(*award, m.bench.Zone)
	labels := min(draw.Widest(fields, func(f [2]string) string { return draw.Harmless(f[0]) }), out.Width/3)
	for _, f := range fields {
		lead := draw.NewLine(labels+2).Cell(t.Dim, f[0], labels)
		out.Paragraph(t.Plain, lead.String(), t.Plain, f[1])
	}
	for _, c := range award.Contenders {
		k, sign := t.Dim, "– "
		if c.Assessment == award.Chosen {
			k, sign = t.GoodStrong, "✓ "
		}
		out.Paragraph(k, sign, t.Plain, contest.AwardReason(*award, c))
	}
	if n := len(s.all.Awards); n > 1 {
		out.Paragraph(t.Dim, "", t.Dim, contest.Replaced(s.all.Awards[n-2], m.bench.Zone))
	}
	out.Blank()
}

func (s *board) drawLater(m *Model, out *draw.Block) {
	t := out.Theme
	for n, l := range s.all.Later {
		if n == 0 {
			out.Heading("Since then")
		}
		out.Paragraph(t.Dim, "– ", t.Plain, l.Text(m.bench.Zone))
	}
	if len(s.all.Later) > 0 {
		out.Blank()
	}
}

func (s *board) drawWhatIfs(m *Model, out *draw.Block) {
	t := out.Theme
	for n, w := range s.all.WhatIfs {
		if n == 0 {
			out.Heading("What-ifs on record")
		}
		out.Paragraph(t.Dim, "– ", t.Plain, contest.WhatIf(w, m.bench.Zone))
	}
	if len(s.all.WhatIfs) > 0 {
		out.Blank()
	}
}

func (s *board) drawRepins(m *Model, out *draw.Block) {
	t := out.Theme
	for n, r := range slices.Backward(s.all.Repinned) {
		if n == len(s.all.Repinned)-1 {
			out.Heading("Rules changed since the RFP was opened")
		}
		out.Paragraph(t.Warn, "▲ ", t.Plain, wording.RulesChanged(r, m.bench.Zone))
	}
	if len(s.all.Repinned) > 0 {
		out.Blank()
	}
}
