package tui

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/questionnaire"
	"assay/tui/dialog"
	"assay/tui/draw"
)

// An answer to a question about ourselves is the same for all vendors of an
// RFP. The workbench offers it to their assessments too.

// offered is an assessment that could take an answer of ours.
type offered struct {
	id, about string
	was, is   string // the answer there, and ours, in words
	replaces  string // the event of the answer there, or Nothing
}

// isOurs reports an item that is asked of ourselves, in an RFP.
func isOurs(at spot) bool {
	return at.item.AskedOf == questionnaire.AskedOfUs && at.k.now.Opened.RFP != nil && !at.item.Computed()
}

// whyNotOurs says why the answer cannot be given to others now.
func whyNotOurs(at spot) string {
	switch {
	case at.item.AskedOf != questionnaire.AskedOfUs:
		return "only a question about us has the same answer for all vendors"
	case !isOurs(at):
		return "this assessment belongs to no RFP"
	case !at.answer.Answered() && at.answer.NotApplicable == nil:
		return "there is no answer to copy yet"
	case at.answer.Reverify != nil:
		return "confirm it here first"
	case at.k.onTheWay(at.item.ID):
		return "it is not saved yet"
	}
	return ""
}

// ours is an answer for other assessments: without the quotes and marks of
// this meeting.
func ours(a assessment.Answer) assessment.Answer {
	a.Quotes, a.Volunteered, a.Evasive, a.Later, a.Reverify = nil, false, false, false, nil
	a.By, a.At, a.Session, a.Event = "", 0, "", ""
	return a
}

// askOthers reads the item in the RFP's other assessments, and offers them the answer.
func (s *interview) askOthers(b Bench, at spot) tea.Cmd {
	id, rfp, pin, item, answer := at.k.id, at.k.now.Opened.RFP.ID, at.k.now.Pin(), at.item.ID, ours(at.answer)
	return attempt(readLimit, func(ctx context.Context) ([]offered, error) {
		rows, err := b.Store.List(ctx, store.Filter{RFPID: rfp})
		if err != nil {
			return nil, err
		}
		var others []offered
		for _, row := range rows {
			if row.ID == id || row.Questionnaire.Hash != pin.Hash {
				continue
			}
			there, err := b.Store.Snapshot(ctx, row.ID)
			if err != nil {
				return nil, err
			}
			now := there.Answers[item]
			if now.Reverify == nil && reflect.DeepEqual(ours(now), answer) {
				continue
			}
			q := there.Questionnaire
			others = append(others, offered{
				id: row.ID, about: row.Title(), was: shownWords(q, item, now), is: shownWords(q, item, answer), replaces: cmp.Or(now.Event, assessment.Nothing),
			})
		}
		slices.SortFunc(others, func(a, b offered) int { return strings.Compare(a.about, b.about) })
		return others, nil
	}, func(m *Model, others []offered) tea.Cmd {
		if m.top() != screen(s) || len(m.overlays) > 0 {
			return nil
		}
		return offer(m, answer, others)
	})
}

// shownWords is an answer, and how it was shown.
func shownWords(q *questionnaire.Questionnaire, item string, a assessment.Answer) string {
	words := answerWords(q, item, a)
	if a.Answered() && a.Assurance != "" {
		words += ", " + a.AssuranceWords()
	}
	return words
}

// offer lists the assessments that an answer would be given to, and asks.
func offer(m *Model, answer assessment.Answer, others []offered) tea.Cmd {
	if len(others) == 0 {
		return m.say("no other assessment of the RFP has another answer")
	}
	return m.open(ask(&dialog.Text{
		Title: answer.Item + " is about us: the same answer for all vendors",
		Lines: func(t *draw.Theme, w int) []string {
			out := draw.NewBlock(t, w)
			out.Paragraph(t.Plain, "", t.Dim, "The answer, its evidence and its note are recorded in each assessment, under your name.")
			for _, o := range others {
				out.Paragraph(t.Accent, "  · ", t.Plain, fmt.Sprintf("%s: %s → %s", o.about, o.was, o.is))
			}
			return out.Lines
		},
		Yes: "gives it to " + english.Count(len(others), "assessment", "assessments"),
	}, func(m *Model, _ *dialog.Text) (tea.Cmd, error) {
		m.shut()
		return giveToOthers(m.bench, answer, others), nil
	}))
}

// giveToOthers records the answer in each of the assessments. One that somebody
// changed meanwhile is left as it is.
func giveToOthers(b Bench, answer assessment.Answer, others []offered) tea.Cmd {
	return outside(func(ctx context.Context) (string, error) {
		given := 0
		for _, o := range others {
			entry := b.Entry(assessment.Answered{Answer: answer, Replaces: o.replaces})
			if _, err := b.Store.Record(ctx, o.id, entry); err != nil {
				return "", fmt.Errorf("%s: %w; given to %d of %d", o.about, err, given, len(others))
			}
			given++
		}
		return "the answer to " + answer.Item + " is recorded in " + english.Count(given, "assessment", "assessments") + " more", nil
	})
}
