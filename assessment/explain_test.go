package assessment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// explained is an explanation with its texts joined, and its figures at hand.
type explained struct{ assessment.Explanation }

func explain(t testing.TB, s assessment.Snapshot, r assessment.Result, id string) explained {
	t.Helper()
	e, err := assessment.Explain(s, r.AsOf, r.Milestone, r.View, id)
	if err != nil {
		t.Fatal(err)
	}
	return explained{e}
}

func (e explained) text() string {
	var text strings.Builder
	for _, section := range e.Sections {
		fmt.Fprintf(&text, "[%s]\n", section.Title)
		for _, line := range section.Lines {
			fmt.Fprintf(&text, "%s: %s\n", line.Name, line.Text)
		}
	}
	return text.String()
}

func (e explained) section(title string) assessment.ExplanationSection {
	for _, section := range e.Sections {
		if section.Title == title {
			return section
		}
	}
	return assessment.ExplanationSection{}
}

// figures are those of a name in a section, by the names of their lines.
func (e explained) figures(section, name string) map[string]*big.Rat {
	found := map[string]*big.Rat{}
	for _, line := range e.section(section).Lines {
		for _, figure := range line.Figures {
			if exact, valid := new(big.Rat).SetString(figure.Exact); figure.Name == name && valid {
				found[line.Name] = exact
			}
		}
	}
	return found
}

func total(figures map[string]*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, figure := range figures {
		sum.Add(sum, figure)
	}
	return sum
}

// checkSums adds up an assessment from what is said of each single item, and
// wants the printed score, to the last digit of the fractions.
func checkSums(t *testing.T, s assessment.Snapshot, r assessment.Result) {
	t.Helper()
	whole := explain(t, s, r, "")
	if r.Shown == assessment.NoScore {
		return
	}
	fromItems := new(big.Rat)
	for _, domain := range r.Domains {
		about := explain(t, s, r, domain.ID)
		credits := about.figures("Items that count", "w·credit")
		inDomain := new(big.Rat)
		for _, item := range r.Items {
			if item.Domain != domain.ID {
				continue
			}
			points := explain(t, s, r, item.ID).figures("Points", "points")
			if len(points) == 0 {
				continue
			}
			inDomain.Add(inDomain, points["of the domain"])
			fromItems.Add(fromItems, points["of the whole"])
			if want := mul(frac(int64(item.Weight), 1), new(big.Rat).SetFloat64(item.Credit)); !close9(credits[item.ID], want) {
				t.Errorf("%s: explained w·credit %s, the result says %s", item.ID, credits[item.ID], want.FloatString(9))
			}
		}
		if domain.Shown == assessment.NoScore {
			continue
		}
		exact := about.figures("Sums", "D")["D"]
		if exact.Cmp(inDomain) != 0 || rounded(exact) != domain.Shown {
			t.Errorf("%s: the items give %s, D is %s, printed %s", domain.ID, inDomain, exact, domain.Shown)
		}
		sums := about.figures("Sums", "Σw")["Σw"]
		if again := mul(frac(100, 1), total(credits), new(big.Rat).Inv(sums)); again.Cmp(exact) != 0 {
			t.Errorf("%s: the table gives %s, D is %s", domain.ID, again, exact)
		}
	}
	average := whole.figures("Score", "average")["average"]
	if average.Cmp(fromItems) != 0 || average.Cmp(total(whole.figures("Domains", "points"))) != 0 {
		t.Errorf("the average is %s, the items give %s, the domains %s", average, fromItems, total(whole.figures("Domains", "points")))
	}
	less := new(big.Rat).Sub(average, whole.figures("Score", "penalty")["warnings"])
	shown := whole.figures("Score", "S")["S"]
	if shown.Cmp(larger(less, frac(0, 1))) != 0 || rounded(shown) != r.Shown {
		t.Errorf("S is explained as %s, average less warnings is %s, printed %s", shown, less, r.Shown)
	}
	checkOthers(t, whole, r)
}

func close9(a, b *big.Rat) bool {
	return a != nil && new(big.Rat).Abs(new(big.Rat).Sub(a, b)).Cmp(frac(1, 1_000_000_000)) < 0
}

func TestTheExplanationAddsUpToTheScore(t *testing.T) {
	q := small(t)
	for n := range 60 {
		dice := rand.New(rand.NewPCG(11, uint64(n)))
		s := randomInterview(t, q, dice).snapshot()
		at := []questionnaire.Milestone{questionnaire.Award, questionnaire.Access}[dice.IntN(2)]
		view := []questionnaire.View{questionnaire.Current, questionnaire.NPRM2025}[dice.IntN(2)]
		checkSums(t, s, assessment.Evaluate(s, today-assessment.Date(dice.IntN(60)), at, view))
		if t.Failed() {
			t.Fatalf("run %d, at %s, by %s", n, at, view)
		}
	}
}

