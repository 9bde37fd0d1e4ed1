package ranking

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment"
)

// Try ranks assessments under other weights and compares that with the order
// under the set weights. A domain that is missing in weights keeps its set
// weight. Try fails with code Invalid if weights names a domain without scores.
// The result has no name, author or id yet.
func Try(all []assessment.Judged, weights map[string]int) (assessment.WhatIf, error) {
	results := make([]assessment.Result, len(all))
	for n, judged := range all {
		results[n] = judged.Result
	}
	t := TableOf(results)
	w := assessment.WhatIf{RFP: sharedRFP(all), Weights: map[string]int{}, Set: map[string]int{}}
	set, tried := make([]int, len(t.Domains)), make([]int, len(t.Domains))
	var known []string
	for n, d := range t.Domains {
		set[n], tried[n] = d.Weight, d.Weight
		if weight, changed := weights[d.ID]; changed {
			tried[n] = weight
		}
		w.Set[d.ID], w.Weights[d.ID] = set[n], tried[n]
		known = append(known, d.ID)
	}
	for domain := range weights {
		if _, scored := w.Set[domain]; !scored {
			return w, assessment.Errorf(assessment.Invalid, "no domain %q has a weight: those that do are %s", domain, strings.Join(known, ", "))
		}
	}
	field := NewField(t)
	before, err := field.Order(set)
	if err != nil {
		return w, err
	}
	after, err := field.Order(tried)
	if err != nil {
		return w, err
	}
	for _, line := range after {
		c := t.Contenders[line.Contender]
		was := before[slices.IndexFunc(before, func(l Line) bool { return l.Contender == line.Contender })]
		at := slices.IndexFunc(results, func(r assessment.Result) bool { return r.Assessment == c.Assessment })
		w.Lines = append(w.Lines, assessment.WhatIfLine{
			Assessment: c.Assessment, Vendor: assessment.Title(c.Vendor, c.Subject), Head: results[at].Head,
			Blocked: c.Blocked, Rank: int(line.Rank), Shown: line.Shown, SetRank: int(was.Rank), SetShown: was.Shown,
		})
	}
	slices.SortStableFunc(w.Lines, func(a, b assessment.WhatIfLine) int { return cmp.Compare(a.Rank, b.Rank) })
	return w, nil
}

// sharedRFP returns the id of the RFP of all assessments, or "" if they are not
// all in the same RFP.
func sharedRFP(all []assessment.Judged) string {
	id := ""
	for n, judged := range all {
		rfp := judged.Snapshot.Opened.RFP
		if rfp == nil || n > 0 && rfp.ID != id {
			return ""
		}
		id = rfp.ID
	}
	return id
}
