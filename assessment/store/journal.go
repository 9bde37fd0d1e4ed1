package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/assessment"
)

// Record appends entries to the journal of an assessment and returns the
// snapshot after them. One transaction keeps all of them or none. It skips
// an entry whose id is already in the journal, so a client can record an
// entry again if it is not sure. An id of another assessment's journal is a
// Conflict.
//
// Record refuses an entry with the error of [assessment.Snapshot.Admit]. It
// also refuses a batch that sets a hard gate aside by hand, and every entry of
// a database that lacks events (see [Store.Accept]). Before it records a
// decision it verifies the whole journal, as [Store.Vouch] does. Unwritten,
// Locked and Failed mean that nothing was kept, unless the message says that
// this is not known.
func (s *Store) Record(ctx context.Context, id string, entries ...assessment.Entry) (assessment.Snapshot, error) {
	ids := make([]string, len(entries))
	for i, entry := range entries {
		if entry.ID == "" {
			return assessment.Snapshot{}, assessment.Errorf(assessment.Invalid, "an entry needs an id, made by the caller")
		}
		if err := usableID(entry.ID); err != nil {
			return assessment.Snapshot{}, err
		}
		if err := s.bySelf(entry.By); err != nil {
			return assessment.Snapshot{}, err
		}
		ids[i] = entry.ID
	}
	var after assessment.Snapshot
	err := s.changeIn(ctx, scopeOf(entries), nil, ids, func(ctx context.Context, t tx) error {
		if err := t.foresee(ctx, questionsOf(id, entries)...); err != nil {
			return err
		}
		before, err := s.snapshot(ctx, t, id)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(entries, decides) {
			if err := vouch(ctx, t, id); err != nil {
				return err
			}
		}
		if after, err = s.admit(ctx, t, before, entries); err != nil || after.Seq == before.Seq {
			return err
		}
		return s.project(ctx, t, before, after)
	})
	if err != nil {
		return assessment.Snapshot{}, err
	}
	s.known.keepSnapshot(after)
	return after.SeenBy(s.reading()), nil
}

// longestID is how many bytes an id from a caller has at most. Ours have 36.
const longestID = 200

// usableID returns an error for an id that the indexes of a database cannot hold.
func usableID(id string) error {
	if len(id) > longestID || !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl) {
		return assessment.Errorf(assessment.Invalid, "an id has at most %d bytes, and no control characters", longestID)
	}
	return nil
}

// scopeOf is the scope of a transaction that records entries. A decision, a withdrawal and
// what takes one back change what other assessments show.
func scopeOf(entries []assessment.Entry) scope {
	for _, entry := range entries {
		switch entry.Change.(type) {
		case assessment.Decided, assessment.Withdrawn, assessment.Undone:
			return alone
		}
	}
	return shares
}

// questionsOf are the queries that recording entries asks before it writes. The head is
// locked, so that nobody else adds to the same journal meanwhile.
func questionsOf(id string, entries []assessment.Entry) []question {
	asked := []question{{text: ofAssessments.selectHead, args: []any{id}, lock: true}}
	for _, entry := range entries {
		asked = append(asked, question{text: ofAssessments.findEvent, args: []any{entry.ID}})
	}
	return append(asked,
		peopleHeads(),
		question{text: selectNames, args: []any{id, id}},
		question{text: selectDomains, args: []any{id}},
		question{text: selectOwnDues, args: []any{id}})
}

// decides reports whether an entry is a decision.
func decides(entry assessment.Entry) bool {
	_, is := entry.Change.(assessment.Decided)
	return is
}

// admit appends the entries that are allowed and new.
func (s *Store) admit(ctx context.Context, t tx, before assessment.Snapshot, entries []assessment.Entry) (assessment.Snapshot, error) {
	after, today := before, assessment.Date(0)
	for _, entry := range entries {
		today = before.Day(entry.At)
		known, err := recorded(ctx, t, before.Assessment, entry.ID)
		if err != nil {
			return before, err
		}
		if known {
			continue
		}
		if entry, err = after.Admit(entry); err != nil {
			return before, err
		}
		if after, err = s.followed(ctx, t, after, entry); err != nil {
			return before, err
		}
	}
	aside := before.ByHand(today)
	for _, item := range after.ByHand(today) {
		if !slices.Contains(aside, item) {
			return before, assessment.Errorf(assessment.Refused, "%s (%s) is a hard gate and cannot be set aside by hand", item, after.Questionnaire.Item(item).Title)
		}
	}
	return after, nil
}

