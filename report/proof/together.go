package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"assay/assessment/hostile"
	"assay/report"
)

// Together looks at proven reports of one assessment beside each other: a later one
// must continue the journal of each earlier one. If it does not, somebody wrote two
// journals, and the later report is not proven. A comparison must say the same as
// the reports of its sides. The order of the files stays.
func Together(all []Proof) []Proof {
	out := slices.Clone(all)
	order := make([]int, 0, len(all))
	for n, p := range all {
		if p.Result != report.NotProven && len(p.history.Heads) > 0 {
			order = append(order, n)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(all[a].history.Heads), len(all[b].history.Heads)) })
	for at, later := range order {
		earlier := slices.DeleteFunc(slices.Clone(order[:at]), func(n int) bool { return all[n].history.Assessment != all[later].history.Assessment })
		if len(earlier) > 0 {
			out[later].continues(all, earlier)
		}
	}
	for n := range out {
		out[n].comesFrom(out)
	}
	for n := range out {
		out[n].comparesNothing(slices.Delete(slices.Clone(all), n, n+1))
	}
	for n := range out {
		if out[n].Compares != nil {
			out[n].matchReports(out)
		}
	}
	for n := range out {
		out[n].holds(out)
	}
	return out
}

// comparesNothing names those of the other proven reports about the same vendor whose
// journals nobody can compare with that of this one.
func (p *Proof) comparesNothing(others []Proof) {
	if p.Says == nil || p.Says.Profile.Short() {
		return
	}
	for _, other := range others {
		if other.Says == nil || other.Says.Profile.Short() {
			continue
		}
		switch same := other.Says.Assessment == p.Says.Assessment; {
		case same && len(p.history.Heads) == 0:
			p.Notes = append(slices.Clip(p.Notes), fmt.Sprintf("it carries no journal, so that nothing shows whether it and %s are of one journal", other.File))
		case !same && hostile.Fold(other.Says.Vendor) == hostile.Fold(p.Says.Vendor):
			p.Notes = append(slices.Clip(p.Notes), fmt.Sprintf("it is of another assessment of this vendor than %s (%s, and not %s), so that neither continues the other", other.File, strconv.Quote(p.Says.Assessment), strconv.Quote(other.Says.Assessment)))
		}
	}
}

// continues says whether the report continues the earlier ones.
func (p *Proof) continues(all []Proof, earlier []int) {
	for _, n := range earlier {
		if event := p.history.Departs(all[n].history); event > 0 {
			p.fail(fmt.Sprintf("it does not continue %s: their journals differ from event %d on, so somebody wrote two journals of one assessment", hostile.Line(all[n].File), event))
			return
		}
	}
	before := all[earlier[len(earlier)-1]]
	file := hostile.Line(before.File)
	note := fmt.Sprintf("it continues %s, which ends at event %d", file, len(before.history.Heads))
	if len(before.history.Heads) == len(p.history.Heads) {
		note = "it has the same journal as " + file
	}
	p.Notes = append(slices.Clip(p.Notes), note)
}
