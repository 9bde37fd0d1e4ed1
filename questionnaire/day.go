package questionnaire

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// ParseDay reads a civil date. Everybody may write 2026-11-22. A person at a
// terminal, who sees how it was read, may also write Nov 22, 2026 and, in a
// country that puts the month first, 11/22/2026: see typed and monthFirst. The
// error of a date such as 02/01/2027 names the forms to use instead.
func ParseDay(text string, typed, monthFirst bool) (time.Time, error) {
	layouts := []string{time.DateOnly}
	if typed {
		layouts = append(layouts, "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "January 2 2006")
	}
	if typed && monthFirst {
		layouts = append(layouts, "1/2/2006")
	}
	for _, layout := range layouts {
		if day, err := time.Parse(layout, text); err == nil {
			return day, nil
		}
	}
	if parts := slashed.FindStringSubmatch(text); parts != nil {
		return time.Time{}, doubtfulDay(text, parts[1], parts[2], parts[3])
	}
	return time.Time{}, fmt.Errorf("%q is not a date, such as 2026-11-22", text)
}

// slashed matches dates whose order of day and month depends on the country.
var slashed = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

func doubtfulDay(text, first, second, year string) error {
	one, two, y := number(first), number(second), number(year)
	monthFirst, dayFirst := civil(y, one, two), civil(y, two, one)
	switch {
	case monthFirst.IsZero() && dayFirst.IsZero():
		return fmt.Errorf("%q is not a date, such as 2026-11-22", text)
	case dayFirst.IsZero() || monthFirst.Equal(dayFirst):
		return fmt.Errorf("write %s for %q", monthFirst.Format(time.DateOnly), text)
	case monthFirst.IsZero():
		return fmt.Errorf("write %s for %q", dayFirst.Format(time.DateOnly), text)
	}
	return fmt.Errorf("%q can be two dates: write %s for %s, or %s for %s", text,
		monthFirst.Format(time.DateOnly), monthFirst.Format(longDay), dayFirst.Format(time.DateOnly), dayFirst.Format(longDay))
}

const longDay = "January 2, 2006"

// civil is a date, or the zero time if there is no such day.
func civil(year, month, day int) time.Time {
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.Day() != day || int(at.Month()) != month {
		return time.Time{}
	}
	return at
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
