package panel

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"assay/assessment/agreement"
	"assay/assessment/hostile"
)

// Needed is the number of scenarios, graded by the same people, from which alpha is
// told. With fewer, its interval is so wide that the figure misleads.
const Needed = 20

// Reliability is Krippendorff's alpha of the grades that the same people gave.
type Reliability struct {
	People  []string `json:"people"`  // the people with the most to compare
	Units   int      `json:"units"`   // scenarios that all of them graded
	Missing int      `json:"missing"` // scenarios that lack until alpha is told
	Sighted int      `json:"sighted"` // of these, scenarios that were not graded blind

	// Alpha and its interval of 95 % are nil below the needed number, and where they
	// are not defined because nearly all grades are equal. They are rounded so that
	// none reads better than it is.
	Alpha    *float64    `json:"alpha"`
	Interval *[2]float64 `json:"interval"`
}

// ReliabilityOf computes alpha. Pass the units of all assessments of an RFP. It
// resamples 10,000 times, which takes some hundredths of a second for an RFP; the
// random numbers depend on the grades alone.
func ReliabilityOf(units []Unit) Reliability {
	ballots := make([]ballot, len(units))
	for n, u := range units {
		ballots[n] = ballotOf(u)
	}
	best := group{}
	for _, names := range candidates(ballots) {
		if g := groupOf(names, ballots); best.names == nil || g.before(best) {
			best = g
		}
	}
	r := Reliability{People: best.people(ballots), Units: len(best.grades), Missing: max(0, Needed-len(best.grades)), Sighted: best.sighted}
	if r.Missing > 0 {
		return r
	}
	if alpha, defined := agreement.Alpha(best.grades, agreement.Ordinal); defined {
		alpha = down(alpha)
		r.Alpha = &alpha
	}
	if low, high, defined := agreement.Interval(best.grades, agreement.Ordinal, agreement.Resamples, best.source()); defined {
		r.Interval = &[2]float64{down(low), -down(-high)}
	}
	return r
}

// down rounds to three decimals, towards less.
func down(x float64) float64 { return math.Floor(x*1000+1e-9) / 1000 }

// ballot is a unit with its scorers by the folded form of their names.
type ballot struct {
	unit   Unit
	names  []string // folded, ascending
	grades map[string]int
}

func ballotOf(u Unit) ballot {
	b := ballot{unit: u, grades: map[string]int{}}
	for _, vote := range u.Grades {
		name := hostile.Fold(vote.Scorer)
		b.names, b.grades[name] = append(b.names, name), vote.Grade
	}
	slices.Sort(b.names)
	return b
}

// candidates lists the sets of people that may have graded the same: each set that
// graded one scenario, and the people that two such sets have in common.
func candidates(ballots []ballot) [][]string {
	known, sets := map[string]bool{}, [][]string{}
	add := func(names []string) {
		if key := strings.Join(names, "\n"); len(names) > 1 && !known[key] {
			known[key], sets = true, append(sets, names)
		}
	}
	for _, b := range ballots {
		add(b.names)
	}
	whole := len(sets)
	for n := range whole {
		for _, other := range sets[:n] {
			add(slices.DeleteFunc(slices.Clone(sets[n]), func(name string) bool { return !slices.Contains(other, name) }))
		}
	}
	return sets
}

// group is some people with the grades that they gave the same scenarios.
type group struct {
	names   []string
	grades  []agreement.Unit
	sighted int // of the scenarios
}

func groupOf(names []string, ballots []ballot) group {
	g := group{names: names}
	for _, b := range ballots {
		unit := make(agreement.Unit, 0, len(names))
		for _, name := range names {
			if grade, gave := b.grades[name]; gave {
				unit = append(unit, grade)
			}
		}
		if len(unit) == len(names) {
			g.grades = append(g.grades, unit)
			if !b.unit.Blind {
				g.sighted++
			}
		}
	}
	return g
}

// before orders groups: those with enough scenarios first, among them the most people;
// otherwise the most scenarios.
func (g group) before(o group) bool {
	enough := func(g group) int { return -min(len(g.grades), Needed) }
	return cmp.Or(
		cmp.Compare(enough(g), enough(o)), cmp.Compare(len(o.names), len(g.names)),
		cmp.Compare(len(o.grades), len(g.grades)), slices.Compare(g.names, o.names),
	) < 0
}

// people are the names as they were first written.
func (g group) people(ballots []ballot) []string {
	people := []string{}
	for _, name := range g.names {
		at := slices.IndexFunc(ballots, func(b ballot) bool { return slices.Contains(b.names, name) })
		votes := ballots[at].unit.Grades
		people = append(people, votes[slices.IndexFunc(votes, func(v Vote) bool { return hostile.Fold(v.Scorer) == name })].Scorer)
	}
	return people
}

// source draws the same random numbers for the same grades, in whatever order the
// scenarios come.
func (g group) source() rand.Source {
	slices.SortFunc(g.grades, func(a, b agreement.Unit) int { return slices.Compare(a, b) })
	return rand.NewChaCha8(sha256.Sum256([]byte(fmt.Sprint(g.grades))))
}