func TestTheExplanationOfTheDemoAddsUp(t *testing.T) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	for _, name := range []string{"kestrelhythe", "oakhollin", "ellsmarch"} {
		i := open(t, q)
		i.demo(name, today)
		checkSums(t, i.snapshot(), i.evaluate())
		verdict := explain(t, i.snapshot(), i.evaluate(), "").section("Verdict").Lines
		if last := verdict[len(verdict)-1]; last.Text != string(i.evaluate().Verdict) {
			t.Errorf("%s: the explanation ends in %q", name, last.Text)
		}
	}
}

func TestEachItemIsExplainedInWords(t *testing.T) {
	record := func(kind string, assurance assessment.Assurance, days int) assessment.Evidence {
		return assessment.Evidence{Kind: kind, Observed: "x", Assurance: assurance, AsOf: today - assessment.Date(days)}
	}
	answer := func(value string, records ...assessment.Evidence) assessment.Answer {
		return assessment.Answer{Value: value, Assurance: assessment.Claimed, Evidence: records}
	}
	waiver := assessment.Waiver{Approver: "ciso", Reason: "x", Control: "y", Owner: "z", Granted: today - 10, Expires: today + 10}
	for name, story := range map[string]struct {
		item   string
		change func(s *assessment.Snapshot)
		at     questionnaire.Milestone
		want   []string
	}{
		"a bare claim": {
			item:   "TEC-01",
			change: func(s *assessment.Snapshot) { s.Answers["TEC-01"] = answer("3") },
			want: []string{
				"p: 3 of 4 (everywhere), so p = 3 / 4 = 0.75", "claim: without any record: k 0.4, f 1", "counts: the bare claim, with k·f = 0.4",
				"credit: p·k·f = 0.75 × 0.4 × 1 = 0.3", "share: weight 2 of 8 that count in Technology", "at best: credit 0.675 with the same answer, fresh and verified",
			},
		},
		"records of every sort": {
			item: "TEC-01",
			change: func(s *assessment.Snapshot) {
				future := record("EV-31", assessment.Documented, -5)
				s.Answers["TEC-01"] = answer("4", record("EV-01", assessment.Verified, 1), record("EV-31", "", 1), record("EV-31", assessment.Attested, 100),
					record("EV-31", assessment.Verified, 365+73), record("EV-31", assessment.Verified, 800), future)
			},
			want: []string{
				"record 1: EV-01 Executed BAA: not accepted at award, where EV-31 would be", "record 2: EV-31 Plan: only claimed, so it adds nothing",
				"record 3: EV-31 Plan: attested, scope not mapped: counts as documented, k 0.7; fresh, 100 of 365 days, f 1; k·f = 0.7",
				"record 4: EV-31 Plan: verified, k 0.9; aging, 438 days, limit 365, one half at 730, f 0.9; k·f = 0.81",
				"record 5: EV-31 Plan: verified, k 0.9; too old, 800 days, limit 365, f 0; k·f = 0",
				"record 6: EV-31 Plan: documented, k 0.7; of a later day: does not count yet, f 0", "counts: record 4, EV-31, with the highest k·f = 0.81",
			},
		},
		"a contract out of force": {
			item: "BAA-04", at: questionnaire.Access,
			change: func(s *assessment.Snapshot) {
				ended := record("EV-01", assessment.Verified, 400)
				ended.ValidUntil = today - 1
				s.Answers["BAA-04"] = answer("met", ended, record("EV-01", assessment.Attested, 5))
			},
			want: []string{
				"state: not shown, so it blocks", "needs: met, and shown by EV-01, verified (an independent test of the firm does not replace it), and fresh",
				"record 1: EV-01: expired 2026-11-21", "record 2: EV-01: it is only documented; no end date: counts as expired",
			},
		},
		"a gate that is closed": {
			item: "TEC-02",
			change: func(s *assessment.Snapshot) {
				s.Answers["TEC-02"] = answer("met", record("EV-31", assessment.Documented, 9))
			},
			want: []string{"state: closed", "closed by: record 1, EV-31", "p: met, so p = 1"},
		},
		"a gate that is waived": {
			item: "TEC-02",
			change: func(s *assessment.Snapshot) {
				s.Answers["TEC-02"] = answer("met")
				s.Waivers = map[string]assessment.Waiver{"TEC-02": waiver}
			},
			want: []string{"state: waived", "missing: there is no record at all", "waiver: by ciso, 2026-11-12 to 2026-12-02: it holds"},
		},
		"a waiver that does not count": {
			item: "TEC-02", at: questionnaire.Access,
			change: func(s *assessment.Snapshot) { s.Waivers = map[string]assessment.Waiver{"TEC-02": waiver} },
			want:   []string{"answer: none yet", "state: not asked, so it blocks", "it does not count once patient data is in reach"},
		},
		"a control that is a gate": {
			item: "TEC-01", at: questionnaire.Access,
			change: func(s *assessment.Snapshot) { s.Answers["TEC-01"] = answer("0") },
			want: []string{
				"kind: hard control", "state: failed, so it blocks", "needs: grade 3 or more at access, and shown by EV-31",
				"warning: nobody patches (raised by a rule); it costs the whole 3 points, all warnings together at most 15",
			},
		},
		"scorers far apart": {
			item: "SCN-01",
			change: func(s *assessment.Snapshot) {
				s.Answers["SCN-01"] = scored(nil, own("ciso", 4), own("lead", 2))
			},
			want: []string{
				"score: 4 by ciso\nscore: 2 by lead\n", "grade: 2, the lower: they lie 2 apart and are not reconciled", "so it is capped at 1",
				"p: 1 of 4 (chats), so p = 1 / 4 = 0.25", "credit: p·k·f = 0.25 × 0.7 × 1 = 0.175", "credit 0.225 with the same grade by two scorers",
			},
		},
		"scorers at one": {
			item: "SCN-01",
			change: func(s *assessment.Snapshot) {
				s.Answers["SCN-01"] = scored([]string{"actor", "clock"}, own("ciso", 4), own("lead", 3))
			},
			want: []string{"grade: 3.5, the mean in half steps", "named: actor, clock, so no cap", "two scorers who scored apart: 0.9", "p: 3.5 of 4, so p = 3.5 / 4 = 0.875"},
		},
		"not applicable by a rule": {
			item: "BAA-03",
			change: func(s *assessment.Snapshot) {
				s.Answers["links"], s.Answers["BAA-02"] = assessment.Answer{Value: "0"}, answer("2")
			},
			want: []string{`n/a: not applicable when fact("links") == 0`, `n/a when: fact("links") == 0 && answered("BAA-02"), which holds`, "links: 0\n", "BAA-02: 2\n"},
		},
		"set aside by hand": {
			item: "TEC-01",
			change: func(s *assessment.Snapshot) {
				s.Answers["TEC-01"] = assessment.Answer{NotApplicable: &assessment.NotApplicable{Reason: "no machines", By: "lead"}}
			},
			want: []string{"n/a: set aside by hand", "reason: no machines (lead)"},
		},
		"later":                  {item: "baa-04", want: []string{"later: counts from milestone access on"}},
		"of another rule view":   {item: "TEC-03", want: []string{"hidden: rests on a proposed rule"}},
		"a fact nobody told":     {item: "RECORDS", want: []string{"not answered, so it takes its worst value: 1,000,000", "its impact is 5 of 5"}},
		"a duty of our own":      {item: "TEC-04", want: []string{"weight: 0: our own duty blocks", "it is not hard, so it does not block", "without a weight it gives no points"}},
		"nothing said of a gate": {item: "BAA-01", want: []string{"answer: none yet", "needs: met, and shown by EV-58, documented or better", "at best: credit 1 with the best answer"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, small(t)).snapshot()
			if story.change != nil {
				story.change(&s)
			}
			at := story.at
			if at == "" {
				at = questionnaire.Award
			}
			text := explained{must(assessment.Explain(s, today, at, questionnaire.Current, story.item))}.text()
			for _, want := range story.want {
				if !strings.Contains(text, want) {
					t.Errorf("it does not say %q:\n%s", want, text)
				}
			}
		})
	}
}

