package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Grade is the grade of one scorer of a scenario, with the note and the
// specifics of that scorer. Each grade is an event of its own, so that nobody
// changes what another person gave.
type Grade struct {
	Scorer   string   `json:"scorer"`
	Grade    *int     `json:"grade,omitempty"` // 0 to 4; nil while the scorer has only a note or specifics
	Note     string   `json:"note,omitempty"`
	Elements []string `json:"elements,omitempty"` // the specifics that this scorer heard

	// Reverify marks a grade that was given earlier and that its scorer has
	// not confirmed. It counts in the mean, and never as a second scorer.
	Reverify bool `json:"reverify,omitempty"`

	By    string `json:"by"`    // who entered the grade; another person than the scorer for a grade that was passed on
	At    int64  `json:"at"`    // microseconds UTC, when the grade was entered
	Event string `json:"event"` // the latest event of this scorer

	// Within marks a grade that a journal of the first form holds within an
	// answer. A later answer of that form replaces it.
	Within bool `json:"-"`

	// Withheld marks a grade whose body is not in the journal, and Unfounded one
	// that stays as it was entered where the journal does not tell who entered it.
	Withheld, Unfounded bool `json:"-"`

	// Since is who wrote the present note or specifics, if another person entered the
	// grade.
	Since string `json:"-"`

	// Gave and Whole say of a hidden grade whether it is there, and whether its note
	// is, too.
	Gave, Whole bool `json:"-"`
}

// Graded is the grade of one scorer. It replaces the grade, note and
// specifics that this scorer gave before. Without all three it takes them
// back.
type Graded struct {
	Item     string   `json:"item"`
	Scorer   string   `json:"scorer"`
	Grade    *int     `json:"grade,omitempty"` // 0 to 4
	Note     string   `json:"note,omitempty"`
	Elements []string `json:"elements,omitempty"`

	// Keeps says that the grade stands as it was entered, and only the note
	// or the specifics are new.
	Keeps bool `json:"keeps,omitempty"`

	// Replaces is the event of the scorer's grade that this one was made
	// from, or [Nothing]. If that has changed since, the entry is refused.
	// Empty replaces any grade.
	Replaces string `json:"replaces,omitempty"`

	// Beside says that only the note is new, and Effect how the grade changes.
	// Both are filled in as the change is recorded. A journal of an earlier
	// form has no Effect.
	Beside bool        `json:"beside,omitempty"`
	Effect GradeEffect `json:"effect,omitempty"`
}

func (Graded) kind() string { return "graded" }

// GradeEffect tells how an event changed the grade of its scorer.
type GradeEffect string

// The effects of a [Graded].
const (
	GradeGiven   GradeEffect = "given"   // another grade than before
	GradeAgain   GradeEffect = "again"   // the same grade, given anew
	GradeKept    GradeEffect = "kept"    // the grade stays as it was entered
	GradeTaken   GradeEffect = "taken"   // the grade was taken back; note or specifics stay
	GradeNone    GradeEffect = "none"    // note or specifics of a scorer without a grade
	GradeRemoved GradeEffect = "removed" // everything of a scorer with a grade was taken back
	GradeEmptied GradeEffect = "emptied" // everything of a scorer without a grade was taken back
)

// known reports whether an effect is one of these, or missing.
func (g GradeEffect) known() bool {
	return slices.Contains([]GradeEffect{"", GradeGiven, GradeAgain, GradeKept, GradeTaken, GradeNone, GradeRemoved, GradeEmptied}, g)
}

// effectOn tells how the change changes the earlier grade of its scorer.
func (c Graded) effectOn(was Grade) GradeEffect {
	if c.Effect != "" {
		return c.Effect
	}
	same := sameGrade(was.Grade, c.Grade)
	switch {
	case c.Empty() && same:
		return GradeEmptied
	case c.Empty():
		return GradeRemoved
	case c.Keeps:
		return GradeKept
	case c.Grade != nil && same:
		return GradeAgain
	case c.Grade != nil:
		return GradeGiven
	case same:
		return GradeNone
	}
	return GradeTaken
}

// SamePerson reports whether two names mean one person: they are the same in
// the form of [hostile.Fold].
func SamePerson(a, b string) bool { return a == b || hostile.Fold(a) == hostile.Fold(b) }

// Own reports whether the scorer entered the grade.
func (g Grade) Own() bool { return SamePerson(g.By, g.Scorer) }

// Words is the grade with its scorer, and who entered it if that was somebody
// else: "4 by Y, entered by X".
func (g Grade) Words() string {
	text := "no grade by " + g.Scorer
	if g.Grade != nil {
		text = fmt.Sprintf("%d by %s", *g.Grade, g.Scorer)
	}
	if g.By != "" && !g.Own() {
		text += ", entered by " + g.By
	}
	if g.Reverify {
		text += ", not confirmed since"
	}
	return text
}

