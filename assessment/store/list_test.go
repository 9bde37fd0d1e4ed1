package store_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

func TestARowAgesOverMidnight(t *testing.T) {
	b := newBench(t)
	aging, still := b.assess("Meridian Talent"), b.assess("Harbor Staffing")
	b.record(aging, b.shown("TEC-01", "4", "EV-02"))
	b.record(still, b.answer("TEC-01", "4"))
	fresh := row(t, b, aging)
	if fresh.NextChange != b.Today()+31 {
		t.Fatalf("it changes on %s, want 31 days from %s", fresh.NextChange, b.Today())
	}
	b.clock.days(30)
	if got := row(t, b, aging); got.Shown != fresh.Shown || got.AsOf != fresh.AsOf {
		t.Errorf("on its last fresh day it shows %s as of %s, want %s", got.Shown, got.AsOf, fresh.Shown)
	}
	b.clock.days(1)
	aged := row(t, b, aging)
	want := assessment.Evaluate(b.snapshot(aging), b.Today(), questionnaire.Award, questionnaire.Current)
	if aged.Shown != want.Shown || aged.Shown >= fresh.Shown || aged.AsOf != b.Today() || aged.Domains[1].Shown != want.Domains[1].Shown {
		t.Errorf("after midnight it shows %s as of %s, want %s", aged.Shown, aged.AsOf, want.Shown)
	}
	if got := row(t, b, still); got.AsOf == b.Today() {
		t.Error("what does not age was judged again")
	}
	b.sound()
}

func TestAClockThatWasSetBack(t *testing.T) {
	b := newBench(t)
	id := b.assess("Meridian Talent")
	b.record(id, b.shown("TEC-01", "4", "EV-02"))
	fresh := row(t, b, id)
	b.clock.days(50)
	row(t, b, id)
	b.clock.days(-50)
	if diff := cmp.Diff(fresh, row(t, b, id)); diff != "" {
		t.Errorf("the row of a day to come was shown: %s", diff)
	}
}

// Who looks sits in another zone than the assessment: it is judged for its own
// day all the same, when it is written and when it is listed.
func TestARowIsJudgedForItsOwnDay(t *testing.T) {
	for name, test := range map[string]struct {
		zone string
		day  string // when it is 22 November, 15:00, in UTC
	}{
		"where it is tomorrow already": {"Pacific/Auckland", "2026-11-23"},
		"where it is still today":      {"America/New_York", "2026-11-22"},
	} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(test.zone)
			if err != nil {
				t.Fatal(err)
			}
			b := newBench(t)
			there := options(b.clock, "")
			there.Zone = zone
			s, err := store.Open(context.Background(), b.Path(), there)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			opened, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: b.vendor("Meridian Talent"), Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
			if err != nil {
				t.Fatal(err)
			}
			id := opened.Assessment
			b.record(id, b.shown("TEC-01", "4", "EV-02"))
			fresh := row(t, b, id)
			if fresh.AsOf.String() != test.day {
				t.Errorf("it was judged as of %s, want %s", fresh.AsOf, test.day)
			}
			b.clock.days(30)
			want := b.snapshot(id).Day(b.clock.Now().UnixMicro())
			aged := row(t, b, id)
			if due := want >= fresh.NextChange; due != (aged.AsOf == want) || due != (aged.Shown < fresh.Shown) {
				t.Errorf("30 days later it shows %s as of %s, on its %s; it was due on %s", aged.Shown, aged.AsOf, want, fresh.NextChange)
			}
			if again := row(t, b, id); !cmp.Equal(again, aged) {
				t.Error("it was judged again without need")
			}
			b.clock.days(-30)
			if diff := cmp.Diff(fresh, row(t, b, id)); diff != "" {
				t.Errorf("after the clock was set back: %s", diff)
			}
			b.sound()
		})
	}
}

func TestAFilteredList(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	meridian, harbor := b.vendor("Meridian Talent"), b.vendor("Harbor Staffing")
	rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, small(), "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	open := func(v assessment.Vendor, r *assessment.RFP) string {
		q := small()
		if r != nil {
			q = nil
		}
		s, err := b.OpenAssessment(ctx, store.Opening{Vendor: v, RFP: r, Questionnaire: q, Milestone: questionnaire.Award, By: evaluator})
		if err != nil {
			t.Fatal(err)
		}
		b.clock.days(1)
		return s.Assessment
	}
	alone, first, second := open(meridian, nil), open(meridian, &rfp), open(harbor, &rfp)
	b.record(first, b.answer("TEC-01", "2"))
	for name, test := range map[string]struct {
		filter store.Filter
		want   []string
	}{
		"all, the latest first": {store.Filter{}, []string{first, second, alone}},
		"of a vendor":           {store.Filter{VendorID: meridian.ID}, []string{first, alone}},
		"of an rfp":             {store.Filter{RFPID: rfp.ID}, []string{first, second}},
		"of both":               {store.Filter{VendorID: harbor.ID, RFPID: rfp.ID}, []string{second}},
		"of nobody":             {store.Filter{VendorID: "nobody"}, nil},
	} {
		rows, err := b.List(ctx, test.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, r.ID)
			if len(r.Domains) != 2 || r.RFPID != "" && r.RFP != rfp.Title {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestHotStatementsFindTheirRowsByIndex(t *testing.T) {
	fileOnly(t, insideSQLite)
	b := newBench(t)
	b.assess("Meridian Talent")
	writer, _, _ := b.Pools()
	if plan := planOf(t, writer, "SELECT assessment_id FROM scores WHERE verdict = ?"); !strings.HasPrefix(plan, "SCAN") {
		t.Fatalf("a statement that has no index is planned as\n%s", plan)
	}
	for name, statement := range store.HotStatements() {
		plan := planOf(t, writer, statement)
		if !strings.Contains(plan, "SEARCH") && strings.HasPrefix(statement, "SELECT") {
			t.Errorf("%s: the plan searches nothing:\n%s", name, plan)
		}
		for line := range strings.Lines(plan) {
			if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "CONSTANT ROW") {
				t.Errorf("%s: the plan reads all of a table:\n%s", name, plan)
			}
		}
	}
	for name, sorted := range map[string]bool{"by update": false, "by rank": false, "dues": false, "by update of a vendor": true} {
		plan := planOf(t, writer, store.HotStatements()[name])
		if strings.Contains(plan, "TEMP B-TREE FOR ORDER BY") != sorted {
			t.Errorf("%s: whether it sorts its rows is not %t:\n%s", name, sorted, plan)
		}
		if strings.Contains(plan, "answers") || strings.Contains(plan, "events") {
			t.Errorf("%s: the plan reads more than rows:\n%s", name, plan)
		}
	}
}

// planOf is how SQLite means to run a statement, one step a line.
func planOf(t *testing.T, db *sql.DB, statement string) string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN "+statement, make([]any, strings.Count(statement, "?"))...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	plan := ""
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan += detail + "\n"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

func row(t *testing.T, b *bench, id string) store.Summary {
	t.Helper()
	for _, r := range b.rows() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("%s is not in the list", id)
	return store.Summary{}
}
