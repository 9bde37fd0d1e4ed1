package breach_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/breach"
	"assay/questionnaire/citation"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func date(t *testing.T, text string) assessment.Date {
	t.Helper()
	if text == "" {
		return 0
	}
	d, err := assessment.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// when reads a moment in New York; the empty text is never.
func when(t *testing.T, text string) breach.Moment {
	t.Helper()
	if text == "" {
		return breach.Moment{}
	}
	m, err := breach.ParseMoment(text, zone(t, "America/New_York"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func people(n int) *int { return &n }

// known returns the facts of a breach at a vendor that is not our agent and told
// us at once. The as-of date is long after all deadlines.
func known(t *testing.T, discovered string) breach.Facts {
	t.Helper()
	return breach.Facts{
		AsOf: when(t, "2150-01-01"), Zone: zone(t, "America/New_York"),
		Chain: []breach.Link{{Name: "the vendor", Knew: when(t, discovered), Told: when(t, discovered)}},
	}
}

func compute(t *testing.T, f breach.Facts) breach.Clock {
	t.Helper()
	c, err := breach.Compute(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// find returns the first deadline of a rule, and fails the test if there is none.
func find(t *testing.T, c breach.Clock, rule breach.Rule) breach.Deadline {
	t.Helper()
	for _, d := range c.Deadlines {
		if d.Rule == rule {
			return d
		}
	}
	t.Fatalf("no deadline %s in %v", rule, rules(c))
	return breach.Deadline{}
}

func rules(c breach.Clock) []breach.Rule {
	var found []breach.Rule
	for _, d := range c.Deadlines {
		found = append(found, d.Rule)
	}
	return found
}

func has(c breach.Clock, rule breach.Rule) bool {
	for _, d := range c.Deadlines {
		if d.Rule == rule {
			return true
		}
	}
	return false
}

// Each case gives the facts, and the date of one deadline.
func TestDatesOfDeadlines(t *testing.T) {
	vendor := func(knew, told string, agent bool) []breach.Link {
		return []breach.Link{{Name: "the vendor", Knew: when(t, knew), Told: when(t, told), Agent: agent}}
	}
	for _, v := range []struct {
		name  string
		facts breach.Facts
		rule  breach.Rule
		want  string
	}{
		{"60 days", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false)}, breach.Individuals, "2026-08-17"},
		{"60 days for the vendor", breach.Facts{Chain: vendor("2026-06-18", "", false)}, breach.VendorNotice, "2026-08-17"},
		{"over the year's end", breach.Facts{Chain: vendor("2026-12-31", "2026-12-31", false)}, breach.Individuals, "2027-03-01"},
		{"into a leap year", breach.Facts{Chain: vendor("2027-12-31", "2027-12-31", false)}, breach.Individuals, "2028-02-29"},
		{"over a leap day", breach.Facts{Chain: vendor("2028-01-01", "2028-01-01", false)}, breach.Individuals, "2028-03-01"},
		{"a Sunday does not move it", breach.Facts{Chain: vendor("2026-06-24", "2026-06-24", false)}, breach.Individuals, "2026-08-23"},

		{"small, 2025", breach.Facts{Chain: vendor("2025-01-01", "2025-01-01", false), Individuals: people(499)}, breach.HHS, "2026-03-01"},
		{"small, late in 2025", breach.Facts{Chain: vendor("2025-12-31", "2025-12-31", false), Individuals: people(1)}, breach.HHS, "2026-03-01"},
		{"small, 2026", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(499)}, breach.HHS, "2027-03-01"},
		{"small, 2027, due on a leap day", breach.Facts{Chain: vendor("2027-06-18", "2027-06-18", false), Individuals: people(499)}, breach.HHS, "2028-02-29"},
		{"small: the year of our discovery counts", breach.Facts{Chain: vendor("2026-12-30", "2027-01-04", false), Individuals: people(3)}, breach.HHS, "2028-02-29"},
		{"exactly 500: HHS with the letters", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(500)}, breach.HHS, "2026-08-17"},
		{"500 and more: HHS no later than the letters went out", breach.Facts{
			Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(700), Sent: map[breach.Rule]assessment.Date{breach.Individuals: date(t, "2026-07-01")},
		}, breach.HHS, "2026-07-01"},
		{"501 residents: the media", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(501), Residents: map[string]int{"TX": 501}}, breach.Media, "2026-08-17"},

		{"an agent's knowledge is ours", breach.Facts{Chain: vendor("2026-05-01", "2026-06-10", true)}, breach.Individuals, "2026-06-30"},
		{"a vendor that is not our agent starts our clock when it tells us", breach.Facts{Chain: vendor("2026-05-01", "2026-06-10", false)}, breach.Individuals, "2026-08-09"},
		{"we knew before we were told", breach.Facts{Chain: vendor("2026-05-01", "2026-06-10", false), Knew: when(t, "2026-05-20")}, breach.Individuals, "2026-07-19"},
		{"we learned of it after our agent", breach.Facts{Chain: vendor("2026-05-01", "", true), Knew: when(t, "2026-05-20")}, breach.Individuals, "2026-06-30"},

		{"an oral hold ends after 30 days", breach.Facts{Chain: vendor("2026-03-20", "2026-03-20", false), Hold: breach.Hold{Oral: date(t, "2026-04-01")}}, breach.LawHold, "2026-05-01"},
		{"a hold that ends before day 60 changes nothing", breach.Facts{Chain: vendor("2026-03-20", "2026-03-20", false), Hold: breach.Hold{Oral: date(t, "2026-04-01")}}, breach.Individuals, "2026-05-19"},
		{"a written hold postpones the letters", breach.Facts{Chain: vendor("2026-03-20", "2026-03-20", false), Hold: breach.Hold{Until: date(t, "2026-09-01")}}, breach.Individuals, "2026-09-02"},
		{"a written hold counts before an oral one", breach.Facts{
			Chain: vendor("2026-03-20", "2026-03-20", false), Hold: breach.Hold{Until: date(t, "2026-09-01"), Oral: date(t, "2026-04-01")},
		}, breach.LawHold, "2026-09-01"},
		{"a hold for us does not postpone the vendor's notice", breach.Facts{Chain: vendor("2026-03-20", "2026-03-20", false), Hold: breach.Hold{Until: date(t, "2026-09-01")}}, breach.VendorNotice, "2026-05-19"},

		{"9 without a usable address: by other means", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(20), Unreachable: 9}, breach.Substitute, "2026-08-17"},
		{"10 without a usable address: posted for 90 days", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(20), Unreachable: 10}, breach.Posting, "2026-11-15"},
		{"posted earlier, taken down earlier", breach.Facts{
			Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(20), Unreachable: 10, Sent: map[breach.Rule]assessment.Date{breach.Substitute: date(t, "2026-07-01")},
		}, breach.Posting, "2026-09-29"},

		{"records: 6 years from the last date", breach.Facts{Chain: vendor("2026-06-18", "2026-06-18", false), Individuals: people(700)}, breach.Retention, "2032-08-17"},
		{"records: 6 years from a leap day", breach.Facts{Chain: vendor("2027-12-31", "2027-12-31", false), Individuals: people(700)}, breach.Retention, "2034-03-01"},

		{"Manila's Monday morning is New York's Sunday", breach.Facts{Chain: vendor("2026-03-02T07:00@Asia/Manila", "2026-03-02T07:00@Asia/Manila", false)}, breach.Individuals, "2026-04-30"},
		{"the same instant, written in New York time", breach.Facts{Chain: vendor("2026-03-01T18:00", "2026-03-01T18:00", false)}, breach.Individuals, "2026-04-30"},
		{"clock hours, across the start of daylight saving time", breach.Facts{Chain: vendor("2026-03-07T12:00", "", false), ContractHours: 36}, breach.ContractNotice, "2026-03-09"},
	} {
		t.Run(v.name, func(t *testing.T) {
			v.facts.AsOf, v.facts.Zone = when(t, "2040-01-01"), zone(t, "America/New_York")
			if got := find(t, compute(t, v.facts), v.rule).Date; got != date(t, v.want) {
				t.Errorf("%s is due on %s, want %s", v.rule, got, v.want)
			}
		})
	}
}