// GradeOf is the grade of one scorer. It is false if that person has recorded
// nothing.
func (a Answer) GradeOf(scorer string) (Grade, bool) {
	for _, g := range a.Grades {
		if SamePerson(g.Scorer, scorer) {
			return g, true
		}
	}
	return Grade{Scorer: scorer}, false
}

// Apart counts the people who graded on their own: each entered their grade
// themselves, and none of these waits to be confirmed.
func (a Answer) Apart() int {
	n := 0
	for _, g := range a.Grades {
		if g.Grade != nil && g.Own() && !g.Reverify {
			n++
		}
	}
	return n
}

// EnteredForOthers reports whether somebody entered a grade for another
// scorer.
func (a Answer) EnteredForOthers() bool {
	return slices.ContainsFunc(a.Grades, func(g Grade) bool { return g.Grade != nil && !g.Own() })
}

// Spread is how far the highest and the lowest grade lie apart.
func (a Answer) Spread() int {
	least, most, any := 4, 0, false
	for _, g := range a.Grades {
		if g.Grade != nil {
			least, most, any = min(least, *g.Grade), max(most, *g.Grade), true
		}
	}
	if !any {
		return 0
	}
	return most - least
}

// withGrades replaces all grades, in the order of the scorers.
func (a Answer) withGrades(grades []Grade) Answer {
	slices.SortFunc(grades, func(a, b Grade) int { return cmp.Compare(a.Scorer, b.Scorer) })
	a.Grades, a.Scores, a.Elements = grades, nil, nil
	if len(grades) == 0 {
		a.Grades = nil
	}
	for _, g := range grades {
		if g.Grade != nil {
			if a.Scores == nil {
				a.Scores = map[string]int{}
			}
			a.Scores[g.Scorer] = *g.Grade
		}
		a.Elements = append(a.Elements, g.Elements...)
	}
	slices.Sort(a.Elements)
	a.Elements = slices.Compact(a.Elements)
	return a
}

// After is the answer of an item after one more event about it: an [Answered]
// or a [Graded].
func (a Answer) After(e Entry, session string) Answer {
	switch c := e.Change.(type) {
	case Answered:
		next := c.Answer
		next.By, next.At, next.Session, next.Event = e.By, e.At, session, e.ID
		return next.withGrades(a.gradesAfter(c.Answer, e))
	case Graded:
		return a.graded(c, e, session)
	}
	return a
}

// gradesAfter keeps the grades through a new answer. A journal of the first
// form holds the grades of everybody within the answer: a grade that such an
// answer changed was entered by its author.
func (a Answer) gradesAfter(next Answer, e Entry) []Grade {
	var grades []Grade
	for _, g := range a.Grades {
		if !g.Within {
			grades = append(grades, g)
		}
	}
	known := func(scorer string) bool {
		return slices.ContainsFunc(grades, func(g Grade) bool { return SamePerson(g.Scorer, scorer) })
	}
	for scorer, score := range next.Scores {
		if known(scorer) {
			continue
		}
		g := Grade{Scorer: scorer, Grade: &score, Elements: next.Elements, By: e.By, At: e.At, Event: e.ID, Within: true, Reverify: next.Reverify != nil}
		if was, graded := a.GradeOf(scorer); graded && was.Grade != nil && *was.Grade == score {
			g.By, g.At = was.By, was.At
		}
		grades = append(grades, g)
	}
	if len(next.Scores) == 0 && len(next.Elements) > 0 && !known(e.By) {
		grades = append(grades, Grade{Scorer: e.By, Elements: next.Elements, By: e.By, At: e.At, Event: e.ID, Within: true})
	}
	return grades
}

// graded sets the grade of one scorer. A new grade ends that the answer is to
// revisit or to re-verify; another grade than before also ends that the grades
// are reconciled.
func (a Answer) graded(c Graded, e Entry, session string) Answer {
	was, _ := a.GradeOf(c.Scorer)
	effect := c.effectOn(was)
	now := Grade{Scorer: c.Scorer, Grade: c.Grade, Note: c.Note, Elements: c.Elements, By: e.By, At: e.At, Event: e.ID}
	if effect == GradeKept {
		now.Unfounded = was.Unfounded || was.By == ""
	}
	if effect == GradeKept && was.By != "" {
		now.By, now.At, now.Reverify = was.By, was.At, was.Reverify
		if !SamePerson(e.By, was.By) {
			now.Since = e.By
		}
	}
	grades := a.gradesOfOthers(c.Scorer)
	if !c.Empty() {
		grades = append(grades, now)
	}
	a.Item = c.Item
	return a.afterGrade(effect, e, session).withGrades(grades)
}

// gradesOfOthers lists the grades that everybody but this scorer gave.
func (a Answer) gradesOfOthers(scorer string) []Grade {
	return slices.DeleteFunc(slices.Clone(a.Grades), func(g Grade) bool { return SamePerson(g.Scorer, scorer) })
}

