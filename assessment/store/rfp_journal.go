package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// The kinds of events of an RFP.
const (
	rfpOpened   = "opened"
	rfpRepinned = "repinned"
	rfpAwarded  = "awarded"
)

// rfpTerms is the body of an opened RFP.
type rfpTerms struct {
	Title         string                  `json:"title"`
	Reference     string                  `json:"reference"`
	Due           assessment.Date         `json:"due,omitzero"`
	Questionnaire string                  `json:"questionnaire"` // hash
	Milestone     questionnaire.Milestone `json:"milestone"`
	Reserve       []string                `json:"reserve,omitempty"`
}

func termsOf(r assessment.RFP) rfpTerms {
	return rfpTerms{r.Title, r.Reference, r.Due, r.Questionnaire, r.Milestone, r.Reserve}
}

// termsIn are the terms of an RFP as its journal tells them.
func termsIn(ctx context.Context, t tx, id string) (terms rfpTerms, err error) {
	events, err := ofRFPs.read(ctx, t, id)
	if err != nil {
		return terms, err
	}
	for _, e := range events {
		switch e.Kind {
		case rfpOpened:
			err = e.into(&terms)
		case rfpRepinned:
			to := assessment.RuleChange{}
			err = e.into(&to)
			terms.Questionnaire, terms.Reserve = to.To.Hash, to.Reserve
		}
		if err != nil {
			return terms, ofRFPs.broken(id, err.Error())
		}
	}
	return terms, nil
}

// openRFP begins the journal of an RFP.
func (s *Store) openRFP(ctx context.Context, t tx, r assessment.RFP, entry assessment.Entry) error {
	return ofRFPs.add(ctx, t, s.options, r.ID, happening{id: entry.ID, at: entry.At, by: entry.By, kind: rfpOpened, data: termsOf(r)})
}

// RFPRecord is an RFP with the changes of its rules and its awards from its
// journal, the latest last.
type RFPRecord struct {
	RFP      assessment.RFP
	OpenedBy string
	Repinned []assessment.RuleChange
	Awards   []assessment.Award
}

// RFPRecord reads an RFP and its journal by its id, or returns NotFound.
func (s *Store) RFPRecord(ctx context.Context, rfpID string) (RFPRecord, error) {
	rfps, err := faithful(ctx, s, func(t tx) ([]assessment.RFP, error) {
		rfp, err := rfpOf(ctx, t, rfpID)
		return []assessment.RFP{rfp}, err
	}, rfpAsTold)
	if err != nil {
		return RFPRecord{}, err
	}
	record, err := fetch(ctx, s, func(t tx) (RFPRecord, error) { return readRFPRecord(ctx, t, rfpID) })
	record.RFP = rfps[0]
	return record, err
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
	case rfpOpened:
		r.OpenedBy = e.By
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

// rebuildRFP computes the head and the row of an RFP again from its journal.
func rebuildRFP(ctx context.Context, t tx, id string) error {
	end, err := ofRFPs.rebuildHead(ctx, t, id)
	if err != nil || end.seq == 0 {
		return err
	}
	_, err = projectRFP(ctx, t, id)
	return err
}

const updateRFP = "UPDATE rfps SET title = ?, reference = ?, due = ?, questionnaire = ?, milestone = ?, reserve = ? WHERE id = ?"

// projectRFP makes the row of an RFP from its journal. It reports whether the
// row was another.
func projectRFP(ctx context.Context, t tx, id string) (changed bool, err error) {
	row, err := rfpOf(ctx, t, id)
	if err != nil {
		return false, err
	}
	as, err := termsIn(ctx, t, id)
	if err != nil || reflect.DeepEqual(as, termsOf(row)) {
		return false, err
	}
	return true, t.exec(ctx, updateRFP, as.Title, as.Reference, int64(as.Due), as.Questionnaire, string(as.Milestone), strings.Join(as.Reserve, ","), id)
}
