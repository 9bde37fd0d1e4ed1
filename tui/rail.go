package tui

import (
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
	"assay/tui/draw"
)

// progress is how far a domain is.
type progress struct {
	id, name    string
	done, asked int
	again       int                  // answers to re-verify, among the asked and not done
	gate        assessment.GateState // the worst of its gates, if it has any
	lines       []line               // of a checklist
	result      *assessment.DomainResult
}

// domainProgress counts the items of the milestone. An answer to re-verify
// is not done. A computed item is no work and does not count.
func domainProgress(k *book) []progress {
	domains := k.now.Questionnaire.Domains
	list := make([]progress, len(domains))
	n := 0
	for d := range domains {
		p := &list[d]
		p.id, p.name, p.result = domains[d].ID, domains[d].Name, &k.result.Domains[d]
		for range domains[d].Items {
			r := &k.result.Items[n]
			n++
			item := k.now.Questionnaire.Item(r.ID)
			switch {
			case len(item.ClosedBy) > 0 && r.Gate != "":
				p.lines = append(p.lines, line{item, r.Gate})
			case item.Computed():
			case r.Reverify:
				p.again++
				p.asked++
			case r.State == assessment.StateAnswered, r.State == assessment.StateNA:
				p.done++
				p.asked++
			case r.State == assessment.StateUnanswered:
				p.asked++
			}
			if worse(r.Gate, p.gate) {
				p.gate = r.Gate
			}
		}
	}
	return list
}

// worse reports whether the state of a gate is worse than another.
func worse(a, b assessment.GateState) bool {
	order := []assessment.GateState{
		"", assessment.GateClosed, assessment.GateWaived, assessment.GateNotAsked, assessment.GateNotShown, assessment.GateWaiverExpired, assessment.GateFailed,
	}
	return slices.Index(order, a) > slices.Index(order, b)
}

// rail is the left column: the domains, and the items of the one that is asked.
func (s *interview) rail(m *Model, k *book, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	here := k.now.Questionnaire.DomainOf(s.item)
	list := domainProgress(k)
	s.viewLines(m, out, k)
	if n := k.result.Reverify; n > 0 {
		out.Add(out.Line().Gap(2).Put(t.Warn, againSign+" ").Put(t.Plain, fmt.Sprintf("%d to re-verify", n)))
	}
	room, ids := h-len(list)-1-out.Height(), draw.Widest(list, func(p progress) string { return p.id })+1
	// The bars give way to the names.
	bars := 5
	if names := draw.Widest(list, func(p progress) string { return draw.Harmless(p.name) }); 2+ids+names+1+bars+8 > w {
		bars = 0
	}
	for _, p := range list {
		current := here != nil && p.id == here.ID
		out.Add(s.railDomain(t, out.Line(), p, ids, bars, current))
		if current && room > 2 {
			s.railItems(out, k, here, room)
		}
	}
	return out.Exact(h)
}

func (s *interview) railDomain(t *draw.Theme, r *draw.Line, p progress, ids, bars int, current bool) *draw.Line {
	nameInk, idInk := t.Plain, t.Accent
	lead := "  "
	if current {
		lead, nameInk, idInk = "▸ ", t.Strong, t.Title
	}
	r.Put(t.Title, lead).Cell(idInk, p.id, ids)
	tail := bars + 8
	again := ""
	if p.again > 0 {
		again = fmt.Sprintf("%s%d ", againSign, p.again)
	}
	r.Cell(nameInk, p.name, r.Left()-tail-1-draw.Width(again)).Gap(1).Put(t.Warn, again)
	switch {
	case p.asked > 0:
		r.Put(t.Accent, draw.Progress(p.done, p.asked, bars)).Number(t.Dim, fmt.Sprintf("%d/%d", p.done, p.asked), 6)
	case len(p.lines) > 0:
		r.Number(t.Dim, english.Count(len(p.lines), "line", "lines"), bars+6)
	default:
		r.Number(t.Dim, "later", bars+6)
	}
	sign, ink := t.Gate(p.gate)
	return r.Gap(1).Put(ink, sign)
}

