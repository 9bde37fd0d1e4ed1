package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/assessment/breach"
	"assay/assessment/english"
)

// theVendor is how the last link of the chain is called.
const theVendor = "the vendor"

// clockFlags is what a call says of a breach.
type clockFlags struct {
	discovered, told, knew   string
	agent, factsComplete     bool
	links, residents, sent   []string
	individuals, unreachable int
	contractHours            int
	holdUntil, oralHold      string
	asOf, zone               string

	counted, hours bool // whether individuals, contractHours were given
}

func (a *app) clockCommand() *cobra.Command {
	var f clockFlags
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Reckon the dates that a breach sets",
		Long: `Reckon who must tell whom of a breach, by which day, and why by that day. Nothing is stored, and no database is needed.

WHEN is a day, as 2026-06-18, or a time of day, as 2026-06-18T09:00; of a day without a time the first instant counts. Without more it is one
of our zone; another one follows it: 2026-06-18T09:00@Asia/Manila, 2026-06-18T09:00+08:00. To have learned of a breach is to have known of it, or
to have been able to with reasonable diligence.

What is left out counts as its worst, and is marked as assumed. A breach is taken to be one of unsecured data that notice is owed for.`,
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
	flags.BoolVar(&f.agent, "agent", false, "the vendor is our agent: what it knows, we know")
	flags.StringVar(&f.knew, "knew", "", "`WHEN` we learned of it ourselves")
	flags.StringArrayVar(&f.links, "link", nil, "a subcontractor, as `NAME=KNEW,TOLD,agent`: when it learned of it, when it told\nthe next one up, and whether it is the agent of that one; the last two may be left\nout; once for each, from where it happened up to the vendor")
	flags.IntVar(&f.individuals, "individuals", 0, "how many `PEOPLE` are affected")
	flags.StringSliceVar(&f.residents, "residents", nil, "how many of them live where, as `TX=510,OK=40`")
	flags.IntVar(&f.unreachable, "unreachable", 0, "how many `PEOPLE` of them have no usable address")
	flags.IntVar(&f.contractHours, "contract-hours", 0, "within how many `HOURS` the vendor owes us notice by contract")
	flags.StringVar(&f.holdUntil, "hold-until", "", "the `DATE` until which law enforcement forbids notice in writing")
	flags.StringVar(&f.oralHold, "oral-hold", "", "the `DATE` on which it forbade it by word of mouth")
	flags.BoolVar(&f.factsComplete, "facts-complete", false, "nothing is left to find out before letters can go out")
	flags.StringSliceVar(&f.sent, "sent", nil, "what went out when, as `NOTICE=DATE`: "+sendable())
	flags.StringVar(&f.asOf, "as-of", "", "judge for this `WHEN` (default now)")
	flags.StringVar(&f.zone, "zone", "", "our time `ZONE`, as America/New_York (default that of the configuration)")
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
		if a.flags.json {
			return a.out.json(clock)
		}
		a.showClock(clock)
		return nil
	})
	return cmd
}

// sendable lists the notices that can be said to have been sent.
func sendable() string {
	var names []string
	for _, rule := range breach.Sendable() {
		names = append(names, string(rule))
	}
	return strings.Join(names, ", ")
}

// breachFacts reads the flags.
func (a *app) breachFacts(f clockFlags) (breach.Facts, error) {
	zone, err := a.clockZone(f.zone)
	if err != nil {
		return breach.Facts{}, err
	}
	read := flagReader{zone: zone}
	facts := breach.Facts{
		AsOf: read.moment("--as-of", f.asOf), Zone: zone, Knew: read.moment("--knew", f.knew),
		Residents: read.residents(f.residents), Unreachable: f.unreachable, ContractHours: f.contractHours,
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
		facts.Individuals = &f.individuals
	}
	switch {
	case read.err != nil:
		return facts, read.err
	case f.discovered == "" && len(f.links) == 0:
		return facts, usagef("as in: assay clock --discovered 2026-06-18; where the vendor does not say, take the day on which it told us", "--discovered is missing")
	case f.hours && f.contractHours == 0:
		return facts, usagef("leave it out where none are agreed", "--contract-hours: 0 hours are no time to tell in")
	}
	return facts, nil
}

// clockZone is the zone of civil dates: the flag's, or that of the settings.
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

// flagReader reads the values of flags, and keeps the first error.
type flagReader struct {
	zone *time.Location
	err  error
}

func (r *flagReader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *flagReader) moment(flag, text string) breach.Moment {
	if text == "" {
		return breach.Moment{}
	}
	m, err := breach.ParseMoment(text, r.zone)
	if err != nil {
		r.fail(usagef(assessment.HintOf(err), "%s: %w", flag, err))
	}
	return m
}

func (r *flagReader) date(flag, text string) assessment.Date {
	day, err := parseDate(flag, text)
	if err != nil {
		r.fail(err)
	}
	return day
}

