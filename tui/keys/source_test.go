package keys_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/tui/keys"
)

// Outside the table no code names a key: where a message is handled, no literal
// is compared with its text, no binding is made, and no footer prints a key by
// hand.
func TestKeysAreOnlyInTheTable(t *testing.T) {
	for _, folder := range []string{"..", "../dialog"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal("no source to look at:", err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, found := range namedKeys(t, file) {
				t.Errorf("%s: take the key from package keys", found)
			}
		}
	}
}

// The test above finds what it looks for.
func TestNamedKeysAreFound(t *testing.T) {
	if found := namedKeys(t, "testdata/named.go"); len(found) != 5 {
		t.Errorf("5 keys are named there, found %q", found)
	}
}

// namedKeys lists the places in a file that name a key.
func namedKeys(t *testing.T, file string) (found []string) {
	t.Helper()
	var all []string
	for _, b := range keys.Table() {
		all = append(all, b.Keys()...)
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	check := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if lit, is := e.(*ast.BasicLit); is && lit.Kind == token.STRING {
				if text, _ := strconv.Unquote(lit.Value); slices.Contains(all, text) {
					found = append(found, set.Position(lit.Pos()).String()+" names "+lit.Value)
				}
			}
		}
	}
	for _, d := range parsed.Decls {
		f, is := d.(*ast.FuncDecl)
		if !is {
			continue
		}
		handles := false
		ast.Inspect(f, func(n ast.Node) bool {
			if s, is := n.(*ast.SelectorExpr); is && (s.Sel.Name == "KeyPressMsg" || s.Sel.Name == "Msg") {
				handles = true
			}
			return true
		})
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause:
				if handles {
					check(n.List...)
				}
			case *ast.BinaryExpr:
				if handles && (n.Op == token.EQL || n.Op == token.NEQ) {
					check(n.X, n.Y)
				}
			case *ast.CallExpr:
				s, is := n.Fun.(*ast.SelectorExpr)
				switch {
				case is && (s.Sel.Name == "WithKeys" || s.Sel.Name == "SetKeys"):
					check(n.Args...)
				case is && s.Sel.Name == "Put" && isKeyInk(n.Args[0]), is && s.Sel.Name == "On" && isKeyInk(s.X):
					check(n.Args...)
				}
			}
			return true
		})
	}
	return found
}

// isKeyInk reports the ink in which keys are printed.
func isKeyInk(e ast.Expr) bool {
	s, is := e.(*ast.SelectorExpr)
	return is && s.Sel.Name == "Key"
}
