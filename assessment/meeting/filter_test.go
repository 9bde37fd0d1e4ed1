package meeting_test

import (
	"slices"
	"testing"

	"assay/assessment"
	"assay/assessment/meeting"

	"github.com/google/go-cmp/cmp"
)

// Each filter keeps the items that its words promise.
func TestTheFilters(t *testing.T) {
	plan := assessment.Evidence{Kind: "EV-31", Observed: "read", AsOf: today - 1}
	changes := []assessment.Change{
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-01", Value: "met"}},
		assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3"}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Value: "met", Assurance: assessment.Documented, Evidence: []assessment.Evidence{plan}, Later: true}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "0"}},
		assessment.Answered{Answer: assessment.Answer{Item: "TEC-05", Value: "present"}},
	}
	items := itemsAfter(t, nil, changes...)

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
