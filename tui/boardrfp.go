package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

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
	return within(readLimit, func(ctx context.Context) tea.Msg {
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
	})
}

// find returns the index of an assessment on the board, or -1.
func (t *loadedRFP) find(id string) int {
	return slices.IndexFunc(t.Board.Entries, func(e ranking.BoardEntry) bool { return e.Assessment == id })
}
