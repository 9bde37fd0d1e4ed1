package assessment

import (
	"maps"
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// People who grade the same scenario in one meeting influence each other as soon as
// one sees the grade of another. So the grades of several named graders are blind:
// each scenario has a panel, which hides the grades until it opens. It opens when
// every named grader has given grade and note, or when a named person opens it with
// a reason. Until then the scenario counts as unanswered, for everybody. An open
// panel never closes again, because nobody can forget a grade.

// GradersNamed names the people who grade the scenarios. It replaces the names of
// an earlier one. Grades are blind while at least two people are named.
type GradersNamed struct {
	Names  []string `json:"names"`            // none: nobody is named any more
	Reason string   `json:"reason,omitempty"` // needed if somebody leaves whose grade a panel waits for
}

// PanelOpened opens the panel of a scenario.
type PanelOpened struct {
	Item   string `json:"item"`
	Reason string `json:"reason,omitempty"` // empty if all named graders have given grade and note
}

func (GradersNamed) kind() string { return "graders_named" }
func (PanelOpened) kind() string  { return "panel_opened" }

func (c GradersNamed) refs() Refs { return Refs{Graders: gradersOf(len(c.Names))} }
func (c PanelOpened) refs() Refs  { return Refs{Item: c.Item} }

// Grading tells how the people who are named grade.
type Grading string

// The ways to grade.
const (
	GradingBlind Grading = "blind" // at least two people are named
	GradingOpen  Grading = "open"  // every grade shows at once
)

func gradersOf(names int) Grading {
	if names > 1 {
		return GradingBlind
	}
	return GradingOpen
}

// Panel is the panel of one scenario, since graders were named.
type Panel struct {
	Opened  *PanelOpening `json:"opened,omitempty"`  // nil while it is closed
	Changes []GradeChange `json:"changes,omitempty"` // grades that were changed, in the order of the journal
}

// PanelOpening tells who opened a panel, when and why.
type PanelOpening struct {
	By     string `json:"by"`
	At     int64  `json:"at"`               // microseconds UTC
	Reason string `json:"reason,omitempty"` // empty if all named graders were in
	Event  string `json:"event"`
}

// GradeChange is the trace of a grade that its scorer had given and then changed.
type GradeChange struct {
	Scorer string      `json:"scorer"`
	By     string      `json:"by"`
	At     int64       `json:"at"` // microseconds UTC
	How    GradeEffect `json:"how"`
	Event  string      `json:"event"`
}

// GradeUndone is the effect of taking back the entry that gave a grade. Only a
// [GradeChange] has it.
const GradeUndone GradeEffect = "undone"

// Blind reports whether the grades of scenarios are blind.
func (s *State) Blind() bool { return gradersOf(len(s.Graders)) == GradingBlind }

// PanelClosed reports whether the panel of a scenario hides its grades.
func (s *State) PanelClosed(item string) bool { return s.Blind() && s.Panels[item].Opened == nil }

// Hides reports whether a closed panel hides any grade of a scenario.
func (s *State) Hides(item string) bool {
	return len(s.Answers[item].Grades) > 0 && s.PanelClosed(item)
}

// Hidden lists the scenarios whose closed panels hide grades, in the order of their
// names.
func (s *State) Hidden() (items []string) {
	for item := range s.Answers {
		if s.Hides(item) {
			items = append(items, item)
		}
	}
	slices.Sort(items)
	return items
}

// Awaited lists the named graders who have not given grade and note for a scenario.
func (s *State) Awaited(item string) []string {
	answer := s.Answers[item]
	return slices.DeleteFunc(slices.Clone(s.Graders), func(name string) bool {
		g, known := answer.GradeOf(name)
		return known && g.Complete()
	})
}

// Complete reports whether a grade has its note and is not to be confirmed. It also
// knows that of a hidden grade.
func (g Grade) Complete() bool {
	return g.Whole || g.Grade != nil && strings.TrimSpace(g.Note) != "" && !g.Reverify
}

// Given reports whether the scorer has given a grade. It also knows that of a hidden
// grade, which is not given while it is to be confirmed.
func (g Grade) Given() bool { return g.Grade != nil || g.Gave }

// Hidden reports whether the grade, the note and the specifics are hidden: by a
// closed panel, or because the body is not there.
func (g Grade) Hidden() bool { return g.Withheld }

// openPanel opens the panel of a scenario, unless it is open.
func (s *State) openPanel(item string, opening PanelOpening) {
	panel := s.Panels[item]
	if panel.Opened != nil {
		return
	}
	panel.Opened = &opening
	s.setPanel(item, panel)
	if answer, known := s.Answers[item]; known && opening.Reason == "" { // all have come back to it
		answer.Later = false
		s.Answers[item] = answer
	}
}

// keepLater keeps the mark to come back to a scenario through a grade that a closed
// panel hides: the others have still to come back.
func (s *State) keepLater(now Answer) Answer {
	if s.PanelClosed(now.Item) {
		now.Later = s.Answers[now.Item].Later
	}
	return now
}

func (s *State) setPanel(item string, panel Panel) {
	s.Panels = maps.Clone(s.Panels)
	if s.Panels == nil {
		s.Panels = map[string]Panel{}
	}
	s.Panels[item] = panel
}

// noteChange keeps the trace of a grade that changes after it was given.
func (s *State) noteChange(refs Refs, how GradeEffect, e Event) {
	if !s.Blind() {
		return
	}
	was, _ := s.Answers[refs.Item].GradeOf(refs.Scorer)
	switch how {
	case GradeGiven:
		if !was.Given() {
			return
		}
	case GradeTaken, GradeRemoved, GradeUndone:
	default:
		return
	}
	panel := s.Panels[refs.Item]
	panel.Changes = append(slices.Clip(panel.Changes), GradeChange{Scorer: refs.Scorer, By: e.By, At: e.At, How: how, Event: e.ID})
	s.setPanel(refs.Item, panel)
}

// closePanels closes all panels, because the rules changed and may have given an id
// to another item. No panel hides a grade then: see [Snapshot.OpensPanels]. The
// traces of changes follow their items.
func (s *State) closePanels(kept []KeptAnswer) {
	panels := map[string]Panel{}
	for _, k := range kept {
		if panel := s.Panels[k.before()]; len(panel.Changes) > 0 {
			panels[k.Item] = Panel{Changes: panel.Changes}
		}
	}
	if s.Panels = panels; len(panels) == 0 {
		s.Panels = nil
	}
}

// Counted is the snapshot without the grades that closed panels hide: these
// scenarios count as unanswered.
func (s Snapshot) Counted() Snapshot {
	hidden := s.Hidden()
	if len(hidden) == 0 {
		return s
	}
	s.Answers = maps.Clone(s.Answers)
	for _, item := range hidden {
		answer := s.Answers[item].withGrades(nil)
		answer.Reconciled, answer.Reconciling, answer.Reverify = "", nil, nil
		if answer.Empty() {
			delete(s.Answers, item)
		} else {
			s.Answers[item] = answer
		}
	}
	return s
}

// OpensPanels lists the panels that open with a change, in the order of the
// scenarios. s is the snapshot after the change, and before the one before it.
// Record them right after the change, in the same transaction.
//
// A panel opens when all named graders have given grade and note. Grades that
// everybody knew before the change stay known: panels of graded scenarios open when
// grades become blind, and again when the rules change, which closes all panels.
func (s Snapshot) OpensPanels(before Snapshot, c Change) (opens []PanelOpened) {
	if !s.Blind() {
		return nil
	}
	for item := range s.Questionnaire.Items() {
		if !item.Kind.Scored() || !s.Hides(item.ID) {
			continue
		}
		known := slices.ContainsFunc(s.Answers[item.ID].Grades, func(g Grade) bool { return !g.Reverify })
		switch {
		case c.kind() == (RulesChanged{}).kind():
			opens = append(opens, PanelOpened{item.ID, "the panel was open before the rules changed"})
		case !before.Blind() && known:
			opens = append(opens, PanelOpened{item.ID, "the grades were known before graders were named"})
		case len(s.Awaited(item.ID)) == 0:
			opens = append(opens, PanelOpened{Item: item.ID})
		}
	}
	return opens
}

// admitGraders checks the names of the graders.
func (s Snapshot) admitGraders(c GradersNamed) (GradersNamed, error) {
	c.Reason = strings.TrimSpace(hostile.Clean(c.Reason))
	names := []string{}
	for _, name := range c.Names {
		if name = hostile.Name(name); name == "" {
			return c, invalid("a grader needs a name")
		}
		if slices.ContainsFunc(names, func(other string) bool { return SamePerson(other, name) }) {
			return c, invalid("%s is named twice", name)
		}
		if err := shortEnough([][2]string{{"the name of a grader", name}}); err != nil {
			return c, err
		}
		names = append(names, name)
	}
	c.Names = names
	if len(names) > mostGraders {
		return c, invalid("an assessment has at most %d graders", mostGraders)
	}
	same := len(names) == len(s.Graders)
	leaves := ""
	for _, name := range s.Graders {
		if !slices.ContainsFunc(names, func(other string) bool { return SamePerson(other, name) }) {
			same, leaves = false, name
		}
	}
	switch {
	case same:
		return c, Errorf(Refused, "these graders are named already")
	case leaves != "" && s.keepsBack() && c.Reason == "":
		return c, Errorf(Invalid, "%s leaves, and a closed panel may wait for that grade: say why", leaves).Because(ReasonMissing)
	}
	return c, nil
}

// keepsBack reports whether a closed panel hides a grade, or one that was taken back.
func (s *State) keepsBack() bool {
	for item, panel := range s.Panels {
		if len(panel.Changes) > 0 && s.PanelClosed(item) {
			return true
		}
	}
	return len(s.Hidden()) > 0
}

// mostGraders is the largest panel: it fits on a page, and no meeting has more.
const mostGraders = 12

// admitPanel checks the opening of a panel.
func (s Snapshot) admitPanel(c PanelOpened) (PanelOpened, error) {
	c.Reason = strings.TrimSpace(hostile.Clean(c.Reason))
	item := s.Questionnaire.Item(c.Item)
	switch {
	case item == nil:
		return c, unknownItem(c.Item)
	case !item.Kind.Scored():
		return c, invalid("%s is not a scenario and has no panel", item.ID)
	case !s.PanelClosed(item.ID):
		return c, Errorf(Refused, "the panel of %s is open", item.ID)
	case c.Reason == "" && len(s.Awaited(item.ID)) > 0:
		return c, Errorf(Invalid, "%s has no grade and note for %s yet: opening the panel needs a reason", strings.Join(s.Awaited(item.ID), ", "), item.ID).Because(ReasonMissing)
	}
	return c, nil
}

// lawfulPanel returns an error for an opening that no store records.
func (s *State) lawfulPanel(c PanelOpened, gone []Refs, refuse func(string, ...any) error) error {
	if !s.PanelClosed(c.Item) {
		return refuse("opens a panel that is open")
	}
	if c.Reason != "" {
		return nil
	}
	for _, name := range s.Graders {
		if slices.ContainsFunc(gone, func(r Refs) bool { return r.Item == c.Item && SamePerson(r.Scorer, name) }) {
			continue // that person was in, and later took something back
		}
		if g, known := s.Answers[c.Item].GradeOf(name); !known || !g.Hidden() && !g.Complete() {
			return refuse("opens a panel before all graders are in")
		}
	}
	return nil
}

// lawfulGraders returns an error for names that no store records.
func (s *State) lawfulGraders(c GradersNamed, refuse func(string, ...any) error) error {
	for n, name := range c.Names {
		if name == "" || slices.ContainsFunc(c.Names[:n], func(other string) bool { return SamePerson(other, name) }) {
			return refuse("names a grader without a name, or twice")
		}
	}
	if len(c.Names) > mostGraders {
		return refuse("names more than %d graders", mostGraders)
	}
	return nil
}
