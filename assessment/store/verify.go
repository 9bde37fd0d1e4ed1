package store

import (
	"context"
	"fmt"

	"assay/assessment"
)

// link is one event as the journal stores it: its text and hash, and what the
// columns beside them repeat.
type link struct {
	marks
	payload string
	hash    []byte
}

type marks struct {
	seq, at       int64
	uid, by, kind string
}

func readLinks(ctx context.Context, t tx, id string) ([]link, error) {
	return collect(ctx, t, func(scan func(...any) error) (l link, err error) {
		err = scan(&l.seq, &l.uid, &l.at, &l.by, &l.kind, &l.payload, &l.hash)
		return l, err
	}, "SELECT seq, uid, at, by, kind, payload, hash FROM events WHERE assessment_id = ? ORDER BY seq", id)
}

// verify walks the chain of a journal from the texts as they are stored. It
// returns what is wrong, in words that follow "the journal", or nothing.
func verify(id string, links []link) string {
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
		event, err := assessment.ParseEvent([]byte(l.payload))
		if err != nil {
			return fmt.Sprintf("has an event %d that cannot be read: %v", l.seq, err)
		}
		if event.Assessment != id || l.marks != (marks{event.Seq, event.At, event.ID, event.By, assessment.KindOf(event.Change)}) {
			return fmt.Sprintf("says something else beside event %d than in it", l.seq)
		}
	}
	return ""
}
