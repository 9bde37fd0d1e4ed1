package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/workspace"
)

// loadedRFP is an RFP as its board shows it.
type loadedRFP struct {
	*workspace.RFP
	ranked int // how many entries of the board come before the blocked ones
}

// rfpMsg brings an RFP that was read and judged.
type rfpMsg struct {
	request int
	all     *loadedRFP
	err     error
}

// readRFP loads an RFP. That takes time, so it runs outside of Update.
func readRFP(b Bench, request int, rfp string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), readLimit)
		defer cancel()
		found, err := b.RFP(ctx, rfp)
		if err != nil {
			return rfpMsg{request: request, err: err}
		}
		all := &loadedRFP{RFP: found}
		for _, entry := range found.Board.Entries {
			if entry.Group != ranking.Blocked {
				all.ranked++
			}
		}
		return rfpMsg{request, all, nil}
	}
}

// find returns the index of an assessment on the board, or -1.
func (t *loadedRFP) find(id string) int {
	return slices.IndexFunc(t.Board.Entries, func(e ranking.BoardEntry) bool { return e.Assessment == id })
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
