package tui_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What a narrow screen may cut, because the whole text is on the same screen or one
// key away. Nothing else may end in an ellipsis.
var mayBeCut = []struct{ what, line string }{
	{"says how much more there is", `… \d+ more|… [A-Z0-9]+-\d+|^ *│? *…$`},
	{"a choice that opens a form", `(add an action|in your own words) …`},
	{"the path: esc shows the vendor", `^ assay › .*… ›`},
	{"a due task: whole below the list when it is chosen", ` · \d{4}-\d\d-\d\d .*…`},
	{"an evidence record: whole below the list when it is chosen", `[▸ ] \d [✓·] EV-\d+ .*…`},
	{"what a vendor misses: whole below the board when it is chosen", `^ {100,}\S.*…$`},
	{"a command: whole below the list when it is chosen", `, t… b `},
	{"a journal entry: whole below the list when it is chosen", `^ [▸ ] \d{4}-\d\d-\d\d \d\d:\d\d  `},
	{"a reason against another vendor: the line moves with the cursor", `not .*…`},
	{"a domain or an item in a table: the bottom line names the chosen one", `^ [▸ ] [A-Z]{3}(-\d\d)? .*…`},
	{"a domain or an item in an explanation: enter opens it under its whole name", `^│ [▸ ] [A-Z]{3}(-\d\d)? .*…`},
	{"a domain in the rail: the vendor's page names it whole", `^ [▸ ] [A-Z]{3} \S.*…  +(\d+/\d+|later)`},
	{"an item in the rail: the title is over its question", `^    [●·»–=↻ ] .*… `},
}

// On no screen of the shipped demo is a text cut that the user cannot read whole.
func TestNothingIsCut(t *testing.T) {
	allowed := make([]*regexp.Regexp, len(mayBeCut))
	for n, may := range mayBeCut {
		allowed[n] = regexp.MustCompile(may.line)
	}
	story(t, func(t *testing.T, b *workbench) {
		b.demo()
		ui := b.start(t, 80, 24)
		look := func(screen string) {
			t.Helper()
			for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
				ui.At(size[0], size[1])
				for line := range strings.FieldsFuncSeq(strings.ReplaceAll(ui.Text(), " │ ", "\n"), func(r rune) bool { return r == '\n' }) {
					if strings.Contains(line, "…") && !slices.ContainsFunc(allowed, func(may *regexp.Regexp) bool { return may.MatchString(line) }) {
						t.Errorf("%s at %dx%d cuts a text:\n%s", screen, size[0], size[1], line)
					}
				}
			}
			ui.At(80, 24)
		}
		over := func(screen string, keys ...string) {
			t.Helper()
			ui.Press(keys...)
			look(screen)
			ui.Press("esc")
		}

		look("portfolio")
		over("due list", "d")
		over("commands", ":")
		over("keys", "?")
		ui.Press("b")
		look("board")
		over("award", "W")
		ui.Press("c")
		look("comparison")
		over("reasons", "enter")
		ui.Press("j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j", "j")
		over("a domain compared", "enter")
		over("what if", "+")
		ui.Press("0", "G")
		look("basis of a comparison")
		ui.Press("esc", "esc")
		for vendor := range 3 {
			ui.Press("enter")
			look("vendor")
			over("decision", "D")
			over("actions", "A")
			over("chain", "C")
			over("journal", "J")
			over("move on", "M")
			over("explanation", "w")
			// Each vendor is asked about another part of the questionnaire.
			ui.Press("enter")
			if strings.Contains(ui.Text(), "── live ") {
				ui.Press("l")
			}
			ui.Press("home")
			for n := range 42 {
				if ui.Press("j"); n/14 == vendor {
					look("interview")
				}
			}
			ui.Press("l").See("── live ")
			look("live items")
			ui.Press("l").See("── all ")
			over("evidence", "e")
			over("flags", "f")
			over("session", "S")
			ui.Press("esc", "esc", "j")
		}
		ui.Leave()
	})
}
