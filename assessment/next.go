package assessment

import "assay/questionnaire"

// The day of the next change is the first day after asOf on which time alone
// can change the result. On that day the figures may still be the same, but
// it is never too late. It is no date if time changes nothing.

// turns notes a day from which on the result may differ.
func (j *judge) turns(on Date) {
	if next := &j.result.NextChange; on > j.asOf && (next.IsZero() || on < *next) {
		*next = on
	}
}

// ages notes the days on which a record begins to count, fades and ends.
func (j *judge) ages(kind *questionnaire.EvidenceKind, record *Evidence) {
	j.turns(record.AsOf)
	if !record.ValidUntil.IsZero() {
		j.turns(record.ValidUntil + 1)
	}
	if limit := Date(kind.Fresh(j.milestone)); limit > 0 && !kind.HardValidity && !record.AsOf.IsZero() {
		j.turns(record.AsOf + limit + 1)
		if j.asOf > record.AsOf+limit && j.asOf <= record.AsOf+2*limit {
			j.turns(j.asOf + 1)
		}
	}
}

// terms notes the days on which waivers, actions and the agreements of the
// delivery chain begin and end.
func (j *judge) terms() {
	for _, waiver := range j.snapshot.Waivers {
		j.turns(waiver.Granted)
		j.turns(waiver.Expires + 1)
	}
	for n := range j.snapshot.Actions {
		if action := &j.snapshot.Actions[n]; action.Closed == nil {
			j.turns(action.Due + 1)
		}
	}
	for n := range j.snapshot.Links {
		link := &j.snapshot.Links[n]
		if flow := link.Flow; flow != nil && link.NeedsFlowDown() {
			j.turns(flow.Signed)
			if !flow.UntilTerminated {
				j.turns(flow.Ends + 1)
			}
		}
	}
}
