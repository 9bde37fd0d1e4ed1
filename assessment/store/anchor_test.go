package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// standing is how the database stands to its anchor.
func (b *bench) standing() store.Standing {
	b.tb.Helper()
	s, err := b.Standing(context.Background())
	if err != nil {
		b.tb.Fatal(err)
	}
	return s
}

func (b *bench) close() {
	b.tb.Helper()
	if err := b.Close(); err != nil {
		b.tb.Fatal(err)
	}
}

func (b *bench) accept(kind store.ActKind) {
	b.tb.Helper()
	if _, err := b.Accept(context.Background(), kind, evaluator, "the disk was replaced"); err != nil {
		b.tb.Fatal(err)
	}
}

// yesterday is a database of two assessments, its file as it was a day ago,
// and as it is now. Two answers of one of them and the whole journal of a third
// are of today. The database is closed.
func yesterday(t *testing.T) (b *bench, changed, same string, early saved) {
	t.Helper()
	b, changed = answered(t)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	same = b.assess("Harbor Staffing")
	b.close()
	early = save(t, b.Path())
	b.clock.days(1)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	b.record(changed, b.answer("TEC-01", "4"))
	b.assess("Northstar Delivery")
	b.record(changed, b.answer("TEC-02", "4"))
	b.close()
	return b, changed, same, early
}

const rolledBack = "this database was put back to an earlier state: 4 events are missing from 3 journals, recorded after 2026-11-22 15:00 UTC"

func TestTheFileOfYesterdayIsNoticedAtOnce(t *testing.T) {
	for name, put := range map[string]func(t *testing.T, b *bench, early saved){
		"put in its place": func(t *testing.T, b *bench, early saved) {
			early.put(t, b.Path())
		},
		"its events, heads and rows of the ledger cut": func(t *testing.T, b *bench, _ saved) {
			tamper(t, b.Path(), unguarded, "PRAGMA foreign_keys = 0",
				"DELETE FROM ledger WHERE at > (SELECT MIN(at) FROM ledger)",
				"DELETE FROM events WHERE at > (SELECT MIN(at) FROM events)",
				"DELETE FROM vendor_events WHERE at > (SELECT MIN(at) FROM vendor_events)",
				"DELETE FROM vendor_heads WHERE vendor_id NOT IN (SELECT vendor_id FROM vendor_events)",
				"DELETE FROM assessments WHERE id NOT IN (SELECT assessment_id FROM events)",
				"DELETE FROM heads WHERE assessment_id NOT IN (SELECT assessment_id FROM events)",
				"DELETE FROM scores WHERE assessment_id NOT IN (SELECT assessment_id FROM events)",
				"UPDATE heads SET seq = (SELECT MAX(seq) FROM events e WHERE e.assessment_id = heads.assessment_id)",
				"UPDATE heads SET hash = (SELECT hash FROM events e WHERE e.assessment_id = heads.assessment_id AND e.seq = heads.seq)")
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, changed, same, early := yesterday(t)
			put(t, b, early)
			b = openBench(t, b.Path(), b.anchors, b.clock)
			now := b.standing()
			if now.Kind != store.RolledBack || now.Words(time.UTC) != rolledBack || now.Behind != 4 || len(now.Lost) != 3 {
				t.Fatalf("it stands %+v: %s", now, now.Words(time.UTC))
			}
			for _, l := range now.Lost {
				if l.ID == changed && (l.From != 5 || l.To != 6) {
					t.Errorf("lost is %+v", l)
				}
			}
			// Reading goes on, recording does not, for no assessment.
			if got := b.snapshot(changed); got.Seq != 4 {
				t.Errorf("it reads %d events", got.Seq)
			}
			for _, id := range []string{changed, same} {
				_, err := b.Record(context.Background(), id, b.answer("TEC-01", "0"))
				refused(t, err, assessment.Refused)
				if assessment.CaseOf(err) != assessment.EventsMissing || !strings.Contains(err.Error(), "4 events are missing") {
					t.Errorf("the error is %v", err)
				}
			}
			if found := b.findings(); !strings.Contains(found, "error anchor: "+rolledBack) ||
				!strings.Contains(found, "error anchor: the journal of "+changed+" was cut short or changed; it lacks events 5 to 6") {
				t.Errorf("found:\n%s", found)
			}
			// Opening it again hides nothing.
			b = b.again()
			if now := b.standing(); now.Kind != store.RolledBack || now.Behind != 4 {
				t.Errorf("the second time it stands %+v", now)
			}
		})
	}
}