// recorded reports whether the journal of an assessment has an event with
// this id.
func recorded(ctx context.Context, t tx, assessmentID, event string) (bool, error) {
	var holder string
	err := t.row(ctx, ofAssessments.findEvent, event).Scan(&holder)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case holder != assessmentID:
		return false, assessment.Errorf(assessment.Conflict, "the id %q belongs to an entry of another assessment", event)
	}
	return true, nil
}

// followed appends one admitted entry, and opens the panels that open with it.
func (s *Store) followed(ctx context.Context, t tx, before assessment.Snapshot, entry assessment.Entry) (assessment.Snapshot, error) {
	after, err := s.follow(ctx, t, before, entry)
	if err != nil {
		return before, err
	}
	return s.openPanels(ctx, t, before, after, entry)
}

// openPanels opens the panels that open with the entry between two snapshots.
func (s *Store) openPanels(ctx context.Context, t tx, before, after assessment.Snapshot, entry assessment.Entry) (assessment.Snapshot, error) {
	var err error
	for _, opens := range after.OpensPanels(before, entry.Change) {
		opening := assessment.Entry{ID: s.options.NewID(), At: entry.At, By: entry.By, Change: opens}
		if after, err = s.follow(ctx, t, after, opening); err != nil {
			return before, err
		}
	}
	return after, nil
}

// follow appends one admitted entry. It makes the next state from the
// written text, so that memory holds the same as a reader will find.
func (s *Store) follow(ctx context.Context, t tx, before assessment.Snapshot, entry assessment.Entry) (assessment.Snapshot, error) {
	if entry.Salt == (assessment.Salt{}) {
		var err error
		if entry.Salt, err = s.options.salt(); err != nil {
			return before, err
		}
	}
	event := assessment.Event{Entry: entry, Assessment: before.Assessment, Seq: before.Seq + 1}
	written, err := event.Write()
	if err != nil {
		return before, err
	}
	h, err := assessment.ParseHeader(written.Header)
	if err != nil {
		return before, err
	}
	end, err := ofAssessments.insert(ctx, t, h, written, head{before.Seq, before.Head})
	if err != nil {
		return before, err
	}
	if event, err = h.Read(written); err != nil {
		return before, err
	}
	after := before
	switch event.Change.(type) {
	case assessment.Opened:
		after.State, err = assessment.Fold([]assessment.Event{event})
	case assessment.Undone:
		var events []assessment.Event
		if events, err = readEvents(ctx, t, before.Assessment); err == nil {
			after.State, err = assessment.Fold(events)
		}
	default:
		after.State, err = before.Next(event)
	}
	if err == nil && after.Head != end.hash {
		err = broken(before.Assessment, "what was written reads differently")
	}
	return after, err
}

// project updates everything that is computed from the journal.
func (s *Store) project(ctx context.Context, t tx, before, after assessment.Snapshot) error {
	if err := ofAssessments.moveHead(ctx, t, after.Assessment, head{after.Seq, after.Head}); err != nil {
		return err
	}
	if before.Pin() != after.Pin() || (before.Previous == nil) != (after.Previous == nil) || (before.Withdrawn == nil) != (after.Withdrawn == nil) {
		previous := previousOf(after)
		if err := t.exec(ctx, updateAssessment, after.Pin().Hash, sql.NullString{String: previous, Valid: previous != ""}, integer(after.Withdrawn != nil), after.Assessment); err != nil {
			return err
		}
	}
	if err := projectAnswers(ctx, t, before, after); err != nil {
		return err
	}
	if err := writeScores(ctx, t, after, after.Day(s.options.Now().UnixMicro()), false); err != nil {
		return err
	}
	if after.Previous == nil || before.Previous != nil && len(before.Decisions) == len(after.Decisions) && (before.Withdrawn == nil) == (after.Withdrawn == nil) {
		return nil
	}
	// A re-assessment takes over the due tasks of the assessment before,
	// and its decision ends the review. Once it is withdrawn it does neither.
	return t.exec(ctx, markDue, previousOf(after))
}

