package store_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire/canonical"
)

// fourthForm takes a closed database back to the form in which an event was one
// text: the chain ran over {assessment, at, by, data, id, kind, seq}. It returns
// the heads that the journals then have, by journal and event number.
func fourthForm(tb testing.TB, path string) map[string][]assessment.Head {
	tb.Helper()
	db := raw(tb, path)
	execute(tb, db, "PRAGMA foreign_keys = 0", "DROP INDEX vendors_listed", "ALTER TABLE vendors DROP COLUMN archived", "ALTER TABLE vendors DROP COLUMN latin_name", "ALTER TABLE assessments DROP COLUMN withdrawn",
		"DROP TRIGGER rfp_events_last", "DELETE FROM rfp_events WHERE kind = 'opened'", "DROP TABLE vendor_events", "DROP TABLE vendor_heads", "DROP TABLE people_events", "DROP TABLE people_heads", "DROP TABLE old_heads",
		"ALTER TABLE scores DROP COLUMN digest", "ALTER TABLE scores DROP COLUMN domain_sum",
		"DROP TRIGGER ledger_stays", "DROP TRIGGER ledger_lasts", "DELETE FROM ledger",
		"ALTER TABLE heads ADD COLUMN ledgered INTEGER NOT NULL DEFAULT 0", "ALTER TABLE rfp_heads ADD COLUMN ledgered INTEGER NOT NULL DEFAULT 0")
	var former []string // pairs: a head, and the same in the former form
	heads, places := map[string][]assessment.Head{}, [][]any{}
	for _, table := range []struct{ about, events, heads, owner string }{
		{"assessment", "events", "heads", "assessment_id"}, {"rfp", "rfp_events", "rfp_heads", "rfp_id"},
	} {
		rows := rowsOf(tb, db, table.events+" ORDER BY "+table.owner+", seq")
		execute(tb, db, "DROP TABLE "+table.events, fmt.Sprintf(`CREATE TABLE %s (%s TEXT NOT NULL, seq INTEGER NOT NULL, uid TEXT NOT NULL UNIQUE,
			at INTEGER NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (%[2]s, seq)) STRICT, WITHOUT ROWID`, table.events, table.owner))
		for _, row := range rows {
			id, seq := row[0].(string), row[1].(int64)
			if table.about == "rfp" {
				seq-- // its opening was no event
			}
			data := strings.NewReplacer(former...).Replace(row[9].(string)) // a decision names the head that it was made on
			text, err := canonical.Marshal(map[string]any{
				table.about: id, "seq": seq, "id": row[2], "at": row[3], "by": row[4], "kind": row[5], "data": json.RawMessage(data),
			})
			if err != nil {
				tb.Fatal(err)
			}
			var before assessment.Head
			if seq > 1 {
				before = heads[id][seq-2]
			}
			hash := before.Chain(string(text))
			heads[id] = append(heads[id], hash)
			former = append(former, fmt.Sprintf("%x", row[7]), hash.String())
			statement := fmt.Sprintf("INSERT INTO %s VALUES (?, ?, ?, ?, ?, ?, ?, ?)", table.events)
			if _, err := db.Exec(statement, id, seq, row[2], row[3], row[4], row[5], string(text), hash[:]); err != nil {
				tb.Fatal(err)
			}
			if _, err := db.Exec(fmt.Sprintf("UPDATE %s SET hash = ?, seq = ?, ledgered = ? WHERE %s = ?", table.heads, table.owner), hash[:], seq, seq, id); err != nil {
				tb.Fatal(err)
			}
		}
		execute(tb, db, fmt.Sprintf("CREATE TRIGGER %s_stay BEFORE UPDATE ON %[1]s BEGIN SELECT RAISE(ABORT, 'no'); END", table.events),
			fmt.Sprintf("CREATE TRIGGER %s_last BEFORE DELETE ON %[1]s BEGIN SELECT RAISE(ABORT, 'no'); END", table.events))
		for id, all := range heads {
			places = append(places, []any{id, len(all), all[len(all)-1].String()})
		}
	}
	ledger, err := canonical.Marshal(places)
	if err != nil {
		tb.Fatal(err)
	}
	hash := assessment.Head{}.Chain(string(ledger))
	if _, err := db.Exec("INSERT INTO ledger (n, at, heads, hash) VALUES (1, 1, ?, ?)", string(ledger), hash[:]); err != nil {
		tb.Fatal(err)
	}
	execute(tb, db, "PRAGMA user_version = 4")
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
	return heads
}

// former is a closed database of the fourth form with an RFP of three, an award
// and a decision.
func former(tb testing.TB) (path string, clock *clock, rfp string, ids []string, heads map[string][]assessment.Head) {
	tb.Helper()
	b := newBench(tb)
	of, ids := contest(b)
	if _, err := b.RecordAward(context.Background(), b.award(of, ids)); err != nil {
		tb.Fatal(err)
	}
	b.record(ids[1], b.answer("TEC-01", "1"), b.entry(decided(assessment.DecideDecline)))
	if err := b.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Path(), b.clock, of.ID, ids, fourthForm(tb, b.Path())
}

