package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/agenda"
	"assay/assessment/review"
	"assay/questionnaire"
)

// book is one assessment in the workbench: the snapshot that the store has
// confirmed, the entries that wait to be saved, and the result of both together.
// An answer counts on the screen at once. The screen calls it saved only after
// the store has confirmed it.
//
// The book sends entries in the order in which they were made, one write at a
// time. Entries that are made during a write wait for the next one.
type book struct {
	id      string
	kept    assessment.Snapshot // the last snapshot from the store
	journal []assessment.Event  // the events of kept
	waiting []assessment.Entry  // made here, not confirmed yet
	sent    int                 // the first so many of waiting are being written
	failure error               // of the last write

	drafts  []*drafting // of texts in waiting
	brought []brought   // files in the person's folder that entries in waiting name
	redo    []takenStep // taken back here, the latest last

	by string // the evaluator: undo takes back only this person's steps

	attended  bool // this workbench started the session
	attention attention
	plan      *planned // the agenda as last made; nil before the first
	tasks     *agenda.Desk
	tasksOf   int // the judged of tasks

	now    assessment.Snapshot // kept plus waiting
	past   []assessment.Event  // the events of now
	result assessment.Result   // of now on day
	zoned  *time.Location      // the zone of the assessment: it never changes, and costs a file to read
	judged int                 // how often result was computed
	day    assessment.Date

	reviewed *review.List // of now; nil until somebody asks
}

// stored is an assessment in the store.
type stored struct {
	kept    assessment.Snapshot
	journal []assessment.Event
	item    string // at which the evaluator left its interview
	minutes string // that the evaluator gives the meeting
	card    string // whether the evaluator has seen the card of the interview
	folded  string // whether the evaluator has folded what to listen for
}

// zone is the zone of the assessment's civil dates and moments.
func (k *book) zone() *time.Location {
	if k.zoned == nil && k.now.Opened.TimeZone != "" {
		k.zoned = k.now.Zone()
	}
	if k.zoned == nil {
		return time.UTC
	}
	return k.zoned
}

// load reads an assessment. With the seq that is known already, it reads no journal.
func load(ctx context.Context, b Bench, id string, known int64) (got stored, err error) {
	if got.kept, err = b.Store.Snapshot(ctx, id); err == nil && got.kept.Seq != known {
		got.journal, err = b.Store.Events(ctx, id)
	}
	return got, err
}

// saving is the result of one write.
type saving struct {
	stored // the journal is nil unless somebody else wrote in between
	sent   int
	// overtaken is true if the store refused all entries, because somebody else had
	// changed an answer that one of them replaces. Everything stored is then new.
	overtaken bool
}

// readBook reads an assessment into the workbench. Then it calls take, also after a
// failure.
func readBook(b Bench, id string, take func(m *Model) tea.Cmd) tea.Cmd {
	place := b.ofPerson((&interview{id: id}).place())
	return await(readLimit, func(ctx context.Context) (got stored, err error) {
		if got, err = load(ctx, b, id, -1); err == nil {
			got.item, _ = b.Store.Recall(ctx, place) // a failure costs a convenience
			got.minutes, _ = b.Store.Recall(ctx, b.ofPerson(minutesPlace(id)))
			got.card, _ = b.Store.Recall(ctx, b.ofPerson(cardPlace))
			got.folded, _ = b.Store.Recall(ctx, b.ofPerson(foldPlace))
		}
		return got, err
	}, func(m *Model, got stored, err error) tea.Cmd {
		m.memory.learnOnce(place, got.item)
		m.memory.learnOnce(b.ofPerson(minutesPlace(id)), got.minutes)
		m.memory.learnOnce(b.ofPerson(cardPlace), got.card)
		m.memory.learnOnce(b.ofPerson(foldPlace), got.folded)
		return tea.Batch(m.receiveBook(id, got, err), take(m))
	})
}

// catchUp computes now from kept and waiting.
func (k *book) catchUp() {
	k.now, k.past = k.kept, slices.Clip(k.journal)
	for _, e := range k.waiting {
		// Ignore the error: if the entry does not fit, the store refuses it and says why.
		_ = k.follow(e)
	}
	k.judge()
}

func (k *book) judge() {
	k.judged++
	k.result, k.reviewed = assessment.Evaluate(k.now, k.day, k.now.Milestone, questionnaire.Current), nil
}

// follow adds one entry to now. An undo changes the past, so follow then computes
// the state from all events.
func (k *book) follow(e assessment.Entry) error {
	event := assessment.Event{Entry: e, Assessment: k.id, Seq: k.now.Seq + 1}
	past := append(k.past, event)
	var state assessment.State
	var err error
	if _, undo := e.Change.(assessment.Undone); undo {
		state, err = assessment.Fold(past)
	} else {
		state, err = k.now.Next(event)
	}
	if err != nil {
		return err
	}
	k.now.State, k.past = state, past
	return nil
}

