package tui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Esc leaves every dialog that takes a text, at once, and the text is there when the
// dialog opens again. While it is typed, the cursor of the terminal is behind it, also
// behind wide letters and letters with marks, where an input method shows what it
// composes.
func TestEscLeavesEveryDialogAndKeepsItsText(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 100, 30)
		const text = "Nguyén 北京 e\u0301 7"
		dialog := func(title string, open ...string) {
			t.Helper()
			before := ui.body()
			ui.Press(open...).See(title).Type(text)
			if at := strings.ReplaceAll(ui.beforeCursor(), "\u0301", ""); !strings.HasSuffix(at, strings.ReplaceAll(text, "\u0301", "")) {
				t.Errorf("%s: the cursor is behind %q:\n%s", title, at, ui.Text())
			}
			if ui.Press("esc"); regexp.MustCompile(`╭─.*` + regexp.QuoteMeta(title)).MatchString(ui.Text()) {
				t.Errorf("%s: esc does not leave it:\n%s", title, ui.Text())
			}
			stays := !strings.Contains(ui.Text(), "? all keys") // the list from which it opened
			again := open
			if stays {
				again = open[len(open)-1:]
			}
			ui.Press(again...)
			if !strings.Contains(strings.ReplaceAll(ui.Text(), "\u0301", ""), strings.ReplaceAll(text, "\u0301", "")) {
				t.Errorf("%s: the text is gone:\n%s", title, ui.Text())
			}
			if ui.Press("esc"); stays {
				ui.Press("esc")
			}
			if after := ui.body(); after != before {
				t.Errorf("%s: esc leads elsewhere:\n%s", title, ui.Text())
			}
		}
		dialog("New vendor", "n")
		dialog("New request for proposals", "R")
		ui.Press("j", "j", "enter").See("Pacific IT Partners")
		dialog("Decide on Pacific", "D")
		ui.Press("A")
		dialog("New action", "a")
		ui.Press("esc")
		dialog("A link under Pacific", "C", "a")
		ui.Press("enter", "g").Type("baa1").Press("enter").See("BAA-01")
		dialog("Word for word", `"`)
		ui.Press("g").Type("baa2").Press("enter").See("BAA-02")
		dialog("is documented", "d")
		dialog("is verified", "v")
		dialog("is attested", "a")
		dialog("is not applicable", "x")
		dialog("Red flag on BAA-02", "f", "2")
		dialog("Resolve: Offers", "F", "1")
		dialog("Who is in the room?", "S")
		ui.Press("g").Type("scn1").Press("enter").See("SCN-01")
		dialog("Grade of somebody else", "s")
		ui.Press("g").Type("sow_start").Press("enter").See("sow_start")
		dialog("Start of the work", "enter")
		ui.Press("esc", "esc")
		ui.Press("b", "W")
		ui.Press("esc", "k")
		ui.Press("g")
		dialog("Award", "W")
		ui.Press("c").See("compare")
		seek(ui, "▸ BAA")
		ui.Press("+")
		dialog("Record what if", "s")
		ui.Press("esc", "esc").Leave()
	})
}

// Every dialog with a text is laid over the screen in one place, so that esc does the
// same in all of them.
func TestDialogsAreLeftInOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source to look at:", err)
	}
	own := regexp.MustCompile(`&?asked\{|dialog\.Left\b`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "overlay.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if own.MatchString(line) {
				t.Errorf("%s:%d leaves a dialog on its own: use ask and show of overlay.go: %s", file, n+1, strings.TrimSpace(line))
			}
		}
	}
}
