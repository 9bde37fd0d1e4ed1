package handout_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/handout"
	"assay/report/vendorcopy"
	"assay/templates"
)

// story is a small questionnaire with texts that a vendor may see and texts that
// a vendor must not see.
const story = `
id: story
version: 1.2.0
title: Due diligence in short
scoring:
  mode: scored
  assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}
  scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}
  bands: {approve: 80, conditional: 65, remediate: 50}
  coverage: 90
  warning: {each: 3, most: 15}
  thin: 20
  risk: {review_days: {}}
scales:
  control: ["Nobody thought about it at all", "Ad hoc", "Partly", "Everywhere", "Measured"]
domains:
  - id: BAA
    name: Contract
    weight: 3
    items:
      - {id: our_tier, kind: fact, title: Our tier, ask: "How deep do we let them in?", asked_of: us, answer: yes_no}
      - {id: offshore, kind: fact, title: Offshore, ask: "Is anyone abroad?", asked_of: vendor, answer: yes_no, worst: true}
      - {id: tool, kind: fact, title: Tool, ask: "Which tool logs access?", asked_of: vendor, answer: choice, worst: none,
         options: [{value: none, label: "None, so far", impact: 5}, {value: v2.1, label: "Our own, version 2.1", impact: 1}]}
      - {id: data_kinds, kind: fact, title: Data, ask: "Which data will you see?", asked_of: vendor, answer: choices,
         options: [{value: names, label: Names}, {value: icd.10, label: "=Diagnoses"}]}
      - {id: first_day, kind: fact, title: First day, ask: "When does the first person start?", asked_of: delivery lead, answer: date}
      - {id: BAA-01, kind: gate, title: Countersigned, ask: "=May we see the signed agreement | both pages <b>now</b>?", weight: 5, hard: true,
         min_assurance: documented, basis: R, phase: pre-award, asked_of: vendor, cites: ["45 CFR 164.504(e)"], evidence: [EV-01, EV-02],
         ask_at: {access: "May we see it again, at access?"},
         why: "Without it every disclosure is unlawful.", listen_for: ["Names the entity that pays the placed people"],
         probes: ["Which page names the subcontractors by name?"], red_flags: [{text: "Wants an NDA instead of an agreement", severity: stop}]}
      - {id: BAA-02, kind: clause, title: Their weak spot, ask: "Where does their paper weaken ours without saying so?", weight: 3, basis: D, phase: pre-award,
         asked_of: document, cites: ["45 CFR 164.502"], evidence: [EV-01, EV-03]}
      - {id: BAA-03, kind: control, title: Notice, ask: "Which terms of the proposal would you take?", weight: 2, basis: N, phase: pre-award,
         asked_of: vendor, cites: ["90 FR 898"], evidence: [EV-03]}
      - {id: BAA-04, kind: control, title: Later, ask: "What happened since?", weight: 2, basis: K, phase: in-flight, asked_of: vendor, practice: true, evidence: [EV-03]}
      - {id: BAA-06, kind: control, title: Surprise, ask: "Let us call that number this minute, shall we?", weight: 2, basis: K, phase: pre-award, asked_of: vendor, practice: true,
         evidence: [EV-03], unannounced: true}
      - {id: BAA-05, kind: control, title: In the news, ask: "What do the public records say of them?", weight: 1, basis: K, phase: pre-award, asked_of: research, practice: true,
         ask_at: {review: "What do the public records say since then?"}}
  - id: SCN
    name: Scenarios
    weight: 1
    items:
      - {id: SCN-01, kind: scenario, title: Laptop, ask: "A laptop is stolen on a train. What now?", weight: 2, basis: K, phase: pre-award, asked_of: delivery lead,
         practice: true, anchors: ["Shrugs and moves on", "Calls somebody", "Opens a ticket", "Calls us in an hour", "Wipes, calls and proves it"], elements: [actor]}
evidence:
  - {id: EV-01, name: Executed agreement, freshness: in force, hard_validity: true, issued_by: vendor, check: ["Both signatures are really there"]}
  - {id: EV-02, name: Provisioning tickets, freshness: per event, issued_by: us}
  - {id: EV-03, name: Training export, freshness: 12 months, freshness_days: 365, personal: true, issued_by: third party}
`

