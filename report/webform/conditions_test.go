package webform_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/pdf/pdftest"
	"assay/report/vendorcopy"
	"assay/templates"
)

// The form decides in the vendor's browser which questions it asks, and the engine
// decides it again from the record. The tests here run the script of the form in
// Node, over random conditions and answers, and compare.

// script runs a piece of JavaScript behind the script of the form. The piece gets
// the input as "given", and what it leaves in "out" becomes the output.
func script(t *testing.T, piece string, given, out any) {
	t.Helper()
	conditions, err := os.ReadFile("conditions.js")
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(pdftest.Need(t, "node"), "-e", string(conditions)+`
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
let out;
`+piece+`
process.stdout.write(JSON.stringify(out));`)
	cmd.Stdin, cmd.Stderr = strings.NewReader(string(input)), os.Stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(output, out); err != nil {
		t.Fatal(err)
	}
}

// known are answers by item id.
type known map[string]string

func (k known) AnswerText(item string) string { return k[item] }
func (k known) Shown(string) bool             { return false }

func TestTheFormComputesAConditionAsTheEngineDoes(t *testing.T) {
	type question struct {
		Tree    questionnaire.Tree `json:"tree"`
		Answers known              `json:"answers"`
	}
	var asked []question
	var conditions []string
	var want []bool
	carried := 0
	draw := rand.New(rand.NewPCG(seed(), 1))
	for range 40 * rounds {
		q := drawn(t, draw)
		for item := range q.Items() {
			rule := item.NotApplicableWhen
			if rule == "" {
				continue
			}
			tree := q.Tree(rule, false, questionnaire.Travelers{Answers: func(*questionnaire.Item) bool { return true }})
			if _, is := tree.([]any); is {
				carried++
			}
			for range 10 {
				answers := known{}
				for other := range q.Items() {
					if text := drawAnswer(draw, other); text != "" {
						answers[other.ID] = text
					}
				}
				holds, err := q.Holds(rule, answers)
				if err != nil {
					t.Fatalf("%s: %v", rule, err)
				}
				asked, conditions, want = append(asked, question{tree, answers}), append(conditions, rule), append(want, holds)
			}
		}
	}
	var got []bool
	script(t, `out = given.map(({ tree, answers }) => conditions.value(tree, (id) => answers[id] ?? ""));`, asked, &got)
	yes := 0
	for n := range want {
		if want[n] {
			yes++
		}
		if got[n] != want[n] {
			tree, _ := json.Marshal(asked[n].Tree)
			t.Errorf("%s with %v: the form says %t; tree %s", conditions[n], asked[n].Answers, got[n], tree)
		}
	}
	t.Logf("%d conditions, %d of them true", len(want), yes)
	if len(want) < 5000 || yes < len(want)/5 || yes > len(want)*4/5 || carried < len(want)/20 {
		t.Errorf("the draw is one-sided: %d conditions, %d true, %d trees", len(want), yes, carried)
	}
}