// The sub knows on day 1 and tells the vendor on day 40. If the sub is the
// vendor's agent, the vendor's own 60 days begin on day 1, otherwise on day 40.
func TestTheVendorsClockBelowASubcontractor(t *testing.T) {
	for agent, want := range map[bool]string{true: "2026-04-30", false: "2026-06-08"} {
		f := known(t, "2026-06-18")
		f.Chain = []breach.Link{
			{Name: "the sub", Knew: when(t, "2026-03-01"), Told: when(t, "2026-04-09"), Agent: agent},
			{Name: "the vendor"},
		}
		i := slices.IndexFunc(compute(t, f).Deadlines, func(d breach.Deadline) bool { return d.What == "the vendor tells us" })
		if got := compute(t, f).Deadlines[i].Date; got != date(t, want) {
			t.Errorf("agent %v: the vendor must tell us by %s, want %s", agent, got, want)
		}
	}
}

func TestDiscoveriesAlongTheChain(t *testing.T) {
	for _, v := range []struct {
		name               string
		subAgent, agent    bool
		vendorKnew         string
		subTold, told, our string
		want               string // discovery by the sub, the vendor and us; ~ means assumed
	}{
		{"nobody is an agent: day 40, then the vendor's notice", false, false, "", "2026-04-09", "2026-04-20", "", "2026-03-01 2026-04-09 2026-04-20"},
		{"the sub is the vendor's agent: day 1", true, false, "", "2026-04-09", "2026-04-20", "", "2026-03-01 2026-03-01 2026-04-20"},
		{"the vendor is our agent", false, true, "", "2026-04-09", "2026-04-20", "", "2026-03-01 2026-04-09 2026-04-09"},
		{"agents all the way up", true, true, "", "2026-04-09", "2026-04-20", "", "2026-03-01 2026-03-01 2026-03-01"},
		{"the vendor saw it before it was told", false, false, "2026-03-15", "2026-04-09", "2026-04-20", "", "2026-03-01 2026-03-15 2026-04-20"},
		{"we saw it first", false, false, "2026-03-15", "2026-04-09", "2026-04-20", "2026-02-27", "2026-03-01 2026-03-15 2026-02-27"},
		{"no dates of notice: the earliest day counts", false, false, "", "", "", "", "2026-03-01 ~2026-03-01 ~2026-03-01"},
		{"a known date beats an assumed one", false, false, "", "", "", "2026-05-01", "2026-03-01 ~2026-03-01 2026-05-01"},
	} {
		t.Run(v.name, func(t *testing.T) {
			c := compute(t, breach.Facts{
				AsOf: when(t, "2026-06-01"), Zone: zone(t, "America/New_York"), Knew: when(t, v.our),
				Chain: []breach.Link{
					{Name: "the sub", Knew: when(t, "2026-03-01"), Told: when(t, v.subTold), Agent: v.subAgent},
					{Name: "the vendor", Knew: when(t, v.vendorKnew), Told: when(t, v.told), Agent: v.agent},
				},
			})
			var got []string
			for _, d := range c.Discovered {
				mark := ""
				if d.Assumed {
					mark = "~"
				}
				got = append(got, mark+d.Date.String())
			}
			if found := strings.Join(got, " "); found != v.want {
				t.Errorf("%s, want %s", found, v.want)
			}
		})
	}
}