func TestAWALThatIsGone(t *testing.T) {
	fileOnly(t, theFile)
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.close()
	// The program is killed, so that its answers are in the log alone.
	killed(t, "answerer", b, 40)
	rows := func() int64 {
		b = openBench(t, b.Path(), b.anchors, b.clock)
		defer b.close()
		return b.snapshot(id).Seq
	}
	if err := os.Remove(b.Path() + "-wal"); err != nil {
		t.Fatal(err)
	}
	held := rows()
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if now := b.standing(); now.Kind != store.RolledBack || now.Behind == 0 || held > 1 {
		t.Errorf("with %d events it stands %+v", held, now)
	}
}

func TestAcceptingWhatIsMissing(t *testing.T) {
	b, changed, same, early := yesterday(t)
	late := save(t, b.Path())
	early.put(t, b.Path())
	b = openBench(t, b.Path(), b.anchors, b.clock)
	_, err := b.Accept(context.Background(), store.ActAccepted, evaluator, " ")
	refused(t, err, assessment.Invalid)
	_, err = b.Accept(context.Background(), store.ActAccepted, "", "the disk was replaced")
	refused(t, err, assessment.Invalid)
	_, err = b.Accept(context.Background(), store.ActAdopted, evaluator, "the disk was replaced")
	refused(t, err, assessment.Refused)
	b.accept(store.ActAccepted)

	for range 2 {
		b.sound()
		if now := b.standing(); now.Kind != store.Sound {
			t.Errorf("it stands %+v", now)
		}
		got := b.snapshot(changed).Rollbacks
		if len(got) != 1 || got[0].From != 5 || got[0].To != 6 || got[0].By != evaluator || got[0].Reason != "the disk was replaced" || got[0].How != "accepted" || got[0].After == 0 {
			t.Errorf("the assessment says %+v", got)
		}
		if got := b.snapshot(same).Rollbacks; len(got) != 0 {
			t.Errorf("the other one says %+v", got)
		}
		b = b.again()
	}
	if got := b.record(changed, b.answer("TEC-01", "3")); got.Seq != 6 {
		t.Errorf("it goes on with event %d", got.Seq)
	}
	_, err = b.Accept(context.Background(), store.ActAccepted, evaluator, "once more")
	refused(t, err, assessment.Refused)
	b.close()

	// The file that was given up is now the one that lacks events.
	late.put(t, b.Path())
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if now := b.standing(); now.Kind != store.RolledBack || now.Behind != 2 {
		t.Errorf("the file that was given up stands %+v", now)
	}
}

