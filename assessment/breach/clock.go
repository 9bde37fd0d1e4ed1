package breach

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"assay/assessment"
)

// Clock is all that the facts of a breach set going.
type Clock struct {
	AsOf         assessment.Date `json:"as_of"`
	Zone         string          `json:"zone"`
	Agent        bool            `json:"agent"`      // whether the vendor is said to be ours
	Discovered   []Discovered    `json:"discovered"` // along the chain; the last one is ours
	Deadlines    []Deadline      `json:"deadlines"`  // by date
	OtherReading *Reading        `json:"other_reading"`
	Worst        Worst           `json:"worst_case"`
	Warnings     []Warning       `json:"warnings"`
}

// Discovered is when one house of the chain is taken to have discovered it.
type Discovered struct {
	By      string          `json:"by"`
	Date    assessment.Date `json:"date"`
	Why     string          `json:"why"`
	Assumed bool            `json:"assumed"`
}

// Warning is something that is going wrong though no outer limit is past.
type Warning struct {
	Rule Rule   `json:"rule"`
	Text string `json:"text"`
}

// Compute reckons the clock of a breach. Its errors are Invalid: what is in
// the future, before its cause, negative or contradictory.
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
	other, err := f.otherReading(ours)
	if err != nil {
		return Clock{}, err
	}
	b := docket{Facts: f, ours: ours, day: ours.At.Date(f.Zone)}
	b.chain(found)
	b.notices()
	b.hold()
	b.keep()
	slices.SortStableFunc(b.set, func(x, y Deadline) int { return cmp.Compare(x.Date, y.Date) })
	c := Clock{
		AsOf: f.AsOf.Date(f.Zone), Zone: f.Zone.String(), Agent: f.Chain[len(f.Chain)-1].Agent,
		Deadlines: b.set, OtherReading: other, Worst: f.worst(found[0]), Warnings: b.warnings(),
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

// checkAfter refuses acts of ours from before we knew.
func (f Facts) checkAfter(ours Discovery) error {
	day := ours.At.Date(f.Zone)
	const hint = "who writes of a breach, or is asked to keep silent about it, knows of it: say when we learned of it"
	before := func(at assessment.Date, what string) error {
		if at == 0 || at >= day && !ours.Assumed {
			return nil
		}
		return invalid(hint, "%s on %s, before we are said to have known", what, at)
	}
	if err := before(f.Hold.Oral, "the official spoke to us"); err != nil {
		return err
	}
	if f.Hold.Oral == 0 {
		if err := before(f.Hold.Until, "a hold ends"); err != nil {
			return err
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(f.Sent)) {
		if err := before(f.Sent[rule], fmt.Sprintf("notice (%s) was sent", rule)); err != nil {
			return err
		}
	}
	return nil
}
