package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/tui/dialog"
)

// The work that closes an assessment: the summary, and who signs the record off.

// writeSummary asks for the summary. If somebody else has written one meanwhile, both
// texts are laid together, and their author makes one of them.
func writeSummary(k *book) *asked {
	was := k.now.Summary
	text := ""
	if was != nil {
		text = was.Text
	}
	note := dialog.NewNote(fmt.Sprintf("Summary for page 1 of the report, at most %d characters", assessment.LongestSummary), text, "a few sentences: what convinced, what worries, what follows")
	return ask(note, func(m *Model, d *dialog.Note) (tea.Cmd, error) {
		text, changed := d.Text()
		if !changed {
			m.shut()
			return nil, nil
		}
		change := assessment.Summarized{Text: text, Replaces: assessment.Nothing}
		if was != nil {
			change.Replaces = was.Event
		}
		if err := m.admits(k, change); assessment.CodeOf(err) == assessment.Conflict {
			if was = k.now.Summary; was == nil {
				return nil, assessment.Errorf(assessment.Conflict, "somebody took the earlier summary back meanwhile; save again to keep yours")
			}
			d.Write(was.Text + "\n\n" + text)
			return nil, assessment.Errorf(assessment.Conflict, "%s wrote a summary meanwhile: it is above yours; make one text of both", was.By)
		} else if err != nil {
			return nil, err
		}
		m.shut()
		return m.record(k, change), nil
	})
}

// whyNotSignedOff says why nobody can sign the record off now.
func whyNotSignedOff(k *book) string {
	if !k.idle() {
		return "not everything is saved yet"
	}
	return ""
}

// signOff asks in which role the evaluator signs the record off as it is on the
// screen.
func signOff(k *book) *asked {
	shown, role := k.now.Head, "evaluator"
	for _, o := range k.now.SignedOff {
		if assessment.SamePerson(o.By, k.by) {
			role = o.Role
		}
	}
	sheet := &dialog.Sheet{
		Title: "Sign the record off as complete",
		About: func(*dialog.Sheet) string { return leftToReview(k) },
		Fields: []dialog.Field{
			dialog.TextField("statement", "", "needed while a question has no answer"),
			dialog.Needed(dialog.Marked(dialog.TextField("your role", role, "such as lead evaluator")), "say in which role"),
		},
	}
	return ask(sheet, func(m *Model, sh *dialog.Sheet) (tea.Cmd, error) {
		change := assessment.SignedOff{Role: sh.Value("your role"), Statement: sh.Value("statement"), Head: shown}
		err := m.admits(k, change)
		switch {
		case assessment.CodeOf(err) == assessment.Conflict:
			shown = k.now.Head // the user now sees that it has changed
			return nil, assessment.Errorf(assessment.Conflict, "%w; look again before you sign off", err)
		case assessment.CaseOf(err) == assessment.StatementMissing:
			return nil, dialog.WrongIn("statement", err.Error()) // the sheet itself has the way on
		case err != nil:
			return nil, err
		}
		m.shut()
		return tea.Batch(m.record(k, change), m.say("signed off as of "+k.kept.Code().String())), nil
	})
}

// leftToReview says how much is left in the review.
func leftToReview(k *book) string {
	list := k.review()
	text := "You say in your name that you have been through the record. It is no decision about the vendor."
	if len(list.Points) == 0 {
		return text + "\nNothing is left in the review."
	}
	return text + fmt.Sprintf("\nLeft in the review, %s: %s.", english.Count(len(list.Points), "point"), list.Summary())
}
