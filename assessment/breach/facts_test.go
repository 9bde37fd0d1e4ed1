package breach_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/breach"
)

// What cannot be is refused with a sentence that says what and why.
func TestFactsThatCannotBe(t *testing.T) {
	sent := func(rule breach.Rule, day string) map[breach.Rule]assessment.Date {
		return map[breach.Rule]assessment.Date{rule: date(t, day)}
	}
	for _, v := range []struct {
		name   string
		change func(*breach.Facts)
		want   string
	}{
		{"discovered after the day judged for", func(f *breach.Facts) { f.Chain[0].Knew = when(t, "2026-07-02") }, "the vendor learned of it on 2026-07-02, which is after 2026-07-01"},
		{"told after it", func(f *breach.Facts) { f.Chain[0].Told = when(t, "2026-07-02") }, "the vendor told us on 2026-07-02, which is after 2026-07-01"},
		{"we knew after it", func(f *breach.Facts) { f.Knew = when(t, "2026-07-02T00:00") }, "we learned of it on 2026-07-02 00:00 EDT, which is after"},
		{"told before known", func(f *breach.Facts) { f.Chain[0].Told = when(t, "2026-06-17") }, "the vendor told us on 2026-06-17, before it learned of it on 2026-06-18"},
		{"told an hour before known", func(f *breach.Facts) {
			f.Chain[0].Knew, f.Chain[0].Told = when(t, "2026-06-18T09:00"), when(t, "2026-06-18T08:00")
		}, "told us on 2026-06-18 08:00 EDT, before it learned of it on 2026-06-18 09:00 EDT"},
		{"told by whom nobody told", func(f *breach.Facts) {
			f.Chain = []breach.Link{{Name: "the sub", Knew: when(t, "2026-06-01")}, {Name: "the vendor", Told: when(t, "2026-06-10")}}
		}, "the vendor told us, but when it learned of it is not given"},
		{"nobody knew", func(f *breach.Facts) { f.Chain[0].Knew = breach.Moment{} }, "when the vendor learned of it is not given"},
		{"before there was a rule", func(f *breach.Facts) { f.Chain[0].Knew = when(t, "0206-06-18") }, "the breach rule applies from 2009-09-23 on"},
		{"a circle", func(f *breach.Facts) { f.Chain = append(f.Chain, f.Chain[0]) }, "the vendor is in the chain twice"},
		{"a link without a name", func(f *breach.Facts) { f.Chain[0].Name = " " }, "needs a name"},
		{"no chain", func(f *breach.Facts) { f.Chain = nil }, "needs a day to judge for, a zone and a vendor"},

		{"fewer than nobody", func(f *breach.Facts) { f.Individuals = people(-1) }, "not -1"},
		{"nobody", func(f *breach.Facts) { f.Individuals = people(0) }, "not 0"},
		{"negative residents", func(f *breach.Facts) { f.Residents = map[string]int{"TX": -5} }, "-5 residents of TX"},
		{"more residents than people", func(f *breach.Facts) { f.Individuals, f.Residents = people(10), map[string]int{"TX": 6, "OK": 5} }, "11 residents are more than the 10"},
		{"a State twice", func(f *breach.Facts) { f.Residents = map[string]int{"TX": 6, "tx": 5} }, "named twice"},
		{"nowhere", func(f *breach.Facts) { f.Residents = map[string]int{"": 6} }, "needs a name"},
		{"negative out of reach", func(f *breach.Facts) { f.Unreachable = -1 }, "-1 individuals"},
		{"more out of reach than people", func(f *breach.Facts) { f.Individuals, f.Unreachable = people(10), 11 }, "11 out of reach"},
		{"negative hours", func(f *breach.Facts) { f.ContractHours = -1 }, "not -1"},
		{"hours beyond a year", func(f *breach.Facts) { f.ContractHours = 1 << 40 }, "the hours of the contract"},

		{"asked to be silent before we knew", func(f *breach.Facts) { f.Hold.Oral = date(t, "2026-06-17") }, "the official spoke to us on 2026-06-17, before we are said to have known"},
		{"a hold that is over before we knew", func(f *breach.Facts) { f.Hold.Until = date(t, "2026-06-17") }, "a hold ends on 2026-06-17, before"},
		{"a hold while we are not said to know", func(f *breach.Facts) { f.Chain[0].Told, f.Hold.Until = breach.Moment{}, date(t, "2026-08-01") }, "before we are said to have known"},
		{"asked in the future", func(f *breach.Facts) { f.Hold.Oral = date(t, "2026-07-02") }, "which is after"},
		{"a written hold that ends before the oral one began", func(f *breach.Facts) {
			f.Hold = breach.Hold{Oral: date(t, "2026-06-25"), Until: date(t, "2026-06-24")}
		}, "before the official spoke"},
		{"letters before we knew", func(f *breach.Facts) { f.Sent = sent(breach.Individuals, "2026-06-17") }, "notice (individuals) was sent on 2026-06-17, before"},
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

// A day has no hour: what may have been in order is taken to have been.
func TestOrderWithinADayIsNotDoubted(t *testing.T) {
	for _, v := range [][2]string{
		{"2026-06-18T10:00", "2026-06-18"},
		{"2026-06-18", "2026-06-18T00:30"},
		{"2026-03-02T00:30", "2026-03-02@Asia/Manila"}, // half past one in the afternoon there
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
		"2026-11-01T01:30":             "2026-11-01 01:30 EDT", // shown twice: the first
	} {
		if got := when(t, text).Text(zone(t, "America/New_York")); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"yesterday":                     `"yesterday" is no date or time`,
		"2026-02-29":                    "is no date or time",
		"2026-06-18T25:00":              "is no date or time",
		"2026-06-18@Mars/Base":          `"Mars/Base" is no time zone`,
		"2026-06-18@":                   `"" is no time zone`,
		"2026-06-18@Local":              "is no time zone",
		"2026-06-18T09:00Z@Asia/Manila": "is no date or time",
		"2026-03-08T02:30":              "the clocks of America/New_York never showed 2026-03-08T02:30",
		"":                              "is no date or time",
	} {
		_, err := breach.ParseMoment(text, zone(t, "America/New_York"))
		if assessment.CodeOf(err) != assessment.Invalid || !strings.Contains(err.Error(), want) || assessment.HintOf(err) == "" {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
