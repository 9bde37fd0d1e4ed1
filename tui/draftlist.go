package tui

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/english"
	"assay/assessment/workspace/draft"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// leftDraft is a draft that an earlier run left.
type leftDraft struct{ draft.Draft }

// fits reports whether the draft was typed into the dialog that opens.
func (l *leftDraft) fits(d *draft.Draft, fields []dialog.Typed) bool {
	return l.Place == d.Place && l.Item == d.Item && l.Action == d.Action &&
		slices.EqualFunc(l.Fields, fields, func(f draft.Field, t dialog.Typed) bool { return f.Label == t.Label })
}

func (l *leftDraft) typed() (texts, was []dialog.Typed) {
	for _, f := range l.Fields {
		texts = append(texts, dialog.Typed{Label: f.Label, Text: f.Text})
		was = append(was, dialog.Typed{Label: f.Label, Text: f.Was})
	}
	return texts, was
}

// offerDrafts lists what earlier runs left, if anything, unless the person is already
// doing something else.
func (m *Model) offerDrafts(asked bool) tea.Cmd {
	b := m.bench
	if !b.Drafts.On() {
		return nil
	}
	return await(readLimit, func(context.Context) ([]draft.Draft, error) {
		_, _ = b.Drafts.Sweep() // doctor tells about faults
		return b.Drafts.List(b.Evaluator, b.Store.ID())
	}, func(m *Model, all []draft.Draft, err error) tea.Cmd {
		all = slices.DeleteFunc(all, m.stillTyped)
		if !asked {
			all = m.putAside(all)
		}
		switch {
		case asked && err != nil:
			return m.complain(err)
		case asked && len(all) == 0:
			return m.say("nothing that was typed is unsaved")
		case len(all) == 0 || len(m.overlays) > 0:
			return nil
		}
		return m.open(newDraftList(all, m.bench.Zone))
	})
}

// putAside takes the texts of dialogs that were left without saving out of the list.
// They come back in their dialogs, and nobody is asked about them at every start.
func (m *Model) putAside(all []draft.Draft) []draft.Draft {
	return slices.DeleteFunc(all, func(d draft.Draft) bool {
		if d.Left == "" {
			return false
		}
		if _, known := m.aside[d.Left]; !known {
			m.aside[d.Left] = leftDraft{d}
		}
		return true
	})
}

// stillTyped reports whether this run itself works on the draft.
func (m *Model) stillTyped(d draft.Draft) bool {
	is := func(t *drafting) bool { return t != nil && t.draft.ID == d.ID }
	for _, o := range m.overlays {
		if o, asked := o.(*asked); asked && is(o.draft) {
			return true
		}
	}
	for _, k := range m.books {
		if slices.ContainsFunc(k.drafts, is) {
			return true
		}
	}
	return false
}

func newDraftList(all []draft.Draft, zone *time.Location) *picker {
	p := &picker{stays: true, Picker: dialog.Picker[effect]{
		Title: "Typed and not saved: " + english.Count(len(all), "text", "texts"), Wide: true, Own: keys.InDrafts,
	}}
	p.Below = func(at int) string {
		return fmt.Sprintf("%s, %s. It is kept until %s.", all[at].About, all[at].Form, time.UnixMicro(all[at].Expires().UnixMicro()).In(zone).Format("Jan 2, 15:04"))
	}
	for _, d := range all {
		p.Choices = append(p.Choices, choice{
			Text:  english.Join(" · ", d.Item, "“"+d.FirstWords(60)+"”"),
			Aside: time.UnixMicro(d.At).In(zone).Format("Jan 2, 15:04"),
			Value: func(m *Model) tea.Cmd { return m.open(readDraft(d)) },
		})
	}
	p.own = func(m *Model, a keys.Action, at int) tea.Cmd {
		switch a {
		case keys.CopyIn:
			m.shut()
			return m.copyIn(all[at])
		case keys.Remove:
			return m.open(m.discarding(all[at]))
		}
		return nil
	}
	return p
}

// draftLines are the texts of a draft.
func draftLines(d draft.Draft) func(t *draw.Theme, w int) []string {
	return func(t *draw.Theme, w int) []string {
		out := draw.NewBlock(t, w)
		for _, f := range d.Fields {
			if f.Text != f.Was {
				if f.Label != "" {
					out.Heading(f.Label)
				}
				out.Paragraph(t.Plain, "  ", t.Plain, f.Text)
			}
		}
		return out.Lines
	}
}

// readDraft shows the whole of a draft.
func readDraft(d draft.Draft) *asked {
	return ask(&dialog.Text{Title: d.Form, Lines: draftLines(d), Yes: "copies it in"}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.overlays = nil
		return m.copyIn(d), nil
	})
}

// discarding shows the whole of a draft and asks whether to discard it.
func (m *Model) discarding(d draft.Draft) *asked {
	return ask(&dialog.Text{Title: "Discard: " + d.Form, Lines: draftLines(d), Yes: "discards it"}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.overlays = nil
		delete(m.aside, d.Left)
		return tea.Sequence(m.drafts.set(m, d, false), m.say("discarded"), tea.Tick(2*draftRest, func(time.Time) tea.Msg {
			return taken(func(m *Model) tea.Cmd { return m.offerDrafts(false) })
		})), nil
	})
}

// copyIn goes to the place of a draft and opens the dialog into which it was typed.
// The dialog then holds the text again.
func (m *Model) copyIn(d draft.Draft) tea.Cmd {
	m.returning = &leftDraft{d}
	m.screens = m.screens[:1]
	return tea.Batch(m.restore(d.Place, d.Item), m.resume(0))
}

// resume repeats the key that opened the dialog of a draft, once its place is read.
func (m *Model) resume(tried int) tea.Cmd {
	const every, most = 100 * time.Millisecond, 50
	left := m.returning
	if left == nil || len(m.overlays) > 0 {
		return nil
	}
	a := keys.Action(left.Action)
	if s, is := m.top().(*interview); m.top().place() == left.Place && (!is || s.item == left.Item) && m.why(a) == "" {
		cmd := m.do(a, tea.KeyPressMsg{})
		if m.returning != nil && len(m.overlays) > 0 {
			return tea.Batch(cmd, m.say("go on to where you typed it: the text is filled in there"))
		}
		return tea.Batch(cmd, m.say("the text is back, and not saved yet"))
	}
	if tried == most {
		return m.say("the place where this was typed cannot be opened; the text is kept")
	}
	return tea.Tick(every, func(time.Time) tea.Msg { return taken(func(m *Model) tea.Cmd { return m.resume(tried + 1) }) })
}
