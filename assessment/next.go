package assessment

// nextChange is the first day after asOf on which time alone can change how
// the snapshot is judged. It may name a day on which the figures stay the same,
// never one that is too late. No date means that time changes nothing.
func nextChange(s Snapshot, asOf Date) Date {
	next := Date(0)
	on := func(day Date) {
		if day > asOf && (next.IsZero() || day < next) {
			next = day
		}
	}
	for _, answer := range s.Answers {
		for _, record := range answer.Evidence {
			kind := s.Questionnaire.EvidenceKind(record.Kind)
			if kind == nil {
				continue
			}
			on(record.AsOf)
			if kind.HardValidity {
				if !record.ValidUntil.IsZero() {
					on(record.ValidUntil + 1)
				}
				continue
			}
			if limit := Date(kind.FreshnessDays); limit > 0 && !record.AsOf.IsZero() {
				on(record.AsOf + limit + 1)
				if asOf > record.AsOf+limit && asOf <= record.AsOf+2*limit {
					on(asOf + 1)
				}
			}
		}
	}
	for _, waiver := range s.Waivers {
		on(waiver.Granted)
		on(waiver.Expires + 1)
	}
	for _, action := range s.Actions {
		if action.Closed == nil {
			on(action.Due + 1)
		}
	}
	for _, link := range s.Links {
		if flow := link.Flow; flow != nil && link.NeedsFlowDown() {
			on(flow.Signed)
			if !flow.UntilTerminated {
				on(flow.Ends + 1)
			}
		}
	}
	return next
}
