package dialog_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/tui/dialog"
	"assay/tui/draw"
)

func window(w, h int) dialog.Window {
	return dialog.Window{Theme: draw.NewTheme(true), Width: w, Height: h}
}

// press opens a dialog and presses keys; it returns the last answer.
func press(d dialog.Dialog, keys ...string) (last dialog.Outcome) {
	in := window(80, 24)
	d.Update(in, dialog.Opened{})
	for _, name := range keys {
		last, _ = d.Update(in, key(name))
	}
	return last
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "down": tea.KeyDown, "up": tea.KeyUp}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if code, special := codes[name]; special {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// A sheet is entered once its doubts were shown, or left; a refusal leads to its
// field and is shown there.
func TestSheet(t *testing.T) {
	sheet := func() *dialog.Sheet {
		return &dialog.Sheet{Title: "Close", Fields: []dialog.Field{
			dialog.TextField("how", "", "what was done"), dialog.ChoiceField("side", "vendor", "us"), dialog.TextField("note", "", ""),
		}}
	}
	if s := sheet(); press(s, "d", "o", "n", "e", "tab", "u", "enter") != dialog.Entered || s.Value("how") != "done" || s.Value("side") != "us" {
		t.Errorf("entered with %q and %q", s.Value("how"), s.Value("side"))
	}
	if press(sheet(), "x", "esc") != dialog.Left {
		t.Error("esc does not leave a sheet")
	}
	doubted := sheet()
	doubted.Doubt = func(*dialog.Sheet) string { return "is it over?" }
	if press(doubted, "x", "enter") != dialog.Open || doubted.Alert != "is it over?" || press(doubted, "enter") != dialog.Entered {
		t.Error("a doubt is not shown once")
	}
	patient := sheet()
	if press(patient, strings.Split("MRN 1234567", "")...); press(patient, "enter") != dialog.Open || !strings.Contains(patient.Alert, "medical record number") {
		t.Errorf("patient data is not pointed out: %q", patient.Alert)
	}
	refused := sheet()
	refused.Refuse(dialog.In("note", errors.New("too short")))
	if refused.At != 2 || refused.Wrong != "too short" {
		t.Errorf("refused at field %d: %q", refused.At, refused.Wrong)
	}
}

// In a form enter goes on from a field that is right, and saves from the last one. A
// key behind enter belongs to the next field. No other key saves.
func TestForm(t *testing.T) {
	form := func() *dialog.Form {
		return dialog.NewForm("New", "",
			dialog.Needed(dialog.TextField("name", "", ""), "give a name"), dialog.DateField("due", 0, "such as +30d", 20000, time.UTC), dialog.ChoiceField("for", "award", "close"))
	}
	missing := form()
	if press(missing, "enter", "tab", "down") != dialog.Open || !shows(missing, "▸ name", "! give a name", "enter next") {
		t.Errorf("without a name it shows\n%s", shown(missing))
	}
	wrong := form()
	if press(wrong, "x", "enter", "s", "enter") != dialog.Open || !shows(wrong, "▸ due", `! "s" is not a date`) {
		t.Errorf("with a wrong date it shows\n%s", shown(wrong))
	}
	filled := form()
	if press(filled, "x", "enter", "+", "3", "d", "enter", "down", "enter") != dialog.Entered || filled.Value("name") != "x" || filled.Day("due") != 20003 || filled.Chosen("for") != 1 {
		t.Errorf("%q is due on %s, option %d", filled.Value("name"), filled.Day("due"), filled.Chosen("for"))
	}
	if filled.Refuse(errors.New("not now")); !shows(filled, "▸ for", "! not now") || press(filled, "enter") != dialog.Entered {
		t.Errorf("refused it shows\n%s", shown(filled))
	}
	last := form()
	if press(last, "x", "enter", "enter", "tab", "down", "down", "down") != dialog.Open || !shows(last, "▸ for", "enter save") || last.Chosen("for") != 1 {
		t.Errorf("at its end it shows\n%s", shown(last))
	}
	if press(last, "shift+tab", "up", "y", "esc") != dialog.Left || last.Value("name") != "xy" {
		t.Errorf("back at its start it has the name %q", last.Value("name"))
	}
	if lines := form().Draw(window(80, 24)).Lines; strings.Contains(strings.Join(lines, ""), "38;5;") {
		t.Errorf("a form has a color that is not one of the sixteen: %q", lines)
	}
	long := dialog.NewForm("New", "", dialog.ChoiceField("of", strings.Split("abcdefghij", "")...))
	if press(long, "up"); !shows(long, "    one of 10", "▸ j") {
		t.Errorf("a long list shows\n%s", shown(long))
	}
	patient := dialog.NewForm("New", "", dialog.TextField("name", "MRN 1234567", ""))
	if press(patient, "enter") != dialog.Open || !shows(patient, "! this looks like a medical record number", "press enter again") || press(patient, "enter") != dialog.Entered {
		t.Errorf("with patient data it shows\n%s", shown(patient))
	}
}

// A day in the American form is read where people write it, and how it is read is
// shown while it is typed. Elsewhere the dialog says what to write.
func TestDaysAreReadAsThePlaceWritesThem(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	typed := strings.Split("02/01/2027", "")
	for _, d := range []interface {
		dialog.Dialog
		Day(label string) assessment.Date
	}{
		&dialog.Sheet{Title: "New", Fields: []dialog.Field{dialog.DateField("due", 0, "", 20000, newYork)}},
		dialog.NewForm("New", "", dialog.DateField("due", 0, "", 20000, newYork)),
	} {
		press(d, typed...)
		if !shows(d, "02/01/2027 is Feb 1, 2027") || d.Day("due").String() != "2027-02-01" {
			t.Errorf("read as %s:\n%s", d.Day("due"), shown(d))
		}
	}
	elsewhere := dialog.NewForm("New", "", dialog.DateField("due", 0, "", 20000, time.UTC))
	if press(elsewhere, append(typed, "enter")...) != dialog.Open || !shows(elsewhere, "can be two dates: write", "2027-02-01") {
		t.Errorf("in UTC it shows\n%s", shown(elsewhere))
	}
}

func shown(d dialog.Dialog) string {
	return ansi.Strip(strings.Join(d.Draw(window(80, 24)).Lines, "\n"))
}

func shows(d dialog.Dialog, texts ...string) bool {
	return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(shown(d), text) })
}

