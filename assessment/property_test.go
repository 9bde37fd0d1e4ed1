package assessment_test

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// graded are the items of the small questionnaire that are graded, and steered
// those that a condition or a rule reads: raising their answers may raise a
// flag or set another item aside, so that monotony is not promised for them.
var (
	graded  = []string{"BAA-01", "BAA-02", "BAA-03", "BAA-04", "TEC-01", "TEC-02", "TEC-04", "TEC-05", "SCN-01"}
	steered = []string{"BAA-02", "TEC-01"}
)

// anyAnswer draws an answer to an item that is not a fact.
func anyAnswer(t *rapid.T, item *questionnaire.Item) assessment.Answer {
	a := assessment.Answer{Item: item.ID}
	if item.Kind == questionnaire.Scenario {
		a.Scores = map[string]int{"lead": rapid.IntRange(0, 4).Draw(t, "lead")}
		if rapid.Bool().Draw(t, "two scorers") {
			a.Scores["ciso"] = rapid.IntRange(0, 4).Draw(t, "ciso")
		}
		if rapid.Bool().Draw(t, "concrete") {
			a.Elements = []string{"actor"}
		}
		return a
	}
	a.Value = rapid.SampledFrom(values(item.Kind)).Draw(t, item.ID)
	a.Assurance = rapid.SampledFrom([]assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified}).Draw(t, "assurance")
	if a.Assurance != assessment.Claimed {
		kind := rapid.SampledFrom([]string{"EV-01", "EV-31", "EV-58"}).Draw(t, "kind")
		record := assessment.Evidence{Kind: kind, Observed: "seen", AsOf: today - assessment.Date(rapid.IntRange(0, 900).Draw(t, "age"))}
		if kind == "EV-01" {
			record.ValidUntil = max(record.AsOf, today+assessment.Date(rapid.IntRange(-50, 400).Draw(t, "left")))
		}
		a.Evidence = []assessment.Evidence{record}
	}
	return a
}

// values are the answers to a kind of item, the worst first.
func values(kind questionnaire.Kind) []string {
	var texts []string
	for _, value := range slices.Backward(kind.Values()) {
		texts = append(texts, value.Text)
	}
	return texts
}

// anyInterview draws an assessment in which some items are answered, some of
// them before and not confirmed since; with actions, a delivery chain and a
// waiver.
func anyInterview(rt *rapid.T, t *testing.T, q *questionnaire.Questionnaire) *interview {
	i := open(t, q)
	for _, fact := range []struct {
		id     string
		values []string
	}{{"records", []string{"", "10", "90000"}}, {"privilege", []string{"", "view", "admin"}}, {"tiers", []string{"", "1", "3"}}, {"standing", []string{"", "yes", "no"}}, {"links", []string{"", "0", "2"}}} {
		if value := rapid.SampledFrom(fact.values).Draw(rt, fact.id); value != "" {
			i.fact(fact.id, value)
		}
	}
	for _, id := range graded {
		if rapid.IntRange(0, 3).Draw(rt, "answered "+id) == 0 {
			continue
		}
		answer := anyAnswer(rt, q.Item(id))
		if !q.Item(id).Hard && rapid.IntRange(0, 5).Draw(rt, "set aside "+id) == 0 {
			answer = aside(id)
		}
		if i.answer(answer); rapid.IntRange(0, 3).Draw(rt, "waits "+id) == 0 {
			i.put(waiting(answer))
		}
	}
	days := func(what string, from, to int) assessment.Date {
		return today + assessment.Date(rapid.IntRange(from, to).Draw(rt, what))
	}
	for range rapid.IntRange(0, 2).Draw(rt, "actions") {
		i.record(todo(days("due", 0, 40)))
	}
	under := ""
	for range rapid.IntRange(0, 2).Draw(rt, "links") {
		link := assessment.Link{Under: under, Entity: "Desk", Country: "PH", PHI: rapid.Bool().Draw(rt, "patient data")}
		if rapid.Bool().Draw(rt, "bound") {
			link.Flow = bound(days("signed", -20, 0), days("ends", 0, 40))
		}
		under = i.record(assessment.LinkSet{Link: link})
	}
	if rapid.IntRange(0, 3).Draw(rt, "waiver") == 0 {
		i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: days("expires", 0, 40)}})
	}
	return i
}

