package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"assay/assessment"
)

// Decisions and awards name the snapshots they were made on. The checks
// below fold each journal up to that point and compare the hashes.

// checkDecisions checks that each decision names a snapshot that existed.
func (s *Store) checkDecisions(ctx context.Context, t tx, snapshot assessment.Snapshot, events []assessment.Event) ([]Finding, error) {
	var findings []Finding
	for n, e := range events {
		decided, is := e.Change.(assessment.Decided)
		if !is {
			continue
		}
		d := decided.Decision
		held, err := s.held(ctx, t, snapshot.Assessment, events[:n], d.Head, d.Snapshot)
		if err != nil {
			return findings, err
		}
		switch who := fmt.Sprintf("the decision of %s about %s, event %d,", d.By, snapshot.Assessment, e.Seq); held {
		case neverHeld:
			findings = append(findings, wrong("decision", who+" names a state that its journal never had"))
		case heldOnceStruck:
			findings = append(findings, noted("decision", who+" was made on a state with a body that was struck since: the state cannot be shown any more"))
		}
	}
	return findings, nil
}

// holding tells how far a journal still gives a snapshot that somebody named.
type holding int

const (
	neverHeld holding = iota
	heldOnce
	heldOnceStruck // its head was there; its snapshot cannot be made again
	heldElsewhere  // the assessment is not in this database: the RFP came without it
)

// held compares a head and the hash of a snapshot with the state after the
// given first events of a journal.
func (s *Store) held(ctx context.Context, t tx, id string, events []assessment.Event, named assessment.Head, hash string) (holding, error) {
	then, err := s.foldEvents(ctx, t, id, events)
	if err != nil {
		return neverHeld, err
	}
	if named != then.Head {
		// A snapshot in the earlier form of the journal cannot be made again.
		old, err := exists(ctx, t, selectOldHead+" AND seq = ?", id, named[:], len(events))
		if old {
			return heldOnce, err
		}
		return neverHeld, err
	}
	switch again, err := then.Hash(); {
	case err != nil:
		return neverHeld, err
	case again == hash:
		return heldOnce, nil
	}
	if slices.ContainsFunc(events, func(e assessment.Event) bool { _, withheld := e.Change.(assessment.Withheld); return withheld }) {
		return heldOnceStruck, nil
	}
	return neverHeld, nil
}

// checkRFPs verifies the journals of all RFPs and the tables computed from
// them.
func (s *Store) checkRFPs(ctx context.Context, t tx) ([]Finding, error) {
	rfps, err := collect(ctx, t, scanRFP, "SELECT "+rfpColumns+" FROM rfps ORDER BY id")
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, rfp := range rfps {
		found, err := s.checkRFP(ctx, t, rfp)
		findings = append(findings, found...)
		if err != nil {
			return findings, err
		}
	}
	return findings, nil
}

func (s *Store) checkRFP(ctx context.Context, t tx, rfp assessment.RFP) ([]Finding, error) {
	links, err := ofRFPs.links(ctx, t, rfp.ID)
	if err != nil {
		return nil, err
	}
	end, err := ofRFPs.headOf(ctx, t, rfp.ID)
	switch {
	case err != nil:
		return nil, err
	}
	if _, why := ofRFPs.verify(rfp.ID, links, end); why != "" {
		return []Finding{wrong("journal", fmt.Sprintf("the journal of the RFP %s %s", rfp.ID, why))}, nil
	}
	record, err := readRFPRecord(ctx, t, rfp.ID)
	if err != nil {
		return nil, err
	}
	findings := timesOf("the journal of the RFP "+rfp.ID, links)
	differs := func(what string) {
		findings = append(findings, outdated("journal", fmt.Sprintf("%s of the RFP %s differ from its journal", what, rfp.ID)))
	}
	if last := links[len(links)-1]; end.seq != last.seq || !slices.Equal(end.hash[:], last.hash) {
		differs("the stored event number and head")
	}
	terms, err := termsIn(ctx, t, rfp.ID)
	if err != nil {
		return nil, err
	}
	if !reflect.DeepEqual(terms, termsOf(rfp)) {
		differs("the stored title, rules or due day")
	}
	for _, award := range record.Awards {
		for _, c := range award.Contenders {
			held, err := s.wasThere(ctx, t, c)
			if err != nil {
				return findings, err
			}
			switch held {
			case neverHeld:
				findings = append(findings, wrong("award", fmt.Sprintf("the award of the RFP %s names a state of %s that its journal never had", rfp.ID, c.Assessment)))
			case heldElsewhere:
				findings = append(findings, noted("award", fmt.Sprintf("the award of the RFP %s names an assessment of %s that is not in this database", rfp.ID, c.Vendor)))
			case heldOnceStruck:
				findings = append(findings, noted("award", fmt.Sprintf("the award of the RFP %s names a state of %s with a body that was struck since: the state cannot be shown any more", rfp.ID, c.Assessment)))
			}
		}
	}
	return findings, nil
}

// wasThere tells how far the journal of a contender still gives the result
// that the award records.
func (s *Store) wasThere(ctx context.Context, t tx, c assessment.Contender) (holding, error) {
	var seq int64
	here, err := exists(ctx, t, "SELECT 1 FROM assessments WHERE id = ?", c.Assessment)
	if err != nil || !here {
		return heldElsewhere, err
	}
	err = t.row(ctx, selectSeq, c.Assessment, c.Head[:], c.Assessment, c.Head[:]).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return neverHeld, nil
	}
	if err != nil {
		return neverHeld, err
	}
	events, err := readEvents(ctx, t, c.Assessment)
	if err != nil || int64(len(events)) < seq {
		return neverHeld, err
	}
	return s.held(ctx, t, c.Assessment, events[:seq], c.Head, c.Snapshot)
}