// A picker gives the chosen value, by key or by number, or all that are ticked.
// A key that it has no use for is left to its caller.
func TestPicker(t *testing.T) {
	picker := func(several bool) *dialog.Picker[string] {
		return &dialog.Picker[string]{Title: "Which?", Several: several, Choices: []dialog.Choice[string]{
			{Text: "One", Value: "1"}, {Text: "Two", Value: "2"}, {Text: "Three", Value: "3"},
		}}
	}
	if p := picker(false); press(p, "j", "enter") != dialog.Entered || p.Chosen().Value != "2" {
		t.Error("enter does not choose")
	}
	if p := picker(false); press(p, "3") != dialog.Entered || p.Chosen().Value != "3" {
		t.Error("a number does not choose")
	}
	if p := picker(true); press(p, "1", "j", "j", "space", "enter") != dialog.Entered || strings.Join(p.Ticked(), "") != "13" {
		t.Errorf("ticked are %q", p.Ticked())
	}
	if press(picker(false), "a") != dialog.Unused {
		t.Error("a key without a meaning is swallowed")
	}
	search := picker(false)
	search.Match = dialog.HasWords[string]
	if press(search, "t", "h", "enter") != dialog.Entered || search.Chosen().Value != "3" {
		t.Error("typing does not search")
	}
}

// A text is agreed to only where it asks.
func TestText(t *testing.T) {
	lines := func(_ *draw.Theme, w int) []string { return draw.Exact(nil, w, 100) }
	if press(&dialog.Text{Lines: lines, Yes: "does it"}, "y") != dialog.Entered || press(&dialog.Text{Lines: lines}, "y") != dialog.Open {
		t.Error("y means yes where nothing is asked, or nothing where it is")
	}
	if press(&dialog.Text{Lines: lines, Yes: "does it"}, "enter") != dialog.Open || press(&dialog.Text{Lines: lines}, "enter") != dialog.Left {
		t.Error("enter leaves a text that asks, or stays in one that does not")
	}
}

// Every dialog draws lines of one width that fit the window.
func TestDialogsFitTheirWindow(t *testing.T) {
	long := strings.Repeat("several words ", 40)
	for name, d := range map[string]dialog.Dialog{
		"sheet":  &dialog.Sheet{Title: long, Lead: long, Fields: []dialog.Field{dialog.TextField(long[:20], long, ""), dialog.ChecksField("checked", []string{long, long}, nil)}},
		"form":   dialog.NewForm(long, long, dialog.TextField("name", long, ""), dialog.TextField(long[:20], "", long), dialog.ChoiceField("of", strings.Split(strings.Repeat(long+"\n", 20), "\n")...)),
		"picker": &dialog.Picker[int]{Title: long, Choices: make([]dialog.Choice[int], 200)},
		"note":   dialog.NewNote(long, long, ""),
		"text":   &dialog.Text{Title: long, Yes: "does it", Lines: func(_ *draw.Theme, w int) []string { return draw.Wrap(strings.Repeat(long, 20), w) }},
	} {
		for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 60}} {
			in := window(size[0], size[1])
			d.Update(in, dialog.Opened{})
			b := d.Draw(in)
			if len(b.Lines) > in.Height || draw.Width(b.Lines[0]) > in.Width {
				t.Errorf("%s: %d×%d in a window of %d×%d", name, draw.Width(b.Lines[0]), len(b.Lines), in.Width, in.Height)
			}
			if name == "text" {
				continue // its lines are those of its caller
			}
			for n, line := range b.Lines {
				if draw.Width(line) != draw.Width(b.Lines[0]) {
					t.Errorf("%s: line %d has %d columns, the first %d", name, n, draw.Width(line), draw.Width(b.Lines[0]))
				}
			}
		}
	}
}
