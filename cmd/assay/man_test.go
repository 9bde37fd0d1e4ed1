package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"assay/tui/keys"
)

func manual(t *testing.T) (root *cobra.Command, text string) {
	t.Helper()
	a := newApp(world{getenv: os.Getenv, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr})
	root = a.rootCommand()
	return root, manualPage(root, a.folders)
}

// The manual page has its sections in the usual order, every command, and every
// key of the table.
func TestManualPageIsWhole(t *testing.T) {
	root, text := manual(t)
	at := 0
	for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS"} {
		n := strings.Index(text[at:], `.SH "`+section+`"`)
		if n < 0 {
			t.Fatalf("section %s is missing, or not in its place", section)
		}
		at += n
	}
	var walk func(of *cobra.Command)
	walk = func(of *cobra.Command) {
		for _, cmd := range of.Commands() {
			if cmd.IsAvailableCommand() && !cmd.HasAvailableSubCommands() && !strings.Contains(text, `.SS "`+escaped(cmd.CommandPath())) {
				t.Errorf("%s is missing", cmd.CommandPath())
			}
			walk(cmd)
		}
	}
	walk(root)
	for _, b := range keys.Table() {
		if names := b.Names(); len(names) > 0 && !strings.Contains(text, `\fB`+escaped(strings.Join(names, ", "))+`\fR`+"\n"+escaped(b.Help)+"\n") {
			t.Errorf("the keys %q for %s are missing", names, b.Action)
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		switch name, _, _ := strings.Cut(line, " "); {
		case strings.HasPrefix(line, "'"), strings.HasPrefix(line, ".") && !strings.Contains(" .TH .SH .SS .TP .PP .br .nf .fi ", " "+name+" "):
			t.Errorf("a line of text is taken for a command: %q", line)
		}
	}
}

// Where man can be asked, it sets the page without a complaint.
func TestManSetsThePage(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil {
		t.Skip("man is not installed")
	}
	_, text := manual(t)
	cmd := exec.Command(man, "--warnings", "-l", "-")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=100", "MANROFFOPT=", "PAGER=cat", "MANPAGER=cat")
	cmd.Stdin = strings.NewReader(text)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	set, err := cmd.Output()
	if err != nil || complaint.Len() > 0 {
		t.Fatalf("man: %v %s", err, complaint.String())
	}
	for _, want := range []string{"EXIT STATUS", "assay verify", "save, from any line", "ASSAY_DB"} {
		if !strings.Contains(string(set), want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}
