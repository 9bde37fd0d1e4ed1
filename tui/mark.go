package tui

import (
	"fmt"

	"assay/assessment/contest"
	"assay/tui/draw"
)

// mark marks the chosen assessment for the comparison; once more takes it back.
func (s *portfolio) mark() {
	if s.marked == nil {
		s.marked = map[string]bool{}
	}
	id := s.current().row.ID
	if s.marked[id] {
		delete(s.marked, id)
		return
	}
	s.marked[id] = true
}

// unmarkLost forgets marks of assessments that are no more.
func (s *portfolio) unmarkLost() {
	there := map[string]bool{}
	for _, e := range s.lines {
		there[e.key()] = true
	}
	for id := range s.marked {
		if !there[id] {
			delete(s.marked, id)
		}
	}
}

// toCompare lists the assessments to compare: the marked ones, or else all
// assessments of the RFP of the chosen one. If there are none it says why.
func (s *portfolio) toCompare() (ids []string, why string) {
	const howTo = "mark at least two with m"
	if len(s.marked) >= 2 {
		ids = s.assessments(func(e entry) bool { return s.marked[e.row.ID] })
	} else {
		e := s.current()
		if e == nil || e.row == nil || e.row.RFPID == "" {
			return nil, howTo
		}
		ids = s.assessments(func(o entry) bool { return o.row.RFPID == e.row.RFPID })
		if len(ids) < 2 {
			return nil, e.row.Title() + " is alone in its RFP: " + howTo
		}
	}
	if len(ids) > contest.Most {
		return nil, fmt.Sprintf("at most %d can be compared, and these are %d: mark fewer with m", contest.Most, len(ids))
	}
	return ids, ""
}

// assessments lists the wanted assessments, including those that the filter
// hides.
func (s *portfolio) assessments(wanted func(e entry) bool) []string {
	var ids []string
	for _, e := range s.lines {
		if e.row != nil && wanted(e) {
			ids = append(ids, e.row.ID)
		}
	}
	return ids
}

// markSign is the column before a line: whether it is marked.
func (s *portfolio) markSign(t *draw.Theme, r *draw.Line, e entry) {
	if s.marked[e.key()] {
		r.Put(t.Accent, "◆")
		return
	}
	r.Gap(1)
}

// markHint says how many assessments are marked, and how to compare them.
func (s *portfolio) markHint() string {
	switch n := len(s.marked); n {
	case 0:
		return ""
	case 1:
		return "◆ 1 marked; m marks another, esc unmarks it"
	default:
		return fmt.Sprintf("◆ %d marked: c compares them, esc unmarks all", n)
	}
}