// anyDay draws a day around today.
func anyDay(rt *rapid.T) assessment.Date {
	return today + assessment.Date(rapid.IntRange(-20, 60).Draw(rt, "day"))
}

func at(i *interview, milestone questionnaire.Milestone) assessment.Result {
	return assessment.Evaluate(i.snapshot(), today, milestone, questionnaire.Current)
}

// milestones of the engagement, drawn.
func anyMilestone(rt *rapid.T) questionnaire.Milestone {
	return rapid.SampledFrom(questionnaire.Milestones()).Draw(rt, "milestone")
}

func TestPropertyTheBreakdownSumsToTheScore(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := at(anyInterview(rt, t, q), anyMilestone(rt))
		var sum, weights float64
		for _, d := range r.Domains {
			var credit, weight float64
			for _, item := range r.Items {
				if item.Domain == d.ID && (item.State == assessment.StateAnswered || item.State == assessment.StateUnanswered) {
					credit += float64(item.Weight) * item.Credit
					weight += float64(item.Weight)
					if math.Abs(item.Credit-item.P*item.K*item.F) > 1e-9 {
						rt.Fatalf("%s: credit %v of %v·%v·%v", item.ID, item.Credit, item.P, item.K, item.F)
					}
				}
			}
			if weight > 0 {
				sum += float64(d.Weight) * 100 * credit / weight
				weights += float64(d.Weight)
			}
		}
		if weights == 0 {
			if r.Shown != assessment.NoScore {
				rt.Fatalf("nothing to score, and %s", r.Shown)
			}
			return
		}
		want := math.Max(0, sum/weights-float64(r.Flags.Penalty))
		if math.Abs(float64(r.Shown)/10-want) > 0.0501 {
			rt.Fatalf("shown %s, the items sum to %.3f", r.Shown, want)
		}
	})
}

func TestPropertyAnOpenHardGateIsBlocked(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		milestone := anyMilestone(rt)
		r := at(anyInterview(rt, t, q), milestone)
		for _, item := range r.Items {
			if item.Gate.Open() && q.Item(item.ID).HardAt(milestone) && r.Verdict != assessment.Blocked {
				rt.Fatalf("%s is %s, the verdict %s", item.ID, item.Gate, r.Verdict)
			}
		}
	})
}

// A better answer, a better assurance, a fresher record never cost anything.
func TestPropertyRaisingNeverLowers(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone := anyInterview(rt, t, q), anyMilestone(rt)
		before := at(i, milestone)
		id := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(graded), func(id string) bool { return slices.Contains(steered, id) })).Draw(rt, "raised")
		a := i.snapshot().Answers[id]
		if !a.Answered() {
			return
		}
		switch what := rapid.SampledFrom([]string{"answer", "assurance", "freshness"}).Draw(rt, "what"); {
		case q.Item(id).Kind == questionnaire.Scenario:
			raised := map[string]int{}
			for scorer, score := range a.Scores {
				raised[scorer] = min(4, score+1)
			}
			a.Scores = raised
		case what == "answer":
			list := values(q.Item(id).Kind)
			a.Value = list[min(len(list)-1, slices.Index(list, a.Value)+1)]
		case what == "assurance" && a.Assurance == assessment.Documented:
			a.Assurance = assessment.Verified
		case what == "freshness" && len(a.Evidence) > 0:
			a.Evidence = slices.Clone(a.Evidence)
			a.Evidence[0].AsOf = today
			if !a.Evidence[0].ValidUntil.IsZero() {
				a.Evidence[0].ValidUntil = today + 400
			}
		}
		after := at(i.answer(a), milestone)
		if after.Shown < before.Shown || after.Claimed < before.Claimed || rank(after.Verdict) < rank(before.Verdict) {
			rt.Fatalf("%s raised: shown %s → %s, %s → %s", id, before.Shown, after.Shown, before.Verdict, after.Verdict)
		}
	})
}

