package tui

import (
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/workspace/draft"
	"assay/tui/dialog"
)

// A note can be written in the person's own editor. The file for it lies beside the
// draft, so that it is kept, offered and removed like that.

// edit opens the text of a note in the editor.
func (m *Model) edit(o *asked) tea.Cmd {
	d, is := o.Dialog.(*dialog.Note)
	switch {
	case !is:
		return nil
	case m.bench.served():
		return m.say("there is no editor over SSH: write the text here")
	case m.bench.Editor == nil:
		return m.say("set EDITOR to the command of your editor")
	case !m.bench.Drafts.On():
		return m.say("this database keeps no drafts, which an editor needs")
	}
	text, _ := d.Text()
	kept, folder := o.draft.draft, m.bench.Drafts
	kept.Fields = []draft.Field{{Text: text, Was: o.draft.was[0].Text}}
	if err := folder.Keep(kept); err != nil {
		return m.complain(noEditor(err))
	}
	path, err := folder.Lend(kept, text)
	if err != nil {
		return m.complain(noEditor(err))
	}
	return tea.ExecProcess(m.bench.Editor(path), func(err error) tea.Msg {
		return taken(func(m *Model) tea.Cmd {
			text, unread := folder.Return(path)
			if unread != nil {
				return m.complain(noEditor(unread)) // the file stays: the draft has its text
			}
			if err != nil {
				m.complain(noEditor(err))
			}
			d.Write(text)
			o.draft.last = nil // the draft on disk may be another one
			return m.keepDraft(o)
		})
	})
}

func noEditor(err error) error {
	return assessment.Errorf(assessment.Failed, "the editor cannot take the text: %w", err)
}

// Editor makes the command that edits a file.
type Editor = func(path string) *exec.Cmd
