package assessment

import (
	"maps"
	"slices"

	"assay/questionnaire"
)

// Move is the effect of a later milestone on an assessment: other gates,
// other wordings, other evidence. The answers stay.
type Move struct {
	Assessment string                  `json:"assessment"`
	About      string                  `json:"about"` // the vendor, and the placed person or contract
	From       questionnaire.Milestone `json:"from"`
	To         questionnaire.Milestone `json:"to"`
	AsOf       Date                    `json:"as_of"`

	Before Judgment `json:"before"` // at From, by the rules in force
	After  Judgment `json:"after"`  // at To, on the same answers; answers to ask again count as claimed

	Opens    []OpenedGate  `json:"opens"`     // gates that are open at To and were not at From
	AskAgain []ReaskedItem `json:"ask_again"` // answered for From, but the question changes at To
	ToAsk    []string      `json:"to_ask"`    // ids of unanswered items that begin to count
}

// OpenedGate is a gate that a move opens.
type OpenedGate struct {
	Item  string    `json:"item"`
	Title string    `json:"title"`
	Was   GateState `json:"was,omitempty"` // empty if it was not a gate before
	State GateState `json:"state"`
	Hard  bool      `json:"hard"`
}

// ReaskedItem is an answered item whose question changes.
type ReaskedItem struct {
	Item     string   `json:"item"`
	Title    string   `json:"title"`
	Because  []string `json:"because"`  // the keys of the item that change it: ask_at, shown_by, must_show
	Ask      string   `json:"ask"`      // the question from now on
	Evidence []string `json:"evidence"` // ids of the kinds that can show it from now on; empty for any
}

// MoveOn shows the effect of moving an assessment to a milestone. It does
// not change the snapshot; the event [Moved] does.
//
// An item is asked again if it is worded differently there, or if it then
// needs kinds of evidence that its answer lacks.
func MoveOn(s Snapshot, to questionnaire.Milestone, asOf Date) Move {
	next := s.movedTo(to)
	before, after := Evaluate(s, asOf, s.Milestone, questionnaire.Current), Evaluate(next, asOf, to, questionnaire.Current)
	move := Move{
		Assessment: s.Assessment, About: s.Opened.Title(), From: s.Milestone, To: to, AsOf: asOf,
		Before: s.judgment(before), After: next.judgment(after),
		Opens: []OpenedGate{}, AskAgain: []ReaskedItem{}, ToAsk: []string{},
	}
	for n, now := range after.Items {
		item, was := s.Questionnaire.Item(now.ID), before.Items[n]
		if item.Computed() {
			continue
		}
		if now.Gate.Open() && !was.Gate.Open() {
			move.Opens = append(move.Opens, OpenedGate{Item: item.ID, Title: item.Title, Was: was.Gate, State: now.Gate, Hard: item.HardAt(to)})
		}
		answer := s.Answers[item.ID]
		switch {
		case answer.Answered() || answer.NotApplicable != nil:
			if keys := reasked(item, answer, s.Milestone, to); len(keys) > 0 && now.State != StateHidden {
				move.AskAgain = append(move.AskAgain, ReaskedItem{
					Item: item.ID, Title: item.Title, Because: keys, Ask: item.AskAt(to), Evidence: slices.Concat([]string{}, item.Accepts(to)),
				})
			}
		case now.State == StateUnanswered && was.State != StateUnanswered:
			move.ToAsk = append(move.ToAsk, item.ID)
		}
	}
	return move
}

// movedTo is the snapshot after the move.
func (s Snapshot) movedTo(to questionnaire.Milestone) Snapshot {
	next := s
	next.Answers, next.Milestone = maps.Clone(s.Answers), to
	for id, because := range s.reverifiedAt(to) {
		next.Answers[id] = next.Answers[id].AskedAgain(because)
	}
	return next
}

// reverifiedAt lists the answered items whose question changes at a later
// milestone, with the keys that change it.
func (s Snapshot) reverifiedAt(to questionnaire.Milestone) map[string][]string {
	var all map[string][]string
	for item := range s.Questionnaire.Items() {
		answer := s.Answers[item.ID]
		if !answer.Answered() && answer.NotApplicable == nil {
			continue
		}
		if keys := reasked(item, answer, s.Milestone, to); len(keys) > 0 {
			if all == nil {
				all = map[string][]string{}
			}
			all[item.ID] = keys
		}
	}
	return all
}

// reasked lists the keys that change the question of an item at a later
// milestone.
func reasked(item *questionnaire.Item, answer Answer, from, to questionnaire.Milestone) (keys []string) {
	if item.AskAt(from) != item.AskAt(to) {
		keys = append(keys, "ask_at")
	}
	before, now := item.Demand(from), item.Demand(to)
	if before.Equal(now) {
		return keys
	}
	lacks := func(kinds []string) bool {
		return !slices.ContainsFunc(answer.Evidence, func(record Evidence) bool { return record.Shows(kinds) })
	}
	switch {
	case len(now.Groups) == 0 && lacks(now.Further):
		keys = append(keys, "shown_by")
	case slices.ContainsFunc(now.Groups, func(g questionnaire.Group) bool { return lacks(g.By) }):
		keys = append(keys, "must_show")
	}
	return keys
}
