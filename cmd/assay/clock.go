package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/breach"
	"assay/assessment/english"
)

// theVendor is the name of the last link of the chain.
const theVendor = "the vendor"

// clockFlags are the values of the flags of "assay clock".
type clockFlags struct {
	discovered, told, knew   string
	agent, factsComplete     bool
	links, residents, sent   []string
	individuals, unreachable wholeNumber
	contractHours            wholeNumber
	holdUntil, oralHold      string
	asOf, zone               string

	counted, hours bool // the call sets individuals, contractHours
}

func (a *app) clockCommand() *cobra.Command {
	var f clockFlags
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Compute the deadlines of a breach",
		Long: `Compute who must tell whom about a breach, by which day, and why. The command stores nothing and needs no database.

WHEN is a day, like 2026-06-18, or a time, like 2026-06-18T09:00. A day without a time counts from its first instant. The time is in our zone
unless another one follows: 2026-06-18T09:00@Asia/Manila, 2026-06-18T09:00+08:00. A company has learned of a breach when it knows of it, or
would know with reasonable diligence.

If you leave a fact out, the worst case counts and is marked as assumed. The command takes for granted that the data was unsecured and that
the breach requires notice.`,
		Example: `  assay clock --discovered 2026-06-18
  assay clock --discovered 2026-06-18 --told 2026-07-20 --individuals 700 --residents TX=510,OK=40
  assay clock --discovered 2026-06-18T09:00@Asia/Manila --agent --contract-hours 48
  assay clock --link "Cebu Coders=2026-05-01,2026-06-09" --discovered 2026-06-09 --as-of 2026-06-12`,
		Args: cobra.NoArgs,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.discovered, "discovered", "", "`WHEN` the vendor learned of it")
	flags.StringVar(&f.told, "told", "", "`WHEN` the vendor told us")
	flags.BoolVar(&f.agent, "agent", false, "the vendor is our agent: we discover the breach on the same day")
	flags.StringVar(&f.knew, "knew", "", "`WHEN` we learned of it ourselves")
	flags.StringArrayVar(&f.links, "link", nil, "a subcontractor, as `NAME=KNEW,TOLD,agent`: when it learned of the breach, when it\ntold the next company, and the word agent if it is an agent of that company. TOLD\nand agent are optional. Repeat it for each one, from the place of the breach up")
	flags.Var(&f.individuals, "individuals", "how many `PEOPLE` are affected")
	flags.StringSliceVar(&f.residents, "residents", nil, "how many of them live in each State or territory, as `TX=510,OK=40`")
	flags.Var(&f.unreachable, "unreachable", "how many `PEOPLE` of them have no usable address")
	flags.Var(&f.contractHours, "contract-hours", "the contract gives the vendor this many `HOURS` to tell us")
	flags.StringVar(&f.holdUntil, "hold-until", "", "the last `DATE` on which law enforcement forbids notice, in writing")
	flags.StringVar(&f.oralHold, "oral-hold", "", "the `DATE` on which law enforcement forbade notice orally")
	flags.BoolVar(&f.factsComplete, "facts-complete", false, "we know everything that the letters need")
	flags.StringSliceVar(&f.sent, "sent", nil, "a notice that went out, as `NOTICE=DATE`: "+sendable())
	flags.StringVar(&f.asOf, "as-of", "", "compute for this `WHEN` (default now)")
	flags.StringVar(&f.zone, "zone", "", "our time `ZONE`, like America/New_York (default: the configured one)")
	cmd.RunE = a.does(func(context.Context, []string) error {
		f.counted, f.hours = flags.Changed("individuals"), flags.Changed("contract-hours")
		facts, err := a.breachFacts(f)
		if err != nil {
			return err
		}
		clock, err := breach.Compute(facts)
		if err != nil {
			return err
		}
		return a.show(clock, func() { a.showClock(clock) })
	})
	return cmd
}

// sendable lists the notices that --sent accepts.
func sendable() string {
	return strings.Join(each(breach.Sendable(), func(rule breach.Rule) string { return string(rule) }), ", ")
}

// breachFacts reads the flags.
func (a *app) breachFacts(f clockFlags) (breach.Facts, error) {
	zone, err := a.clockZone(f.zone)
	if err != nil {
		return breach.Facts{}, err
	}
	read := flagReader{zone: zone, day: a.dates(assessment.DateOf(a.now(), zone), zone)}
	facts := breach.Facts{
		AsOf: read.moment("--as-of", f.asOf), Zone: zone, Knew: read.moment("--knew", f.knew),
		Residents: read.residents(f.residents), Unreachable: int(f.unreachable), ContractHours: int(f.contractHours),
		Hold:          breach.Hold{Until: read.date("--hold-until", f.holdUntil), Oral: read.date("--oral-hold", f.oralHold)},
		FactsComplete: f.factsComplete, Sent: read.sent(f.sent),
	}
	for _, link := range f.links {
		facts.Chain = append(facts.Chain, read.link(link))
	}
	facts.Chain = append(facts.Chain, breach.Link{
		Name: theVendor, Knew: read.moment("--discovered", f.discovered), Told: read.moment("--told", f.told), Agent: f.agent,
	})
	if f.asOf == "" {
		facts.AsOf = breach.At(a.now())
	}
	if f.counted {
		individuals := int(f.individuals)
		facts.Individuals = &individuals
	}
	switch {
	case read.err != nil:
		return facts, read.err
	case f.discovered == "" && len(f.links) == 0:
		return facts, usagef("for example: assay clock --discovered 2026-06-18; if the vendor does not say, use the day on which it told us", "--discovered is missing")
	case f.hours && f.contractHours == 0:
		return facts, usagef("leave the flag out if the contract sets no hours", "--contract-hours must be at least 1")
	}
	return facts, nil
}

