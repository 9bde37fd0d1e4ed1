package store

import (
	"context"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// ChangeRules puts an open assessment on another questionnaire, which is stored,
// and returns the assessment afterwards and what the change did. It needs a
// reason and an author. Inside an RFP it is Refused: there [Store.RepinRFP]
// changes the rules for all.
func (s *Store) ChangeRules(ctx context.Context, id string, to *questionnaire.Questionnaire, by, reason string) (assessment.Snapshot, assessment.RulesChanged, error) {
	var after assessment.Snapshot
	var change assessment.RulesChanged
	entry, err := s.authored(by)
	if err != nil {
		return after, change, err
	}
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		before, err := s.snapshot(ctx, t, id)
		if err != nil {
			return err
		}
		if rfp := before.Opened.RFP; rfp != nil {
			return assessment.Errorf(assessment.Refused, "change the rules of the rfp", "%s is assessed in the rfp %s, whose rules hold for all its vendors", before.Opened.Title(), rfp.Title)
		}
		if err := storeQuestionnaire(ctx, t, to); err != nil {
			return err
		}
		after, change, err = s.changeRules(ctx, t, before, to, entry, reason)
		return err
	})
	if err != nil {
		return assessment.Snapshot{}, assessment.RulesChanged{}, err
	}
	s.known.keepQuestionnaire(to)
	s.committed(after)
	return after, change, nil
}

// RepinRFP puts an RFP and all its assessments on another questionnaire, in one
// transaction, and returns what the RFP then is. It needs a reason and an
// author. Where one of its assessments cannot follow, none does.
func (s *Store) RepinRFP(ctx context.Context, rfpID string, to *questionnaire.Questionnaire, by, reason string) (RFPRecord, error) {
	reason = hostile.Clean(strings.TrimSpace(reason))
	entry, err := s.authored(by)
	switch {
	case err != nil:
		return RFPRecord{}, err
	case reason == "":
		return RFPRecord{}, assessment.Errorf(assessment.Invalid, "", "changing the rules needs a reason")
	}
	if err := comparesVendors(to); err != nil {
		return RFPRecord{}, err
	}
	var record RFPRecord
	var moved []assessment.Snapshot
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		rfp, err := rfpOf(ctx, t, rfpID)
		if err != nil {
			return err
		}
		from, err := s.questionnaire(ctx, t, rfp.Questionnaire)
		if err != nil {
			return err
		}
		if to.Hash() == from.Hash() {
			return assessment.Errorf(assessment.Refused, "", "these rules hold already: %s %s", to.ID, to.Version)
		}
		if err := storeQuestionnaire(ctx, t, to); err != nil {
			return err
		}
		if err := t.exec(ctx, updatePinned, to.Hash(), rfp.ID); err != nil {
			return err
		}
		repinned := assessment.Repinned{From: assessment.PinOf(from), To: assessment.PinOf(to), Reason: reason}
		if err := appendRFP(ctx, t, rfp.ID, rfpEvent{ID: entry.ID, At: entry.At, By: entry.By, Kind: rfpRepinned}, repinned); err != nil {
			return err
		}
		ids, err := collect(ctx, t, scanText, selectContenders, rfp.ID)
		if err != nil {
			return err
		}
		for _, id := range ids {
			before, err := s.snapshot(ctx, t, id)
			if err != nil {
				return err
			}
			after, _, err := s.changeRules(ctx, t, before, to, assessment.Entry{ID: s.options.NewID(), At: entry.At, By: entry.By}, reason)
			if err != nil {
				return err
			}
			moved = append(moved, after)
		}
		record, err = readRFPRecord(ctx, t, rfp.ID)
		return err
	})
	if err != nil {
		return RFPRecord{}, err
	}
	s.known.keepQuestionnaire(to)
	for _, after := range moved {
		s.committed(after)
	}
	s.anchor.moved(rfpID)
	return record, nil
}

const (
	updatePinned     = "UPDATE rfps SET questionnaire = ? WHERE id = ?"
	selectContenders = "SELECT id FROM assessments WHERE rfp_id = ? ORDER BY id"
)

// changeRules appends the event that puts one assessment on a stored
// questionnaire.
func (s *Store) changeRules(ctx context.Context, t tx, before assessment.Snapshot, to *questionnaire.Questionnaire, entry assessment.Entry, reason string) (assessment.Snapshot, assessment.RulesChanged, error) {
	change, err := before.ChangeRules(to, reason)
	if err != nil {
		return before, change, err
	}
	entry.Change = change
	after, err := follow(ctx, t, before, entry)
	if err != nil {
		return before, change, err
	}
	after.Questionnaire = to
	return after, change, s.project(ctx, t, before, after)
}

// authored is an entry of now, to be given its change. It is refused without an
// author.
func (s *Store) authored(by string) (assessment.Entry, error) {
	by = hostile.Line(by)
	if strings.TrimSpace(by) == "" {
		return assessment.Entry{}, assessment.Errorf(assessment.Invalid, "name the evaluator with --evaluator or in the configuration", "every entry has an author")
	}
	return assessment.Entry{ID: s.options.NewID(), At: s.options.Now().UnixMicro(), By: by}, nil
}
