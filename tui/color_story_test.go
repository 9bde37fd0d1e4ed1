package tui_test

import (
	"regexp"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Colors only repeat what a word or a sign says: without them, and on a light
// background, every screen has the same text. Without colors nothing sets one, and on a
// light background nothing is in a bright color, which nobody could read there.
func TestColorsOnlyRepeat(t *testing.T) {
	colored, bright := regexp.MustCompile(`\x1b\[(?:\d+;)*[349]\d(?:;\d+)*m`), regexp.MustCompile(`\x1b\[(?:\d+;)*9[1-6](?:;\d+)*m`)
	const light = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
	walk := []string{"g", "j", "j", "enter", "w", "esc", "J", "esc", "i", "?", "esc", ":", "esc", `"`, "esc", "esc", "esc", "b", "c", "esc", "esc"}
	screens := func(t *testing.T, b *workbench, colors colorprofile.Profile, answer string, look func(key, drawn string)) (all []string) {
		ui := b.startIn(t, 100, 30, colors).send(answer)
		for _, key := range walk {
			ui.Press(key)
			drawn := ui.root.View().Content
			look(key, drawn)
			all = append(all, ansi.Strip(drawn))
		}
		ui.Leave()
		if colors == colorprofile.Ascii && colored.MatchString(ui.written.String()) {
			t.Errorf("without colors the terminal gets one: %q", colored.FindString(ui.written.String()))
		}
		return all
	}
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		found := 0
		count := func(_, drawn string) { found += len(bright.FindAllString(drawn, -1)) }
		dark := screens(t, b, colorprofile.ANSI, "", count)
		none := screens(t, b, colorprofile.Ascii, "", count)
		if found == 0 {
			t.Error("no bright color was found on a dark background either")
		}
		onLight := screens(t, b, colorprofile.ANSI, light, func(key, drawn string) {
			if found := bright.FindString(drawn); found != "" {
				t.Errorf("after %q a bright color on a light background: %q", key, found)
			}
		})
		for n, key := range walk {
			if dark[n] != none[n] || dark[n] != onLight[n] {
				t.Errorf("after %q the text depends on colors:\n%s\n%s\n%s", key, dark[n], none[n], onLight[n])
			}
		}
	})
}
