package debrief_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/debrief"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const today assessment.Date = 20800

// debriefOf is the debrief after some changes on the small questionnaire, in lines.
func debriefOf(t *testing.T, changes ...assessment.Change) []string {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(strings.NewReplacer("name: Plan", "name: Plan, issued_by: us").Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{
		Vendor:        assessment.Vendor{Name: "Harbor", LegalName: "Harbor Staffing, Inc."},
		RFP:           &assessment.RFP{Title: "Night support", Reference: "RFP-7"},
		Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC",
	}
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
	d := debrief.Of(s, assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current))
	lines := []string{d.Vendor + " / " + d.RFP}
	for _, section := range d.Sections {
		for _, e := range section.Entries {
			lines = append(lines, fmt.Sprintf("%s %s: %s", e.Item, e.Ask, e.Answer))
			for _, q := range e.Quotes {
				lines = append(lines, fmt.Sprintf("  “%s” %s", q.Text, q.Who))
			}
			for _, r := range e.Shown {
				lines = append(lines, "  shown "+r.Paper+", "+r.About)
			}
			for _, text := range e.Missing {
				lines = append(lines, "  missing "+text)
			}
			for _, text := range e.Promises {
				lines = append(lines, "  promised "+text)
			}
		}
	}
	for _, text := range d.Documents {
		lines = append(lines, "document "+text)
	}
	for _, text := range d.Promises {
		lines = append(lines, "promised "+text)
	}
	return lines
}

// The vendor and somebody else may have the same role, in one meeting or in two. A
// quote of that role alone is then nobody's.
func TestARoleOfTwoSidesIsNotTheVendors(t *testing.T) {
	vendor := assessment.Attendee{Name: "Marisol Tañedo", Role: "CISO", Side: "vendor"}
	met := func(start int64, attendees ...assessment.Attendee) assessment.Change {
		return assessment.SessionStarted{Start: start, Attendees: attendees}
	}
	quoted := answered(assessment.Answer{Item: "BAA-01", Value: assessment.Met, Assurance: assessment.Documented, Quotes: []assessment.Quote{{Text: "They never signed", Who: "CISO"}}})
	for name, c := range map[string]struct {
		meetings []assessment.Change
		told     bool
	}{
		"the vendor alone":             {[]assessment.Change{met(1, vendor)}, true},
		"a reference in this meeting":  {[]assessment.Change{met(1, vendor, assessment.Attendee{Name: "A. Customer", Role: "CISO"})}, false},
		"a reference in the next one":  {[]assessment.Change{met(1, vendor), met(2, assessment.Attendee{Name: "A. Customer", Role: "CISO"})}, false},
		"one of us in the one before":  {[]assessment.Change{met(1, assessment.Attendee{Name: "Ruth Adeyemi", Role: "ciso", Side: "us"}), met(2, vendor)}, false},
		"nobody of the vendor present": {[]assessment.Change{met(1, assessment.Attendee{Name: "A. Customer", Role: "CISO"})}, false},
	} {
		text := strings.Join(debriefOf(t, append(c.meetings, quoted)...), "\n")
		if strings.Contains(text, "They never signed") != c.told {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func answered(a assessment.Answer) assessment.Change { return assessment.Answered{Answer: a} }

// The vendor reads its own words and papers. It reads nothing that anybody else said,
// wrote or found, whatever question that is recorded under.
func TestTheVendorLearnsAboutItselfAlone(t *testing.T) {
	meeting := assessment.SessionStarted{Start: 1, Attendees: []assessment.Attendee{
		{Name: "Marisol Tañedo", Role: "delivery lead", Side: "vendor"},
		{Name: "Ruth Adeyemi", Role: "procurement lead", Side: "us"},
		{Name: "A. Customer", Role: "reference"},
	}}
	said := func(text, who string) assessment.Quote { return assessment.Quote{Text: text, Who: who} }
	grade := 1
	got := debriefOf(
		t, meeting,
		answered(assessment.Answer{
			Item: "BAA-01", Value: assessment.Met, Assurance: assessment.Documented, Note: "they stalled", Evasive: true,
			Quotes: []assessment.Quote{
				said("We sign it", "marisol tañedo"), said("Gladly", "Delivery lead"), said("So they say", ""),
				said("They never signed ours", "A. Customer"), said("They never signed ours either", "Security lead, first reference"),
				said("I doubt it", "Ruth Adeyemi"), said("So do I", "procurement lead"),
			},
			Evidence: []assessment.Evidence{
				{Kind: "EV-58", File: "draft.pdf", SHA256: strings.Repeat("ab", 32), AsOf: today - 2, Seen: "page 3 is odd"},
				{Kind: "EV-58", Observed: "our copy of the mail of Kestrel", AsOf: today - 400},
				{Kind: "EV-31", File: "our-notes.pdf", AsOf: today - 2},
			},
		}),
		answered(assessment.Answer{Item: "TEC-02", Value: assessment.Unmet}),
		answered(assessment.Answer{Item: "TEC-01", Value: "1", Note: "weak", Heard: []int{1}}),
		answered(assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: "counsel says so", By: "counsel"}}),
		assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &grade, Note: "no clock named"},
		assessment.FlagRaised{Item: "BAA-01", Severity: questionnaire.Stop, Text: "wants an NDA"},
		assessment.ActionOpened{Action: assessment.Action{Item: "TEC-02", What: "send the tokens", Owner: "Priya", Side: "vendor", Due: today + 2}},
		assessment.ActionOpened{Action: assessment.Action{Item: "TEC-02", What: "call a reference", Owner: "Ruth", Side: "us", Due: today + 2}},
		assessment.ActionOpened{Action: assessment.Action{What: "send the roster", Owner: "Priya", Side: "vendor", Due: today - 2}},
	)
	want := []string{
		"Harbor Staffing, Inc. / RFP-7, Night support",
		"BAA-01 May we read the draft?: Yes",
		"  “We sign it” marisol tañedo", "  “Gladly” Delivery lead", "  “So they say” ",
		"  shown Draft, draft.pdf, as of 2026-12-11",
		"  shown Draft, as of 2025-11-08; too old, 400 days, limit 90",
	}
	if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rest := strings.Join(got[min(len(want), len(got)):], "\n")
	for _, part := range []string{
		"TEC-02 Is MFA on?: No\n  missing The practice itself: your answer was no, and it is a condition for this work.\n  promised send the tokens (Priya, by 2026-12-15)",
		"BAA-02 Who pays?: Does not apply", "SCN-01 What happens next?: \n",
		"promised send the roster (Priya, was due 2026-12-11)",
	} {
		if !strings.Contains(rest, part) {
			t.Errorf("%q is missing in\n%s", part, rest)
		}
	}
	for _, secret := range []string{"stalled", "weak", "counsel", "clock", "NDA", "reference", "Ruth", "never", "doubt", "odd", "Kestrel", "notes", "ab" + "abab"} {
		if all := strings.Join(got, "\n"); strings.Contains(all, secret) {
			t.Errorf("the debrief holds %q:\n%s", secret, all)
		}
	}
}

// A question that tests only people who did not prepare for it is not told to a vendor
// whom nobody asked.
func TestAQuestionOfTheMeetingIsKept(t *testing.T) {
	if got := strings.Join(debriefOf(t), "\n"); strings.Contains(got, "SCN-01") || !strings.Contains(got, "BAA-01 May we read the draft?: You have not answered.") || strings.Contains(got, "An answer") {
		t.Errorf("the debrief of an empty assessment:\n%s", got)
	}
}
