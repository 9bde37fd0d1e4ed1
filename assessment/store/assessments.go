package store

import (
	"context"
	"database/sql"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Opening describes a new assessment. An assessment of an RFP takes the
// rules of the RFP: leave Questionnaire, Reserve and Milestone empty. Other
// rules are Refused.
type Opening struct {
	Vendor        assessment.Vendor // must be stored
	RFP           *assessment.RFP   // must be stored; nil for none
	Questionnaire *questionnaire.Questionnaire
	Milestone     questionnaire.Milestone
	Reserve       []string // chosen scenarios of the reserve; of a re-assessment, nil for those of the earlier one
	Subject       string   // the placed person or contract draft, if the questionnaire is about one
	By            string   // the evaluator

	// From is the id of an earlier assessment, or empty. It makes this a
	// re-assessment, which takes over the answers to re-verify. Both must
	// be about the same vendor and, if there is one, the same person or
	// contract.
	From string
}

// OpenAssessment opens an assessment of a stored vendor. The first event of
// its journal fixes the rules. A second event of a re-assessment takes over
// the answers.
func (s *Store) OpenAssessment(ctx context.Context, o Opening) (assessment.Snapshot, error) {
	zone := s.options.Zone.String()
	entry, err := s.authored(o.By)
	switch {
	case err != nil:
		return assessment.Snapshot{}, err
	case zone == "Local":
		return assessment.Snapshot{}, assessment.Errorf(assessment.Invalid, "the time zone of this machine has no name that other machines know").Because(assessment.ZoneUnnamed)
	}
	id := s.options.NewID()
	var snapshot assessment.Snapshot
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		people, err := s.people(ctx, t)
		if err != nil {
			return err
		}
		if err := people.Allow(assessment.Deed{By: entry.By, Act: assessment.ActPrepare}); err != nil {
			return err
		}
		opened := assessment.Opened{Milestone: o.Milestone, Subject: hostile.Name(o.Subject), TimeZone: zone}
		if opened.Vendor, err = trueVendor(ctx, t, o.Vendor.ID); err != nil {
			return err
		}
		if opened.Vendor.Archived {
			return assessment.Errorf(assessment.Refused, "%s is archived", opened.Vendor.Name).Because(assessment.VendorArchived, opened.Vendor.Name)
		}
		q := o.Questionnaire
		if o.RFP != nil {
			if opened.RFP, q, err = s.pinned(ctx, t, o); err != nil {
				return err
			}
			opened.Milestone = opened.RFP.Milestone
		}
		switch {
		case q == nil:
			return assessment.Errorf(assessment.Invalid, "an assessment outside an RFP needs a questionnaire")
		case !opened.Milestone.Valid():
			return assessment.Errorf(assessment.Invalid, "the milestone is award, access, review or close, not %q", opened.Milestone)
		}
		earlier, err := s.earlier(ctx, t, o.From, &opened, q)
		if err != nil {
			return err
		}
		if err := opened.About(q); err != nil {
			return err
		}
		reserve, err := chosenReserve(o, opened.RFP, earlier, q)
		if err != nil {
			return err
		}
		opened.Questionnaire, opened.Rules = assessment.PinOf(q), assessment.RulesOf(q, reserve...)
		if err := storeQuestionnaire(ctx, t, q); err != nil {
			return err
		}
		if err := insertAssessment(ctx, t, id, opened); err != nil {
			return err
		}
		entry.Change = opened
		before := assessment.Snapshot{Assessment: id, Questionnaire: q, People: people}
		if snapshot, err = s.follow(ctx, t, before, entry); err != nil {
			return err
		}
		if earlier != nil {
			entry := entry // this may be run again
			entry.ID, entry.Change = s.options.NewID(), assessment.Reassess(*earlier, q, opened.Milestone, earlier.Day(entry.At))
			if snapshot, err = s.follow(ctx, t, snapshot, entry); err != nil {
				return err
			}
		}
		return s.project(ctx, t, before, snapshot)
	})
	if err != nil {
		return assessment.Snapshot{}, err
	}
	s.known.keepQuestionnaire(snapshot.Questionnaire)
	s.known.keepSnapshot(snapshot)
	return snapshot, nil
}

// earlier is the assessment that a re-assessment follows, or nil. The
// re-assessment is about the same subject, so the caller need not name it
// again.
func (s *Store) earlier(ctx context.Context, t tx, from string, opened *assessment.Opened, q *questionnaire.Questionnaire) (*assessment.Snapshot, error) {
	if from == "" {
		return nil, nil
	}
	earlier, err := s.snapshot(ctx, t, from)
	if err != nil {
		return nil, err
	}
	if opened.Subject == "" {
		opened.Subject = earlier.Opened.Subject
	}
	switch then := earlier.Opened; {
	case then.Vendor.ID != opened.Vendor.ID:
		return nil, assessment.Errorf(assessment.Refused, "a re-assessment needs the same vendor: the earlier assessment is of %s, not of %s", then.Vendor.Name, opened.Vendor.Name)
	case earlier.Questionnaire.SubjectKind() != q.SubjectKind() || then.Subject != opened.Subject:
		return nil, assessment.Errorf(assessment.Refused, "a re-assessment needs the same subject: the earlier assessment is of %s", then.Title())
	}
	earlier = earlier.Counted() // a hidden grade is carried nowhere
	return &earlier, nil
}

