package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/agenda"
	"assay/assessment/english"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// agendaPage is the agenda of the meeting about an assessment, on three pages: the
// questions to ask, the work outside the meeting, and the clock of each domain. The
// chosen item is shown below, with its question.
type agendaPage struct {
	recordPage
	page   agendaView
	chosen string // id of an item; of a domain on the page of the clock
}

type agendaView int

const (
	askedView agendaView = iota
	deskView
	clockView
	agendaViews // their number
)

func (s *agendaPage) where() keys.Where { return keys.OnAgenda }
func (s *agendaPage) place() string     { return "agenda/" + s.id }
func (s *agendaPage) crumb() string     { return "agenda" }

func (s *agendaPage) status(m *Model) string {
	k := s.book(m)
	if k == nil || k.now.Running() == nil {
		return s.recordPage.status(m)
	}
	return m.bookStatus(s.id, "session "+clock(m.now.UnixMicro()-k.now.Running().Start))
}

func (s *agendaPage) begin(m *Model) tea.Cmd {
	return readBook(m.bench, s.id, func(m *Model) tea.Cmd { return m.arrive(s, s.id) })
}

// agendaRow is one line of a page: a heading, or else one of the others.
type agendaRow struct {
	heading string
	point   *agenda.Point
	task    *agenda.Task
	pace    *agenda.Pace
	skipped bool // a planned point that no longer fits
}

// id is the item or the domain of a row, or empty for a heading.
func (r agendaRow) id() string {
	switch {
	case r.point != nil:
		return r.point.Item
	case r.task != nil:
		return r.task.Item
	case r.pace != nil:
		return r.pace.Domain
	}
	return ""
}

// rows lists the rows of the present page.
func (s *agendaPage) rows(m *Model, k *book) []agendaRow {
	var rows []agendaRow
	plan := k.planned(m)
	points := func(heading string, all []agenda.Point) {
		rows = append(rows, agendaRow{heading: heading})
		for n := range all {
			rows = append(rows, agendaRow{point: &all[n], skipped: plan.clock != nil && isOneOf(plan.clock.Skip, all[n].Item)})
		}
	}
	switch s.page {
	case askedView:
		for _, part := range plan.Parts() {
			points(part.Words(), part.Points)
		}
	case deskView:
		for _, pile := range k.desk().Ways() {
			rows = append(rows, agendaRow{heading: pile.Words()})
			for n := range pile.Tasks {
				rows = append(rows, agendaRow{task: &pile.Tasks[n]})
			}
		}
	case clockView:
		for n := range plan.paces {
			rows = append(rows, agendaRow{pace: &plan.paces[n]})
		}
		if plan.clock != nil && len(plan.clock.Skip) > 0 {
			points(fmt.Sprintf("To skip (%d min)", agenda.Minutes(plan.clock.Skip)), plan.clock.Skip)
		}
	}
	return rows
}

func isOneOf(points []agenda.Point, item string) bool {
	return slices.ContainsFunc(points, func(p agenda.Point) bool { return p.Item == item })
}

// desk is the work outside the meeting, made anew after each change.
func (k *book) desk() agenda.Desk {
	if k.tasks == nil || k.tasksOf != k.judged {
		desk := agenda.DeskOf(k.items(), 0)
		k.tasks, k.tasksOf = &desk, k.judged
	}
	return *k.tasks
}

// at is the place of the chosen row, or of the first one that can be chosen. It is -1
// where nothing can be.
func (s *agendaPage) at(rows []agendaRow) int {
	if n := slices.IndexFunc(rows, func(r agendaRow) bool { return r.id() != "" && r.id() == s.chosen }); n >= 0 {
		return n
	}
	return slices.IndexFunc(rows, func(r agendaRow) bool { return r.id() != "" })
}

func (s *agendaPage) why(m *Model, a keys.Action) string {
	k := s.book(m)
	if k == nil {
		return "still reading"
	}
	rows := s.rows(m, k)
	at := s.at(rows)
	switch a {
	case keys.Page, keys.Longer, keys.Minutes, keys.Session:
		return ""
	case keys.Shorter:
		if s.minutes(m, k) <= meetingStep {
			return "the meeting cannot be shorter"
		}
		return ""
	}
	switch {
	case at < 0:
		return "nothing is listed here"
	case rows[at].pace != nil && (a == keys.Open || a == keys.Assign):
		return "choose a question: this is a domain"
	}
	return ""
}

// The steps in which a meeting gets longer or shorter, and the longest one.
const (
	meetingStep = 5
	mostMinutes = 24 * 60
)

