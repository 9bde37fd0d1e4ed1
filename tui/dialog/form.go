package dialog

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"assay/tui/draw"
	"assay/tui/keys"
)

// Form asks for texts and choices in turn: enter checks a field and goes on, and saves
// from the last one. huh moves between the fields and asks for choices.
type Form struct {
	Sheet
	form  *huh.Form
	asks  []huh.Field
	theme *draw.Theme
}

// NewForm is a form with a sentence above its fields.
func NewForm(title, lead string, fields ...Field) *Form {
	d := &Form{Sheet: Sheet{Title: title, Lead: lead, Fields: fields}, theme: draw.NewTheme(true)}
	for n := range d.Fields {
		d.asks = append(d.asks, d.Fields[n].ask())
	}
	of := func(a keys.Action) key.Binding { return keys.For(a, keys.InForm).Binding }
	choose := huh.SelectKeyMap{
		Up: of(keys.Up), Down: of(keys.Down), HalfPageUp: of(keys.PageUp), HalfPageDown: of(keys.PageDown), GotoTop: of(keys.Top), GotoBottom: of(keys.Bottom),
	}
	d.form = huh.NewForm(huh.NewGroup(d.asks...)).WithKeyMap(&huh.KeyMap{Select: choose}).
		WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return d.styles() }))
	return d
}

// ask is the field as huh asks for it.
func (f *Field) ask() huh.Field {
	if f.written() {
		return &textAsk{Field: f}
	}
	const most = 5 // lines of a long list
	options := make([]huh.Option[int], len(f.Options))
	for n, text := range f.Options {
		options[n] = huh.NewOption(draw.Harmless(text), n)
	}
	list := huh.NewSelect[int]().Title(f.Label).Options(options...).Value(&f.Chosen)
	if len(options) > most {
		list.Description(fmt.Sprintf("    one of %d", len(options))).Height(2 + most)
	}
	return list
}

// styles gives huh the inks of the theme.
func (d *Form) styles() *huh.Styles {
	t, in := d.theme, func(k draw.Ink) lipgloss.Style { return lipgloss.NewStyle().Transform(k.On) }
	s := huh.FieldStyles{
		Title:            in(t.Strong).SetString("▸").Width(d.labels() + 4),
		Description:      in(t.Dim),
		SelectSelector:   in(t.Accent).SetString("  ▸"),
		SelectedOption:   in(t.Chip).PaddingLeft(1),
		UnselectedOption: in(t.Plain).PaddingLeft(1),
	}
	return &huh.Styles{Focused: s, Blurred: s}
}

// Update implements Dialog.
func (d *Form) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	const least = 56 // columns in the least window; huh panics on a text field without any
	d.theme = in.Theme
	d.form.WithWidth(max(sheetWidth(in), least))
	if _, opened := msg.(Opened); opened {
		return Open, d.form.Init()
	}
	now, last := d.asks[d.At], d.At == len(d.asks)-1
	_, pressed := msg.(tea.KeyPressMsg)
	// huh would move with a message to itself, and a key typed right after enter would
	// reach the field before the message does.
	switch a := keys.Of(msg, keys.InForm); {
	case a == keys.Leave:
		return Left, nil
	case a == keys.Save, !last && (a == keys.NextField || a == keys.Down && d.Fields[d.At].written()):
		if now.Blur(); now.Error() != nil {
			return Open, d.Refuse(now.Error())
		}
		if last {
			return d.accept(), now.Focus()
		}
		d.At, d.Wrong = d.At+1, ""
		d.form.NextField()
		return Open, nil
	case d.At > 0 && (a == keys.LastField || a == keys.Up && d.Fields[d.At].written()):
		d.At, d.Wrong = d.At-1, ""
		d.form.PrevField()
		return Open, nil
	case pressed:
		d.Wrong, d.Alert = "", ""
	}
	if f := &d.Fields[d.At]; f.written() {
		f.write(msg)
		return Open, nil
	}
	if d.typesBelow(msg) {
		return Open, nil
	}
	_, cmd := d.form.Update(msg)
	return Open, cmd
}

// typesBelow writes what is typed on a choice into the next text, if there is one.
func (d *Form) typesBelow(msg tea.Msg) bool {
	press, pressed := msg.(tea.KeyPressMsg)
	if _, pasted := msg.(tea.PasteMsg); !pasted && (!pressed || press.Text == "" || press.Text == " ") {
		return false
	}
	from := d.At
	if !d.toText() {
		return false
	}
	for range d.At - from {
		d.form.NextField()
	}
	f := &d.Fields[d.At]
	f.write(msg)
	return true
}

// Refuse implements Dialog.
func (d *Form) Refuse(why error) tea.Cmd {
	d.Wrong = why.Error()
	return d.asks[d.At].Focus()
}

// Draw implements Dialog.
func (d *Form) Draw(in Window) Box {
	footer := keys.Footer(keys.InForm)
	if d.At == len(d.asks)-1 {
		footer[0] = footer[0].Called("", "save")
	}
	return d.draw(in, footer, func(out *draw.Block) (cursor *tea.Cursor) {
		if d.Fields[d.At].written() {
			cursor = d.drawField(out, d.At, d.labels())
		} else {
			for line := range strings.SplitSeq(strings.TrimRight(d.asks[d.At].View(), "\n"), "\n") {
				out.Lines = append(out.Lines, draw.Fit(line, out.Width))
			}
		}
		d.drawAlert(out)
		return cursor
	})
}
