package contest

import (
	"slices"

	"assay/assessment"
)

// Row is one line of a comparison. Text in it is as people wrote it: clean it
// for the place where you print it.
type Row struct {
	Key     string   `json:"key"` // names the row for programs: verdict, domain BAA, item BAA-01
	Section Section  `json:"section"`
	ID      string   `json:"id,omitempty"`     // of a domain or an item
	Domain  string   `json:"domain,omitempty"` // of an item
	Name    string   `json:"name"`
	Help    string   `json:"help,omitempty"`  // a sentence that explains the name
	Parts   []string `json:"parts,omitempty"` // names the parts of the cells, where they have any
	Same    bool     `json:"same"`            // all cells are equal
	Weighs  Weight   `json:"weighs,omitzero"` // of a difference on an item
	Cells   []Cell   `json:"cells"`           // one for each side, best first
}

// Section is the part of the comparison to which a row belongs.
type Section string

// The sections, in the order in which they are shown.
const (
	Figures  Section = "figures"
	Blockers Section = "blockers" // a row for each reason that blocks anybody
	Domains  Section = "domains"
	Order    Section = "order" // how firm the order is
	Terms    Section = "terms" // on which a side was judged
	Items    Section = "items"
)

// Title is the heading of a section; the figures need none.
func (s Section) Title() string {
	switch s {
	case Domains:
		return "shown / claimed by domain (▼ below the floor)"
	case Order:
		return "how firm is this order"
	case Terms:
		return "basis of the comparison"
	case Items:
		return "items: answer, assurance, gate"
	}
	return ""
}

// Cell is the value of a row on one side. Text says all of it. Sign repeats a
// part of Text where people look for it first; print it before Text where signs
// are usual.
type Cell struct {
	Sign  string `json:"sign,omitempty"`
	Text  string `json:"text"`
	Short string `json:"short,omitempty"` // for a narrow column; empty where Text is as short
	Aside string `json:"aside,omitempty"` // adds to Text where there is room
	Tone  Tone   `json:"tone,omitempty"`

	// Parts are the figures in Text, each alone, to compute with. Row.Parts names
	// them.
	Parts []string `json:"parts,omitempty"`

	Verdict assessment.Verdict `json:"verdict,omitempty"` // the verdict, or the band of a domain
	Item    string             `json:"item,omitempty"`    // the item behind the value
	Bar     []assessment.Score `json:"-"`                 // lengths of a bar, in front first
}

// Tone says how good a value is, for faces with colors.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Strong Tone = "strong"
	Dim    Tone = "dim"
	Good   Tone = "good"
	Warn   Tone = "warn"
	Bad    Tone = "bad"
)

// ToneOf is the tone of a verdict.
func ToneOf(v assessment.Verdict) Tone {
	switch v {
	case assessment.Approve, assessment.Passed:
		return Good
	case assessment.Conditional, assessment.Remediate:
		return Warn
	case assessment.Decline, assessment.Blocked:
		return Bad
	}
	return Strong
}

// ToneOfGate is the tone of a gate.
func ToneOfGate(g assessment.GateState) Tone {
	switch g {
	case assessment.GateClosed:
		return Good
	case assessment.GateFailed, assessment.GateWaiverExpired:
		return Bad
	}
	return Warn
}

// Rows are all rows of the comparison, section after section.
func (c Contest) Rows() []Row {
	return slices.Concat(c.figures(), c.blockers(), c.domains(), c.order(), c.terms(), c.items())
}

// In are the rows of some sections, in their order.
func In(rows []Row, sections ...Section) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !slices.Contains(sections, r.Section) })
}

// row makes a row with one cell for each side.
func (c Contest) row(section Section, key, name, help string, cell func(n int, s *Side) Cell) Row {
	row := Row{Key: key, Section: section, Name: name, Help: help, Cells: make([]Cell, len(c.Sides))}
	for n := range c.Sides {
		row.Cells[n] = cell(n, &c.Sides[n])
	}
	row.Same = !slices.ContainsFunc(row.Cells, func(cell Cell) bool { return cell.Text != row.Cells[0].Text || cell.Aside != row.Cells[0].Aside })
	return row
}

// of names the parts of the cells of a row.
func (r Row) of(parts ...string) Row {
	r.Parts = parts
	return r
}
