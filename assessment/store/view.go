package store

import "assay/assessment"

// As is the same open database for one person. It shares connections and memory with the
// store. It reads as this person, and records in nobody else's name. To close it does
// nothing.
func (s *Store) As(person string) *Store {
	return &Store{database: s.database, person: person}
}

// ofTheComputer returns an error if somebody in a view is to do what only whoever runs the
// computer of the record does, such as to copy the whole of it with all that is hidden.
func (s *Store) ofTheComputer() error {
	if s.person == "" {
		return nil
	}
	return assessment.Errorf(assessment.Refused, "only whoever runs the computer of the record does this")
}

// bySelf returns an error if a view of one person is to record in the name of another.
func (s *Store) bySelf(by string) error {
	if s.person == "" || assessment.SamePerson(by, s.person) {
		return nil
	}
	return assessment.Errorf(assessment.Refused, "%s cannot record in the name of %s", s.person, by).Because(assessment.PersonFixed, s.person)
}
