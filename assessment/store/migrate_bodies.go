package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"assay/assessment"
)

// formerEvent is an event in the form before version 6: one text, over
// which the chain ran.
type formerEvent struct {
	Assessment string          `json:"assessment"`
	RFP        string          `json:"rfp"`
	At         int64           `json:"at"`
	By         string          `json:"by"`
	Data       json.RawMessage `json:"data"`
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Seq        int64           `json:"seq"`
}

// formerRow is a row of a table in the former form.
type formerRow struct {
	of, payload   string
	seq, at       int64
	uid, by, kind string
	hash          []byte
}

// splitEvents writes all events as header and body, and the new heads into the
// ledger. It keeps the heads that the journals had before, because reports,
// the ledger and the anchors name them.
//
// It hides no damage: from the first event on that does not fit its chain, a
// journal is copied as it is. Its hashes then do not fit the new chain either.
func splitEvents(ctx context.Context, t tx, o Options) error {
	for _, j := range []journal{ofAssessments, ofRFPs} {
		if err := j.split(ctx, t, o); err != nil {
			return fmt.Errorf("the events in %s: %w", j.events, err)
		}
		if err := t.exec(ctx, "DROP TABLE "+j.events+"_before"); err != nil {
			return err
		}
	}
	heads, err := collect(ctx, t, scanLedgerEntry, selectHeadsOf6+" ORDER BY 1")
	if err != nil || len(heads) == 0 {
		return err
	}
	did := act{Kind: ActMigrated, By: "assay", Reason: "each event is now a header and a body, and the earlier heads are kept"}
	if err := writeLedger(ctx, t, o.Now().UnixMicro(), heads, &did); err != nil {
		return err
	}
	return t.exec(ctx, "DELETE FROM meta WHERE name = 'heads_left'") // that row has them all
}

func (j journal) split(ctx context.Context, t tx, o Options) error {
	owners, err := collect(ctx, t, scanText, fmt.Sprintf("SELECT DISTINCT %s FROM %s_before ORDER BY 1", j.owner, j.events))
	if err != nil {
		return err
	}
	former := fmt.Sprintf("SELECT %[1]s, seq, uid, at, by, kind, payload, hash FROM %[2]s_before WHERE %[1]s = ? ORDER BY seq", j.owner, j.events)
	for _, of := range owners {
		rows, err := collect(ctx, t, func(scan func(...any) error) (r formerRow, err error) {
			err = scan(&r.of, &r.seq, &r.uid, &r.at, &r.by, &r.kind, &r.payload, &r.hash)
			return r, err
		}, former, of)
		if err != nil {
			return err
		}
		if err := j.splitJournal(ctx, t, o, rows); err != nil {
			return err
		}
		*t.moved = nil // splitEvents reads all heads at the end
	}
	return nil
}

// splitJournal writes the events of one journal.
func (j journal) splitJournal(ctx context.Context, t tx, o Options, rows []formerRow) error {
	var end head
	var before assessment.Head // in the former form
	sound := true
	for _, r := range rows {
		before = before.Chain(r.payload)
		h, body, fits := j.formerly(r)
		sound = sound && fits && r.seq == end.seq+1 && bytes.Equal(r.hash, before[:])
		if !sound {
			if err := t.exec(ctx, j.insertEvent, r.of, r.seq, r.uid, r.at, r.by, r.kind, r.payload, r.hash, nil, nil); err != nil {
				return err
			}
			continue
		}
		if err := t.exec(ctx, "INSERT INTO old_heads (journal_id, seq, hash) VALUES (?, ?, ?)", r.of, r.seq, r.hash); err != nil {
			return err
		}
		salt, err := o.salt()
		if err != nil {
			return err
		}
		h.Body = salt.Digest(body)
		if end, err = j.insert(ctx, t, h, assessment.Written{Header: h.Text(), Salt: salt[:], Body: body}, end); err != nil {
			return err
		}
	}
	if !sound {
		return nil // the stored head stays, too
	}
	return t.exec(ctx, fmt.Sprintf("UPDATE %s SET seq = ?, hash = ? WHERE %s = ? AND hash = ?", j.heads, j.owner), end.seq, end.hash[:], rows[0].of, before[:])
}

// formerly reads an event in the former form. It reports false for an event
// that does not read, or that differs from its columns.
func (j journal) formerly(r formerRow) (h assessment.Header, body []byte, fits bool) {
	var e formerEvent
	if json.Unmarshal([]byte(r.payload), &e) != nil {
		return h, nil, false
	}
	of := e.Assessment
	if j.of == assessment.OfRFP {
		of = e.RFP
	}
	if of != r.of || e.Seq != r.seq || e.At != r.at || e.ID != r.uid || e.By != r.by || e.Kind != r.kind {
		return h, nil, false
	}
	h = assessment.Header{Journal: j.of, Of: of, Seq: e.Seq, At: e.At, ID: e.ID, By: e.By, Kind: e.Kind}
	if j.of == assessment.OfAssessment {
		refs, err := assessment.RefsIn(e.Kind, e.Data)
		if err != nil {
			return h, nil, false
		}
		h.Refs = refs
	}
	return h, e.Data, true
}

// selectHeadsOf6 lists the heads of the journals that the tables have in this step.
const selectHeadsOf6 = "SELECT assessment_id, seq, hash FROM heads UNION ALL SELECT rfp_id, seq, hash FROM rfp_heads UNION ALL SELECT vendor_id, seq, hash FROM vendor_heads"
