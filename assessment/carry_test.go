package assessment_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// anew is the small questionnaire with some words replaced, as old and new in
// turn.
func anew(t *testing.T, words ...string) *questionnaire.Questionnaire {
	t.Helper()
	text := string(must(os.ReadFile("testdata/small.yaml")))
	for n := 0; n < len(words); n += 2 {
		if !strings.Contains(text, words[n]) {
			t.Fatalf("the questionnaire does not say %q", words[n])
		}
		text = strings.ReplaceAll(text, words[n], words[n+1])
	}
	return must(questionnaire.Parse(strings.NewReader(text)))
}

func carry(i *interview, to *questionnaire.Questionnaire) assessment.Carried {
	return assessment.CarryOver(i.snapshot(), to, today, questionnaire.Current)
}

// fates are all that do not simply stay, by item: the fate, the earlier id and
// why.
func fates(c assessment.Carried) map[string]string {
	told := map[string]string{}
	for _, item := range c.Items {
		if item.Fate != assessment.Stays || item.Was != "" {
			told[item.Item] = strings.Join(slices.Concat([]string{string(item.Fate)}, strings.Fields(item.Was), item.Because), " ")
		}
	}
	return told
}

func TestTheSameQuestionsKeepTheirAnswers(t *testing.T) {
	i := complete(t)
	for name, words := range map[string][]string{
		"nothing changed":              nil,
		"another title and reason":     {"title: Patching", "title: Patches"},
		"another weight and floor":     {"weight: 4, basis: K", "weight: 1, basis: K", "floor: 60", "floor: 90"},
		"evidence of a later time":     {"access: [EV-01]}", "access: [EV-31]}"},
		"another red flag and basis":   {"nobody patches", "nobody does", "basis: D", "basis: K"},
		"what the evaluator hears for": {"listen_for: [whole, both names]", "listen_for: [whole]"}, // no tick was made there
	} {
		c := carry(i, anew(t, words...))
		if got := fates(c); len(got) > 0 || len(c.Items) != len(i.snapshot().Answers) {
			t.Errorf("%s: %v of %d", name, got, len(c.Items))
		}
	}
	if c := carry(i, small(t)); !cmp.Equal(c.Before, c.After) || !cmp.Equal(c.After, c.Until) || c.Before.Verdict != assessment.Approve {
		t.Errorf("the same questionnaire judges otherwise: %+v", c)
	}
}

func TestAnotherQuestionMustBeAskedAgain(t *testing.T) {
	i := complete(t)
	ticked := shown("BAA-01", "met", assessment.Verified, "EV-58", 5)
	ticked.Heard = []int{2}
	i.answer(ticked)
	for _, test := range []struct { // no risk is made from the tiers, so that they can be any fact
		old, new string
		want     map[string]string
	}{
		{"ask: Who pays?", "ask: Who pays what?", map[string]string{"BAA-02": "ask_again ask"}},
		{"ask: Who pays?", "ask: Who pays?, ask_at: {award: Who will pay?}", map[string]string{"BAA-02": "ask_again ask"}},
		{"control: [absent", "control: [missing", map[string]string{"BAA-02": "ask_again scale", "TEC-01": "ask_again scale"}},
		{"anchors: [waits", "anchors: [sleeps", map[string]string{"SCN-01": "ask_again scale"}},
		{"elements: [actor, clock, system, record]", "elements: [actor, clock, record]", map[string]string{"SCN-01": "ask_again elements"}},
		{"label: View", "label: Looking on", map[string]string{"privilege": "ask_again options"}},
		{"answer: number, worst: 4", "answer: choice, options: [{value: '1', label: One}], worst: '1'", map[string]string{"tiers": "ask_again answer options"}},
		{"shown_by: {award: [EV-58]", "shown_by: {award: [EV-31]", map[string]string{"BAA-01": "ask_again evidence"}},
		{"title: MFA, ask: Is MFA on?, weight: 4, hard: true, min_assurance: documented", "title: MFA, ask: Is MFA on?, weight: 4, hard: true, min_assurance: verified", map[string]string{"TEC-02": "ask_again min_assurance"}},
		{"listen_for: [whole, both names]", "listen_for: [both names, whole]", map[string]string{"BAA-01": "ask_again listen_for"}},
		{"asked_of: document, practice: true", "asked_of: vendor, practice: true", map[string]string{"TEC-05": "ask_again asked_of"}},
		{"kind: clause", "kind: control", map[string]string{"TEC-05": "ask_again kind scale"}},
	} {
		c := carry(i, anew(t, test.old, test.new, ", chain_tiers: tiers", ""))
		if diff := cmp.Diff(test.want, fates(c)); diff != "" {
			t.Errorf("%s: %s", test.new, diff)
		}
	}
}

