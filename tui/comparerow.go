package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/tui/draw"
)

// rows returns the rows that the user can choose, from top to bottom. If the screen
// shows only differences, it leaves out the domains that are the same on all sides,
// unless their weight is changed.
func (s *comparison) rows() []contest.Row {
	return slices.DeleteFunc(s.all.in(contest.Figures, contest.Domains, contest.Terms, contest.Order), s.hides)
}

func (s *comparison) hides(row contest.Row) bool {
	return s.differing && row.Section == contest.Domains && row.Same && !s.isMoved(row.ID)
}

// hidden counts the domains that are hidden because all sides are the same.
func (s *comparison) hidden() int {
	return len(s.all.in(contest.Domains)) - len(contest.In(s.rows(), contest.Domains))
}

func (s *comparison) isMoved(domain string) bool {
	at := s.all.weighted(domain)
	return at >= 0 && s.weight(at) != s.all.table.Domains[at].Weight
}

// deeper returns the screen that the chosen row opens.
func (s *comparison) deeper() screen {
	row := s.rows()[s.at]
	switch {
	case row.Section == contest.Domains:
		return &comparedDomain{below: below{s}, domain: row.ID}
	case row.Section == contest.Order:
		return newFirmPage(s)
	case row.Key == "lead":
		return newLeadPage(s)
	case row.Key == "asked" && !s.all.Ranking.Ground.Even:
		return newGroundPage(s)
	case row.Key == "oldest_evidence":
		return newAnswersPage(s, row.Cells[s.side].Item)
	}
	return newReasonsPage(s)
}

// leads says which page enter opens for a row.
func (s *comparison) leads(row contest.Row) string {
	switch {
	case row.Section == contest.Order:
		return "enter shows every rank"
	case row.Key == "lead":
		return "enter shows where it comes from"
	case row.Key == "asked" && !s.all.Ranking.Ground.Even:
		return "enter shows which"
	case row.Key == "oldest_evidence":
		return "enter opens the item"
	}
	return "enter shows why"
}

// drawCell draws cell n of a row.
func drawCell(t *draw.Theme, r *draw.Line, row contest.Row, n int) {
	cell := row.Cells[n]
	switch row.Section {
	case contest.Domains:
		heatCell(t, r, row, cell)
		return
	case contest.Items:
		itemCell(t, r, cell)
		return
	}
	text := strings.TrimSpace(cell.Sign + " " + cell.Text)
	if cell.Short != "" && draw.Width(draw.Harmless(text)) > r.Left() {
		text = strings.TrimSpace(cell.Sign + " " + cell.Short)
	}
	if len(cell.Bar) == 1 {
		r.Number(t.Plain, text, len("100.0%"))
	} else {
		r.Put(toneInk(t, cell.Tone), draw.Middle(text, r.Left()))
	}
	if cell.Aside != "" {
		r.Put(t.Dim, shorter(r, " "+draw.Harmless(cell.Aside)))
	}
	if len(cell.Bar) == 1 && r.Left() > 12 {
		r.Gap(1)
		draw.ShareBar(t, r, cell.Bar[0])
	}
}

func toneInk(t *draw.Theme, tone contest.Tone) draw.Ink {
	return map[contest.Tone]draw.Ink{contest.Good: t.Good, contest.Warn: t.Warn, contest.Bad: t.Bad, contest.Strong: t.Strong, contest.Dim: t.Dim}[tone]
}

// heatCell draws one domain of one side: the shade of its band, the shown score,
// which is bold for the best side, and the claimed score.
func heatCell(t *draw.Theme, r *draw.Line, row contest.Row, cell contest.Cell) {
	shown, claimed := cell.Bar[0], cell.Bar[1]
	if shown == assessment.NoScore {
		r.Put(t.Dim, shorter(r, "       –  no score", "       –"))
		return
	}
	k := t.Plain
	if !slices.ContainsFunc(row.Cells, func(other contest.Cell) bool { return other.Bar[0] > shown }) {
		k = t.Strong
	}
	r.Times(toneInk(t, cell.Tone), shade(cell.Verdict), 2).Gap(1)
	r.Number(k, shown.String(), 5).Gap(1).Number(t.Dim, claimed.String(), 5).Put(t.Bad, fmt.Sprintf("%2s", cell.Sign))
	if r.Left() > 10 {
		r.Gap(1)
		draw.ClaimedBar(t, r, r.Left(), shown, claimed)
	}
}

// shade returns the sign of a band. A better band has a darker sign.
func shade(band assessment.Verdict) string {
	switch band {
	case assessment.Approve:
		return "█"
	case assessment.Conditional:
		return "▓"
	case assessment.Remediate:
		return "▒"
	}
	return "░"
}

// itemCell draws the outcome and the credit of one item on one side.
func itemCell(t *draw.Theme, r *draw.Line, cell contest.Cell) {
	k := toneInk(t, cell.Tone)
	r.Put(k, fmt.Sprintf("%-2s", cell.Sign))
	room := r.Left()
	if cell.Aside != "" {
		room -= len(" 0.90")
	}
	text := cell.Text
	if cell.Short != "" && room < wideItem {
		text = cell.Short
	}
	r.Cell(k, text, min(room, max(wideItem, draw.Width(draw.Harmless(text)))))
	if cell.Aside != "" {
		r.Gap(1).Put(t.Dim, cell.Aside)
	}
}

// wideItem is the smallest width for outcomes in words. It is the same for all rows,
// so that the credits of a column are aligned.
const wideItem = 32

// shorter returns the first text that fits into the row, or "".
func shorter(r *draw.Line, texts ...string) string {
	for _, text := range texts {
		if draw.Width(text) <= r.Left() {
			return text
		}
	}
	return ""
}
