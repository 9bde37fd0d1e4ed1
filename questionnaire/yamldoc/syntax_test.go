package yamldoc_test

import (
	"encoding/json"
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
			`2:1: the line is indented with a tab (indent with spaces only)`,
		},
		"a quote left open": {
			"text: \"one\nname: two\n",
			`1:7: the quote that opens here is never closed (end the text with the same quote; write a quote as \" inside "…", and as '' inside '…')`,
		},
		"a quote closed by the next one": {
			"text: \"one\nname: \"two\"\n",
			`2:8: there is more text after the closing quote (an earlier text may lack its closing quote; write a quote as \" inside "…", and as '' inside '…')`,
		},
		"an apostrophe inside quotes": {
			"text: 'don't'\n",
			`1:12: there is more text after the closing quote (an earlier text may lack its closing quote; write a quote as \" inside "…", and as '' inside '…')`,
		},
		"a colon inside a text": {
			"text: Who: the vendor?\n",
			`1:7: a text without quotes contains a colon and a space (put the whole text in quotes, like ask: "Who: the vendor?")`,
		},
		"a colon inside a text between braces": {
			"inner: {text: Who: the vendor?}\n",
			`1:15: a text without quotes contains a colon and a space (put the whole text in quotes)`,
		},
		"a colon inside typographic quotes": {
			"text: “Tell us: who?”\n",
			`1:7: a text without quotes contains a colon and a space (use straight quotes " instead of “ ”)`,
		},
		"a comma inside typographic quotes": {
			"texts: [“Who, and when?”, b]\n",
			`1:9: this text ends at a comma or colon, because YAML ignores typographic quotes (use straight quotes " instead of “ ”)`,
		},
		"a colon inside typographic quotes between braces": {
			"inner: {text: “Who: the vendor?”}\n",
			`1:15: a text without quotes contains a colon and a space (use straight quotes " instead of “ ”)`,
		},
		"a colon inside typographic quotes of a list": {
			"texts:\n  - “Who: the vendor”\n",
			`2:9: expected a text, got keys and values (use straight quotes " instead of “ ”)`,
		},
		"a forgotten dash": {
			"texts:\n  - a\n  b\n",
			`3:3: this text belongs to no key and no list (begin each list entry with a dash and a space; indent the second and later lines of a text)`,
		},
		"a forgotten dash before keys": {
			"shelves:\n  - name: a\n    text: b\n    name: c\n",
			`4:5: duplicate key "name" (if the next list entry begins here, add its dash)`,
		},
		"no space after a colon": {
			"text: a\nname:b\n",
			`2:1: this is neither a key nor a list entry (put a space after the colon, like id: A-1)`,
		},
		"a key further in than the others": {
			"text: a\n  name: b\n",
			`1:7: a key is indented like a part of the value before it (indent all keys of one mapping by the same number of spaces)`,
		},
		"a bracket left open": {
			"texts: [a, b\nname: c\n",
			`2:1: a comma or a closing bracket is missing before this (write [a, b] or {a: 1, b: 2})`,
		},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, c.text, c.want) })
	}
}

func TestTypographicQuotesAreKeptAsLetters(t *testing.T) {
	var got shelf
	if _, err := yamldoc.Read([]byte("texts: [“Yes”, „Ja“, a “so-called” one]\ntext: “Who?”\n"), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"“Yes”", "„Ja“", "a “so-called” one"}, got.Texts); diff != "" || got.Text != "“Who?”" {
		t.Error(diff, got.Text)
	}
}

func TestNearest(t *testing.T) {
	known := slices.Values([]string{"EV-19", "EV-09", "hipaa-staffing", "GOV", "BAA-01", "BAA-05"})
	for word, want := range map[string]string{"EV-99": "EV-09", "hipaa-stafing": "hipaa-staffing", "GVO": "GOV", "BAA-051": "BAA-05", "GOV": "GOV", "other": "", "": ""} {
		if got := yamldoc.Nearest(word, known); got != want {
			t.Errorf("%s: %q", word, got)
		}
	}
}

func TestAValueOfTheWrongKindSaysWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		"number: twelve":         `1:9: expected a whole number, got the text "twelve"`,
		"number: '12'":           `1:9: expected a whole number, got the text "12" (remove the quotes)`,
		"number: 1.5":            `1:9: expected a whole number, got 1.5`,
		"number: 0x1F":           `1:9: expected a whole number, got 0x1F (use only the digits 0 to 9)`,
		"number: 3000000000":     `1:9: the number 3000000000 is too large`,
		"truth: yes":             `1:8: expected true or false, got the text "yes"`,
		"texts: a":               `1:8: expected a list, got the text "a" (write [a, b], or each entry on its own line after a dash and a space)`,
		"texts: [a, null]":       `1:12: this list entry is empty`,
		"text: [a]":              `1:7: expected a text, got a list (quote a text that contains ": " or begins with a dash or bracket)`,
		"text: {a: b}":           `1:7: expected a text, got keys and values (quote a text that contains ": " or begins with a dash or bracket)`,
		"inner: a":               `1:8: expected keys and values, got the text "a" (write {key: value}, or each key on its own line)`,
		"days: [3d]":             `1:7: expected a single value, got a list`,
		"txet: a":                `1:1: unknown key "txet" (did you mean "text"?)`,
		"whatever: {a: 1, a: 2}": `1:18: duplicate key "a"`,
	} {
		t.Run(text, func(t *testing.T) { refuses(t, text, want) })
	}
}

