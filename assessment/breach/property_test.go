package breach_test

import (
	"slices"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/breach"
)

// The years include leap years, 2100 (not a leap year) and 2400 (a leap year).
// On every day, the deadlines must agree with the calendar of the standard
// library and must be sorted.
func TestEveryDayOfManyYears(t *testing.T) {
	f := known(t, "2026-06-18")
	f.Individuals = people(20)
	f.AsOf = when(t, "2500-01-01")
	for _, year := range []int{2010, 2024, 2025, 2026, 2027, 2028, 2099, 2100, 2400} {
		for day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
			discovered := assessment.DateOf(day, time.UTC)
			f.Chain[0].Knew = breach.OnDay(discovered, f.Zone)
			f.Chain[0].Told = f.Chain[0].Knew
			c := compute(t, f)
			if got, want := find(t, c, breach.Individuals).Date.String(), day.AddDate(0, 0, 60).Format(time.DateOnly); got != want {
				t.Fatalf("discovered on %s: letters by %s, want %s", discovered, got, want)
			}
			if got := find(t, c, breach.VendorNotice).Date; got != discovered+60 {
				t.Fatalf("discovered on %s: the vendor's notice by %s", discovered, got)
			}
			march := time.Date(year+1, 3, 1, 0, 0, 0, 0, time.UTC)
			if leap := time.Date(year+1, 2, 29, 0, 0, 0, 0, time.UTC); leap.Month() == time.February {
				march = leap
			}
			if got, want := find(t, c, breach.HHS).Date.String(), march.Format(time.DateOnly); got != want {
				t.Fatalf("discovered on %s: HHS by %s, want %s", discovered, got, want)
			}
			if !slices.IsSortedFunc(c.Deadlines, func(x, y breach.Deadline) int { return int(x.Date - y.Date) }) {
				t.Fatalf("discovered on %s: the deadlines are not sorted", discovered)
			}
			if got := find(t, c, breach.Retention).Date; got < find(t, c, breach.HHS).Date+6*365 {
				t.Fatalf("discovered on %s: records kept only until %s", discovered, got)
			}
		}
	}
}

// Each moment of a day has that civil date, and begins where the day before it
// ends. This holds even if the clocks skip midnight (Cairo, Santiago, Beirut) or
// show it twice (Havana).
func TestEveryDayInZonesThatMoveTheirClocks(t *testing.T) {
	for _, name := range []string{"America/New_York", "Asia/Manila", "Africa/Cairo", "America/Santiago", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"} {
		z := zone(t, name)
		end := time.Time{}
		for day := date(t, "2023-01-01"); day < date(t, "2027-01-01"); day++ {
			m := breach.OnDay(day, z)
			if m.Date(z) != day || assessment.DateOf(m.To, z) != day || assessment.DateOf(m.From.Add(-time.Nanosecond), z) != day-1 {
				t.Fatalf("%s in %s runs from %s to %s", day, name, m.From.In(z), m.To.In(z))
			}
			if !end.IsZero() && !m.From.Equal(end.Add(time.Nanosecond)) {
				t.Fatalf("%s in %s does not begin where the day before ends", day, name)
			}
			end = m.To
		}
	}
}

// All ways to write an instant give the same clock. Its dates are in our zone,
// not in the zone of the event.
func TestTheSameInstantInAllZones(t *testing.T) {
	newYork, manila := zone(t, "America/New_York"), zone(t, "Asia/Manila")
	f := known(t, "2026-06-18")
	for at := time.Date(2027, 12, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2029; at = at.Add(7 * time.Hour) {
		var letters []assessment.Date
		for _, text := range []string{at.In(manila).Format("2006-01-02T15:04@Asia/Manila"), at.In(newYork).Format(time.RFC3339), at.Format("2006-01-02T15:04Z07:00")} {
			m := when(t, text)
			if !m.From.Equal(at) || !m.Exact() {
				t.Fatalf("%s is read as %s", text, m.From)
			}
			f.Chain[0].Knew, f.Chain[0].Told = m, m
			letters = append(letters, find(t, compute(t, f), breach.Individuals).Date)
		}
		want := assessment.DateOf(at, newYork) + 60
		if slices.ContainsFunc(letters, func(d assessment.Date) bool { return d != want }) {
			t.Fatalf("%s: letters by %v, want %s", at, letters, want)
		}
	}
}

// If a company is an agent, our letters are never due later than if it is not.
// Our 60 days never begin before the sub discovered the breach.
func TestAgencyNeverGivesTime(t *testing.T) {
	f := known(t, "2026-03-01")
	f.AsOf = when(t, "2027-01-01")
	start := date(t, "2026-03-01")
	for told := assessment.Date(0); told <= 90; told += 9 {
		for again := told; again <= 120; again += 15 {
			var letters [2][2]assessment.Date
			for i, subAgent := range []bool{false, true} {
				for j, agent := range []bool{false, true} {
					f.Chain = []breach.Link{
						{Name: "the sub", Knew: breach.OnDay(start, f.Zone), Told: breach.OnDay(start+told, f.Zone), Agent: subAgent},
						{Name: "the vendor", Told: breach.OnDay(start+again, f.Zone), Agent: agent},
					}
					letters[i][j] = find(t, compute(t, f), breach.Individuals).Date
				}
			}
			if letters[0][0] != start+again+60 || letters[0][1] != start+told+60 || letters[1][0] != start+again+60 || letters[1][1] != start+60 {
				t.Fatalf("told after %d and %d days: %v", told, again, letters)
			}
		}
	}
}
