package receipt_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/receipt"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const today assessment.Date = 20800

// after is the small questionnaire about Harbor after some changes, one a minute.
func after(t *testing.T, changes ...assessment.Change) assessment.Snapshot {
	t.Helper()
	file, err := os.Open("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var events []assessment.Event
	for n, change := range append([]assessment.Change{opened}, changes...) {
		entry := assessment.Entry{ID: strconv.Itoa(n + 1), At: minute(n), By: "lead", Change: change}
		events = append(events, assessment.Event{Entry: entry, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	return assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
}

func minute(n int) int64 { return today.Time().UnixMicro() + int64(n)*60e6 }

func answered(a assessment.Answer) assessment.Change { return assessment.Answered{Answer: a} }

func graded(grade int, note string) assessment.Change {
	return assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: note}
}

func session(n int, names ...string) assessment.Change {
	s := assessment.SessionStarted{Start: minute(n)}
	for _, name := range names {
		s.Attendees = append(s.Attendees, assessment.Attendee{Name: name, Role: "delivery lead", Side: "vendor"})
	}
	return s
}

// story is a meeting, and another one a while later.
func story(t *testing.T) assessment.Snapshot {
	t.Helper()
	return after(t,
		session(1, "Priya Raman"),
		answered(assessment.Answer{Item: "BAA-01", Value: "met", Note: "sounds rehearsed", Quotes: []assessment.Quote{{Text: "Our counsel signs any draft", Who: "Priya Raman", At: minute(2)}}}),
		answered(assessment.Answer{Item: "records", Value: "40000"}),
		assessment.SessionEnded{End: minute(3)},
		session(5, "Priya Raman", "Tom Ek"),
		answered(assessment.Answer{Item: "BAA-03", Value: "unmet"}),
		answered(assessment.Answer{Item: "TEC-01", Value: "1", Note: "weak", Evidence: []assessment.Evidence{{Kind: "EV-31", File: "plan.pdf", AsOf: today}}}),
		answered(assessment.Answer{Item: "TEC-02", NotApplicable: &assessment.NotApplicable{Reason: "we forbid it", By: "lead"}}),
		answered(assessment.Answer{Item: "TEC-04", Value: "met"}),     // our own memo
		answered(assessment.Answer{Item: "TEC-05", Value: "present"}), // read in a document
		answered(assessment.Answer{Item: "BAA-02", Later: true}),      // a mark of ours only
		graded(1, "names nobody"),
		assessment.ActionOpened{Action: assessment.Action{Item: "TEC-01", What: "the patch log", Owner: "Tom Ek", Side: "vendor", Due: today + 14}},
		assessment.ActionOpened{Action: assessment.Action{What: "the list of sites", Owner: "Priya Raman", Side: "vendor", Due: today + 7}},
		assessment.ActionOpened{Action: assessment.Action{What: "our budget", Owner: "lead", Side: "us", Due: today + 7}},
	)
}

// told is a receipt as the vendor reads it, a line for each text.
func told(r receipt.Receipt) []string {
	letter := receipt.Letter{Receipt: r}
	var all []string
	for _, e := range r.Entries {
		for _, part := range e.Parts() {
			all = append(all, fmt.Sprintf("%s %s %s: %s", e.Item, e.Ask, part.Name, part.Text))
		}
	}
	for _, promise := range letter.Others() {
		all = append(all, "promised "+promise)
	}
	return all
}

func TestTheReceiptOfTheLastMeeting(t *testing.T) {
	s := story(t)
	r := receipt.Of(s, receipt.Scope{}, today)
	want := []string{
		"BAA-03 Is each link papered? Answer: no",
		"TEC-01 How fast? You showed us: Plan, plan.pdf",
		"TEC-01 How fast? Promised: the patch log (Tom Ek, by 2026-12-27)",
		"TEC-02 Is MFA on? Answer: does not apply",
		"SCN-01 What happens next? Answer: You answered. We wrote down no words of it.",
		"promised the list of sites (Priya Raman, by 2026-12-20)",
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if r.Meeting != "2026-12-13 00:05 UTC" || len(r.Attendees) != 2 || r.Code != s.Code() || r.Promised() != 2 {
		t.Errorf("meeting %q of %+v, code %s, %d promises", r.Meeting, r.Attendees, r.Code, r.Promised())
	}
	if r.LeftOut != 2 { // on TEC-01 and on the grade
		t.Errorf("%d notes are left out", r.LeftOut)
	}
}

func TestTheReceiptOfAllAnswers(t *testing.T) {
	r := receipt.Of(story(t), receipt.Scope{All: true, Notes: true}, today+30)
	want := []string{
		"records How many records? Answer: 40,000",
		"BAA-01 May we read the draft? Answer: yes",
		"BAA-01 May we read the draft? In your words: “Our counsel signs any draft” (Priya Raman)",
		"BAA-01 May we read the draft? Our note: sounds rehearsed",
		"BAA-03 Is each link papered? Answer: no",
		"TEC-01 How fast? You showed us: Plan, plan.pdf",
		"TEC-01 How fast? Our note: weak",
		"TEC-01 How fast? Promised: the patch log (Tom Ek, was due 2026-12-27)",
		"TEC-02 Is MFA on? Answer: does not apply",
		"SCN-01 What happens next? Answer: You answered. We wrote down no words of it.",
		"promised the list of sites (Priya Raman, was due 2026-12-20)",
	}
	got := told(r)
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if r.Meeting != "" || len(r.Attendees) != 0 {
		t.Errorf("meeting %q of %+v", r.Meeting, r.Attendees)
	}
}

func sorted(lines []string) map[string]int {
	all := map[string]int{}
	for _, line := range lines {
		all[line]++
	}
	return all
}

// No grade, point to listen for, red flag, mark or reason of ours reaches the vendor,
// whatever the scope.
func TestAReceiptKeepsOurJudgment(t *testing.T) {
	s := story(t)
	for _, scope := range []receipt.Scope{{}, {All: true}, {All: true, Notes: true}} {
		text, err := json.Marshal(receipt.Of(s, scope, today))
		if err != nil {
			t.Fatal(err)
		}
		for _, ours := range []string{"names nobody", "we forbid it", "both names", "nobody patches", "shared logins", "our budget", "TEC-04", "TEC-05", "BAA-02", `"grade`, `"scores`, "claimed"} {
			if strings.Contains(string(text), ours) {
				t.Errorf("%+v tells %q: %s", scope, ours, text)
			}
		}
		if !scope.Notes && strings.Contains(string(text), "weak") {
			t.Errorf("%+v tells a note: %s", scope, text)
		}
	}
}

// Without a meeting in which the vendor answered, the receipt is of all answers.
func TestAReceiptWithoutAMeeting(t *testing.T) {
	answer := answered(assessment.Answer{Item: "BAA-01", Value: "met"})
	for name, changes := range map[string][]assessment.Change{
		"none":                    {answer},
		"in which nobody answers": {answer, session(2, "Tom Ek")},
		"only for our own item":   {answer, session(2, "Tom Ek"), answered(assessment.Answer{Item: "TEC-04", Value: "met"})},
	} {
		r := receipt.Of(after(t, changes...), receipt.Scope{}, today)
		if r.Meeting != "" || len(r.Entries) != 1 || r.Entries[0].Item != "BAA-01" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := receipt.Of(after(t), receipt.Scope{}, today); len(r.Entries) != 0 || r.Entries == nil || r.Attendees == nil {
		t.Errorf("nothing is recorded: %+v", r)
	}
}

func TestTheLetterSaysWhatItIs(t *testing.T) {
	letter := receipt.Letter{Receipt: receipt.Of(story(t), receipt.Scope{}, today), From: "Lakeside", Contact: "Dana Whitfield\x1b[31m"}
	letter.Vendor = "Harbor\x1b]0;owned\x07"
	for got, want := range map[string]string{
		letter.Heading():                    "What we wrote down: Harbor",
		letter.Opening():                    "This is our record of our meeting of 2026-12-13 00:05 UTC, as of 2026-12-13: 4 questions and 2 promises.",
		letter.Request():                    "Write to Dana Whitfield, Lakeside.",
		letter.Keeping():                    "no longer fits your code",
		strings.Join(letter.People(), "; "): "Priya Raman, delivery lead; Tom Ek, delivery lead",
	} {
		if !strings.Contains(got, want) || strings.ContainsAny(got, "\x1b\x07") {
			t.Errorf("%q lacks %q, or controls a terminal", got, want)
		}
	}
}
