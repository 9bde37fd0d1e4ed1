package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// openSessionForm asks who is in the room and starts the session. It offers the people of
// the last session: enter takes them, and the first letter replaces them.
func openSessionForm(m *Model, k *book) tea.Cmd {
	lead := "Each answer names its session. esc goes on without a session."
	theirs, ours := "", m.bench.Evaluator
	if n := len(k.now.Sessions); n > 0 {
		last := k.now.Sessions[n-1]
		theirs, ours = peopleText(last.Attendees, "vendor"), peopleText(last.Attendees, "us")
		lead = "The same people as on " + k.now.Day(last.Start).String() + "? enter takes them, typing replaces them. esc goes on without a session."
	}
	return m.open(ask(dialog.NewForm("Who is in the room?", lead,
		dialog.Marked(dialog.TextField("from the vendor", theirs, "name, role; name, role")),
		dialog.Marked(dialog.TextField("from us", ours, "name, role; name, role")),
	), func(m *Model, f *dialog.Form) (tea.Cmd, error) {
		m.shut()
		attendees := append(assessment.Attendees(f.Value("from the vendor"), "vendor"), assessment.Attendees(f.Value("from us"), "us")...)
		k.attended = true
		cmd := m.record(k, assessment.SessionStarted{Start: m.bench.Now().UnixMicro(), Attendees: attendees})
		return tea.Batch(cmd, m.say("the session has started; S ends it"), offerBlind(m, k, attendees)), nil
	}))
}

// offerBlind asks whether our people at the meeting grade blind, if several came and
// nobody is named yet.
func offerBlind(m *Model, k *book, attendees []assessment.Attendee) tea.Cmd {
	var names []string
	for _, who := range attendees {
		if who.Side == "us" && !slices.Contains(names, who.Name) {
			names = append(names, who.Name)
		}
	}
	if len(names) < 2 || len(k.now.Graders) > 0 {
		return nil
	}
	return m.open(ask(&dialog.Text{
		Title: "Do they grade blind?",
		Yes:   "names them: they grade blind",
		Lines: func(t *draw.Theme, w int) []string {
			out := draw.NewBlock(t, w)
			for _, name := range names {
				out.Paragraph(t.Dim, "  ", t.Strong, name)
			}
			out.Blank()
			out.Paragraph(t.Plain, "", t.Plain, "Nobody sees the grade or the note of another for a scenario until all of them have given both. Until then it counts as unanswered.")
			out.Blank()
			out.Paragraph(t.Plain, "", t.Plain, "Each person must use this name in their own workbench.")
			return out.Lines
		},
	}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.shut()
		return tea.Batch(m.record(k, assessment.GradersNamed{Names: names}), m.say("scenarios are graded blind")), nil
	}))
}

// peopleText writes the people of a side as [assessment.Attendees] reads them.
func peopleText(all []assessment.Attendee, side string) string {
	var parts []string
	for _, who := range all {
		if who.Side == side {
			parts = append(parts, english.Join(", ", who.Name, who.Role))
		}
	}
	return strings.Join(parts, "; ")
}

// runningWords says that a session runs, with whom and since when.
func runningWords(m *Model, k *book) string {
	session := k.now.Running()
	with := ""
	var names []string
	for _, who := range session.Attendees {
		if who.Side == "vendor" {
			names = append(names, who.Name)
		}
	}
	switch n := len(names); {
	case n > 1:
		with = " with " + names[0] + fmt.Sprintf(" and %d more", n-1)
	case n > 0:
		with = " with " + names[0]
	}
	return "the session" + with + " runs since " + moment(m, k.zone(), session.Start)
}

// runs reports whether a session runs that this person started.
func (k *book) runs() bool { return k.attended && k.now.Running() != nil }

// newRunning asks before the workbench is left while a session runs: it ends only on
// purpose. Who presses ctrl+c again lets it run.
func newRunning(m *Model, k *book) *picker {
	letRun := func(m *Model) tea.Cmd {
		k.attended = false
		return m.quit()
	}
	return &picker{leaving: letRun, Picker: dialog.Picker[effect]{
		Title: k.now.Opened.Title() + ": " + runningWords(m, k),
		Low:   true,
		Choices: []choice{
			{Text: "End the session, and quit", Value: func(m *Model) tea.Cmd { return tea.Batch(endSession(m, k), m.quit()) }},
			{Text: "Let it run, and quit: you come back to it", Value: letRun},
			{Text: "Stay here", Value: func(*Model) tea.Cmd { return nil }},
		},
	}}
}

func endSession(m *Model, k *book) tea.Cmd {
	return m.record(k, assessment.SessionEnded{End: m.bench.Now().UnixMicro()})
}
