package tui_test

import (
	"testing"

	"assay/assessment"
)

// received puts a vendor into the database whose evidence came with a reply: one
// agreement for two items, and a paper for a third.
func (b *workbench) received() (id string) {
	b.t.Helper()
	contract, plan := b.keepsFile("EV-01", "agreement.pdf", "the agreement"), b.keepsFile("EV-20", "vdi-settings.pdf", "the settings")
	for _, record := range []*assessment.Evidence{&contract, &plan} {
		record.Unread, record.AsOf = true, 0
	}
	return b.vendor(
		assessment.Vendor{Name: "Acme Health Staffing"}, nil,
		answer("BAA-01", assessment.Met, assessment.Claimed, contract),
		answer("BAA-03", "present", assessment.Claimed, contract),
		answer("TEC-01", "4", assessment.Claimed, plan),
	)
}

// Evidence that came with a reply counts nothing until somebody says what it shows.
func TestReadingWhatTheVendorSent(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.desk()
		id := b.received()
		ui := b.start(t, 100, 30)
		ui.Press("enter").See("E  3 evidence records received, not read yet")
		ui.Press("E").See("3 not read · ● saved", "▸ ? BAA-01/1  sound       –           not read", "counts as  received, not read: does not count yet", "r mark as read")
		ui.Press("o").See("agreement.pdf fits its SHA-256 and is open on the desktop")

		// One reading for two items: the person ticks the other one.
		ui.Press("r").See("╭─ Read: BAA-01/1, agreement.pdf", "it is        [documented]", "also for     0 of 1", "1 ☐ BAA-03 Return or destruction")
		ui.Press("enter").See("say of which day it is")
		ui.Type("-30d").Press("tab").Type("+300d").Press("tab").Type("page 3, both signed").Press("tab").Type("12").Press("tab").Type("1").See("checked      2 of 3", "1 ☑ BAA-03")
		ui.Press("enter").See("BAA-01 and BAA-03: read, documented", "1 not read", "▸ ? TEC-01/1")
		agreement := b.snapshot(id).Answers["BAA-03"].Evidence[0]
		if agreement.Unread || agreement.Seen != "page 3, both signed" || agreement.File != "agreement.pdf" || agreement.Assurance != assessment.Documented || len(agreement.Checked) != 2 {
			t.Errorf("the agreement is %+v", agreement)
		}
		if r := b.result(id).Item("BAA-01"); r.Gate != assessment.GateClosed {
			t.Errorf("BAA-01 is %s", r.GateWords())
		}
		ui.Press("k", "r").See("somebody has read it").Press("j")

		// The same dialog opens from the item, and a paper that shows nothing is claimed.
		ui.Press("i").See("› TEC-01").Press("e").See("received, not read: does not count yet").Press("v").See("nobody has read it yet").Press("enter")
		ui.See("╭─ Read: TEC-01/1").Type("c").Type("-5d").Press("enter").See("TEC-01: read, claimed")
		if now := b.snapshot(id).Answers["TEC-01"]; now.Evidence[0].Unread || now.CountedAssurance() != assessment.Claimed || b.snapshot(id).Unread() != 0 {
			t.Errorf("TEC-01 is %+v", now)
		}
		ui.Press("esc").Leave()
	})
}

// What is typed about a paper is a draft until it is saved.
func TestAReadingIsADraft(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.desk()
		b.received()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "E", "r", "tab").Type("-30d").Press("tab", "tab").Type("page 9").Press("esc").See("not saved; what you typed comes back")
		ui.Press("r").See("what you had typed here is back", "page 9", "-30d").Press("esc").Leave()
	})
}
