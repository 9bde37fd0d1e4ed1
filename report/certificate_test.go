package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report/pdf/pdftest"
)

// certified is an assessment of one placed person, in which every gate is met and shown
// and every fact is given.
func certified(t testing.TB, id string) *journal {
	t.Helper()
	q := shipped(t, id)
	j := newJournal(t, q, assessment.Vendor{ID: "v1", Name: "Harbor Staffing", LegalName: "Harbor Staffing Group, Inc.", Country: "US"}, nil)
	opened, _ := j.events[0].Change.(assessment.Opened)
	opened.Subject, opened.Milestone = "roster 17", q.OpensFor()
	j.events[0].Change = opened
	ends := map[string]bool{"planned_end": true, "sow_end": true, "baa_end": true, "screening_valid_to": true, "training_valid_to": true, "ack_valid_to": true}
	for item := range q.Items() {
		a := assessment.Answer{Item: item.ID}
		switch {
		case len(item.Earliest) > 0:
			continue
		case item.Kind.IsGate():
			a.Value, a.Assurance, a.Evidence = assessment.Met, assessment.Verified, shown(item, opened.Milestone)
		case ends[item.ID]:
			a.Value = (today + 60).String()
		case item.ID == "grant_date" || item.ID == "review_date":
			a.Value = today.String()
		case item.Answer == "date":
			a.Value = (today - 10).String()
		case item.Answer == "number":
			a.Value = "5"
		case item.Answer == "choice":
			a.Value = item.Options[0].Value
		case item.Answer == "yes_no":
			a.Value = "false"
		default:
			a.Value = "Interface analyst 2.1"
		}
		j.record("Ruth Adeyemi <ruth.adeyemi@hospital.example>", 5, assessment.Answered{Answer: a})
	}
	return j
}

// shown is a record for each group of evidence that closes a gate.
func shown(item *questionnaire.Item, at questionnaire.Milestone) (records []assessment.Evidence) {
	demand := item.Demand(at)
	kinds := demand.Further[:min(1, len(demand.Further))]
	for _, group := range demand.Groups {
		kinds = append(kinds, group.By[0])
	}
	for _, kind := range kinds {
		records = append(records, assessment.Evidence{Kind: kind, Reference: "HR folder 17", AsOf: today - 3, ValidUntil: today + 200})
	}
	return records
}

func pagesOf(t testing.TB, file []byte) []string {
	t.Helper()
	text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", file), "-")
	if !ok {
		t.Fatal(text)
	}
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	for n, page := range pages {
		pages[n] = strings.Join(strings.Fields(page), " ")
	}
	return pages
}

// A certificate about a placed person has one page: the verdict, each condition with its
// evidence and its day, each fact, the person, and the boxes.
func TestACertificateHasOnePage(t *testing.T) {
	for _, id := range []string{"onboarding-gate", "access-review", "offboarding-record"} {
		q := shipped(t, id)
		in := input(certified(t, id).snapshot())
		in.Milestone = q.OpensFor()
		for _, in.Paper = range []string{"a4", "letter"} {
			file := rendered(t, in)
			for _, broken := range pdftest.Broken(file) {
				t.Errorf("%s on %s: %s", id, in.Paper, broken)
			}
			pages := pagesOf(t, file)
			if len(pages) != 1 {
				t.Errorf("%s on %s has %d pages", id, in.Paper, len(pages))
			}
			for _, want := range []string{
				"Certificate: " + q.Title, "roster 17, Harbor Staffing Group, Inc.", "✓ PASSED", "Evaluated by Ruth Adeyemi", "Retain until 203", "(45 CFR 164.316(b)(2)(i))",
				in.Snapshot.Head.String(), "Assessor Reviewer Approver", "Ruth Adeyemi name date",
			} {
				if !strings.Contains(pages[0], want) {
					t.Errorf("%s on %s lacks %q:\n%s", id, in.Paper, want, pages[0])
				}
			}
			for _, result := range assessment.Evaluate(in.Snapshot, today, in.Milestone, in.View).Items {
				item := q.Item(result.ID)
				if result.State == assessment.StateHidden || result.State == assessment.StateLater {
					continue
				}
				if title := item.Title; !strings.Contains(pages[0], title) {
					t.Errorf("%s on %s lacks %q:\n%s", id, in.Paper, title, pages[0])
				}
				if result.Gate != "" && !strings.Contains(pages[0], "✓ closed "+item.ID+" ") {
					t.Errorf("%s on %s does not say that %s is closed", id, in.Paper, item.ID)
				}
			}
		}
		in.Annex = true
		if pages := pagesOf(t, rendered(t, in)); len(pages) < 3 || !strings.Contains(strings.Join(pages, " "), "Annex") {
			t.Errorf("%s with its annex has %d pages", id, len(pages))
		}
	}
}

// A certificate that leaves something out has an annex which has it.
func TestACertificateLosesNothing(t *testing.T) {
	j := certified(t, "onboarding-gate")
	for range 30 {
		j.record("Ruth Adeyemi <ruth.adeyemi@hospital.example>", 9, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "Late again, and nobody said why. " + strings.Repeat("So it went on. ", 20) + "The end."})
	}
	in := input(j.snapshot())
	in.Milestone = questionnaire.Access
	pages := pagesOf(t, rendered(t, in))
	if all := strings.Join(pages, " "); len(pages) < 3 || !strings.Contains(pages[0], "more lines, in the annex") || strings.Count(all, "The end.") < 30 {
		t.Errorf("it has %d pages, and the end %d times:\n%s", len(pages), strings.Count(all, "The end."), pages[0])
	}
}