func TestWorstCaseOfTheChain(t *testing.T) {
	for _, v := range []struct {
		agents []bool
		days   int
	}{
		{[]bool{false}, 120},
		{[]bool{true}, 60},
		{[]bool{false, false}, 180},
		{[]bool{true, false}, 120},
		{[]bool{true, true}, 60},
		{[]bool{false, false, false}, 240},
	} {
		f := known(t, "2026-01-01")
		f.Chain = nil
		for i, agent := range v.agents {
			f.Chain = append(f.Chain, breach.Link{Name: fmt.Sprint("link ", i), Knew: when(t, "2026-01-01"), Agent: agent})
		}
		got := compute(t, f).Worst
		if want := date(t, "2026-01-01") + assessment.Date(v.days); got.Days != v.days || got.Date != want {
			t.Errorf("agents %v: %d days to %s, want %d to %s", v.agents, got.Days, got.Date, v.days, want)
		}
	}
}

func TestTheClockUnderTheOppositeAnswerOnAgency(t *testing.T) {
	f := known(t, "2026-05-01")
	f.Chain[0].Told, f.Chain[0].Agent = when(t, "2026-06-10"), true
	want := &breach.Alternative{Agent: false, Discovered: date(t, "2026-06-10"), Individuals: date(t, "2026-08-09")}
	if diff := cmp.Diff(want, compute(t, f).Alternative); diff != "" {
		t.Error(diff)
	}
	f.Chain[0].Agent = false
	want = &breach.Alternative{Agent: true, Discovered: date(t, "2026-05-01"), Individuals: date(t, "2026-06-30")}
	if diff := cmp.Diff(want, compute(t, f).Alternative); diff != "" {
		t.Error(diff)
	}
	f.Knew = when(t, "2026-05-01")
	if got := compute(t, f).Alternative; got != nil {
		t.Errorf("we knew at once, so agency changes nothing; got %+v", got)
	}
}

