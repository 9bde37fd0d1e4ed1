package tui_test

import (
	"context"
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/templates"
	"assay/tui"
)

// The whole road, once: a procurement lead opens the demo, interviews one more
// vendor, quits in the middle, comes back to the same question, and hands over
// a signed report that proves itself.
func TestFromTheDemoToASignedReport(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.demo()
		file := filepath.Join(t.TempDir(), "harbor.pdf")
		lead, err := sign.Create("Ruth Adeyemi", "Northfield Hospital", b.Now(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		clerk := b.clerk()
		clerk.write = func(ctx context.Context, o tui.Order) (tui.Written, error) {
			return tui.Written{Path: file, Title: "report"}, b.signed(ctx, o.Assessment, file, lead)
		}

		// Three scored vendors; the one with the best score is blocked.
		ui := b.start(t, 120, 40)
		ui.See("3 vendors", "Kestrelhythe Delivery", "✓ approve", "Oakhollin Talent", "◑ conditional", "Ellsmarch Clinical", "■ blocked")

		// A fourth one comes in.
		ui.Press("n").Type("Harbor Staffing").Press("enter").Type("Harbor Staffing LLC").Press("enter").Type("us").Press("enter", "enter").See("Harbor Staffing is added")
		ui.Press("a").See("Assess Harbor Staffing").Press("enter").See("Harbor Staffing ›").Press("S").See("Who is in the room?").Type("Dana Cruz, delivery lead").Press("enter", "enter").See("session 0:00")

		// A gate: said, then shown by a document.
		ui.Press("g").Type("baa-05").Press("enter").See("How many hours").Press("y").See("gate ◐ not shown")
		harbor := b.latest("Harbor Staffing")
		before := b.result(harbor)
		ui.Press("d").Type("RFP share / Harbor / draft 2").Press("enter").Type("-2d").Press("enter").See("gate ✓ closed")

		// A control by its practice, watched live.
		ui.Press("g").Type("tec-06").Press("enter").Press("y").Press("g").Type("inc-02").Press("enter").See("From detection to our phone").Press("3").See("[3]", "Done everywhere in scope")
		ui.Press("v").Type("A test page, by Dana").Press("enter").See("[verified]")

		// A scenario against its anchors, with two words of what it names, and a quote.
		ui.Press("g").Type("scn-06").Press("enter").See("pulled 40,000 patient rows", "Suspends, preserves the logs").Press("3").See("[3]", "counts as 1, not 3: no who, when, system", "or record ticked; t ticks")
		ui.Press("t", "a", "c", "t").Miss("counts as 1")
		ui.Press(`"`).Type("We cut first and ask after").Press("enter").See("● saved", "1 quote").Press("space").See("Word for word", "“We cut first and ask after”")
		after := b.result(harbor)
		if narrow(after) >= narrow(before) || after.Interval[0] <= before.Interval[0] || after.Coverage <= before.Coverage {
			t.Errorf("the interval went from %v to %v", before.Interval, after.Interval)
		}

		// A red flag; an answer that was wrong is taken back.
		ui.Press("f", "1").See("1 warning (−3)").Press("0").See("[0]").Press("u").See("SCN-06", "[3]")
		ui.Press("ctrl+c").See("End the session, and quit").Press("enter").Ends()

		// Tomorrow, at the same question.
		ui = b.start(t, 80, 24)
		ui.See("Harbor Staffing › SCN-06", "[3]", "2 a.m.").Press("esc").See("because").Press("r").See("sign as").Press("enter").See("Written: report").Press("esc")
		ui.Press("esc", "q").Ends()

		b.verifies(file, harbor, lead)
	})
}

