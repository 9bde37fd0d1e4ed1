package questionnaire

import "slices"

// Steering lists the effects of an answer besides its own grade.
type Steering struct {
	Asked   bool // which items are asked, or set aside
	Flagged bool // which red flags raise themselves
	Risk    bool // the risk beside the score
	Dated   bool // a date that is computed
}

// Steering lists the effects of the answer to an item.
func (q *Questionnaire) Steering(id string) Steering {
	reads := func(rule string) bool {
		compiled := q.conditions[rule]
		return compiled != nil && slices.Contains(compiled.reads, id)
	}
	risk := q.Scoring.Risk
	s := Steering{Risk: len(risk.Impact) > 0 && (slices.Contains(risk.Impact, id) || id == risk.ChainTiers || id == risk.StandingAccess)}
	for _, item := range q.list {
		s.Asked = s.Asked || slices.ContainsFunc(q.AskedWhen(item), reads) || reads(item.NotApplicableWhen)
		s.Dated = s.Dated || slices.Contains(item.Earliest, id)
		for _, flag := range item.RedFlags {
			s.Flagged = s.Flagged || reads(flag.When)
		}
	}
	return s
}
