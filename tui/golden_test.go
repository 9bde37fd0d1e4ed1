package tui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/questionnaire"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// sizes are the windows in which every screen is kept: too small, small, usual, large.
var sizes = [][2]int{{80, 24}, {120, 40}, {200, 60}, {40, 10}}

// sized is the name of a screen at a size.
func sized(name string, size [2]int) string { return fmt.Sprintf("%s-%dx%d", name, size[0], size[1]) }

// The screens, as text, at the sizes that matter. Run with -update to write
// them anew, and read the difference.
func TestGoldenScreens(t *testing.T) {
	for _, s := range []struct {
		name string
		keys []string
		fill func(b *workbench) string
	}{
		{"portfolio", nil, (*workbench).filled},
		{"vendor", []string{"j", "j", "enter"}, (*workbench).filled},
		{"interview-gate", []string{"j", "j", "i", "g", "b", "a", "a", "1", "enter"}, (*workbench).filled},
		{"interview-scenario", []string{"j", "i", "g", "s", "c", "n", "1", "enter", "t", "1", "t"}, (*workbench).filled},
		{"interview-fact", []string{"i", "g", "p", "r", "i", "v", "enter"}, (*workbench).filled},
		{"evidence-dialog", []string{"j", "i", "g", "t", "e", "c", "1", "enter", "v"}, (*workbench).filled},
		{"actions", []string{"enter", "A", "j"}, (*workbench).promised},
		{"evidence", []string{"enter", "E", "j"}, (*workbench).withFiles},
		{"evidence-unread", []string{"enter", "E"}, (*workbench).received},
		{"evidence-read", []string{"enter", "E", "r"}, (*workbench).received},
		{"review", []string{"j", "enter", "R", "j"}, (*workbench).filled},
		{"journal", []string{"enter", "J", "j"}, (*workbench).withFiles},
		{"journal-verified", []string{"enter", "J", "v", "enter"}, (*workbench).withFiles},
		{"agenda", []string{"enter", "T", "-"}, meetingAtAward},
		{"agenda-outside", []string{"enter", "T", "tab"}, meetingAtAward},
		{"agenda-clock", []string{"enter", "T", "t", "6", "enter", "S", "D", "a", "n", "a", "enter", "enter", "tab", "tab"}, meetingAtAward},
		{"interview-narrowed", []string{"i", "L", "2"}, meetingAtAward},
		{"help", []string{"i", "?"}, (*workbench).filled},
		{"checklist-vendor", []string{"enter"}, (*workbench).starting},
		{"checklist-line", []string{"i", "k"}, (*workbench).starting},
		{"computed-date", []string{"i", "g", "a", "c", "c", "enter"}, (*workbench).starting},
		{"help-item", []string{"i", "?", "tab"}, (*workbench).starting},
		{"help-glossary", []string{"i", "?", "/"}, (*workbench).starting},
		{"panel", []string{"enter", "P"}, (*workbench).panelled},
		{"journal-entry", []string{"j", "enter", "J", "enter"}, (*workbench).filled},
		{"palette", []string{":"}, (*workbench).filled},
		{"due", []string{"d"}, (*workbench).filled},
		{"find", []string{"i", "/"}, (*workbench).filled},
		{"note", []string{"i", "N"}, (*workbench).filled},
		{"quote", []string{"i", `"`}, (*workbench).filled},
		{"red-flag", []string{"j", "j", "i", "g", "b", "a", "a", "1", "enter", "f"}, (*workbench).filled},
		{"evidence-records", []string{"j", "i", "g", "t", "e", "c", "1", "enter", "e"}, (*workbench).filled},
		{"session", []string{"i", "S"}, (*workbench).filled},
		{"new-vendor", []string{"n"}, (*workbench).filled},
		{"new-rfp", []string{"R"}, (*workbench).filled},
		{"assess", []string{"a"}, (*workbench).filled},
		{"checks", []string{"i", "y", "d", "shift+tab", "shift+tab", "1", "3"}, (*workbench).starting},
	} {
		t.Run(s.name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				s.fill(b)
				ui := b.start(t, 80, 24).Press(s.keys...)
				for _, size := range sizes {
					ui.At(size[0], size[1])
					compareGolden(t, sized(s.name, size), ui.Text()+"\n")
				}
				ui.Leave()
			})
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "screens", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-kept +now):\n%s", name, diff)
	}
}

func meetingAtAward(b *workbench) string { return b.meeting(questionnaire.Award) }
