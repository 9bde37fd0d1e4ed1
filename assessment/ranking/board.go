package ranking

import (
	"fmt"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Board is a contest at one glance: who stands where, what was decided, what
// people still owe, and whom an award chose.
type Board struct {
	Ranking Ranking      `json:"ranking"`
	Entries []BoardEntry `json:"rows"` // in the order of the ranking
}

// BoardEntry is one assessment on the board.
type BoardEntry struct {
	Position
	Claimed  assessment.Score     `json:"claimed"`
	Coverage float64              `json:"coverage"`
	Status   Status               `json:"status"`
	Blockers []assessment.Reason  `json:"blockers"` // why it is blocked
	Decision *assessment.Decision `json:"decision"` // for the milestone of the board; it may be void
	Missing  []string             `json:"missing"`  // sign-offs, a phrase each

	// MovedTo is the later milestone at which the assessment is by now, or empty.
	// The row is what it was before it moved on.
	MovedTo questionnaire.Milestone `json:"moved_to,omitempty"`
	Award   AwardMark               `json:"award,omitempty"`
}

// AwardMark is what an award made of an assessment; empty for nothing.
type AwardMark string

// The marks.
const (
	Chosen   AwardMark = "chosen"
	RunnerUp AwardMark = "runner-up"
)

// Status is how far an assessment is.
type Status string

// The statuses, in their order.
const (
	NotStarted   Status = "not started"
	Interviewing Status = "interviewing" // answers are missing for a verdict
	Answered     Status = "answered"
	Decided      Status = "decided" // by a decision that stands
)

// BoardOf lays the assessments of a contest out.
func BoardOf(all []assessment.Judged) Board {
	of := make(map[string]assessment.Judged, len(all))
	results := make([]assessment.Result, len(all))
	for n, judged := range all {
		of[judged.Result.Assessment], results[n] = judged, judged.Result
	}
	b := Board{Ranking: Rank(results), Entries: []BoardEntry{}}
	for _, position := range b.Ranking.Positions {
		s, r := of[position.Assessment].Snapshot, of[position.Assessment].Result
		row := BoardEntry{
			Position: position, Claimed: r.Claimed, Coverage: r.Coverage, Status: statusOf(s, r), Blockers: []assessment.Reason{},
			Decision: s.Decision(), Missing: assessment.MissingSignOffs(s, r),
		}
		if r.Verdict == assessment.Blocked {
			row.Blockers = r.Because
		}
		if row.Missing == nil {
			row.Missing = []string{}
		}
		b.Entries = append(b.Entries, row)
	}
	return b
}

// MovedOn notes which of the assessments are at a later milestone by now than
// the one for which they are on the board.
func (b Board) MovedOn(to map[string]questionnaire.Milestone) {
	for n := range b.Entries {
		b.Entries[n].MovedTo = to[b.Entries[n].Assessment]
	}
}

// Awarded marks whom an award chose, and who comes next.
func (b Board) Awarded(a assessment.Award) {
	for n := range b.Entries {
		switch row := &b.Entries[n]; row.Assessment {
		case a.Chosen:
			row.Award = Chosen
		case a.RunnerUp:
			row.Award = RunnerUp
		}
	}
}

// StatusText is how far the assessment of a row is, in words.
func (r BoardEntry) StatusText() string {
	if r.MovedTo != "" {
		return "moved on to " + string(r.MovedTo)
	}
	return string(r.Status)
}

// Sign is the mark in words, with a sign for the chosen one.
func (m AwardMark) Sign() string {
	if m == Chosen {
		return "✓ " + string(m)
	}
	return string(m)
}

func statusOf(s assessment.Snapshot, r assessment.Result) Status {
	needed := float64(s.Questionnaire.Scoring.Coverage) / 100
	switch {
	case s.DecisionInForce() != nil:
		return Decided
	case len(s.Answers) == 0:
		return NotStarted
	case r.Coverage < needed && !s.Questionnaire.GatesOnly():
		return Interviewing
	}
	return Answered
}

// WhyNot says why a contender comes after the chosen one, from what the ranking
// itself says. It is empty where the ranking gives no reason: one that ranks
// with the chosen one or before it is passed over for reasons of the people who
// decide, and they must give them.
func WhyNot(row, chosen BoardEntry) string {
	switch {
	case row.Verdict == assessment.Blocked && len(row.Blockers) > 0:
		return "blocked: " + row.Blockers[0].Text
	case row.Group == Unscored:
		return "it has no score"
	case row.Rank <= chosen.Rank:
		return ""
	case row.Verdict != chosen.Verdict:
		return fmt.Sprintf("%s, and shows %s where %s shows %s", row.Verdict, row.Shown, title(chosen.Vendor, chosen.Subject), chosen.Shown)
	}
	return fmt.Sprintf("shows %s where %s shows %s", row.Shown, title(chosen.Vendor, chosen.Subject), chosen.Shown)
}

// Award is the draft of an award to one of the assessments that the board was
// made of. The runner-up is the best placed other that is not blocked; reasons
// are those of [WhyNot].
func (b Board) Award(chosen string, all []assessment.Judged) (assessment.Award, error) {
	award := assessment.Award{Chosen: chosen}
	var winner BoardEntry
	for _, row := range b.Entries {
		if row.Assessment == chosen {
			winner = row
		}
	}
	for _, row := range b.Entries {
		at := slices.IndexFunc(all, func(j assessment.Judged) bool { return j.Snapshot.Assessment == row.Assessment })
		c, err := assessment.ContenderOf(all[at].Snapshot, all[at].Result)
		if err != nil {
			return award, err
		}
		c.Rank = row.Rank
		if row.Assessment != chosen {
			c.WhyNot = WhyNot(row, winner)
			if award.RunnerUp == "" && row.Group == Ranked {
				award.RunnerUp = row.Assessment
			}
		}
		award.Contenders = append(award.Contenders, c)
	}
	return award, nil
}
