package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Sitting is the work of one milestone: what is asked there, by the way of
// asking.
type Sitting struct {
	Milestone Milestone `json:"milestone"`
	Ways      []Share   `json:"ways"` // in the order of [Ways]; the reserve last
}

// Share is the part of a sitting that is asked in one way.
type Share struct {
	Way     Way  `json:"way"`
	Reserve bool `json:"reserve,omitempty"` // scenarios that are asked only where they were chosen
	Items   int  `json:"items"`
	Minutes int  `json:"minutes"`
	Untimed int  `json:"untimed,omitempty"` // items that give no minutes
}

// Agenda tells for each milestone what is asked and how long it takes at most.
// The first milestone is the one for which assessments open, with everything
// that counts by then. At a later one, items are asked that begin there or are
// worded anew.
func (q *Questionnaire) Agenda() []Sitting {
	var all []Sitting
	for _, at := range Milestones() {
		if !at.Reached(q.OpensFor()) {
			continue
		}
		sitting := Sitting{Milestone: at}
		for _, reserve := range []bool{false, true} {
			for _, way := range Ways() {
				share := Share{Way: way, Reserve: reserve}
				for item := range q.Items() {
					if item.Way() == way && item.Reserve == reserve && item.Basis != Proposed && q.asksAt(item, at) {
						share.add(item)
					}
				}
				if share.Items > 0 {
					sitting.Ways = append(sitting.Ways, share)
				}
			}
		}
		if len(sitting.Ways) > 0 {
			all = append(all, sitting)
		}
	}
	return all
}

func (s *Share) add(item *Item) {
	s.Items++
	s.Minutes += item.Minutes
	if item.Minutes == 0 {
		s.Untimed++
	}
}

// asksAt reports whether an item is asked at a milestone, and not before.
func (q *Questionnaire) asksAt(item *Item, at Milestone) bool {
	from := q.OpensFor()
	if first := item.Phase.From(); item.Kind.Judged() && first.Reached(from) {
		from = first
	}
	_, anew := item.AskedAt[at]
	return at == from || anew && at.Reached(from)
}

// Timed reports whether any item says how many minutes it takes.
func (q *Questionnaire) Timed() bool {
	return slices.ContainsFunc(q.list, func(i *Item) bool { return i.Minutes > 0 })
}

// Words is the sitting in one line, such as
// "award: written 30 items 95 min · live 24 items 98 min".
func (s Sitting) Words() string {
	parts := make([]string, len(s.Ways))
	for n, share := range s.Ways {
		parts[n] = share.Words()
	}
	return string(s.Milestone) + ": " + strings.Join(parts, " · ")
}

// Words is the share as "live 24 items 98 min".
func (s Share) Words() string {
	name, items := string(s.Way), "items"
	if s.Reserve {
		name = "reserve"
	}
	if s.Items == 1 {
		items = "item"
	}
	text := fmt.Sprintf("%s %d %s %d min", name, s.Items, items, s.Minutes)
	if s.Untimed > 0 {
		text += fmt.Sprintf(" (%d without minutes)", s.Untimed)
	}
	return text
}
