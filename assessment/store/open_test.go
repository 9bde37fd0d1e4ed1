package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
)

func TestAFileThatIsNotOursStaysAsItWas(t *testing.T) {
	fileOnly(t, theFile)
	ours := func(t *testing.T, path string) {
		s, err := store.Open(context.Background(), path, options(newClock(), ""))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		make    func(t *testing.T, path string)
		code    assessment.Code
		message string
	}{
		"a text file":       {func(t *testing.T, path string) { write(t, path, strings.Repeat("Dear vendor, ", 1000)) }, assessment.NotOurs, "is not a database"},
		"a short text file": {func(t *testing.T, path string) { write(t, path, "x") }, assessment.NotOurs, "is not a database"},
		"an empty file":     {func(t *testing.T, path string) { write(t, path, "") }, assessment.Damaged, "is empty"},
		"a folder":          {func(t *testing.T, path string) { write(t, filepath.Join(path, "file"), "") }, assessment.NotOurs, "is a folder"},
		"a named pipe": {func(t *testing.T, path string) {
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
		}, assessment.NotOurs, "is not a regular file"},
		"another program's database": {func(t *testing.T, path string) { tamper(t, path, "CREATE TABLE songs (title TEXT)") }, assessment.NotOurs, "of another program"},
		"another program's database in WAL mode": {func(t *testing.T, path string) {
			tamper(t, path, "PRAGMA journal_mode = WAL", "PRAGMA application_id = 7", "CREATE TABLE songs (title TEXT)")
		}, assessment.NotOurs, "of another program"},
		"one of a newer version": {func(t *testing.T, path string) {
			ours(t, path)
			tamper(t, path, "PRAGMA user_version = 99")
		}, assessment.Newer, "newer version"},
		"the log of a database that is gone": {func(t *testing.T, path string) { write(t, path+"-wal", "frames") }, assessment.Damaged, "is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			test.make(t, path)
			before, _ := read(path)
			beside := listing(t, filepath.Dir(path))

			s, err := store.Open(context.Background(), path, options(newClock(), ""))
			if err == nil {
				s.Close()
			}
			refused(t, err, test.code)
			if err != nil && !strings.Contains(err.Error(), test.message) {
				t.Errorf("the message is %q, want %q in it", err, test.message)
			}
			if after, _ := read(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
			if diff := cmp.Diff(beside, listing(t, filepath.Dir(path))); diff != "" {
				t.Errorf("something was left beside it: %s", diff)
			}
		})
	}
}

func TestATruncatedDatabase(t *testing.T) {
	fileOnly(t, theFile)
	b := newBench(t)
	b.assess("Meridian Talent")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int64{40, 100, 2000, 4096, 20480} {
		if err := os.Truncate(b.Path(), max(size, 20480)); err != nil {
			t.Fatal(err)
		}
		cut := filepath.Join(t.TempDir(), "cut.db")
		text, err := read(b.Path())
		if err != nil {
			t.Fatal(err)
		}
		write(t, cut, string(text[:size]))
		_, err = store.Open(context.Background(), cut, options(newClock(), ""))
		if code := assessment.CodeOf(err); code != assessment.Damaged && code != assessment.NotOurs {
			t.Errorf("cut to %d bytes: code %q: %v", size, code, err)
		}
	}
}

