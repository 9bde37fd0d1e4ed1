package proof

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/report"
	"assay/report/sign"
)

// Stamp is a time stamp of the whole file.
type Stamp struct {
	Time        string   `json:"time"` // as its authority states it
	By          string   `json:"by"`
	Certificate string   `json:"certificate_sha256"`
	Trusted     bool     `json:"trusted"`     // the reader trusts the authority, so that the time is proven
	Unconfirmed bool     `json:"unconfirmed"` // nothing is wrong, but nobody vouches for the authority
	Notes       []string `json:"notes"`
}

// lasts begins the note on how long a report can prove itself.
const lasts = "it can prove itself until"

// promises reports whether a note holds only for a proven report.
func promises(note string) bool { return strings.HasPrefix(note, lasts) }

// addTimes says which times are proven, by whom, and how long the report can prove
// itself.
func (p *Proof) addTimes(v report.Verification) {
	found := v.Findings
	p.Stamps = []Stamp{}
	for _, s := range found.Stamps {
		at := s.Time.UTC().Format(time.RFC3339)
		p.Stamps = append(p.Stamps, Stamp{at, s.By, s.Fingerprint, s.Trusted, s.Unconfirmed, list(s.Notes)})
		if s.Trusted {
			p.Notes = append(p.Notes, fmt.Sprintf("sealed at %s, says %s", at, s.By))
		}
		p.Notes = append(p.Notes, s.Notes...)
	}
	for _, s := range found.Signatures {
		for _, shown := range [][2]string{{"reason", s.Reason}, {"place", s.Location}} {
			if shown[1] != "" && (shown[0] != "reason" || !v.UsualReason(s)) {
				p.Notes = append(p.Notes, fmt.Sprintf("signature of the %s: PDF readers show the %s that the signer wrote, %q, which nothing checks", s.Role, shown[0], shown[1]))
			}
		}
		for _, note := range s.Notes {
			p.Notes = append(p.Notes, fmt.Sprintf("signature of the %s: %s", s.Role, note))
		}
	}
	if p.Result == report.NotProven {
		return
	}
	if slices.ContainsFunc(found.Signatures, func(s sign.Signature) bool { return s.Stamped.IsZero() }) {
		p.Notes = append(p.Notes, "the signer states the time of signing; no time stamp confirms it")
	}
	p.Until = found.Until.UTC().Format(time.RFC3339)
	p.Notes = append(p.Notes, fmt.Sprintf(lasts+" %s; a seal before that day extends it", found.Until.UTC().Format(time.DateOnly)))
}

// IgnoresStamps reports whether the report has a time stamp that proves nothing to
// this reader.
func (p Proof) IgnoresStamps() bool {
	return slices.ContainsFunc(p.Stamps, func(s Stamp) bool { return !s.Trusted }) ||
		slices.ContainsFunc(p.Signatures, func(s Signature) bool { return s.Ignored != "" })
}
