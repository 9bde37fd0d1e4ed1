package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// offshore is the small questionnaire with a domain that is asked only where the
// chain is long, an item that depends on a record, and a reserve.
const offshore = `
  - id: OFF
    name: Offshore
    weight: 1
    when: 'fact("links") > 0'
    items:
      - {id: far, kind: fact, title: Far, ask: Is it far?, answer: yes_no, worst: true}
      - {id: OFF-01, kind: control, title: Sites, ask: Which sites?, weight: 2, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31]}
  - id: EXT
    name: More
    weight: 1
    items:
      - {id: EXT-01, kind: control, title: Keys, ask: Who holds the keys?, weight: 2, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31], when: 'shown("TEC-02")'}
      - {id: EXT-02, kind: control, title: Near, ask: How near?, weight: 1, basis: K, phase: pre-award, asked_of: vendor, practice: true, evidence: [EV-31], na_when: '!fact("far")'}
      - {id: EXT-03, kind: scenario, title: Ransom, ask: What then?, weight: 3, basis: K, phase: pre-award, asked_of: delivery lead, practice: true, reserve: true, anchors: [a, b, c, d, e], elements: [clock]}
`

func withHidden(t testing.TB, words ...string) *questionnaire.Questionnaire {
	t.Helper()
	text := strings.Replace(smallText(t), "\nevidence:", strings.TrimSuffix(offshore, "\n")+"\nevidence:", 1)
	text = strings.NewReplacer(words...).Replace(text)
	q, err := questionnaire.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func (i *interview) stateOf(id string) assessment.ItemState {
	i.t.Helper()
	return i.evaluate().Item(id).State
}

func TestAHiddenAnswerIsAsGoodAsNone(t *testing.T) {
	i := open(t, withHidden(t, `red_flags: [{text: nobody patches, severity: warning, when: 'answer("TEC-01") == 0'}`, `red_flags: [{text: far away, severity: warning, when: 'answer("OFF-01") == 0'}`))
	i.fact("links", "2").fact("far", "no").answer(assessment.Answer{Item: "OFF-01", Value: "0"})
	if i.stateOf("OFF-01") != assessment.StateAnswered || i.stateOf("EXT-02") != assessment.StateNA || i.evaluate().Flags.Warning != 1 {
		t.Fatalf("while it is asked: %+v", i.evaluate().Flags)
	}
	i.fact("links", "0")
	r := i.evaluate()
	if got := r.Item("OFF-01"); got.State != assessment.StateHidden || got.HiddenBy != `fact("links") > 0` {
		t.Errorf("the domain hides OFF-01: %+v", got)
	}
	if got := r.Item("EXT-02").State; got != assessment.StateUnanswered {
		t.Errorf("a hidden fact still sets EXT-02 aside: %s", got)
	}
	if r.Flags.Warning != 0 {
		t.Errorf("a hidden answer still raises %+v", r.OpenFlags)
	}
	explained := mustExplain(t, i.snapshot(), "OFF-01")
	if text := explained; !strings.Contains(text, `asked only when fact("links") > 0`) || !strings.Contains(text, "which does not hold") {
		t.Errorf("it is explained as %s", text)
	}
}

func mustExplain(t *testing.T, s assessment.Snapshot, id string) string {
	t.Helper()
	explanation, err := assessment.Explain(s, today, questionnaire.Award, questionnaire.Current, id)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, section := range explanation.Sections {
		for _, line := range section.Lines {
			text.WriteString(line.Name + ": " + line.Text + "\n")
		}
	}
	return text.String()
}

// What a condition calls shown is judged on the day and at the milestone of the
// judgment.
func TestAConditionAsksWhatIsShown(t *testing.T) {
	met := func(grade assessment.Assurance, kind string, days int) assessment.Answer {
		return shown("TEC-02", "met", grade, kind, days)
	}
	again := met(assessment.Verified, "EV-31", 5)
	again.Reverify = &assessment.Reverify{Because: []string{assessment.Reassessment}, By: "lead"}
	unmet := met(assessment.Verified, "EV-31", 5)
	unmet.Value = "unmet"
	control := func(value string) assessment.Answer { return shown("BAA-02", value, assessment.Documented, "EV-31", 5) }
	scenario := func(elements []string, scores map[string]int) assessment.Answer {
		return assessment.Answer{Item: "SCN-01", Scores: scores, Elements: elements}
	}
	all := []string{"actor", "clock"}
	for name, test := range map[string]struct {
		answer assessment.Answer
		item   string
		want   bool
	}{
		"a gate that is closed":               {met(assessment.Documented, "EV-31", 5), "TEC-02", true},
		"a gate without an answer":            {assessment.Answer{Item: "TEC-02", Note: "asked"}, "TEC-02", false},
		"a gate that is only claimed":         {met(assessment.Claimed, "EV-31", 5), "TEC-02", false},
		"a gate with a stale record":          {met(assessment.Verified, "EV-31", 400), "TEC-02", false},
		"a gate with a record of another":     {met(assessment.Verified, "EV-58", 5), "TEC-02", false},
		"a gate that is not met":              {unmet, "TEC-02", false},
		"a gate to re-verify":                 {again, "TEC-02", false},
		"a practice with a record":            {control("1"), "BAA-02", true},
		"no practice, with a record":          {control("0"), "BAA-02", false},
		"a practice without one":              {assessment.Answer{Item: "BAA-02", Value: "4"}, "BAA-02", false},
		"a scenario with two scorers":         {scenario(all, map[string]int{"lead": 3, "ciso": 2}), "SCN-01", true},
		"a scenario with one":                 {scenario(all, map[string]int{"lead": 4}), "SCN-01", false},
		"a scenario with two that are apart":  {scenario(all, map[string]int{"lead": 4, "ciso": 1}), "SCN-01", false},
		"a gate that counts from access only": {shown("BAA-04", "met", assessment.Verified, "EV-01", 5), "BAA-04", false},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, withHidden(t, `shown("TEC-02")`, `shown("`+test.item+`")`))
			i.put(test.answer)
			if got := i.stateOf("EXT-01") == assessment.StateUnanswered; got != test.want {
				t.Errorf("EXT-01 is asked: %t", got)
			}
		})
	}
}

