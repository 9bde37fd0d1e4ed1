package outstanding_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/outstanding"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const today assessment.Date = 20800

// listOf is the list after some changes on the small questionnaire, with texts of it
// replaced in pairs.
func listOf(t *testing.T, replaced []string, changes ...assessment.Change) outstanding.List {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(strings.NewReplacer(replaced...).Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var events []assessment.Event
	for n, change := range append([]assessment.Change{opened}, changes...) {
		at := today.Time().UnixMicro() + int64(n)
		events = append(events, assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), At: at, By: "lead", Change: change}, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
	return outstanding.Of(s, assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current))
}

// told is a list with one line for each point.
func told(l outstanding.List) []string {
	lines := []string{}
	for _, p := range l.Points {
		line := fmt.Sprintf("%s %s %q from %s", p.Why, p.Item, p.Ask, p.From)
		for _, part := range []struct {
			name  string
			texts []string
		}{{" heard ", p.Heard}, {" missing ", p.Missing}} {
			if len(part.texts) > 0 {
				line += part.name + strings.Join(part.texts, "; ")
			}
		}
		for _, promise := range p.Promises {
			line += fmt.Sprintf(" promised %s by %s on %s, overdue %v", promise.What, promise.Owner, promise.Due, promise.Overdue)
		}
		lines = append(lines, line)
	}
	return lines
}

func answered(a assessment.Answer) assessment.Change { return assessment.Answered{Answer: a} }

func graded(scorer string, grade int) assessment.Change {
	return assessment.Graded{Item: "SCN-01", Scorer: scorer, Grade: &grade}
}

// finished answers everything but BAA-01, TEC-02 and the scenario.
func finished(t *testing.T) []assessment.Change {
	t.Helper()
	var all []assessment.Change
	for item, value := range map[string]string{
		"records": "1", "privilege": "view", "tiers": "1", "standing": "false", "links": "0",
		"BAA-02": "3", "TEC-01": "3", "TEC-03": "3", "TEC-05": "present",
	} {
		all = append(all, answered(assessment.Answer{Item: item, Value: value}))
	}
	for _, item := range []string{"BAA-03", "TEC-04"} {
		plan := assessment.Evidence{Kind: "EV-31", Observed: "read", AsOf: today - 1}
		all = append(all, answered(assessment.Answer{Item: item, Value: "met", Assurance: assessment.Documented, Evidence: []assessment.Evidence{plan}}))
	}
	return all
}

