package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"assay/assessment"
	"assay/questionnaire"
)

// SnapshotFor returns the last state of an assessment at a milestone: the
// present state until it moves past that milestone, and from then on the
// state just before the move, under the rules of that time. Nothing recorded
// or undone later changes it. An assessment that was opened at a later
// milestone is returned in its present state.
//
// Use it to compare the vendors of an RFP: a chosen vendor moves on and gets
// questions that the others never got.
func (s *Store) SnapshotFor(ctx context.Context, id string, milestone questionnaire.Milestone) (assessment.Snapshot, error) {
	return s.asSeen(fetch(ctx, s, func(t tx) (assessment.Snapshot, error) { return s.snapshotFor(ctx, t, id, milestone) }))
}

func (s *Store) snapshotFor(ctx context.Context, t tx, id string, milestone questionnaire.Milestone) (assessment.Snapshot, error) {
	now, err := s.snapshot(ctx, t, id)
	if err != nil || !past(now.Milestone, milestone) || past(now.Opened.Milestone, milestone) {
		return now, err
	}
	events, err := readEvents(ctx, t, id)
	if err != nil {
		return now, err
	}
	for n, e := range events {
		if moved, is := e.Change.(assessment.Moved); is && past(moved.Milestone, milestone) {
			return s.foldEvents(ctx, t, id, events[:n])
		}
	}
	return now, broken(id, "nothing in it leads to milestone "+string(now.Milestone))
}

// SnapshotAt returns the state of an assessment when its journal had a head.
// Nothing recorded or undone later changes it.
func (s *Store) SnapshotAt(ctx context.Context, id string, at assessment.Head) (assessment.Snapshot, error) {
	return s.asSeen(fetch(ctx, s, func(t tx) (assessment.Snapshot, error) {
		now, err := s.snapshot(ctx, t, id)
		if err != nil || now.Head == at {
			return now, err
		}
		seq, err := seqOf(ctx, t, id, at)
		if err != nil {
			return now, err
		}
		events, err := readEvents(ctx, t, id)
		if err != nil {
			return now, err
		}
		return s.foldEvents(ctx, t, id, events[:seq])
	}))
}

// selectSeq finds the event that left a journal with a head, also a head of its
// earlier form.
const selectSeq = `SELECT seq FROM events WHERE assessment_id = ? AND hash = ?
	UNION ALL SELECT seq FROM old_heads WHERE journal_id = ? AND hash = ?`

// seqOf is the number of the event that left a journal with a head.
func seqOf(ctx context.Context, t tx, id string, at assessment.Head) (seq int64, err error) {
	err = t.row(ctx, selectSeq, id, at[:], id, at[:]).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, broken(id, fmt.Sprintf("it never had the head %.12s", at))
	}
	return seq, err
}

// past reports whether a milestone comes after another.
func past(later, earlier questionnaire.Milestone) bool {
	return later != earlier && later.Reached(earlier)
}
