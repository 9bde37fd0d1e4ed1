package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/history"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// peoplePage shows the people of the record on three pages: who they are, every change of
// them, and the table of roles with the rules. An administrator changes them from here.
type peoplePage struct {
	fetched
	page    int    // which of the three
	chosen  string // id of the chosen person
	changes []history.Entry
	at      int // the chosen change
	from    int // first line shown of the roles
}

// The pages.
const (
	peopleList = iota
	peopleChanges
	peopleRoles
	peoplePages // how many there are
)

// peopleNames are the pages by name.
var peopleNames = [peoplePages]string{"People", "Changes", "Roles and rules"}

// peopleRead are the people as the page reads them.
type peopleRead struct {
	now     assessment.People
	changes []assessment.PeopleChange
}

func (s *peoplePage) where() keys.Where { return keys.OnPeople }
func (s *peoplePage) place() string     { return "people" }
func (s *peoplePage) crumb() string     { return "people" }

func (s *peoplePage) status(m *Model) string {
	if !s.arrived {
		return "reading …"
	}
	if n := len(m.roles.people.Present()); n > 0 {
		return english.Count(n, "person", "people")
	}
	return ""
}

func (s *peoplePage) begin(m *Model) tea.Cmd {
	b := m.bench
	return fetch(s, func(ctx context.Context) (got peopleRead, err error) {
		if got.now, err = b.Store.People(ctx); err == nil {
			got.changes, err = b.Store.PeopleChanges(ctx)
		}
		return got, err
	}, s.show)
}

// show takes over the people that were read. The chosen change stays chosen, and the
// latest is while nobody has chosen another one.
func (s *peoplePage) show(m *Model, got peopleRead) tea.Cmd {
	var chosen *history.Entry // unless it is the latest, or nobody looks at the changes
	if s.page == peopleChanges && s.at > 0 {
		chosen = s.change()
	}
	s.changes = history.OfPeople(got.changes)
	slices.Reverse(s.changes)
	s.at = 0
	if chosen != nil {
		s.at = max(slices.IndexFunc(s.changes, func(e history.Entry) bool { return e.ID == chosen.ID }), 0)
	}
	return m.learnPeople(got.now)
}

// peopleChanged reads the changes again.
func (s *peoplePage) peopleChanged(m *Model) tea.Cmd {
	if m.roles.people.Seq == int64(len(s.changes)) {
		return nil
	}
	return s.begin(m)
}

// listed lists the people: those who are present, then those who were removed.
func (s *peoplePage) listed(m *Model) []assessment.Account {
	all := slices.Clone(m.roles.people.Accounts)
	slices.SortStableFunc(all, func(a, b assessment.Account) int {
		return boolOrder(a.Removed != nil) - boolOrder(b.Removed != nil)
	})
	return all
}

func boolOrder(last bool) int {
	if last {
		return 1
	}
	return 0
}

// person is the chosen person, or nil if there is none.
func (s *peoplePage) person(m *Model) *assessment.Account {
	all := s.listed(m)
	if len(all) == 0 {
		return nil
	}
	return &all[s.personAt(all)]
}

func (s *peoplePage) personAt(all []assessment.Account) int {
	return max(slices.IndexFunc(all, func(a assessment.Account) bool { return a.ID == s.chosen }), 0)
}

// change is a copy of the chosen change, or nil if there is none.
func (s *peoplePage) change() *history.Entry {
	if s.at < len(s.changes) {
		e := s.changes[s.at]
		return &e
	}
	return nil
}

func (s *peoplePage) why(m *Model, a keys.Action) string {
	people, who := m.roles.people, s.person(m)
	switch a {
	case keys.Add, keys.Page, keys.Down, keys.Up, keys.Top, keys.Bottom, keys.PageDown, keys.PageUp:
		return ""
	case keys.Tighten:
		switch {
		case !people.On():
			return "nobody is named yet, so that no rule could bind anybody"
		case len(people.Rules) == len(assessment.Separations()):
			return "the record has every rule already"
		}
		return ""
	case keys.Open:
		switch {
		case s.page == peopleRoles:
			return "this is the whole table"
		case s.page == peopleChanges && s.change() == nil, s.page == peopleList && who == nil:
			return "nobody was added yet"
		}
		return ""
	}
	switch {
	case s.page != peopleList:
		return "choose a person on the first page"
	case who == nil:
		return "nobody was added yet"
	case who.Removed != nil:
		return who.Name + " was removed: " + keys.For(keys.Add, keys.OnPeople).Shown() + " adds them again"
	case a == keys.RemoveKey && len(who.Keys) == 0:
		return who.Name + " has no key"
	}
	return ""
}

func (s *peoplePage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if s.move(m, a) {
		return nil
	}
	switch a {
	case keys.Page:
		s.page = (s.page + 1) % peoplePages
	case keys.Open:
		return m.open(s.whole(m))
	case keys.Add:
		return m.open(s.add(m))
	case keys.EditPerson:
		return m.open(s.edit(m, *s.person(m)))
	case keys.AddKey:
		return m.open(s.addKey(*s.person(m)))
	case keys.RemoveKey:
		return s.takeKey(m, *s.person(m))
	case keys.RemovePerson:
		return m.open(s.remove(*s.person(m)))
	case keys.Tighten:
		return s.tighten(m)
	}
	return nil
}

// move goes to another line of the page, if the action does.
func (s *peoplePage) move(m *Model, a keys.Action) (moves bool) {
	page := max(m.h/2, 1)
	switch s.page {
	case peopleList:
		var to int
		all := s.listed(m)
		if to, moves = keys.Step(a, s.personAt(all), page, len(all)); moves && len(all) > 0 {
			s.chosen = all[to].ID
		}
	case peopleChanges:
		s.at, moves = keys.Step(a, s.at, page, max(len(s.changes), 1))
	default:
		lines, room := len(s.roleLines(m, detailWidth(m.w))), s.roleRoom(m)
		s.from, moves = keys.Step(a, s.from, page, lines)
		s.from = max(0, min(s.from, lines-room))
	}
	return moves
}

// whole shows everything about the chosen person, or the chosen change.
func (s *peoplePage) whole(m *Model) *asked {
	if s.page == peopleChanges {
		e := *s.change()
		return show(&dialog.Text{Title: fmt.Sprintf("Change %d of the people", e.Seq), Lines: func(t *draw.Theme, w int) []string { return peopleChangeLines(m, t, w, e) }})
	}
	who := *s.person(m)
	return show(&dialog.Text{Title: who.Name, Lines: func(t *draw.Theme, w int) []string { return personLines(m, t, w, who) }})
}

func (s *peoplePage) hint(m *Model) string {
	switch {
	case !s.arrived:
		return ""
	case !m.roles.people.On():
		return keys.For(keys.Add, keys.OnPeople).Shown() + " adds the first person, who is the administrator"
	case s.page == peopleChanges:
		return english.Count(len(s.changes), "change", "changes")
	case !m.mine(assessment.ActPeople):
		return "an administrator changes the people"
	}
	return ""
}

func (s *peoplePage) copied(m *Model) (what, text string) {
	switch who, e := s.person(m), s.change(); {
	case s.page == peopleList && who != nil:
		text := who.Name + "\t" + rolesList(who.Roles)
		for _, key := range who.Keys {
			text += "\n" + key.Fingerprint + "\t" + key.Comment
		}
		return "the person", text
	case s.page == peopleChanges && e != nil:
		return "the change", e.By + " " + e.Brief()
	}
	return "", ""
}
