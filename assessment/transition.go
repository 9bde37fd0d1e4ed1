package assessment

import (
	"maps"
	"slices"

	"assay/questionnaire"
)

// A transition makes the next answer of an item from the present one. It
// changes nothing else: record the result with [Answered], and
// [Snapshot.Admit] decides whether it may follow.

// Amended is the answer after an edit. It shares nothing with the answer before.
func (a Answer) Amended(edit func(*Answer)) Answer {
	a.Quotes, a.Heard, a.Elements = slices.Clone(a.Quotes), slices.Clone(a.Heard), slices.Clone(a.Elements)
	a.Evidence, a.Scores, a.Grades = slices.Clone(a.Evidence), maps.Clone(a.Scores), slices.Clone(a.Grades)
	edit(&a)
	return a
}

// Giving lists the changes that answer an item: with a value or, if people
// score it, with the grade of this scorer. The item is then no longer set
// aside.
func (a Answer) Giving(item *questionnaire.Item, value, scorer string) []Change {
	a.Item = item.ID
	if !item.Kind.Scored() {
		return []Change{Answered{Answer: a.Given(item, value)}}
	}
	grade := a.GradedBy(scorer, item.Kind.Eighths(value)/2)
	if a.NotApplicable == nil {
		return []Change{grade}
	}
	return []Change{Answered{Answer: a.Cleared()}, grade}
}

// Given sets the value of an item that nobody scores. The answer is then no
// longer set aside, marked to revisit, or to re-verify.
func (a Answer) Given(item *questionnaire.Item, value string) Answer {
	a.Item = item.ID
	return a.Amended(func(a *Answer) {
		a.Value, a.NotApplicable, a.Later, a.Reverify = value, nil, false, nil
		if a.Assurance == "" && item.Kind.TakesEvidence() {
			a.Assurance = Claimed
		}
	})
}

// SetAside makes the item not applicable. It removes the value and keeps
// notes, evidence and the grades of the scorers.
func (a Answer) SetAside(reason, by string) Answer {
	return a.Cleared().Amended(func(a *Answer) { a.NotApplicable = &NotApplicable{Reason: reason, By: by} })
}

// Cleared removes the value, or the mark that the item is set aside. It keeps
// notes, evidence and the grades of the scorers.
func (a Answer) Cleared() Answer {
	return a.Amended(func(a *Answer) { a.Value, a.NotApplicable = "", nil })
}

// OnlyClaimed makes the answer a bare claim. Its records stay in the list
// but count as claimed.
func (a Answer) OnlyClaimed() Answer {
	return a.Amended(func(a *Answer) {
		a.Assurance, a.Reverify = Claimed, nil
		for n := range a.Evidence {
			a.Evidence[n].Assurance = ""
		}
	})
}

// ShownBy adds a record and gives the answer its assurance. The other records
// keep theirs.
func (a Answer) ShownBy(record Evidence, assurance Assurance) Answer {
	return a.pinned(func(a *Answer) {
		record.Assurance = assurance
		a.Assurance, a.Reverify = assurance, nil
		a.Evidence = append(a.Evidence, record)
	})
}

// Corrected replaces a record, counted from 0. If that record is gone, the
// new one is added.
func (a Answer) Corrected(place int, record Evidence, assurance Assurance) Answer {
	if place < 0 || place >= len(a.Evidence) {
		return a.ShownBy(record, assurance)
	}
	return a.at(place, func(a *Answer) {
		record.Assurance = assurance
		a.Evidence[place], a.Reverify = record, nil
		a.Assurance = a.Strongest()
	})
}

// Revalued changes the assurance of a record, counted from 0.
func (a Answer) Revalued(place int, assurance Assurance) Answer {
	return a.at(place, func(a *Answer) {
		a.Evidence[place].Assurance = assurance
		a.Assurance = a.Strongest()
	})
}

// Without removes a record, counted from 0.
func (a Answer) Without(place int) Answer {
	return a.at(place, func(a *Answer) {
		a.Evidence = slices.Delete(a.Evidence, place, place+1)
		a.Assurance = a.Strongest()
	})
}

// Checked sets the checks that were made on a record, counted from 0.
func (a Answer) Checked(place int, checks []int) Answer {
	return a.at(place, func(a *Answer) { a.Evidence[place].Checked = checks })
}

// at amends the answer if it has this record. Somebody else may have removed
// it.
func (a Answer) at(place int, edit func(*Answer)) Answer {
	if place < 0 || place >= len(a.Evidence) {
		return a
	}
	return a.pinned(edit)
}

// pinned gives each record its own assurance and then amends the answer, so
// that no record changes with the answer's assurance.
func (a Answer) pinned(edit func(*Answer)) Answer {
	return a.Amended(func(a *Answer) {
		for n := range a.Evidence {
			a.Evidence[n].Assurance = a.StatedFor(&a.Evidence[n])
		}
		edit(a)
	})
}

// Strongest is the highest assurance that people gave a record of the
// answer, and claimed if it has none.
func (a Answer) Strongest() Assurance {
	most := Claimed
	for n := range a.Evidence {
		if stated := a.StatedFor(&a.Evidence[n]); stated.rank() > most.rank() {
			most = stated
		}
	}
	return most
}
