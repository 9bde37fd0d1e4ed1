package agenda_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"assay/assessment"
	"assay/assessment/agenda"
	"assay/assessment/meeting"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const (
	today  assessment.Date = 20800
	minute                 = int64(60 * 1e6)
)

// at is an event so many minutes after the beginning.
type at struct {
	minutes int64
	change  assessment.Change
}

var start = today.Time().UnixMicro()

// itemsOf are the items after some events.
func itemsOf(t *testing.T, events ...at) meeting.Items {
	t.Helper()
	file, err := os.Open("testdata/meeting.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	q, err := questionnaire.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	opened := assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"}
	var journal []assessment.Event
	for n, e := range append([]at{{-60, opened}}, events...) {
		journal = append(journal, assessment.Event{Entry: assessment.Entry{ID: strconv.Itoa(n + 1), At: start + e.minutes*minute, By: "lead", Change: e.change}, Seq: int64(n + 1)})
	}
	state, err := assessment.Fold(journal)
	if err != nil {
		t.Fatal(err)
	}
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: state}
	r := assessment.Evaluate(s, today, questionnaire.Award, questionnaire.Current)
	return meeting.Items{Now: &s, Result: &r}
}

func answered(item, value string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value}}
}

func later(item string) assessment.Change {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Later: true}}
}

func told(points []agenda.Point) []string {
	lines := []string{}
	for _, p := range points {
		lines = append(lines, fmt.Sprintf("%s %s (%s, %d min, ask %s)", p.Domain, p.Item, p.Why, p.Minutes, p.AskedOf))
	}
	return lines
}

// Gates, core scenarios and the facts that decide what is asked come first, then the
// rest by weight. The plan lists the questions that do not fit.
func TestTheAgenda(t *testing.T) {
	plan := agenda.Of(itemsOf(t), 0)
	want := []string{
		"BAA BAA-02 (hard gate, 5 min, ask vendor)",
		"TEC night (decides what else counts, 1 min, ask delivery lead)",
		"TEC TEC-02 (gate, 3 min, ask delivery lead)",
		"SCN SCN-01 (core scenario, 5 min, ask delivery lead)",
		"TEC TEC-01 (weight 4, 6 min, ask delivery lead)",
		"TEC TEC-05 (weight 3, 0 min, ask delivery lead)",
		"BAA BAA-01 (weight 2, 4 min, ask vendor)",
		"BAA motto (no weight, 1 min, ask vendor)",
	}
	if diff := cmp.Diff(want, told(plan.Points)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if got, want := plan.Words(), "8 questions, 25 min in all; 1 question gives no minutes"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}

	// A point that does not fit leaves its minutes to a smaller one behind it.
	for _, test := range []struct {
		minutes int
		in, out []string
		said    string
	}{
		{5, []string{"night", "TEC-02", "TEC-05", "motto"}, []string{"BAA-02", "SCN-01", "TEC-01", "BAA-01"}, "5 min: 4 questions, 5 min; 4 questions, 20 min, do not fit; 1 question gives no minutes"},
		{14, []string{"BAA-02", "night", "TEC-02", "SCN-01", "TEC-05"}, []string{"TEC-01", "BAA-01", "motto"}, "14 min: 5 questions, 14 min; 3 questions, 11 min, do not fit; 1 question gives no minutes"},
		{19, []string{"BAA-02", "night", "TEC-02", "SCN-01", "TEC-05", "BAA-01", "motto"}, []string{"TEC-01"}, "19 min: 7 questions, 19 min; 1 question, 6 min, do not fit; 1 question gives no minutes"},
	} {
		plan := agenda.Of(itemsOf(t), test.minutes)
		if diff := cmp.Diff([][]string{test.in, test.out}, [][]string{ids(plan.Points), ids(plan.LeftOut)}); diff != "" {
			t.Errorf("%d minutes (-want +got):\n%s", test.minutes, diff)
		}
		if got := plan.Words(); got != test.said {
			t.Errorf("%d minutes: said %q, want %q", test.minutes, got, test.said)
		}
	}
}

