package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire/canonical"
)

// ledgerEntry is one head in a row of the ledger: [id, seq, hash].
type ledgerEntry struct {
	id string // of an assessment, an RFP or a vendor
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

// ledgerText is the text of one row, which its hash covers.
type ledgerText struct {
	Act   *act          `json:"act,omitempty"`
	At    int64         `json:"at"` // microseconds UTC
	Heads []ledgerEntry `json:"heads"`
	N     int64         `json:"n"`
}

// act is what a person did to the whole database.
type act struct {
	By     string  `json:"by"`
	Kind   ActKind `json:"kind"`
	Lost   []Lost  `json:"lost,omitempty"`
	Reason string  `json:"reason"`
	Was    string  `json:"was,omitempty"` // the id of the database of which an adopted copy was made
}

// ActKind is the kind of an act in the ledger.
type ActKind string

// The kinds of acts.
const (
	ActAccepted ActKind = "accepted" // a person accepted that events are missing
	ActAdopted  ActKind = "adopted"  // a person made a copy a database of its own
	ActRestored ActKind = "restored" // a person put a backup in the place of the database
	ActMigrated ActKind = "migrated" // a new version wrote the journals in another form
)

// Lost is a run of events that a journal no longer holds.
type Lost struct {
	ID       string // of an assessment, an RFP or a vendor
	From, To int64  // the numbers of its first and last event
}

// Events is how many events are lost.
func (l Lost) Events() int { return int(l.To - l.From + 1) }

// MarshalJSON writes the run as a list of three values.
func (l Lost) MarshalJSON() ([]byte, error) { return json.Marshal([]any{l.ID, l.From, l.To}) }

// UnmarshalJSON reads the list of MarshalJSON.
func (l *Lost) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&l.ID, &l.From, &l.To})
}

// readLedgerText reads the text of a row. Until version 4 of the tables it was
// the list of heads alone.
func readLedgerText(text string) (row ledgerText, err error) {
	if strings.HasPrefix(text, "[") {
		err = json.Unmarshal([]byte(text), &row.Heads)
		return row, err
	}
	err = json.Unmarshal([]byte(text), &row)
	return row, err
}

const (
	selectLastLedger = "SELECT n, hash FROM ledger WHERE n = (SELECT MAX(n) FROM ledger)"
	selectLedgerRow  = "SELECT 1 FROM ledger WHERE n = ? AND hash = ?"
	insertLedger     = "INSERT INTO ledger (n, at, heads, hash) VALUES (?, ?, ?, ?)"

	// The heads of all journals, of assessments, RFPs, vendors and people.
	selectHeads = selectHeadsOf6 + " UNION ALL SELECT people_id, seq, hash FROM people_heads"
)

// writeLedger adds the row of one transaction: the heads that it moved, and
// what somebody did to the whole database, if anything.
func writeLedger(ctx context.Context, t tx, at int64, heads []ledgerEntry, did *act) error {
	if heads == nil {
		heads = []ledgerEntry{}
	}
	text, err := canonical.Marshal(ledgerText{did, at, heads, 0})
	if err != nil {
		return err
	}
	// The number is the last value of the text. The database knows it.
	*t.listed = strings.TrimSuffix(string(text), "0}")
	return t.appendLedger(ctx, at, *t.listed)
}

// Moves is how many changes of any journal there were. Whoever has seen the same number
// before has seen everything that people recorded. It costs the same in a large
// database.
func (s *Store) Moves(ctx context.Context) (int64, error) {
	return fetch(ctx, s, func(t tx) (int64, error) {
		last, err := lastLedger(ctx, t)
		return last.seq, err
	})
}

// lastLedger is the number and the hash of the last row. Both are zero if the
// ledger is empty.
func lastLedger(ctx context.Context, t tx) (last head, err error) {
	rows, err := collect(ctx, t, scanHead, selectLastLedger)
	if err != nil || len(rows) == 0 {
		return head{}, err
	}
	return rows[0], nil
}

func scanHead(scan func(...any) error) (h head, err error) {
	var hash []byte
	err = scan(&h.seq, &hash)
	copy(h.hash[:], hash)
	return h, err
}

