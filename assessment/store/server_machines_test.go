package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// Each machine of a team keeps its own anchor of the server. One that was off while others
// recorded, and one that is new, find nothing wrong; each of them notices a later loss.
func TestEachMachineOfATeamKeepsItsAnchor(t *testing.T) {
	address, folder := pgtest.Database(t), t.TempDir()
	machine := func(name string, c *clock) *bench {
		return openBench(t, address, filepath.Join(folder, name), c)
	}
	first := machine("first", newClock())
	id := first.assess("Meridian Talent")
	first.record(id, first.answer("TEC-01", "1"))
	first.close()

	first.clock.days(1)
	second := machine("second", first.clock)
	second.record(id, second.answer("TEC-01", "2"))
	second.clock.days(1)
	first = machine("first", first.clock)
	first.sound()
	second = second.again()
	health, err := second.Check(context.Background())
	if err != nil || len(health.Findings) != 1 || health.Findings[0].Severity != store.NoteFinding ||
		!strings.Contains(health.Findings[0].Text, "this machine has kept the heads of the journals since") {
		t.Errorf("the new machine finds %+v, %v", health.Findings, err)
	}
	first.close()
	second.close()

	// The administrator cuts the last answer off.
	_, err = pgtest.Shared(t).Run(context.Background(), database(address), `SET session_replication_role = replica; DELETE FROM events WHERE seq = 3;
		UPDATE heads SET seq = 2, hash = (SELECT hash FROM events WHERE seq = 2 AND assessment_id = heads.assessment_id);
		DELETE FROM ledger WHERE n = (SELECT max(n) FROM ledger)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"first", "second"} {
		standing, err := machine(name, first.clock).Standing(context.Background())
		if err != nil || standing.Kind != store.RolledBack || standing.Behind != 1 {
			t.Errorf("the %s machine finds it %+v, %v", name, standing, err)
		}
	}
}

// Who reads from a standby reads the record and no copy of it, at any address, and is told
// where to record.
func TestAStandbyIsNoCopy(t *testing.T) {
	c := pgtest.Start(t)
	folder, here := t.TempDir(), filepath.Dir(c.Data())
	other := filepath.Join(folder, "b") // where the standby is reached
	address := c.URL(pgtest.Owner, c.Database(t))
	first := openBench(t, address, filepath.Join(folder, "anchors"), newClock())
	id := first.assess("Meridian Talent")
	first.record(id, first.answer("TEC-01", "1"))
	first.close()
	if err := errors.Join(os.Symlink(here, other), c.Stop(), os.WriteFile(filepath.Join(c.Data(), "standby.signal"), nil, 0o644), c.Start()); err != nil {
		t.Fatal(err)
	}
	s := openBench(t, strings.Replace(address, here, other, 1), filepath.Join(folder, "anchors"), newClock())
	standing, err := s.Standing(context.Background())
	if err != nil || standing.Kind != store.Sound {
		t.Errorf("the standing is %+v, %v", standing, err)
	}
	if _, err := s.Record(context.Background(), id, s.answer("TEC-01", "2")); assessment.CaseOf(err) != assessment.OnStandby {
		t.Errorf("recording there: %v", err)
	}
	s.close()
	if _, err := c.Run(context.Background(), "postgres", "SELECT pg_promote()"); err != nil {
		t.Error(err)
	}
}

// A standby is added to the address, takes over, and the server of before leaves the
// address. Each step knows the record again by the step before.
func TestARecordIsKnownAgainFromAddressToAddress(t *testing.T) {
	c := pgtest.Shared(t)
	name, folder, here := c.Database(t), t.TempDir(), filepath.Dir(c.Data())
	other := filepath.Join(folder, "b") // another name of the same server
	if err := os.Symlink(here, other); err != nil {
		t.Fatal(err)
	}
	at := func(hosts ...string) string {
		return "postgres://" + pgtest.Owner + "@/" + name + "?host=" + strings.Join(hosts, ",")
	}
	var s *bench
	var id string
	for n, address := range []string{at(here), at(here, other), at(here), at(other)} {
		s = openBench(t, address, filepath.Join(folder, "anchors"), newClock())
		standing, err := s.Standing(context.Background())
		if err != nil || standing.Kind != store.Sound {
			t.Fatalf("%s: the standing is %+v, %v", address, standing, err)
		}
		if n == 0 {
			id = s.assess("Meridian Talent")
		}
		s.record(id, s.answer("TEC-01", strconv.Itoa(n)))
		s.close()
	}
}
