package store_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// sent is a parcel as it arrives: through its JSON.
func sent(t *testing.T, b *bench, id string) store.Parcel {
	t.Helper()
	p, err := b.Pack(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var arrived store.Parcel
	if err := json.Unmarshal(text, &arrived); err != nil {
		t.Fatal(err)
	}
	return arrived
}

// An assessment arrives with its vendor, its RFP and its award, and with the
// assessment that it follows. It is judged there as it was here.
func TestAnAssessmentMovesToAnotherDatabase(t *testing.T) {
	here, there := newBench(t), newBench(t)
	ctx := context.Background()
	rfp, ids := contest(here)
	if _, err := here.RecordAward(ctx, here.award(rfp, ids)); err != nil {
		t.Fatal(err)
	}
	review, err := here.reassess(ids[0], small())
	if err != nil {
		t.Fatal(err)
	}
	here.record(review.Assessment, here.answer("TEC-01", "4"))
	p := sent(t, here, review.Assessment)
	if len(p.Journals) != 4 || p.Journals[0].Of != assessment.OfVendor || p.Journals[1].Of != assessment.OfRFP || p.Journals[3].ID != review.Assessment {
		t.Fatalf("the parcel holds %d journals", len(p.Journals))
	}
	took, err := there.Unpack(ctx, p, false, "")
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(took, func(m store.Merged) bool { return m.Here != 0 || m.Added != m.There || m.Added == 0 }) {
		t.Errorf("it took %+v", took)
	}
	arrived := func() {
		t.Helper()
		for line := range strings.Lines(there.findings()) {
			if !strings.Contains(line, "note award: ") || !strings.Contains(line, "that is not in this database") {
				t.Errorf("the check found %s", line)
			}
		}
	}
	arrived()
	for _, id := range []string{ids[0], review.Assessment} {
		if got, want := there.snapshot(id), here.snapshot(id); got.Head != want.Head || string(canonicalOf(t, got)) != string(canonicalOf(t, want)) {
			t.Errorf("%s arrives as another", id)
		}
		if got, want := row(t, there, id), row(t, here, id); got.Verdict != want.Verdict || got.Shown != want.Shown || got.Vendor != want.Vendor || got.RFP != want.RFP {
			t.Errorf("it is listed as %+v, and was %+v", got, want)
		}
	}
	// A second time nothing is new. What was recorded since follows.
	if took, err = there.Unpack(ctx, p, false, ""); err != nil || slices.ContainsFunc(took, func(m store.Merged) bool { return m.Added != 0 }) {
		t.Errorf("the second time it took %+v, %v", took, err)
	}
	here.record(ids[0], here.answer("TEC-02", "2"))
	if took, err = there.Unpack(ctx, sent(t, here, review.Assessment), false, ""); err != nil || took[2].Added != 1 {
		t.Errorf("it took %+v, %v", took, err)
	}
	arrived()
	there = there.again()
	arrived()
}

// Two databases that both recorded something are not merged, and neither changes.
func TestJournalsThatWentApartStayApart(t *testing.T) {
	here, there := newBench(t), newBench(t)
	ctx := context.Background()
	id := here.assess("Meridian Talent")
	if _, err := there.Unpack(ctx, sent(t, here, id), false, ""); err != nil {
		t.Fatal(err)
	}
	here.record(id, here.answer("TEC-01", "1"))
	there.record(id, there.answer("TEC-01", "4"), there.answer("TEC-02", "3"))
	p := sent(t, here, id)
	took, err := there.Compare(ctx, p)
	if err != nil || !took[1].Forked() || len(took[1].OnlyHere) != 2 || len(took[1].OnlyThere) != 1 || !strings.HasPrefix(took[1].OnlyThere[0], "event 2, answered TEC-01, by ") {
		t.Errorf("it compares as %+v, %v", took, err)
	}
	before := there.snapshot(id).Head
	_, err = there.Unpack(ctx, p, false, "")
	refused(t, err, assessment.Conflict)
	if there.snapshot(id).Head != before {
		t.Error("the journal changed")
	}
	there.sound()
}

// A vendor of the same name that is another one is asked about. A parcel that was
// changed is refused, and writes nothing.
func TestWhatDoesNotFitIsNotTaken(t *testing.T) {
	here, there := newBench(t), newBench(t)
	ctx := context.Background()
	id := here.assess("Meridian Talent")
	here.record(id, here.answer("TEC-01", "1"))
	there.vendor("meridian talent")
	p := sent(t, here, id)
	_, err := there.Unpack(ctx, p, false, "")
	if assessment.CaseOf(err) != assessment.NameTaken {
		t.Errorf("a namesake is %v", err)
	}
	for name, change := range map[string]func(p *store.Parcel){
		"a body": func(p *store.Parcel) {
			p.Journals[1].Events[1].Body = strings.Replace(p.Journals[1].Events[1].Body, `"1"`, `"4"`, 1)
		},
		"a header": func(p *store.Parcel) {
			p.Journals[1].Events[1].Header = strings.Replace(p.Journals[1].Events[1].Header, "TEC-01", "TEC-02", 1)
		},
		"a journal missing": func(p *store.Parcel) { p.Journals = p.Journals[1:] },
		"a questionnaire":   func(p *store.Parcel) { p.Questionnaires = nil },
		"an event cut out":  func(p *store.Parcel) { p.Journals[1].Events = p.Journals[1].Events[1:] },
		"another kind":      func(p *store.Parcel) { p.Journals[1].Of = "nothing" },
	} {
		p := sent(t, here, id)
		change(&p)
		if _, err := there.Unpack(ctx, p, true, ""); err == nil {
			t.Errorf("%s changed: it is taken", name)
		}
	}
	if rows := there.rows(); len(rows) != 0 {
		t.Errorf("it lists %+v", rows)
	}
	there.sound()
	if _, err := there.Unpack(ctx, p, true, ""); err != nil {
		t.Fatal(err)
	}
	there.sound()
}

// What was struck on one machine is destroyed on the other, with its evidence, and
// no older parcel brings either back.
func TestWhatWasStruckThereIsDestroyedHere(t *testing.T) {
	here, there := newBench(t), newBench(t)
	ctx := context.Background()
	id := here.assess("Meridian Talent")
	scan := "a scan: " + slipped
	sum, _, err := here.PutFile(ctx, strings.NewReader(scan))
	if err != nil {
		t.Fatal(err)
	}
	wrong := here.entry(assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "2", Note: slipped, Evidence: []assessment.Evidence{
		{Kind: "EV-02", File: "scan.pdf", SHA256: sum, Size: int64(len(scan)), AsOf: here.Today()},
	}}})
	here.record(id, wrong)
	take := func(p store.Parcel) []store.Merged {
		t.Helper()
		wants, err := there.Wants(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if wants[sum] {
			if _, _, err := there.PutFile(ctx, strings.NewReader(scan)); err != nil {
				t.Fatal(err)
			}
		}
		took, err := there.Unpack(ctx, p, false, "")
		if err != nil {
			t.Fatal(err)
		}
		return took
	}
	early := sent(t, here, id)
	take(early)
	if found := there.traces(slipped); len(found) == 0 {
		t.Fatal("the file did not arrive")
	}

	here.record(id, here.entry(assessment.Answered{Replaces: wrong.ID, Answer: assessment.Answer{Item: "TEC-01", Value: "2"}}))
	if _, err := here.Strike(ctx, id, []string{wrong.ID}, "Ruth Ortiz", "a patient's record number"); err != nil {
		t.Fatal(err)
	}
	if took := take(sent(t, here, id)); took[1].Struck != 1 || !slices.Contains(took[1].Gone, slipped) {
		t.Errorf("it took %+v", took)
	}
	take(early)
	if found := there.traces(slipped); len(found) > 0 {
		t.Errorf("the text is in %v", found)
	}
	if there.snapshot(id).Head != here.snapshot(id).Head {
		t.Error("the journals differ")
	}
	there.sound()
}

func TestAStrikeIsRefusedBeforeAnybodyIsAsked(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	first := b.answer("TEC-01", "2")
	b.record(id, first)
	err := b.MayStrike(context.Background(), id, []string{first.ID})
	if assessment.CaseOf(err) != assessment.BodyCounts {
		t.Errorf("it says %v", err)
	}
}
