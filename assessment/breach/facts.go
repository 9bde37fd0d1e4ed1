package breach

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/assessment"
)

// Facts is what is known of a breach at one moment.
type Facts struct {
	AsOf Moment         // nothing is later than this, save the end of a written hold
	Zone *time.Location // ours: civil dates are those of this zone

	// Chain is from where it happened up to the vendor, the last, whose contract
	// is with us.
	Chain []Link
	Knew  Moment // when we ourselves learned of it, other than from the chain

	Individuals   *int           // how many are affected, at least 1; nil while unknown
	Residents     map[string]int // of them, how many live in a State or jurisdiction
	Unreachable   int            // of them, how many have no usable address
	ContractHours int            // within which the vendor owes us notice by contract; 0 where none are agreed
	Hold          Hold
	FactsComplete bool                     // nothing is left to find out before the notices can go out
	Sent          map[Rule]assessment.Date // which of the notices that are [Sendable] went out, and when
}

// Link is a business associate in the chain.
type Link struct {
	Name  string
	Knew  Moment // when it learned of it itself; may be never where the one below it told
	Told  Moment // when it told the next one up; never while it has not
	Agent bool   // of the next one up, by the federal common law of agency
}

// Hold is what an official said to us: that notice would impede a criminal
// investigation or damage national security, 164.412. A written statement
// counts before an oral one.
type Hold struct {
	Until assessment.Date // the last day that a written statement specifies
	Oral  assessment.Date // the day of an oral statement
}

// end is the last day of the hold, no date where there is none.
func (h Hold) end() assessment.Date {
	if h.Until == 0 && h.Oral != 0 {
		return h.Oral + oralHold
	}
	return h.Until
}

// MaxContractHours is the longest contract clock that is taken: a year. What
// is longer is a slip of the pen.
const MaxContractHours = 366 * 24

// mostPeople is more than can be affected, and few enough to be summed.
const mostPeople = 1_000_000_000

// Subpart D applies to breaches from this day on: 164.400.
const ruleBegins = "2009-09-23"

func invalid(hint, format string, args ...any) error {
	return assessment.Errorf(assessment.Invalid, hint, format, args...)
}

// check says what in the facts cannot be, apart from what depends on the
// discoveries.
func (f Facts) check() error {
	if f.AsOf.IsZero() || f.Zone == nil || len(f.Chain) == 0 {
		return invalid("", "a breach clock needs a day to judge for, a zone and a vendor")
	}
	if err := f.checkMoments(); err != nil {
		return err
	}
	if err := f.checkCounts(); err != nil {
		return err
	}
	if f.ContractHours < 0 || f.ContractHours > MaxContractHours {
		return invalid("", "the hours of the contract are 1 to %d, not %d", MaxContractHours, f.ContractHours)
	}
	return nil
}

func (f Facts) checkMoments() error {
	names := map[string]bool{}
	for i, link := range f.Chain {
		switch {
		case strings.TrimSpace(link.Name) == "":
			return invalid("", "a link of the chain needs a name")
		case names[link.Name]:
			return invalid("a chain has no circle: name each link once", "%s is in the chain twice", link.Name)
		case link.Knew.IsZero() && i == 0:
			return invalid("where it does not say, take the day on which it told", "when %s learned of it is not given", link.Name)
		}
		names[link.Name] = true
		if err := f.checkMoment(link.Knew, link.Name+" learned of it"); err != nil {
			return err
		}
		if err := f.checkMoment(link.Told, link.Name+" told "+f.above(i)); err != nil {
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
		return invalid("", "the written hold ends on %s, before the official spoke on %s", f.Hold.Until, f.Hold.Oral)
	}
	for _, rule := range slices.Sorted(maps.Keys(f.Sent)) {
		if !slices.Contains(Sendable(), rule) {
			return invalid(fmt.Sprintf("use one of %v", Sendable()), "%q is not a notice that we send", rule)
		}
		if err := f.checkMoment(OnDay(f.Sent[rule], f.Zone), fmt.Sprintf("notice (%s) was sent", rule)); err != nil {
			return err
		}
	}
	return nil
}

// checkMoment refuses what is to come, and what was before there was a rule.
func (f Facts) checkMoment(m Moment, what string) error {
	begins, err := assessment.ParseDate(ruleBegins)
	switch {
	case err != nil:
		return err
	case m.IsZero():
		return nil
	case f.AsOf.Before(m):
		return invalid("nothing can have happened after the day that is judged for", "%s on %s, which is after %s", what, m.Text(f.Zone), f.AsOf.Text(f.Zone))
	case m.Date(f.Zone) < begins:
		return invalid("", "%s on %s: the breach rule applies from %s on", what, m.Text(f.Zone), ruleBegins)
	}
	return nil
}

func (f Facts) checkCounts() error {
	if f.Individuals != nil && (*f.Individuals < 1 || *f.Individuals > mostPeople) {
		return invalid("leave the number out while it is unknown", "a breach affects 1 individual or more, not %d", *f.Individuals)
	}
	if f.Unreachable < 0 || f.Unreachable > mostPeople {
		return invalid("", "%d individuals cannot be out of reach", f.Unreachable)
	}
	all, folded := 0, map[string]bool{}
	for _, place := range slices.Sorted(maps.Keys(f.Residents)) {
		n, key := f.Residents[place], strings.ToLower(strings.TrimSpace(place))
		switch {
		case key == "":
			return invalid("as TX", "a State or jurisdiction needs a name")
		case folded[key]:
			return invalid("", "%s is named twice", place)
		case n < 0 || n > mostPeople:
			return invalid("", "%d residents of %s cannot be affected", n, place)
		}
		folded[key] = true
		all += n
	}
	if f.Individuals == nil {
		return nil
	}
	if all > *f.Individuals {
		return invalid("count each individual where he or she lives", "%d residents are more than the %d individuals affected", all, *f.Individuals)
	}
	if f.Unreachable > *f.Individuals {
		return invalid("", "%d out of reach are more than the %d individuals affected", f.Unreachable, *f.Individuals)
	}
	return nil
}

// above is whom a link tells: the next link, or us.
func (f Facts) above(i int) string {
	if i == len(f.Chain)-1 {
		return "us"
	}
	return f.Chain[i+1].Name
}
