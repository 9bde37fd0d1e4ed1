package breach

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/assessment"
)

// The figures of the rules, in calendar days, individuals and years.
const (
	outerLimit      = 60  // days: 164.404(b), 164.406(b), 164.410(b); after the end of the year: 164.408(c)
	oralHold        = 30  // days: 164.412(b)
	postingDays     = 90  // 164.404(d)(2)(ii)
	manyUnreachable = 10  // individuals or more: 164.404(d)(2)(ii)
	hhsAtOnce       = 500 // individuals or more: 164.408(b)
	mediaOver       = 500 // more residents than this: 164.406(a)
	keptYears       = 6   // 164.530(j)(2), 164.316(b)(2)(i)
	promptDays      = 10  // practice: if all facts are known, a longer silence is hard to explain
)

// schedule collects the deadlines of one breach.
type schedule struct {
	Facts
	ours      Discovery
	day       assessment.Date // of our discovery
	deadlines []Deadline
}

// add sets the state of a deadline and adds it. done is zero if the task is not
// done.
func (s *schedule) add(d Deadline, done Moment) {
	d.setState(s.AsOf, s.Zone, done)
	s.deadlines = append(s.deadlines, d)
}

// addChain adds the notice that each link owes the next company, and the notice
// that the vendor owes us by contract.
func (s *schedule) addChain(found []Discovery) {
	for i, link := range s.Chain {
		d := found[i]
		cite := "45 CFR 164.410(b)"
		if i < len(s.Chain)-1 {
			cite += ", 164.504(e)(5)"
		}
		s.add(Deadline{
			Rule: VendorNotice, What: fmt.Sprintf("%s tells %s", link.Name, s.next(i)), Date: d.At.Date(s.Zone) + outerLimit, Basis: Law, Cite: cite,
			Why: fmt.Sprintf("%d days from %s", outerLimit, d.text(s.Zone)) + s.unheld(link, "the law enforcement hold postpones it only if the official also spoke to "+link.Name), Assumed: d.Assumed,
		}, link.Told)
	}
	if s.ContractHours == 0 {
		return
	}
	last := len(s.Chain) - 1
	d := found[last]
	at := d.At.From.Add(time.Duration(s.ContractHours) * time.Hour).UTC()
	why := fmt.Sprintf("ends %s, %d hours from %s", At(at).Text(s.Zone), s.ContractHours, d.text(s.Zone))
	if !d.At.Exact() {
		why += "; the hour is unknown, so the clock starts with the day"
	}
	s.add(Deadline{
		Rule: ContractNotice, What: fmt.Sprintf("%s tells us within %d hours", s.Chain[last].Name, s.ContractHours), Date: assessment.DateOf(at, s.Zone), At: &at, Basis: Contract,
		Cite: "the business associate agreement", Why: why + s.unheld(s.Chain[last], "the law enforcement hold does not change the contract"), Assumed: d.Assumed || !d.At.Exact(),
	}, s.Chain[last].Told)
}

// unheld says how the hold, of which an official told us, affects a notice that a
// link still owes.
func (s *schedule) unheld(link Link, effect string) string {
	if s.Hold.end() == 0 || !link.Told.IsZero() {
		return ""
	}
	return "; " + effect
}

// addNotices adds the notices that we owe to the individuals, the media and HHS.
func (s *schedule) addNotices() {
	from := s.ours.text(s.Zone)
	s.addNotice(Deadline{
		Rule: Individuals, What: "letters to the individuals", Date: s.day + outerLimit, Basis: Law, Cite: "45 CFR 164.404(b)",
		Why: fmt.Sprintf("%d days from %s", outerLimit, from),
	})
	if _, sent := s.Sent[Individuals]; s.FactsComplete && !sent {
		s.addNotice(Deadline{
			Rule: Delay, What: "letters, since all facts are known", Date: s.day + promptDays, Basis: Practice, Cite: "45 CFR 164.404(b)",
			Why: fmt.Sprintf("all facts are known; more than %d days of silence after discovery look like unreasonable delay", promptDays),
		})
	}
	s.addSubstitute()
	s.addMedia()
	s.addHHS()
}

// addNotice adds one of our notices. A hold may postpone it.
func (s *schedule) addNotice(d Deadline) {
	d.Assumed = d.Assumed || s.ours.Assumed
	d.Date, d.Before = s.Hold.move(d.Date, d.Basis)
	switch {
	case d.Before != 0:
		d.Why += fmt.Sprintf("; the law enforcement hold postpones it from %s", d.Before)
	case s.Hold.Oral > d.Date:
		d.Why += "; the official spoke only after this day, so the law enforcement hold does not postpone it"
	}
	sent := Moment{}
	if day := s.Sent[d.Rule]; day != 0 {
		sent = OnDay(day, s.Zone)
	}
	s.add(d, sent)
}

