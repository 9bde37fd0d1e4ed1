package breach_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/breach"
)

// The error says which fact is impossible, and why.
func TestImpossibleFacts(t *testing.T) {
	sent := func(rule breach.Rule, day string) map[breach.Rule]assessment.Date {
		return map[breach.Rule]assessment.Date{rule: date(t, day)}
	}
	for _, v := range []struct {
		name   string
		change func(*breach.Facts)
		want   string
	}{
		{"discovered after the as-of date", func(f *breach.Facts) { f.Chain[0].Knew = when(t, "2026-07-02") }, "the vendor learned of it on 2026-07-02, which is after the as-of date 2026-07-01"},
		{"told after the as-of date", func(f *breach.Facts) { f.Chain[0].Told = when(t, "2026-07-02") }, "the vendor told us on 2026-07-02, which is after the as-of date 2026-07-01"},
		{"we knew after the as-of date", func(f *breach.Facts) { f.Knew = when(t, "2026-07-02T00:00") }, "we learned of it on 2026-07-02 00:00 EDT, which is after"},
		{"told before known", func(f *breach.Facts) { f.Chain[0].Told = when(t, "2026-06-17") }, "the vendor told us on 2026-06-17, before it learned of it on 2026-06-18"},
		{"told an hour before known", func(f *breach.Facts) {
			f.Chain[0].Knew, f.Chain[0].Told = when(t, "2026-06-18T09:00"), when(t, "2026-06-18T08:00")
		}, "told us on 2026-06-18 08:00 EDT, before it learned of it on 2026-06-18 09:00 EDT"},
		{"told by a vendor that did not know", func(f *breach.Facts) {
			f.Chain = []breach.Link{{Name: "the sub", Knew: when(t, "2026-06-01")}, {Name: "the vendor", Told: when(t, "2026-06-10")}}
		}, "the vendor told us, but no date is given for when it learned of the breach"},
		{"nobody knew", func(f *breach.Facts) { f.Chain[0].Knew = breach.Moment{} }, "no date is given for when the vendor learned of the breach"},
		{"before there was a rule", func(f *breach.Facts) { f.Chain[0].Knew = when(t, "0206-06-18") }, "but the breach rule applies only from 2009-09-23"},
		{"a circle", func(f *breach.Facts) { f.Chain = append(f.Chain, f.Chain[0]) }, "the vendor is in the chain twice"},
		{"a link without a name", func(f *breach.Facts) { f.Chain[0].Name = " " }, "needs a name"},
		{"no chain", func(f *breach.Facts) { f.Chain = nil }, "needs an as-of date, a time zone and a vendor"},

		{"fewer than nobody", func(f *breach.Facts) { f.Individuals = people(-1) }, "not -1"},
		{"nobody", func(f *breach.Facts) { f.Individuals = people(0) }, "not 0"},
		{"negative residents", func(f *breach.Facts) { f.Residents = map[string]int{"TX": -5} }, "-5 is not a possible number of residents of TX"},
		{"more residents than people", func(f *breach.Facts) { f.Individuals, f.Residents = people(10), map[string]int{"TX": 6, "OK": 5} }, "the residents add up to 11, more than the 10"},
		{"a State in small letters", func(f *breach.Facts) { f.Residents = map[string]int{"tx": 5} }, "write TX for \"tx\""},
		{"no State", func(f *breach.Facts) { f.Residents = map[string]int{"XX": 6} }, "\"XX\" is not a State, the District of Columbia or a territory; use one of AK, AL, AR, AS,"},
		{"nowhere", func(f *breach.Facts) { f.Residents = map[string]int{"": 6} }, "\"\" is not a State"},
		{"nobody in a State", func(f *breach.Facts) { f.Residents = map[string]int{"TX": 0} }, "leave out a State where nobody is affected"},
		{"negative unreachable", func(f *breach.Facts) { f.Unreachable = -1 }, "-1 is not a possible number of unreachable individuals"},
		{"more unreachable than people", func(f *breach.Facts) { f.Individuals, f.Unreachable = people(10), 11 }, "11 unreachable individuals are more than the 10"},
		{"negative hours", func(f *breach.Facts) { f.ContractHours = -1 }, "not -1"},
		{"hours beyond a year", func(f *breach.Facts) { f.ContractHours = 1 << 40 }, "the contract hours must be"},

		{"asked to be silent before we knew", func(f *breach.Facts) { f.Hold.Oral = date(t, "2026-06-17") }, "the official spoke to us on 2026-06-17, but no date shows that we knew"},
		{"a hold that is over before we knew", func(f *breach.Facts) { f.Hold.Until = date(t, "2026-06-17") }, "a hold ends on 2026-06-17, but no date"},
		{"a hold without a date on which we knew", func(f *breach.Facts) { f.Chain[0].Told, f.Hold.Until = breach.Moment{}, date(t, "2026-08-01") }, "but no date shows that we knew"},
		{"asked in the future", func(f *breach.Facts) { f.Hold.Oral = date(t, "2026-07-02") }, "which is after"},
		{"a written hold that ends before the oral one began", func(f *breach.Facts) {
			f.Hold = breach.Hold{Oral: date(t, "2026-06-25"), Until: date(t, "2026-06-24")}
		}, "before the official spoke"},
		{"letters before we knew", func(f *breach.Facts) { f.Sent = sent(breach.Individuals, "2026-06-17") }, "notice (individuals) was sent on 2026-06-17, but no date"},
		{"letters in the future", func(f *breach.Facts) { f.Sent = sent(breach.Individuals, "2026-07-02") }, "which is after"},
		{"a notice that is not ours", func(f *breach.Facts) { f.Sent = sent(breach.VendorNotice, "2026-06-30") }, "is not a notice that we send"},
	} {
		t.Run(v.name, func(t *testing.T) {
			f := known(t, "2026-06-18")
			f.AsOf = when(t, "2026-07-01")
			v.change(&f)
			_, err := breach.Compute(f)
			if assessment.CodeOf(err) != assessment.Invalid || !strings.Contains(err.Error(), v.want) {
				t.Errorf("%q (%s), want %q", err, assessment.CodeOf(err), v.want)
			}
		})
	}
}

