package tui

import (
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment/workspace/draft"
	"assay/assessment/written"
)

// Going through a long reply takes a while. The choices are a draft of the person: they
// come back when the same file is opened again, also after a crash, and go once they
// are recorded.

// asks names the draft of the choices: the person, the assessment and the file.
func (s *replyPage) asks(m *Model) string {
	return strings.Join([]string{m.bench.Evaluator, s.id, "the reply " + s.in.SHA256}, "\n")
}

// bringBack takes over the choices that the person left for this file.
func (s *replyPage) bringBack(m *Model) {
	s.draft = draft.Draft{
		ID: m.bench.NewID(), Person: m.bench.Evaluator, Database: m.bench.Store.ID(), Place: s.place(), About: s.in.Vendor,
		Form: s.titleOf(nil), Action: string(m.doing), Left: s.asks(m),
	}
	left, is := m.aside[s.draft.Left]
	if !is {
		return
	}
	s.draft.ID = left.ID
	for _, f := range left.Fields {
		if f.Label == written.WhoAnswers || s.in.Line(f.Label) != nil {
			s.choices[f.Label] = choiceOf(f.Text)
		}
	}
}

// keepChoices keeps the present choices as a draft.
func (s *replyPage) keepChoices(m *Model) tea.Cmd {
	s.draft.Fields = nil
	for _, id := range slices.Sorted(maps.Keys(s.choices)) {
		s.draft.Fields = append(s.draft.Fields, draft.Field{Label: id, Text: choiceText(s.choices[id])})
	}
	if len(s.draft.Fields) == 0 {
		return s.dropChoices(m)
	}
	m.aside[s.draft.Left] = leftDraft{s.draft}
	return m.drafts.set(m, s.draft, true)
}

// The lines of a choice in a draft, for people who look at the draft. The note comes
// last, because it can have several lines.
const (
	draftTake, draftLeave  = "take", "leave"
	draftNoWords           = "without their words"
	draftPatientData       = "looked at: it may be kept"
	draftAnswer, draftNote = "answer: ", "note: "
)

// choiceText writes a choice as [choiceOf] reads it.
func choiceText(c written.Choice) string {
	lines := []string{draftLeave}
	if c.Take {
		lines[0] = draftTake
	}
	if c.NoWords {
		lines = append(lines, draftNoWords)
	}
	if c.PatientData {
		lines = append(lines, draftPatientData)
	}
	if c.Value != "" {
		lines = append(lines, draftAnswer+c.Value)
	}
	if c.Note != "" {
		lines = append(lines, draftNote+c.Note)
	}
	return strings.Join(lines, "\n")
}

func choiceOf(text string) (c written.Choice) {
	before, note, _ := strings.Cut("\n"+text, "\n"+draftNote)
	c.Note = note
	for line := range strings.SplitSeq(before, "\n") {
		switch value, is := strings.CutPrefix(line, draftAnswer); {
		case is:
			c.Value = value
		case line == draftTake:
			c.Take = true
		case line == draftNoWords:
			c.NoWords = true
		case line == draftPatientData:
			c.PatientData = true
		}
	}
	return c
}

// dropChoices removes the draft.
func (s *replyPage) dropChoices(m *Model) tea.Cmd {
	delete(m.aside, s.draft.Left)
	return m.drafts.set(m, s.draft, false)
}
