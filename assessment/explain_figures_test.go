package assessment_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// checkOthers wants every figure beside the score explained, exactly: claimed,
// both ends, reachable, coverage, and the gates by state.
func checkOthers(t *testing.T, whole explained, r assessment.Result) {
	t.Helper()
	for _, of := range []struct {
		line, figure string
		printed      assessment.Score
	}{
		{"claimed", "S*", r.Claimed}, {"interval", "low", r.Interval[0]}, {"interval", "high", r.Interval[1]}, {"reachable", "reachable", r.Reachable},
	} {
		exact := whole.figures("Score", of.figure)[of.line]
		if exact == nil || rounded(exact) != of.printed {
			t.Errorf("%s is explained as %s, printed %s", of.figure, exact, of.printed)
		}
	}
	if coverage := whole.figures("Score", "coverage")["coverage"]; !close9(coverage, new(big.Rat).SetFloat64(r.Coverage)) {
		t.Errorf("the coverage is explained as %s, printed %v", coverage, r.Coverage)
	}
	gates := whole.figures("Gates", "gates")
	for state, want := range map[assessment.GateState]int{
		assessment.GateClosed: r.Gates.Closed, assessment.GateFailed: r.Gates.Failed, assessment.GateNotShown: r.Gates.NotShown,
		assessment.GateNotAsked: r.Gates.NotAsked, assessment.GateWaived: r.Gates.Waived, assessment.GateWaiverExpired: r.Gates.WaiverExpired,
	} {
		if got := gates[state.Words()]; want > 0 && (got == nil || got.Cmp(frac(int64(want), 1)) != 0) {
			t.Errorf("gates %s: explained as %s, counted %d", state, got, want)
		}
	}
}

func TestTheFiguresOfADomainAreExplained(t *testing.T) {
	i := open(t, small(t))
	i.answer(shown("TEC-01", "2", assessment.Documented, "EV-31", 5))
	r := i.evaluate()
	for _, domain := range r.Domains {
		about := explain(t, i.snapshot(), r, domain.ID)
		high := about.figures("Sums", "high")["interval"]
		if domain.Shown != assessment.NoScore && (high == nil || rounded(high) != domain.Interval[1]) {
			t.Errorf("%s: the upper end is explained as %s, printed %s", domain.ID, high, domain.Interval[1])
		}
	}
	// Reachable: 2 of 4 verified gives 0.45, the weight that nobody answered all of it.
	want := "reachable: with all evidence fresh and verified too: 100 × 6.9 / 8 = 86.3"
	if got := explain(t, i.snapshot(), r, "TEC").text(); !strings.Contains(got, want) {
		t.Errorf("it does not say %q:\n%s", want, got)
	}
}

// Warnings lower both ends and what is reachable, and that is said.
func TestWhatIsStillPossibleIsExplainedLessTheWarnings(t *testing.T) {
	i := open(t, small(t))
	i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-01", Text: "shared logins"})
	got := explain(t, i.snapshot(), i.evaluate(), "").text()
	for _, want := range []string{
		"from S to the score with the best answer to every unanswered item: ΣW·D / ΣW = ", ", less 3 for the warnings = ", "reachable: with all evidence fresh and verified too: ",
		"[Open flags]\nwarning: TEC-01: shared logins (raised by a person); it costs the whole 3 points", "coverage: ΣW·(answered w / Σw) / ΣW = 0 / ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
}

// What a line leads to has an explanation, from the whole down to every item.
func TestTheWholeLeadsToEveryItem(t *testing.T) {
	for name, i := range map[string]*interview{"answered": complete(t), "empty": open(t, small(t)), "a checklist": open(t, lined(t))} {
		r := i.evaluate()
		reached := []string{""}
		for n := 0; n < len(reached); n++ {
			for _, section := range explain(t, i.snapshot(), r, reached[n]).Sections {
				for _, line := range section.Lines {
					if line.Opens != "" && !slices.Contains(reached, line.Opens) {
						reached = append(reached, line.Opens)
					}
				}
			}
		}
		for _, item := range r.Items {
			if !slices.Contains(reached, item.ID) {
				t.Errorf("%s: nothing leads to %s", name, item.ID)
			}
		}
	}
}
