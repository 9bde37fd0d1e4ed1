// Package prooftest makes signed reports for tests.
package prooftest

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/sign"
	"assay/templates"
)

// Identity returns a new identity, made a day before the given time.
func Identity(t testing.TB, name string, now time.Time) sign.Identity {
	t.Helper()
	id, err := sign.Create(name, "St. Elsewhere Hospital", now.AddDate(0, 0, -1), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// staffing reads the questionnaire of the reports, once.
var staffing = sync.OnceValues(func() (*questionnaire.Questionnaire, error) {
	return questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
})

// Report draws the report of an assessment that was opened and in which somebody
// raised a few flags.
func Report(t testing.TB, vendor string, now time.Time, flags ...string) []byte {
	t.Helper()
	return Drawn(t, Assessed(t, "a-1", vendor, now, flags...))
}

// Drawn draws a report.
func Drawn(t testing.TB, in report.Input) []byte {
	t.Helper()
	file, err := report.Render(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Assessed is what the report of such an assessment is drawn from.
// The flag "signed" is a signature instead.
func Assessed(t testing.TB, id, vendor string, now time.Time, flags ...string) report.Input {
	t.Helper()
	var changes []assessment.Change
	for _, flag := range flags {
		if flag == "signed" {
			hash := strings.Repeat("ab", 32)
			changes = append(changes, assessment.Signed{Role: "assessor", Signer: "Ruth Adeyemi", Certificate: hash, File: hash})
			continue
		}
		changes = append(changes, assessment.FlagRaised{Severity: questionnaire.Warning, Text: flag})
	}
	return Recorded(t, id, vendor, now, changes...)
}

// Recorded is what the report of an assessment is drawn from that was opened, and in
// which somebody recorded these changes.
func Recorded(t testing.TB, id, vendor string, now time.Time, more ...assessment.Change) report.Input {
	t.Helper()
	return RecordedFor(t, nil, id, vendor, now, more...)
}

// RecordedFor is the same for an assessment that belongs to an RFP.
func RecordedFor(t testing.TB, rfp *assessment.RFP, id, vendor string, now time.Time, more ...assessment.Change) report.Input {
	t.Helper()
	q, err := staffing()
	if err != nil {
		t.Fatal(err)
	}
	changes := append([]assessment.Change{assessment.Opened{
		Vendor: assessment.Vendor{ID: "v1", Name: vendor, Country: "US"}, RFP: rfp,
		Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "America/Chicago",
	}}, more...)
	var events []assessment.Event
	var journal []assessment.Written
	for n, change := range changes {
		e := assessment.Event{Assessment: id, Seq: int64(n) + 1, Entry: assessment.Entry{
			ID: fmt.Sprintf("e%d", n+1), At: now.Add(-time.Hour).UnixMicro(), By: "lead@hospital.example", Change: change,
		}}
		written, err := e.Write()
		if err != nil {
			t.Fatal(err)
		}
		events, journal = append(events, e), append(journal, written)
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	return report.Input{
		Snapshot: assessment.Snapshot{Assessment: id, Questionnaire: q, State: state}, Journal: journal,
		AsOf: assessment.DateOf(now, time.UTC), Milestone: questionnaire.Award,
		View: questionnaire.Current, Organisation: "St. Elsewhere Hospital", Evaluator: "Ruth Adeyemi", Paper: "a4",
	}
}

// Comparison draws assessments side by side.
func Comparison(t testing.TB, sides ...report.Input) []byte {
	t.Helper()
	in := report.ComparisonInput{Organisation: "St. Elsewhere Hospital", Evaluator: "Ruth Adeyemi", Paper: "a4"}
	for _, s := range sides {
		in.Sides = append(in.Sides, report.Compared{Snapshot: s.Snapshot, AsOf: s.AsOf, Milestone: s.Milestone, View: s.View, Journal: s.Journal})
	}
	file, err := report.RenderComparison(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Signed adds the signature of a role.
func Signed(t testing.TB, file []byte, as sign.Role, by sign.Identity, now time.Time) []byte {
	t.Helper()
	out, err := report.Sign(file, by, report.Signer{Role: as, When: now.Add(-time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
