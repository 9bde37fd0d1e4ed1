package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	rows     []store.Row
	rfps     []assessment.RFP
	at       int
	from     int // first line of the details shown
	busy     bool
}

type vendorMsg struct {
	request int
	vendor  assessment.Vendor
	rows    []store.Row
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

func (s *vendorPage) status(*Model) string {
	if s.busy {
		return "writing the report …"
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
		slices.SortStableFunc(s.rows, func(a, b store.Row) int { return int(min(max(b.UpdatedAt-a.UpdatedAt, -1), 1)) })
		s.at = max(slices.IndexFunc(s.rows, func(r store.Row) bool { return r.ID == s.want }), 0)
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

func (s *vendorPage) row() *store.Row {
	if s.at < len(s.rows) {
		return &s.rows[s.at]
	}
	return nil
}

func (s *vendorPage) why(m *Model, a Action) string {
	switch a {
	case actInterview:
		if s.row() == nil {
			return "there is no assessment yet: a opens one"
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
	case actNewAssessment:
		return askRules(m, assessmentForm(s.vendor, s.rfps))
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
	if s.row() == nil && s.loaded {
		return "a opens an assessment of this vendor"
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

func (s *vendorPage) drawRow(m *Model, r *row, row *store.Row, here bool) *row {
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

// details says why the chosen assessment stands where it stands.
func (s *vendorPage) details(m *Model, w int) []string {
	row := s.row()
	if row == nil {
		return nil
	}
	k := m.books[row.ID]
	if k == nil {
		out := &pile{t: m.theme, w: w}
		out.add(out.row().put(m.theme.dim, "reading …"))
		return out.lines
	}
	const least = 58
	half := min(w/2, 96)
	if w < 2*least+gutter {
		return append(s.reasons(m, k, w), s.domains(m, k, w)...)
	}
	left, right := s.reasons(m, k, w-half-gutter), s.domains(m, k, half)
	h := max(len(left), len(right))
	return beside(m.theme, h, exact(left, w-half-gutter, h), exact(right, half, h))
}

func (s *vendorPage) reasons(m *Model, k *book, w int) []string {
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	sign, ink := t.verdict(r.Verdict)
	asked := out.row()
	if about := k.now.Opened.Subject; about != "" {
		asked.put(t.dim, k.now.Questionnaire.SubjectKind().Words()+": ").say(t.strong, about).put(t.dim, " · ")
	}
	out.add(asked.say(t.dim, k.now.Questionnaire.Title+" "+k.now.Questionnaire.Version))
	out.add(out.row().put(ink, sign+" "+string(r.Verdict)).put(t.dim, " for "+string(r.Milestone)+", because"))
	ids := 6
	for _, because := range r.Because {
		ids = min(max(ids, width(harmless(because.Item))), w/4)
	}
	for _, because := range r.Because {
		lead := newRow(ids+3).gap(2).cell(t.accent, because.Item, ids).String()
		out.paragraph(t.plain, lead+" ", t.plain, because.Text)
	}
	out.blank()
	if len(r.OpenFlags) > 0 {
		out.head("Red flags")
		for _, flag := range r.OpenFlags {
			sign, ink := t.flag(flag.Severity)
			out.paragraph(ink, "  "+sign+" ", t.plain, strings.TrimSpace(flag.Item+" "+flag.Text))
		}
		out.blank()
	}
	return out.lines
}

func (s *vendorPage) domains(m *Model, k *book, w int) []string {
	if k.now.Questionnaire.GatesOnly() {
		return s.progress(m, k, w)
	}
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	bars := max(min(w-40, 30), 8)
	out.add(out.row().put(t.title, "Domains").gap(1).put(t.dim, "█ shown ▒ claimed").end(t.dim.on("shown  claimed  floor")))
	ids := widest(r.Domains, func(d assessment.DomainResult) string { return d.ID }) + 2
	for _, d := range r.Domains {
		line := out.row().gap(2).cell(t.accent, d.ID, ids)
		name := w - ids - 2 - bars - 24
		line.cell(t.plain, d.Name, max(name, 0)).gap(1)
		claimedBar(t, line, bars, d.Shown, d.Claimed)
		line.gap(1).put(t.strong, figure(d.Shown)).gap(3).put(t.dim, figure(d.Claimed))
		floor := ""
		if d.Floor > 0 {
			floor = fmt.Sprintf("%d", d.Floor)
		}
		k := t.dim
		if d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10) {
			k, floor = t.bad, "<"+floor
		}
		out.add(line.number(k, floor, 7))
	}
	out.blank()
	risk := r.Risk
	if risk.Tier != "" {
		out.add(out.row().put(t.title, "Risk ").put(t.strong, risk.Tier).
			put(t.dim, fmt.Sprintf("  likelihood %s × impact %d, review within %d days", risk.Likelihood, risk.Impact, risk.ReviewDays)))
	}
	return out.lines
}

// progress is what stands in place of the domains' scores where there are none:
// how far each domain is, and where the lines of a checklist stand.
func (s *vendorPage) progress(m *Model, k *book, w int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if lines := checklist(k); len(lines) > 0 {
		out.add(out.row().put(t.title, "Checklist").put(t.dim, fmt.Sprintf("  %d of %d lines closed", closedLines(lines), len(lines))))
		for _, l := range lines {
			sign, ink, words := "–", t.dim, "not applicable"
			if l.gate != "" {
				sign, ink = t.gate(l.gate)
				words = l.gate.Words()
			}
			r := out.row().gap(2).put(ink, sign+" ").cell(t.accent, l.item.ID, 7).gap(1)
			out.add(r.cell(t.plain, l.item.Title, max(r.left-15, 0)).gap(1).put(t.dim, words))
		}
		out.blank()
	}
	out.head("Domains")
	for _, p := range domainProgress(k) {
		if p.asked == 0 {
			continue
		}
		r := out.row().gap(2).cell(t.accent, p.id, 7).gap(1)
		r.cell(t.plain, p.name, max(r.left-28, 0)).gap(1).put(t.accent, ticks(p.done, p.asked, 12)).number(t.dim, fmt.Sprintf("%d/%d", p.done, p.asked), 8)
		sign, ink := t.gate(p.gate)
		out.add(r.gap(1).put(ink, sign))
	}
	out.blank()
	return out.lines
}

// claimedBar draws what is shown, and beyond it what is only claimed.
func claimedBar(t *theme, r *row, w int, shown, claimed assessment.Score) {
	if shown == assessment.NoScore {
		r.put(t.dim, strings.Repeat("·", w))
		return
	}
	bar(r, w, t.dim, span{t.accent, "█", shown}, span{t.accent, "▒", claimed})
}
