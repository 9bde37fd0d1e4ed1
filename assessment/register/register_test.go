package register_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/register"
	"assay/questionnaire"
)

const today assessment.Date = 20800

// registerOf is the register after some changes on the small questionnaire.
func registerOf(t *testing.T, changes ...assessment.Change) []register.Entry {
	t.Helper()
	file, err := os.Open("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var events []assessment.Event
	for n, change := range append([]assessment.Change{opened}, changes...) {
		at := today.Time().UnixMicro() + int64(n)
		events = append(events, assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), At: at, By: "lead", Change: change}, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	return register.Of(assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}, today)
}

func record(kind, file string) assessment.Evidence {
	return assessment.Evidence{Kind: kind, File: file, SHA256: strings.Repeat("5e", 32), Size: 9, AsOf: today - 3}
}

func TestEveryRecordHasANameAndTheNumberOfTheReport(t *testing.T) {
	seen := assessment.Evidence{Kind: "EV-31", Observed: "console, screen share", AsOf: today}
	entries := registerOf(
		t,
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-04", Value: assessment.Met, Assurance: assessment.Verified, Evidence: []assessment.Evidence{seen}}},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-03", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{record("EV-31", "plan.pdf"), record("EV-31", "older.pdf")}}},
		assessment.ActionOpened{Action: assessment.Action{What: "send the drill", Owner: "Priya", Side: "vendor", Due: today + 9, Item: "TEC-01"}},
		assessment.ActionOpened{Action: assessment.Action{What: "still open", Owner: "Priya", Side: "vendor", Due: today + 9}},
		assessment.ActionClosed{Action: "4", How: "drilled", Evidence: []assessment.Evidence{record("EV-31", "drill.pdf")}},
	)
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%d %s of %s/%s: %s, %s, %s, file %v, by %s", e.Number, e.Record, e.Item, e.Action, e.Evidence.File, e.CountsAs, e.AgeWords, e.HasFile(), e.By))
	}
	want := []string{
		"1 BAA-03/1 of BAA-03/: plan.pdf, documented, " + entries[0].AgeWords + ", file true, by lead",
		"2 BAA-03/2 of BAA-03/: older.pdf, documented, " + entries[0].AgeWords + ", file true, by lead",
		"3 TEC-04/1 of TEC-04/: , verified, " + entries[2].AgeWords + ", file false, by lead",
		"4 action-1/1 of TEC-01/4: drill.pdf, , " + entries[3].AgeWords + ", file true, by lead",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if entries[0].AgeWords == "" || entries[0].Kind == "EV-31" {
		t.Errorf("%+v does not say how old it is, or of which kind", entries[0])
	}
	if got := entries[2].WithoutFile(); got != "TEC-04/1 has no file: seen: console, screen share" || entries[0].WithoutFile() != "" {
		t.Error(got)
	}
	if got := registerOf(t); got == nil || len(got) != 0 {
		t.Errorf("without evidence the list is %v", got)
	}
}

// Of records about named people assay keeps no file, so none can be opened.
func TestARecordAboutPeopleHasNoFile(t *testing.T) {
	e := register.Entry{Record: "WFA-01/1", Personal: true, Evidence: record("EV-08", "screening.pdf")}
	e.Evidence.Reference = "HR safe 3"
	if want := "WFA-01/1 is about named people, so assay keeps only the SHA-256: kept at HR safe 3"; e.HasFile() || e.WithoutFile() != want {
		t.Errorf("%v, %q", e.HasFile(), e.WithoutFile())
	}
}

// Two files of one name keep both names apart; one file that shows two items has one.
func TestTheManifestNamesEveryFileOnce(t *testing.T) {
	other := record("EV-31", "plan.pdf")
	other.SHA256 = strings.Repeat("6f", 32)
	entries := registerOf(
		t,
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-03", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{record("EV-31", "plan.pdf"), other}}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-04", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{record("EV-31", "plan (copy).pdf"), {Kind: "EV-31", Reference: "safe 7", AsOf: today}}}},
	)
	files := register.Files(entries)
	var names []string
	for _, f := range files {
		names = append(names, fmt.Sprintf("%d %s %s", f.Number, f.Record, f.Name))
	}
	if diff := cmp.Diff([]string{"1 BAA-03/1 01-plan.pdf", "2 BAA-03/2 02-plan.pdf", "3 TEC-04/1 01-plan.pdf"}, names); diff != "" {
		t.Error(diff)
	}
	sums, err := register.Sums(files)
	if want := strings.Repeat("5e", 32) + "  01-plan.pdf\n" + strings.Repeat("6f", 32) + "  02-plan.pdf\n"; err != nil || string(sums) != want {
		t.Errorf("%q, %v; want %q", sums, err, want)
	}
}

// A spreadsheet reads the list as UTF-8, and runs nothing of it.
func TestTheListForASpreadsheet(t *testing.T) {
	hostile := record("EV-31", "=HYPERLINK(\"http://x\")–плaн.pdf")
	hostile.Reference = "@SUM(A1)\r\nsecond \u202eline"
	entries := registerOf(t, assessment.Answered{Answer: assessment.Answer{Item: "BAA-03", Value: assessment.Met, Assurance: assessment.Documented, Evidence: []assessment.Evidence{hostile}}})
	file, err := register.TableOf(entries).CSV()
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	if !strings.HasPrefix(text, "\uFEFFnumber in the report,record,") || !strings.Contains(text, `"'=HYPERLINK(""http://x"")–плaн.pdf"`) || strings.ContainsRune(text, '\u202e') {
		t.Errorf("the list is %q", text)
	}
}
