package assessment_test

import (
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// A note or mark after a decision does not void it, and is told to every reader.
// Whatever is judged voids it.
func TestWhatIsAddedAfterADecision(t *testing.T) {
	quote := []assessment.Quote{{Text: "Soon."}}
	note := assessment.Answer{Item: "BAA-01", Note: "read again"}
	on := func(edit func(*assessment.Answer)) func(i *interview) {
		return func(i *interview) { i.answer(i.snapshot().Answers["BAA-01"].Amended(edit)) }
	}
	for name, test := range map[string]struct {
		after func(i *interview)
		added string
		void  bool
	}{
		"a note":                            {on(func(a *assessment.Answer) { a.Note = note.Note }), "BAA-01: note by lead, 2026-11-22", false},
		"a quote":                           {on(func(a *assessment.Answer) { a.Quotes = quote }), "BAA-01: quote by lead, 2026-11-22", false},
		"marks and ticks":                   {on(func(a *assessment.Answer) { a.Later, a.Evasive, a.Heard = true, true, []int{1} }), "BAA-01: tick and mark by lead, 2026-11-22", false},
		"an answer":                         {on(func(a *assessment.Answer) { a.Value, a.Note = "unmet", "no" }), "", true},
		"evidence":                          {on(func(a *assessment.Answer) { a.Evidence = append(a.Evidence, a.Evidence[0]) }), "", true},
		"a check":                           {on(func(a *assessment.Answer) { a.Assurance = assessment.Claimed }), "", true},
		"a note where nothing was answered": {func(i *interview) { i.answer(assessment.Answer{Item: "BAA-04", Note: "asked"}) }, "BAA-04: note by lead, 2026-11-22", false},
		"a scorer's note": {func(i *interview) {
			i.recordBy("ciso", i.snapshot().Answers["SCN-01"].NotedBy("ciso", "she hesitated"))
			i.record(i.snapshot().Answers["SCN-01"].NotedBy("lead", "she did not"))
			i.record(i.snapshot().Answers["SCN-01"].NotedBy("lead", "she did"))
		}, "SCN-01: note by ciso, 2026-11-22; note by lead, 2026-11-22", false},
		"a scorer's tick": {func(i *interview) { i.record(i.snapshot().Answers["SCN-01"].Naming("lead", []string{"actor"})) }, "", true},
		"a third grade":   {func(i *interview) { i.recordBy("cfo", grade("SCN-01", "cfo", 4)) }, "", true},
		"a note taken back": {func(i *interview) {
			on(func(a *assessment.Answer) { a.Note = note.Note })(i)
			s := i.snapshot()
			i.record(assessment.Undone{Event: s.LastStep("lead").Event})
		}, "", false},
		"an earlier note taken back": {func(i *interview) {
			s := i.snapshot()
			i.record(assessment.Undone{Event: s.LastStep("lead").Event})
		}, "TEC-01: something taken back by lead, 2026-11-22", false},
	} {
		t.Run(name, func(t *testing.T) {
			i := complete(t)
			i.answer(i.snapshot().Answers["TEC-01"].Amended(func(a *assessment.Answer) { a.Note = "early" }))
			i.record(decide(assessment.DecideApprove, ""))
			test.after(i)
			s := i.snapshot()
			d := s.Decision()
			if got := strings.Join(wording.Added(*d, time.UTC), "; "); got != test.added || d.InForce() == test.void {
				t.Errorf("in force %t, added %q, want %q", d.InForce(), got, test.added)
			}
			back := must(assessment.ParseSnapshot(must(s.Canonical())))
			if diff := cmp.Diff(s.Decisions, back.Decisions); diff != "" {
				t.Error(diff)
			}
			if i.record(decide(assessment.DecideDecline, "too dear")); len(i.snapshot().Decisions[1].Added) > 0 {
				t.Error("the next decision has seen it")
			}
		})
	}
}

// The header tells what was added beside the answers, so that a destroyed note
// voids nothing. A header that says so of an answer is not believed.
func TestTheHeaderTellsWhatStandsBeside(t *testing.T) {
	i := complete(t)
	i.record(decide(assessment.DecideApprove, ""))
	i.answer(i.snapshot().Answers["BAA-01"].Amended(func(a *assessment.Answer) { a.Note = "Ana Ruiz" }))
	last := &i.events[len(i.events)-1]
	header := must(last.Header())
	if !strings.Contains(header, `"beside":"yes"`) || must(assessment.ParseHeader(header)).Text() != header {
		t.Errorf("the header is %s", header)
	}
	last.Change = assessment.Withheld{Kind: "answered", Refs: assessment.RefsOf(last.Change)}
	s, err := assessment.Fold(i.events)
	if err != nil || !s.Decision().InForce() || s.Decision().Added[0].Parts[0] != assessment.Destroyed {
		t.Errorf("%v: %+v", err, s.Decisions)
	}
	lie := complete(t)
	lie.record(decide(assessment.DecideApprove, ""))
	lie.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-01", Value: "unmet"}, Beside: true})
	if state := lie.snapshot(); state.DecisionInForce() != nil {
		t.Error("an answer that calls itself a note voids nothing")
	}
	if result := lie.evaluate(); result.Item("BAA-01").Answer != "unmet" || lie.q.Item("BAA-01").Kind != questionnaire.Gate {
		t.Errorf("%+v", result.Item("BAA-01"))
	}
}
