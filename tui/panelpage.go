package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/panel"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// panelPage is the screen with the panels of an assessment: who has graded which
// scenario, who differs on what, and how far the graders agree. People look at it
// together, so a closed panel shows no grade.
type panelPage struct {
	fetched
	id     string // of the assessment
	opener string // the place of the screen that opened it; the workbench remembers this place

	kept        panel.Page         // of the state with this head, judged for this day
	head        assessment.Head    //
	day         assessment.Date    //
	reliability *panel.Reliability // of the whole RFP; nil until it is computed

	at   int // the chosen panel
	from int // first line shown of its details
}

// openPanels opens the panels of an assessment, at a scenario if item is one.
func openPanels(m *Model, k *book, item string) tea.Cmd {
	s := &panelPage{id: k.id, opener: m.top().place()}
	for n, row := range s.page(m).Rows {
		if row.Item == item {
			s.at = n
		}
	}
	return m.push(s)
}

func (s *panelPage) where() keys.Where { return keys.OnPanel }
func (s *panelPage) place() string     { return s.opener }
func (s *panelPage) crumb() string     { return "panel" }
func (s *panelPage) of() string        { return s.id }

func (s *panelPage) status(m *Model) string {
	if k := m.books[s.id]; k != nil {
		return savedWords(m, k)
	}
	return ""
}

// page is the page for the present state of the assessment.
func (s *panelPage) page(m *Model) *panel.Page {
	k := m.books[s.id]
	if k != nil && (s.kept.Assessment == "" || s.head != k.now.Head || s.day != k.day) {
		s.kept, s.head, s.day = panel.Of(k.now, k.result), k.now.Head, k.day
	}
	return &s.kept
}

// begin computes the reliability, which reads the whole RFP.
func (s *panelPage) begin(m *Model) tea.Cmd {
	k := m.books[s.id]
	if k == nil {
		return nil
	}
	b, snapshot, page := m.bench, k.kept, *s.page(m)
	read := func(ctx context.Context) (panel.Reliability, error) { return b.Reliability(ctx, snapshot, page) }
	return fetch(s, read, func(_ *Model, got panel.Reliability) tea.Cmd {
		s.reliability = &got
		return nil
	})
}

// row is the chosen panel, or nil if no scenario is asked.
func (s *panelPage) row(m *Model) *panel.Row {
	if rows := s.page(m).Rows; len(rows) > 0 {
		s.at = min(s.at, len(rows)-1)
		return &rows[s.at]
	}
	return nil
}

func (s *panelPage) why(m *Model, a keys.Action) string {
	row := s.row(m)
	switch {
	case a == keys.NameGraders:
		return ""
	case row == nil:
		return "no scenario is asked"
	case a == keys.Reconcile && row.State == panel.Closed:
		return "its panel is closed: nobody reconciles grades that are hidden"
	case a == keys.Reconcile && len(row.Grades) < 2:
		return "there are not two grades to reconcile"
	case a == keys.Reconcile:
		if at, found := (&interview{id: s.id, item: row.Item}).spot(m); found {
			return m.whyNotReconciledByMe(at)
		}
	case a == keys.OpenPanel && row.State != panel.Closed:
		return "its panel is open"
	}
	return ""
}

func (s *panelPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	row := s.row(m)
	switch a {
	case keys.Down, keys.Up, keys.Top, keys.Bottom:
		s.at, _ = keys.Step(a, s.at, 0, len(s.page(m).Rows))
		s.from = 0
	case keys.PageDown:
		s.scrollBy(m, max(s.parts(m, m.w, m.h-3).room-1, 1))
	case keys.PageUp:
		s.scrollBy(m, -max(s.parts(m, m.w, m.h-3).room-1, 1))
	case keys.Open:
		return m.toItem(s.id, row.Item)
	case keys.Reconcile:
		asks := &interview{id: s.id, item: row.Item}
		if at, found := asks.spot(m); found {
			return m.open(asks.reconcile(at))
		}
	case keys.NameGraders:
		return m.open(nameGraders(m, m.books[s.id]))
	case keys.OpenPanel:
		return m.open(openEarly(m.books[s.id], *row))
	}
	return nil
}

