package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/draw"
	"assay/tui/keys"
)

// The widths from which on the interview has a right column, a left column,
// and details in two columns.
const (
	roomForSummary = 100
	roomForRail    = 120
	roomForTwo     = 104
)

func (s *interview) draw(m *Model, w, h int) []string {
	k := m.books[s.id]
	if k == nil {
		out := draw.NewBlock(m.theme, w)
		out.Blank()
		out.Add(out.Line().Gap(3).Put(m.theme.Dim, "reading the assessment …"))
		return out.Lines
	}
	at, found := s.spot(m)
	if !found {
		return nil
	}
	if w < roomForSummary {
		lines := append([]string{s.head(m, k, w)}, s.summaryLines(m, k, w)...)
		lines = append(lines, s.viewRule(m, k, w))
		for _, line := range s.question(m, at, w-2, h-len(lines)) {
			lines = append(lines, m.theme.Join(" ", line, " "))
		}
		return lines
	}
	middle, _ := s.middle(m)
	right := rightWidth(w)
	var columns [][]string
	if w >= roomForRail {
		columns = append(columns, s.rail(m, k, w-2-middle-right-2*draw.Gutter, h))
	} else {
		h--
	}
	columns = append(columns, s.question(m, at, middle, h), s.summary(m, k, right, h))
	lines := draw.Beside(m.theme, h, columns...)
	for n := range lines {
		lines[n] = m.theme.Join(" ", lines[n], " ")
	}
	if w < roomForRail {
		lines = append([]string{s.stripAndView(m, k, w)}, lines...)
	}
	return lines
}

// question is the middle column. The question and the answer are always in
// view; the details scroll.
func (s *interview) question(m *Model, at spot, w, h int) []string {
	p := s.parts(m, at, w, h)
	shown := scrolled(m.theme, s.around(m, at, w, p.cut), s.from, w, p.room, 0)
	if over := len(p.top) + len(p.foot) - h; over > 0 {
		p.top = p.top[:max(len(p.top)-over, 0)] // the answer is kept in view before all else
	}
	return draw.Exact(slices.Concat(p.top, p.foot, shown), w, h)
}

// parts are the parts of the middle column that are always in view.
type parts struct {
	top, foot []string // the question, and the answer under it
	room      int      // lines that are left for what surrounds them
	cut       bool     // the meanings of the grades are cut to one line each
}

// parts draws the question and its answer. The meanings of the grades are whole if some
// lines are left under them for what to listen for.
func (s *interview) parts(m *Model, at spot, w, h int) parts {
	p := parts{top: s.asked(m, at, w)}
	if p.foot = s.given(m, at, w, true); spelled(m, at) {
		least := 0
		if s.hears(at) {
			least = leastHeard
		}
		whole := len(p.top)+len(p.foot)+least <= h
		if cut := s.given(m, at, w, false); !whole && len(cut) < len(p.foot) {
			p.foot, p.cut = cut, true
		}
	}
	p.room = max(h-len(p.top)-len(p.foot), 0)
	return p
}

// scroll scrolls the details by most of a page. After the end it begins
// again.
func (s *interview) scroll(m *Model, at spot, by int) {
	w, h := s.middle(m)
	p := s.parts(m, at, w, h)
	end := len(s.around(m, at, w, p.cut)) - p.room
	page := max(p.room-2, 1)
	switch {
	case end <= 0:
		s.from = 0
	case by > 0 && s.from >= end:
		s.from = 0
	default:
		s.from = max(0, min(s.from+by*page, end))
	}
}

// showTicks scrolls to the ticks, unless all of them are in view.
func (s *interview) showTicks(m *Model, at spot) {
	w, h := s.middle(m)
	p := s.parts(m, at, w, h)
	room := p.room - 1 // the last line may say that there is more
	top, bottom := s.ticks(m, at, w)
	if top < s.from || bottom > s.from+room {
		end := len(s.around(m, at, w, p.cut)) - room - 1
		s.from = max(0, min(top, end))
	}
}

// middle is the size of the middle column in the present window.
func (s *interview) middle(m *Model) (w, h int) {
	w, h = m.w, m.h-3
	switch {
	case w < roomForSummary:
		return w - 2, h - 4
	case w < roomForRail:
		return w - 2 - rightWidth(w) - draw.Gutter, h - 1
	case w < 150:
		return w - 2 - rightWidth(w) - 27 - 2*draw.Gutter, h
	}
	return w - 2 - rightWidth(w) - 40 - 2*draw.Gutter, h
}

// rightWidth is the width of the right column in a window of w columns.
func rightWidth(w int) int {
	if w < 150 {
		return 34
	}
	return 44
}

