package assay_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// habits are ways to write around the subject of a sentence. A few are
// harmless; many make a text that must be read twice. CONTRIBUTING.md shows how
// to write instead.
var habits = []struct {
	name   string
	phrase *regexp.Regexp
	most   int // in a thousand comments
}{
	{"a clause that begins with what", regexp.MustCompile(`\b[Ww]hat (is|are|was|were|has|had|does|did|do|can|could|must|may|will|would|` +
		`stands?|follows?|counts?|came|comes|people|they|it|he|she|we|others?|somebody|nobody|becomes?|became|blocks?|remains?|fits?|belongs?|an?|the)\b`), 20},
	{"something that stands", regexp.MustCompile(`\b(stands?|stood)\b`), 5},
}

// A comment is one run of comment lines outside tests.
func TestCommentsArePlainEnglish(t *testing.T) {
	comments := 0
	found := make([][]string, len(habits))
	eachSource(t, func(name string) {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range file.Comments {
			comments++
			text := strings.Join(strings.Fields(group.Text()), " ")
			for n, habit := range habits {
				if phrase := habit.phrase.FindString(text); phrase != "" {
					found[n] = append(found[n], fmt.Sprintf("%s: %s", files.Position(group.Pos()), phrase))
				}
			}
		}
	})
	for n, habit := range habits {
		if most := comments * habit.most / 1000; len(found[n]) > most {
			t.Errorf("%d of %d comments have %s, at most %d may:\n%s", len(found[n]), comments, habit.name, most, strings.Join(found[n], "\n"))
		}
	}
}
