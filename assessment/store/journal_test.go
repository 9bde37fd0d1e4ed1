package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

func TestAnAnswerIsThereAfterReopening(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "3"))
	b.record(id, b.shown("BAA-01", assessment.Met, "EV-01"), b.entry(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "No one knew the CISO"}))
	before, row := b.snapshot(id), b.rows()

	b = b.again()
	if diff := cmp.Diff(canonicalText(t, before), canonicalText(t, b.snapshot(id))); diff != "" {
		t.Errorf("the snapshot changed: %s", diff)
	}
	if diff := cmp.Diff(row, b.rows()); diff != "" {
		t.Errorf("the row changed: %s", diff)
	}
	events, err := b.Events(context.Background(), id)
	if err != nil || len(events) != 4 {
		t.Errorf("the journal has %d events, want 4: %v", len(events), err)
	}
	b.sound()
}

func TestTheRowIsWhatTheEngineSays(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	snapshot := b.record(id, b.shown("TEC-01", "4", "EV-02"), b.answer("TEC-02", "2"), b.answer("chain_links", "0"))
	want := assessment.Evaluate(snapshot, b.Today(), questionnaire.Award, questionnaire.Current)

	row := b.rows()[0]
	if row.Shown != want.Shown || row.Claimed != want.Claimed || row.Low != want.Interval[0] || row.High != want.Interval[1] ||
		row.Reachable != want.Reachable || row.Verdict != want.Verdict || row.Gates != want.Gates || row.RiskTier != want.Risk.Tier {
		t.Errorf("the row is %+v, the result %+v", row, want)
	}
	if row.Vendor != "Meridian Talent" || row.Questionnaire != assessment.PinOf(small()) || row.AsOf != b.Today() || row.UpdatedAt != b.clock.Now().UnixMicro() {
		t.Errorf("the row is %+v", row)
	}
	// BAA-02 is set aside by rule, and the fact is no item that counts.
	if row.Answered != 2 || row.Asked != 5 {
		t.Errorf("%d of %d items are answered, want 2 of 5", row.Answered, row.Asked)
	}
	if len(row.Domains) != 2 || row.Domains[1] != (store.DomainScore{ID: "TEC", Claimed: want.Domains[1].Claimed, Shown: want.Domains[1].Shown}) {
		t.Errorf("the domains are %v", row.Domains)
	}
}

func TestUndoTakesTheLastAnswerBack(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "1"))
	first := b.rows()[0]
	second := b.answer("TEC-01", "4")
	snapshot := b.record(id, second, b.answer("TEC-02", "2"))
	for range 2 {
		last := snapshot.Trail[len(snapshot.Trail)-1]
		snapshot = b.record(id, b.entry(assessment.Undone{Event: last.Event}))
	}
	if got := snapshot.Answers["TEC-01"].Value; got != "1" || len(snapshot.Answers) != 1 {
		t.Errorf("the answer is %q among %d, want 1 alone", got, len(snapshot.Answers))
	}
	if now := b.rows()[0]; now.Shown != first.Shown || now.Answered != first.Answered {
		t.Errorf("the row shows %s, want %s", now.Shown, first.Shown)
	}
	if snapshot.Seq != 6 {
		t.Errorf("the journal has %d events, want 6: undoing adds", snapshot.Seq)
	}
	_, err := b.Record(context.Background(), id, b.entry(assessment.Undone{Event: second.ID}))
	refused(t, err, assessment.Refused)
	b.sound()
}

func TestABatchIsAllOrNothing(t *testing.T) {
	aside := func(item string) assessment.Change {
		return assessment.Answered{Answer: assessment.Answer{Item: item, NotApplicable: &assessment.NotApplicable{Reason: "no chain", By: "ciso@hospital.example"}}}
	}
	for name, test := range map[string]struct {
		changes []assessment.Change
		code    assessment.Code
	}{
		"one answer does not fit": {[]assessment.Change{
			assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3"}},
			assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Value: "7"}},
		}, assessment.Invalid},
		"a hard gate is set aside by hand": {[]assessment.Change{
			assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3"}}, aside("BAA-02"),
		}, assessment.Refused},
		"the rule that set it aside goes away": {[]assessment.Change{
			assessment.Answered{Answer: assessment.Answer{Item: "chain_links", Value: "0"}},
			aside("BAA-02"),
			assessment.Answered{Answer: assessment.Answer{Item: "chain_links", Value: "2"}},
		}, assessment.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			id := b.assess("Meridian Talent")
			before := b.snapshot(id)
			var entries []assessment.Entry
			for _, change := range test.changes {
				entries = append(entries, b.entry(change))
			}
			_, err := b.Record(context.Background(), id, entries...)
			refused(t, err, test.code)
			if after := b.snapshot(id); after.Head != before.Head || len(after.Answers) != 0 {
				t.Errorf("the journal went on to event %d", after.Seq)
			}
			b.sound()
		})
	}
}

func TestARuleMaySetAHardGateAside(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	snapshot := b.record(id, b.answer("chain_links", "0"), b.entry(assessment.Answered{Answer: assessment.Answer{
		Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: "chain_links = 0", By: "ciso@hospital.example"},
	}}))
	if snapshot.Answers["BAA-02"].NotApplicable == nil {
		t.Error("the gate is not set aside")
	}
}

