package questionnaire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// constants are the names of the kinds in kind.go, with their values.
func constants(t *testing.T) (names, values []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, is := n.(*ast.ValueSpec); is && len(spec.Values) == 1 {
			if typ, isName := spec.Type.(*ast.Ident); isName && typ.Name == "Kind" {
				names = append(names, spec.Names[0].Name)
				values = append(values, strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
			}
		}
		return true
	})
	return names, values
}

// Parse refuses a constant without a row, and nothing grades a row that its kind
// does not find.
func TestEveryKindHasItsRow(t *testing.T) {
	_, values := constants(t)
	if diff := cmp.Diff(values, texts(Kinds()...)); diff != "" {
		t.Errorf("constants, and the rows of kinds: %s", diff)
	}
	for n := range kinds {
		if kinds[n].kind.row() != &kinds[n] {
			t.Errorf("%s does not find its row", kinds[n].kind)
		}
	}
	if Kind("wish").valid() || Kind("").valid() {
		t.Error("a kind without a row is taken for one")
	}
}

// Code that names a kind decides something that belongs in the table, and would
// forget the next kind.
func TestOnlyTheTableNamesKinds(t *testing.T) {
	names, _ := constants(t)
	names = slices.DeleteFunc(names, func(name string) bool { return name == "Evidence" }) // a field, too
	word := regexp.MustCompile(`\bquestionnaire\.(Evidence|` + strings.Join(names, "|") + `)\b`)
	here := regexp.MustCompile(`([!=]= |case )(Evidence|` + strings.Join(names, "|") + `)\b`)
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "kind.go" {
			return err
		}
		text, err := os.ReadFile(path)
		for n, line := range strings.Split(string(text), "\n") {
			code, _, _ := strings.Cut(line, "//")
			if word.MatchString(code) || filepath.Dir(path) == "../questionnaire" && here.MatchString(code) {
				t.Errorf("%s:%d names a kind: ask a method of Kind, or add a column to the table: %s", path, n+1, strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The columns of a row fit together.
func TestTheRowOfAKindIsWhole(t *testing.T) {
	words := map[string]Value{}
	for n := range kinds {
		row := &kinds[n]
		keys := map[string]bool{}
		for n, value := range row.values {
			if value.Text == "" || value.Words == "" || value.Key == "" || keys[value.Key] {
				t.Errorf("%s: the value %+v is not whole, or its key is taken", row.kind, value)
			}
			keys[value.Key] = true
			if n > 0 && value.Eighths >= row.values[n-1].Eighths {
				t.Errorf("%s: %s is not less than the value before it", row.kind, value.Text)
			}
			// AnswerWords does not ask for the kind.
			if known, is := words[value.Text]; is && known != value {
				t.Errorf("%s: %+v is %+v elsewhere", row.kind, value, known)
			}
			words[value.Text] = value
		}
		switch {
		case row.meaning == "":
			t.Errorf("%s has no meaning", row.kind)
		case row.effect == steers && (row.values != nil || row.scale != nil || row.shown != byNothing):
			t.Errorf("%s only steers, so nothing grades or shows it", row.kind)
		case row.effect != steers && (len(row.values) < 2 || row.values[0].Eighths != 8 || row.values[len(row.values)-1].Eighths != 0):
			t.Errorf("%s has no values from full practice to none", row.kind)
		case row.effect != steers && row.shown == byNothing:
			t.Errorf("%s counts, and nothing shows its answers", row.kind)
		case row.shown == byScorers && row.scale == nil:
			t.Errorf("%s is scored without anchors", row.kind)
		}
		if row.scale != nil && !slices.Equal(row.values, zeroToFour) {
			t.Errorf("%s has anchors for grades from 0 to 4, and other values", row.kind)
		}
	}
}

// An editor shows what each kind means.
func TestTheSchemaExplainsTheKinds(t *testing.T) {
	var want []string
	for n := range kinds {
		want = append(want, string(kinds[n].kind)+": "+kinds[n].meaning+".")
	}
	if diff := cmp.Diff(strings.Join(want, " "), readSchema(t).Defs["item"].Properties["kind"].Description); diff != "" {
		t.Error(diff)
	}
}

// The guide has the table of kinds as it is here.
func TestTheGuideKnowsTheKinds(t *testing.T) {
	guide, err := os.ReadFile("../docs/questionnaires.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "| kind | answers, with their keys | meaning | shown by |\n|---|---|---|---|\n"
	for n := range kinds {
		want += kinds[n].guide()
	}
	if !strings.Contains(string(guide), want) {
		t.Errorf("the guide must have:\n%s", want)
	}
}

// guide is the row as the guide prints it.
func (row *kindRow) guide() string {
	var answers []string
	for _, value := range row.values {
		answers = append(answers, "`"+value.Text+"` ("+value.Key+")")
	}
	if row.scale != nil {
		answers = []string{"grades `0` to `4`"}
	}
	if row.values == nil {
		answers = []string{"as its `answer` says"}
	}
	shown := map[shown]string{byNothing: "–", byRecords: "evidence", byScorers: "two scorers"}[row.shown]
	return "| `" + string(row.kind) + "` | " + strings.Join(answers, ", ") + " | " + row.meaning + " | " + shown + " |\n"
}
