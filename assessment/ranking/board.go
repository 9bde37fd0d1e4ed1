package ranking

import (
	"fmt"
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Board is the overview of a contest: the ranking, the decisions, the missing
// sign-offs, and the award.
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
	Blockers []assessment.Reason  `json:"blockers"` // the reasons of a blocked verdict; else empty
	Decision *assessment.Decision `json:"decision"` // for the milestone of the board; may be void; nil for none
	Missing  []string             `json:"missing"`  // missing sign-offs, one phrase each

	// MovedTo is the later milestone that the assessment has reached since, or "".
	// The other fields show its state before that.
	MovedTo questionnaire.Milestone `json:"moved_to,omitempty"`
	Award   AwardMark               `json:"award,omitempty"`
}

// Find returns the index of an assessment on the board, or -1.
func (b Board) Find(assessment string) int {
	return slices.IndexFunc(b.Entries, func(e BoardEntry) bool { return e.Assessment == assessment })
}

// Ranked counts the entries that are not blocked. They come first.
func (b Board) Ranked() int {
	if blocked := slices.IndexFunc(b.Entries, func(e BoardEntry) bool { return e.Group == Blocked }); blocked >= 0 {
		return blocked
	}
	return len(b.Entries)
}

// AwardMark is the part of an assessment in an award; "" for none.
type AwardMark string

// The marks.
const (
	Chosen   AwardMark = "chosen"
	RunnerUp AwardMark = "runner-up"
)

// Status says how far an assessment has come.
type Status string

// The statuses, in their order.
const (
	NotStarted   Status = "not started"
	Interviewing Status = "interviewing" // the verdict needs more answers
	Answered     Status = "answered"
	Decided      Status = "decided" // a decision is in force
)

// BoardOf ranks the assessments of a contest and returns their board.
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
			Position: position, Claimed: r.Claimed, Coverage: r.Coverage, Status: statusOf(s, r), Blockers: r.Blockers(),
			Decision: s.Decision(), Missing: assessment.MissingSignOffs(s, r),
		}
		if row.Missing == nil {
			row.Missing = []string{}
		}
		b.Entries = append(b.Entries, row)
	}
	return b
}

// MovedOn sets MovedTo of the entries. Pass the later milestone of each
// assessment that has moved on, by its id.
func (b Board) MovedOn(to map[string]questionnaire.Milestone) {
	for n := range b.Entries {
		b.Entries[n].MovedTo = to[b.Entries[n].Assessment]
	}
}

// Follow takes over from the present board the later work of people after an award:
// the decisions, the sign-offs and the later milestones.
func (b Board) Follow(present Board) {
	for n := range b.Entries {
		row := &b.Entries[n]
		if at := present.Find(row.Assessment); at >= 0 {
			now := present.Entries[at]
			row.Decision, row.Missing, row.MovedTo = now.Decision, now.Missing, now.MovedTo
			if row.Status == Decided || now.Status == Decided {
				row.Status = now.Status
			}
		}
	}
}

// Awarded marks the chosen assessment of an award and the runner-up.
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

// StatusText returns the status of the entry in words.
func (r BoardEntry) StatusText() string {
	if r.MovedTo != "" {
		return "moved on to " + string(r.MovedTo)
	}
	return string(r.Status)
}

// Sign returns the mark in words, with a check mark for the chosen one.
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
	case !s.Begun(r):
		return NotStarted
	case r.Coverage < needed && !s.Questionnaire.GatesOnly():
		return Interviewing
	}
	return Answered
}

// WhyNot says why the ranking puts a contender after the chosen one. It returns
// "" for a contender that ranks equal to the chosen one or before it: the ranking
// gives no reason then, and the people who decide must give one.
func WhyNot(row, chosen BoardEntry) string {
	switch {
	case row.Verdict == assessment.Blocked && len(row.Blockers) > 0:
		return "blocked: " + row.Blockers[0].Text
	case row.Group == Unscored:
		return "it has no score"
	case row.Rank <= chosen.Rank:
		return ""
	case row.Verdict != chosen.Verdict:
		return fmt.Sprintf("%s with %s shown; %s has %s", row.Verdict, row.Shown, assessment.Title(chosen.Vendor, chosen.Subject), chosen.Shown)
	}
	return fmt.Sprintf("%s shown; %s has %s", row.Shown, assessment.Title(chosen.Vendor, chosen.Subject), chosen.Shown)
}

// Award drafts an award to the assessment with the id chosen. Pass the same
// assessments as to [BoardOf]. The runner-up is the best other assessment that is
// ranked. The reasons come from [WhyNot].
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
