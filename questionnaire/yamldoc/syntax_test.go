package yamldoc_test

import (
	"slices"
	"strings"
	"testing"

	"assay/questionnaire/yamldoc"

	"github.com/google/go-cmp/cmp"
)

func TestSyntaxErrorsSayWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a tab for indentation": {
			"texts:\n\t- a\n",
			`2:1: a tab stands where the line is indented (indent with spaces only)`,
		},
		"a quote left open": {
			"text: \"one\nname: two\n",
			`1:7: the quote that opens here is never closed (end the text with the same quote; inside "…" a quote is written \", inside '…' it is written '')`,
		},
		"a quote closed by the next one": {
			"text: \"one\nname: \"two\"\n",
			`2:8: something stands behind the closing quote of a text (the closing quote of an earlier text may be missing; inside "…" a quote is written \", inside '…' it is written '')`,
		},
		"an apostrophe inside quotes": {
			"text: 'don't'\n",
			`1:12: something stands behind the closing quote of a text (the closing quote of an earlier text may be missing; inside "…" a quote is written \", inside '…' it is written '')`,
		},
		"a colon inside a text": {
			"text: Who: the vendor?\n",
			`1:7: a colon and a space stand inside a text without quotes (put the whole text in quotes, as ask: "Who: the vendor?")`,
		},
		"a colon inside a text between braces": {
			"inner: {text: Who: the vendor?}\n",
			`1:15: a colon and a space stand inside a text without quotes (put the whole text in quotes)`,
		},
		"a colon inside typographic quotes": {
			"text: “Tell us: who?”\n",
			`1:7: a colon and a space stand inside a text without quotes (use straight quotes " instead of “ ”)`,
		},
		"a comma inside typographic quotes": {
			"texts: [“Who, and when?”, b]\n",
			`1:9: this text ends at a comma or colon, for such quotes hold nothing together (use straight quotes " instead of “ ”)`,
		},
		"a colon inside typographic quotes between braces": {
			"inner: {text: “Who: the vendor?”}\n",
			`1:15: a colon and a space stand inside a text without quotes (use straight quotes " instead of “ ”)`,
		},
		"a colon inside typographic quotes of a list": {
			"texts:\n  - “Who: the vendor”\n",
			`2:9: a text is expected here, not keys and values (use straight quotes " instead of “ ”)`,
		},
		"a forgotten dash": {
			"texts:\n  - a\n  b\n",
			`3:3: this text belongs to no key and to no list (begin each entry of a list with a dash and a space; indent the further lines of a text)`,
		},
		"a forgotten dash before keys": {
			"shelves:\n  - name: a\n    text: b\n    name: c\n",
			`4:5: key "name" stands twice (if the next entry of the list begins here, its dash is missing)`,
		},
		"no space after a colon": {
			"text: a\nname:b\n",
			`2:1: this is neither a key nor an entry of a list (write a space after the colon, as id: A-1)`,
		},
		"a key further in than the others": {
			"text: a\n  name: b\n",
			`1:7: a key is indented as if it belonged to the value before it (give all keys of one place the same number of spaces)`,
		},
		"a bracket left open": {
			"texts: [a, b\nname: c\n",
			`2:1: a comma or a closing bracket is missing before this (as [a, b] or {a: 1, b: 2})`,
		},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, c.text, c.want) })
	}
}

func TestTypographicQuotesWithinATextAreLetters(t *testing.T) {
	var got shelf
	if _, err := yamldoc.Read([]byte("texts: [“Yes”, „Ja“, a “so-called” one]\ntext: “Who?”\n"), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"“Yes”", "„Ja“", "a “so-called” one"}, got.Texts); diff != "" || got.Text != "“Who?”" {
		t.Error(diff, got.Text)
	}
}

func TestTheNearestWord(t *testing.T) {
	known := slices.Values([]string{"EV-19", "EV-09", "hipaa-staffing", "GOV", "BAA-01", "BAA-05"})
	for word, want := range map[string]string{"EV-99": "EV-09", "hipaa-stafing": "hipaa-staffing", "GVO": "GOV", "BAA-051": "BAA-05", "GOV": "GOV", "other": "", "": ""} {
		if got := yamldoc.Nearest(word, known); got != want {
			t.Errorf("%s: %q", word, got)
		}
	}
}

func TestAValueOfTheWrongKindSaysWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		"number: twelve":         `1:9: a whole number is expected here, not the text "twelve"`,
		"number: '12'":           `1:9: a whole number is expected here, not the text "12" (take the quotes away)`,
		"number: 1.5":            `1:9: a whole number is expected here, not 1.5`,
		"number: 0x1F":           `1:9: a whole number is expected here, not 0x1F (write it with the digits 0 to 9)`,
		"number: 3000000000":     `1:9: the number 3000000000 is too large`,
		"truth: yes":             `1:8: true or false is expected here, not the text "yes"`,
		"texts: a":               `1:8: a list is expected here, not the text "a" (as [a, b], or each entry on a line of its own behind a dash and a space)`,
		"texts: [a, null]":       `1:12: an entry of a list is empty`,
		"text: [a]":              `1:7: a text is expected here, not a list (quote a text that holds ": " or begins with a dash or bracket)`,
		"text: {a: b}":           `1:7: a text is expected here, not keys and values (quote a text that holds ": " or begins with a dash or bracket)`,
		"inner: a":               `1:8: keys and values are expected here, not the text "a" (as {key: value}, or each key on a line of its own)`,
		"days: [3d]":             `1:7: a single value is expected here, not a list`,
		"txet: a":                `1:1: unknown key "txet" (did you mean "text"?)`,
		"whatever: {a: 1, a: 2}": `1:18: key "a" stands twice`,
	} {
		t.Run(text, func(t *testing.T) { refuses(t, text, want) })
	}
}

func refuses(t *testing.T, text, want string) {
	t.Helper()
	_, err := yamldoc.Read([]byte(text), new(shelf))
	if err == nil {
		t.Fatal("read")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// TestATextIsTakenAsItIsWritten holds against the traps of YAML, where NO is
// no country and 0777 is 511.
func TestATextIsTakenAsItIsWritten(t *testing.T) {
	words := []string{
		"yes", "no", "on", "off", "NO", "true", "0777", "0x1F", "1_000", "1e999", "1.10", ".inf", ".nan", "2026-11-22", "12:30", "~a", "=", "1.",
	}
	var got shelf
	if _, err := yamldoc.Read([]byte("texts:\n- "+strings.Join(words, "\n- ")+"\ntext: ~\n"), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(words, got.Texts); diff != "" || got.Text != "" {
		t.Error(diff, got.Text)
	}
}
