package review_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/review"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const today assessment.Date = 20800

func of(t *testing.T, changes ...assessment.Change) review.List {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var events []assessment.Event
	for n, change := range append([]assessment.Change{opened}, changes...) {
		by := "lead"
		if g, is := change.(assessment.Graded); is {
			by = g.Scorer
		}
		at := today.Time().UnixMicro() + int64(n)
		events = append(events, assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), At: at, By: by, Change: change}, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
	return review.Of(s, assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current))
}

func told(l review.List) []string {
	lines := []string{}
	for _, p := range l.Points {
		line := fmt.Sprintf("%s: %s %s", p.Why, p.Item, p.Text)
		if p.Hard {
			line += " (hard)"
		}
		lines = append(lines, line)
	}
	return lines
}

func answered(a assessment.Answer) assessment.Change { return assessment.Answered{Answer: a} }

func graded(scorer string, grade int, note string) assessment.Change {
	return assessment.Graded{Item: "SCN-01", Scorer: scorer, Grade: &grade, Note: note, Elements: []string{"actor", "clock"}}
}

func seen(item, value string) assessment.Change {
	return answered(assessment.Answer{Item: item, Value: value, Assurance: assessment.Verified, Evidence: []assessment.Evidence{{Kind: "EV-31", Observed: "console", AsOf: today}}})
}

// whole answers everything, with something to go by.
func whole() []assessment.Change {
	var all []assessment.Change
	for _, fact := range [][2]string{{"records", "1"}, {"privilege", "view"}, {"tiers", "1"}, {"standing", "false"}, {"links", "1"}} {
		all = append(all, answered(assessment.Answer{Item: fact[0], Value: fact[1]}))
	}
	draft := answered(assessment.Answer{Item: "BAA-01", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{{Kind: "EV-58", Reference: "in the folder", AsOf: today}}})
	all = append(all, draft, seen("BAA-02", "4"), seen("BAA-03", assessment.Met), seen("TEC-01", "4"), seen("TEC-02", assessment.Met), seen("TEC-04", assessment.Met))
	clause := answered(assessment.Answer{Item: "TEC-05", Value: assessment.Present, Note: "Section 4.2"})
	return append(all, clause, graded("lead", 4, "names the actor"), graded("ciso", 4, "knows the clock"))
}

func TestReview(t *testing.T) {
	for name, test := range map[string]struct {
		then []assessment.Change
		want []string
	}{
		"nothing to look at": {nil, []string{}},
		"without an answer, hard gates first": {
			[]assessment.Change{answered(assessment.Answer{Item: "records"}), answered(assessment.Answer{Item: "TEC-02"}), answered(assessment.Answer{Item: "TEC-05"}), answered(assessment.Answer{Item: "TEC-04"})},
			[]string{"unanswered: TEC-02 to ask the vendor in the meeting (hard)", "unanswered: records to ask in the meeting", "unanswered: TEC-04 our own work", "unanswered: TEC-05 to read in a document"},
		},
		"received and not read": {
			[]assessment.Change{answered(assessment.Answer{Item: "TEC-02", Value: assessment.Met, Assurance: assessment.Claimed, Evidence: []assessment.Evidence{{Kind: "EV-31", File: "plan.pdf", Unread: true}}})},
			[]string{"unread: TEC-02 1 evidence record received, not read yet (hard)", "not_shown: TEC-02 not shown (hard)"},
		},
		"said and not shown": {
			[]assessment.Change{answered(assessment.Answer{Item: "TEC-02", Value: assessment.Met, Note: "they say so"})},
			[]string{"not_shown: TEC-02 not shown (hard)"},
		},
		"to be re-verified": {
			[]assessment.Change{answered(assessment.Answer{Item: "BAA-02", Value: "4", Note: "as before", Reverify: &assessment.Reverify{Because: []string{assessment.Reassessment}}})},
			[]string{"not_shown: BAA-02 to be re-verified: given in the earlier assessment"},
		},
		"a domain below its floor leads to the item that costs most": {
			[]assessment.Change{seen("BAA-02", "0")},
			[]string{"below_floor: BAA-02 shows 51.7; approval needs 60; most is lost on BAA-02 Cost split"},
		},
		"scorers differ": {
			[]assessment.Change{graded("ciso", 2, "they guess")},
			[]string{"below_floor: SCN-01 shows 35.0; approval needs 50; most is lost on SCN-01 Night query", "differ: SCN-01 2 by ciso and 4 by lead"},
		},
		"scorers differ and have talked": {
			[]assessment.Change{graded("ciso", 2, "they guess"), answered(assessment.Answer{Item: "SCN-01", Reconciled: "we heard it twice"})},
			[]string{},
		},
		"a closed panel": {
			[]assessment.Change{assessment.GradersNamed{Names: []string{"lead", "ciso", "counsel"}}, graded("ciso", 1, "they guess")},
			[]string{"unanswered: SCN-01 the panel is closed: 2 of 3 graders are in, counsel missing"},
		},
		"little to go by": {
			[]assessment.Change{answered(assessment.Answer{Item: "TEC-05", Value: assessment.Absent}), graded("lead", 4, "")},
			[]string{"thin: TEC-05 no note, no quote, no evidence", "thin: SCN-01 no note by lead"},
		},
		"a quote is enough": {
			[]assessment.Change{answered(assessment.Answer{Item: "TEC-05", Value: assessment.Absent, Quotes: []assessment.Quote{{Text: "We have none"}}})},
			[]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, told(of(t, append(whole(), test.then...)...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAReviewInOneLine(t *testing.T) {
	l := of(t, append(whole(), answered(assessment.Answer{Item: "TEC-05"}), answered(assessment.Answer{Item: "records"}), graded("ciso", 2, "they guess"))...)
	if got := l.Summary(); got != "not answered: 2; domains below their floor: 1; scorers differ: 1" {
		t.Errorf("%q", got)
	}
	if got := of(t, whole()...).Summary(); got != "" {
		t.Errorf("%q", got)
	}
}
