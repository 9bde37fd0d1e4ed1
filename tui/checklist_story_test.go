package tui_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// starting opens an assessment of one placed person on the start list, and
// returns it.
func (b *workbench) starting() string { return b.about("start-list", "roster 17") }

// about opens an assessment of somebody, outside any RFP, and returns it.
func (b *workbench) about(id, subject string) string {
	b.t.Helper()
	q, err := b.Library.Get(id)
	if err != nil {
		b.t.Fatal(err)
	}
	vendor, err := b.Store.AddNamesake(context.Background(), assessment.Vendor{Name: "Acme Health Staffing", Country: "US"}, "lead@hospital.example")
	if err != nil {
		b.t.Fatal(err)
	}
	opened, err := b.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Access, Subject: subject, By: b.Evaluator})
	if err != nil {
		b.t.Fatal(err)
	}
	return opened.Assessment
}

// The help opens with the keys of the place. Somebody asks what a word means while the
// vendor talks: the help texts of the item come next, then those of the questionnaire.
func TestHelpOnAnItem(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("baa1").Press("enter").See("? tab 2 terms")
		ui.Press("?").See("[Keys]", "gate met, clause present, fact yes").Miss("Business associate").Press("tab").See("[This item BAA-01]", "1 Business associate", "not the signature", "45 CFR 160.103", "2 Only a conduit", "sealed envelopes").Miss("Breach", "go to an item by its id")
		ui.Press("/").See("[Glossary]", "▸ Business associate", "Only a conduit", "Breach").Type("probability").See("▸ Breach", "1 of 1", "probability of harm", "45 CFR 164.402").Miss("Only a conduit")
		ui.Type("x").See("no help text has these words").Press("backspace", "tab").See("[Keys]", "gate met, clause present, fact yes")
		ui.Press("tab").See("[This item BAA-01]").Press("shift+tab").See("[Keys]").Press("esc").See("May we see the agreement")

		// An item without help has no page of its own; a list has only keys.
		ui.Press("g").Type("end2").Press("enter").Miss("1 term").Press("?").See("[Keys]", "Answer").Miss("This item").Press("q")
		ui.Press("esc").Press("?").See("╭─ Keys").Miss("Glossary").Press("esc")

		// In the least window the text can still be read.
		ui.Press("enter", "g").Type("baa1").Press("enter").At(60, 16).Press("?", "tab", "2").See("2 Only a conduit", "envelopes.").Press("/").Type("breach").See("▸ Breach").Press("pgdown").Leave()
	})
}

// What was checked in a document is ticked while it is recorded, and later.
func TestChecksOfEvidence(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.starting()
		checked := func(want ...int) {
			t.Helper()
			if got := b.snapshot(id).Answers["BAA-01"].Evidence[0].Checked; !slices.Equal(got, want) {
				t.Errorf("kept as %v, not %v", got, want)
			}
		}
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("baa1").Press("enter", "y", "d").See("EV-01 Executed agreement, issued by the vendor", "0 of 4", "May we see the agreement").Miss("Both signatures ")
		ui.Type("safe 4").Press("tab").Type("-2d").Press("tab").Type("+300d").Press("tab").See("▸ 1 ☐ Both signatures", "up to the day on which this person")
		ui.Press("1", "down", "down", "space", "9").See("2 of 4", "1 ☑ Both signatures", "2 ☐ Legal names match", "▸ 3 ☑ Covers")
		ui.Press("3", "2", "enter").See("[documented]", "gate ✓ closed", "● saved", "2 of 4 checked").Press("space").See("issued by the vendor")
		checked(1, 2)

		// Later, with the rest of the paper: the list says what is left.
		ui.At(120, 40).See("☐ Covers the statement of work", "☐ Every amendment").Miss("☐ Both signatures")
		ui.Press("e").See("documented, 2 of 4 checked, in for").Press("t").See("Record 1 of BAA-01, kept at safe 4", "2 of 4").Press("4", "enter").See("3 of 4 checked", "☐ Covers")
		checked(1, 2, 4)
		ui.Press("u").See("took back: BAA-01: evidence", "2 of 4 checked")
		checked(1, 2)

		// Putting the record right keeps its checks; a kind without any says so.
		ui.Press("e", "enter").Type("2").Press("enter").See("kept at safe 42")
		checked(1, 2)
		ui.Press("g").Type("end2").Press("enter", "3", "v").Type("by Dana").Press("enter").See("[verified]").Press("e", "t").See("EV-20 has no list of checks").Press("esc").Leave()
	})
}

