package questionnaire_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"assay/questionnaire"
	"assay/templates"

	"github.com/goccy/go-yaml"
)

const little = `id: little
version: 1.0.0
title: Little
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
scales: {control: [a, b, c, d, e]}
domains:
  - id: GOV
    name: Governance
    weight: 1
    items:
      - {id: links, kind: fact, title: Links, ask: "How many?", answer: number, worst: 99}
      - {id: GOV-01, kind: gate, title: Memo, ask: "Is it written?", weight: 5, hard: true, min_assurance: documented, basis: R,
         phase: pre-award / in-flight, asked_of: vendor, cites: [45 CFR 160.103], evidence: [EV-51]}
      - {id: GOV-02, kind: control, title: Pattern, ask: "Who directs?", weight: 3, basis: K, phase: pre-award, asked_of: us, practice: true,
         na_when: 'fact("links") == 0 && answer("GOV-01") == "met"'}
evidence:
  - {id: EV-51, name: Memo, freshness_days: 365}
`

func parse(text string) (*questionnaire.Questionnaire, error) {
	return questionnaire.Parse(strings.NewReader(text))
}

func TestEveryMistakeIsReportedWithItsPlace(t *testing.T) {
	broken := strings.NewReplacer(
		"version: 1.0.0", "version: one",
		"coverage: 90", "coverage: 190",
		"kind: control", "kind: contrl",
		"evidence: [EV-51]", "evidence: [EV-52]",
		`answer("GOV-01")`, `answer("GOV-09")`,
		"basis: R", "basis: X",
	).Replace(little)
	_, err := parse(broken)
	var mistakes questionnaire.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"2:1: write a version as", "9:3: coverage must lie", "basis must be R, A", "20:94: no evidence kind", "kind must be gate", `no item has the id "GOV-09"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
	for _, mistake := range mistakes {
		if mistake.Line == 0 || mistake.Column == 0 {
			t.Errorf("no place: %v", mistake)
		}
	}
}

func TestMistakesOfForm(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"an unknown key":                  {"title: Little", "titel: Little", `3:1: unknown key "titel" (did you mean "title"?)`},
		"a key twice":                     {"title: Little", "title: Little\ntitle: Again", `4:1: duplicate key "title"`},
		"an anchor":                       {"title: Little", "title: &t Little", "3:8: anchors and aliases are not allowed"},
		"a merge key":                     {"scales: {", "scales:\n  <<: {", "merge keys are not allowed"},
		"a tag":                           {"title: Little", "title: !!str Little", "3:8: tags are not allowed"},
		"words for a number":              {"coverage: 90", "coverage: ninety", "9:13: expected a whole number"},
		"a number for truth":              {"hard: true", "hard: 7", "expected true or false"},
		"one value for a list":            {"cites: [45 CFR 160.103]", "cites: 45 CFR 160.103", "expected a list"},
		"an open bracket":                 {"scales: {control: [a, b, c, d, e]}", "scales: {control: [a, b", "a comma or a closing bracket is missing"},
		"a condition that asks the clock": {`fact("links") == 0`, `now().Year() == 2026`, "GOV-02 na_when: unknown name now"},
		"a condition that is broken":      {`== "met"'`, `== '`, "GOV-02 na_when: unexpected token EOF"},
		"a condition on a fact's answer":  {`fact("links")`, `answer("links")`, `links is a fact: use fact("links")`},
		"a condition with a made-up id":   {`fact("links")`, `fact("li" + "nks")`, "takes an id in quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(little, test.old, test.new, 1)
			if broken == little {
				t.Fatal("nothing was broken")
			}
			if _, err := parse(broken); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	for name, text := range map[string]string{
		"nothing": "", "only a comment": "# hello\n", "two documents": "id: a\n---\nid: b\n", "a list": "- a\n- b\n", "a word": "hello",
		"too large": "title: " + strings.Repeat("x", 1<<20), "too deep": "domains: " + strings.Repeat("[", 200) + strings.Repeat("]", 200),
		"too deep by dashes": "domains:\n  " + strings.Repeat("- ", 200) + "x\n", "not text": "\x00\x01\x02",
	} {
		t.Run(name, func(t *testing.T) {
			if q, err := parse(text); err == nil {
				t.Errorf("read as %+v", q)
			}
		})
	}
}

func TestTheHashIsTheMeaningNotTheText(t *testing.T) {
	first, err := parse(little)
	if err != nil {
		t.Fatal(err)
	}
	rewritten, err := parse("# a comment\n" + strings.Replace(little, "title: Little", `title: "Little"   # quoted`, 1))
	if err != nil {
		t.Fatal(err)
	}
	if first.Hash() != rewritten.Hash() {
		t.Error("a comment changed the hash")
	}
	reworded, err := parse(strings.Replace(little, "Is it written?", "Is it signed?", 1))
	if err != nil {
		t.Fatal(err)
	}
	if first.Hash() == reworded.Hash() {
		t.Error("another question, the same hash")
	}
	decoded, err := questionnaire.Decode(first.Canonical())
	if err != nil {
		t.Fatal(err)
	}
	if decoded.Hash() != first.Hash() {
		t.Error("the canonical form reads back as something else")
	}
}

