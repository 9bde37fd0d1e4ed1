package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// pages lists page after page, each of so many rows.
func (b *bench) pages(f store.Filter) []store.Summary {
	b.tb.Helper()
	var all []store.Summary
	for {
		page, err := b.List(context.Background(), f)
		if err != nil {
			b.tb.Fatal(err)
		}
		if len(page) > f.Limit {
			b.tb.Fatalf("a page of %d holds %d", f.Limit, len(page))
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
		f.After = page[len(page)-1].Cursor
	}
}

func TestPagesMakeTheWholeList(t *testing.T) {
	b := newBench(t)
	var ids []string
	for n := range 9 {
		ids = append(ids, b.assess(fmt.Sprintf("Vendor %d", n)))
		if n%3 == 0 {
			b.clock.days(1) // so that some were changed at the same instant
		}
	}
	b.record(ids[2], b.closed()...)
	b.record(ids[7], append(b.closed(), b.halfway()...)...)
	b.record(ids[4], append(b.closed(), b.halfway()...)...)
	b.record(ids[5], b.halfway()...)
	for _, order := range []store.Order{store.ByUpdate, store.ByRank} {
		whole, err := b.List(context.Background(), store.Filter{Order: order})
		if err != nil || len(whole) != len(ids) {
			t.Fatalf("%d rows, %v", len(whole), err)
		}
		for _, limit := range []int{1, 2, 4, 9, 50} {
			if diff := cmp.Diff(whole, b.pages(store.Filter{Order: order, Limit: limit})); diff != "" {
				t.Errorf("order %d, pages of %d: %s", order, limit, diff)
			}
		}
		if !slices.IsSortedFunc(whole, inOrder(order)) {
			t.Errorf("order %d is another", order)
		}
	}
	ranked, err := b.List(context.Background(), store.Filter{Order: store.ByRank, Limit: 4})
	if err != nil {
		t.Fatal(err)
	}
	first := []string{ids[4], ids[7], ids[2], ids[5]}
	for n, r := range ranked {
		if r.ID != first[n] || len(r.Domains) != 2 || (r.Verdict == assessment.Blocked) != (n == 3) {
			t.Errorf("at rank %d stands %s: %s, %s", n+1, r.Vendor, r.Verdict, r.Shown)
		}
	}
	vendor := ranked[0].VendorID
	if own := b.pages(store.Filter{Order: store.ByRank, Limit: 1, VendorID: vendor}); len(own) != 1 || own[0].ID != ids[4] {
		t.Errorf("of one vendor: %+v", own)
	}
}

// inOrder compares two rows as the orders are written down.
func inOrder(order store.Order) func(a, b store.Summary) int {
	return func(a, b store.Summary) int {
		before := func(truth bool) int { return map[bool]int{true: -1, false: 1}[truth] }
		switch blocked := a.Verdict == assessment.Blocked; {
		case order == store.ByUpdate && a.UpdatedAt != b.UpdatedAt:
			return before(a.UpdatedAt > b.UpdatedAt)
		case order == store.ByRank && blocked != (b.Verdict == assessment.Blocked):
			return before(!blocked)
		case order == store.ByRank && a.Shown != b.Shown:
			return before(a.Shown > b.Shown)
		}
		return before(a.ID < b.ID)
	}
}

func TestACursorOfAnotherList(t *testing.T) {
	b := newBench(t)
	b.assess("Meridian Talent")
	cursor := b.rows()[0].Cursor
	for name, f := range map[string]store.Filter{
		"of another order": {Order: store.ByRank, After: cursor},
		"made up":          {After: "update.soon.x"},
		"cut":              {After: "update"},
	} {
		_, err := b.List(context.Background(), f)
		refused(t, err, assessment.Invalid)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// Whatever page is looked at first on a new day, its rows are judged for that day
// and stand where that puts them.
func TestPagesOfANewDay(t *testing.T) {
	b := newBench(t)
	vendor := b.vendor("Meridian Talent")
	for n := range 4 {
		s, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
		if err != nil {
			t.Fatal(err)
		}
		b.record(s.Assessment, b.shown("TEC-01", "4", "EV-02"), b.answer("TEC-02", strconv.Itoa(n)))
		b.clock.days(n)
	}
	for _, f := range []store.Filter{
		{Limit: 1}, {Order: store.ByRank, Limit: 1}, {Limit: 2, VendorID: vendor.ID}, {Order: store.ByRank, Limit: 2, VendorID: vendor.ID}, {},
	} {
		b.clock.days(7)
		var rows []store.Summary
		if f.Limit > 0 {
			rows = b.pages(f)
		} else {
			rows = b.rows()
		}
		if len(rows) != 4 || !slices.IsSortedFunc(rows, inOrder(f.Order)) {
			t.Errorf("%+v: %d rows, or in another order", f, len(rows))
		}
		for _, r := range rows {
			want := assessment.Evaluate(b.snapshot(r.ID), b.Today(), questionnaire.Award, questionnaire.Current)
			if r.Shown != want.Shown || r.NextChange != want.NextChange {
				t.Errorf("%+v: on %s %s is shown, want %s; it changes on %s, want %s", f, b.Today(), r.Shown, want.Shown, r.NextChange, want.NextChange)
			}
		}
	}
	b.sound()
}

// A row that moved up while somebody turned the page is not shown again; those
// that stayed are not left out.
func TestPagesWhileOthersAnswer(t *testing.T) {
	b := newBench(t)
	var ids []string
	for n := range 4 {
		ids = append(ids, b.assess(fmt.Sprintf("Vendor %d", n)))
		b.clock.days(1)
	}
	first, err := b.List(context.Background(), store.Filter{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	b.record(ids[0], b.answer("TEC-01", "2"))
	rest, err := b.List(context.Background(), store.Filter{Limit: 9, After: first[1].Cursor})
	if err != nil || len(rest) != 1 || rest[0].ID != ids[1] {
		t.Errorf("after the first page come %+v, %v", rest, err)
	}
}