// A line of a checklist is never asked. It leads to the items that close it, and
// back; a date that follows from others says from which.
func TestLinesAndComputedDates(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.starting()
		ui := b.start(t, 80, 24)
		ui.See("Acme Health Staffing · roster 17").Press("enter").See("placed person: roster 17", "Before one person starts 1.0.0", "0 of 1 lines closed", "○ CON-01", "roster 17 for access").Press("enter")
		// It begins with what is open, and no line is.
		ui.See("BAA-01", "closes CON-01", "lines 0 of 1 closed", "END○").Press("k")
		ui.See("CON-01 Agreement complete", "line of a checklist", "Is the agreement signed, and does it say", "0 of 2 closed", "1 ○ BAA-01 Executed agreement", "2 ○ BAA-02 Notice in hours", "[CON]○1 line")
		for _, key := range []string{"y", "n", "c", "d", "e", "x", "N", "t", "backspace"} {
			ui.Press(key).See("this line closes when all its items are closed")
		}
		if n := len(b.snapshot(id).Answers); n != 0 {
			t.Errorf("%d answers are kept", n)
		}
		ui.Press("3").See("there are the items 1 to 2").Press("2").See("Which section says", "esc back to CON-01").Press("y", "d").Type("safe").Press("tab").Type("-2d").Press("tab").Type("+99d").Press("enter").See("gate ✓ closed")
		ui.Press("esc").See("CON-01", "1 of 2 closed", "2 ✓ BAA-02", "not asked")
		ui.Press("enter").See("▸ 1 ○ BAA-01").Press("enter").See("May we see").Press("y", "esc").See("1 ◐ BAA-01", "◐ not shown").Press("g", "enter").See("BAA-01", "esc back to CON-01")
		ui.Press("d").Type("safe").Press("tab").Type("-2d").Press("tab").Type("+99d").Press("enter", "esc").See("✓ closed · 2 of 2 closed", "lines 1 of 1 closed")

		// tab passes by what nobody answers.
		ui.Press("tab").See("On what date does the work end?").Press("enter").Type("2027-03-01").Press("enter").See("[2027-03-01]")
		ui.Press("tab").See("Until which day is the screening").Press("tab").See("END-01").Press("k")
		ui.See("computed date", "no date: counts as long past · missing: Screening valid to", "1 ● End of the work", "not given: long past, decides").Press("y").See("this date is computed from others")
		ui.Press("2", "enter").Type("2027-05-01").Press("enter", "esc").See("[2027-03-01] from End of the work", "2027-03-01, decides").Miss("1900")
		ui.At(120, 40).See("= Access ends", "2/4 ○", "1 line ✓").At(80, 24)

		// What the proposed rule would make of an item is no law, and said so.
		ui.Press("g").Type("end2").Press("enter").At(120, 40).See("proposed, not law: under nprm-2025", "it would be a gate at access: grade 3 or more", "Would name a second factor for every access.")
		ui.Press("g").Type("baa1").Press("enter").See("Asked differently", "at review Is the agreement still in force?").Leave()
	})
}

// A clause is answered with one key, and its section noted with the next.
func TestClausesAndTheirSections(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.starting()
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("baa2").Press("enter").See("y present   p partial   n absent", "tab next  enter section", "clause, a gate at access", "gate ○ not asked")
		ui.Press("p").See("[p partial]", "a clause needs its section: press enter to write it down").Press("enter").See("Section number of BAA-02", "section 4.2; and what").Type("section 7.1").Press("esc").See("noted", "answered yes, no evidence yet")
		if got := b.snapshot(id).Answers["BAA-02"]; got.Value != assessment.Partial || got.Note != "section 7.1" {
			t.Errorf("kept as %+v", got)
		}
		ui.Leave()
	})
}

// A long checklist in a small window shows the part where the mark stands.
func TestManyChecksInASmallWindow(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 60, 16)
		ui.Press("i", "g").Type("baa1").Press("enter", "y", "d", "shift+tab", "shift+tab").See("▸ checked", "1 ☐ Both signatures", "enter save")
		ui.Press("down", "down", "down").See("▸ 4 ☐ Every amendment", "enter save").Press("4").See("☑ Every")
		if lines := strings.Split(ui.Text(), "\n"); len(lines) > 16 {
			t.Errorf("%d lines", len(lines))
		}
		ui.Leave()
	})
}
