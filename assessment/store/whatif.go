package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire/canonical"
)

// RecordWhatIf stores a what-if under its ID or a new one, and returns it as
// stored. By is the evaluator. A what-if with a known ID is returned as it
// was stored the first time. A line with a head that its assessment never
// had is Invalid.
func (s *Store) RecordWhatIf(ctx context.Context, w assessment.WhatIf) (assessment.WhatIf, error) {
	entry, err := s.authored(w.By)
	if err != nil {
		return w, err
	}
	if w, err = w.Admit(); err != nil {
		return w, err
	}
	w.By, w.Lines = entry.By, slices.Clone(w.Lines)
	for n := range w.Lines {
		w.Lines[n].Vendor = hostile.Line(w.Lines[n].Vendor)
	}
	if w.ID == "" {
		w.ID = entry.ID
	}
	if err := usableID(w.ID); err != nil {
		return w, err
	}
	w.At = entry.At
	var kept assessment.WhatIf
	err = s.change(ctx, []string{w.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActWhatIf); err != nil {
			return err
		}
		known, err := readWhatIfs(ctx, t, " WHERE id = ?", w.ID)
		switch {
		case err != nil:
			return err
		case len(known) > 0:
			kept = known[0]
			return nil
		}
		rfp := sql.NullString{String: w.RFP, Valid: w.RFP != ""}
		if rfp.Valid {
			if _, err := rfpOf(ctx, t, w.RFP); err != nil {
				return err
			}
		}
		for _, l := range w.Lines {
			switch held, err := exists(ctx, t, ofAssessments.selectHeld, l.Assessment, l.Head[:]); {
			case err != nil:
				return err
			case !held:
				return assessment.Errorf(assessment.Invalid, "the assessment of %s was never in the state that this what-if names", l.Vendor)
			}
		}
		payload, err := canonical.Marshal(w)
		if err != nil {
			return err
		}
		if err := t.exec(ctx, insertWhatIf, w.ID, rfp, w.Name, w.By, w.At, string(payload)); err != nil {
			return err
		}
		kept, err = readWhatIf(string(payload))
		return err
	})
	return kept, err
}

// WhatIfs lists the what-ifs of an RFP, or all if rfpID is empty, the latest
// first.
func (s *Store) WhatIfs(ctx context.Context, rfpID string) ([]assessment.WhatIf, error) {
	return fetch(ctx, s, func(t tx) ([]assessment.WhatIf, error) {
		return readWhatIfs(ctx, t, " WHERE ? IN ('', rfp_id) ORDER BY at DESC, id DESC", rfpID)
	})
}

const insertWhatIf = "INSERT INTO what_ifs (id, rfp_id, name, by, at, payload) VALUES (?, ?, ?, ?, ?, ?)"

func readWhatIfs(ctx context.Context, t tx, which string, args ...any) ([]assessment.WhatIf, error) {
	return collect(ctx, t, func(scan func(...any) error) (assessment.WhatIf, error) {
		payload, err := scanText(scan)
		if err != nil {
			return assessment.WhatIf{}, err
		}
		return readWhatIf(payload)
	}, "SELECT payload FROM what_ifs"+which, args...)
}

func readWhatIf(payload string) (w assessment.WhatIf, err error) {
	if err := json.Unmarshal([]byte(payload), &w); err != nil {
		return w, assessment.Errorf(assessment.Damaged, "a what-if cannot be read: %w", err)
	}
	return w, nil
}
