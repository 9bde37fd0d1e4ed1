package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// later is the small questionnaire a year on: one control is gone, another has
// other words, and the contract alone makes the score.
func later(tb testing.TB) *questionnaire.Questionnaire {
	tb.Helper()
	var lines []string
	for line := range strings.Lines(asked) {
		switch {
		case strings.Contains(line, "id: TEC"):
			return parse(tb, strings.Join(lines, "")+asked[strings.Index(asked, "evidence:\n"):])
		case strings.Contains(line, "id: BAA-03"):
			line = strings.Replace(line, "Is it there?", "Show me the line.", 1)
		}
		lines = append(lines, strings.Replace(line, "1.0.0", "2.0.0", 1))
	}
	tb.Fatal("the small questionnaire has no domain TEC")
	return nil
}

func parse(tb testing.TB, text string) *questionnaire.Questionnaire {
	tb.Helper()
	q, err := questionnaire.Parse(strings.NewReader(text))
	if err != nil {
		tb.Fatal(err)
	}
	return q
}

// halfway are answers to all of TEC that are claimed and not shown.
func (b *bench) halfway() []assessment.Entry {
	four := 4
	return []assessment.Entry{
		b.answer("TEC-01", "4"), b.answer("TEC-02", "4"),
		b.entry(assessment.Graded{Item: "TEC-03", Scorer: evaluator, Grade: &four, Elements: []string{"actor", "clock"}}),
	}
}

func decided(outcome assessment.Outcome) assessment.Decided {
	return assessment.Decided{Decision: assessment.Decision{Outcome: outcome, By: "ciso@hospital.example", Reason: "as the board agreed"}}
}

// rebuilt rebuilds, and fails the test unless all rows and things due are then
// as they were, but for the day on which they were judged.
func (b *bench) rebuilt() {
	b.tb.Helper()
	rows, dues := b.rows(), b.dues()
	if err := b.Rebuild(context.Background()); err != nil {
		b.tb.Fatal(err)
	}
	b.sound()
	sameDay := cmpopts.IgnoreFields(store.Summary{}, "AsOf")
	if diff := cmp.Diff(rows, b.rows(), sameDay); diff != "" {
		b.tb.Errorf("rebuilding changed the rows: %s", diff)
	}
	if diff := cmp.Diff(dues, b.dues(), sameDay); diff != "" {
		b.tb.Errorf("rebuilding changed what is due: %s", diff)
	}
}

func TestRulesThatChangeAfterTheOpening(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	b.record(id, append(b.halfway(), b.answer("BAA-03", "present"), b.entry(decided(assessment.DecideDecline)))...)

	after, change, err := b.ChangeRules(ctx, id, later(t), "ciso@hospital.example", "a lawyer asked for it")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"TEC-01", "TEC-02", "TEC-03"}, change.Lost); diff != "" {
		t.Errorf("these answers were lost: %s", diff)
	}
	r := row(t, b, id)
	if r.Questionnaire != assessment.PinOf(later(t)) || r.RuleChanges != 1 || r.Reverify != 1 || !r.DecisionVoid || r.Decision != assessment.DecideDecline || len(r.Domains) != 1 {
		t.Errorf("the row is %+v", r)
	}
	b.sound()
	b.rebuilt()

	b.record(id, b.answer("BAA-03", "partial")) // it goes on under the new rules
	_, err = b.Record(ctx, id, b.answer("TEC-01", "4"))
	refused(t, err, assessment.Invalid)
	inMemory := b.snapshot(id)
	b = b.again()
	if diff := cmp.Diff(canonicalOf(t, inMemory), canonicalOf(t, b.snapshot(id))); diff != "" {
		t.Errorf("what is folded is not what was in memory: %s", diff)
	}
	if after.Pin() != inMemory.Pin() || after.Questionnaire.Hash() != later(t).Hash() {
		t.Errorf("it stands on %+v", after.Pin())
	}
}

func canonicalOf(t *testing.T, s assessment.Snapshot) string {
	t.Helper()
	text, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRulesThatStay(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	rfp := b.rfp("Night desk 2027")
	inside := b.contend(rfp, "Harbor Staffing")
	for name, test := range map[string]struct {
		id, by, reason string
		to             *questionnaire.Questionnaire
		code           assessment.Code
	}{
		"without a reason":       {id, evaluator, " ", later(t), assessment.Invalid},
		"without an author":      {id, "", "so", later(t), assessment.Invalid},
		"the same rules":         {id, evaluator, "so", small(), assessment.Refused},
		"about something else":   {id, evaluator, "so", about(t, questionnaire.SubjectPerson), assessment.Refused},
		"inside an rfp":          {inside, evaluator, "so", later(t), assessment.Refused},
		"of no assessment known": {"unknown", evaluator, "so", later(t), assessment.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := b.ChangeRules(ctx, test.id, test.to, test.by, test.reason)
			refused(t, err, test.code)
		})
	}
	for name, test := range map[string]struct {
		rfp, by, reason string
		to              *questionnaire.Questionnaire
		code            assessment.Code
	}{
		"an rfp without a reason":    {rfp.ID, evaluator, "", later(t), assessment.Invalid},
		"an rfp without an author":   {rfp.ID, " ", "so", later(t), assessment.Invalid},
		"an rfp on the same rules":   {rfp.ID, evaluator, "so", small(), assessment.Refused},
		"an rfp on a person's rules": {rfp.ID, evaluator, "so", about(t, questionnaire.SubjectPerson), assessment.Refused},
		"no rfp known":               {"unknown", evaluator, "so", later(t), assessment.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.RepinRFP(ctx, test.rfp, test.to, test.by, test.reason)
			refused(t, err, test.code)
		})
	}
	if seq := b.snapshot(id).Seq + b.snapshot(inside).Seq; seq != 2 {
		t.Errorf("%d events were written beside the openings", seq-2)
	}
	b.sound()
}

