package main

import (
	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/assessment/workspace"
)

// shownContest is a contest as JSON, with times in RFC 3339 and UTC. Keys are
// added, none is changed.
type shownContest struct {
	assessment.RFP
	AddedAt  string         `json:"added_at"`
	Pin      assessment.Pin `json:"pin"` // the questionnaire that it has fixed
	Repinned []listedRules  `json:"repinned"`
	Board    shownBoard     `json:"board"`
	Award    *shownAward    `json:"award"`  // the latest, or null
	Awards   []shownAward   `json:"awards"` // all, the latest last
	WhatIfs  []shownWhatIf  `json:"what_ifs"`

	// ChangedSince names the vendors of which something changed since the latest
	// award, at the milestone of the RFP.
	ChangedSince []string `json:"changed_since"`

	Later []contest.Later `json:"later"` // re-assessments of the vendors on the board
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
		RFP: c.RFP, AddedAt: utc(c.RFP.AddedAt), Pin: assessment.PinOf(c.Questionnaire), Board: shownBoard{c.Board, []shownRow{}}, ChangedSince: []string{}, Later: list(c.Later),
		Repinned: each(c.Repinned, listRules),
		Awards:   each(c.Awards, func(a assessment.Award) shownAward { return shownAward{a, utc(a.At)} }),
		WhatIfs:  each(c.WhatIfs, func(w assessment.WhatIf) shownWhatIf { return shownWhatIf{w, utc(w.At)} }),
	}
	for _, row := range c.Board.Entries {
		shown := shownRow{BoardEntry: row}
		if row.Decision != nil {
			shown.Decision = listDecision(*row.Decision)
		}
		out.Board.Rows = append(out.Board.Rows, shown)
	}
	if n := len(out.Awards); n > 0 {
		out.Award, out.ChangedSince = &out.Awards[n-1], list(c.MovedSince(c.Award()))
	}
	return out
}
