package tui

import (
	"context"
	"slices"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/ranking"
	"assay/questionnaire"
)

// compared is a contest with everything that the screens need to try other
// weights.
type compared struct {
	contest.Contest
	rows  []contest.Row
	table ranking.Table
	field *ranking.Field
	set   []ranking.Line // of each side, under the weights as they are set
}

// readCompared reads and compares assessments.
func readCompared(ctx context.Context, b Bench, ids []string) (*compared, error) {
	var judged []assessment.Judged
	for _, id := range ids {
		s, err := b.Store.Snapshot(ctx, id)
		if err != nil {
			return nil, err
		}
		judged = append(judged, assessment.Judged{Snapshot: s, Result: b.Judge(s)})
	}
	return compare(judged)
}

// compare compares assessments. It fails with code Invalid if they have no question
// in common.
func compare(judged []assessment.Judged) (*compared, error) {
	c := &compared{Contest: contest.Of(judged)}
	if err := c.Check(); err != nil {
		return nil, err
	}
	c.rows = c.Rows()
	var results []assessment.Result
	for _, s := range c.Sides {
		results = append(results, s.Result)
	}
	c.table = ranking.TableOf(results)
	c.field = ranking.NewField(c.table)
	var err error
	c.set, err = c.order(c.weights())
	return c, err
}

// in returns the rows of some sections.
func (c *compared) in(sections ...contest.Section) []contest.Row {
	return contest.In(c.rows, sections...)
}

// item returns an item from the first side that has it.
func (c *compared) item(id string) *questionnaire.Item {
	for _, s := range c.Sides {
		if item := s.Snapshot.Questionnaire.Item(id); item != nil {
			return item
		}
	}
	return nil
}

// weights returns the weights of the rules, one for each domain of the table.
func (c *compared) weights() []int {
	weights := make([]int, len(c.table.Domains))
	for n, d := range c.table.Domains {
		weights[n] = d.Weight
	}
	return weights
}

// weighted returns the index of a domain in the table, or -1 if the domain has no
// weight.
func (c *compared) weighted(domain string) int {
	return slices.IndexFunc(c.table.Domains, func(d ranking.Domain) bool { return d.ID == domain })
}

// order returns the line of each side under other weights, in the order of the
// sides.
func (c *compared) order(weights []int) ([]ranking.Line, error) {
	lines, err := c.field.Order(weights)
	if err != nil {
		return nil, err
	}
	of := make([]ranking.Line, len(c.Sides))
	for _, line := range lines {
		of[c.Find(c.table.Contenders[line.Contender].Assessment)] = line
	}
	return of, nil
}
