package contest

import (
	"slices"

	"assay/assessment"
	"assay/questionnaire"
)

// Domain is one domain with its figures on every side.
type Domain struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Same     bool               `json:"same"` // all figures are equal
	Claimed  []assessment.Score `json:"claimed"`
	Shown    []assessment.Score `json:"shown"`
	Coverage []float64          `json:"coverage"` // 0–1

	// Bands place the shown scores on the scale of the whole: approve,
	// conditional, remediate or decline; empty where there is no score. They only
	// color a domain. A domain has no verdict of its own.
	Bands      []assessment.Verdict `json:"bands"`
	BelowFloor []bool               `json:"below_floor"` // below the score that approve needs here
}

// domainsOf lists the domains in the order of the best side's questionnaire,
// then those that only the others have.
func domainsOf(sides []Side) []Domain {
	all := []Domain{}
	index := map[string]int{}
	for n, s := range sides {
		for _, d := range s.Result.Domains {
			at, known := index[d.ID]
			if !known {
				at = len(all)
				index[d.ID] = at
				all = append(all, unscored(d, len(sides)))
			}
			all[at].set(n, d, s.Snapshot.Questionnaire.Scoring.Bands)
		}
	}
	for n := range all {
		d := &all[n]
		d.Same = alike(d.Claimed) && alike(d.Shown) && alike(d.Coverage) && alike(d.BelowFloor)
	}
	return all
}

// unscored is a domain in which no side has a score yet.
func unscored(d assessment.DomainResult, sides int) Domain {
	none := slices.Repeat([]assessment.Score{assessment.NoScore}, sides)
	return Domain{
		ID: d.ID, Name: d.Name, Claimed: slices.Clone(none), Shown: none,
		Coverage: make([]float64, sides), Bands: make([]assessment.Verdict, sides), BelowFloor: make([]bool, sides),
	}
}

func (d *Domain) set(n int, r assessment.DomainResult, bands questionnaire.Bands) {
	d.Claimed[n], d.Shown[n], d.Coverage[n] = r.Claimed, r.Shown, r.Coverage
	if r.Shown == assessment.NoScore {
		return
	}
	d.Bands[n], d.BelowFloor[n] = assessment.BandOf(r.Shown, bands), r.Shown < assessment.Score(r.Floor*10)
}
