package store

import (
	"context"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// ChangeRules changes the questionnaire of an open assessment to a stored
// one. It returns the assessment afterwards and the effect of the change. It
// needs a reason and an author. It is Refused inside an RFP, where
// [Store.RepinRFP] changes the rules for all.
func (s *Store) ChangeRules(ctx context.Context, id string, to *questionnaire.Questionnaire, by, reason string) (assessment.Snapshot, assessment.RulesChanged, error) {
	var after assessment.Snapshot
	var change assessment.RulesChanged
	entry, err := s.authored(by)
	if err != nil {
		return after, change, err
	}
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActQuestionnaires); err != nil {
			return err
		}
		before, err := s.snapshot(ctx, t, id)
		if err != nil {
			return err
		}
		if rfp := before.Opened.RFP; rfp != nil {
			return assessment.Errorf(assessment.Refused, "%s is assessed in the RFP %s, which has the same rules for all its vendors", before.Opened.Title(), rfp.Title).Because(assessment.RulesOfRFP, rfp.Title)
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
	s.known.keepSnapshot(after)
	return after.SeenBy(s.reading()), change, nil
}

// RepinRFP changes the questionnaire of an RFP and of all its assessments in
// one transaction, and returns the RFP afterwards. It needs a reason and an
// author. If one assessment cannot follow, nothing changes.
func (s *Store) RepinRFP(ctx context.Context, rfpID string, to *questionnaire.Questionnaire, by, reason string) (RFPRecord, error) {
	reason = hostile.Clean(strings.TrimSpace(reason))
	entry, err := s.authored(by)
	switch {
	case err != nil:
		return RFPRecord{}, err
	case reason == "":
		return RFPRecord{}, assessment.Errorf(assessment.Invalid, "changing the rules needs a reason").Because(assessment.ReasonMissing)
	}
	if err := comparesVendors(to); err != nil {
		return RFPRecord{}, err
	}
	var record RFPRecord
	var moved []assessment.Snapshot
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		moved = nil
		if err := s.allow(ctx, t, entry.By, assessment.ActQuestionnaires); err != nil {
			return err
		}
		rfp, err := trueRFP(ctx, t, rfpID)
		if err != nil {
			return err
		}
		from, err := s.questionnaire(ctx, t, rfp.Questionnaire)
		if err != nil {
			return err
		}
		if to.Hash() == from.Hash() {
			return assessment.Errorf(assessment.Refused, "the RFP already uses %s %s", to.ID, to.Version)
		}
		if err := storeQuestionnaire(ctx, t, to); err != nil {
			return err
		}
		repinned := assessment.Repinned{From: assessment.PinOf(from), To: assessment.PinOf(to), Reason: reason, Reserve: assessment.FollowReserve(from, to, rfp.Reserve)}
		if err := repin(ctx, t, rfp.ID, repinned.To, repinned.Reserve); err != nil {
			return err
		}
		if err := ofRFPs.add(ctx, t, s.options, rfp.ID, happening{id: entry.ID, at: entry.At, by: entry.By, kind: rfpRepinned, data: repinned}); err != nil {
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
		s.known.keepSnapshot(after)
	}
	return record, nil
}

// repin gives an RFP another questionnaire.
func repin(ctx context.Context, t tx, rfp string, to assessment.Pin, reserve []string) error {
	return t.exec(ctx, updatePinned, to.Hash, strings.Join(reserve, ","), rfp)
}

const (
	updatePinned     = "UPDATE rfps SET questionnaire = ?, reserve = ? WHERE id = ?"
	selectContenders = "SELECT id FROM assessments WHERE rfp_id = ? ORDER BY id"
)

// changeRules appends the event that changes the questionnaire of one
// assessment.
func (s *Store) changeRules(ctx context.Context, t tx, before assessment.Snapshot, to *questionnaire.Questionnaire, entry assessment.Entry, reason string) (assessment.Snapshot, assessment.RulesChanged, error) {
	change, err := before.ChangeRules(to, reason)
	if err != nil {
		return before, change, err
	}
	entry.Change = change
	after, err := s.follow(ctx, t, before, entry)
	if err != nil {
		return before, change, err
	}
	after.Questionnaire = to
	if after, err = s.openPanels(ctx, t, before, after, entry); err != nil {
		return before, change, err
	}
	return after, change, s.project(ctx, t, before, after)
}

// authored is an entry for the present moment, without its change. It
// returns an error if there is no author.
func (s *Store) authored(by string) (assessment.Entry, error) {
	by, err := assessment.Author(by)
	if err != nil {
		return assessment.Entry{}, err
	}
	if err := s.bySelf(by); err != nil {
		return assessment.Entry{}, err
	}
	return assessment.Entry{ID: s.options.NewID(), At: s.options.Now().UnixMicro(), By: by}, nil
}
