// Package agenda plans a meeting with the vendor. It says what to ask in the minutes
// that the meeting has, which questions do not fit, and who does the rest at a desk by when.
// While the meeting runs, it says how long each domain has taken and what to skip.
//
// Gates, core scenarios, and facts that decide what else is asked come first, in the
// order of the questionnaire. The rest follows by weight. So a meeting that ends early
// leaves out what matters least.
//
// Package meeting says which items are asked in the meeting. This package is pure: it
// reads no clock and no database.
package agenda

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/meeting"
	"assay/questionnaire"
)

// Plan is a meeting of some minutes. Its JSON keys are a contract: add keys, but never
// change one.
type Plan struct {
	Assessment string                  `json:"assessment"`
	Vendor     string                  `json:"vendor"` // with the subject
	Milestone  questionnaire.Milestone `json:"milestone"`
	AsOf       assessment.Date         `json:"as_of"`

	Minutes int `json:"minutes"` // that the meeting has; 0 is as long as it takes
	Planned int `json:"planned"` // minutes of the points that fit
	Untimed int `json:"untimed"` // points that fit and give no minutes

	Points  []Point `json:"points"`   // that fit, in the order in which to ask them
	LeftOut []Point `json:"left_out"` // that do not fit, the most important first
}

// Point is one open question of the meeting.
type Point struct {
	Item    string `json:"item"`
	Domain  string `json:"domain"`
	Title   string `json:"title"`
	Ask     string `json:"ask"`      // as asked at the milestone
	AskedOf string `json:"asked_of"` // whom to ask
	Minutes int    `json:"minutes"`
	First   bool   `json:"first"` // comes before the rest
	Why     string `json:"why"`   // it has its place: "hard gate", or "weight 4"

	rank, weight, place int
}

// The ranks: a point of a lower one is taken in before all of a higher one.
const (
	steers = iota
	hardGate
	gate
	coreScenario
	comeBack
	rest
)

// Of plans a meeting from the open items that are asked live. 0 minutes is as long as
// it takes.
func Of(items meeting.Items, minutes int) Plan {
	p := planOf(items, cmp.Or(minutes, endless), openLive(items))
	p.Minutes = minutes
	return p
}

// Rest plans the remaining meeting: the open items that are asked live, in the
// minutes that its clock leaves.
func Rest(items meeting.Items, c Clock) Plan {
	p := planOf(items, c.Left, openLive(items))
	p.Minutes = c.Minutes
	return p
}

func openLive(items meeting.Items) func(id string) bool {
	return func(id string) bool { return items.Live(id) && items.Open(id) }
}

// endless is more than the minutes of any meeting.
const endless = 1 << 30

// planOf takes in the wanted items by rank, each that still fits.
func planOf(items meeting.Items, minutes int, wanted func(id string) bool) Plan {
	s, r := items.Now, items.Result
	p := Plan{
		Assessment: s.Assessment, Vendor: s.Opened.Title(), Milestone: r.Milestone, AsOf: r.AsOf,
		Points: []Point{}, LeftOut: []Point{},
	}
	var all []Point
	for _, id := range items.Visible() {
		if wanted(id) {
			all = append(all, pointOf(items, id))
		}
	}
	slices.SortStableFunc(all, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
	})
	for _, point := range all {
		if p.Planned+point.Minutes > minutes {
			p.LeftOut = append(p.LeftOut, point)
			continue
		}
		p.Points = append(p.Points, point)
		if p.Planned += point.Minutes; point.Minutes == 0 {
			p.Untimed++
		}
	}
	slices.SortStableFunc(p.Points, inTurn)
	return p
}

func pointOf(items meeting.Items, id string) Point {
	q, result := items.Now.Questionnaire, items.Of(id)
	item := q.Item(id)
	p := Point{
		Item: id, Domain: q.DomainOf(id).ID, Title: item.Title, Ask: item.AskAt(items.Result.Milestone), AskedOf: item.AskedOf,
		Minutes: item.Minutes, rank: rest, weight: item.Weight, place: q.Place(id),
	}
	switch {
	case !item.Kind.Judged() && steering(q, id):
		p.rank, p.Why = steers, "decides what else counts"
	case result.Gate != "" && item.HardAt(items.Result.Milestone):
		p.rank, p.Why = hardGate, "hard gate"
	case result.Gate != "":
		p.rank, p.Why = gate, "gate"
	case item.Kind.Scored() && !item.Reserve:
		p.rank, p.Why = coreScenario, "core scenario"
	case items.Now.Answers[id].Later:
		p.rank, p.Why = comeBack, "to come back to"
	case item.Weight > 0:
		p.Why = fmt.Sprintf("weight %d", item.Weight)
	default:
		p.Why = "no weight"
	}
	if p.First = p.rank < comeBack; p.First {
		p.weight = 0 // in the order of the questionnaire
	}
	return p
}

// steering reports whether a fact decides which items are asked, raises a red flag, or
// counts in the risk.
func steering(q *questionnaire.Questionnaire, id string) bool {
	effects := q.Steering(id)
	return effects.Asked || effects.Flagged || effects.Risk
}

// inTurn orders points as they are asked.
func inTurn(a, b Point) int {
	if a.First != b.First {
		if a.First {
			return -1
		}
		return 1
	}
	if a.First {
		return cmp.Compare(a.place, b.place)
	}
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.weight, a.weight), cmp.Compare(a.place, b.place))
}

// Next is the point to ask after an item, or empty where no other is open. Points
// that do not fit come after all that do.
func (p Plan) Next(items meeting.Items, after string) string {
	first := ""
	here := Point{First: true, place: -1}
	if items.Now.Questionnaire.Item(after) != nil && items.Live(after) {
		here = pointOf(items, after)
	}
	for _, part := range [][]Point{p.Points, p.LeftOut} {
		for _, point := range part {
			switch {
			case point.Item == after:
			case inTurn(point, here) > 0:
				return point.Item
			case first == "":
				first = point.Item
			}
		}
		if first != "" {
			return first
		}
		here = Point{First: true, place: -1}
	}
	return ""
}

// The headings of the parts.
const (
	First = "First: gates and core scenarios"
	Then  = "Then, by weight"
	Not   = "Does not fit"
)

// Parts groups the points under headings: the first to ask, the rest, and the ones that
// do not fit. It leaves out a group without points.
func (p Plan) Parts() []Part {
	n := slices.IndexFunc(p.Points, func(point Point) bool { return !point.First })
	if n < 0 {
		n = len(p.Points)
	}
	var parts []Part
	for _, part := range []Part{{First, p.Points[:n]}, {Then, p.Points[n:]}, {Not, p.LeftOut}} {
		if len(part.Points) > 0 {
			parts = append(parts, part)
		}
	}
	return parts
}

// Part is a part of the plan with its heading.
type Part struct {
	Heading string
	Points  []Point
}

// Words is the heading with the minutes of the part.
func (p Part) Words() string { return fmt.Sprintf("%s (%d min)", p.Heading, Minutes(p.Points)) }

// Minutes are the minutes of all points together.
func Minutes(points []Point) int {
	sum := 0
	for _, point := range points {
		sum += point.Minutes
	}
	return sum
}
