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

// Key is the key of a signature or of a time stamp that lacks nothing but the trust of
// the person. Its texts never hold the fingerprint: a person who can copy it from the
// page has not got it in another way.
type Key struct {
	ID     string `json:"id"` // within its report
	Claims string `json:"claims"`
	Says   string `json:"says"`
	Asks   string `json:"asks"`

	name string // of the person or the authority
	time bool   // of an authority of time stamps
}

// Papers returns the files on the desk, in the order in which they came.
func (d *Desk) Papers() []Paper {
	var found []proof.Proof
	for _, s := range d.sheets {
		found = append(found, s.found)
	}
	all := []Paper{}
	for n, p := range proof.Together(found) {
		paper := paperOf(p)
		// A page may stay open until a certificate ends, and the clock may be wrong.
		if p.Tells() {
			at := d.sheets[n].at.UTC().Format("2006-01-02 15:04 UTC")
			paper.Fields = append([][2]string{{"verified", "at " + at + ", by the clock of this machine"}}, paper.Fields...)
		}
		all = append(all, paper)
	}
	return all
}

func paperOf(p proof.Proof) Paper {
	paper := Paper{File: p.File, Answer: p.Outcome(), Kind: Bad, Problems: append([]string{}, p.Problems...), Keys: keysOf(p), Fields: [][2]string{}, Notes: p.Notes}
	waits := false
	for _, s := range p.Signatures {
		if s.Unconfirmed {
			waits = true
		} else {
			paper.Problems = append(paper.Problems, s.EveryProblem()...)
		}
	}
	switch {
	case p.Result == report.Proven:
		paper.Kind = Good
	case p.Result == report.FiguresProven || p.Result == report.ExcerptProven:
		paper.Kind = Open
	case len(paper.Problems) == 0 && waits:
		paper.Answer, paper.Kind = proof.Unconfirmed, Open
	}
	if !p.Tells() {
		return paper
	}
	fields := p.Fields()
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

// keysOf returns the keys that the person may confirm: first those of the signatures.
func keysOf(p proof.Proof) []Key {
	keys := []Key{}
	for n, s := range p.Signatures {
		if s.Unconfirmed {
			keys = append(keys, Key{
				ID: fmt.Sprintf("signature-%d", n), name: s.Signer,
				Claims: fmt.Sprintf("The key of the %s says that it belongs to %q", s.Role, s.Signer),
				Says:   proof.Unconfirmed,
				Asks: fmt.Sprintf("First 16 digits of the fingerprint. Get them from %q by telephone or from a letterhead, not together with the report.",
					s.Signer),
			})
		}
	}
	for n, s := range p.Signatures {
		if s.StampUnconfirmed {
			keys = append(keys, clock(fmt.Sprintf("signature-%d-stamp", n), fmt.Sprintf("A time stamp in the signature of the %s", s.Role), s.Ignored))
		}
	}
	for n, s := range p.Stamps {
		if s.Unconfirmed {
			keys = append(keys, clock(fmt.Sprintf("stamp-%d", n), "A time stamp of the whole report", s.By))
		}
	}
	return keys
}

// clock is the key of an authority of time stamps.
func clock(id, what, name string) Key {
	return Key{
		ID: id, name: name, time: true,
		Claims: fmt.Sprintf("%s says that it is from %q", what, name),
		Says:   "It proves nothing until you have confirmed this authority. You need it only if a certificate has ended.",
		Asks:   fmt.Sprintf("First 16 digits of the fingerprint of %q, which it publishes. Do not take them from the sender of the report.", name),
	}
}
