package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// The stories of this file start servers of their own. One run of them is enough.
func ownServer(tb testing.TB) {
	tb.Helper()
	if onServer() {
		tb.Skip("this starts its own server, beside the tests on files")
	}
}

// isCommit finds the end of a transaction.
func isCommit(statement string) bool { return strings.EqualFold(statement, "commit") }

// kept counts how often an event is in the journal of an assessment.
func (b *bench) kept(id, event string) (n int) {
	b.tb.Helper()
	events, err := b.Events(context.Background(), id)
	if err != nil {
		b.tb.Fatal(err)
	}
	for _, e := range events {
		if e.ID == event {
			n++
		}
	}
	return n
}

// theCase is the case of an error.
func theCase(err error) assessment.Case {
	var known *assessment.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Case
}

// A connection is lost before the server has COMMIT, or after the server has committed
// and before the answer arrives. The store finds out which, and the answer is kept once.
func TestALostCommitIsKeptOnce(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	for name, plan := range map[string]func(*pgtest.Proxy, func(string) bool) <-chan struct{}{
		"the server never gets it": (*pgtest.Proxy).CutBefore, "its answer is lost": (*pgtest.Proxy).CutAfter,
	} {
		t.Run(name, func(t *testing.T) {
			p := pgtest.NewProxy(t, c)
			b := openBench(t, p.URL(pgtest.Owner, c.Database(t)), t.TempDir(), newClock())
			id := b.assess("Meridian Talent")
			entry := b.answer("TEC-01", "3")
			cut := plan(p, isCommit)
			b.record(id, entry)
			<-cut
			if n := b.kept(id, entry.ID); n != 1 {
				t.Errorf("the answer is kept %d times", n)
			}
			b.record(id, entry) // as a program does that did not hear of it
			if n := b.kept(id, entry.ID); n != 1 {
				t.Errorf("after it was recorded again, the answer is kept %d times", n)
			}
			b.sound()
		})
	}
}

// The server stays away after COMMIT, so that nobody can find out whether it happened.
// The store says so, and recording the same answer again is harmless.
func TestAnUnknownCommitIsRecordedAgain(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	for name, plan := range map[string]func(*pgtest.Proxy, func(string) bool) <-chan struct{}{
		"it did not happen": (*pgtest.Proxy).DownBefore, "it happened": (*pgtest.Proxy).DownAfter,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // it waits until the store gives up
			p := pgtest.NewProxy(t, c)
			b := openBench(t, p.URL(pgtest.Owner, c.Database(t)), t.TempDir(), newClock())
			id := b.assess("Meridian Talent")
			entry := b.answer("TEC-01", "3")
			down := plan(p, isCommit)
			if _, err := b.Record(t.Context(), id, entry); theCase(err) != assessment.OutcomeUnknown {
				t.Errorf("the store says %v", err)
			}
			<-down
			p.Up()
			b.record(id, entry)
			if n := b.kept(id, entry.ID); n != 1 {
				t.Errorf("the answer is kept %d times", n)
			}
			b.sound()
		})
	}
}

