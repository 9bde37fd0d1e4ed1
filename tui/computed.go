package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Nobody answers a computed item. It is a line of a checklist, which other items
// close, or a date that is the earliest of other dates. From a computed item the
// user can go to its sources, and back with esc.

// sources lists the items from which a computed item is computed.
func sources(item *questionnaire.Item) []string {
	return slices.Concat(item.ClosedBy, item.Earliest)
}

// followsWords says why a computed item is not answered.
func followsWords(item *questionnaire.Item) string {
	if len(item.ClosedBy) > 0 {
		return "this line closes when all its items are closed. enter lists them"
	}
	return "this date is computed from others. enter lists them"
}

// linesOf lists the checklist lines that the item helps to close.
func linesOf(q *questionnaire.Questionnaire, id string) []string {
	var lines []string
	for d := range q.Domains {
		for n := range q.Domains[d].Items {
			if item := &q.Domains[d].Items[n]; slices.Contains(item.ClosedBy, id) {
				lines = append(lines, item.ID)
			}
		}
	}
	return lines
}

// tally counts the items that apply to a checklist line, and those of them that
// are closed.
func tally(k *book, item *questionnaire.Item) (closed, all int) {
	for _, id := range item.ClosedBy {
		r := k.result.Item(id)
		if r.State == assessment.StateNA || r.State == assessment.StateHidden {
			continue
		}
		all++
		if r.Gate != "" && !r.Gate.Open() {
			closed++
		}
	}
	return closed, all
}

// line is one line of a checklist.
type line struct {
	item *questionnaire.Item
	gate assessment.GateState // "" if none of its items applies
}

// checklist lists the visible lines of the checklist in their order.
func checklist(k *book) []line {
	var lines []line
	for n := range k.result.Items {
		r := &k.result.Items[n]
		if item := k.now.Questionnaire.Item(r.ID); len(item.ClosedBy) > 0 && r.State != assessment.StateHidden && r.State != assessment.StateLater {
			lines = append(lines, line{item, r.Gate})
		}
	}
	return lines
}

// closedLines counts the lines that are not open.
func closedLines(lines []line) int {
	n := 0
	for _, l := range lines {
		if !l.gate.Open() {
			n++
		}
	}
	return n
}

// sourceState returns the state of a source as a sign and in words.
func sourceState(t *draw.Theme, k *book, id string) (sign string, in draw.Ink, words string) {
	r, item := k.result.Item(id), k.now.Questionnaire.Item(id)
	switch {
	case r.State == assessment.StateHidden:
		return "–", t.Dim, "does not apply here"
	case r.State == assessment.StateNA:
		return "–", t.Dim, "not applicable"
	case !item.Kind.Judged() && k.now.Answers[id].Value == "":
		return "○", t.Plain, "not given: " + worstWords(item)
	case !item.Kind.Judged():
		return "●", t.Good, k.now.Answers[id].Value
	case r.Gate == "":
		return "○", t.Plain, "no gate for " + string(k.now.Milestone)
	}
	sign, in = t.Gate(r.Gate)
	return sign, in, r.Gate.Words()
}

// computedWords returns a computed date for lists.
func computedWords(k *book, item *questionnaire.Item) string {
	date, of := deciding(k, item)
	if of != nil && k.now.Answers[of.ID].Value == "" {
		return noDate(k, item)
	}
	return date
}

// deciding returns the computed date, and the source that it comes from.
func deciding(k *book, item *questionnaire.Item) (date string, of *questionnaire.Item) {
	date = k.now.AnswerText(item.ID)
	for _, id := range item.Earliest {
		if dateOf(k, id) == date {
			return date, k.now.Questionnaire.Item(id)
		}
	}
	return date, nil
}

// dateOf returns the date of a fact, or its worst value if there is no answer.
func dateOf(k *book, id string) string {
	return cmp.Or(k.now.Answers[id].Value, string(k.now.Questionnaire.Item(id).Worst))
}