func TestRecordingAgainIsHarmless(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	flag := b.entry(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "Wants an NDA instead"})
	resolve := b.entry(assessment.FlagResolved{Flag: flag.ID, Reason: "They signed"})
	first := b.record(id, flag, resolve)
	again := b.record(id, flag, resolve)
	if again.Head != first.Head || again.Seq != 3 {
		t.Errorf("the journal went from event %d to %d", first.Seq, again.Seq)
	}
	more := b.record(id, flag, b.answer("TEC-01", "2"))
	if more.Seq != 4 {
		t.Errorf("the new entry of a half-known batch is event %d, want 4", more.Seq)
	}
}

func TestTwoProgramsOnOneFile(t *testing.T) {
	one := newBench(t)
	id := one.assess("Meridian Talent")
	two := openBench(t, one.Path(), one.anchors, one.clock)
	for n := range 10 {
		one.record(id, one.answer("TEC-01", fmt.Sprint(n%5)))
		snapshot := two.record(id, two.answer("TEC-02", fmt.Sprint(n%5)))
		if got := snapshot.Answers["TEC-01"].Value; got != fmt.Sprint(n%5) {
			t.Fatalf("round %d: the second program sees %q", n, got)
		}
		if one.snapshot(id).Head != snapshot.Head {
			t.Fatalf("round %d: the first program sees another head", n)
		}
	}
	one.sound()
}

func TestManyAnswerAtOnce(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	const people, each = 4, 25
	var wait sync.WaitGroup
	for range people {
		wait.Go(func() {
			for n := range each {
				if _, err := b.Record(context.Background(), id, b.answer("TEC-01", fmt.Sprint(n%5))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	events, err := b.Events(context.Background(), id)
	if err != nil || len(events) != 1+people*each {
		t.Fatalf("the journal has %d events, want %d: %v", len(events), 1+people*each, err)
	}
	for i, e := range events {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has the number %d", i+1, e.Seq)
		}
	}
	b.sound()
}

func TestAHeadThatTheJournalHad(t *testing.T) {
	b := newBench(t)
	id, other := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	early := b.record(id, b.answer("TEC-01", "2")).Head
	b.record(id, b.answer("TEC-01", "3"))
	for _, test := range []struct {
		id, head string
		want     assessment.Holding
	}{{id, early.String(), assessment.Held}, {other, early.String(), assessment.NotHeld}, {id, assessment.Head{1}.String(), assessment.NotHeld}, {id, "no head", assessment.NotHeld}} {
		if got, err := b.HasHead(context.Background(), test.id, test.head); got != test.want || err != nil {
			t.Errorf("%s of %s: %v, %v", test.head, test.id, got, err)
		}
	}
}

// A short report tells its head, but not of which assessment it is.
func TestTheAssessmentThatHadAHead(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.assess("Harbor Staffing")
	early := b.record(id, b.answer("TEC-01", "2")).Head
	b.record(id, b.answer("TEC-01", "3"))
	if got, err := b.AssessmentWithHead(context.Background(), early.String()); got != id || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for _, head := range []string{assessment.Head{1}.String(), "no head", ""} {
		_, err := b.AssessmentWithHead(context.Background(), head)
		refused(t, err, assessment.NotFound)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	_, err := b.Record(ctx, "nobody", b.answer("TEC-01", "2"))
	refused(t, err, assessment.NotFound)
	_, err = b.Snapshot(ctx, "nobody")
	refused(t, err, assessment.NotFound)
	_, err = b.Events(ctx, "nobody")
	refused(t, err, assessment.NotFound)
	_, err = b.Questionnaire(ctx, "nothing")
	refused(t, err, assessment.NotFound)
	_, err = b.Record(ctx, b.assess("Meridian Talent"), assessment.Entry{By: evaluator, Change: assessment.SessionEnded{}})
	refused(t, err, assessment.Invalid)
}

func canonicalText(t *testing.T, s assessment.Snapshot) string {
	t.Helper()
	text, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnIDOfAnotherAssessment(t *testing.T) {
	b := newBench(t)
	one, other := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	entry := b.answer("TEC-01", "3")
	b.record(one, entry)
	before := b.snapshot(other)
	_, err := b.Record(context.Background(), other, b.answer("TEC-02", "2"), entry)
	refused(t, err, assessment.Conflict)
	if after := b.snapshot(other); after.Head != before.Head {
		t.Errorf("the journal went on to event %d", after.Seq)
	}
	if again := b.record(one, entry); again.Seq != 2 {
		t.Errorf("recording it again led to event %d, want 2", again.Seq)
	}
}

// A report takes the journal up to the head that it prints, and no struck body.
func TestTheJournalOfASnapshot(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	early := b.record(id, b.answer("TEC-01", "2"))
	late := b.record(id, b.answer("TEC-01", "3"))
	for _, snapshot := range []assessment.Snapshot{early, late} {
		journal, err := b.JournalAt(ctx, snapshot)
		if err != nil {
			t.Fatal(err)
		}
		replayed, err := assessment.Replay(id, journal)
		if err != nil || replayed.State.Head != snapshot.Head || replayed.Missing() > 0 {
			t.Errorf("%d events lead to %s, want %s: %v", len(journal), replayed.State.Head, snapshot.Head, err)
		}
	}
	events, err := b.Events(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	stricken, err := b.Strike(ctx, id, []string{events[early.Seq-1].ID}, "Ruth Ortiz", "a name")
	if err != nil {
		t.Fatal(err)
	}
	if journal, err := b.JournalAt(ctx, stricken.Snapshot); err != nil || journal[early.Seq-1].Body != nil {
		t.Errorf("the struck body: %+v, %v", journal, err)
	}
	_, err = b.JournalAt(ctx, late)
	refused(t, err, assessment.Conflict)
	other := late
	other.Head = assessment.Head{1}
	_, err = b.JournalAt(ctx, other)
	refused(t, err, assessment.Damaged)
}
