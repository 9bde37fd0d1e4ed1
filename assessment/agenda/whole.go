package agenda

import (
	"assay/assessment"
	"assay/assessment/meeting"
)

// Agenda is the meeting, the work at the desks, and the clock of a running meeting.
type Agenda struct {
	Plan
	Clock *Clock `json:"clock,omitempty"` // nil while no session runs
	Desk  Desk   `json:"desk"`
}

// Whole is the agenda of a meeting of some minutes, or 0 for as long as it takes. While a
// session runs, the plan is for the minutes that are left at now (microseconds UTC).
func Whole(items meeting.Items, minutes int, by assessment.Date, now int64) Agenda {
	a := Agenda{Plan: Of(items, minutes), Desk: DeskOf(items, by)}
	if session := items.Now.Running(); session != nil {
		used, last := Spent(items.Now, session)
		if here := a.Next(items, ""); here != "" { // it is asked since the last answer
			used[items.Now.Questionnaire.DomainOf(here).ID] += now - last
		}
		clock := At(items, session, minutes, now, used)
		a.Clock, a.Plan = &clock, Rest(items, clock)
	}
	return a
}
