package tui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/ranking"
	"assay/assessment/wording"
	"assay/assessment/workspace"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// board is the screen with the overview of an RFP, for the people who decide. It
// shows the rules, the rank and the decision of each vendor, the missing sign-offs,
// and the award. Blocked vendors are separate and have no rank.
type board struct {
	fetched
	rfp   string         // id
	all   *workspace.RFP // nil until it is read
	award *awarder       // the dialog for the award, after it was opened

	at   int // the chosen row
	from int // first line shown below the table
}

func (s *board) where() keys.Where { return keys.OnBoard }
func (s *board) place() string     { return "board/" + s.rfp }
func (s *board) crumb() string     { return "board" }

func (s *board) status(m *Model) string {
	switch {
	case s.all == nil && s.failed == "":
		return "reading …"
	case s.all == nil || len(s.all.Judged) == 0:
		return ""
	}
	return english.Count(len(s.all.Judged), "vendor") + ", as of " + s.all.Judged[0].Result.AsOf.String() + m.theme.Dim.On(" · "+wording.Times(m.bench.Zone))
}

func (s *board) begin(m *Model) tea.Cmd {
	b, rfp := m.bench, s.rfp
	return fetch(s, func(ctx context.Context) (*workspace.RFP, error) { return b.RFP(ctx, rfp) }, s.show)
}

// show takes over the RFP that was read.
func (s *board) show(m *Model, all *workspace.RFP) tea.Cmd {
	chosen := s.row()
	s.all = all
	if chosen != nil {
		s.at = max(s.all.Board.Find(chosen.Assessment), 0)
	}
	s.scroll(m, 0)
	if s.award != nil {
		return s.award.follow(m, s.all)
	}
	return nil
}

// row returns the chosen row, or nil if there is none.
func (s *board) row() *ranking.BoardEntry {
	if s.all == nil || s.at >= len(s.all.Board.Entries) {
		return nil
	}
	return &s.all.Board.Entries[s.at]
}

func (s *board) why(m *Model, a keys.Action) string {
	row := s.row()
	switch a {
	case keys.PageDown, keys.PageUp:
		return ""
	}
	if row == nil {
		return "no vendor is assessed in this RFP yet"
	}
	switch a {
	case keys.Compare:
		switch n := len(s.all.Judged); {
		case n < 2:
			return s.all.Title(row.Assessment) + " is alone in its RFP"
		case n > contest.Most:
			return fmt.Sprintf("%d can be compared at most, and these are %d: mark fewer among the vendors with m", contest.Most, n)
		}
	case keys.Award:
		if row.Group == ranking.Blocked {
			return s.all.Title(row.Assessment) + " is blocked and cannot be chosen: " + row.Blockers[0].Text
		}
		return m.whyNotAwarded(*s.all.Snapshot(row.Assessment))
	case keys.Report:
		return m.whyNoDocument(nil)
	}
	return ""
}

func (s *board) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	page := max(m.h/2, 1)
	switch a {
	case keys.PageDown:
		s.scroll(m, page)
	case keys.PageUp:
		s.scroll(m, -page)
	case keys.Down, keys.Up, keys.Top, keys.Bottom:
		s.at, _ = keys.Step(a, s.at, 0, len(s.all.Board.Entries))
		s.from = 0
	case keys.Open:
		return m.push(s.vendorPage())
	case keys.Interview:
		return m.enter(s.vendorPage())
	case keys.Explain:
		return m.open(newExplainer(s.row().Assessment, ""))
	case keys.Compare:
		return m.push(&comparison{ids: s.ids()})
	case keys.Report:
		about := aboutBoth(s.row().Assessment, s.ids())
		about.RFP = s.rfp
		return m.askDocument(about)
	case keys.Panel:
		return s.readPanels(m)
	case keys.Award:
		return s.askAward(m)
	}
	return nil
}

// ids lists the assessments of the board, in its order.
func (s *board) ids() []string {
	var ids []string
	for _, row := range s.all.Board.Entries {
		ids = append(ids, row.Assessment)
	}
	return ids
}

// vendorPage returns the page of the chosen vendor, with the assessment of this RFP
// selected.
func (s *board) vendorPage() *vendorPage {
	id := s.row().Assessment
	return &vendorPage{vendorID: s.all.Snapshot(id).Opened.Vendor.ID, want: id}
}

// scroll scrolls the lines below the table.
func (s *board) scroll(m *Model, by int) {
	if s.all == nil {
		return
	}
	over, below := s.parts(m, m.w, m.h-3)
	s.from = max(0, min(s.from+by, len(below)-(m.h-3-len(over))))
}

func (s *board) hint(*Model) string {
	switch row := s.row(); {
	case row == nil:
		return ""
	case row.Status == ranking.NotStarted:
		return wording.NotStarted
	case row.Group == ranking.Blocked:
		return "blocked: a higher score does not help; close the points below"
	}
	return ""
}

// openBoard opens the board of an RFP. If rfp is empty and there are several, it
// asks for one.
func openBoard(m *Model, rfp string, all []assessment.RFP) tea.Cmd {
	if rfp == "" && len(all) == 1 {
		rfp = all[0].ID
	}
	if rfp != "" {
		return m.push(&board{rfp: rfp})
	}
	p := &picker{Picker: dialog.Picker[effect]{Title: "The board of which RFP?"}}
	for _, one := range all {
		p.Choices = append(p.Choices, choice{Text: one.Title, Aside: one.Reference, Value: func(m *Model) tea.Cmd { return m.push(&board{rfp: one.ID}) }})
	}
	return m.open(p)
}

func (s *board) draw(m *Model, w, h int) []string {
	if s.all == nil {
		return unread(draw.NewBlock(m.theme, w), s.failed)
	}
	over, below := s.parts(m, w, h)
	return append(over, scrolled(m.theme, below, s.from, w, h-len(over), 1)...)
}

// parts returns the fixed lines, which are the head and the table, and the
// scrolling lines below them.
func (s *board) parts(m *Model, w, h int) (over, below []string) {
	out := draw.NewBlock(m.theme, w)
	s.drawHead(m, out)
	if len(s.all.Board.Entries) == 0 {
		out.Blank()
		out.Paragraph(m.theme.Plain, "   ", m.theme.Strong, "No vendor is assessed yet.")
		out.Paragraph(m.theme.Plain, "   ", m.theme.Dim, "Among the vendors, a opens an assessment on the rules of this RFP.")
		out.Blank()
		return out.Lines, s.below(m, w)
	}
	s.drawTable(m, out, max((h-out.Height())*3/5, 4))
	out.Rule()
	return out.Lines, s.below(m, w)
}
