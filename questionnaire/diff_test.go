package questionnaire_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// edition is a questionnaire that uses every key of the language.
const edition = `id: edition
version: 1.0.0
title: Edition
about: What it is for.
subject: vendor
milestone: award
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
  risk: {impact: [links, data], chain_tiers: links, standing_access: standing, review_days: {low: 365, moderate: 300, high: 180, critical: 90}}
scales: {control: [absent, ad hoc, partly, everywhere, measured], evidence: [none, fragment, partial, site, whole]}
domains:
  - id: GOV
    name: Governance
    weight: 3
    floor: 60
    floor_conditional: 50
    when: '"none" not in fact("before")'
    items:
      - {id: links, kind: fact, title: Links, ask: "How many?", answer: number, worst: 99, impact_from: [0, 1, 2, 3, 4], asked_of: us}
      - {id: data, kind: fact, title: Data, ask: "Which?", answer: choice, options: [{value: none, label: None, impact: 1}, {value: all, label: All, impact: 5}], worst: all}
      - {id: standing, kind: fact, title: Standing, ask: "Is it?", answer: yes_no, worst: true}
      - {id: begin, kind: fact, title: Begin, ask: "When?", answer: date, worst: 2026-01-01}
      - {id: first, kind: fact, title: First, ask: "Computed.", answer: date, earliest: [begin]}
      - {id: GOV-01, kind: gate, title: Memo, ask: "Is it written?", why: It decides, weight: 5, hard: true, min_assurance: documented, basis: R,
         phase: pre-award, asked_of: vendor, cites: [45 CFR 160.103], evidence: [EV-51], shown_by: {access: [EV-52]},
         must_show: [{show: Memo, by: [EV-51]}], must_show_at: {access: [{show: Memo, by: [EV-51]}, {show: Contract, by: [EV-52]}]}, was: [GOV-90], sources: [A01],
         help: [memo], ask_at: {access: "Is it signed?"}, listen_for: [a date, a name], probes: [By whom?], nprm: 90 FR 898, when: 'fact("links") > 0',
         na_when: 'fact("data") == "none"', red_flags: [{text: Nobody knows, severity: stop}, {text: Too late, severity: warning, when: 'fact("links") > 3'}]}
      - {id: GOV-02, kind: control, title: Pattern, ask: "Who directs?", weight: 3, basis: K, phase: pre-award, asked_of: us, practice: true, gate_at: {access: 3}}
      - {id: GOV-03, kind: gate, title: Line, ask: "Closed?", weight: 1, basis: K, phase: onboarding, asked_of: us, practice: true, closed_by: [GOV-01, GOV-02]}
  - id: SCN
    name: Scenarios
    weight: 1
    items:
      - {id: before, kind: fact, title: Before, ask: "Which of these?", answer: choices, options: [{value: work, label: Work}, {value: none, label: None, alone: true}], worst: work, how: written, minutes: 2}
      - {id: SCN-01, kind: scenario, title: Night, number: 4.2(b), ask: "What next?", weight: 5, basis: K, phase: pre-award, asked_of: delivery lead, practice: true,
         how: live, minutes: 6, reserve: true, anchors: [waits, chats, disables, suspends, masters], elements: [actor, clock]}
evidence:
  - {id: EV-51, name: Memo, freshness: Yearly, freshness_days: 365, fresh_at: {review: 90}, personal: true, issued_by: Counsel, check: [the date]}
  - {id: EV-52, name: Contract, hard_validity: true}
glossary:
  - {id: memo, term: Memo, text: What was decided., cites: [45 CFR 160.103], sources: [A02]}
overlays:
  - {view: nprm-2025, items: [{id: GOV-02, weight: 4, gate_at: {award: 2}, because: It would say so}, {id: GOV-01, hard: true, min_assurance: verified, because: That too}]}
`