// add admits an entry and puts it at the end of waiting. It makes an answer or a
// grade name the one that it replaces, so that two people on one item cannot overwrite
// each other without noticing.
func (k *book) add(e assessment.Entry) error {
	if answered, is := e.Change.(assessment.Answered); is {
		answered.Replaces = cmp.Or(k.now.Answers[answered.Answer.Item].Event, assessment.Nothing)
		e.Change = answered
	}
	if graded, is := e.Change.(assessment.Graded); is {
		named := graded.Scorer != ""
		was, _ := k.now.Answers[graded.Item].GradeOf(cmp.Or(graded.Scorer, k.by))
		graded.Scorer, graded.Replaces = was.Scorer, cmp.Or(was.Event, assessment.Nothing)
		if !named && graded.Note == "" { // the evaluator has given a name only now
			graded.Note = was.Note
		}
		e.Change = graded
	}
	e, err := k.now.Admit(e)
	if err != nil {
		return err
	}
	if err := k.follow(e); err != nil {
		return err
	}
	k.waiting = append(k.waiting, e)
	k.judge()
	return nil
}

// save sends all waiting entries, unless a write is already running.
func (k *book) save(m *Model) tea.Cmd {
	if k.sent > 0 || len(k.waiting) == 0 {
		return nil
	}
	k.sent, k.failure = len(k.waiting), nil
	b, entries, expect := m.bench, slices.Clone(k.waiting), k.kept.Seq+int64(k.sent)
	return await(saveLimit, func(ctx context.Context) (w saving, err error) {
		w.sent = len(entries)
		w.kept, err = b.Store.Record(ctx, k.id, entries...)
		switch {
		case assessment.CodeOf(err) == assessment.Conflict:
			w.overtaken = true
			w.stored, err = load(ctx, b, k.id, -1)
		case err == nil && w.kept.Seq != expect:
			w.journal, err = b.Store.Events(ctx, k.id)
		}
		return w, err
	}, k.saved)
}

// unsavedWords begin the sentence about an answer that was not saved.
const unsavedWords = "not saved"

// saveAgain tries again to save the entries that a full disk or a server did not take:
// somebody may have made room, or the server is there again. While the server is known to be
// out of reach, it waits for it.
func (m *Model) saveAgain() tea.Cmd {
	if !m.watching.lost.IsZero() {
		return nil
	}
	var again []tea.Cmd
	for _, k := range m.books {
		if m.savedLater(k.failure) {
			again = append(again, k.save(m))
		}
	}
	return tea.Batch(again...)
}

// saved handles the result of a write.
func (k *book) saved(m *Model, w saving, err error) tea.Cmd {
	if w.overtaken && err == nil {
		cmd := tea.Batch(m.learnPeople(w.kept.People), m.overtaken(k, w.stored), k.save(m), m.refresh(k), m.settled(k))
		switch {
		case len(m.clashes) > 0:
			m.quitting = false
		case m.quitting:
			return tea.Batch(cmd, m.quitWhenSaved())
		}
		return cmd
	}
	k.sent, k.failure = 0, err
	if err != nil {
		m.lose(err)
		m.complain(assessment.Errorf(assessment.Unwritten, unsavedWords+": %w", err).Because(notSaved))
		if m.quitting {
			m.quitting = false
			return m.open(newUnsaved(k))
		}
		return m.refresh(k)
	}
	for _, e := range k.waiting[:w.sent] {
		k.journal = append(k.journal, assessment.Event{Entry: e, Assessment: k.id, Seq: k.kept.Seq + 1})
		k.kept.Seq++
	}
	k.kept = w.kept
	if w.journal != nil {
		k.journal = w.journal
	}
	k.waiting = slices.Clone(k.waiting[w.sent:])
	k.catchUp()
	cmd := tea.Batch(m.learnPeople(w.kept.People), k.save(m), m.refresh(k), m.settled(k))
	if k.idle() {
		cmd, k.brought = tea.Batch(cmd, m.takeUp(k.brought...)), nil
	}
	if m.toast.bad && strings.HasPrefix(m.toast.text, unsavedWords) {
		cmd = tea.Batch(cmd, m.say("saved after all"))
	}
	if m.quitting {
		return tea.Batch(cmd, m.quitWhenSaved())
	}
	return cmd
}

