package tui_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// colleague records an answer as somebody else would, from what is stored now.
func (b *workbench) colleague(id, item string, edit func(a *assessment.Answer)) {
	b.t.Helper()
	next := b.snapshot(id).Answers[item].Amended(edit)
	next.Item = item
	entry := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: "ciso@hospital.example", Change: assessment.Answered{Answer: next}}
	if _, err := b.Store.Record(b.t.Context(), id, entry); err != nil {
		b.t.Fatal(err)
	}
}

// first is the assessment that the workbench opens on.
func (b *workbench) first() string {
	b.t.Helper()
	rows, err := b.Store.List(b.t.Context(), store.Filter{})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, row := range rows {
		if strings.HasPrefix(row.Vendor, "Acme") {
			return row.ID
		}
	}
	b.t.Fatal("there is no assessment of Acme")
	return ""
}

// at opens the interview on an item.
func (b *workbench) at(t *testing.T, w, h int, find, item string) *screen {
	t.Helper()
	return b.start(t, w, h).Press("i").See("ask").Press("g").Type(find).Press("enter").See(item)
}

// A note that is typed while a colleague writes another one is never dropped: both are
// shown, and the person keeps one or merges them. The draft stays until then.
func TestTwoNotesOnOneItem(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		acme := b.first()
		note := func() string { return b.snapshot(acme).Answers["BAA-02"].Note }
		ui := b.at(t, 80, 24, "baa2", "BAA-02")
		clash := func(own, theirs string) {
			t.Helper()
			ui.Press("N").Press("end").Type(own)
			b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Note = theirs })
			ui.Press("esc").wait(1).See("BAA-02: two people, one answer", "Yours", own, "ciso@hospital.example, 09:00", theirs, "o keep yours  t keep theirs  m merge  esc later")
			if kept := b.kept(); len(kept) != 1 || !strings.Contains(kept[0], own) {
				t.Errorf("the drafts are %q", kept)
			}
		}
		clash("mine one", "theirs one")
		ui.Press("o").See("● saved").wait(1)
		if b.keeps(); note() != "mine one" {
			t.Errorf("own kept: %q", note())
		}
		clash(" mine two", "theirs two")
		ui.Press("esc").See("asked again").Miss("two people").wait(25).See("two people, one answer")
		ui.Press("t").wait(1).See("● saved")
		if b.keeps(); note() != "theirs two" {
			t.Errorf("theirs kept: %q", note())
		}
		clash(" mine three", "theirs three")
		ui.Press("m").See("Merge the two texts on BAA-02", "theirs three", "mine three").Type(" merged").Press("esc").wait(1).See("● saved")
		if b.keeps(); note() != "theirs three\n\ntheirs two mine three merged" {
			t.Errorf("merged: %q", note())
		}
		ui.Leave()
	})
}

// Side by side in a wide window. The one who leaves meanwhile finds the text as a draft.
func TestAClashInAWideWindow(t *testing.T) {
	drafting(t, func(t *testing.T, b *workbench) {
		acme := b.first()
		ui := b.at(t, 140, 40, "baa2", "BAA-02").Press("N").Type("mine")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Note = "theirs" })
		ui.Press("esc").See("two people")
		line := ""
		for one := range strings.SplitSeq(ui.Text(), "\n") {
			if strings.Contains(one, "mine") {
				line = one
			}
		}
		if !strings.Contains(line, "theirs") {
			t.Errorf("the two are not side by side: %q", line)
		}
		ui.Press("ctrl+c").Ends()
		b.keeps("BAA-02: mine")
	})
}

