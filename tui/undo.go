package tui

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// Undo takes back the evaluator's latest step, and redo records it again. Both are new
// events in the journal. The steps to redo last as long as this run of the workbench,
// until the next answer or flag.

// takenStep is a step that was taken back here.
type takenStep struct {
	assessment.Step
	after string // the event of the answer once it was taken back
}

// lastStep returns the step that undo would take back, or nil.
func (k *book) lastStep() *assessment.Step { return k.now.LastStep(k.by) }

// undo takes the last step back, describes it, and goes to its item. A step of an
// earlier sitting it shows first.
func (s *interview) undo(m *Model, k *book) tea.Cmd {
	step := *k.lastStep()
	at := slices.IndexFunc(k.past, func(e assessment.Event) bool { return e.ID == step.Event })
	if at >= 0 && k.past[at].At < m.began.UnixMicro() {
		return m.open(s.undoing(m, k, step, k.past[at].At))
	}
	return s.takeBack(m, k, step)
}

// undoing asks whether to take back a step of an earlier sitting.
func (s *interview) undoing(m *Model, k *book, step assessment.Step, at int64) *asked {
	then := *k // as it would be
	effect := ""
	if err := then.follow(m.bench.Entry(assessment.Undone{Event: step.Event})); err == nil {
		effect = takenBack(k.now, then.now, step)
	}
	return ask(&dialog.Text{
		Title: "Take back what you recorded earlier?",
		Lines: func(t *draw.Theme, w int) []string {
			out := draw.NewBlock(t, w)
			out.Paragraph(t.Plain, "", t.Plain, "You recorded it on "+wording.Moment(at, k.zone())+", before this sitting.")
			out.Paragraph(t.Plain, "", t.Strong, effect)
			return out.Lines
		},
		Yes: "takes it back",
	}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.shut()
		if now := k.lastStep(); now == nil || now.Event != step.Event {
			return m.say("it has changed meanwhile, and is not taken back"), nil
		}
		return s.takeBack(m, k, step), nil
	})
}

func (s *interview) takeBack(m *Model, k *book, step assessment.Step) tea.Cmd {
	before := k.now
	cmd := m.record(k, assessment.Undone{Event: step.Event})
	if k.now.Seq == before.Seq {
		return cmd // the undo was refused, and record has said so
	}
	k.redo = append(k.redo, takenStep{step, k.now.Answers[step.Item].Event})
	moved := s.move(m, step.Item)
	return tea.Batch(cmd, moved, m.alsoSay(takenBack(before, k.now, step)+"; "+keys.For(keys.Redo, keys.OnInterview).Shown()+" records it again"))
}

// redo records the latest step again that undo took back.
func (s *interview) redo(m *Model, k *book) tea.Cmd {
	left := slices.Clone(k.redo)
	step := left[len(left)-1]
	left = left[:len(left)-1]
	before := k.now
	if now := k.now.Answers[step.Item]; now.Event != step.after {
		k.redo = nil
		return m.say(now.By + " has changed " + step.Item + " since: answer it again instead")
	}
	var cmd tea.Cmd
	if c, is := step.Change.(assessment.Answered); is {
		cmd = m.record(k, answered(step.Item, c.Answer))
	} else {
		cmd = m.record(k, step.Change)
	}
	if k.now.Seq == before.Seq {
		return cmd // refused, and record has said so
	}
	again := k.waiting[len(k.waiting)-1].ID
	for n := range left { // the event has another id now
		if left[n].after == step.Event {
			left[n].after = again
		}
		if c, is := left[n].Change.(assessment.FlagResolved); is && c.Flag == step.Event {
			c.Flag = again
			left[n].Change = c
		}
	}
	k.redo = left
	moved := s.move(m, step.Item)
	return tea.Batch(cmd, moved, m.alsoSay(recordedAgain(before, k.now, step.Step)))
}

// stepped notes that a change was recorded: after an answer or a flag, nothing is left
// to redo.
func (k *book) stepped(c assessment.Change) {
	switch c.(type) {
	case assessment.Answered, assessment.Graded, assessment.FlagRaised, assessment.FlagResolved:
		k.redo = nil
	}
}

// takenBack describes the effect of an undo.
func takenBack(before, after assessment.Snapshot, step assessment.Step) string {
	switch c := step.Change.(type) {
	case assessment.FlagRaised:
		return fmt.Sprintf("took back the %s%s: %s", c.Severity, on(step.Item), c.Text)
	case assessment.FlagResolved:
		return "the red flag" + on(step.Item) + " is open again"
	}
	return "took back: " + difference(before, after, step.Item)
}

// recordedAgain describes the effect of a redo.
func recordedAgain(before, after assessment.Snapshot, step assessment.Step) string {
	switch c := step.Change.(type) {
	case assessment.FlagRaised:
		return fmt.Sprintf("raised again, the %s%s: %s", c.Severity, on(step.Item), c.Text)
	case assessment.FlagResolved:
		return "the red flag" + on(step.Item) + " is resolved again"
	}
	return "recorded again: " + difference(before, after, step.Item)
}

// difference tells how the answer to an item changes: its value with the person who
// gave the present one, and the names of all other parts.
func difference(before, after assessment.Snapshot, item string) string {
	q, was, is := before.Questionnaire, before.Answers[item], after.Answers[item]
	text, names := item, changed(was, is)
	if old, now := answerWords(q, item, was), answerWords(q, item, is); old != now {
		text += " " + old + " → " + now
		if is.Answered() && is.By != "" {
			text += " by " + is.By
		}
		names = slices.DeleteFunc(names, func(name string) bool { return name == "assurance" || name == "grade" }) // they come with the value
		return english.Join(", ", append([]string{text}, names...)...)
	}
	if len(names) == 0 {
		return text + ", and nothing changes"
	}
	return text + ": " + english.List(names)
}

// changed names the parts besides its value in which two answers to one item differ.
func changed(a, b assessment.Answer) (names []string) {
	for _, part := range []struct {
		differs bool
		name    string
	}{
		{!slices.EqualFunc(a.Evidence, b.Evidence, func(a, b assessment.Evidence) bool { return reflect.DeepEqual(a, b) }), "evidence"},
		{a.Assurance != b.Assurance, "assurance"},
		{!slices.Equal(a.Quotes, b.Quotes), "quote"},
		{!slices.Equal(wording.Notes(a), wording.Notes(b)), "note"},
		{!slices.Equal(a.Heard, b.Heard) || !slices.Equal(a.Elements, b.Elements), "tick"},
		{a.Later != b.Later, "come back later"},
		{a.Volunteered != b.Volunteered || a.Evasive != b.Evasive, "mark"},
		{a.ReconciledWords() != b.ReconciledWords(), "reconciliation"},
		{(a.Reverify == nil) != (b.Reverify == nil), "confirmation"},
		{len(a.Grades) != len(b.Grades) || !maps.Equal(a.Scores, b.Scores), "grade"},
	} {
		if part.differs {
			names = append(names, part.name)
		}
	}
	return names
}

func on(item string) string {
	if item == "" {
		return ""
	}
	return " on " + item
}
