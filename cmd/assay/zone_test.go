package main

import (
	"path/filepath"
	"testing"
	"time"
)

// A late evening in New York is already the next day in UTC. Each command shows
// the day of the people who recorded it.
func TestALateEveningInNewYorkIsTheSameDayEverywhere(t *testing.T) {
	s := newStory(t)
	t.Setenv("ASSAY_TIME_ZONE", "America/New_York")
	s.now = time.Date(2026, 11, 29, 3, 24, 0, 0, time.UTC)
	db := filepath.Join(t.TempDir(), "demo.db")
	s.assay(0, "demo", "--load-only", "--db", db)
	t.Setenv("ASSAY_DB", db)
	s.assay(0, "rfp", "award", "RFP-2026-14", "--to", "kestrel", "--by", "R. Ortiz", "--role", "CISO", "--reason", "shows most")
	s.contains(s.assay(0, "rfp", "show", "RFP-2026-14"), "times in America/New_York", "R. Ortiz, CISO on 2026-11-28")
	s.contains(s.assay(0, "assess", "history", "kestrel"), "times in America/New_York", "2026-11-28 22:24")
	s.contains(s.assay(0, "assess", "show", "kestrel"), "2026-11-28 by ")
}

func TestPaperIsLetterInTheAmericas(t *testing.T) {
	for zone, want := range map[string]string{"America/New_York": "letter", "US/Pacific": "letter", "Pacific/Honolulu": "letter", "Europe/Berlin": "a4", "Asia/Manila": "a4", "UTC": "a4"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := usualPaper(location); got != want {
			t.Errorf("%s gives %s, want %s", zone, got, want)
		}
	}
}