// The server is killed at COMMIT, and started again while the store looks for it.
func TestTheServerDiesAtCommit(t *testing.T) {
	ownServer(t)
	c := pgtest.Start(t)
	p := pgtest.NewProxy(t, c)
	b := openBench(t, p.URL(pgtest.Owner, c.Database(t)), t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	for _, plan := range []func(func(string) bool) <-chan struct{}{p.CutBefore, p.CutAfter} {
		entry := b.answer("TEC-01", "3")
		cut := plan(isCommit)
		died := make(chan error, 1)
		go func() {
			<-cut
			died <- errors.Join(c.Kill(), c.Start())
		}()
		for {
			_, err := b.Record(t.Context(), id, entry)
			if err == nil {
				break
			}
			if !away(err) {
				t.Fatal(err)
			}
		}
		if err := <-died; err != nil {
			t.Fatal(err)
		}
		if n := b.kept(id, entry.ID); n != 1 {
			t.Errorf("the answer is kept %d times", n)
		}
	}
	b.sound()
}

// Connections that wait in the pool die, and the next answer does not notice.
func TestLostSocketsAreReplaced(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	database := c.Database(t)
	p := pgtest.NewProxy(t, c)
	b := openBench(t, p.URL(pgtest.Owner, database), t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	for name, lose := range map[string]func() error{
		"the network cuts them": func() error { p.Cut(); return nil },
		"the administrator ends them": func() error {
			_, err := c.Run(t.Context(), database, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := lose(); err != nil {
				t.Fatal(err)
			}
			b.record(id, b.answer("TEC-01", "2"))
			if err := lose(); err != nil {
				t.Fatal(err)
			}
			if rows, err := b.List(t.Context(), store.Filter{}); err != nil || len(rows) != 1 {
				t.Errorf("%d rows: %v", len(rows), err)
			}
		})
	}
	b.sound()
}

// The server undoes a transaction that it cannot order among others. The store runs it
// again, as often as that happens.
func TestASerializationFailureIsTriedAgain(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	database := c.Database(t)
	b := openBench(t, c.URL(pgtest.Owner, database), t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	// A sequence counts on although its transaction is undone.
	if _, err := c.Run(t.Context(), database, `CREATE SEQUENCE failures; GRANT ALL ON failures TO PUBLIC;
		CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF nextval('failures') <= 3 THEN RAISE EXCEPTION 'could not serialize' USING ERRCODE = 'serialization_failure'; END IF;
			RETURN NEW;
		END $$;
		CREATE TRIGGER fail BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION fail()`); err != nil {
		t.Fatal(err)
	}
	entry := b.answer("TEC-01", "3")
	b.record(id, entry)
	if n := b.kept(id, entry.ID); n != 1 {
		t.Errorf("the answer is kept %d times", n)
	}
	if failed, err := c.Run(t.Context(), database, "SELECT last_value FROM failures"); err != nil || failed[0][0] != "4" {
		t.Errorf("the event was written at try %q: %v", failed, err)
	}
	b.sound()
}

// Somebody else holds the ledger and then wants the journal, in the other order than we.
// The server ends our transaction, and the store runs it again.
func TestADeadlockIsTriedAgain(t *testing.T) {
	ownServer(t)
	c := pgtest.Shared(t)
	database := c.Database(t)
	b := openBench(t, c.URL(pgtest.Owner, database), t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	other, err := pgx.Connect(t.Context(), c.URL(pgtest.Superuser, database))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close(context.Background()) //nolint:errcheck // its database goes, too
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := other.Exec(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	run("SET deadlock_timeout = '1h'") // so that the server chooses our transaction
	run("BEGIN")
	run("SELECT pg_advisory_xact_lock(2)")
	entry, recorded := b.answer("TEC-01", "3"), make(chan error, 1)
	go func() {
		_, err := b.Record(context.Background(), id, entry)
		recorded <- err
	}()
	waitFor(t, "our transaction waits for the ledger", func() bool {
		rows, err := c.Run(t.Context(), database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
		return err == nil && rows[0][0] == "1"
	})
	run("SELECT 1 FROM heads WHERE assessment_id = $1 FOR UPDATE", id)
	run("COMMIT")
	if err := <-recorded; err != nil {
		t.Fatal(err)
	}
	if n := b.kept(id, entry.ID); n != 1 {
		t.Errorf("the answer is kept %d times", n)
	}
	if log, err := c.Log(); err != nil || !strings.Contains(log, "deadlock detected") {
		t.Errorf("the server met no deadlock: %v", err)
	}
	b.sound()
}

// waitFor waits until something has happened.
func waitFor(tb testing.TB, what string, happened func() bool) {
	tb.Helper()
	for end := time.Now().Add(30 * time.Second); !happened(); {
		if time.Now().After(end) {
			tb.Fatalf("it did not come about that %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// A server that may forget what it acknowledged is refused, when the database is opened
// and at each answer.
func TestAForgetfulServerIsRefused(t *testing.T) {
	ownServer(t)
	open := func(address string) error {
		s, err := store.Open(t.Context(), address, options(newClock(), ""))
		if err == nil {
			err = s.Close()
		}
		return err
	}
	t.Run("for one role", func(t *testing.T) {
		c := pgtest.Start(t)
		address := c.URL(pgtest.Owner, c.Database(t))
		if _, err := c.Run(t.Context(), "postgres", "ALTER ROLE "+pgtest.Owner+" SET synchronous_commit = off"); err != nil {
			t.Fatal(err)
		}
		if err := open(address); theCase(err) != assessment.UnsafeCommit {
			t.Errorf("the store says %v", err)
		}
	})
	for _, setting := range []string{"fsync=off", "full_page_writes=off", "synchronous_commit=off"} {
		t.Run(setting, func(t *testing.T) {
			c := pgtest.Start(t, setting)
			if err := open(c.URL(pgtest.Owner, c.Database(t))); theCase(err) != assessment.UnsafeCommit {
				t.Errorf("the store says %v", err)
			}
		})
	}
	t.Run("while it is used", func(t *testing.T) {
		c := pgtest.Start(t)
		b := openBench(t, c.URL(pgtest.Owner, c.Database(t)), filepath.Join(t.TempDir(), "anchors"), newClock())
		id := b.assess("Meridian Talent")
		set := func(value string) {
			t.Helper()
			for _, statement := range []string{"ALTER SYSTEM SET synchronous_commit = " + value, "SELECT pg_reload_conf()"} {
				if _, err := c.Run(t.Context(), "postgres", statement); err != nil {
					t.Fatal(err)
				}
			}
		}
		set("off") // each process of the server hears of it a moment later
		waitFor(t, "an answer is refused", func() bool {
			entry := b.answer("TEC-01", "3")
			_, err := b.Record(t.Context(), id, entry)
			if err != nil && theCase(err) != assessment.UnsafeCommit {
				t.Fatal(err)
			}
			if n := b.kept(id, entry.ID); err != nil && n != 0 {
				t.Errorf("a refused answer is kept %d times", n)
			}
			return err != nil
		})
		set("on")
		waitFor(t, "an answer is taken again", func() bool {
			_, err := b.Record(t.Context(), id, b.answer("TEC-01", "4"))
			return err == nil
		})
		b.sound()
	})
}
