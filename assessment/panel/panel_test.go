package panel_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/agreement"
	"assay/assessment/panel"
	"assay/questionnaire"
)

const today assessment.Date = 20800

// scenarios is the number of scenarios that the questionnaire of these tests has.
const scenarios = 24

// room is an assessment that people grade.
type room struct {
	*testing.T
	now assessment.Snapshot
}

func newRoom(t *testing.T, id string) *room {
	t.Helper()
	text, err := os.ReadFile("../testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	small := string(text)
	at := strings.Index(small, "      - {id: SCN-01")
	line, rest, _ := strings.Cut(small[at:], "\n")
	lines := ""
	for n := range scenarios {
		number := fmt.Sprintf("%02d", n+1)
		lines += strings.NewReplacer("SCN-01", "SCN-"+number, "Night query", "Night query "+number, "What happens next?", "What happens in case "+number+"?").Replace(line) + "\n"
	}
	q, err := questionnaire.Parse(strings.NewReader(small[:at] + lines + rest))
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, now: assessment.Snapshot{Assessment: id, Questionnaire: q}}
	r.add("lead", assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	return r
}

// add adds an entry that may follow, and opens the panels that it opens.
func (r *room) add(by string, changes ...assessment.Change) *room {
	r.Helper()
	for _, change := range changes {
		seq := r.now.Seq + 1
		e := assessment.Entry{ID: fmt.Sprint(seq), At: today.Time().UnixMicro() + seq*60e6, By: by, Change: change}
		if seq > 1 {
			admitted, err := r.now.Admit(e)
			if err != nil {
				r.Fatalf("%s: %+v: %v", by, change, err)
			}
			e = admitted
		}
		next, err := r.now.Next(assessment.Event{Entry: e, Assessment: r.now.Assessment, Seq: seq})
		if err != nil {
			r.Fatal(err)
		}
		before := r.now
		r.now.State = next
		for _, opens := range r.now.OpensPanels(before, e.Change) {
			r.open(by, e.At, opens)
		}
	}
	return r
}

func (r *room) open(by string, at int64, c assessment.PanelOpened) {
	next, err := r.now.Next(assessment.Event{Entry: assessment.Entry{ID: "p" + c.Item, At: at, By: by, Change: c}, Assessment: r.now.Assessment, Seq: r.now.Seq + 1})
	if err != nil {
		r.Fatal(err)
	}
	r.now.State = next
}

func (r *room) page() panel.Page {
	return panel.Of(r.now, assessment.Evaluate(r.now, today, questionnaire.Award, questionnaire.Current))
}

// told is the first panels in words.
func told(p panel.Page, many int) []string {
	lines := []string{}
	for _, row := range p.Rows[:many] {
		line := row.Item + " " + row.Words()
		for _, detail := range row.Details() {
			line += " | " + detail[0] + ": " + detail[1]
		}
		lines = append(lines, line)
	}
	return lines
}

func scn(n int) string { return fmt.Sprintf("SCN-%02d", n) }

func gives(scorer string, item, grade int, note string) assessment.Change {
	return assessment.Graded{Item: scn(item), Scorer: scorer, Grade: &grade, Note: note}
}

func named(names ...string) assessment.Change {
	return assessment.GradersNamed{Names: names, Reason: "x"}
}

// A closed panel says who is in and shows no grade, not even in the data of the page.
func TestAPanelOfThree(t *testing.T) {
	r := newRoom(t, "a1").add("Kim", named("Kim", "Lee", "Pat"), gives("Kim", 1, 1, "named nobody"), gives("Kim", 2, 3, ""))
	r.add("Pat", gives("Pat", 1, 3, "named the clock"))
	p := r.page()
	if want := "Kim, Lee and Pat grade blind: a panel hides the grades until all of them have given grade and note."; p.Who() != want {
		t.Errorf("%q", p.Who())
	}
	if want := "24 scenarios: 0 open, 24 closed."; p.Sum() != want {
		t.Errorf("%q", p.Sum())
	}
	want := []string{"SCN-01 closed: Kim and Pat are in, Lee is not", "SCN-02 closed: nobody is in yet"}
	if diff := cmp.Diff(want, told(p, 2)); diff != "" {
		t.Error(diff)
	}
	if got := p.Rows[0].Brief(); got != "closed, 2 of 3 in" {
		t.Errorf("%q", got)
	}
	if row := p.Rows[0]; row.Grades != nil || row.Apart != 0 || len(p.Units) != 0 || p.Agreement.Pairs != 0 {
		t.Errorf("a closed panel shows %+v", row)
	}

	r.add("Kim", gives("Kim", 1, 0, "named nobody"))
	r.add("Lee", gives("Lee", 1, 3, "fine"))
	grade := 2
	p = r.page()
	want = []string{
		"SCN-01 Kim 0, Lee 3, Pat 3: 3 apart, to be reconciled | Kim: 0: named nobody | Lee: 3: fine | Pat: 3: named the clock | changed: Kim gave another grade before the panel opened, 2026-12-13 00:06 UTC",
		"SCN-02 closed: nobody is in yet",
	}
	if diff := cmp.Diff(want, told(p, 2)); diff != "" {
		t.Error(diff)
	}
	if got := p.Rows[0].Brief(); got != "0 3 3: 3 apart, to be reconciled" {
		t.Errorf("%q", got)
	}
	if want := "24 scenarios: 1 open, 23 closed, 1 waits for a reconciled grade."; p.Sum() != want || len(p.Unreconciled()) != 1 {
		t.Errorf("%q", p.Sum())
	}
	if want := "Pairs of grades: 1 of 3 equal (33%), 1 of 3 at most one apart (33%)."; panel.Raw(p.Agreement) != want {
		t.Errorf("%q", panel.Raw(p.Agreement))
	}

	answer := r.now.Answers[scn(1)]
	r.add("Lee", assessment.Answered{Answer: answer.Reconcile(grade, "the clock counts")})
	r.add("Lee", assessment.PanelOpened{Item: scn(2), Reason: "Lee is ill"})
	want = []string{
		"SCN-01 Kim 0, Lee 3, Pat 3: 3 apart, reconciled as 2 | Kim: 0: named nobody | Lee: 3: fine | Pat: 3: named the clock | reconciled: the clock counts | changed: Kim gave another grade before the panel opened, 2026-12-13 00:06 UTC",
		"SCN-02 Kim 3: one grade | Kim: 3 | without them: Kim, Lee and Pat | opened: Lee opened the panel, 2026-12-13 00:10 UTC: Lee is ill",
	}
	if diff := cmp.Diff(want, told(r.page(), 2)); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutNamedGradersEveryGradeShows(t *testing.T) {
	r := newRoom(t, "a1").add("Kim", gives("Kim", 1, 4, ""), gives("Pat", 1, 2, "by telephone"))
	r.add("Pat", gives("Pat", 2, 2, ""))
	p := r.page()
	if !strings.HasPrefix(p.Who(), "Nobody is named") || p.Sum() != "24 scenarios: 2 graded, 22 not graded yet, 1 waits for a reconciled grade." {
		t.Errorf("%q %q", p.Who(), p.Sum())
	}
	want := []string{"SCN-01 Kim 4, Pat 2: 2 apart, to be reconciled | Kim: 4 | Pat: 2, entered by Kim: by telephone", "SCN-02 Pat 2: one grade | Pat: 2", "SCN-03 not graded yet"}
	if diff := cmp.Diff(want, told(p, 3)); diff != "" {
		t.Error(diff)
	}
	if p.Agreement.Pairs != 0 {
		t.Errorf("a grade that was entered for somebody counts: %+v", p.Agreement)
	}
	r.add("Kim", named("Kim"))
	if p := r.page(); !strings.HasPrefix(p.Who(), "Only Kim is named") || p.Blind {
		t.Errorf("%q", p.Who())
	}
}

func TestAScenarioThatIsSetAsideHasNoPanel(t *testing.T) {
	r := newRoom(t, "a1").add("Kim", assessment.Answered{Answer: assessment.Answer{Item: scn(1), NotApplicable: &assessment.NotApplicable{Reason: "no nights", By: "Kim"}}})
	if p := r.page(); len(p.Rows) != scenarios-1 || p.Rows[0].Item != scn(2) {
		t.Errorf("%d panels, the first is %s", len(p.Rows), p.Rows[0].Item)
	}
}

// Alpha counts all grades of the same people, and says how many were not given blind.
func TestAlphaTellsWhatWasNotGradedBlind(t *testing.T) {
	r := newRoom(t, "a1").add("Kim", gives("Kim", 1, 3, "a")).add("Pat", gives("Pat", 1, 3, "b"))
	r.add("Kim", named("Kim", "Pat"))
	for n := range 3 {
		r.add("Kim", gives("Kim", 2+n, 1, "a")).add("Pat", gives("Pat", 2+n, 1+n, "b"))
	}
	r.add("Pat", gives("Pat", 4, 1, "persuaded"))
	got := panel.ReliabilityOf(r.page().Units)
	if got.Units != 3 || got.Missing != 17 || got.Sighted != 1 || got.Alpha != nil || got.Interval != nil || !slices.Equal(got.People, []string{"Kim", "Pat"}) {
		t.Errorf("%+v", got)
	}
	want := "Krippendorff's alpha needs 20 scenarios that the same people graded: Kim and Pat have 3, so 17 are missing. 1 of them was not graded blind: who sees another grade tends to agree."
	if got.Words() != want {
		t.Errorf("%q", got.Words())
	}
	if raw := r.page().Agreement; raw.Units != 3 {
		t.Errorf("%+v", raw)
	}
}

// ballots are scenarios that people graded blind, a string of grades for each person.
func ballots(of map[string]string) []panel.Unit {
	var units []panel.Unit
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range of {
			if !yield(name) {
				return
			}
		}
	}) {
		for n, grade := range of[name] {
			for len(units) <= n {
				units = append(units, panel.Unit{Assessment: "a", Item: scn(len(units)), Blind: true})
			}
			if grade != '.' {
				units[n].Grades = append(units[n].Grades, panel.Vote{Scorer: name, Grade: int(grade - '0')})
			}
		}
	}
	return units
}

