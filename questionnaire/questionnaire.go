// Package questionnaire reads and checks questionnaires. A questionnaire is
// a versioned YAML document of domains and items that holds all the
// knowledge for an interview.
//
// Its ideas, in the order in which a reader meets them:
//
//   - A [Questionnaire] has [Domain]s; a domain has [Item]s. Both are lists, because
//     their order is the order of the conversation.
//   - An item has a [Kind]. A gate is met or unmet, and no average may hide it. A
//     control is graded by practice from 0 to 4, a scenario against five anchors, an
//     evidence item by completeness. A clause is present, partial or absent. A fact
//     is not graded; it decides which other items are asked.
//   - A [Basis] says why an item is asked, so that practice is never presented as
//     law.
//   - A [Milestone] is the point of an engagement that a verdict is for. An item
//     counts from the milestone of its first [Phase] on.
//   - The file holds every figure for a verdict (factors, bands, floors, freshness)
//     under [Scoring]. The code holds none.
//   - A condition, such as an item's NotApplicableWhen, is an expression over facts
//     and answers: fact("chain_links") == 0 && answer("SUB-01") == "met".
//   - An [Overlay] changes some items for another rule view. [Questionnaire.In]
//     returns the questionnaire in that view.
//   - A file may extend another questionnaire of its [Library], so that a hospital
//     can adapt a shipped one without copying it. The result is whole: it has its
//     own hash and names its [Parent]s.
//   - A [Term] is a help text that items link to.
//   - The identity of a questionnaire is the SHA-256 of its canonical JSON,
//     [Questionnaire.Hash]. Comments, quotes and the order of keys in the YAML do
//     not change it. Every word that an evaluator may read does.
//
// [Parse] reads one file, [Library.Parse] a file that may extend others.
// Both report every mistake at once with line and column. [Decode] reads the
// canonical form.
package questionnaire

import (
	"encoding/json"
	"fmt"
	"iter"

	"assay/questionnaire/canonical"
)

// Questionnaire is one parsed and checked document. It is read-only once
// Parse or Decode returned it, and safe for concurrent use.
type Questionnaire struct {
	ID       string         `json:"id"`
	Version  string         `json:"version"` // as 1.0.0
	Title    string         `json:"title"`
	About    string         `json:"about,omitempty"`
	Subject  Subject        `json:"subject,omitempty"`
	For      Milestone      `json:"milestone,omitempty"` // the milestone of a new assessment, unless another is given; empty for award
	Parents  []Parent       `json:"parents,omitempty"`   // the questionnaires it extends, nearest first
	Scoring  Scoring        `json:"scoring"`
	Scales   Scales         `json:"scales"`
	Domains  []Domain       `json:"domains"`
	Evidence []EvidenceKind `json:"evidence"`
	Overlays []Overlay      `json:"overlays,omitempty"`
	Glossary []Term         `json:"glossary,omitempty"`

	hash       string
	canonical  []byte
	items      map[string]*Item
	domains    map[string]*Domain // by item id
	kinds      map[string]*EvidenceKind
	terms      map[string]*Term
	asked      map[string][]string // the conditions of an item that has some, by its id
	places     map[string]int      // by item id
	list       []*Item
	order      []int                 // places in list, each after those of the items that decide about it
	computed   []*Item               // the dates that are the earliest of others
	conditions map[string]*condition // by expression text
	views      map[View]*Questionnaire
	base       *Questionnaire // the questionnaire that this is a view of, or nil
}

// Subject is the kind of thing that an assessment with the questionnaire is
// about.
type Subject string

// The subjects. An empty one means a vendor.
const (
	SubjectVendor   Subject = "vendor"
	SubjectPerson   Subject = "person"   // somebody whom a vendor places
	SubjectContract Subject = "contract" // a draft, or an executed agreement
)

// Words is the subject as people read it.
func (s Subject) Words() string {
	switch s {
	case SubjectPerson:
		return "placed person"
	case SubjectContract:
		return "contract draft"
	}
	return "vendor"
}

// Parent names a questionnaire that another one extends, beyond doubt.
type Parent struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// Term is a help text, for the evaluator in the room.
type Term struct {
	ID      string   `json:"id"`   // as business-associate
	Term    string   `json:"term"` // as people say it
	Text    string   `json:"text"`
	Cites   []string `json:"cites,omitempty"`
	Sources []string `json:"sources,omitempty"`
}

// Domain is a section of a questionnaire.
type Domain struct {
	ID     string `json:"id"`     // two to six capitals, as BAA
	Name   string `json:"name"`   //
	Weight int    `json:"weight"` // share in the whole, any unit

	// Floor and FloorConditional are shown scores (0–100). Below Floor the
	// domain keeps the verdict from approve, below FloorConditional from
	// conditional. 0 means no floor.
	Floor            int `json:"floor,omitempty"`
	FloorConditional int `json:"floor_conditional,omitempty"`

	When string `json:"when,omitempty"` // its items are hidden unless true

	Items []Item `json:"items"`
}

// Scales are the words for the answers 0 to 4, spoken of practice and never of
// proof: proof and its age are factors of their own.
type Scales struct {
	Control  []string `json:"control,omitempty"`  // five
	Evidence []string `json:"evidence,omitempty"` // five
}