// An event that was cut or added with care, without its row of the ledger, is
// noticed at the latest when somebody decides or signs.
func TestWhoDecidesReliesOnTheWholeJournal(t *testing.T) {
	for name, test := range map[string]struct {
		forge []string
		want  string
	}{
		"nothing": {},
		"the last event cut with its head": {[]string{
			"DELETE FROM events WHERE seq = 4",
			"UPDATE heads SET seq = 3, hash = (SELECT hash FROM events WHERE seq = 3)",
		}, "lacks event 4, which the ledger names"},
		"the last event cut with its row of the ledger": {[]string{
			"DELETE FROM events WHERE seq = 4", "DELETE FROM ledger WHERE n = 3",
			"UPDATE heads SET seq = 3, hash = (SELECT hash FROM events WHERE seq = 3)",
		}, "has an event 3 that the ledger does not name"},
		"a body changed": {[]string{
			`UPDATE events SET body = replace(body, '"value":"1"', '"value":"4"') WHERE seq = 2`,
		}, "changed at event 2"},
		"the head set back": {[]string{
			"UPDATE heads SET seq = 3, hash = (SELECT hash FROM events WHERE seq = 3)",
		}, "is damaged: its head is another"},
	} {
		t.Run(name, func(t *testing.T) {
			b, id := answered(t)
			tamper(t, b.Path(), append([]string{unguarded}, test.forge...)...)
			b = openBench(t, b.Path(), "", b.clock) // nor is there an anchor
			_, err := b.Vouch(context.Background(), id)
			_, decided := b.Record(context.Background(), id, b.entry(decided(assessment.DecideDecline)))
			if test.want == "" {
				if err := errors.Join(err, decided); err != nil {
					t.Error(err)
				}
				return
			}
			for _, err := range []error{err, decided} {
				if assessment.CodeOf(err) != assessment.Damaged {
					t.Fatalf("the error is %v", err)
				}
			}
			if !strings.Contains(errors.Join(err, decided).Error(), test.want) {
				t.Errorf("the errors are %v and %v", err, decided)
			}
		})
	}
}

func TestNobodyRecordsARollback(t *testing.T) {
	b := newBench(t)
	_, err := b.Record(context.Background(), b.assess("Meridian Talent"), b.entry(assessment.RolledBack{From: 2, To: 3, Reason: "none"}))
	refused(t, err, assessment.Refused)
}

func TestACopyAtAnotherPath(t *testing.T) {
	for name, test := range map[string]struct {
		early bool
		words string
		found string
	}{
		"of yesterday": {true, ", 4 events behind: 4 events are missing from 3 journals, recorded after 2026-11-22 15:00 UTC", "error anchor: this database is a copy of"},
		"of today":     {false, "", "warning anchor: this database is a copy of"},
	} {
		t.Run(name, func(t *testing.T) {
			b, changed, _, copied := yesterday(t)
			if !test.early {
				copied = save(t, b.Path())
			}
			path := newDatabase(t, t.TempDir())
			copied.put(t, path)
			c := openBench(t, path, b.anchors, b.clock)
			now := c.standing()
			if want := "this database is a copy of " + b.Path() + test.words; now.Kind != store.Copied || now.Words(time.UTC) != want {
				t.Fatalf("it stands %+v:\n%s\nwant\n%s", now, now.Words(time.UTC), want)
			}
			if rows := c.rows(); len(rows) < 2 {
				t.Errorf("it lists %d", len(rows))
			}
			_, err := c.Record(context.Background(), changed, c.answer("TEC-01", "0"))
			refused(t, err, assessment.Refused)
			if assessment.CaseOf(err) != assessment.NotAdopted {
				t.Errorf("the error is %v", err)
			}
			if found := c.findings(); !strings.HasPrefix(found, test.found) {
				t.Errorf("found:\n%s", found)
			}
			_, err = c.Accept(context.Background(), store.ActAccepted, evaluator, "why not")
			refused(t, err, assessment.Refused)
			c.accept(store.ActAdopted)
			c.sound()
			c.record(changed, c.answer("TEC-01", "0"))
			if got := len(c.snapshot(changed).Rollbacks) == 1; got != test.early {
				t.Errorf("a rollback is recorded: %v", got)
			}
			c = c.again()
			c.sound()

			// The original stays the database that it was.
			b = openBench(t, b.Path(), b.anchors, b.clock)
			b.sound()
			b.record(changed, b.answer("TEC-01", "1"))
		})
	}
}

func TestADatabaseThatMoved(t *testing.T) {
	fileOnly(t, theFile)
	b, id := answered(t)
	path := filepath.Join(filepath.Dir(b.Path()), "moved.db")
	if err := os.Rename(b.Path(), path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b = openBench(t, path, b.anchors, b.clock)
		b.sound()
		b.record(id, b.answer("TEC-01", "4"))
		b.close()
	}
	// A link is no copy.
	link := filepath.Join(filepath.Dir(path), "link.db")
	if err := os.Link(path, link); err != nil {
		t.Fatal(err)
	}
	openBench(t, link, b.anchors, b.clock).sound()
}

