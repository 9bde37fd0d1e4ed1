package agenda

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/meeting"
	"assay/questionnaire"
)

// Clock is how a running meeting is doing for time, in minutes.
type Clock struct {
	Minutes int    `json:"minutes"` // that the meeting has
	Used    int    `json:"used"`    // since it began
	Left    int    `json:"left"`    // below 0 when it takes too long
	Open    int    `json:"open"`    // that the planned questions take that are still open
	Late    int    `json:"late"`    // by how much the open ones take longer than that
	Domains []Pace `json:"domains"` // the domains that are planned, or of which a question was asked

	// Skip lists the planned questions that no longer fit, the most important first.
	Skip []Point `json:"skip"`
}

// Pace is the time of one domain, in minutes.
type Pace struct {
	Domain  string `json:"domain"`
	Name    string `json:"name"`
	Planned int    `json:"planned"`
	Used    int    `json:"used"`
	Open    int    `json:"open"` // minutes of the planned questions that are still open
}

// Minute is a minute in microseconds.
const Minute = 60 * 1e6

// At is the clock of a meeting at a moment (microseconds UTC). The meeting has some
// minutes, or 0 for as long as its questions take. used is how long each domain has
// been asked about, in microseconds; see [Spent].
func At(items meeting.Items, session *assessment.Session, minutes int, now int64, used map[string]int64) Clock {
	planned := planOf(items, cmp.Or(minutes, endless), func(id string) bool {
		return items.Live(id) && (items.Open(id) || items.Now.Answers[id].Session == session.ID)
	})
	c := Clock{Used: int((now - session.Start) / Minute), Domains: []Pace{}, Skip: []Point{}}
	c.Minutes = cmp.Or(minutes, planned.Planned)
	c.Left = c.Minutes - c.Used
	paces := map[string]*Pace{}
	var open []Point
	for _, point := range planned.Points {
		pace := paces[point.Domain]
		if pace == nil {
			pace = &Pace{}
			paces[point.Domain] = pace
		}
		pace.Planned += point.Minutes
		if items.Open(point.Item) {
			pace.Open += point.Minutes
			open = append(open, point)
		}
	}
	c.Open = Minutes(open)
	c.Late = max(0, c.Open-max(c.Left, 0))
	for _, domain := range items.Now.Questionnaire.Domains {
		pace := paces[domain.ID]
		if pace == nil {
			pace = &Pace{}
		}
		pace.Domain, pace.Name, pace.Used = domain.ID, domain.Name, int(used[domain.ID]/Minute)
		if pace.Planned > 0 || pace.Used > 0 {
			c.Domains = append(c.Domains, *pace)
		}
	}
	if c.Late > 0 {
		c.Skip = skipped(items, c.Left, open)
	}
	return c
}

// Domains are the planned minutes of each domain, before the meeting.
func (p Plan) Domains(q *questionnaire.Questionnaire) []Pace {
	var all []Pace
	for _, domain := range q.Domains {
		pace := Pace{Domain: domain.ID, Name: domain.Name}
		for _, point := range p.Points {
			if point.Domain == domain.ID {
				pace.Planned += point.Minutes
			}
		}
		if pace.Open = pace.Planned; pace.Planned > 0 {
			all = append(all, pace)
		}
	}
	return all
}

// skipped are the open points that do not fit into the minutes that are left.
func skipped(items meeting.Items, left int, open []Point) []Point {
	return planOf(items, left, func(id string) bool {
		return slices.ContainsFunc(open, func(p Point) bool { return p.Item == id })
	}).LeftOut
}

// Spent is how long each domain was asked about in a session, in microseconds, as far
// as its answers, grades and quotes tell: the time up to each of them belongs to its
// domain. last is the moment of the latest of them, or the start of the session.
func Spent(s *assessment.Snapshot, session *assessment.Session) (spent map[string]int64, last int64) {
	type touch struct {
		at     int64
		domain string
	}
	var all []touch
	for id, answer := range s.Answers {
		domain := s.Questionnaire.DomainOf(id)
		if domain == nil {
			continue
		}
		add := func(at int64) {
			if at > session.Start && (session.End == 0 || at <= session.End) {
				all = append(all, touch{at, domain.ID})
			}
		}
		if answer.Session == session.ID {
			add(answer.At)
		}
		for _, grade := range answer.Grades {
			add(grade.At)
		}
		for _, quote := range answer.Quotes {
			add(quote.At)
		}
	}
	slices.SortFunc(all, func(a, b touch) int { return int(max(-1, min(a.at-b.at, 1))) })
	spent, last = map[string]int64{}, session.Start
	for _, one := range all {
		spent[one.domain] += one.at - last
		last = one.at
	}
	return spent, last
}
