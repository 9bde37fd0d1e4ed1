package tui_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// Two people at one assessment: neither overwrites what they have not seen,
// neither takes back what the other recorded, and each sees the other's work.
func TestTwoWorkbenches(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		other := &workbench{Bench: b.Bench, t: t, begun: b.begun, path: b.path, ids: 500_000}
		other.NewID, other.Evaluator = other.newID, "ciso@hospital.example"

		lead, ciso := b.start(t, 80, 24), other.start(t, 80, 24)
		for _, ui := range []*screen{lead, ciso} {
			ui.Press("i").Press("g").Type("baa2").Press("enter").See("BAA-02", "· open")
		}
		// Both grade in the same moment. The later one sees both, and chooses.
		grade := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: b.Evaluator, Change: answer("BAA-02", "3", assessment.Claimed)}
		if _, err := b.Store.Record(t.Context(), acme, grade); err != nil {
			t.Fatal(err)
		}
		ciso.Press("1").See("BAA-02: two people, one answer", "Yours", "answer  1", "lead@hospital.example, 09:00", "answer  3")
		ciso.Press("3", "9").See("two people, one answer").Press("t").See("[3]", "● saved").Miss("two people")
		if got := b.snapshot(acme).Answers["BAA-02"]; got.Value != "3" || got.By != "lead@hospital.example" {
			t.Errorf("kept as %s by %s", got.Value, got.By)
		}
		ciso.Press("u").See("there is nothing to undo")

		// What one does the other sees without a key.
		ciso.Press("4").See("[4]", "● saved")
		lead.wait(4).See("[4]").Press("u").See("there is nothing to undo")
		if got := b.snapshot(acme).Answers["BAA-02"].Value; got != "4" {
			t.Errorf("the lead's undo reached the other's answer: %q", got)
		}

		// A stop and a warning: settling the warning is undone first.
		ciso.Press("f", "3").Type("Left the room").Press("enter").See("■1")
		ciso.Press("F", "1").Type("Came back").Press("enter").Miss("■1")
		ciso.Press("u").See("the red flag on BAA-02 is open again", "■1")
		ciso.Press("u").See("took back the stop on BAA-02: Left the room").Miss("■1")

		// Who looks on does not end the session of who leads it.
		lead.Press("S").Press("enter", "enter").See("session")
		ciso.wait(4).See("session").Leave()
		lead.wait(4).See("session 0:00").Leave()
	})
}

// What somebody else does to vendors and assessments shows on the lists without a key,
// and in an interview that is open.
func TestListsFollowColleagues(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		vendor := b.snapshot(acme).Opened.Vendor.ID
		name := func(to string) {
			t.Helper()
			if _, err := b.Store.EditVendor(t.Context(), vendor, "ciso@hospital.example", store.VendorEdit{Name: &to}); err != nil {
				t.Fatal(err)
			}
		}
		list, page, open := b.start(t, 80, 24), b.start(t, 80, 24), b.start(t, 80, 24)
		page.Press("enter").See("Acme Health Staffing")
		open.Press("i").See("● saved")

		name("Zeta Works")
		list.wait(4).See("Zeta Works").Miss("Acme Health Staffing")
		page.wait(4).See("assay › Zeta Works", "Zeta Works  ·  Acme Health Staffing LLC")

		withdrawn := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: "ciso@hospital.example", Change: assessment.Withdrawn{Reason: "entered twice"}}
		if _, err := b.Store.Record(t.Context(), acme, withdrawn); err != nil {
			t.Fatal(err)
		}
		list.wait(4).See("Zeta Works", "no assessment yet")
		open.wait(4).See("withdrawn by ciso@hospital.example").Miss("● saved")

		if err := b.Store.ArchiveVendor(t.Context(), vendor, "ciso@hospital.example", "closed"); err != nil {
			t.Fatal(err)
		}
		list.wait(4).Miss("Zeta Works")
		for _, ui := range []*screen{list, page, open} {
			ui.close()
		}
	})
}

// An assessment that a colleague takes off the lists is not compared, though it was
// marked before.
func TestMarksFollowColleagues(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24).Press("m", "j", "m", "j", "m").See("3 marked")
		withdrawn := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: "ciso@hospital.example", Change: assessment.Withdrawn{Reason: "entered twice"}}
		if _, err := b.Store.Record(t.Context(), acme, withdrawn); err != nil {
			t.Fatal(err)
		}
		ui.wait(4).See("taken off the lists, and no longer marked: Acme Health Staffing")
		ui.Press("c").See("2 compared").Miss("Acme").Leave()
	})
}