func TestItemsThatCameWentAndWereRenamed(t *testing.T) {
	i := complete(t)
	i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "TEC-02", Text: "A shared token"})
	before := must(i.snapshot().Canonical())
	gone := "      - {id: TEC-05, kind: clause, title: Segmentation clause, ask: Is the clause there?, weight: 2, basis: K, phase: pre-award, asked_of: document, practice: true}\n"
	come := "      - {id: TEC-09, kind: gate, title: Logs, ask: Who reads them?, weight: 4, hard: true, min_assurance: documented, basis: R, phase: pre-award, asked_of: vendor, cites: [45 CFR 164.312(b)], evidence: [EV-31]}\n"
	c := carry(i, anew(t, gone, come, "id: TEC-02", "id: TEC-20, was: [TEC-02]", "phase: onboarding", "phase: pre-award", "version: 1.0.0", "version: 1.1.0"))
	want := map[string]string{
		"BAA-04": "new", // it counts earlier now
		"TEC-20": "stays TEC-02",
		"TEC-09": "new",
		"TEC-05": "lost",
	}
	if diff := cmp.Diff(want, fates(c)); diff != "" {
		t.Error(diff)
	}
	if last := c.Items[len(c.Items)-1]; last.Item != "TEC-05" {
		t.Errorf("the lost one does not come last: %+v", last)
	}
	if diff := cmp.Diff([]string{"BAA-04", "TEC-09"}, c.After.OpenGates); diff != "" {
		t.Error(diff)
	}
	if c.Before.Verdict != assessment.Blocked || c.After.Verdict != assessment.Blocked || c.From.Version != "1.0.0" || c.To.Version != "1.1.0" {
		t.Errorf("%+v", c)
	}
	if after := must(i.snapshot().Canonical()); string(after) != string(before) {
		t.Error("the assessment itself was changed")
	}
}

func TestTheJudgementBeforeAfterAndUntilAskedAgain(t *testing.T) {
	i := complete(t)
	c := carry(i, anew(t, "ask: Is MFA on?", "ask: Is MFA on everywhere?", "claimed: 40", "claimed: 20", "approve: 80", "approve: 95"))
	if c.Before.Verdict != assessment.Approve || c.After.Verdict != assessment.Conditional || c.Until.Verdict != assessment.Blocked {
		t.Errorf("%s, %s, %s", c.Before.Verdict, c.After.Verdict, c.Until.Verdict)
	}
	if len(c.After.OpenGates) > 0 || !cmp.Equal(c.Until.OpenGates, []string{"TEC-02"}) {
		t.Errorf("open: %v, until asked again %v", c.After.OpenGates, c.Until.OpenGates)
	}
	if c.Until.Shown >= c.After.Shown || c.Until.Coverage != c.After.Coverage {
		t.Errorf("%s of %v, until asked again %s of %v", c.After.Shown, c.After.Coverage, c.Until.Shown, c.Until.Coverage)
	}
}

// A value that the item does not take any more is not read as another one.
func TestAnAnswerThatDoesNotFitIsNotCarried(t *testing.T) {
	i := complete(t)
	gate := "{id: BAA-02, kind: gate, title: Cost split, ask: Who pays?, weight: 4, min_assurance: documented,"
	c := carry(i, anew(t, "{id: BAA-02, kind: control, title: Cost split, ask: Who pays?, weight: 4,", gate))
	if !cmp.Equal(c.After.OpenGates, []string{"BAA-02"}) || c.After.Coverage != c.Until.Coverage || c.After.Coverage >= c.Before.Coverage {
		t.Errorf("the grade 4 was taken for an answer to a gate: %+v", c)
	}
}

// How a rule's flag was settled is kept by its place in the list. Where another
// flag stands there, that one is open.
func TestASettledFlagFollowsItsWords(t *testing.T) {
	i := complete(t)
	i.answer(shown("TEC-01", "0", assessment.Verified, "EV-31", 5))
	i.record(assessment.FlagResolved{Flag: "TEC-01/1", Reason: "The fleet is new"})
	flag, other := `{text: nobody patches, severity: warning, when: 'answer("TEC-01") == 0'}`, "{text: shared logins, severity: stop}"
	for name, test := range map[string]struct {
		words []string
		loses bool
	}{
		"in another place": {[]string{flag + ", " + other, other + ", " + flag}, false},
		"in other words":   {[]string{"nobody patches", "nothing is patched"}, true},
		"another item":     {[]string{"id: TEC-01", "id: TEC-10, was: [TEC-01]", `answer("TEC-01")`, `answer("TEC-10")`}, true},
	} {
		c := carry(i, anew(t, test.words...))
		if loses := c.After.Shown < c.Before.Shown; loses != test.loses {
			t.Errorf("%s: %s before, %s after", name, c.Before.Shown, c.After.Shown)
		}
	}
}
