package store_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
)

// granted makes a record as its owner, and gives the application and an auditor their
// rights. It returns the addresses of both.
func granted(t *testing.T) (application, auditor string) {
	t.Helper()
	cluster := pgtest.Shared(t)
	database := cluster.Database(t)
	openBench(t, cluster.URL(pgtest.Owner, database), t.TempDir(), newClock())
	conn, err := pgx.Connect(context.Background(), cluster.URL(pgtest.Owner, database))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.PgConn().Exec(context.Background(), "SELECT grant_application('assay_app'); SELECT grant_auditor('assay_auditor')").ReadAll(); err != nil {
		t.Fatal(err)
	}
	return cluster.URL(pgtest.Application, database), cluster.URL(pgtest.Auditor, database)
}

func TestTheApplicationDoesAllDailyWork(t *testing.T) {
	application, _ := granted(t)
	ctx := context.Background()
	b := openBench(t, application, t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	wrong := b.noted("TEC-01", "2", slipped)
	b.record(id, wrong, b.answer("BAA-01", "met"))
	b.record(id, b.noted("TEC-01", "3", "they showed it"))
	rfp := b.rfp("Staffing 2027")
	b.contend(rfp, "Contoso")
	if _, err := b.Strike(ctx, id, []string{wrong.ID}, "Ruth Ortiz", "a patient's record number"); err != nil {
		t.Errorf("strike: %v", err)
	}
	if err := b.Rebuild(ctx); err != nil {
		t.Errorf("rebuild: %v", err)
	}
	b.clock.days(60)
	if rows := b.rows(); len(rows) != 2 {
		t.Errorf("%d rows", len(rows))
	}
	if found := b.findings(); strings.Contains(found, "error ") {
		t.Errorf("the check found:\n%s", found)
	}
}

func TestAnAuditorReadsEverythingAndRecordsNothing(t *testing.T) {
	application, auditor := granted(t)
	b := openBench(t, application, t.TempDir(), newClock())
	id := b.assess("Meridian Talent")
	b.record(id, b.shown("TEC-01", "3", "EV-02"))
	b.clock.days(60) // the evidence has aged, and the rows are due

	reader := openBench(t, auditor, t.TempDir(), b.clock)
	if !reader.ReadsOnly() {
		t.Fatal("an auditor may write")
	}
	if got, want := len(reader.snapshot(id).Answers), len(b.snapshot(id).Answers); got != want {
		t.Errorf("an auditor sees %d answers of %d", got, want)
	}
	rows := reader.rows()
	if len(rows) != 1 || rows[0].ID != id {
		t.Errorf("an auditor sees %v", rows)
	}
	if found := reader.findings(); strings.Contains(found, "error ") {
		t.Errorf("the check found:\n%s", found)
	}
	_, err := reader.Record(context.Background(), id, reader.answer("BAA-01", "met"))
	refused(t, err, assessment.Unwritten)
	if assessment.CaseOf(err) != assessment.ServerRefused {
		t.Errorf("the case is %q: %v", assessment.CaseOf(err), err)
	}
	if _, err := reader.OpenAssessment(context.Background(), store.Opening{Vendor: assessment.Vendor{ID: newID(), Name: "Contoso"}, Questionnaire: small(), By: evaluator}); err == nil {
		t.Error("an auditor opened an assessment")
	}
	_, err = reader.MoveTo(context.Background(), openBench(t, filepath.Join(t.TempDir(), "away.db"), reader.anchors, b.clock).Store)
	refused(t, err, assessment.Unwritten)
}

// Without rights, a login learns whom to ask, and nothing is made.
func TestALoginWithoutRightsIsSentToTheOwner(t *testing.T) {
	cluster := pgtest.Shared(t)
	database := cluster.Database(t)
	for _, made := range []bool{false, true} {
		if made {
			openBench(t, cluster.URL(pgtest.Owner, database), t.TempDir(), newClock())
		}
		_, err := store.Open(context.Background(), cluster.URL(pgtest.Application, database), options(newClock(), ""))
		if assessment.CaseOf(err) != assessment.OwnerNeeded {
			t.Errorf("with tables %v: %v", made, err)
		}
	}
}

// The application adds events of people, and nothing changes or removes one, not even a
// strike. Doctor sees rights that are too wide, and a trigger that is gone.
func TestTheApplicationOnlyAddsEventsOfPeople(t *testing.T) {
	application, auditor := granted(t)
	ctx := context.Background()
	s := staffed(openBench(t, application, t.TempDir(), newClock()))
	conn, err := pgx.Connect(ctx, application)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	for _, statement := range []string{
		"UPDATE people_events SET body = 'x'", "DELETE FROM people_events", "TRUNCATE people_events", "DELETE FROM people_heads",
		"SELECT strike_body('people_events', 'people', 1)",
	} {
		if _, err := conn.Exec(ctx, statement); err == nil {
			t.Errorf("the application may %s", statement)
		}
	}
	reader := openBench(t, auditor, t.TempDir(), newClock())
	if people, err := reader.People(ctx); err != nil || len(people.Accounts) != len(s.ids) {
		t.Errorf("the auditor reads %+v, %v", people, err)
	}
	if _, err := reader.AddPerson(ctx, store.NewPerson{Name: "Eve", Roles: assessment.Roles()}, staffNames[assessment.Administrator]); err == nil {
		t.Error("the login of an auditor adds a person")
	}
	s.db.Close()
	super := raw(t, application)
	for _, statement := range []string{"GRANT UPDATE, DELETE ON people_events TO assay_app", "ALTER TABLE people_events DISABLE TRIGGER people_events_stay"} {
		if _, err := super.DB.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if found := s.findings(); !strings.Contains(found, "the trigger that keeps UPDATE from people_events") || strings.Count(found, "for people_events") != 2 {
		t.Errorf("the check found:\n%s", found)
	}
}
