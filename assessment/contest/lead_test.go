package contest_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
)

func TestWhyTheFirstOneLeads(t *testing.T) {
	good, second := complete(t, "Good"), complete(t, "Second")
	second.shown("BAA-02", "1", assessment.Documented, 40)
	second.record(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late"})
	c := current(good, second, weak(t, "Bad"))
	want := []string{
		"Good leads Second by 15.1: Contract +12.1, Warnings +3.0",
		"Good leads Bad, which is blocked, by 22.5: Contract +22.5",
	}
	if diff := cmp.Diff(want, c.WhyFirst()); diff != "" {
		t.Error(diff)
	}
	text, err := json.Marshal(c.Leads[0])
	if want := `{"first":"Good","over":"Second","points":15.1,"parts":[{"domain":"BAA","name":"Contract","points":12.1},{"name":"Warnings","points":3.0}]}`; err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}

// Nobody leads where the first rank is shared, or where all are blocked.
func TestNobodyLeadsATie(t *testing.T) {
	for name, c := range map[string]contest.Contest{
		"a tie": current(complete(t, "A"), complete(t, "B"), weak(t, "C")), "all are blocked": current(weak(t, "A"), weak(t, "B")),
	} {
		if c.Leads == nil || len(c.Leads) > 0 {
			t.Errorf("%s: %q", name, c.WhyFirst())
		}
	}
}

// A blocked vendor may have the higher score. The first one is then behind it.
func TestABlockedVendorMayBeAhead(t *testing.T) {
	low, high := complete(t, "Low"), complete(t, "High")
	low.shown("BAA-02", "1", assessment.Documented, 40)
	high.record(assessment.FlagRaised{Item: "TEC-01", Severity: questionnaire.Stop, Text: "shared logins"})
	c := current(high, low)
	if why := c.WhyFirst(); len(why) != 1 || why[0] != "Low is 12.1 behind High, which is blocked: Contract −12.1" {
		t.Errorf("%q", why)
	}
}

// The parts of a lead add up to the difference of the printed scores, and each is
// within a tenth of its exact value.
func TestPropertyThePartsOfALeadAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var all []*interview
		for _, name := range []string{"A", "B", "C"} {
			i := complete(t, name)
			for _, item := range []string{"BAA-02", "TEC-01"} {
				i.shown(item, rapid.SampledFrom([]string{"1", "2", "3", "4"}).Draw(r, item), rapid.SampledFrom([]assessment.Assurance{
					assessment.Documented, assessment.Verified, assessment.Attested,
				}).Draw(r, "assurance"), rapid.IntRange(0, 900).Draw(r, "days"))
			}
			for range rapid.IntRange(0, 6).Draw(r, "warnings") {
				i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late"})
			}
			all = append(all, i)
		}
		c := current(all...)
		for _, l := range c.Leads {
			first, over := c.Sides[c.Find(l.First)].Result, c.Sides[c.Find(l.Over)].Result
			if l.Points != contest.Points(first.Shown-over.Shown) {
				r.Fatalf("%s leads by %s, shown %s and %s", l.First, l.Points, first.Shown, over.Shown)
			}
			sum, before := contest.Points(0), contest.Points(math.MaxInt32)
			for _, part := range l.Parts {
				sum += part.Points
				size := max(part.Points, -part.Points)
				if size > before || size == 0 {
					r.Errorf("%s comes after %d", part.Points, before)
				}
				before = size
				if exact := exactly(first, part.Domain) - exactly(over, part.Domain); math.Abs(float64(part.Points)/10-exact) > 0.1001 {
					r.Errorf("%s: %s points, exactly %f", part.Name, part.Points, exact)
				}
			}
			if sum != l.Points {
				r.Errorf("the parts add up to %s and not to %s: %+v", sum, l.Points, l.Parts)
			}
		}
	})
}

// exactly returns the points that a domain, or the warnings, add to a shown score.
func exactly(r assessment.Result, domain string) float64 {
	weights, mean, own := 0.0, 0.0, 0.0
	for _, d := range r.Domains {
		if d.Shown != assessment.NoScore {
			weights += float64(d.Weight)
		}
	}
	for _, d := range r.Domains {
		if d.Shown != assessment.NoScore {
			mean += float64(d.Millionths) / 1e6 * float64(d.Weight) / weights
			if d.ID == domain {
				own = float64(d.Millionths) / 1e6 * float64(d.Weight) / weights
			}
		}
	}
	if domain == "" {
		return max(0, mean-float64(r.Flags.Penalty)) - mean
	}
	return own
}

func TestTheHeaviestDifferenceComesFirst(t *testing.T) {
	good, other := complete(t, "Good"), complete(t, "Other")
	other.shown("TEC-01", "3", assessment.Verified, 5)
	other.shown("BAA-02", "1", assessment.Documented, 40)
	other.answer(assessment.Answer{Item: "BAA-01", Value: "met"})
	other.answer(assessment.Answer{Item: "privilege", Value: "admin"})
	c := current(good, other)
	var got []string
	for _, item := range c.Differences().Items {
		got = append(got, strings.TrimSpace(item.ID+" "+item.Weighs.Text()))
	}
	want := []string{"BAA-01 blocks", "BAA-02 12.08 points apart", "TEC-01 1.88 points apart", "privilege"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var rows []string
	for _, row := range contest.Differing(contest.In(c.Rows(), contest.Items)) {
		rows = append(rows, strings.TrimSpace(row.ID+" "+row.Weighs.Text()))
	}
	if diff := cmp.Diff(got, rows); diff != "" {
		t.Errorf("the rows come in another order: %s", diff)
	}
}

// The only item that differs weighs as much as the lead.
func TestPropertyTheItemsOfOneDifferenceGiveTheLead(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		good, other := complete(t, "Good"), complete(t, "Other")
		item := rapid.SampledFrom([]string{"BAA-02", "TEC-01"}).Draw(r, "item")
		other.shown(item, rapid.SampledFrom([]string{"1", "2", "3"}).Draw(r, "value"), assessment.Documented, rapid.IntRange(0, 300).Draw(r, "days"))
		c := current(good, other)
		for _, i := range c.Differences().Items {
			if lead := float64(c.Leads[0].Points) / 10; i.ID == item && math.Abs(float64(i.Weighs.Hundredths)/100-lead) > 0.11 {
				r.Errorf("%s weighs %s, and the lead is %v", i.ID, i.Weighs.Text(), lead)
			}
		}
	})
}