func TestAWaiverShowsNothing(t *testing.T) {
	i := open(t, withHidden(t))
	i.record(assessment.WaiverGranted{Waiver: assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 30}})
	if r := i.evaluate(); r.Item("TEC-02").Gate != assessment.GateWaived || r.Item("EXT-01").State != assessment.StateHidden {
		t.Errorf("the gate is %s, EXT-01 %s", r.Item("TEC-02").Gate, r.Item("EXT-01").State)
	}
}

func TestTheDayOnWhichAShownAnswerFadesIsAChange(t *testing.T) {
	i := open(t, withHidden(t)).answer(shown("TEC-02", "met", assessment.Verified, "EV-31", 5))
	r := i.evaluate()
	if want := today - 5 + 366; r.NextChange != want {
		t.Fatalf("the next change is on %s, want %s", r.NextChange, want)
	}
	on := func(day assessment.Date) assessment.ItemState {
		return assessment.Evaluate(i.snapshot(), day, questionnaire.Award, questionnaire.Current).Item("EXT-01").State
	}
	if on(r.NextChange-1) != assessment.StateUnanswered || on(r.NextChange) != assessment.StateHidden {
		t.Errorf("EXT-01 is %s, then %s", on(r.NextChange-1), on(r.NextChange))
	}
	if explained := mustExplain(t, i.snapshot(), "EXT-01"); !strings.Contains(explained, `asked when: shown("TEC-02"), which holds`) || !strings.Contains(explained, "TEC-02: met") {
		t.Errorf("it is explained as %s", explained)
	}
}

func TestAScenarioOfTheReserveIsAskedWhereItWasChosen(t *testing.T) {
	q := withHidden(t)
	i := open(t, q)
	if got := i.evaluate().Item("EXT-03"); got.State != assessment.StateHidden || got.HiddenBy != assessment.HiddenByReserve {
		t.Errorf("not chosen: %+v", got)
	}
	i.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(q), Rules: assessment.RulesOf(q, "EXT-03"), Milestone: questionnaire.Award, TimeZone: "UTC"})
	if got := i.stateOf("EXT-03"); got != assessment.StateUnanswered {
		t.Errorf("chosen: %s", got)
	}
	// The choice follows a scenario to a new id, and ends with it.
	for words, want := range map[string][]string{"id: EXT-03,>id: EXT-09, was: [EXT-03],": {"EXT-09"}, ", reserve: true>": nil} {
		old, new, _ := strings.Cut(words, ">")
		to := withHidden(t, old, new)
		change, err := i.snapshot().ChangeRules(to, "a better one")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, change.Rules.Reserve); diff != "" {
			t.Error(diff)
		}
		after := *i
		after.events, after.q = slices.Clone(i.events), to
		after.append(change)
		if diff := cmp.Diff(want, after.snapshot().Reserve); diff != "" {
			t.Error(diff)
		}
	}
}

func TestOnlyTheReserveCanBeChosen(t *testing.T) {
	q := withHidden(t)
	for want, ids := range map[string][]string{
		`"SCN-01" is not in the reserve of small, which has EXT-03`: {"EXT-03", "SCN-01"},
		"": {"EXT-03", "EXT-03"},
	} {
		chosen, err := assessment.ChooseReserve(q, ids)
		if err == nil && want == "" && slices.Equal(chosen, []string{"EXT-03"}) {
			continue
		}
		if err == nil || err.Error() != want {
			t.Errorf("%v: %v, %v", ids, chosen, err)
		}
	}
	if _, err := assessment.ChooseReserve(small(t), []string{"SCN-01"}); err == nil || !strings.Contains(err.Error(), "small has no reserve") {
		t.Errorf("without a reserve: %v", err)
	}
}
