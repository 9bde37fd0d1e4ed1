package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// actionPage lists the actions of an assessment, the earliest due first and the
// closed ones last, with the whole of the chosen one below. From it the user adds and
// closes actions.
type actionPage struct {
	recordPage
	chosen string // id of the chosen action
	about  string // an item, whose first open action is chosen when the screen opens
}

// openActionPage opens the actions of an assessment, at the first that is about an item.
// From there people come to an interview, so it may lie below.
func openActionPage(m *Model, id, item string) tea.Cmd {
	if s, is := m.screens[len(m.screens)-2].(*actionPage); is && s.id == id {
		s.chosen, s.about = "", item
		return m.back()
	}
	return m.push(&actionPage{recordPage: recordPage{id}, about: item})
}

func (s *actionPage) where() keys.Where { return keys.OnActions }
func (s *actionPage) crumb() string     { return "actions" }

// place names the chosen action, so that a text typed about it comes back to it.
func (s *actionPage) place() string {
	return strings.TrimSuffix("actions/"+s.id+"/"+s.chosen, "/")
}

func (s *actionPage) status(m *Model) string {
	if k := s.book(m); k != nil {
		return m.bookStatus(s.id, actionCount(k))
	}
	return m.bookStatus(s.id, "")
}

func (s *actionPage) begin(m *Model) tea.Cmd {
	return readBook(m.bench, s.id, func(m *Model) tea.Cmd {
		s.choose(m)
		return m.arrive(s, s.id)
	})
}

// choose chooses the first open action of the item from which the screen was opened.
func (s *actionPage) choose(m *Model) {
	k := s.book(m)
	if k == nil || s.chosen != "" {
		return
	}
	if of := openActionsOf(k, s.about); s.about != "" && len(of) > 0 {
		s.chosen = of[0].ID
	} else if all := s.listed(m); len(all) > 0 {
		s.chosen = all[0].ID
	}
}

func (s *actionPage) listed(m *Model) []assessment.Action {
	if k := s.book(m); k != nil {
		return sortedActions(k.now.Actions)
	}
	return nil
}

// action is the chosen action, or nil if there is none.
func (s *actionPage) action(m *Model) *assessment.Action {
	k := s.book(m)
	if k == nil {
		return nil
	}
	if n := s.among(k.now.Actions); n >= 0 {
		return &k.now.Actions[n]
	}
	if all := s.listed(m); len(all) > 0 {
		return &all[0]
	}
	return nil
}

// among is the place of the chosen action in a list, or -1.
func (s *actionPage) among(all []assessment.Action) int {
	return slices.IndexFunc(all, func(a assessment.Action) bool { return a.ID == s.chosen })
}

// act implements the acts of a screen: whoever opens a closed action reads it.
func (s *actionPage) act(m *Model, a keys.Action) assessment.Act {
	if chosen := s.action(m); a == keys.Open && (chosen == nil || chosen.Closed != nil) {
		return assessment.ActRead
	}
	return ""
}

func (s *actionPage) why(m *Model, a keys.Action) string {
	k := s.book(m)
	chosen := s.action(m)
	switch {
	case k == nil:
		return "still reading"
	case a == keys.Add:
		return ""
	case a == keys.Retry || a == keys.Discard:
		if k.failure == nil {
			return "everything is saved as you go"
		}
		return ""
	case chosen == nil:
		return "there is no action yet: a adds one"
	case a == keys.ItsItem && chosen.Item == "":
		return "this action is about no item"
	}
	return ""
}

func (s *actionPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	k, all := s.book(m), s.listed(m)
	n, chosen := max(s.among(all), 0), s.action(m)
	if to, moves := stepIn(a, n, m.h/2, len(all)); moves {
		s.chosen = all[to].ID
		return nil
	}
	switch a {
	case keys.Add:
		return m.open(newAction(m, k))
	case keys.Open:
		if chosen.Closed != nil {
			return m.open(show(&dialog.Text{Title: "Closed action", Lines: func(t *draw.Theme, w int) []string { return actionLines(m, t, w, k, *chosen) }}))
		}
		return m.open(s.closing(k, *chosen, all[min(n+1, len(all)-1)].ID))
	case keys.ItsItem:
		return m.toItem(s.id, chosen.Item)
	case keys.Retry:
		return k.save(m)
	case keys.Discard:
		return giveUp(m, k)
	}
	return nil
}

// closing asks how an action was done. Then the next one is chosen, because the
// closed one goes to the end of the list.
func (s *actionPage) closing(k *book, a assessment.Action, next string) *asked {
	how := dialog.TextField("how", "", "what was done, or why it is not needed")
	return askText("Close an action", actionWords(a, k.day), how, func(m *Model, text string) (tea.Cmd, error) {
		cmd, err := m.submit(k, assessment.ActionClosed{Action: a.ID, How: text})
		if err == nil {
			s.chosen = next
		}
		return cmd, err
	})
}

func (s *actionPage) label(m *Model, a keys.Action) (shown, word string) {
	if chosen := s.action(m); a == keys.Open && chosen != nil && chosen.Closed != nil {
		word = "how it was closed"
	}
	return "", word
}