func TestWhoOwesWhat(t *testing.T) {
	quote := []assessment.Quote{{Text: "Our platform does that", Who: "R. Cruz"}}
	action := func(a assessment.Action) assessment.Change {
		a.Owner = "Priya"
		return assessment.ActionOpened{Action: a}
	}
	base := finished(t)
	received := assessment.Evidence{Kind: "EV-31", File: "plan.pdf", Unread: true}
	for name, test := range map[string]struct {
		replaced     []string
		changes      []assessment.Change
		ours, vendor []string
	}{
		"nothing is answered yet": {
			nil,
			nil,
			[]string{`unanswered BAA-01 "May we read the draft?" from vendor missing an answer`, `unanswered TEC-02 "Is MFA on?" from vendor missing an answer`, `unanswered SCN-01 "What happens next?" from delivery lead missing an answer`},
			[]string{`unanswered BAA-01 "May we read the draft?" from vendor missing an answer`, `unanswered TEC-02 "Is MFA on?" from vendor missing an answer`},
		},
		"evidence came with a reply, and nobody has read it": {
			nil,
			append(slices.Clone(base),
				answered(assessment.Answer{Item: "TEC-02", Value: "met", Evidence: []assessment.Evidence{received}}),
				answered(assessment.Answer{Item: "BAA-02", Value: "3", Assurance: assessment.Claimed, Evidence: []assessment.Evidence{received, received}}),
				answered(assessment.Answer{Item: "BAA-01", Evidence: []assessment.Evidence{received}}), graded("lead", 3)),
			[]string{
				`unread BAA-02 "Who pays?" from us missing somebody to read 2 received documents`,
				`unread TEC-02 "Is MFA on?" from us heard yes, it is in place missing somebody to read 1 received document`,
				`unanswered BAA-01 "May we read the draft?" from vendor missing an answer`,
			},
			[]string{`unanswered BAA-01 "May we read the draft?" from vendor missing an answer`},
		},
		"said without a record, promised, and graded apart": {
			nil,
			[]assessment.Change{
				answered(assessment.Answer{Item: "BAA-01", Value: "met", Note: "they stalled"}),
				answered(assessment.Answer{Item: "TEC-02", Value: "unmet", Quotes: quote}),
				graded("lead", 4), graded("ciso", 1),
				action(assessment.Action{Item: "TEC-02", What: "send the tokens", Side: "vendor", Due: today - 2}),
				action(assessment.Action{Item: "BAA-02", What: "ask counsel", Side: "us", Due: today + 2}),
				action(assessment.Action{What: "send the roster", Side: "vendor", Due: today + 9}),
			},
			[]string{
				`not_shown BAA-01 "May we read the draft?" from vendor heard yes, it is in place missing Draft`,
				`promised BAA-02 "Who pays?" from vendor promised ask counsel by Priya on 2026-12-15, overdue false`,
				`promised TEC-02 "Is MFA on?" from vendor heard “Our platform does that”, R. Cruz promised send the tokens by Priya on 2026-12-11, overdue true`,
				`promised  "" from vendor promised send the roster by Priya on 2026-12-22, overdue false`,
				`differ SCN-01 "What happens next?" from us missing one grade that the scorers agree on, with the reason`,
			},
			[]string{
				`not_shown BAA-01 "May we read the draft?" from vendor heard yes, it is in place missing Draft`,
				`promised TEC-02 "Is MFA on?" from vendor heard “Our platform does that”, R. Cruz promised send the tokens by Priya on 2026-12-11, overdue true`,
				`promised  "" from vendor promised send the roster by Priya on 2026-12-22, overdue false`,
			},
		},
		"one group of two is shown": {
			[]string{"evidence: [EV-01], shown_by: {award: [EV-58], access: [EV-01]}", "must_show: [{show: the draft, by: [EV-58]}, {show: the signed form, by: [EV-01, EV-31]}]"},
			[]assessment.Change{
				answered(assessment.Answer{Item: "BAA-01", Value: "met", Assurance: assessment.Documented, Evidence: []assessment.Evidence{{Kind: "EV-58", Observed: "read", AsOf: today}}}),
				answered(assessment.Answer{Item: "TEC-02", NotApplicable: &assessment.NotApplicable{Reason: "x", By: "y"}}), graded("lead", 3),
			},
			[]string{
				`not_shown BAA-01 "May we read the draft?" from vendor heard yes, it is in place missing the signed form: Executed BAA or Plan`,
				`unanswered TEC-02 "Is MFA on?" from vendor missing an answer`,
			},
			[]string{
				`not_shown BAA-01 "May we read the draft?" from vendor heard yes, it is in place missing the signed form: Executed BAA or Plan`,
				`unanswered TEC-02 "Is MFA on?" from vendor missing an answer`,
			},
		},
		"we read it ourselves, and one paper is ours": {
			[]string{
				"ask: May we read the draft?, weight: 5, hard: true, min_assurance: documented, basis: R, phase: pre-award, asked_of: vendor",
				"ask: May we read the draft?, weight: 5, hard: true, min_assurance: documented, basis: R, phase: pre-award, asked_of: document",
				"name: Plan", "name: Plan, issued_by: us",
			},
			[]assessment.Change{answered(assessment.Answer{Item: "BAA-01", Value: "met"}), answered(assessment.Answer{Item: "TEC-02", Value: "met"}), graded("lead", 3)},
			[]string{
				`not_shown BAA-01 "May we read the draft?" from vendor heard yes, it is in place missing Draft`,
				`not_shown TEC-02 "Is MFA on?" from us heard yes, it is in place missing Plan`,
			},
			[]string{`not_shown BAA-01 "" from vendor missing Draft`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			list := listOf(t, test.replaced, append(base[:len(base):len(base)], test.changes...)...)
			if diff := cmp.Diff(test.ours, told(list)); diff != "" {
				t.Errorf("our list (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.vendor, told(list.ForVendor())); diff != "" {
				t.Errorf("the vendor's list (-want +got):\n%s", diff)
			}
		})
	}
}