// The score lies in its interval, and answering narrows it.
func TestPropertyAnsweringNarrows(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone := anyInterview(rt, t, q), anyMilestone(rt)
		before := at(i, milestone)
		if before.Interval[0] > before.Shown || before.Shown > before.Interval[1] || before.Reachable < before.Interval[1] {
			rt.Fatalf("shown %s, interval %v, reachable %s", before.Shown, before.Interval, before.Reachable)
		}
		id := rapid.SampledFrom(graded).Draw(rt, "answered")
		if slices.Contains(steered, id) || before.Item(id).State != assessment.StateUnanswered {
			return
		}
		i.answer(anyAnswer(rt, q.Item(id)))
		after := at(i, milestone)
		penalty := assessment.Score(10 * (after.Flags.Penalty - before.Flags.Penalty)) // anchor 0 of a scenario is a warning
		if after.Interval[0]+penalty < before.Interval[0] || after.Interval[1] > before.Interval[1] {
			rt.Fatalf("answering %s widened %v to %v", id, before.Interval, after.Interval)
		}
	})
}

// What is set aside or hidden has no part in anything.
func TestPropertySetAsideItemsDoNotCount(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		i := anyInterview(rt, t, q)
		id := rapid.SampledFrom([]string{"TEC-05", "SCN-01"}).Draw(rt, "set aside")
		aside := assessment.Answer{Item: id, NotApplicable: &assessment.NotApplicable{Reason: "no such thing", By: "lead"}}
		noted := aside
		noted.Note = "asked twice"
		a, b := at(i.answer(aside), questionnaire.Award), at(i.answer(noted), questionnaire.Award)
		if a.Shown != b.Shown || a.Coverage != b.Coverage || a.Item(id).State != assessment.StateNA || a.Item(id).Credit != 0 {
			rt.Fatalf("%s counts: %+v", id, a.Item(id))
		}
		hidden := at(i, questionnaire.Award).Item("TEC-03") // basis N, hidden from the current view
		if hidden.State != assessment.StateHidden || hidden.Credit != 0 {
			rt.Fatalf("TEC-03 is %s with credit %v", hidden.State, hidden.Credit)
		}
	})
}

// Only the proportions of weights matter.
func TestPropertyRescalingWeightsChangesNothing(t *testing.T) {
	text := smallText(t)
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone := anyInterview(rt, t, q), anyMilestone(rt)
		before := at(i, milestone)
		times := rapid.SampledFrom([]string{"2", "3"}).Draw(rt, "times")
		scaled := strings.NewReplacer(map[string][]string{
			"2": {"\n    weight: 3", "\n    weight: 6", "\n    weight: 2", "\n    weight: 4", "\n    weight: 1", "\n    weight: 2"},
			"3": {"\n    weight: 3", "\n    weight: 9", "\n    weight: 2", "\n    weight: 6", "\n    weight: 1", "\n    weight: 3"},
		}[times]...).Replace(text)
		other, err := questionnaire.Parse(strings.NewReader(scaled))
		if err != nil {
			rt.Fatal(err)
		}
		snapshot := i.snapshot()
		snapshot.Questionnaire = other
		after := assessment.Evaluate(snapshot, today, milestone, questionnaire.Current)
		if after.Shown != before.Shown || after.Claimed != before.Claimed || after.Interval != before.Interval || after.Verdict != before.Verdict || after.Coverage != before.Coverage {
			rt.Fatalf("weights times %s: %s %v → %s %v", times, before.Shown, before.Interval, after.Shown, after.Interval)
		}
	})
}

// It does not matter in which order items are answered.
func TestPropertyTheOrderOfAnswersDoesNotMatter(t *testing.T) {
	q := small(t)
	rapid.Check(t, func(rt *rapid.T) {
		var answers []assessment.Answer
		for _, id := range graded {
			answers = append(answers, anyAnswer(rt, q.Item(id)))
		}
		shuffled := rapid.Permutation(answers).Draw(rt, "order")
		one, two := open(t, q), open(t, q)
		for n := range answers {
			one.answer(answers[n])
			two.answer(shuffled[n])
		}
		a, b := at(one, questionnaire.Access), at(two, questionnaire.Access)
		if a.Shown != b.Shown || a.Interval != b.Interval || a.Verdict != b.Verdict || a.Gates != b.Gates || a.Flags != b.Flags {
			rt.Fatalf("%s %v %s, and in another order %s %v %s", a.Shown, a.Interval, a.Verdict, b.Shown, b.Interval, b.Verdict)
		}
	})
}

