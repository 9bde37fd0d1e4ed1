package lines_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/store"
	"assay/assessment/workspace"
	"assay/questionnaire"
	"assay/tui/lines"
)

// meeting is an assessment of Harbor on a real database. Its clock goes on by a
// minute with each entry.
type meeting struct {
	t     *testing.T
	bench workspace.Workspace
	id    string
}

// newMeeting opens the small questionnaire, with texts of it replaced in pairs.
func newMeeting(t *testing.T, replaced ...string) *meeting {
	t.Helper()
	text, err := os.ReadFile("../../assessment/testdata/small.yaml")
	check(t, err)
	q, err := questionnaire.Parse(strings.NewReader(strings.NewReplacer(replaced...).Replace(string(text))))
	check(t, err)
	now, ids := time.Date(2026, 11, 29, 15, 0, 0, 0, time.UTC), 0
	m := &meeting{t: t, bench: workspace.Workspace{
		Now:       func() time.Time { now = now.Add(time.Minute); return now },
		NewID:     func() string { ids++; return fmt.Sprintf("0193a000-0000-7000-8000-%012d", ids) },
		Zone:      time.UTC,
		Evaluator: "dana@lakeside.example",
	}}
	m.bench.Store, err = store.Open(context.Background(), filepath.Join(t.TempDir(), "assay.db"), store.Options{Now: m.bench.Now, Zone: time.UTC, NewID: m.bench.NewID})
	check(t, err)
	t.Cleanup(func() { check(t, m.bench.Store.Close()) })
	vendor, err := m.bench.Store.AddVendor(context.Background(), assessment.Vendor{Name: "Harbor", Contact: "Priya Raman, lead"}, m.bench.Evaluator)
	check(t, err)
	s, err := m.bench.Store.OpenAssessment(context.Background(), store.Opening{Vendor: vendor, Questionnaire: q, Milestone: questionnaire.Award, By: m.bench.Evaluator})
	check(t, err)
	m.id = s.Assessment
	return m
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as is the same meeting with another person at the keyboard.
func (m *meeting) as(evaluator string) *meeting {
	other := *m
	other.bench.Evaluator = evaluator
	return &other
}

// run types lines into the meeting and returns what it wrote, and its error.
func (m *meeting) run(terminal bool, typed ...string) (string, error) {
	m.t.Helper()
	m.bench.Store.ReadBy(m.bench.Evaluator)
	var out strings.Builder
	err := lines.Run(context.Background(), lines.Meeting{
		Workspace: m.bench, In: strings.NewReader(strings.Join(typed, "\n")), Out: &out, Terminal: terminal,
	}, m.id)
	return out.String(), err
}

// says types lines as from a pipe, and wants texts in the output, one after another.
func (m *meeting) says(typed []string, texts ...string) {
	m.t.Helper()
	out, err := m.run(false, typed...)
	if err != nil {
		m.t.Fatalf("%v\n%s", err, out)
	}
	m.inOrder(out, texts)
}

// refuses types lines at a terminal, of which the last is not taken.
func (m *meeting) refuses(why string, typed ...string) {
	m.t.Helper()
	before := m.now().Seq
	out, err := m.run(true, typed...)
	check(m.t, err)
	words := strings.Join(strings.Fields(out), " ")
	if !strings.Contains(words, "Not taken: "+why) {
		m.t.Errorf("%q was not refused with %q:\n%s", typed[len(typed)-1], why, out)
	}
	if after := m.now().Seq; after != before {
		m.t.Errorf("%q recorded %d events", typed, after-before)
	}
}

func (m *meeting) inOrder(out string, texts []string) {
	m.t.Helper()
	rest := strings.Join(strings.Fields(out), " ")
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			m.t.Fatalf("%q does not follow in:\n%s", text, out)
		}
		rest = after
	}
	for line := range strings.Lines(out) {
		if len([]rune(strings.TrimRight(line, "\n"))) > 72 && !strings.HasPrefix(line, "> ") && !strings.HasPrefix(line, "The path of the file: ") { // those repeat what was typed
			m.t.Errorf("a line is wider than 72 columns: %q", line)
		}
	}
}

