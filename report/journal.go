package report

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire/canonical"
	"assay/report/pdf"
)

// JournalName is the file with the journal of a report: the lines of "assay journal
// export". It has the header of every event, so that the chain leads to the
// printed head, and the bodies that count, so that they give the printed answers.
const JournalName = "journal.jsonl"

// mostEvents is the largest number of events in the journal of a report. A long
// assessment has a tenth of it.
const mostEvents = 10_000

// published is the journal of the input as the report attaches it.
func (in Input) published() ([]byte, error) {
	if len(in.Journal) > mostEvents {
		return nil, assessment.Errorf(assessment.Invalid, "a report carries at most %d events, and this assessment has %d", mostEvents, len(in.Journal))
	}
	whole, err := assessment.Replay(in.Snapshot.Assessment, in.Journal)
	if err != nil {
		return nil, fmt.Errorf("read the journal of the report: %w", err)
	}
	if whole.State.Head != in.Snapshot.Head || whole.State.Seq == 0 {
		return nil, assessment.Errorf(assessment.Invalid, "a report needs the journal of its assessment, up to its head")
	}
	journal, err := whole.Publish()
	if err != nil {
		return nil, fmt.Errorf("read the journal of the report: %w", err)
	}
	return assessment.WriteJournal(journal)
}

// bind demands that the journal of a report leads to its head and gives its
// answers. name is the attachment with the journal, and text the snapshot as the
// report attaches it. It returns the file with the journal, or nil.
func (v *Verification) bind(name string, text []byte, in Input) []byte {
	file, err := v.Findings.Document.Attachment(name)
	switch {
	case errors.Is(err, pdf.ErrNoAttachment):
		return nil
	case err != nil:
		v.problem("the journal is missing: %v", err)
		return nil
	}
	journal, err := assessment.ReadJournal(file, mostEvents)
	if err != nil {
		v.problem("the journal cannot be read: %v", err)
		return file
	}
	v.carried = journal
	if err := v.replay(journal, text, in); err != nil {
		v.problem("%v", err)
	}
	return file
}

// replay adds up a journal of unknown origin and compares the state.
func (v *Verification) replay(journal []assessment.Written, text []byte, in Input) (err error) {
	defer survive("the journal cannot be replayed", &err)
	replayed, err := assessment.Replay(in.Snapshot.Assessment, journal)
	if err != nil {
		return fmt.Errorf("the journal of the report does not hold: %w", err)
	}
	if end := replayed.State.Head; end != in.Snapshot.Head {
		return fmt.Errorf("the journal of the report leads to the head %.16s…, and the report prints %.16s…", end, in.Snapshot.Head)
	}
	if err := replayed.CheckPublished(); err != nil {
		return fmt.Errorf("the journal of the report is not whole: %w", err)
	}
	v.journal, v.History = journal, History{in.Snapshot.Assessment, replayed.Heads, replayed.State.SinceChange}
	v.askTimes(replayed.Headers)
	if parts := departs(in.Snapshot, replayed.State, text); len(parts) > 0 {
		return fmt.Errorf("the answers of the report are not those of its journal: %s", someOf(parts))
	}
	return nil
}

// departs names the parts of a snapshot that are others in the state of a journal.
// text is the snapshot as it was attached.
func departs(snapshot assessment.Snapshot, state assessment.State, text []byte) (parts []string) {
	was := snapshot
	was.State = state
	was = was.SeenBy("")
	again, err := was.Canonical()
	if err == nil && bytes.Equal(again, text) {
		return nil
	}
	if was.Pin() != snapshot.Pin() {
		parts = append(parts, "the questionnaire")
	}
	same := func(a, b any) bool {
		x, err := canonical.Marshal(a)
		y, other := canonical.Marshal(b)
		return err == nil && other == nil && bytes.Equal(x, y)
	}
	items := maps.Clone(snapshot.Answers)
	maps.Copy(items, state.Answers)
	for _, item := range slices.Sorted(maps.Keys(items)) {
		if !same(snapshot.Answers[item], state.Answers[item]) {
			parts = append(parts, item)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "something beside the answers")
	}
	return parts
}

// someOf lists a few of many.
func someOf(parts []string) string {
	const most = 6
	if len(parts) > most {
		parts = append(parts[:most:most], fmt.Sprintf("%d more", len(parts)-most))
	}
	return english.List(parts)
}

// History is the journal of a report as its heads.
type History struct {
	Assessment string
	Heads      []assessment.Head // after each event; none if the report carries no journal
	Unchanged  []assessment.Head // those since the last event that is not a signature
}

// Departs tells from which event on this journal differs from an earlier one of the
// same assessment, and 0 if it continues it.
func (h History) Departs(earlier History) (event int) {
	for n, head := range earlier.Heads {
		if n >= len(h.Heads) || h.Heads[n] != head {
			return n + 1
		}
	}
	return 0
}
