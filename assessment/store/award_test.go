package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
)

// closed are answers after which no gate of the small questionnaire is open.
func (b *bench) closed() []assessment.Entry {
	return []assessment.Entry{b.answer("chain_links", "0"), b.shown("BAA-01", "met", "EV-01"), b.answer("BAA-03", "partial")}
}

// contest is an RFP of three: the first is not blocked, the others are.
func contest(b *bench) (rfp assessment.RFP, ids []string) {
	b.tb.Helper()
	rfp = b.rfp("Night desk 2027")
	for _, vendor := range []string{"Meridian Talent", "Harbor Staffing", "Cedar Medical"} {
		ids = append(ids, b.contend(rfp, vendor))
	}
	b.record(ids[0], b.closed()...)
	return rfp, ids
}

// award is how a client asks for one: as it saw the assessments.
func (b *bench) award(rfp assessment.RFP, ids []string) assessment.Award {
	a := assessment.Award{
		ID: newID(), RFP: rfp.ID, Chosen: ids[0], By: "board@hospital.example", Reason: "the contract holds", RecordedBy: evaluator,
		Outside: []assessment.Criterion{{Name: "price", Text: "the second lowest"}},
	}
	for n, id := range ids {
		a.Contenders = append(a.Contenders, assessment.Contender{Assessment: id, Head: b.snapshot(id).Head, Rank: n + 1, WhyNot: "no contract"})
	}
	return a
}

func TestAnAward(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, ids := contest(b)
	asked := b.award(rfp, ids)
	asked.Contenders[1].Verdict, asked.Contenders[1].Shown, asked.Contenders[1].Snapshot = assessment.Approve, 999, "a lie"
	kept, err := b.RecordAward(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range ids {
		s, c, r := b.snapshot(id), kept.Contenders[n], row(t, b, id)
		hash, err := s.Hash()
		if err != nil {
			t.Fatal(err)
		}
		if c.Snapshot != hash || c.Head != s.Head || c.Verdict != r.Verdict || c.Shown != r.Shown || c.Claimed != r.Claimed || c.Vendor != r.Vendor || c.Rank != n+1 {
			t.Errorf("the contender is %+v, the row %+v", c, r)
		}
	}
	if again, err := b.RecordAward(ctx, asked); err != nil || !cmp.Equal(again, kept) {
		t.Errorf("recorded again it is %+v, %v", again, err)
	}
	b.record(ids[1], b.closed()...)
	second := b.award(rfp, ids)
	second.Chosen = ids[1]
	changed, err := b.RecordAward(ctx, second)
	if err != nil {
		t.Fatal(err)
	}
	b = b.again()
	record, err := b.RFPRecord(ctx, rfp.ID)
	if diff := cmp.Diff([]assessment.Award{kept, changed}, record.Awards); err != nil || diff != "" {
		t.Errorf("%v: %s", err, diff)
	}
	b.sound()
}

// What a re-assessment has taken over contends no more: the one that goes on does.
func TestAnAwardGoesToWhatGoesOn(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, ids := contest(b)
	later, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.snapshot(ids[0]).Opened.Vendor, RFP: &rfp, By: evaluator, From: ids[0]})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.RecordAward(ctx, b.award(rfp, ids))
	refused(t, err, assessment.Refused)
	going := []string{later.Assessment, ids[1], ids[2]}
	b.record(going[0], b.closed()...)
	if _, err := b.RecordAward(ctx, b.award(rfp, going)); err != nil {
		t.Error(err)
	}
	rows, err := b.List(ctx, store.Filter{RFPID: rfp.ID, Competing: true})
	if err != nil || len(rows) != 3 {
		t.Errorf("%d go on, %v", len(rows), err)
	}
}