// chosenReserve is the choice of scenarios of the reserve: that of the RFP, else
// that of the opening, else that of the earlier assessment.
func chosenReserve(o Opening, rfp *assessment.RFP, earlier *assessment.Snapshot, q *questionnaire.Questionnaire) ([]string, error) {
	switch {
	case rfp != nil:
		return rfp.Reserve, nil
	case o.Reserve == nil && earlier != nil:
		return assessment.FollowReserve(earlier.Questionnaire, q, earlier.Reserve), nil
	}
	return assessment.ChooseReserve(q, o.Reserve)
}

// pinned reads an RFP and the questionnaire that it pins. It returns an
// error if the caller asked for other rules.
func (s *Store) pinned(ctx context.Context, t tx, o Opening) (*assessment.RFP, *questionnaire.Questionnaire, error) {
	q, milestone := o.Questionnaire, o.Milestone
	rfp, err := trueRFP(ctx, t, o.RFP.ID)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case len(o.Reserve) > 0:
		return nil, nil, assessment.Errorf(assessment.Refused, "the RFP %s fixes which scenarios of the reserve are asked", rfp.Title).Because(assessment.RFPFixesRules)
	case q != nil && q.Hash() != rfp.Questionnaire:
		return nil, nil, assessment.Errorf(assessment.Refused, "the RFP %s fixes another questionnaire than %s %s", rfp.Title, q.ID, q.Version).Because(assessment.RFPFixesRules)
	case milestone != "" && milestone != rfp.Milestone:
		return nil, nil, assessment.Errorf(assessment.Refused, "the RFP %s fixes the milestone %s, not %s", rfp.Title, rfp.Milestone, milestone).Because(assessment.RFPFixesRules)
	}
	q, err = s.questionnaire(ctx, t, rfp.Questionnaire)
	return &rfp, q, err
}

func insertAssessment(ctx context.Context, t tx, id string, opened assessment.Opened) error {
	var rfp sql.NullString
	if opened.RFP != nil {
		rfp = sql.NullString{String: opened.RFP.ID, Valid: true}
	}
	return t.exec(ctx, "INSERT INTO assessments (id, vendor_id, rfp_id, questionnaire, subject) VALUES (?, ?, ?, ?, ?)",
		id, opened.Vendor.ID, rfp, opened.Questionnaire.Hash, opened.Subject)
}

// asSeen is a snapshot as the reader of the store may see it.
func (s *Store) asSeen(snapshot assessment.Snapshot, err error) (assessment.Snapshot, error) {
	return snapshot.SeenBy(s.reading()), err
}

// Snapshot returns the present state of an assessment as the reader may see it, or
// NotFound. Do not
// change it: it shares its maps and slices with the store.
func (s *Store) Snapshot(ctx context.Context, id string) (assessment.Snapshot, error) {
	return s.asSeen(fetch(ctx, s, func(t tx) (assessment.Snapshot, error) { return s.snapshot(ctx, t, id) }))
}

// snapshot returns the snapshot from memory if the database still has its
// head, and otherwise folds the journal.
func (s *Store) snapshot(ctx context.Context, t tx, id string) (assessment.Snapshot, error) {
	head, err := headOf(ctx, t, id)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	people, err := s.people(ctx, t)
	if assessment.CodeOf(err) == assessment.Damaged {
		people, err = assessment.People{Unreadable: err}, nil // whoever reads needs no people
	}
	if err != nil {
		return assessment.Snapshot{}, err
	}
	if snapshot, current := s.known.snapshot(id, head.hash); current {
		snapshot.People = people
		return snapshot, nil
	}
	snapshot, err := s.fold(ctx, t, id)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	snapshot.People = people
	if snapshot.Head != head.hash {
		return assessment.Snapshot{}, broken(id, "its head is another")
	}
	s.known.keepSnapshot(snapshot)
	return snapshot, nil
}

// fold makes the snapshot of an assessment from its journal.
func (s *Store) fold(ctx context.Context, t tx, id string) (assessment.Snapshot, error) {
	events, err := readEvents(ctx, t, id)
	if err != nil {
		return assessment.Snapshot{}, err
	}
	return s.foldEvents(ctx, t, id, events)
}

// foldEvents makes the snapshot after the given first events of a journal.
func (s *Store) foldEvents(ctx context.Context, t tx, id string, events []assessment.Event) (assessment.Snapshot, error) {
	state, err := assessment.Fold(events)
	if err != nil {
		return assessment.Snapshot{}, broken(id, err.Error())
	}
	q, err := s.questionnaire(ctx, t, state.Pin().Hash)
	return assessment.Snapshot{Assessment: id, Questionnaire: q, State: state}, err
}

// headOf reads the head of an assessment, or returns NotFound.
func headOf(ctx context.Context, t tx, id string) (head, error) {
	h, err := ofAssessments.headOf(ctx, t, id)
	if err == nil && h.seq == 0 {
		return h, assessment.Errorf(assessment.NotFound, "no assessment has the id %q", id).Because(assessment.NoAssessment)
	}
	return h, err
}

func broken(id, why string) error { return ofAssessments.broken(id, why) }
