package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// Whoever edits a row of the list by hand is found out by the list itself.
func TestARowThatWasEdited(t *testing.T) {
	for name, test := range map[string]struct {
		edit  string
		fault string
	}{
		"the verdict":            {edit: "UPDATE scores SET verdict = 'approve' WHERE verdict = 'blocked'"},
		"the score":              {edit: "UPDATE scores SET shown = 990, rank_key = -990"},
		"the rank alone":         {edit: "UPDATE scores SET rank_key = -5000"},
		"the milestone":          {edit: "UPDATE scores SET milestone = 'review'"},
		"the day":                {edit: "UPDATE scores SET as_of = as_of - 1"},
		"the next change":        {edit: "UPDATE scores SET next_change = 99999"},
		"the decision":           {edit: "UPDATE scores SET decision = 'approve', decided_by = 'Ruth Ortiz', decided_on = as_of"},
		"the last update":        {edit: "UPDATE scores SET updated_at = updated_at + 1"},
		"a domain":               {edit: "UPDATE domain_scores SET shown = 990 WHERE position = 1"},
		"a domain taken out":     {edit: "DELETE FROM domain_scores WHERE position = 1"},
		"the digest":             {edit: "UPDATE scores SET digest = ''"},
		"the subject":            {edit: "UPDATE assessments SET subject = 'roster 18'"},
		"the name of the vendor": {edit: "UPDATE vendors SET name = 'Someone Else'"},
		"the title of the RFP":   {edit: "UPDATE rfps SET title = 'Day desk'"},
		"the last event, with its head": {
			"DELETE FROM events WHERE kind = 'answered' AND seq = 3; UPDATE heads SET seq = 2, hash = (SELECT hash FROM events e WHERE e.assessment_id = heads.assessment_id AND e.seq = 2)",
			"lacks event 3, which the ledger names",
		},
	} {
		if leftOut(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			ctx := context.Background()
			rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Milestone: questionnaire.Award}, small(), evaluator)
			if err != nil {
				t.Fatal(err)
			}
			opened, err := b.OpenAssessment(ctx, store.Opening{Vendor: b.vendor("Harbor Staffing"), RFP: &rfp, By: evaluator})
			if err != nil {
				t.Fatal(err)
			}
			b.record(opened.Assessment, b.answer("TEC-01", "3"))
			b.record(opened.Assessment, b.answer("TEC-02", "3"))
			want := b.rows()
			b.close()
			tamper(t, b.Path(), unguarded+"; "+test.edit)

			lists := map[string]func(s *store.Store) ([]store.Summary, error){
				"list": func(s *store.Store) ([]store.Summary, error) { return s.List(ctx, store.Filter{}) },
				"page": func(s *store.Store) ([]store.Summary, error) {
					return s.List(ctx, store.Filter{Order: store.ByRank, Limit: 5})
				},
				"lines": func(s *store.Store) ([]store.Summary, error) {
					part, err := s.Lines(ctx, store.Around{Vendors: 5})
					if err != nil {
						return nil, err
					}
					return []store.Summary{*part.Lines[0].Row}, nil
				},
				"each": func(s *store.Store) (rows []store.Summary, err error) {
					err = s.Each(ctx, store.Filter{}, func(r store.Summary) bool { rows = append(rows, r); return true })
					return rows, err
				},
			}
			copied := save(t, b.Path())
			for list, rows := range lists {
				if list == "each" && strings.Contains(test.edit, "domain") {
					continue // it shows none
				}
				copied.put(t, b.Path())
				b = openBench(t, b.Path(), "", b.clock)
				got, err := rows(b.Store)
				if err != nil {
					t.Fatalf("%s: %v", list, err)
				}
				mended := b.TakeMended()
				if len(mended) != 1 || mended[0].Title != "Harbor Staffing" || !strings.Contains(mended[0].Fault, test.fault) || (test.fault == "") != (mended[0].Fault == "") {
					t.Fatalf("%s reports %+v", list, mended)
				}
				if test.fault == "" {
					got[0].Cursor, want[0].Cursor = "", ""
					if list == "each" {
						got[0].Domains = want[0].Domains
					}
					if diff := cmp.Diff(want[:1], got); diff != "" {
						t.Errorf("%s shows another row: %s", list, diff)
					}
					b.sound()
				}
				if again, err := rows(b.Store); err != nil || len(b.TakeMended()) != 0 || len(again) != 1 {
					t.Errorf("%s reports it again: %v", list, err)
				}
				b.close()
			}
		})
	}
}

// Two names swapped in the table show nobody the blocked vendor as approved.
func TestNamesThatWereSwapped(t *testing.T) {
	b := newBench(t)
	harbor, northstar := b.assess("Harbor Staffing"), b.assess("Northstar")
	b.close()
	tamper(t, b.Path(), "UPDATE vendors SET name = CASE name WHEN 'Northstar' THEN 'Harbor Staffing' ELSE 'Northstar' END")
	b = openBench(t, b.Path(), b.anchors, b.clock)
	names := map[string]string{}
	for _, r := range b.rows() {
		names[r.ID] = r.Vendor
	}
	if names[harbor] != "Harbor Staffing" || names[northstar] != "Northstar" {
		t.Errorf("the list shows %v", names)
	}
	if words := store.MendedWords(b.TakeMended()); words != "2 rows were changed outside assay and were judged again: Harbor Staffing; Northstar" &&
		words != "2 rows were changed outside assay and were judged again: Northstar; Harbor Staffing" {
		t.Errorf("it says %q", words)
	}
	b.sound()
}

// A rename does not hide an edit.
func TestARenameHidesNoEdit(t *testing.T) {
	b := newBench(t)
	id := b.assess("Harbor Staffing")
	b.close()
	tamper(t, b.Path(), "UPDATE scores SET verdict = 'approve'")
	b = openBench(t, b.Path(), b.anchors, b.clock)
	name := "Harbor Health"
	if _, err := b.EditVendor(context.Background(), b.snapshot(id).Opened.Vendor.ID, evaluator, store.VendorEdit{Name: &name}); err != nil {
		t.Fatal(err)
	}
	if rows := b.rows(); rows[0].Verdict == assessment.Approve || rows[0].Vendor != name || len(b.TakeMended()) != 1 {
		t.Errorf("the list shows %+v", rows[0])
	}
}

// What the program itself changes is never reported.
func TestNobodyElseChangedAnything(t *testing.T) {
	b := newBench(t)
	id := b.assess("Harbor Staffing")
	b.record(id, append(b.halfway(), b.entry(decided(assessment.DecideDecline)))...)
	opening := store.Opening{Vendor: b.snapshot(id).Opened.Vendor, Questionnaire: small(), Milestone: questionnaire.Review, From: id, By: evaluator}
	if _, err := b.OpenAssessment(context.Background(), opening); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		b.rows()
		b.dues()
		b.clock.days(40)
	}
	b.clock.days(-60)
	name := "Harbor Health"
	if _, err := b.EditVendor(context.Background(), opening.Vendor.ID, evaluator, store.VendorEdit{Name: &name}); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.rows() {
		if r.Vendor != name {
			t.Errorf("the list shows %s", r.Vendor)
		}
	}
	if got := b.TakeMended(); len(got) != 0 {
		t.Errorf("it reports %+v", got)
	}
}