// nameGraders asks who grades the scenarios. Where the people are known, it offers the
// evaluators among them.
func nameGraders(m *Model, k *book) *asked {
	if m.inPerson() {
		return chooseGraders(m, k)
	}
	return ask(&dialog.Sheet{
		Title: "Who grades the scenarios?",
		Lead: "Two or more grade blind: nobody sees the grade or the note of another for a scenario until all of them have given both. " +
			"Write each name as that person's own workbench does.",
		Fields: []dialog.Field{
			dialog.TextField("names", strings.Join(k.now.Graders, "; "), "name; name"),
			dialog.TextField("because", "", "why somebody leaves; otherwise empty"),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		names := []string{}
		for name := range strings.SplitSeq(sh.Value("names"), ";") {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
		return m.submit(k, assessment.GradersNamed{Names: names, Reason: sh.Value("because")})
	})
}

// chooseGraders asks which evaluators grade the scenarios. Graders who are no evaluators
// any more are listed after them.
func chooseGraders(m *Model, k *book) *asked {
	var names []string
	for _, who := range m.roles.people.With(assessment.Evaluator) {
		names = append(names, who.Name)
	}
	var ticked []int
	for _, name := range k.now.Graders {
		at := slices.IndexFunc(names, func(other string) bool { return assessment.SamePerson(other, name) })
		if at < 0 {
			names, at = append(names, name), len(names)
		}
		ticked = append(ticked, at+1)
	}
	slices.Sort(ticked)
	return ask(&dialog.Sheet{
		Title: "Who grades the scenarios?",
		Lead:  "Two or more grade blind: nobody sees the grade or the note of another for a scenario until all of them have given both.",
		AtTop: true,
		Fields: []dialog.Field{
			dialog.ChecksField("graders", names, ticked),
			dialog.TextField("because", "", "why somebody leaves; otherwise empty"),
		},
	}, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		chosen := []string{}
		for _, n := range sh.Ticked("graders") {
			chosen = append(chosen, names[n-1])
		}
		return m.submit(k, assessment.GradersNamed{Names: chosen, Reason: sh.Value("because")})
	})
}

// openEarly asks why a panel opens before all graders are in.
func openEarly(k *book, row panel.Row) *asked {
	because := dialog.Needed(dialog.TextField("because", "", "why it opens before all are in"), "say why the panel opens early")
	lead := english.Sentence("still to come: "+english.List(row.Awaited)) + " From then on everybody sees the grades; the panel never closes again."
	return askText("Open the panel of "+row.Item, lead, because, func(m *Model, reason string) (tea.Cmd, error) {
		return m.submit(k, assessment.PanelOpened{Item: row.Item, Reason: reason})
	})
}

func (s *panelPage) hint(m *Model) string { return draw.Harmless(s.page(m).Sum()) }

// panelSign is the sign of a panel in the list.
func panelSign(t *draw.Theme, r *panel.Row) (string, draw.Ink) {
	switch {
	case r.Unreconciled():
		return "!", t.WarnStrong
	case r.State == panel.Open:
		return "✓", t.Good
	}
	return "·", t.Dim
}

// panelParts is the page in parts, from above to below. Between the list of panels and
// the agreement is room for some lines of the details.
type panelParts struct {
	who, list, details, agreement []string
	room                          int
}

func (s *panelPage) parts(m *Model, w, h int) (p panelParts) {
	t, page, row := m.theme, s.page(m), s.row(m)
	wide := min(w-2, 120)
	who := draw.NewBlock(t, wide)
	who.Paragraph(t.Plain, "", t.Plain, page.Who())
	p.who, p.agreement = who.Lines, s.agreement(m, wide)
	if row == nil {
		return p
	}
	p.details = s.details(t, row, wide)
	if len(p.agreement) > h/3 { // a low window: it scrolls with the details
		p.details, p.agreement = slices.Concat(p.details, []string{draw.Blanks(wide)}, p.agreement), nil
	}
	room := max(h-len(p.who)-len(p.agreement)-2, 2) // two rules
	list := min(len(page.Rows), max(room-len(p.details), room/2, 1))
	p.list, p.room = window(t, s.list(t, page, w), s.at, w, list, false), room-list
	return p
}

// scrollBy scrolls the details of the chosen panel.
func (s *panelPage) scrollBy(m *Model, lines int) (scrolls bool) {
	p := s.parts(m, m.w, m.h-3)
	s.from, scrolls = scrolledBy(s.from, lines, len(p.details), p.room)
	return scrolls
}

func (s *panelPage) copied(m *Model) (what, text string) {
	row := s.row(m)
	if row == nil {
		return "", ""
	}
	lines := []string{row.Item + " " + row.Title, row.Words()}
	for _, d := range row.Details() {
		lines = append(lines, d[0]+"\t"+d[1])
	}
	return "the panel of " + row.Item, strings.Join(lines, "\n")
}

func (s *panelPage) draw(m *Model, w, h int) []string {
	p, wide := s.parts(m, w, h), min(w-2, 120)
	out := draw.NewBlock(m.theme, w)
	indented(out, p.who, wide)
	if len(p.list) == 0 {
		return out.Lines
	}
	out.Lines = append(out.Lines, p.list...)
	out.Rule()
	indented(out, window(m.theme, p.details, s.from, wide, p.room, true), wide)
	if len(p.agreement) > 0 {
		out.Rule()
		indented(out, p.agreement, wide)
	}
	return out.Lines
}

func indented(out *draw.Block, lines []string, w int) {
	for _, line := range lines {
		out.Add(out.Line().Gap(1).Raw(line, w))
	}
}

// list draws one line for each panel.
func (s *panelPage) list(t *draw.Theme, page *panel.Page, w int) []string {
	out := draw.NewBlock(t, w)
	item := draw.Widest(page.Rows, func(r panel.Row) string { return r.Item }) + 2
	brief := min(draw.Widest(page.Rows, panel.Row.Brief), w/2)
	for n := range page.Rows {
		r := &page.Rows[n]
		mark, ink := "   ", t.Plain
		if n == s.at {
			mark, ink = " ▸ ", t.Strong
		}
		sign, in := panelSign(t, r)
		words := t.Plain
		if r.State != panel.Open {
			words = t.Dim
		}
		l := out.Line().Put(t.Title, mark).Put(in, sign).Gap(1).Cell(ink, r.Item, item)
		out.Add(l.Cell(ink, r.Title, max(min(l.Left()-brief-2, 48), 0)).Gap(2).Say(words, r.Brief()))
	}
	return out.Lines
}

// details draws who graded how in the chosen panel.
func (s *panelPage) details(t *draw.Theme, row *panel.Row, w int) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, row.Item+" "+row.Words())
	all := row.Details()
	names := min(draw.Widest(all, func(d [2]string) string { return d[0] }), max(w/3, 12)) + 2
	for _, d := range all {
		out.Paragraph(t.Plain, draw.NewLine(names+2).Gap(2).Cell(t.Dim, draw.Middle(d[0], names-2), names).String(), t.Plain, d[1])
	}
	return out.Lines
}

// agreement draws how far the graders agree.
func (s *panelPage) agreement(m *Model, w int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Plain, panel.Raw(s.page(m).Agreement))
	switch {
	case s.reliability != nil:
		out.Paragraph(t.Plain, "", t.Plain, s.reliability.Words())
	case s.failed == "":
		out.Add(out.Line().Put(t.Dim, "computing Krippendorff's alpha …"))
	}
	return out.Lines
}
