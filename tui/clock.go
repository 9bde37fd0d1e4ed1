package tui

import (
	"fmt"
	"maps"
	"strconv"

	"assay/assessment"
	"assay/assessment/agenda"
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

// turn notes that a domain is asked about from now on. For a session that began
// before this sitting, the times of its answers tell how long each domain has taken.
func (a *attention) turn(s *assessment.Snapshot, domain string, now int64) {
	session := s.Running()
	switch {
	case session == nil:
		*a = attention{}
		return
	case session.ID != a.session:
		spent, last := agenda.Spent(s, session)
		*a = attention{session: session.ID, spent: spent, since: last}
	case domain == a.domain:
		return
	default:
		a.spent[a.domain] += now - a.since
		a.since = now
	}
	a.domain = domain
}

// times is the time spent by domain, up to now.
func (a *attention) times(now int64) map[string]int64 {
	times := maps.Clone(a.spent)
	if times != nil {
		times[a.domain] += now - a.since
	}
	return times
}

// planned is the agenda of an assessment, for the moment at which it was made.
type planned struct {
	judged, minutes int
	tick            int64 // of the session
	agenda.Plan
	clock *agenda.Clock // nil while no session runs
	paces []agenda.Pace // of the domains
}

// planned is the agenda of the book: for the whole meeting, or for the minutes that a
// running session leaves. It is made anew every few seconds and after each change.
func (k *book) planned(m *Model) *planned {
	minutes, now, session := m.minutesOf(k.id), m.now.UnixMicro(), k.now.Running()
	made := planned{judged: k.judged, minutes: minutes}
	if session != nil {
		made.tick = (now-session.Start)/(5*1e6) + 1
	}
	if p := k.plan; p != nil && p.judged == made.judged && p.minutes == made.minutes && p.tick == made.tick {
		return p
	}
	if session == nil {
		made.Plan = agenda.Of(k.items(), minutes)
		made.paces = made.Domains(k.now.Questionnaire)
	} else {
		used := k.attention.times(now)
		if k.attention.session != session.ID {
			used, _ = agenda.Spent(&k.now, session)
		}
		clock := agenda.At(k.items(), session, minutes, now, used)
		made.clock, made.Plan, made.paces = &clock, agenda.Rest(k.items(), clock), clock.Domains
	}
	k.plan = &made
	return k.plan
}

// minutesPlace is where the minutes are kept that a person gives the meeting of an
// assessment.
func minutesPlace(id string) string { return "minutes of the meeting/" + id }

// minutesOf is how many minutes the meeting of an assessment has, or 0 for as many as it
// takes.
func (m *Model) minutesOf(id string) int {
	n, _ := strconv.Atoi(m.kept(minutesPlace(id)))
	return n
}