// What does not contradict is kept together: a note and a grade, records of both. A
// record that is corrected while a colleague removes it is shown.
func TestWhatDoesNotContradictIsKeptTogether(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme, today := b.filled(), assessment.DateOf(testStart, b.Zone)
		ui := b.at(t, 80, 24, "baa2", "BAA-02")
		ui.Press("N").Type("my note")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Value, a.Assurance = "3", assessment.Claimed })
		ui.Press("esc").See("kept together with what ciso@hospital.example changed meanwhile", "[3]")
		got := b.snapshot(acme).Answers["BAA-02"]
		if got.Note != "my note" || got.Value != "3" {
			t.Errorf("kept are %q and %q", got.Note, got.Value)
		}
		ui.Press(`"`).Type("they said so")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Quotes = append(a.Quotes, assessment.Quote{Text: "other"}) })
		if ui.Press("enter").See("2 quotes"); len(b.snapshot(acme).Answers["BAA-02"].Quotes) != 2 {
			t.Error("a quote is lost")
		}
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) {
			a.Assurance = assessment.Verified
			a.Evidence = append(a.Evidence, assessment.Evidence{Kind: "EV-01", Observed: "the console", AsOf: today, ValidUntil: today + 300})
		})
		ui.wait(4).Press("e").See("the console").Press("1").See("Record 1 of BAA-02").Press("tab", "right")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Evidence, a.Assurance = nil, assessment.Claimed })
		ui.Press("enter").See("two people, one answer", "evidence  verified; EV-20 seen: the console", "evidence  claimed").Press("t")
		if got := b.snapshot(acme).Answers["BAA-02"]; len(got.Evidence) != 0 {
			t.Errorf("evidence is %+v", got.Evidence)
		}
		ui.Leave()
	})
}

// Two people who each add the first record of an item keep both.
func TestTheFirstRecordsOfTwoPeople(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme, today := b.filled(), assessment.DateOf(testStart, b.Zone)
		ui := b.at(t, 80, 24, "baa2", "BAA-02")
		ui.Press("d").Type("the signed page").Press("tab", "tab").Type("-2d").Press("tab").Type("+365d")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) {
			*a = a.ShownBy(assessment.Evidence{Kind: "EV-01", Observed: "the console", AsOf: today, ValidUntil: today + 300}, assessment.Verified)
		})
		ui.Press("enter").wait(1).See("kept together with what ciso@hospital.example changed meanwhile").Miss("two people")
		if got := b.snapshot(acme).Answers["BAA-02"]; len(got.Evidence) != 2 || got.Assurance != assessment.Verified {
			t.Errorf("kept is %s by %+v", got.Assurance, got.Evidence)
		}
		ui.Leave()
	})
}

// A clash that is put off hides no other one. The screen does not call such changes
// saved, and who quits is shown each of them before.
func TestTwoClashesAtOnce(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		ui := b.at(t, 80, 24, "baa1", "BAA-01")
		clash := func() {
			ui.Press("N").Type("mine")
			b.colleague(acme, "BAA-01", func(a *assessment.Answer) { a.Note += "theirs" })
			ui.Press("esc").wait(1).See("two people, one answer", "○ 1 to choose")
		}
		clash()
		ui.Press("esc").See("yours is not saved yet", "○ 1 to choose")
		ui.Press("g").Type("baa2").Press("enter").See("BAA-02").Press("N").Type("my second")
		b.colleague(acme, "BAA-02", func(a *assessment.Answer) { a.Note = "their second" })
		ui.Press("esc").wait(1).See("BAA-02: two people, one answer", "my second", "○ 2 to choose")
		ui.Press("ctrl+c").See("BAA-01: two people, one answer", "mine").Press("o").Miss("to choose")
		if got := b.snapshot(acme).Answers["BAA-01"].Note; got != "mine" {
			t.Errorf("kept is %q", got)
		}
		ui.Leave()
	})
}

// A link of the delivery chain that a colleague changes while it is edited is shown
// before it is replaced.
func TestALinkThatTwoPeopleChange(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		acme := b.filled()
		link := func(function string) {
			set := assessment.LinkSet{Link: assessment.Link{Entity: "Cebu Nights Corp", Country: "PH", Function: function}}
			if now := b.snapshot(acme).Links; len(now) > 0 {
				set.Link.ID = now[0].ID
			}
			entry := assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: "ciso@hospital.example", Change: set}
			if _, err := b.Store.Record(t.Context(), acme, entry); err != nil {
				t.Fatal(err)
			}
		}
		link("coding")
		ui := b.start(t, 80, 24).Press("enter").See("because").Press("C").See("Cebu Nights Corp").Press("down", "enter").See("╭─ Cebu Nights Corp")
		ui.Press("tab", "tab").Type(" at night")
		link("night shift")
		ui.wait(4).Press("enter").See("somebody changed this link meanwhile", "night shift", "Press enter again")
		if ui.Press("enter").wait(1); b.snapshot(acme).Links[0].Function != "coding at night" {
			t.Errorf("the link is %+v", b.snapshot(acme).Links[0])
		}
		ui.Leave()
	})
}