func (s *schedule) addSubstitute() {
	if s.Unreachable == 0 {
		return
	}
	d := Deadline{
		Rule: Substitute, What: "substitute notice to people without a usable address", Date: s.day + outerLimit, Basis: Law, Cite: "45 CFR 164.404(d)(2)(i)",
		Why: fmt.Sprintf("%d people without a usable address, fewer than %d: in another written form, by telephone or by other means", s.Unreachable, manyUnreachable),
	}
	if s.Unreachable < manyUnreachable {
		s.addNotice(d)
		return
	}
	d.Cite = "45 CFR 164.404(d)(2)(ii)"
	d.Why = fmt.Sprintf("%d people without a usable address, %d or more: on our home page or in major media, with a toll-free number", s.Unreachable, manyUnreachable)
	s.addNotice(d)
	start, event := s.deadlines[len(s.deadlines)-1].Date, "the last day to begin"
	if day := s.Sent[Substitute]; day != 0 {
		start, event = day, "when it began"
	}
	s.add(Deadline{
		Rule: Posting, What: "home page notice and toll-free number stay up", Date: start + postingDays, Basis: Law, Cite: "45 CFR 164.404(d)(2)(ii)",
		Why: fmt.Sprintf("%d days from %s, %s", postingDays, start, event), Assumed: s.ours.Assumed,
	}, Moment{})
}

// addMedia adds the notice to the media if more than 500 residents of one State
// or jurisdiction are affected, or if that is possible.
func (s *schedule) addMedia() {
	var over []string
	counted := 0
	for _, place := range slices.Sorted(maps.Keys(s.Residents)) {
		n := s.Residents[place]
		counted += n
		if n > mediaOver {
			over = append(over, fmt.Sprintf("%s (%d)", place, n))
		}
	}
	d := Deadline{Rule: Media, What: "notice to the media", Date: s.day + outerLimit, Basis: Law, Cite: "45 CFR 164.406", Why: "more than 500 residents of " + strings.Join(over, ", ")}
	if len(over) == 0 {
		if s.Individuals != nil && *s.Individuals-counted <= mediaOver {
			return
		}
		d.Assumed, d.Why = true, "assumed: we do not know where the individuals live; due if more than 500 live in one State or jurisdiction"
	}
	s.addNotice(d)
}

// addHHS adds the notice to the Secretary of HHS. It is due together with the
// letters if 500 or more individuals are affected, and else in the annual log.
func (s *schedule) addHHS() {
	known := 0
	for _, n := range s.Residents {
		known += n
	}
	d := Deadline{Rule: HHS, What: "notice to HHS", Basis: Law}
	switch {
	case s.Individuals != nil && *s.Individuals < hhsAtOnce:
		year := s.day.Time().Year()
		d.Date = assessment.DateOf(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC), time.UTC) + outerLimit
		d.Cite, d.What = "45 CFR 164.408(c)", fmt.Sprintf("notice to HHS, in the annual log for %d", year)
		d.Why = fmt.Sprintf("%d individuals, fewer than %d: %d days after the end of the year in which we discovered it, on %s", *s.Individuals, hhsAtOnce, outerLimit, s.day)
	default:
		d.Date, d.Cite = s.day+outerLimit, "45 CFR 164.408(b)"
		d.Why = fmt.Sprintf("%d individuals or more: at the same time as the letters", hhsAtOnce)
		if sent := s.Sent[Individuals]; sent != 0 && sent < d.Date {
			d.Date = sent
			d.Why += ", which went out on " + sent.String()
		}
		if s.Individuals == nil && known < hhsAtOnce {
			d.Assumed, d.Why = true, fmt.Sprintf("assumed: the number of individuals is unknown; due with the letters if it is %d or more", hhsAtOnce)
		}
	}
	s.addNotice(d)
}

func (s *schedule) addHold() {
	end := s.Hold.end()
	if end == 0 {
		return
	}
	d := Deadline{
		Rule: LawHold, What: "law enforcement hold", Date: end, Basis: Law, Cite: "45 CFR 164.412(a)",
		Why: "the last day named in the written statement; send no notice through this day, and send all of them without delay after it",
	}
	if s.Hold.Until == 0 {
		d.Cite = "45 CFR 164.412(b)"
		d.Why = fmt.Sprintf("at most %d days from the oral statement of %s, unless a written one follows; record who made it", oralHold, s.Hold.Oral)
	}
	s.add(d, Moment{})
}

// addRetention adds the period for which we must keep the records: 6 years from
// the last date of the schedule.
func (s *schedule) addRetention() {
	var last assessment.Date
	for _, d := range s.deadlines {
		last = max(last, d.Date, d.Done)
	}
	until := last.Time().AddDate(keptYears, 0, 0)
	s.add(Deadline{
		Rule: Retention, What: "keep the records of the breach", Date: assessment.DateOf(until, time.UTC), Basis: Law, Cite: "45 CFR 164.530(j)(2), 164.316(b)(2)(i)",
		Why: fmt.Sprintf("%d years from %s, the last of these dates; keep later records longer", keptYears, last), Assumed: s.ours.Assumed,
	}, Moment{})
}

// warnings returns the problems that exist although no outer limit has passed.
func (s *schedule) warnings() []Warning {
	found := []Warning{}
	today := s.AsOf.Date(s.Zone)
	if s.Hold.end() >= today {
		return found
	}
	for _, d := range s.deadlines {
		if d.Rule == Delay && d.Left <= 0 {
			found = append(found, Warning{Delay, fmt.Sprintf("all facts are known and %d days have passed since discovery, but no letter has gone out; this may be unreasonable delay even before the outer limit", int(today-s.day))})
		}
	}
	return found
}
