package tui

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
	"assay/tui/keys"
)

// A hint in the workbench names a key, not a flag or a command, except where
// only a command can help.
func TestHintsNameKeys(t *testing.T) {
	source, err := os.ReadFile("../assessment/error.go")
	if err != nil {
		t.Fatal(err)
	}
	cases := regexp.MustCompile(`Case += "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(cases) < 30 {
		t.Fatalf("only %d cases were found", len(cases))
	}
	command := regexp.MustCompile("--[a-z]|`|\\bassay ")
	for _, c := range cases {
		if hint := hintFor(assessment.Case(c[1]), []string{"one", "two"}); command.MatchString(hint) {
			t.Errorf("the hint for %s is %q", c[1], hint)
		}
	}
	if hint := hintFor(notSaved, nil); !strings.HasPrefix(hint, keyOf(keys.Retry)+" ") || keyOf(keys.Retry) != "ctrl+s" {
		t.Errorf("the hint is %q", hint)
	}
}
