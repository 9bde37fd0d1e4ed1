package breach

import (
	"fmt"
	"strings"
	"time"

	"assay/assessment"
)

// Discovery is the moment at which one company discovered the breach.
type Discovery struct {
	At      Moment
	Why     string // the event, like "the vendor told us"
	Assumed bool   // no date of notice is given, so At is the earliest possible one
}

// text returns the moment and the event, like "2026-06-18: the vendor told us".
func (d Discovery) text(zone *time.Location) string {
	return d.At.Text(zone) + ": " + d.Why
}

// discoveries returns one discovery for each link of the chain, in order, and
// ours at the end. It fails if a link told the next one before it knew.
func (f Facts) discoveries() ([]Discovery, error) {
	var found []Discovery
	for i, link := range f.Chain {
		d := f.discovery(i, link.Knew, link.Name, found)
		if !link.Told.IsZero() {
			if d.Assumed {
				return nil, invalid("%s told %s, but no date is given for when it learned of the breach; give that date, or the date on which %s told it",
					link.Name, f.next(i), f.Chain[i-1].Name)
			}
			knew := d.At
			if !link.Knew.IsZero() {
				knew = link.Knew
			}
			if link.Told.Before(knew) {
				return nil, invalid("%s told %s on %s, before it learned of it on %s; nobody can report a breach before learning of it; correct one of the two dates", link.Name, f.next(i), link.Told.Text(f.Zone), knew.Text(f.Zone))
			}
		}
		found = append(found, d)
	}
	return append(found, f.discovery(len(f.Chain), f.Knew, "we", found)), nil
}

// discovery returns the earlier of two events: company i learned of the breach
// itself, or the link before it passed its knowledge on. If no date of notice is
// given, it assumes that the link told at once, because the clock that ends first
// is the safe one.
func (f Facts) discovery(i int, knew Moment, name string, found []Discovery) Discovery {
	own := Discovery{At: knew, Why: name + " learned of it"}
	if i == 0 {
		return own
	}
	previous, link := found[i-1], f.Chain[i-1]
	passedOn := Discovery{At: link.Told, Why: fmt.Sprintf("%s told %s", link.Name, f.next(i-1))}
	switch {
	case link.Agent:
		passedOn = Discovery{At: previous.At, Why: fmt.Sprintf("%s; %s is %s", previous.Why, link.Name, f.agentOf(i-1)), Assumed: previous.Assumed}
	case link.Told.IsZero():
		passedOn = Discovery{At: previous.At, Why: fmt.Sprintf("%s; assuming that %s told %s at once", previous.Why, link.Name, f.next(i-1)), Assumed: true}
	}
	if !knew.IsZero() && (passedOn.Assumed || knew.From.Before(passedOn.At.From)) {
		return own
	}
	return passedOn
}

func (f Facts) agentOf(i int) string {
	if i == len(f.Chain)-1 {
		return "our agent"
	}
	return "an agent of " + f.Chain[i+1].Name
}

// Worst is the latest day on which the law allows the letters to the individuals
// if no contract shortens it: each link that is not an agent may take 60 days,
// and so may we. A hold may postpone them further.
type Worst struct {
	Days   int             `json:"days"` // from the first discovery in the chain
	Date   assessment.Date `json:"date"`
	Before assessment.Date `json:"postponed_from"` // Date without the law enforcement hold; 0 if the hold does not change it
	Why    string          `json:"why"`            // the sum, like "the vendor 60 + we 60"
}

func (f Facts) worst(first Discovery) Worst {
	var parts []string
	days := 0
	for _, link := range f.Chain {
		if link.Agent {
			parts = append(parts, link.Name+" 0 (agent)")
			continue
		}
		days += outerLimit
		parts = append(parts, fmt.Sprintf("%s %d", link.Name, outerLimit))
	}
	days += outerLimit
	parts = append(parts, fmt.Sprintf("we %d", outerLimit))
	start := first.At.Date(f.Zone)
	worst := Worst{Why: strings.Join(parts, " + ")}
	worst.Date, worst.Before = f.Hold.move(start+assessment.Date(days), Law)
	worst.Days = int(worst.Date - start)
	return worst
}

// Alternative is our clock under the opposite answer to the question whether the
// vendor is our agent. The facts of the relationship decide that question, not
// the label in the contract, so counsel should see both clocks.
type Alternative struct {
	Agent       bool            `json:"agent"` // the opposite answer
	Discovered  assessment.Date `json:"discovered"`
	Individuals assessment.Date `json:"individuals"`    // 60 days after Discovered, or later under a hold
	Before      assessment.Date `json:"postponed_from"` // Individuals without the law enforcement hold; 0 if the hold does not change it
}

// alternative returns nil if the opposite answer changes nothing, or if its date
// would only be assumed.
func (f Facts) alternative(ours Discovery) (*Alternative, error) {
	last := len(f.Chain) - 1
	other := f
	other.Chain = append([]Link{}, f.Chain...)
	other.Chain[last].Agent = !f.Chain[last].Agent
	found, err := other.discoveries()
	if err != nil {
		return nil, err
	}
	theirs := found[len(found)-1]
	day := theirs.At.Date(f.Zone)
	if theirs.Assumed || day == ours.At.Date(f.Zone) {
		return nil, nil
	}
	opposite := Alternative{Agent: !f.Chain[last].Agent, Discovered: day}
	opposite.Individuals, opposite.Before = f.Hold.move(day+outerLimit, Law)
	return &opposite, nil
}