func (b *bench) rfp(title string) assessment.RFP {
	b.tb.Helper()
	rfp, err := b.AddRFP(context.Background(), assessment.RFP{Title: title, Milestone: questionnaire.Award}, small(), "lead@hospital.example")
	if err != nil {
		b.tb.Fatal(err)
	}
	return rfp
}

// contend opens an assessment of a new vendor in an RFP.
func (b *bench) contend(rfp assessment.RFP, vendor string) string {
	b.tb.Helper()
	s, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: b.vendor(vendor), RFP: &rfp, By: evaluator})
	if err != nil {
		b.tb.Fatal(err)
	}
	return s.Assessment
}

func TestAnRFPOnOtherRules(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := b.rfp("Night desk 2027")
	meridian, harbor := b.contend(rfp, "Meridian Talent"), b.contend(rfp, "Harbor Staffing")
	b.record(meridian, b.answer("BAA-03", "present"))

	record, err := b.RepinRFP(ctx, rfp.ID, later(t), evaluator, "the committee weighed anew")
	if err != nil {
		t.Fatal(err)
	}
	want := assessment.RuleChange{
		From: assessment.PinOf(small()), To: assessment.PinOf(later(t)), Reason: "the committee weighed anew",
		By: evaluator, At: b.clock.Now().UnixMicro(),
	}
	if diff := cmp.Diff([]assessment.RuleChange{want}, record.Repinned); diff != "" || record.RFP.Questionnaire != later(t).Hash() {
		t.Errorf("the record is %+v: %s", record, diff)
	}
	third := b.contend(record.RFP, "Cedar Medical")
	for _, id := range []string{meridian, harbor, third} {
		if got := b.snapshot(id); got.Pin() != want.To {
			t.Errorf("%s stands on %+v", got.Opened.Vendor.Name, got.Pin())
		}
	}
	b.rebuilt()

	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), "UPDATE rfps SET questionnaire = '"+small().Hash()+"'", "UPDATE rfp_heads SET seq = 7",
		"UPDATE assessments SET questionnaire = '"+small().Hash()+"' WHERE id = '"+harbor+"'")
	b = b.again()
	if found := b.findings(); strings.Count(found, "differ from its journal") != 4 || !strings.Contains(found, "the stored title, rules or due day of the RFP "+rfp.ID) {
		t.Errorf("the check found:\n%s", found)
	}
	if err := b.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	b.sound()
	if again, err := b.RFPRecord(ctx, rfp.ID); err != nil || !cmp.Equal(again, record) {
		t.Errorf("afterwards the record is %+v, %v", again, err)
	}
}

func TestTheJournalOfAnRFPIsChecked(t *testing.T) {
	for name, test := range map[string]struct{ statement, want string }{
		"changed":    {"UPDATE rfp_events SET body = replace(body, 'weighed', 'threw dice')", "was changed at event 2"},
		"mislabeled": {"UPDATE rfp_events SET by = 'nobody'", "has columns at event 1 that differ from its header"},
		"emptied":    {"DELETE FROM rfp_events", "is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			rfp := b.rfp("Night desk 2027")
			if _, err := b.RepinRFP(context.Background(), rfp.ID, later(t), evaluator, "the committee weighed anew"); err != nil {
				t.Fatal(err)
			}
			b.sound()
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			tamper(t, b.Path(), "DROP TRIGGER rfp_events_stay", "DROP TRIGGER rfp_events_last", test.statement)
			b = b.again()
			if found := b.findings(); !strings.Contains(found, "the journal of the RFP "+rfp.ID+" "+test.want) {
				t.Errorf("the check found:\n%s", found)
			}
		})
	}
}

// The ledger and the anchor outside remember the heads of RFPs too.
func TestAnRFPJournalCutShort(t *testing.T) {
	b := newBench(t)
	rfp := b.rfp("Night desk 2027")
	for _, q := range []*questionnaire.Questionnaire{later(t), edition(t, "3.0.0")} {
		if _, err := b.RepinRFP(context.Background(), rfp.ID, q, evaluator, "again"); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), "DROP TRIGGER rfp_events_last", "DELETE FROM rfp_events WHERE seq = 3",
		"UPDATE rfp_heads SET seq = 2, hash = (SELECT hash FROM rfp_events WHERE seq = 2)", "UPDATE rfps SET questionnaire = '"+later(t).Hash()+"'")
	b = b.again()
	found := b.findings()
	for _, want := range []string{"the journal of " + rfp.ID + " lacks event 3, which the ledger names", "the journal of " + rfp.ID + " was cut short or changed"} {
		if !strings.Contains(found, want) {
			t.Errorf("the check did not find that %s:\n%s", want, found)
		}
	}
}
