// Package ranking ranks judged vendors and says how firm the order is.
//
// The printed score decides the rank: the shown score with one decimal. Vendors
// with the same printed score share a rank; they are listed by name. A blocked
// vendor ranks after all others, whatever its score, because no score makes up
// for a failed gate. An incomplete assessment is ranked by the score that it has
// shown so far, in which an open question counts 0. Its verdict says that it is
// incomplete, and its interval says how the score may still change.
//
// A ranking depends on its weights, and on whether the vendors were asked the
// same. [GroundOf] names the differences between the vendors. [Firm] measures
// the effect of the weights: the share of random weightings in which each vendor
// takes each rank, the smallest change of one weight that swaps first and
// second, and the order without each domain in turn. [Field] ranks very many
// vendors again under other weights.
//
// The shares use the intervals of the domains as printed, with one decimal.
// Swaps and other weights use the shown scores of the domains, to a millionth of
// a point. All of these describe the order; none replaces a score.
//
// The package uses no floating point numbers. So the same inputs give the same
// bytes on every machine.
package ranking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
)

// Ranking is the order of several results, best first.
type Ranking struct {
	Ground    Ground     `json:"ground"`
	Positions []Position `json:"places"` // blocked vendors last
}

// Position is one line of a ranking.
type Position struct {
	Rank       int                 `json:"rank"` // 1 plus the number of vendors before it
	Tied       bool                `json:"tied"` // other vendors have the same rank
	Group      Group               `json:"standing"`
	Assessment string              `json:"assessment"`
	Vendor     string              `json:"vendor"`
	Subject    string              `json:"subject,omitempty"`
	Verdict    assessment.Verdict  `json:"verdict"`
	Shown      assessment.Score    `json:"shown"`
	Interval   [2]assessment.Score `json:"interval"`
}

// RankText returns the rank as printed: 2, or =2 if it is shared, or a dash for a
// blocked vendor, whose rank means nothing.
func (p Position) RankText() string {
	switch {
	case p.Group == Blocked:
		return "–"
	case p.Tied:
		return fmt.Sprintf("=%d", p.Rank)
	}
	return fmt.Sprint(p.Rank)
}

// Group is the part of the ranking that a position belongs to. Every vendor of a
// group comes before every vendor of the next group, whatever its score.
type Group string

// The groups, in the order of the ranking.
const (
	Ranked   Group = "ranked"
	Unscored Group = "unscored" // no score; all of them share a rank
	Blocked  Group = "blocked"
)

// Rank ranks results. It does not matter in which order you pass them.
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

// Headline names the first vendor, or the vendors that tie for the first rank.
// Only the score decides the rank, but floors and coverage can make the verdict
// worse. If another vendor has a better verdict than the first, Headline says so.
// Print it after [Ground.Sentence].
func (r Ranking) Headline() string {
	leaders := r.at(1)
	switch {
	case len(leaders) == 0:
		return "nobody is ranked: every vendor is blocked or has no score"
	case len(leaders) > 1:
		return fmt.Sprintf("a tie: %s share the first rank at %s", english.List(leaders), r.Positions[0].Shown)
	}
	return fmt.Sprintf("%s is first at %s", leaders[0], r.Positions[0].Shown) + r.caution()
}

// caution names the vendors with a better verdict than the first, or returns "".
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
		return fmt.Sprintf(", but only %s; %s is %s", first.Verdict, assessment.Title(better[0].Vendor, better[0].Subject), better[0].Verdict)
	}
	return fmt.Sprintf(", but only %s; %d others have a better verdict", first.Verdict, len(better))
}

// at are the titles of the vendors that take a rank by their score.
func (r Ranking) at(rank int) []string {
	var titles []string
	for _, position := range r.Positions {
		if position.Rank == rank && position.Group == Ranked {
			titles = append(titles, assessment.Title(position.Vendor, position.Subject))
		}
	}
	return titles
}

// inOrder sorts results by their key, then by vendor, subject and assessment, in
// byte order.
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

// highest is the highest score, in tenths of a point.
const highest assessment.Score = 1000

// keys is the number of possible keys.
const keys = 2 * (int(highest) + 2)

// key returns a number from 0 up to, not including, keys. A better position has a
// smaller key, and ties have equal keys.
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
