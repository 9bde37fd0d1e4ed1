package store

import (
	"context"
	"fmt"

	"assay/assessment"
)

// Vouch checks an assessment before somebody signs a report of it: the
// database against its anchor, the whole chain of its journal, and each row of
// the ledger about it. The error says what is wrong. The standing is that of
// the database, which may have no anchor.
func (s *Store) Vouch(ctx context.Context, id string) (Standing, error) {
	now, err := s.Standing(ctx)
	if err == nil {
		err = now.Refusal(s.options.Zone)
	}
	if err != nil {
		return now, err
	}
	return now, s.look(ctx, func(t tx) error { return vouch(ctx, t, id) })
}

// selectLedgerAbout reads the rows that may name a journal.
const selectLedgerAbout = selectLedger + " WHERE instr(heads, ?) > 0 ORDER BY n"

// vouch returns an error if the journal of an assessment, or the one of the people, is
// damaged, if it lacks an event that the ledger names, or if the ledger does not name its
// last event.
func vouch(ctx context.Context, t tx, id string) error {
	if err := vouchAssessment(ctx, t, id); err != nil {
		return err
	}
	end, err := ofPeople.headOf(ctx, t, PeopleID)
	if err != nil {
		return err
	}
	return vouchJournal(ctx, t, ofPeople, PeopleID, end)
}

// vouchAssessment is vouch without the people.
func vouchAssessment(ctx context.Context, t tx, id string) error {
	end, err := headOf(ctx, t, id)
	if err != nil {
		return err
	}
	return vouchJournal(ctx, t, ofAssessments, id, end)
}

// vouchJournal is vouch for one journal, which ends with a stored head. The people may have
// none.
func vouchJournal(ctx context.Context, t tx, j journal, id string, end head) error {
	links, err := j.links(ctx, t, id)
	if err != nil {
		return err
	}
	last := link{hash: end.hash[:]}
	if len(links) > 0 {
		last = links[len(links)-1]
	}
	if _, why := j.verify(id, links, end); why != "" && (j.of != assessment.OfPeople || len(links) > 0) {
		return unsound("the journal of %s %s", id, why)
	}
	if end.seq != last.seq || string(end.hash[:]) != string(last.hash) {
		return unsound("the journal of %s ends with event %d, but event %d is stored as its last", id, last.seq, end.seq)
	}
	rows, err := collect(ctx, t, scanLedgerRow, selectLedgerAbout, id)
	if err != nil {
		return err
	}
	named, accepted := head{}, acceptedIn(rows)
	for _, r := range rows {
		said, err := readLedgerText(r.text)
		if err != nil {
			return unsound("row %d of the ledger cannot be read: %v", r.n, err)
		}
		for _, e := range said.Heads {
			if e.id != id {
				continue
			}
			held, err := holds(ctx, t, id, e.head)
			if err != nil {
				return err
			}
			switch {
			case held:
				named = e.head
			case !accepts(accepted, r.n, e):
				return lacking(id, e.seq)
			}
		}
	}
	if named != end {
		return unsound("the journal of %s has an event %d that the ledger does not name", id, end.seq)
	}
	return nil
}

// notVouched begins the errors of vouch.
const notVouched = "nothing can be decided or signed: "

// lacking is the error for an event that was cut. A person may accept that.
func lacking(id string, seq int64) error {
	return assessment.Errorf(assessment.Damaged, notVouched+"the journal of %s lacks event %d, which the ledger names", id, seq).Because(assessment.EventsMissing)
}

func unsound(format string, args ...any) error {
	return assessment.Errorf(assessment.Damaged, notVouched+"%s", fmt.Sprintf(format, args...)).Because(assessment.RecordDamaged)
}
