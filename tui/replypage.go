package tui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/workspace/draft"
	"assay/assessment/written"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// replyPage lays a form that the vendor filled in beside the record, line by line. A
// person takes, edits or leaves each line. Nothing is recorded before the person says
// so; until then the choices are a draft.
//
// Its first line is about the whole file: who filled it in, and what the reader could
// not use.
type replyPage struct {
	recordPage
	path     string
	in       incoming
	choices  written.Choices
	draft    draft.Draft
	at       int  // the chosen line; 0 is the whole file
	reading  bool // the file is compared anew
	sending  bool // the choices are on their way to the store
	recorded bool // they are in the record
}

func newReplyPage(m *Model, id, path string, in incoming) *replyPage {
	s := &replyPage{recordPage: recordPage{id}, path: path, in: in, choices: written.Choices{}}
	s.bringBack(m)
	s.at = s.firstOpen()
	return s
}

// firstOpen is the first line that wants a choice, or else the first of all.
func (s *replyPage) firstOpen() int {
	for n := range s.in.Lines {
		l := &s.in.Lines[n]
		if _, chosen := s.choices[l.ID]; !chosen && l.Takes() {
			return n + 1
		}
	}
	return min(1, len(s.in.Lines))
}

func (s *replyPage) where() keys.Where { return keys.OnReply }
func (s *replyPage) crumb() string     { return "reply" }
func (s *replyPage) place() string     { return "reply/" + s.id + "/" + s.in.SHA256[:12] }

func (s *replyPage) status(m *Model) string {
	switch {
	case s.sending:
		return "recording …"
	case s.reading:
		return "comparing …"
	}
	return m.bookStatus(s.id, s.counted())
}

// counted tells how many lines were taken and left.
func (s *replyPage) counted() string {
	taken, left := 0, 0
	for n := range s.in.Lines {
		switch choice, chosen := s.choices[s.in.Lines[n].ID]; {
		case choice.Take:
			taken++
		case chosen:
			left++
		}
	}
	if taken+left == 0 {
		return english.Count(len(s.in.Lines), "line")
	}
	return fmt.Sprintf("%d taken, %d left of %d", taken, left, len(s.in.Lines))
}

// begin compares the file anew if the record has changed meanwhile. The choices stay.
func (s *replyPage) begin(m *Model) tea.Cmd {
	return readBook(m.bench, s.id, func(m *Model) tea.Cmd {
		k := s.book(m)
		if k == nil || k.now.Head == s.in.Snapshot().Head || s.reading || s.sending || s.recorded {
			return nil
		}
		return s.compare(m, k.now)
	})
}

func (s *replyPage) compare(m *Model, now assessment.Snapshot) tea.Cmd {
	s.reading = true
	b := m.bench
	return await(reportLimit, func(ctx context.Context) (incoming, error) { return readReply(ctx, b, now, s.path) }, func(m *Model, in incoming, err error) tea.Cmd {
		s.reading = false
		if err != nil {
			return m.complain(err)
		}
		if in.SHA256 != s.in.SHA256 {
			return tea.Batch(closing(in), m.complain(assessment.Errorf(assessment.Conflict, "the file %s was changed meanwhile: open it again", in.File)))
		}
		was := s.in
		s.in, s.at = in, min(s.at, len(in.Lines))
		return tea.Batch(closing(was), m.say("the record has changed meanwhile: the file is compared with it anew"))
	})
}

// line is the chosen line, or nil for the whole file.
func (s *replyPage) line() *written.Line {
	if s.at < 1 || s.at > len(s.in.Lines) {
		return nil
	}
	return &s.in.Lines[s.at-1]
}

