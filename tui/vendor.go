package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
)

// vendorPage is one vendor: who it is, its assessments, and for the one that is
// chosen why its verdict is what it is.
type vendorPage struct {
	vendorID string
	want     string // assessment to stand on
	request  int
	loaded   bool
	vendor   assessment.Vendor
	rows     []store.Summary
	rfps     []assessment.RFP
	at       int
	from     int // first line of the details shown
	busy     bool
}

type vendorMsg struct {
	request int
	vendor  assessment.Vendor
	rows    []store.Summary
	rfps    []assessment.RFP
	err     error
}

func (s *vendorPage) where() Where  { return OnVendor }
func (s *vendorPage) place() string { return "vendor/" + s.vendorID }

func (s *vendorPage) crumb() string {
	if !s.loaded {
		return "…"
	}
	return s.vendor.Name
}

func (s *vendorPage) status(m *Model) string {
	k := s.book(m)
	switch {
	case s.busy:
		return "writing the report …"
	case k != nil && !k.idle():
		return savedWords(m.theme, k)
	}
	return ""
}

func (s *vendorPage) begin(m *Model) tea.Cmd {
	s.request = m.next()
	request, b, id := s.request, m.bench, s.vendorID
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), readLimit)
		defer cancel()
		msg := vendorMsg{request: request}
		if msg.vendor, msg.err = b.Store.FindVendor(ctx, id); msg.err != nil {
			return msg
		}
		if msg.rows, msg.err = b.Store.List(ctx, store.Filter{VendorID: id}); msg.err == nil {
			msg.rfps, msg.err = b.Store.RFPs(ctx)
		}
		return msg
	}
}

func (s *vendorPage) receive(m *Model, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case savedMsg:
		if k := s.book(m); k != nil && k.id == msg.id && m.top() == screen(s) {
			return s.begin(m) // its row has changed
		}
	case reportedMsg:
		s.busy = false
		if msg.err != nil {
			return m.complain(msg.err)
		}
		return m.say("the report is at " + msg.path)
	case vendorMsg:
		if msg.request != s.request {
			return nil
		}
		if msg.err != nil {
			return m.complain(msg.err)
		}
		if row := s.row(); row != nil && s.want == "" {
			s.want = row.ID
		}
		s.vendor, s.rows, s.rfps, s.loaded = msg.vendor, msg.rows, msg.rfps, true
		slices.SortStableFunc(s.rows, func(a, b store.Summary) int { return int(min(max(b.UpdatedAt-a.UpdatedAt, -1), 1)) })
		s.at = max(slices.IndexFunc(s.rows, func(r store.Summary) bool { return r.ID == s.want }), 0)
		s.want = ""
		return s.read(m)
	}
	return nil
}

