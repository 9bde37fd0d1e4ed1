package meeting_test

import (
	"os"
	"slices"
	"strconv"
	"testing"

	"assay/assessment"
	"assay/assessment/meeting"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// Each filter keeps the items that its words promise.
func TestTheFilters(t *testing.T) {
	file, err := os.Open("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	const today assessment.Date = 20800
	plan := assessment.Evidence{Kind: "EV-31", Observed: "read", AsOf: today - 1}
	changes := []assessment.Change{
		assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-01", Value: "met"}},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3"}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Value: "met", Assurance: assessment.Documented, Evidence: []assessment.Evidence{plan}, Later: true}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "0"}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-05", Value: "present"}},
	}
	var events []assessment.Event
	for n, change := range changes {
		events = append(events, assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), At: today.Time().UnixMicro() + int64(n), By: "lead", Change: change}, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
	r := assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current)
	items := meeting.Items{Now: &s, Result: &r}

	got := map[meeting.Filter][]string{}
	for _, f := range items.Filters() {
		got[f] = slices.DeleteFunc(items.Visible(), func(id string) bool { return !items.Keeps(f, id) })
	}
	want := map[meeting.Filter][]string{
		meeting.ToAnswer:        {"records", "privilege", "tiers", "standing", "links", "BAA-03", "TEC-02", "TEC-04", "SCN-01"}, // TEC-02 is to come back to
		meeting.ToComeBack:      {"TEC-02"},
		meeting.NotShown:        {"BAA-01", "BAA-02"},
		meeting.Flagged:         {"TEC-01"},
		"ask anybody":           {"records", "privilege", "tiers", "standing", "links"},
		"ask the vendor":        {"BAA-01", "BAA-02", "BAA-03", "BAA-04", "TEC-01", "TEC-02"},
		"ask ourselves":         {"TEC-04"},
		"read the document":     {"TEC-05"},
		"ask the delivery lead": {"SCN-01"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
}
