package breach_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/breach"
)

// Every line of the clock either moves with a law enforcement hold or says why it
// does not.
func TestEveryLineKnowsOfTheHold(t *testing.T) {
	for _, v := range []struct {
		name string
		hold breach.Hold
		day  string // on which the notices are due under the hold
	}{
		{"written: notice is forbidden through the last day", breach.Hold{Until: date(t, "2026-09-30")}, "2026-10-01"},
		{"oral: 30 days at most", breach.Hold{Oral: date(t, "2026-08-10")}, "2026-09-09"},
		{"a written statement after an oral one", breach.Hold{Oral: date(t, "2026-08-10"), Until: date(t, "2026-09-30")}, "2026-10-01"},
	} {
		t.Run(v.name, func(t *testing.T) {
			f := known(t, "2026-06-18") // notices by 2026-08-17
			f.AsOf = when(t, "2026-08-12")
			f.Chain[0].Told, f.Knew = breach.Moment{}, when(t, "2026-06-20")
			f.Individuals, f.Residents, f.Unreachable = people(700), map[string]int{"TX": 510}, 12
			f.ContractHours, f.FactsComplete = 48, true
			free := compute(t, f)
			f.Hold = v.hold
			held := compute(t, f)
			seen := map[breach.Rule]bool{}
			for _, was := range free.Deadlines {
				now := find(t, held, was.Rule)
				seen[was.Rule] = true
				switch was.Rule {
				case breach.Individuals, breach.Delay, breach.Substitute, breach.Media, breach.HHS:
					if now.Date != date(t, v.day) || now.Before != was.Date || !strings.Contains(now.Why, "hold postpones it from "+was.Date.String()) {
						t.Errorf("%s: due on %s, moved from %s: %s", was.Rule, now.Date, now.Before, now.Why)
					}
				case breach.VendorNotice, breach.ContractNotice:
					if now.Date != was.Date || now.Before != 0 || !strings.Contains(now.Why, "the law enforcement hold ") {
						t.Errorf("%s: due on %s, before the hold on %s: %s", was.Rule, now.Date, was.Date, now.Why)
					}
				case breach.Posting:
					if now.Date != date(t, v.day)+90 {
						t.Errorf("posted until %s", now.Date)
					}
				case breach.Retention:
					if now.Date <= was.Date {
						t.Errorf("records are kept until %s, as without a hold", now.Date)
					}
				default:
					t.Errorf("this test does not know the rule %s", was.Rule)
				}
			}
			if len(seen) != 9 || !has(held, breach.LawHold) {
				t.Errorf("tested the rules %v, want all 10", seen)
			}
			if got := held.Alternative; got.Individuals != date(t, v.day) || got.Before != free.Alternative.Individuals {
				t.Errorf("under the other answer on agency: %+v", got)
			}
			if len(held.Warnings) > 0 || !strings.Contains(held.StateLaw[0].Text, "whether the law enforcement hold delays this notice too") {
				t.Errorf("warnings %v, State law %v", held.Warnings, held.StateLaw)
			}
			f.Chain[0].Agent = true // 60 days in all, so that even an oral hold ends later
			if got := compute(t, f).Worst; got.Date != date(t, v.day) || got.Before != date(t, "2026-08-17") || assessment.Date(got.Days) != got.Date-date(t, "2026-06-18") {
				t.Errorf("worst case: %+v", got)
			}
		})
	}
}

// A hold changes nothing if it ends before a notice is due, or if the official
// spoke after the notice was due.
func TestAHoldThatComesTooEarlyOrTooLate(t *testing.T) {
	for name, hold := range map[string]breach.Hold{
		"over before the last day":    {Until: date(t, "2026-08-16")},
		"oral and over":               {Oral: date(t, "2026-06-20")},
		"oral, after the last day":    {Oral: date(t, "2026-08-18")},
		"written, and begun after it": {Oral: date(t, "2026-08-18"), Until: date(t, "2026-12-31")},
		"oral, over on the last day":  {Oral: date(t, "2026-07-18")},
	} {
		f := known(t, "2026-06-18")
		f.Chain[0].Agent, f.Hold = true, hold
		c := compute(t, f)
		if d := find(t, c, breach.Individuals); d.Date != date(t, "2026-08-17") || d.Before != 0 || c.Worst.Before != 0 {
			t.Errorf("%s: letters by %s, moved from %s; worst case %+v", name, d.Date, d.Before, c.Worst)
		}
	}
	f := known(t, "2026-06-18")
	f.Hold = breach.Hold{Until: date(t, "2026-08-17")}
	if d := find(t, compute(t, f), breach.Individuals); d.Date != date(t, "2026-08-18") {
		t.Errorf("notice is forbidden on the last day, yet it is due on %s", d.Date)
	}
}
