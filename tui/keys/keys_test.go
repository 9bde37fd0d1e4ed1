package keys_test

import (
	"testing"

	"assay/tui/keys"
)

// The table of keys is whole, and a key means one thing on a screen. Enter and
// the numbers are the exceptions: enter writes the answer to a fact, elsewhere
// the note, and leads from what is computed to its items, as a number does.
func TestTableOfKeys(t *testing.T) {
	for _, where := range []keys.Where{keys.OnPortfolio, keys.OnVendor, keys.OnInterview, keys.OnCompare, keys.OnBoard, keys.OnJournal} {
		taken := map[string]keys.Action{}
		for _, b := range keys.Table() {
			if b.Group == "" || b.Help == "" || b.Action == "" || b.Where == 0 {
				t.Errorf("%q is not whole: %+v", b.Action, b)
			}
			if b.Where&where == 0 {
				continue
			}
			for _, key := range b.Keys() {
				if other, is := taken[key]; is && key != "enter" && keys.Action("items") != b.Action {
					t.Errorf("%q means both %s and %s", key, other, b.Action)
				}
				taken[key] = b.Action
			}
		}
	}
}
