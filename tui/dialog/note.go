package dialog

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Note is a text of several lines. Leaving it keeps the text: there is no way to give
// it up.
type Note struct {
	title string
	input Input
	hint  string
	was   string
	alert string
}

// NewNote asks for a text that is known so far. The hint is shown while it is
// empty.
func NewNote(title, text, hint string) *Note {
	in := NewLines(text)
	return &Note{title: title, input: in, hint: hint, was: in.Value()}
}

// Text is the present text, and whether it is another than before.
func (d *Note) Text() (text string, changed bool) {
	text = d.input.Value()
	return text, text != d.was
}

// Heading implements Dialog.
func (d *Note) Heading() string { return d.title }

// Write puts a text in the place of the present one.
func (d *Note) Write(text string) { d.input.SetValue(text) }

// Update implements Dialog.
func (d *Note) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	switch keys.Of(msg, keys.InNote) {
	case keys.Edit:
		return Elsewhere, nil
	case keys.EditFromEnd: // in every other text this key goes to the end of the line
		if d.input.AtLineEnd() && !in.Served {
			return Elsewhere, nil
		}
	case keys.Save:
		if d.doubtful(msg.(tea.KeyPressMsg).String()) {
			return Open, nil
		}
		return Entered, nil
	}
	before := d.input.Value()
	d.input.TypeIn(msg, noteWidth(in), noteHeight(in))
	if d.input.Value() != before {
		d.alert = ""
	}
	return Open, nil
}

// doubtful stops at text that looks like patient data, once. key is the key that
// was pressed to leave.
func (d *Note) doubtful(key string) bool {
	text, changed := d.Text()
	found := assessment.PatientData(text)
	if len(found) == 0 || d.alert != "" || !changed {
		return false
	}
	d.alert = patientAlert(found, key)
	return true
}

// Interrupt implements Careful: the text is kept.
func (d *Note) Interrupt() (Outcome, string) {
	if d.doubtful("ctrl+c") {
		return Open, d.alert
	}
	return Entered, ""
}

// Refuse implements Dialog.
func (d *Note) Refuse(why error) tea.Cmd {
	d.alert = why.Error()
	return nil
}

func noteWidth(in Window) int { return min(in.Width-4, 96) }

// noteHeight is low enough to leave the question in view.
func noteHeight(in Window) int { return max(min(in.Height-16, 12), 4) }

// Draw implements Dialog.
func (d *Note) Draw(in Window) Box {
	t, w := in.Theme, noteWidth(in)
	out := draw.NewBlock(t, w)
	lines, x, y := d.input.Box(w, noteHeight(in))
	if d.input.Value() == "" {
		lines[0] = out.Line().Say(t.Dim, d.hint).String()
	}
	out.Lines = lines
	b := Box{Low: true, Cursor: tea.NewCursor(x+2, y+1)}
	if d.alert != "" {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, d.alert)
	}
	count := fmt.Sprintf("%d characters", len([]rune(d.input.Value())))
	list := keys.Footer(keys.InNote)
	if in.Served {
		list = slices.DeleteFunc(list, func(b keys.Binding) bool { return b.Action == keys.EditFromEnd })
	}
	out.Lines = append(out.Lines, FooterWith(t, w, list, count))
	b.Lines = draw.Card(t, d.title, out.Lines, w)
	return b
}

// patientAlert points out text that does not belong in an assessment. key is the
// one that keeps it all the same.
func patientAlert(found []string, key string) string {
	return "this looks like " + strings.Join(found, " and ") + ": remove it, or press " + key + " again to keep it"
}
