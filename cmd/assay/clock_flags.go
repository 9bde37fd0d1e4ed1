package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/breach"
)

// wholeNumber is the value of a flag that counts something. It accepts digits
// alone: a leading zero, a point or a comma leaves doubt about the number.
type wholeNumber int

var digitsAlone = regexp.MustCompile(`^-?(0|[1-9]\d{0,9})$`)

func (n *wholeNumber) Set(text string) error {
	if !digitsAlone.MatchString(text) {
		return fmt.Errorf("%q is not a plain number; write it in digits alone, like 1500", text)
	}
	number, err := strconv.Atoi(text)
	*n = wholeNumber(number)
	return err
}

func (n *wholeNumber) String() string { return strconv.Itoa(int(*n)) }

func (n *wholeNumber) Type() string { return "int" }

// flagReader parses the values of flags and keeps the first error.
type flagReader struct {
	zone *time.Location
	day  dateReader
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
	if strings.Contains(text, "/") && !strings.Contains(text, "@") { // 02/01/2027
		return breach.OnDay(r.date(flag, text), r.zone)
	}
	m, err := breach.ParseMoment(text, r.zone)
	if err != nil {
		r.fail(usagef(hintOf(err), "%s: %w", flag, err))
	}
	return m
}

func (r *flagReader) date(flag, text string) assessment.Date {
	day, err := r.day(flag, text)
	if err != nil {
		r.fail(err)
	}
	return day
}

// link reads NAME=KNEW,TOLD,agent.
func (r *flagReader) link(text string) breach.Link {
	const hint = `for example: --link "Cebu Coders=2026-05-01,2026-06-09,agent"`
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
	const hint = "for example: --residents TX=510,OK=40"
	counts := map[string]int{}
	for _, text := range texts {
		place, digits, is := strings.Cut(text, "=")
		var number wholeNumber
		err := number.Set(digits)
		switch {
		case !is:
			r.fail(usagef(hint, "--residents: %q is not a State and a number; the comma divides States, so write 1500 without one", text))
		case err != nil:
			r.fail(usagef(hint, "--residents %s: %w", place, err))
		}
		state, err := breach.FindState(place)
		_, twice := counts[state]
		switch {
		case err != nil:
			r.fail(usagef(hint, "--residents: %w", err))
		case twice:
			r.fail(usagef("", "--residents: %s is named twice", state))
		}
		counts[state] = int(number)
	}
	return counts
}

func (r *flagReader) sent(texts []string) map[breach.Rule]assessment.Date {
	days := map[breach.Rule]assessment.Date{}
	for _, text := range texts {
		notice, day, _ := strings.Cut(text, "=")
		if !slices.Contains(breach.Sendable(), breach.Rule(notice)) || day == "" {
			r.fail(usagef("use one of "+sendable()+", for example: --sent individuals=2026-07-01", "--sent: %q is not a notice and a date", text))
			return nil
		}
		days[breach.Rule(notice)] = r.date("--sent "+notice, day)
	}
	return days
}
