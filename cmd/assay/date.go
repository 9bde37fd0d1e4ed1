package main

import (
	"time"

	"assay/assessment"
)

// dateReader reads the value of a flag: a date, or days from today such as +30d.
// An empty text is no date.
type dateReader func(flag, text string) (assessment.Date, error)

// dates returns a reader of dates. It says how it read a form that is not the
// same in every country, such as 02/01/2027.
func (a *app) dates(today assessment.Date, zone *time.Location) dateReader {
	return func(flag, text string) (assessment.Date, error) {
		day, echo, err := assessment.TypedDay(text, today, zone)
		if err != nil {
			return 0, usagef("days from today are written like +30d", "%s: %w", flag, err)
		}
		if echo != "" {
			a.note("%s", echo)
		}
		return day, nil
	}
}

// day reads one date as [app.dates] does, in the zone of the reader.
func (a *app) day(flag, text string, today assessment.Date) (assessment.Date, error) {
	return a.dates(today, a.work.Zone)(flag, text)
}
