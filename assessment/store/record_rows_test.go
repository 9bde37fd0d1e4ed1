package store_test

import (
	"context"
	"testing"
	"time"

	"assay/assessment/store"
)

// Whoever reads a vendor or an RFP sees what its journal tells, whatever somebody
// wrote into the table, and is told.
func TestEditedRowsOfVendorsAndRFPsFoolNobody(t *testing.T) {
	const harbor, meridian = "Harbor Staffing", "Meridian"
	ctx := context.Background()
	for name, read := range map[string]func(b *bench) (vendor, rfp string, err error){
		"the vendors": func(b *bench) (string, string, error) {
			vendors, err := b.Vendors(ctx)
			return vendors[0].Name + ", " + vendors[1].Name, "", err
		},
		"a vendor": func(b *bench) (string, string, error) {
			v, err := b.FindVendor(ctx, "harbor")
			return v.Name + ", " + v.Note, "", err
		},
		"the RFPs": func(b *bench) (string, string, error) {
			rfps, err := b.RFPs(ctx)
			return "", rfps[0].Title + ", " + string(rfps[0].Milestone), err
		},
		"an RFP": func(b *bench) (string, string, error) {
			r, err := b.FindRFP(ctx, "night desk")
			return "", r.Title + ", " + string(r.Milestone), err
		},
		"its record": func(b *bench) (string, string, error) {
			rfps, err := b.RFPs(ctx)
			if err != nil {
				return "", "", err
			}
			b.TakeMended()
			tamper(b.tb, b.Path(), "UPDATE rfps SET title = 'Day desk', milestone = 'close'")
			r, err := b.RFPRecord(ctx, rfps[0].ID)
			return "", r.RFP.Title + ", " + string(r.RFP.Milestone), err
		},
		"the portfolio": func(b *bench) (string, string, error) {
			part, err := b.Lines(ctx, store.Around{Vendors: 5})
			return part.Lines[0].Vendor.Name + ", " + part.Lines[1].Vendor.Name, "", err
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.vendor(harbor)
			b.vendor(meridian)
			b.rfp("Night desk")
			b.close()
			tamper(t, b.Path(), "UPDATE vendors SET name = CASE name WHEN 'Meridian' THEN 'Harbor Staffing' ELSE 'Meridian' END, note = name; "+
				"UPDATE rfps SET title = 'Day desk', milestone = 'close', due = 20000, reference = 'RFP-9'")
			b = openBench(t, b.Path(), b.anchors, b.clock)
			vendor, rfp, err := read(b)
			if err != nil {
				t.Fatal(err)
			}
			switch vendor {
			case "", harbor + ", " + meridian, meridian + ", " + harbor, harbor + ", ":
			default:
				t.Errorf("it shows the vendor %q", vendor)
			}
			if rfp != "" && rfp != "Night desk, award" {
				t.Errorf("it shows the RFP %q", rfp)
			}
			if len(b.TakeMended()) == 0 {
				t.Error("it tells nobody")
			}
		})
	}
}

// A name that was written into the table finds no other vendor, also in a database
// that nobody may write.
func TestSwappedNamesFindTheirOwnVendor(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	harbor, meridian := b.assess("Harbor Staffing"), b.assess("Meridian")
	b.close()
	tamper(t, b.Path(), "UPDATE vendors SET name = CASE name WHEN 'Meridian' THEN 'Harbor Staffing' ELSE 'Meridian' END")
	only, err := store.Open(ctx, b.Path(), store.Options{Now: time.Now, Zone: time.UTC, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := only.FindVendor(ctx, "harbor"); err != nil || v.Name != "Harbor Staffing" {
		t.Errorf("it finds %q, %v", v.Name, err)
	}
	if err := only.Close(); err != nil {
		t.Fatal(err)
	}
	b = openBench(t, b.Path(), b.anchors, b.clock)
	for ref, want := range map[string]string{"harbor": harbor, "meridian": meridian} {
		if id, err := b.FindAssessment(ctx, ref); err != nil || id != want {
			t.Errorf("%s finds another assessment, %v", ref, err)
		}
	}
	b.sound()
}

// An assessment is opened under the rules that the journal of the RFP tells.
func TestAnEditedRFPOpensNoOtherAssessment(t *testing.T) {
	b := newBench(t)
	v, rfp := b.vendor("Meridian"), b.rfp("Night desk")
	tamper(t, b.Path(), "UPDATE rfps SET milestone = 'close'")
	got, err := b.OpenAssessment(context.Background(), store.Opening{Vendor: v, RFP: &rfp, By: evaluator})
	if err != nil || got.Milestone != rfp.Milestone {
		t.Errorf("it is for %s, %v", got.Milestone, err)
	}
}
