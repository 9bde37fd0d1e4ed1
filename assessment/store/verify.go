package store

import (
	"context"
	"fmt"

	"assay/assessment"
)

// link is one stored event: its text, its hash, and the columns that repeat
// values of the text.
type link struct {
	marks
	payload string
	hash    []byte
}

type marks struct {
	seq, at       int64
	uid, by, kind string
}

func scanLink(scan func(...any) error) (l link, err error) {
	err = scan(&l.seq, &l.uid, &l.at, &l.by, &l.kind, &l.payload, &l.hash)
	return l, err
}

func readLinks(ctx context.Context, t tx, id string) ([]link, error) {
	return collect(ctx, t, scanLink, "SELECT seq, uid, at, by, kind, payload, hash FROM events WHERE assessment_id = ? ORDER BY seq", id)
}

// eventMarks reads the values of the columns from the text of an event.
func eventMarks(payload string) (about string, m marks, err error) {
	e, err := assessment.ParseEvent([]byte(payload))
	if err != nil {
		return "", marks{}, err
	}
	return e.Assessment, marks{e.Seq, e.At, e.ID, e.By, assessment.KindOf(e.Change)}, nil
}

// verify checks the chain of a journal from the stored texts, which read
// parses. It returns the defect in words that continue "the journal", or an
// empty string.
func verify(id string, links []link, read func(payload string) (about string, m marks, err error)) string {
	if len(links) == 0 {
		return "is empty"
	}
	var chain assessment.Head
	for i, l := range links {
		if l.seq != int64(i+1) {
			return fmt.Sprintf("lacks event %d", i+1)
		}
		chain = chain.Chain([]byte(l.payload))
		if string(l.hash) != string(chain[:]) {
			return fmt.Sprintf("was changed at event %d", l.seq)
		}
		about, said, err := read(l.payload)
		if err != nil {
			return fmt.Sprintf("has an event %d that cannot be read: %v", l.seq, err)
		}
		if about != id || l.marks != said {
			return fmt.Sprintf("has columns at event %d that differ from its text", l.seq)
		}
	}
	return ""
}