func storyTold(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	return found(t, "story", questionnaire.Source{Name: "test", Files: fstest.MapFS{"story.yaml": {Data: []byte(story)}}})
}

func shipped(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	return found(t, "hipaa-staffing", questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
}

func found(t testing.TB, id string, source questionnaire.Source) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.NewLibrary(source).Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// copyOf returns the vendor's copy of a questionnaire.
func copyOf(q *questionnaire.Questionnaire, terms vendorcopy.Terms) handout.Copy {
	return handout.Copy{Copy: vendorcopy.For(q, terms)}
}

func terms(milestone questionnaire.Milestone) vendorcopy.Terms {
	made, _ := assessment.ParseDate("2026-11-22")
	return vendorcopy.Terms{
		Form: strings.Repeat("0a", 16), Milestone: milestone, Made: made, Due: made + 12, Vendor: "Łódź & Söhne\x1b[31m", From: "St. Elsewhere Hospital", Contact: "lead@hospital.example",
	}
}

func TestTheVendorsCopyHoldsOnlyTheVendorsQuestions(t *testing.T) {
	got := copyOf(storyTold(t), terms(questionnaire.Award))
	if got.Vendor != "Łódź & Söhne" || got.Questionnaire != "story 1.2.0" || got.Title != "Due diligence in short" {
		t.Errorf("%q, %q, %q", got.Vendor, got.Questionnaire, got.Title)
	}
	want := []vendorcopy.Section{{ID: "BAA", Name: "Contract", Questions: []vendorcopy.Question{
		{ID: "offshore", Ask: "Is anyone abroad?", Form: vendorcopy.YesNo},
		{ID: "tool", Ask: "Which tool logs access?", Form: vendorcopy.OneOf, Choices: []vendorcopy.Choice{{Value: "none", Label: "None, so far"}, {Value: "v2.1", Label: "Our own, version 2.1"}}},
		{ID: "data_kinds", Ask: "Which data will you see?", Form: vendorcopy.SomeOf, Choices: []vendorcopy.Choice{{Value: "names", Label: "Names"}, {Value: "icd.10", Label: "=Diagnoses"}}},
		{ID: "first_day", Ask: "When does the first person start?", Form: vendorcopy.Date},
		{
			ID: "BAA-01", Ask: "=May we see the signed agreement | both pages <b>now</b>?", Form: vendorcopy.InPlace, Cites: []string{"45 CFR 164.504(e)"},
			Documents: []string{"EV-01"}, // EV-02 is issued by us
		},
		{ID: "BAA-03", Ask: "Which terms of the proposal would you take?", Form: vendorcopy.InWords, Cites: []string{"90 FR 898 (proposed, not law)"}, Documents: []string{"EV-03"}},
	}}}
	if diff := cmp.Diff(want, got.Sections); diff != "" {
		t.Errorf("sections (-want +got):\n%s", diff)
	}
	documents := []vendorcopy.Document{
		{ID: "EV-01", Name: "Executed agreement", Freshness: "in force", IssuedBy: "vendor", For: []string{"BAA-01"}, Read: true},
		{ID: "EV-03", Name: "Training export", Freshness: "12 months", IssuedBy: "third party", Personal: true, For: []string{"BAA-03"}, Read: true},
	}
	if diff := cmp.Diff(documents, got.Documents); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

// The vendor and the reader of the internal copy find a question by the number that
// it has in its source.
func TestCopiesShowTheNumberOfTheSource(t *testing.T) {
	numbered := strings.Replace(story, "id: BAA-01, kind: gate,", `id: BAA-01, kind: gate, number: C4,`, 1)
	q := found(t, "story", questionnaire.Source{Name: "test", Files: fstest.MapFS{"story.yaml": {Data: []byte(numbered)}}})
	c := copyOf(q, terms(questionnaire.Award))
	if got := string(c.Markdown()); !strings.Contains(got, "C4") {
		t.Errorf("the vendor's copy has no number:\n%s", got)
	}
	internal := handout.InternalCopy{Questionnaire: q}
	table, err := internal.CSV()
	if err != nil {
		t.Fatal(err)
	}
	for as, file := range map[handout.Format][]byte{handout.Markdown: internal.Markdown(), handout.CSV: table} {
		if err := internal.Check(file, as); err != nil || !bytes.Contains(file, []byte("C4")) {
			t.Errorf("%s lacks the number: %v", as, err)
		}
	}
}

func TestALaterMilestoneAddsAndRewordsQuestions(t *testing.T) {
	got := map[string]string{}
	for _, q := range copyOf(storyTold(t), terms(questionnaire.Review)).Questions() {
		got[q.ID] = q.Ask
	}
	if got["BAA-01"] != "May we see it again, at access?" || got["BAA-04"] != "What happened since?" {
		t.Errorf("questions at review: %v", got)
	}
}

func TestTheGuidanceGivesDueDateAndRecipient(t *testing.T) {
	c := copyOf(storyTold(t), terms(questionnaire.Award))
	if got := c.Return(); got != "Please return it by 2026-12-04 to lead@hospital.example, St. Elsewhere Hospital." {
		t.Error(got)
	}
	if got := c.Extent(); got != "6 questions, 2 documents" {
		t.Error(got)
	}
	nobody := copyOf(storyTold(t), vendorcopy.Terms{Milestone: questionnaire.Award, Made: c.Made})
	if nobody.Return() != "" || nobody.Heading() != "Questions" {
		t.Errorf("%q, %q", nobody.Return(), nobody.Heading())
	}
	request := c.DocumentsOnly()
	if request.Heading() != "Requested documents from Łódź & Söhne" || request.Extent() != "2 documents" {
		t.Errorf("%q, %q", request.Heading(), request.Extent())
	}
	if got := request.Documents[0].Purpose() + " / " + c.Documents[0].Purpose(); got != "Contract; our own review / BAA-01; our own review" {
		t.Error(got)
	}
}

func TestACopyWithoutDocumentsDoesNotMentionThem(t *testing.T) {
	c := copyOf(storyTold(t), terms(questionnaire.Award))
	c.Documents = nil
	c.Sections[0].Questions = c.Sections[0].Questions[:2]
	if c.Extent() != "2 questions" || strings.Contains(strings.Join(c.Guidance(), " "), "listed document") {
		t.Errorf("%q, %q", c.Extent(), c.Guidance())
	}
	q := storyTold(t)
	for format, file := range files(t, c) {
		if err := c.Check(file, format, q); err != nil {
			t.Error(err)
		}
		if bytes.Contains(file, []byte("Requested documents\n")) {
			t.Errorf("the %s has a heading for documents, but no documents", format)
		}
	}
}

// files writes a copy in every format that this package knows.
func files(t testing.TB, c handout.Copy) map[handout.Format][]byte {
	t.Helper()
	workbook, err := c.Workbook("a4")
	if err != nil {
		t.Fatal(err)
	}
	table, err := c.CSV()
	if err != nil {
		t.Fatal(err)
	}
	return map[handout.Format][]byte{handout.XLSX: workbook, handout.CSV: table, handout.Markdown: c.Markdown()}
}

func TestEveryCopyOfTheShippedQuestionnairePassesItsCheck(t *testing.T) {
	q := shipped(t)
	for _, milestone := range questionnaire.Milestones() {
		whole := copyOf(q, terms(milestone))
		for _, c := range []handout.Copy{whole, {Copy: whole.DocumentsOnly()}} {
			first, second := files(t, c), files(t, c)
			for format, file := range first {
				if err := c.Check(file, format, q); err != nil {
					t.Errorf("%s: %v", milestone, err)
				}
				if !bytes.Equal(file, second[format]) {
					t.Errorf("%s: the same copy gave two different %s files", milestone, format)
				}
			}
		}
	}
}

func TestTheStoryPassesItsCheck(t *testing.T) {
	q := storyTold(t)
	c := copyOf(q, terms(questionnaire.Award))
	for format, file := range files(t, c) {
		if err := c.Check(file, format, q); err != nil {
			t.Error(err)
		}
	}
}

// Check fails if an internal sentence is anywhere in the file.
func TestCheckFindsALeak(t *testing.T) {
	q := storyTold(t)
	for where, spoil := range map[string]func(c *handout.Copy){
		"listen for, in the title":          func(c *handout.Copy) { c.Title = "Names the entity that pays the placed people" },
		"red flag, in the organization":     func(c *handout.Copy) { c.From = "Wants an NDA instead of an agreement" },
		"anchor, in the name of a section":  func(c *handout.Copy) { c.Sections[0].Name = "Wipes, calls and proves it" },
		"scale, in the name of a section":   func(c *handout.Copy) { c.Sections[0].Name = "Nobody thought about it at all" },
		"check, in who issues a document":   func(c *handout.Copy) { c.Documents[0].IssuedBy = "Both signatures are really there" },
		"a scenario, in the contact":        func(c *handout.Copy) { c.Contact = "A laptop is stolen on a train. What now?" },
		"research, in the contact":          func(c *handout.Copy) { c.Contact = "What do the public records say of them?" },
		"research at a later milestone":     func(c *handout.Copy) { c.Contact = "What do the public records say since then?" },
		"our reading, in the questionnaire": func(c *handout.Copy) { c.Questionnaire = "Where does their paper weaken ours without saying so?" },
	} {
		c := copyOf(q, terms(questionnaire.Award))
		spoil(&c)
		workbook := files(t, c)[handout.XLSX]
		if err := c.Check(workbook, handout.XLSX, q); err == nil || !strings.Contains(err.Error(), "internal sentence") {
			t.Errorf("%s: %v", where, err)
		}
	}
	c := copyOf(q, terms(questionnaire.Award))
	c.Title = "Wants an NDA instead of an agreement"
	if err := c.Check(c.Markdown(), handout.Markdown, q); err == nil {
		t.Error("Check missed a red flag in the Markdown")
	}
}

func TestCheckRefusesAFileThatDiffersFromTheCopy(t *testing.T) {
	q := storyTold(t)
	c := copyOf(q, terms(questionnaire.Award))
	other := c
	other.Sections = []vendorcopy.Section{{ID: "BAA", Name: "Contract", Questions: slices.Clone(c.Sections[0].Questions)}}
	other.Sections[0].Questions[4].Ask = "May we see it?"
	for format, file := range files(t, other) {
		if err := c.Check(file, format, q); err == nil || !strings.Contains(err.Error(), "differs from the copy") {
			t.Errorf("%s with another question: %v", format, err)
		}
		if err := c.Check(file[:len(file)/2], format, q); err == nil {
			t.Errorf("Check accepted the first half of the %s", format)
		}
	}
	// A workbook cuts off a text that is too long for a cell.
	c.Sections[0].Questions[4].Ask = strings.Repeat("long ", 7000)
	if err := c.Check(files(t, c)[handout.XLSX], handout.XLSX, q); err == nil {
		t.Error("Check accepted a question that was cut off")
	}
}

func TestMarkdownIsEscaped(t *testing.T) {
	text := string(copyOf(storyTold(t), terms(questionnaire.Award)).Markdown())
	for _, want := range []string{
		"\n\\=May we see the signed agreement \\| both pages &lt;b&gt;now&lt;/b&gt;?\n",
		"\n### data\\_kinds\n", "\n- [ ] \\=Diagnoses\n", "# Questions for Łódź &amp; Söhne\n", "- **Due:** 2026-12-04\n",
		"- **Please note:** " + vendorcopy.PersonalNote,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Error("the text has a terminal sequence")
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	table, err := copyOf(storyTold(t), terms(questionnaire.Award)).CSV()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[5][1]; got != "'=May we see the signed agreement | both pages <b>now</b>?" {
		t.Errorf("the cell is %q", got)
	}
}

func BenchmarkWorkbook(b *testing.B) {
	q := shipped(b)
	size := 0
	for b.Loop() {
		c := copyOf(q, terms(questionnaire.Award))
		file, err := c.Workbook("a4")
		if err == nil {
			err = c.Check(file, handout.XLSX, q)
		}
		if err != nil {
			b.Fatal(err)
		}
		size = len(file)
	}
	b.ReportMetric(float64(size), "bytes/file")
}