// overtake takes over the changes of other people. It joins the waiting entries with
// them. It returns those that contradict them, a sentence about those that were
// joined, and the reasons why others no longer fit.
func (k *book) overtake(by stored) (clashes []*clash, joined string, lost []string) {
	waiting, made := k.waiting, k.madeFrom()
	k.kept, k.journal, k.waiting, k.sent = by.kept, by.journal, nil, 0
	k.catchUp()
	for _, e := range waiting {
		_, err := k.now.Admit(e)
		if assessment.CodeOf(err) == assessment.Conflict {
			var c *clash
			if e, c, err = k.rebased(e, made[e.ID]); c != nil {
				clashes = append(clashes, c)
				continue
			}
			if err == nil {
				joined = togetherWith(k.now.Answers[k.about(e.Change)])
				if _, is := e.Change.(assessment.Summarized); is {
					joined = "kept below the summary that " + k.now.Summary.By + " wrote meanwhile: make one text of both"
				}
			}
		}
		if err == nil {
			err = k.follow(e)
		}
		switch {
		case err == nil:
			k.waiting = append(k.waiting, e)
		case !slices.Contains(lost, err.Error()):
			lost = append(lost, err.Error())
		}
	}
	k.judge()
	return clashes, joined, lost
}

// madeFrom is the answer from which each waiting answer was made, by the id of the
// entry.
func (k *book) madeFrom() map[string]assessment.Answer {
	made, then := map[string]assessment.Answer{}, *k
	then.now, then.past = k.kept, slices.Clip(k.journal)
	for _, e := range k.waiting {
		if c, is := e.Change.(assessment.Answered); is {
			made[e.ID] = then.now.Answers[c.Answer.Item]
		}
		_ = then.follow(e) // one that does not fit is not followed
	}
	return made
}

// rebased is an entry joined with the changes of other people, or the clash with
// them.
func (k *book) rebased(e assessment.Entry, was assessment.Answer) (assessment.Entry, *clash, error) {
	switch c := e.Change.(type) {
	case assessment.Answered:
		theirs := k.now.Answers[c.Answer.Item]
		joined, parts := assessment.Together(was, c.Answer, theirs)
		if len(parts) > 0 {
			return e, &clash{k: k, item: c.Answer.Item, own: c.Answer, theirs: theirs, joined: joined, parts: parts}, nil
		}
		e.Change = assessment.Answered{Answer: answered(c.Answer.Item, joined).Answer, Replaces: cmp.Or(theirs.Event, assessment.Nothing)}
	case assessment.Graded:
		return e, &clash{k: k, item: c.Item, theirs: k.now.Answers[c.Item], grade: &c}, nil
	}
	if c, is := e.Change.(assessment.Summarized); is && c.Text != "" && k.now.Summary != nil {
		e.Change = assessment.Summarized{Text: k.now.Summary.Text + "\n\n" + c.Text, Replaces: k.now.Summary.Event}
	}
	e, err := k.now.Admit(e)
	return e, nil, err
}

// discard drops the waiting entries and returns their number.
func (k *book) discard() int {
	n := len(k.waiting)
	k.waiting, k.failure, k.redo, k.brought = nil, nil, nil, nil
	k.catchUp()
	return n
}

// giveUp discards the waiting entries and says so on the screen.
func giveUp(m *Model, k *book) tea.Cmd {
	return tea.Batch(m.say(fmt.Sprintf("%d given up; the screen shows what is saved", k.discard())), m.settled(k))
}

// idle reports whether everything is saved.
func (k *book) idle() bool { return len(k.waiting) == 0 }

// onTheWay reports whether an entry about the item is not confirmed.
func (k *book) onTheWay(item string) bool {
	return slices.ContainsFunc(k.waiting, func(e assessment.Entry) bool { return k.about(e.Change) == item })
}

// unsaved reports whether an entry of this sort is not confirmed.
func (k *book) unsaved(sort func(e assessment.Entry) bool) bool {
	return slices.ContainsFunc(k.waiting, sort)
}

// about returns the item of a change, or "".
func (k *book) about(c assessment.Change) string {
	switch c := c.(type) {
	case assessment.Answered:
		return c.Answer.Item
	case assessment.Graded:
		return c.Item
	case assessment.WaiverGranted:
		return c.Waiver.Item
	case assessment.FlagRaised:
		return c.Item
	case assessment.FlagResolved:
		if item, _, byRule := strings.Cut(c.Flag, "/"); byRule {
			return item
		}
	case assessment.Undone:
		if at := slices.IndexFunc(k.past, func(e assessment.Event) bool { return e.ID == c.Event }); at >= 0 {
			return k.about(k.past[at].Change)
		}
	}
	return ""
}
