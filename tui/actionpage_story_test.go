package tui_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/workspace/draft"
)

// opens makes the events that open actions.
func opens(actions ...assessment.Action) []assessment.Change {
	var all []assessment.Change
	for _, a := range actions {
		all = append(all, assessment.ActionOpened{Action: a})
	}
	return all
}

// promises are three actions: two of the vendor, one of ours.
func promises() []assessment.Change {
	today := assessment.DateOf(testStart, testStart.Location())
	return opens(
		assessment.Action{Item: "TEC-01", What: "Send the export of the console", Owner: "Priya Raman", Side: "vendor", Due: today + 20},
		assessment.Action{What: "Ask our counsel about the draft", Owner: "Lee", Side: "us", Due: today + 5, Control: "nobody signs before"},
		assessment.Action{Item: "BAA-02", What: "Send the resolution", Owner: "Priya Raman", Side: "vendor", Due: today + 9},
	)
}

// promised puts a vendor with actions into the database.
func (b *workbench) promised() string {
	return b.vendor(assessment.Vendor{Name: "Acme Health Staffing", Contact: "dana@acme.example"}, nil, promises()...)
}

// The actions of an assessment: who does what by when, the next due first. From an
// item they open at that item, and lead back to it.
func TestTheActions(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.promised()
		ui := b.start(t, 80, 24)
		ui.Press("enter", "A").See("› actions", "3 open · ● saved", "state    due         owner        item    what",
			"▸ · open     2026-11-27  Lee                  Ask our counsel", "· open     2026-12-12  Priya Raman  TEC-01  Send the export")
		ui.See("owner       Lee, on our side", "until then  nobody signs before", "opened      09:00 by lead@hospital.example", "enter close  a add  esc back")
		ui.Press("i").See("this action is about no item")
		ui.Press("j").See("▸ · open     2026-12-01", "about   BAA-02").Press("G").See("▸ · open     2026-12-12").Press("home").See("▸ · open     2026-11-27")

		// A new one, and one that is done: the next one is chosen then.
		ui.Press("a").See("New action").Type("Call the reference").Press("tab").Type("Maria").Press("tab", "right", "tab").Type("+3d").Press("tab").Type("tec2").Press("enter")
		ui.See("4 open", "· open     2026-11-25  Maria")
		ui.Press("enter").See("Close an action", "Ask our counsel about the draft", "until then: nobody signs before").Type("She agrees").Press("enter")
		ui.See("3 open", "▸ · open     2026-12-01", "✓ closed   2026-11-27  Lee")
		ui.Press("end").See("▸ ✓ closed", "how         She agrees", "enter how it was closed").Press("enter").See("╭─ Closed action", "how         She agrees").Press("esc")
		kept := b.snapshot(id).Actions
		if c := kept[1].Closed; c == nil || c.How != "She agrees" || kept[3].Item != "TEC-02" || kept[3].Side != "us" || kept[3].Owner != "Maria" {
			t.Errorf("kept as %+v", kept)
		}

		// From an item they open at that item, and the item is one key away.
		ui.Press("esc").See("D decide").Press("enter").Press("g").Type("tec1").Press("enter").Press("A").See("› TEC-01 › actions", "▸ · open     2026-12-12")
		ui.Press("k").See("▸ · open     2026-12-01").Press("i").See("› BAA-02", "Notice of a breach").Miss("› actions")
		ui.Press("A").See("▸ · open     2026-12-01").Press("esc").See("› BAA-02").Press("esc").See("D decide").Leave()
	})
}

// What somebody else does to the actions is there within a few seconds; the chosen one
// stays chosen, wherever it goes in the list.
func TestTheActionsOfOthersAppear(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil, promises()...)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "A", "j").See("▸ · open     2026-12-01")
		b.record(id, assessment.ActionClosed{Action: b.snapshot(id).Actions[2].ID, How: "It came by mail"})
		ui.wait(4).See("2 open", "▸ ✓ closed   2026-12-01", "It came by mail").Leave()
	})
}

// The workbench opens again on the list of actions; a half-written reason comes back to
// the action that it is about, not to another one.
func TestAReasonComesBackToItsAction(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Drafts = draft.Folder{Path: filepath.Join(t.TempDir(), "drafts"), Now: b.Now}
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil, promises()...)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "A", "j", "j").See("▸ · open     2026-12-12").Press("enter").Type("Seen on screen").wait(1).killed()
		b.keeps(": Seen on screen")
		ui = b.start(t, 80, 24)
		ui.See("Typed and not saved: 1 text", "Seen on screen").Press("c").wait(1).See("Close an action", "TEC-01 Send the export", "Seen on screen")
		ui.Press("enter").wait(1).See("2 open")
		b.keeps()
		if a := b.snapshot(id).Actions; a[0].Closed == nil || a[0].Closed.How != "Seen on screen" || a[2].Closed != nil {
			t.Errorf("closed as %+v", a)
		}
		ui.Press("esc").See("D decide").Leave()
	})
}

// The list fits every window, however outlandish the texts are; an empty one says how
// to begin.
func TestTheActionsInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		today := assessment.DateOf(testStart, testStart.Location())
		id := b.vendor(assessment.Vendor{Name: "Acme"}, nil)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "A").See("No action yet. a adds one.", "none is open").Press("enter").See("there is no action yet: a adds one")
		for n, name := range slices.Repeat(outlandish, 9) {
			b.record(id, assessment.ActionOpened{Action: assessment.Action{What: name, Owner: name, Control: strings.Repeat(name, 12), Side: "vendor", Due: today + assessment.Date(n)}})
		}
		ui.wait(4).See("45 open")
		for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 60}} {
			ui.At(size[0], size[1])
			for range 6 {
				checkSize(t, ui.root.View().Content, "actions", size[0], size[1])
				ui.Press("j")
			}
		}
		ui.Press("end", "home").Leave()
		if _, err := b.Store.Snapshot(context.Background(), id); err != nil {
			t.Error(err)
		}
	})
}