func TestReliabilityInWords(t *testing.T) {
	for name, test := range map[string]struct {
		grades map[string]string
		want   string
	}{
		"nothing": {nil, "Krippendorff's alpha needs 20 scenarios that the same people graded: there is none yet, 20 are missing."},
		"one is missing": {
			map[string]string{"Kim": strings.Repeat("1", 19), "Pat": strings.Repeat("1", 19)},
			"Krippendorff's alpha needs 20 scenarios that the same people graded: Kim and Pat have 19, so 1 is missing.",
		},
		"all equal": {
			map[string]string{"Kim": strings.Repeat("3", 20), "Pat": strings.Repeat("3", 20)},
			"Krippendorff's alpha is not defined from 20 scenarios that Kim and Pat graded: all grades are equal.",
		},
		"a habit": {
			map[string]string{"Kim": strings.Repeat("3", 20) + "2", "Pat": strings.Repeat("3", 21)},
			"Krippendorff's alpha is 0.000 (ordinal, no interval, because nearly all grades are equal), from 21 scenarios that Kim and Pat graded. Below 0.667, grades differ too much to rely on: talk about the scale.",
		},
		"two of three graded enough": {
			map[string]string{"Kim": "0123401234012340123401", "Pat": "0123401234012340123402", "Lee": "01234................."},
			"Krippendorff's alpha is 0.988 (ordinal, 95% interval 0.936 to 1.000), from 22 scenarios that Kim and Pat graded. From 0.800 on, grades are reliable.",
		},
		"three graded enough": {
			map[string]string{"Kim": "0123401234012340123401", "Pat": "0123401234012340123402", "Lee": "1123401234012340123412"},
			"Krippendorff's alpha is 0.974 (ordinal, 95% interval 0.907 to 1.000), from 22 scenarios that Kim, Lee and Pat graded.",
		},
	} {
		if got := panel.ReliabilityOf(ballots(test.grades)).Words(); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, test.want)
		}
	}
}

