package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/panel"
	"assay/assessment/workspace"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// readPanels reads the panels of all vendors of the RFP and shows them, unless the user
// has left the board.
func (s *board) readPanels(m *Model) tea.Cmd {
	b, rfp := m.bench, s.all.RFP
	read := func(ctx context.Context) (workspace.Panels, error) { return b.PanelsOf(ctx, rfp) }
	return attempt(readLimit, read, func(m *Model, all workspace.Panels) tea.Cmd {
		if m.top() != screen(s) || len(m.overlays) > 0 {
			return nil
		}
		return m.open(show(&dialog.Text{Title: "How far the graders agree", Lines: func(t *draw.Theme, w int) []string { return panelsLines(t, w, all) }}))
	})
}

// panelsLines draws the agreement of the graders over all vendors, and for each vendor
// the scenarios on which they differ.
func panelsLines(t *draw.Theme, w int, all workspace.Panels) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Plain, panel.Raw(all.Agreement))
	out.Paragraph(t.Plain, "", t.Plain, all.Reliability.Words())
	for _, page := range all.Assessments {
		out.Blank()
		out.Paragraph(t.Plain, "", t.Strong, page.Vendor)
		out.Paragraph(t.Plain, "  ", t.Dim, page.Sum())
		for _, row := range slices.Concat(page.Unreconciled(), page.Reconciled()) {
			sign, ink := panelSign(t, &row)
			out.Paragraph(ink, "  "+sign+" ", t.Plain, row.Item+" "+row.Title+": "+row.Words())
		}
	}
	return out.Lines
}
