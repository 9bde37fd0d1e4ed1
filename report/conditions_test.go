package report_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/pdf/pdftest"
)

// conditions is a gate list that extends the story's questionnaire.
func conditions(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.NewLibrary(questionnaire.Source{Name: "test", Files: os.DirFS("testdata")}).Get("conditions")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// A gate list says on its first page whether it passed, and on which conditions;
// what nobody answers says from what it follows.
func TestAGateListIsReported(t *testing.T) {
	j := newJournal(t, conditions(t), storyVendor, nil)
	opened, _ := j.events[0].Change.(assessment.Opened)
	opened.Subject = "roster 17"
	j.events[0].Change = opened
	in := input(j.snapshot())
	in.Milestone, in.Annex = questionnaire.Access, true
	text := reading(t, rendered(t, in))
	for _, want := range []string{
		"BLOCKED", "Placed person: roster 17", "Łódź Sp. z o.o., roster 17 Assessment for access", "○ not asked CON-01 Agreement complete ○ BAA-02 ○ CON-02",
		"CON-01 Agreement complete ○ not asked", "checklist line", "Not asked. It closes when these are closed: ○ BAA-02, ○ CON-02",
		"An answer: at least partial", "It is the earliest of: End of the work, not given, counts as",
		"It extends story 1.2.0, SHA-256: " + storyQuestionnaire(t).Hash(),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, never := range []string{"Assurance gap", "warnings cost", "Proposed, not law"} {
		if strings.Contains(text, never) {
			t.Errorf("the report has %q", never)
		}
	}

	signed := assessment.Evidence{Kind: "EV-01", Reference: "vault 7", ValidUntil: today + 300, Checked: []int{1, 3}}
	plan := assessment.Evidence{Kind: "EV-31", Observed: "on their screen", AsOf: today - 5}
	for n, a := range []assessment.Answer{
		{Item: "BAA-02", Value: assessment.Met, Assurance: assessment.Verified, Evidence: []assessment.Evidence{signed}},
		{Item: "CON-02", Value: assessment.Partial, Assurance: assessment.Documented, Note: "section 7.1", Evidence: []assessment.Evidence{{Kind: "EV-01", Reference: "vault 8", ValidUntil: today + 300}}},
		{Item: "TEC-01", Value: "3", Assurance: assessment.Verified, Evidence: []assessment.Evidence{plan}},
		{Item: "work_end", Value: "2027-03-01"},
		{Item: "screening_end", Value: "2027-02-01"},
	} {
		j.record("lead@hospital.example", n, assessment.Answered{Answer: a})
	}
	in.Snapshot = j.snapshot()
	text = reading(t, rendered(t, in))
	for _, want := range []string{
		"PASSED", "Every gate is closed.", "✓ closed CON-01 Agreement complete ✓ BAA-02 ✓ CON-02", "✓ BAA-02, ✓ CON-02",
		"2 of 3 checked · counts not checked: Legal names match", "until 2027-09-18 documented kept at vault 8 2 BAA-02", "2027-02-01",
		"Not asked. It is the earliest of: End of the work 2027-03-01; Screening valid to 2027-02-01", "Note: section 7.1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "0.00 =") || strings.Contains(text, "0 × 0") {
		t.Error("a line has a worth")
	}
}

// The proposed rule changes the verdict, and the report says of each item what
// it makes of it, and that it is no law.
func TestWhatTheProposedRuleChanges(t *testing.T) {
	j := newJournal(t, conditions(t), storyVendor, nil)
	j.record("lead@hospital.example", 0, assessment.Answered{Answer: assessment.Answer{
		Item: "TEC-01", Value: "3", Assurance: assessment.Verified, Evidence: []assessment.Evidence{{Kind: "EV-31", Observed: "on their screen", AsOf: today - 5}},
	}})
	in := input(j.snapshot())
	in.Milestone, in.View, in.Annex = questionnaire.Access, questionnaire.NPRM2025, true
	text := reading(t, rendered(t, in))
	for _, want := range []string{
		"Answered 3; at access it must be grade 4 or more", "✗ failed D TEC-01", "That proposal is not law.",
		"TEC-01 Patching: a gate at access: grade 4 or more It would name the days within which flaws are closed.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}

// A row that runs over its page is read under the head of its table, be it the
// first row.
func TestALongRowGoesOnUnderTheHead(t *testing.T) {
	torn := 0
	for lines := 10; torn == 0 && lines < 70; lines += 4 { // push the row down the page until its end runs over
		j := story(t)
		j.record("lead@hospital.example", 1, assessment.Summarized{Text: strings.Repeat("One more line.\n", lines), Replaces: assessment.Nothing})
		j.record("lead@hospital.example", 2, assessment.FlagRaised{Severity: questionnaire.Stop, Text: "It begins here." + strings.Repeat(" They said so once more, and nobody asked them to.", 20) + " It ends here."})
		out, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", rendered(t, input(j.snapshot()))), "-")
		if !ok {
			t.Fatal(out)
		}
		_, annex, _ := strings.Cut(out, "Red flags in full")
		begun, rest, over := strings.Cut(annex, "\f")
		if end := strings.Index(rest, "It ends here."); over && strings.Contains(begun, "It begins here.") && end >= 0 {
			torn++
			if strings.Count(rest[:end], "Severity Item Note Raised and resolved") != 1 {
				t.Errorf("after %d lines the row goes on without its head:\n%s", lines, rest[:end])
			}
		}
	}
	if torn == 0 {
		t.Error("the row never ran over")
	}
}

// However long the pages before it are, the head of a table stands over a row.
func TestNoTableHeadStandsAlone(t *testing.T) {
	in := input(demo(t, "kestrelhythe", "Kestrelhythe Delivery, Inc."))
	heads := 0
	for _, in.Paper = range []string{"a4", "letter"} {
		for _, in.Milestone = range []questionnaire.Milestone{questionnaire.Award, questionnaire.Access} {
			text, ok := pdftest.Tool(t, "pdftotext", "-layout", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", rendered(t, in)), "-")
			if !ok {
				t.Fatal(text)
			}
			for page := range strings.SplitSeq(text, "\f") {
				lines := slices.DeleteFunc(strings.Split(page, "\n"), func(line string) bool {
					return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "Journal ")
				})
				for n, line := range lines {
					if strings.HasPrefix(strings.TrimSpace(line), "Severity ") {
						heads++
						if n == len(lines)-1 {
							t.Errorf("%s for %s: %q stands at the end of its page", in.Paper, in.Milestone, line)
						}
					}
				}
			}
		}
	}
	if heads < 4 {
		t.Errorf("only %d tables of flags were found", heads)
	}
}
