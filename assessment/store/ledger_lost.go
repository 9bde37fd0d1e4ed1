package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"assay/assessment"
)

// acceptedLoss is a run of events for whose absence a person answers, with the
// number of the row that says so.
type acceptedLoss struct {
	n int64
	Lost
}

// acceptedIn lists the accepted losses that rows of the ledger tell. It leaves out
// rows that cannot be read.
func acceptedIn(rows []ledgerRow) (all []acceptedLoss) {
	for _, r := range rows {
		said, err := readLedgerText(r.text)
		if err != nil || said.Act == nil {
			continue
		}
		for _, lost := range said.Act.Lost {
			all = append(all, acceptedLoss{r.n, lost})
		}
	}
	return all
}

// accepts reports whether a later row than n says that somebody answers for the
// absence of a head that row n names.
func accepts(all []acceptedLoss, n int64, e ledgerEntry) bool {
	return slices.ContainsFunc(all, func(l acceptedLoss) bool {
		return l.n > n && l.ID == e.id && l.From <= e.seq && e.seq <= l.To
	})
}

// lostOfLedger lists the events that the ledger names and the journals lack, if
// nobody answers for that yet. since is the moment of the last event before them,
// or 0 if there is none.
func lostOfLedger(ctx context.Context, t tx) (lost []Lost, since int64, err error) {
	rows, err := collect(ctx, t, scanLedgerRow, selectLedger+" ORDER BY n")
	if err != nil {
		return nil, 0, err
	}
	accepted := acceptedIn(rows)
	whole, missing := map[string]int64{}, map[string]Lost{} // by journal: the last head that it holds before
	for _, r := range rows {
		said, err := readLedgerText(r.text)
		if err != nil {
			return nil, 0, assessment.Errorf(assessment.Damaged, "row %d of the ledger cannot be read: %w", r.n, err).Because(assessment.RecordDamaged)
		}
		for _, e := range said.Heads {
			held, err := holds(ctx, t, e.id, e.head)
			switch now, known := missing[e.id]; {
			case err != nil:
				return nil, 0, err
			case held && !known:
				whole[e.id] = e.seq
			case held || accepts(accepted, r.n, e):
			case known:
				now.To = max(now.To, e.seq)
				missing[e.id] = now
			default:
				missing[e.id] = Lost{e.id, whole[e.id] + 1, e.seq}
			}
		}
	}
	for _, l := range missing {
		at, err := momentOf(ctx, t, l.ID, l.From-1)
		if err != nil {
			return nil, 0, err
		}
		if len(lost) == 0 || at < since {
			since = at
		}
		lost = append(lost, l)
	}
	slices.SortFunc(lost, func(x, y Lost) int { return cmp.Compare(x.ID, y.ID) })
	return lost, since, nil
}

// LedgerLosses lists the events that the ledger names and the journals lack, if
// nobody answers for that, in the order of the ids.
func (s *Store) LedgerLosses(ctx context.Context) ([]Lost, error) {
	return fetch(ctx, s, func(t tx) ([]Lost, error) {
		lost, _, err := lostOfLedger(ctx, t)
		return lost, err
	})
}

const selectMoment = `SELECT at FROM events WHERE assessment_id = ? AND seq = ?
	UNION ALL SELECT at FROM rfp_events WHERE rfp_id = ? AND seq = ?
	UNION ALL SELECT at FROM vendor_events WHERE vendor_id = ? AND seq = ?
	UNION ALL SELECT at FROM people_events WHERE people_id = ? AND seq = ?`

// momentOf is when an event was recorded, or 0 if there is none.
func momentOf(ctx context.Context, t tx, id string, seq int64) (at int64, err error) {
	err = t.row(ctx, selectMoment, slices.Repeat([]any{id, seq}, 4)...).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, err
}

// cut is the standing of a database whose ledger is whole, but whose journals
// lack events. Only a comparison of all of them shows it.
func (s *Store) cut(ctx context.Context, now Standing) (Standing, error) {
	err := s.look(ctx, func(t tx) error {
		lost, since, err := lostOfLedger(ctx, t)
		if err != nil || len(lost) == 0 {
			return err
		}
		now.Kind, now.Short, now.Lost, now.Since = RolledBack, true, lost, since
		for _, l := range lost {
			now.Behind += l.Events()
		}
		return nil
	})
	return now, err
}