// The vendor sends the answers of the questions that the form asks. With these on
// record, the engine asks the same questions.
func TestTheFormAsksWhatTheEngineAsks(t *testing.T) {
	type question struct {
		ID    string               `json:"id"`
		When  []questionnaire.Tree `json:"when"`
		Aside questionnaire.Tree   `json:"aside"`
	}
	type form struct {
		Questions []question `json:"questions"`
		Answers   []known    `json:"answers"`
		of        assessment.Snapshot
		at        questionnaire.Milestone
	}
	var forms []form
	draw := rand.New(rand.NewPCG(seed(), 2))
	add := func(q *questionnaire.Questionnaire, at questionnaire.Milestone, times int) {
		s := assessment.Snapshot{Questionnaire: q, State: assessment.State{Opened: assessment.Opened{TimeZone: "UTC"}, Answers: elsewhere(q)}}
		c := vendorcopy.Given(q, vendorcopy.Terms{Milestone: at}, assessment.Known(s, 20000, at, questionnaire.Current))
		f := form{Questions: []question{}, of: s, at: at}
		for _, one := range c.Questions() {
			f.Questions = append(f.Questions, question{one.ID, one.When, one.Aside})
		}
		for range times {
			answers := known{}
			for _, one := range c.Questions() {
				item := q.Item(one.ID)
				if text := drawAnswer(draw, item); one.Form == vendorcopy.InPlace || !item.Kind.Judged() {
					answers[one.ID] = text
				}
			}
			f.Answers = append(f.Answers, answers)
		}
		forms = append(forms, f)
	}
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	listings, err := library.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, listing := range listings {
		q, err := library.Get(listing.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range questionnaire.Milestones() {
			if at.Reached(q.OpensFor()) {
				add(q, at, 40)
			}
		}
	}
	for range 60 * rounds {
		add(drawn(t, draw), questionnaire.Award, 40)
	}
	var got [][][]string
	script(t, `out = given.map(({ questions, answers }) => answers.map((one) => [...conditions.asked(questions, one)]));`, forms, &got)
	tried, held := 0, 0
	for n, f := range forms {
		for k, answers := range f.Answers {
			f.of.Answers = elsewhere(f.of.Questionnaire)
			for _, id := range got[n][k] {
				if text := answers[id]; text != "" {
					f.of.Answers[id] = assessment.Answer{Value: text}
				}
			}
			q, result := f.of.Questionnaire, assessment.Evaluate(f.of, 20000, f.at, questionnaire.Current)
			want := []string{}
			for _, one := range f.Questions {
				state := result.Items[q.Place(one.ID)].State
				proposed := q.Item(one.ID).Basis == questionnaire.Proposed // asked in every view, and counted in one
				if state == assessment.StateNA || state == assessment.StateHidden && !proposed {
					held++
				} else {
					want = append(want, one.ID)
				}
			}
			if tried++; !slices.Equal(got[n][k], want) {
				t.Errorf("%s with %v: the form asks %v, the engine %v", q.ID, answers, got[n][k], want)
			}
		}
	}
	t.Logf("%d forms, %d questions hidden or set aside", tried, held)
	if tried < 3000 || held < tried {
		t.Error("the draw hides hardly anything")
	}
}

// elsewhere are the answers to gates that no form asks: all of them are met.
func elsewhere(q *questionnaire.Questionnaire) map[string]assessment.Answer {
	answers := map[string]assessment.Answer{}
	for item := range q.Items() {
		if item.Kind.IsGate() && !vendorcopy.Contains(q, item) && !item.Computed() {
			answers[item.ID] = assessment.Answer{Value: "met"}
		}
	}
	return answers
}

// A condition in the form does not tell how we judge a missing answer.
func TestAShippedFormTellsNoWorstValue(t *testing.T) {
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	listings, err := library.List()
	if err != nil {
		t.Fatal(err)
	}
	trees := 0
	for _, listing := range listings {
		q, err := library.Get(listing.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range questionnaire.Milestones() {
			for _, one := range vendorcopy.Given(q, vendorcopy.Terms{Milestone: at}, known{"SUB-01": "met"}).Questions() {
				for _, tree := range append(slices.Clone(one.When), one.Aside) {
					if tree != nil {
						trees++
					}
					if worst, is := namesWorst(tree); is {
						t.Errorf("%s %s: the form tells %v", q.ID, one.ID, worst)
					}
				}
			}
		}
	}
	if trees == 0 {
		t.Error("no shipped form has a condition")
	}
}

// namesWorst finds a part of a tree that names the worst value of a fact.
func namesWorst(tree questionnaire.Tree) (any, bool) {
	parts, is := tree.([]any)
	if !is {
		return nil, false
	}
	if operator := parts[0]; len(parts) > 2 && slices.Contains([]any{"number", "truth", "text", "items"}, operator) {
		return parts, true
	}
	for _, part := range parts[1:] {
		if found, is := namesWorst(part); is {
			return found, true
		}
	}
	return nil, false
}

func TestTheFormKeepsAnAnswerAsTheRecordDoes(t *testing.T) {
	type answer struct {
		Form    vendorcopy.Form `json:"form"`
		Given   any             `json:"given"`
		Choices []string        `json:"choices"`
		Alone   []string        `json:"alone"`
	}
	items := map[vendorcopy.Form]*questionnaire.Item{
		vendorcopy.YesNo: {Answer: "yes_no"}, vendorcopy.Number: {Answer: "number"}, vendorcopy.Date: {Answer: "date"},
		vendorcopy.Countries: {Answer: "countries"}, vendorcopy.InWords: {Answer: "text"},
		vendorcopy.OneOf: {Answer: "choice", Options: []questionnaire.Option{{Value: "yes"}, {Value: "2026-02-28"}}},
	}
	texts := []string{
		"", " ", "yes", "no", " yes ", "0", "-0", "+5", "-1", "40,000", "40 000", "40.000", "1,00", "4.5", "1e3", "0x10", "٣", "9223372036854775807", "9223372036854775808",
		"2026-02-28", "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "2026-13-01", "2026-00-10", "2026-1-1", "02/01/2026", "2026-02-28x",
		"us", "US, ph;de  us", "USA", "ß", "ſg", "ıt", "u s", "U\tS", ",", "é", "\ufeffUS", "\u0085US\u00a0", "\u200bUS", "こんにちは", "a\nb\u3000",
	}
	many := &questionnaire.Item{Answer: "choices", Options: []questionnaire.Option{{Value: "a"}, {Value: "b"}, {Value: "none", Alone: true}}}
	var asked []answer
	var want []string
	for form, item := range items {
		for _, text := range texts {
			kept, err := item.ParseFact(text)
			if err != nil {
				kept = ""
			}
			asked, want = append(asked, answer{form, text, []string{"yes", "2026-02-28"}, nil}), append(want, kept)
		}
	}
	for _, values := range [][]string{{}, {"b"}, {"b", "a"}, {"a", "a"}, {"none"}, {"none", "a"}} {
		kept, err := many.ParseFact(strings.Join(values, ", "))
		if err != nil {
			kept = ""
		}
		asked, want = append(asked, answer{vendorcopy.SomeOf, values, []string{"a", "b", "none"}, []string{"none"}}), append(want, kept)
	}
	asked, want = append(asked, answer{vendorcopy.InPlace, "yes", nil, nil}, answer{vendorcopy.InPlace, "no", nil, nil}), append(want, "met", "unmet")
	var got []string
	script(t, `out = given.map(({ form, given, choices, alone }) => conditions.kept(form, given, choices ?? [], alone ?? []));`, asked, &got)
	for n := range want {
		if got[n] != want[n] {
			t.Errorf("%s %q: the form keeps %q, the record %q", asked[n].Form, asked[n].Given, got[n], want[n])
		}
	}
}

// drawn is a questionnaire whose items have random conditions over those before.
func drawn(t *testing.T, draw *rand.Rand) *questionnaire.Questionnaire {
	t.Helper()
	var text strings.Builder
	text.WriteString(head)
	p := &poet{draw: draw}
	for n := range 3 * len(kinds) {
		kind := kinds[n%len(kinds)]
		id := fmt.Sprintf("fact_%d", n)
		if strings.Contains(kind, "kind: gate") || strings.Contains(kind, "kind: control") {
			id = fmt.Sprintf("GEN-%02d", n+1)
		}
		fmt.Fprintf(&text, "      - {id: %s, %s, title: Item %d, ask: \"And item %d?\", asked_of: vendor", id, kind, n, n)
		if n >= len(kinds) {
			for _, key := range []string{"when", "na_when"} {
				if draw.IntN(3) > 0 {
					fmt.Fprintf(&text, ", %s: '%s'", key, p.truth(3))
				}
			}
		}
		text.WriteString("}\n")
		p.add(id, kind)
	}
	text.WriteString("evidence: [{id: EV-01, name: Paper}]\n")
	q, err := questionnaire.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	return q
}

const head = `id: drawn
version: 1.0.0
title: Drawn
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
scales:
  control: [Nothing there, Ad hoc, Partly done, Done everywhere, Tested and improved]
domains:
  - id: GEN
    name: Drawn
    weight: 1
    items:
`

const judged = ", weight: 1, basis: K, practice: true, phase: pre-award"

// kinds are the kinds of items that a vendor answers.
var kinds = []string{
	"kind: gate, min_assurance: documented, evidence: [EV-01]" + judged, "kind: control" + judged,
	"kind: fact, answer: yes_no, worst: true", "kind: fact, answer: yes_no, worst: false",
	"kind: fact, answer: number, worst: 99", "kind: fact, answer: number, worst: 0",
	"kind: fact, answer: countries, worst: [ZZ]", `kind: fact, answer: date, worst: "2026-12-31"`, "kind: fact, answer: text",
	"kind: fact, answer: choice, worst: b, options: [{value: a, label: A}, {value: b, label: B}]",
	"kind: fact, answer: choices, worst: b, options: [{value: a, label: A}, {value: b, label: B}, {value: c, label: C}]",
}

// Answers of facts, some of them hostile. The two letters behind one another differ
// in the order of code points and of UTF-16.
var (
	numbers = []string{"0", "1", "2", "7", "99", "100", "9007199254740993", "9223372036854775807"}
	texts   = []string{"a", "b", "B", "", "\uffee", "😀", "日本", "a\nb", `"quoted"`, "#"}
	dates   = []string{"1970-01-01", "2026-11-30", "2026-12-31", "2027-01-01"}
	lands   = []string{"US", "PH", "ZZ", "PH, US", "DE, PH, US"}
)

// drawAnswer is a random kept answer, and none in one of four draws.
func drawAnswer(draw *rand.Rand, item *questionnaire.Item) string {
	if draw.IntN(4) == 0 {
		return ""
	}
	one := func(all []string) string { return all[draw.IntN(len(all))] }
	values := item.Values()
	switch {
	case len(values) > 0 && !item.Kind.Graded():
		return values[draw.IntN(len(values))].Text
	case item.Answer == "number":
		return one(numbers)
	case item.Answer == "date":
		return one(dates)
	case item.Answer == "countries":
		return one(lands)
	case item.Answer == "choices":
		var all []string
		for _, option := range item.Options {
			if draw.IntN(2) == 0 && !option.Alone {
				all = append(all, option.Value)
			}
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	case item.Answer == "text":
		return one(texts)
	}
	return ""
}

// poet writes random conditions over the items so far.
type poet struct {
	draw  *rand.Rand
	items map[string][]string // ids by type of value
	all   []string
}

func (p *poet) add(id, kind string) {
	if p.items == nil {
		p.items = map[string][]string{}
	}
	sort := map[bool]string{true: "gate"}[strings.Contains(kind, "kind: gate")]
	for answer, of := range map[string]string{"yes_no": "truth", "number": "number", "countries": "list", "date": "date", "text": "text", "choice,": "text", "choices": "list"} {
		if strings.Contains(kind, "answer: "+answer) {
			sort = of
		}
	}
	if sort == "" {
		return // a practice in words: the form gives conditions no answer
	}
	p.items[sort], p.all = append(p.items[sort], id), append(p.all, id)
}

func (p *poet) one(of ...string) string { return of[p.draw.IntN(len(of))] }

// item is the id of an item of that type, and false if there is none.
func (p *poet) item(sort string) (string, bool) {
	if len(p.items[sort]) == 0 {
		return "", false
	}
	return p.one(p.items[sort]...), true
}

func (p *poet) truth(deep int) string {
	if deep > 0 {
		switch p.draw.IntN(8) {
		case 0, 1:
			return "(" + p.truth(deep-1) + p.one(" && ", " || ", " and ", " or ") + p.truth(deep-1) + ")"
		case 2:
			return p.one("!(", "not (") + p.truth(deep-1) + ")"
		case 3:
			return "(" + p.truth(deep-1) + " ? " + p.truth(0) + " : " + p.truth(0) + ")"
		}
	}
	if id, is := p.item("truth"); is && p.draw.IntN(5) == 0 {
		return p.one(fmt.Sprintf("fact(%q)", id), fmt.Sprintf("fact(%q) == %s", id, p.one("true", "false", fmt.Sprintf("answered(%q)", p.one(p.all...)))))
	}
	if id, is := p.item("gate"); is && p.draw.IntN(5) == 0 {
		return fmt.Sprintf("answer(%q) %s %s", id, p.one("==", "!="), p.one(`"met"`, `"unmet"`, `""`))
	}
	if id, is := p.item("list"); is && p.draw.IntN(3) == 0 {
		return p.list(fmt.Sprintf("fact(%q)", id))
	}
	if id, is := p.item("date"); is && p.draw.IntN(4) == 0 {
		other := fmt.Sprintf("%q", p.one(dates...))
		if with, is := p.item("date"); is && p.draw.IntN(2) == 0 {
			other = fmt.Sprintf("fact(%q)", with)
		}
		return fmt.Sprintf("fact(%q) %s %s", id, p.one("<", "<=", ">", ">=", "==", "!="), other)
	}
	if id, is := p.item("text"); is && p.draw.IntN(3) == 0 {
		other := fmt.Sprintf("%q", p.one("a", "b", "", "\uffee", "😀", "日"))
		return fmt.Sprintf("fact(%q) %s", id, p.one("== "+other, "< "+other, ">= "+other, "contains "+other, "startsWith "+other, `in ["a", "b"]`, `not in ["b", "日本"]`, `+ "a" == "aa"`))
	}
	if _, is := p.item("number"); is && p.draw.IntN(4) > 0 {
		return p.number(2) + p.one(" == ", " != ", " < ", " <= ", " > ", " >= ") + p.number(2)
	}
	return fmt.Sprintf("answered(%q)", p.one(p.all...))
}

func (p *poet) list(of string) string {
	entry := p.one(`# == "US"`, `# != "PH"`, `# in ["a", "US"]`, `# == "a" || # > "b"`, `!(# startsWith "P")`, `len(#) == 1`)
	return p.one(
		fmt.Sprintf("%s(%s, %s)", p.one("any", "all", "none", "one"), of, entry),
		fmt.Sprintf("count(%s, %s) %s %d", of, entry, p.one(">", "=="), p.draw.IntN(3)),
		fmt.Sprintf("len(%s) > %d", of, p.draw.IntN(3)),
		fmt.Sprintf("len(filter(%s, %s)) < %d", of, entry, 1+p.draw.IntN(2)),
		fmt.Sprintf("%q in %s", p.one("US", "a"), of),
	)
}

func (p *poet) number(deep int) string {
	if deep > 0 && p.draw.IntN(3) == 0 {
		return p.one(
			"("+p.number(deep-1)+p.one(" + ", " - ", " * ", " / ")+p.number(deep-1)+")",
			fmt.Sprintf("%s(%s, %s)", p.one("min", "max"), p.number(0), p.number(0)),
			"-"+p.number(0),
			fmt.Sprintf("(%s ? %s : %s)", p.truth(0), p.number(0), p.number(0)),
		)
	}
	if id, is := p.item("number"); is && p.draw.IntN(2) == 0 {
		return fmt.Sprintf("fact(%q)", id)
	}
	return fmt.Sprint(p.draw.IntN(4) * p.draw.IntN(50))
}
