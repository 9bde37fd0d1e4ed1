package store_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"assay/assessment"
	"assay/assessment/store"
)

// flipped are the columns of an event, each with the words for a changed byte in
// it.
var flipped = map[string]string{
	"payload": "in its header",
	"hash":    "in its hash",
	"salt":    "in its body or its random bytes",
	"body":    "in its body or its random bytes",
	"uid":     "has columns at event",
	"by":      "has columns at event",
	"kind":    "has columns at event",
}

// Every byte of a journal counts: whichever is changed, the journal is found
// out, with the event and the part of it.
func TestAFlippedByteIsFound(t *testing.T) {
	b := newBench(t)
	rfp, ids := contest(b)
	if _, err := b.RecordAward(context.Background(), b.award(rfp, ids)); err != nil {
		t.Fatal(err)
	}
	struck := b.noted("TEC-01", "1", slipped)
	b.record(ids[1], struck, b.noted("TEC-01", "1", "Größe – “quoted” \\ \n line"), b.entry(decided(assessment.DecideDecline)))
	if _, err := b.Strike(context.Background(), ids[1], []string{struck.ID}, "Ruth Ortiz", "why"); err != nil {
		t.Fatal(err)
	}
	db := raw(t, b.Path())
	execute(t, db, "PRAGMA synchronous = OFF", "DROP TRIGGER events_stay", "DROP TRIGGER rfp_events_stay")
	for table, of := range map[string]store.JournalRef{
		"events":     {Kind: assessment.OfAssessment, ID: ids[1]},
		"rfp_events": {Kind: assessment.OfRFP, ID: rfp.ID},
	} {
		f := flipper{t, b, db, table, of}
		places := f.places()
		for _, at := range places {
			f.flip(at)
		}
		t.Logf("%s: %d bytes changed, each found", table, len(places))
		if c, err := b.VerifyJournal(context.Background(), of); err != nil || c.Defect != "" {
			t.Fatalf("put right, %+v, %v", c, err)
		}
	}
}

type flipper struct {
	t     *testing.T
	b     *bench
	db    *behind
	table string
	of    store.JournalRef
}

// place is one byte of a stored event.
type place struct {
	column  string
	seq     int64
	content []byte
	at      int
}

// places are all bytes of the journal, or some of each column, as the seed has
// it.
func (f flipper) places() (all []place) {
	owner := map[string]string{"events": "assessment_id", "rfp_events": "rfp_id"}[f.table]
	random := rand.New(rand.NewPCG(portfolioSeed, 1))
	for column := range flipped {
		rows, err := f.db.Query(fmt.Sprintf("SELECT seq, %s FROM %s WHERE %s = ? AND %[1]s IS NOT NULL ORDER BY seq", column, f.table, owner), f.of.ID)
		if err != nil {
			f.t.Fatal(err)
		}
		var some []place
		for rows.Next() {
			p := place{column: column}
			if err := rows.Scan(&p.seq, &p.content); err != nil {
				f.t.Fatal(err)
			}
			for p.at = range p.content {
				some = append(some, p)
			}
		}
		if err := rows.Err(); err != nil {
			f.t.Fatal(err)
		}
		random.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
		all = append(all, some[:min(flips, len(some))]...)
	}
	return all
}

// flip changes one bit, looks, and puts it right again.
func (f flipper) flip(p place) {
	f.t.Helper()
	changed := append([]byte(nil), p.content...)
	changed[p.at] ^= 1 << (p.at % 5)
	kind := "TEXT"
	if p.column == "hash" || p.column == "salt" {
		kind = "BLOB"
	}
	if onServer() && kind == "TEXT" && (!utf8.Valid(changed) || bytes.IndexByte(changed, 0) >= 0) {
		return // a server keeps no such bytes in a text
	}
	owner := map[string]string{"events": "assessment_id", "rfp_events": "rfp_id"}[f.table]
	set := func(content []byte) {
		f.t.Helper()
		if _, err := f.db.Exec(fmt.Sprintf("UPDATE %s SET %s = CAST(? AS %s) WHERE %s = ? AND seq = ?", f.table, p.column, kind, owner), content, f.of.ID, p.seq); err != nil {
			f.t.Fatal(err)
		}
	}
	set(changed)
	c, err := f.b.VerifyJournal(context.Background(), f.of)
	if err != nil || !strings.Contains(c.Defect, flipped[p.column]) || !strings.Contains(c.Defect, fmt.Sprintf("event %d", p.seq)) {
		f.t.Errorf("%s of event %d of %s, byte %d: %q, %v", p.column, p.seq, f.table, p.at, c.Defect, err)
	}
	if p.at == 0 {
		if found := f.b.findings(); !strings.Contains(found, "error journal: the journal of") {
			f.t.Errorf("%s of event %d: the check found:\n%s", p.column, p.seq, found)
		}
	}
	set(p.content)
}
