package tui

import (
	"slices"
	"strings"

	"assay/assessment"
)

// shown lists the entries that match the filter. With a leading ! it lists the
// entries that do not match.
func (s *portfolio) shown() []entry {
	query := strings.ToLower(strings.TrimSpace(s.filter.Value()))
	query, without := strings.CutPrefix(query, "!")
	if query == "" {
		return s.lines
	}
	var found []entry
	for _, e := range s.lines {
		if strings.Contains(strings.ToLower(s.words(e)), query) != without {
			e.first = len(found) == 0 || found[len(found)-1].vendor.ID != e.vendor.ID
			found = append(found, e)
		}
	}
	return found
}

// words returns the texts in which the filter searches: the visible ones, and the
// other names of the vendor and the RFP.
func (s *portfolio) words(e entry) string {
	words := []string{e.vendor.Name, e.vendor.LegalName, e.vendor.Country}
	if row := e.row; row != nil {
		words = append(words, row.Subject, row.Questionnaire.ID, row.RFP, string(row.Verdict), string(row.Milestone))
		if n := slices.IndexFunc(s.rfps, func(rfp assessment.RFP) bool { return rfp.ID == row.RFPID }); n >= 0 {
			words = append(words, s.rfps[n].Reference)
		}
	}
	return strings.Join(words, " ")
}
