package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// More vendors than a terminal is wide stand in several tables.
func TestColumnsAreSharedOutAmongTablesThatFit(t *testing.T) {
	for _, c := range []struct {
		name   string
		widths []int
		room   int
		want   [][2]int
	}{
		{"all fit", []int{5, 10, 8, 8, 8}, 39, [][2]int{{2, 5}}},
		{"one short", []int{5, 10, 8, 8, 8}, 38, [][2]int{{2, 4}, {4, 5}}},
		{"one at a time, though even that is too wide", []int{5, 10, 8, 8}, 12, [][2]int{{2, 3}, {3, 4}}},
	} {
		if diff := cmp.Diff(c.want, columnGroups(c.widths, c.room)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestNoPDFIsWrittenToATerminal(t *testing.T) {
	home := t.TempDir()
	demo := filepath.Join(home, "demo.db")
	for _, args := range [][]string{{"demo", "--load-only", "--db", demo}, {"compare", "kestrel", "oakhollin", "ellsmarch", "--db", demo}} {
		s := openTerminal(t, home, "assay", args...)
		code, all := s.end()
		if code != 0 {
			t.Fatalf("%v ends with %d:\n%s", args, code, all)
		}
		if args[0] == "compare" && strings.Count(all, "milestone") != 3 {
			t.Errorf("three vendors do not stand in three tables of 80 columns:\n%s", all)
		}
	}
	for _, out := range [][]string{nil, {"-o", "-"}} {
		s := openTerminal(t, home, "assay", append([]string{"compare", "kestrel", "oakhollin", "--db", demo, "--format", "pdf"}, out...)...)
		if code, all := s.end(); code != 2 || !strings.Contains(all, "a PDF is not written to a terminal") {
			t.Errorf("%v ends with %d:\n%s", out, code, all)
		}
	}
}
