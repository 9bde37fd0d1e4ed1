package yamldoc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"assay/assessment/input/inputtest"
	"assay/questionnaire/yamldoc"

	"github.com/google/go-cmp/cmp"
)

// shelf has a field of every type that a target may have.
type shelf struct {
	label
	Text     string              `json:"text"`
	Number   int                 `json:"number"`
	Truth    bool                `json:"truth"`
	Texts    []string            `json:"texts"`
	Numbers  []int64             `json:"numbers"`
	Grid     [][]string          `json:"grid"`
	Shelves  []shelf             `json:"shelves"`
	Inner    *shelf              `json:"inner"`
	Pointers []*label            `json:"pointers"`
	Notes    map[string]string   `json:"notes"`
	Groups   map[string][]string `json:"groups"`
	Labels   map[string]label    `json:"labels"`
	Days     day                 `json:"days"`
	Whatever whatever            `json:"whatever"`
	Many     []whatever          `json:"many"`
}

type label struct {
	Name string `json:"name"`
	Size *int   `json:"size"`
}

func (d day) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%dd", int(d)), nil }

// whatever accepts any value through json.Unmarshaler.
type whatever struct{ value any }

func (w *whatever) UnmarshalJSON(text []byte) error { return json.Unmarshal(text, &w.value) }

func (w whatever) MarshalJSON() ([]byte, error) { return json.Marshal(w.value) }

var seeds = []string{
	"name: a\nsize: 3\ntext: |\n  one\n\n  two\nnumber: -5\ntruth: true\ntexts: [a, 'b', \"c\\n\\u0041\"]\nnumbers:\n- 1\n- 0777\n",
	"grid:\n- - a\n  - b\n- [c]\nshelves:\n  - name: x\n    shelves: [{number: 1}]\n  - {}\ninner: {inner: {text: >-\n  folded}}\n",
	"pointers: [null, {name: a}]\nnotes: {a: no, b: ~, c: 1e999, d: 0x1F, e: .inf, f: 2026-11-22}\ngroups: {a: [], b: null}\nlabels:\n  a.b: {name: c}\n",
	"days: 3d\nwhatever: {a: [1, 2.5, null, true, \"x\"], b: 1e21, c: 1_000}\nmany: [1, [2], {c: d}]\n",
	"---\ntext: a # comment\n...\n", "\uFEFFtext: a\r\nnumber: 1\r\n", "text: a\rnumber: 1\r",
	`{"name":"a","size":null,"text":"\ud83d\ude00<\\","number":1,"texts":["a:b","- c"],"whatever":{"x":1e+21,"y":-0.5}}`,
	"a: &x [*x]\n<<: {b: !c d}\n", "? a\n: b\n", "%YAML 1.2\n---\na\n", "text: \"open\n", "text: 'don't'\n", "text: a: b\n", "text:\n\tname: a\n",
	"text: {a: b: c}\n", "texts:\n  - a\n  b\n", "texts: [a,,b]\n", "text: |9\n a\n", "text: \"\\q\"", "\x00", "\xff", "[[[[[[[[[[[[[[[[", "- - - - - -", "{a: {a: {a: {",
}

// FuzzRead checks the promises of the package for any file. Read accepts it, or
// every mistake has a position inside the file. It comes back, with at most 256 MB.
// A value that was read, written as JSON and read again stays the same.
func FuzzRead(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var got shelf
		var err error
		inputtest.Bounded(t, func() { _, err = yamldoc.Read(text, &got) })
		if err != nil {
			positionsAreInside(t, err, string(text))
			return
		}
		sameFromJSON(t, got)
	})
}

func positionsAreInside(t *testing.T, err error, text string) {
	t.Helper()
	var mistakes yamldoc.Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) == 0 {
		t.Fatalf("got %#v", err)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\uFEFF"))
	lines := strings.Split(text, "\n")
	for _, m := range mistakes {
		if m.Line < 1 || m.Line > len(lines) || m.Column < 1 || m.Column > utf8.RuneCountInString(lines[m.Line-1])+1 {
			t.Errorf("the position is outside the file: %v", m)
		}
	}
}

func sameFromJSON(t *testing.T, want shelf) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got shelf
	if _, err := yamldoc.Read(text, &got); err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(shelf{}, whatever{})); diff != "" {
		t.Errorf("%s\n%s", text, diff)
	}
}
