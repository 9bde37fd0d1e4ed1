package assessment

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Person is somebody whom the record names. A journal often knows people by a mail
// address; a reader of a page looks for a name.
type Person struct {
	Name    string // the address, if the record knows no name
	Role    string // may be empty
	Address string // as the journal names the person; empty if that is the name
}

// Person finds the name behind an entry of the journal: in the entry itself, or among
// the people of our side who were in a meeting. If it could be two of these, the entry
// stays as it is. A spelling in Latin letters takes the place of the name.
func (s *State) Person(entry string) Person {
	p := s.person(entry)
	if latin := s.LatinOf(p.Name); latin != "" {
		p.Name, p.Address = latin, cmp.Or(p.Address, p.Name)
	}
	return p
}

func (s *State) person(entry string) Person {
	entry = hostile.Line(entry)
	p := Person{Name: PersonName(entry)}
	var found []Attendee
	for _, a := range s.ourPeople() {
		if NamesPerson(p.Name, a.Name) {
			found = append(found, a)
		}
	}
	if len(found) == 1 {
		p.Name, p.Role = found[0].Name, found[0].Role
	}
	if p.Name != entry && strings.Contains(entry, "@") {
		p.Address = strings.Trim(strings.TrimSpace(entry[strings.Index(entry, "<")+1:]), "<>")
	}
	return p
}

// OurPeople are the people of our side in all meetings, each once, with the latest role.
func (s *State) OurPeople() []Person {
	var all []Person
	for _, a := range s.ourPeople() {
		all = append(all, Person{Name: a.Name, Role: a.Role})
	}
	return all
}

func (s *State) ourPeople() []Attendee {
	var all []Attendee
	for _, session := range slices.Backward(s.Sessions) {
		for _, a := range session.Attendees {
			name := PersonName(hostile.Line(a.Name))
			known := slices.ContainsFunc(all, func(other Attendee) bool { return SamePerson(other.Name, name) })
			if a.Side == "us" && name != "" && !known {
				all = append(all, Attendee{Name: name, Role: hostile.Line(a.Role), Side: a.Side})
			}
		}
	}
	return all
}

// Evaluators are the entries of all who recorded something in this assessment; who
// recorded most comes first. An answer that an earlier assessment handed on counts for
// nobody.
func (s *State) Evaluators() []string {
	count := map[string]int{s.OpenedBy: 0}
	for _, answer := range s.Answers {
		if mark := answer.Reverify; mark == nil || !slices.Contains(mark.Because, Reassessment) {
			count[answer.By]++
		}
	}
	delete(count, "")
	names := make([]string, 0, len(count))
	for name := range count {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return strings.Compare(a, b)
	})
	return names
}

// Assessor is the person who signs as assessor: somebody who evaluated. Of the
// people who did, or who were in a meeting for our side, it is the one who asks for the
// report, else the one who recorded most.
func (s *State) Assessor(asking string) Person {
	evaluators := s.Evaluators()
	if asking != "" {
		who := s.person(asking)
		is := func(name string) bool { return NamesPerson(name, who.Name) || NamesPerson(who.Name, name) }
		if slices.ContainsFunc(evaluators, is) || slices.ContainsFunc(s.ourPeople(), func(a Attendee) bool { return is(a.Name) }) {
			return s.Person(asking)
		}
	}
	if len(evaluators) == 0 {
		return s.Person(asking)
	}
	return s.Person(evaluators[0])
}