// Each part of the language that says how something is asked is checked when the
// file is read.
func TestMistakesOfAsking(t *testing.T) {
	const fact, gate = `title: Links, `, `title: Memo, `
	for name, test := range map[string]struct{ old, new, want string }{
		"an unknown way":               {gate, gate + "how: aloud, ", "how must be written, live, document, research or us, not \"aloud\""},
		"minutes below one":            {gate, gate + "minutes: -1, ", "minutes must lie within 1–60"},
		"minutes of more than an hour": {fact, fact + "minutes: 61, ", "minutes must lie within 1–60"},
		"a long number":                {gate, gate + "number: 4.2 of the third schedule, ", "a number has at most 16 characters"},
		"a gate of the reserve":        {gate, gate + "reserve: true, ", "only a scenario can have reserve"},
		"alone among single choices":   {`answer: number, worst: 99`, `answer: choice, options: [{value: none, label: None, alone: true}]`, "only an option of choices can have alone"},
		"a domain under its own item": {"name: Governance", `name: Governance
    when: fact("links") > 0`, "conditions run in a circle: links → links"},
		"a domain under an unknown item": {"name: Governance", `name: Governance
    when: fact("linkz") > 0`, `GOV when: no item has the id "linkz" (did you mean links?)`},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(little, test.old, test.new, 1)
			if broken == little {
				t.Fatal("nothing was broken")
			}
			if _, err := parse(broken); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// A file that does not say how an item is asked is read by whom it asks.
func TestHowItIsAskedFollowsFromWhomItAsks(t *testing.T) {
	for askedOf, want := range map[string]questionnaire.Way{
		"vendor": questionnaire.Live, "delivery lead": questionnaire.Live, "reference": questionnaire.Live, "": questionnaire.Live,
		"document": questionnaire.InDocument, "research": questionnaire.Researched, "us": questionnaire.ByUs,
	} {
		item := questionnaire.Item{AskedOf: askedOf}
		if got := item.Way(); got != want {
			t.Errorf("asked of %q: %q, want %q", askedOf, got, want)
		}
		item.How = questionnaire.Written
		if got := item.Way(); got != questionnaire.Written {
			t.Errorf("asked of %q and written: %q", askedOf, got)
		}
		item.How, item.ClosedBy = "", []string{"GOV-01"}
		if got := item.Way(); got != "" {
			t.Errorf("a checklist line is asked: %q", got)
		}
	}
}

type given map[string]string

func (g given) AnswerText(item string) string { return g[item] }
func (g given) Shown(item string) bool        { return g["shown "+item] == "yes" }

func TestConditions(t *testing.T) {
	q, err := parse(little)
	if err != nil {
		t.Fatal(err)
	}
	rule := q.Item("GOV-02").NotApplicableWhen
	for name, test := range map[string]struct {
		known given
		want  bool
	}{
		"nothing is known: the worst counts": {given{}, false},
		"no links, not yet met":              {given{"links": "0"}, false},
		"no links and met":                   {given{"links": "0", "GOV-01": "met"}, true},
		"links and met":                      {given{"links": "2", "GOV-01": "met"}, false},
	} {
		if got, err := q.Holds(rule, test.known); err != nil || got != test.want {
			t.Errorf("%s: %t, %v", name, got, err)
		}
	}
}

func TestFacts(t *testing.T) {
	item := func(answer string) *questionnaire.Item {
		return &questionnaire.Item{ID: "f", Kind: questionnaire.Fact, Answer: answer, Options: []questionnaire.Option{{Value: "low", Label: "Low", Impact: 2}, {Value: "mid", Label: "Mid"}, {Value: "none", Label: "None", Alone: answer == "choices"}}}
	}
	for _, test := range []struct{ answer, in, want string }{
		{"number", "40,000", "40000"},
		{"number", "40 000", "40000"},
		{"number", "-1", ""},
		{"number", "many", ""},
		{"yes_no", "Y", "yes"},
		{"yes_no", "false", "no"},
		{"yes_no", "maybe", ""},
		{"countries", "us, ph", "PH, US"},
		{"countries", "US US", "US"},
		{"countries", "USA", ""},
		{"date", "2026-11-22", "2026-11-22"},
		{"date", "22.11.2026", ""},
		{"choice", "low", "low"},
		{"choice", "high", ""},
		{"choices", "mid, low", "low, mid"},
		{"choices", "none", "none"},
		{"choices", "low, none", ""},
		{"text", " words ", "words"},
		{"text", "", ""},
	} {
		got, err := item(test.answer).ParseFact(test.in)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s %q: %q, %v", test.answer, test.in, got, err)
		}
	}
}

func TestShippedQuestionnaire(t *testing.T) {
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	count := map[questionnaire.Kind]int{}
	hard := 0
	for _, domain := range q.Domains {
		for _, item := range domain.Items {
			count[item.Kind]++
			if item.Hard {
				hard++
			}
			if item.Kind != questionnaire.Fact && (item.Why == "" || len(item.ListenFor) < 2 || len(item.Probes) < 1 || len(item.RedFlags) < 1) {
				t.Errorf("%s leaves the interviewer alone", item.ID)
			}
			if item.Kind != questionnaire.Fact && len(item.Sources) == 0 {
				t.Errorf("%s names no source", item.ID)
			}
		}
	}
	graded := count[questionnaire.Gate] + count[questionnaire.Control] + count[questionnaire.Evidence]
	if len(q.Domains) != 14 || graded != 123 || count[questionnaire.Scenario] != 12 || len(q.Evidence) != 78 || count[questionnaire.Fact] != 17 || hard != 37 {
		t.Errorf("%d domains, %v (%d graded), %d evidence kinds, %d hard gates", len(q.Domains), count, graded, len(q.Evidence), hard)
	}
	for _, id := range []string{"record_volume", "sensitivity", "part2_records", "texas_records", "privilege", "phi_reach", "standing_access", "writes_code", "countries", "bulk_kinds", "sites", "chain_links", "chain_tiers", "agent", "headcount", "sow_start", "sow_end"} {
		if item := q.Item(id); item == nil || item.Kind != questionnaire.Fact {
			t.Errorf("no fact %s", id)
		}
	}
	for _, id := range []string{"SUB-02", "SUB-03", "SUB-04", "SUB-07"} {
		if holds, err := q.Holds(q.Item(id).NotApplicableWhen, given{"chain_links": "0", "SUB-01": "met"}); err != nil || !holds {
			t.Errorf("%s still applies without a chain: %v", id, err)
		}
	}
	for countries, want := range map[string]bool{"": false, "US": true, "PH, US": false} {
		if holds, err := q.Holds(q.Item("GOV-04").NotApplicableWhen, given{"countries": countries}); err != nil || holds != want {
			t.Errorf("GOV-04 with %q is set aside: %t, %v", countries, holds, err)
		}
	}
}

// The canonical form of every shipped file reads back as the same
// questionnaire; of one that extends nothing, as a file too.
func TestShippedFilesReadBack(t *testing.T) {
	list, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).List()
	if err != nil || len(list) < 9 {
		t.Fatalf("%d files, %v", len(list), err)
	}
	for _, listing := range list {
		if listing.Err != nil {
			t.Errorf("%s: %v", listing.File, listing.Err)
			continue
		}
		q := listing.Questionnaire
		decoded, err := questionnaire.Decode(q.Canonical())
		if err != nil || decoded.Hash() != q.Hash() || !bytes.Equal(decoded.Canonical(), q.Canonical()) {
			t.Errorf("%s is decoded as something else: %v", listing.File, err)
		}
		if len(q.Parents) > 0 {
			continue
		}
		parsed, err := questionnaire.Parse(bytes.NewReader(q.Canonical()))
		if err != nil || parsed.Hash() != q.Hash() {
			t.Errorf("%s is parsed as something else: %v", listing.File, err)
		}
	}
}

