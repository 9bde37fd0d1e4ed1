package assessment

import "slices"

// Withheld stands for the change of an event whose body is not there: it was
// struck, or whoever gave us the journal kept it back. It keeps kind and
// references, which the header tells. It changes no answer. Later events find
// its place.
type Withheld struct {
	Kind string
	Refs Refs
}

func (w Withheld) kind() string { return w.Kind }
func (w Withheld) refs() Refs   { return w.Refs }

// withhold applies an event without its body, as far as its header goes.
func (s *State) withhold(c Withheld, e Event) {
	switch c.Kind {
	case Answered{}.kind():
		// A change of the rules lists the answers that it finds.
		answer := s.Answers[c.Refs.Item]
		answer.Item, answer.Withheld = c.Refs.Item, true
		s.Answers[c.Refs.Item] = answer
	case Graded{}.kind():
		s.withholdGrade(c, e.Entry)
	case LinkSet{}.kind():
		// A later change of the link has its place in the chain.
		id := c.Refs.Event
		if id == "" {
			id = e.ID
		}
		if known := s.Link(id); known != nil {
			known.Withheld = true
		} else {
			s.Links = append(slices.Clip(s.Links), Link{ID: id, Withheld: true})
		}
	case WaiverGranted{}.kind():
		waiver := s.Waivers[c.Refs.Item]
		waiver.Item, waiver.Withheld = c.Refs.Item, true
		s.Waivers[c.Refs.Item] = waiver
	case LinkRemoved{}.kind():
		s.removeLink(c.Refs.Event)
	case Withdrawn{}.kind():
		s.withdraw(Withdrawal{By: e.By, At: e.At})
	case Reinstated{}.kind():
		s.Withdrawn = nil
	case Summarized{}.kind():
		s.Summary = &Summary{By: e.By, At: e.At, Event: e.ID}
	case SignedOff{}.kind():
		s.signOff(SignedOff{}, e)
	}
}

// withholdGrade keeps of a grade without a body who entered it when. A later
// change of the note alone builds on that.
func (s *State) withholdGrade(c Withheld, e Entry) {
	if c.Refs.Grade == "" && c.Refs.Beside {
		return
	}
	answer := s.Answers[c.Refs.Item]
	grades := answer.gradesOfOthers(c.Refs.Scorer)
	place := Grade{Scorer: c.Refs.Scorer, By: e.By, At: e.At, Event: e.ID, Withheld: true, Unfounded: c.Refs.Grade == GradeKept}
	place.Gave = c.Refs.Grade == GradeGiven || c.Refs.Grade == GradeAgain
	switch was, known := answer.GradeOf(c.Refs.Scorer); {
	case c.Refs.Grade == GradeRemoved || c.Refs.Grade == GradeEmptied:
	case c.Refs.Grade == GradeKept && known:
		was.Event, was.Withheld = e.ID, true
		grades = append(grades, was)
	default:
		grades = append(grades, place)
	}
	answer.Item = c.Refs.Item
	if c.Refs.Grade != "" {
		answer = s.keepLater(answer.afterGrade(c.Refs.Grade, e, s.running()))
	}
	if answer = answer.withGrades(grades); answer.Empty() && !answer.Withheld {
		delete(s.Answers, answer.Item)
		return
	}
	s.Answers[answer.Item] = answer
}
