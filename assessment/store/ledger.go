package store

import (
	"context"
	"encoding/json"
	"fmt"

	"assay/assessment"
	"assay/questionnaire/canonical"
)

// ledgerEntry is one head in a row of the ledger: [id, seq, hash].
type ledgerEntry struct {
	id string // of an assessment or an RFP
	head
}

// MarshalJSON writes the entry as a list of three values.
func (e ledgerEntry) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{e.id, e.seq, e.hash.String()})
}

// UnmarshalJSON reads the list of MarshalJSON.
func (e *ledgerEntry) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&e.id, &e.seq, &e.hash})
}

// writeLedger adds a row with the heads that moved since the last row. Close
// writes it, not every answer: it only has to reveal a missing journal. The
// chain and the anchor guard the rest.
func (s *Store) writeLedger(ctx context.Context) error {
	moved, err := fetch(ctx, s, func(t tx) (bool, error) { return exists(ctx, t, "SELECT 1 FROM ("+selectMoved+") AS moved LIMIT 1") })
	if err != nil || !moved {
		return err
	}
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		entries, err := collect(ctx, t, scanLedgerEntry, selectMoved+" ORDER BY 1")
		if err != nil {
			return err
		}
		heads, err := canonical.Marshal(entries)
		if err != nil {
			return err
		}
		n, last, err := lastLedger(ctx, t)
		if err != nil {
			return err
		}
		hash := last.Chain(heads)
		if err := t.exec(ctx, "INSERT INTO ledger (n, at, heads, hash) VALUES (?, ?, ?, ?)", n+1, s.options.Now().UnixMicro(), string(heads), hash[:]); err != nil {
			return err
		}
		for _, table := range []string{"heads", "rfp_heads"} {
			if err := t.exec(ctx, "UPDATE "+table+" SET ledgered = seq WHERE seq > ledgered"); err != nil {
				return err
			}
		}
		return nil
	})
}

// The heads of all journals, of assessments and of RFPs.
const (
	selectHeads = "SELECT assessment_id, seq, hash FROM heads UNION ALL SELECT rfp_id, seq, hash FROM rfp_heads"
	selectMoved = "SELECT assessment_id, seq, hash FROM heads WHERE seq > ledgered UNION ALL SELECT rfp_id, seq, hash FROM rfp_heads WHERE seq > ledgered"
)

func lastLedger(ctx context.Context, t tx) (n int64, hash assessment.Head, err error) {
	last, err := collect(ctx, t, scanLedgerEntry, "SELECT '', n, hash FROM ledger ORDER BY n DESC LIMIT 1")
	if err != nil || len(last) == 0 {
		return 0, hash, err
	}
	return last[0].seq, last[0].hash, nil
}

func scanLedgerEntry(scan func(...any) error) (e ledgerEntry, err error) {
	var hash []byte
	err = scan(&e.id, &e.seq, &hash)
	copy(e.hash[:], hash)
	return e, err
}

// checkLedger verifies the chain of the ledger, and that each listed head is
// in its journal.
func checkLedger(ctx context.Context, t tx) ([]Finding, error) {
	type row struct {
		n     int64
		heads string
		hash  []byte
	}
	rows, err := collect(ctx, t, func(scan func(...any) error) (r row, err error) {
		err = scan(&r.n, &r.heads, &r.hash)
		return r, err
	}, "SELECT n, heads, hash FROM ledger ORDER BY n")
	if err != nil {
		return nil, err
	}
	var findings []Finding
	var last assessment.Head
	for i, r := range rows {
		var entries []ledgerEntry
		last = last.Chain([]byte(r.heads))
		if r.n != int64(i+1) || string(r.hash) != string(last[:]) || json.Unmarshal([]byte(r.heads), &entries) != nil {
			return append(findings, wrong("ledger", fmt.Sprintf("the ledger was changed at row %d", r.n))), nil
		}
		for _, e := range entries {
			held, err := holds(ctx, t, e.id, e.head)
			if err != nil {
				return nil, err
			}
			if !held {
				findings = append(findings, wrong("ledger", fmt.Sprintf("the journal of %s lacks event %d, which the ledger names", e.id, e.seq)))
			}
		}
	}
	return findings, nil
}

// holds reports whether a journal has, or once had, this head.
func holds(ctx context.Context, t tx, id string, h head) (bool, error) {
	return exists(ctx, t, `SELECT 1 FROM events WHERE assessment_id = ? AND seq = ? AND hash = ?
		UNION ALL SELECT 1 FROM rfp_events WHERE rfp_id = ? AND seq = ? AND hash = ?`, id, h.seq, h.hash[:], id, h.seq, h.hash[:])
}
