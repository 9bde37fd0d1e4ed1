package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// about is the small questionnaire about something else than a vendor.
func about(t *testing.T, subject questionnaire.Subject) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(asked, "id: small", "id: person\nsubject: "+string(subject), 1)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAnAssessmentOfAPlacedPerson(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	opening := store.Opening{Vendor: b.vendor("Meridian Talent"), Questionnaire: about(t, questionnaire.SubjectPerson), Milestone: questionnaire.Access, By: evaluator}
	_, err := b.OpenAssessment(ctx, opening)
	refused(t, err, assessment.Invalid)
	opening.Subject = "roster 17"
	snapshot, err := b.OpenAssessment(ctx, opening)
	if err != nil {
		t.Fatal(err)
	}
	b = b.again()
	b.sound()
	if rows := b.rows(); len(rows) != 1 || rows[0].Title() != "Meridian Talent, roster 17" {
		t.Errorf("the list shows %+v", rows)
	}
	if id, err := b.FindAssessment(ctx, "roster"); err != nil || id != snapshot.Assessment {
		t.Errorf("by its subject: %s, %v", id, err)
	}
	again, err := b.Snapshot(ctx, snapshot.Assessment)
	if err != nil || again.Opened.Subject != "roster 17" {
		t.Errorf("its journal says %q, %v", again.Opened.Subject, err)
	}

	opening.Questionnaire = small()
	_, err = b.OpenAssessment(ctx, opening)
	refused(t, err, assessment.Refused)
	_, err = b.AddRFP(ctx, assessment.RFP{Title: "Persons", Milestone: questionnaire.Access}, about(t, questionnaire.SubjectPerson), "lead@hospital.example")
	refused(t, err, assessment.Refused)
}

// A database that the first version made opens, and keeps what it holds.
func TestADatabaseOfTheFirstForm(t *testing.T) {
	fileOnly(t, earlierForms)
	b := newBench(t)
	id := b.assess("Meridian Talent")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	fourthForm(t, b.Path())
	tamper(t, b.Path(), append(secondForm(), "ALTER TABLE assessments DROP COLUMN subject", "PRAGMA user_version = 1")...)
	b = openBench(t, b.Path(), "", b.clock)
	if rows := b.rows(); len(rows) != 1 || rows[0].ID != id || rows[0].Subject != "" {
		t.Errorf("it holds %+v", rows)
	}

	// What it was before is kept, for the version that wrote it.
	kept, err := filepath.Glob(filepath.Join(store.BackupsFolder(b.Path()), "pre-v*.db"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept are %v, %v", kept, err)
	}
	var version, events int
	if err := raw(t, kept[0]).QueryRow("SELECT (SELECT user_version FROM pragma_user_version), (SELECT COUNT(*) FROM events)").Scan(&version, &events); err != nil || version != 1 || events == 0 {
		t.Errorf("the kept one has version %d and %d events, %v", version, events, err)
	}
}

// A database is not brought to a newer form where the copy of it cannot be written.
func TestNoNewFormWithoutACopy(t *testing.T) {
	fileOnly(t, earlierForms)
	b := newBench(t)
	b.assess("Meridian Talent")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), append(secondForm(), "ALTER TABLE assessments DROP COLUMN subject", "PRAGMA user_version = 1")...)
	before, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	write(t, store.BackupsFolder(b.Path()), "in the way")
	_, err = store.Open(context.Background(), b.Path(), store.Options{Now: b.clock.Now, Zone: time.UTC, NewID: newID, AnchorDir: b.anchors})
	refused(t, err, assessment.Unwritten)
	if after, err := os.ReadFile(b.Path()); err != nil || !bytes.Equal(after, before) {
		t.Errorf("it was changed, %v", err)
	}
}

// One of the second form is judged anew, so that its rows say what they lacked.
func TestADatabaseOfTheSecondForm(t *testing.T) {
	fileOnly(t, earlierForms)
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.record(id, b.closed()...)
	b.record(b.assess("Harbor Staffing"), append(b.halfway(), b.entry(decided(assessment.DecideDecline)))...)
	rows, dues := b.rows(), b.dues()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	fourthForm(t, b.Path())
	tamper(t, b.Path(), secondForm()...)
	b = openBench(t, b.Path(), "", b.clock)
	b.sound()
	if diff := cmp.Diff(rows, b.rows()); diff != "" || rows[1].Decision == "" && rows[0].Decision == "" {
		t.Errorf("its rows are others: %s", diff)
	}
	if diff := cmp.Diff(dues, b.dues()); diff != "" || len(dues) == 0 {
		t.Errorf("what is due is other: %s", diff)
	}
	ranked, err := b.List(context.Background(), store.Filter{Order: store.ByRank})
	if err != nil || ranked[0].ID != id {
		t.Errorf("it ranks %+v, %v", ranked, err)
	}
	b.sound()
}

// secondForm takes back what the third form added.
func secondForm() []string {
	statements := []string{
		"DROP INDEX scores_update", "DROP INDEX scores_rank", "DROP INDEX scores_change", "DROP INDEX scores_day", "DROP INDEX assessments_previous",
		"DROP INDEX vendors_name", "DROP INDEX assessments_subject", "DROP TABLE dues", "DROP TABLE rfp_events", "DROP TABLE rfp_heads", "DROP TABLE what_ifs",
		"ALTER TABLE assessments DROP COLUMN previous_id",
	}
	for _, column := range []string{
		"decision", "decision_void", "decided_by", "decided_on", "review_due", "next_due", "actions", "reverify", "rule_changes", "zone", "rank_key",
	} {
		statements = append(statements, "ALTER TABLE scores DROP COLUMN "+column)
	}
	return append(statements, "ALTER TABLE rfps DROP COLUMN reserve", "PRAGMA user_version = 2")
}