const begunAnew = "warning anchor: the file of journal heads was started again on 2026-11-22"

func TestAnAnchorThatKnowsLess(t *testing.T) {
	for name, test := range map[string]struct {
		change func(t *testing.T, b *bench)
		kind   store.StandingKind
		want   string
		after  string // what the next start finds
	}{
		"none": {func(t *testing.T, b *bench) {
			if err := os.Remove(anchorFile(b)); err != nil {
				t.Fatal(err)
			}
		}, store.NoAnchor, "warning anchor: the file of journal heads could not be read", begunAnew},
		"a torn title": {func(t *testing.T, b *bench) {
			if err := os.Truncate(anchorFile(b), 60); err != nil {
				t.Fatal(err)
			}
		}, store.NoAnchor, "warning anchor: the file of journal heads could not be read: it is incomplete", begunAnew},
		"several torn lines": {func(t *testing.T, b *bench) {
			appendTo(t, anchorFile(b), "9 none 0\n8 none 0\n")
		}, store.NoAnchor, "warning anchor: the file of journal heads could not be read: it is incomplete", begunAnew},
		"a torn last line": {func(t *testing.T, b *bench) {
			appendTo(t, anchorFile(b), "9 5d41402a")
		}, store.Sound, "", ""},
		"a last line changed": {func(t *testing.T, b *bench) {
			appendTo(t, anchorFile(b), "9 5d41402a 7 0123456789abcdef\n")
		}, store.Sound, "", ""},
		"an older one": {func(t *testing.T, b *bench) {
			alone := openBench(t, b.Path(), "", b.clock)
			alone.record(alone.rows()[0].ID, alone.answer("TEC-01", "0"))
			alone.close()
			b.clock.days(1)
		}, store.Sound, "warning anchor: the file of journal heads was older than the last 1 row of the ledger", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if onServer() { // other machines keep anchors, too: see TestEachMachineOfATeamKeepsItsAnchor
				switch name {
				case "none":
					test.after = "note anchor: this machine has kept the heads of the journals since 2026-11-22"
				case "an older one":
					test.want = ""
				}
			}
			b, id := answered(t)
			test.change(t, b)
			b = openBench(t, b.Path(), b.anchors, b.clock)
			if now := b.standing(); now.Kind != test.kind || now.Words(time.UTC) != "" || now.Refusal(time.UTC) != nil {
				t.Errorf("it stands %+v", now)
			}
			if found := b.findings(); !strings.HasPrefix(found, test.want) || strings.Contains(found, "\n") || test.want == "" && found != "" {
				t.Fatalf("found:\n%s\nwant %s", found, test.want)
			}
			// Going on never hides that heads were forgotten.
			b.record(id, b.answer("TEC-01", "2"))
			for range 2 {
				b = b.again()
				if again := b.findings(); !strings.HasPrefix(again, test.after) || test.after == "" && again != "" {
					t.Errorf("next time it found:\n%s\nwant %s", again, test.after)
				}
			}
			if err := b.Rebuild(context.Background()); err != nil {
				t.Fatal(err)
			}
			b = b.again()
			b.sound()
			if now := b.standing(); now.Anew != 0 {
				t.Errorf("it still stands %+v", now)
			}
		})
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestALineInTheMiddleOfTheAnchor(t *testing.T) {
	b, id := answered(t)
	b = openBench(t, b.Path(), b.anchors, b.clock)
	b.record(id, b.answer("TEC-01", "4"))
	b.close()
	text, err := os.ReadFile(anchorFile(b))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	lines[2] = strings.Replace(lines[2], "2 ", "7 ", 1)
	write(t, anchorFile(b), strings.Join(lines, ""))
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if found := b.findings(); !strings.HasPrefix(found, "warning anchor: the file of journal heads could not be read") {
		t.Errorf("found:\n%s", found)
	}
}

func TestForgottenHeadsLeaveATrace(t *testing.T) {
	b, _, _, early := yesterday(t)
	// Somebody cuts the journal short and takes away what remembers better, and
	// somebody else looks at the list.
	if err := os.Remove(anchorFile(b)); err != nil {
		t.Fatal(err)
	}
	early.put(t, b.Path())
	b = openBench(t, b.Path(), b.anchors, b.clock)
	b.rows()
	b = b.again()
	want := "warning anchor: the file of journal heads was started again on 2026-11-23"
	if onServer() { // where each machine begins a file of its own
		want = "note anchor: this machine has kept the heads of the journals since 2026-11-23"
	}
	if found := b.findings(); !strings.HasPrefix(found, want) {
		t.Errorf("found:\n%s", found)
	}
	if now := b.standing(); now.Kind != store.Sound || now.Anew == 0 {
		t.Errorf("it stands %+v", now)
	}
}

func TestATornAnchorIsKeptAside(t *testing.T) {
	b, _ := answered(t)
	torn := anchorFile(b)
	if err := os.Truncate(torn, 60); err != nil {
		t.Fatal(err)
	}
	openBench(t, b.Path(), b.anchors, b.clock).close()
	aside, err := filepath.Glob(torn + ".until-20261122T*")
	if err != nil || len(aside) != 1 {
		t.Fatalf("kept aside: %v, %v", aside, err)
	}
	if info, err := os.Stat(aside[0]); err != nil || info.Size() != 60 {
		t.Errorf("it is another file: %v", err)
	}
}

func TestAnEmptyDatabaseMissesNoAnchor(t *testing.T) {
	b := newBench(t).again()
	if err := b.Rebuild(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.sound()
	b.assess("Meridian Talent")
	b = b.again()
	b.sound()
}

// A file that grew is made smaller at the end, and knows as much.
func TestTheAnchorStaysSmall(t *testing.T) {
	b := newBench(t)
	id, other := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	for n := range 600 {
		b.record(id, b.answer("TEC-01", fmt.Sprint(n%5)))
	}
	early, err := os.Stat(anchorFile(b))
	if err != nil {
		t.Fatal(err)
	}
	b.close()
	info, err := os.Stat(anchorFile(b))
	if err != nil || info.Size() > 1000 {
		t.Errorf("the file has %d bytes, before %d: %v", info.Size(), early.Size(), err)
	}
	b = openBench(t, b.Path(), b.anchors, b.clock)
	b.sound()
	b.record(other, b.answer("TEC-01", "1"))
	b = b.again()
	b.sound()
	b.close()
	tamper(t, b.Path(), unguarded, "DELETE FROM ledger WHERE n > 600", "DELETE FROM events WHERE seq > 599", "UPDATE heads SET seq = 599 WHERE seq > 599",
		"UPDATE heads SET hash = (SELECT hash FROM events e WHERE e.assessment_id = heads.assessment_id AND e.seq = heads.seq)")
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if now := b.standing(); now.Kind != store.RolledBack || now.Behind != 2 {
		t.Errorf("it stands %+v", now)
	}
}

// The file of version 1 had a name for each path and heads alone.
func TestAnAnchorOfVersion1(t *testing.T) {
	fileOnly(t, earlierForms)
	const torn = "assay anchor 1 x\nsum 00\n"
	for name, test := range map[string]struct {
		seq  int64 // of the head in the file
		text string
		kind store.StandingKind
		anew bool
	}{
		"which fits":       {seq: 4, kind: store.Sound},
		"which knows less": {seq: 3, kind: store.Sound},
		"which knows more": {seq: 6, kind: store.RolledBack},
		"which is torn":    {text: torn, kind: store.Sound, anew: true},
	} {
		t.Run(name, func(t *testing.T) {
			b, id := answered(t)
			now := anchorFile(b)
			if err := os.Remove(now); err != nil {
				t.Fatal(err)
			}
			old := now + "-" + store.PlaceOf(b.Path())
			text := test.text
			if text == "" {
				text = store.Anchor1(filepath.Base(now), id, test.seq, hashAt(t, b.Path(), id, test.seq))
			}
			write(t, old, text)
			b = openBench(t, b.Path(), b.anchors, b.clock)
			got := b.standing()
			if got.Kind != test.kind || (got.Anew != 0) != test.anew {
				t.Fatalf("it stands %+v", got)
			}
			if _, err := os.Stat(old); err == nil {
				t.Error("the old file is still there")
			}
			if test.kind == store.RolledBack {
				if got.Behind != 2 || got.Lost[0].From != 5 {
					t.Errorf("it stands %+v", got)
				}
				b = b.again()
				if got := b.standing(); got.Kind != test.kind {
					t.Errorf("then it stands %+v", got)
				}
				b.accept(store.ActAccepted)
			}
			b.record(id, b.answer("TEC-01", "3"))
			b = b.again()
			if !test.anew {
				b.sound()
			}
		})
	}
}

// hashAt is the hash of an event, and one that never was if there is none.
func hashAt(t *testing.T, path, id string, seq int64) string {
	t.Helper()
	hash := make([]byte, 32)
	db := raw(t, path)
	err := db.QueryRow("SELECT hash FROM events WHERE assessment_id = ? AND seq = ?", id, seq).Scan(&hash)
	if err := errors.Join(db.Close()); err != nil {
		t.Fatal(err)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", hash)
}

// Several programs append to one anchor, and none restarts it or tears a line.
func TestManyProgramsAndOneAnchor(t *testing.T) {
	one := newBench(t)
	var programs []*bench
	for range 4 {
		programs = append(programs, openBench(t, one.Path(), one.anchors, one.clock))
	}
	var wait sync.WaitGroup
	for n, b := range programs {
		id := b.assess(fmt.Sprint("Vendor ", n))
		wait.Go(func() {
			for n := range 30 {
				if _, err := b.Record(context.Background(), id, b.answer("TEC-01", fmt.Sprint(n%5))); err != nil {
					t.Error(err)
				}
				if n%10 == 9 {
					b.AnchorNow()
				}
			}
		})
	}
	wait.Wait()
	for _, b := range programs {
		b.close()
	}
	one.sound()
	if now := one.standing(); now.Kind != store.Sound || now.Anew != 0 {
		t.Errorf("it stands %+v", now)
	}
	text, err := os.ReadFile(anchorFile(one))
	if rows := strings.Count(string(text), "\n") - 1; err != nil || rows != 4*32 {
		t.Errorf("the anchor has %d rows, want %d: %v", rows, 4*32, err)
	}
}

// The ledger has a row for each transaction that moved a head.
func TestOneRowForEachTransaction(t *testing.T) {
	b, _ := answered(t)
	db := raw(t, b.Path())
	rows, err := db.Query("SELECT heads FROM ledger ORDER BY n")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := errors.Join(rows.Err(), rows.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if len(texts) != 3 || !strings.HasPrefix(texts[2], `{"at":1795359600000000,"heads":[["`) || !strings.HasSuffix(texts[2], `],"n":3}`[1:]) {
		t.Errorf("the ledger says:\n%s", strings.Join(texts, "\n"))
	}
}

// A database of the fourth form had heads that no row of the ledger named yet.
func TestHeadsThatTheLedgerLacked(t *testing.T) {
	fileOnly(t, earlierForms)
	b, _ := answered(t)
	fourthForm(t, b.Path())
	tamper(t, b.Path(), "DELETE FROM ledger", "UPDATE heads SET ledgered = 0")
	if err := os.Remove(anchorFile(b)); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, b.Path(), "", b.clock)
	b.close()
	tamper(t, b.Path(), "DROP TRIGGER IF EXISTS events_last", "DELETE FROM events WHERE seq = 4")
	b = openBench(t, b.Path(), "", b.clock)
	if found := b.findings(); !strings.Contains(found, "lacks event 4, which the ledger names") {
		t.Errorf("found:\n%s", found)
	}
}
