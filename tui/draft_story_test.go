package tui_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/workspace/draft"
)

// kept lists what the drafts of a person hold, by the first words.
func (b *workbench) kept() (all []string) {
	b.t.Helper()
	found, err := b.Drafts.List(b.Evaluator, b.Store.ID())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, d := range found {
		all = append(all, d.Item+": "+d.FirstWords(100))
	}
	return all
}

func (b *workbench) keeps(want ...string) {
	b.t.Helper()
	if got := b.kept(); strings.Join(got, "|") != strings.Join(want, "|") {
		b.t.Errorf("the drafts are %q, want %q", got, want)
	}
}

func drafting(t *testing.T, tell func(t *testing.T, b *workbench)) {
	story(t, func(t *testing.T, b *workbench) {
		b.Drafts = draft.Folder{Path: filepath.Join(t.TempDir(), "drafts"), Now: b.Now}
		b.filled()
		tell(t, b)
	})
}

// killed ends the workbench as kill -9 does: nothing more is written.
func (ui *screen) killed() {
	ui.prog.Kill()
	<-ui.done
}

// What is typed is on disk within a second, while the person types on, and gone once
// it is saved or left.
func TestWhatIsTypedIsADraftUntilItIsSaved(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("i").See("ask").Press("g").Type("baa1").Press("enter").See("BAA-01")
		ui.Press("N").See("Note on BAA-01")
		for range 5 {
			ui.Type("word ")
		}
		ui.wait(1)
		b.keeps("BAA-01: word word word word word")
		ui.Press("esc").See("noted").wait(1)
		b.keeps()

		ui.Press(`"`).Type("We never do that").wait(1)
		b.keeps("BAA-01: We never do that")
		ui.Press("esc").Miss("Word for word").See("not saved; what you typed comes back").wait(1)
		b.keeps("BAA-01: We never do that")
		ui.Press(`"`).See("We never do that", "is back").Press("enter").See("1 quote").wait(1)
		b.keeps()

		ui.Press("f", "1").Type("x").Press("backspace").wait(1)
		b.keeps()
		ui.Press("esc").Press("/").Type("searched").wait(1)
		b.keeps()
		ui.Press("esc").Leave()
	})
}

// Esc leaves a dialog at once and loses no word: they are there when it opens again, also
// after a new start, which does not ask about them. Another dialog does not get them.
func TestEscLosesNoWord(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("i").See("ask").Press("g").Type("baa1").Press("enter").See("BAA-01")
		ui.Press(`"`).Type("We never do that").Press("esc").Miss("Word for word").wait(1)
		ui.Press("j", `"`).Miss("We never").Press("esc", "k", `"`).See("We never do that").Press("esc").wait(1).Leave()
		b.keeps("BAA-01: We never do that")

		ui = b.start(t, 80, 24)
		ui.Miss("Typed and not saved").Press(`"`).See("We never do that", "is back")
		ui.Press("ctrl+u", "esc").wait(1)
		b.keeps()
		ui.Press(`"`).Miss("We never", "is back").Type("Or so").Press("esc").wait(1)
		ui.Press(":").Type("drafts").Press("enter").See("1 text", "Or so").Press("x", "y").wait(2)
		b.keeps()
		ui.Press(`"`).Miss("Or so").Type("MRN 1234567").wait(1)
		b.keeps("BAA-01: MRN 1234567")
		ui.Press("esc").wait(1)
		b.keeps() // it comes back, but only in this sitting
		ui.Press(`"`).See("MRN 1234567").Press("ctrl+u", "esc").Leave()
	})
}

