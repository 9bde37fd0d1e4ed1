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
	a.Evidence, a.Scores = slices.Clone(a.Evidence), maps.Clone(a.Scores)
	edit(&a)
	return a
}

// Given sets an answer: a value or, if people score the item, the grade of
// this scorer. The answer is then no longer set aside, marked to revisit, or
// to re-verify.
func (a Answer) Given(item *questionnaire.Item, value, scorer string) Answer {
	a.Item = item.ID
	if item.Kind.Scored() {
		return a.ScoredBy(scorer, item.Kind.Eighths(value)/2)
	}
	return a.Amended(func(a *Answer) {
		a.Value, a.NotApplicable, a.Later, a.Reverify = value, nil, false, nil
		if a.Assurance == "" && item.Kind.TakesEvidence() {
			a.Assurance = Claimed
		}
	})
}

// ScoredBy sets the grade of one scorer. If a score changes, the reason that
// reconciled the scores is removed.
func (a Answer) ScoredBy(scorer string, grade int) Answer {
	return a.Amended(func(a *Answer) {
		if a.Scores == nil {
			a.Scores = map[string]int{}
		}
		if before, scored := a.Scores[scorer]; !scored || before != grade {
			a.Reconciled = ""
		}
		a.Scores[scorer], a.NotApplicable, a.Later, a.Reverify = grade, nil, false, nil
	})
}

// Unscored removes the grade of one scorer.
func (a Answer) Unscored(scorer string) Answer {
	return a.Amended(func(a *Answer) {
		delete(a.Scores, scorer)
		a.Reconciled = ""
	})
}

// SetAside makes the item not applicable. It removes the answer and keeps
// notes and evidence.
func (a Answer) SetAside(reason, by string) Answer {
	return a.Cleared().Amended(func(a *Answer) { a.NotApplicable = &NotApplicable{Reason: reason, By: by} })
}

// Cleared removes the answer, or the mark that the item is set aside. It
// keeps notes and evidence.
func (a Answer) Cleared() Answer {
	return a.Amended(func(a *Answer) { a.Value, a.Scores, a.Reconciled, a.NotApplicable = "", nil, "", nil })
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
