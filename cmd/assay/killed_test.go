package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// questions is a questionnaire of one domain with n controls.
func questions(n int) string {
	var items strings.Builder
	for i := range n {
		fmt.Fprintf(&items, "      - {id: CTL-%02d, kind: control, title: Control %d, ask: \"Is it done?\", weight: 1, basis: K, phase: pre-award, asked_of: vendor, practice: true}\n", i+1, i+1)
	}
	return `id: many
version: 1.0.0
title: Many questions
scoring: {mode: scored, assurance: {claimed: 40, documented: 70, verified: 90, attested: 100}, scenario: {two_scorers: 90, one_scorer: 70, apart: 2, vague_cap: 1}, bands: {approve: 80, conditional: 65, remediate: 50}, coverage: 90, warning: {each: 3, most: 15}, thin: 20, risk: {review_days: {}}}
scales: {control: [none, little, some, much, all]}
domains:
  - id: CTL
    name: Controls
    weight: 1
    items:
` + items.String() + `evidence:
  - {id: EV-01, name: A record}
`
}

// An interview in a real terminal is killed with a key just pressed, again and
// again. Every answer that the screen called saved is there afterwards.
func TestKilledInterviewKeepsWhatTheScreenCalledSaved(t *testing.T) {
	home := t.TempDir()
	const controls = 40
	write(t, filepath.Join(home, "config", "assay", "questionnaires", "many.yaml"), questions(controls))
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor", "--questionnaire", "many")

	there := map[string]string{}
	for _, more := range []int{1, 7, 12} {
		s := openTerminal(t, home, "assay")
		inside := false // the program may open where it was killed
		s.wait("show the vendor or an item", func(shown string) bool {
			inside = currentItem.MatchString(shown)
			return inside || strings.Contains(shown, "Harbor") && strings.Contains(shown, "i interview")
		})
		if !inside {
			s.press("i")
		}
		saved := sorted(there)
		for range more {
			item := s.openItem(there)
			s.press("3")
			there[item] = "3"
			s.until(fmt.Sprintf("%d/%d", len(there), controls), "● saved")
			saved = append(saved, item)
		}
		s.openItem(there)
		s.press("4")
		if err := s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		s.end()

		there = recorded(t, home)
		for _, item := range saved {
			if there[item] == "" {
				t.Errorf("%s was saved on the screen, and is gone; there are %v", item, sorted(there))
			}
		}
		if len(there) > len(saved)+1 {
			t.Errorf("%d answers are there, %d were saved and one was on its way", len(there), len(saved))
		}
		if out, code := assay(t, home, "doctor"); code != 0 {
			t.Errorf("doctor ends with %d:\n%s", code, out)
		}
	}
}

var currentItem = regexp.MustCompile(`› (CTL-\d\d)`)

// openItem goes to an item that has no answer, and says which it is.
func (s *terminal) openItem(answered map[string]string) (item string) {
	s.t.Helper()
	s.wait("name an item", func(shown string) bool {
		found := currentItem.FindStringSubmatch(shown)
		if found != nil {
			item = found[1]
		}
		return found != nil
	})
	if answered[item] == "" {
		return item
	}
	s.press("\t")
	s.wait("go to an open item", func(shown string) bool {
		found := currentItem.FindStringSubmatch(shown)
		if found != nil {
			item = found[1]
		}
		return found != nil && answered[item] == ""
	})
	return item
}

// recorded gives the answers by item, as a program reads them.
func recorded(t *testing.T, home string) map[string]string {
	t.Helper()
	out, code := assay(t, home, "assess", "show", "harbor", "--json")
	if code != 0 {
		t.Fatalf("assess show ends with %d", code)
	}
	var shown struct {
		Answers map[string]struct {
			Value string `json:"value"`
		} `json:"answers"`
	}
	if err := json.Unmarshal([]byte(out), &shown); err != nil {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for id, answer := range shown.Answers {
		answers[id] = answer.Value
	}
	return answers
}

// A note that is typed is killed in the middle of a word, again and again. All that
// rested for a moment is offered afterwards.
func TestKilledWhileTypingKeepsADraft(t *testing.T) {
	home := t.TempDir()
	write(t, filepath.Join(home, "config", "assay", "questionnaires", "many.yaml"), questions(3))
	write(t, filepath.Join(home, "config", "assay", "config.yaml"), "evaluator: dana@lakeside.example\n")
	assay(t, home, "vendor", "add", "Harbor")
	assay(t, home, "assess", "new", "--vendor", "harbor", "--questionnaire", "many")
	typed := ""
	for n := range 3 {
		s := openTerminal(t, home, "assay")
		if s.until("Harbor"); n == 0 {
			s.press("i")
			s.until("CTL-01", "Eight keys")
			s.press("\x1b")
			s.until("CTL-01", "Is it done?")
			s.press("N")
		} else {
			s.until("Typed and not saved: 1 text", strings.TrimSpace(typed))
			s.press("c")
		}
		s.until("your editor")
		word := fmt.Sprintf("word%d ", n)
		typed += word
		s.press(word)
		s.until(strings.TrimSpace(typed))
		for until := time.Now().Add(patience); !draftHolds(t, home, strings.TrimSpace(typed)); <-time.After(20 * time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("%q is in no draft", typed)
			}
		}
		s.press("and mo")
		s.until("and mo")
		if err := s.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		s.end()
		if draftHolds(t, home, typed+"and mo") {
			typed += "and mo"
		}
	}
}

// draftHolds reports whether a draft on disk has a text.
func draftHolds(t *testing.T, home, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, "state", "assay", "drafts", "*", "*.json"))
	if err != nil || len(files) > 1 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && strings.Contains(string(content), text) {
			return true
		}
	}
	return false
}
