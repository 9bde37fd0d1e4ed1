package desk

import (
	"fmt"

	"assay/report"
	"assay/report/proof"
)

// Paper is one file as the page shows it.
type Paper struct {
	File     string      `json:"file"`
	Answer   string      `json:"answer"` // in one line
	Kind     Kind        `json:"kind"`
	Problems []string    `json:"problems"`
	Keys     []Key       `json:"keys"` // those that the person may confirm
	Fields   [][2]string `json:"fields"`
	Notes    []string    `json:"notes"`
}

// Kind is the color of an answer.
type Kind string

// The kinds.
const (
	Good Kind = "good"
	Open Kind = "open"
	Bad  Kind = "bad"
)

// Key is the key of a signature that lacks nothing but the trust of the person. Its
// texts never hold the fingerprint: a person who can copy it from the page has not
// got it in another way.
type Key struct {
	Signature int    `json:"signature"` // number of the signature in its report
	Claims    string `json:"claims"`
	Says      string `json:"says"`
	Asks      string `json:"asks"`
}

// Papers returns the files on the desk, in the order in which they came.
func (d *Desk) Papers() []Paper {
	all := []Paper{}
	for _, s := range d.sheets {
		all = append(all, paperOf(s.found))
	}
	return all
}

func paperOf(p proof.Proof) Paper {
	paper := Paper{File: p.File, Answer: p.Outcome(), Kind: Bad, Problems: append([]string{}, p.Problems...), Keys: []Key{}, Fields: [][2]string{}, Notes: p.Notes}
	for n, s := range p.Signatures {
		if s.Unconfirmed {
			paper.Keys = append(paper.Keys, keyOf(n, s))
		} else {
			paper.Problems = append(paper.Problems, s.EveryProblem()...)
		}
	}
	switch {
	case p.Result == report.Proven:
		paper.Kind = Good
	case p.Result == report.FiguresProven:
		paper.Kind = Open
	case len(paper.Problems) == 0 && len(paper.Keys) > 0:
		paper.Answer, paper.Kind = proof.Unconfirmed, Open
	}
	if p.Says == nil {
		return paper
	}
	fields := p.Says.Fields()
	for _, s := range p.Signatures {
		fields = append(fields, s.Fields()...)
	}
	for _, field := range fields {
		if field[1] != "" {
			paper.Fields = append(paper.Fields, field)
		}
	}
	return paper
}

func keyOf(n int, s proof.Signature) Key {
	return Key{
		Signature: n,
		Claims:    fmt.Sprintf("The key of the %s says that it belongs to %q", s.Role, s.Signer),
		Says:      proof.Unconfirmed,
		Asks: fmt.Sprintf("First 16 digits of the fingerprint. Get them from %q by telephone or from a letterhead, not together with the report.",
			s.Signer),
	}
}
