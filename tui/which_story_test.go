package tui_test

import "testing"

// The portfolio finds a line by all that people know it by: the questionnaire,
// the subject, the file number of the RFP.
func TestFilterFindsWhatIsShown(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		b.about("start-list", "roster 17")
		ui := b.start(t, 80, 24)
		for _, query := range []string{"roster", "start-l"} {
			ui.Press("/").Type(query).Press("enter").See("roster 17").Miss("Northstar", "Pacific").Press("esc")
		}
		ui.Press("/").Type("2026-114").Press("enter").See("Northstar", "Pacific").Miss("roster 17").Press("esc").See("roster 17").Leave()
	})
}

// Which questionnaire a verdict comes from is said in the header, beside the
// verdict, and in the help, together with what it means.
func TestWhichQuestionnaire(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.about("start-night", "roster 18, from the second of December")
		ui := b.start(t, 80, 24)
		ui.Press("i").See("roster 18, from the sec…", "◌ not started · Before one person starts at night  lines 0 of 1 closed").Miss("from anywhere")
		ui.At(200, 60).See("roster 18, from the sec… · start-night for access", "◌ not started for access", "│ on Before one person starts at night", "NIGHTS Nights").At(80, 24)
		ui.Press("?").See("[Keys]", " This item", " About ").Press("tab", "tab", "tab").See("[About]", "Before one person starts at night, from anywhere", "start-night 2.0.0", "extends start-list 1.0.0", "may start, and nothing else")
		ui.Press("tab").See("[Keys]").Press("esc").Leave()
	})
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 80, 24)
		ui.Press("i", "?").See("Glossary").Miss("About").Press("esc").Leave()
	})
}

// On the last open item, tab says that it is the last, and not that all is done.
func TestLastOpenItem(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.starting()
		ui := b.start(t, 80, 24)
		paper := func() {
			ui.Press("d").Type("safe").Press("tab").Type("-2d").Press("tab").Type("+99d").Press("enter").See("gate ✓ closed")
		}
		ui.Press("i", "y")
		paper()
		ui.Press("tab", "y", "d", "enter").See("gate ✓ closed").Press("tab")
		for range 2 {
			ui.Press("enter").Type("2027-03-01").Press("enter", "tab")
		}
		ui.See("END-01").Press("tab").See("END-02").Press("3", "tab")
		ui.See("END-01").Press("tab").See("this is the only open item: its gate is not asked", "END-01").Miss("nothing is open")
		ui.Press("y", "tab").See("this is the only open item: its gate is not shown")
		ui.Press("v").Type("by Dana").Press("enter").See("gate ✓ closed").Press("tab").See("nothing is open: every item is answered, every gate closed")
		ui.Press("b", "tab").See("this is the only open item: you wanted to come back").Press("b")
		ui.Press("g").Type("end2").Press("enter", "f").Press("1").Type("Left the room").Press("enter", "tab").See("1 red flag is open").Miss("nothing is open")

		// The last that is unanswered leads on to a gate that stands open.
		ui.Press("g").Type("end1").Press("enter", "n", "g").Type("end2").Press("enter", "backspace", "tab").See("END-01", "gate ✗ failed").Leave()
	})
}
