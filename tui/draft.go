package tui

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/workspace/draft"
	"assay/tui/dialog"
)

// A text that is typed into a dialog is a draft on disk within a second. The draft goes once
// the store has confirmed the text, or the person discards it. Whoever leaves the dialog
// without saving finds the text there when the dialog opens again.

// drafting is the draft of one dialog.
type drafting struct {
	draft draft.Draft    // without its texts
	was   []dialog.Typed // when the dialog opened
	last  []dialog.Typed // as last kept
	book  *book          // which the text is about, if any
	taken bool           // the dialog is shut, and its text on its way to the store

	unwritten bool // it is never on disk
}

// draftRest is how long the text rests before it is written.
const draftRest = 300 * time.Millisecond

// begin makes the draft of a dialog that opens, and writes into it the text that the
// person left there unsaved.
func (m *Model) begin(o *asked) tea.Cmd {
	d, is := o.Dialog.(dialog.Writing)
	if !is || o.anew {
		return nil
	}
	now := d.Typed()
	if len(now) == 0 {
		return nil // it has no texts
	}
	o.draft = &drafting{was: now, last: now, book: m.onScreen(), unwritten: o.passing, draft: draft.Draft{
		ID: m.bench.NewID(), Person: m.bench.Evaluator, Database: m.bench.Store.ID(),
		Place: m.top().place(), About: m.about(), Form: d.Heading(), Action: string(m.doing),
	}}
	if s, is := m.top().(*interview); is {
		o.draft.draft.Item = s.item
	}
	if left := m.returning; left != nil && left.fits(&o.draft.draft, now) {
		m.returning = nil
		o.draft.draft.ID = left.ID
		texts, was := left.typed()
		d.Fill(texts, was)
		o.draft.last = d.Typed()
		delete(m.aside, o.asks(m))
		return nil
	}
	return m.bringBack(o, d)
}

// clockTime is the time of day in a title, which does not say what is asked for.
var clockTime = regexp.MustCompile(`\b\d\d:\d\d\b`)

// asks names a dialog: the person, the place, and the words in which it asks.
func (o *asked) asks(m *Model) string {
	d := o.draft.draft
	return strings.Join([]string{d.Person, d.Place, d.Item, d.Action, clockTime.ReplaceAllString(o.Dialog.(dialog.Writing).Asks(), "")}, "\n")
}

// bringBack writes into a dialog that opens the text that the person left there unsaved.
func (m *Model) bringBack(o *asked, d dialog.Writing) tea.Cmd {
	left, is := m.aside[o.asks(m)]
	if !is {
		return nil
	}
	delete(m.aside, o.asks(m))
	o.draft.draft.ID = left.ID
	texts, was := left.typed()
	d.Fill(texts, was)
	o.draft.last = d.Typed()
	if o.passing {
		return nil
	}
	return m.say("what you had typed here is back, and not saved yet")
}

// leave keeps the text of a dialog that the person leaves without saving.
func (m *Model) leave(o *asked) tea.Cmd {
	t := o.draft
	if t == nil || slices.Equal(t.last, t.was) {
		return m.dropDraft(t)
	}
	d := t.filled()
	d.Left = o.asks(m)
	m.aside[d.Left] = leftDraft{d}
	if t.unwritten {
		return nil // nobody expects it to be saved
	}
	said := m.say("not saved; what you typed comes back when you open this again")
	if t.looksLikePatientData() {
		return tea.Batch(said, m.dropDraft(t)) // it must not stay on disk
	}
	return tea.Batch(said, m.drafts.set(m, d, true))
}

func (t *drafting) looksLikePatientData() bool {
	return slices.ContainsFunc(t.last, func(field dialog.Typed) bool { return len(assessment.PatientData(field.Text)) > 0 })
}

// filled is the draft with its present texts.
func (t *drafting) filled() draft.Draft {
	d := t.draft
	for n, field := range t.last {
		one := draft.Field{Label: field.Label, Text: field.Text}
		if n < len(t.was) {
			one.Was = t.was[n].Text
		}
		d.Fields = append(d.Fields, one)
	}
	return d
}

// about names the vendor or the RFP of the screen.
func (m *Model) about() string {
	if k := m.onScreen(); k != nil {
		return k.now.Opened.Title()
	}
	return m.top().crumb()
}

// keepDraft takes over the present text of a dialog.
func (m *Model) keepDraft(o *asked) tea.Cmd {
	t := o.draft
	if t == nil || t.taken {
		return nil
	}
	now := o.Dialog.(dialog.Writing).Typed()
	if slices.Equal(now, t.last) {
		return nil
	}
	t.last = now
	if t.unwritten {
		return nil
	}
	if slices.Equal(now, t.was) {
		return m.drafts.set(m, t.draft, false)
	}
	return m.drafts.set(m, t.filled(), true)
}