func TestADatabaseOfTheFourthForm(t *testing.T) {
	fileOnly(t, earlierForms)
	path, clock, rfp, ids, heads := former(t)
	b := openBench(t, path, "", clock)
	b.sound()
	for _, id := range ids {
		for seq, old := range heads[id] {
			if held, err := b.HasHead(context.Background(), id, old.String()); err != nil || held != assessment.HeldBefore {
				t.Errorf("the head of event %d of %s, which a report may name, is forgotten: %v", seq+1, id, err)
			}
		}
		s := b.snapshot(id)
		if last := heads[id][len(heads[id])-1]; s.Seq != int64(len(heads[id])) || s.Head == last {
			t.Errorf("%s ends at event %d with the head %s, before with %s", id, s.Seq, s.Head, last)
		}
	}
	record, err := b.RFPRecord(context.Background(), rfp)
	if err != nil || len(record.Awards) != 1 {
		t.Errorf("the RFP has %d awards: %v", len(record.Awards), err)
	}
	events, err := b.Events(context.Background(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	salts := map[assessment.Salt]bool{{}: true}
	for _, e := range events {
		if salts[e.Salt] {
			t.Errorf("event %d has no random bytes of its own", e.Seq)
		}
		salts[e.Salt] = true
	}
	b.record(ids[1], b.answer("TEC-01", "3"))
	b = b.again()
	b.sound()
}

// A journal that was damaged before does not look sound afterwards.
func TestADamagedJournalOfTheFourthFormStaysDamaged(t *testing.T) {
	fileOnly(t, earlierForms)
	for name, test := range map[string]struct{ statement, want string }{
		"a text changed":      {"UPDATE events SET payload = replace(payload, 'TEC-01', 'TEC-02') WHERE assessment_id = '%s' AND kind = 'answered'", "was changed at event"},
		"a column changed":    {"UPDATE events SET by = 'nobody' WHERE assessment_id = '%s' AND seq = 2", "was changed at event 2"},
		"a hash changed":      {"UPDATE events SET hash = zeroblob(32) WHERE assessment_id = '%s' AND seq = 2", "was changed at event 2"},
		"an event taken out":  {"DELETE FROM events WHERE assessment_id = '%s' AND seq = 2", "lacks event 2"},
		"the end taken out":   {"DELETE FROM events WHERE assessment_id = '%s' AND seq > 2", "differ from its journal"},
		"an unreadable event": {"UPDATE events SET payload = '{' WHERE assessment_id = '%s' AND seq = 2", "was changed at event 2"},
	} {
		t.Run(name, func(t *testing.T) {
			path, clock, _, ids, _ := former(t)
			tamper(t, path, "DROP TRIGGER events_stay", "DROP TRIGGER events_last", fmt.Sprintf(test.statement, ids[1]))
			b := openBench(t, path, "", clock)
			if found := b.findings(); !strings.Contains(found, test.want) {
				t.Errorf("the check found:\n%s", found)
			}
			b.snapshot(ids[0])
		})
	}
}

// stopping gives so many salts and then stops the migration.
type stopping struct {
	salts int
	stop  func() error
}

func (s *stopping) Read(p []byte) (int, error) {
	if s.salts--; s.salts < 0 {
		return 0, s.stop()
	}
	return rand.Read(p)
}

// failing opens a database, which fails after so many salts.
func failing(t *testing.T, path string, salts int) {
	t.Helper()
	o := options(newClock(), "")
	o.Random = &stopping{salts, func() error { return errors.New("no more numbers") }}
	if s, err := store.Open(context.Background(), path, o); err == nil {
		s.Close()
		t.Error("it opened")
	}
}

// killedMigration opens a database, and the process ends as its third salt is
// made.
func killedMigration(path string) error {
	o := options(newClock(), "")
	o.Random = &stopping{2, func() error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) }}
	_, err := store.Open(context.Background(), path, o)
	return errors.Join(errors.New("it opened"), err)
}

// A migration that ends half-way, however it ends, leaves the former database,
// and the next start does the whole of it.
func TestAMigrationIsWholeOrNotAtAll(t *testing.T) {
	fileOnly(t, earlierForms)
	for name, stop := range map[string]func(t *testing.T, path string){
		"it fails": func(t *testing.T, path string) { failing(t, path, 5) },
		"it is killed": func(t *testing.T, path string) {
			if err := child("migration", path).Run(); err == nil || !strings.Contains(err.Error(), "killed") {
				t.Errorf("it ended with %v", err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, clock, _, ids, heads := former(t)
			failing(t, path, 0) // which leaves the steps before this one
			before := contentOf(t, path)
			stop(t, path)
			if diff := cmp.Diff(before, contentOf(t, path)); diff != "" {
				t.Errorf("half-way it holds something else: %s", diff)
			}
			b := openBench(t, path, "", clock)
			b.sound()
			if got := b.snapshot(ids[1]); got.Seq != int64(len(heads[ids[1]])) {
				t.Errorf("the journal has %d events, want %d", got.Seq, len(heads[ids[1]]))
			}
		})
	}
}

// contentOf is all that the tables of a closed database hold, and its version.
func contentOf(t *testing.T, path string) map[string][][]any {
	t.Helper()
	if folder := listing(t, filepath.Dir(path)); len(folder) == 0 {
		t.Fatal("the database is gone")
	}
	db := raw(t, path)
	defer db.Close()
	tables, content := rowsOf(t, db, "sqlite_schema"), map[string][][]any{}
	for _, row := range tables {
		if row[0] == "table" {
			content[row[1].(string)] = rowsOf(t, db, row[1].(string))
		}
	}
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	content["version"] = [][]any{{version}}
	return content
}
