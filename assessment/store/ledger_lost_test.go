package store_test

import (
	"context"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// The last event of a journal is cut and its head is set back, while the ledger and
// the other journals stay. Nobody decides on it until a person answers for that,
// and then the assessment says so.
func TestAJournalCutBesideTheOthersIsAccepted(t *testing.T) {
	for name, anchored := range map[string]bool{"with an anchor": true, "without one": false} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			b := newBench(t)
			id := b.assess("Meridian Talent")
			for _, item := range []string{"TEC-01", "TEC-02", "TEC-01"} {
				b.record(id, b.answer(item, "1"))
			}
			other := b.assess("Harbor Staffing")
			b.close()
			tamper(t, b.Path(), unguarded, "DELETE FROM events WHERE seq = 4",
				"UPDATE heads SET seq = 3, hash = (SELECT hash FROM events WHERE seq = 3) WHERE assessment_id = '"+id+"'")
			anchors := b.anchors
			if !anchored {
				anchors = ""
			}
			b = openBench(t, b.Path(), anchors, b.clock)
			_, err := b.Vouch(ctx, id)
			if assessment.CodeOf(err) != assessment.Damaged || assessment.CaseOf(err) != assessment.EventsMissing {
				t.Fatalf("it is vouched for: %v", err)
			}
			// Who records in the meantime does not hide it.
			b.record(id, b.answer("TEC-02", "4"))
			if _, err := b.Vouch(ctx, id); assessment.CaseOf(err) != assessment.EventsMissing {
				t.Fatalf("it is vouched for: %v", err)
			}
			before, err := b.Accept(ctx, store.ActAccepted, evaluator, "nobody knows who cut it")
			if err != nil || before.Behind != 1 || len(before.Lost) != 1 || before.Since == 0 {
				t.Fatalf("it was %+v, %v", before, err)
			}
			if now := b.snapshot(id); len(now.Rollbacks) != 1 || now.Rollbacks[0].From != 4 || now.Rollbacks[0].To != 4 {
				t.Errorf("the assessment says %+v", now.Rollbacks)
			}
			if now := b.snapshot(other); len(now.Rollbacks) != 0 {
				t.Error("the other assessment lost nothing")
			}
			if _, err := b.Vouch(ctx, id); err != nil {
				t.Error(err)
			}
			if err := b.Rebuild(ctx); err != nil {
				t.Fatal(err)
			}
			b.sound()
			if _, err := b.Accept(ctx, store.ActAccepted, evaluator, "again"); assessment.CodeOf(err) != assessment.Refused {
				t.Errorf("the second time it says %v", err)
			}
		})
	}
}

// Nobody reads the state of a journal of which a body was taken away without a
// strike: an answer would be missing from it.
func TestABodyTakenAwayIsMissed(t *testing.T) {
	b, id := answered(t)
	tamper(t, b.Path(), unguarded, "UPDATE events SET salt = NULL, body = NULL WHERE seq = 3")
	b = openBench(t, b.Path(), b.anchors, b.clock)
	if _, err := b.Snapshot(context.Background(), id); assessment.CodeOf(err) != assessment.Damaged {
		t.Errorf("it reads: %v", err)
	}
}