// minutes is how long the meeting is: as it was set, or as long as its questions take.
func (s *agendaPage) minutes(m *Model, k *book) int {
	switch plan := k.planned(m); {
	case plan.clock != nil:
		return plan.clock.Minutes
	case plan.minutes > 0:
		return plan.minutes
	default:
		return plan.Planned
	}
}

func (s *agendaPage) setMinutes(m *Model, n int) tea.Cmd {
	return m.keep(minutesPlace(s.id), strconv.Itoa(max(0, min(n, mostMinutes))))
}

func (s *agendaPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	k := s.book(m)
	rows := s.rows(m, k)
	at := s.at(rows)
	if to, moves := stepIn(a, at, m.h/2, len(rows)); moves {
		s.choose(rows, to, to < at)
		return nil
	}
	switch a {
	case keys.Page:
		s.page = (s.page + 1) % agendaViews
	case keys.Longer:
		n := s.minutes(m, k)
		return s.setMinutes(m, n-n%meetingStep+meetingStep)
	case keys.Shorter:
		n := s.minutes(m, k) - 1
		return s.setMinutes(m, max(n-n%meetingStep, meetingStep))
	case keys.Minutes:
		return m.open(s.askMinutes(m))
	case keys.Session:
		return turnSession(m, k)
	case keys.Open:
		return m.toItem(s.id, rows[at].id())
	case keys.Assign:
		return m.open(assign(m, k, rows[at]))
	}
	return nil
}

// choose chooses the row at to, or the nearest one beside a heading.
func (s *agendaPage) choose(rows []agendaRow, to int, up bool) {
	by := 1
	if up && to > 0 {
		by = -1
	}
	for ; to >= 0 && to < len(rows); to += by {
		if id := rows[to].id(); id != "" {
			s.chosen = id
			return
		}
	}
}

// askMinutes asks how many minutes the meeting has.
func (s *agendaPage) askMinutes(m *Model) *asked {
	usual := strings.TrimPrefix(strconv.Itoa(m.minutesOf(s.id)), "0")
	field := dialog.Marked(dialog.TextField("minutes", usual, "such as 60; empty is as long as the questions take"))
	o := askText("How long is the meeting?", "", field, func(m *Model, text string) (tea.Cmd, error) {
		n, err := strconv.Atoi(text)
		if text != "" && (err != nil || n < 1 || n > mostMinutes) {
			return nil, assessment.Errorf(assessment.Invalid, "a meeting has 1 to %d minutes", mostMinutes)
		}
		m.shut()
		return s.setMinutes(m, n), nil
	})
	o.passing = true
	return o
}

// assign asks who does the work for an item and by when. It becomes an action.
func assign(m *Model, k *book, row agendaRow) *asked {
	a := assessment.Action{Item: row.id(), What: k.now.Questionnaire.Item(row.id()).Title, Side: "vendor"}
	if row.task != nil {
		a.What = english.Join(": ", row.task.What, row.task.Title)
		if row.task.How != questionnaire.Written {
			a.Side = questionnaire.AskedOfUs
		}
	}
	sh := actionSheet(m, k, a)
	sh.Title, sh.Lead = "Who does it, by when?", "A task about "+a.Item+", its owner, and a day within 90 days."
	return askAction(k, a, sh, func(m *Model, a assessment.Action) tea.Cmd {
		return m.record(k, assessment.ActionOpened{Action: a})
	})
}

func (s *agendaPage) label(m *Model, a keys.Action) (shown, word string) {
	switch k := s.book(m); {
	case k == nil:
	case a == keys.Session && k.now.Running() != nil:
		word = "end session"
	case a == keys.Page:
		word = [agendaViews]string{"outside it", "clock", "meeting"}[s.page]
	case a == keys.Open && s.page == deskView:
		word = "go to it"
	}
	return "", word
}

func (s *agendaPage) hint(m *Model) string {
	k := s.book(m)
	switch {
	case k == nil:
		return ""
	case k.failure != nil:
		return unsavedHint(k)
	case s.page == deskView:
		return "a names who does the chosen item and by when"
	case k.now.Running() == nil:
		return "+ - make the meeting longer or shorter, t types its minutes; S starts it"
	}
	return "in the interview, tab leads through these questions; + - change the minutes"
}

func (s *agendaPage) copied(m *Model) (what, text string) {
	k := s.book(m)
	if k == nil {
		return "", ""
	}
	if item := k.now.Questionnaire.Item(s.chosen); item != nil {
		return item.ID + " and its question", item.ID + " " + item.AskAt(k.now.Milestone)
	}
	return "", ""
}
