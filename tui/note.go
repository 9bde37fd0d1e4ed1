package tui

import (
	"fmt"

	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/questionnaire"
	"assay/tui/draw"
)

// note is a real text area for the note of an item, with the terminal's own
// cursor, so that input methods work. Leaving it saves it.
type note struct {
	title string
	area  textarea.Model
	was   string
	alert string
	save  func(m *Model, text string) tea.Cmd
}

// note opens the note of an item. That of a clause carries the section in which
// it stands.
func (s *interview) note(at spot) *note {
	n := newNote("Note on "+at.item.ID+" "+at.item.Title, at.answer.Note, func(m *Model, text string) tea.Cmd {
		return s.amend(m, at, func(a *assessment.Answer) { a.Note = text })
	})
	if at.item.Kind == questionnaire.Clause {
		n.title = "Section number of " + at.item.ID + " " + at.item.Title
		n.area.Placeholder = "section 4.2; and what its wording lacks"
	}
	return n
}

func newNote(title, text string, save func(m *Model, text string) tea.Cmd) *note {
	area := textarea.New()
	area.ShowLineNumbers = false
	area.Prompt = ""
	area.CharLimit = 0
	area.SetVirtualCursor(false)
	area.SetStyles(textarea.Styles{})
	area.SetValue(text)
	return &note{title: title, area: area, was: text, save: save}
}

func (n *note) update(m *Model, msg tea.Msg) tea.Cmd {
	n.size(m)
	switch msg := msg.(type) {
	case openedMsg:
		cmd := n.area.Focus()
		n.area.MoveToEnd()
		return cmd
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "ctrl+s":
			return n.leave(m, msg.String())
		}
	}
	before := n.area.Value()
	var cmd tea.Cmd
	n.area, cmd = n.area.Update(msg)
	if n.area.Value() != before {
		n.alert = ""
	}
	return cmd
}

// leave saves what changed, and shuts. key is what was pressed to leave.
func (n *note) leave(m *Model, key string) tea.Cmd {
	if n.doubtful(key) {
		return nil
	}
	m.shut()
	return n.kept(m)
}

// doubtful stops at what looks like patient data, once.
func (n *note) doubtful(key string) bool {
	text := n.area.Value()
	found := assessment.PatientData(text)
	if len(found) == 0 || n.alert != "" || text == n.was {
		return false
	}
	n.alert = patientAlert(found, key)
	return true
}

// kept saves the text, if it is another than before.
func (n *note) kept(m *Model) tea.Cmd {
	if text := n.area.Value(); text != n.was {
		return n.save(m, text)
	}
	return nil
}

func (n *note) interrupt(m *Model) (tea.Cmd, string) {
	if n.doubtful("ctrl+c") {
		return nil, n.alert
	}
	return n.kept(m), ""
}

// size follows the window: low enough to leave the question in view.
func (n *note) size(m *Model) {
	n.area.SetWidth(noteWidth(m.w))
	n.area.SetHeight(max(min(m.h-16, 12), 4))
}

func noteWidth(w int) int { return min(w-4, 96) }

func (n *note) box(m *Model, _, _ int) box {
	t, w := m.theme, noteWidth(m.w)
	out := draw.NewBlock(t, w)
	b := box{low: true}
	if c := n.area.Cursor(); c != nil {
		b.cursor = tea.NewCursor(c.X+2, c.Y+1)
	}
	for _, line := range splitLines(n.area.View()) {
		out.Lines = append(out.Lines, draw.Fit(line, w))
	}
	if n.alert != "" {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, n.alert)
	}
	count := fmt.Sprintf("%d characters", len([]rune(n.area.Value())))
	out.Add(out.Line().Put(t.Key, "esc").Put(t.Dim, " saves and closes").Gap(2).End(t.Dim.On(count)))
	b.lines = draw.Card(t, n.title, out.Lines, w)
	return b
}