// previousOf is the id of the assessment before a re-assessment, or empty.
func previousOf(snapshot assessment.Snapshot) string {
	if snapshot.Previous == nil {
		return ""
	}
	return snapshot.Previous.Assessment
}

const (
	updateAssessment = "UPDATE assessments SET questionnaire = ?, previous_id = ?, withdrawn = ? WHERE id = ?"

	// The earliest day there is: every row is then due to be judged again.
	marked  = 1
	markDue = "UPDATE scores SET next_change = 1 WHERE assessment_id = ?"
)

// hotWrites are the statements that record an answer.
var hotWrites = []string{
	ofAssessments.selectHead, selectPeopleHeads, ofAssessments.findEvent, ofAssessments.insertEvent, ofAssessments.upsertHead, upsertAnswer, deleteAnswer,
	selectNames, upsertScore, selectDomains, upsertDomain, selectOwnDues, upsertDue, selectLastLedger, insertLedger,
}

// Events returns the journal of an assessment from its first event on as the reader
// may see it, or NotFound.
func (s *Store) Events(ctx context.Context, id string) ([]assessment.Event, error) {
	return fetch(ctx, s, func(t tx) ([]assessment.Event, error) {
		if _, err := headOf(ctx, t, id); err != nil {
			return nil, err
		}
		events, err := readEvents(ctx, t, id)
		return assessment.EventsSeenBy(events, s.reading()), err
	})
}

func readEvents(ctx context.Context, t tx, id string) ([]assessment.Event, error) {
	links, err := ofAssessments.links(ctx, t, id)
	if err != nil {
		return nil, err
	}
	return eventsOf(id, links)
}

// eventsOf reads the stored events of an assessment.
func eventsOf(id string, links []link) ([]assessment.Event, error) {
	events := make([]assessment.Event, len(links))
	for n, l := range links {
		var err error
		if events[n], err = assessment.ReadEvent(l.Written); err != nil {
			return nil, broken(id, err.Error())
		}
	}
	return events, missingBody(id, events)
}

// missingBody returns an error if an event has no body and no event says who
// struck it: the state without it would be another one.
func missingBody(id string, events []assessment.Event) error {
	struck := map[string]bool{}
	for _, e := range events {
		if refs := assessment.RefsOf(e.Change); assessment.KindOf(e.Change) == kindStruck {
			struck[refs.Event] = true
		}
	}
	for _, e := range events {
		if _, withheld := e.Change.(assessment.Withheld); withheld && !struck[e.ID] {
			return broken(id, fmt.Sprintf("the body of event %d is missing, and no event says who struck it", e.Seq))
		}
	}
	return nil
}

// selectOldHead finds a head that a journal had before its events were
// written again in another form.
const selectOldHead = "SELECT 1 FROM old_heads WHERE journal_id = ? AND hash = ?"

// AssessmentWithHead is the id of the assessment whose journal has a head, given in
// hexadecimal. The code of the error is NotFound if none has it.
func (s *Store) AssessmentWithHead(ctx context.Context, head string) (string, error) {
	missing := assessment.Errorf(assessment.NotFound, "no journal has the head %.16s…", head)
	var wanted assessment.Head
	if wanted.UnmarshalText([]byte(head)) != nil {
		return "", missing
	}
	return fetch(ctx, s, func(t tx) (string, error) {
		return one(ctx, t, func(scan func(...any) error) (string, error) {
			var id string
			err := scan(&id)
			return id, err
		}, missing, ofAssessments.selectOwnerOf, wanted[:])
	})
}

// HasHead tells whether the journal of an assessment has, or once had, this head, in
// hexadecimal. If it never had the head of a report, the report came from another database,
// or somebody cut the journal short.
func (s *Store) HasHead(ctx context.Context, id, head string) (assessment.Holding, error) {
	var wanted assessment.Head
	if wanted.UnmarshalText([]byte(head)) != nil {
		return assessment.NotHeld, nil
	}
	return fetch(ctx, s, func(t tx) (assessment.Holding, error) {
		for _, where := range []struct {
			find string
			as   assessment.Holding
		}{{ofAssessments.selectHeld, assessment.Held}, {selectOldHead, assessment.HeldBefore}} {
			if held, err := exists(ctx, t, where.find, id, wanted[:]); held || err != nil {
				return where.as, err
			}
		}
		return assessment.NotHeld, nil
	})
}
