package assessment

import "slices"

// Reading tells of evidence that came with a reply how a person read it.
type Reading struct {
	Kind       string // the kind that it turned out to be; empty for the one that it came as
	Assurance  Assurance
	AsOf       Date
	ValidUntil Date
	Seen       string // what of its kind was seen in it, such as a page
	Also       []Also
	Scope      *Scope
	Checked    []int
}

// Unread lists the places of the records that came with a reply and that nobody has
// read, from 0.
func (a Answer) Unread() []int {
	var places []int
	for n := range a.Evidence {
		if a.Evidence[n].Unread {
			places = append(places, n)
		}
	}
	return places
}

// Unread counts the records of all answers that nobody has read.
func (s State) Unread() int {
	n := 0
	for _, answer := range s.Answers {
		n += len(answer.Unread())
	}
	return n
}

// Read replaces an unread record, counted from 0, by the same record as somebody has
// read it. A record that somebody has read meanwhile stays as it is.
func (a Answer) Read(place int, found Reading) Answer {
	if !slices.Contains(a.Unread(), place) {
		return a
	}
	record := a.Evidence[place]
	record.Unread = false
	if found.Kind != "" {
		record.Kind = found.Kind
	}
	record.AsOf, record.ValidUntil, record.Scope = found.AsOf, found.ValidUntil, found.Scope
	record.Seen, record.Also, record.Checked = found.Seen, slices.Clone(found.Also), slices.Clone(found.Checked)
	return a.Corrected(place, record, found.Assurance)
}
