package dialog_test

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

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
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "down": tea.KeyDown}
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
	dear := sheet()
	dear.Dear = true
	if press(dear, "x", "esc") != dialog.Open || press(dear, "esc") != dialog.Left {
		t.Error("words that cannot be had again are dropped without a question")
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

// In a form enter goes on, to a field that says what is wrong with it, and saves from
// the last field.
func TestSteps(t *testing.T) {
	form := func() *dialog.Sheet {
		return &dialog.Sheet{Title: "New", Steps: true, Fields: []dialog.Field{
			dialog.Needed(dialog.TextField("name", "", ""), "give a name"), dialog.DateField("due", 0, "", 20000), dialog.ChoiceField("for", "award", "close"),
		}}
	}
	missing := form()
	if press(missing, "enter") != dialog.Open || missing.At != 0 || missing.Wrong != "give a name" {
		t.Errorf("field %d says %q without a name", missing.At, missing.Wrong)
	}
	wrong := form()
	if press(wrong, "x", "enter", "s", "enter") != dialog.Open || wrong.At != 1 || wrong.Wrong == "" {
		t.Errorf("field %d says %q after a wrong date", wrong.At, wrong.Wrong)
	}
	filled := form()
	if press(filled, "x", "enter", "+", "3", "d", "enter", "c", "enter") != dialog.Entered || filled.Day("due") != 20003 || filled.Chosen("for") != 1 {
		t.Errorf("due on %s, option %d", filled.Day("due"), filled.Chosen("for"))
	}
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