func (s *replyPage) why(m *Model, a keys.Action) string {
	l := s.line()
	switch {
	case s.reading || s.sending:
		return "one moment: the file is compared with the record"
	case s.book(m) == nil:
		return "still reading"
	case a == keys.Commit:
		return whyNoReply(s.book(m))
	case a == keys.ItsItem && (l == nil || len(s.itemsOf(l)) == 0):
		return "this line is about no item of the questionnaire"
	case a == keys.TakeAll && len(s.open()) == 0:
		return "no line is left without a choice, except for what looks like patient data"
	case l == nil && (a == keys.LeaveLine || a == keys.EditLine):
		return "this line is about the whole file: go on to its answers"
	case l == nil && a == keys.TakeLine && len(s.in.PatientData) == 0:
		return "this line is about the whole file: go on to its answers"
	case l == nil:
		return ""
	case (a == keys.TakeLine || a == keys.EditLine) && l.State == written.Held:
		return l.ID + " is held back: " + l.Why
	case a == keys.TakeLine && l.State == written.Known:
		return "everything in it is recorded already"
	}
	return ""
}

// itemsOf lists the items of the questionnaire that a line is about.
func (s *replyPage) itemsOf(l *written.Line) []string {
	if l.Item == "" {
		return l.For
	}
	snapshot := s.in.Snapshot()
	if snapshot.Questionnaire.Item(l.Item) == nil {
		return nil
	}
	return []string{l.Item}
}

// open lists the lines without a choice that can be taken without a further word.
func (s *replyPage) open() (ids []string) {
	for id := range s.in.All() {
		if _, chosen := s.choices[id]; !chosen {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *replyPage) do(m *Model, a keys.Action, _ tea.KeyPressMsg) tea.Cmd {
	if to, moves := stepIn(a, s.at, m.h/2, len(s.in.Lines)+1); moves {
		s.at = to
		return nil
	}
	l := s.line()
	switch a {
	case keys.TakeLine:
		if l == nil || len(l.PatientData) > 0 {
			return m.open(s.allowing(l))
		}
		return s.choose(m, l.ID, written.Choice{Take: true})
	case keys.LeaveLine:
		return s.choose(m, l.ID, written.Choice{})
	case keys.EditLine:
		return m.open(s.edit(m, l))
	case keys.TakeAll:
		ids := s.open()
		for _, id := range ids {
			s.choices[id] = written.Choice{Take: true}
		}
		return tea.Batch(s.keepChoices(m), m.say(english.Count(len(ids), "line")+" taken; nothing is recorded before "+keys.For(keys.Commit, keys.OnReply).Shown()))
	case keys.Commit:
		return m.open(s.commit(m))
	case keys.Open:
		return m.open(show(&dialog.Text{Title: s.titleOf(l), Lines: func(t *draw.Theme, w int) []string { return s.lines(t, w, l) }}))
	case keys.ItsItem:
		return m.toItem(s.id, s.itemsOf(l)[0])
	}
	return nil
}

// choose notes what becomes of a line, and goes on to the next. The same choice again
// takes it back.
func (s *replyPage) choose(m *Model, id string, choice written.Choice) tea.Cmd {
	if was, chosen := s.choices[id]; chosen && was == choice {
		delete(s.choices, id)
		return s.keepChoices(m)
	}
	s.choices[id] = choice
	if l := s.line(); l != nil && l.ID == id {
		s.at = min(s.at+1, len(s.in.Lines))
	}
	return s.keepChoices(m)
}

func (s *replyPage) titleOf(l *written.Line) string {
	if l == nil {
		return "The reply " + s.in.File
	}
	return "Reply: " + l.ID
}

func (s *replyPage) hint(*Model) string {
	switch l := s.line(); {
	case l == nil:
		return "nothing is recorded before " + keys.For(keys.Commit, keys.OnReply).Shown()
	case l.State == written.Held:
		return "held back: it cannot be taken"
	default:
		return fmt.Sprintf("%d of %s", s.at, english.Count(len(s.in.Lines), "line"))
	}
}

func (s *replyPage) copied(*Model) (what, text string) {
	l := s.line()
	if l == nil {
		return "the SHA-256 of the reply", s.in.SHA256
	}
	return "the line", strings.TrimSpace(l.ID + " " + l.Title + "\n" + l.Wrote)
}
