package tui_test

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/store"
	"assay/tui"
	"assay/tui/keys"
)

// way is a screen, and the keys that open it from the list of vendors.
type way struct {
	where keys.Where
	open  []string
	crumb string // the end of the path in the header
}

var ways = []way{
	{keys.OnPortfolio, nil, "vendors"},
	{keys.OnVendor, []string{"enter"}, ""},
	{keys.OnInterview, []string{"i"}, ""},
	{keys.OnCompare, []string{"c"}, "compare"},
	{keys.OnBoard, []string{"b"}, "board"},
	{keys.OnJournal, []string{"enter", "J"}, "journal"},
	{keys.OnActions, []string{"enter", "A"}, "actions"},
	{keys.OnEvidence, []string{"enter", "E"}, "evidence"},
	{keys.OnReview, []string{"enter", "R"}, "review"},
	{keys.OnPanel, []string{"enter", "P"}, "panel"},
	{keys.OnAgenda, []string{"enter", "T"}, "agenda"},
	{keys.OnPeople, []string{"p"}, "people"},
}

// walk does everything that can be done on every screen, and enters each dialog that opens.
// works says whether the screens can be read at all.
func (ui *screen) walk(works bool) {
	ui.t.Helper()
	home := func() {
		for range 6 {
			ui.Press("esc")
		}
		ui.Press("g") // the first vendor
	}
	for _, way := range ways {
		for _, b := range keys.In(way.where) {
			switch b.Action {
			case keys.Quit, keys.Back, keys.Palette, keys.ScrollDown, keys.ScrollUp, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Top, keys.Bottom:
				continue
			}
			if ui.Press(way.open...); works && !(strings.HasSuffix(ui.crumb(), way.crumb) && (len(way.open) == 0) == (ui.crumb() == "assay › vendors")) {
				ui.t.Errorf("before %s: not at %q, but at %q", b.Action, way.crumb, ui.crumb())
			}
			key := ""
			for _, name := range b.Keys() {
				if _, is := named[name]; is || len(name) == 1 {
					key = name
					break
				}
			}
			if key == "" {
				ui.Press(":").Type(b.Word()).Press("enter")
			} else {
				ui.Press(key)
			}
			ui.Press("enter").Type("some words").Press("enter", "enter", "y")
			home()
		}
	}
}

// faults break everything under the workbench that has a place on the server.
func (b *workbench) faults() {
	b.t.Helper()
	at := func(op, name string) error {
		return &fs.PathError{Op: op, Path: filepath.Join(filepath.Dir(b.path), name), Err: syscall.EACCES}
	}
	b.Documents = &tui.Documents{
		Offer: func(context.Context, tui.Subject) (tui.Offer, error) {
			return tui.Offer{Kinds: []tui.Kind{{Key: "full", Name: "full report", Path: "report.pdf"}}}, nil
		},
		Write: func(context.Context, tui.Order) (tui.Written, error) { return tui.Written{}, at("open", "report.pdf") },
	}
	b.AskVendor = func(context.Context, tui.FormOrder) (tui.Form, error) { return tui.Form{}, at("open", "form.html") }
	b.TakeIn = func(context.Context, tui.SignedReport) (tui.TakenIn, error) {
		return tui.TakenIn{}, at("open", "report.pdf")
	}
	for _, folder := range []string{b.Store.EvidenceFolder(), b.Drafts.Path, filepath.Dir(b.Exchange.Path)} {
		check(b.t, os.RemoveAll(folder))
		check(b.t, os.WriteFile(folder, []byte("no folder"), 0o600))
	}
}

// A screen that is new is walked, too. That of a reply needs a file and has its own story.
func TestEveryScreenIsWalked(t *testing.T) {
	for _, screen := range keys.Screens() {
		if screen.Where != keys.OnReply && !slices.ContainsFunc(ways, func(w way) bool { return w.where == screen.Where }) {
			t.Errorf("%s is missing in ways", screen.Name)
		}
	}
}

// No screen and no error shows a path of the server to a person over SSH: neither while
// everything works, nor when folders are gone and the database is broken.
func TestNoPathOfTheServerIsShown(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.shownBy()
		b.filled()
		b.served()
		b.start(t, 100, 30).walk(true)
	})
	story(t, func(t *testing.T, b *workbench) {
		b.shownBy()
		b.filled()
		b.served()
		b.faults()
		ui := b.start(t, 100, 30)
		ui.Press(":").Type("your folder").Press("enter").wait(1).See("! the list of your files could not be read").Press("esc")
		ui.Press("enter", "r", "enter").wait(1).See("! open a folder of the server: permission denied").Press("esc", "esc")
		ui.walk(true)
		check(t, os.WriteFile(b.path, []byte(strings.Repeat("no database", 10_000)), 0o600))
		for _, name := range []string{"-wal", "-shm"} {
			_ = os.Remove(b.path + name)
		}
		ui.walk(false)
	})
}

// crasher is a workbench that panics at a key.
type crasher struct{ tea.Model }

func (c crasher) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if press, is := msg.(tea.KeyPressMsg); is && press.String() == "x" {
		panic("update broke")
	}
	_, cmd := c.Model.Update(msg)
	return c, cmd
}

// The last words after a crash name no path of the server either.
func TestACrashIsToldWithoutAPath(t *testing.T) {
	for name, log := range map[string]func(folder string) (string, error){
		"kept": func(folder string) (string, error) { return filepath.Join(folder, "crash.log"), nil },
		"not kept": func(folder string) (string, error) {
			_, err := os.ReadFile(filepath.Join(folder, "none"))
			return "", err
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				b.served()
				b.Around = func(m tea.Model) tea.Model { return crasher{m} }
				b.CrashLog = func(string) (string, error) { return log(filepath.Dir(b.path)) }
				err := tui.RunOn(context.Background(), b.Bench, tui.Terminal{
					In: strings.NewReader("x"), Out: io.Discard, Environ: []string{"TERM=xterm-256color"}, Size: tui.Size{Width: 80, Height: 24},
				})
				if err == nil || !strings.Contains(err.Error(), "the workbench failed; every answer is saved") || strings.Contains(err.Error(), telltale) {
					t.Errorf("it ended with %v", err)
				}
			})
		})
	}
}

// A copy of a database says so without the path of the original.
func TestACopyIsToldWithoutAPath(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.served()
		anchors := filepath.Join(t.TempDir(), "anchors")
		open := func(path string) *store.Store {
			s, err := store.Open(context.Background(), path, store.Options{Now: b.Now, Zone: b.Zone, NewID: b.NewID, AnchorDir: anchors})
			check(t, err)
			return s
		}
		kept := open(b.path)
		_, err := kept.AddVendor(context.Background(), assessment.Vendor{Name: "Harbor"}, lead)
		check(t, err)
		check(t, kept.Close())
		text, err := os.ReadFile(b.path)
		check(t, err)
		copied := filepath.Join(t.TempDir(), "copied.db")
		check(t, os.WriteFile(copied, text, 0o600))
		whole := open(copied)
		defer func() { check(t, whole.Close()) }()
		b.Store = whole.As(lead)
		b.start(t, 100, 30).See("■ this database is a copy of the database", "tell who runs the server").Leave()
	})
}
