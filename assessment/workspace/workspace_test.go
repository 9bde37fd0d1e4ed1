package workspace_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/assessment/store/pgtest"
	"assay/assessment/workspace"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// bench is a workspace on a real database, with a clock that the test moves.
type bench struct {
	workspace.Workspace
	t   *testing.T
	now time.Time
	ids int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 29, 3, 24, 0, 0, time.UTC)}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	b.Workspace = workspace.Workspace{
		Now:       func() time.Time { return b.now },
		NewID:     func() string { b.ids++; return fmt.Sprintf("0193a000-0000-7000-8000-%012d", b.ids) },
		Zone:      newYork,
		Evaluator: "lead@hospital.example",
	}
	path := filepath.Join(t.TempDir(), "assay.db")
	if pgtest.Chosen() {
		path = pgtest.Database(t)
	}
	b.Store, err = store.Open(context.Background(), path, store.Options{Now: b.Now, Zone: newYork, NewID: b.NewID})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// TestOnPostgreSQL runs the tests of this package once more, on a PostgreSQL server.
func TestOnPostgreSQL(t *testing.T) { pgtest.EveryTest(t) }

// asked is the small questionnaire, with texts replaced in pairs.
func (b *bench) asked(replaced ...string) *questionnaire.Questionnaire {
	b.t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		b.t.Fatal(err)
	}
	return must(questionnaire.Parse(strings.NewReader(strings.NewReplacer(replaced...).Replace(string(text)))))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// enter opens an assessment of a vendor in an RFP and returns its id.
func (b *bench) enter(rfp assessment.RFP, vendor assessment.Vendor) string {
	b.t.Helper()
	opening := store.Opening{Vendor: vendor, RFP: &rfp, Milestone: rfp.Milestone, By: b.Evaluator}
	return must(b.Store.OpenAssessment(context.Background(), opening)).Assessment
}

func (b *bench) record(id string, changes ...assessment.Change) {
	b.t.Helper()
	for _, change := range changes {
		b.now = b.now.Add(time.Minute)
		if _, err := b.Store.Record(context.Background(), id, b.Entry(change)); err != nil {
			b.t.Fatal(err)
		}
	}
}

// load loads an RFP and returns its board, one line an entry.
func (b *bench) load(rfp assessment.RFP) (*workspace.RFP, []string) {
	b.t.Helper()
	found := must(b.RFP(context.Background(), rfp.ID))
	var lines []string
	for _, e := range found.Board.Entries {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s: %s, %s, claims %s %s", found.Title(e.Assessment), e.StatusText(), e.Verdict, e.Claimed, e.Award)))
	}
	return found, lines
}

func claim(item, value string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Assurance: assessment.Claimed}}
}

// closed answers everything that blocks the award, on the given day.
func closed(today assessment.Date) []assessment.Change {
	var all []assessment.Change
	for item, kind := range map[string]string{"BAA-01": "EV-58", "BAA-03": "EV-31", "TEC-02": "EV-31", "TEC-04": "EV-31"} {
		all = append(all, assessment.Answered{Answer: assessment.Answer{
			Item: item, Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{{Kind: kind, Observed: "read", AsOf: today}},
		}})
	}
	return all
}

