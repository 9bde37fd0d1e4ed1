package store

import (
	"context"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// Accept lets a database take new events again although some are missing. by
// and reason say who answers for that. Every journal that lacks events gets an
// event that says so, and the ledger a row; both stay. The anchor follows the
// database from then on.
//
// ActAccepted is for a database that was put back to an earlier state, or of whose
// journals the last events were cut, and
// ActRestored for one that a backup was put in the place of. ActAdopted makes
// a copy at another path a database of its own with an id of its own, so that
// the one it was copied from stays as it is. A kind that does not fit is
// Refused. It returns the standing before.
func (s *Store) Accept(ctx context.Context, kind ActKind, by, reason string) (Standing, error) {
	return s.accept(ctx, kind, by, reason, func(ctx context.Context, t tx, by string) error {
		act := assessment.ActAccept
		if kind == ActRestored {
			act = assessment.ActRestore
		}
		return s.allow(ctx, t, by, act)
	})
}

// AcceptRestored is Accept with ActRestored, where other people decide than those of this
// record: those of the record that the backup replaced. Package backup calls it.
func (s *Store) AcceptRestored(ctx context.Context, by, reason string, people assessment.People) (Standing, error) {
	return s.accept(ctx, ActRestored, by, reason, func(_ context.Context, _ tx, by string) error {
		return people.Allow(assessment.Deed{By: by, Act: assessment.ActRestore})
	})
}

func (s *Store) accept(ctx context.Context, kind ActKind, by, reason string, may func(ctx context.Context, t tx, by string) error) (Standing, error) {
	reason = strings.TrimSpace(hostile.Clean(reason))
	entry, err := s.authored(by)
	switch {
	case err != nil:
		return Standing{}, err
	case reason == "":
		return Standing{}, assessment.Errorf(assessment.Invalid, "accepting that events are missing needs a reason").Because(assessment.ReasonMissing)
	}
	before, err := s.Standing(ctx)
	if err == nil && kind == ActAccepted && (before.Kind == Sound || before.Kind == NoAnchor) {
		before, err = s.cut(ctx, before)
	}
	if err == nil {
		err = before.acceptable(kind)
	}
	if err != nil {
		return before, err
	}
	did := &act{By: entry.By, Kind: kind, Lost: before.Lost, Reason: reason}
	database := s.anchor.database
	if kind == ActAdopted {
		did.Was, database = database, s.options.NewID()
	}
	var after []assessment.Snapshot
	err = s.changeBy(ctx, did, []string{entry.ID}, func(ctx context.Context, t tx) error {
		after = nil
		entry := entry // this may be run again
		if err := may(ctx, t, entry.By); err != nil {
			return err
		}
		for _, lost := range before.Lost {
			held, err := exists(ctx, t, "SELECT 1 FROM assessments WHERE id = ?", lost.ID)
			if err != nil {
				return err
			}
			if !held {
				continue // of an RFP, or the whole journal is lost: the ledger names it
			}
			was, err := s.snapshot(ctx, t, lost.ID)
			if err != nil {
				return err
			}
			entry.Change = assessment.RolledBack{From: lost.From, To: lost.To, After: before.Since, How: string(kind), Reason: reason}
			now, err := s.follow(ctx, t, was, entry)
			if err != nil {
				return err
			}
			if err := s.project(ctx, t, was, now); err != nil {
				return err
			}
			after = append(after, now)
			entry.ID = s.options.NewID()
		}
		if kind != ActAdopted {
			return nil // on a server, only the owner may write meta
		}
		return t.exec(ctx, "UPDATE meta SET value = ? WHERE name = 'database'", database)
	})
	if err != nil {
		return before, err
	}
	for _, snapshot := range after {
		s.known.keepSnapshot(snapshot)
	}
	return before, s.anchor.follow(ctx, database)
}

// acceptable returns an error for a kind that does not fit the standing.
func (s Standing) acceptable(kind ActKind) error {
	switch {
	case kind == ActRestored:
		return nil
	case kind == ActAccepted && s.Kind == Copied:
		return assessment.Errorf(assessment.Refused, "this database is a copy of %s", s.Elsewhere).Because(assessment.NotAdopted)
	case kind == ActAdopted && s.Kind == RolledBack:
		return assessment.Errorf(assessment.Refused, "this database is no copy, but was put back to an earlier state").Because(assessment.EventsMissing)
	case kind == ActAccepted && s.Kind != RolledBack || kind == ActAdopted && s.Kind != Copied:
		return assessment.Errorf(assessment.Refused, "nothing is missing from this database")
	}
	return nil
}
