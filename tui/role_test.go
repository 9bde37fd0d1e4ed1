package tui

import (
	"slices"
	"testing"

	"assay/assessment"
	"assay/tui/keys"
)

// Every action of a screen has its act, so that no key that records anything is open to
// people whose role does not do it.
func TestEveryActionHasItsAct(t *testing.T) {
	known := []assessment.Act{}
	for _, p := range assessment.Permissions() {
		known = append(known, p.Act)
	}
	for _, screen := range keys.Screens() {
		for _, b := range keys.In(screen.Where) {
			if act := actOf(b.Action, screen.Where); !slices.Contains(known, act) {
				t.Errorf("%s: %s (%s) has no act", screen.Name, b.Action, b.Help)
			}
		}
	}
	for _, b := range keys.Table() {
		recorded := b.Group == "Answer" || b.Group == "Show it" || b.Group == "Write down"
		if recorded && actOf(b.Action, b.Where) == assessment.ActRead && b.Action != keys.Retry && b.Action != keys.Discard {
			t.Errorf("%s is about the record of an item, and its act is to read", b.Action)
		}
	}
}
