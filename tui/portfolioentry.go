package tui

import (
	"slices"
	"time"

	"assay/assessment"
	"assay/assessment/store"
)

// entry is one line: an assessment, or a vendor that has none yet.
type entry struct {
	vendor  assessment.Vendor
	row     *store.Summary
	first   bool   // the first line of its vendor
	several bool   // of its vendor's assessments
	tell    string // sets it apart from others of its vendor under the same rules
}

// key is the id of the assessment or, without one, of the vendor. No entry has
// the empty key.
func (e *entry) key() string {
	switch {
	case e == nil:
		return ""
	case e.row != nil:
		return e.row.ID
	}
	return e.vendor.ID
}

// entriesOf makes the entries of lines of the portfolio.
func entriesOf(lines []store.Line, zone *time.Location) []entry {
	var entries []entry
	for len(lines) > 0 {
		v := lines[0].Vendor
		end := slices.IndexFunc(lines, func(l store.Line) bool { return l.Vendor.ID != v.ID })
		if end < 0 {
			end = len(lines)
		}
		var own []store.Summary
		for _, l := range lines[:end] {
			if l.Row != nil {
				own = append(own, *l.Row)
			}
		}
		if lines = lines[end:]; len(own) == 0 {
			entries = append(entries, entry{vendor: v, first: true})
		}
		for n := range own {
			entries = append(entries, entry{v, &own[n], n == 0, len(own) > 1, telling(own, n, zone)})
		}
	}
	return entries
}

// telling sets an assessment apart from others of its vendor with the same
// subject and rules: by its milestone and, if needed, by the day it was
// opened. It is empty if there are no others.
func telling(own []store.Summary, at int, zone *time.Location) string {
	row, text := &own[at], ""
	for n := range own {
		switch other := &own[n]; {
		case n == at || aboutWords(other) != aboutWords(row):
		case other.Milestone == row.Milestone:
			return string(row.Milestone) + " " + assessment.DateOf(time.UnixMicro(row.OpenedAt), zone).String()
		default:
			text = string(row.Milestone)
		}
	}
	return text
}
