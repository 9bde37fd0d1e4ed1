package assessment

import (
	"slices"

	"assay/questionnaire"
)

// Previous is a summary of the assessment before a re-assessment: enough to
// tell the items that became better or worse without that assessment.
type Previous struct {
	Assessment    string                  `json:"assessment"` // id
	Head          Head                    `json:"head"`
	Questionnaire Pin                     `json:"questionnaire"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	AsOf          Date                    `json:"as_of"`
	Verdict       Verdict                 `json:"verdict"`
	Claimed       Score                   `json:"claimed"`
	Shown         Score                   `json:"shown"`
	Decision      Outcome                 `json:"decision,omitempty"` // the one in force
	Domains       []PreviousDomain        `json:"domains"`
	Items         []PreviousItem          `json:"items"` // the items asked then
}

// PreviousDomain is the earlier result of a domain.
type PreviousDomain struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Claimed Score  `json:"claimed"`
	Shown   Score  `json:"shown"`
}

// PreviousItem is the earlier result of an item. The figures are thousandths
// of p and of the credit, rounded down.
type PreviousItem struct {
	Item      string    `json:"item"`          // its present id, or the earlier one if it is gone
	Was       string    `json:"was,omitempty"` // its earlier id, if it differs
	Title     string    `json:"title"`
	Answer    string    `json:"answer,omitempty"`
	Assurance Assurance `json:"assurance,omitempty"`
	Gate      GateState `json:"gate,omitempty"`
	Claimed   int       `json:"claimed"`
	Shown     int       `json:"shown"`
}

func previousOf(s Snapshot, former map[string]string, asOf Date) Previous {
	r := Evaluate(s, asOf, s.Milestone, questionnaire.Current)
	out := Previous{
		Assessment: s.Assessment, Head: s.Head, Questionnaire: s.Pin(), Milestone: s.Milestone, AsOf: asOf,
		Verdict: r.Verdict, Claimed: r.Claimed, Shown: r.Shown, Domains: []PreviousDomain{}, Items: []PreviousItem{},
	}
	if d := s.DecisionInForce(); d != nil {
		out.Decision = d.Outcome
	}
	for _, d := range r.Domains {
		out.Domains = append(out.Domains, PreviousDomain{d.ID, d.Name, d.Claimed, d.Shown})
	}
	now := map[string]string{}
	for id, old := range former {
		now[old] = id
	}
	for _, item := range r.Items {
		asked := s.Questionnaire.Item(item.ID)
		if !compared(item) || asked.Computed() {
			continue
		}
		p := PreviousItem{
			Item: item.ID, Title: asked.Title, Answer: item.Answer, Assurance: item.Assurance, Gate: item.Gate,
			Claimed: thousandths(item.P), Shown: thousandths(item.Credit),
		}
		if id := now[item.ID]; id != "" && id != item.ID {
			p.Item, p.Was = id, item.ID
		}
		out.Items = append(out.Items, p)
	}
	return out
}

// compared reports whether an item is asked now and is not a fact.
func compared(r ItemResult) bool {
	return (r.State == StateAnswered || r.State == StateUnanswered) && (r.Weight > 0 || r.Gate != "")
}

// thousandths rounds down. The small sum is for shares that a float holds
// slightly too low.
func thousandths(share float64) int { return int(share*1000 + 1e-6) }

// Trend is the change of an item since the assessment before.
type Trend string

// Sign is the sign of a trend, one column wide.
func (t Trend) Sign() string {
	switch t {
	case Better:
		return "▲"
	case Worse:
		return "▼"
	case New:
		return "+"
	case Gone:
		return "–"
	}
	return "="
}

// The trends.
const (
	Better Trend = "better"
	Worse  Trend = "worse"
	Same   Trend = "same"
	New    Trend = "new"  // not asked before
	Gone   Trend = "gone" // not asked now
)

// Delta compares a re-assessment with the assessment before it.
type Delta struct {
	Before  Previous      `json:"before"`
	Verdict Verdict       `json:"verdict"` // now
	Claimed Score         `json:"claimed"`
	Shown   Score         `json:"shown"`
	Domains []DomainDelta `json:"domains"`
	Items   []ItemDelta   `json:"items"`   // the changed ones in order; gone ones last
	Same    int           `json:"same"`    // the number of unchanged items
	Waiting int           `json:"waiting"` // the number of answers to re-verify
}

// DomainDelta is one domain before and now; NoScore for none.
type DomainDelta struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Before [2]Score `json:"before"` // claimed, shown
	After  [2]Score `json:"after"`
}

// ItemDelta is one item before and now. Before is nil for a new item, After
// for one that is gone.
type ItemDelta struct {
	Item   string        `json:"item"`
	Title  string        `json:"title"`
	Trend  Trend         `json:"trend"`
	Before *PreviousItem `json:"before"`
	After  *ItemResult   `json:"after"`
}

// DeltaOf compares the result of a re-assessment with the assessment before.
// It reports false if there is none. An item is better or worse by its shown
// credit; if that is equal, by its gate, then by its claim.
func DeltaOf(s Snapshot, r Result) (Delta, bool) {
	if s.Previous == nil {
		return Delta{}, false
	}
	d := Delta{
		Before: *s.Previous, Verdict: r.Verdict, Claimed: r.Claimed, Shown: r.Shown, Domains: []DomainDelta{}, Items: []ItemDelta{},
		Waiting: len(s.ToReverify()),
	}
	d.domains(r)
	before := map[string]*PreviousItem{}
	for n := range s.Previous.Items {
		before[s.Previous.Items[n].Item] = &s.Previous.Items[n]
	}
	for n := range r.Items {
		now := &r.Items[n]
		asked := s.Questionnaire.Item(now.ID)
		if !compared(*now) || asked.Computed() {
			continue
		}
		was := before[now.ID]
		delete(before, now.ID)
		trend := New
		if was != nil {
			trend = trendOf(*was, *now)
		}
		if trend == Same {
			d.Same++
			continue
		}
		d.Items = append(d.Items, ItemDelta{Item: now.ID, Title: asked.Title, Trend: trend, Before: was, After: now})
	}
	for n := range s.Previous.Items {
		if was := &s.Previous.Items[n]; before[was.Item] != nil {
			d.Items = append(d.Items, ItemDelta{Item: was.Item, Title: was.Title, Trend: Gone, Before: was})
		}
	}
	return d, true
}

// DeltaGroup is a list of items that changed in the same way.
type DeltaGroup struct {
	Name  string // as "worse"
	Trend Trend
	Brief bool // the ids of the items say enough
	Items []ItemDelta
}

// Groups sorts the changed items by what a reader looks for first. A group
// without items is left out. An answer that was carried over counts as claimed
// until it is confirmed: an item that is worse for no other reason is in a group
// of its own.
func (d Delta) Groups() []DeltaGroup {
	all := []DeltaGroup{
		{Name: "worse", Trend: Worse},
		{Name: "better", Trend: Better},
		{Name: "worse until re-verified", Trend: Worse, Brief: true},
		{Name: "new", Trend: New},
		{Name: "new and unanswered", Trend: New, Brief: true},
		{Name: "gone", Trend: Gone},
	}
	for _, item := range d.Items {
		n := slices.IndexFunc(all, func(g DeltaGroup) bool { return g.Trend == item.Trend && g.Brief == item.brief() })
		all[n].Items = append(all[n].Items, item)
	}
	return slices.DeleteFunc(all, func(g DeltaGroup) bool { return len(g.Items) == 0 })
}

// brief reports whether an item only waits: for an answer, or for somebody to
// confirm the answer that was carried over.
func (d ItemDelta) brief() bool {
	switch d.Trend {
	case Worse:
		return d.After.Reverify && d.Before.Answer == d.After.Answer
	case New:
		return d.After.State == StateUnanswered
	}
	return false
}

func (d *Delta) domains(r Result) {
	place := map[string]int{}
	none := [2]Score{NoScore, NoScore}
	for _, now := range r.Domains {
		place[now.ID] = len(d.Domains)
		d.Domains = append(d.Domains, DomainDelta{ID: now.ID, Name: now.Name, Before: none, After: [2]Score{now.Claimed, now.Shown}})
	}
	for _, was := range d.Before.Domains {
		at, known := place[was.ID]
		if !known {
			at = len(d.Domains)
			d.Domains = append(d.Domains, DomainDelta{ID: was.ID, Name: was.Name, After: none})
		}
		d.Domains[at].Before = [2]Score{was.Claimed, was.Shown}
	}
}

func trendOf(was PreviousItem, now ItemResult) Trend {
	for _, step := range []int{
		thousandths(now.Credit) - was.Shown, gateStep(now.Gate) - gateStep(was.Gate), thousandths(now.P) - was.Claimed,
	} {
		switch {
		case step > 0:
			return Better
		case step < 0:
			return Worse
		}
	}
	return Same
}

// gateStep is 1 for a gate that is not open and for an item that is not a
// gate.
func gateStep(g GateState) int {
	if g.Open() {
		return 0
	}
	return 1
}
