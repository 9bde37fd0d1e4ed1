package assay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"

	"assay/questionnaire/citation"

	"github.com/goccy/go-yaml"
)

// Whatever text this program ships or shows, each provision in it exists and has
// been checked.
func TestEveryShippedCitationIsKnown(t *testing.T) {
	cites, unchecked := 0, map[string]bool{}
	look := func(file, key, text string) {
		if strings.Contains(text, citation.Unchecked) {
			unchecked[file] = true
		}
		var found []error
		if key == "cites" {
			cites++
			if err := citation.Check(text); err != nil {
				found = append(found, err)
			}
		} else {
			found = citation.CheckProse(text)
		}
		for _, err := range found {
			t.Errorf("%s: %v\n%s", file, err, text)
		}
	}
	eachShippedText(t, look)
	eachSource(t, func(name string) {
		// This package names the words, so that lint can find them.
		if path.Dir(name) != "questionnaire/citation" {
			eachLiteral(t, name, look)
		}
	})
	for _, name := range documents(t) {
		look(name, "", read(t, name))
	}
	for file := range unchecked {
		t.Errorf("%s says %q to its reader; check the citation, or cite the level that is certain", file, citation.Unchecked)
	}
	if cites < 100 {
		t.Errorf("found only %d citations in the shipped files", cites)
	}
}

// eachShippedText visits every text in the shipped YAML files, with the key that
// it or its list has. Comments are not shown to anybody.
func eachShippedText(t *testing.T, do func(file, key, text string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), "templates", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".yaml" {
			return err
		}
		var document any
		if err := yaml.Unmarshal([]byte(read(t, name)), &document); err != nil {
			return err
		}
		eachText("", document, func(key, text string) { do(name, key, text) })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func eachText(key string, node any, do func(key, text string)) {
	switch n := node.(type) {
	case string:
		do(key, n)
	case []any:
		for _, value := range n {
			eachText(key, value, do)
		}
	case map[string]any:
		for key, value := range n {
			eachText(key, value, do)
		}
	}
}

// eachLiteral visits every string that a Go file writes.
func eachLiteral(t *testing.T, name string, do func(file, key, text string)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(name, err)
			}
			do(name, "", text)
		}
		return true
	})
}
