package proof

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/report"
)

// comesFrom looks for the full reports of a short one. A full report that is proven
// has computed its commitments again, so the excerpt that fits one is of its data. Then
// the short report is drawn again from that data.
func (p *Proof) comesFrom(all []Proof) {
	if p.Result != report.ExcerptProven || p.short == nil {
		return
	}
	var other string
	for _, full := range all {
		if full.Result != report.Proven || full.source == nil {
			continue
		}
		file := hostile.Line(full.File)
		if full.committed != p.Says.Head || full.Says.AsOf != p.Says.AsOf || full.Says.Milestone != p.Says.Milestone || full.Says.View != p.Says.View {
			other = file
			continue
		}
		if full.commitments[p.Says.Profile] != p.commitment && full.source.SamePaper(p.short) {
			p.fail(fmt.Sprintf("it does not come from %s: that report is of the same head, day and milestone, and commits to another excerpt", file))
			return
		}
		if found := full.source.Differences(p.short); len(found) > 0 {
			p.fail(fmt.Sprintf("it does not come from %s: drawn again from the data of that report, %s", file, strings.Join(found, "; ")))
			return
		}
		p.Proven, p.Result, p.PagesMatch = true, report.Proven, string(report.MatchYes)
		p.Notes = append(slices.Clip(p.Notes), fmt.Sprintf("it comes from %s, whose figures were computed again: drawn again from the data of that report it is the same", file))
		return
	}
	same := "its pages say the same as its data"
	if p.PagesMatch == string(report.MatchTexts) {
		same = "the texts of its pages are those of its data, but nobody drew the pages again, so they may look different"
	}
	note := same + ", and nothing in it shows that this is true: verify it together with the signed full report of the same day, which can show it"
	if other != "" {
		note = fmt.Sprintf("%s. %s cannot show that this is true: it is of another head, day, milestone or rule view", same, other)
	}
	p.Notes = append(slices.Clip(p.Notes), note)
}

// fail turns a proven report into one that is not.
func (p *Proof) fail(problem string) {
	p.Problems = append(slices.Clip(p.Problems), problem)
	p.Proven, p.Result, p.Says, p.Compares, p.Package, p.Until = false, report.NotProven, nil, nil, nil, ""
	p.Notes = slices.DeleteFunc(slices.Clone(p.Notes), promises)
}
