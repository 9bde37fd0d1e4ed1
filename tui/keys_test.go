package tui_test

import (
	"testing"

	"assay/tui"
)

// The table of keys is whole, and a key means one thing on a screen. Enter is
// the exception: on a fact it writes the answer, elsewhere the note.
func TestTableOfKeys(t *testing.T) {
	for _, where := range []tui.Where{tui.OnPortfolio, tui.OnVendor, tui.OnInterview} {
		taken := map[string]tui.Action{}
		for _, b := range tui.Bindings() {
			if b.Group == "" || b.Help == "" || b.Action == "" || b.Where == 0 {
				t.Errorf("%q is not whole: %+v", b.Action, b)
			}
			if b.Where&where == 0 {
				continue
			}
			for _, key := range b.Keys() {
				if other, is := taken[key]; is && key != "enter" {
					t.Errorf("%q means both %s and %s", key, other, b.Action)
				}
				taken[key] = b.Action
			}
		}
	}
}