func (m *meeting) now() assessment.Snapshot {
	m.t.Helper()
	s, err := m.bench.Store.Snapshot(context.Background(), m.id)
	check(m.t, err)
	return s
}

func (m *meeting) answer(item string) assessment.Answer { return m.now().Answers[item] }

func TestAnswersLeadToTheNextOpenQuestion(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"40,000", "view", "1", "no", "0", "y", "3"},
		"Harbor, small 1.0.0, for award. You are dana@lakeside.example.", "0 of ",
		"Question 1 of ", "records Records Fact. How many records?", "Type a whole number", "> 40,000 Recorded: records, 40,000.",
		"privilege", "1: View", "> view Recorded: privilege, View.", "tiers", "> 1", "> no Recorded: standing, ",
		"BAA-01", "Hard gate, ask the vendor.", "1 or y: met", "> y Recorded: BAA-01, met.", "BAA-02", "4: improved", "> 3 Recorded: BAA-02, 3 of 4.",
		"Left. 7 changes recorded and saved.", "Verdict: blocked.")
	if got := m.answer("records"); got.Value != "40000" || got.By != "dana@lakeside.example" {
		t.Errorf("recorded %+v", got)
	}
	m.refuses(`"perhaps" is neither one of the 2 answers nor a command.`, "go TEC-02", "perhaps")
	m.refuses(`"5" is neither a grade from 0 to 4 nor a command.`, "go SCN-01", "5")
	m.refuses("records takes", "go records", "many")
}

func TestCountriesByName(t *testing.T) {
	m := newMeeting(t, "ask: How many links?, answer: number, worst: 99", "ask: Which countries?, answer: countries, worst: ZZ", `fact("links") == 0`, `"ZZ" in fact("links")`)
	m.says([]string{"go links", "India; us, Philippines"}, "Type countries, such as US, India; anywhere", "Recorded: links, IN, PH, US.")
	m.refuses("links takes two-letter country codes", "go links", "Indai")
}

func TestTheWay(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"skip", "back", "go tec-01", "later", "find draft", "list"},
		"records Records", "> skip", "privilege Privilege", "> back", "records Records", "> go tec-01", "TEC-01 Patching",
		"> later Recorded: TEC-01 is to come back to.", "TEC-02", "> find draft BAA-01 BAA draft: gate not asked", "> list records Records: unanswered")
	if !m.answer("TEC-01").Later {
		t.Error("it is not to come back to")
	}
	m.refuses("this was the first question of the meeting.", "back")
	m.refuses(`no item has the id "ZZZ-01"; find looks for a word.`, "go ZZZ-01")
	m.refuses(`no question here has "unicorn".`, "find unicorn")
	m.says([]string{"help"}, "reconcile or =, then GRADE REASON", "redo or U", "end or ")
}

func TestWhatWasTakenBackIsRecordedAgain(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"go TEC-02", "y", "go TEC-01", "flag warning nobody is on call", "undo", "u", "redo", "U", "go TEC-02"},
		"Took back the red flag nobody is on call.", "Took back the last change of TEC-02.",
		"Recorded again: the last change of TEC-02.", "Recorded again: the red flag nobody is on call.", "> go TEC-02", "answer: met")
	s := m.now()
	if s.Answers["TEC-02"].Value != "met" || len(s.Flags) != 1 {
		t.Errorf("recorded again: %+v, flags %+v", s.Answers["TEC-02"], s.Flags)
	}
	m.refuses("nothing was taken back in this meeting", "redo")
	m.refuses("you recorded the last step, the red flag nobody is on call, before this meeting", "undo")

	// A new answer leaves nothing to record again.
	out, err := m.run(true, "go BAA-01", "y", "go BAA-01", "undo", "go BAA-02", "2", "redo")
	check(t, err)
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "Not taken: nothing was taken back") {
		t.Errorf("it was recorded again:\n%s", out)
	}
}

