package wording_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"assay/assessment/wording"
)

func TestMomentsAreInTheZoneGiven(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	award := time.Date(2026, 11, 29, 3, 24, 0, 0, time.UTC).UnixMicro()
	for got, want := range map[string]string{
		wording.Day(award, newYork):     "2026-11-28",
		wording.Moment(award, newYork):  "2026-11-28 22:24 EST",
		wording.Time(award, newYork):    "2026-11-28 22:24",
		wording.Day(award, time.UTC):    "2026-11-29",
		wording.Moment(award, time.UTC): "2026-11-29 03:24 UTC",
		wording.Times(newYork):          "times in America/New_York",
		wording.Day(0, newYork):         "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
