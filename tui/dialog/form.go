package dialog

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/tui/draw"
	"assay/tui/keys"
)

// Form is a short form for one-time data: a vendor, an RFP, the attendees.
// Its fields write into the variables of its caller.
type Form struct {
	title, lead string
	form        *huh.Form
	asks        []huh.Field
	dark        bool
}

// NewForm is a form of some fields, with a sentence above them.
func NewForm(title, lead string, fields ...huh.Field) *Form {
	d := &Form{title: title, lead: lead, asks: fields, dark: true}
	d.form = huh.NewForm(huh.NewGroup(fields...)).
		WithShowHelp(false).
		WithKeyMap(formKeys()).
		WithTheme(huh.ThemeFunc(func(bool) *huh.Styles { return huh.ThemeBase16(d.dark) }))
	return d
}

// formKeys gives a form the keys of the table.
func formKeys() *huh.KeyMap {
	of := func(a keys.Action) key.Binding { return keys.For(a, keys.InForm).Binding }
	next, last := of(keys.NextField), of(keys.LastField)
	return &huh.KeyMap{
		Input:  huh.InputKeyMap{Next: next, Submit: next, Prev: last},
		Select: huh.SelectKeyMap{Next: next, Submit: next, Prev: last, Up: of(keys.Up), Down: of(keys.Down)},
	}
}

func formWidth(in Window) int { return min(in.Width-8, 64) }

// wholeForm is a height into which every form fits.
const wholeForm = 500

// Update implements Dialog.
func (d *Form) Update(in Window, msg tea.Msg) (Outcome, tea.Cmd) {
	d.dark = in.Theme.Dark
	switch msg := msg.(type) {
	case Opened:
		d.form = d.form.WithWidth(formWidth(in))
		return Open, d.form.Init()
	case tea.KeyPressMsg:
		if keys.Of(msg, keys.InForm) == keys.Leave {
			return Left, nil
		}
	case tea.WindowSizeMsg:
		d.form = d.form.WithWidth(formWidth(in))
		// It is drawn whole, and Draw shows the part that fits: the form itself
		// would make room for the whole window.
		return Open, d.pass(tea.WindowSizeMsg{Width: msg.Width, Height: wholeForm})
	}
	cmd := d.pass(msg)
	if d.form.State == huh.StateCompleted {
		return Entered, nil
	}
	return Open, cmd
}

func (d *Form) pass(msg tea.Msg) tea.Cmd {
	updated, cmd := d.form.Update(msg)
	if next, is := updated.(*huh.Form); is {
		d.form = next
	}
	return cmd
}

// Refuse implements Dialog. The fields of a form check their text, so a form
// is never refused.
func (d *Form) Refuse(error) tea.Cmd { return nil }

// Draw implements Dialog.
func (d *Form) Draw(in Window) Box {
	t, w := in.Theme, formWidth(in)
	out := draw.NewBlock(t, w)
	if d.lead != "" {
		out.Paragraph(t.Plain, "", t.Dim, d.lead)
		out.Blank()
	}
	drawn := splitLines(d.form.View())
	for len(drawn) > 0 && strings.TrimSpace(ansi.Strip(drawn[len(drawn)-1])) == "" {
		drawn = drawn[:len(drawn)-1]
	}
	room := in.Height - 8 - out.Height()
	top, bottom := d.focused()
	if len(drawn) > room && room < bottom-top {
		out.Lines, room = nil, in.Height-8 // the lead gives way to the field
	}
	// As much as fits, down to the end of the field that is filled in.
	from := max(0, min(bottom, len(drawn))-room)
	from = max(0, min(from, top))
	for _, line := range drawn[from:min(from+room, len(drawn))] {
		out.Lines = append(out.Lines, draw.Fit(line, w))
	}
	out.Blank()
	out.Lines = append(out.Lines, Footer(t, w, keys.Footer(keys.InForm)))
	return Box{Lines: draw.Card(t, d.title, out.Lines, w)}
}

// focused is the place of the field that is filled in, in the drawn form: its
// first line, and the one after its last.
func (d *Form) focused() (top, bottom int) {
	now := d.form.GetFocusedField()
	for _, field := range d.asks {
		bottom = top + lipgloss.Height(field.View())
		if field == now {
			return top, bottom
		}
		top = bottom + 1 // a blank line between two
	}
	return 0, 0
}
