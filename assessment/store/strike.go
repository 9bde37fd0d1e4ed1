package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// Stricken lists everything that [Store.Strike] destroyed, and the places where the
// same may still be.
type Stricken struct {
	Snapshot assessment.Snapshot // afterwards
	Struck   []StoredEvent       // without their bodies

	// Repeats are other events whose bodies hold the same texts, or patient
	// data of the same sort: of this assessment and of all others of the same
	// vendor.
	Repeats []StoredEvent

	// Kept are the items whose carried answers stay, because they count. They
	// stand in an event of the strike. Answer them anew and strike again if one
	// of them must go.
	Kept []string

	Files  []string // hashes of the evidence files that were destroyed
	Texts  []string // of the bodies, so that a caller finds them elsewhere; never print them
	Copies []Copy   // made after the first of the events, so that they may still hold its body

	// Remains are places of a server that this program cannot reach, in words. It is
	// empty for a file.
	Remains []string
}

// Strike destroys the bodies of events of an assessment, their random bytes,
// and the evidence files that nothing else names. The headers stay, and an
// event for each tells who did it and why. The events may be named twice; what
// was struck before is only destroyed anew.
//
// It is Refused while a body still counts, as [assessment.Counting] has it.
// When it returns without an error, the bytes are in none of the files of the
// database. A server keeps them for a while, see [Stricken.Remains]. Unwritten
// or Locked means that the bodies are struck in the journal, but that traces
// may remain in the files: call it again.
func (s *Store) Strike(ctx context.Context, id string, events []string, by, reason string) (Stricken, error) {
	reason = hostile.Clean(strings.TrimSpace(reason))
	entry, err := s.authored(by)
	switch {
	case err != nil:
		return Stricken{}, err
	case len(events) == 0:
		return Stricken{}, assessment.Errorf(assessment.Invalid, "no event is named")
	case reason == "":
		return Stricken{}, assessment.Errorf(assessment.Invalid, "striking a body needs a reason").Because(assessment.ReasonMissing)
	}
	var out Stricken
	var hashes []string
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActStrike); err != nil {
			return err
		}
		out, hashes, err = s.strike(ctx, t, id, events, entry, reason)
		return err
	})
	if err != nil {
		return Stricken{}, err
	}
	s.known.keepSnapshot(out.Snapshot)
	out.Snapshot = out.Snapshot.SeenBy(s.reading())
	if err := s.wipe(ctx); err != nil {
		return out, err
	}
	if out.Files, err = s.destroyFiles(ctx, hashes); err != nil {
		return out, err
	}
	if s.server != nil {
		out.Remains = serverRemains(len(out.Files) > 0)
	}
	since := slices.MinFunc(out.Struck, func(x, y StoredEvent) int { return cmp.Compare(x.At, y.At) }).At
	until := s.options.Now().UnixMicro()
	if len(out.Texts) == 0 {
		until = lastStrike(out)
	}
	out.Copies, err = s.copiesSince(ctx, id, since, until)
	return out, err
}

// lastStrike is the moment, in microseconds UTC, at which the last of the events
// was struck. Copies that were made later do not hold their bodies.
func lastStrike(out Stricken) (at int64) {
	for _, strike := range out.Snapshot.Struck {
		if slices.ContainsFunc(out.Struck, func(e StoredEvent) bool { return e.ID == strike.Event }) {
			at = max(at, strike.At)
		}
	}
	return at
}

