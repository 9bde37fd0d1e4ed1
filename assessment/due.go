package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/questionnaire"
)

// Due is one thing that somebody must do for an assessment by a day.
type Due struct {
	Kind    DueKind `json:"kind"`
	On      Date    `json:"on"` // the last day in time
	Overdue bool    `json:"overdue"`
	Text    string  `json:"text"`
	Owner   string  `json:"owner,omitempty"`
	Item    string  `json:"item,omitempty"`
	ID      string  `json:"id,omitempty"` // of the action
}

// DueKind is the kind of a due task.
type DueKind string

// The kinds.
const (
	DueDecision DueKind = "decision" // decide again: the decision is void, or its conditions have no action
	DueReview   DueKind = "review"   // the review interval of the residual risk has passed
	DueAction   DueKind = "action"   // an open action
	DueWaiver   DueKind = "waiver"   // a waiver ends, and its gate opens
	DueEvidence DueKind = "evidence" // a record that closes a gate ends
)

// DueOf lists the due tasks of an assessment, the earliest first, as of the
// day of the result. The residual risk sets how many days after the latest
// decision a review is due; without a decision none is.
func DueOf(s Snapshot, r Result) []Due {
	var all []Due
	add := func(d Due) {
		d.Overdue = d.On < r.AsOf
		all = append(all, d)
	}
	if n := len(s.Decisions); n > 0 {
		last := s.Decisions[n-1]
		if !last.InForce() {
			text := fmt.Sprintf("the decision of %s for %s is void: %s changed since", last.AsOf, last.Milestone, last.ChangedText())
			add(Due{Kind: DueDecision, On: s.Day(last.Voided[0].At), Text: text, Owner: last.By})
		}
		if d := s.DecisionInForce(); d != nil && d.Outcome == DecideConditional {
			if open := s.unmet(d, r); len(open) > 0 {
				since := d.At
				for _, a := range s.Actions {
					if a.Closed != nil {
						since = max(since, a.Closed.At)
					}
				}
				add(Due{Kind: DueDecision, On: s.Day(since), Text: "decide again: no action is open for " + strings.Join(open, "; "), Owner: d.By})
			}
		}
		if days := r.Risk.ReviewDays; days > 0 && s.Milestone != questionnaire.Close {
			add(Due{Kind: DueReview, On: s.Day(last.At) + Date(days), Text: "re-assess: risk " + r.Risk.Tier + ", every " + strconv.Itoa(days) + " days", Owner: last.By})
		}
	}
	for _, a := range s.Actions {
		if a.Closed == nil {
			add(Due{Kind: DueAction, On: a.Due, Text: a.What, Owner: a.Owner, Item: a.Item, ID: a.ID})
		}
	}
	for _, item := range r.Items {
		if w, granted := s.Waivers[item.ID]; granted && (item.Gate == GateWaived || item.Gate == GateWaiverExpired) {
			add(Due{Kind: DueWaiver, On: w.Expires, Text: "the waiver ends: " + s.Questionnaire.Item(item.ID).Title, Owner: w.Owner, Item: item.ID})
		}
		if item.Gate == GateClosed {
			s.endings(item, r, add)
		}
	}
	slices.SortStableFunc(all, func(a, b Due) int { return cmp.Compare(a.On, b.On) })
	return all
}

// endings adds the last days of the records that close a gate. A paper that
// shows several kinds can end for one of them first.
func (s Snapshot) endings(result ItemResult, r Result, add func(Due)) {
	item, answer := s.Questionnaire.Item(result.ID), s.Answers[result.ID]
	groups := result.Groups
	if shown := s.ShowingOf(item, &answer, r.AsOf, r.Milestone); len(groups) == 0 && shown.Record > 0 {
		groups = []Shown{{Record: shown.Record, Kind: shown.Kind}}
	}
	told := map[string]bool{}
	for _, group := range groups {
		kind := s.Questionnaire.EvidenceKind(group.Kind)
		last := AgeOf(kind, &answer.Evidence[group.Record-1], r.AsOf, r.Milestone).Until
		text := kind.Name + " ends: " + item.Title
		if !last.IsZero() && !told[text+last.String()] {
			told[text+last.String()] = true
			add(Due{Kind: DueEvidence, On: last, Text: text, Item: item.ID})
		}
	}
}

// unmet lists the causes of a conditional decision that remain and have no
// open action.
func (s Snapshot) unmet(d *Decision, r Result) []string {
	var texts []string
	for _, cause := range s.Causes(r) {
		asked := slices.ContainsFunc(d.Causes, func(c Cause) bool { return c.Key == cause.Key })
		open := slices.ContainsFunc(s.Actions, func(a Action) bool { return a.Closed == nil && a.Cause == cause.Key })
		if asked && !open {
			texts = append(texts, cause.Text)
		}
	}
	return texts
}

// ReviewDue is the day of the next review, or no date.
func ReviewDue(s Snapshot, r Result) Date {
	for _, d := range DueOf(s, r) {
		if d.Kind == DueReview {
			return d.On
		}
	}
	return 0
}
