package tui_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/tui/keys"
)

// marked is the line that is chosen, without its mark.
func (ui *screen) marked() string {
	ui.t.Helper()
	for line := range strings.SplitSeq(ui.Text(), "\n") {
		if _, chosen, is := strings.Cut(line, "▸ "); is {
			return strings.Trim(chosen, " │")
		}
	}
	return ""
}

// Home, End, PgUp and PgDn work in every list and every text.
func TestHomeEndAndPages(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.demo()
		ui := b.start(t, 80, 24)
		list := func(name string, open ...string) {
			t.Helper()
			ui.Press(open...).Press("home")
			first := ui.marked()
			ui.Press("end")
			last := ui.marked()
			ui.Press("pgup")
			above := ui.marked()
			ui.Press("home", "pgdown")
			below := ui.marked()
			ui.Press("home")
			if again := ui.marked(); first == "" || last == first || above == last || below == first || again != first {
				t.Errorf("%s: home %q, end %q, a page up %q, a page down %q, home again %q:\n%s", name, first, last, above, below, again, ui.Text())
			}
		}
		mark := regexp.MustCompile(`▸|enter [A-Z]+ `)
		shown := func() string { return mark.ReplaceAllString(ui.Text(), " ") }
		text := func(name string, open ...string) {
			t.Helper()
			ui.Press(open...).Press("home")
			first := shown()
			ui.Press("pgdown")
			below := shown()
			ui.Press("end")
			last := shown()
			ui.Press("pgup")
			above := shown()
			ui.Press("home")
			if first == below || first == last || last == above || shown() != first {
				t.Errorf("%s does not move by pages and to its ends:\n%s", name, ui.Text())
			}
			ui.Press("esc")
		}
		list("vendors")
		list("palette", ":")
		ui.Type("the").Press("home").Type("x").See("❯ xthe").Press("esc")
		ui.Press("b")
		list("comparison", "c")
		ui.Press("esc", "esc")
		text("explanation", "w")
		text("help", "?")
		ui.Press("enter")
		list("journal", "J")
		ui.Press("esc", "enter")
		list("find", "/")
		ui.Press("esc")
		ui.Press("home")
		first := ui.crumb()
		if ui.Press("end"); ui.crumb() == first {
			t.Errorf("end does not go to the last item:\n%s", ui.Text())
		}
		if ui.Press("home"); ui.crumb() != first {
			t.Errorf("home does not go to the first item:\n%s", ui.Text())
		}
		ui.Press("?", "/")
		if ui.Press("end").See("79 of 79").Press("home"); !strings.Contains(ui.Text(), " 1 of 79") {
			t.Errorf("home does not go to the first term:\n%s", ui.Text())
		}
		ui.Press("esc")
		ui.Press("esc", "esc").Leave()
	})
}

// crumb is the path in the header.
func (ui *screen) crumb() string {
	head, _, _ := strings.Cut(ui.Text(), "\n")
	return strings.TrimSpace(regexp.MustCompile(`  .*`).ReplaceAllString(head[1:], ""))
}

// The wheel scrolls where the mouse is on, and the terminal reports no mouse before that.
func TestWheel(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.demo()
		ui := b.start(t, 80, 24)
		const down, up = "\x1b[<65;10;10M", "\x1b[<64;10;10M"
		if mode := ui.root.View().MouseMode; mode != 0 {
			t.Errorf("the mouse is on at the start: %v", mode)
		}
		ui.Press(":").Type("turn wheel").Press("enter").See("hold shift to select text")
		if mode := ui.root.View().MouseMode; mode == 0 {
			t.Error("the palette does not turn the mouse on")
		}
		turns := func(name string) {
			t.Helper()
			before := ui.body()
			if ui.send(down); ui.body() == before {
				t.Errorf("%s: the wheel does nothing:\n%s", name, ui.Text())
			}
			if ui.send(up); ui.body() != before {
				t.Errorf("%s: the wheel does not come back:\n%s", name, ui.Text())
			}
		}
		turns("vendors")
		ui.Press(":")
		turns("palette")
		ui.Press("esc", "?")
		turns("help")
		ui.Press("esc", "w")
		turns("explanation")
		ui.Press("esc", "b")
		turns("board")
		ui.Press("esc", "enter")
		turns("vendor")
		ui.Press("enter")
		item := ui.crumb()
		turns("interview")
		if ui.send(down, down); ui.crumb() != item {
			t.Errorf("the wheel went to another item:\n%s", ui.Text())
		}
		ui.Press("N").Type("the first line").send(down, up).See("the first line").Press("esc")
		ui.Press(":").Type("turn wheel").Press("enter").See("the mouse is off")
		ui.Press("esc", "esc").Leave()
	})
}

