package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
)

// opened is an assessment that was opened late on 28 November in New York.
func openedLate(t *testing.T, zone string) report.Input {
	t.Helper()
	q := shipped(t, "hipaa-staffing")
	j := &journal{t: t, q: q}
	late := time.Date(2026, 11, 29, 3, 24, 0, 0, time.UTC).UnixMicro()
	j.append(assessment.Entry{ID: "e1", At: late, By: "lead@hospital.example", Change: assessment.Opened{
		Vendor: assessment.Vendor{ID: "v1", Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: zone,
	}})
	in := input(j.snapshot())
	in.AsOf = in.Snapshot.Day(late)
	return in
}

func TestPageOneHasTheDaysOfTheAssessment(t *testing.T) {
	text := reading(t, rendered(t, openedLate(t, "America/New_York")))
	for _, want := range []string{"as of 2026-11-28", "Opened 2026-11-28 22:24 EST by lead@hospital.example", "in the zone of the assessment, America/New_York"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if strings.Contains(text, "2026-11-29") {
		t.Error("a moment is in another zone")
	}
}

func TestAReportDoesNotDependOnTheZoneOfTheMachine(t *testing.T) {
	here := time.Local
	defer func() { time.Local = here }()
	in := openedLate(t, "America/New_York")
	time.Local = time.UTC
	file := rendered(t, in)
	time.Local = time.FixedZone("Far away", 13*60*60)
	if !bytes.Equal(file, rendered(t, in)) {
		t.Error("the machine's zone changes the report")
	}
	if _, err := report.Render(openedLate(t, "Local")); err == nil {
		t.Error("a report is drawn in the zone of the machine")
	}
}
