package ranking_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/questionnaire"
	"assay/templates"
)

func TestPrintedScoresDecideRanksAndTies(t *testing.T) {
	weights := []int{1}
	incomplete := judged("Elm", 500, weights, [2]assessment.Score{500, 900})
	incomplete.Verdict = assessment.Incomplete
	gatesOnly := judged("Yew", none, nil)
	gatesOnly.Verdict = assessment.Passed
	results := []assessment.Result{
		stopped(judged("Ash", 990, weights, at(990))),
		judged("Oak", 814, weights, at(814)), gatesOnly, incomplete,
		judged("Fir", 814, weights, at(814)),
		stopped(judged("Box", none, nil)),
		judged("Bay", 813, weights, at(813)),
	}
	want := []string{
		"1 tied ranked Fir 81.4", "1 tied ranked Oak 81.4", "3 ranked Bay 81.3", "4 ranked Elm 50.0",
		"5 unscored Yew –", "6 blocked Ash 99.0", "7 blocked Box –",
	}
	for range len(results) {
		results = append(results[1:], results[0]) // the order in which they come does not matter
		r := ranking.Rank(results)
		var got []string
		for _, p := range r.Positions {
			text := fmt.Sprint(p.Rank)
			if p.Tied {
				text += " tied"
			}
			got = append(got, fmt.Sprintf("%s %s %s %s", text, p.Group, p.Vendor, p.Shown))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if got, want := r.Headline(), "a tie: Fir and Oak share the first rank at 81.4"; got != want {
			t.Errorf("headline %q, want %q", got, want)
		}
	}
	if got, want := ranking.Rank(results[:0]).Headline(), "nobody is ranked: every vendor is blocked or has no score"; got != want {
		t.Errorf("headline of nobody %q, want %q", got, want)
	}
	onlyBlocked := ranking.Rank([]assessment.Result{stopped(judged("Ash", 990, weights, at(990)))})
	if got, want := onlyBlocked.Headline(), "nobody is ranked: every vendor is blocked or has no score"; got != want {
		t.Errorf("headline of a blocked one %q, want %q", got, want)
	}
}

// In the demo, the vendor with the best score refuses the BAA.
func TestABlockedVendorIsLastWithTheBestScore(t *testing.T) {
	results := demo(t)
	r := ranking.Rank(results)
	var names []string
	for _, p := range r.Positions {
		names = append(names, strings.Fields(p.Vendor)[0])
	}
	if diff := cmp.Diff([]string{"Kestrelhythe", "Oakhollin", "Ellsmarch"}, names); diff != "" {
		t.Fatal(diff)
	}
	if last := r.Positions[2]; last.Group != ranking.Blocked || last.Rank != 3 || last.Shown <= r.Positions[0].Shown {
		t.Errorf("the position of the blocked vendor is %+v", last)
	}
	f := ranking.Firm(results, 1000)
	if n := len(f.Acceptability.Any); n != 2 {
		t.Errorf("%d vendors compete, want 2", n)
	}
	without := ranking.Firm(slices.DeleteFunc(results, func(r assessment.Result) bool { return r.Verdict == assessment.Blocked }), 1000)
	if diff := cmp.Diff(string(must(encode(f))), string(must(encode(without)))); diff != "" {
		t.Errorf("the blocked vendor changes the firmness of the ranking: %s", diff)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// demo returns the three vendors of the demo, judged for award.
func demo(t *testing.T) []assessment.Result {
	t.Helper()
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	day := must(assessment.ParseDate("2026-11-22"))
	var results []assessment.Result
	for _, name := range []string{"ellsmarch", "kestrelhythe", "oakhollin"} {
		events := []assessment.Event{{
			Entry:      assessment.Entry{ID: name, By: "lead", Change: assessment.Opened{Vendor: assessment.Vendor{ID: name, Name: strings.ToUpper(name[:1]) + name[1:]}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}},
			Assessment: name, Seq: 1,
		}}
		snapshot := assessment.Snapshot{Assessment: name, Questionnaire: q, State: must(assessment.Fold(events))}
		n := 0
		id := func() string { n++; return fmt.Sprint(name, n) }
		for _, part := range []string{name, name + "-second"} {
			file := must(assessment.ParseAnswers(must(fs.ReadFile(templates.Demo(), part+".yaml")), day, time.UTC))
			for _, entry := range must(file.Admit(snapshot, id, day.Time().Add(15*time.Hour).UnixMicro(), "")) {
				events = append(events, assessment.Event{Entry: entry, Assessment: name, Seq: int64(len(events) + 1)})
			}
			snapshot.State = must(assessment.Fold(events))
		}
		results = append(results, assessment.Evaluate(snapshot, day, questionnaire.Award, questionnaire.Current))
	}
	return results
}
