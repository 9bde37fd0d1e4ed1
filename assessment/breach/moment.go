package breach

import (
	"strings"
	"time"

	"assay/assessment"
)

// Moment is the time of an event, if only its day may be known. The event
// happened at From, at To, or between them. The zero Moment means that it has
// not happened, or that no date is given.
type Moment struct{ From, To time.Time }

// At returns a moment for an event whose instant is known.
func At(instant time.Time) Moment { return Moment{instant, instant} }

// OnDay returns a moment for an event of which only the civil date in a zone is
// known.
func OnDay(day assessment.Date, zone *time.Location) Moment {
	from, _ := instantOf(day.Time(), zone)
	next, _ := instantOf((day + 1).Time(), zone)
	return Moment{from, next.Add(-time.Nanosecond)}
}

// IsZero reports whether the event has not happened, or no date is given.
func (m Moment) IsZero() bool { return m.From.IsZero() }

// Exact reports whether the instant is known.
func (m Moment) Exact() bool { return m.From.Equal(m.To) }

// Date returns the civil date of From in a zone, or 0 for the zero Moment.
func (m Moment) Date(zone *time.Location) assessment.Date {
	if m.IsZero() {
		return 0
	}
	return assessment.DateOf(m.From, zone)
}

// Before reports whether m was certainly before n.
func (m Moment) Before(n Moment) bool { return m.To.Before(n.From) }

// Text returns the civil date in a zone, and the time of day if it is known.
func (m Moment) Text(zone *time.Location) string {
	if m.Exact() {
		return m.From.In(zone).Format("2006-01-02 15:04 MST")
	}
	return m.Date(zone).String()
}

const moments = "2026-03-02, 2026-03-02T07:00, 2026-03-02T07:00+08:00 or 2026-03-02T07:00@Asia/Manila"

// ParseMoment reads a civil date or a time in a zone, like 2026-03-02 or
// 2026-03-02T07:00. The text may end with another zone, as an IANA name or as an
// offset: 2026-03-02@Asia/Manila, 2026-03-02T07:00+08:00. If the clocks showed a
// time twice, the first one counts. It fails with code Invalid if the text has
// another form, or if the clocks skipped the time.
func ParseMoment(text string, zone *time.Location) (Moment, error) {
	wall, name, elsewhere := strings.Cut(text, "@")
	if elsewhere {
		var err error
		if zone, err = findZone(name); err != nil {
			return Moment{}, err
		}
	}
	if day, err := assessment.ParseDate(wall); err == nil {
		return OnDay(day, zone), nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		shown, err := time.Parse(layout, wall)
		if err != nil {
			continue
		}
		at, skipped := instantOf(shown, zone)
		if skipped {
			return Moment{}, assessment.Errorf(assessment.Invalid, "the clocks of %s never showed %s; check the source, or add the offset from UTC", zone, wall)
		}
		return At(at), nil
	}
	if !elsewhere {
		for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339} {
			if at, err := time.Parse(layout, wall); err == nil {
				return At(at), nil
			}
		}
	}
	return Moment{}, assessment.Errorf(assessment.Invalid, "%q is not a date or a time; write it like "+moments, text)
}

func findZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, assessment.Errorf(assessment.Invalid, "%q is not a time zone; use an IANA name, such as Asia/Manila", name)
	}
	return zone, nil
}

// instantOf returns the first instant at which the clocks of a zone show a date
// and time. Pass the date and time as if they were UTC. If the clocks skip it,
// the result is the instant that the offset before the change would give.
func instantOf(shown time.Time, zone *time.Location) (at time.Time, skipped bool) {
	const around = 26 * time.Hour // larger than any offset from UTC
	before := shown.Add(-offset(shown.Add(-around), zone))
	after := shown.Add(-offset(shown.Add(around), zone))
	for _, at := range []time.Time{before, after} {
		if at.Equal(shown.Add(-offset(at, zone))) {
			return at, false
		}
	}
	return before, true
}

// offset returns how far the clocks of a zone are ahead of UTC at an instant.
func offset(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}
