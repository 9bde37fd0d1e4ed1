package tui_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

var heading = regexp.MustCompile(`╭─ (.*?) ─`)

// Twenty quick presses of one key make one request: no key opens the same dialog twice.
func TestABurstOfAKeyIsOneRequest(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		burst := func(keys string) {
			t.Helper()
			for _, key := range strings.Split(keys, "") {
				ui.Type(strings.Repeat(key, 20))
				found := heading.FindStringSubmatch(ui.Text())
				if found == nil {
					continue
				}
				if ui.Press("esc"); strings.Contains(ui.Text(), "╭─ "+found[1]+" ─") {
					t.Errorf("%q opens %q more than once:\n%s", key, found[1], ui.Text())
				}
				for heading.MatchString(ui.Text()) {
					ui.Press("esc")
				}
			}
		}
		burst("naR?:Tw")
		ui.Press("i").See("ask")
		once := func(key, page string) {
			t.Helper()
			ui.Type(strings.Repeat(key, 20)).See(page).Press("esc").Miss(page)
		}
		once("A", "› actions")
		burst(`fF"NeCsdva/gw?:`)
		ui.Press("esc").See("because")
		once("A", "› actions")
		burst("DCwam?:")
		ui.Leave()
	})
}

// A page that is left before its assessment is read brings nothing down.
func TestAPageIsLeftBeforeItIsRead(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		for range 5 {
			ui.Type("wq").Miss("Why:").Press("i").Type("wqWq").See("ask").Press("esc", "esc")
		}
		ui.See("3 vendors").Leave()
	})
}

// After the window was dragged through many sizes, the screen is drawn whole: whatever
// the terminal made of the lines meanwhile is gone.
func TestTheScreenIsWholeAfterResizes(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		whole := ui.Press("i").See("ask").Text()
		for _, size := range [][2]int{{120, 40}, {61, 17}, {200, 60}, {79, 23}, {80, 24}} {
			ui.resize(size[0], size[1])
		}
		time.Sleep(150 * time.Millisecond) // the last size is drawn
		ui.scramble()
		if ui.settle(); ui.Text() != whole {
			t.Errorf("the screen was\n%s\nand is\n%s", whole, ui.Text())
		}
		ui.Leave()
	})
}
