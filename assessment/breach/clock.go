package breach

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"assay/assessment"
)

// Clock is the result of [Compute].
type Clock struct {
	AsOf        assessment.Date `json:"as_of"`
	Zone        string          `json:"zone"`          // IANA name; all dates are civil dates in it
	Agent       bool            `json:"agent"`         // the facts call the vendor our agent
	Discovered  []Discovered    `json:"discovered"`    // in the order of the chain; ours is last
	Deadlines   []Deadline      `json:"deadlines"`     // sorted by date
	Alternative *Alternative    `json:"other_reading"` // nil if agency changes nothing
	Worst       Worst           `json:"worst_case"`
	Warnings    []Warning       `json:"warnings"`  // empty, never nil
	StateLaw    []StateLaw      `json:"state_law"` // empty, never nil
}

// Discovered is the day on which one company of the chain discovered the breach.
type Discovered struct {
	By      string          `json:"by"` // the name of the link, or "us"
	Date    assessment.Date `json:"date"`
	Why     string          `json:"why"` // the event, like "the vendor told us"
	Assumed bool            `json:"assumed"`
}

// Warning is a problem that exists before any outer limit has passed.
type Warning struct {
	Rule Rule   `json:"rule"`
	Text string `json:"text"`
}

// Compute returns the clock of a breach. It fails with code Invalid if a date is
// in the future or before its cause, if a number is out of range, or if two facts
// contradict each other.
func Compute(f Facts) (Clock, error) {
	if err := f.check(); err != nil {
		return Clock{}, err
	}
	found, err := f.discoveries()
	if err != nil {
		return Clock{}, err
	}
	ours := found[len(found)-1]
	if err := f.checkAfter(ours); err != nil {
		return Clock{}, err
	}
	alternative, err := f.alternative(ours)
	if err != nil {
		return Clock{}, err
	}
	s := schedule{Facts: f, ours: ours, day: ours.At.Date(f.Zone)}
	s.addChain(found)
	s.addNotices()
	s.addHold()
	s.addRetention()
	slices.SortStableFunc(s.deadlines, func(x, y Deadline) int { return cmp.Compare(x.Date, y.Date) })
	c := Clock{
		AsOf: f.AsOf.Date(f.Zone), Zone: f.Zone.String(), Agent: f.Chain[len(f.Chain)-1].Agent,
		Deadlines: s.deadlines, Alternative: alternative, Worst: f.worst(found[0]), Warnings: s.warnings(), StateLaw: f.stateLaw(),
	}
	for i, d := range found {
		by := "us"
		if i < len(f.Chain) {
			by = f.Chain[i].Name
		}
		c.Discovered = append(c.Discovered, Discovered{By: by, Date: d.At.Date(f.Zone), Why: d.Why, Assumed: d.Assumed})
	}
	return c, nil
}

// checkAfter returns an error if we received a hold or sent a notice before we
// knew of the breach.
func (f Facts) checkAfter(ours Discovery) error {
	day := ours.At.Date(f.Zone)
	check := func(at assessment.Date, event string) error {
		if at == 0 || at >= day && !ours.Assumed {
			return nil
		}
		return invalid("%s on %s, but no date shows that we knew of the breach by then; give the date on which we learned of it, or on which the vendor told us", event, at)
	}
	if err := check(f.Hold.Oral, "the official spoke to us"); err != nil {
		return err
	}
	if f.Hold.Oral == 0 {
		if err := check(f.Hold.Until, "a hold ends"); err != nil {
			return err
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(f.Sent)) {
		if err := check(f.Sent[rule], fmt.Sprintf("notice (%s) was sent", rule)); err != nil {
			return err
		}
	}
	return nil
}
