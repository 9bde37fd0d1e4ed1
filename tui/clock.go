package tui

import (
	"fmt"
	"maps"

	"assay/assessment"
)

// clock is a span of time (microseconds) as hours and minutes.
func clock(span int64) string {
	minutes := span / (60 * 1e6)
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60)
}

// attention is how long each domain has been asked about in the running
// session. It is not part of the record: a session has a start and an end there.
type attention struct {
	session string           // id
	domain  string           // that is asked about now
	since   int64            // microseconds UTC
	spent   map[string]int64 // microseconds by domain, without what runs now
}

// turn notes that a domain is asked about from now on.
func (a *attention) turn(session *assessment.Session, domain string, now int64) {
	switch {
	case session == nil:
		*a = attention{}
		return
	case session.ID != a.session:
		*a = attention{session: session.ID, spent: map[string]int64{}}
	default:
		a.spent[a.domain] += now - a.since
	}
	a.domain, a.since = domain, now
}

// times is the time spent by domain, up to now.
func (a *attention) times(now int64) map[string]int64 {
	times := maps.Clone(a.spent)
	if times != nil {
		times[a.domain] += now - a.since
	}
	return times
}
