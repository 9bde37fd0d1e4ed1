package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// What nobody gave is said in words: no day of the distant past or future, no
// code, and no bare figure passes for an answer.
func TestWhatIsMissingIsSaidInWords(t *testing.T) {
	gate := newJournal(t, shipped(t, "onboarding-gate"), storyVendor, nil)
	in := input(gate.snapshot())
	in.Milestone, in.Annex = questionnaire.Access, true
	five := []string{"sow_end", "baa_end", "screening_valid_to", "training_valid_to", "ack_valid_to"}
	const names = "End of the statement of work, End of the BAA, Screening valid to, Training valid to and Signed terms valid to"
	steps := []struct {
		given int // how many of the five
		want  string
	}{
		{0, "No date " + names + " were not given; it counts as long past"},
		{4, "No date Signed terms valid to was not given; it counts as long past"},
	}
	given := 0
	for _, step := range steps {
		for ; given < step.given; given++ {
			gate.record("lead@hospital.example", given, assessment.Answered{Answer: assessment.Answer{Item: five[given], Value: fmt.Sprintf("2027-03-0%d", given+1)}})
		}
		in.Snapshot = gate.snapshot()
		file := rendered(t, in)
		text := outcomes(t, file)
		if !strings.Contains(text, step.want) {
			t.Errorf("with %d dates %q is missing in:\n%s", step.given, step.want, text)
		}
		for _, raw := range []string{"1900-01-01", "9999-12-31"} {
			if strings.Contains(reading(t, file), raw) {
				t.Errorf("with %d dates the report has %s", step.given, raw)
			}
		}
	}
	gate.record("lead@hospital.example", given, assessment.Answered{Answer: assessment.Answer{Item: five[4], Value: "2027-02-28"}})
	in.Snapshot = gate.snapshot()
	if text := reading(t, rendered(t, in)); !strings.Contains(text, "Access expires, by the earliest of these 2027-02-28") || strings.Contains(text, "No date") {
		t.Error("with all five dates the earliest is not there")
	}

	in.Snapshot = newJournal(t, shipped(t, "onboarding-gate"), storyVendor, nil).snapshot()
	text := reading(t, rendered(t, in))
	for fact, want := range map[string]string{
		"grant_date":           "no date given: counts as long past",
		"vendor_training_done": "no date given: counts as not yet come",
	} {
		_, after, _ := strings.Cut(text, in.Snapshot.Questionnaire.Item(fact).Title+" ")
		if at := strings.Index(after, "no date given: "); at < 0 || !strings.HasPrefix(after[at:], want) {
			t.Errorf("%s is not said to be missing by %q", fact, want)
		}
	}

	file := rendered(t, input(newJournal(t, shipped(t, "hipaa-offshore"), storyVendor, nil).snapshot()))
	text = outcomes(t, file)
	for _, want := range []string{
		"no country given: counts as an unknown country", "no number given: counts as the worst case, 99", "no answer given: counts as yes",
		"no answer given: counts as Florida; Texas",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if regexp.MustCompile(`\bZZ\b`).MatchString(reading(t, file)) {
		t.Error("the report has the code ZZ")
	}
}

// outcomes is what stands in the right column of the answers on A4, from top to
// bottom.
func outcomes(t testing.TB, file []byte) string {
	t.Helper()
	var out []string
	for _, page := range wordsOn(t, file) {
		for _, w := range page.Words {
			if w.Left > 595.28-52-136-1 {
				out = append(out, w.Text)
			}
		}
	}
	return strings.Join(out, " ")
}

// A name too long for its column is cut behind an underscore.
func TestNamesBreakAtUnderscores(t *testing.T) {
	for _, id := range []string{"onboarding-gate", "access-review", "offboarding-record"} {
		q := shipped(t, id)
		whole := map[string]bool{}
		for d := range q.Domains {
			for _, item := range q.Domains[d].Items {
				parts := strings.SplitAfter(item.ID, "_")
				for from := range parts {
					for to := from + 1; to <= len(parts); to++ {
						whole[strings.Join(parts[from:to], "")] = true
					}
				}
			}
		}
		in := input(newJournal(t, q, storyVendor, nil).snapshot())
		in.Annex = true
		names := 0
		for _, in.Milestone = range []questionnaire.Milestone{questionnaire.Award, q.For} {
			for _, page := range wordsOn(t, rendered(t, in)) {
				for _, w := range page.Words {
					for _, name := range regexp.MustCompile(`[a-z_]*_[a-z_]*`).FindAllString(w.Text, -1) {
						names++
						if !whole[name] {
							t.Errorf("%s for %s: %q is cut inside a word", id, in.Milestone, name)
						}
					}
				}
			}
		}
		if names < 20 {
			t.Errorf("%s: only %d names were read", id, names)
		}
	}
}

// An item of the reserve that nobody chose is not called hidden by a condition, with
// and without an answer.
func TestTheReserveThatWasNotChosen(t *testing.T) {
	j := newJournal(t, shipped(t, "hipaa-staffing"), storyVendor, nil)
	in := input(j.snapshot())
	if text := reading(t, rendered(t, in)); !strings.Contains(text, "of the reserve, not chosen") {
		t.Error("the reserve is not named")
	}
	reserve := j.q.ReserveScenarios()[0]
	j.grade("lead@hospital.example", 1, reserve, 3, "actor")
	in.Snapshot = j.snapshot()
	if text := reading(t, rendered(t, in)); !strings.Contains(text, "A scenario of the reserve, which was not chosen at the opening") {
		t.Error("the answer to a scenario of the reserve does not say why it does not count")
	}
}

// The answers of a report are found by the numbers of the source.
func TestAnswersShowTheNumberOfTheSource(t *testing.T) {
	text := reading(t, rendered(t, input(newJournal(t, shipped(t, "baa-clauses"), storyVendor, nil).snapshot())))
	for item := range shipped(t, "baa-clauses").Items() {
		if item.Number != "" && item.Basis != questionnaire.Proposed && !strings.Contains(text, item.Number+" "+item.Title) {
			t.Errorf("%q is not in the report", item.Numbered())
		}
	}
}