func TestAViewAndAChecklistAreExplained(t *testing.T) {
	i := open(t, lined(t))
	proposed := explained{must(assessment.Explain(i.snapshot(), today, questionnaire.Award, questionnaire.NPRM2025, "BAA-02"))}.text()
	if !strings.Contains(proposed, "rule view: It would have to be done (proposed, not law)") {
		t.Errorf("it does not say what the view makes of the item:\n%s", proposed)
	}
	line := explained{must(assessment.Explain(i.snapshot(), today, questionnaire.Award, questionnaire.Current, "LST-01"))}.text()
	for _, want := range []string{"kind: a line of a checklist", "BAA-01: BAA draft: not asked", "state: not asked: the worst of them counts"} {
		if !strings.Contains(line, want) {
			t.Errorf("the line does not say %q:\n%s", want, line)
		}
	}
}

func TestAConditionIsExplainedByWhatItRead(t *testing.T) {
	text := must(os.ReadFile("testdata/small.yaml"))
	conditional := strings.Replace(string(text), "ask: Is the clause there?,", `ask: Is the clause there?, when: 'fact("links") > 3 || answer("TEC-01") < 2',`, 1)
	i := open(t, must(questionnaire.Parse(strings.NewReader(conditional))))
	about := func() string { return explain(t, i.snapshot(), i.evaluate(), "TEC-05").text() }
	asked := `asked when: fact("links") > 3 || answer("TEC-01") < 2, which holds
links: not answered, so it takes its worst value: 99
`
	// It did not come to TEC-01, so that is not said.
	if got := about(); !strings.Contains(got, asked) || strings.Contains(got, "TEC-01: ") {
		t.Errorf("asked, but not explained:\n%s", got)
	}
	i.fact("links", "1")
	hidden := "which does not hold\nlinks: 1\nTEC-01: not answered\n"
	if got := about(); !strings.Contains(got, "hidden: asked only when") || !strings.Contains(got, hidden) {
		t.Errorf("hidden, but not explained:\n%s", got)
	}
	i.fact("links", "9")
	checkSums(t, i.snapshot(), i.evaluate())
}

