package proof

import (
	"fmt"
	"slices"

	"assay/assessment/hostile"
	"assay/report"
)

// comesFrom looks for the full reports of a short one. A full report that is proven
// has computed its commitments again, so the excerpt that fits one is of its data.
func (p *Proof) comesFrom(all []Proof) {
	if p.Result != report.ExcerptProven {
		return
	}
	var other string
	for _, full := range all {
		if full.Result != report.Proven || full.Says == nil || full.Says.Profile.Short() {
			continue
		}
		file := hostile.Line(full.File)
		switch same := full.committed == p.Says.Head && full.Says.AsOf == p.Says.AsOf && full.Says.Milestone == p.Says.Milestone && full.Says.View == p.Says.View; {
		case full.commitments[p.Says.Profile] == p.commitment:
			p.Proven, p.Result = true, report.Proven
			p.Notes = append(slices.Clip(p.Notes), fmt.Sprintf("it comes from %s, whose figures were computed again: that report commits to this excerpt", file))
			return
		case same:
			p.fail(fmt.Sprintf("it does not come from %s: that report is of the same head, day and milestone, and commits to another excerpt", file))
			return
		default:
			other = file
		}
	}
	note := "its pages are those of its data, and nothing in it shows that its statements are true: verify it together with the signed full report of the same day, which can show it"
	if other != "" {
		note = fmt.Sprintf("its pages are those of its data. %s cannot show that its statements are true: it is of another head, day, milestone or rule view", other)
	}
	p.Notes = append(slices.Clip(p.Notes), note)
}

// fail turns a proven report into one that is not.
func (p *Proof) fail(problem string) {
	p.Problems = append(slices.Clip(p.Problems), problem)
	p.Proven, p.Result, p.Says, p.Until = false, report.NotProven, nil, ""
	p.Notes = slices.DeleteFunc(slices.Clone(p.Notes), promises)
}
