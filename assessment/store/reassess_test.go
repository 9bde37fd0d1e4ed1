package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// reassess opens a re-assessment of the vendor of an earlier assessment.
func (b *bench) reassess(from string, q *questionnaire.Questionnaire) (assessment.Snapshot, error) {
	return b.OpenAssessment(context.Background(), store.Opening{
		Vendor: b.snapshot(from).Opened.Vendor, Questionnaire: q, Milestone: questionnaire.Award, By: evaluator, From: from,
	})
}

func TestAReassessmentCarriesOver(t *testing.T) {
	b := newBench(t)
	first := b.assess("Meridian Talent")
	b.record(first, append(b.halfway(), b.entry(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "reads from a script"}))...)
	b.clock.days(300)
	second, err := b.reassess(first, small())
	if err != nil {
		t.Fatal(err)
	}
	id := second.Assessment
	if diff := cmp.Diff([]string{"TEC-01", "TEC-02", "TEC-03"}, second.ToReverify()); diff != "" {
		t.Errorf("to re-verify: %s", diff)
	}
	if second.Previous == nil || second.Previous.Assessment != first || second.Previous.Head != b.snapshot(first).Head || second.Previous.AsOf != b.Today() {
		t.Errorf("before it was %+v", second.Previous)
	}
	if second.Seq != 2 || len(second.Flags) != 1 || second.Opened.Rules == nil || !cmp.Equal(*second.Opened.Rules, *assessment.RulesOf(small())) {
		t.Errorf("it opened with %d events, flags %+v and rules %+v", second.Seq, second.Flags, second.Opened.Rules)
	}
	if r := row(t, b, id); r.Reverify != 3 || r.Answered != 3 {
		t.Errorf("the row is %+v", r)
	}
	confirmed := second.Answers["TEC-01"].Confirmed()
	b.record(id, b.entry(confirmed))
	if r := row(t, b, id); r.Reverify != 2 {
		t.Errorf("one is confirmed, and %d wait", r.Reverify)
	}
	b.rebuilt()
	inMemory := b.snapshot(id)
	b = b.again()
	if diff := cmp.Diff(canonicalOf(t, inMemory), canonicalOf(t, b.snapshot(id))); diff != "" {
		t.Errorf("what is folded is not what was in memory: %s", diff)
	}
}

// Whoever names the vendor means the assessment that goes on.
func TestAReassessedAssessmentIsMeantByItsIDOnly(t *testing.T) {
	b := newBench(t)
	first := b.assess("Meridian Talent")
	other := b.assess("Meridian Talent")
	second, err := b.reassess(first, small())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.FindAssessment(context.Background(), first); got != first || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	_, err = b.FindAssessment(context.Background(), "meridian")
	refused(t, err, assessment.Ambiguous)
	if hint := candidates(err); strings.Contains(hint, first[:18]) || !strings.Contains(hint, "@"+other[:18]) || !strings.Contains(hint, "@"+second.Assessment[:18]) {
		t.Errorf("the candidates are %q", hint)
	}
}

func TestAReassessmentIsOfTheSame(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	first := b.assess("Meridian Talent")
	_, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.vendor("Harbor Staffing"), Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator, From: first})
	refused(t, err, assessment.Refused)
	_, err = b.reassess(first, about(t, questionnaire.SubjectPerson))
	refused(t, err, assessment.Refused)
	_, err = b.OpenAssessment(ctx, store.Opening{Vendor: b.snapshot(first).Opened.Vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator, From: "unknown"})
	refused(t, err, assessment.NotFound)
	if n := len(b.rows()); n != 1 {
		t.Errorf("%d were opened that may not be", n-1)
	}

	vendor := b.snapshot(first).Opened.Vendor
	nurse, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: about(t, questionnaire.SubjectPerson), Milestone: questionnaire.Access, Subject: "roster 17", By: evaluator})
	if err != nil {
		t.Fatal(err)
	}
	again := store.Opening{Vendor: vendor, Questionnaire: about(t, questionnaire.SubjectPerson), Milestone: questionnaire.Access, By: evaluator, From: nurse.Assessment}
	if s, err := b.OpenAssessment(ctx, again); err != nil || s.Opened.Subject != "roster 17" {
		t.Errorf("the same person is %q, %v", s.Opened.Subject, err)
	}
	again.Subject = "roster 18"
	_, err = b.OpenAssessment(ctx, again)
	refused(t, err, assessment.Refused)
}

func (b *bench) dues() []store.DueRow {
	b.tb.Helper()
	dues, err := b.Due(context.Background(), store.Filter{}, b.Today()+1000)
	if err != nil {
		b.tb.Fatal(err)
	}
	return dues
}

