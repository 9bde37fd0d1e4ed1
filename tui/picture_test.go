package tui_test

import (
	"fmt"
	"html"
	"image/color"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/templates"
)

const picture = "../docs/interview.svg"

// The picture of the interview in the README is the screen itself, in the
// middle of the shipped demo. Run with -update to draw it anew.
func TestPictureOfTheInterview(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.Library = questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
		q, err := b.Library.Get("hipaa-staffing")
		if err != nil {
			t.Fatal(err)
		}
		ctx := t.Context()
		rfp, err := b.Store.AddRFP(ctx, assessment.RFP{Title: "EHR integration", Reference: "RFP-2026-14", Questionnaire: q.Hash(), Milestone: questionnaire.Award}, q, "lead@hospital.example")
		if err != nil {
			t.Fatal(err)
		}
		vendor, err := b.Store.AddVendor(ctx, assessment.Vendor{Name: "Oakhollin Talent Partners", Country: "US"}, "lead@hospital.example")
		if err != nil {
			t.Fatal(err)
		}
		opened, err := b.Store.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, Questionnaire: q, Milestone: questionnaire.Award, By: b.Evaluator})
		if err != nil {
			t.Fatal(err)
		}
		entries := b.answers("oakhollin", opened)
		// The interview has come as far as the suspicious query at night.
		for n, entry := range entries {
			if started, is := entry.Change.(assessment.SessionStarted); is {
				started.Start = b.Now().Add(-72 * time.Minute).UnixMicro()
				entries[n].Change = started
			}
			if graded, is := entry.Change.(assessment.Graded); is && graded.Item == "SCN-10" {
				entries = entries[:n]
				break
			}
		}
		for n := range entries { // one after the other, as in a meeting
			entries[n].At = b.Now().Add(time.Duration(n-len(entries)) * 72 * time.Minute / time.Duration(len(entries))).UnixMicro()
		}
		if _, err := b.Store.Record(ctx, opened.Assessment, entries...); err != nil {
			t.Fatal(err)
		}
		ui := b.startIn(t, 150, 44, colorprofile.ANSI).Press("i", "g")
		ui.Type("scn-06").Press("enter").See("Suspicious bulk query at night")
		drawn := ui.svg(150, 44)
		ui.Leave()
		if *update {
			if err := os.WriteFile(picture, []byte(drawn), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		kept, err := os.ReadFile(picture)
		if err != nil {
			t.Fatal(err)
		}
		if string(kept) != drawn {
			t.Errorf("%s no longer shows the screen: look at it and run go test ./tui -run Picture -update", picture)
		}
	})
}

// The sixteen colors of a terminal, as the picture has them.
var palette = [16]string{
	"#2e3440", "#d57780", "#a3be8c", "#e5c07b", "#81a1c1", "#b48ead", "#88c0d0", "#d8dee9",
	"#7b8394", "#e06c75", "#b5d19c", "#ebcb8b", "#8fb4dd", "#c8a2c8", "#9bd3e0", "#f0f3f8",
}

// svg draws the screen cell by cell, one element for each run of equal style.
func (ui *screen) svg(w, h int) string {
	ui.mu.Lock()
	defer ui.mu.Unlock()
	const across, down = 8.43, 18.0
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">`+"\n",
		float64(w)*across+24, float64(h)*down+24)
	out.WriteString(`<rect width="100%" height="100%" rx="8" fill="#1f2430"/>` + "\n")
	for y := range h {
		for x := 0; x < w; {
			style, text, from := ui.emu.CellAt(x, y).Style, "", x
			for x < w && ui.emu.CellAt(x, y).Style.Equal(&style) {
				cell := ui.emu.CellAt(x, y)
				text += cell.Content
				x += max(cell.Width, 1)
			}
			fg, bg := shade(style.Fg, "#d8dee9"), shade(style.Bg, "")
			if style.Attrs&uv.AttrReverse != 0 {
				fg, bg = shade(style.Bg, "#1f2430"), shade(style.Fg, "#d8dee9")
			}
			left, top := float64(from)*across+12, float64(y)*down+12
			if bg != "" {
				fmt.Fprintf(&out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", left, top, float64(x-from)*across, down, bg)
			}
			if strings.TrimSpace(text) == "" {
				continue
			}
			weight := ""
			if style.Attrs&uv.AttrBold != 0 {
				weight = ` font-weight="bold"`
			}
			if style.Attrs&uv.AttrFaint != 0 {
				weight += ` opacity="0.6"`
			}
			fmt.Fprintf(&out, `<text x="%.1f" y="%.1f" xml:space="preserve" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
				left, top+13.5, float64(x-from)*across, fg, weight, html.EscapeString(text))
		}
	}
	out.WriteString("</svg>\n")
	return out.String()
}

// shade is a terminal color for the picture.
func shade(c color.Color, none string) string {
	if c == nil {
		return none
	}
	if basic, is := c.(ansi.BasicColor); is {
		return palette[basic]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
