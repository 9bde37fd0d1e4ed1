package contest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/templates"
)

var today = must(assessment.ParseDate("2026-11-22"))

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// interview is an assessment without a store: events in memory.
type interview struct {
	t      testing.TB
	name   string
	q      *questionnaire.Questionnaire
	events []assessment.Event
}

func open(t testing.TB, name string, q *questionnaire.Questionnaire) *interview {
	i := &interview{t: t, name: name, q: q}
	i.record(assessment.Opened{
		Vendor: assessment.Vendor{ID: name, Name: name}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "America/New_York",
	})
	return i
}

func (i *interview) record(change assessment.Change) {
	n := int64(len(i.events) + 1)
	at, by := today.Time().Add(10*time.Hour).UnixMicro()+n, "lead"
	if graded, is := change.(assessment.Graded); is {
		by = graded.Scorer
	}
	i.events = append(i.events, assessment.Event{
		Entry:      assessment.Entry{ID: fmt.Sprintf("event-%d", n), At: at, By: by, Change: change},
		Assessment: i.name, Seq: n,
	})
}

func (i *interview) shown(item, value string, assurance assessment.Assurance, days int) {
	kind := "EV-31"
	if item == "BAA-01" {
		kind = "EV-58"
	}
	i.record(assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Assurance: assurance, Evidence: []assessment.Evidence{
		{Kind: kind, Observed: "console, screen share", AsOf: today - assessment.Date(days)},
	}}})
}

func (i *interview) answer(a assessment.Answer) { i.record(assessment.Answered{Answer: a}) }

func (i *interview) judged(view questionnaire.View) assessment.Judged {
	i.t.Helper()
	state, err := assessment.Fold(i.events)
	if err != nil {
		i.t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: i.name, Questionnaire: i.q, State: state}
	return assessment.Judged{Snapshot: s, Result: assessment.Evaluate(s, today, questionnaire.Award, view)}
}

// complete answers everything that counts at award, all verified and fresh.
func complete(t testing.TB, name string) *interview {
	text := must(os.ReadFile("../testdata/small.yaml"))
	i := open(t, name, must(questionnaire.Parse(strings.NewReader(string(text)))))
	for _, fact := range [][2]string{{"records", "40000"}, {"privilege", "view"}, {"tiers", "1"}, {"standing", "no"}, {"links", "1"}} {
		i.answer(assessment.Answer{Item: fact[0], Value: fact[1]})
	}
	for item, value := range map[string]string{"BAA-01": "met", "BAA-02": "4", "BAA-03": "met", "TEC-01": "4", "TEC-02": "met", "TEC-05": "present"} {
		i.shown(item, value, assessment.Verified, 5)
	}
	i.shown("TEC-04", "met", assessment.Documented, 5)
	four := 4
	i.record(assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &four, Elements: []string{"actor", "clock"}})
	i.record(assessment.Graded{Item: "SCN-01", Scorer: "ciso", Grade: &four})
	return i
}

// weak is blocked: its agreement is only claimed, and it shares logins.
func weak(t testing.TB, name string) *interview {
	i := complete(t, name)
	i.answer(assessment.Answer{Item: "BAA-01", Value: "met"})
	i.shown("BAA-02", "1", assessment.Documented, 40)
	i.answer(assessment.Answer{Item: "privilege", Value: "admin"})
	i.record(assessment.FlagRaised{Item: "TEC-01", Severity: questionnaire.Stop, Text: "shared logins"})
	return i
}

func current(all ...*interview) contest.Contest {
	var judged []assessment.Judged
	for _, i := range all {
		judged = append(judged, i.judged(questionnaire.Current))
	}
	return contest.Of(judged)
}

// cells are the texts of the row with that key.
func cells(t *testing.T, c contest.Contest, key string) []string {
	t.Helper()
	for _, row := range c.Rows() {
		if row.Key != key {
			continue
		}
		var all []string
		for _, cell := range row.Cells {
			all = append(all, strings.TrimSpace(cell.Sign+" "+cell.Text))
		}
		return all
	}
	t.Fatalf("no row has the key %q", key)
	return nil
}

