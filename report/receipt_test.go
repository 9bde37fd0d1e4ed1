package report_test

import (
	"bytes"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/receipt"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handout"
	"assay/report/pdf/pdftest"
)

// letterOf is the receipt of all answers.
func letterOf(s assessment.Snapshot) handout.Receipt {
	return handout.Receipt{Letter: receipt.Letter{
		Receipt: receipt.Of(s, receipt.Scope{All: true}, today), From: "St. Elsewhere Hospital", Contact: "Ruth Adeyemi",
	}}
}

func drawnReceipt(t testing.TB, r handout.Receipt, paper string) []byte {
	t.Helper()
	file, err := report.Receipt(r.Letter, paper)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A vendor that was interviewed in full reads every question as it was asked, its
// own words and its promises, and none of our grades, notes, flags or points to
// listen for.
func TestTheVendorReadsItsReceiptAndNoJudgmentOfOurs(t *testing.T) {
	s := demo(t, "oakhollin", "Oakhollin Talent Partners LLC")
	if len(s.Flags) == 0 {
		t.Fatal("the demo has no red flag to keep back")
	}
	r := letterOf(s)
	file := drawnReceipt(t, r, "a4")
	if err := r.Check(file, handout.PDF, s.Questionnaire); err != nil {
		t.Error(err)
	}
	text := reading(t, file)
	shown := 0
	for _, e := range r.Entries {
		for _, want := range []string{e.Item, e.Ask} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing", e.Item, want)
			}
		}
		for _, quote := range e.Quotes {
			shown++
			if !strings.Contains(text, quote.Text) && !strings.Contains(quote.Text, "  ") {
				t.Errorf("%s: the vendor's words %q are missing", e.Item, quote.Text)
			}
		}
	}
	if len(r.Entries) < 50 || shown == 0 || strings.Count(text, r.Code.String()) < 3 {
		t.Errorf("%d questions, %d quotes, code %d times", len(r.Entries), shown, strings.Count(text, r.Code.String()))
	}
	keptBack := map[string]string{}
	for item := range s.Questionnaire.Items() {
		for _, secret := range append(append(append([]string{item.Why}, item.ListenFor...), item.Probes...), item.Anchors...) {
			keptBack[secret] = "what we listen for under " + item.ID
		}
		for _, flag := range item.RedFlags {
			keptBack[flag.Text] = "a red flag of " + item.ID
		}
		for _, note := range []string{s.Answers[item.ID].Note, s.Answers[item.ID].Reconciled} {
			keptBack[note] = "our note on " + item.ID
		}
		for _, grade := range s.Answers[item.ID].Grades {
			keptBack[grade.Note] = "a scorer's note on " + item.ID
		}
	}
	for _, flag := range s.Flags {
		keptBack[flag.Text] = "a red flag that we raised"
	}
	for n, word := range s.Questionnaire.Scales.Control {
		keptBack[word] = "the meaning of grade " + string(rune('0'+n))
	}
	tried := 0
	for secret, about := range keptBack {
		if secret = strings.Join(strings.Fields(secret), " "); len(secret) > 24 {
			tried++
			if strings.Contains(text, secret) {
				t.Errorf("the receipt shows %s: %q", about, secret)
			}
		}
	}
	if tried < 300 {
		t.Errorf("only %d texts were looked for", tried)
	}
}

// Two records that differ only in what we think of the answers give the same pages,
// but for the code.
func TestAReceiptDoesNotDependOnOurJudgment(t *testing.T) {
	pages := func(grade int, changes ...assessment.Change) string {
		j := newJournal(t, storyQuestionnaire(t), storyVendor, nil)
		j.record("lead@hospital.example", 1, assessment.Answered{Answer: assessment.Answer{
			Item: "TEC-01", Value: string(rune('0' + grade)), Assurance: assessment.Claimed, Quotes: []assessment.Quote{{Text: "Within nine days"}},
		}})
		j.record("lead@hospital.example", 2, assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Quotes: []assessment.Quote{{Text: "We call you"}}}})
		j.grade("lead@hospital.example", 3, "SCN-01", grade, "actor")
		for n, change := range changes {
			j.record("lead@hospital.example", 4+n, change)
		}
		r := letterOf(j.snapshot())
		return strings.ReplaceAll(reading(t, drawnReceipt(t, r, "letter")), r.Code.String(), "CODE")
	}
	plain := pages(1)
	heard := assessment.Answered{Answer: assessment.Answer{
		Item: "TEC-01", Value: "4", Heard: []int{1, 2}, Evasive: true, Volunteered: true, Note: "They guess.", Quotes: []assessment.Quote{{Text: "Within nine days"}},
	}}
	judged := pages(4, assessment.FlagRaised{Item: "TEC-01", Severity: questionnaire.Stop, Text: "Refused to show the list"}, heard)
	if plain != judged || !strings.Contains(plain, "TEC-01 How fast do you patch? In your words “Within nine days”") {
		t.Errorf("one receipt says\n%s\nthe other\n%s", plain, judged)
	}
}

// The texts of people cannot leave their place, whatever they are, on either paper;
// and the same receipt is the same file every time.
func TestAReceiptIsTheSameEveryTimeOnEitherPaper(t *testing.T) {
	r := letterOf(story(t).snapshot())
	r.Entries[0].Note, r.Contact = hostileNote+longNote, strings.Repeat("Ruth Adeyemi and ", 60)
	for paper, width := range map[string]float64{"a4": 595.28, "letter": 612} {
		file := drawnReceipt(t, r, paper)
		if !bytes.Equal(file, drawnReceipt(t, r, paper)) {
			t.Errorf("the same receipt gave two different files on %s", paper)
		}
		if err := r.Check(file, handout.PDF, storyQuestionnaire(t)); err != nil {
			t.Error(err)
		}
		if out, ok := pdftest.Tool(t, "qpdf", "--check", pdftest.Save(t, "receipt.pdf", file)); !ok || strings.Contains(out, "WARNING") {
			t.Error(out)
		}
		for n, page := range wordsOn(t, file) {
			for _, w := range page.Words {
				if w.Left < 51 || w.Right > width-51 || w.Top < 30 || w.Bottom > page.Height-20 {
					t.Errorf("%s, page %d: %q stands at %.0f–%.0f, %.0f–%.0f", paper, n+1, w.Text, w.Left, w.Right, w.Top, w.Bottom)
				}
			}
		}
	}
}

// The check reads the pages: it refuses a receipt that lacks a text, and one in which
// an internal sentence was written down as the vendor's words.
func TestAReceiptIsReadBeforeItIsHandedOut(t *testing.T) {
	s := demo(t, "oakhollin", "Oakhollin Talent Partners LLC")
	r := letterOf(s)
	file := drawnReceipt(t, r, "a4")
	r.Entries[3].Quotes = append(r.Entries[3].Quotes, assessment.Quote{Text: "We never said this"})
	if err := r.Check(file, handout.PDF, s.Questionnaire); err == nil || !strings.Contains(err.Error(), "is missing") {
		t.Errorf("a receipt that lacks a quote passes: %v", err)
	}
	if err := r.Check(file[:len(file)-9], handout.PDF, s.Questionnaire); err == nil {
		t.Error("a file that is cut off passes")
	}
	r.Entries[3].Quotes[0].Text = s.Questionnaire.Item("BAA-01").ListenFor[0]
	if err := r.Check(drawnReceipt(t, r, "a4"), handout.PDF, s.Questionnaire); err == nil || !strings.Contains(err.Error(), "internal sentence") {
		t.Errorf("a point to listen for passes as the vendor's words: %v", err)
	}
}
