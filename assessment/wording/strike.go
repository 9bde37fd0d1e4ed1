package wording

import (
	"fmt"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// BodiesStruck counts the events whose body was destroyed. It is empty for
// none.
func BodiesStruck(n int) string {
	if n == 0 {
		return ""
	}
	return english.Count(n, "body struck", "bodies struck")
}

// Events counts the events of a journal, and those whose body was destroyed.
func Events(n, struck int) string {
	return english.Join(", ", english.Count(n, "event"), BodiesStruck(struck))
}

// Strike says who destroyed a body, and why.
func Strike(s assessment.Strike, zone *time.Location) string {
	return fmt.Sprintf("struck by %s on %s: %s", s.By, Day(s.At, zone), s.Reason)
}