func (s *interview) railItems(out *draw.Block, k *book, domain *questionnaire.Domain, room int) {
	var ids []string
	at, listed := 0, s.listed(k)
	for n := range domain.Items {
		id := domain.Items[n].ID
		if !slices.Contains(listed, id) {
			continue
		}
		if id == s.item {
			at = len(ids)
		}
		ids = append(ids, id)
	}
	first := max(0, min(at-room/2, len(ids)-room))
	titles, lines := make([][]string, len(ids)), 0
	for n, id := range ids {
		titles[n] = railTitle(k.now.Questionnaire.Item(id), out.Width)
		lines += len(titles[n])
	}
	for n := first; n < min(first+room, len(ids)); n++ {
		item := k.now.Questionnaire.Item(ids[n])
		if lines > room {
			titles[n] = []string{titleIn(item, out.Width-railMarks)}
		}
		s.railItem(out, k, item, titles[n])
	}
}

// railItem draws an item with the lines of its title.
func (s *interview) railItem(out *draw.Block, k *book, item *questionnaire.Item, titles []string) {
	t, r := out.Theme, k.result.Item(item.ID)
	sign, ink := itemSign(t, k, item.ID, r)
	line := out.Line().Gap(3).Put(ink, sign).Gap(1)
	text := t.Dim
	if item.ID == s.item {
		text = t.Strong
	}
	line.Cell(text, titles[0], line.Left()-3).Gap(1)
	gate, gateInk := t.Gate(r.Gate)
	line.Put(gateInk, gate)
	out.Add(line)
	for _, rest := range titles[1:] {
		out.Add(out.Line().Gap(5).Put(text, rest))
	}
}

// railMarks are the columns before and after a title.
const railMarks = 8

// railTitle breaks the title of an item into lines for a rail of w columns.
func railTitle(item *questionnaire.Item, w int) []string {
	return draw.Wrap(titleIn(item, w-railMarks), w-railMarks)
}

// itemSign is the sign of an item in lists: whether it is answered and saved.
func itemSign(t *draw.Theme, k *book, id string, r assessment.ItemResult) (string, draw.Ink) {
	switch {
	case k.now.Questionnaire.Item(id).Computed():
		return "=", t.Dim
	case k.onTheWay(id) && k.failure != nil:
		return "!", t.BadStrong
	case k.onTheWay(id):
		return "○", t.Warn
	case k.now.Answers[id].Later:
		return laterSign, t.Warn
	case k.now.Answers[id].Reverify != nil:
		return againSign, t.Warn
	case r.State == assessment.StateNA:
		return "–", t.Dim
	case r.State == assessment.StateLater && !k.now.Answers[id].Answered():
		return " ", t.Dim
	case k.now.Answers[id].Answered():
		return "●", t.Good
	}
	return "·", t.Dim
}

// strip is the rail in one line: each domain with the sign of its gates, or of
// being done.
func (s *interview) strip(m *Model, k *book, w int) string {
	t := m.theme
	here := k.now.Questionnaire.DomainOf(s.item)
	list := domainProgress(k)
	current := 0
	for n, p := range list {
		if here != nil && p.id == here.ID {
			current = n
		}
	}
	// If not all fit, show the domains around the current one.
	need := func(p progress) int { return draw.Width(p.id) + 2 }
	progress := fmt.Sprintf("%d/%d ", list[current].done, list[current].asked)
	if list[current].asked == 0 && len(list[current].lines) > 0 {
		progress = english.Count(len(list[current].lines), "line ", "lines ")
	}
	const edge, brackets = 1, 1
	first, last, used := current, current, edge+need(list[current])+brackets+draw.Width(progress)
	for grown := true; grown; {
		grown = false
		if last+1 < len(list) && used+need(list[last+1]) <= w {
			last++
			used += need(list[last])
			grown = true
		}
		if first > 0 && used+need(list[first-1]) <= w {
			first--
			used += need(list[first])
			grown = true
		}
	}
	r := t.Line(w).Gap(1)
	for n := first; n <= last; n++ {
		p := list[n]
		sign, ink := t.Gate(p.gate)
		if p.gate == "" && p.asked > 0 && p.done == p.asked {
			sign, ink = "✓", t.Good
		} else if p.gate == "" {
			sign, ink = " ", t.Plain
		}
		if n == current {
			r.Put(t.Chip, "["+p.id+"]").Put(ink, sign).Put(t.Dim, progress)
			continue
		}
		r.Gap(1).Put(t.Dim, p.id).Put(ink, sign)
	}
	return r.String()
}