// Some notices are due because of the numbers, others only because a number is
// unknown.
func TestThresholds(t *testing.T) {
	for _, v := range []struct {
		name        string
		individuals *int
		residents   map[string]int
		media, hhs  string // the citation; ~ means assumed; "" means not due
	}{
		{"nothing is known", nil, nil, "~45 CFR 164.406", "~45 CFR 164.408(b)"},
		{"499", people(499), nil, "", "45 CFR 164.408(c)"},
		{"500 individuals, States unknown: no State can have more than 500", people(500), nil, "", "45 CFR 164.408(b)"},
		{"501 individuals, States unknown", people(501), nil, "~45 CFR 164.406", "45 CFR 164.408(b)"},
		{"exactly 500 residents", people(700), map[string]int{"TX": 500, "OK": 200}, "", "45 CFR 164.408(b)"},
		{"501 residents", people(700), map[string]int{"TX": 501}, "45 CFR 164.406", "45 CFR 164.408(b)"},
		{"too few others for a second State", people(900), map[string]int{"TX": 400}, "", "45 CFR 164.408(b)"},
		{"all others may live in one State", people(901), map[string]int{"TX": 400}, "~45 CFR 164.406", "45 CFR 164.408(b)"},
		{"residents alone make it 500", nil, map[string]int{"TX": 300, "OK": 200}, "~45 CFR 164.406", "45 CFR 164.408(b)"},
		{"residents alone are fewer", nil, map[string]int{"TX": 300}, "~45 CFR 164.406", "~45 CFR 164.408(b)"},
	} {
		t.Run(v.name, func(t *testing.T) {
			f := known(t, "2026-06-18")
			f.Individuals, f.Residents = v.individuals, v.residents
			got := map[breach.Rule]string{}
			for _, d := range compute(t, f).Deadlines {
				got[d.Rule] = d.Cite
				if d.Assumed {
					got[d.Rule] = "~" + d.Cite
				}
			}
			if got[breach.Media] != v.media || got[breach.HHS] != v.hhs {
				t.Errorf("media %q, HHS %q; want %q, %q", got[breach.Media], got[breach.HHS], v.media, v.hhs)
			}
		})
	}
}

// The contract hours come first if they are shorter than the law's 60 days.
func TestContractHours(t *testing.T) {
	f := known(t, "2026-06-18T09:00")
	f.Chain[0].Told, f.ContractHours = breach.Moment{}, 48
	for _, v := range []struct {
		asOf  string
		state breach.State
		hours any
	}{
		{"2026-06-18T10:00", breach.Due, 47},
		{"2026-06-20T08:30", breach.Due, 0},
		{"2026-06-20T09:00", breach.Due, 0},
		{"2026-06-20T09:01", breach.Past, -1},
		{"2026-06-20", breach.Due, nil}, // the hour of this day is unknown
		{"2026-06-21", breach.Past, nil},
	} {
		f.AsOf = when(t, v.asOf)
		d := compute(t, f).Deadlines[0]
		var hours any
		if d.Hours != nil {
			hours = *d.Hours
		}
		if d.Rule != breach.ContractNotice || d.Basis != breach.Contract || d.State != v.state || hours != v.hours {
			t.Errorf("as of %s: %s %s %s, %v hours; want %s, %v", v.asOf, d.Rule, d.Basis, d.State, hours, v.state, v.hours)
		}
		if !d.At.Equal(time.Date(2026, 6, 20, 13, 0, 0, 0, time.UTC)) {
			t.Errorf("ends at %s", d.At)
		}
	}
	f.ContractHours = 90 * 24
	if first := compute(t, f).Deadlines[0]; first.Basis != breach.Law {
		t.Errorf("a contract term of 90 days comes before the law: %+v", first)
	}
	f = known(t, "2026-06-18") // without an hour, the clock starts with the day
	f.ContractHours = 24
	if d := find(t, compute(t, f), breach.ContractNotice); !d.At.Equal(time.Date(2026, 6, 19, 4, 0, 0, 0, time.UTC)) || d.State != breach.Done || !d.Assumed {
		t.Errorf("%s, %s, assumed %v", d.At, d.State, d.Assumed)
	}
}

