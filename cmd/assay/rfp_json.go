package main

import (
	"assay/assessment"
	"assay/assessment/ranking"
	"assay/assessment/store"
	"assay/assessment/workspace"
)

// shownContest is a contest as JSON, with times in RFC 3339 and UTC. Keys are
// added, none is changed.
type shownContest struct {
	assessment.RFP
	AddedAt  string          `json:"added_at"`
	Pin      assessment.Pin  `json:"pin"` // the questionnaire that it has fixed
	Repinned []shownRepinned `json:"repinned"`
	Board    shownBoard      `json:"board"`
	Award    *shownAward     `json:"award"`  // the latest, or null
	Awards   []shownAward    `json:"awards"` // all, the latest last
	WhatIfs  []shownWhatIf   `json:"what_ifs"`

	// ChangedSince names the vendors of which something changed since the latest
	// award, at the milestone of the RFP.
	ChangedSince []string `json:"changed_since"`
}

type shownRepinned struct {
	store.RepinnedBy
	At string `json:"at"`
}

type shownBoard struct {
	ranking.Board
	Rows []shownRow `json:"rows"`
}

type shownRow struct {
	ranking.BoardEntry
	Decision *listedDecision `json:"decision"`
}

type shownAward struct {
	assessment.Award
	At string `json:"at"`
}

type shownWhatIf struct {
	assessment.WhatIf
	At string `json:"at"`
}

func showRFP(c *workspace.RFP) shownContest {
	out := shownContest{
		RFP: c.RFP, AddedAt: utc(c.RFP.AddedAt), Pin: assessment.PinOf(c.Questionnaire), Repinned: []shownRepinned{},
		Board: shownBoard{c.Board, []shownRow{}}, Awards: []shownAward{}, WhatIfs: []shownWhatIf{}, ChangedSince: []string{},
	}
	for _, repin := range c.Repinned {
		out.Repinned = append(out.Repinned, shownRepinned{repin, utc(repin.At)})
	}
	for _, row := range c.Board.Entries {
		shown := shownRow{BoardEntry: row}
		if row.Decision != nil {
			shown.Decision = listDecision(*row.Decision)
		}
		out.Board.Rows = append(out.Board.Rows, shown)
	}
	for _, award := range c.Awards {
		out.Awards = append(out.Awards, shownAward{award, utc(award.At)})
	}
	if n := len(out.Awards); n > 0 {
		out.Award, out.ChangedSince = &out.Awards[n-1], list(c.MovedSince(c.Award()))
	}
	for _, w := range c.WhatIfs {
		out.WhatIfs = append(out.WhatIfs, shownWhatIf{w, utc(w.At)})
	}
	return out
}