// rewritten is the edition with some words replaced, as old and new in turn.
func rewritten(t *testing.T, words ...string) *questionnaire.Questionnaire {
	t.Helper()
	text := edition
	for n := 0; n < len(words); n += 2 {
		if !strings.Contains(text, words[n]) {
			t.Fatalf("the edition does not say %q", words[n])
		}
		text = strings.ReplaceAll(text, words[n], words[n+1])
	}
	q, err := questionnaire.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestADifferenceIsToldKeyByKey(t *testing.T) {
	const score, milestone, nothing = questionnaire.MovesScore, questionnaire.MovesMilestone, questionnaire.MovesNothing
	type changes = []questionnaire.Change
	for name, test := range map[string]struct {
		words []string
		id    string // empty for the document
		want  changes
	}{
		"a title":            {[]string{"title: Edition", "title: Anew"}, "", changes{{"title", "Edition", "Anew", nothing}}},
		"a band":             {[]string{"approve: 80", "approve: 85"}, "", changes{{"scoring.bands.approve", "80", "85", score}}},
		"a factor":           {[]string{"claimed: 40", "claimed: 30"}, "", changes{{"scoring.assurance.claimed", "40", "30", score}}},
		"a grade of a scale": {[]string{"partly, everywhere", "partially, everywhere"}, "", changes{{"scales.control.2", "partly", "partially", nothing}}},
		"the weight of a domain": {
			[]string{"weight: 3\n    floor: 60", "weight: 4\n    floor: 70"},
			"GOV",
			changes{{"weight", "3", "4", score}, {"floor", "60", "70", score}},
		},
		"a question":                         {[]string{`"Who directs?"`, `"Who says what to do?"`}, "GOV-02", changes{{"ask", "Who directs?", "Who says what to do?", nothing}}},
		"a question of later":                {[]string{`"Is it signed?"`, `"Who signed?"`}, "GOV-01", changes{{"ask_at.access", "Is it signed?", "Who signed?", nothing}}},
		"a weight":                           {[]string{"weight: 3, basis: K", "weight: 2, basis: K"}, "GOV-02", changes{{"weight", "3", "2", score}}},
		"a gate that is hard no more":        {[]string{"hard: true, min_assurance: documented", "min_assurance: documented"}, "GOV-01", changes{{"hard", "yes", "no", score}}},
		"a phase":                            {[]string{"phase: pre-award, asked_of: us, practice", "phase: onboarding, asked_of: us, practice"}, "GOV-02", changes{{"phase", "pre-award", "onboarding", milestone}}},
		"what shows it":                      {[]string{"shown_by: {access: [EV-52]}", "shown_by: {close: [EV-52, EV-51]}"}, "GOV-01", changes{{"shown_by.access", "EV-52", "", score}, {"shown_by.close", "", "EV-52, EV-51", score}}},
		"what must be shown":                 {[]string{"must_show: [{show: Memo, by: [EV-51]}]", "must_show: [{show: Memo, by: [EV-51, EV-52]}]"}, "GOV-01", changes{{"must_show", "Memo: EV-51", "Memo: EV-51 or EV-52", score}}},
		"what must be shown later":           {[]string{"{access: [{show: Memo, by: [EV-51]}, {show", "{close: [{show: Memo, by: [EV-51]}, {show"}, "GOV-01", changes{{"must_show_at.access", "Memo: EV-51, Contract: EV-52", "", score}, {"must_show_at.close", "", "Memo: EV-51, Contract: EV-52", score}}},
		"freshness of later":                 {[]string{"{review: 90}", "{review: 60}"}, "EV-51", changes{{"fresh_at.review", "90", "60", score}}},
		"one grade of the anchors":           {[]string{"disables, suspends", "locks, suspends"}, "SCN-01", changes{{"anchors.2", "disables", "locks", nothing}}},
		"a probe that came":                  {[]string{"[By whom?]", "[By whom?, When?]"}, "GOV-01", changes{{"probes", "", "When?", nothing}}},
		"one that went and two that came":    {[]string{"[a date, a name]", "[a name, a seal, a place]"}, "GOV-01", changes{{"listen_for", "a date", "", nothing}, {"listen_for", "", "a seal", nothing}, {"listen_for", "", "a place", nothing}}},
		"two in another order":               {[]string{"[a date, a name]", "[a name, a date]"}, "GOV-01", changes{{"listen_for", "a date; a name", "a name; a date", nothing}}},
		"a flag that people raise":           {[]string{"Nobody knows", "Nobody knows it"}, "GOV-01", changes{{"red_flags", "Nobody knows (stop)", "Nobody knows it (stop)", nothing}}},
		"a flag that raises itself":          {[]string{`fact("links") > 3`, `fact("links") > 2`}, "GOV-01", changes{{"red_flags", `Too late (warning, raised when fact("links") > 3)`, `Too late (warning, raised when fact("links") > 2)`, score}}},
		"an option":                          {[]string{"{value: none, label: None, impact: 1}", "{value: none, label: Nothing, impact: 2}"}, "data", changes{{"options", "none: None (impact 1)", "none: Nothing (impact 2)", score}}},
		"an option that excludes the others": {[]string{", alone: true", ""}, "before", changes{{"options", "none: None (excludes the others)", "none: None", score}}},
		"a domain that is asked elsewhere":   {[]string{`"none" not in fact("before")`, `len(fact("before")) > 1`}, "GOV", changes{{"when", `"none" not in fact("before")`, `len(fact("before")) > 1`, score}}},
		"how and for how long it is asked":   {[]string{"how: written, minutes: 2", "how: live, minutes: 3"}, "before", changes{{"how", "written", "live", nothing}, {"minutes", "2", "3", nothing}}},
		"the number in its source":           {[]string{"4.2(b)", "4.3"}, "SCN-01", changes{{"number", "4.2(b)", "4.3", nothing}}},
		"a scenario of the reserve":          {[]string{", reserve: true", ""}, "SCN-01", changes{{"reserve", "yes", "no", score}}},
		"freshness":                          {[]string{"freshness_days: 365", "freshness_days: 180"}, "EV-51", changes{{"freshness_days", "365", "180", score}}},
		"a help text":                        {[]string{"What was decided.", "Who decided what."}, "memo", changes{{"text", "What was decided.", "Who decided what.", nothing}}},
		"a grade under the proposed rules":   {[]string{"gate_at: {award: 2}", "gate_at: {award: 3}"}, "GOV-02", changes{{"gate_at.award", "2", "3", score}}},
		"what is said about the rules there": {[]string{"It would say so", "So it would"}, "GOV-02", changes{{"because", "It would say so", "So it would", nothing}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := questionnaire.Diff(rewritten(t), rewritten(t, test.words...))
			got := map[string]changes{}
			if len(d.Document) > 0 {
				got[""] = d.Document
			}
			for _, list := range [][]questionnaire.Altered{d.Domains, d.Items, d.Evidence, d.Glossary, d.Overlays} {
				for _, one := range list {
					got[one.ID] = one.Changes
				}
			}
			if diff := cmp.Diff(map[string]changes{test.id: test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestItemsComeGoAndAreRenamed(t *testing.T) {
	d := questionnaire.Diff(rewritten(t), rewritten(t,
		"GOV-02", "GOV-05", "practice: true, gate_at", "practice: true, was: [GOV-80, GOV-02], gate_at", // renamed
		"SCN-01", "SCN-02", // gone, and another one come
		"version: 1.0.0", "version: 1.1.0",
	))
	type line struct {
		id  string
		how questionnaire.Alteration
		was string
	}
	var got []line
	for _, item := range d.Items {
		got = append(got, line{item.ID, item.How, item.Was})
	}
	want := []line{
		{"GOV-05", questionnaire.Renamed, "GOV-02"},
		{"GOV-03", questionnaire.Changed, ""}, // it is closed by GOV-05 now
		{"SCN-02", questionnaire.Added, ""},
		{"SCN-01", questionnaire.Removed, ""},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
	if d.From.Version != "1.0.0" || d.To.Version != "1.1.0" || d.From.Hash == d.To.Hash {
		t.Errorf("from %+v to %+v", d.From, d.To)
	}
}

func TestAnotherOrderIsADifference(t *testing.T) {
	memo := "  - {id: EV-51, name: Memo, freshness: Yearly, freshness_days: 365, fresh_at: {review: 90}, personal: true, issued_by: Counsel, check: [the date]}\n"
	contract := "  - {id: EV-52, name: Contract, hard_validity: true}\n"
	d := questionnaire.Diff(rewritten(t), rewritten(t, memo+contract, contract+memo))
	want := []questionnaire.Change{{Key: "evidence in order", Old: "EV-51, EV-52", New: "EV-52, EV-51"}}
	if diff := cmp.Diff(want, d.Document); diff != "" {
		t.Error(diff)
	}
}

func TestNothingButIDAndVersionIsNoDifference(t *testing.T) {
	a := rewritten(t)
	for _, b := range []*questionnaire.Questionnaire{rewritten(t, "title: Edition", "title: Edition   # a comment"), rewritten(t, "id: edition\nversion: 1.0.0", "id: another\nversion: 2.0.0")} {
		if d := questionnaire.Diff(a, b); !d.None() {
			t.Errorf("%s %s: %+v", b.ID, b.Version, d)
		}
	}
	text, err := json.Marshal(questionnaire.Diff(a, a))
	if err != nil {
		t.Fatal(err)
	}
	hash := `{"id":"edition","version":"1.0.0","hash":"` + a.Hash() + `"}`
	want := `{"from":` + hash + `,"to":` + hash + `,"document":[],"domains":[],"items":[],"evidence":[],"glossary":[],"overlays":[]}`
	if string(text) != want {
		t.Errorf("got %s", text)
	}
}

// Whatever word of a questionnaire changes, its hash changes; so a difference
// has to be told. A key that is added to the language is held to that, too.
func TestNoChangeGoesUntold(t *testing.T) {
	a := rewritten(t)
	copied := func() *questionnaire.Questionnaire {
		q := new(questionnaire.Questionnaire)
		if err := json.Unmarshal(a.Canonical(), q); err != nil {
			t.Fatal(err)
		}
		return q
	}
	before, places := copied(), 0
	for n := 0; ; n++ {
		b := copied()
		left := n
		path := alterLeaf(reflect.ValueOf(b).Elem(), "", &left)
		if path == "" {
			places = n
			break
		}
		if path != ".id" && path != ".version" && questionnaire.Diff(before, b).None() {
			t.Errorf("no difference is told at %s", path)
		}
	}
	if places < 200 {
		t.Errorf("only %d places were altered", places)
	}
}

// alterLeaf alters the value at the n-th place and names it, or counts n down
// by the places that there are.
func alterLeaf(v reflect.Value, path string, n *int) string {
	here := func(alter func()) string {
		*n--
		if *n >= 0 {
			return ""
		}
		alter()
		return path
	}
	switch v.Kind() {
	case reflect.String:
		return here(func() { v.SetString(v.String() + "x") })
	case reflect.Int:
		return here(func() { v.SetInt(v.Int() + 1) })
	case reflect.Bool:
		return here(func() { v.SetBool(!v.Bool()) })
	case reflect.Map:
		return here(func() {
			with := reflect.MakeMap(v.Type())
			value := reflect.New(v.Type().Elem()).Elem()
			if value.Kind() == reflect.Slice {
				value = reflect.Append(value, reflect.Zero(value.Type().Elem()))
			}
			left := 0
			alterLeaf(value, "", &left)
			with.SetMapIndex(reflect.ValueOf(questionnaire.Close), value)
			v.Set(with)
		})
	case reflect.Slice:
		for i := range v.Len() {
			if found := alterLeaf(v.Index(i), path+"[]", n); found != "" {
				return found
			}
		}
		return here(func() { v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem())) })
	case reflect.Struct:
		for i := range v.NumField() {
			key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if key == "" || key == "-" {
				continue
			}
			if found := alterLeaf(v.Field(i), path+"."+key, n); found != "" {
				return found
			}
		}
	}
	return ""
}
