package assessment

import (
	"slices"
	"strings"

	"assay/assessment/hostile"
)

// Award ends an RFP: the chosen assessment, the runner-up, and why each
// other one was not chosen. It records the state of every assessment of the
// RFP. A later award replaces it; both stay on record.
type Award struct {
	ID       string      `json:"id"`                  // of the event
	RFP      string      `json:"rfp"`                 // id
	Chosen   string      `json:"chosen"`              // assessment
	RunnerUp string      `json:"runner_up,omitempty"` // assessment
	By       string      `json:"by"`                  // the person who approved it
	Role     string      `json:"role,omitempty"`
	Reason   string      `json:"reason"`            // why this one was chosen
	Outside  []Criterion `json:"outside,omitempty"` // criteria beside the assessments

	Contenders []Contender `json:"contenders"` // all assessments of the RFP in the order of rank
	RecordedBy string      `json:"recorded_by,omitempty"`
	At         int64       `json:"at,omitempty"` // microseconds UTC
}

// Criterion is something that counted in an award and is not assessed here,
// such as price or references.
type Criterion struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Contender is one assessment of the RFP on the day of the award.
type Contender struct {
	Assessment string  `json:"assessment"`
	Vendor     string  `json:"vendor"`
	Snapshot   string  `json:"snapshot"` // SHA-256 of the canonical snapshot, hexadecimal
	Head       Head    `json:"head"`
	AsOf       Date    `json:"as_of"`
	Rank       int     `json:"rank"` // from 1; 0 for none
	Verdict    Verdict `json:"verdict"`
	Claimed    Score   `json:"claimed"`
	Shown      Score   `json:"shown"`
	Decision   Outcome `json:"decision,omitempty"` // the one in force
	WhyNot     string  `json:"why_not,omitempty"`  // empty for the chosen one
}

// ContenderOf is the present state of an assessment, without rank and
// reason.
func ContenderOf(s Snapshot, r Result) (Contender, error) {
	hash, err := s.Hash()
	c := Contender{
		Assessment: s.Assessment, Vendor: s.Opened.Title(), Snapshot: hash, Head: s.Head, AsOf: r.AsOf,
		Verdict: r.Verdict, Claimed: r.Claimed, Shown: r.Shown,
	}
	if d := s.DecisionInForce(); d != nil {
		c.Decision = d.Outcome
	}
	return c, err
}

// Contender returns the contender with this assessment, or nil.
func (a *Award) Contender(assessment string) *Contender {
	if at := slices.IndexFunc(a.Contenders, func(c Contender) bool { return c.Assessment == assessment }); at >= 0 {
		return &a.Contenders[at]
	}
	return nil
}

// Admit checks an award and returns it in the form to keep. A blocked vendor
// cannot be chosen, and each other vendor needs a reason.
func (a Award) Admit() (Award, error) {
	a.By, a.Role, a.Reason = hostile.Line(a.By), hostile.Line(a.Role), hostile.Clean(strings.TrimSpace(a.Reason))
	a.Outside, a.Contenders = slices.Clone(a.Outside), slices.Clone(a.Contenders)
	for n, c := range a.Outside {
		a.Outside[n] = Criterion{hostile.Line(c.Name), hostile.Clean(strings.TrimSpace(c.Text))}
		if a.Outside[n].Name == "" || a.Outside[n].Text == "" {
			return a, invalid("a criterion needs a name and a result")
		}
	}
	for n := range a.Contenders {
		a.Contenders[n].WhyNot = hostile.Clean(strings.TrimSpace(a.Contenders[n].WhyNot))
	}
	chosen := a.Contender(a.Chosen)
	switch {
	case chosen == nil:
		return a, Errorf(Refused, "the chosen assessment is not in this RFP")
	case a.By == "":
		return a, invalid("an award needs the name of the person who approves it")
	case a.Reason == "":
		return a, invalid("the reason why %s was chosen is missing", chosen.Vendor).Because(ReasonMissing)
	case chosen.Verdict == Blocked:
		return a, Errorf(Refused, "%s is blocked and cannot be chosen", chosen.Vendor).Because(ChosenBlocked, chosen.Vendor)
	case chosen.Decision == DecideDecline || chosen.Decision == DecideRemediate:
		return a, Errorf(Refused, "%s cannot be chosen: the decision is %s", chosen.Vendor, chosen.Decision).Because(ChosenRejected, chosen.Vendor)
	case a.RunnerUp == a.Chosen, a.RunnerUp != "" && a.Contender(a.RunnerUp) == nil:
		return a, Errorf(Refused, "the runner-up must be another assessment of this RFP")
	case a.RunnerUp != "" && a.Contender(a.RunnerUp).Verdict == Blocked:
		return a, Errorf(Refused, "%s is blocked and cannot be the runner-up", a.Contender(a.RunnerUp).Vendor)
	}
	for _, c := range a.Contenders {
		if c.Assessment != a.Chosen && c.WhyNot == "" {
			return a, invalid("the reason why %s was not chosen is missing", c.Vendor).Because(WhyNotMissing, c.Vendor)
		}
	}
	return a, nil
}

// Repinned changes the questionnaire of an RFP and all its assessments.
type Repinned struct {
	From   Pin    `json:"from"`
	To     Pin    `json:"to"`
	Reason string `json:"reason"`

	Reserve []string `json:"reserve,omitempty"` // chosen scenarios of the reserve, by their ids from now on
}

// WhatIf is an order of vendors under other weights, recorded under a name.
// It changes no assessment and no rules.
type WhatIf struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	RFP     string         `json:"rfp,omitempty"` // id, if all belong to one
	Weights map[string]int `json:"weights"`       // by domain: the tried weights
	Set     map[string]int `json:"set"`           // by domain: the weights of the rules
	Lines   []WhatIfLine   `json:"lines"`         // in the resulting order
	By      string         `json:"by"`
	At      int64          `json:"at,omitempty"` // microseconds UTC
}

// WhatIfLine is one vendor in the order of a what-if.
type WhatIfLine struct {
	Assessment string `json:"assessment"`
	Vendor     string `json:"vendor"`
	Head       Head   `json:"head"`
	Rank       int    `json:"rank"` // from 1, under the tried weights
	Shown      Score  `json:"shown"`
	Blocked    bool   `json:"blocked,omitempty"` // comes after all others, and its ranks mean nothing
	SetRank    int    `json:"set_rank"`          // under the weights of the rules
	SetShown   Score  `json:"set_shown"`
}

// Admit checks a what-if and returns it in the form to keep.
func (w WhatIf) Admit() (WhatIf, error) {
	w.Name = hostile.Line(w.Name)
	switch {
	case w.Name == "":
		return w, invalid("a what-if needs a name")
	case len(w.Lines) < 2:
		return w, invalid("a what-if compares at least two assessments")
	case len(w.Weights) == 0:
		return w, invalid("a what-if changes at least one weight")
	}
	for domain, weight := range w.Weights {
		if domain != hostile.Line(domain) || domain == "" {
			return w, invalid("%q is not the id of a domain", domain)
		}
		if weight < 0 || weight > 1_000_000_000 {
			return w, invalid("the weight of %s is a number from 0 to 1000000000, not %d", domain, weight)
		}
	}
	return w, nil
}
