package report

import (
	"testing"

	"assay/assessment"
	"assay/assessment/debrief"
)

// FuzzExcerpt reads excerpts of unknown origin, and draws those that it can read.
func FuzzExcerpt(f *testing.F) {
	for _, c := range []content{
		{AsOf: 20800, Milestone: "award", View: "current", Profile: Debrief, Debrief: &debrief.Debrief{
			Vendor: "Harbor", Documents: []string{"A plan."}, Promises: []string{}, Sections: []debrief.Section{{Name: "Contract", Entries: []debrief.Entry{{
				Item: "BAA-01", Ask: "May we read it?", Answer: "Yes", Quotes: []debrief.Quote{{Text: "We sign it", Who: "Priya"}},
				Shown: []debrief.Record{{Paper: "Draft", About: "as of 2026-12-13"}}, Missing: []string{"The signed form."}, Promises: []string{"send it"},
			}}}},
		}},
		{AsOf: 20800, Milestone: "award", View: "current", Profile: RFP, Decided: &decided{
			Vendor: "Harbor", Verdict: assessment.Blocked, Evaluated: []string{"Ruth"}, Pages: [][]string{{"✗ BLOCKED", "0.0"}},
		}},
	} {
		data, err := c.file(make([]byte, 32), "a4", [][]string{{"page 1 of 1"}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		by, c, e, committed, err := parseExcerpt(data)
		if err != nil {
			return
		}
		if committed == "" || by.Engine != e.Engine {
			t.Errorf("an excerpt without a commitment: %+v", c)
		}
		if c.Debrief != nil {
			if _, err := redraw(func() ([]byte, error) { return c.drawDebrief(e.Paper, data) }); err != nil {
				t.Log(err)
			}
		}
	})
}