// strike is Strike within one transaction. It returns the hashes of the
// evidence files that no body names any more.
func (s *Store) strike(ctx context.Context, t tx, id string, ids []string, entry assessment.Entry, reason string) (out Stricken, hashes []string, err error) {
	before, err := s.snapshot(ctx, t, id)
	if err != nil {
		return out, nil, err
	}
	whole, gone, instead, err := s.toStrike(ctx, t, id, ids)
	if err != nil {
		return out, nil, err
	}
	out.Struck = gone
	after := before
	record := func(change assessment.Struck) (err error) {
		change.Reason = reason
		entry.Change = change
		after, err = s.follow(ctx, t, after, entry)
		entry.ID = s.options.NewID()
		return err
	}
	for _, e := range whole {
		if err := t.strike(ctx, ofAssessments, id, e.Seq); err != nil {
			return out, nil, err
		}
		rest, carried := instead[e.ID]
		if about := e.Event; carried && e.Kind == kindStruck {
			// The part that still counts was struck before, and now shrinks.
			if err := record(assessment.Struck{Event: about, Instead: rest}); err != nil {
				return out, nil, err
			}
			rest = nil
		}
		if err := record(assessment.Struck{Event: e.ID, Instead: rest}); err != nil {
			return out, nil, err
		}
		said, err := goneTexts(e.Written.Body, instead[e.ID])
		if err != nil {
			return out, nil, err
		}
		out.Texts = append(out.Texts, said...)
		hashes = append(hashes, assessment.EvidenceIn(e.Written.Body)...)
		if carried {
			for _, answer := range instead[e.ID].Answers {
				if !answer.Empty() {
					out.Kept = append(out.Kept, answer.Item)
				}
			}
		}
		e.Written.Salt, e.Written.Body = nil, nil
		out.Struck = append(out.Struck, e)
	}
	if len(whole) > 0 {
		// Only the journal tells the state without the struck bodies.
		if after, err = s.fold(ctx, t, id); err != nil {
			return out, nil, err
		}
		if err := s.project(ctx, t, before, after); err != nil {
			return out, nil, err
		}
	}
	out.Snapshot = after
	if out.Repeats, err = s.repeats(ctx, t, after.Opened.Vendor.ID, out.Texts); err != nil {
		return out, nil, err
	}
	hashes, err = unnamed(ctx, t, hashes)
	return out, hashes, err
}

// MayStrike returns the error with which Strike would refuse these events.
func (s *Store) MayStrike(ctx context.Context, id string, events []string) error {
	return s.look(ctx, func(t tx) error {
		_, _, _, err := s.toStrike(ctx, t, id, events)
		return err
	})
}

// toStrike reads the events that are to be struck: those that have a body, with
// the parts that take the place of carried answers, and those that have none.
func (s *Store) toStrike(ctx context.Context, t tx, id string, ids []string) (whole, gone []StoredEvent, instead map[string]*assessment.CarriedOver, err error) {
	stored, err := ofAssessments.stored(ctx, t, id)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, event := range ids {
		at := slices.IndexFunc(stored, func(e StoredEvent) bool { return e.ID == event })
		if at < 0 {
			return nil, nil, nil, assessment.Errorf(assessment.NotFound, "the journal has no event with the id %q", event)
		}
		e := stored[at]
		if e.Struck() {
			gone = append(gone, e)
			if e = standIn(stored, e.ID); e.ID == "" {
				continue
			}
		}
		if !slices.ContainsFunc(whole, func(other StoredEvent) bool { return other.ID == e.ID }) {
			whole = append(whole, e)
		}
	}
	whole, instead, err = s.strikable(ctx, t, id, stored, whole)
	return whole, gone, instead, err
}

const kindStruck = "struck"

// standIn is the event that holds the part of a struck event that still counts,
// or the zero event.
func standIn(stored []StoredEvent, id string) (last StoredEvent) {
	for _, e := range stored {
		var said assessment.Struck
		if e.Kind == kindStruck && e.Event == id && json.Unmarshal(e.Written.Body, &said) == nil && said.Instead != nil {
			last = e
		}
	}
	return last
}

// goneTexts are the texts of a body that stand in no part that takes its place.
func goneTexts(body []byte, instead *assessment.CarriedOver) ([]string, error) {
	texts := assessment.Texts(body)
	if instead == nil {
		return texts, nil
	}
	rest, err := json.Marshal(instead)
	if err != nil {
		return nil, err
	}
	kept := assessment.Texts(rest)
	return slices.DeleteFunc(texts, func(text string) bool { return slices.Contains(kept, text) }), nil
}

// strikable returns an error if one of the bodies still counts. Of carried
// answers it returns the part that does, which takes the place of the body. It
// leaves out a part that was struck before and cannot shrink.
func (s *Store) strikable(ctx context.Context, t tx, id string, stored, whole []StoredEvent) (left []StoredEvent, instead map[string]*assessment.CarriedOver, err error) {
	events, err := readEvents(ctx, t, id)
	if err != nil {
		return nil, nil, err
	}
	events, instead = assessment.Restated(events), map[string]*assessment.CarriedOver{}
	var ids []string
	for _, e := range whole {
		carried := e.ID
		if again := e.Kind == kindStruck; again {
			if standIn(stored, e.Event).ID != e.ID {
				return nil, nil, assessment.Errorf(assessment.Refused, "event %d says that a body was struck, and stays", e.Seq)
			}
			carried = e.Event
		}
		rest, less, err := assessment.StillCarried(events, carried)
		if err != nil {
			return nil, nil, broken(id, err.Error())
		}
		switch {
		case less:
			instead[e.ID], events = &rest, assessment.With(events, carried, rest)
		case e.Kind == kindStruck:
			continue
		default:
			ids = append(ids, e.ID)
		}
		left = append(left, e)
	}
	counting, err := assessment.Counting(events, ids...)
	if err != nil {
		return nil, nil, broken(id, err.Error())
	}
	if len(counting) == 0 {
		return left, instead, nil
	}
	var names []string
	for _, e := range stored {
		if slices.Contains(counting, e.ID) {
			names = append(names, fmt.Sprintf("event %d (%s)", e.Seq, english.Join(", ", e.Kind, e.Item)))
		}
	}
	return nil, nil, assessment.Errorf(assessment.Refused, "the present state stands on %s", strings.Join(names, "; ")).Because(assessment.BodyCounts)
}