func refuses(t *testing.T, text, want string) {
	t.Helper()
	refusesIn(t, new(shelf), text, want)
}

func refusesIn(t *testing.T, target any, text, want string) {
	t.Helper()
	_, err := yamldoc.Read([]byte(text), target)
	if err == nil {
		t.Fatal("the file was accepted")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// Plain YAML has traps: the country code NO is false there, and 0777 is 511.
func TestATextIsReadExactlyAsWritten(t *testing.T) {
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

// memo accepts a text, or {text: …, who: …}.
type memo struct{ text, who string }

func (m *memo) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &m.text) == nil {
		return nil
	}
	var both struct{ Text, Who string }
	err := json.Unmarshal(data, &both)
	m.text, m.who = both.Text, both.Who
	return err
}

// word accepts one of a few words.
type word string

func (w *word) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, (*string)(w)) }

// notebook is a shelf with a memo and a word.
type notebook struct {
	shelf
	Memo memo `json:"memo"`
	Word word `json:"word"`
}

func TestATextIsNotCutAtANumberSign(t *testing.T) {
	const cut = `because YAML reads the rest of the line as a comment (put the whole text in quotes, or the comment on its own line)`
	const whole = `(put a text that begins with # in quotes; put a comment on its own line)`
	for text, want := range map[string]string{
		"text: see ticket #4711, they refuse": `1:18: this text ends at "#4711, they refuse", ` + cut,
		"text: ticket #4711":                  `1:14: this text ends at "#4711", ` + cut,
		"text: ticket # 4711":                 `1:14: this text ends at "# 4711", ` + cut,
		"text: 4711 #12":                      `1:12: this text ends at "#12", ` + cut,
		"text: one\n  two #3\nnumber: 1":      `2:7: this text ends at "#3", ` + cut,
		"texts: [a b #c\n]":                   `1:13: this text ends at "#c", ` + cut,
		"texts:\n  - a b # c":                 `2:9: this text ends at "# c", ` + cut,
		"notes: {a: b #c\n}":                  `1:14: this text ends at "#c", ` + cut,
		"whatever: {a: b c  # d\n}":           `1:20: this text ends at "# d", ` + cut,
		"many: [a #1\n]":                      `1:10: this text ends at "#1", ` + cut,
		"memo: one # 3":                       `1:11: this text ends at "# 3", ` + cut,
		"memo: {text: one # 3\n}":             `1:18: this text ends at "# 3", ` + cut,
		"memo: {text: a, who: Rosa # 3\n}":    `1:27: this text ends at "# 3", ` + cut,
		"memo: {text: #3\n}":                  `1:14: "text" has no value, because YAML reads "#3" as a comment ` + whole,
		"memo:\n  text: # 3 are left":         `2:9: "text" has no value, because YAML reads "# 3 are left" as a comment ` + whole,
		"text: #4711 is theirs":               `1:7: "text" has no value, because YAML reads "#4711 is theirs" as a comment ` + whole,
		"text: # 4711\nnumber: 1":             `1:7: "text" has no value, because YAML reads "# 4711" as a comment ` + whole,
		"number: #4711":                       `1:9: "number" has no value, because YAML reads "#4711" as a comment ` + whole,
		"notes: {a: #1\n}":                    `1:12: "a" has no value, because YAML reads "#1" as a comment ` + whole,
		"texts: [#1 is theirs\n, a]":          `1:9: YAML reads "#1 is theirs" as a comment ` + whole,
		"texts: [a, #1 is theirs\n b]":        `1:12: YAML reads "#1 is theirs" as a comment ` + whole,
		"text: a\n  b # c\n  d":               `2:5: this text ends at "# c", because YAML reads it as a comment (put the whole text in quotes, or the comment above its key)`,
		"text: a\n  b\n  # c\n  d":            `3:3: this text ends at "# c", because YAML reads it as a comment (put the whole text in quotes, or the comment above its key)`,
	} {
		t.Run(text, func(t *testing.T) { refusesIn(t, new(notebook), text, want) })
	}
	for _, text := range []string{
		"text: ticket#4711", `text: "see ticket #4711"`, "text: 'see #1' # quoted", "text: |\n  see ticket #4711\n", "text: word  # a comment",
		"text: one two\n# a comment\nnumber: 1", "number: 3 # a comment", "truth: true # a comment", "texts: [a, b] # a comment", "word: met # a comment",
		"text: # a comment\n  one two", "text: >- # a comment\n  one two",
		"text:  # a comment", "number: # a comment", "shelves: # a comment\n  - name: a", "memo: word  # a comment", "memo: {text: word  # a comment\n}",
		"texts: [ # a comment\n a, # another\n b]",
	} {
		if _, err := yamldoc.Read([]byte(text), new(notebook)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
