package workspace

import (
	"context"
	"slices"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/questionnaire"
)

// RFP is an RFP with its contest: its rules, its assessments, its board and
// everything that people recorded about it.
type RFP struct {
	store.RFPRecord
	Questionnaire *questionnaire.Questionnaire

	// Contest is the assessments that competed. Before the award it is the
	// present one. From the award on it stays as it was that day, whatever
	// becomes of the assessments; only decisions and sign-offs are the present
	// ones.
	Contest

	// Present is the contest as it would be if it were judged today. A new award
	// is made from it.
	Present Contest

	Later   []contest.Later     // what followed the contest
	WhatIfs []assessment.WhatIf // the latest first
}

// Contest is the assessments of an RFP with their board.
type Contest struct {
	Judged []assessment.Judged
	Board  ranking.Board
}

// RFP loads an RFP by its id and judges its assessments for its milestone, each
// in its own zone. An assessment that has moved on is judged as it was just
// before that, since the other vendors were asked nothing later.
func (w Workspace) RFP(ctx context.Context, id string) (*RFP, error) {
	record, err := w.Store.RFPRecord(ctx, id)
	if err != nil {
		return nil, err
	}
	r := &RFP{RFPRecord: record}
	if r.Questionnaire, err = w.Store.Questionnaire(ctx, r.RFP.Questionnaire); err != nil {
		return nil, err
	}
	if err := w.present(ctx, r); err != nil {
		return nil, err
	}
	r.Contest = r.Present
	if award := r.Award(); award != nil {
		r.Contest, err = w.contestOf(ctx, r.RFP.Milestone, award)
		switch {
		case assessment.CodeOf(err) == assessment.NotFound:
			r.Contest = r.Present // the RFP came here with one of its assessments only
		case err != nil:
			return nil, err
		}
		r.Board.Follow(r.Present.Board)
		r.Board.Awarded(*award)
	}
	if r.Later, err = w.later(ctx, r.Judged); err != nil {
		return nil, err
	}
	left, err := w.left(ctx, r)
	if err != nil {
		return nil, err
	}
	r.Later = append(r.Later, left...)
	r.WhatIfs, err = w.Store.WhatIfs(ctx, id)
	return r, err
}

// present judges for today the assessments that compete.
func (w Workspace) present(ctx context.Context, r *RFP) error {
	summaries, err := w.Store.List(ctx, store.Filter{RFPID: r.RFP.ID, Competing: true})
	if err != nil {
		return err
	}
	moved := map[string]questionnaire.Milestone{}
	for _, summary := range summaries {
		snapshot, err := w.Store.SnapshotFor(ctx, summary.ID, r.RFP.Milestone)
		if err != nil {
			return err
		}
		if summary.Milestone != snapshot.Milestone {
			moved[summary.ID] = summary.Milestone
		}
		r.Present.Judged = append(r.Present.Judged, assessment.Judged{Snapshot: snapshot, Result: w.judgeFor(snapshot, r.RFP.Milestone)})
	}
	r.Present.Board = ranking.BoardOf(r.Present.Judged)
	r.Present.Board.MovedOn(moved)
	return nil
}

// contestOf judges the assessments of an award as they stood on its day.
func (w Workspace) contestOf(ctx context.Context, milestone questionnaire.Milestone, award *assessment.Award) (Contest, error) {
	var c Contest
	for _, contender := range award.Contenders {
		snapshot, err := w.Store.SnapshotAt(ctx, contender.Assessment, contender.Head)
		if err != nil {
			return c, err
		}
		c.Judged = append(c.Judged, assessment.Judged{Snapshot: snapshot, Result: assessment.Evaluate(snapshot, contender.AsOf, milestone, questionnaire.Current)})
	}
	c.Board = ranking.BoardOf(c.Judged)
	return c, nil
}

// later lists what followed for the assessments that competed.
func (w Workspace) later(ctx context.Context, competed []assessment.Judged) ([]contest.Later, error) {
	var all []contest.Later
	for _, j := range competed {
		now, err := w.Store.Snapshot(ctx, j.Snapshot.Assessment)
		if err != nil {
			return nil, err
		}
		if now.Withdrawn != nil {
			all = append(all, contest.Later{Of: now.Assessment, Vendor: now.Opened.Title(), Assessment: now.Assessment, Withdrawn: now.Withdrawn})
		}
		rows, err := w.Store.List(ctx, store.Filter{Previous: j.Snapshot.Assessment})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			snapshot, err := w.Store.Snapshot(ctx, row.ID)
			if err != nil {
				return nil, err
			}
			all = append(all, contest.Later{
				Of: j.Snapshot.Assessment, Vendor: row.Title(), Assessment: row.ID, Milestone: row.Milestone,
				Opened: snapshot.Day(row.OpenedAt), Verdict: row.Verdict,
			})
		}
	}
	return all, nil
}

// left lists the assessments that were withdrawn from the RFP and are not in its
// contest, so that nobody disappears from a board without a word.
func (w Workspace) left(ctx context.Context, r *RFP) ([]contest.Later, error) {
	rows, err := w.Store.List(ctx, store.Filter{RFPID: r.RFP.ID, All: true})
	if err != nil {
		return nil, err
	}
	var all []contest.Later
	for _, row := range rows {
		if slices.ContainsFunc(r.Judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == row.ID }) {
			continue
		}
		now, err := w.Store.Snapshot(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		if now.Withdrawn != nil {
			all = append(all, contest.Later{Of: row.ID, Vendor: row.Title(), Assessment: row.ID, Withdrawn: now.Withdrawn})
		}
	}
	return all, nil
}

// Award is the latest award, or nil.
func (r *RFP) Award() *assessment.Award {
	if n := len(r.Awards); n > 0 {
		return &r.Awards[n-1]
	}
	return nil
}

// Snapshot is an assessment of the contest, as the board shows it.
func (c Contest) Snapshot(id string) *assessment.Snapshot {
	at := slices.IndexFunc(c.Judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == id })
	return &c.Judged[at].Snapshot
}

// Title names an assessment of the contest. The opening day tells apart two that
// have the same vendor and subject.
func (c Contest) Title(id string) string {
	s := c.Snapshot(id)
	title := s.Opened.Title()
	for _, other := range c.Judged {
		if other.Snapshot.Assessment != id && other.Snapshot.Opened.Title() == title {
			return title + " · " + s.Day(s.OpenedAt).String()
		}
	}
	return title
}

// MovedSince names the assessments that changed after an award at the milestone
// of the RFP, and those that joined the RFP after it. Moving on to a later
// milestone is no change: the award did not depend on it. Nor is a signature
// of a report.
func (r *RFP) MovedSince(award *assessment.Award) []string {
	var names []string
	for _, entry := range r.Present.Board.Entries {
		if then := award.Contender(entry.Assessment); then == nil || !r.Present.Snapshot(entry.Assessment).OnlySignedSince(then.Head) {
			names = append(names, r.Present.Title(entry.Assessment))
		}
	}
	return names
}
