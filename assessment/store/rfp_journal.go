package store

import (
	"context"
	"fmt"

	"assay/assessment"
)

// The kinds of events of an RFP.
const (
	rfpRepinned = "repinned"
	rfpAwarded  = "awarded"
)

// RFPRecord is an RFP with the changes of its rules and its awards from its
// journal, the latest last.
type RFPRecord struct {
	RFP      assessment.RFP
	Repinned []assessment.RuleChange
	Awards   []assessment.Award
}

// RFPRecord reads an RFP and its journal by its id, or returns NotFound.
func (s *Store) RFPRecord(ctx context.Context, rfpID string) (RFPRecord, error) {
	return fetch(ctx, s, func(t tx) (RFPRecord, error) { return readRFPRecord(ctx, t, rfpID) })
}

func readRFPRecord(ctx context.Context, t tx, id string) (RFPRecord, error) {
	rfp, err := rfpOf(ctx, t, id)
	if err != nil {
		return RFPRecord{}, err
	}
	events, err := ofRFPs.read(ctx, t, id)
	if err != nil {
		return RFPRecord{}, err
	}
	record := RFPRecord{RFP: rfp}
	for _, e := range events {
		if err := record.add(e); err != nil {
			return RFPRecord{}, ofRFPs.broken(rfp.Title, err.Error())
		}
	}
	return record, nil
}

// add adds one event to the record. A struck event adds nothing.
func (r *RFPRecord) add(e told) error {
	if e.body == nil {
		return nil
	}
	switch e.Kind {
	case rfpRepinned:
		repinned := assessment.RuleChange{By: e.By, At: e.At}
		if err := e.into(&repinned); err != nil {
			return err
		}
		r.Repinned = append(r.Repinned, repinned)
	case rfpAwarded:
		award, err := readAward(e)
		if err != nil {
			return err
		}
		r.Awards = append(r.Awards, award)
	default:
		return fmt.Errorf("event %d is of the unknown kind %q", e.Seq, e.Kind)
	}
	return nil
}

// rebuildRFP computes the head and the questionnaire of an RFP again from
// its journal.
func rebuildRFP(ctx context.Context, t tx, id string) error {
	end, err := ofRFPs.rebuildHead(ctx, t, id)
	if err != nil || end.seq == 0 {
		return err
	}
	record, err := readRFPRecord(ctx, t, id)
	if err != nil {
		return err
	}
	if n := len(record.Repinned); n > 0 {
		return repin(ctx, t, id, record.Repinned[n-1].To, record.Repinned[n-1].Reserve)
	}
	return nil
}
