package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
)

// Everything that happens to a vendor is in its journal, under the name of who did
// it. The row of the vendor is made from the journal.
func TestTheJournalOfAVendor(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	harbor, err := b.AddVendor(ctx, assessment.Vendor{Name: "Harbor Staffing", Country: "US", Note: "by phone"}, "Dana")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddVendor(ctx, assessment.Vendor{Name: " HARBOR  staffing"}, "Dana"); assessment.CaseOf(err) != assessment.NameTaken {
		t.Errorf("a second vendor of the name is not asked about: %v", err)
	}
	name, legal, note := "Harbor Health", "Harbor Health LLC", ""
	b.clock.days(1)
	edited, err := b.EditVendor(ctx, harbor.ID, "Ruth", store.VendorEdit{Name: &name, LegalName: &legal, Note: &note})
	if err != nil {
		t.Fatal(err)
	}
	want := assessment.Vendor{ID: harbor.ID, Name: name, LegalName: legal, Country: "US", AddedAt: harbor.AddedAt}
	if edited != want {
		t.Errorf("it became %+v", edited)
	}
	if err := b.ArchiveVendor(ctx, harbor.ID, "Ruth", " "); assessment.CaseOf(err) != assessment.ReasonMissing {
		t.Errorf("archiving without a reason: %v", err)
	}
	if err := b.ArchiveVendor(ctx, harbor.ID, "Ruth", "bought by another firm"); err != nil {
		t.Fatal(err)
	}
	b = b.again()
	b.sound()
	record, err := b.VendorRecord(ctx, harbor.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.Archived = true
	now := b.clock.Now().UnixMicro()
	if diff := cmp.Diff(store.VendorRecord{
		Vendor: want, AddedBy: "Dana", Names: []store.FormerName{{Name: "Harbor Staffing", Until: now, By: "Ruth"}},
		Shelved: &store.Archiving{By: "Ruth", At: now, Reason: "bought by another firm"},
	}, record); diff != "" {
		t.Error(diff)
	}
	if err := b.UnarchiveVendor(ctx, harbor.ID, "Ruth"); err != nil {
		t.Fatal(err)
	}
	if found, err := b.FindVendor(ctx, "harbor health"); err != nil || found.Archived {
		t.Errorf("it is %+v, %v", found, err)
	}
	// An edit that changes nothing is no event.
	before := record
	if _, err := b.EditVendor(ctx, harbor.ID, "Ruth", store.VendorEdit{Name: &name}); err != nil {
		t.Fatal(err)
	}
	if record, err = b.VendorRecord(ctx, harbor.ID); err != nil || len(record.Names) != len(before.Names) {
		t.Errorf("the same name made an event: %+v, %v", record, err)
	}
}

// The names of two vendors were swapped in the table, so that the blocked one
// looks approved.
func TestSwappedNamesAreFound(t *testing.T) {
	b := newBench(t)
	b.assess("Meridian Talent")
	b.assess("Harbor Staffing")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, b.Path(), "UPDATE vendors SET name = CASE name WHEN 'Harbor Staffing' THEN 'Meridian Talent' ELSE 'Harbor Staffing' END")
	b = b.again()
	if found := b.findings(); strings.Count(found, "error vendor: the stored name or details of") != 2 {
		t.Errorf("the check found:\n%s", found)
	}
	if err := b.Rebuild(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.sound()
}

// An archived vendor leaves the lists with its assessments, and its record stays.
func TestAnArchivedVendorLeavesTheLists(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	b.assess("Harbor Staffing")
	b.record(id, b.entry(assessment.ActionOpened{Action: assessment.Action{What: "sign", Owner: "Ana", Due: b.Today() + 30}}))
	vendor := b.snapshot(id).Opened.Vendor.ID
	if err := b.ArchiveVendor(ctx, vendor, "Ruth", "closed"); err != nil {
		t.Fatal(err)
	}
	if rows := b.rows(); len(rows) != 1 || rows[0].Vendor != "Harbor Staffing" {
		t.Errorf("the list is %+v", rows)
	}
	part, err := b.Lines(ctx, store.Around{Vendors: 10})
	if err != nil || len(part.Lines) != 1 || part.Vendors != 1 {
		t.Errorf("the portfolio is %+v, %v", part, err)
	}
	if dues := b.dues(); len(dues) != 0 {
		t.Errorf("due is %+v", dues)
	}
	rows, err := b.List(ctx, store.Filter{All: true})
	if err != nil || len(rows) != 2 {
		t.Errorf("all are %+v, %v", rows, err)
	}
	if s := b.snapshot(id); s.Opened.Vendor.Name != "Meridian Talent" {
		t.Errorf("the record is %+v", s.Opened)
	}
}
