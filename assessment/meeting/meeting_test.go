package meeting_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/meeting"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const today assessment.Date = 20800

// itemsAfter are the items of the small questionnaire, with texts of it replaced in
// pairs, after some changes.
func itemsAfter(t *testing.T, replaced []string, changes ...assessment.Change) meeting.Items {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, err := questionnaire.Parse(strings.NewReader(strings.NewReplacer(replaced...).Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var events []assessment.Event
	for n, change := range append([]assessment.Change{opened}, changes...) {
		entry := assessment.Entry{ID: strconv.Itoa(n + 1), At: today.Time().UnixMicro() + int64(n), By: "lead", Change: change}
		events = append(events, assessment.Event{Entry: entry, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
	r := assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current)
	return meeting.Items{Now: &s, Result: &r}
}

// sortedFile says of BAA-01 and BAA-02 that they are asked in the meeting, and of
// TEC-01 and TEC-02 that they are written.
func sortedFile() []string {
	return []string{
		"{id: BAA-01,", "{id: BAA-01, how: live, minutes: 3,", "{id: BAA-02,", "{id: BAA-02, how: live, minutes: 2,",
		"{id: TEC-01,", "{id: TEC-01, how: written, minutes: 4,", "{id: TEC-02,", "{id: TEC-02, how: written,",
	}
}

func answered(item, value string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value}}
}

func live(i meeting.Items) []string {
	return slices.DeleteFunc(i.Visible(), func(id string) bool { return !i.Live(id) })
}

// Live are the items that are asked aloud now, and those to come back to. An item of
// a later milestone, and one that we read, look up or answer ourselves, is not live.
func TestLiveItems(t *testing.T) {
	file := sortedFile()
	for name, c := range map[string]struct {
		changes []assessment.Change
		want    []string
	}{
		"at first":           {nil, []string{"records", "privilege", "tiers", "standing", "links", "BAA-01", "BAA-02", "BAA-03", "SCN-01"}},
		"with a written one": {[]assessment.Change{assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Later: true}}}, []string{"records", "privilege", "tiers", "standing", "links", "BAA-01", "BAA-02", "BAA-03", "TEC-02", "SCN-01"}},
		"without a link":     {[]assessment.Change{answered("links", "0"), answered("BAA-02", "3")}, []string{"records", "privilege", "tiers", "standing", "links", "BAA-01", "BAA-02", "BAA-03", "SCN-01"}},
	} {
		if diff := cmp.Diff(c.want, live(itemsAfter(t, file, c.changes...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if !itemsAfter(t, file).Sorted() || itemsAfter(t, nil).Sorted() {
		t.Error("only a file that says how its items are asked sorts them")
	}
	if ids := itemsAfter(t, nil).Visible(); slices.Contains(ids, "TEC-03") || !slices.Contains(ids, "BAA-04") {
		t.Errorf("visible are %q: not those of the proposed rule, and those of later milestones", ids)
	}
	if i := itemsAfter(t, nil); i.Due("BAA-04") || !i.Due("BAA-03") || i.Due("TEC-03") {
		t.Error("due is what counts at this milestone")
	}
	if got := itemsAfter(t, nil).Of("NONE-01"); got.ID != "" || got.State != "" {
		t.Errorf("an unknown item has the result %+v", got)
	}
}

// The way leads to the next item without an answer, around the end, then to the
// answers to confirm again, then to the open gates.
func TestTheNextOpenItem(t *testing.T) {
	carried := func(item, value string) assessment.Change {
		return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Reverify: &assessment.Reverify{}}}
	}
	all := []assessment.Change{
		answered("records", "1"), answered("privilege", "view"), answered("tiers", "1"), answered("standing", "false"), answered("links", "1"), answered("BAA-01", "met"),
		answered("BAA-02", "3"), answered("BAA-03", "met"), answered("BAA-04", "met"), answered("TEC-01", "3"), answered("TEC-02", "met"), answered("TEC-04", "met"), answered("TEC-05", "present"),
		assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: new(int)},
	}
	next := func(changes []assessment.Change, from string) string {
		i := itemsAfter(t, nil, changes...)
		return i.NextOpen(i.Visible(), slices.Index(i.Visible(), from))
	}
	for _, c := range []struct {
		name    string
		changes []assessment.Change
		from    string
		want    string
	}{
		{"from the start", nil, "", "records"},
		{"the next", all[:2], "records", "tiers"},
		{"past answered ones", all[:8], "records", "TEC-01"},
		{"around the end", slices.Concat(all[:3], all[4:]), "TEC-02", "standing"},
		{"to come back to", append(slices.Clone(all), assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Value: "3", Later: true}}), "TEC-02", "TEC-01"},
		{"to confirm again", append(slices.Clone(all), carried("TEC-05", "present")), "records", "TEC-05"},
		{"an open gate", all, "BAA-02", "BAA-03"},
	} {
		if got := next(c.changes, c.from); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	i := itemsAfter(t, nil, all...)
	if got := i.NextOpen([]string{"records", "TEC-01"}, 0); got != "" {
		t.Errorf("nothing is open, and %q is next", got)
	}
	if i.Waits("TEC-01") || i.Open("TEC-01") {
		t.Error("an answered item waits")
	}
	if i := itemsAfter(t, nil, carried("TEC-05", "present")); i.Waits("TEC-05") || !i.Open("TEC-05") {
		t.Error("an answer to confirm again is open, and does not wait for an answer")
	}
}

// Work counts what is done and adds up the minutes of the rest.
func TestWork(t *testing.T) {
	i := itemsAfter(t, sortedFile(), answered("BAA-01", "met"))
	if got, want := i.Work(i.Live), (meeting.Work{Done: 1, All: 9, Minutes: 2}); got != want {
		t.Errorf("live: %+v, want %+v", got, want)
	}
	if got, want := i.Work(i.Due), (meeting.Work{Done: 1, All: 13, Minutes: 6}); got != want {
		t.Errorf("due: %+v, want %+v", got, want)
	}
	if got := i.Work(func(string) bool { return false }); got != (meeting.Work{}) {
		t.Errorf("nothing: %+v", got)
	}
}

// Who has given grade and note is done with a closed panel, although somebody else has
// still to come back, unless that person marks the scenario afterwards.
func TestAMarkFromBeforeTheOwnGradeWaitsForTheOthers(t *testing.T) {
	three := 3
	graders := assessment.GradersNamed{Names: []string{"lead", "ciso"}}
	mark := assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Later: true}}
	own := assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &three, Note: "x"}
	for name, c := range map[string]struct {
		changes      []assessment.Change
		lead, others bool
	}{
		"marked before the grade": {[]assessment.Change{graders, mark, own}, false, true},
		"marked after the grade":  {[]assessment.Change{graders, own, mark}, true, true},
		"never marked":            {[]assessment.Change{graders, own}, false, true},
	} {
		i := itemsAfter(t, nil, c.changes...)
		for who, want := range map[string]bool{"lead": c.lead, "ciso": c.others} {
			if i.By = who; i.Waits("SCN-01") != want {
				t.Errorf("%s: it waits for %s: %v", name, who, !want)
			}
		}
	}
}
