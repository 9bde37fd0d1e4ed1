package main

import (
	"strconv"
	"strings"

	"assay/assessment"
)

// parseDay reads the value of a flag: a date, or days from today as +30d. An empty
// text is no date.
func parseDay(flag, text string, today assessment.Date) (assessment.Date, error) {
	const most = 36500 // a century
	digits, relative := strings.CutSuffix(text, "d")
	if !relative {
		day, err := parseDate(flag, text)
		if err != nil {
			err = usagef("days from today are written like +30d", "%w", err)
		}
		return day, err
	}
	days, err := strconv.Atoi(digits)
	if err != nil || days < -most || days > most {
		return 0, usagef("", "%s: %q is neither a date, such as 2026-11-22, nor days from today, such as +30d", flag, text)
	}
	return today + assessment.Date(days), nil
}