func TestEvidenceOfAFile(t *testing.T) {
	m := newMeeting(t)
	path := filepath.Join(t.TempDir(), "patch plan.pdf")
	check(t, os.WriteFile(path, []byte("the plan"), 0o600))
	m.says([]string{"go TEC-02", "y", "go TEC-02", "evidence", "evidence file EV-31 2026-11-01 '" + path + "'"},
		"Recorded: TEC-02, met.", "evidence file DATE PATH:", "Recorded: EV-31 Plan, documented.", "A copy of patch plan.pdf is kept, SHA-256 ")
	kept := m.answer("TEC-02")
	if len(kept.Evidence) != 1 || kept.Assurance != assessment.Documented || kept.Evidence[0].File != "patch plan.pdf" || kept.Evidence[0].Size != 8 {
		t.Fatalf("recorded %+v", kept)
	}
	check(t, m.bench.Store.CheckFile(context.Background(), kept.Evidence[0]))

	// The path may follow on a line of its own. A contract has a last day.
	m.says([]string{"go BAA-04", "y", "go BAA-04", "evidence file EV-01 2026-11-01 until 2027-11-01", strings.ReplaceAll(path, " ", `\ `)},
		"The path of the file: "+strings.Fields(strings.ReplaceAll(path, " ", `\ `))[0], "Recorded: EV-01 Executed BAA, documented.")
	if got := m.answer("BAA-04").Evidence[0].ValidUntil.String(); got != "2027-11-01" {
		t.Errorf("it is valid until %s", got)
	}

	m.refuses("there is no file", "go TEC-02", "evidence file EV-31 2026-11-01 "+path+".missing")
	m.refuses("the date comes first: ", "go TEC-02", "evidence file EV-31 "+path)
	m.refuses("EV-58 does not support TEC-02", "go TEC-02", "evidence file EV-58 2026-11-01 "+path)
	personal := newMeeting(t, "name: Plan,", "name: Plan, personal: true,")
	personal.refuses("Plan is about named people, so no copy is kept: evidence read says where it is.", "go TEC-02", "evidence file EV-31 2026-11-01 "+path)
}

func TestAWaiver(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"go TEC-02", "waive ciso@lakeside.example; tokens arrive next week", "no remote access", "Tom Ek"},
		"What protects patients until then: no remote access Who will close the gate: Tom Ek", "Recorded: TEC-02 is waived until 2026-12-29, approved by ciso@lakeside.example.")
	m.says([]string{"go TEC-02", "X ciso@lakeside.example; late; no access; Tom Ek; +10d"}, "Recorded: TEC-02 is waived until 2026-12-09")
	if got := m.now().Waivers["TEC-02"]; got.Owner != "Tom Ek" || got.Control != "no access" || got.Reason != "late" {
		t.Errorf("recorded %+v", got)
	}
	m.refuses("only a gate can be waived.", "go TEC-01", "waive a; b; c; d")
	m.refuses("a waiver has 5 parts between semicolons, not 6.", "go TEC-02", "waive a; b; c; d; +10d; f")
	m.refuses("", "go BAA-01", "waive ciso@lakeside.example; late; no access; Tom Ek")            // the rule requires it
	m.refuses("", "go TEC-02", "waive dana@lakeside.example; late; no access; Tom Ek")            // nobody approves their own
	m.refuses("", "go TEC-02", "waive ciso@lakeside.example; late; no access; Tom Ek; +100d")     // too long
	m.refuses("there was no text, so nothing was recorded.", "go TEC-02", "waive ciso; late", "") // a prompt without an answer
}

