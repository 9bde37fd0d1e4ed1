package assessment

import (
	"slices"

	"assay/questionnaire"
)

// Engine is the version of the arithmetic. From 1.0 on, the code keeps every
// released version, so that old reports verify.
const Engine = "assay/1"

// Verdict is the result of the rules for one milestone. A decision of people
// may differ.
type Verdict string

// The verdicts.
const (
	Blocked     Verdict = "blocked"
	Incomplete  Verdict = "incomplete"
	Decline     Verdict = "decline"
	Remediate   Verdict = "remediate"
	Conditional Verdict = "conditional"
	Approve     Verdict = "approve"
	Passed      Verdict = "passed" // questionnaires that give no score
)

// Judged is an assessment with its result.
type Judged struct {
	Snapshot Snapshot
	Result   Result
}

// Result is the result of one snapshot for one day, milestone and rule view.
// Its JSON is a contract: keys are added, never changed.
type Result struct {
	Engine        string                  `json:"engine"`
	Assessment    string                  `json:"assessment"`
	Vendor        string                  `json:"vendor"`
	Subject       string                  `json:"subject,omitempty"` // the placed person or contract draft
	Questionnaire Pin                     `json:"questionnaire"`
	Milestone     questionnaire.Milestone `json:"milestone"`
	View          questionnaire.View      `json:"view"`
	AsOf          Date                    `json:"as_of"`

	Claimed   Score    `json:"claimed"`   // S*: without assurance and freshness
	Shown     Score    `json:"shown"`     // S
	Interval  [2]Score `json:"interval"`  // the S that unanswered items still allow
	Reachable Score    `json:"reachable"` // and if all evidence arrives fresh and verified
	Coverage  float64  `json:"coverage"`  // share of the weight that is answered, 0–1

	Flags     FlagCount  `json:"flags"`
	OpenFlags []OpenFlag `json:"open_flags"`
	Gates     GateCount  `json:"gates"`

	Verdict Verdict  `json:"verdict"`
	Because []Reason `json:"because"`

	Reverify int `json:"reverify,omitempty"` // the number of answers to re-verify

	Domains []DomainResult `json:"domains"`
	Items   []ItemResult   `json:"items"`
	Risk    RiskResult     `json:"risk"`
	Head    Head           `json:"head"`

	// NextChange is the first day on which the result of the same snapshot
	// may differ, because evidence ages, a contract ends or a waiver
	// expires.
	NextChange Date `json:"next_change,omitzero"`
}

// FlagCount counts the open red flags, and the cost of the warnings in
// points.
type FlagCount struct {
	Stop    int `json:"stop"`
	Warning int `json:"warning"`
	Penalty int `json:"penalty"`
}

// OpenFlag is an open red flag, raised by a person or by a rule.
type OpenFlag struct {
	ID       string                 `json:"id"`
	Item     string                 `json:"item,omitempty"`
	Severity questionnaire.Severity `json:"severity"`
	Text     string                 `json:"text"`
	Rule     bool                   `json:"rule"` // raised by the questionnaire, not by a person
}

// GateState is the state of a gate.
type GateState string

// The states of a gate. All but closed and waived are open.
const (
	GateClosed        GateState = "closed"
	GateFailed        GateState = "failed"
	GateNotShown      GateState = "not_shown"
	GateNotAsked      GateState = "not_asked"
	GateWaived        GateState = "waived"
	GateWaiverExpired GateState = "waiver_expired"
)

// Open reports whether the gate is open.
func (g GateState) Open() bool { return g != "" && g != GateClosed && g != GateWaived }

// Words is the state as people read it.
func (g GateState) Words() string {
	switch g {
	case GateNotShown:
		return "not shown"
	case GateNotAsked:
		return "not asked"
	case GateWaiverExpired:
		return "waiver expired"
	}
	return string(g)
}

// GateCount counts the gates of the milestone by state.
type GateCount struct {
	Closed        int `json:"closed"`
	Failed        int `json:"failed"`
	NotShown      int `json:"not_shown"`
	NotAsked      int `json:"not_asked"`
	Waived        int `json:"waived"`
	WaiverExpired int `json:"waiver_expired"`
}

// Open counts the open gates.
func (g GateCount) Open() int { return g.Failed + g.NotShown + g.NotAsked + g.WaiverExpired }

// Reason is one step that moved the verdict, or an open gate, which keeps
// approve away.
type Reason struct {
	Kind  string `json:"kind"` // gate, flag, rule, coverage, band, floor, thin or waiver
	Item  string `json:"item,omitempty"`
	State string `json:"state,omitempty"`
	Hard  bool   `json:"hard,omitempty"` // a gate that blocks
	Text  string `json:"text"`
}

// Blocks reports whether the reason alone blocks.
func (r Reason) Blocks() bool { return r.Hard || r.Kind == "flag" || r.Kind == "rule" }

