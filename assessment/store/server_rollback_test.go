package store_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// baseCopy makes a base copy of a running server, as its administrator does each night,
// and returns how to put it in the place of the server's data.
func baseCopy(t *testing.T, c *pgtest.Cluster) (putBack func()) {
	t.Helper()
	programs, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_basebackup")
	if err != nil || len(programs) == 0 {
		t.Skip("pg_basebackup is not installed")
	}
	run := func(command ...string) {
		t.Helper()
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
	}
	folder := filepath.Dir(c.Data()) // of the socket
	kept := filepath.Join(t.TempDir(), "base")
	run(programs[len(programs)-1], "--host="+folder, "--username="+pgtest.Superuser, "--pgdata="+kept, "--checkpoint=fast", "--wal-method=stream", "--no-sync")
	return func() {
		t.Helper()
		if err := c.Stop(); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(c.Data()); err != nil {
			t.Fatal(err)
		}
		run("cp", "-a", kept, c.Data())
		run("chown", "-R", "--reference="+folder, c.Data())
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
	}
}

// An administrator puts the server back to the base copy of last night. The anchor on the
// evaluator's machine knows the answers of today: nothing is recorded until a person
// accepts that they are missing, and then everything goes on.
func TestAServerThatWasPutBackIsNoticed(t *testing.T) {
	ctx := context.Background()
	c := pgtest.Start(t)
	name := c.Database(t)
	b := openBench(t, c.URL(pgtest.Owner, name), filepath.Join(t.TempDir(), "anchors"), newClock())
	b.close()
	if _, err := c.Run(ctx, name, "SELECT grant_application('"+pgtest.Application+"')"); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, c.URL(pgtest.Application, name), b.anchors, b.clock) // as an evaluator does
	meridian, harbor := b.assess("Meridian Talent"), b.assess("Harbor")
	b.record(meridian, b.answer("TEC-01", "3"))
	b.AnchorNow()
	putBack := baseCopy(t, c)

	b.clock.days(1)
	b.record(meridian, b.answer("TEC-01", "2"), b.answer("TEC-02", "2"))
	b.record(harbor, b.answer("TEC-01", "1"))
	b.AnchorNow()
	putBack()

	// The program has stayed open, and its first answer is refused.
	_, err := b.Record(ctx, meridian, b.answer("TEC-01", "4"))
	refused(t, err, assessment.Refused)
	b = b.again()
	standing, err := b.Standing(ctx)
	if err != nil || standing.Kind != store.RolledBack || standing.Behind != 3 || len(standing.Lost) != 2 {
		t.Fatalf("it stands as %+v, %v", standing, err)
	}
	if words := standing.Words(b.clock.Now().Location()); !strings.Contains(words, "3 events are missing from 2 journals") {
		t.Errorf("the words are %q", words)
	}
	if seq := b.snapshot(meridian).Seq; seq != 2 {
		t.Errorf("the journal is read up to event %d, want 2", seq)
	}
	_, err = b.Record(ctx, meridian, b.answer("TEC-01", "4"))
	refused(t, err, assessment.Refused)
	found := b.findings()
	for _, want := range []string{"error anchor: the journal of " + meridian + " was cut short or changed; it lacks events 3 to 4", "error anchor: the journal of " + harbor} {
		if !strings.Contains(found, want) {
			t.Errorf("the check found:\n%s\nwant %s", found, want)
		}
	}

	if _, err := b.Accept(ctx, store.ActAccepted, evaluator, "the disk of the server failed; this is the copy of last night"); err != nil {
		t.Fatal(err)
	}
	b.record(meridian, b.answer("TEC-01", "4"))
	if lost := b.snapshot(meridian).Seq; lost != 4 {
		t.Errorf("the journal has %d events, want 4: those of the copy, the loss, and the new answer", lost)
	}
	b = b.again()
	b.sound()
}