// computedRow draws a computed item in place of the answer.
func (s *interview) computedRow(r *draw.Line, t *draw.Theme, at spot) {
	if len(at.item.ClosedBy) > 0 {
		closed, all := tally(at.k, at.item)
		if at.result.Gate == "" {
			r.Put(t.Dim, "– none of its items applies here")
			return
		}
		sign, k := t.Gate(at.result.Gate)
		r.Put(k, sign+" "+at.result.Gate.Words()).Put(t.Dim, " · ").Put(t.Strong, fmt.Sprintf("%d of %d", closed, all)).Put(t.Dim, " closed")
		return
	}
	date, of := deciding(at.k, at.item)
	switch {
	case of == nil:
		r.Put(t.Chip, "["+draw.Harmless(date)+"]")
	case at.k.now.Answers[of.ID].Value == "":
		r.Put(t.Warn, noDate(at.k, at.item)).Put(t.Dim, " · missing: ").Say(t.Warn, of.Title)
		if others := missingDates(at.k, at.item) - 1; others > 0 {
			r.Put(t.Dim, fmt.Sprintf(" and %d more", others))
		}
	default:
		r.Put(t.Chip, "["+draw.Harmless(date)+"]").Gap(1).Put(t.Dim, "from ").Say(t.Plain, of.Title)
	}
}

// missingDates counts the sources of a computed date without an answer.
func missingDates(k *book, item *questionnaire.Item) int {
	n := 0
	for _, id := range item.Earliest {
		if k.now.Answers[id].Value == "" {
			n++
		}
	}
	return n
}

// noDate says how a computed date counts if its deciding source has no answer.
func noDate(k *book, item *questionnaire.Item) string {
	_, of := deciding(k, item)
	return "no date: counts as " + worstWords(of)
}

// leads says which keys open the sources of a computed item.
func leads(r *draw.Line, t *draw.Theme, item *questionnaire.Item) {
	how := "closes by itself"
	if len(item.Earliest) > 0 {
		how = "nobody answers it"
	}
	r.Put(t.Dim, how+"; ").Put(t.Key, keys.For(keys.Fact, keys.OnInterview).Shown()).Put(t.Dim, " or ").Put(t.Key, dialog.NumbersTo(len(sources(item)))).Put(t.Dim, " opens its items")
}

// follows lists the sources of a computed item with their states.
func (s *interview) follows(out *draw.Block, at spot) {
	t, item := out.Theme, at.item
	if !item.Computed() {
		return
	}
	head := "Closed by"
	if len(item.Earliest) > 0 {
		head = "The earliest of"
	}
	out.Heading(head)
	decides, _ := deciding(at.k, item)
	list := sources(item)
	ids := draw.Widest(list, func(id string) string { return id })
	for n, id := range list {
		number := "  "
		if n < 9 {
			number = strconv.Itoa(n+1) + " "
		}
		sign, in, words := sourceState(t, at.k, id)
		r := out.Line().Gap(1).Put(t.Key, number).Put(in, sign+" ")
		text := t.Plain
		if len(item.Earliest) > 0 && dateOf(at.k, id) == decides {
			text, words = t.Strong, words+", decides"
		}
		if len(item.ClosedBy) > 0 {
			r.Cell(t.Accent, id, ids).Gap(1)
		}
		r.Cell(text, at.k.now.Questionnaire.Item(id).Title, max(r.Left()-draw.Width(words)-2, 12)).Gap(1)
		out.Add(r.Say(t.Dim, words))
	}
	out.Blank()
}

// sourcePicker lists the sources of a computed item. The first open one is
// selected.
func (s *interview) sourcePicker(m *Model, at spot) *picker {
	p := &picker{Picker: dialog.Picker[effect]{Title: at.item.ID + " " + at.item.Title, Low: true}}
	offered := false
	for n, id := range sources(at.item) {
		sign, in, words := sourceState(m.theme, at.k, id)
		c := choice{
			Mark: sign, MarkInk: in, Text: id + "  " + at.k.now.Questionnaire.Item(id).Numbered(), Aside: words,
			Value: func(m *Model) tea.Cmd { return s.descend(m, at.item.ID, id) },
		}
		r := at.k.result.Item(id)
		if r.State == assessment.StateHidden {
			c.Dead = words
		}
		if !offered && (r.Gate.Open() || r.State == assessment.StateUnanswered) {
			p.At, offered = n, true
		}
		p.Choices = append(p.Choices, c)
	}
	return p
}

// source goes to source n of a computed item, from 1.
func (s *interview) source(m *Model, at spot, n int) tea.Cmd {
	list := sources(at.item)
	switch {
	case n > len(list):
		return m.say(fmt.Sprintf("there are the items 1 to %d", len(list)))
	case at.k.result.Item(list[n-1]).State == assessment.StateHidden:
		return m.say(list[n-1] + " does not apply here")
	}
	return s.descend(m, at.item.ID, list[n-1])
}

// descend goes from a computed item to one of its sources, and remembers the
// way back.
func (s *interview) descend(m *Model, from, to string) tea.Cmd {
	cmd := s.move(m, to)
	s.above = from
	return cmd
}
