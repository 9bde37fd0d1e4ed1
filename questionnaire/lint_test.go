package questionnaire_test

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"assay/questionnaire"
	"assay/questionnaire/citation"
	"assay/questionnaire/yamldoc"
	"assay/templates"

	"github.com/google/go-cmp/cmp"
)

// lint lints a text that may extend the questionnaire of that text, clean.
func lint(t *testing.T, text, clean string) (*questionnaire.Questionnaire, questionnaire.Mistakes) {
	t.Helper()
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "own", Files: fstest.MapFS{"clean.yaml": {Data: []byte(clean)}}})
	q, mistakes, err := library.Lint(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return q, mistakes
}

func TestShippedFilesLintClean(t *testing.T) {
	files, err := fs.Glob(templates.Questionnaires(), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	for _, file := range files {
		text, err := fs.ReadFile(templates.Questionnaires(), file)
		if err != nil {
			t.Fatal(err)
		}
		q, mistakes, err := library.Lint(bytes.NewReader(text))
		if bytes.Contains(text, []byte(citation.Unchecked)) {
			// citations_test.go of this module lists these files until they are clean.
			mistakes = slices.DeleteFunc(mistakes, func(m questionnaire.Mistake) bool {
				return strings.Contains(m.Text, citation.Unchecked) || strings.Contains(m.Text, "nobody has checked") || strings.Contains(m.Text, "only proposed")
			})
		}
		if q == nil || len(mistakes) > 0 || err != nil {
			t.Errorf("%s: %v\n%v", file, err, mistakes)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	if q, mistakes := lint(t, lintable(t), ""); q == nil || len(mistakes) > 0 {
		t.Error(mistakes)
	}
}

// change is one edit of a file, and what lint says then, all of it.
type change struct {
	old, new string
	want     []string
}

func (c change) run(t *testing.T, text string) {
	t.Helper()
	changed := strings.Replace(text, c.old, c.new, 1)
	if changed == text {
		t.Fatal("nothing was changed")
	}
	q, mistakes := lint(t, changed, "")
	var got []string
	for _, mistake := range mistakes {
		if mistake.Line == 0 {
			t.Errorf("no place: %v", mistake)
		}
		got = append(got, mistake.Text)
	}
	if diff := cmp.Diff(c.want, got); diff != "" || q == nil {
		t.Errorf("can be used: %t\n%s", q != nil, diff)
	}
}

func TestWarnings(t *testing.T) {
	const control = `when: 'fact("data") == "records" || fact("links") > 0'`
	const aside = `na_when: 'all(fact("countries"), # == "US") && fact("ends") < "2026-12-31"'`
	const flag = `when: 'fact("data") == "records" && answer("GOV-02") <= 1'`
	condition := func(old, key, new string, want ...string) change { return change{old, key + ": '" + new + "'", want} }
	for name, test := range map[string]change{
		"a choice that is none": condition(control, "when", `fact("data") == "record"`, `"record" is never an answer of data`),
		"a choice among others": condition(control, "when", `fact("data") in ["records", "files"] && fact("links") > 0`, `"files" is never an answer of data`),
		"a gate that is yes":    condition(flag, "when", `answer("GOV-01") == "yes"`, `"yes" is never an answer of GOV-01`),
		"a grade of 5":          condition(flag, "when", `answer("GOV-02") >= 5`, `5 is never an answer of GOV-02`),
		"a country of three":    condition(aside, "na_when", `any(fact("countries"), # in ["USA"])`, `"USA" is never an answer of countries`),
		"a day without a month": condition(aside, "na_when", `fact("ends") < "2026"`, `"2026" is never an answer of ends`),

		"numbers that exclude each other": condition(control, "when", `fact("links") > 3 && fact("links") < 2`, "GOV-02 is never asked, because this is never true"),
		"numbers that leave a gap":        condition(control, "when", `fact("links") > 3 && fact("links") < 5`),
		"all numbers":                     condition(control, "when", `fact("links") >= 0`, "GOV-02 is always asked, because this is always true"),
		"two choices at once":             condition(control, "when", `fact("data") == "none" && fact("data") == "records"`, "GOV-02 is never asked, because this is never true"),
		"yes and no":                      condition(aside, "na_when", `fact("standing") && !fact("standing")`, "GOV-02 is never set aside, because this is never true"),
		"yes or no":                       condition(aside, "na_when", `fact("standing") || !fact("standing")`, "GOV-02 never counts, because this is always true and sets it aside"),
		"countries both in and out":       condition(aside, "na_when", `all(fact("countries"), # == "US") && any(fact("countries"), # == "PH")`, "GOV-02 is never set aside, because this is never true"),
		"two countries":                   condition(aside, "na_when", `len(fact("countries")) > 1 && any(fact("countries"), # == "PH")`),
		"days that exclude each other":    condition(aside, "na_when", `fact("ends") > "2026-12-30" && fact("ends") < "2026-12-31"`, "GOV-02 is never set aside, because this is never true"),
		"a day between two":               condition(aside, "na_when", `fact("ends") > "2026-12-29" && fact("ends") < "2026-12-31"`),
		"a flag without a cause":          condition(flag, "when", `answer("GOV-02") > 3 && answer("GOV-02") < 3`, "this flag of GOV-02 never raises itself, because this is never true"),
		"a flag for everybody":            condition(flag, "when", `answered("GOV-02") || !answered("GOV-02")`, "this flag of GOV-02 always raises itself, because this is always true"),
		"numbers against each other":      condition(control, "when", `fact("links") > len(fact("countries"))`), // not decided

		"a document that is asked aloud": {"asked_of: vendor\n        cites: [\"45 CFR 164.308(b)(1)\"]", "asked_of: document\n        how: live\n        minutes: 2\n        cites: [\"45 CFR 164.308(b)(1)\"]", []string{
			"data does not say how many minutes it takes",
			"standing does not say how many minutes it takes",
			"links does not say how many minutes it takes",
			"countries does not say how many minutes it takes",
			"ends does not say how many minutes it takes",
			"GOV-01 is asked as live, which does not fit what is asked of document",
			"GOV-02 does not say how many minutes it takes",
			"GOV-03 does not say how many minutes it takes",
			"SCN-01 does not say how many minutes it takes",
		}},
		"a domain that is always asked": {"name: Governance", "name: Governance\n    when: 'answered(\"SCN-01\") || !answered(\"SCN-01\")'", []string{"domain GOV is always asked, because this is always true"}},
		"a domain that is never asked":  {"name: Governance", "name: Governance\n    when: 'answer(\"SCN-01\") > 3 && answer(\"SCN-01\") < 3'", []string{"domain GOV is never asked, because this is never true"}},
		"a weight on our own gate": {"hard: true, min_assurance: documented,\n", "weight: 2, hard: true, min_assurance: documented,\n", []string{
			"the weight of GOV-03 never counts: a gate asked of us blocks, but says nothing about the vendor",
		}},
		"a weight on a line":        {"closed_by:", "weight: 2, closed_by:", []string{"the weight of GOV-04 never counts: a checklist line only repeats its items"}},
		"a weight that is proposed": {"because: ", "because: It would., hard: true}\n      - {id: GOV-03, weight: 4, because: ", []string{"the weight of GOV-03 under nprm-2025 never counts either"}},
		"a domain of no weight":     {"weight: 1\n    floor: 50\n", "weight: 0\n", []string{"SCN has no weight, so its 1 grades never change the score"}},
		"a floor out of reach":      {"floor: 50\n    items:", "floor: 95\n    items:", []string{"no answers can meet the floor of SCN: it is 95, and SCN can show at most 90"}},
		"a band out of reach":       {"attested: 100", "attested: 90", nil},
		"bands out of reach":        {"verified: 90, attested: 100}\n  scenario: {two_scorers: 90", "verified: 70, attested: 70}\n  scenario: {two_scorers: 70", []string{"no answers can reach approve: it begins at 80, and 70 is the most that can be shown"}},
		"a penalty above the most":  {"each: 3, most: 15", "each: 3, most: 2", []string{"one warning costs 3, but all of them together cost at most 2"}},
		"a worst that is not":       {"worst: records", "worst: none", []string{"the worst value of data has impact 1, but another answer has 5"}},
		"a choice without impact":   {", impact: 1}", "}", []string{`"none" has no impact, so the risk counts it as harmless`}},
		"a number without its risk": {"answer: number, worst: 99", "answer: number, worst: 99, impact_from: [0, 1, 2, 3, 4]", []string{"the impacts of links have no effect on the risk"}},
		"a risk made of nothing":    {"impact: [data]\n", "impact: []\n", []string{"standing_access has no effect on the risk: impact names no facts", "the impacts of data have no effect on the risk"}},
		"a risk never reviewed":     {"critical: 90", "critical: 0", []string{"a risk that is critical has no date for its next review"}},
		"a risk seldom reviewed":    {"high: 180", "high: 400", []string{"a risk that is high is reviewed after 400 days, but a smaller one after 365"}},

		"a gate without evidence":    {"evidence: [EV-02]}", "}", []string{"gate GOV-03 names no evidence, so any record closes it"}},
		"a gate before its time":     {"gate_at: {access: 3}", "gate_at: {access: 3, close: 3}", []string{"GOV-02 already needs grade 3 before close"}},
		"a line that does not block": {"gate_at: {access: 3}", "gate_at: {review: 3}", []string{"line GOV-04 can be open without blocking: GOV-02 does not block at access"}},
		"a line ahead of its items":  {"phase: pre-award / in-flight", "phase: in-flight", []string{"GOV-01 counts only from review on, so shown_by has no effect at access", "line GOV-04 counts from access on, but GOV-01 only from review on: until then the line is open"}},
		"proof before its time":      {"shown_by: {access: [EV-02]}", "shown_by: {access: [EV-02], review: [EV-02]}", []string{"GOV-01 is shown by the same evidence before review"}},
		"proof that repeats a group": {"evidence: [EV-01]\n        shown_by: {access: [EV-02]}", "must_show: [{show: Minutes, by: [EV-02]}]\n        shown_by: {access: [EV-02]}", []string{
			"GOV-01 is shown by the same evidence before access",
		}},
		"a group that repeats itself": {"evidence: [EV-01]\n        shown_by: {access: [EV-02]}", "must_show: [{show: Minutes, by: [EV-02]}]\n        must_show_at: {review: [{show: Minutes, by: [EV-02]}]}", []string{
			"GOV-01 is shown by the same evidence before review",
		}},
		"a group before its time": {`phase: pre-award, asked_of: us, cites: ["45 CFR 164.308(a)(1)(ii)(A)"], evidence: [EV-02]}`, `phase: onboarding, asked_of: us, cites: ["45 CFR 164.308(a)(1)(ii)(A)"], must_show_at: {award: [{show: Minutes, by: [EV-02]}]}}`, []string{
			"GOV-03 counts only from access on, so must_show_at has no effect at award",
		}},
		"a gate that either paper closes": {"evidence: [EV-02]}", "evidence: [EV-01, EV-02]}", []string{
			"gate GOV-03 at award: one record of any of these kinds closes it: EV-01, EV-02",
		}},
		"a gate that either paper closes later": {"shown_by: {access: [EV-02]}", "shown_by: {access: [EV-01, EV-02]}", []string{
			"gate GOV-01 at access: one record of any of these kinds closes it: EV-01, EV-02",
		}},
		"a group that either paper shows": {"evidence: [EV-02]}", "must_show: [{show: Either paper, by: [EV-01, EV-02]}]}", nil},
		"papers that only corroborate":    {"evidence: [EV-02]}", "must_show: [{show: Minutes, by: [EV-02]}], evidence: [EV-01, EV-02]}", nil},
		"a control that either paper shows": {"na_when: 'all(fact(\"countries\"), # == \"US\") && fact(\"ends\") < \"2026-12-31\"'\n        evidence: [EV-01]", "na_when: 'all(fact(\"countries\"), # == \"US\") && fact(\"ends\") < \"2026-12-31\"'\n        evidence: [EV-01, EV-02]", []string{
			"gate GOV-02 at access: one record of any of these kinds closes it: EV-01, EV-02",
		}},
		"phases out of order":           {"phase: pre-award / in-flight", "phase: pre-award / pre-award", []string{`GOV-01 counts from its first phase on, and "pre-award / pre-award" repeats a phase or puts an earlier one after it`}},
		"a proposal that changes":       {"min_assurance: verified, because", "min_assurance: documented, because", []string{"GOV-01 is the same under nprm-2025"}},
		"a grade before its phase":      {"phase: pre-award\n        asked_of: delivery lead\n        cites", "phase: in-flight\n        asked_of: delivery lead\n        cites", []string{"GOV-02 counts only from review on, so it cannot be a gate at access", "line GOV-04 counts from access on, but GOV-02 only from review on: until then the line is open"}},
		"a milestone without questions": {"# Everything", "milestone: award\n# Everything", nil},

		"a long question":         {"Does anybody keep", "Does anybody " + strings.Repeat("really ", 60) + "keep", []string{"standing has a question of 67 words; more than 60 are too long to say aloud"}},
		"a question again":        {"Have we put this vendor into our risk analysis?", "How is data encrypted, on laptops?", nil}, // GOV-02 is hidden by a condition
		"a question twice":        {"Have we put this vendor into our risk analysis?", "May we open - the signed agreement - together", []string{"GOV-03 asks the same as GOV-01"}},
		"a title twice":           {"title: Our own analysis", "title: Encryption", []string{"GOV-03 has the same title as GOV-02"}},
		"the same later":          {"Has anything in the agreement changed?", "May we open the signed agreement together?", []string{"GOV-01 asks the same at review as before"}},
		"a control without help":  {"probes: [\"Show us one\"]\n", "\n", []string{"GOV-02 does not help the evaluator to grade: it has no probes"}},
		"a character nobody sees": {"Show us one", "Show us\\u200b one", []string{"this text has an invisible character, U+200B"}},
		"a tab":                   {"Show us one", "Show us\\tone", []string{"this text has an invisible character, U+0009"}},
		"twice in a list":         {"evidence: [EV-02]}", "evidence: [EV-02, EV-02]}", []string{`"EV-02" is in this list twice`}},
		"a former id twice":       {"was: [GOV-11]", "was: [GOV-11, GOV-11]", []string{`"GOV-11" is in this list twice`}},
		"two heirs":               {"gate_at: {access: 3}", "gate_at: {access: 3}\n        was: [GOV-11]", []string{"GOV-01 and GOV-02 both say that their earlier id was GOV-11"}},
		"a form that is made up":  {"45 CFR 164.312(a)(2)(iv)", "45 CFR §164.312", []string{`expected a section like 164.308(a)(1), a part like Part 164 or a chapter like ch. 5 after "45 CFR", got "§164.312"`}},
		"a citation nobody checked": {"The proposal would want it verified.", "Proposed 164.312(b) (cite unchecked) would want it verified.", []string{
			"nobody has checked that 45 CFR 164.312(b) is the number in the proposed rule; cite proposed 45 CFR 164.312", `this text tells its reader "cite unchecked"`,
		}},
		"a provision that is not":  {"The proposal would want it verified.", "164.308(b)(4) would want it verified.", []string{"45 CFR 164.308(b)(4) is not listed: 45 CFR 164.308(b) has only (1), (2), (3)"}},
		"practice that is law":     {`cites: ["45 CFR 164.308(a)(1)(ii)(A)"]`, "practice: true", []string{`GOV-03 says "required by rule", but practice: true says that it is practice only`}},
		"required and addressable": {`cites: ["45 CFR 164.308(a)(1)(ii)(A)"]`, `cites: ["45 CFR 164.312(a)(2)(iv)"]`, []string{`GOV-03 says "required by rule", but none of its citations fits`}},
		"a document nobody wants":  {"overlays:", "  - {id: EV-03, name: Poem, freshness_days: 1, check: [Read it]}\noverlays:", []string{"no item accepts EV-03, Poem"}},
		"a document nobody reads":  {`freshness_days: 365, check: ["Note the date"]`, "freshness_days: 365", []string{"EV-02 does not say what to check in it"}},
		"a document for ever":      {"freshness_days: 365, ", "", []string{"EV-02 never expires"}},
		"two ways to grow old":     {"hard_validity: true", "hard_validity: true, freshness_days: 3", []string{"EV-01 has hard_validity, so its freshness_days never count"}},
		"a word nobody looks up":   {"        help: [agreement]\n", "", []string{"no item links to the term agreement"}},
	} {
		t.Run(name, func(t *testing.T) { test.run(t, lintable(t)) })
	}
}

func TestWhatNeverCountsWhereNothingIsScored(t *testing.T) {
	test := change{"mode: scored", "mode: gates-only", []string{
		"the weight of GOV never counts: nothing is scored here",
		"the floor of GOV never counts: nothing is scored here",
		"the floor_conditional of GOV never counts: nothing is scored here",
		"the weight of GOV-01 never counts: nothing is scored here",
		"the weight of GOV-02 never counts: nothing is scored here",
		"the weight of SCN never counts: nothing is scored here",
		"the floor of SCN never counts: nothing is scored here",
		"SCN-01 decides nothing: it is not scored and does not block",
		"the weight of SCN-01 never counts: nothing is scored here",
	}}
	test.run(t, lintable(t))
}

func TestNothingCountsAtTheMilestone(t *testing.T) {
	text := strings.NewReplacer("phase: pre-award / in-flight", "phase: onboarding", "phase: pre-award\n", "phase: onboarding\n", "phase: pre-award,", "phase: onboarding,").Replace(lintable(t))
	_, mistakes := lint(t, text, "")
	if len(mistakes) != 1 || mistakes[0].Text != "assessments open for award, but no item counts at award" {
		t.Error(mistakes)
	}
	if _, mistakes := lint(t, "milestone: access\n"+text, ""); len(mistakes) > 0 {
		t.Error(mistakes)
	}
}

func TestAProposalIsNoLaw(t *testing.T) {
	text := strings.Replace(lintable(t), "45 CFR 164.312(a)(2)(iv)", "45 CFR 164.312(h)(2)(iii)", 1)
	q, mistakes := lint(t, text, "")
	if q != nil || len(mistakes) != 1 || mistakes[0].Severity != yamldoc.Error || !strings.Contains(mistakes[0].Text, "is only proposed") {
		t.Errorf("%v", mistakes)
	}
	if _, err := parse(text); err != nil {
		t.Errorf("the file can still be read: %v", err)
	}
}

// Errors and warnings stand in one list, by their places.
func TestEverythingAtOnce(t *testing.T) {
	broken := strings.NewReplacer("version: 1.0.0", "version: one", "each: 3, most: 15", "each: 3, most: 2", "basis: A", "basis: X", "title: Our own analysis", "title: Encryption").Replace(lintable(t))
	q, mistakes := lint(t, broken, "")
	var got []string
	for _, mistake := range mistakes {
		text, _, _ := strings.Cut(mistake.String(), ",")
		got = append(got, text)
	}
	want := []string{
		"3:1: write a version as three numbers", "11:22: warning: one warning costs 3", "60:9: basis must be R", "72:9: warning: GOV-03 has the same title as GOV-02 (lists and reports show only the title)",
	}
	if diff := cmp.Diff(want, got); diff != "" || q != nil {
		t.Error(diff)
	}
}

func TestMistakesOfFormComeWithoutTheirEchoes(t *testing.T) {
	broken := strings.NewReplacer("title: A questionnaire", "titel: A questionnaire", "weight: 5\n", "weight: heavy\n", "id: EV-01, name", "id: [EV-01], name", "basis: A", "basis: X").Replace(lintable(t))
	q, mistakes := lint(t, broken, "")
	if q != nil {
		t.Error("it can be used")
	}
	for _, want := range []string{`unknown key "titel"`, `"heavy"`} {
		if !strings.Contains(mistakes.Error(), want) {
			t.Errorf("%s is not among\n%v", want, mistakes)
		}
	}
	for _, echo := range []string{"the questionnaire needs a title", "needs a weight", "has the id", "an evidence id is"} {
		if strings.Contains(mistakes.Error(), echo) {
			t.Errorf("%s is only an echo:\n%v", echo, mistakes)
		}
	}
}

// An open gate that is not hard decides, too: the verdict is then conditional.
func TestASoftGateIsNotIdleWhereNothingIsScored(t *testing.T) {
	text := strings.Replace(lintable(t), "mode: scored", "mode: gates-only", 1)
	_, mistakes := lint(t, strings.ReplaceAll(text, "hard: true", "hard: false"), "")
	idle := 0
	for _, mistake := range mistakes {
		if strings.Contains(mistake.Text, "decides nothing") {
			idle++
			if !strings.Contains(mistake.Text, "SCN-01") {
				t.Error(mistake.Text)
			}
		}
	}
	if idle != 1 {
		t.Errorf("%d items decide nothing, want the scenario alone", idle)
	}
}

func TestAnExtensionAnswersForWhatItChanges(t *testing.T) {
	parent := strings.Replace(lintable(t), "title: Our own analysis", "title: Encryption", 1) // a warning of its own
	extension := func(rest string) string {
		return "id: ours\nversion: 1.0.0\ntitle: Ours\nextends: clean\n" + rest
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing changes": {extension(""), nil},
		"nothing is scored": {extension("scoring: {mode: gates-only}\n"), []string{
			"4:1: warning: SCN-01 decides nothing: it is not scored and does not block (make it hard or give it a gate_at)",
		}},
		"a question of our own": {extension("domains: [{id: GOV, items: [{id: GOV-01, ask: 'Have we put this vendor into our risk analysis?'}]}]\n"), []string{
			"4:1: warning: GOV-03 asks the same as GOV-01 (change or remove one of them)",
		}},
		"a weight of our own": {extension("domains: [{id: GOV, items: [{id: GOV-03, weight: 3}]}]\n"), []string{
			"5:42: warning: the weight of GOV-03 never counts: a gate asked of us blocks, but says nothing about the vendor (leave it out)",
		}},
		"an item that steers goes": {extension("drop: [links]\n"), []string{"5:8: GOV-02 when uses links, which is dropped (keep it, or give GOV-02 another when)"}},
		"an unknown parent":        {strings.Replace(extension(""), "clean", "nobody", 1), []string{"4:1: no such questionnaire: nobody"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := lint(t, test.text, parent)
			var got []string
			for _, mistake := range mistakes {
				got = append(got, mistake.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever line is missing, lint finds an error exactly where parsing does.
func TestLintBearsEveryMistake(t *testing.T) {
	lines := strings.SplitAfter(lintable(t), "\n")
	refused := 0
	for n := range lines {
		text := strings.Join(append(append([]string{}, lines[:n]...), lines[n+1:]...), "")
		_, err := questionnaire.Parse(bytes.NewReader([]byte(text)))
		q, mistakes := lint(t, text, "")
		if (err == nil) != (q != nil) {
			t.Errorf("without line %d: parsed: %v, linted: %v", n+1, err, mistakes)
		}
		var found questionnaire.Mistakes
		if errors.As(err, &found) {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no line was needed")
	}
}

func TestOpenFindsTheFile(t *testing.T) {
	own := fstest.MapFS{
		"mine.yaml":   {Data: []byte(strings.Replace(little, "id: little", "id: house-rules", 1))},
		"broken.yaml": {Data: []byte("id: broken\n")},
	}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "own", Files: own})
	for id, want := range map[string]string{"house-rules": "mine.yaml", "broken": "broken.yaml"} {
		source, file, content, err := library.Open(id)
		if err != nil || source != "own" || file != want {
			t.Errorf("%s: %s %s %v", id, source, file, err)
			continue
		}
		content.Close()
	}
	if _, _, _, err := library.Open("unheard"); !errors.Is(err, questionnaire.ErrUnknown) {
		t.Error(err)
	}
}
