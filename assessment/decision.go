package assessment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Decision is what a named person decided about an assessment, for one
// milestone. It is bound to what was decided on: a later change to that voids
// it and is listed. The verdict is what the rules said; the two may differ.
type Decision struct {
	Outcome Outcome `json:"outcome"`
	By      string  `json:"by"` // who decided; not always who recorded it
	Role    string  `json:"role,omitempty"`
	Reason  string  `json:"reason,omitempty"` // needed where it differs from the verdict

	// What was decided on. A client may name the snapshot that it showed; when
	// that is not the present one any more, the decision is refused. The rest is
	// filled in as the decision is recorded.
	Snapshot  string                  `json:"snapshot"` // SHA-256 of the canonical snapshot, hexadecimal
	Head      Head                    `json:"head"`
	Milestone questionnaire.Milestone `json:"milestone"`
	AsOf      Date                    `json:"as_of"`
	Verdict   Verdict                 `json:"verdict"`
	Shown     Score                   `json:"shown"`
	Causes    []Cause                 `json:"causes,omitempty"` // what a conditional one is subject to

	// Event, RecordedBy and At (microseconds UTC) come from the event, and
	// Voided from those after it.
	Event      string    `json:"event,omitempty"`
	RecordedBy string    `json:"recorded_by,omitempty"`
	At         int64     `json:"at,omitempty"`
	Voided     []Voiding `json:"voided,omitempty"`
}

// Outcome is what was decided.
type Outcome string

// The outcomes.
const (
	DecideApprove     Outcome = "approve"
	DecideConditional Outcome = "conditional"
	DecideRemediate   Outcome = "remediate"
	DecideDecline     Outcome = "decline"
)

// Valid reports whether o is one of the four.
func (o Outcome) Valid() bool {
	return o == DecideApprove || o == DecideConditional || o == DecideRemediate || o == DecideDecline
}

// Differs reports whether deciding so is something else than the rules say.
func (o Outcome) Differs(v Verdict) bool {
	switch v {
	case Passed:
		return o != DecideApprove
	case Blocked:
		return o != DecideDecline && o != DecideRemediate
	}
	return string(o) != string(v)
}

// Voiding is a change after a decision, to what was decided on.
type Voiding struct {
	Kind string `json:"kind"` // that of the event, as answered
	Item string `json:"item,omitempty"`
	By   string `json:"by"`
	At   int64  `json:"at"` // microseconds UTC
}

// InForce reports whether nothing was changed that it was decided on.
func (d Decision) InForce() bool { return len(d.Voided) == 0 }

// Changed names what was changed since, each once: answered items by their ids,
// then all else in words.
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

// part is what a change is about.
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

// ChangedText is what was changed since as a list of words: of many, the first.
func (d Decision) ChangedText() string {
	const most = 6
	names := d.Changed()
	if len(names) > most {
		names = append(names[:most:most], fmt.Sprintf("%d more", len(names)-most))
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}

// Decision is the latest decision for the present milestone, which may be void,
// or nil.
func (s *State) Decision() *Decision {
	if n := len(s.Decisions); n > 0 && s.Decisions[n-1].Milestone == s.Milestone {
		return &s.Decisions[n-1]
	}
	return nil
}

// DecisionInForce is the decision that holds for the present milestone, or nil.
func (s *State) DecisionInForce() *Decision {
	if d := s.Decision(); d != nil && d.InForce() {
		return d
	}
	return nil
}

// touched voids the decisions for the present milestone, since what they were
// made on has changed.
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

// Hash is the SHA-256 of the canonical snapshot, in hexadecimal.
func (s Snapshot) Hash() (string, error) {
	text, err := s.Canonical()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Cause is one thing that keeps a verdict from approve. A conditional decision
// needs an action for each.
type Cause struct {
	Key  string `json:"key"` // as floor/BAA, flag/SCN-01/anchor or band
	Item string `json:"item,omitempty"`
	Text string `json:"text"`
}

// Causes lists what keeps a result from approve: the steps that lowered its
// verdict, the domains below the floor for approve, the gates that stand open without blocking, and the open warnings.
// An overdue action is none, since it is an action already.
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
			add("floor", d.ID, d.ID, fmt.Sprintf("%s shows %s, to approve it needs %d", d.Name, d.Shown, d.Floor))
		}
	}
	for _, item := range r.Items {
		if item.Gate.Open() {
			add("gate", item.ID, item.ID, s.Questionnaire.Item(item.ID).Title+": gate "+item.Gate.Words())
		}
	}
	for _, flag := range r.OpenFlags {
		if flag.Action() == "" {
			add("flag", flag.ID, flag.Item, flag.Text)
		}
	}
	return all
}

// Unanswered lists the causes for which no action is under way on a day: one
// that is closed or overdue answers nothing.
func (s *State) Unanswered(causes []Cause, on Date) []Cause {
	return slices.DeleteFunc(slices.Clone(causes), func(c Cause) bool {
		return slices.ContainsFunc(s.Actions, func(a Action) bool { return a.underWay(on) && a.Cause == c.Key })
	})
}

// admitDecision fills in what is decided on. Nobody decides a blocker away: a
// gate is closed or waived, a flag resolved, and then the verdict is another.
func (s Snapshot) admitDecision(d Decision, at int64) (Decision, error) {
	d.By, d.Role, d.Reason = hostile.Line(d.By), hostile.Line(d.Role), hostile.Clean(strings.TrimSpace(d.Reason))
	seen := d.Snapshot
	hash, err := s.Hash()
	if err != nil {
		return d, err
	}
	result := Evaluate(s, s.Day(at), s.Milestone, questionnaire.Current)
	d.Snapshot, d.Head, d.Milestone, d.AsOf, d.Verdict, d.Shown = hash, s.Head, s.Milestone, result.AsOf, result.Verdict, result.Shown
	d.Causes, d.Event, d.RecordedBy, d.At, d.Voided = nil, "", "", 0, nil
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