// body is the screen without its header and its last two lines.
func (ui *screen) body() string {
	lines := strings.Split(ui.Text(), "\n")
	return strings.Join(lines[1:len(lines)-2], "\n")
}

// Y sends the text of the chosen line to the terminal as OSC 52, and names it.
func TestCopy(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.demo()
		ui := b.start(t, 80, 24)
		copies := func(says, want string) {
			t.Helper()
			ui.written.Reset()
			ui.Press("Y").See("sent to the clipboard of the terminal: " + says)
			code := fmt.Sprintf("\x1b]52;c;%s\a", base64.StdEncoding.EncodeToString([]byte(want)))
			if !strings.Contains(ui.written.String(), code) {
				t.Errorf("%q was not sent, but %q", want, ui.written.String())
			}
		}
		copies("the name", "Ellsmarch Clinical Engineering")
		ui.Press("enter")
		ui.Press("J", "Y").See("sent to the clipboard of the terminal: the entry")
		ui.Press("esc", "enter", "g").Type("scn06").Press("enter", "Y").See("SCN-06 and its question")
		ui.Press("esc", "esc").Leave()
	})
}

// Every key of the table is in the help of its screen and, if it belongs to a screen, in
// the palette there. Some keys are there only over SSH. The manual page has its own test.
func TestEveryKeyIsInHelpAndPalette(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		b.served()
		ui := b.start(t, 200, 60)
		blanks := regexp.MustCompile(`[\s│]+`)
		read := func(more string) string {
			var all strings.Builder
			for last := ""; last != ui.Text(); {
				last = ui.Text()
				all.WriteString(last)
				ui.Press(more)
			}
			return blanks.ReplaceAllString(all.String(), " ")
		}
		look := func(screen keys.Context, open ...string) {
			t.Helper()
			ui.Press(open...).Press("?")
			help := read("pgdown")
			ui.Press("esc", ":")
			palette := read("pgdown")
			ui.Press("esc")
			in := slices.Concat([]keys.Context{screen}, keys.Dialogs())
			for _, c := range in {
				for _, b := range keys.In(c.Where) {
					for _, name := range b.Names() {
						if !slices.ContainsFunc([]string{" " + name + " ", "also " + name, ", " + name, "(" + name}, func(as string) bool { return strings.Contains(help, as) }) {
							t.Errorf("%s: the help lacks %q for %s", c.Name, name, b.Action)
						}
					}
					moves := b.Action == keys.ScrollDown || b.Action == keys.ScrollUp || b.Action == keys.Palette
					if !strings.Contains(help, b.Help[:min(len(b.Help), 20)]) && len(b.Keys()) > 0 {
						t.Errorf("%s: the help does not say %q", c.Name, b.Help)
					}
					if c == screen && !moves && !strings.Contains(palette, b.Help[:min(len(b.Help), 20)]) && b.Shown() != "" {
						t.Errorf("%s: the palette lacks %s, %q", c.Name, b.Action, b.Help)
					}
				}
			}
		}
		screens := keys.Screens()
		look(screens[0])
		look(screens[1], "enter")
		look(screens[2], "enter")
		look(screens[5], "J")
		look(screens[4], "esc", "esc", "esc", "b")
		look(screens[3], "c")
	})
}
