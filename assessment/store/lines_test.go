package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/assessment/store"
	"assay/questionnaire"
)

// TestLinesAreAPartOfThePortfolio reads parts of a portfolio in which every third
// vendor has two assessments and every third has none.
func TestLinesAreAPartOfThePortfolio(t *testing.T) {
	b := newBench(t)
	var all []string // "vendor" or "vendor/assessment", in the order of the portfolio
	ids := map[string]string{}
	for n := range 12 {
		name := fmt.Sprintf("vendor %02d", n)
		if n%2 == 1 {
			name = strings.ToUpper(name) // case does not matter to the order
		}
		vendor := b.vendor(name)
		if n%3 == 0 {
			all, ids[name] = append(all, name), vendor.ID
			continue
		}
		var own []string
		for turn := range n % 3 {
			opened, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
			if err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprintf("%s/%d", name, turn)
			own, ids[line] = append(own, line), opened.Assessment
			b.clock.days(1)
		}
		slices.Reverse(own) // the latest changed first
		all = append(all, own...)
	}
	named := func(lines []store.Line) (names []string) {
		for _, l := range lines {
			for name, id := range ids {
				if id == l.ID() {
					names = append(names, name)
				}
			}
		}
		return names
	}
	for _, story := range []struct {
		name        string
		around      store.Around
		want        []string
		first, last bool
	}{
		{"the first part", store.Around{Vendors: 3}, all[:4], true, false},
		{"an unknown line", store.Around{ID: "gone", Vendors: 3}, all[:4], true, false},
		{"the last part", store.Around{End: true, Vendors: 2}, all[len(all)-3:], false, true},
		{"around an assessment", store.Around{ID: ids["VENDOR 05/0"], Vendors: 1}, all[slices.Index(all, "vendor 04/0"):slices.Index(all, "VENDOR 07/0")], false, false},
		{"around a vendor without one", store.Around{ID: ids["vendor 06"], Vendors: 1}, []string{"VENDOR 05/1", "VENDOR 05/0", "vendor 06", "VENDOR 07/0"}, false, false},
		{"all of it", store.Around{ID: ids["vendor 06"], Vendors: 50}, all, true, true},
		{"what fits", store.Around{Vendors: 2, Fits: func(l store.Line) bool { return l.Row == nil }}, []string{"vendor 00", "VENDOR 03"}, true, false},
		{"what fits, around what does not", store.Around{ID: ids["VENDOR 05/0"], Vendors: 1, Fits: func(l store.Line) bool { return l.Row == nil }}, []string{"VENDOR 03", "vendor 06"}, false, false},
	} {
		part, err := b.Lines(context.Background(), story.around)
		if err != nil {
			t.Fatalf("%s: %v", story.name, err)
		}
		if got := named(part.Lines); !slices.Equal(got, story.want) || part.First != story.first || part.Last != story.last {
			t.Errorf("%s: %v, first %t, last %t\nwant %v, %t, %t", story.name, got, part.First, part.Last, story.want, story.first, story.last)
		}
		if part.Vendors != 12 {
			t.Errorf("%s: the portfolio has %d vendors", story.name, part.Vendors)
		}
		for _, l := range part.Lines {
			if l.Row != nil && (len(l.Row.Domains) == 0 || l.Row.VendorID != l.Vendor.ID) {
				t.Errorf("%s: a row lacks its domains or its vendor: %+v", story.name, l.Row)
			}
		}
	}
}

// TestALongListIsReadLineByLine compares the visits with the lists.
func TestALongListIsReadLineByLine(t *testing.T) {
	b := loaded(t, 12)
	ctx := context.Background()
	for _, f := range []store.Filter{{}, {Order: store.ByRank}, {VendorID: b.rows()[3].VendorID}} {
		b.Overdue()
		var got, want []string
		if err := b.Each(ctx, f, func(r store.Summary) bool { got = append(got, r.ID+" "+r.Shown.String()); return true }); err != nil {
			t.Fatal(err)
		}
		rows, err := b.List(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			want = append(want, r.ID+" "+r.Shown.String())
		}
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%+v: it visits %d rows, and lists %d", f, len(got), len(want))
		}
	}
	dues, err := b.Due(ctx, store.Filter{}, b.Today()+90)
	if err != nil || len(dues) < 30 {
		t.Fatalf("%d are due: %v", len(dues), err)
	}
	for n := range dues[1:] {
		if dues[n].Due.On > dues[n+1].Due.On {
			t.Fatalf("a task of %s is before one of %s", dues[n].Due.On, dues[n+1].Due.On)
		}
	}
	visited := 0
	if err := b.EachDue(ctx, store.Filter{}, dues[10].Due.On, dues[20].Due.On, func(r store.DueRow) bool {
		visited++
		return r.Due.On >= dues[10].Due.On && r.Due.On <= dues[20].Due.On && visited < 5
	}); err != nil || visited != 5 {
		t.Errorf("it visited %d: %v", visited, err)
	}
}
