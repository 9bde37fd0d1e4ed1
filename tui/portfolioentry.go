package tui

import (
	"slices"
	"strings"
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

func (e entry) key() string {
	if e.row != nil {
		return e.row.ID
	}
	return e.vendor.ID
}

// arrange puts vendors in the order of their names, each with its assessments,
// the latest changed first.
func arrange(vendors []assessment.Vendor, rows []store.Summary, zone *time.Location) []entry {
	byVendor := map[string][]store.Summary{}
	for _, row := range rows {
		byVendor[row.VendorID] = append(byVendor[row.VendorID], row)
	}
	vendors = slices.Clone(vendors)
	slices.SortStableFunc(vendors, func(a, b assessment.Vendor) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	var lines []entry
	for _, v := range vendors {
		own := byVendor[v.ID]
		slices.SortStableFunc(own, latestFirst)
		for n := range own {
			lines = append(lines, entry{v, &own[n], n == 0, len(own) > 1, telling(own, n, zone)})
		}
		if len(own) == 0 {
			lines = append(lines, entry{vendor: v, first: true})
		}
	}
	return lines
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