// kinds are what is due, as "kind vendor day", one a line; ! marks what is
// overdue.
func kinds(dues []store.DueRow) string {
	var text strings.Builder
	for _, d := range dues {
		text.WriteString(string(d.Due.Kind) + " " + d.Vendor + " " + d.Due.On.String())
		if d.Due.Overdue {
			text.WriteString(" !")
		}
		text.WriteString("\n")
	}
	return text.String()
}

func TestWhatIsDue(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	meridian, harbor := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	b.record(meridian, b.entry(decided(assessment.DecideDecline)))
	b.record(harbor, b.entry(assessment.ActionOpened{Action: assessment.Action{What: "sign the contract", Owner: "Ana", Due: b.Today() + 5}}))
	review := row(t, b, meridian).ReviewDue
	if review <= b.Today() || row(t, b, harbor).Actions != 1 || row(t, b, harbor).NextDue != b.Today()+5 {
		t.Fatalf("the rows are %+v", b.rows())
	}
	action, whole := "action Harbor Staffing 2026-11-27", "review Meridian Talent "+review.String()
	if got := kinds(b.dues()); got != action+"\n"+whole+"\n" {
		t.Errorf("all that is due:\n%s", got)
	}
	for name, test := range map[string]struct {
		filter store.Filter
		until  assessment.Date
		want   string
	}{
		"up to the day":  {store.Filter{}, b.Today() + 5, action + "\n"},
		"the day before": {store.Filter{}, b.Today() + 4, ""},
		"of a vendor":    {store.Filter{VendorID: row(t, b, meridian).VendorID}, review, whole + "\n"},
		"the first":      {store.Filter{Limit: 1}, review, action + "\n"},
	} {
		if got, err := b.Due(ctx, test.filter, test.until); err != nil || kinds(got) != test.want {
			t.Errorf("%s: %q, %v", name, kinds(got), err)
		}
	}
	b.clock.days(6)
	if got := kinds(b.dues()); got != action+" !\n"+whole+"\n" {
		t.Errorf("after its day:\n%s", got)
	}
	b.record(harbor, b.entry(assessment.ActionClosed{Action: b.snapshot(harbor).Actions[0].ID, How: "signed"}))
	b.record(meridian, b.answer("TEC-01", "4"))
	if got := kinds(b.dues()); got != "decision Meridian Talent 2026-11-28\n"+whole+"\n" {
		t.Errorf("after the decision is void:\n%s", got)
	}
	b.rebuilt()
}

// A review stays due until the re-assessment is decided, not only begun.
func TestAReviewIsDoneByADecision(t *testing.T) {
	b := newBench(t)
	first := b.assess("Meridian Talent")
	b.record(first, b.entry(decided(assessment.DecideDecline)))
	b.clock.days(100)
	review := row(t, b, first).ReviewDue
	second, err := b.reassess(first, small())
	if err != nil {
		t.Fatal(err)
	}
	if got := row(t, b, first).ReviewDue; got != review || review.IsZero() {
		t.Errorf("begun, the review of the first is due on %q, want %q", got, review)
	}
	b.record(second.Assessment, b.entry(decided(assessment.DecideDecline)))
	b.sound()
	if got, now := row(t, b, first).ReviewDue, row(t, b, second.Assessment).ReviewDue; !got.IsZero() || now != review+100 {
		t.Errorf("decided, the review of the first is due on %q, of the second on %q", got, now)
	}
	b.rebuilt()
}

// What was open goes on in the re-assessment, and is due there only.
func TestWhatIsDueIsTakenOver(t *testing.T) {
	b := newBench(t)
	first := b.assess("Meridian Talent")
	action := b.entry(assessment.ActionOpened{Action: assessment.Action{What: "sign the contract", Owner: "Ana", Due: b.Today() + 5}})
	b.record(first, action, b.entry(decided(assessment.DecideDecline)), b.answer("TEC-01", "4"))
	before := kinds(b.dues())
	if !strings.HasPrefix(before, "decision Meridian Talent 2026-11-22\naction Meridian Talent 2026-11-27\nreview Meridian Talent ") {
		t.Fatalf("at first these are due:\n%s", before)
	}
	second, err := b.reassess(first, small())
	if err != nil {
		t.Fatal(err)
	}
	of := map[string][]assessment.DueKind{}
	for _, d := range b.dues() {
		of[d.ID] = append(of[d.ID], d.Due.Kind)
	}
	want := map[string][]assessment.DueKind{first: {assessment.DueReview}, second.Assessment: {assessment.DueAction}}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Errorf("taken over: %s", diff)
	}
	if r := row(t, b, first); r.NextDue != r.ReviewDue || row(t, b, second.Assessment).NextDue != b.Today()+5 {
		t.Errorf("the rows are %+v", b.rows())
	}
	b.record(second.Assessment, b.entry(decided(assessment.DecideDecline)))
	if got := kinds(b.dues()); strings.Count(got, "action") != 1 || strings.Count(got, "review") != 1 {
		t.Errorf("once that is decided:\n%s", got)
	}
	b.rebuilt()
}
