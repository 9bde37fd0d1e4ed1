package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
)

// A reader learns once for each section who recorded its answers. Only the answer of
// somebody else names its author.
func TestASectionNamesItsAuthorOnce(t *testing.T) {
	j := demoJournal(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")
	control := ""
	for item := range j.q.Items() {
		if answer := j.snapshot().Answers[item.ID]; strings.HasPrefix(item.ID, "PHY-") && answer.Answered() {
			control = item.ID
			answer.Note = "Read again by Dana."
			j.record("dana@hospital.example", 30, assessment.Answered{Answer: answer})
			break
		}
	}
	text := reading(t, rendered(t, input(j.snapshot())))
	answers, _, _ := strings.Cut(text[strings.Index(text, "Each item with its question"):], "Every evidence record of this assessment.")
	const first = "Recorded by ruth.adeyemi@hospital.example on 2026-11-22 in session 1, unless noted."
	answers = answers[:strings.Index(answers, "SCN ")] // scorers are named at each grade
	domains := strings.Count(answers, "claimed ")
	if got := strings.Count(answers, first); got < 5 || got > domains || strings.Count(answers, "ruth.adeyemi@hospital.example") != got {
		t.Errorf("%d of %d sections name the author; she is named %d times", got, domains, strings.Count(answers, "ruth.adeyemi@hospital.example"))
	}
	physical := answers[strings.Index(answers, "PHY Physical safeguards"):]
	if !strings.Contains(physical[strings.Index(physical, control+" "):], "Recorded by dana@hospital.example on 2026-11-22") {
		t.Errorf("%s does not name its own author", control)
	}
	for _, says := range []string{"0 of 3 checked", "No citation"} {
		if strings.Contains(text, says) {
			t.Errorf("the report says what nobody knows: %q", says)
		}
	}
}

// An assessment without answers lists its items, and repeats nothing about them.
func TestNothingAnsweredIsShort(t *testing.T) {
	in := input(newJournal(t, shipped(t, "hipaa-staffing"), storyVendor, nil).snapshot())
	text := reading(t, rendered(t, in))
	if got := strings.Count(text, "Not answered TEC-06 "); got != 1 {
		t.Errorf("the domain TEC lists its open items %d times", got)
	}
	if !strings.Contains(text, "counts as the worst case") {
		t.Error("a missing fact does not say what it counts as")
	}
}
