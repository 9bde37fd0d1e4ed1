package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"assay/assessment"
	"assay/questionnaire/canonical"
)

// rfpEvent is one event in the journal of an RFP. The chain runs over its
// canonical text.
type rfpEvent struct {
	At   int64           `json:"at"` // microseconds UTC
	By   string          `json:"by"`
	Data json.RawMessage `json:"data"`
	ID   string          `json:"id"`
	Kind string          `json:"kind"`
	RFP  string          `json:"rfp"`
	Seq  int64           `json:"seq"` // from 1, without gaps
}

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
	links, err := readRFPLinks(ctx, t, id)
	if err != nil {
		return RFPRecord{}, err
	}
	record := RFPRecord{RFP: rfp}
	for _, l := range links {
		if err := record.add(l.payload); err != nil {
			return RFPRecord{}, assessment.Errorf(assessment.Damaged, "the journal of the RFP %s is damaged: %w", rfp.Title, err)
		}
	}
	return record, nil
}

// add adds one event to the record.
func (r *RFPRecord) add(payload string) error {
	var e rfpEvent
	if err := json.Unmarshal([]byte(payload), &e); err != nil {
		return err
	}
	switch e.Kind {
	case rfpRepinned:
		repinned := assessment.RuleChange{By: e.By, At: e.At}
		if err := json.Unmarshal(e.Data, &repinned); err != nil {
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

const (
	selectRFPHead = "SELECT seq, hash FROM rfp_heads WHERE rfp_id = ?"
	upsertRFPHead = `INSERT INTO rfp_heads (rfp_id, seq, hash) VALUES (?, ?, ?)
	ON CONFLICT (rfp_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`
	insertRFPEvent = "INSERT INTO rfp_events (rfp_id, seq, uid, at, by, kind, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	selectRFPLinks = "SELECT seq, uid, at, by, kind, payload, hash FROM rfp_events WHERE rfp_id = ? ORDER BY seq"
)

// appendRFP appends an event to the journal of an RFP.
func appendRFP(ctx context.Context, t tx, rfp string, e rfpEvent, data any) error {
	end, err := rfpHeadOf(ctx, t, rfp)
	if err != nil {
		return err
	}
	if e.Data, err = json.Marshal(data); err != nil {
		return err
	}
	e.RFP, e.Seq = rfp, end.seq+1
	payload, err := canonical.Marshal(e)
	if err != nil {
		return err
	}
	hash := end.hash.Chain(payload)
	if err := t.exec(ctx, insertRFPEvent, rfp, e.Seq, e.ID, e.At, e.By, e.Kind, string(payload), hash[:]); err != nil {
		return err
	}
	t.moves(rfp, e.Seq, hash)
	return t.exec(ctx, upsertRFPHead, rfp, e.Seq, hash[:])
}

// rfpHeadOf is the last event of the journal of an RFP. The journal may be
// empty.
func rfpHeadOf(ctx context.Context, t tx, rfp string) (h head, err error) {
	var hash []byte
	err = t.row(ctx, selectRFPHead, rfp).Scan(&h.seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, nil
	}
	copy(h.hash[:], hash)
	return h, err
}

func readRFPLinks(ctx context.Context, t tx, rfp string) ([]link, error) {
	return collect(ctx, t, scanLink, selectRFPLinks, rfp)
}

// rfpMarks reads the values of the columns from the text of an event.
func rfpMarks(payload string) (about string, m marks, err error) {
	var e rfpEvent
	err = json.Unmarshal([]byte(payload), &e)
	if err == nil {
		err = new(RFPRecord).add(payload)
	}
	return e.RFP, marks{e.Seq, e.At, e.ID, e.By, e.Kind}, err
}

// rebuildRFP computes the head and the questionnaire of an RFP again from
// its journal.
func rebuildRFP(ctx context.Context, t tx, id string) error {
	links, err := readRFPLinks(ctx, t, id)
	if err != nil || len(links) == 0 {
		return err
	}
	if why := verify(id, links, rfpMarks); why != "" {
		return assessment.Errorf(assessment.Damaged, "nothing was rebuilt: the journal of the RFP %s %s", id, why)
	}
	record, err := readRFPRecord(ctx, t, id)
	if err != nil {
		return err
	}
	if n := len(record.Repinned); n > 0 {
		if err := repin(ctx, t, id, record.Repinned[n-1].To, record.Repinned[n-1].Reserve); err != nil {
			return err
		}
	}
	last := links[len(links)-1]
	return t.exec(ctx, upsertRFPHead, id, last.seq, last.hash)
}