func TestGradesFarApartAreReconciled(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"go SCN-01", "note waits for the morning", "1"}, "Recorded: SCN-01, 1 by dana@lakeside.example.")
	m.as("karel@lakeside.example").says([]string{"go SCN-01", "note names nobody", "4", "go SCN-01", "reconcile 2 they heard it again: a master key, by nobody"},
		"1 other person has recorded something here. You see it once you have graded.", "Recorded: SCN-01, 4 by karel",
		"score: 1 by dana", "Recorded: they agree on 2; their own grades stay on record.")
	got := m.answer("SCN-01")
	if agreed := got.ReconciledAs(); agreed == nil || *agreed != 2 || got.Scores["dana@lakeside.example"] != 1 || got.Scores["karel@lakeside.example"] != 4 {
		t.Errorf("recorded %+v", got)
	}
	m.refuses("reconcile needs the grade on which they agree, 0 to 4, and the reason.", "go SCN-01", "reconcile")
	m.refuses("there was no text, so nothing was recorded.", "go SCN-01", "= 3", "")
	m.refuses("TEC-01 is not a scenario: it has no grades to reconcile.", "go TEC-01", "reconcile 2 because")
}

// The grades of named graders are blind: nobody sees or reconciles them before all
// have given grade and note.
func TestAPanelInLines(t *testing.T) {
	m := newMeeting(t)
	_, err := m.bench.Store.Record(context.Background(), m.id, m.bench.Entry(assessment.GradersNamed{Names: []string{"dana@lakeside.example", "karel@lakeside.example"}}))
	check(t, err)
	m.says([]string{"go SCN-01", "1", "go SCN-01", "note waits for the morning"},
		"The panel is closed: 0 of 2 graders are in,", "Recorded: SCN-01, 1 by dana@lakeside.example. Your note is missing: with it you are in.")
	karel := m.as("karel@lakeside.example")
	out, err := karel.run(false, "go SCN-01")
	check(t, err)
	karel.inOrder(out, []string{"The panel is closed: 1 of 2 graders are in, karel@lakeside.example missing."})
	if strings.Contains(out, "morning") || strings.Contains(out, "1 by dana") {
		t.Errorf("the grade shows:\n%s", out)
	}
	karel.refuses("the panel of SCN-01 is closed", "go SCN-01", "reconcile 2 because")
	karel.says([]string{"go SCN-01", "note names nobody", "4", "go SCN-01"}, "Recorded: SCN-01, 4 by karel", "The panel opened when all graders were in", "score: 1 by dana")
}

// A vendor of whom only facts are known is not judged yet.
func TestFactsAloneStartNothing(t *testing.T) {
	m := newMeeting(t)
	m.says([]string{"40000", "score"}, "> score Not started: nothing that counts is answered yet.", "Left. 1 change", "Not started: nothing that counts")
	m.says([]string{"go BAA-01", "n", "score"}, "Recorded: BAA-01, not met.", "> score Verdict: blocked. Shown 0.0")
}

// A pipe ends at the first line that cannot be taken; a person tries again.
func TestALineThatCannotBeTaken(t *testing.T) {
	m := newMeeting(t)
	out, err := m.run(false, "1", "nonsense", "2")
	if err == nil || !strings.HasPrefix(err.Error(), `line 2 was not taken: "nonsense" is neither one of the 2 answers nor a command; 1 change before it is saved`) {
		t.Errorf("%v\n%s", err, out)
	}
	if s := m.now(); s.Answers["records"].Value != "1" || s.Answers["privilege"].Answered() {
		t.Errorf("recorded %+v", s.Answers)
	}
	m.refuses("this looks like a medical record number", "go TEC-01", "note MRN 4711001 was on the screen")
	m.says([]string{"go TEC-01", "answer 2"}, "Recorded: TEC-01, 2 of 4.")
	out, err = m.run(true, "go TEC-01", "note MRN 4711001 was on the screen", "anyway")
	check(t, err)
	m.inOrder(out, []string{"Not taken: this looks like", "Recorded."})
	if note := m.answer("TEC-01").Note; note != "MRN 4711001 was on the screen" {
		t.Errorf("the note is %q", note)
	}
}

// Nothing that people typed controls the terminal.
func TestNothingControlsTheTerminal(t *testing.T) {
	m := newMeeting(t)
	out, err := m.run(false, "go TEC-01", "note before \x1b[2J\x1b]0;owned\x07 after", "go TEC-01")
	check(t, err)
	if strings.ContainsAny(out, "\x1b\x07") {
		t.Errorf("it writes %q", out)
	}
	m.inOrder(out, []string{"note: before", "after"})
}