// repeats lists the events of a vendor's assessments whose bodies hold one of
// the texts, without bodies that a closed panel hides from the reader.
func (s *Store) repeats(ctx context.Context, t tx, vendor string, texts []string) ([]StoredEvent, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	ids, err := collect(ctx, t, scanText, "SELECT id FROM assessments WHERE vendor_id = ? ORDER BY id", vendor)
	if err != nil {
		return nil, err
	}
	var found []StoredEvent
	for _, id := range ids {
		stored, err := ofAssessments.stored(ctx, t, id)
		if err != nil {
			return nil, err
		}
		var same []string
		for _, e := range stored {
			if e.Kind != assessment.KindOf(assessment.Opened{}) && assessment.Repeats(e.Written.Body, texts) {
				same = append(same, e.ID)
			}
		}
		for _, e := range s.hiding(stored) {
			if slices.Contains(same, e.ID) {
				found = append(found, e)
			}
		}
	}
	return found, nil
}

// unnamed keeps the hashes of files that no body in any journal names.
func unnamed(ctx context.Context, t tx, hashes []string) ([]string, error) {
	var free []string
	for _, hash := range hashes {
		named, err := exists(ctx, t, "SELECT 1 FROM events WHERE instr(body, ?) > 0 LIMIT 1", hash)
		if err != nil {
			return nil, err
		}
		if !named && !slices.Contains(free, hash) {
			free = append(free, hash)
		}
	}
	return free, nil
}

// serverRemains names the places where a server still holds the bytes of what was struck.
// No login of ours can write them over.
func serverRemains(files bool) []string {
	tables := "events"
	if files {
		tables += " and evidence_chunks"
	}
	return []string{
		"the files of the server, until its administrator writes them anew with VACUUM FULL on " + tables,
		"its write-ahead log, and the archive of that log",
		"its replicas, until they have followed",
		"base copies and dumps of the server made before",
	}
}

// wipe writes the whole database anew and empties its log, so that no page
// keeps a deleted text. A server does that itself, see [serverRemains].
func (s *Store) wipe(ctx context.Context) error {
	if s.server != nil {
		return nil
	}
	remain := func(err error) error {
		known := fault(err)
		code := assessment.CodeOf(known)
		if code != assessment.Locked {
			code = assessment.Unwritten
		}
		return assessment.Errorf(code, "the bodies are struck in the journal, but traces may remain in the files of the database: %w", known).Because(assessment.TracesRemain)
	}
	for _, statement := range []string{"PRAGMA secure_delete = 1", "VACUUM"} {
		if _, err := s.file.writer.db.ExecContext(ctx, statement); err != nil {
			return remain(err)
		}
	}
	var busy int
	if err := s.file.writer.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, new(any), new(any)); err != nil {
		return remain(err)
	}
	if busy != 0 {
		return remain(locked(errors.New("it reads an earlier state")))
	}
	return nil
}

// destroyFiles overwrites and removes evidence files.
func (s *Store) destroyFiles(ctx context.Context, hashes []string) (destroyed []string, err error) {
	for _, hash := range hashes {
		switch err := s.shelf.destroy(ctx, hash); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return destroyed, assessment.Errorf(assessment.Unwritten, "the bodies are struck, but the evidence file %.12s… remains in %s: %w", hash, s.shelf.place(), s.fault(err)).Because(assessment.TracesRemain)
		default:
			destroyed = append(destroyed, hash)
		}
	}
	return destroyed, nil
}

// destroy overwrites a file before it removes it. A disk may still keep what
// it held; that is out of reach of any program.
func destroy(path string) error {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return errors.Join(err, fs.ErrNotExist)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	zeros := make([]byte, 1<<16)
	for left := info.Size(); left > 0; {
		n, err := file.Write(zeros[:min(left, int64(len(zeros)))])
		if err != nil {
			return err
		}
		left -= int64(n)
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
