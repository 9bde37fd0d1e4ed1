package tui_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// bytesOfKeys is what a terminal sends for all keys that stay in a field: controls,
// letters with alt, the keys with names under every modifier, in the old form and in
// that of Kitty, and a paste.
func bytesOfKeys() (all []string) {
	key := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for b := byte(1); b < 0x20; b++ {
		switch b {
		case '\t', '\n', '\r', 0x03, 0x0e, 0x10, 0x13, 0x1a, 0x1b: // they leave, move to another field, or suspend
			continue
		}
		key("%c", b)
	}
	for b := byte(0x20); b < 0x7f; b++ {
		if !strings.ContainsRune("[]OPX^_N\\ ", rune(b)) { // they begin a sequence
			key("\x1b%c", b)
		}
	}
	for mod := 1; mod <= 8; mod++ {
		for _, end := range "CDFH" {
			key("\x1b[1;%d%c", mod, end)
		}
		for _, number := range []int{2, 3, 15, 17, 18, 19, 20, 21, 23, 24} {
			key("\x1b[%d;%d~", number, mod)
		}
		for _, code := range []rune{'d', 'b', 'f', 'w', 'h', 'k', 'u', 'a', 'e', 'v', 0x7f, '京', 0x301} {
			if mod != 5 || code != 'w' {
				key("\x1b[%d;%du", code, mod)
			}
		}
	}
	key("\x1b[200~pasted\r\nlines\x1b[201~")
	return all
}

// Every key comes into every field of the workbench, with and without a text in it: the
// workbench goes on, and the field is still there. Then the cursor of the terminal is
// where the text ends.
func TestEveryKeyOfTheTerminal(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 100, 30)
		all := bytesOfKeys()
		field := func(name string, open ...string) {
			t.Helper()
			ui.Press(open...)
			ui.send(all...)
			ui.Press("end").Type(" 北京人力资源Nguyén 👍e\u0301|")
			if before := ui.beforeCursor(); !strings.HasSuffix(strings.ReplaceAll(before, "\u0301", ""), "👍e|") {
				t.Errorf("%s: the cursor is behind %q:\n%s", name, before, ui.Text())
			}
			ui.send("\x1b[F", "\x15", "\x1bd", "\x1b\x7f", "\x17", "\x0b", "\x04", "\x08") // until nothing is left
			ui.Press("esc")
		}
		field("filter", "/")
		field("palette", ":")
		field("form", "n")
		ui.Press("i").See("ask")
		field("finder", "/")
		field("quote", `"`)
		field("note", "N")
		field("red flag", "f", "1")
		ui.Press("g").Type("record").Press("enter").See("record_volume")
		field("fact", "enter")
		ui.Leave()
	})
}

// send sends keys as the bytes of a terminal.
func (ui *screen) send(keys ...string) *screen {
	ui.t.Helper()
	for _, bytes := range keys {
		if _, err := io.WriteString(ui.in, bytes); err != nil {
			ui.t.Fatal(err)
		}
		ui.settle() // or an escape that waits for its letter would be a key of its own
	}
	return ui
}

// beforeCursor is the line of the cursor as far as the cursor.
func (ui *screen) beforeCursor() string {
	ui.mu.Lock()
	at := ui.emu.CursorPosition()
	ui.mu.Unlock()
	lines := strings.Split(ui.Text(), "\n")
	if at.Y >= len(lines) {
		return ""
	}
	return ansi.Truncate(lines[at.Y], at.X, "")
}
