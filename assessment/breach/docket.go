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
	outerLimit     = 60  // 164.404(b), 164.406(b), 164.410(b); after the year's end 164.408(c)
	oralHold       = 30  // 164.412(b)
	postingDays    = 90  // 164.404(d)(2)(ii)
	manyOutOfReach = 10  // and more: 164.404(d)(2)(ii)
	hhsAtOnce      = 500 // individuals and more: 164.408(b)
	mediaOver      = 500 // residents, and not exactly as many: 164.406(a)
	keptYears      = 6   // 164.530(j)(2), 164.316(b)(2)(i)
	promptDays     = 10  // practice: with all facts known, silence beyond it is hard to explain
)

// docket is where the deadlines of one breach are entered.
type docket struct {
	Facts
	ours Discovery
	day  assessment.Date // of our discovery
	set  []Deadline
}

func (b *docket) add(d Deadline, done Moment) {
	d.stand(b.AsOf, b.Zone, done)
	b.set = append(b.set, d)
}

// chain sets what each link owes the next, and what the contract adds.
func (b *docket) chain(found []Discovery) {
	for i, link := range b.Chain {
		d := found[i]
		cite := "45 CFR 164.410(b)"
		if i < len(b.Chain)-1 {
			cite += ", 164.504(e)(5)"
		}
		b.add(Deadline{
			Rule: VendorNotice, What: fmt.Sprintf("%s tells %s", link.Name, b.above(i)), Date: d.At.Date(b.Zone) + outerLimit, Basis: Law, Cite: cite,
			Why: fmt.Sprintf("%d days from %s", outerLimit, d.text(b.Zone)), Assumed: d.Assumed,
		}, link.Told)
	}
	if b.ContractHours == 0 {
		return
	}
	last := len(b.Chain) - 1
	d := found[last]
	at := d.At.From.Add(time.Duration(b.ContractHours) * time.Hour).UTC()
	why := fmt.Sprintf("%d hours, until %s, from %s", b.ContractHours, At(at).Text(b.Zone), d.text(b.Zone))
	if !d.At.Exact() {
		why += "; the hour is not known, so that the day's first counts"
	}
	b.add(Deadline{
		Rule: ContractNotice, What: b.Chain[last].Name + " tells us, by contract", Date: assessment.DateOf(at, b.Zone), At: &at, Basis: Contract,
		Cite: "the business associate agreement", Why: why, Assumed: d.Assumed || !d.At.Exact(),
	}, b.Chain[last].Told)
}

// notices sets what we owe: to individuals, to the media, to HHS.
func (b *docket) notices() {
	from := b.ours.text(b.Zone)
	b.notice(Deadline{
		Rule: Individuals, What: "letters to the individuals", Date: b.day + outerLimit, Basis: Law, Cite: "45 CFR 164.404(b)",
		Why: fmt.Sprintf("%d days from %s", outerLimit, from),
	})
	if _, sent := b.Sent[Individuals]; b.FactsComplete && !sent {
		b.notice(Deadline{
			Rule: Delay, What: "letters, with all facts known", Date: b.day + promptDays, Basis: Practice, Cite: "45 CFR 164.404(b)",
			Why: fmt.Sprintf("all facts are known; silence for longer than %d days from discovery looks like unreasonable delay", promptDays),
		})
	}
	b.substitute()
	b.media()
	b.hhs()
}

// notice adds a notice of ours, which a hold may put off.
func (b *docket) notice(d Deadline) {
	d.Assumed = d.Assumed || b.ours.Assumed
	if end := b.Hold.end(); end > d.Date {
		d.Why += fmt.Sprintf("; %s, put off by the hold", d.Date)
		d.Date = end
	}
	sent := Moment{}
	if day := b.Sent[d.Rule]; day != 0 {
		sent = OnDay(day, b.Zone)
	}
	b.add(d, sent)
}

func (b *docket) substitute() {
	if b.Unreachable == 0 {
		return
	}
	d := Deadline{
		Rule: Substitute, What: "notice in place of letters", Date: b.day + outerLimit, Basis: Law, Cite: "45 CFR 164.404(d)(2)(i)",
		Why: fmt.Sprintf("%d out of reach of letters, fewer than %d: in another written form, by telephone or other means", b.Unreachable, manyOutOfReach),
	}
	if b.Unreachable < manyOutOfReach {
		b.notice(d)
		return
	}
	d.Cite = "45 CFR 164.404(d)(2)(ii)"
	d.Why = fmt.Sprintf("%d out of reach of letters, %d or more: on our home page or in major media, with a toll-free number", b.Unreachable, manyOutOfReach)
	b.notice(d)
	begun, when := b.set[len(b.set)-1].Date, "if it begins on its last day, "
	if day := b.Sent[Substitute]; day != 0 {
		begun, when = day, "begun on "
	}
	b.add(Deadline{
		Rule: Posting, What: "home page and toll-free number stay", Date: begun + postingDays, Basis: Law, Cite: "45 CFR 164.404(d)(2)(ii)",
		Why: fmt.Sprintf("%d days, %s%s", postingDays, when, begun), Assumed: b.ours.Assumed,
	}, Moment{})
}