// The chosen vendor moves on after the award and is asked more. The board still
// shows every vendor as it was judged for the award.
func TestTheBoardOfAnRFPWhoseWinnerMovedOn(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := must(b.Store.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, b.asked(), "lead@hospital.example"))
	alder := must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Alder Clinical"}, "lead@hospital.example"))
	winner, other := b.enter(rfp, alder), b.enter(rfp, must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Birch Staffing"}, "lead@hospital.example")))
	b.record(winner, append(closed(b.Today()), claim("BAA-02", "4"))...)
	b.record(other, closed(b.Today())...)

	found, lines := b.load(rfp)
	if found.Award() != nil {
		t.Error("there is an award before any was made")
	}
	want := []string{"Alder Clinical: interviewing, incomplete, claims 66.7", "Birch Staffing: interviewing, incomplete, claims 50.0"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	award := must(found.Board.Award(winner, found.Judged))
	award.RFP, award.By, award.Reason, award.RecordedBy = rfp.ID, "Ruth Ortiz", "shows more", b.Evaluator
	must(b.Store.RecordAward(ctx, award))
	b.record(winner, assessment.Moved{Milestone: questionnaire.Access}, claim("BAA-02", "0"))

	found, lines = b.load(rfp)
	want[0], want[1] = "Alder Clinical: moved on to access, incomplete, claims 66.7 chosen", want[1]+" runner-up"
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if moved := found.MovedSince(found.Award()); len(moved) > 0 {
		t.Errorf("moving on is told as a change: %v", moved)
	}

	hash := strings.Repeat("0a", 32)
	b.record(other, assessment.Signed{Role: "assessor", Signer: "Dana Whitfield", Certificate: hash, File: hash})
	if found, _ = b.load(rfp); len(found.MovedSince(found.Award())) > 0 {
		t.Errorf("a signed report is told as a change: %v", found.MovedSince(found.Award()))
	}

	b.record(other, claim("BAA-02", "3"))
	b.now = b.now.AddDate(0, 0, 1)
	b.enter(rfp, alder)
	found, _ = b.load(rfp)
	if diff := cmp.Diff([]string{"Birch Staffing", "Alder Clinical · 2026-11-29"}, found.MovedSince(found.Award())); diff != "" {
		t.Error(diff)
	}
	if got := found.Present.Title(winner); got != "Alder Clinical · 2026-11-28" {
		t.Errorf("the first assessment of Alder is called %q", got)
	}
}

// A contest is the assessments that competed, as they stood. Neither the annual
// review of the winner, nor new answers, nor time change it.
func TestAContestStaysAsItWas(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := must(b.Store.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, b.asked(), "lead@hospital.example"))
	alder, birch := must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Alder Clinical"}, "lead@hospital.example")), must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Birch Staffing"}, "lead@hospital.example"))
	winner, other := b.enter(rfp, alder), b.enter(rfp, birch)
	b.record(winner, append(closed(b.Today()), claim("BAA-02", "4"))...)
	b.record(other, closed(b.Today())...)
	review := func(of string) assessment.Snapshot {
		earlier := must(b.Store.Snapshot(ctx, of))
		return must(b.Store.OpenAssessment(ctx, store.Opening{
			Vendor: earlier.Opened.Vendor, Questionnaire: b.asked(), Milestone: questionnaire.Review, By: b.Evaluator, From: of,
		}))
	}

	// A review outside the RFP, before the award, leaves the contest alone.
	review(other)
	found, before := b.load(rfp)
	if len(before) != 2 || len(found.Later) != 1 || found.Later[0].Of != other {
		t.Fatalf("the board is %q, and %+v followed", before, found.Later)
	}
	award := must(found.Present.Board.Award(winner, found.Present.Judged))
	award.RFP, award.By, award.Reason, award.RecordedBy = rfp.ID, "Ruth Ortiz", "shows more", b.Evaluator
	award = must(b.Store.RecordAward(ctx, award))
	_, awarded := b.load(rfp)

	opened := review(winner)
	b.record(other, claim("BAA-02", "4"), assessment.Answered{Answer: assessment.Answer{Item: "BAA-01", Value: assessment.Unmet}})
	b.now = b.now.AddDate(2, 0, 0) // the evidence is long out of date
	found, after := b.load(rfp)
	if diff := cmp.Diff(awarded, after); diff != "" {
		t.Errorf("the contest became another:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Birch Staffing"}, found.MovedSince(found.Award())); diff != "" {
		t.Error(diff)
	}
	if len(found.Later) != 2 || found.Later[0].Assessment != opened.Assessment && found.Later[1].Assessment != opened.Assessment {
		t.Errorf("these followed: %+v", found.Later)
	}
	for _, e := range found.Present.Board.Entries {
		if e.Assessment == other && e.Verdict != assessment.Blocked {
			t.Errorf("for a new award, %s is %s", other, e.Verdict)
		}
	}

	// Who withdraws after the award stays on the board.
	b.record(other, assessment.Withdrawn{Reason: "the firm was sold"})
	found, after = b.load(rfp)
	if len(after) != 2 || len(found.Later) != 3 || len(found.Present.Board.Entries) != 1 {
		t.Errorf("after a withdrawal the board is %q, and %+v followed", after, found.Later)
	}

	// A decision that is made after the award is on the board.
	if _, err := b.Store.Record(ctx, winner, b.Entry(assessment.Decided{Decision: assessment.Decision{
		Outcome: assessment.DecideDecline, Milestone: questionnaire.Award, By: "Ruth Ortiz", Role: "CISO", Reason: "two years without a report",
	}})); err != nil {
		t.Fatal(err)
	}
	found, _ = b.load(rfp)
	if e := found.Board.Entries[found.Board.Find(winner)]; e.Decision == nil || e.Decision.Outcome != assessment.DecideDecline || e.Status != ranking.Decided {
		t.Errorf("the winner is %s, %+v", e.Status, e.Decision)
	}
}

// A journal names the questionnaires on which it was written, also those that
// were replaced.
func TestTheHistoryOfChangedRules(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	vendor := must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Alder Clinical"}, "lead@hospital.example"))
	id := must(b.Store.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: b.asked(), Milestone: questionnaire.Award, By: b.Evaluator})).Assessment
	b.record(id, claim("TEC-02", assessment.Unmet))
	to := b.asked("id: TEC-02", "id: TEC-20, was: [TEC-02]", "version: 1.0.0", "version: 1.1.0")
	if _, _, err := b.Store.ChangeRules(ctx, id, to, "Ruth Ortiz", "the new law"); err != nil {
		t.Fatal(err)
	}
	b.record(id, claim("TEC-20", assessment.Met))

	var lines []string
	for _, e := range must(b.History(ctx, id)) {
		lines = append(lines, strings.Join(append(strings.Fields(e.By)[:1], strings.TrimSpace(e.Item+" "+e.Brief())), ": "))
	}
	want := []string{
		"lead@hospital.example: opened on small 1.0.0: award",
		"lead@hospital.example: TEC-02 answered: unmet, claimed",
		"Ruth: changed the rules: small 1.1.0 (" + to.Hash()[:12] + ")",
		"lead@hospital.example: TEC-20 answered again: met, claimed",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// An assessment is found by its vendor's name and judged for the day in its own
// zone, which need not be the day in UTC.
func TestFindAndJudgeForToday(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	vendor := must(b.Store.AddVendor(ctx, assessment.Vendor{Name: "Alder Clinical"}, "lead@hospital.example"))
	must(b.Store.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: b.asked(), Milestone: questionnaire.Award, By: b.Evaluator}))
	s := must(b.Find(ctx, "alder"))
	if got := b.Judge(s); got.AsOf.String() != "2026-11-28" || got.Milestone != questionnaire.Award || b.Today() != got.AsOf {
		t.Errorf("judged for %s, as of %s; here it is %s", got.Milestone, got.AsOf, b.Today())
	}
	if _, err := b.Find(ctx, "nobody"); assessment.CodeOf(err) != assessment.NotFound {
		t.Errorf("nobody is %v", err)
	}
}
