package tui_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
)

// The journal says who recorded what and when, and what it was before: of the
// whole assessment from the vendor's page, of one item from the interview. Its
// times are in the zone of the assessment.
func TestTheJournal(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		newYork, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Store.Close(); err != nil {
			t.Fatal(err)
		}
		b.Zone = newYork
		b.open()
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil,
			answer("BAA-02", "3", assessment.Claimed),
			assessment.FlagRaised{Item: "BAA-02", Severity: questionnaire.Warning, Text: "Asked for it twice"})
		b.Zone = time.UTC // the reader is elsewhere
		ui := b.start(t, 80, 24)
		ui.Press("enter").See("D decide")
		ui.Press("J").See("› journal", "times in America/New_York", "when", "who", "item", "what",
			"▸ 2026-11-22 04:00", "BAA-02 raised a flag: Asked", "opened on", "3 entries", "flag  – → warning: Asked for it twice")
		ui.Press("j").See("answer  – → 3, claimed")
		ui.Press("G", "o").See("this entry is about no item")
		ui.Press("k", "o").See("2 of 3 entries, about BAA-02", "o all entries").Miss("opened on")
		ui.Press("enter").See("Journal entry 2", "2026-11-22 04:00 EST  lead@hospital.example", "BAA-02 answered").Press("esc")
		ui.Press("o").See("opened on", "answer  – → 3, claimed").Press("esc").See("D decide")

		// From an item comes its journal; what is answered is there at once.
		ui.Press("i").Press("g").Type("baa2").Press("enter").Press("1").See("● saved")
		ui.Press("J").See("answered again: 1, claimed", "3 of 4 entries, about BAA-02", "answer  3, claimed → 1, claimed")
		b.record(id, answer("BAA-02", "4", assessment.Claimed))
		ui.wait(4).See("answered again: 4, claimed", "4 of 5 entries")
		ui.Press("esc", "g").Type("tec1").Press("enter").Press("J").See("nothing is recorded about TEC-01: o shows all entries").Press("enter").See("nothing is recorded here")
		ui.Press("o").See("5 entries").Press("esc").See("TEC-01").Leave()
	})
}

// An entry is found by its words, whoever wrote them, and leads to its item.
func TestTheJournalIsSearched(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.vendor(
			assessment.Vendor{Name: "Acme Health Staffing"}, nil, answer("BAA-02", "3", assessment.Claimed),
			assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Note: "Their laptop was stolen in May"}},
			assessment.FlagRaised{Item: "BAA-02", Severity: questionnaire.Warning, Text: "Asked for it twice"},
		)
		ui := b.start(t, 80, 24)
		ui.Press("enter", "J").See("4 entries", "o only its item  i its item  / find")
		ui.Press("/").See("Find in the journal").Type("LAPTOP").Press("enter").See("1 of 4 entries, with “LAPTOP”", "▸ 2026-11-22 09:00", "TEC-01", "stolen in May", "o all entries").Miss("Asked for it")
		ui.Press("/").See("words  LAPTOP").Type("nowhere").Press("enter").See("nothing is recorded with “nowhere”: o shows all entries").Press("enter").See("nothing is recorded here")
		ui.Press("o").See("4 entries").Press("/").Type("twice").Press("esc").See("▸ 2026-11-22 09:00", "opened on").Miss("╭─")
		ui.Press("/").See("words  twice").Press("enter").See("1 of 4", "with “twice”").Press("i").See("› BAA-02", "Notice of a breach").Press("J").See("about BAA-02").Press("i").See("› BAA-02").Leave()
	})
}

// The journal is verified where it is read, and against the code that a vendor has on
// its receipt.
func TestTheJournalIsVerified(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.vendor(assessment.Vendor{Name: "Acme Health Staffing"}, nil, answer("BAA-02", "3", assessment.Claimed))
		now := b.snapshot(id)
		code := now.Code().String()
		b.record(id, answer("BAA-02", "4", assessment.Claimed))
		ui := b.start(t, 80, 24)
		ui.Press("enter", "J", "v").See("Verify the journal").Press("enter").wait(1)
		later := b.snapshot(id)
		ui.See("The journal is sound", "events     3 events", "head       "+later.Head.String(), "as a code  "+later.Code().String(), "✓ Every event follows from the one before it").Press("esc")
		ui.Press("v").Type("3f2a").Press("enter").See("is not the code of a receipt")
		for range 4 {
			ui.Press("backspace")
		}
		ui.Type(code).Press("enter").wait(1).See("The journal is sound", "holds the head of the code", "up to event 2. 1 event since.").Press("esc")
		ui.Press("v").Type("0000-0000-0000-0000-2").Press("enter").wait(1).See("The code does not fit", "! The code 0000-0000-0000-0000-2 does not fit", "Compare the receipt", "✓ Every event").Press("esc")
		ui.Press("v").Type("0000-0000-0000-0000-9").Press("enter").wait(1).See("journal ends with event 3.").Press("esc")

		// Somebody who can write to the file changes a body.
		b.tamper("DROP TRIGGER events_stay", `UPDATE events SET body = replace(body, '"4"', '"2"') WHERE seq = 3`)
		ui.Press("v", "enter").wait(1).See("The journal is damaged", "! The journal ").Press("esc").Leave()
	})
}

// tamper changes the database behind the back of the store.
func (b *workbench) tamper(statements ...string) {
	b.t.Helper()
	other, err := sql.Open("sqlite", b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer other.Close()
	for _, statement := range statements {
		if _, err := other.Exec(statement); err != nil {
			b.t.Fatal(err)
		}
	}
}

// The journal fits every window, however outlandish the texts are.
func TestTheJournalInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		for _, name := range outlandish {
			b.Evaluator = name
			b.vendor(assessment.Vendor{Name: name}, nil, append(strong()[:0:0], assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3", Note: strings.Repeat(name+" ", 40)}})...)
		}
		ui := b.start(t, 80, 24)
		ui.Press("enter").Press("J").See("› journal")
		for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 60}} {
			ui.At(size[0], size[1])
			checkSize(t, ui.root.View().Content, "journal", size[0], size[1])
			if os.Getenv("LOOK") != "" {
				t.Log("\n" + ui.Text())
			}
		}
		ui.Press("enter").See("Journal entry").Press("esc").Leave()
	})
}
