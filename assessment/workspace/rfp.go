package workspace

import (
	"context"
	"slices"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/questionnaire"
)

// RFP is an RFP with its contest: its rules, its assessments, its board and
// everything that people recorded about it.
type RFP struct {
	store.RFPRecord
	Questionnaire *questionnaire.Questionnaire
	Judged        []assessment.Judged
	Board         ranking.Board
	WhatIfs       []assessment.WhatIf // the latest first
}

// RFP loads an RFP by its id and judges its assessments for its milestone, each
// for today in its own zone. An assessment that has moved on is judged as it was
// just before that, since the other vendors were asked nothing later.
func (w Workspace) RFP(ctx context.Context, id string) (*RFP, error) {
	record, err := w.Store.RFPRecord(ctx, id)
	if err != nil {
		return nil, err
	}
	r := &RFP{RFPRecord: record}
	if r.Questionnaire, err = w.Store.Questionnaire(ctx, r.RFP.Questionnaire); err != nil {
		return nil, err
	}
	summaries, err := w.Store.List(ctx, store.Filter{RFPID: id, Current: true})
	if err != nil {
		return nil, err
	}
	moved := map[string]questionnaire.Milestone{}
	for _, summary := range summaries {
		snapshot, err := w.Store.SnapshotFor(ctx, summary.ID, r.RFP.Milestone)
		if err != nil {
			return nil, err
		}
		if summary.Milestone != snapshot.Milestone {
			moved[summary.ID] = summary.Milestone
		}
		r.Judged = append(r.Judged, assessment.Judged{Snapshot: snapshot, Result: w.judgeFor(snapshot, r.RFP.Milestone)})
	}
	r.Board = ranking.BoardOf(r.Judged)
	r.Board.MovedOn(moved)
	if award := r.Award(); award != nil {
		r.Board.Awarded(*award)
	}
	r.WhatIfs, err = w.Store.WhatIfs(ctx, id)
	return r, err
}

// Award is the latest award, or nil.
func (r *RFP) Award() *assessment.Award {
	if n := len(r.Awards); n > 0 {
		return &r.Awards[n-1]
	}
	return nil
}

// Snapshot is an assessment of the RFP, as the board shows it.
func (r *RFP) Snapshot(id string) *assessment.Snapshot {
	at := slices.IndexFunc(r.Judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == id })
	return &r.Judged[at].Snapshot
}

// Title names an assessment of the RFP. The opening day tells apart two that
// have the same vendor and subject.
func (r *RFP) Title(id string) string {
	s := r.Snapshot(id)
	title := s.Opened.Title()
	for _, other := range r.Judged {
		if other.Snapshot.Assessment != id && other.Snapshot.Opened.Title() == title {
			return title + " · " + s.Day(s.OpenedAt).String()
		}
	}
	return title
}

// MovedSince names the assessments that changed after an award at the milestone
// of the RFP, and those that joined the RFP after it. Moving on to a later
// milestone is no change: the award did not depend on it.
func (r *RFP) MovedSince(award *assessment.Award) []string {
	var names []string
	for _, entry := range r.Board.Entries {
		if then := award.Contender(entry.Assessment); then == nil || then.Head != r.Snapshot(entry.Assessment).Head {
			names = append(names, r.Title(entry.Assessment))
		}
	}
	return names
}
