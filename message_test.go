package assay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// startsPrograms are packages for tests that start other programs, whose flags they name.
var startsPrograms = map[string]bool{"assessment/store/pgtest": true}

// The packages below the interfaces do not know how their callers are operated:
// no text in them names a flag or quotes a command.
func TestNoFlagsBelowTheInterfaces(t *testing.T) {
	forbidden := regexp.MustCompile("--[a-z]|`assay ")
	for _, folder := range []string{"questionnaire", "assessment", "report"} {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || startsPrograms[filepath.ToSlash(filepath.Dir(path))] {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if text, is := n.(*ast.BasicLit); is && text.Kind == token.STRING {
					if words, err := strconv.Unquote(text.Value); err == nil && forbidden.MatchString(words) {
						t.Errorf("%s: %s", files.Position(text.Pos()), text.Value)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