// If only the day is known, Compute accepts two events in any order on that day.
func TestEventsOfOneDayAreAcceptedInAnyOrder(t *testing.T) {
	for _, v := range [][2]string{
		{"2026-06-18T10:00", "2026-06-18"},
		{"2026-06-18", "2026-06-18T00:30"},
		{"2026-03-02T00:30", "2026-03-02@Asia/Manila"}, // 13:30 in Manila
	} {
		f := known(t, "2026-06-18")
		f.Chain[0].Knew, f.Chain[0].Told = when(t, v[0]), when(t, v[1])
		if _, err := breach.Compute(f); err != nil {
			t.Errorf("knew %s, told %s: %v", v[0], v[1], err)
		}
	}
}

func TestParseMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2026-06-18":                   "2026-06-18",
		"2026-06-18T09:00":             "2026-06-18 09:00 EDT",
		"2026-06-18T09:00:30":          "2026-06-18 09:00 EDT",
		"2026-06-18T09:00Z":            "2026-06-18 05:00 EDT",
		"2026-06-18T09:00:00+08:00":    "2026-06-17 21:00 EDT",
		"2026-03-02T07:00@Asia/Manila": "2026-03-01 18:00 EST",
		"2026-03-02@Asia/Manila":       "2026-03-01",           // its first instant
		"2026-11-01T01:30":             "2026-11-01 01:30 EDT", // the clocks show it twice; the first counts
	} {
		if got := when(t, text).Text(zone(t, "America/New_York")); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"yesterday":                     `"yesterday" is not a date or a time`,
		"2026-02-29":                    "is not a date or a time",
		"2026-06-18T25:00":              "is not a date or a time",
		"2026-06-18@Mars/Base":          `"Mars/Base" is not a time zone`,
		"2026-06-18@":                   `"" is not a time zone`,
		"2026-06-18@Local":              "is not a time zone",
		"2026-06-18T09:00Z@Asia/Manila": "is not a date or a time",
		"2026-03-08T02:30":              "the clocks of America/New_York never showed 2026-03-08T02:30",
		"":                              "is not a date or a time",
	} {
		_, err := breach.ParseMoment(text, zone(t, "America/New_York"))
		if assessment.CodeOf(err) != assessment.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
