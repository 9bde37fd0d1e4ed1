// Package lines is the interview without a screen: the meeting as lines to read
// and lines to type. It is for screen readers, for terminals that cannot draw, and
// for pipes.
//
// Its ideas:
//
//   - One [Meeting] reads its input with one reader from the first line to the last,
//     so that many answers in one pipe all arrive.
//   - It shows a question and reads a line. The line is an answer or a command. An
//     answer is recorded at once and leads to the next open question.
//   - A command has a word, and most have the letter that does the same in the
//     workbench. The letters come from package keys.
//   - A line that cannot be recorded is refused in a sentence, and the question stays. Without
//     a person at a terminal the meeting ends there: the next line would answer another
//     question than its author meant.
//   - The end of the input ends the meeting. Everything answered is saved by then.
//   - Nothing that is written controls a terminal: package hostile cleans every text.
package lines

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/meeting"
	"assay/assessment/workspace"
	"assay/questionnaire"
)

// Meeting is a meeting with its workspace, which names the evaluator.
type Meeting struct {
	workspace.Workspace
	In  io.Reader
	Out io.Writer

	// Terminal says that a person types the lines and sees them. Without it, the
	// meeting repeats each line that it reads, so that its output is whole.
	Terminal bool

	PatientData bool // record texts that look like patient data without asking

	// Hint says how to go on after an error outside of the meeting, or nothing.
	Hint func(err error) string
}

// Run leads through the meeting on an assessment until its input ends or the
// evaluator leaves it.
func Run(ctx context.Context, m Meeting, id string) error {
	r := &room{Meeting: m, ctx: ctx, id: id, page: &page{to: m.Out}, input: newReader(m.In), mine: map[string]bool{}}
	if err := r.refresh(); err != nil {
		return err
	}
	if err := r.welcome(); err != nil {
		return err
	}
	for {
		r.show()
		again, err := r.turn()
		if err != nil || !again {
			return err
		}
	}
}

// room is a running meeting.
type room struct {
	Meeting
	ctx   context.Context
	id    string // of the assessment
	page  *page
	input *reader

	now     assessment.Snapshot
	result  assessment.Result
	item    string   // the present item
	all     bool     // the way leads through all items, not only the live ones
	way     []string // the items that were left, the latest last
	quiet   bool     // the question is on the page already
	waiting []assessment.Change

	mine              map[string]bool // the events of this meeting
	latest            string          // the last of them
	taken             []takenStep     // by undo, the latest last
	recorded, refused int
}

// turn reads lines until one leads to another question, or to this one again. It is
// false once the meeting is over.
func (r *room) turn() (again bool, err error) {
	line, err := r.input.line(r.ctx, r.page, r.Terminal, "> ")
	switch {
	case errors.Is(err, io.EOF):
		return false, r.farewell()
	case assessment.CodeOf(err) == assessment.Invalid:
		return true, r.refuse(err)
	case err != nil:
		return false, err
	}
	over, err := r.do(line)
	if err != nil {
		err = r.refuse(err)
	}
	if over && err == nil {
		return false, r.farewell()
	}
	return true, err
}

// refuse says why a line was not taken. It returns an error where that ends the
// meeting: nobody is there to try again, or the output is gone.
func (r *room) refuse(err error) error {
	if failed := r.page.failed(); failed != nil {
		return failed
	}
	if !r.Terminal || r.ctx.Err() != nil {
		return r.stopped(err)
	}
	r.refused++
	r.quiet = true
	r.page.say("Not taken: " + err.Error() + ".")
	var known *assessment.Error
	switch {
	case !errors.As(err, &known):
	case known.Case == assessment.GradeOfAnother:
		r.page.say("A grade from 0 to 4 gives your own.")
	case r.Hint != nil && known.Case != assessment.AnswerChanged && r.Hint(err) != "":
		r.page.say("Hint: " + r.Hint(err) + ".")
	}
	if assessment.CodeOf(err) == assessment.Conflict {
		r.quiet = false // the question shows what is recorded now
		return r.refresh()
	}
	return nil
}

// stopped is the error that ends the meeting at a line of a pipe.
func (r *room) stopped(err error) error {
	if flushed := r.page.flush(); flushed != nil {
		return flushed
	}
	wrapped := assessment.Errorf(assessment.CodeOf(err), "line %d was not taken: %w; %s before it %s saved", r.input.read, err,
		english.Count(r.recorded, "change"), map[bool]string{true: "is", false: "are"}[r.recorded == 1])
	var known *assessment.Error
	if errors.As(err, &known) {
		return wrapped.Because(known.Case, known.About...)
	}
	return wrapped
}

// refresh reads the assessment anew.
func (r *room) refresh() error {
	now, err := r.Store.Snapshot(r.ctx, r.id)
	if err == nil {
		r.take(now)
	}
	return err
}

func (r *room) take(now assessment.Snapshot) { r.now, r.result = now, r.Judge(now) }

func (r *room) items() meeting.Items {
	return meeting.Items{Now: &r.now, Result: &r.result, By: r.Evaluator}
}

// listed lists the items through which the way leads. The present one is always
// among them.
func (r *room) listed() []string {
	items := r.items()
	ids := items.Visible()
	if r.all || !items.Sorted() {
		return ids
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id != r.item && !items.Live(id) })
}

func (r *room) asked() *questionnaire.Item { return r.now.Questionnaire.Item(r.item) }

func (r *room) answer() assessment.Answer { return r.now.Answers[r.item] }

// welcome names the assessment and goes to the first open question: of the live
// ones while any of them is open.
func (r *room) welcome() error {
	pin := r.now.Pin()
	r.page.say(fmt.Sprintf("%s, %s %s, for %s. You are %s.", r.now.Opened.Title(), pin.ID, pin.Version, r.now.Milestone, r.Evaluator))
	items := r.items()
	live := items.Work(items.Live)
	r.all = live.Done == live.All
	ids := r.listed()
	if len(ids) == 0 {
		return assessment.Errorf(assessment.Refused, "nothing is asked in this assessment")
	}
	if r.item = items.NextOpen(ids, -1); r.item == "" {
		r.item = ids[0]
	}
	r.progress()
	if r.now.Running() != nil {
		r.page.say("A session is running since " + r.clock(r.now.Running().Start) + ".")
	}
	r.page.say("Type an answer, or a command. help lists the commands, end leaves. Everything is saved as you go.")
	return r.page.failed()
}

// progress says how far the meeting is.
func (r *room) progress() {
	items := r.items()
	if !items.Sorted() {
		every := items.Work(items.Due)
		r.page.say(fmt.Sprintf("%d of %d answered.", every.Done, every.All))
		return
	}
	live, every := items.Work(items.Live), items.Work(func(id string) bool { return items.Due(id) || items.Live(id) })
	text := fmt.Sprintf("Live: %d of %d answered", live.Done, live.All)
	if r.now.Questionnaire.Timed() {
		text += fmt.Sprintf(", %d minutes left", live.Minutes)
	}
	r.page.say(fmt.Sprintf("%s. All: %d of %d answered.", text, every.Done, every.All))
}

// farewell counts the changes and the refused lines of the meeting.
func (r *room) farewell() error {
	r.page.blank()
	text := "Left. " + english.Capital(english.Count(r.recorded, "change")) + " recorded and saved"
	if r.refused > 0 {
		text += ", " + english.Count(r.refused, "line") + " not taken"
	}
	r.page.say(text + ".")
	if session := r.now.Running(); session != nil {
		r.page.say("The session that began at " + r.clock(session.Start) + " is still running.")
	}
	r.score()
	return r.page.flush()
}
