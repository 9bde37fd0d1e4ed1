package breach

import (
	"fmt"
	"strings"
	"time"

	"assay/assessment"
)

// Discovery is when a house is taken to have discovered the breach.
type Discovery struct {
	At      Moment
	Why     string // what made it the discovery, as a clause
	Assumed bool   // when the house was told is not known; the earliest was taken
}

// text is the discovery as the beginning of a clock.
func (d Discovery) text(zone *time.Location) string {
	return d.At.Text(zone) + ": " + d.Why
}

// discoveries walks the chain upwards: the discovery of each link, and last
// ours. Of the chain it refuses what cannot have been in that order.
func (f Facts) discoveries() ([]Discovery, error) {
	var found []Discovery
	for i, link := range f.Chain {
		d := f.discovery(i, link.Knew, link.Name, found)
		if !link.Told.IsZero() {
			if d.Assumed {
				return nil, invalid("say when "+link.Name+" learned of it, or when "+f.Chain[i-1].Name+" told it",
					"%s told %s, but when it learned of it is not given", link.Name, f.above(i))
			}
			knew := d.At
			if !link.Knew.IsZero() {
				knew = link.Knew
			}
			if link.Told.Before(knew) {
				return nil, invalid("who tells of a breach knows of it: one of the two dates is wrong",
					"%s told %s on %s, before it learned of it on %s", link.Name, f.above(i), link.Told.Text(f.Zone), knew.Text(f.Zone))
			}
		}
		found = append(found, d)
	}
	return append(found, f.discovery(len(f.Chain), f.Knew, "we", found)), nil
}

// discovery is the earliest of what a house learned itself and what its link
// below gives it. Where that one has not told, as far as is known, it is taken
// to have told at once: the clock that ends first is the safe one.
func (f Facts) discovery(i int, knew Moment, name string, found []Discovery) Discovery {
	own := Discovery{At: knew, Why: name + " learned of it"}
	if i == 0 {
		return own
	}
	below, link := found[i-1], f.Chain[i-1]
	given := Discovery{At: link.Told, Why: fmt.Sprintf("%s told %s", link.Name, f.above(i-1))}
	switch {
	case link.Agent:
		given = Discovery{At: below.At, Why: fmt.Sprintf("%s; %s is %s", below.Why, link.Name, f.agentOf(i-1)), Assumed: below.Assumed}
	case link.Told.IsZero():
		given = Discovery{At: below.At, Why: fmt.Sprintf("%s; when %s told %s is not given", below.Why, link.Name, f.above(i-1)), Assumed: true}
	}
	if !knew.IsZero() && (given.Assumed || knew.From.Before(given.At.From)) {
		return own
	}
	return given
}

func (f Facts) agentOf(i int) string {
	if i == len(f.Chain)-1 {
		return "our agent"
	}
	return "an agent of " + f.Chain[i+1].Name
}

// Worst is the last day on which the law alone lets the individuals hear of
// it: every link that is no agent may take 60 days, and so may we.
type Worst struct {
	Days int             `json:"days"` // from the first knowledge in the chain
	Date assessment.Date `json:"date"`
	Why  string          `json:"why"`
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
	date := first.At.Date(f.Zone) + assessment.Date(days)
	return Worst{Days: days, Date: date, Why: strings.Join(parts, " + ")}
}

// Reading is what our clock would be if the vendor were an agent where it is
// said to be none, or the other way round. Agency turns on the facts of the
// relation, not on what the contract calls it.
type Reading struct {
	Agent       bool            `json:"agent"`
	Discovered  assessment.Date `json:"discovered"`
	Individuals assessment.Date `json:"individuals"` // 60 days from there, without a hold
}

// otherReading is nil where agency changes nothing, or where nothing but an
// assumption stands on the other side.
func (f Facts) otherReading(ours Discovery) (*Reading, error) {
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
	return &Reading{Agent: !f.Chain[last].Agent, Discovered: day, Individuals: day + outerLimit}, nil
}