// link reads NAME=KNEW,TOLD,agent.
func (r *flagReader) link(text string) breach.Link {
	const hint = `as in: --link "Cebu Coders=2026-05-01,2026-06-09,agent"`
	name, rest, is := strings.Cut(text, "=")
	link := breach.Link{Name: strings.TrimSpace(name)}
	parts := strings.Split(rest, ",")
	if n := len(parts) - 1; n > 0 && parts[n] == "agent" {
		link.Agent, parts = true, parts[:n]
	}
	if !is || link.Name == "" || len(parts) > 2 {
		r.fail(usagef(hint, "--link: %q is not NAME=KNEW,TOLD,agent", text))
		return link
	}
	link.Knew = r.moment("--link "+link.Name, parts[0])
	if len(parts) == 2 {
		link.Told = r.moment("--link "+link.Name, parts[1])
	}
	return link
}

func (r *flagReader) residents(texts []string) map[string]int {
	counts := map[string]int{}
	for _, text := range texts {
		place, number, _ := strings.Cut(text, "=")
		place = strings.TrimSpace(place)
		n, err := strconv.Atoi(number)
		_, twice := counts[place]
		switch {
		case err != nil:
			r.fail(usagef("as in: --residents TX=510,OK=40", "--residents: %q is not a place and a number", text))
		case twice:
			r.fail(usagef("", "--residents: %s is named twice", place))
		}
		counts[place] = n
	}
	return counts
}

func (r *flagReader) sent(texts []string) map[breach.Rule]assessment.Date {
	days := map[breach.Rule]assessment.Date{}
	for _, text := range texts {
		notice, day, _ := strings.Cut(text, "=")
		if !slices.Contains(breach.Sendable(), breach.Rule(notice)) || day == "" {
			r.fail(usagef("use one of "+sendable()+", as in: --sent individuals=2026-07-01", "--sent: %q is not a notice and a date", text))
			return nil
		}
		days[breach.Rule(notice)] = r.date("--sent "+notice, day)
	}
	return days
}

// showClock prints a clock: what started it, the dates, and what no date says.
func (a *app) showClock(c breach.Clock) {
	p := a.out
	p.print("%s\n", p.paint(bold, "Breach clock"))
	p.print("%s\n\n", p.paint(faint, fmt.Sprintf("as of %s; days are those of %s", c.AsOf, c.Zone)))
	p.print("%s\n", p.paint(bold, "Discovered"))
	for _, d := range c.Discovered {
		a.dated(faint, d.Date.String(), discoveredText(d))
	}
	p.print("\n%s\n", p.paint(bold, "Dates"))
	for _, d := range c.Deadlines {
		a.showDeadline(d)
	}
	p.print("\n%s\n", p.paint(bold, "Besides"))
	for _, w := range c.Warnings {
		a.dated(yellow, "warning", w.Text)
	}
	for _, d := range c.Deadlines {
		if d.Rule == breach.Individuals && d.Done.IsZero() {
			a.dated(faint, "reminders", remindersText(d, c.AsOf))
		}
	}
	if c.OtherReading != nil {
		a.dated(faint, "agency", otherText(*c.OtherReading))
	}
	a.dated(faint, "at worst", fmt.Sprintf("by law alone the letters may take until %s, %d days after the first in the chain knew: %s; agree on notices that together take no more than 10 days",
		c.Worst.Date, c.Worst.Days, c.Worst.Why))
	p.print("\n")
	for _, line := range p.wrap(clockClosing, 0) {
		p.print("%s\n", p.paint(faint, line))
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

const clockClosing = `Outer limits are no safe harbours: "without unreasonable delay" comes first. A State's law may ask for less time, and is not reckoned here. ` +
	`Whether it is a breach, who is an agent and what counts as discovery is for counsel to decide.`

// showDeadline prints a deadline on a line, and below it where it comes from.
func (a *app) showDeadline(d breach.Deadline) {
	basis := string(d.Basis)
	if d.Assumed {
		basis += ", assumed"
	}
	a.dated(deadlineInk(d), d.Date.String(), fmt.Sprintf("%-12s  %s (%s)", leftText(d), d.What, basis))
	a.dated(faint, "", d.Cite+": "+d.Why)
}

// dated prints a text beside a name of at most ten columns, as a date has, and
// never breaks a line within a date. What has no name is faint.
func (a *app) dated(shade ink, name, text string) {
	const margin, unbroken = 12, "\u2011"
	kept := datesWithin.ReplaceAllStringFunc(text, func(date string) string { return strings.ReplaceAll(date, "-", unbroken) })
	body := plain
	if name == "" {
		body = shade
	}
	for _, line := range a.out.wrap(kept, 2+margin) {
		line = strings.ReplaceAll(line, unbroken, "-")
		a.out.print("  %s%*s%s\n", a.out.paint(shade, name), margin-len(name), "", a.out.paint(body, line))
		name = ""
	}
}

var datesWithin = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// deadlineInk is red for what is past, and yellow for what is near.
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

// leftText is how a deadline stands: in hours where these count and are few.
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
		return "none are left before " + d.Date.String()
	}
	return "before the letters are due: " + strings.Join(days, ", ")
}

func otherText(r breach.Reading) string {
	is := "is"
	if !r.Agent {
		is = "is not"
	}
	return fmt.Sprintf("if the vendor %s our agent after all, we discovered it on %s, and the letters are due by %s", is, r.Discovered, r.Individuals)
}
