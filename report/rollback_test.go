package report_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/report/pdf/pdftest"
)

// rolledBack is the story with a rollback, accepted so many times.
func rolledBack(t testing.TB, times int) *journal {
	j := story(t)
	for n := range times {
		j.append(assessment.Entry{ID: "r" + string(rune('1'+n)), At: at(15, n), By: "Ruth Ortiz", Change: assessment.RolledBack{
			From: 2, To: 4, After: at(12, 0), How: "accepted", Reason: "the disk failed",
		}})
	}
	return j
}

func TestEventsThatAreLostStandOnTheFirstPage(t *testing.T) {
	j := rolledBack(t, 3)
	page := func(from, to string) string {
		text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", "-f", from, "-l", to, pdftest.Save(t, "report.pdf", rendered(t, input(j.snapshot()))), "-")
		if !ok {
			t.Fatal(text)
		}
		return strings.Join(strings.Fields(text), " ")
	}
	front := page("1", "1")
	for _, want := range []string{
		"Events lost The database was put back to an earlier state: 3 events are lost, recorded after", "(events 2 to 4); Ruth Ortiz accepted it on", "the disk failed.", "and 1 more, under Method",
	} {
		if !strings.Contains(front, want) {
			t.Errorf("the first page lacks %q:\n%s", want, front)
		}
	}
	if later := page("2", "99"); strings.Count(later, "Ruth Ortiz accepted it on") != 3 {
		t.Errorf("the method lacks some:\n%s", later)
	}
}