// Two sets of people that have two of them in common graded the same scenarios.
func TestTheSamePeople(t *testing.T) {
	of := map[string]string{
		"Kim": strings.Repeat("01234", 6), "Pat": strings.Repeat("01233", 6),
		"Lee": strings.Repeat("01234", 3) + strings.Repeat(".", 15), "Sam": strings.Repeat(".", 15) + strings.Repeat("01234", 3),
	}
	got := panel.ReliabilityOf(ballots(of))
	if got.Units != 30 || !slices.Equal(got.People, []string{"Kim", "Pat"}) || got.Alpha == nil {
		t.Errorf("%+v", got)
	}
	// The order of the scenarios and the spelling of the names change nothing.
	units := ballots(of)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(units), func(a, b int) { units[a], units[b] = units[b], units[a] })
	for n := range units {
		units[n].Grades = slices.Clone(units[n].Grades)
		for v := range units[n].Grades {
			if n%2 == 1 {
				units[n].Grades[v].Scorer = strings.ToUpper(units[n].Grades[v].Scorer) + " "
			}
		}
	}
	again := panel.ReliabilityOf(units)
	if *again.Alpha != *got.Alpha || *again.Interval != *got.Interval || again.Units != got.Units {
		t.Errorf("%v %v, and shuffled %v %v", *got.Alpha, *got.Interval, *again.Alpha, *again.Interval)
	}
}

// No figure reads better than it is.
func TestAlphaIsRoundedDown(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		units := make([]panel.Unit, 20+random.IntN(20))
		exact := make([]agreement.Unit, len(units))
		for n := range units {
			a := random.IntN(5)
			b := max(0, a-random.IntN(3))
			units[n] = panel.Unit{Blind: true, Grades: []panel.Vote{{Scorer: "Kim", Grade: a}, {Scorer: "Pat", Grade: b}}}
			exact[n] = agreement.Unit{a, b}
		}
		alpha, _ := agreement.Alpha(exact, agreement.Ordinal)
		r := panel.ReliabilityOf(units)
		if *r.Alpha > alpha+1e-9 || alpha-*r.Alpha > 0.001 || r.Interval[0] > *r.Alpha || r.Interval[1] < *r.Alpha {
			t.Errorf("alpha %v is told as %v, %v", alpha, *r.Alpha, *r.Interval)
		}
	}
}
