package store

import (
	"context"

	"assay/assessment"
)

// JournalTitle names what a journal is about: the vendor, person or contract of
// an assessment, "the vendor …", "the RFP …" or "the people". It returns NotFound for an id
// that is none of these.
func (s *Store) JournalTitle(ctx context.Context, id string) (string, error) {
	if id == PeopleID {
		return "the people", nil
	}
	snapshot, err := s.Snapshot(ctx, id)
	if assessment.CodeOf(err) != assessment.NotFound {
		return snapshot.Opened.Title(), err
	}
	return fetch(ctx, s, func(t tx) (string, error) {
		v, err := vendorOf(ctx, t, id)
		if assessment.CodeOf(err) != assessment.NotFound {
			return "the vendor " + v.Name, err
		}
		r, err := rfpOf(ctx, t, id)
		return "the RFP " + r.Title, err
	})
}