// demo loads the shipped demo, as the command does.
func (b *workbench) demo() {
	b.t.Helper()
	ctx := context.Background()
	b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	q, err := b.Library.Get("hipaa-staffing")
	if err != nil {
		b.t.Fatal(err)
	}
	rfp, err := b.Store.AddRFP(ctx, assessment.RFP{Title: "EHR integration", Reference: "RFP-2026-14", Questionnaire: q.Hash(), Milestone: questionnaire.Award}, q, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	for file, name := range map[string]string{"kestrelhythe": "Kestrelhythe Delivery", "oakhollin": "Oakhollin Talent Partners", "ellsmarch": "Ellsmarch Clinical Engineering"} {
		vendor, err := b.Store.AddVendor(ctx, assessment.Vendor{Name: name, Country: "US"}, "lead@hospital.example")
		if err != nil {
			b.t.Fatal(err)
		}
		opened, err := b.Store.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, Milestone: rfp.Milestone, By: b.Evaluator})
		if err != nil {
			b.t.Fatal(err)
		}
		for _, part := range []string{file, file + "-second"} {
			if opened, err = b.Store.Record(ctx, opened.Assessment, b.answers(part, opened)...); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

// answers reads one of the demo's answer files for an assessment.
func (b *workbench) answers(file string, opened assessment.Snapshot) []assessment.Entry {
	b.t.Helper()
	text, err := fs.ReadFile(templates.Demo(), file+".yaml")
	if err != nil {
		b.t.Fatal(err)
	}
	answers, err := assessment.ParseAnswers(text, assessment.DateOf(b.Now(), time.UTC), time.UTC)
	if err != nil {
		b.t.Fatal(err)
	}
	entries, err := answers.Admit(opened, b.NewID, b.Now().UnixMicro(), "")
	if err != nil {
		b.t.Fatal(err)
	}
	return entries
}

// latest is the assessment of a vendor.
func (b *workbench) latest(vendor string) string {
	b.t.Helper()
	id, err := b.Store.FindAssessment(context.Background(), vendor)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// signed writes the report of an assessment, signed by the assessor.
func (b *workbench) signed(ctx context.Context, id, file string, by sign.Identity) error {
	snapshot, err := b.Store.Snapshot(ctx, id)
	if err != nil {
		return err
	}
	journal, err := b.Store.JournalAt(ctx, snapshot)
	if err != nil {
		return err
	}
	drawn, err := report.Render(report.Input{Snapshot: snapshot, Journal: journal, AsOf: b.Store.Today(), Milestone: snapshot.Milestone, View: questionnaire.Current, Evaluator: b.Evaluator, Paper: "a4"})
	if err != nil {
		return err
	}
	finished, err := sign.Sign(drawn, by, sign.Options{Field: sign.Assessor, Name: by.Certificate.Subject.CommonName, When: b.Now(), Certify: true})
	if err != nil {
		return err
	}
	return os.WriteFile(file, finished, 0o600)
}

// verifies expects the file to be proven with nothing but an anchor, and its
// head to be that of the journal.
func (b *workbench) verifies(file, id string, by sign.Identity) {
	b.t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	policy := report.Policy{Anchors: sign.Own(by.Chain), Now: b.Now(), Expect: map[sign.Role]sign.Expected{sign.Assessor: {Name: "Ruth Adeyemi"}}}
	policy.HasHead = func(id, head string) (assessment.Holding, error) {
		return b.Store.HasHead(context.Background(), id, head)
	}
	found, err := report.Verify(text, policy)
	if err != nil || !found.Proven() {
		b.t.Fatalf("not proven: %v %v %v", err, found.Problems, found.Findings.Problems)
	}
	snapshot := b.snapshot(id)
	if found.Head != snapshot.Head.String() || found.Result.Verdict != assessment.Blocked || found.Result.Shown != b.result(id).Shown {
		b.t.Errorf("the report says %s %s, head %s", found.Result.Verdict, found.Result.Shown, found.Head)
	}
	text[len(text)/3] ^= 1
	if found, err := report.Verify(text, policy); err == nil && found.Proven() {
		b.t.Error("a changed byte went unnoticed")
	}
}
