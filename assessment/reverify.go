package assessment

import (
	"reflect"
	"slices"

	"assay/questionnaire"
)

// Reverify marks an answer that was given earlier: in another assessment, to
// other words, or for an earlier milestone. Until it is confirmed it counts
// as the bare claim, closes no gate, and sets nothing aside.
type Reverify struct {
	Because []string `json:"because"` // reassessment, or the changed keys of the item, such as ask_at
	By      string   `json:"by,omitempty"`
	At      int64    `json:"at,omitempty"` // microseconds UTC, of the answer
}

// Reassessment is the reason to re-verify all answers of an earlier
// assessment.
const Reassessment = "reassessment"

// AskedAgain marks an answer as one to re-verify, with all its grades, and
// keeps who first gave it.
func (a Answer) AskedAgain(because []string) Answer {
	mark := &Reverify{Because: slices.Clone(because), By: a.By, At: a.At}
	if a.Reverify != nil {
		mark.By, mark.At = a.Reverify.By, a.Reverify.At
		for _, known := range a.Reverify.Because {
			if !slices.Contains(mark.Because, known) {
				mark.Because = append(mark.Because, known)
			}
		}
	}
	a.Reverify, a.Grades = mark, slices.Clone(a.Grades)
	for n := range a.Grades {
		a.Grades[n].Reverify = true
	}
	return a
}

// ToReverify lists the items with answers to re-verify, in the order of the
// questionnaire.
func (s Snapshot) ToReverify() []string {
	var ids []string
	for item := range s.Questionnaire.Items() {
		if s.Answers[item.ID].Reverify != nil {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// ToConfirm lists the items of which a person can confirm something: an answer
// to re-verify, or an own grade.
func (s Snapshot) ToConfirm(by string) []string {
	var ids []string
	for item := range s.Questionnaire.Items() {
		if s.Answers[item.ID].Waits(by) {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// keepsMark reports whether an edited answer still has to be re-verified,
// because its value and evidence are the same as before.
func (a Answer) keepsMark(now Answer) bool {
	sameNA := (a.NotApplicable == nil) == (now.NotApplicable == nil)
	return now.Reverify != nil && sameNA && a.Value == now.Value && a.Assurance == now.Assurance &&
		slices.EqualFunc(a.Evidence, now.Evidence, sameRecord)
}

// sameRecord reports whether two records show the same. Their checks may
// differ.
func sameRecord(a, b Evidence) bool {
	a.Checked, b.Checked = nil, nil
	return reflect.DeepEqual(a, b)
}

// Confirmed is the change that confirms an answer unchanged, without its
// grades.
func (a Answer) Confirmed() Answered {
	a.Reverify = nil
	replaces := a.Event
	a.By, a.At, a.Session, a.Event = "", 0, "", ""
	if replaces == "" {
		replaces = Nothing
	}
	return Answered{Answer: a, Replaces: replaces}
}

// Confirming is the change by which a person confirms an answer unchanged. Who
// graded a scenario confirms that grade; the grades of others wait for them.
func (a Answer) Confirming(by string) Change {
	if own, _ := a.GradeOf(by); own.Grade != nil {
		return a.GradedBy(by, *own.Grade)
	}
	return a.Confirmed()
}

// Waits reports whether a person has something to confirm here: the answer, or
// a grade of that person.
func (a Answer) Waits(by string) bool {
	own, _ := a.GradeOf(by)
	return a.Reverify != nil || own.Reverify
}

// CarriedOver begins a re-assessment with the content of an earlier one of
// the same vendor: its answers to re-verify, its open flags and actions, and
// the delivery chain. It is the second event.
type CarriedOver struct {
	Previous Previous `json:"previous"`
	Answers  []Answer `json:"answers"` // in the order of the questionnaire
	Flags    []Flag   `json:"flags,omitempty"`
	Actions  []Action `json:"actions,omitempty"`
	Links    []Link   `json:"links,omitempty"`
}

// Reassess is the event by which a new assessment takes over the content of
// an earlier one, judged for the day asOf.
func Reassess(earlier Snapshot, to *questionnaire.Questionnaire, at questionnaire.Milestone, asOf Date) CarriedOver {
	c := carrier{from: earlier, former: questionnaire.Former(earlier.Questionnaire, to)}
	c.to = Snapshot{Assessment: earlier.Assessment, Questionnaire: to, State: earlier.State}
	c.records()
	out := CarriedOver{Previous: previousOf(earlier, c.former, asOf), Answers: []Answer{}, Links: append([]Link(nil), earlier.Links...)}
	changed := map[string][]string{}
	for _, item := range c.items {
		changed[item.Item] = item.Because
	}
	for item := range to.Items() {
		answer, kept := c.to.Answers[item.ID]
		if !kept || answer.NotApplicable != nil && item.HardAt(at) {
			continue
		}
		because := append([]string{Reassessment}, changed[item.ID]...)
		for _, key := range reasked(item, answer, earlier.Milestone, at) {
			if !slices.Contains(because, key) {
				because = append(because, key)
			}
		}
		answer = answer.AskedAgain(because)
		answer.By, answer.At, answer.Session, answer.Event = "", 0, "", ""
		answer.Later = false
		for n := range answer.Grades {
			answer.Grades[n].Event = ""
		}
		out.Answers = append(out.Answers, answer)
	}
	for _, flag := range c.to.Flags {
		if flag.Resolution == nil {
			out.Flags = append(out.Flags, flag)
		}
	}
	for _, action := range earlier.Actions {
		if action.Closed == nil {
			out.Actions = append(out.Actions, c.action(action))
		}
	}
	return out
}

// carry applies the event with this id. Each answer keeps who gave it, and
// when.
func (s *State) carry(c CarriedOver, event string) {
	s.Previous = &c.Previous
	for _, answer := range c.Answers {
		answer.Event = event
		if mark := answer.Reverify; mark != nil {
			answer.By, answer.At = mark.By, mark.At
		}
		s.Answers[answer.Item] = answer.CarriedIn(event)
	}
	s.Flags, s.Actions, s.Links = slices.Clone(c.Flags), slices.Clone(c.Actions), slices.Clone(c.Links)
}

// CarriedIn names the event that carried the grades over. An event of the
// first form has only the scores: the person who answered entered them.
func (a Answer) CarriedIn(event string) Answer {
	grades := slices.Clone(a.Grades)
	if len(grades) == 0 {
		for scorer, score := range a.Scores {
			grades = append(grades, Grade{Scorer: scorer, Grade: &score, Elements: a.Elements, By: a.By, At: a.At, Reverify: true})
		}
	}
	for n := range grades {
		grades[n].Event, grades[n].Within = event, false
	}
	return a.withGrades(grades)
}
