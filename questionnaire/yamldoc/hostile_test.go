package yamldoc_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"assay/questionnaire/yamldoc"

	"github.com/goccy/go-yaml"
)

// hostile is a file of about n bytes that tries to take very long.
type hostile struct {
	name string
	text func(n int) string
	says string // part of the error; "" if the file is harmless and accepted
}

const (
	tooMany = "more than 150000 values and punctuation marks"
	tooDeep = "more than 32 levels of nesting"
)

var hostiles = []hostile{
	{"opening brackets", around("text: ", "[", ""), tooMany},
	{"opening brackets, few", at(1000, around("text: ", "[", "")), tooDeep},
	{"brackets in brackets", at(1000, func(n int) string { return strings.Repeat("[", n/2) + strings.Repeat("]", n/2) }), tooDeep},
	{"opening braces", at(1000, around("", "{", "")), tooDeep},
	{"maps in maps in one line", around("", "{a: ", ""), tooMany},
	{"maps in maps in one line, few", at(1000, around("", "{a: ", "")), tooDeep},
	{"maps in maps by indentation", staircase("a:"), tooDeep},
	{"lists in lists by indentation", staircase("-"), tooDeep},
	{"dashes in one line", at(100_000, around("", "- ", "")), tooDeep},
	{"dashes without value", at(200_000, around("texts:\n", "-\n", "")), "more than 2000 keys and dashes have no value"},
	{"dashes with value", at(200_000, around("texts:\n", "- a\n", "")), ""},
	{"keys without value", at(200_000, numbered("notes: {", ":,", "}")), "more than 2000 keys and dashes have no value"},
	{"words between braces", at(200_000, numbered("notes: {", ",", "}")), `has no value`},
	{"commas alone", at(100_000, around("texts: [", ",", "]")), "not readable as YAML"},
	{"one key, always the same", at(200_000, around("", "text: b\n", "")), "more than 1000 keys in one mapping"},
	{"many keys by indentation", at(200_000, numbered("notes:\n ", ": b\n ", "")), "more than 1000 keys in one mapping"},
	{"many keys between braces", at(200_000, numbered("notes: {", ": b,", "}")), ""},
	{"keys between brackets without commas", at(100_000, numbered("texts: [\n", ": b\n", "]")), "a comma or a closing bracket is missing before this key"},
	{"many unknown keys", at(200_000, numbered("{", ": b,", "}")), "more than 200 mistakes; the rest are not shown"},
	{"long key", around("", "k", ": a"), "this key is longer than 256 bytes"},
	{"long keys around many values", longKeys, "the file has too many values below long keys"},
	{"one word", around("text: ", "a", ""), ""},
	{"one number", around("number: ", "1", ""), "expected a whole number"},
	{"one number with points", around("text: 0x", "f", ""), ""},
	{"numbers out of range", at(200_000, around("numbers: [", "1e999,", "]")), "expected a whole number, got the text \"1e999\""},
	{"spaces", around("", " ", ""), "the file is empty"},
	{"blank lines", around("", "\n", ""), "the file is empty"},
	{"blank lines in a quoted text", around("text: \"", "\n", "\""), ""},
	{"blank lines behind a text", around("text: |\n  a", "\n", ""), "too many blank lines inside a text"},
	{"lines of spaces behind a text", around("text: |\n", "  \n", ""), "too many blank lines inside a text"},
	{"lines of a text", around("text: |\n", "  a\n", ""), ""},
	{"lines of a folded text, each further in", around("text: >\n", "  a\n     b\n   c\n", ""), ""},
	{"lines that look like a list", at(500_000, around("text: a\n", "  - b\n", "")), ""},
	{"lines ended by CR LF", around("text: a\r\n", "  b\r\n", ""), ""},
	{"tabs in a quoted text", around("text: \"", "\t", "\""), "too many tabs or < signs on long lines"},
	{"escapes", around("text: \"", `\u0041`, "\""), ""},
	{"doubled quotes", around("text: '", "''", "'"), tooMany},
	{"a quote left open", around("text: \"", "a", ""), "the quote that opens here is never closed"},
	{"less-than signs", around("text: ", "<", ""), "too many tabs or < signs on long lines"},
	{"byte order marks", around("", "\uFEFF", ""), "expected keys and values"},
	{"zero bytes", around("", "\x00", ""), "control character U+0000"},
	{"bytes that are no text", around("", "\xff", ""), "the file is not UTF-8 text"},
	{"question marks", at(100_000, around("", "? ", "")), "keys after a question mark are not allowed"},
	{"documents", at(200_000, around("", "---\na\n", "")), "a file must contain only one document"},
	{"ends of documents", at(200_000, around("", "...\n", "")), "a file must contain only one document"},
	{"comments", at(200_000, around("", "#\n", "")), "the file is empty"},
	{"anchors", at(200_000, around("", "&a ", "")), "anchors and aliases are not allowed"},
	{"aliases", at(200_000, around("", "*a ", "")), "anchors and aliases are not allowed"},
	{"tags", at(200_000, around("", "!a ", "")), "tags are not allowed"},
	{"merge keys", at(200_000, around("", "<<: a\n", "")), "merge keys are not allowed"},
	{"directives", at(200_000, around("", "%a\n", "")), "directives are not allowed"},
	{"heads of texts", at(100_000, around("", "|\n", "")), "not readable as YAML"},
	{"letters that are reserved", at(200_000, around("", "@\n", "")), "a text without quotes cannot begin with this character"},
}

