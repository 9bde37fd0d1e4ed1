package keys_test

import (
	"slices"
	"strings"
	"testing"

	"assay/tui/keys"
)

// contexts are the sets of bindings that are asked for together.
var contexts = map[string]keys.Where{
	"vendors":                keys.OnPortfolio | keys.Always,
	"vendor":                 keys.OnVendor | keys.Always,
	"interview":              keys.OnInterview | keys.Always,
	"comparison":             keys.OnCompare | keys.Always,
	"board":                  keys.OnBoard | keys.Always,
	"journal":                keys.OnJournal | keys.Always,
	"review":                 keys.OnReview | keys.Always,
	"reply":                  keys.OnReply | keys.Always,
	"panel":                  keys.OnPanel | keys.Always,
	"people":                 keys.OnPeople | keys.Always,
	"filter":                 keys.InFilter | keys.Always,
	"weight":                 keys.InWeight | keys.Always,
	"ticks":                  keys.InTicks | keys.Always,
	"search":                 keys.InPicker | keys.Always,
	"evidence":               keys.InPicker | keys.InNumbers | keys.InEvidence | keys.Always,
	"actions":                keys.OnActions | keys.Always,
	"all evidence":           keys.OnEvidence | keys.Always,
	"agenda":                 keys.OnAgenda | keys.Always,
	"chain":                  keys.InPicker | keys.InNumbers | keys.InChain | keys.Always,
	"clash":                  keys.InClash | keys.Always,
	"drafts":                 keys.InPicker | keys.InNumbers | keys.InDrafts | keys.Always,
	"folder":                 keys.InPicker | keys.InNumbers | keys.InFolder | keys.Always,
	"several":                keys.InPicker | keys.InNumbers | keys.InSeveral | keys.Always,
	"sheet":                  keys.InSheet | keys.Always,
	"choice":                 keys.InChoice | keys.Always,
	"checks":                 keys.InChecks | keys.Always,
	"form":                   keys.InForm | keys.Always,
	"note":                   keys.InNote | keys.InTyping | keys.InLines | keys.Always,
	"text that asks nothing": keys.InText | keys.InReading | keys.Always,
	"text that asks":         keys.InText | keys.InAgree | keys.Always,
	"written document":       keys.InText | keys.InWritten | keys.Always,
	"document to fetch":      keys.InText | keys.InFetched | keys.Always,
	"why":                    keys.InWhy | keys.Always,
	"help":                   keys.InHelp | keys.Always,
	"glossary":               keys.InGlossary | keys.Always,
}

// The table of keys is whole, and a key means one thing in a context. The
// interview has exceptions: enter writes the answer to a fact, elsewhere the
// note; from a computed item it goes to its items, as a number does; and esc
// comes back from there first. So has a note: ctrl+e goes to the end of the line, as in
// every text, and from there to the editor.
func TestTableOfKeys(t *testing.T) {
	several := []keys.Action{keys.Note, keys.Items, keys.Back}
	for name, where := range contexts {
		taken := map[string]keys.Action{}
		for _, b := range keys.In(where) {
			if b.Group == "" || b.Help == "" || b.Action == "" || b.Word() == "" || b.Rank > 0 && b.Shown() == "" {
				t.Errorf("%q is not whole: %+v", b.Action, b)
			}
			for _, key := range b.Keys() {
				if b.Action == keys.LineEnd && taken[key] == keys.EditFromEnd || b.Action == keys.EditFromEnd && taken[key] == keys.LineEnd {
					continue
				}
				if other, is := taken[key]; is && !(where&keys.OnInterview != 0 && slices.Contains(several, b.Action)) {
					t.Errorf("%s: %q means both %s and %s", name, key, other, b.Action)
				}
				taken[key] = b.Action
			}
		}
	}
}

// Every context of the table has a name, so that the help and the manual page
// list all keys.
func TestEveryContextHasAName(t *testing.T) {
	named := keys.Always
	for _, c := range slices.Concat(keys.Screens(), keys.Dialogs()) {
		if c.Name == "" || named&c.Where != 0 || len(keys.In(c.Where)) == 0 {
			t.Errorf("%+v has no name, no keys, or is listed twice", c)
		}
		named |= c.Where
	}
	for _, b := range keys.Table() {
		if b.Where == 0 || b.Where&^named != 0 {
			t.Errorf("%s works in a context without a name", b.Action)
		}
	}
}

// Home, End, PgUp and PgDn work on every screen, in every list and every text, and the
// wheel wherever they move.
func TestEveryPlaceHasHomeEndAndPages(t *testing.T) {
	for _, screen := range keys.Screens() {
		for _, key := range []string{"home", "end", "pgup", "pgdown", "wheelup", "wheeldown", "Y"} {
			if !slices.ContainsFunc(keys.In(screen.Where), func(b keys.Binding) bool { return slices.Contains(b.Keys(), key) }) {
				t.Errorf("%s: %s does nothing", screen.Name, key)
			}
		}
	}
	for _, name := range []string{
		"search", "evidence", "actions", "chain", "clash", "drafts", "several",
		"checks", "form", "note", "text that asks nothing", "text that asks", "why", "help", "glossary",
	} {
		for _, key := range []string{"home", "end", "pgup", "pgdown", "wheelup", "wheeldown"} {
			wheel := strings.HasPrefix(key, "wheel")
			if wheel && (name == "checks" || name == "form") {
				continue // a turn of the wheel changes nothing that is written or chosen
			}
			if !slices.ContainsFunc(keys.In(contexts[name]), func(b keys.Binding) bool { return slices.Contains(b.Keys(), key) }) {
				t.Errorf("%s: %s does nothing", name, key)
			}
		}
	}
}

func TestNamesOfKeys(t *testing.T) {
	for _, test := range []struct {
		action keys.Action
		where  keys.Where
		names  []string
		others []string
	}{
		{keys.Grade, keys.OnInterview, []string{"0–9"}, nil},
		{keys.Down, keys.OnVendor, []string{"j", "↓"}, nil},
		{keys.PageDown, keys.OnVendor, []string{"space", "pgdn", "ctrl+d", "ctrl+f"}, []string{"ctrl+d", "ctrl+f"}},
		{keys.NextSide, keys.OnCompare, []string{"l", "→", "]"}, []string{"]"}},
	} {
		b := keys.For(test.action, test.where)
		if got := b.Names(); !slices.Equal(got, test.names) {
			t.Errorf("%s has the names %q", test.action, got)
		}
		if got := b.Others(); !slices.Equal(got, test.others) && len(got)+len(test.others) > 0 {
			t.Errorf("%s has other names %q", test.action, got)
		}
	}
}
