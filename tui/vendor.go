package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
	"assay/tui/draw"
	"assay/tui/keys"
)

// vendorPage shows one vendor: its data, its assessments, and the reasons
// for the verdict of the chosen one.
type vendorPage struct {
	fetched
	vendorID string
	want     string // assessment to select
	loaded   bool
	aboutVendor
	at   int
	from int // first line of the details shown
}

// aboutVendor is everything that the page of a vendor reads.
type aboutVendor struct {
	vendor assessment.Vendor
	rows   []store.Summary
	rfps   []assessment.RFP
}

func (s *vendorPage) where() keys.Where { return keys.OnVendor }
func (s *vendorPage) place() string     { return "vendor/" + s.vendorID }

func (s *vendorPage) crumb() string {
	if !s.loaded {
		return "…"
	}
	return s.vendor.Name
}

func (s *vendorPage) status(m *Model) string {
	k := s.book(m)
	switch {
	case m.writing:
		return "writing the report …"
	case k != nil && (!k.idle() || k.now.Withdrawn != nil || m.clashesOf(k) > 0):
		return savedWords(m, k)
	case k != nil && k.now.Running() != nil:
		return "session " + m.theme.Strong.On(clock(m.now.UnixMicro()-k.now.Running().Start))
	}
	return ""
}

func (s *vendorPage) begin(m *Model) tea.Cmd {
	b, id := m.bench, s.vendorID
	return fetch(s, func(ctx context.Context) (got aboutVendor, err error) {
		if got.vendor, err = b.Store.FindVendor(ctx, id); err != nil {
			return got, err
		}
		if got.rows, err = b.Store.List(ctx, store.Filter{VendorID: id}); err == nil {
			got.rfps, err = b.Store.RFPs(ctx)
		}
		return got, err
	}, s.show)
}

// show takes over the vendor that was read. The chosen assessment stays chosen.
func (s *vendorPage) show(m *Model, got aboutVendor) tea.Cmd {
	if row := s.row(); row != nil && s.want == "" {
		s.want = row.ID
	}
	s.aboutVendor, s.loaded = got, true
	slices.SortStableFunc(s.rows, latestFirst)
	s.at = max(slices.IndexFunc(s.rows, func(r store.Summary) bool { return r.ID == s.want }), 0)
	s.want = ""
	return s.readChosen(m)
}

// readChosen reads the chosen assessment, for its reasons.
func (s *vendorPage) readChosen(m *Model) tea.Cmd {
	row := s.row()
	if row == nil || m.top() != screen(s) {
		return nil
	}
	return readBook(m.bench, row.ID, func(*Model) tea.Cmd { return nil })
}

func (s *vendorPage) row() *store.Summary {
	if s.at < len(s.rows) {
		return &s.rows[s.at]
	}
	return nil
}

// book is the assessment that is chosen, or nil while it is read.
func (s *vendorPage) book(m *Model) *book {
	if row := s.row(); row != nil {
		return m.books[row.ID]
	}
	return nil
}

func (s *vendorPage) why(m *Model, a keys.Action) string {
	switch a {
	case keys.Decide, keys.Actions, keys.AllEvidence, keys.Chain, keys.MoveOn, keys.Delta, keys.Journal, keys.Panel, keys.Review, keys.Agenda, keys.Ask, keys.Receive, keys.Retry, keys.Discard:
		return s.whyNot(m, s.book(m), a)
	case keys.Interview:
		if s.row() == nil {
			return "there is no assessment yet: a opens one"
		}
	case keys.Explain:
		if s.row() == nil {
			return "there is no assessment to explain"
		}
	case keys.NewAssessment:
		if !s.loaded {
			return "still reading"
		}
	case keys.Report:
		if s.row() == nil {
			return "there is no assessment to report on"
		}
		return m.whyNoDocument(s.book(m))
	}
	return ""
}

func (s *vendorPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	switch a {
	case keys.Down, keys.Up, keys.Top, keys.Bottom:
		s.at, _ = keys.Step(a, s.at, 0, len(s.rows))
		s.from = 0
		return s.readChosen(m)
	case keys.PageDown:
		s.from += max(m.h/2, 1)
		s.from = min(s.from, max(len(s.details(m, m.w-2))-1, 0))
	case keys.PageUp:
		s.from = max(s.from-max(m.h/2, 1), 0)
	case keys.Interview:
		return m.push(&interview{id: s.row().ID})
	case keys.Explain:
		return m.open(newExplainer(s.row().ID, ""))
	case keys.Decide:
		return decide(m, s.book(m))
	case keys.Actions:
		return openActionPage(m, s.row().ID, "")
	case keys.AllEvidence:
		return openEvidencePage(m, s.row().ID, "")
	case keys.Chain:
		return m.open(newChain(s.row().ID))
	case keys.MoveOn:
		return m.open(newMoveOn(s.book(m)))
	case keys.Journal:
		return openJournal(m, s.book(m), "")
	case keys.Review:
		return openReview(m, s.row().ID)
	case keys.Panel:
		return openPanels(m, s.book(m), "")
	case keys.Ask:
		return m.open(askVendor(m, s.book(m)))
	case keys.Receive:
		return m.open(askReply(m, s.row().ID))
	case keys.Agenda:
		return m.push(&agendaPage{recordPage: recordPage{s.row().ID}})
	case keys.Delta:
		return m.open(newDelta(s.book(m)))
	case keys.Retry:
		return s.book(m).save(m)
	case keys.Discard:
		return giveUp(m, s.book(m))
	case keys.NewAssessment:
		return askAssessment(m, s.vendor, s.rfps, s.rows)
	case keys.Report:
		return m.askDocument(Subject{Assessment: s.row().ID})
	}
	return nil
}

