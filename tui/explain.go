package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// explainer shows the arithmetic behind the figures in a dialog. It opens with the
// item or domain that the user is looking at. From there the user can go to the
// domain, the whole, or any item. It shows changes as they happen.
type explainer struct {
	id    string        // of the assessment
	trail []explanation // the explanations on the way here; the last one is shown
	known map[explained]assessment.Explanation
	drawn map[drawing]explainPage // in the present theme
}

// explanation is one open explanation and the position in it.
type explanation struct {
	of   string // id of an item or a domain; empty for the whole
	at   int    // index of the selected lead; -1 for none
	from int    // first line shown
}

// explained is the key of an explanation: everything that determines it.
type explained struct {
	of   string
	seq  int64
	head assessment.Head
	day  assessment.Date
}

// drawing is the key of a drawn page: everything that determines it.
type drawing struct {
	explained
	mark, w int
}

// newExplainer explains an item or a domain of an assessment, or the whole if of
// is empty.
func newExplainer(assessmentID, of string) *explainer {
	return &explainer{
		id: assessmentID, trail: []explanation{{of: of}},
		known: map[explained]assessment.Explanation{}, drawn: map[drawing]explainPage{},
	}
}

func (p *explainer) here() *explanation { return &p.trail[len(p.trail)-1] }

func (p *explainer) update(m *Model, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case dialog.Opened:
		p.settle(m)
		return readBook(m.bench, p.id, func(m *Model) tea.Cmd {
			if n := len(m.overlays); n == 0 || m.overlays[n-1] != overlay(p) {
				return nil
			}
			if m.books[p.id] == nil {
				m.shut()
				return nil
			}
			p.settle(m)
			return nil
		})
	case tea.WindowSizeMsg, tea.BackgroundColorMsg:
		clear(p.drawn)
		p.settle(m)
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		p.press(m, msg)
	}
	return nil
}

func (p *explainer) press(m *Model, msg tea.Msg) {
	page := max(explainRoom(m.h)-1, 1)
	switch a := keys.Of(msg, keys.InWhy); a {
	case keys.Back:
		if len(p.trail) == 1 {
			m.shut()
			return
		}
		p.trail = p.trail[:len(p.trail)-1]
	case keys.Leave:
		m.shut()
		return
	case keys.Follow:
		if to, chosen := p.chosen(m); chosen {
			p.open(to)
		}
	case keys.Above:
		if above, is := p.above(m); is {
			p.climb(m, above)
		}
	case keys.Whole:
		p.climb(m, "")
	case keys.Down:
		p.step(m, 1)
	case keys.Up:
		p.step(m, -1)
	case keys.Number:
		if starts, n := p.page(m).sections, keys.Digit(msg.(tea.KeyPressMsg))-1; n < len(starts) {
			p.here().from = starts[n]
		}
	default:
		p.here().from, _ = keys.Step(a, p.here().from, page, len(p.page(m).lines))
	}
	p.settle(m)
}

// open goes to the explanation of an item or a domain. If the trail already has
// it, open goes back to it.
func (p *explainer) open(of string) {
	if at := slices.IndexFunc(p.trail, func(e explanation) bool { return e.of == of }); at >= 0 {
		p.trail = p.trail[:at+1]
		return
	}
	p.trail = append(p.trail, explanation{of: of})
}

// climb goes to a larger explanation and selects the line of the smaller one in
// it.
func (p *explainer) climb(m *Model, above string) {
	from := p.here().of
	p.open(above)
	if k := m.books[p.id]; k != nil && above == "" {
		if domain := k.now.Questionnaire.DomainOf(from); domain != nil {
			from = domain.ID
		}
	}
	page := p.page(m)
	if at := slices.IndexFunc(page.leads, func(l lead) bool { return l.to == from }); at >= 0 {
		p.choose(m, page, at)
	}
}

// above returns the next larger explanation: the domain of an item, or the whole
// for a domain.
func (p *explainer) above(m *Model) (of string, is bool) {
	k, of := m.books[p.id], p.here().of
	if k == nil || of == "" {
		return "", false
	}
	if domain := k.now.Questionnaire.DomainOf(of); domain != nil {
		return domain.ID, true
	}
	return "", true
}

// chosen returns the item or domain that the selected line leads to.
func (p *explainer) chosen(m *Model) (of string, is bool) {
	leads, at := p.page(m).leads, p.here().at
	if at < 0 || at >= len(leads) {
		return "", false
	}
	return leads[at].to, true
}

// step selects the next line that leads to another explanation. If that line is
// out of sight, step scrolls by one line instead, so that the user can read the
// lines in between.
func (p *explainer) step(m *Model, by int) {
	here, page := p.here(), p.page(m)
	next := here.at + by
	is := here.at >= 0 && next >= 0 && next < len(page.leads)
	if is && here.sees(m, page.leads[next]) {
		p.choose(m, page, next)
		return
	}
	here.from = max(0, min(here.from+by, len(page.lines)-explainRoom(m.h)))
	if is && here.sees(m, page.leads[next]) {
		here.at = next
	}
}

func (e *explanation) sees(m *Model, l lead) bool {
	return l.line >= e.from && l.line < e.from+explainRoom(m.h)
}

// choose selects a lead and scrolls so that all its lines are in sight.
func (p *explainer) choose(m *Model, page explainPage, at int) {
	here, room := p.here(), explainRoom(m.h)
	here.at = at
	here.from = max(here.from, page.leads[at].end-room)
	here.from = min(here.from, page.leads[at].line)
}

// settle keeps the scroll position on the page and the selection in sight.
func (p *explainer) settle(m *Model) {
	here, page := p.here(), p.page(m)
	here.from = max(0, min(here.from, len(page.lines)-explainRoom(m.h)))
	if here.at >= 0 && here.at < len(page.leads) && here.sees(m, page.leads[here.at]) {
		return
	}
	above := here.at >= 0 && here.at < len(page.leads) && page.leads[here.at].line > here.from
	here.at = -1
	for n, l := range page.leads {
		if here.sees(m, l) && (here.at < 0 || above) {
			here.at = n
		}
	}
}

func (k *book) explained(of string) explained { return explained{of, k.now.Seq, k.now.Head, k.day} }

// explain returns the present explanation of an item, a domain or the whole. It
// computes it only once for each state of the assessment.
func (p *explainer) explain(k *book, of string) (assessment.Explanation, error) {
	on := k.explained(of)
	if e, known := p.known[on]; known {
		return e, nil
	}
	e, err := assessment.Explain(k.now, k.day, k.result.Milestone, k.result.View, of)
	if err == nil {
		p.known[on] = e
	}
	return e, err
}
