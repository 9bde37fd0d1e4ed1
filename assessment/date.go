package assessment

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"assay/questionnaire"
)

// Date is a civil date, without a time of day or a zone: the number of days
// since 1 January 1970. The zero Date is no date.
type Date int32

// DateOf is the civil date of a moment in a zone.
func DateOf(at time.Time, zone *time.Location) Date {
	year, month, day := at.In(zone).Date()
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate reads a date such as 2026-11-22.
func ParseDate(text string) (Date, error) { return dateOf(questionnaire.ParseDay(text, false, false)) }

// ParseDay reads a date as a file may have it: 2026-11-22, or days from today,
// such as -20d and +30d. An empty text is no date.
func ParseDay(text string, today Date) (Date, error) {
	if text == "" {
		return 0, nil
	}
	const century = 36500
	digits, relative := strings.CutSuffix(text, "d")
	if !relative {
		return ParseDate(text)
	}
	days, err := strconv.Atoi(digits)
	if err != nil || days < -century || days > century {
		return 0, fmt.Errorf("%q is neither a date, such as 2026-11-22, nor days from today, such as -20d", text)
	}
	return today + Date(days), nil
}

// TypedDay reads a date as a person at a terminal types it: as [ParseDay] does,
// as Nov 22, 2026, and in the zones of the United States also as 11/22/2026. If
// echo is not empty, show it: it says how the text was read.
func TypedDay(text string, today Date, zone *time.Location) (day Date, echo string, err error) {
	text = strings.TrimSpace(text)
	if day, err = ParseDay(text, today); err == nil || strings.HasSuffix(text, "d") {
		return day, "", err
	}
	if day, err = dateOf(questionnaire.ParseDay(text, true, monthFirst().MatchString(zone.String()))); err != nil {
		return 0, "", err
	}
	if text != day.Words() {
		echo = text + " is " + day.Words()
	}
	return day, echo, nil
}

// monthFirst matches the zones of the United States, by their present and their
// older names.
var monthFirst = lazily(`^(America/(New_York|Detroit|Kentucky/.*|Indiana/.*|Indianapolis|Louisville|Chicago|Menominee|North_Dakota/.*|Denver|Boise|` +
	`Phoenix|Los_Angeles|Anchorage|Juneau|Sitka|Metlakatla|Yakutat|Nome|Adak|Puerto_Rico)|US/.*|Pacific/(Honolulu|Guam)|(EST5EDT|CST6CDT|MST7MDT|PST8PDT))$`)

func dateOf(at time.Time, err error) (Date, error) {
	if err != nil {
		return 0, err
	}
	if at.Unix() == 0 {
		return 0, errors.New("1970-01-01 is what programs write where they have no date: leave the date out")
	}
	return Date(at.Unix() / secondsPerDay), nil
}

const secondsPerDay = 24 * 60 * 60

// Time is midnight UTC of the date.
func (d Date) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == 0 }

// String is the date as 2026-11-22, and empty for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Words is the date as people in the United States read it: Nov 22, 2026.
func (d Date) Words() string { return d.Time().Format("Jan 2, 2006") }

// MarshalText writes the date as 2026-11-22.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date as 2026-11-22. An empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	*d = parsed
	return err
}