// clockZone returns the zone of the flag, or else the configured zone.
func (a *app) clockZone(name string) (*time.Location, error) {
	if name != "" {
		return findZone(name, "")
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	return settings.zone, nil
}

// showClock prints the discoveries, the deadlines, then warnings and remarks.
func (a *app) showClock(c breach.Clock) {
	p := a.out
	p.print("%s\n", p.paint(bold, "Breach clock"))
	p.print("%s\n\n", p.paint(faint, fmt.Sprintf("as of %s; all days are in %s", c.AsOf, c.Zone)))
	p.print("%s\n", p.paint(bold, "Discovered"))
	for _, d := range c.Discovered {
		a.dated(faint, d.Date.String(), discoveredText(d))
	}
	p.print("\n%s\n", p.paint(bold, "Deadlines"))
	for _, d := range c.Deadlines {
		a.showDeadline(d)
	}
	p.print("\n%s\n", p.paint(bold, "Also"))
	for _, w := range c.Warnings {
		a.dated(yellow, "warning", w.Text)
	}
	for _, d := range c.Deadlines {
		if d.Rule == breach.Individuals && d.Done.IsZero() {
			a.dated(faint, "reminders", remindersText(d, c.AsOf))
		}
	}
	if c.Alternative != nil {
		a.dated(faint, "agency", alternativeText(*c.Alternative))
	}
	a.dated(faint, "worst case", worstText(c.Worst))
	a.showStateLaw(c.StateLaw)
	p.print("\n")
	p.inked(faint, "", clockClosing)
}

// showStateLaw prints a line for each State, with its provision if we know it.
func (a *app) showStateLaw(laws []breach.StateLaw) {
	if len(laws) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "State law"))
	}
	for _, law := range laws {
		a.dated(bold, law.State, law.Text)
		if law.Cite != "" {
			a.reason(law.Cite)
		}
	}
}

func discoveredText(d breach.Discovered) string {
	text := d.Why
	if !strings.HasPrefix(text, d.By+" ") {
		text = "by " + d.By + ": " + text
	}
	if d.Assumed {
		text += " (assumed)"
	}
	return text
}

const clockClosing = `These days are outer limits, not safe harbors: the rule demands notice "without unreasonable delay". State law may allow less time; assay computes ` +
	`no date from it. Counsel decides whether this is a breach, who is an agent, and when it was discovered.`

// showDeadline prints a deadline, and below it the citation and the reason.
func (a *app) showDeadline(d breach.Deadline) {
	basis := string(d.Basis)
	if d.Assumed {
		basis += ", assumed"
	}
	a.dated(deadlineInk(d), d.Date.String(), fmt.Sprintf("%-12s  %s (%s)", leftText(d), d.What, basis))
	a.reason(d.Cite + ": " + d.Why)
}

// dated prints a text beside a name of at most 10 columns, which is the width of
// a date.
func (a *app) dated(shade ink, name, text string) {
	const margin = 12
	a.out.beside("  ", a.out.paint(shade, name), margin, text)
}

// reason prints a text below the text of dated.
func (a *app) reason(text string) { a.out.inked(faint, strings.Repeat(" ", 14), text) }

// deadlineInk returns red for a missed or late deadline, and yellow for one that
// is due within 14 days.
func deadlineInk(d breach.Deadline) ink {
	const near = 14
	switch {
	case d.State == breach.Past || d.State == breach.Late:
		return red
	case d.State == breach.Done:
		return green
	case d.State == breach.Due && d.Left <= near:
		return yellow
	case d.State == breach.Due:
		return bold
	}
	return plain
}

// leftText returns the state of a deadline in words, or the time that is left: in
// hours if they are known and few, else in days.
func leftText(d breach.Deadline) string {
	const fewHours = 72
	switch d.State {
	case breach.Done:
		return "done"
	case breach.Late:
		return "done late"
	case breach.Over:
		return "over"
	case breach.Running:
		if years := d.Left / 365; years > 1 {
			return "for " + english.Count(years, "year")
		}
		return "for " + english.Count(d.Left, "day")
	}
	left, unit := d.Left, "day"
	if d.Hours != nil && max(*d.Hours, -*d.Hours) < fewHours {
		left, unit = *d.Hours, "hour"
	}
	switch {
	case unit == "hour" && left == 0:
		return "within 1 hour"
	case left == 0:
		return "today"
	case left < 0:
		return english.Count(-left, unit) + " ago"
	}
	return "in " + english.Count(left, unit)
}

// remindersText lists the reminders that are still to come.
func remindersText(d breach.Deadline, today assessment.Date) string {
	var days []string
	for _, day := range d.Alerts {
		if day > today {
			days = append(days, fmt.Sprintf("%s (%s)", day, english.Count(int(d.Date-day), "day")))
		}
	}
	if len(days) == 0 {
		return "no more before " + d.Date.String()
	}
	return "before the letters are due: " + strings.Join(days, ", ")
}

func alternativeText(other breach.Alternative) string {
	is := "is"
	if !other.Agent {
		is = "is not"
	}
	return fmt.Sprintf("if the vendor %s our agent after all, we discovered the breach on %s, and the letters are due by %s", is, other.Discovered, other.Individuals) + postponedText(other.Before)
}

func worstText(worst breach.Worst) string {
	return fmt.Sprintf("the law alone allows the letters to wait until %s, %d days after the first company of the chain knew (%s)", worst.Date, worst.Days, worst.Why) +
		postponedText(worst.Before) + ". Agree by contract on notice within 10 days in total."
}

// postponedText names the day of a notice without the law enforcement hold, if the
// hold changes it.
func postponedText(before assessment.Date) string {
	if before == 0 {
		return ""
	}
	return fmt.Sprintf("; the law enforcement hold postpones them from %s", before)
}