// afterGrade changes the rest of an answer as the effect of a grade says.
func (a Answer) afterGrade(effect GradeEffect, e Entry, session string) Answer {
	switch effect {
	case GradeGiven:
		a.Reconciled, a.Reconciling, a.Later, a.Reverify = "", nil, false, nil
	case GradeAgain:
		a.Later, a.Reverify = false, nil
	case GradeTaken, GradeRemoved:
		a.Reconciled, a.Reconciling = "", nil
	}
	a.By, a.At, a.Session = e.By, e.At, session
	return a
}

// Empty reports whether the change takes everything of its scorer back.
func (c Graded) Empty() bool { return c.Grade == nil && c.Note == "" && len(c.Elements) == 0 }

func sameGrade(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// GradedBy is the change that gives the grade of a scorer. Note and specifics
// of that scorer stay.
func (a Answer) GradedBy(scorer string, grade int) Graded {
	c := a.regrade(scorer)
	c.Grade, c.Keeps = &grade, false
	return c
}

// Ungraded is the change that takes the grade of a scorer back. Note and
// specifics of that scorer stay.
func (a Answer) Ungraded(scorer string) Graded {
	c := a.regrade(scorer)
	c.Grade, c.Keeps = nil, false
	return c
}

// Naming is the change that sets the specifics that a scorer heard.
func (a Answer) Naming(scorer string, elements []string) Graded {
	c := a.regrade(scorer)
	c.Elements = elements
	return c
}

// NotedBy is the change that sets the note of a scorer.
func (a Answer) NotedBy(scorer, note string) Graded {
	c := a.regrade(scorer)
	c.Note = note
	return c
}

// regrade is the grade of a scorer as a change that changes nothing.
func (a Answer) regrade(scorer string) Graded {
	g, known := a.GradeOf(scorer)
	c := Graded{Item: a.Item, Scorer: g.Scorer, Grade: g.Grade, Note: g.Note, Elements: slices.Clone(g.Elements), Keeps: true, Replaces: g.Event}
	if !known {
		c.Replaces = Nothing
	}
	return c
}

// admitGrade checks the grade of one scorer. A grade is changed by the person
// who gave it alone; one that was entered for somebody, or that nobody
// has confirmed, by everybody.
func (s Snapshot) admitGrade(c Graded, by string) (Graded, error) {
	item := s.Questionnaire.Item(c.Item)
	if item == nil {
		return c, unknownItem(c.Item)
	}
	if !item.Kind.Scored() {
		return c, invalid("%s is not a scenario: it takes a value, not scores", item.ID)
	}
	answer := s.Answers[c.Item]
	was, known := answer.GradeOf(hostile.Line(c.Scorer))
	c.Scorer, c.Note, c.Elements, c.Effect = was.Scorer, hostile.Clean(c.Note), slices.Clone(c.Elements), ""
	c.Keeps = c.Keeps && known // there is nothing to keep of a scorer who has recorded nothing
	slices.Sort(c.Elements)
	c.Elements = slices.Compact(c.Elements)
	switch {
	case c.Scorer == "" || c.Grade != nil && (*c.Grade < 0 || *c.Grade > 4):
		return c, invalid("%s: a score is 0 to 4 and needs a scorer", item.ID)
	case c.Replaces != "" && c.Replaces != was.Event && (known || c.Replaces != Nothing):
		return c, Errorf(Conflict, "the grade of %s for %s has changed", c.Scorer, c.Item).Because(AnswerChanged, c.Item)
	case known && was.Own() && !was.Reverify && !SamePerson(by, c.Scorer):
		return c, Errorf(Refused, "%s graded %s; nobody else changes that grade", c.Scorer, c.Item).Because(GradeOfAnother, c.Scorer)
	case known && s.PanelClosed(item.ID) && !SamePerson(by, c.Scorer) && !was.knownTo(by):
		return c, Errorf(Refused, "a closed panel hides the grade of %s for %s from you, and you cannot change a grade that you do not see", c.Scorer, c.Item).Because(GradeOfAnother, c.Scorer)
	case answer.NotApplicable != nil && c.Grade != nil && !c.Keeps:
		return c, invalid("%s is either answered or not applicable, not both", item.ID)
	case c.Empty() && !known:
		return c, Errorf(Refused, "%s has recorded nothing for %s", c.Scorer, c.Item)
	case known && !c.Keeps && c.Grade == nil && was.Grade == nil && c.Note == was.Note && slices.Equal(c.Elements, was.Elements):
		return c, Errorf(Refused, "%s has not graded %s", c.Scorer, c.Item)
	case c.Keeps && !sameGrade(c.Grade, was.Grade):
		return c, invalid("%s: the grade of %s is another one", item.ID, c.Scorer)
	}
	for _, element := range c.Elements {
		if !slices.Contains(item.Elements, element) {
			return c, invalid("%s: elements are %s, not %q", item.ID, strings.Join(item.Elements, ", "), element)
		}
	}
	c.Effect = c.effectOn(was)
	return c, nil
}