func TestWithoutAScoreTheGatesAreExplained(t *testing.T) {
	text := must(os.ReadFile("testdata/small.yaml"))
	i := open(t, must(questionnaire.Parse(strings.NewReader(strings.Replace(string(text), "mode: scored", "mode: gates-only", 1)))))
	i.answer(shown("BAA-01", "met", assessment.Verified, "EV-58", 5))
	for id, want := range map[string][]string{
		"":       {"BAA-03: Sub BAA: not asked", "verdict: blocked", "likelihood: 5, for want of a score"},
		"BAA":    {"no score: the questionnaire gives passed or blocked", "BAA-01: BAA draft: closed", "In no sum", "BAA-04: Executed BAA: counts from milestone access on"},
		"BAA-01": {"state: closed", "closed by: record 1, EV-58"},
	} {
		got := explain(t, i.snapshot(), i.evaluate(), id).text()
		for _, part := range want {
			if !strings.Contains(got, part) {
				t.Errorf("%q does not say %q:\n%s", id, part, got)
			}
		}
		if strings.Contains(got, "k·f") || strings.Contains(got, "points") {
			t.Errorf("%q speaks of figures that do not exist:\n%s", id, got)
		}
	}
}

func TestTheVerdictIsExplainedStepByStep(t *testing.T) {
	i := complete(t)
	approved := explain(t, i.snapshot(), i.evaluate(), "").text()
	for _, want := range []string{"blockers: no hard gate is open", "90% of the weight must be answered, which is reached with 100%", "reaches 80: approve", "lowered: by nothing", "verdict: approve"} {
		if !strings.Contains(approved, want) {
			t.Errorf("it does not say %q:\n%s", want, approved)
		}
	}
	incomplete := explain(t, open(t, small(t)).snapshot(), open(t, small(t)).evaluate(), "TEC").text()
	if want := "interval: what is not answered can still add 8 to Σw·credit: 100 × 8 / 8 = 100.0"; !strings.Contains(incomplete, want) {
		t.Errorf("it does not say %q:\n%s", want, incomplete)
	}
	i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "TEC-01", Text: "shared logins"})
	blocked := explain(t, i.snapshot(), i.evaluate(), "").text()
	for _, want := range []string{"TEC-01: stop flag: shared logins", "verdict: blocked", "while blocked"} {
		if !strings.Contains(blocked, want) {
			t.Errorf("it does not say %q:\n%s", want, blocked)
		}
	}
}

func TestWhatIsNotThereIsNotExplained(t *testing.T) {
	s := open(t, small(t)).snapshot()
	for id, about := range map[string][]string{"tec-11": {"small", "TEC-01"}, "TEX": {"small", "TEC"}, "recods": {"small", "records"}, "nothing at all": {"small"}} {
		_, err := assessment.Explain(s, today, questionnaire.Award, questionnaire.Current, id)
		var unknown *assessment.Error
		if !errors.As(err, &unknown) || unknown.Case != assessment.NoSuchItem || !slices.Equal(unknown.About, about) {
			t.Errorf("%s: %v, %+v, want %q", id, err, unknown, about)
		}
	}
}

func TestAnExplanationIsPlainData(t *testing.T) {
	i := complete(t)
	for _, id := range []string{"", "TEC", "TEC-01"} {
		e := explain(t, i.snapshot(), i.evaluate(), id).Explanation
		text := must(json.Marshal(e))
		var back assessment.Explanation
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, back); diff != "" {
			t.Errorf("%q reads back differently:\n%s", id, diff)
		}
	}
}
