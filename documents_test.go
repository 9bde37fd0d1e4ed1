package assay_test

import (
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link     = regexp.MustCompile(`\]\(([^)#:\s]*)(#[^)\s]*)?\)`)
	heading  = regexp.MustCompile(`(?m)^#+ (.*)$`)
	codePath = regexp.MustCompile("`((?:\\w+/)+[\\w.]+\\.(?:go|sql|json|golden|md))`")
	document = regexp.MustCompile(`[\w./-]+\.md\b|\bDESIGN\b`)
)

// Every link of a document leads to a file and a heading, and every source file
// that a document names exists.
func TestDocumentsNameFilesThatExist(t *testing.T) {
	for _, name := range documents(t) {
		text := read(t, name)
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			target, fragment := path.Join(path.Dir(name), found[1]), strings.TrimPrefix(found[2], "#")
			if found[1] == "" {
				target = name
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", name, target)
			} else if fragment != "" && !anchors(read(t, target))[fragment] {
				t.Errorf("%s links to a heading %q, which %s does not have", name, fragment, target)
			}
		}
		for _, found := range codePath.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(found[1]); err != nil && !strings.Contains(found[1], "N") { // NAME and NNNN are for the reader to choose
				t.Errorf("%s names %s, which does not exist", name, found[1])
			}
		}
	}
}

// A comment cites no document that a reader of this repository cannot open.
func TestCommentsCiteDocumentsThatExist(t *testing.T) {
	eachSource(t, func(name string) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range file.Comments {
			for _, cited := range document.FindAllString(group.Text(), -1) {
				if _, err := os.Stat(cited); err != nil {
					t.Errorf("%s cites %s, which is not in this repository", name, cited)
				}
			}
		}
	})
}

// The list of packages in docs/architecture.md is complete.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	_, section, _ := strings.Cut(read(t, "docs/architecture.md"), "\n## The house\n")
	for _, r := range house {
		if !strings.Contains(section, path.Base(r.path)+"/ ") && !strings.Contains(section, r.path+"/ ") {
			t.Errorf("docs/architecture.md does not list package %s", r.path)
		}
	}
}

func documents(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	return names
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// anchors are the fragments of the headings, as GitHub makes them.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		kept := strings.Map(func(r rune) rune {
			if r == ' ' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
				return r
			}
			return -1
		}, strings.ToLower(found[1]))
		all[strings.ReplaceAll(kept, " ", "-")] = true
	}
	return all
}
