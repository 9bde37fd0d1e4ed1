package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
)

// The tables of docs/people.md are those that the program applies.
func TestTheDocumentHasTheTableOfRoles(t *testing.T) {
	document := page(t, "docs/people.md")
	roles := each(assessment.Roles(), assessment.Role.String)
	table := fmt.Sprintf("| may | %s |\n|---|%s\n", strings.Join(roles, " | "), strings.Repeat("---|", len(roles)))
	for _, p := range assessment.Permissions() {
		marks := each(assessment.Roles(), func(r assessment.Role) string {
			if slices.Contains(p.Roles, r) {
				return "yes"
			}
			return ""
		})
		table += "| " + p.Does + " | " + strings.Join(marks, " | ") + " |\n"
	}
	if !strings.Contains(document, "\n"+table+"\n") {
		t.Errorf("docs/people.md does not have this table:\n%s", table)
	}
	rules := "| rule | says |\n|---|---|\n"
	for _, s := range assessment.Separations() {
		rules += fmt.Sprintf("| `%s` | %s |\n", s, s.Says())
	}
	if !strings.Contains(document, "\n"+rules+"\n") {
		t.Errorf("docs/people.md does not have this table:\n%s", rules)
	}
}

// The commands of docs/people.md do, one after the other, as the page says.
func TestTheCommandsOfThePeoplePageWork(t *testing.T) {
	script := "set -e\nexport ASSAY_EVALUATOR='Ruth Ortiz'\n"
	for _, name := range []string{"dana", "karel"} {
		script += "ssh-keygen -q -t ed25519 -N '' -f " + name + "\n"
	}
	blocks := shellBlock.FindAllStringSubmatch(page(t, "docs/people.md"), -1)
	if len(blocks) < 3 {
		t.Fatalf("the page has %d blocks of commands", len(blocks))
	}
	for _, block := range blocks {
		script += strings.ReplaceAll(block[1], "--reason \"policy", "--yes --reason \"policy")
	}
	home, err := inNewHome(filepath.Join(t.TempDir(), "home"), script)
	if err != nil {
		t.Fatal(err)
	}
	listed, code := assay(t, home, "people", "list")
	for _, line := range []string{"Ruth Ortiz\n  roles  approver, administrator\n", "Dana Whitfield\n  roles  evaluator\n", "Mina Sato\n  roles  administrator\n", "approver-never-evaluated"} {
		if code != 0 || !strings.Contains(listed, line) {
			t.Errorf("the list lacks %q:\n%s", line, listed)
		}
	}
}