func TestAnAwardThatCannotBe(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, ids := contest(b)
	stranger := b.assess("Elsewhere Ltd")
	for name, test := range map[string]struct {
		change func(a *assessment.Award)
		code   assessment.Code
		text   string
	}{
		"a blocked one is chosen": {func(a *assessment.Award) { a.Chosen = ids[1] }, assessment.Refused, "Harbor Staffing is blocked"},
		"one has moved on":        {func(a *assessment.Award) { a.Contenders[1].Head = assessment.Head{} }, assessment.Conflict, "Harbor Staffing changed"},
		"one is missing":          {func(a *assessment.Award) { a.Contenders = a.Contenders[:2] }, assessment.Refused, "leaves out Cedar Medical"},
		"one is named twice":      {func(a *assessment.Award) { a.Contenders[2] = a.Contenders[1] }, assessment.Refused, "named twice"},
		"one is of another rfp":   {func(a *assessment.Award) { a.Contenders[2].Assessment = stranger }, assessment.Refused, "is not an assessment of this RFP"},
		"nobody recorded it":      {func(a *assessment.Award) { a.RecordedBy = "" }, assessment.Invalid, ""},
		"nobody approved it":      {func(a *assessment.Award) { a.By = "" }, assessment.Invalid, ""},
		"it is of no rfp":         {func(a *assessment.Award) { a.RFP = "unknown" }, assessment.NotFound, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.award(rfp, ids)
			test.change(&a)
			_, err := b.RecordAward(ctx, a)
			refused(t, err, test.code)
			if err == nil || !strings.Contains(err.Error(), test.text) {
				t.Errorf("it says: %v", err)
			}
		})
	}
	stale := b.award(rfp, ids)
	b.record(ids[2], b.answer("TEC-01", "1"))
	_, err := b.RecordAward(ctx, stale)
	refused(t, err, assessment.Conflict)
	if record, err := b.RFPRecord(ctx, rfp.ID); err != nil || len(record.Awards) != 0 {
		t.Errorf("kept was %+v, %v", record.Awards, err)
	}
}

// A contract that ended since blocks on the day of the award, whatever the
// client saw.
func TestAnAwardIsJudgedOnItsDay(t *testing.T) {
	b := newBench(t)
	rfp, ids := contest(b)
	a := b.award(rfp, ids)
	b.clock.days(366)
	_, err := b.RecordAward(context.Background(), a)
	refused(t, err, assessment.Refused)
}

func TestWhatIfIsKeptUnderAName(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, ids := contest(b)
	lines := []assessment.WhatIfLine{
		{Assessment: ids[1], Vendor: "Harbor Staffing", Head: b.snapshot(ids[1]).Head, Rank: 1, Shown: 623, SetRank: 2, SetShown: assessment.NoScore},
		{Assessment: ids[0], Vendor: "Meridian Talent", Head: b.snapshot(ids[0]).Head, Rank: 2, Shown: 600, SetRank: 1, SetShown: 707},
	}
	heavy, err := b.RecordWhatIf(ctx, assessment.WhatIf{
		Name: "contract twice as heavy", RFP: rfp.ID, Weights: map[string]int{"BAA": 4}, Set: map[string]int{"BAA": 2}, Lines: lines, By: evaluator,
	})
	if err != nil || heavy.ID == "" || heavy.At != b.clock.Now().UnixMicro() || !cmp.Equal(heavy.Lines, lines) {
		t.Fatalf("%+v, %v", heavy, err)
	}
	b.clock.days(1)
	light, err := b.RecordWhatIf(ctx, assessment.WhatIf{Name: "no technique", Weights: map[string]int{"TEC": 0}, Lines: lines, By: evaluator})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := b.RecordWhatIf(ctx, heavy); err != nil || !cmp.Equal(again, heavy) {
		t.Errorf("recorded again it is %+v, %v", again, err)
	}
	strange := light
	strange.ID, strange.Lines = "", append(lines[:1:1], assessment.WhatIfLine{Assessment: ids[0], Vendor: "Meridian Talent"})
	_, err = b.RecordWhatIf(ctx, strange)
	refused(t, err, assessment.Invalid)
	_, err = b.RecordWhatIf(ctx, assessment.WhatIf{Name: "nobody's", Weights: map[string]int{"TEC": 0}, Lines: lines})
	refused(t, err, assessment.Invalid)

	b = b.again()
	for of, want := range map[string][]assessment.WhatIf{"": {light, heavy}, rfp.ID: {heavy}, "another": nil} {
		got, err := b.WhatIfs(ctx, of)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("of %q: %v %s", of, err, diff)
		}
	}
	b.sound()
}