// Caps reports whether the reason is an open gate that does not block: the
// verdict is conditional at most.
func (r Reason) Caps() bool { return r.Kind == "gate" && r.Item != "" && !r.Hard }

// First is the reason to print where there is room for one: the first that
// lowers the verdict, or else the first.
func (r Result) First() Reason {
	for _, reason := range r.Because {
		if reason.Blocks() || reason.Caps() || reason.State != string(Approve) && reason.State != string(GateClosed) {
			return reason
		}
	}
	return r.Because[0]
}

// Blockers lists the reasons that block, or none.
func (r Result) Blockers() []Reason {
	return slices.DeleteFunc(slices.Clone(r.Because), func(reason Reason) bool { return !reason.Blocks() })
}

// DomainResult is the result of one domain.
type DomainResult struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Weight   int      `json:"weight"`
	Claimed  Score    `json:"claimed"` // NoScore if no item counts yet
	Shown    Score    `json:"shown"`
	Interval [2]Score `json:"interval"`
	Coverage float64  `json:"coverage"`
	Thin     bool     `json:"thin"`
	Floor    int      `json:"floor"`

	// Millionths is Shown in millionths of a point, for sums over domains.
	// It is never printed, and not part of the JSON.
	Millionths int64 `json:"-"`
}

// ItemState tells whether and why an item counts.
type ItemState string

// The states of an item.
const (
	StateAnswered   ItemState = "answered"
	StateUnanswered ItemState = "unanswered"
	StateNA         ItemState = "na"
	StateHidden     ItemState = "hidden" // by a condition, the rule view or an unchosen reserve
	StateLater      ItemState = "later"  // counts from a later milestone on
)

// The values of [ItemResult.HiddenBy] beside conditions.
const (
	HiddenByView    = "rule view" // rests on a proposed rule
	HiddenByReserve = "reserve"   // a scenario of the reserve that was not chosen
)

// HiddenWords is why a hidden item is not asked.
func (r ItemResult) HiddenWords() string {
	switch r.HiddenBy {
	case HiddenByView:
		return "rests on a proposed rule, which this view leaves out"
	case HiddenByReserve:
		return "a scenario of the reserve, which was not chosen at the opening"
	}
	return "asked only when " + r.HiddenBy
}

// ItemResult is the result of one item. Credit is P·K·F; the figures are not
// rounded.
type ItemResult struct {
	ID        string    `json:"id"`
	Domain    string    `json:"domain"`
	Weight    int       `json:"weight"` // the weight that counts: 0 for facts and for gates asked of us
	State     ItemState `json:"state"`
	HiddenBy  string    `json:"hidden_by,omitempty"` // of a hidden item: the false condition, "rule view" or "reserve"
	Answer    string    `json:"answer"`
	Assurance Assurance `json:"assurance"` // the one that counts
	P         float64   `json:"p"`
	K         float64   `json:"k"`
	F         float64   `json:"f"`
	Credit    float64   `json:"credit"`
	Gate      GateState `json:"gate,omitempty"`
	Record    int       `json:"record,omitempty"` // the evidence record that counts, from 1

	// Reverify marks an answer to re-verify.
	Reverify bool `json:"reverify,omitempty"`

	// ClosedBy is the evidence record, from 1, that closes the gate. Record
	// may be another one: an independent test may count more, and yet not
	// replace the contract's own record.
	ClosedBy int `json:"closed_by,omitempty"`

	// Groups lists what must be shown to close the gate, with the record
	// that shows each. ClosedBy is then the first of these records.
	Groups []Shown `json:"groups,omitempty"`
}

// GateWords names the state of the gate. If the gate is not shown, it adds the
// groups that are missing.
func (r *ItemResult) GateWords() string {
	if missing := Missing(r.Groups); r.Gate == GateNotShown && missing != "" {
		return r.Gate.Words() + ": " + missing
	}
	return r.Gate.Words()
}

// Closers lists the records, from 1, that close the gate, each once.
func (r *ItemResult) Closers() []int {
	if r.ClosedBy == 0 {
		return nil
	}
	records := []int{r.ClosedBy}
	for _, group := range r.Groups {
		if !slices.Contains(records, group.Record) {
			records = append(records, group.Record)
		}
	}
	return records
}

// RiskResult is the residual risk beside the score.
type RiskResult struct {
	Likelihood Score  `json:"likelihood"` // 1–5, tenths
	Impact     int    `json:"impact"`     // 1–5
	Score      Score  `json:"score"`      // their product, tenths
	Tier       string `json:"tier"`       // low, moderate, high or critical
	ReviewDays int    `json:"review_days"`
}

// Item returns the result of an item, or the zero result.
func (r Result) Item(id string) ItemResult {
	for n := range r.Items { // not by value: a result is large, and every view looks up many
		if r.Items[n].ID == id {
			return r.Items[n]
		}
	}
	return ItemResult{}
}
