package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/questionnaire"
)

// atAccess is the small questionnaire with a hard gate that counts from access
// on.
func atAccess(t *testing.T) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(asked, `  - id: TEC
`, `      - {id: BAA-04, kind: gate, title: The contract is countersigned, ask: "Is it?", weight: 5, hard: true, min_assurance: documented,
         basis: R, phase: onboarding, asked_of: document, cites: ["45 CFR 164.504(e)"], evidence: [EV-01]}
  - id: TEC
`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// as is the state of an assessment for a milestone.
func (b *bench) as(id string, milestone questionnaire.Milestone) assessment.Snapshot {
	b.tb.Helper()
	s, err := b.SnapshotFor(context.Background(), id, milestone)
	if err != nil {
		b.tb.Fatal(err)
	}
	return s
}

// The winner of an RFP moves on, and is asked what the others were not. The
// contest stays about what all were asked.
func TestTheWinnerMovesOn(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, atAccess(t), "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{b.contend(rfp, "Meridian Talent"), b.contend(rfp, "Harbor Staffing")}
	winner := ids[0]
	b.record(winner, b.closed()...)
	b.record(ids[1], b.closed()...)
	then := b.record(winner, b.answer("TEC-01", "4"))
	first, err := b.RecordAward(ctx, b.award(rfp, ids))
	if err != nil {
		t.Fatal(err)
	}

	b.record(winner, b.entry(assessment.Moved{Milestone: questionnaire.Access}))
	worse := b.answer("TEC-01", "0")
	for _, later := range []assessment.Entry{
		worse, b.entry(assessment.Undone{Event: worse.ID}), b.answer("TEC-02", "0"), b.entry(assessment.Moved{Milestone: questionnaire.Review}),
	} {
		now := b.record(winner, later)
		if diff := cmp.Diff(canonicalOf(t, then), canonicalOf(t, b.as(winner, questionnaire.Award))); diff != "" {
			t.Errorf("after %T, for award it is: %s", later.Change, diff)
		}
		if got := b.as(winner, questionnaire.Close); got.Head != now.Head {
			t.Errorf("after %T, for a milestone still to come it is not as it now stands", later.Change)
		}
	}
	if got := b.as(winner, questionnaire.Access); got.Milestone != questionnaire.Access || got.Head == b.snapshot(winner).Head {
		t.Errorf("for access it is at %s, event %d", got.Milestone, got.Seq)
	}
	if row(t, b, winner).Verdict != assessment.Blocked {
		t.Fatal("the gate of access does not block it where it is")
	}

	again := b.award(rfp, ids)
	again.Contenders[0].Head = then.Head
	kept, err := b.RecordAward(ctx, again)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.Contenders, kept.Contenders); diff != "" {
		t.Errorf("awarded again, the contenders differ: %s", diff)
	}
	_, err = b.RecordAward(ctx, b.award(rfp, ids))
	refused(t, err, assessment.Conflict)

	b = b.again()
	if diff := cmp.Diff(canonicalOf(t, then), canonicalOf(t, b.as(winner, questionnaire.Award))); diff != "" {
		t.Errorf("in the next program it is: %s", diff)
	}
	b.sound()
}

// Rules that change after a move are none of those that held before.
func TestAnEarlierMilestoneKeepsItsRules(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "4"))
	then, _, err := b.ChangeRules(ctx, id, atAccess(t), evaluator, "one more gate")
	if err != nil {
		t.Fatal(err)
	}
	b.record(id, b.entry(assessment.Moved{Milestone: questionnaire.Access}))
	if _, _, err := b.ChangeRules(ctx, id, later(t), evaluator, "other weights"); err != nil {
		t.Fatal(err)
	}
	got := b.as(id, questionnaire.Award)
	if got.Questionnaire.Hash() != atAccess(t).Hash() || got.Head != then.Head || len(got.Rules) != 1 {
		t.Errorf("it is on %s %s with %d changes", got.Questionnaire.ID, got.Questionnaire.Version, len(got.Rules))
	}
	if got := b.as(id, questionnaire.Access); got.Questionnaire.Hash() != later(t).Hash() {
		t.Error("where it is, the later rules do not hold")
	}
	_, err = b.SnapshotFor(ctx, "unknown", questionnaire.Award)
	refused(t, err, assessment.NotFound)
}