// rank puts the panel and the review forward for a person whose role does not answer.
func (s *vendorPage) rank(m *Model, a keys.Action) int {
	if m.mine(assessment.ActAnswer) {
		return 0
	}
	switch a {
	case keys.Panel, keys.Review:
		return 3
	}
	return 0
}

func (s *vendorPage) hint(m *Model) string {
	switch k := s.book(m); {
	case s.row() == nil && s.loaded && m.mine(assessment.ActPrepare):
		return "a opens an assessment of this vendor"
	case k != nil && k.failure != nil:
		return unsavedHint(k)
	}
	return ""
}

func (s *vendorPage) draw(m *Model, w, h int) []string {
	out := s.over(m, w)
	if len(s.rows) == 0 {
		return out.Lines
	}
	for _, line := range scrolled(m.theme, s.details(m, w-2), s.from, w-2, h-out.Height(), 0) {
		out.Add(out.Line().Gap(2).Raw(line, w-2))
	}
	return out.Lines
}

// over draws the lines above the details, which do not scroll.
func (s *vendorPage) over(m *Model, w int) *draw.Block {
	t := m.theme
	out := draw.NewBlock(t, w)
	if !s.loaded {
		return out
	}
	s.drawWho(out)
	out.Rule()
	if len(s.rows) == 0 {
		out.Blank()
		none := out.Line().Gap(3).Put(t.Strong, "No assessment yet. ")
		if m.mine(assessment.ActPrepare) {
			none.Put(t.Key, keys.For(keys.NewAssessment, keys.OnVendor).Shown()).Put(t.Plain, " opens one.")
		}
		out.Add(none)
		return out
	}
	bar := 20
	if w < roomForSummary {
		bar = 10
	}
	head := out.Line().Gap(5).Cell(t.Dim, "verdict", 12).Cell(t.Dim, "shown", 7).Cell(t.Dim, "interval", bar+2)
	out.Add(head.Cell(t.Dim, "answered", 10).Cell(t.Dim, "flags", 8).Put(t.Dim, aboutTitle))
	const most = 5
	first := max(0, min(s.at-most/2, len(s.rows)-most))
	for n := first; n < min(first+most, len(s.rows)); n++ {
		out.Add(s.drawRow(m, out.Line(), &s.rows[n], n == s.at, bar))
	}
	out.Rule()
	return out
}

func (s *vendorPage) drawWho(out *draw.Block) {
	t, v := out.Theme, s.vendor
	// The name is in the path above. A line that the vendor's data do not fit on
	// begins with the legal name.
	parts := []string{v.Name}
	for _, part := range []string{v.LegalName, v.LatinName, v.Country, v.Contact} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	const between = "  ·  "
	if v.LegalName != "" && draw.Width(draw.Harmless(strings.Join(parts, between))) >= out.Width {
		parts = parts[1:]
	}
	for n, line := range draw.Wrap(strings.Join(parts, between), out.Width-1) {
		ink := t.Plain
		if n == 0 {
			ink = t.Strong
		}
		out.Add(out.Line().Gap(1).Put(ink, line))
	}
	if v.Note != "" {
		out.Paragraph(t.Plain, " ", t.Dim, v.Note)
	}
}

func (s *vendorPage) drawRow(m *Model, r *draw.Line, row *store.Summary, here bool, bar int) *draw.Line {
	t := m.theme
	r.Gap(1).Mark(t, here)
	sign, word, k := standing(t, row.Verdict, row.Begun())
	r.Put(k, sign+" ").Cell(k, word, 12)
	r.Number(t.Strong, shownFigure(row), 5).Gap(2)
	draw.ScoreBar(t, r, bar, row.Low, row.High, row.Reachable)
	r.Gap(2).Cell(t.Plain, fmt.Sprintf("%d of %d", row.Answered, row.Asked), 10)
	r.Part(7, func(part *draw.Line) { flagCount(t, part, row.Stops, row.Warnings) })
	return r.Gap(1).Say(t.Plain, aboutWords(row)).Put(t.Dim, shorter(r, " for "+string(row.Milestone))).Gap(2).Put(t.Dim, shorter(r, ago(m, row.UpdatedAt)))
}
