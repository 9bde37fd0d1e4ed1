package store

import (
	"context"
	"slices"

	"assay/assessment"
)

// PeopleChanges reads every change of the people of the record, the earliest first.
func (s *Store) PeopleChanges(ctx context.Context) ([]assessment.PeopleChange, error) {
	return fetch(ctx, s, func(t tx) ([]assessment.PeopleChange, error) {
		events, err := ofPeople.read(ctx, t, PeopleID)
		if err != nil {
			return nil, err
		}
		var p assessment.People
		changes := make([]assessment.PeopleChange, 0, len(events))
		for _, e := range events {
			var about struct { // the fields that the bodies share
				ID       string                `json:"id"`
				Rule     assessment.Separation `json:"rule"`
				Operator bool                  `json:"operator"`
				Reason   string                `json:"reason"`
			}
			if err := e.into(&about); err != nil {
				return nil, ofPeople.broken(PeopleID, err.Error())
			}
			before := accountIn(p, about.ID)
			if p, err = after(p, e); err != nil {
				return nil, ofPeople.broken(PeopleID, err.Error())
			}
			changes = append(changes, assessment.PeopleChange{
				Seq: e.Seq, ID: e.ID, At: e.At, By: e.By, Kind: e.Kind,
				Before: before, After: accountIn(p, about.ID), Rule: about.Rule, Operator: about.Operator, Reason: about.Reason,
			})
		}
		return changes, nil
	})
}

// accountIn is a copy of a person, or nil. Later events leave the copy as it is.
func accountIn(p assessment.People, id string) *assessment.Account {
	for _, a := range p.Accounts {
		if a.ID == id {
			a.Roles, a.Keys = slices.Clone(a.Roles), slices.Clone(a.Keys)
			return &a
		}
	}
	return nil
}
