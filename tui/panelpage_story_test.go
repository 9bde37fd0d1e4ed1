package tui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"assay/assessment"
)

// enters records changes in the name of another person.
func (b *workbench) enters(by, id string, changes ...assessment.Change) {
	b.t.Helper()
	for _, change := range changes {
		if _, err := b.Store.Record(context.Background(), id, assessment.Entry{ID: b.NewID(), At: b.Now().UnixMicro(), By: by, Change: change}); err != nil {
			b.t.Fatal(err)
		}
	}
}

// noted is a grade with its note.
func noted(item, scorer string, grade int, note string) assessment.Change {
	return assessment.Graded{Item: item, Scorer: scorer, Grade: &grade, Note: note}
}

func graders(names ...string) assessment.Change { return assessment.GradersNamed{Names: names} }

// panelled is an assessment that two people grade blind: the other person is in for the
// first scenario, and nobody for the second.
func (b *workbench) panelled() string {
	id := b.filled()
	b.enters(lead, id, graders(lead, ciso))
	b.enters(ciso, id, noted("SCN-01", ciso, 0, "named nobody"))
	return id
}

// Two people grade blind: the page says who is in and shows no grade, until both have
// graded. Then it shows who differs on what, and a grade for both is written down there.
func TestThePanel(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.panelled()
		ui := b.start(t, 80, 24)
		ui.Press("enter").See("D decide").Press("P").See("› panel", "grade blind: a panel hides the", "▸ · SCN-01  Unneeded data in view", "closed, 1 of 2 in",
			"SCN-01 closed: ciso@hospital.example is in, lead@hospital.example is not", "closed, 0 of 2 in", "No scenario shows the grades of two people yet.",
			"needs 20 scenarios that the same people graded", "2 scenarios: 0 open, 2 closed.").Miss("named nobody", "0:")
		ui.Press("=").See("its panel is closed")

		// The scenario is one key away, and the page one key back.
		ui.Press("enter").See("› SCN-01").Press("3", "N").Type("He named the clock").Press("ctrl+s").See("● saved")
		ui.Press("P").See("! SCN-01", "0 3: 3 apart, to be reconciled", "ciso@hospital.example 0, lead@hospital.example 3", "0: named nobody", "3: He named the clock",
			"Pairs of grades: 0 of 1 equal (0%)", "1 waits for a reconciled grade")
		ui.Press("O").See("its panel is open").Press("Y").See("sent to the clipboard of the terminal: the panel of SCN-01")
		ui.Press("=").Type("Nobody was named in the first minute").Press("tab", "2", "enter").See("0 3: 3 apart, reconciled as 2", "✓ SCN-01", "Nobody was named in the first").Miss("waits for")

		// A panel opens early with a reason, which stays on the page.
		ui.Press("j").See("SCN-02 closed: nobody is in yet").Press("O").See("Open the panel of SCN-02", "Still to come:", "never closes again").Press("enter").See("say why the panel opens early")
		ui.Type("The ciso left").Press("enter").See("not graded yet", "opened", "The ciso left").Press("O").See("its panel is open").Press("esc").See("› SCN-01").Leave()
	})
}

// A grade that another person gives while the page is open appears on it.
func TestThePanelFollows(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.panelled()
		b.enters(lead, id, noted("SCN-02", lead, 3, "fine"))
		ui := b.start(t, 80, 24)
		ui.Press("i", "g").Type("scn2").Press("enter").Press("P").See("▸ · SCN-02", "SCN-02 closed: lead@hospital.example is in")
		b.enters(ciso, id, noted("SCN-02", ciso, 3, "fine too"))
		ui.wait(4).See("▸ ✓ SCN-02", "3 3: equal", "Pairs of grades: 1 of 1 equal (100%)", "have 3, so 17 are missing").Leave()
	})
}

// From twenty scenarios on, across the vendors of the RFP, alpha is told.
func TestAlphaAcrossTheRFP(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.panelled()
		rfps, err := b.Store.RFPs(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for n := range 10 {
			id := b.vendor(assessment.Vendor{Name: fmt.Sprintf("Vendor %02d", n)}, &rfps[0])
			b.enters(lead, id, graders(lead, ciso), noted("SCN-01", lead, n%5, "a"), noted("SCN-02", lead, (n+1)%5, "b"))
			b.enters(ciso, id, noted("SCN-01", ciso, n%5, "a"), noted("SCN-02", ciso, min(4, (n+2)%5), "b"))
		}
		ui := b.start(t, 120, 40)
		ui.Press("/").Type("acme").Press("enter").Press("enter").Press("P").
			See("No scenario shows the grades of two people yet.", "Krippendorff's alpha is 0.", "(ordinal, 95% interval", "scenarios that")
		ui.Press("esc", "esc", "esc", "b").See("› board").Press("P").See("How far the graders agree", "Pairs of grades: ", "Krippendorff's alpha is 0.", "2 scenarios: 0 open, 2 closed.", "! SCN-02 A stolen laptop: ").Press("esc").See("› board").Leave()
	})
}

// Without named graders every grade shows; the page says so.
func TestThePanelOfNobody(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("j", "enter", "P").See("Nobody is named as a grader", "4 4: equal", "4 3: 1 apart", "not graded blind").Leave()
	})
}

// The page fits every window, however outlandish the texts are.
func TestThePanelInEverySize(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		id := b.filled()
		names := []string{lead}
		for n, name := range outlandish {
			names = append(names, fmt.Sprintf("%s %d", strings.ToValidUTF8(name, ""), n))
		}
		b.enters(lead, id, graders(names...))
		ui := b.start(t, 80, 24)
		ui.Press("enter", "P").See("› panel")
		for round := range 2 {
			for _, size := range [][2]int{{60, 16}, {80, 24}, {120, 40}, {200, 60}, {400, 120}} {
				ui.At(size[0], size[1])
				checkSize(t, ui.root.View().Content, "panel", size[0], size[1])
			}
			if round == 0 {
				for _, name := range names {
					b.enters(name, id, noted("SCN-01", name, len(name)%5, strings.Repeat("note ", 60)))
				}
				// A note that has no room scrolls.
				ui.wait(4).At(80, 24).See("to be reconciled", "more lines").Miss("opened").Press("space").Miss("SCN-01 " + names[0]).Press("pgup").See("SCN-01")
			}
		}
		ui.Leave()
	})
}
