package wording

import (
	"fmt"
	"time"

	"assay/assessment"
	"assay/assessment/english"
)

// LostEvents names a run of events by the numbers that they had.
func LostEvents(from, to int64) string {
	if from == to {
		return fmt.Sprintf("event %d", from)
	}
	return fmt.Sprintf("events %d to %d", from, to)
}

// Rollback says which events the journal lacks, and who accepted that why.
func Rollback(r assessment.Rollback, zone *time.Location) string {
	how := map[string]string{
		"accepted": "the database was put back to an earlier state",
		"adopted":  "the database was made from a copy that was behind",
		"restored": "the database was restored from a backup",
	}[r.How]
	lost := english.Count(int(r.To-r.From+1), "event is", "events are") + " lost"
	if r.After != 0 {
		lost += ", recorded after " + Moment(r.After, zone)
	}
	return fmt.Sprintf("%s: %s (%s); %s accepted it on %s: %s", how, lost, LostEvents(r.From, r.To), r.By, Day(r.At, zone), r.Reason)
}