func TestAwardsAndWhatIfsAreAppendOnly(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp, ids := contest(b)
	if _, err := b.RecordAward(ctx, b.award(rfp, ids)); err != nil {
		t.Fatal(err)
	}
	lines := []assessment.WhatIfLine{{Assessment: ids[0], Head: b.snapshot(ids[0]).Head}, {Assessment: ids[1], Head: b.snapshot(ids[1]).Head}}
	if _, err := b.RecordWhatIf(ctx, assessment.WhatIf{Name: "x", Weights: map[string]int{"TEC": 1}, Lines: lines, By: evaluator}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"UPDATE rfp_events SET payload = '{}'", "DELETE FROM rfp_events",
		"INSERT OR REPLACE INTO rfp_events SELECT rfp_id, seq, uid, at, by, kind, '{}', hash, salt, body FROM rfp_events",
		"UPDATE what_ifs SET payload = '{}'", "DELETE FROM what_ifs",
		"INSERT OR REPLACE INTO what_ifs SELECT id, rfp_id, name, by, at, '{}' FROM what_ifs",
	} {
		if onServer() && strings.HasPrefix(statement, "INSERT OR REPLACE") {
			continue // SQLite alone can replace a row by an INSERT
		}
		if err := b.Try(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("this was allowed: %s: %v", statement, err)
		}
	}
	b.sound()
}

// Whoever can write the file can write a sound chain too. That a decision or an
// award names another state than the one it was made on, shows all the same.
func TestADecisionAndAnAwardAreBoundToWhatWasThere(t *testing.T) {
	forged := strings.Repeat("ab", sha256.Size)
	t.Run("a decision", func(t *testing.T) {
		b := newBench(t)
		id := b.assess("Meridian Talent")
		s := b.record(id, append(b.halfway(), b.entry(decided(assessment.DecideDecline)))...)
		b.record(id, b.answer("BAA-03", "present"))
		b.sound()
		forge(t, b, "events", "heads", "assessment_id", "decided", s.Decision().Snapshot, forged)
		b = b.again()
		if found := b.findings(); !strings.Contains(found, "error decision: the decision of ciso@hospital.example about "+id+", event 5, names a state that its journal never had") {
			t.Errorf("the check found:\n%s", found)
		}
	})
	t.Run("an award", func(t *testing.T) {
		b := newBench(t)
		rfp, ids := contest(b)
		kept, err := b.RecordAward(context.Background(), b.award(rfp, ids))
		if err != nil {
			t.Fatal(err)
		}
		b.record(ids[2], b.answer("TEC-01", "1"))
		b.sound()
		forge(t, b, "rfp_events", "rfp_heads", "rfp_id", "awarded", kept.Contenders[2].Snapshot, forged)
		b = b.again()
		if found := b.findings(); !strings.Contains(found, "error award: the award of the RFP "+rfp.ID+" names a state of "+ids[2]+" that its journal never had") {
			t.Errorf("the check found:\n%s", found)
		}
	})
}

// forge closes the store, changes a text in the body of the events of a kind,
// and chains their journals anew.
func forge(t *testing.T, b *bench, events, heads, owner, kind, old, text string) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	db := raw(t, b.Path())
	execute(t, db, "DROP TRIGGER "+events+"_stay")
	chainAnew(t, db, events, heads, owner, func(h *assessment.Header, w *assessment.Written) {
		if h.Kind == kind {
			w.Body = bytes.ReplaceAll(w.Body, []byte(old), []byte(text))
			h.Body = assessment.Salt(w.Salt).Digest(w.Body)
		}
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// chainAnew changes events and chains their journals anew, as somebody could
// who can write the file.
func chainAnew(t *testing.T, db *behind, events, heads, owner string, change func(h *assessment.Header, w *assessment.Written)) {
	t.Helper()
	rows, err := db.Query(fmt.Sprintf("SELECT payload, salt, body FROM %s ORDER BY %s, seq", events, owner))
	if err != nil {
		t.Fatal(err)
	}
	var all []assessment.Written
	for rows.Next() {
		var w assessment.Written
		if err := rows.Scan(&w.Header, &w.Salt, &w.Body); err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var chain assessment.Head
	for _, w := range all {
		h, err := assessment.ParseHeader(w.Header)
		if err != nil {
			t.Fatal(err)
		}
		if h.Seq == 1 {
			chain = assessment.Head{}
		}
		change(&h, &w)
		w.Header = h.Text()
		chain = chain.Chain(w.Header)
		if _, err := db.Exec(fmt.Sprintf("UPDATE %s SET payload = ?, body = ?, hash = ? WHERE %s = ? AND seq = ?", events, owner), w.Header, string(w.Body), chain[:], h.Of, h.Seq); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(fmt.Sprintf("UPDATE %s SET hash = ? WHERE %s = ? AND seq = ?", heads, owner), chain[:], h.Of, h.Seq); err != nil {
			t.Fatal(err)
		}
	}
}
