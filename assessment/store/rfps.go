package store

import (
	"context"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

const rfpColumns = "id, title, reference, due, questionnaire, milestone, reserve, added_at"

// AddRFP stores an RFP in the name of a person, with the questionnaire that it
// pins. It fills in a missing ID, AddedAt and Questionnaire, and returns the stored RFP. An RFP
// that does not validate is Invalid; one that pins another questionnaire
// than q is Refused.
func (s *Store) AddRFP(ctx context.Context, r assessment.RFP, q *questionnaire.Questionnaire, by string) (assessment.RFP, error) {
	entry, err := s.authored(by)
	if err != nil {
		return r, err
	}
	r.Title, r.Reference = hostile.Name(r.Title), hostile.Name(r.Reference)
	if r.Questionnaire == "" {
		r.Questionnaire = q.Hash()
	}
	if r.Questionnaire != q.Hash() {
		return r, assessment.Errorf(assessment.Refused, "the RFP names the questionnaire %.12s, but %.12s was given", r.Questionnaire, q.Hash())
	}
	if err := r.Validate(); err != nil {
		return r, err
	}
	if err := comparesVendors(q); err != nil {
		return r, err
	}
	if r.Reserve, err = assessment.ChooseReserve(q, r.Reserve); err != nil {
		return r, err
	}
	if r.ID == "" {
		r.ID = s.options.NewID()
	}
	if r.AddedAt == 0 {
		r.AddedAt = entry.At
	}
	entry.At = r.AddedAt
	err = s.change(ctx, []string{entry.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActPrepare); err != nil {
			return err
		}
		if err := storeQuestionnaire(ctx, t, q); err != nil {
			return err
		}
		if err := t.exec(ctx, "INSERT INTO rfps ("+rfpColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			r.ID, r.Title, r.Reference, int64(r.Due), r.Questionnaire, string(r.Milestone), strings.Join(r.Reserve, ","), r.AddedAt); err != nil {
			return err
		}
		return s.openRFP(ctx, t, r, entry)
	})
	return r, err
}

// comparesVendors returns an error for a questionnaire that an RFP cannot
// use.
func comparesVendors(q *questionnaire.Questionnaire) error {
	if q.SubjectKind() != questionnaire.SubjectVendor || !q.Asks() {
		return assessment.Errorf(assessment.Refused, "an RFP compares vendors, and %s does not assess a vendor", q.ID)
	}
	return nil
}

const selectRFPs = "SELECT " + rfpColumns + " FROM rfps ORDER BY added_at DESC, id"

// RFPs lists all RFPs, the latest first.
func (s *Store) RFPs(ctx context.Context) ([]assessment.RFP, error) {
	return faithful(ctx, s, func(t tx) ([]assessment.RFP, error) { return collect(ctx, t, scanRFP, selectRFPs) }, rfpAsTold)
}

// FindRFP finds an RFP by title or reference, as FindVendor finds a vendor.
func (s *Store) FindRFP(ctx context.Context, ref string) (assessment.RFP, error) {
	all, err := s.RFPs(ctx)
	if err != nil {
		return assessment.RFP{}, err
	}
	return Pick("RFP", ref, all, func(r assessment.RFP) Named { return Named{ID: r.ID, Names: []string{r.Title, r.Reference}} })
}

func scanRFP(scan func(...any) error) (r assessment.RFP, err error) {
	var reserve string
	err = scan(&r.ID, &r.Title, &r.Reference, &r.Due, &r.Questionnaire, &r.Milestone, &reserve, &r.AddedAt)
	if reserve != "" {
		r.Reserve = strings.Split(reserve, ",")
	}
	return r, err
}

// rfpOf reads the RFP with this id.
func rfpOf(ctx context.Context, t tx, id string) (assessment.RFP, error) {
	missing := assessment.Errorf(assessment.NotFound, "no RFP has the id %q", id).Because(assessment.NoRFP)
	return one(ctx, t, scanRFP, missing, "SELECT "+rfpColumns+" FROM rfps WHERE id = ?", id)
}
