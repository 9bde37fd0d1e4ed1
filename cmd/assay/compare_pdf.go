package main

import (
	"cmp"
	"context"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/english"
	"assay/assessment/store"
	"assay/report"
	"assay/report/sign"
)

// comparisonReport draws a comparison, signs it if that is asked for, and writes the
// file.
func (a *app) comparisonReport(ctx context.Context, c contest.Contest, ask comparing) error {
	out := cmp.Or(ask.out, "-")
	ids := each(c.Sides, func(s contest.Side) string { return s.Result.Assessment })
	if ask.signed {
		if err := a.maySignAs(ctx, sign.Assessor, ids...); err != nil {
			return err
		}
	}
	if err := a.mayReplace(ctx, out); err != nil {
		return err
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	file, err := a.drawComparison(ctx, c.Judged(), ask.differences, settings.evaluator)
	if err != nil {
		return err
	}
	by := "unsigned"
	if ask.signed {
		policy, err := a.ownPolicy(ctx)
		if err != nil {
			return err
		}
		signed, err := ask.signing.sign(ctx, a, file, sign.Assessor, policy)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := a.recordSigning(ctx, id, a.work.Evaluator, signed); err != nil {
				return err
			}
		}
		file, by = signed.content, "signed by "+inFull(signed.mine())+" and proven"
	}
	err = a.deliver(out, file, nil, func() {
		a.say("wrote %s: a comparison of %s, %s", out, english.Count(len(c.Sides), "assessment"), by)
	})
	if err == nil {
		a.noteCopy(ctx, store.CopyReport, out, "")
	}
	return err
}

// drawComparison draws assessments side by side for a person, with the award of their
// RFP if there is one.
func (a *app) drawComparison(ctx context.Context, sides []assessment.Judged, differences bool, by string) ([]byte, error) {
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	in := report.ComparisonInput{
		Differences: differences, Organisation: settings.organisation, Evaluator: by, Paper: settings.paper,
	}
	for _, j := range sides {
		journal, err := a.work.Store.JournalAt(ctx, j.Snapshot)
		if err != nil {
			return nil, err
		}
		in.Sides = append(in.Sides, report.Compared{
			Snapshot: j.Snapshot, AsOf: j.Result.AsOf, Milestone: j.Result.Milestone, View: j.Result.View, Journal: journal,
		})
	}
	if in.Award, err = a.awardOf(ctx, sides); err != nil {
		return nil, err
	}
	return report.RenderComparison(in)
}

// awardOf is the latest award of the RFP to which all assessments belong, or nil.
func (a *app) awardOf(ctx context.Context, sides []assessment.Judged) (*assessment.Award, error) {
	first := sides[0].Snapshot.Opened.RFP
	for _, j := range sides {
		if rfp := j.Snapshot.Opened.RFP; rfp == nil || rfp.ID != first.ID {
			return nil, nil
		}
	}
	record, err := a.work.Store.RFPRecord(ctx, first.ID)
	if err != nil || len(record.Awards) == 0 {
		return nil, err
	}
	return &record.Awards[len(record.Awards)-1], nil
}
