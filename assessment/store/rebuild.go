package store

import (
	"context"
	"fmt"

	"assay/assessment"
)

// Rebuild computes again everything that follows from the journals: heads,
// answers, score rows, the questionnaires of assessments, and the rows of
// vendors and RFPs, in one transaction. A damaged journal stops it, because
// new tables would hide the damage. It accepts an anchor that was begun again.
func (s *Store) Rebuild(ctx context.Context) error {
	if err := s.ofTheComputer(); err != nil {
		return err
	}
	err := s.change(ctx, nil, func(ctx context.Context, t tx) error {
		// Rows of assessments show the names of vendors and RFPs, so these come first.
		for _, of := range []struct {
			table   string
			rebuild func(ctx context.Context, t tx, id string) error
		}{{"vendors", rebuildVendor}, {"rfps", rebuildRFP}, {"assessments", s.rebuild}} {
			ids, err := collect(ctx, t, scanText, "SELECT id FROM "+of.table+" ORDER BY id")
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := of.rebuild(ctx, t, id); err != nil {
					return err
				}
			}
		}
		if _, err := ofPeople.rebuildHead(ctx, t, PeopleID); err != nil {
			return err
		}
		_, err := s.people(ctx, t)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.anchor.acceptAnew(ctx); err != nil {
		return assessment.Errorf(assessment.Unwritten, "everything is rebuilt, but the file of journal heads cannot be written: %w", err)
	}
	return nil
}

func rebuildVendor(ctx context.Context, t tx, id string) error {
	if _, err := ofVendors.rebuildHead(ctx, t, id); err != nil {
		return err
	}
	_, err := projectVendor(ctx, t, id)
	return err
}

func (s *Store) rebuild(ctx context.Context, t tx, id string) error {
	switch end, err := ofAssessments.rebuildHead(ctx, t, id); {
	case err != nil:
		return err
	case end.seq == 0:
		return broken(id, "it is empty")
	}
	snapshot, err := s.fold(ctx, t, id)
	if err != nil {
		return err
	}
	for _, table := range []string{"answers", "scores", "domain_scores", "dues"} {
		if err := t.exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE assessment_id = ?", table), id); err != nil {
			return err
		}
	}
	return s.project(ctx, t, assessment.Snapshot{Assessment: id, Questionnaire: snapshot.Questionnaire}, snapshot)
}