// dropDraft removes the draft of a dialog: its text is saved, or nobody wants it.
func (m *Model) dropDraft(t *drafting) tea.Cmd {
	if t == nil || t.unwritten || slices.Equal(t.last, t.was) {
		return nil
	}
	t.last = t.was
	return m.drafts.set(m, t.draft, false)
}

// handOver keeps the draft of a dialog that was entered, until the store has confirmed
// its text. done is the work that the dialog began, and clashes is how many there were
// before it.
func (m *Model) handOver(t *drafting, done tea.Cmd, clashes int) tea.Cmd {
	if t == nil || t.unwritten {
		return done
	}
	t.taken = true
	if n := len(m.clashes); n > clashes {
		m.clashes[n-1].drafts = append(m.clashes[n-1].drafts, t)
		return done
	}
	if k := t.book; k != nil && !k.idle() {
		k.drafts = append(k.drafts, t)
		return done
	}
	if done == nil {
		return m.dropDraft(t)
	}
	return func() tea.Msg {
		msg := done()
		result, is := msg.(taken)
		if !is {
			drop := func() tea.Msg { return taken(func(m *Model) tea.Cmd { return m.dropDraft(t) }) }
			return tea.BatchMsg{func() tea.Msg { return msg }, drop}
		}
		return taken(func(m *Model) tea.Cmd {
			before := m.toast.n
			cmd := result(m)
			if m.toast.bad && m.toast.n != before {
				return cmd // it failed, and the text is still wanted
			}
			return tea.Batch(cmd, m.dropDraft(t))
		})
	}
}

// settled removes the drafts of a book whose texts the store has.
func (m *Model) settled(k *book) tea.Cmd {
	if !k.idle() {
		return nil
	}
	var cmds []tea.Cmd
	for _, t := range k.drafts {
		cmds = append(cmds, m.dropDraft(t))
	}
	k.drafts = nil
	return tea.Batch(cmds...)
}

// drafts writes and removes drafts in the order in which they changed, one at a time.
type drafts struct {
	wanted map[string]wantedDraft // by id, not yet on its way
	flying []wantedDraft          // on their way
	busy   bool
	failed bool // a draft could not be written, and the person knows

	writing sync.Mutex // held while files change
	over    bool       // the program is about to end: no more changes
}

// wantedDraft is a draft to be written, or removed.
type wantedDraft struct {
	draft.Draft
	keep bool
}

func (k *drafts) set(m *Model, d draft.Draft, keep bool) tea.Cmd {
	if !m.bench.Drafts.On() {
		return nil
	}
	if k.wanted == nil {
		k.wanted = map[string]wantedDraft{}
	}
	k.wanted[d.ID] = wantedDraft{d, keep}
	if k.busy {
		return nil
	}
	k.busy = true
	return k.wait()
}

func (k *drafts) wait() tea.Cmd {
	return tea.Tick(draftRest, func(time.Time) tea.Msg { return taken(k.flush) })
}

func (k *drafts) flush(m *Model) tea.Cmd {
	folder := m.bench.Drafts
	now := k.take()
	k.flying = now
	return await(readLimit, func(context.Context) (bool, error) { return true, k.write(folder, now, false) }, func(m *Model, _ bool, err error) tea.Cmd {
		k.flying = nil
		if k.busy = len(k.wanted) > 0; k.busy {
			return k.wait()
		}
		if err != nil && !k.failed {
			k.failed = true
			return m.complain(assessment.Errorf(assessment.Unwritten, "what you type is not kept as a draft: %w", err))
		}
		return nil
	})
}

func (k *drafts) take() []wantedDraft {
	var now []wantedDraft
	for _, d := range k.wanted {
		now = append(now, d)
	}
	clear(k.wanted)
	return now
}

// finish writes all drafts that are not written yet. The program is about to end.
func (k *drafts) finish(folder draft.Folder) error {
	all := append(k.flying, k.take()...)
	k.flying = nil
	return k.write(folder, all, true)
}

// write changes the files. The last call of all comes when the program ends.
func (k *drafts) write(folder draft.Folder, all []wantedDraft, last bool) (err error) {
	k.writing.Lock()
	defer k.writing.Unlock()
	if k.over {
		return nil
	}
	k.over = last
	for _, d := range all {
		change := func() error { return folder.Drop(d.Person, d.ID) }
		if d.keep {
			change = func() error { return folder.Keep(d.Draft) }
		}
		if one := change(); err == nil {
			err = one
		}
	}
	return err
}