func TestStatesAndRemindersOfADeadline(t *testing.T) {
	f := known(t, "2026-06-18") // letters by 2026-08-17
	for _, v := range []struct {
		asOf, sent  string
		state       breach.State
		left, alert int
	}{
		{"2026-07-17", "", breach.Due, 31, 0},
		{"2026-07-18", "", breach.Due, 30, 30},
		{"2026-08-03", "", breach.Due, 14, 14},
		{"2026-08-10", "", breach.Due, 7, 7},
		{"2026-08-14", "", breach.Due, 3, 3},
		{"2026-08-15", "", breach.Due, 2, 3},
		{"2026-08-16", "", breach.Due, 1, 1},
		{"2026-08-17", "", breach.Due, 0, 1},
		{"2026-08-18", "", breach.Past, -1, 0},
		{"2026-08-18", "2026-08-17", breach.Done, -1, 0},
		{"2026-08-18", "2026-08-18", breach.Late, -1, 0},
	} {
		f.AsOf, f.Sent = when(t, v.asOf), nil
		if v.sent != "" {
			f.Sent = map[breach.Rule]assessment.Date{breach.Individuals: date(t, v.sent)}
		}
		d := find(t, compute(t, f), breach.Individuals)
		if d.State != v.state || d.Left != v.left || d.Alert != v.alert || d.Done != date(t, v.sent) {
			t.Errorf("as of %s, sent %q: %s, %d left, alert %d; want %s, %d, %d", v.asOf, v.sent, d.State, d.Left, d.Alert, v.state, v.left, v.alert)
		}
	}
	f.AsOf, f.Sent = when(t, "2026-06-20"), nil
	want := []string{"2026-07-18", "2026-08-03", "2026-08-10", "2026-08-14", "2026-08-16"}
	var got []string
	for _, day := range find(t, compute(t, f), breach.Individuals).Alerts {
		got = append(got, day.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A posting is required from ten people without a usable address.
func TestPosting(t *testing.T) {
	for n, want := range map[int]bool{0: false, 9: false, 10: true} {
		f := known(t, "2026-06-18")
		f.Individuals, f.Unreachable = people(20), n
		if got := has(compute(t, f), breach.Posting); got != want {
			t.Errorf("%d without a usable address: posting %v, want %v", n, got, want)
		}
	}
}

// If all facts are known, ten days of silence cause a warning. There is none
// during a hold, or after the letters went out.
func TestUnreasonableDelay(t *testing.T) {
	for _, v := range []struct {
		name, asOf string
		change     func(*breach.Facts)
		row, warns bool
	}{
		{"facts are still missing", "2026-08-01", func(f *breach.Facts) { f.FactsComplete = false }, false, false},
		{"on day 9", "2026-06-27", func(*breach.Facts) {}, true, false},
		{"on day 10", "2026-06-28", func(*breach.Facts) {}, true, true},
		{"law enforcement forbids it", "2026-07-10", func(f *breach.Facts) { f.Hold.Until = date(t, "2026-07-10") }, true, false},
		{"the hold is over", "2026-07-11", func(f *breach.Facts) { f.Hold.Until = date(t, "2026-07-10") }, true, true},
		{"the letters are out", "2026-08-01", func(f *breach.Facts) {
			f.Sent = map[breach.Rule]assessment.Date{breach.Individuals: date(t, "2026-07-01")}
		}, false, false},
	} {
		f := known(t, "2026-06-18")
		f.AsOf, f.FactsComplete = when(t, v.asOf), true
		v.change(&f)
		c := compute(t, f)
		if has(c, breach.Delay) != v.row || (len(c.Warnings) > 0) != v.warns {
			t.Errorf("%s: row %v, warnings %v", v.name, has(c, breach.Delay), c.Warnings)
		}
		if v.row && find(t, c, breach.Delay).Basis != breach.Practice {
			t.Errorf("%s: the deadline is shown as law, want practice", v.name)
		}
	}
}

// A deadline of the contract has no legal citation.
func TestCitationsExist(t *testing.T) {
	f := known(t, "2026-06-18")
	f.Chain = append([]breach.Link{{Name: "the sub", Knew: when(t, "2026-06-17")}}, f.Chain...)
	f.ContractHours, f.FactsComplete, f.Hold.Until = 24, true, date(t, "2026-07-01")
	seen := map[breach.Rule]bool{}
	for _, n := range []int{9, 499, 700} {
		f.Individuals, f.Unreachable = people(n), min(n, 10)
		f.Hold.Oral = date(t, "2026-06-20")
		if n == 9 {
			f.Hold.Until = 0
		}
		for _, d := range compute(t, f).Deadlines {
			seen[d.Rule] = true
			if d.Basis == breach.Contract {
				continue
			}
			for i, cite := range strings.Split(d.Cite, ", ") {
				if i > 0 {
					cite = "45 CFR " + cite
				}
				if err := citation.Check(cite); err != nil {
					t.Errorf("%s: %v", d.Rule, err)
				}
			}
		}
	}
	if len(seen) != 10 {
		t.Errorf("got deadlines of the rules %v, want all 10", seen)
	}
}
