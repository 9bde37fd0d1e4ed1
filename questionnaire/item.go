package questionnaire

import "slices"

// answerKinds are the forms of a fact's answer.
var answerKinds = []string{"choice", "choices", "number", "text", "date", "yes_no", "countries"}

// Basis is why an item is asked.
type Basis string

// The bases, from law to proposal.
const (
	Required    Basis = "R" // required by rule
	Addressable Basis = "A" // addressable specification, 45 CFR 164.306(d)(3)
	Derived     Basis = "D" // derived from rule or official guidance
	OtherLaw    Basis = "O" // law other than HIPAA
	Practice    Basis = "K" // contract or practice
	Proposed    Basis = "N" // proposed rule, not law
)

// Meaning is the basis in words.
func (b Basis) Meaning() string {
	switch b {
	case Required:
		return "required by rule"
	case Addressable:
		return "addressable"
	case Derived:
		return "derived from rule"
	case OtherLaw:
		return "other law"
	case Practice:
		return "practice, not law"
	case Proposed:
		return "proposed, not law"
	}
	return ""
}

// Severity is the weight of a red flag.
type Severity string

// The severities of red flags.
const (
	Stop    Severity = "stop"    // blocks until a named person resolves it
	Warning Severity = "warning" // costs points while open
)

// Item is one thing asked.
type Item struct {
	ID    string `json:"id"` // as BAA-01; facts have lower-case ids, as chain_links
	Kind  Kind   `json:"kind"`
	Title string `json:"title"` // for lists and reports, at most 48 characters
	Ask   string `json:"ask"`   // as said aloud
	Why   string `json:"why,omitempty"`

	Number  string               `json:"number,omitempty"` // in the numbering of its source, as 4.2(b)
	AskedAt map[Milestone]string `json:"ask_at,omitempty"` // replaces Ask from that milestone on
	Was     []string             `json:"was,omitempty"`    // ids that the item had in earlier versions

	// Chain ties a gate to the delivery chain: it is open while a party
	// that touches patient data or credentials has no flow-down agreement
	// in force.
	Chain bool `json:"chain,omitempty"`

	// Unannounced keeps the question out of the vendor's copy, because it
	// tests only people who did not prepare for it.
	Unannounced bool `json:"unannounced,omitempty"`

	Weight       int    `json:"weight,omitempty"` // 1–5; facts have none
	Hard         bool   `json:"hard,omitempty"`   // an open gate blocks
	MinAssurance string `json:"min_assurance,omitempty"`
	Basis        Basis  `json:"basis,omitempty"`
	Phase        Phase  `json:"phase,omitempty"`
	AskedOf      string `json:"asked_of,omitempty"`
	How          Way    `json:"how,omitempty"`     // see [Item.Way]
	Minutes      int    `json:"minutes,omitempty"` // that it takes to ask and answer; 0 is unknown

	// Reserve makes a scenario one that is asked only where the assessment
	// chose it when it was opened.
	Reserve bool `json:"reserve,omitempty"`

	Cites    []string `json:"cites,omitempty"`
	Practice bool     `json:"practice,omitempty"` // asked without a citation, which is printed
	NPRM     string   `json:"nprm,omitempty"`     // the proposed provision it anticipates

	ListenFor []string  `json:"listen_for,omitempty"`
	Probes    []string  `json:"probes,omitempty"`
	RedFlags  []RedFlag `json:"red_flags,omitempty"`
	Anchors   []string  `json:"anchors,omitempty"`  // scenarios: five, for 0 to 4
	Elements  []string  `json:"elements,omitempty"` // scenarios: the specifics that a concrete answer names

	Evidence          []string               `json:"evidence,omitempty"`
	ShownBy           map[Milestone][]string `json:"shown_by,omitempty"`     // replaces Evidence from that milestone on
	MustShow          []Group                `json:"must_show,omitempty"`    // closes a gate: all of them; Evidence and ShownBy then only corroborate
	MustShowAt        map[Milestone][]Group  `json:"must_show_at,omitempty"` // replaces MustShow from that milestone on
	GateAt            map[Milestone]int      `json:"gate_at,omitempty"`      // least grade at that milestone
	NotApplicableWhen string                 `json:"na_when,omitempty"`
	When              string                 `json:"when,omitempty"` // hidden unless true
	Sources           []string               `json:"sources,omitempty"`
	Help              []string               `json:"help,omitempty"` // ids of glossary terms

	// ClosedBy makes a gate a line of a checklist. It is never asked: it is
	// closed when each of these items is closed as a gate at the milestone.
	ClosedBy []string `json:"closed_by,omitempty"`

	// Because tells how a rule view changes the item. Only
	// [Questionnaire.In] sets it.
	Because string `json:"-"`

	// The rest is for facts.
	Answer     string   `json:"answer,omitempty"` // choice, choices, number, text, date, yes_no or countries
	Options    []Option `json:"options,omitempty"`
	Worst      Worst    `json:"worst,omitempty"`       // a missing answer counts as this
	ImpactFrom []int    `json:"impact_from,omitempty"` // numbers: the impact is how many of these are reached

	// Earliest makes a date fact the earliest of other date facts, each missing
	// one counting as its worst. It is computed, never asked.
	Earliest []string `json:"earliest,omitempty"`
}

// Option is one choice of a fact.
type Option struct {
	Value  string `json:"value"`
	Label  string `json:"label"`
	Impact int    `json:"impact,omitempty"` // 1–5
	Alone  bool   `json:"alone,omitempty"`  // excludes every other option, as "none of these" does
}

// RedFlag describes a bad answer. A flag with a condition raises itself; the
// evaluator raises the others.
type RedFlag struct {
	Text     string   `json:"text"`
	Severity Severity `json:"severity"`
	When     string   `json:"when,omitempty"`
}

// AskedOfUs marks the covered entity's own duty.
const AskedOfUs = "us"

// Computed reports whether the answer follows from other answers: a
// checklist line, or the earliest of several dates. Nobody answers such an
// item.
func (i *Item) Computed() bool { return len(i.ClosedBy) > 0 || len(i.Earliest) > 0 }

// AskAt is the question as said at a milestone.
func (i *Item) AskAt(at Milestone) string {
	return latest(i.Ask, i.AskedAt, at)
}

// Weighted is the weight with which the item enters a score. Facts have none;
// a gate asked of us blocks, but says nothing about the vendor; a line of a
// checklist only repeats its items.
func (i *Item) Weighted() int {
	if !i.Kind.Judged() || len(i.ClosedBy) > 0 || i.AskedOf == AskedOfUs && i.Kind.IsGate() {
		return 0
	}
	return i.Weight
}

// GateGrade returns the least grade that the item must have at a milestone not
// to be an open gate there, and whether there is one.
func (i *Item) GateGrade(at Milestone) (grade int, set bool) {
	if len(i.GateAt) == 0 {
		return 0, false
	}
	for _, from := range Milestones() {
		if least, found := i.GateAt[from]; found && at.Reached(from) {
			grade, set = least, true
		}
	}
	return grade, set
}

// HardAt reports whether the item, standing open at a milestone, blocks. A grade
// set for a milestone exists to block there; nothing else would come of it.
func (i *Item) HardAt(at Milestone) bool {
	_, graded := i.GateGrade(at)
	return i.Hard || graded
}

// option returns the option of that value.
func (i *Item) option(value string) (Option, bool) {
	at := slices.IndexFunc(i.Options, func(o Option) bool { return o.Value == value })
	if at < 0 {
		return Option{}, false
	}
	return i.Options[at], true
}
