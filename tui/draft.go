package tui

import (
	"context"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/workspace/draft"
	"assay/tui/dialog"
)

// A text that is typed into a dialog is a draft on disk within a second. The draft goes once
// the store has confirmed the text, or once the person leaves the dialog without
// saving.

// drafting is the draft of one dialog.
type drafting struct {
	draft draft.Draft    // without its texts
	was   []dialog.Typed // when the dialog opened
	last  []dialog.Typed // as last kept
	book  *book          // which the text is about, if any
	taken bool           // the dialog is shut, and its text on its way to the store
}

// draftRest is how long the text rests before it is written.
const draftRest = 300 * time.Millisecond

// begin makes the draft of a dialog that opens.
func (m *Model) begin(o *asked) {
	d, is := o.Dialog.(dialog.Writing)
	if !is || o.passing || !m.bench.Drafts.On() {
		return
	}
	now := d.Typed()
	if len(now) == 0 {
		return // it has no texts
	}
	o.draft = &drafting{was: now, last: now, book: m.onScreen(), draft: draft.Draft{
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
	}
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
	if slices.Equal(now, t.was) {
		return m.drafts.set(m, t.draft, false)
	}
	d := t.draft
	for n, field := range now {
		one := draft.Field{Label: field.Label, Text: field.Text}
		if n < len(t.was) {
			one.Was = t.was[n].Text
		}
		d.Fields = append(d.Fields, one)
	}
	return m.drafts.set(m, d, true)
}

// dropDraft removes the draft of a dialog: its text is saved, or nobody wants it.
func (m *Model) dropDraft(t *drafting) tea.Cmd {
	if t == nil || slices.Equal(t.last, t.was) {
		return nil
	}
	t.last = t.was
	return m.drafts.set(m, t.draft, false)
}

// handOver keeps the draft of a dialog that was entered, until the store has confirmed
// its text. done is the work that the dialog began, and clashes is how many there were
// before it.
func (m *Model) handOver(t *drafting, done tea.Cmd, clashes int) tea.Cmd {
	if t == nil {
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
		result, is := done().(taken)
		if !is {
			return taken(func(m *Model) tea.Cmd { return m.dropDraft(t) })
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