func TestLibrary(t *testing.T) {
	shipped := questionnaire.Source{Name: "shipped", Files: fstest.MapFS{"little.yaml": {Data: []byte(little)}, "notes.txt": {Data: []byte("not ours")}}}
	own := questionnaire.Source{Name: "own", Files: fstest.MapFS{
		"mine.yaml":   {Data: []byte(strings.Replace(little, "id: little", "id: house-rules", 1))},
		"broken.yaml": {Data: []byte("id: broken\n")},
	}}
	nowhere := questionnaire.Source{Name: "nowhere", Files: os.DirFS(t.TempDir() + "/missing")}
	library := questionnaire.NewLibrary(shipped, own, nowhere)
	for _, id := range []string{"little", "house-rules"} {
		if q, err := library.Get(id); err != nil || q.ID != id {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := library.Get("unheard"); !errors.Is(err, questionnaire.ErrUnknown) {
		t.Errorf("got %v", err)
	}
	if _, err := library.Get("broken"); err == nil || errors.Is(err, questionnaire.ErrUnknown) {
		t.Errorf("a broken file was not named: %v", err)
	}
	list, err := library.List()
	if err != nil || len(list) != 3 {
		t.Fatalf("%d listed, %v", len(list), err)
	}
	if list[1].File != "broken.yaml" || list[1].Err == nil || list[1].Questionnaire != nil {
		t.Errorf("broken.yaml is listed as %+v", list[1])
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(little))
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("id: \"\\x\"\n? [a]\n: b\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := questionnaire.Parse(bytes.NewReader(text))
		if err == nil && q.Hash() == "" {
			t.Error("parsed without a hash")
		}
	})
}

// BenchmarkParse reads the largest shipped file, in turn with the YAML
// library's own reading of the same bytes, and reports the ratio.
func BenchmarkParse(b *testing.B) {
	text, err := fs.ReadFile(templates.Questionnaires(), "hipaa-staffing.yaml")
	if err != nil {
		b.Fatal(err)
	}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	if _, err := library.Get("glossary"); err != nil { // what it extends is read once, and not measured
		b.Fatal(err)
	}
	var whole, plain time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := library.Parse(bytes.NewReader(text)); err != nil {
			b.Fatal(err)
		}
		whole += time.Since(start)
		start = time.Now()
		if err := plainYAML(text); err != nil {
			b.Fatal(err)
		}
		plain += time.Since(start)
	}
	b.ReportMetric(float64(whole)/float64(plain), "x_yaml_library")
}

// plainYAML is the library's own reading of the bytes into plain data.
func plainYAML(text []byte) error {
	var tree any
	return yaml.Unmarshal(text, &tree)
}
