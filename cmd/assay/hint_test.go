package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
)

// Every case has a hint on the command line, and none of them names a key.
func TestHintsNameFlagsAndCommands(t *testing.T) {
	source, err := os.ReadFile("../../assessment/error.go")
	if err != nil {
		t.Fatal(err)
	}
	cases := regexp.MustCompile(`Case += "(\w+)"`).FindAllSubmatch(source, -1)
	if len(cases) < 30 {
		t.Fatalf("only %d cases were found", len(cases))
	}
	command, root := regexp.MustCompile("`assay ([a-z]+(?: [a-z]+)*)"), newApp(world{}).rootCommand()
	root.InitDefaultHelpCmd()
	key := regexp.MustCompile(`(?i)\bpress\b|\bkey\b|\bctrl\+|\benter\b|\besc\b`)
	for _, c := range cases {
		hint := hintFor(assessment.Case(c[1]), []string{"one", "two"})
		if hint == "" || key.MatchString(hint) && !strings.HasPrefix(string(c[1]), "key_") { // these are about keys of SSH
			t.Errorf("the hint for %s is %q", c[1], hint)
		}
		for _, named := range command.FindAllStringSubmatch(hint, -1) {
			if found, _, err := root.Find(strings.Fields(named[1])); err != nil || found.CommandPath() != "assay "+named[1] {
				t.Errorf("the hint for %s names a command that does not exist: %q", c[1], hint)
			}
		}
	}
	for _, code := range []assessment.Code{assessment.Locked, assessment.NotOurs, assessment.Newer, assessment.Damaged} {
		if hintForCode(code) == "" {
			t.Errorf("no hint for the code %s", code)
		}
	}
}

func TestHintOfTheOutermost(t *testing.T) {
	inner := assessment.Errorf(assessment.Invalid, "no evaluator is named").Because(assessment.NoEvaluator)
	outer := failf(assessment.Usage, "see the manual", "cannot begin: %w", inner)
	if hintOf(inner) == "" || hintOf(outer) != "see the manual" || assessment.CodeOf(outer) != assessment.Usage {
		t.Errorf("%q, %q, %s", hintOf(inner), hintOf(outer), assessment.CodeOf(outer))
	}
}
