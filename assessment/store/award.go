package store

import (
	"context"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// RecordAward writes an award into the journal of its RFP and returns it as
// written. RecordedBy is the evaluator, who need not be the person who
// approved. An award with a known ID is returned as it was written the first
// time.
//
// Contenders must list every assessment of the RFP in the order of rank,
// each with the head of its [Store.SnapshotFor] the milestone of the RFP, as
// the caller saw it. If a head has changed, the award is a Conflict. If a
// contender is missing, unknown or named twice, the award is Refused. The
// store judges each contender itself, for that milestone and today, and
// [assessment.Award.Admit] decides by these results.
func (s *Store) RecordAward(ctx context.Context, a assessment.Award) (assessment.Award, error) {
	entry, err := s.authored(a.RecordedBy)
	if err != nil {
		return a, err
	}
	if a.ID == "" {
		a.ID = entry.ID
	}
	if err := usableID(a.ID); err != nil {
		return a, err
	}
	var kept assessment.Award
	err = s.change(ctx, []string{a.ID}, func(ctx context.Context, t tx) error {
		if err := s.allow(ctx, t, entry.By, assessment.ActAward); err != nil {
			return err
		}
		record, err := readRFPRecord(ctx, t, a.RFP)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(record.Awards, func(known assessment.Award) bool { return known.ID == a.ID }); at >= 0 {
			kept = record.Awards[at]
			return nil
		}
		kept = a
		kept.RecordedBy, kept.At = entry.By, entry.At
		if kept.Contenders, err = s.contenders(ctx, t, a, record.RFP.Milestone, entry.At); err != nil {
			return err
		}
		if kept.Contender(kept.Chosen) != nil {
			chosen, err := s.snapshot(ctx, t, kept.Chosen)
			if err != nil {
				return err
			}
			if err := chosen.AllowAward(kept); err != nil {
				return err
			}
		}
		if kept, err = kept.Admit(); err != nil {
			return err
		}
		return ofRFPs.add(ctx, t, s.options, a.RFP, happening{id: kept.ID, at: kept.At, by: kept.RecordedBy, kind: rfpAwarded, data: kept})
	})
	if err != nil {
		return a, err
	}
	return kept, nil
}

// contenders fills in the results of the contenders at a milestone and
// moment (microseconds UTC).
func (s *Store) contenders(ctx context.Context, t tx, a assessment.Award, milestone questionnaire.Milestone, at int64) ([]assessment.Contender, error) {
	ids, err := collect(ctx, t, scanText, selectContesting, a.RFP)
	if err != nil {
		return nil, err
	}
	filled := make([]assessment.Contender, 0, len(ids))
	for _, named := range a.Contenders {
		place := slices.Index(ids, named.Assessment)
		if place < 0 {
			return nil, assessment.Errorf(assessment.Refused, "%s is not an assessment of this RFP, is named twice, or was replaced by a re-assessment", named.Assessment)
		}
		ids = slices.Delete(ids, place, place+1)
		if err := vouch(ctx, t, named.Assessment); err != nil {
			return nil, err
		}
		snapshot, err := s.snapshotFor(ctx, t, named.Assessment, milestone)
		if err != nil {
			return nil, err
		}
		if snapshot.Head != named.Head {
			return nil, assessment.Errorf(assessment.Conflict, "the assessment of %s changed after it was compared", snapshot.Opened.Title()).Because(assessment.AssessmentChanged)
		}
		c, err := assessment.ContenderOf(snapshot, assessment.Evaluate(snapshot, snapshot.Day(at), milestone, questionnaire.Current))
		if err != nil {
			return nil, err
		}
		c.Rank, c.WhyNot = named.Rank, named.WhyNot
		filled = append(filled, c)
	}
	if len(ids) > 0 {
		left, err := s.snapshot(ctx, t, ids[0])
		if err != nil {
			return nil, err
		}
		return nil, assessment.Errorf(assessment.Refused, "an award covers every vendor of the RFP, and this one leaves out %s", left.Opened.Title())
	}
	return filled, nil
}

func readAward(e told) (a assessment.Award, err error) {
	err = e.into(&a)
	a.ID, a.RFP, a.RecordedBy, a.At = e.ID, e.Of, e.By, e.At
	return a, err
}

const (
	// competing leaves out withdrawn assessments, and those that were assessed
	// again within their RFP. A re-assessment outside of it is about the time
	// after the contest.
	competing = " a.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM assessments later WHERE later.previous_id = a.id AND later.rfp_id = a.rfp_id AND later.withdrawn = 0)"

	// selectContesting lists the assessments of an RFP that compete.
	selectContesting = "SELECT a.id FROM assessments a WHERE a.rfp_id = ? AND" + competing + " ORDER BY a.id"
)
