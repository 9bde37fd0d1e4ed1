package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// crashing is the program with a workbench that panics: at a key in Update, in View and
// in a command, and in a command that outlasts the start of an editor.
func crashing() {
	os.Exit(run(world{
		args: os.Args[1:], getenv: os.Getenv, now: time.Now, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		around: func(m tea.Model) tea.Model { return &crasher{Model: m} },
	}))
}

type crasher struct {
	tea.Model
	blind bool
}

func (c *crasher) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	press, _ := msg.(tea.KeyPressMsg)
	switch press.String() {
	case "f1":
		panic("update broke")
	case "f2":
		c.blind = true
	case "f3":
		return c, tea.Batch(nil, tea.Sequence(tea.ClearScreen, func() tea.Msg { panic("command broke") }))
	case "f4":
		return c, func() tea.Msg {
			for { // until the editor runs
				if _, err := os.Stat("editing"); err == nil {
					panic("command broke")
				}
			}
		}
	}
	_, cmd := c.Model.Update(msg)
	return c, cmd
}

func (c *crasher) View() tea.View {
	if c.blind {
		panic("view broke")
	}
	return c.Model.View()
}

// A crash of the workbench restores the terminal, says where the log is, and loses
// neither an answer nor a typed word: whether Update, View or a command panics, and
// also while an editor has the terminal.
func TestACrash(t *testing.T) {
	home := t.TempDir()
	db := filepath.Join(home, "demo.db")
	assay(t, home, "demo", "--load-only", "--db", db)
	edit := filepath.Join(home, "edit")
	write(t, edit, "#!/bin/sh\nprintf ' and edited' >>\"$1\"\n: >editing\necho the editor runs\nread line\n")
	if err := os.Chmod(edit, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("EDITOR", edit)
	const f1, f2, f3, f4 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"
	logIn := regexp.MustCompile(`the log is in (\S+\.log)`)
	for n, test := range []struct{ keys, broke string }{{f1, "update broke"}, {f2, "view broke"}, {f3, "command broke"}, {f4, "command broke"}} {
		s := openTerminal(t, home, "crashing", "--db", db, "--evaluator", "dana@lakeside.example")
		if n == 0 { // later it opens at the interview
			s.until("3 vendors")
			s.press("i")
		}
		s.until("answer")
		s.press("N")
		s.until("your editor")
		s.press(" typed")
		s.until("typed")
		s.press(test.keys)
		if test.keys == f4 {
			s.press("\x0f")
			s.until("the editor runs")
			s.press("\r") // the person leaves the editor
		}
		code, all := s.end()
		if code != 1 || strings.Contains(all, "goroutine ") || !strings.Contains(all, "\x1b[?1049l") {
			t.Errorf("%s: it ends with %d:\n%q", test.broke, code, all[max(0, len(all)-1500):])
		}
		after := all[strings.LastIndex(all, "\x1b[?1049l"):]
		found := logIn.FindStringSubmatch(strings.ReplaceAll(after, "\r\n", " "))
		if found == nil || !strings.Contains(after, "every answer is saved") || !strings.Contains(after, "hint: start assay again") {
			t.Fatalf("%s: it does not say where the log is:\n%q", test.broke, after)
		}
		log, err := os.ReadFile(found[1])
		if err != nil || !strings.Contains(string(log), test.broke) || !strings.Contains(string(log), "crash_test.go") || strings.Contains(string(log), "typed") {
			t.Errorf("%s: the log is %v:\n%s", test.broke, err, log)
		}
		if err := os.Remove(found[1]); err != nil {
			t.Error(err)
		}
		s.asNew()
		s = openTerminal(t, home, "assay", "--db", db, "--evaluator", "dana@lakeside.example")
		s.until("Typed and not saved: 1 text", " typed")
		if test.keys == f4 {
			s.until("typed and edited")
		}
		s.press("xy")
		s.until("discarded")
		s.press("\x03")
		s.end()
	}
	if out, code := assay(t, home, "doctor", "--db", db); code != 0 {
		t.Errorf("doctor ends with %d:\n%s", code, out)
	}
}
