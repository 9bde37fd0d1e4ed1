package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/questionnaire"
)

// loadedRFP is a request for proposals with everything that its board shows: its
// rules, its assessments judged at its milestone, and its own record.
type loadedRFP struct {
	record  store.RFPRecord
	pin     assessment.Pin // of the questionnaire that it has fixed
	judged  []assessment.Judged
	board   ranking.Board
	whatIfs []assessment.WhatIf // the latest first
	ranked  int                 // of the rows of the board, those before the blocked ones
}

// rfpMsg brings an RFP that was read and judged.
type rfpMsg struct {
	request int
	all     *loadedRFP
	err     error
}

// readRFP reads an RFP and judges each of its assessments for its milestone
// and the day in their own zone; whoever moved on, as before that. All of that
// takes time, and so is done outside.
func readRFP(b Bench, request int, rfp string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), readLimit)
		defer cancel()
		all, err := loadRFP(ctx, b, rfp)
		return rfpMsg{request, all, err}
	}
}

func loadRFP(ctx context.Context, b Bench, rfp string) (*loadedRFP, error) {
	var all loadedRFP
	var err error
	if all.record, err = b.Store.RFPRecord(ctx, rfp); err != nil {
		return nil, err
	}
	pinned, err := b.Store.Questionnaire(ctx, all.record.RFP.Questionnaire)
	if err != nil {
		return nil, err
	}
	all.pin = assessment.PinOf(pinned)
	rows, err := b.Store.List(ctx, store.Filter{RFPID: rfp, Current: true})
	if err != nil {
		return nil, err
	}
	milestone, moved := all.record.RFP.Milestone, map[string]questionnaire.Milestone{}
	for _, row := range rows {
		snapshot, err := b.Store.SnapshotFor(ctx, row.ID, milestone)
		if err != nil {
			return nil, err
		}
		if row.Milestone != snapshot.Milestone {
			moved[row.ID] = row.Milestone
		}
		result := assessment.Evaluate(snapshot, snapshot.Day(b.Now().UnixMicro()), milestone, questionnaire.Current)
		all.judged = append(all.judged, assessment.Judged{Snapshot: snapshot, Result: result})
	}
	all.board = ranking.BoardOf(all.judged)
	all.board.MovedOn(moved)
	if award := all.award(); award != nil {
		all.board.Awarded(*award)
	}
	for _, row := range all.board.Entries {
		if row.Group != ranking.Blocked {
			all.ranked++
		}
	}
	all.whatIfs, err = b.Store.WhatIfs(ctx, rfp)
	return &all, err
}

// find is the place of an assessment on the board, or -1.
func (t *loadedRFP) find(id string) int {
	return slices.IndexFunc(t.board.Entries, func(r ranking.BoardEntry) bool { return r.Assessment == id })
}

// snapshot is the assessment of a row, as it last stood at the milestone of the
// RFP.
func (t *loadedRFP) snapshot(id string) *assessment.Snapshot {
	at := slices.IndexFunc(t.judged, func(j assessment.Judged) bool { return j.Snapshot.Assessment == id })
	return &t.judged[at].Snapshot
}

// title names a row. A vendor that takes part twice is told apart by the day on
// which the assessment was opened.
func (t *loadedRFP) title(row ranking.BoardEntry) string {
	s := t.snapshot(row.Assessment)
	title := s.Opened.Title()
	for _, other := range t.judged {
		if other.Snapshot.Assessment != row.Assessment && other.Snapshot.Opened.Title() == title {
			return title + " · " + s.Day(s.OpenedAt).String()
		}
	}
	return title
}

// award is the latest award, or nil.
func (t *loadedRFP) award() *assessment.Award {
	if n := len(t.record.Awards); n > 0 {
		return &t.record.Awards[n-1]
	}
	return nil
}

// movedSince names the assessments whose journal went on at the milestone of the
// RFP since an award, and those that came to the RFP after it. To move on from
// that milestone changes nothing that was compared.
func (t *loadedRFP) movedSince(award *assessment.Award) []string {
	var names []string
	for _, row := range t.board.Entries {
		if then := award.Contender(row.Assessment); then == nil || then.Head != t.snapshot(row.Assessment).Head {
			names = append(names, t.title(row))
		}
	}
	return names
}

// owed lists what is missing of a row: what blocks it, at most so many, and what
// people have still to do.
func owed(row *ranking.BoardEntry, most int) []string {
	var all []string
	for n, reason := range row.Blockers {
		if n == most {
			all = append(all, fmt.Sprintf("and %d more that block", len(row.Blockers)-most))
			break
		}
		all = append(all, blockerText(reason))
	}
	return append(all, row.Missing...)
}

// blockerText is a reason that blocks, with the id of its item.
func blockerText(reason assessment.Reason) string {
	if strings.Contains(reason.Text, reason.Item) {
		return reason.Text
	}
	return reason.Item + " " + reason.Text
}
