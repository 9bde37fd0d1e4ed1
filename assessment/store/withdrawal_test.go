package store_test

import (
	"context"
	"fmt"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// A withdrawn assessment leaves the lists and its contest. Its record stays, and
// takes nothing new until it is reinstated.
func TestAWithdrawnAssessment(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := b.rfp("Night desk 2027")
	id, other := b.contend(rfp, "Meridian Talent"), b.contend(rfp, "Harbor Staffing")
	b.record(id, b.answer("TEC-01", "3"))
	_, err := b.Record(ctx, id, b.entry(assessment.Withdrawn{}))
	refused(t, err, assessment.Invalid)
	b.record(id, b.entry(assessment.Withdrawn{Reason: "opened twice"}))
	b = b.again()
	b.sound()
	if rows := b.rows(); len(rows) != 1 || rows[0].ID != other {
		t.Errorf("the list is %+v", rows)
	}
	competing, err := b.List(ctx, store.Filter{RFPID: rfp.ID, Competing: true})
	if err != nil || len(competing) != 1 {
		t.Errorf("%d compete, %v", len(competing), err)
	}
	// Archiving a vendor takes nothing out of a contest.
	if err := b.ArchiveVendor(ctx, b.snapshot(other).Opened.Vendor.ID, evaluator, "bought by another firm"); err != nil {
		t.Fatal(err)
	}
	if competing, err = b.List(ctx, store.Filter{RFPID: rfp.ID, Competing: true}); err != nil || len(competing) != 1 || len(b.rows()) != 0 {
		t.Errorf("%d compete, %v", len(competing), err)
	}
	if err := b.UnarchiveVendor(ctx, b.snapshot(other).Opened.Vendor.ID, evaluator); err != nil {
		t.Fatal(err)
	}
	if all, err := b.List(ctx, store.Filter{All: true}); err != nil || len(all) != 2 {
		t.Errorf("all are %d, %v", len(all), err)
	}
	for _, change := range []assessment.Change{assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "4"}}, assessment.Withdrawn{Reason: "again"}} {
		_, err = b.Record(ctx, id, b.entry(change))
		refused(t, err, assessment.Refused)
	}
	if s := b.snapshot(id); s.Withdrawn == nil || s.Withdrawn.Reason != "opened twice" || s.Answers["TEC-01"].Value != "3" {
		t.Errorf("the record is %+v", s.State)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), "UPDATE assessments SET withdrawn = 1 - withdrawn")
	b = b.again()
	if found := b.findings(); found == "" {
		t.Error("a changed mark of the withdrawal is not found")
	}
	if err := b.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	b.sound()
	b.record(id, b.entry(assessment.Reinstated{Reason: "it is in question again"}), b.answer("TEC-01", "4"))
	b.sound()
	if rows := b.rows(); len(rows) != 2 {
		t.Errorf("the list is %+v", rows)
	}
}

// A re-assessment that was opened by mistake and withdrawn leaves everything as if
// it had never been: name, contest and due tasks are those of the one before.
func TestAWithdrawnReassessmentGivesEverythingBack(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := b.rfp("Night desk 2027")
	id := b.contend(rfp, "Meridian Talent")
	b.record(id, b.closed()...)
	b.record(id, b.entry(decided(assessment.DecideDecline)))
	state := func() string {
		t.Helper()
		found, err := b.FindAssessment(ctx, "meridian")
		if err != nil {
			t.Fatal(err)
		}
		competing, err := b.List(ctx, store.Filter{RFPID: rfp.ID, Competing: true})
		if err != nil {
			t.Fatal(err)
		}
		dues := 0
		if err := b.EachDue(ctx, store.Filter{}, 0, b.Today()+4000, func(d store.DueRow) bool {
			if d.ID == id {
				dues++
			}
			return true
		}); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(found == id, len(competing) == 1 && competing[0].ID == id, dues)
	}
	before := state()
	again, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.snapshot(id).Opened.Vendor, RFP: &rfp, By: evaluator, From: id})
	if err != nil {
		t.Fatal(err)
	}
	if now := state(); now == before {
		t.Errorf("the re-assessment changes nothing: %s", now)
	}
	b.record(again.Assessment, b.entry(assessment.Withdrawn{Reason: "opened by mistake"}))
	if now := state(); now != before {
		t.Errorf("it was %s, and is %s", before, now)
	}
	b.sound()
}