// Confirming what was said before costs nothing, where no condition reads it.
func TestPropertyConfirmingNeverLowers(t *testing.T) {
	q := chained(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone := anyInterview(rt, t, q), anyMilestone(rt)
		for _, id := range i.snapshot().ToReverify() {
			answer := i.snapshot().Answers[id]
			before := at(i, milestone)
			i.confirm(id)
			after := at(i, milestone)
			free := slices.Contains(graded, id) && !slices.Contains(steered, id) && answer.Answered()
			if free && (after.Shown < before.Shown || after.Claimed != before.Claimed || after.Interval[1] < before.Interval[1] || rank(after.Verdict) < rank(before.Verdict)) {
				rt.Fatalf("%s confirmed: %s %s → %s %s", id, before.Verdict, before.Shown, after.Verdict, after.Shown)
			}
			if after.Reverify != before.Reverify-1 {
				rt.Fatalf("%s confirmed: %d waited, %d wait", id, before.Reverify, after.Reverify)
			}
		}
	})
}

// Closing an action, overdue or not, costs nothing on any day.
func TestPropertyClosingAnActionNeverWorsens(t *testing.T) {
	q := chained(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone, day := anyInterview(rt, t, q), anyMilestone(rt), anyDay(rt)
		for _, action := range i.snapshot().Actions {
			before := assessment.Evaluate(i.snapshot(), day, milestone, questionnaire.Current)
			i.record(assessment.ActionClosed{Action: action.ID, How: "done"})
			after := assessment.Evaluate(i.snapshot(), day, milestone, questionnaire.Current)
			late := day > action.Due
			if after.Shown < before.Shown || rank(after.Verdict) < rank(before.Verdict) || after.Flags.Warning < before.Flags.Warning != late {
				rt.Fatalf("closed on %s, due %s: %s %s %+v → %s %s %+v", day, action.Due, before.Verdict, before.Shown, before.Flags, after.Verdict, after.Shown, after.Flags)
			}
		}
	})
}

// Binding a link costs nothing. Where the chain alone held back the rule that
// sets its gate aside, the gate leaves the sums, and only the verdict is held to
// get no worse.
func TestPropertyBindingALinkNeverWorsens(t *testing.T) {
	q := chained(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone := anyInterview(rt, t, q), anyMilestone(rt)
		for _, link := range i.snapshot().Links {
			before := at(i, milestone)
			link.Flow = bound(today, 0)
			i.record(assessment.LinkSet{Link: link})
			after := at(i, milestone)
			leaves := after.Item("BAA-03").State != before.Item("BAA-03").State
			if rank(after.Verdict) < rank(before.Verdict) || after.Shown < before.Shown && !leaves || after.Gates.Open() > before.Gates.Open() {
				rt.Fatalf("%s → %s at %s → %s, %d → %d gates open", before.Verdict, after.Verdict, before.Shown, after.Shown, before.Gates.Open(), after.Gates.Open())
			}
		}
	})
}

// Until the day of the next change, an assessment is judged as it is today.
func TestPropertyTimeChangesNothingBeforeTheNextChange(t *testing.T) {
	q := chained(t)
	rapid.Check(t, func(rt *rapid.T) {
		i, milestone, day := anyInterview(rt, t, q), anyMilestone(rt), anyDay(rt)
		snapshot := i.snapshot()
		want := assessment.Evaluate(snapshot, day, milestone, questionnaire.Current)
		last := want.NextChange - 1
		if want.NextChange.IsZero() {
			last = day + 1000
		}
		for _, next := range []assessment.Date{day + 1, day + 2, day + (last-day)/2, last - 1, last} {
			if next <= day || next > last {
				continue
			}
			got := assessment.Evaluate(snapshot, next, milestone, questionnaire.Current)
			got.AsOf = day
			if !reflect.DeepEqual(want, got) {
				rt.Fatalf("on %s it is judged otherwise than on %s, with the next change on %s: %s", next, day, want.NextChange, cmp.Diff(want, got))
			}
		}
	})
}
