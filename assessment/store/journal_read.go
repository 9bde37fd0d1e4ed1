package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"assay/assessment"
)

// JournalRef names one journal.
type JournalRef struct {
	Kind assessment.Journal `json:"kind"`
	ID   string             `json:"id"` // of the assessment, the RFP or the vendor; of people, "people"
}

// StoredEvent is one event of any journal in the form in which it is stored.
type StoredEvent struct {
	assessment.Header                    // its Body is the digest of the body
	Written           assessment.Written // the texts
	Hash              assessment.Head    // of the chain up to this event

	// Unread is true if the text of the header does not read. The fields of
	// the header then come from the columns beside it.
	Unread bool

	// Hidden is true if a closed panel hides the body from the reader.
	Hidden bool
}

// Struck reports whether the body was destroyed.
func (e StoredEvent) Struck() bool {
	return !e.Hidden && e.Written.Salt == nil && e.Written.Body == nil
}

// JournalCheck is the result of verifying one journal.
type JournalCheck struct {
	JournalRef
	Events int             `json:"events"`
	Struck int             `json:"struck"` // events whose body was destroyed
	Head   assessment.Head `json:"head"`
	Defect string          `json:"defect,omitempty"` // continues "the journal of …"; empty for a sound journal
}

// journalOfKind is the journal of a kind.
func journalOfKind(kind assessment.Journal) journal {
	switch kind {
	case assessment.OfRFP:
		return ofRFPs
	case assessment.OfVendor:
		return ofVendors
	case assessment.OfPeople:
		return ofPeople
	}
	return ofAssessments
}

// Journal reads a whole journal as it is stored, also a damaged one, without the
// bodies that a closed panel hides from the reader. It is empty if nothing was
// recorded. It checks nothing.
func (s *Store) Journal(ctx context.Context, of JournalRef) ([]StoredEvent, error) {
	return fetch(ctx, s, func(t tx) ([]StoredEvent, error) {
		events, err := journalOfKind(of.Kind).stored(ctx, t, of.ID)
		if err != nil || of.Kind != assessment.OfAssessment {
			return events, err
		}
		return s.hiding(events), nil
	})
}

// hiding is the whole journal of an assessment without the bodies that a closed panel hides
// from the reader.
func (s *Store) hiding(events []StoredEvent) []StoredEvent {
	headers := make([]assessment.Header, len(events))
	for n, e := range events {
		headers[n] = e.Header
	}
	for n, hidden := range assessment.HiddenFrom(headers, s.reading()) {
		if hidden {
			events[n].Written, events[n].Hidden = assessment.Written{Header: events[n].Written.Header}, true
		}
	}
	return events
}

func (j journal) stored(ctx context.Context, t tx, of string) ([]StoredEvent, error) {
	links, err := j.links(ctx, t, of)
	if err != nil {
		return nil, err
	}
	events := make([]StoredEvent, len(links))
	for n, l := range links {
		h, err := assessment.ParseHeader(l.Header)
		if err != nil {
			h = assessment.Header{Journal: j.of, Of: of, Seq: l.seq, At: l.at, ID: l.uid, By: l.by, Kind: l.kind}
		}
		events[n] = StoredEvent{Header: h, Written: l.Written, Unread: err != nil}
		copy(events[n].Hash[:], l.hash)
	}
	return events, nil
}

// VerifyJournal verifies one journal: its chain, its columns, its bodies, that
// the stored head is its end, and that its events read. An empty journal of an
// RFP or a vendor is sound.
func (s *Store) VerifyJournal(ctx context.Context, of JournalRef) (JournalCheck, error) {
	return fetch(ctx, s, func(t tx) (JournalCheck, error) {
		c, links, err := journalOfKind(of.Kind).check(ctx, t, of.ID)
		if err != nil || c.Defect != "" || of.Kind != assessment.OfAssessment {
			return c, err
		}
		if _, err := eventsOf(of.ID, links); err != nil {
			c.Defect = "does not read: " + err.Error()
		}
		return c, nil
	})
}

// VerifyJournals verifies all journals, those of assessments first, each at one
// moment. It does not read bodies further than their digests: whoever reads an
// assessment does, and so does [Store.Check].
func (s *Store) VerifyJournals(ctx context.Context) (all []JournalCheck, err error) {
	for _, j := range []journal{ofAssessments, ofRFPs, ofVendors, ofPeople} {
		some, err := fetch(ctx, s, func(t tx) ([]JournalCheck, error) {
			ids, err := collect(ctx, t, scanText, j.selectOwners)
			if err != nil {
				return nil, err
			}
			return spread(ctx, s, t, ids, func(t tx, id string) (JournalCheck, error) {
				c, _, err := j.check(ctx, t, id)
				return c, err
			})
		})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// check verifies one journal against its stored head.
func (j journal) check(ctx context.Context, t tx, of string) (JournalCheck, []link, error) {
	c := JournalCheck{JournalRef: JournalRef{j.of, of}}
	links, err := j.links(ctx, t, of)
	if err != nil {
		return c, nil, err
	}
	c.Events = len(links)
	end, err := j.headOf(ctx, t, of)
	switch {
	case assessment.CodeOf(err) == assessment.Damaged:
		c.Defect = "has a stored head that is no hash"
		return c, links, nil
	case err != nil:
		return c, links, err
	case len(links) == 0 && end == head{} && j.of != assessment.OfAssessment:
		return c, links, nil
	}
	if c.Struck, c.Defect = j.verify(of, links, end); c.Defect != "" {
		return c, links, nil
	}
	last := links[len(links)-1]
	c.Head = assessment.Head(last.hash)
	if end != (head{last.seq, c.Head}) {
		c.Defect = fmt.Sprintf("ends at event %d, but its stored head is another", last.seq)
	}
	return c, links, nil
}

// JournalAt reads the journal of an assessment as it is written, up to the head of
// a snapshot, without the bodies that a closed panel hides from anybody: it goes
// into files. It returns a Conflict if a body was struck since the snapshot
// was read.
func (s *Store) JournalAt(ctx context.Context, at assessment.Snapshot) ([]assessment.Written, error) {
	return fetch(ctx, s, func(t tx) ([]assessment.Written, error) {
		links, err := ofAssessments.links(ctx, t, at.Assessment)
		if err != nil {
			return nil, err
		}
		if int64(len(links)) < at.Seq || at.Seq == 0 || !bytes.Equal(links[at.Seq-1].hash, at.Head[:]) {
			return nil, broken(at.Assessment, "its head is another")
		}
		journal := make([]assessment.Written, at.Seq)
		for n := range journal {
			journal[n] = links[n].Written
			if journal[n].Body == nil && !slices.ContainsFunc(at.Struck, func(s assessment.Strike) bool { return s.Event == links[n].uid }) {
				return nil, assessment.Errorf(assessment.Conflict, "the assessment of %s changed after you looked at it", at.Opened.Title()).Because(assessment.AssessmentChanged)
			}
		}
		return withoutHidden(at.Assessment, journal)
	})
}

// withoutHidden is a journal without the bodies that closed panels hide.
func withoutHidden(of string, journal []assessment.Written) ([]assessment.Written, error) {
	headers := make([]assessment.Header, len(journal))
	for n, w := range journal {
		var err error
		if headers[n], err = assessment.ParseHeader(w.Header); err != nil {
			return nil, broken(of, err.Error())
		}
	}
	for n, hidden := range assessment.Sealed(headers) {
		if hidden {
			journal[n] = assessment.Written{Header: journal[n].Header}
		}
	}
	return journal, nil
}