// Before the meeting each domain has its planned minutes.
func TestTheMinutesOfTheDomains(t *testing.T) {
	items := itemsOf(t)
	got := agenda.Of(items, 14).Domains(items.Now.Questionnaire)
	want := []agenda.Pace{{Domain: "BAA", Name: "Contract", Planned: 5, Open: 5}, {Domain: "TEC", Name: "Technology", Planned: 4, Open: 4}, {Domain: "SCN", Name: "Scenarios", Planned: 5, Open: 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
}

func ids(points []agenda.Point) []string {
	all := []string{}
	for _, p := range points {
		all = append(all, p.Item)
	}
	return all
}

// An answer takes its question off the agenda; a question to come back to stays on it,
// also one that was sent ahead. A fact can bring and take others.
func TestTheAgendaFollowsTheAnswers(t *testing.T) {
	plan := agenda.Of(itemsOf(t, at{0, answered("BAA-02", "met")}, at{0, answered("night", "false")}, at{0, later("TEC-03")}), 0)
	if diff := cmp.Diff([]string{"TEC-02", "SCN-01", "TEC-03", "TEC-01", "BAA-01", "motto"}, ids(plan.Points)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if got := plan.Points[2].Why; got != "to come back to" {
		t.Errorf("TEC-03 is on it because: %s", got)
	}
}

// The way goes through the points that fit, then through the others, and around.
func TestTheWayThroughTheMeeting(t *testing.T) {
	items := itemsOf(t)
	plan := agenda.Of(items, 14)
	for after, want := range map[string]string{
		"": "BAA-02", "BAA-02": "night", "night": "TEC-02", "TEC-02": "SCN-01", "SCN-01": "TEC-05", "TEC-05": "BAA-02",
		"records": "BAA-02", // our own
		"TEC-01":  "TEC-05", // does not fit
	} {
		if got := plan.Next(items, after); got != want {
			t.Errorf("after %q comes %q, want %q", after, got, want)
		}
	}
	items = itemsOf(t, at{0, answered("BAA-02", "met")})
	if got := agenda.Of(items, 9).Next(items, "BAA-02"); got != "night" {
		t.Errorf("after the answer to BAA-02 comes %q", got)
	}
	done := itemsOf(
		t, at{0, answered("BAA-02", "met")}, at{0, answered("night", "false")}, at{0, answered("TEC-02", "met")}, at{0, answered("TEC-01", "3")},
		at{0, answered("BAA-01", "3")}, at{0, answered("motto", "Care")},
	)
	one := agenda.Of(done, 3)
	if got := one.Next(done, "motto"); got != "SCN-01" || len(one.Points) != 0 {
		t.Errorf("the last point that does not fit: %q", got)
	}
	if got := one.Next(done, "SCN-01"); got != "" {
		t.Errorf("after the only open one comes %q", got)
	}
}

// The desk list says who does which work by when. An action names its owner and day.
func TestTheDesk(t *testing.T) {
	action := assessment.ActionOpened{Action: assessment.Action{Item: "TEC-04", What: "search the lists", Owner: "Kim Poe", Side: "us", Due: today - 1}}
	sooner := assessment.ActionOpened{Action: assessment.Action{Item: "TEC-03", What: "send it", Owner: "Rosa Cruz", Side: "vendor", Due: today + 9}}
	desk := agenda.DeskOf(itemsOf(t, at{0, action}, at{0, sooner}, at{0, answered("BAA-02", "met")}), today+3)
	got := []string{}
	for _, pile := range desk.Ways() {
		got = append(got, fmt.Sprintf("%s, %d min", pile.Heading, pile.Minutes))
		for _, task := range pile.Tasks {
			got = append(got, fmt.Sprintf("%s: %s: %s, %s", task.Item, task.Who, task.What, task.ByWords()))
		}
	}
	want := []string{
		"In writing, from the vendor, 4 min",
		"TEC-03: Rosa Cruz: answer in writing, by " + (today + 9).String(),
		"Documents to read, 10 min",
		"BAA-03: us: read the document: Signed agreement or Plan, by " + (today + 3).String(),
		"To look up, 15 min",
		"TEC-04: Kim Poe: look it up, overdue since " + (today - 1).String(),
		"Our own duties, 1 min",
		"records: us: answer it ourselves, by " + (today + 3).String(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the desk (-want +got):\n%s", diff)
	}
	if got := desk.Words(); got != "4 tasks, 30 minutes" {
		t.Errorf("said %q", got)
	}
	if got := agenda.DeskOf(itemsOf(t), 0).Tasks[0].ByWords(); got != "no day is set" {
		t.Errorf("without a day: %q", got)
	}
}

// The clock tells each domain its minutes, and what to skip when the meeting is late.
func TestTheClock(t *testing.T) {
	session := at{0, assessment.SessionStarted{Start: start}}
	clockAt := func(now int64, minutes int, events ...at) (agenda.Clock, string) {
		items := itemsOf(t, append([]at{session}, events...)...)
		running := items.Now.Running()
		used, last := agenda.Spent(items.Now, running)
		used["TEC"] += start + now*minute - last // it is asked about now
		c := agenda.At(items, running, minutes, start+now*minute, used)
		domains := ""
		for _, d := range c.Domains {
			domains += fmt.Sprintf("%s %d/%d open %d; ", d.Domain, d.Used, d.Planned, d.Open)
		}
		return c, domains
	}

	c, domains := clockAt(0, 20)
	if c.Words() != "20 min left for 20 min of questions" || domains != "BAA 0/5 open 5; TEC 0/10 open 10; SCN 0/5 open 5; " || len(c.Skip) > 0 {
		t.Errorf("at the start: %s, %s skip %v", c.Words(), domains, ids(c.Skip))
	}
	quoted := assessment.Answered{Answer: assessment.Answer{Item: "night", Value: "true", Quotes: []assessment.Quote{{Text: "Two of us", At: start + 9*minute}}}}
	c, domains = clockAt(12, 20, at{7, answered("BAA-02", "met")}, at{10, quoted})
	if c.Words() != "8 min left for 14 min of questions: late by 6 min" || domains != "BAA 7/5 open 0; TEC 5/10 open 9; SCN 0/5 open 5; " {
		t.Errorf("after 12 minutes: %s, %s", c.Words(), domains)
	}
	if diff := cmp.Diff([]string{"TEC-01"}, ids(c.Skip)); diff != "" {
		t.Errorf("to skip (-want +got):\n%s", diff)
	}
	c, _ = clockAt(23, 20, at{7, answered("BAA-02", "met")})
	if c.Words() != "3 min over; 15 min of questions are open" || len(c.Skip) != 5 {
		t.Errorf("after the end: %s, skip %v", c.Words(), ids(c.Skip))
	}

	// Without a limit the meeting has as long as its questions take.
	if c, _ = clockAt(2, 0); c.Minutes != 25 || c.Late != 2 {
		t.Errorf("without a limit: %+v", c)
	}
}