// around repeats a unit between a head and a tail, up to n bytes.
func around(head, unit, tail string) func(int) string {
	return func(n int) string { return head + strings.Repeat(unit, (n-len(head)-len(tail))/len(unit)) + tail }
}

// at makes a file of at most this many bytes, so that it stays under the first
// limits and reaches a later one.
func at(most int, text func(int) string) func(int) string {
	return func(n int) string { return text(min(n, most)) }
}

// numbered writes k0, k1, k2 …, each followed by the same text.
func numbered(head, after, tail string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len()+len(after)+len(tail)+10 < n; i++ {
			fmt.Fprintf(&b, "k%d%s", i, after)
		}
		return b.String() + tail
	}
}

// staircase repeats a line and indents it by one more space each time.
func staircase(line string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len()+i+len(line)+1 < n; i++ {
			b.WriteString(strings.Repeat(" ", i) + line + "\n")
		}
		return b.String()
	}
}

// longKeys puts a long list below 20 nested long keys.
func longKeys(n int) string {
	var b strings.Builder
	for i := range 20 {
		b.WriteString(strings.Repeat(" ", i) + strings.Repeat("k", 250) + ":\n")
	}
	return around(b.String()+strings.Repeat(" ", 20)+"[", "a,", "]")(min(n, 150_000))
}

func TestHostileFilesAreRefusedInWords(t *testing.T) {
	for _, h := range hostiles {
		t.Run(h.name, func(t *testing.T) {
			_, err := yamldoc.Read([]byte(h.text(yamldoc.MaxBytes)), new(shelf))
			switch {
			case h.says == "" && err != nil:
				t.Errorf("got %.200v, want no error", err)
			case h.says != "" && (err == nil || !strings.Contains(err.Error(), h.says)):
				t.Errorf("got %.200v, want %q", err, h.says)
			}
		})
	}
}

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	_, err := yamldoc.Read(make([]byte, yamldoc.MaxBytes+1), new(shelf))
	if err == nil || err.Error() != "1:1: the file has 1048577 bytes; the limit is 1048576" {
		t.Errorf("got %v", err)
	}
}

// BenchmarkHostile reads each hostile file at its full size. It also compares the
// time for 16 KiB with the time of the YAML library alone. At full size the
// library alone would take minutes or hours.
func BenchmarkHostile(b *testing.B) {
	for _, h := range hostiles {
		b.Run(h.name, func(b *testing.B) {
			full, small := []byte(h.text(yamldoc.MaxBytes)), []byte(h.text(16<<10))
			var whole, ours, library time.Duration
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				whole += timed(func() { yamldoc.Read(full, new(shelf)) })
			}
			runtime.ReadMemStats(&after)
			ours = timed(func() { yamldoc.Read(small, new(shelf)) })
			library = timed(func() { yaml.Unmarshal(small, new(any)) })
			b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/(1<<20), "MB")
			b.ReportMetric(float64(ours)/float64(library), "x_yaml_library")
		})
	}
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}
