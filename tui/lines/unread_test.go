package lines_test

import (
	"context"
	"testing"

	"assay/assessment"
)

// Evidence that came with a reply is listed, and counts once somebody says of which day
// it is.
func TestReadingWhatTheVendorSent(t *testing.T) {
	m := newMeeting(t)
	plan := assessment.Evidence{Kind: "EV-31", Reference: "sent by the vendor as plan.pdf on 2026-11-28, not kept here", Unread: true}
	_, err := m.bench.Store.Record(context.Background(), m.id, m.bench.Entry(assessment.Answered{
		Answer: assessment.Answer{Item: "BAA-03", Value: assessment.Met, Assurance: assessment.Claimed, Evidence: []assessment.Evidence{plan}},
	}))
	check(t, err)
	m.refuses("the date comes first", "go BAA-03", "evidence read 1 plan")
	m.refuses("the date comes first", "go BAA-03", "evidence read 2 -30d") // there is no second record
	m.says([]string{"unread", "go BAA-03", "evidence", "evidence read 1 -30d page 4", "unread"},
		"1 evidence record received, not read yet.", "BAA-03, record 1:", "kept at sent by the vendor as plan.pdf",
		"record 1: EV-31", "received, not read", "evidence read NUMBER DATE TEXT", "Recorded: record 1 is read, documented.", "Nothing that the vendor sent is left to be read.")
	if got := m.answer("BAA-03").Evidence[0]; got.Unread || got.Seen != "page 4" || got.AsOf.IsZero() || got.Assurance != assessment.Documented || got.Reference != plan.Reference {
		t.Errorf("the record is %+v", got)
	}
}
