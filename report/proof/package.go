package proof

import (
	"fmt"
	"slices"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/report"
	"assay/report/sign"
)

// Package is the result of the verification of a package of files.
type Package struct {
	File      string
	Signature *sign.Signature  // of its list of files; nil if the list cannot be read
	Contents  *PackageContents // of the signed list
	Members   []string         // the files in it that are verified, too
	Problems  []string
	Notes     []string
}

// PackageContents is the statement of the signed list of a package. Its JSON keys are a contract: add keys, but never change one.
type PackageContents struct {
	For       string `json:"for"` // file or bidder
	RFP       string `json:"rfp"`
	Reference string `json:"reference"`
	Vendors   int    `json:"vendors"`
	Files     int    `json:"files"`
	By        string `json:"by"`
	Made      string `json:"made"` // as the signer claims
}

// Proof puts the result into words.
func (p Package) Proof() Proof {
	out := Proof{
		File: p.File, members: p.Members, Result: report.NotProven, Problems: list(p.Problems), Notes: list(p.Notes), Signatures: []Signature{}, Stamps: []Stamp{},
		PagesMatch: string(report.MatchNotCompared),
	}
	if p.Signature == nil {
		return out
	}
	out.Signatures = append(out.Signatures, signatureOf(*p.Signature))
	if len(p.Problems) == 0 && len(p.Signature.Problems) == 0 {
		out.Proven, out.Result, out.Package = true, report.Proven, p.Contents
	}
	return out
}

// holds disproves a package if a file in it is not proven, after all were looked at together.
func (p *Proof) holds(all []Proof) {
	for _, other := range all {
		if p.Package != nil && other.Result == report.NotProven && slices.Contains(p.members, other.File) {
			p.fail(hostile.Line(other.File) + " is not proven")
		}
	}
}

// Fields are the names and the texts of a proven package.
func (c PackageContents) Fields() [][2]string {
	who := "our own file; not for bidders"
	if c.For != "file" {
		who = "a bidder"
	}
	return lines([][2]string{
		{"package for", who},
		{"rfp", english.Join(", ", c.RFP, c.Reference)},
		{"holds", fmt.Sprintf("%s, %s", english.Count(c.Vendors, "vendor"), english.Count(c.Files, "file"))},
	})
}
