package tui

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/assessment"
	contests "assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/questionnaire"
)

// contest is what is compared: assessments as they were read, judged, put in
// order and laid side by side.
type contest struct {
	sides   []side // in the order of their ranks
	apart   int    // from which side on they are blocked; len(sides) when none is
	ranking ranking.Ranking
	firm    ranking.Firmness
	across  contests.Contest // in the order of sides

	table ranking.Table
	field *ranking.Field
	set   []ranking.Line // of each side, under the weights as they are set
}

// side is one assessment of a contest: a column.
type side struct {
	title    string // of its own among the sides
	snapshot assessment.Snapshot
	result   assessment.Result
	place    ranking.Position
	party    contests.Party

	// In how many percent of all weightings it is first, and of those near the
	// set ones. NoScore for those that do not compete.
	firstAny, firstNear assessment.Score
	alone               bool // nobody competes with it: its shares say nothing
}

func (s *side) asked() *questionnaire.Questionnaire { return s.snapshot.Questionnaire }

// contestMsg is a contest as it was read and made.
type contestMsg struct {
	request int
	all     *contest
	err     error
}

// readContest reads assessments, judges each for the day in its own zone, and
// puts them in order. All of that takes time, and so is done outside.
func readContest(b Bench, request int, ids []string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), readLimit)
		defer cancel()
		var snapshots []assessment.Snapshot
		for _, id := range ids {
			snapshot, err := b.Store.Snapshot(ctx, id)
			if err != nil {
				return contestMsg{request: request, err: err}
			}
			snapshots = append(snapshots, snapshot)
		}
		all, err := newContest(snapshots, b.Now().UnixMicro())
		return contestMsg{request, all, err}
	}
}

// newContest lays assessments side by side at an instant (microseconds UTC).
// Those that have no question in common are Invalid.
func newContest(snapshots []assessment.Snapshot, now int64) (*contest, error) {
	byID := map[string]assessment.Judged{}
	var results []assessment.Result
	for _, s := range snapshots {
		result := assessment.Evaluate(s, s.Day(now), s.Milestone, questionnaire.Current)
		byID[s.Assessment], results = assessment.Judged{Snapshot: s, Result: result}, append(results, result)
	}
	c := &contest{ranking: ranking.Rank(results), firm: ranking.Firm(results, ranking.Draws), table: ranking.TableOf(results)}
	if g := c.ranking.Ground; g.AskedOfAll == 0 && g.AskedOfAny > 0 {
		return nil, assessment.Errorf(assessment.Invalid, "these assessments have no question in common").Because(assessment.NothingInCommon)
	}
	var inOrder []assessment.Judged
	for _, place := range c.ranking.Positions {
		inOrder = append(inOrder, byID[place.Assessment])
	}
	c.across = contests.Of(inOrder)
	for n, place := range c.ranking.Positions {
		if place.Group != ranking.Blocked {
			c.apart = n + 1
		}
		c.sides = append(c.sides, side{
			snapshot: inOrder[n].Snapshot, result: inOrder[n].Result, place: place, party: c.across.Sides[n].Party,
			firstAny: assessment.NoScore, firstNear: assessment.NoScore,
		})
	}
	c.name()
	for n, any := range c.firm.Acceptability.Any {
		if at := c.find(any.Assessment); at >= 0 {
			c.sides[at].firstAny, c.sides[at].firstNear = any.First, c.firm.Acceptability.Near[n].First
			c.sides[at].alone = len(c.firm.Acceptability.Any) == 1
		}
	}
	c.field = ranking.NewField(c.table)
	var err error
	c.set, err = c.order(c.weights())
	return c, err
}

// name gives every side a title of its own. A vendor may take part twice: then
// the contest or the rules tell the two apart, and else the day they began.
func (c *contest) name() {
	telling := []func(s *side) string{
		func(s *side) string { return s.snapshot.Opened.Title() },
		func(s *side) string {
			if rfp := s.snapshot.Opened.RFP; rfp != nil {
				return cmp.Or(rfp.Reference, rfp.Title)
			}
			return s.snapshot.Opened.Questionnaire.ID
		},
		func(s *side) string { return s.snapshot.Day(s.snapshot.OpenedAt).String() },
	}
	for _, tell := range telling {
		seen := map[string]int{}
		for n := range c.sides {
			seen[c.sides[n].title]++
		}
		for n := range c.sides {
			s := &c.sides[n]
			switch {
			case s.title == "":
				s.title = tell(s)
			case seen[s.title] > 1:
				s.title += " · " + tell(s)
			}
		}
	}
}

// find is the place of an assessment among the sides, or -1.
func (c *contest) find(assessment string) int {
	return slices.IndexFunc(c.sides, func(s side) bool { return s.place.Assessment == assessment })
}

// weights are those that the rules set, one for each domain of the table.
func (c *contest) weights() []int {
	weights := make([]int, len(c.table.Domains))
	for n, d := range c.table.Domains {
		weights[n] = d.Weight
	}
	return weights
}

// weighted is the place of a domain in the table, or -1 where it carries no
// weight.
func (c *contest) weighted(domain string) int {
	return slices.IndexFunc(c.table.Domains, func(d ranking.Domain) bool { return d.ID == domain })
}

// order is the line of each side under other weights, in the order of sides.
func (c *contest) order(weights []int) ([]ranking.Line, error) {
	lines, err := c.field.Order(weights)
	if err != nil {
		return nil, err
	}
	of := make([]ranking.Line, len(c.sides))
	for _, line := range lines {
		of[c.find(c.table.Contenders[line.Contender].Assessment)] = line
	}
	return of, nil
}
