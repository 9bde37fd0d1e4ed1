package tui

import (
	"strings"

	"assay/assessment/store"
)

// keptBy tells which lines of the portfolio match a filter. With a leading ! it
// keeps the lines that do not match. It is nil for an empty filter.
func keptBy(filter string) func(store.Line) bool {
	query, without := strings.CutPrefix(strings.ToLower(strings.TrimSpace(filter)), "!")
	if query == "" {
		return nil
	}
	return func(l store.Line) bool { return strings.Contains(strings.ToLower(filterWords(l)), query) != without }
}

// filterWords returns the texts in which the filter searches: the visible ones, and
// the other names of the vendor and the RFP.
func filterWords(l store.Line) string {
	words := []string{l.Vendor.Name, l.Vendor.LegalName, l.Vendor.LatinName, l.Vendor.Country}
	if row := l.Row; row != nil {
		words = append(words, row.Subject, row.Questionnaire.ID, row.RFP, row.RFPReference, string(row.Verdict), string(row.Milestone))
	}
	return strings.Join(words, " ")
}
