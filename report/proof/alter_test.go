package proof

import (
	"maps"

	"assay/report"
)

// Alter gives a proof of a full report another commitment.
func (p *Proof) Alter(profile report.Profile) {
	p.commitments = maps.Clone(p.commitments)
	p.commitments[profile] = "00"
}
