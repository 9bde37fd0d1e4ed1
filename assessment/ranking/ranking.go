// Package ranking puts judged vendors in order and says how firm that order is.
//
// The order is decided by what is printed: the shown score with one decimal.
// Who prints the same score shares the rank, and the tie is called a tie; only
// the listing of those who tie goes by name. A blocked vendor ranks after all
// others, whatever it scores, because a gate is not a score. A vendor whose
// assessment is incomplete is ranked by what it has shown so far, since what is
// not answered counts nothing: its verdict stands beside the rank, and its
// interval says what the rank may still become.
//
// A ranking is only as good as its weights and as the ground it stands on.
// [GroundOf] says where the vendors were not asked the same. [Firm] asks how
// much of the order is owed to the weights: the share of weightings in which
// each vendor takes each rank, the smallest change of one weight that swaps
// first and second, and the order without each domain in turn. [Field] puts
// very many vendors in order again under other weights.
//
// The shares start from the domain intervals as printed, with one decimal; swaps
// and other weights from what is shown in each domain, to a millionth of a point.
// They say what weights do to an order, and never replace a score.
//
// No floating point number is used anywhere: the same inputs give the same
// bytes on every machine.
package ranking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
)

// Ranking is the order of several results, best first.
type Ranking struct {
	Ground    Ground     `json:"ground"`
	Positions []Position `json:"places"` // the blocked ones last
}

// Position is one line of a ranking.
type Position struct {
	Rank       int                 `json:"rank"` // from 1; as many are before it as the rank says, less one
	Tied       bool                `json:"tied"` // others have this rank too
	Group      Group               `json:"standing"`
	Assessment string              `json:"assessment"`
	Vendor     string              `json:"vendor"`
	Subject    string              `json:"subject,omitempty"`
	Verdict    assessment.Verdict  `json:"verdict"`
	Shown      assessment.Score    `json:"shown"`
	Interval   [2]assessment.Score `json:"interval"`
}

// RankText is the rank as printed: =2 where it is shared, and a dash for the
// blocked, whose rank means nothing.
func (p Position) RankText() string {
	switch {
	case p.Group == Blocked:
		return "–"
	case p.Tied:
		return fmt.Sprintf("=%d", p.Rank)
	}
	return fmt.Sprint(p.Rank)
}

// Group is the part of the list that a position belongs to. The groups follow
// one another, and a score never lifts anybody from one into another.
type Group string

// The groups, in their order.
const (
	Ranked   Group = "ranked"
	Unscored Group = "unscored" // nothing was there to score: such vendors share a rank
	Blocked  Group = "blocked"  // shown apart
)

// Rank puts results in order. The order in which they are given does not
// matter.
func Rank(results []assessment.Result) Ranking {
	results = inOrder(results)
	r := Ranking{Ground: GroundOf(results), Positions: make([]Position, 0, len(results))}
	for n, result := range results {
		position := Position{
			Rank: n + 1, Group: Ranked, Assessment: result.Assessment, Vendor: result.Vendor, Subject: result.Subject,
			Verdict: result.Verdict, Shown: result.Shown, Interval: result.Interval,
		}
		switch {
		case blocked(result):
			position.Group = Blocked
		case result.Shown == assessment.NoScore:
			position.Group = Unscored
		}
		if n > 0 && keyOf(result) == keyOf(results[n-1]) {
			before := &r.Positions[n-1]
			position.Rank, position.Tied, before.Tied = before.Rank, true, true
		}
		r.Positions = append(r.Positions, position)
	}
	return r
}

// Headline says who leads, and calls a tie a tie. Ranks go by the score alone,
// and floors and coverage can hold a verdict below it: then it says whose is
// better. It stands below what [Ground.Sentence] says, if that says anything.
func (r Ranking) Headline() string {
	leaders := r.at(1)
	switch {
	case len(leaders) == 0:
		return "nobody is ranked: every vendor is blocked or has no score"
	case len(leaders) > 1:
		return fmt.Sprintf("a tie: %s share the first rank at %s", list(leaders), r.Positions[0].Shown)
	}
	return fmt.Sprintf("%s is first at %s", leaders[0], r.Positions[0].Shown) + r.caution()
}

// caution says that another than the first has a better verdict.
func (r Ranking) caution() string {
	falling := []assessment.Verdict{
		assessment.Passed, assessment.Approve, assessment.Conditional, assessment.Remediate, assessment.Decline, assessment.Incomplete,
	}
	first := r.Positions[0]
	var better []Position
	for _, position := range r.Positions {
		if position.Group != Blocked && slices.Index(falling, position.Verdict) < slices.Index(falling, first.Verdict) {
			better = append(better, position)
		}
	}
	switch len(better) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(", but only %s; %s is %s", first.Verdict, title(better[0].Vendor, better[0].Subject), better[0].Verdict)
	}
	return fmt.Sprintf(", but only %s; %d others have a better verdict", first.Verdict, len(better))
}

// at are the titles of the vendors that take a rank by their score.
func (r Ranking) at(rank int) []string {
	var titles []string
	for _, position := range r.Positions {
		if position.Rank == rank && position.Group == Ranked {
			titles = append(titles, title(position.Vendor, position.Subject))
		}
	}
	return titles
}

// inOrder sorts results by their key, and those with one key by name, subject
// and assessment, byte by byte.
func inOrder(results []assessment.Result) []assessment.Result {
	results = slices.Clone(results)
	slices.SortFunc(results, func(a, b assessment.Result) int {
		return cmp.Or(
			cmp.Compare(keyOf(a), keyOf(b)),
			strings.Compare(a.Vendor, b.Vendor), strings.Compare(a.Subject, b.Subject), strings.Compare(a.Assessment, b.Assessment),
		)
	})
	return results
}

func blocked(r assessment.Result) bool { return r.Verdict == assessment.Blocked }

func keyOf(r assessment.Result) int { return key(blocked(r), r.Shown) }

// highest is the best score there is, in tenths.
const highest assessment.Score = 1000

// keys is one more than the greatest key.
const keys = 2 * (int(highest) + 2)

// key is smaller the better a position is. Equal keys are ties.
func key(blocked bool, shown assessment.Score) int {
	k := int(highest - shown)
	if shown == assessment.NoScore {
		k = int(highest) + 1
	}
	if blocked {
		k += keys / 2
	}
	return k
}

func title(vendor, subject string) string {
	return assessment.Opened{Vendor: assessment.Vendor{Name: vendor}, Subject: subject}.Title()
}

// list joins names as people do: a, b and c.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