// A text that was typed when the workbench was killed is offered by the next one, and
// copied in where it was typed.
func TestTheNextStartOffersWhatWasTyped(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("i").See("ask").Press("g").Type("baa1").Press("enter").See("BAA-01")
		ui.Press("N").Type("Signed on paper, seen by me").wait(1).killed()
		b.keeps("BAA-01: Signed on paper, seen by me")

		ui = b.start(t, 80, 24)
		ui.See("Typed and not saved: 1 text", "BAA-01", "Signed on paper, seen by me", "Acme Health Staffing", "It is kept until", "Nov 29, 09:00")
		ui.Press("enter").See("Note on BAA-01", "Signed on paper").Press("esc").See("Typed and not saved")
		ui.Press("c").wait(1).See("Note on BAA-01", "Signed on paper, seen by me", "27 characters")
		ui.Type("!").Press("esc").See("noted").wait(1)
		b.keeps()
		ui.Leave()

		ui = b.start(t, 80, 24)
		ui.Miss("Typed and not saved").Press(`"`).Type("They said").Press("tab").Type("Pat").wait(1).killed()
		ui = b.start(t, 80, 24)
		ui.See("They said").Press("c").wait(1).See("Word for word", "they said  They said", "who        Pat")
		ui.Press("enter").wait(1).See("1 quote")
		b.keeps()
		ui.Press("n").Leave()
	})
}

// A text that is not about an assessment comes back too. One that is discarded is
// shown before.
func TestDraftsOfOtherScreens(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("n").Type("Harbor").Press("enter").Type("Harbor LLC").Leave()
		b.keeps(": Harbor")
		ui = b.start(t, 80, 24)
		ui.See("1 text", "Harbor", "New vendor").Press("c").wait(1).See("New vendor", "Harbor LLC")
		ui.Press("enter", "enter", "enter", "enter").See("Harbor is added").wait(1)
		b.keeps()

		ui.Press("n").Type("Half").wait(1).killed()
		ui = b.start(t, 80, 24)
		ui.See("1 text").Press("x").See("Discard: New vendor", "Half", "y discards it").Press("esc").See("1 text")
		ui.Press("x", "y").wait(2).Miss("1 text")
		b.keeps()
		ui.Press(":").Type("drafts").Press("enter").See("nothing that was typed is unsaved").Leave()
	})
}

// The drafts of another person, or of another database, are not offered.
func TestDraftsAreOfOnePerson(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		b.start(t, 80, 24).Press("n").Type("Half").wait(1).killed()
		b.Evaluator = "somebody@hospital.example"
		b.start(t, 80, 24).Miss("Half").Leave()
		b.Evaluator = ""
		b.start(t, 80, 24).See("Who are you?").Type("lead@hospital.example").Press("enter").wait(1).See("1 text", "Half").Leave()
	})
}

// While a text is not saved, because the database is locked, it stays a draft.
func TestADraftStaysUntilTheStoreHasIt(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("i").See("ask").Press("g").Type("baa1").Press("enter").See("BAA-01")
		unlock := b.lock()
		ui.Press("N").Type("Not saved yet").Press("esc").wait(2)
		b.keeps("BAA-01: Not saved yet")
		unlock()
		time.Sleep(time.Minute)
		ui.settle()
		ui.Press("ctrl+s").wait(1).See("● saved")
		b.keeps()
		ui.Leave()
	})
}

// A vendor whose name another one has is asked about. Whoever leaves the question goes
// on with what was typed, and it stays a draft until then.
func TestTheVendorFormOutlivesTheQuestionAboutItsName(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		enter := func(ui *screen) *screen {
			return ui.Press("n").Type("acme  HEALTH staffing").Press("enter").Type("Acme Second LLC").Press("enter", "enter").Type("ann@second.example").Press("enter").wait(1).
				See("There is a vendor of this name")
		}
		ui := enter(b.start(t, 80, 24))
		if kept := b.kept(); len(kept) != 1 || !strings.Contains(kept[0], "acme HEALTH staffing") {
			t.Errorf("the drafts are %q", kept)
		}
		ui.Press("esc").See("New vendor", "Acme Second LLC", "ann@second.example")
		ui.Press("end").Type(" West").Press("enter", "enter", "enter", "enter").wait(1).See("acme HEALTH staffing West is added").Miss("New vendor")
		b.keeps()

		enter(ui).Press("2").wait(1).See("is added").Miss("New vendor")
		b.keeps()
		enter(ui).Press("1").wait(1).See("assay › Acme Health Staffing", "0 of 8").Miss("New vendor")
		b.keeps()
		ui.Leave()
	})
}
