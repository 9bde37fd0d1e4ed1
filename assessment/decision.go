package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Decision is the decision of a named person about an assessment, for one
// milestone. It names the snapshot it was made on. A later change to the
// content of that snapshot voids it and is listed. It may differ from the
// verdict, which the rules compute.
type Decision struct {
	Outcome Outcome `json:"outcome"`
	By      string  `json:"by"` // who decided; somebody else may record it
	Role    string  `json:"role,omitempty"`
	Reason  string  `json:"reason,omitempty"` // required if it differs from the verdict

	// The grounds of the decision. A client may name the snapshot that it
	// showed; if that is no longer the present one, the decision is
	// refused. The other fields are filled in when the decision is
	// recorded.
	Snapshot  string                  `json:"snapshot"` // SHA-256 of the canonical snapshot, hexadecimal
	Head      Head                    `json:"head"`
	Milestone questionnaire.Milestone `json:"milestone"`
	AsOf      Date                    `json:"as_of"`
	Verdict   Verdict                 `json:"verdict"`
	Shown     Score                   `json:"shown"`
	Causes    []Cause                 `json:"causes,omitempty"` // conditional: the causes that need an action

	// Event, RecordedBy and At (microseconds UTC) come from the event,
	// Voided from later events.
	Event      string    `json:"event,omitempty"`
	RecordedBy string    `json:"recorded_by,omitempty"`
	At         int64     `json:"at,omitempty"`
	Voided     []Voiding `json:"voided,omitempty"`

	// Added lists the notes and marks that were recorded while the decision
	// was in force. Nobody who decided has seen them.
	Added []Addition `json:"added,omitempty"`
}

// Outcome is the result of a decision.
type Outcome string

// The outcomes.
const (
	DecideApprove     Outcome = "approve"
	DecideConditional Outcome = "conditional"
	DecideRemediate   Outcome = "remediate"
	DecideDecline     Outcome = "decline"
)

// Valid reports whether o is one of the four outcomes.
func (o Outcome) Valid() bool {
	return o == DecideApprove || o == DecideConditional || o == DecideRemediate || o == DecideDecline
}

// Differs reports whether the outcome differs from the verdict.
func (o Outcome) Differs(v Verdict) bool {
	switch v {
	case Passed:
		return o != DecideApprove
	case Blocked:
		return o != DecideDecline && o != DecideRemediate
	}
	return string(o) != string(v)
}

// Voiding is a change that voids an earlier decision.
type Voiding struct {
	Kind string `json:"kind"` // of the event, such as answered
	Item string `json:"item,omitempty"`
	By   string `json:"by"`
	At   int64  `json:"at"` // microseconds UTC
}

// InForce reports whether no later change has voided the decision.
func (d Decision) InForce() bool { return len(d.Voided) == 0 }

// Changed names the later changes, each once: first answered items by id,
// then the others in words.
func (d Decision) Changed() []string {
	var items, others []string
	for _, v := range d.Voided {
		switch name := v.part(); {
		case name == v.Item && !slices.Contains(items, name):
			items = append(items, name)
		case name != v.Item && !slices.Contains(others, name):
			others = append(others, name)
		}
	}
	return append(items, others...)
}

// part names the changed part.
func (v Voiding) part() string {
	switch v.Kind {
	case LinkSet{}.kind(), LinkRemoved{}.kind():
		return "the delivery chain"
	case RulesChanged{}.kind():
		return "the rules"
	case WaiverGranted{}.kind():
		return "the waiver of " + v.Item
	case FlagRaised{}.kind(), FlagResolved{}.kind():
		if v.Item == "" {
			return "a red flag"
		}
		return "a red flag on " + v.Item
	}
	return v.Item
}

// ChangedText lists the later changes in words, the first few of many.
func (d Decision) ChangedText() string {
	const most = 6
	names := d.Changed()
	if len(names) > most {
		names = append(names[:most:most], fmt.Sprintf("%d more", len(names)-most))
	}
	return english.List(names)
}

// Decision is the latest decision for the present milestone, or nil. It may
// be void.
func (s *State) Decision() *Decision { return s.DecisionFor(s.Milestone) }

// DecisionFor is the latest decision for a milestone, or nil. It may be void.
func (s *State) DecisionFor(at questionnaire.Milestone) *Decision {
	for n := len(s.Decisions) - 1; n >= 0; n-- {
		if d := &s.Decisions[n]; d.Milestone == at {
			return d
		}
	}
	return nil
}

// DecisionInForce is the decision in force for the present milestone, or
// nil.
func (s *State) DecisionInForce() *Decision {
	if d := s.Decision(); d != nil && d.InForce() {
		return d
	}
	return nil
}

// touched voids the decisions for the present milestone, because their
// grounds have changed.
func (s *State) touched(kind, item, by string, at int64) {
	s.Decisions = slices.Clone(s.Decisions)
	for n := range s.Decisions {
		d := &s.Decisions[n]
		again := slices.ContainsFunc(d.Voided, func(v Voiding) bool { return v.Kind == kind && v.Item == item })
		if d.Milestone == s.Milestone && !again {
			d.Voided = append(slices.Clip(d.Voided), Voiding{Kind: kind, Item: item, By: by, At: at})
		}
	}
}

