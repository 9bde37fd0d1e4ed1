package tui_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

// judged is an assessment with all that can stand beside a verdict: a decision
// that a later answer voids, actions, and a delivery chain with an unbound link.
func (b *workbench) judged() {
	today := assessment.DateOf(testStart, testStart.Location())
	b.delivering(append(strong(), fact("chain_links", "3"),
		assessment.LinkSet{Link: assessment.Link{Entity: "Manila Care Inc", Country: "PH", Function: "help desk", PHI: true, Flow: &assessment.FlowDown{Signed: today - 40, Ends: today + 200}}},
		assessment.LinkSet{Link: assessment.Link{Entity: "Cebu Nights Corp", Country: "PH", Function: "nights", Credentials: true}},
		assessment.LinkSet{Link: assessment.Link{Entity: "Payroll Partners LLC", Country: "US", Function: "payslips"}},
		assessment.FlagRaised{Item: "TEC-02", Severity: questionnaire.Warning, Text: "Nobody reads it on Sundays"},
		assessment.ActionOpened{Action: assessment.Action{Item: "TEC-02", Cause: "flag/x", What: "Read the log on Sundays too", Owner: "dana", Side: "vendor", Due: today + 14, Control: "We read it ourselves"}},
		assessment.ActionOpened{Action: assessment.Action{What: "Ask the second reference", Owner: "Maria", Side: "us", Due: today + 3}},
		assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideRemediate, By: "Carla Ruiz", Role: "CISO", Reason: "Sundays first"}},
		answer("TEC-01", "3", assessment.Verified, seen()))...)
}

// The page and the dialogs of a decision, as text. Run with -update to write them
// anew.
func TestGoldenDecisions(t *testing.T) {
	for _, s := range []struct {
		name string
		keys []string
	}{
		{"decision-vendor", []string{"enter"}},
		{"decision-dialog", []string{"enter", "D", "shift+tab", "c"}},
		{"decision-condition", []string{"enter", "D", "shift+tab", "a", "R", "tab", "tab", "S", "o", "shift+tab", "shift+tab", "shift+tab", "c", "enter"}},
		{"chain", []string{"enter", "C", "down"}},
		{"chain-link", []string{"enter", "C", "2"}},
		{"move-on", []string{"enter", "M"}},
		{"reverify", []string{"enter", "M", "y", "i", "g", "s", "u", "b", "1", "enter"}},
		{"chain-gate", []string{"enter", "M", "y", "i", "g", "s", "u", "b", "2", "enter"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				b.judged()
				ui := b.start(t, 80, 24).Press(s.keys...)
				for _, size := range sizes {
					ui.At(size[0], size[1])
					compareGolden(t, sized(s.name, size), ui.Text()+"\n")
				}
				ui.Press("esc").Leave()
			})
		})
	}
}