func scanLedgerEntry(scan func(...any) error) (e ledgerEntry, err error) {
	e.head, err = scanHead(func(fields ...any) error { return scan(append([]any{&e.id}, fields...)...) })
	return e, err
}

// writeLeftHeads writes a row for the heads that an earlier version had not
// yet written into the ledger. The migration leaves a mark for it.
func (s *Store) writeLeftHeads(ctx context.Context) error {
	const find = "SELECT 1 FROM meta WHERE name = 'heads_left'"
	left, err := fetch(ctx, s, func(t tx) (bool, error) { return exists(ctx, t, find) })
	if err != nil || !left {
		return err
	}
	return s.change(ctx, nil, func(ctx context.Context, t tx) error {
		if left, err := exists(ctx, t, find); err != nil || !left {
			return err // another program was first
		}
		heads, err := collect(ctx, t, scanLedgerEntry, selectHeads+" ORDER BY 1")
		if err != nil {
			return err
		}
		if err := writeLedger(ctx, t, s.options.Now().UnixMicro(), heads, nil); err != nil {
			return err
		}
		return t.exec(ctx, "DELETE FROM meta WHERE name = 'heads_left'")
	})
}

// ledgerRow is one stored row.
type ledgerRow struct {
	n, at int64
	text  string
	hash  []byte
}

const selectLedger = "SELECT n, at, heads, hash FROM ledger"

func scanLedgerRow(scan func(...any) error) (r ledgerRow, err error) {
	err = scan(&r.n, &r.at, &r.text, &r.hash)
	return r, err
}

// checkLedger verifies the chain of the ledger, that its times do not run
// backwards, that each listed head is in its journal, and that the last event
// of each journal is listed.
func checkLedger(ctx context.Context, t tx) ([]Finding, error) {
	rows, err := collect(ctx, t, scanLedgerRow, selectLedger+" ORDER BY n")
	if err != nil {
		return nil, err
	}
	var findings []Finding
	var last assessment.Head
	var times clock
	named, accepted := map[string]head{}, acceptedIn(rows)
	for i, r := range rows {
		last = last.Chain(r.text)
		said, err := readLedgerText(r.text)
		whole := said.N == r.n && said.At == r.at || strings.HasPrefix(r.text, "[")
		if r.n != int64(i+1) || string(r.hash) != string(last[:]) || err != nil || !whole {
			return append(findings, wrong("ledger", fmt.Sprintf("the ledger was changed at row %d", r.n))), nil
		}
		times.passes(r.n, r.at)
		for _, e := range said.Heads {
			held, err := holds(ctx, t, e.id, e.head)
			if err != nil {
				return nil, err
			}
			if !held && !accepts(accepted, r.n, e) {
				f := wrong("ledger", fmt.Sprintf("the journal of %s lacks event %d, which the ledger names", e.id, e.seq))
				f.Case = assessment.EventsMissing
				findings = append(findings, f)
			}
			named[e.id] = e.head
		}
	}
	present, err := collect(ctx, t, scanLedgerEntry, selectHeads+" ORDER BY 1")
	if err != nil {
		return nil, err
	}
	for _, now := range present {
		if now.seq > named[now.id].seq {
			findings = append(findings, wrong("ledger", fmt.Sprintf("the journal of %s has an event %d that the ledger does not name", now.id, now.seq)))
		}
	}
	return append(findings, times.findings("the ledger", "row")...), nil
}

const selectHolds = `SELECT 1 FROM events WHERE assessment_id = ? AND seq = ? AND hash = ?
	UNION ALL SELECT 1 FROM rfp_events WHERE rfp_id = ? AND seq = ? AND hash = ?
	UNION ALL SELECT 1 FROM vendor_events WHERE vendor_id = ? AND seq = ? AND hash = ?
	UNION ALL SELECT 1 FROM people_events WHERE people_id = ? AND seq = ? AND hash = ?
	UNION ALL SELECT 1 FROM old_heads WHERE journal_id = ? AND seq = ? AND hash = ?`

// holds reports whether a journal has, or once had, this head.
func holds(ctx context.Context, t tx, id string, h head) (bool, error) {
	return exists(ctx, t, selectHolds, slices.Repeat([]any{id, h.seq, h.hash[:]}, 5)...)
}