// read fetches the assessment that is chosen, for its reasons.
func (s *vendorPage) read(m *Model) tea.Cmd {
	row := s.row()
	if row == nil || m.top() != screen(s) {
		return nil
	}
	return readBook(m.bench, m.next(), row.ID)
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

func (s *vendorPage) why(m *Model, a Action) string {
	switch a {
	case actDecide, actActions, actChain, actMoveOn, actDelta, actRetry, actDiscard:
		return s.whyNot(s.book(m), a)
	case actInterview:
		if s.row() == nil {
			return "there is no assessment yet: a opens one"
		}
	case actExplain:
		if s.row() == nil {
			return "there is no assessment to explain"
		}
	case actNewAssessment:
		if !s.loaded {
			return "still reading"
		}
	case actReport:
		switch {
		case m.bench.Report == nil:
			return "reports are written on the command line here: assay report"
		case s.row() == nil:
			return "there is no assessment to report on"
		case s.busy:
			return "the report is being written"
		}
	}
	return ""
}

func (s *vendorPage) do(m *Model, a Action, _ tea.KeyPressMsg) tea.Cmd {
	switch a {
	case actDown:
		return s.move(m, s.at+1)
	case actUp:
		return s.move(m, s.at-1)
	case actTop:
		return s.move(m, 0)
	case actBottom:
		return s.move(m, len(s.rows)-1)
	case actPageDown:
		s.from += max(m.h/2, 1)
		s.from = min(s.from, max(len(s.details(m, m.w-2))-1, 0))
	case actPageUp:
		s.from = max(s.from-max(m.h/2, 1), 0)
	case actInterview:
		return m.push(&interview{id: s.row().ID})
	case actExplain:
		return m.open(newExplainer(s.row().ID, ""))
	case actDecide:
		return decide(m, s.book(m))
	case actActions:
		return m.open(newActionList(s.row().ID))
	case actChain:
		return m.open(newChain(s.row().ID))
	case actMoveOn:
		return m.open(newMoveOn(s.book(m)))
	case actDelta:
		return m.open(newDelta(s.book(m)))
	case actRetry:
		return s.book(m).save(m.bench)
	case actDiscard:
		return giveUp(m, s.book(m))
	case actNewAssessment:
		return askRules(m, assessmentForm(s.vendor, s.rfps, s.rows))
	case actReport:
		s.busy = true
		return writeReport(m, s.row().ID)
	}
	return nil
}

func (s *vendorPage) move(m *Model, to int) tea.Cmd {
	s.at, s.from = max(0, min(to, len(s.rows)-1)), 0
	return s.read(m)
}

func (s *vendorPage) hint(m *Model) string {
	switch k := s.book(m); {
	case s.row() == nil && s.loaded:
		return "a opens an assessment of this vendor"
	case k != nil && k.failure != nil:
		return unsavedHint(k)
	}
	return ""
}

type reportedMsg struct {
	path string
	err  error
}

func writeReport(m *Model, id string) tea.Cmd {
	write := m.bench.Report
	return func() tea.Msg {
		path, err := write(context.Background(), id)
		return reportedMsg{path, err}
	}
}

func (s *vendorPage) draw(m *Model, w, h int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if !s.loaded {
		return out.lines
	}
	s.drawWho(out)
	out.rule()
	if len(s.rows) == 0 {
		out.blank()
		out.add(out.row().gap(3).put(t.strong, "No assessment yet. ").put(t.key, "a").put(t.plain, " opens one."))
		return out.lines
	}
	out.add(out.row().gap(3).put(t.dim, "  verdict     shown  interval              answered  flags"))
	const most = 5
	first := max(0, min(s.at-most/2, len(s.rows)-most))
	for n := first; n < min(first+most, len(s.rows)); n++ {
		out.add(s.drawRow(m, out.row(), &s.rows[n], n == s.at))
	}
	out.rule()
	details := s.details(m, w-2)
	room := h - out.height()
	from := max(0, min(s.from, len(details)-room))
	for n, line := range details[from:] {
		if n == room-1 && from+room < len(details) {
			out.add(out.row().gap(2).put(t.dim, fmt.Sprintf("… %d more: space", len(details)-from-room+1)))
			break
		}
		out.add(out.row().gap(2).raw(line, w-2))
	}
	return out.lines
}

func (s *vendorPage) drawWho(out *pile) {
	t, v := out.t, s.vendor
	r := out.row().gap(1).say(t.strong, v.Name)
	for _, part := range []string{v.LegalName, v.Country, v.Contact} {
		if part != "" {
			r.put(t.dim, "  ·  ").say(t.plain, part)
		}
	}
	out.add(r)
	if v.Note != "" {
		out.paragraph(t.plain, " ", t.dim, v.Note)
	}
}

func (s *vendorPage) drawRow(m *Model, r *row, row *store.Summary, here bool) *row {
	t := m.theme
	if here {
		r.put(t.title, " ▸ ")
	} else {
		r.gap(3)
	}
	sign, k := t.verdict(row.Verdict)
	r.put(k, sign+" ").cell(k, string(row.Verdict), 12)
	r.put(t.strong, figure(row.Shown)).gap(2)
	scoreBar(t, r, 20, row.Low, row.High, row.Reachable)
	r.gap(2).cell(t.plain, fmt.Sprintf("%d of %d", row.Answered, row.Asked), 10)
	flagCount(t, r, row.Stops, row.Warnings, 7)
	return r.gap(1).say(t.plain, aboutWords(row)).put(t.dim, " for "+string(row.Milestone)).gap(2).put(t.dim, ago(m, row.UpdatedAt))
}
