package tui

import (
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/keys"
)

// overlay is something laid over the screen that takes all keys. Esc always
// backs out of it.
type overlay interface {
	update(m *Model, msg tea.Msg) tea.Cmd
	box(m *Model) dialog.Box
}

// sameRequest reports whether two overlays ask for the same.
func sameRequest(a, b overlay) bool {
	x, is := a.(interface{ Heading() string })
	y, too := b.(interface{ Heading() string })
	return is && too && x.Heading() == y.Heading() && reflect.TypeOf(a) == reflect.TypeOf(b)
}

// window is the room for dialogs.
func (m *Model) window() dialog.Window {
	return dialog.Window{Theme: m.theme, Width: m.w, Height: m.h, Served: m.bench.served()}
}

// asked is a dialog on the screen and the effect that its yes has.
type asked struct {
	dialog.Dialog
	then    func(m *Model) (tea.Cmd, error)
	draft   *drafting   // of what is typed into it
	passing bool        // its text is no part of a record, and never on disk
	anew    bool        // it opens as if nothing had been typed before
	doing   keys.Action // which opened it
}

// saver saves a sheet and shuts it, or says why not.
type saver = func(m *Model, sh *dialog.Sheet) (tea.Cmd, error)

// ask lays a dialog over the screen. When it is entered, then takes its values
// and shuts it. An error keeps it open, and is shown in it.
func ask[D dialog.Dialog](d D, then func(m *Model, d D) (tea.Cmd, error)) *asked {
	return &asked{Dialog: d, then: func(m *Model) (tea.Cmd, error) { return then(m, d) }}
}

// askText asks for one text. then takes it, as in ask.
func askText(title, lead string, field dialog.Field, then func(m *Model, text string) (tea.Cmd, error)) *asked {
	sheet := &dialog.Sheet{Title: title, Lead: lead, Fields: []dialog.Field{field}}
	return ask(sheet, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) { return then(m, sh.Value(field.Label)) })
}

// show lays a text over the screen that asks nothing.
func show(d *dialog.Text) *asked { return &asked{Dialog: d} }

func (o *asked) update(m *Model, msg tea.Msg) tea.Cmd {
	outcome, cmd := o.Update(m.window(), msg)
	switch outcome {
	case dialog.Left:
		m.shut()
		return m.leave(o)
	case dialog.Elsewhere:
		return m.edit(o)
	case dialog.Entered:
		kept := m.keepDraft(o)
		if why := m.whyNotMine(o.doing); why != "" {
			return tea.Batch(kept, m.withhold(o, why))
		}
		done, err := o.enter(m)
		if err != nil {
			return tea.Batch(kept, m.refuse(o, err))
		}
		return tea.Batch(kept, done)
	}
	return tea.Batch(cmd, m.keepDraft(o))
}

// enter does what the dialog is for.
func (o *asked) enter(m *Model) (tea.Cmd, error) {
	before, clashes := m.toast.n, len(m.clashes)
	done, err := o.then(m)
	refused := m.toast.bad && m.toast.n != before
	if err == nil && !refused && m.isOpen(o.Dialog) < 0 {
		done = m.handOver(o.draft, done, clashes)
	}
	return done, err
}

func (o *asked) box(m *Model) dialog.Box { return o.Draw(m.window()) }

// refuse shows in a dialog why its values cannot be taken, and how to go on.
func (m *Model) refuse(d dialog.Dialog, err error) tea.Cmd {
	err = m.bench.told(err)
	if hint := m.hintOf(err); hint != "" {
		err = fmt.Errorf("%w; after esc: %s", err, hint) // the dialog takes all keys
	}
	return d.Refuse(err)
}

// withhold keeps what was typed into a dialog out of the record, because the roles of this
// person changed meanwhile. The dialog stays open, and a note, which nobody can leave
// without saving, is put aside.
func (m *Model) withhold(o *asked, why string) tea.Cmd {
	note, is := o.Dialog.(*dialog.Note)
	if !is {
		return o.Refuse(assessment.Errorf(assessment.Refused, "%s", why))
	}
	m.shut()
	left := m.leave(o)
	if _, changed := note.Text(); !changed {
		return left
	}
	return tea.Batch(left, m.complain(assessment.Errorf(assessment.Refused, "not saved, and kept as a draft: %s", why)))
}

// interrupt leaves the dialog because the program is left, or says why to stay.
func (o *asked) interrupt(m *Model) (cmd tea.Cmd, alert string) {
	d, is := o.Dialog.(dialog.Careful)
	if !is {
		return nil, ""
	}
	outcome, alert := d.Interrupt()
	if outcome == dialog.Entered {
		m.shut()
		cmd, _ = o.enter(m)
	}
	return cmd, alert
}

// isOpen is the overlay that shows a dialog, or -1 once it was left.
func (m *Model) isOpen(d dialog.Dialog) int {
	for n, o := range m.overlays {
		if o, is := o.(*asked); is && o.Dialog == d {
			return n
		}
	}
	return -1
}

// effect runs when a line of a picker is chosen.
type effect func(m *Model) tea.Cmd

type choice = dialog.Choice[effect]

// picker is a picker on the screen.
type picker struct {
	dialog.Picker[effect]
	// leaving is what ctrl+c does while the picker is open, instead of leaving at once.
	leaving func(m *Model) tea.Cmd
	stays   bool // it stays open under the dialog that a choice opens
	// own does an action of the caller's own keys on the chosen line.
	own func(m *Model, a keys.Action, at int) tea.Cmd
}

func (p *picker) update(m *Model, msg tea.Msg) tea.Cmd {
	outcome, cmd := p.Update(m.window(), msg)
	switch outcome {
	case dialog.Left:
		m.shut()
		return nil
	case dialog.Unused:
		if a := keys.Of(msg, p.Own); a != "" {
			return p.own(m, a, p.At)
		}
		return nil
	case dialog.Entered:
		c := p.Chosen()
		if c.Dead != "" {
			return m.say(c.Dead)
		}
		if !p.stays {
			m.shut()
		}
		return c.Value(m)
	}
	return cmd
}

func (p *picker) box(m *Model) dialog.Box { return p.Draw(m.window()) }