// media sets the notice to the media: due where more than 500 residents of one
// State or jurisdiction are affected, or may be.
func (b *docket) media() {
	var over []string
	counted := 0
	for _, place := range slices.Sorted(maps.Keys(b.Residents)) {
		n := b.Residents[place]
		counted += n
		if n > mediaOver {
			over = append(over, fmt.Sprintf("%s (%d)", place, n))
		}
	}
	d := Deadline{Rule: Media, What: "notice to the media", Date: b.day + outerLimit, Basis: Law, Cite: "45 CFR 164.406", Why: "more than 500 residents of " + strings.Join(over, ", ")}
	if len(over) == 0 {
		if b.Individuals != nil && *b.Individuals-counted <= mediaOver {
			return
		}
		d.Assumed, d.Why = true, "assumed: where the individuals live is not known; due where more than 500 live in one State or jurisdiction"
	}
	b.notice(d)
}

// hhs sets the notice to the Secretary. It goes with the letters when 500 or
// more are affected, and else into the log of the year.
func (b *docket) hhs() {
	known := 0
	for _, n := range b.Residents {
		known += n
	}
	d := Deadline{Rule: HHS, What: "notice to HHS", Basis: Law}
	switch {
	case b.Individuals != nil && *b.Individuals < hhsAtOnce:
		year := b.day.Time().Year()
		d.Date = assessment.DateOf(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC), time.UTC) + outerLimit
		d.Cite, d.What = "45 CFR 164.408(c)", fmt.Sprintf("notice to HHS, in the log of %d", year)
		d.Why = fmt.Sprintf("%d individuals, fewer than %d: %d days after the end of the year of our discovery, %s", *b.Individuals, hhsAtOnce, outerLimit, b.day)
	default:
		d.Date, d.Cite = b.day+outerLimit, "45 CFR 164.408(b)"
		d.Why = fmt.Sprintf("%d individuals or more: with the letters", hhsAtOnce)
		if sent := b.Sent[Individuals]; sent != 0 && sent < d.Date {
			d.Date = sent
			d.Why += ", which went out on " + sent.String()
		}
		if b.Individuals == nil && known < hhsAtOnce {
			d.Assumed, d.Why = true, fmt.Sprintf("assumed: how many are affected is not known; with the letters where it is %d or more", hhsAtOnce)
		}
	}
	b.notice(d)
}

func (b *docket) hold() {
	end := b.Hold.end()
	if end == 0 {
		return
	}
	d := Deadline{
		Rule: LawHold, What: "hold of law enforcement", Date: end, Basis: Law, Cite: "45 CFR 164.412(a)",
		Why: "the written statement's last day; none of our notices goes out before it ends, and all of them without delay after it",
	}
	if b.Hold.Until == 0 {
		d.Cite = "45 CFR 164.412(b)"
		d.Why = fmt.Sprintf("%d days from the oral statement of %s at the latest, unless a written one follows; write down who said it", oralHold, b.Hold.Oral)
	}
	b.add(d, Moment{})
}

// keep sets how long the papers are kept: they are in effect at least until
// the last of the dates, and longer the later they are made.
func (b *docket) keep() {
	var last assessment.Date
	for _, d := range b.set {
		last = max(last, d.Date, d.Done)
	}
	until := last.Time().AddDate(keptYears, 0, 0)
	b.add(Deadline{
		Rule: Retention, What: "the papers are kept, at least", Date: assessment.DateOf(until, time.UTC), Basis: Law, Cite: "45 CFR 164.530(j)(2), 164.316(b)(2)(i)",
		Why: fmt.Sprintf("%d years from the last of these dates, %s; what is written later is kept longer", keptYears, last), Assumed: b.ours.Assumed,
	}, Moment{})
}

// warnings says where an outer limit misleads.
func (b *docket) warnings() []Warning {
	found := []Warning{}
	today := b.AsOf.Date(b.Zone)
	if b.Hold.end() >= today {
		return found
	}
	for _, d := range b.set {
		if d.Rule == Delay && d.Left <= 0 {
			found = append(found, Warning{Delay, fmt.Sprintf("all facts are known, %d days have passed since discovery, and no letter went out: that may be unreasonable delay, though the outer limit is not reached", int(today-b.day))})
		}
	}
	return found
}