// EvidenceKind is a sort of document or observation that can show an answer.
type EvidenceKind struct {
	ID            string            `json:"id"` // as EV-01
	Name          string            `json:"name"`
	Freshness     string            `json:"freshness,omitempty"`      // the rule in words
	FreshnessDays int               `json:"freshness_days,omitempty"` // days for which a record counts in full; 0 is no limit
	FreshAt       map[Milestone]int `json:"fresh_at,omitempty"`       // replaces FreshnessDays from that milestone on
	HardValidity  bool              `json:"hard_validity,omitempty"`  // in force by its own dates, or worth nothing
	Personal      bool              `json:"personal,omitempty"`       // about named people: kept by reference only
	IssuedBy      string            `json:"issued_by,omitempty"`
	Check         []string          `json:"check,omitempty"` // checks that the evaluator ticks while reading it
}

// Decode reads the canonical form of a questionnaire. It keeps no line
// numbers, because nobody writes that form by hand.
func Decode(text []byte) (*Questionnaire, error) {
	q := new(Questionnaire)
	if err := json.Unmarshal(text, q); err != nil {
		return nil, fmt.Errorf("read a stored questionnaire: %w", err)
	}
	if mistakes := q.prepare(nil); len(mistakes) > 0 {
		return nil, fmt.Errorf("read a stored questionnaire: %s: %s", mistakes[0].Path, mistakes[0].Text)
	}
	return q, nil
}

// Hash is the identity of the questionnaire: the SHA-256 over its canonical
// form, in lower-case hexadecimal.
func (q *Questionnaire) Hash() string { return q.hash }

// Canonical is the text over which Hash runs: RFC 8785 JSON with the key names
// of the YAML.
func (q *Questionnaire) Canonical() []byte { return q.canonical }

// Count is the number of its items, facts among them.
func (q *Questionnaire) Count() int { return len(q.items) }

// Item returns the item of that id, or nil.
func (q *Questionnaire) Item(id string) *Item { return q.items[id] }

// Items are all items, in order.
func (q *Questionnaire) Items() iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		for d := range q.Domains {
			for i := range q.Domains[d].Items {
				if !yield(&q.Domains[d].Items[i]) {
					return
				}
			}
		}
	}
}

// Place is the place of an item among [Questionnaire.Items].
func (q *Questionnaire) Place(id string) int { return q.places[id] }

// DomainOf returns the domain that holds the item, or nil.
func (q *Questionnaire) DomainOf(item string) *Domain { return q.domains[item] }

// EvidenceKind returns the kind of that id, or nil.
func (q *Questionnaire) EvidenceKind(id string) *EvidenceKind { return q.kinds[id] }

// Term returns the help text of that id, or nil.
func (q *Questionnaire) Term(id string) *Term { return q.terms[id] }

// SubjectKind is the kind of thing that an assessment with the questionnaire
// is about.
func (q *Questionnaire) SubjectKind() Subject {
	if q.Subject == "" {
		return SubjectVendor
	}
	return q.Subject
}

// OpensFor is the milestone for which assessments are opened unless said
// otherwise.
func (q *Questionnaire) OpensFor() Milestone {
	if q.For == "" {
		return Award
	}
	return q.For
}

// Asks reports whether there is anything to answer. A file may hold help texts
// alone.
func (q *Questionnaire) Asks() bool { return len(q.Domains) > 0 }

// GatesOnly reports whether the questionnaire gives passed or blocked and no
// score.
func (q *Questionnaire) GatesOnly() bool { return q.Scoring.Mode == "gates-only" }

// prepare indexes and checks the questionnaire, compiles its conditions and
// computes its hash. The mistakes have paths, not yet line numbers. taken is
// nil for a file that extends nothing.
func (q *Questionnaire) prepare(taken taken) []Mistake {
	q.index()
	mistakes := check(q, taken)
	mistakes = append(mistakes, q.compile(taken)...)
	if len(mistakes) > 0 {
		return mistakes
	}
	text, err := canonical.Marshal(q)
	if err != nil {
		return []Mistake{{Text: err.Error()}}
	}
	q.canonical, q.hash = text, canonical.Hash(text)
	q.views = map[View]*Questionnaire{}
	for n := range q.Overlays {
		q.views[q.Overlays[n].View] = q.under(&q.Overlays[n])
	}
	return nil
}

// index finds everything by its id.
func (q *Questionnaire) index() {
	q.computed = nil
	q.items = map[string]*Item{}
	q.places = map[string]int{}
	q.list = nil
	q.domains = map[string]*Domain{}
	q.asked = map[string][]string{}
	q.kinds = map[string]*EvidenceKind{}
	q.terms = map[string]*Term{}
	for d := range q.Domains {
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			q.places[item.ID] = len(q.list)
			q.list = append(q.list, item)
			q.items[item.ID] = item
			q.domains[item.ID] = &q.Domains[d]
			for _, rule := range []string{q.Domains[d].When, item.When} {
				if rule != "" {
					q.asked[item.ID] = append(q.asked[item.ID], rule)
				}
			}
			if len(item.Earliest) > 0 {
				q.computed = append(q.computed, item)
			}
		}
	}
	for k := range q.Evidence {
		q.kinds[q.Evidence[k].ID] = &q.Evidence[k]
	}
	for t := range q.Glossary {
		q.terms[q.Glossary[t].ID] = &q.Glossary[t]
	}
}