func (s *actionPage) hint(m *Model) string {
	k := s.book(m)
	chosen := s.action(m)
	switch {
	case k == nil:
		return ""
	case k.failure != nil:
		return unsavedHint(k)
	case chosen == nil:
		if !m.mine(assessment.ActCondition) {
			return ""
		}
		return "a adds an action: a task, its owner and a day"
	}
	return english.Count(len(k.now.Actions), "action")
}

func (s *actionPage) copied(m *Model) (what, text string) {
	a := s.action(m)
	if a == nil {
		return "", ""
	}
	return "the action", actionWords(*a, s.book(m).day)
}

func (s *actionPage) draw(m *Model, w, h int) []string {
	t, k := m.theme, s.book(m)
	out := draw.NewBlock(t, w)
	if k == nil {
		return unread(out, "")
	}
	all := s.listed(m)
	if len(all) == 0 {
		out.Blank()
		none := out.Line().Gap(3).Put(t.Strong, "No action yet. ")
		if m.mine(assessment.ActCondition) {
			none.Put(t.Key, keys.For(keys.Add, keys.OnActions).Shown()).Put(t.Plain, " adds one.")
		}
		out.Add(none)
		return out.Lines
	}
	columns := actionColumns(w, all)
	out.Add(columns.row(out, t.Plain, "   ", t.Dim, "", "state", "due", "owner", "item", "what"))
	n, chosen := max(s.among(all), 0), s.action(m)
	listOver(out, h, len(all), n, func(line int) *draw.Line {
		a := all[line]
		mark, ink := "   ", t.Plain
		if line == n {
			mark, ink = " ▸ ", t.Strong
		}
		sign, in := actionSign(t, k, a)
		return columns.row(out, t.Title, mark, ink, in.On(sign), actionState(a, k.day), a.Due.String(), draw.Middle(a.Owner, columns.owner), a.Item, a.What)
	}, actionLines(m, t, detailWidth(w), k, *chosen), keys.For(keys.Open, keys.OnActions).Shown())
	return out.Lines
}

// actionTable is the widths of the columns. A column that is dropped has none; the
// details have everything.
type actionTable struct{ due, owner, item int }

func actionColumns(w int, all []assessment.Action) actionTable {
	const edge, state, date, task = 3 + 2, 7 + 2, len("2026-11-22"), 24
	c := actionTable{
		owner: max(min(draw.Widest(all, func(a assessment.Action) string { return draw.Harmless(a.Owner) }), max(w/5, 12)), len("owner")),
		item:  min(draw.Widest(all, func(a assessment.Action) string { return a.Item }), 14),
	}
	left := w - edge - state - c.owner - 2 - task
	if left < c.item+2 {
		c.item = 0
	} else if c.item > 0 {
		left -= c.item + 2
	}
	if left >= date+2 {
		c.due = date
	}
	return c
}

func (c actionTable) row(out *draw.Block, lead draw.Ink, mark string, ink draw.Ink, sign, state, due, owner, item, what string) *draw.Line {
	l := out.Line().Put(lead, mark).Raw(draw.Fit(sign, 2), 2).Cell(ink, state, 7).Gap(2)
	for _, cell := range []struct {
		text string
		w    int
	}{{due, c.due}, {owner, c.owner}, {item, c.item}} {
		if cell.w > 0 {
			l.Cell(ink, cell.text, cell.w).Gap(2)
		}
	}
	return l.Say(ink, what)
}

func actionState(a assessment.Action, today assessment.Date) string {
	switch {
	case a.Closed != nil:
		return "closed"
	case a.Overdue(today):
		return "overdue"
	}
	return "open"
}

func actionCount(k *book) string {
	open, overdue := openActions(k)
	switch {
	case open == 0:
		return "none is open"
	case overdue > 0:
		return fmt.Sprintf("%d open, %d overdue", open, overdue)
	}
	return fmt.Sprintf("%d open", open)
}

// actionLines draws an action with everything that is recorded about it.
func actionLines(m *Model, t *draw.Theme, w int, k *book, a assessment.Action) []string {
	out := draw.NewBlock(t, w)
	out.Paragraph(t.Plain, "", t.Strong, a.What)
	about, cause := a.Item, ""
	if item := k.now.Questionnaire.Item(a.Item); item != nil {
		about = item.ID + " " + item.Title
	}
	if a.Cause != "" {
		cause = wording.Cause(a.Cause, a.Item)
	}
	zone := k.zone()
	list := []string{
		"state", wording.Due(a, k.day), "owner", a.Owner + sideWords(a.Side), "about", about, "until then", a.Control, "a condition for", cause,
		"opened", english.Join(" by ", moment(m, zone, a.OpenedAt), a.OpenedBy),
	}
	if c := a.Closed; c != nil {
		list = append(list, "closed", english.Join(" by ", moment(m, zone, c.At), c.By), "how", c.How)
		for _, record := range c.Evidence {
			list = append(list, "shown by", wording.Evidence(record))
		}
	}
	namedTexts(out, list...)
	return out.Lines
}
