package store

import (
	"context"

	"assay/assessment"
)

// selectAskedElsewhere has no index: it is asked once, when a reply came back.
const selectAskedElsewhere = "SELECT assessment_id FROM events WHERE kind = ? AND assessment_id <> ? AND instr(body, ?) > 0 LIMIT 1"

// AskedElsewhere reports whether a form with this id was made for another assessment.
func (s *Store) AskedElsewhere(ctx context.Context, id, form string) (bool, error) {
	if form == "" {
		return false, nil
	}
	return fetch(ctx, s, func(t tx) (bool, error) {
		return exists(ctx, t, selectAskedElsewhere, assessment.KindOf(assessment.Asked{}), id, `"`+form+`"`)
	})
}
