package tui_test

import (
	"testing"

	"assay/assessment"
)

// What to listen for, the probes and the red flags stay under the question until one key
// folds them away. They stay folded at every item and after a restart; ticking brings them
// back.
func TestWhatToListenForFolds(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 120, 40)
		ui.Press("i", "g").Type("scn1").Press("enter").See("Listen for · h hides it", "1 ☐ She stops looking", "Probes")
		ui.Press("h").See("h shows 3 points, 1 probe and 1 red flag").Miss("She stops looking", "Probes")
		ui.Press("g").Type("baa1").Press("enter").See("h shows 3 points, 2 probes and 2 red flags").Miss("Both signatures are there")
		ui.Press("esc", "esc", "q").Ends()

		ui = b.start(t, 120, 40).Press("i").See("› BAA-01", "h shows 3 points").Miss("Both signatures are there")
		ui.Press("t").See("1 ☐ Both signatures are there").Press("t", "h").See("h shows 3 points").Press("h").See("Both signatures are there")
		ui.Press("g").Type("record").Press("enter").Press("h").See("this item says nothing to listen for").Leave()
	})
}

// A grade that counts less than it was given says so in plain words where it is given, and
// how that changes.
func TestACappedGradeSaysWhy(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24).Press("i", "g").Type("scn1").Press("enter")
		ui.Press("3").See("counts as 1, not 3: no who, when, system or record ticked; t ticks")
		ui.Press("t", "c", "t").Miss("counts as").Press("1", "u").See("[3]").Miss("counts as").Leave()
	})
}

// The items to come back to are one key away, and so are the answers that nothing shows
// yet. Both are counted beside their keys, and both lists go to the item.
func TestTheListsOfTheMeeting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24).Press("i")
		ui.Press("B").See("no item is marked to come back to").Press("esc").See("› standing_access")
		ui.Press("O").See("nothing that was answered is still to be shown").Press("esc")
		ui.Press("g").Type("tec1").Press("enter", "b", "g").Type("scn2").Press("enter", "b").See("B come back 2")
		ui.Press("B").See("To come back to: 2 items", "» TEC-01", "» SCN-02").Press("1").See("› TEC-01")
		ui.Press("b").See("B come back 1").Press("3").See("O to be shown 1")
		ui.Press("O").See("Still to be shown: 1 answer", "TEC-01", "Live demonstration").Press("enter").See("› TEC-01")
		ui.At(200, 60).See("To come back to  1  B lists them", "» SCN-02", "Still to be shown  1  O lists all").Leave()
	})
}

// A gate that was answered yes and that nothing shows yet is no refusal: the figures call
// each state by its words.
func TestGatesByTheirState(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24).Press("i", "g").Type("gov1").Press("enter").See("gates ○2 not asked")
		ui.Press("y").See("gates ◐1 yes, not shown yet ○1 not asked").Press("n").See("gates ✗1 failed ○1 not asked")
		ui.Press("y").At(200, 60).See("◐  1 yes, not shown yet  GOV-01", "○  1 not asked  BAA-01").Leave()
	})
}

// Before the first answer that counts, the verdict is not started; a fact has no credit.
func TestTheFirstMinute(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.vendor(assessment.Vendor{Name: "A vendor whose name is rather long, Inc."}, nil)
		ui := b.start(t, 80, 24).Press("i").See("◌ not started", "assay › A vendor whose name is rather long, Inc. › record_volume")
		ui.Press("5").Press("enter").See("[5]", "◌ not started").Miss("credit")
		ui.Press("g").Type("tec1").Press("enter", "2").See("■ blocked", "credit 0.20").Miss("not started").Leave()
	})
}

// What the vendor promises is an action with owner and day in two keys, and changes no
// answer. Who spoke last is suggested as its owner.
func TestAPromiseInTwoKeys(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24).Press("i", "S").Type("Dana Cruz, delivery lead").Press("enter", "enter")
		ui.Press("g").Type("baa1").Press("enter", "y").See("m = promised")
		ui.Press("m").See("Promised: BAA-01 Executed agreement", "▸ promise  Executed agreement", "owner    Dana Cruz", "due      2026-12-06", "It changes no answer")
		ui.Press("enter").See("promised by 2026-12-06; still counts as claimed", "gate ◐ not shown")
		actions := b.snapshot(acme).Actions
		if len(actions) != 1 || actions[0].Item != "BAA-01" || actions[0].Owner != "Dana Cruz" || actions[0].Side != "vendor" || actions[0].Due.String() != "2026-12-06" {
			t.Errorf("kept as %+v", actions)
		}

		// The first letter replaces the suggestion; a scenario has none.
		ui.Press("m").Type("The signed PDF").See("▸ promise  The signed PDF").Press("tab").Type("Their counsel").Press("enter").See("promised by")
		ui.Press("g").Type("scn1").Press("enter", "m").See("▸ promise  what they will send").Press("enter").See("say what was promised").Press("esc")
		ui.Press("O").See("BAA-01", "promised: Executed agreement").Press("esc").Leave()
	})
}

// A colleague's work shows within a second, with a word about who did what, and moves
// nobody: neither to another item nor out of a text.
func TestAColleagueMovesNobody(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.start(t, 80, 24).Press("i", "g").Type("tec1").Press("enter").See("› TEC-01", "gates ○2 not asked")
		colleague := func(change assessment.Change) {
			t.Helper()
			entry := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: ciso, Change: change}
			if _, err := b.Store.Record(t.Context(), acme, entry); err != nil {
				t.Fatal(err)
			}
		}
		colleague(answer("GOV-01", assessment.Met, assessment.Claimed))
		ui.wait(0).settle() // both are half a second
		ui.See("› TEC-01", "gates ◐1 yes, not shown yet ○1 not asked", ciso+" recorded GOV-01")

		ui.Press("enter").Type("half a sen")
		colleague(answer("BAA-01", assessment.Unmet, assessment.Claimed))
		ui.wait(1).See("Note on TEC-01", "half a sen", "gates ✗1 failed").Type("tence").Press("esc").See("› TEC-01", "noted").wait(6)

		// A grade is each scorer's own: nobody is told of it.
		colleague(scenario("SCN-01", ciso, 2))
		ui.wait(1).Miss("recorded SCN-01").Leave()
	})
}

// At 80 columns the footer has the keys of a meeting at every item, always in the same
// order; undo keeps its place while there is nothing to take back. The keys that answer are
// named where the answer is given.
func TestTheFooterOfAMeeting(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24).Press("i")
		const others = `" quote  f flag  u undo  b later  esc back  ? keys`
		for _, item := range []struct{ id, answers, keys string }{
			{"record", "0–9 type  enter answer", "tab next open  N note  " + others},
			{"standing", "y yes  n no", "tab next open  N note  " + others},
			{"privilege", "1–3 choose  enter answer", "tab next open  N note  " + others},
			{"gov1", "y met   n unmet", "tab next open  enter note  " + others},
			{"baa2", "0–4 grade  0  Absent or refused", "tab next open  enter note  " + others},
			{"baa3", "y present   p partial   n absent", "tab next  enter section  " + others},
			{"tec1", "c claimed  d documented  v verified  a attested", "tab next open  enter note  " + others},
			{"scn1", "0–4 grade  0  A shrug", "tab next open  enter note  " + others},
		} {
			ui.Press("g").Type(item.id).Press("enter").See(item.answers, item.keys)
		}
		ui.Press("2").See("u undo").Press("u").See("U records it again").Press("U").See("[2]").Leave()
	})
}
