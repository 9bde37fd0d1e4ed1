package assessment

import (
	"cmp"
	"slices"

	"assay/assessment/hostile"
)

// Published decides which bodies of a journal a report publishes: those that
// the state stands on. It reads headers alone, so that a reader who has only
// these bodies can tell that none of them is missing. The headers are of one
// journal, in the order of Seq.
//
// These bodies do not count: an answer, a grade, a waiver, a summary or a person's
// sign-off that a later one replaced; a grade that a closed panel hides (see
// [PanelOpened]); a link that was changed or removed; anything that was taken back; a
// withdrawal that ended; and every body that was struck. Undone, LinkRemoved and
// Reinstated say all in their headers. All others count, also every decision,
// action, flag, session and confirmation, because the state names them.
//
// Some older bodies count, too:
//   - A note, quote, tick or mark that was recorded while a decision was in force
//     counts, and so do the answer and the grades that it was added to. The
//     decision names the kind of each addition.
//   - Answers that were carried over are one event with one body.
//   - A grade of an earlier form does not say in its header how it changed the one
//     before it. Both count.
//   - An answer that a change of the rules gave another id, if the later answer
//     does not name it in its header.
func Published(headers []Header) []bool {
	p := newPublishing(headers)
	p.findPlaces()
	for n := range headers {
		p.follow(n)
	}
	counts, hidden := make([]bool, len(headers)), Sealed(headers)
	for n := range headers {
		counts[n] = !p.undone[n] && !p.struck[n] && !hidden[n] && (p.needed[n] || !p.replaced[n])
	}
	return counts
}

func newPublishing(headers []Header) *publishing {
	return &publishing{
		headers: headers, at: make(map[string]int, len(headers)),
		undone: make([]bool, len(headers)), struck: make([]bool, len(headers)), replaced: make([]bool, len(headers)), needed: make([]bool, len(headers)),
		places: make([]place, len(headers)), same: map[place]place{},
		items: map[place]*itemTrail{}, waivers: map[place][]int{}, links: map[string][]int{}, signedOff: map[string][]int{}, withdrawn: -1,
	}
}

// publishing walks the headers of a journal. It names an event by its place in
// them, from 0.
type publishing struct {
	headers  []Header
	at       map[string]int // events by id
	undone   []bool
	struck   []bool
	replaced []bool // a later event counts instead, or the header says all
	needed   []bool // counts although it was replaced

	places    []place         // of each event about an item
	same      map[place]place // places of one item
	items     map[place]*itemTrail
	waivers   map[place][]int
	links     map[string][]int // by id of the link
	summaries []int
	signedOff map[string][]int // by person
	withdrawn int              // the latest withdrawal, or -1

	decided int64 // seq of the latest decision
	inForce bool  // a decision may be in force
}

// place is an item under the rules of one time. A change of the rules may give an
// item another id, and its id to another item.
type place struct {
	rules int // how many changes of the rules came before
	item  string
}

// itemTrail lists the events of one item, the latest last.
type itemTrail struct {
	answered []int
	graded   map[string][]int // by scorer
}

// findPlaces finds the events that were taken back or struck, and which places
// are of one item: an event that replaces another one is about its item.
func (p *publishing) findPlaces() {
	rules := 0
	for n, h := range p.headers {
		p.at[h.ID] = n
		of, known := p.at[h.Event]
		switch h.Kind {
		case RulesChanged{}.kind():
			rules++
		case Undone{}.kind():
			if known {
				p.undone[of] = true
			}
		case Struck{}.kind():
			if known {
				p.struck[of] = true
			}
		case Answered{}.kind(), Graded{}.kind():
			p.places[n] = place{rules, h.Item}
			if known && p.places[of] != (place{}) {
				if one, other := p.first(p.places[n]), p.first(p.places[of]); one != other {
					p.same[one] = other
				}
			}
		case WaiverGranted{}.kind():
			p.places[n] = place{rules, h.Item}
		}
	}
}

// first is the place that stands for all places of an item.
func (p *publishing) first(at place) place {
	for {
		earlier, renamed := p.same[at]
		if !renamed {
			return at
		}
		at = earlier
	}
}

// follow adds one event. The same events void a decision as in [Fold].
func (p *publishing) follow(n int) {
	h := p.headers[n]
	switch h.Kind {
	case Undone{}.kind():
		p.replaced[n] = true
		if of, known := p.at[h.Event]; known && p.headers[of].Seq <= p.decided && !p.headers[of].Beside {
			p.inForce = false
		}
		return
	case Decided{}.kind():
		p.decided = h.Seq
	}
	if p.undone[n] {
		return // as if it had never happened
	}
	switch h.Kind {
	case Decided{}.kind():
		p.inForce = true
	case Moved{}.kind():
		p.inForce = false // nobody has decided for a later milestone yet
	case Answered{}.kind(), Graded{}.kind():
		p.followItem(n)
		p.inForce = p.inForce && h.Beside
	case FlagRaised{}.kind(), FlagResolved{}.kind(), RulesChanged{}.kind(), PanelOpened{}.kind(), GradersNamed{}.kind():
		p.inForce = false
	case WaiverGranted{}.kind():
		p.waivers[p.places[n]] = p.replace(p.waivers[p.places[n]], n)
		p.inForce = false
	case LinkSet{}.kind():
		id := cmp.Or(h.Event, h.ID)
		p.links[id] = p.replace(p.links[id], n)
		p.inForce = false
	case LinkRemoved{}.kind():
		for _, set := range p.links[h.Event] {
			p.replaced[set] = true
		}
		p.replaced[n], p.inForce = true, false
	case Summarized{}.kind():
		p.summaries = p.replace(p.summaries, n)
	case SignedOff{}.kind():
		person := hostile.Fold(h.By)
		p.signedOff[person] = p.replace(p.signedOff[person], n)
	case Withdrawn{}.kind():
		p.withdrawn = n
	case Reinstated{}.kind():
		p.replaced[n] = true
		if p.withdrawn >= 0 {
			p.replaced[p.withdrawn] = true
		}
	}
}

// replace adds an event to a trail, where it takes the place of those before it.
// A struck body takes the place of none: the one before it still shows.
func (p *publishing) replace(trail []int, n int) []int {
	if !p.struck[n] {
		for _, before := range slices.Backward(trail) {
			if p.replaced[before] {
				break // and so are those before it
			}
			p.replaced[before] = true
		}
	}
	return append(trail, n)
}

// followItem adds an answer or a grade.
func (p *publishing) followItem(n int) {
	h, at := p.headers[n], p.first(p.places[n])
	item := p.items[at]
	if item == nil {
		item = &itemTrail{graded: map[string][]int{}}
		p.items[at] = item
	}
	if h.Beside && p.inForce {
		p.needed[n] = true
		p.need(item.answered)
		for _, trail := range item.graded {
			p.need(trail)
		}
	}
	if h.Kind == (Answered{}).kind() {
		item.answered = p.replace(item.answered, n)
		return
	}
	scorer := hostile.Fold(h.Scorer)
	if h.Grade == "" { // of an earlier form
		p.needed[n] = true
		p.need(item.graded[scorer])
	}
	item.graded[scorer] = p.replace(item.graded[scorer], n)
}

// need has the latest event of a trail count, and earlier ones as far as the
// later were struck.
func (p *publishing) need(trail []int) {
	for _, n := range slices.Backward(trail) {
		if p.needed[n] = true; !p.struck[n] {
			return
		}
	}
}
