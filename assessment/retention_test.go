package assessment_test

import (
	"testing"

	"assay/assessment"
)

// Six years from the day of the report, or from the end of the work if that is later.
func TestRetentionCountsSixYears(t *testing.T) {
	day := func(text string) assessment.Date {
		d, err := assessment.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		made, end, until string
		ends             bool
	}{
		{"2026-11-22", "", "2032-11-22", false},
		{"2026-11-22", "2027-12-30", "2033-12-30", true},
		{"2026-11-22", "2026-03-01", "2032-11-22", false},
		{"2028-02-29", "", "2034-03-01", false},
		{"2026-11-22", "unknown", "2032-11-22", false},
	} {
		s := assessment.Snapshot{}
		s.Answers = map[string]assessment.Answer{"sow_end": {Value: c.end}}
		got := assessment.RetentionOf(s, day(c.made))
		if got.Until != day(c.until) || got.Ends != c.ends {
			t.Errorf("made %s, end %q: until %s, %t", c.made, c.end, got.Until, got.Ends)
		}
	}
}
