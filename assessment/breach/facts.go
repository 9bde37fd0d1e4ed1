package breach

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/assessment"
)

// Facts are the known facts of a breach at one moment.
type Facts struct {
	AsOf Moment         // no other date may be later, except the end of a written hold
	Zone *time.Location // our time zone; all civil dates are in it

	// Chain runs from the company where the breach happened to the vendor that has
	// the contract with us. It has at least one link. The vendor is last.
	Chain []Link
	Knew  Moment // when we learned of the breach ourselves; zero if only the chain told us

	Individuals   *int           // number of people affected, at least 1; nil if unknown
	Residents     map[string]int // number of these people who live in each State or territory, by its two letters; see [FindState]
	Unreachable   int            // number of these people without a usable address
	ContractHours int            // the contract gives the vendor this many hours to tell us, at most MaxContractHours; 0 for no such term
	Hold          Hold
	FactsComplete bool                     // we know everything that the notices need
	Sent          map[Rule]assessment.Date // the day on which each notice went out; see [Sendable]
}

// Link is one business associate in the chain.
type Link struct {
	Name  string
	Knew  Moment // when it learned of the breach itself; zero only if the link before it told it
	Told  Moment // when it told the next company; zero if it has not
	Agent bool   // it is an agent of the next company under the federal common law of agency
}

// Hold is a statement of a law enforcement official that a notice would impede a
// criminal investigation or damage national security (164.412). If both dates
// are given, the written statement counts.
type Hold struct {
	Until assessment.Date // the last day that the written statement names; 0 for none
	Oral  assessment.Date // the day of the oral statement; 0 for none
}

// end returns the last day of the hold, or 0 if there is no hold.
func (h Hold) end() assessment.Date {
	if h.Until == 0 && h.Oral != 0 {
		return h.Oral + oralHold
	}
	return h.Until
}

// move returns the last day of a notice under the hold, given its last day
// without one. before is that day if the hold changes it, and else 0. A written
// statement forbids notice through its last day, so the notice is due on the next
// day. An oral statement delays notice for at most 30 days. No statement helps a
// notice that was late by law before the official spoke.
func (h Hold) move(due assessment.Date, basis Basis) (day, before assessment.Date) {
	day = h.end()
	if h.Until != 0 {
		day++
	}
	if day <= due || basis == Law && h.Oral > due {
		return due, 0
	}
	return day, due
}

// MaxContractHours is the largest number of contract hours: one year. A larger
// number is surely a typing error.
const MaxContractHours = 366 * 24

// mostPeople is the largest number of people in one count. Sums of such counts
// do not overflow.
const mostPeople = 1_000_000_000

// ruleBegins is the first day on which Subpart D applies (164.400).
const ruleBegins = "2009-09-23"

func invalid(format string, args ...any) error {
	return assessment.Errorf(assessment.Invalid, format, args...)
}

// check returns an error for facts that are impossible by themselves. See also
// discoveries and checkAfter.
func (f Facts) check() error {
	if f.AsOf.IsZero() || f.Zone == nil || len(f.Chain) == 0 {
		return invalid("a breach clock needs an as-of date, a time zone and a vendor")
	}
	if err := f.checkMoments(); err != nil {
		return err
	}
	if err := f.checkCounts(); err != nil {
		return err
	}
	if f.ContractHours < 0 || f.ContractHours > MaxContractHours {
		return invalid("the contract hours must be between 1 and %d, not %d", MaxContractHours, f.ContractHours)
	}
	return nil
}

func (f Facts) checkMoments() error {
	names := map[string]bool{}
	for i, link := range f.Chain {
		switch {
		case strings.TrimSpace(link.Name) == "":
			return invalid("a link of the chain needs a name")
		case names[link.Name]:
			return invalid("%s is in the chain twice; name each company only once", link.Name)
		case link.Knew.IsZero() && i == 0:
			return invalid("no date is given for when %s learned of the breach; if it does not say, use the day on which it reported the breach", link.Name)
		}
		names[link.Name] = true
		if err := f.checkMoment(link.Knew, link.Name+" learned of it"); err != nil {
			return err
		}
		if err := f.checkMoment(link.Told, link.Name+" told "+f.next(i)); err != nil {
			return err
		}
	}
	if err := f.checkMoment(f.Knew, "we learned of it"); err != nil {
		return err
	}
	if f.Hold.Oral != 0 {
		if err := f.checkMoment(OnDay(f.Hold.Oral, f.Zone), "the official spoke to us"); err != nil {
			return err
		}
	}
	if f.Hold.Until != 0 && f.Hold.Until < f.Hold.Oral {
		return invalid("the written hold ends on %s, before the official spoke on %s", f.Hold.Until, f.Hold.Oral)
	}
	for _, rule := range slices.Sorted(maps.Keys(f.Sent)) {
		if !slices.Contains(Sendable(), rule) {
			return invalid("%q is not a notice that we send ourselves; those are %v", rule, Sendable())
		}
		if err := f.checkMoment(OnDay(f.Sent[rule], f.Zone), fmt.Sprintf("notice (%s) was sent", rule)); err != nil {
			return err
		}
	}
	return nil
}

// checkMoment returns an error for a moment after the as-of date, or before the
// breach rule applied.
func (f Facts) checkMoment(m Moment, event string) error {
	begins, err := assessment.ParseDate(ruleBegins)
	switch {
	case err != nil:
		return err
	case m.IsZero():
		return nil
	case f.AsOf.Before(m):
		return invalid("%s on %s, which is after the as-of date %s; give a later as-of date, or correct this one", event, m.Text(f.Zone), f.AsOf.Text(f.Zone))
	case m.Date(f.Zone) < begins:
		return invalid("%s on %s, but the breach rule applies only from %s", event, m.Text(f.Zone), ruleBegins)
	}
	return nil
}

func (f Facts) checkCounts() error {
	if f.Individuals != nil && (*f.Individuals < 1 || *f.Individuals > mostPeople) {
		return invalid("a breach affects at least 1 individual, not %d; leave the number out if it is unknown", *f.Individuals)
	}
	if f.Unreachable < 0 || f.Unreachable > mostPeople {
		return invalid("%d is not a possible number of unreachable individuals", f.Unreachable)
	}
	all := 0
	for _, state := range slices.Sorted(maps.Keys(f.Residents)) {
		n := f.Residents[state]
		switch found, err := FindState(state); {
		case err != nil:
			return err
		case found != state:
			return invalid("write %s for %q", found, state)
		case n < 1 || n > mostPeople:
			return invalid("%d is not a possible number of residents of %s; leave out a State where nobody is affected", n, state)
		}
		all += n
	}
	if f.Individuals == nil {
		return nil
	}
	if all > *f.Individuals {
		return invalid("the residents add up to %d, more than the %d individuals affected; count each individual once, where he or she lives", all, *f.Individuals)
	}
	if f.Unreachable > *f.Individuals {
		return invalid("%d unreachable individuals are more than the %d affected", f.Unreachable, *f.Individuals)
	}
	return nil
}

// next returns the name of the company that link i reports to: the next link, or
// "us".
func (f Facts) next(i int) string {
	if i == len(f.Chain)-1 {
		return "us"
	}
	return f.Chain[i+1].Name
}
