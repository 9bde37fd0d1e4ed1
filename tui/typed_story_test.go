package tui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Countries are taken by name or by code wherever they are asked for.
func TestCountriesByName(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("n").Type("Harbor").Press("enter", "enter").Type("india").Press("enter", "enter").See("Harbor is added")
		vendors, err := b.Store.Vendors(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range vendors {
			if v.Name == "Harbor" && v.Country != "IN" {
				t.Errorf("kept as %q", v.Country)
			}
		}
		ui.Press("g", "i", "g").Type("countries").Press("enter", "enter").See("names or codes")
		ui.Type("United States, India; uk").Press("enter").See("[United Kingdom · India · United States]")
		ui.Press("enter").Type("Indya").Press("enter").See("two-letter country codes", "Indya").Press("esc", "enter").Type("us ph").Press("enter").See("[Philippines · United States]")
		ui.Press("C", "a").See("such as US or India").Type("Cebu Nights").Press("tab").Type("Philippines").Press("tab", "tab", "y", "n", "enter").See("Cebu Nights").Leave()
	})
}

// A path is taken as it is pasted, and tab completes one that is typed.
func TestPathsAsTheyArePasted(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"access list.json", "access log.json", "other.json"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(folder, "access list.json")
	for name, pasted := range map[string]string{
		"quoted": "'" + path + "'", "double": `"` + path + `"`, "escaped": strings.ReplaceAll(path, " ", `\ `), "url": "file://" + strings.ReplaceAll(path, " ", "%20"),
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				acme := b.filled()
				ui := b.start(t, 120, 40)
				ui.Press("i", "g").Type("tec1").Press("enter", "4", "d", "right").send("\x1b[200~" + pasted + "\x1b[201~")
				ui.Press("down", "right", "down").Type("-2d").Press("enter").See("[documented]", "access list.json")
				if kept := b.snapshot(acme).Answers["TEC-01"].Evidence; len(kept) != 1 || kept[0].File != "access list.json" {
					t.Errorf("kept as %+v", kept)
				}
				ui.Leave()
			})
		})
	}
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 160, 40)
		ui.Press("i", "g").Type("tec1").Press("enter", "4", "d", "right").Type(folder+"/ac").Press("tab").See("▸ file", "/access l")
		ui.Press("tab").See("access list.json   access log.json", "▸ file").Type("is").Press("tab").See("/access list.json", "▸ file").Press("tab").Miss("▸ file").Leave()
	})
}
