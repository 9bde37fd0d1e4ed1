package breach

import (
	"strings"
	"time"

	"assay/assessment"
)

// Moment is when somebody learned or told of something, as closely as it is
// known: not before From, and not after To. The zero Moment is never.
type Moment struct{ From, To time.Time }

// At is a moment known to the instant.
func At(instant time.Time) Moment { return Moment{instant, instant} }

// OnDay is a moment of which no more is known than the civil date in a zone.
func OnDay(day assessment.Date, zone *time.Location) Moment {
	from, _ := reading(day.Time(), zone)
	next, _ := reading((day + 1).Time(), zone)
	return Moment{from, next.Add(-time.Nanosecond)}
}

// IsZero reports whether it never happened, as far as is known.
func (m Moment) IsZero() bool { return m.From.IsZero() }

// Exact reports whether the instant is known.
func (m Moment) Exact() bool { return m.From.Equal(m.To) }

// Date is the first civil date in a zone on which it can have been; no date
// for never.
func (m Moment) Date(zone *time.Location) assessment.Date {
	if m.IsZero() {
		return 0
	}
	return assessment.DateOf(m.From, zone)
}

// Before reports whether it was before n beyond doubt.
func (m Moment) Before(n Moment) bool { return m.To.Before(n.From) }

// Text is the civil date in a zone, with the time of day where that is known.
func (m Moment) Text(zone *time.Location) string {
	if m.Exact() {
		return m.From.In(zone).Format("2006-01-02 15:04 MST")
	}
	return m.Date(zone).String()
}

const momentHint = "as 2026-03-02, 2026-03-02T07:00, 2026-03-02T07:00+08:00, or 2026-03-02T07:00@Asia/Manila"

// ParseMoment reads a civil date or a time of day in a zone: 2026-03-02,
// 2026-03-02T07:00. Another zone follows by its IANA name or its offset:
// 2026-03-02@Asia/Manila, 2026-03-02T07:00+08:00. What the clocks showed twice
// is taken as the first, what they never showed is an error. Its errors are
// Invalid.
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
		at, skipped := reading(shown, zone)
		if skipped {
			return Moment{}, assessment.Errorf(assessment.Invalid, "look again at the source, or give it with its offset", "the clocks of %s never showed %s", zone, wall)
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
	return Moment{}, assessment.Errorf(assessment.Invalid, momentHint, "%q is no date or time", text)
}

func findZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, assessment.Errorf(assessment.Invalid, "use a name of the IANA list, as Asia/Manila", "%q is no time zone", name)
	}
	return zone, nil
}

// reading is the first instant at which the clocks of a zone show a time of
// day, which is given as if in UTC. Where they skip it, it is the instant at
// which they would have shown it, had they not been moved.
func reading(shown time.Time, zone *time.Location) (at time.Time, skipped bool) {
	const around = 26 * time.Hour // more than any zone is off UTC
	before := shown.Add(-offset(shown.Add(-around), zone))
	after := shown.Add(-offset(shown.Add(around), zone))
	for _, at := range []time.Time{before, after} {
		if at.Equal(shown.Add(-offset(at, zone))) {
			return at, false
		}
	}
	return before, true
}

// offset is how far the clocks of a zone are ahead of UTC at an instant.
func offset(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}