// asked is the head of the item and the question as it is said aloud.
func (s *interview) asked(m *Model, at spot, w int) []string {
	t, item := m.theme, at.item
	out := draw.NewBlock(t, w)
	saved := s.saved(m, at)
	room := w - draw.Width(item.ID) - draw.Width(saved) - 2
	title := draw.Wrap(titleIn(item, room), room)
	head, under, ink := out.Line().Put(t.Title, item.ID).Gap(1).Say(t.Strong, title[0]), draw.Width(item.ID)+1, t.Strong
	if !item.Kind.Judged() {
		head, under, ink = out.Line().Say(t.Title, title[0]).Put(t.Dim, " "+item.ID), 0, t.Title
	}
	out.Add(head.End(saved))
	for _, rest := range title[1:] {
		out.Add(out.Line().Gap(under).Say(ink, rest))
	}
	facts := []string{wording.Form(item, at.result.Gate, at.k.now.Milestone)}
	if !item.Computed() && item.AskedOf != "" {
		facts = append(facts, wording.AskedOf(item))
	}
	if item.Minutes > 0 {
		facts = append(facts, fmt.Sprintf("%d min", item.Minutes))
	}
	switch {
	case len(item.ClosedBy) > 0:
		facts = append(facts, "blocks through its items")
	case at.result.Weight > 0:
		facts = append(facts, fmt.Sprintf("weight %d", at.result.Weight))
	case item.Kind.IsGate() && !at.k.now.Questionnaire.GatesOnly():
		facts = append(facts, "no weight: it blocks")
	}
	if from := item.Phase.From(); from != "" && from != at.k.now.Milestone {
		facts = append(facts, "from "+string(from))
	}
	if s.above != "" {
		facts = append(facts, "esc back to "+s.above)
	} else if lines := linesOf(at.k.now.Questionnaire, item.ID); len(lines) > 0 {
		facts = append(facts, "closes "+strings.Join(lines, ", "))
	}
	helped := ""
	if n := len(item.Help); n > 0 {
		helped = t.Key.On(keys.For(keys.Help, keys.OnInterview).Shown()+" "+keys.For(keys.NextPage, keys.InHelp).Shown()) + t.Dim.On(" "+english.Count(n, "term", "terms"))
	}
	s.about(out, facts, marks(at.answer), helped)
	// The question has air around it where there is room: people read it aloud.
	if m.h >= usualHeight {
		out.Blank()
	}
	bar := func() { out.Add(out.Line().Put(t.Accent, "┃")) }
	if m.h >= roomyHeight {
		bar()
	}
	for _, line := range draw.Wrap(item.AskAt(at.k.now.Milestone), min(w-2, 100)) {
		out.Add(out.Line().Put(t.Accent, "┃ ").Put(t.Strong, line))
	}
	if m.h >= roomyHeight {
		bar()
	}
	return out.Lines
}

// roomyHeight is the height of a window that has room to spare around the question.
const roomyHeight = 36

// titleIn is the title of an item, with the number of its source if both fit into w
// columns.
func titleIn(item *questionnaire.Item, w int) string {
	if numbered := item.Numbered(); draw.Width(draw.Harmless(numbered)) <= w {
		return numbered
	}
	return item.Title
}

// about draws the facts and marks of an item, each whole, in as many lines as they
// need. The end of the first line says that there is help.
func (s *interview) about(out *draw.Block, facts, marks []string, helped string) {
	const between = " · "
	t := out.Theme
	if all := draw.Width(strings.Join(slices.Concat(facts, marks), between)); all > out.Width-draw.Width(helped) && all <= out.Width {
		helped = "" // one line less to read; the help is one of the keys in the footer
	}
	room := out.Width - draw.Width(helped)
	r := t.Line(room)
	for n, text := range slices.Concat(facts, marks) {
		switch {
		case n > 0 && draw.Width(between+text) >= r.Left():
			out.Add(out.Line().Raw(r.String(), room).End(helped))
			r, room, helped = out.Line(), out.Width, ""
		case n > 0:
			r.Put(t.Dim, between)
		}
		ink := t.Dim
		if n >= len(facts) {
			ink = t.Accent
		}
		r.Say(ink, text)
	}
	out.Add(out.Line().Raw(r.String(), room).End(helped))
}

// marks lists the records under the item besides its answer, so that the
// user knows of those below the fold.
func marks(a assessment.Answer) []string {
	var list []string
	for _, mark := range []struct {
		is   bool
		word string
	}{{a.Later, "come back later"}, {a.Volunteered, "volunteered"}, {a.Evasive, "evasive"}, {len(wording.Notes(a)) > 0, "noted"}, {a.Reconciled != "", "reconciled"}} {
		if mark.is {
			list = append(list, mark.word)
		}
	}
	if n := len(a.Quotes); n > 0 {
		list = append(list, english.Count(n, "quote", "quotes"))
	}
	if n := len(a.Evidence); n > 0 {
		list = append(list, english.Count(n, "record", "records"))
	}
	return list
}

// saved says whether the present state of the item is in the store.
func (s *interview) saved(m *Model, at spot) string {
	t, k := m.theme, at.k
	switch {
	case at.item.Computed():
		return t.Dim.On("= computed")
	case k.onTheWay(at.item.ID) && k.failure != nil:
		return t.BadStrong.On("! not saved")
	case k.onTheWay(at.item.ID):
		return t.Warn.On("○ saving")
	case at.answer.Reverify != nil:
		return t.Warn.On(againSign + " re-verify")
	case at.answer.At > 0 && !at.answer.Answered() && at.answer.NotApplicable == nil:
		return t.Dim.On("· open" + onlyRecords(at.answer))
	case at.answer.At > 0:
		return t.Good.On("●") + t.Dim.On(" "+moment(m, at.k.zone(), at.answer.At))
	}
	return t.Dim.On("· open")
}

// onlyRecords lists the records under an item without an answer.
func onlyRecords(a assessment.Answer) string {
	if n := len(a.Evidence); n > 0 {
		return ", " + english.Count(n, "record", "records")
	}
	return ""
}

// moment is an instant of an assessment, in its zone: the time for one of today,
// the date for any other. A time names the zone where the reader is in another.
func moment(m *Model, zone *time.Location, at int64) string {
	then := time.UnixMicro(at).In(zone)
	switch {
	case assessment.DateOf(then, zone) != assessment.DateOf(m.now, zone):
		return wording.Day(at, zone)
	case zone.String() != m.bench.Zone.String():
		return then.Format("15:04 MST")
	}
	return then.Format("15:04")
}