func TestTheBestComesFirstAndTheBlockedLast(t *testing.T) {
	c := current(weak(t, "Bad"), complete(t, "Good"), complete(t, "Fine"))
	var order []string
	for _, s := range c.Sides {
		order = append(order, s.Position.RankText()+" "+s.Title)
	}
	if diff := cmp.Diff([]string{"=1 Fine", "=1 Good", "– Bad"}, order); diff != "" || c.Ranked != 2 || c.Find("Bad") != 2 {
		t.Errorf("%d are ranked: %s", c.Ranked, diff)
	}
}

func TestTheRowsOfAComparison(t *testing.T) {
	c := current(complete(t, "Good"), weak(t, "Bad"))
	for key, want := range map[string][]string{
		"verdict":              {"✓ approve", "■ blocked"},
		"decision":             {"none", "none"},
		"blockers":             {"none", "BAA-01, TEC-01"},
		"blocks gate BAA-01 1": {"", "BAA draft: not shown"},
		"blocks flag TEC-01 1": {"", "stop flag: shared logins"},
		"rank":                 {"1", "–"},
		"shown":                {"90.0", "67.5"},
		"lead":                 {"–", "+22.5"},
		"claimed":              {"100.0", "87.5"},
		"interval":             {"90.0–90.0", "67.5–67.5"},
		"coverage":             {"100%", "100%"},
		"open_gates":           {"0", "1"},
		"waived":               {"–", "–"},
		"flags":                {"none", "1 stop"},
		"answers_shown":        {"7 of 7", "6 of 7"},
		"reverify":             {"0", "0"},
		"oldest_evidence":      {today.String()[:8] + "17 BAA-01", "2026-10-13 BAA-02"},
		"domain TEC":           {"90.0 / 100.0", "90.0 / 100.0"},
		"milestone":            {"award", "award"},
		"as_of":                {"2026-11-22", "2026-11-22"},
		"law":                  {"in force", "in force"},
		"asked":                {"8 of 8", "8 of 8"},
		"rules_changed":        {"no", "no"},
		"item BAA-01":          {"✓ met, verified, closed", "◐ met, claimed, not shown"},
		"item BAA-02":          {"4, verified", "1, documented"},
		"item privilege":       {"View", "Admin"},
		"item SCN-01":          {"4", "4"},
	} {
		if diff := cmp.Diff(want, cells(t, c, key)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	keys := map[string]bool{}
	for _, row := range c.Rows() {
		if keys[row.Key] || len(row.Cells) != 2 {
			t.Errorf("the row %q comes twice, or has %d cells", row.Key, len(row.Cells))
		}
		keys[row.Key] = true
		for _, cell := range row.Cells {
			if row.Section != contest.Blockers && len(cell.Parts) != len(row.Parts) {
				t.Errorf("%s has parts %q, its cell %q", row.Key, row.Parts, cell.Parts)
			}
		}
	}
	if keys["item BAA-04"] || keys["item TEC-03"] || keys["first_any"] {
		t.Errorf("rows that say nothing: %v", keys)
	}
}

func TestADomainIsShadedByItsBandAndMarkedBelowItsFloor(t *testing.T) {
	c := current(complete(t, "Good"), weak(t, "Bad"))
	contract := c.Domains[0]
	if contract.Same || contract.Bands[0] != assessment.Approve || contract.Bands[1] != assessment.Decline || contract.BelowFloor[0] || !contract.BelowFloor[1] {
		t.Errorf("the contract is %+v", contract)
	}
	if got := cells(t, c, "domain BAA"); !strings.HasPrefix(got[1], "▼ ") || strings.HasPrefix(got[0], "▼") {
		t.Errorf("the contract is shown as %q", got)
	}
	if technology := c.Domains[1]; !technology.Same {
		t.Errorf("the technology is %+v", technology)
	}
}

func TestDifferencesLeaveOutWhatIsTheSame(t *testing.T) {
	c := current(complete(t, "Good"), weak(t, "Bad"))
	d := c.Differences()
	if len(d.Domains) != 1 || len(d.Items) != 3 || d.LeftOut != (contest.LeftOut{Domains: 2, Items: len(c.Items) - 3}) || d.Agreed() != c.Agreed() {
		t.Errorf("%d domains and %d items differ, %+v left out", len(d.Domains), len(d.Items), d.LeftOut)
	}
	if len(c.Domains) != 3 {
		t.Error("leaving out changed the comparison itself")
	}
	if text := d.LeftOut.Text(false); text != "Left out, since all agree: 2 domains." {
		t.Error(text)
	}
}

func TestAnItemThatOnlyOneIsAskedIsADifference(t *testing.T) {
	c := contest.Of([]assessment.Judged{complete(t, "A").judged(questionnaire.Current), complete(t, "B").judged(questionnaire.NPRM2025)})
	if diff := cmp.Diff([]string{"not answered", "not asked"}, reversed(cells(t, c, "item TEC-03"))); diff != "" {
		t.Error(diff)
	}
	aside := complete(t, "B")
	aside.answer(assessment.Answer{Item: "TEC-05", NotApplicable: &assessment.NotApplicable{Reason: "no such clause", By: "lead"}})
	c = current(complete(t, "A"), aside)
	if got := cells(t, c, "item TEC-05"); got[c.Find("B")] != "not applicable" {
		t.Errorf("the item that was set aside is %q", got)
	}
	if sentence := c.Ranking.Ground.Sentence(); sentence != "not like for like: 1 question did not apply to B" {
		t.Error(sentence)
	}
}

func reversed(two []string) []string { return []string{two[1], two[0]} }

// Items of another questionnaire follow, with a dash for the side that lacks them.
func TestItemsOfAnotherQuestionnaireFollow(t *testing.T) {
	q := must(questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing"))
	c := current(complete(t, "A"), open(t, "B", q))
	if first, last := c.Domains[0], c.Domains[len(c.Domains)-1]; first.ID != "BAA" || last.Shown[0] != assessment.NoScore || last.Bands[0] != "" {
		t.Errorf("the domains run from %+v to %+v", first, last)
	}
	last := c.Items[len(c.Items)-1]
	if last.Marks[0] != (contest.Mark{}) || cells(t, c, "item "+last.ID)[0] != "not in its questionnaire" || last.Same {
		t.Errorf("an item of the second alone is %+v", last)
	}
}

func TestADecisionAndChangedRulesAreNamed(t *testing.T) {
	i := complete(t, "A")
	i.record(assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: "ciso", Milestone: questionnaire.Award}})
	if got := cells(t, current(i, complete(t, "B")), "decision"); got[0] != "approve by ciso" {
		t.Errorf("the decision is %q", got)
	}
	i.answer(assessment.Answer{Item: "records", Value: "50000"})
	if got := cells(t, current(i, complete(t, "B")), "decision"); got[0] != "approve, void since records changed" {
		t.Errorf("the decision is %q", got)
	}
}

// A vendor that takes part twice is told apart.
func TestTitlesAreUnique(t *testing.T) {
	first, again := complete(t, "A"), complete(t, "A")
	again.name = "A2"
	for n := range again.events {
		again.events[n].Assessment = "A2"
	}
	c := current(first, again)
	if c.Sides[0].Title != "A · small · 2026-11-22" || c.Sides[1].Title != "A · small · 2026-11-22" {
		t.Errorf("%q and %q", c.Sides[0].Title, c.Sides[1].Title)
	}
}

func TestJSONKeepsItsKeys(t *testing.T) {
	text := must(json.Marshal(current(weak(t, "Bad"), complete(t, "Good"))))
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"results", "parties", "domains", "items", "left_out", "even", "ranking", "firmness", "rows"} {
		if _, there := got[key]; !there {
			t.Errorf("%q is missing", key)
		}
	}
	if first := got["results"].([]any)[0].(map[string]any)["vendor"]; first != "Good" {
		t.Errorf("%v is first", first)
	}
}