func TestOddNamesOpenWhatTheySay(t *testing.T) {
	fileOnly(t, theFile)
	for _, name := range []string{"q?x.db", "h#x.db", "p%41.db", "ä b&c=d.db"} {
		folder := t.TempDir()
		b := openBench(t, filepath.Join(folder, name), "", newClock())
		b.assess("Meridian Talent")
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{name}, listing(t, folder)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatWeMakeIsOurs(t *testing.T) {
	fileOnly(t, theFile)
	old := syscall.Umask(0o277)
	defer syscall.Umask(old)
	b := openBench(t, filepath.Join(t.TempDir(), "one", "two", "assay.db"), filepath.Join(t.TempDir(), "state", "anchors"), newClock())
	b.assess("Meridian Talent")
	sum, _, err := b.PutFile(context.Background(), strings.NewReader("a contract"))
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]os.FileMode{
		filepath.Dir(filepath.Dir(b.Path())): 0o700, filepath.Dir(b.Path()): 0o700, b.Path(): 0o600, b.Path() + "-wal": 0o600, b.Path() + "-shm": 0o600,
		evidence(b): 0o700, filepath.Join(evidence(b), sum[:2]): 0o700, filepath.Join(evidence(b), sum[:2], sum): 0o440,
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	modes[b.anchors], modes[anchorFile(b)] = 0o700, 0o600
	for path, want := range modes {
		info, err := os.Stat(path)
		if err != nil {
			if strings.HasSuffix(path, "-wal") || strings.HasSuffix(path, "-shm") {
				continue
			}
			t.Error(err)
			continue
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has the mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestSeveralMakeTheSameDatabaseAtOnce(t *testing.T) {
	path := newDatabase(t, t.TempDir())
	stores := make(chan *store.Store, 8)
	for range cap(stores) {
		go func() {
			s, err := store.Open(context.Background(), path, options(newClock(), ""))
			if err != nil {
				t.Error(err)
			}
			stores <- s
		}()
	}
	all := make([]*store.Store, cap(stores))
	for i := range all {
		all[i] = <-stores
	}
	if t.Failed() {
		return
	}
	if _, err := all[0].AddVendor(context.Background(), assessment.Vendor{Name: "Meridian Talent"}, "lead@hospital.example"); err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		if vendors, err := s.Vendors(context.Background()); err != nil || len(vendors) != 1 {
			t.Errorf("store %d sees %d vendors: %v", i, len(vendors), err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if onServer() {
		return
	}
	if diff := cmp.Diff([]string{"assay.db"}, listing(t, filepath.Dir(path))); diff != "" {
		t.Errorf("left behind: %s", diff)
	}
}

func TestEveryConnectionHasItsPragmas(t *testing.T) {
	fileOnly(t, insideSQLite)
	b := newBench(t)
	writer, reader, readers := b.Pools()
	for _, pool := range []struct {
		name  string
		db    *sql.DB
		size  int
		wants map[string]string
	}{
		{"writer", writer, 1, map[string]string{
			"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "recursive_triggers": "1", "busy_timeout": "10000", "trusted_schema": "0",
			"journal_size_limit": "16777216", "cell_size_check": "1", "query_only": "0",
		}},
		{"reader", reader, readers, map[string]string{"journal_mode": "wal", "query_only": "1", "busy_timeout": "5000"}},
	} {
		if got := pool.db.Stats().MaxOpenConnections; got != pool.size {
			t.Errorf("the %s has %d connections, want %d", pool.name, got, pool.size)
		}
		for n := range pool.size {
			conn, err := pool.db.Conn(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for pragma, want := range pool.wants {
				var got string
				if err := conn.QueryRowContext(context.Background(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
					t.Errorf("%s of %s %d is %q, want %q: %v", pragma, pool.name, n, got, want, err)
				}
			}
		}
	}
}

func TestTheReadersCannotWrite(t *testing.T) {
	b := newBench(t)
	if err := b.TryReading("INSERT INTO places (name, value) VALUES ('a', 'b')"); err == nil {
		t.Error("a reader wrote")
	}
}

func TestTheJournalIsAppendOnly(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "3"))
	b = b.again() // which writes the ledger
	for _, statement := range []string{
		"UPDATE events SET payload = '{}'",
		"UPDATE events SET payload = '{}', salt = NULL, body = NULL",
		"UPDATE events SET body = '{}'",
		"UPDATE events SET salt = NULL",
		"DELETE FROM events",
		"INSERT OR REPLACE INTO events SELECT assessment_id, seq, uid, at, by, kind, '{}', hash, salt, body FROM events WHERE seq = 2",
		"INSERT OR REPLACE INTO events SELECT assessment_id, seq + 9, uid, at, by, kind, '{}', hash, salt, body FROM events WHERE seq = 2",
		"UPDATE ledger SET heads = '[]'",
		"DELETE FROM ledger",
		"INSERT OR REPLACE INTO ledger SELECT n, at, '[]', hash FROM ledger",
		"PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE type = 'trigger'",
	} {
		if onServer() && !strings.HasPrefix(statement, "UPDATE") && !strings.HasPrefix(statement, "DELETE") {
			continue // the others are ways of SQLite alone
		}
		if err := b.Try(statement); err == nil {
			t.Errorf("this was allowed: %s", statement)
		}
	}
	b.sound()
}

func TestAnotherProgramHoldsTheDatabase(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	entry := b.answer("TEC-01", "3")
	other := raw(t, b.Path())
	hold, free := "BEGIN IMMEDIATE", "ROLLBACK"
	if onServer() {
		hold, free = "SELECT pg_advisory_lock(1)", "SELECT pg_advisory_unlock(1)"
	}
	execute(t, other, hold)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := b.Record(ctx, id, entry)
	refused(t, err, assessment.Locked)
	if got := b.snapshot(id); got.Seq != 1 {
		t.Errorf("the journal has %d events, want 1", got.Seq)
	}
	execute(t, other, free)
	if got := b.record(id, entry); got.Seq != 2 {
		t.Errorf("the journal has %d events, want 2", got.Seq)
	}
}

func TestAskingInVain(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Record(ctx, id, b.answer("TEC-01", "3")); err == nil {
		t.Error("a caller who had given up was served")
	}
	if got := b.snapshot(id); got.Seq != 1 {
		t.Errorf("the journal has %d events, want 1", got.Seq)
	}
}

// read reads a file that no store has open.
func read(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	return os.ReadFile(path)
}

func evidence(b *bench) string { return strings.TrimSuffix(b.Path(), ".db") + ".evidence" }

// anchorFile is the one file in the anchor's folder.
func anchorFile(b *bench) string {
	b.tb.Helper()
	names := slices.DeleteFunc(listing(b.tb, b.anchors), func(name string) bool { return strings.HasPrefix(name, "new-") })
	if len(names) != 1 {
		b.tb.Fatalf("the anchors are %v", names)
	}
	return filepath.Join(b.anchors, names[0])
}

// A database that is deleted, or replaced by another one, while it is open takes no
// more answers: nobody would find them again.
func TestTheFileIsTakenAway(t *testing.T) {
	fileOnly(t, theFile)
	b := newBench(t)
	id := b.assess("Harbor")
	refused := func(what string) {
		t.Helper()
		if _, err := b.Record(t.Context(), id, b.answer("BAA-02", "met")); assessment.CodeOf(err) != assessment.Unwritten || !strings.Contains(err.Error(), "moved or replaced") {
			t.Errorf("%s: %v", what, err)
		}
	}
	path, aside := b.Path(), b.Path()+".aside"
	if err := os.Rename(path, aside); err != nil {
		t.Fatal(err)
	}
	refused("moved")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused("replaced")
	if err := os.Rename(aside, path); err != nil {
		t.Fatal(err)
	}
	b.record(id, b.answer("BAA-02", "met"))
}
