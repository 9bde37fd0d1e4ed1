package lines

import (
	"cmp"
	"context"

	"assay/assessment"
	"assay/assessment/english"
)

// record writes changes to the store, all of them or none. It returns once they are
// on disk. An answer names the one that it replaces, so that it never overwrites
// the answer of somebody else.
func (r *room) record(changes ...assessment.Change) error {
	entries := make([]assessment.Entry, len(changes))
	for n, change := range changes {
		change = r.here(change)
		if err := r.allow(change, changes); err != nil {
			return err
		}
		entries[n] = r.Entry(change)
	}
	// A signal ends the meeting, but not a write that has begun.
	now, err := r.Store.Record(context.WithoutCancel(r.ctx), r.id, entries...)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		r.mine[entry.ID], r.latest = true, entry.ID
	}
	r.recorded += len(entries)
	r.take(now)
	r.stepped(changes)
	return nil
}

// here is a change of an answer as one of the present item.
func (r *room) here(change assessment.Change) assessment.Change {
	switch c := change.(type) {
	case assessment.Answered:
		c.Answer.Item = r.item
		c.Replaces = cmp.Or(r.answer().Event, assessment.Nothing)
		return c
	case assessment.Graded:
		c.Item = r.item
		return c
	}
	return change
}

// admits reports whether a change could be recorded now.
func (r *room) admits(change assessment.Change) error {
	_, err := r.now.Admit(r.Entry(r.here(change)))
	return err
}

// allow refuses a change that looks like patient data, and keeps all changes of the
// line for the command that records them anyway.
func (r *room) allow(change assessment.Change, all []assessment.Change) error {
	suspects := assessment.NewSuspects(change, r.now)
	if r.PatientData || len(suspects) == 0 {
		return nil
	}
	var what []string
	for _, suspect := range suspects {
		what = append(what, suspect.What)
	}
	r.waiting = all
	return assessment.Errorf(assessment.Refused, "this looks like %s, and patient data does not belong here; if it is none, the command anyway records it", english.List(what))
}

// anyway records the changes that looked like patient data.
func (r *room) anyway(string) error {
	if len(r.waiting) == 0 {
		return invalid("nothing waits to be recorded")
	}
	changes, before := r.waiting, r.PatientData
	r.PatientData = true
	err := r.record(changes...)
	r.PatientData = before
	if err == nil {
		r.page.say("Recorded.")
	}
	return err
}
