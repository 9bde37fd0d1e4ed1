package dialog

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Note is a text area with the terminal's own cursor, so that input methods
// work. Leaving it keeps the text: there is no way to give it up.
type Note struct {
	title string
	area  textarea.Model
	was   string
	alert string
}

// NewNote asks for a text that is known so far. The hint is shown while it is
// empty.
func NewNote(title, text, hint string) *Note {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = ""
	area.CharLimit = 0
	area.Placeholder = hint
	area.SetVirtualCursor(false)
	area.SetStyles(textarea.Styles{})
	area.SetValue(text)
	return &Note{title: title, area: area, was: text}
}

// Text is the present text, and whether it is another than before.
func (d *Note) Text() (text string, changed bool) {
	text = d.area.Value()
	return text, text != d.was
}

// Update implements Dialog.
func (d *Note) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	d.size(in)
	if _, opened := msg.(Opened); opened {
		cmd := d.area.Focus()
		d.area.MoveToEnd()
		return Open, cmd
	}
	if keys.Of(msg, keys.InNote) == keys.Save {
		if d.doubtful(msg.(tea.KeyPressMsg).String()) {
			return Open, nil
		}
		return Entered, nil
	}
	before := d.area.Value()
	var cmd tea.Cmd
	d.area, cmd = d.area.Update(msg)
	if d.area.Value() != before {
		d.alert = ""
	}
	return Open, cmd
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

// size follows the window: low enough to leave the question in view.
func (d *Note) size(in Window) {
	d.area.SetWidth(noteWidth(in))
	d.area.SetHeight(max(min(in.Height-16, 12), 4))
}

func noteWidth(in Window) int { return min(in.Width-4, 96) }

// Draw implements Dialog.
func (d *Note) Draw(in Window) Box {
	t, w := in.Theme, noteWidth(in)
	out := draw.NewBlock(t, w)
	b := Box{Low: true}
	if c := d.area.Cursor(); c != nil {
		b.Cursor = tea.NewCursor(c.X+2, c.Y+1)
	}
	for _, line := range splitLines(d.area.View()) {
		out.Lines = append(out.Lines, draw.Fit(line, w))
	}
	if d.alert != "" {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, d.alert)
	}
	count := fmt.Sprintf("%d characters", len([]rune(d.area.Value())))
	out.Lines = append(out.Lines, FooterWith(t, w, keys.Footer(keys.InNote), count))
	b.Lines = draw.Card(t, d.title, out.Lines, w)
	return b
}

// patientAlert points out text that does not belong in an assessment. key is the
// one that keeps it all the same.
func patientAlert(found []string, key string) string {
	return "this looks like " + strings.Join(found, " and ") + ": remove it, or press " + key + " again to keep it"
}
