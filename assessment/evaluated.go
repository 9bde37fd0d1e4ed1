package assessment

import (
	"slices"
	"strings"
)

// Evaluation says that a person evaluated: answered, graded, raised or resolved a flag, or
// changed the delivery chain. An entry that was taken back is none.
type Evaluation struct {
	By   string
	Item string // may be empty
	As   string // the kind of the event
}

// evaluated notes who evaluated with an event. Notes and marks evaluate nothing, and
// neither does a reconciliation of grades. now is the answer before the event.
func (s *State) evaluated(e Event, now Answer) {
	kind, refs := e.Change.kind(), RefsOf(e.Change)
	switch kind {
	case Answered{}.kind():
		if c, is := e.Change.(Answered); refs.Beside || is && now.reconciledBy(c) {
			return
		}
	case Graded{}.kind():
		if refs.Beside {
			return
		}
		s.noteEvaluation(Evaluation{refs.Scorer, refs.Item, kind})
	case FlagRaised{}.kind(), FlagResolved{}.kind(), LinkSet{}.kind(), LinkRemoved{}.kind():
	default:
		return
	}
	s.noteEvaluation(Evaluation{e.By, itemOf(e.Change), kind})
}

func (s *State) noteEvaluation(e Evaluation) {
	if n := len(s.Evaluations); n > 0 && s.Evaluations[n-1] == e {
		return
	}
	others := slices.DeleteFunc(slices.Clone(s.Evaluations), func(other Evaluation) bool { return other == e })
	s.Evaluations = append(others, e)
}

// answeredBy is who recorded the present value, evidence or assurance of an item, or set it
// aside. It is empty if nobody has.
func (s *State) answeredBy(item string) string {
	answer := s.Answers[item]
	if answer.Value == "" && answer.NotApplicable == nil && answer.Assurance == "" && len(answer.Evidence) == 0 && !answer.Withheld {
		return ""
	}
	for _, e := range slices.Backward(s.Evaluations) {
		if e.Item == item && e.As == (Answered{}).kind() {
			return e.By
		}
	}
	return answer.By
}

// renameEvaluations gives the evaluations of items the ids that these have under other rules.
func (s *State) renameEvaluations(kept []KeptAnswer) {
	s.Evaluations = slices.Clone(s.Evaluations)
	for n, e := range s.Evaluations {
		if at := slices.IndexFunc(kept, func(k KeptAnswer) bool { return e.Item != "" && k.before() == e.Item }); at >= 0 {
			s.Evaluations[n].Item = kept[at].Item
		}
	}
}

// EvaluatedBy lists the people who evaluated in any part, also if somebody replaced what
// they recorded. If nobody has, it is who opened the assessment. Answers that an earlier
// assessment handed on count for nobody, and neither does a reconciliation of grades. The
// state must come from Fold or Next.
func (s *State) EvaluatedBy() []string {
	var all names
	for _, e := range s.Evaluations {
		all.add(e.By)
	}
	if len(all) == 0 {
		all.add(s.OpenedBy)
	}
	slices.SortFunc(all, strings.Compare)
	return all
}

// counting lists the people whose answers and grades count now. A grade counts for whoever
// entered it.
func (s *State) counting() []string {
	var all names
	for item, answer := range s.Answers {
		if mark := answer.Reverify; mark != nil && slices.Contains(mark.Because, Reassessment) {
			continue
		}
		for _, g := range answer.Grades {
			if g.Given() && !g.Reverify {
				all.add(g.By)
			}
		}
		all.add(s.answeredBy(item))
	}
	slices.SortFunc(all, strings.Compare)
	return all
}

// gradedBy lists the people who ever graded a scenario, or entered a grade for another.
func (s *State) gradedBy(item string) []string {
	var all names
	for _, e := range s.Evaluations {
		if e.Item == item && e.As == (Graded{}).kind() {
			all.add(e.By)
		}
	}
	for _, g := range s.Answers[item].Grades { // also grades that an earlier assessment handed on
		all.add(g.Scorer)
		all.add(g.By)
	}
	return all
}

// names are people, each once.
type names []string

func (n *names) add(name string) {
	if name != "" && !slices.ContainsFunc(*n, func(other string) bool { return SamePerson(other, name) }) {
		*n = append(*n, name)
	}
}

// sameReconciled reports whether two answers have the same reconciliation, or none.
func (a Answer) sameReconciled(b Answer) bool {
	return a.Reconciled == b.Reconciled && sameGrade(a.Reconciling, b.Reconciling)
}

// reconciledBy reports whether a new answer reconciles the grades, or takes that back, and
// changes nothing else.
func (a Answer) reconciledBy(c Answered) bool {
	return !a.sameReconciled(c.Answer) && onlyReconciles(a, a.After(Entry{Change: c}, ""))
}

// reconciledSince reports whether a reconciliation rests on the grade that a step gave.
func (s *State) reconciledSince(step Step) bool {
	c, graded := step.Change.(Graded)
	return graded && c.Effect == GradeGiven && s.Answers[step.Item].Reconciled != ""
}

// onlyReconciles reports whether two answers differ in the reconciliation of grades alone.
// Whoever reconciles grades also confirms them.
func onlyReconciles(now, next Answer) bool {
	now.Reconciled, now.Reconciling = next.Reconciled, next.Reconciling
	now.Reverify, next.Reverify = nil, nil
	return sameJudged(now, next) && len(partsBeside(now, next)) == 0
}