// Hash is the SHA-256 of the canonical snapshot, in hexadecimal. It is the same for
// everybody: grades in closed panels are left out.
func (s Snapshot) Hash() (string, error) {
	text, err := s.SeenBy("").Canonical()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Cause is one thing that keeps a verdict from approve. A conditional decision
// needs an action for each.
type Cause struct {
	Key  string `json:"key"` // such as floor/BAA, flag/SCN-01/anchor or band
	Item string `json:"item,omitempty"`
	Text string `json:"text"`
}

// Causes lists the causes that keep a result from approve: the steps that
// lowered its verdict, the domains below the floor for approve, the open
// gates that do not block, and the open warnings. An overdue action is not a
// cause, because it already is an action.
func (s Snapshot) Causes(r Result) []Cause {
	var all []Cause
	add := func(kind, what, item, text string) {
		key := strings.TrimSuffix(kind+"/"+what, "/")
		if !slices.ContainsFunc(all, func(c Cause) bool { return c.Key == key }) {
			all = append(all, Cause{Key: key, Item: item, Text: text})
		}
	}
	for _, reason := range r.Because {
		switch {
		case reason.Kind == "flag", reason.Kind == "gate" && reason.State == string(GateClosed), reason.Kind == "band" && r.Shown != NoScore && reason.State == string(Approve):
		default:
			add(reason.Kind, reason.Item, reason.Item, reason.Text)
		}
	}
	for _, d := range r.Domains {
		if d.Shown != NoScore && d.Shown < Score(d.Floor*10) {
			add("floor", d.ID, d.ID, fmt.Sprintf("%s shows %s; approval needs %d", d.Name, d.Shown, d.Floor))
		}
	}
	for n := range r.Items {
		if item := &r.Items[n]; item.Gate.Open() {
			add("gate", item.ID, item.ID, s.Questionnaire.Item(item.ID).Title+": "+item.GateWords())
		}
	}
	for _, flag := range r.OpenFlags {
		if flag.Action() == "" {
			add("flag", flag.ID, flag.Item, flag.Text)
		}
	}
	return all
}

// Unanswered lists the causes without an action under way on a day. A closed
// or overdue action does not count.
func (s *State) Unanswered(causes []Cause, on Date) []Cause {
	return slices.DeleteFunc(slices.Clone(causes), func(c Cause) bool {
		return slices.ContainsFunc(s.Actions, func(a Action) bool { return a.underWay(on) && a.Cause == c.Key })
	})
}

// admitDecision fills in the grounds. Nobody can decide a blocker away:
// close or waive the gate, or resolve the flag, and the verdict changes.
func (s Snapshot) admitDecision(d Decision, at int64) (Decision, error) {
	d.By, d.Role, d.Reason = hostile.Line(d.By), hostile.Line(d.Role), hostile.Clean(strings.TrimSpace(d.Reason))
	seen := d.Snapshot
	hash, err := s.Hash()
	if err != nil {
		return d, err
	}
	result := Evaluate(s, s.Day(at), s.Milestone, questionnaire.Current)
	d.Snapshot, d.Head, d.Milestone, d.AsOf, d.Verdict, d.Shown = hash, s.Head, s.Milestone, result.AsOf, result.Verdict, result.Shown
	d.Causes, d.Event, d.RecordedBy, d.At, d.Voided, d.Added = nil, "", "", 0, nil, nil
	switch {
	case !d.Outcome.Valid():
		return d, invalid("a decision is approve, conditional, remediate or decline, not %q", d.Outcome)
	case d.By == "":
		return d, invalid("a decision needs the name of the person who decides")
	case seen != "" && seen != hash:
		return d, Errorf(Conflict, "the assessment of %s changed after you looked at it", s.Opened.Title()).Because(AssessmentChanged)
	case result.Verdict == Blocked && (d.Outcome == DecideApprove || d.Outcome == DecideConditional):
		return d, Errorf(Refused, "%s is blocked, and a blocked vendor cannot be approved: %s", s.Opened.Vendor.Name, result.Because[0].Text).Because(VendorBlocked)
	case d.Outcome.Differs(result.Verdict) && d.Reason == "":
		return d, Errorf(Invalid, "the verdict is %s: the decision %s needs a reason", result.Verdict, d.Outcome).Because(ReasonMissing)
	case d.Outcome != DecideConditional:
		return d, nil
	}
	d.Causes = s.Causes(result)
	if lacking := s.Unanswered(d.Causes, d.AsOf); len(lacking) > 0 {
		texts := make([]string, len(lacking))
		for n, c := range lacking {
			texts[n] = c.Text
		}
		return d, Errorf(Refused, "a conditional decision needs an open action for each cause; there is none for: %s", strings.Join(texts, "; ")).Because(ActionMissing)
	}
	if !slices.ContainsFunc(s.Actions, func(a Action) bool { return a.underWay(d.AsOf) }) {
		return d, Errorf(Refused, "a conditional decision needs at least one open action as its condition").Because(ActionMissing)
	}
	return d, nil
}
