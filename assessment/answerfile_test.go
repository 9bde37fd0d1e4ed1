package assessment_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/questionnaire/yamldoc"

	"github.com/google/go-cmp/cmp"
)

func counter() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("id-%d", n) }
}

// A file gives every kind the answer that the interview gives it by key.
func TestEveryKindIsAnsweredInAFile(t *testing.T) {
	q := must(questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...))))
	for item := range q.Items() {
		for _, value := range item.Values() {
			text := "answers: {" + item.ID + ": {value: " + value.Text + ", assurance: claimed}}"
			switch {
			case !item.Kind.Judged():
				text = "facts: {" + item.ID + ": " + value.Text + "}"
			case item.Kind.Scored():
				text = "answers: {" + item.ID + ": {scores: {lead: " + value.Text + "}}}"
			}
			file := must(assessment.ParseAnswers([]byte(text), today, time.UTC))
			entries, err := file.Admit(open(t, q).snapshot(), counter(), today.Time().UnixMicro(), "lead")
			if err != nil || len(entries) != 1 {
				t.Errorf("%s: %v", text, err)
				continue
			}
			want := assessment.Answer{}.Giving(item, value.Text, "lead")
			if answered, is := want[0].(assessment.Answered); is {
				answered.Replaces = assessment.Nothing
				want[0] = answered
			}
			if graded, is := want[0].(assessment.Graded); is {
				graded.Effect = assessment.GradeGiven
				want[0] = graded
			}
			if diff := cmp.Diff(want, []assessment.Change{entries[0].Change}); diff != "" {
				t.Errorf("%s: %s", text, diff)
			}
		}
	}
}

func TestAnswerFileIsTheTwinOfAnInterview(t *testing.T) {
	file, err := assessment.ParseAnswers([]byte(`
evaluator: lead@hospital.example
session: {start: -12d 14:00, minutes: 95, attendees: [{name: R. Cruz, role: delivery lead, side: vendor}]}
facts: {records: 40_000, standing: no, links: 0, privilege: view}
answers:
  BAA-02: {value: 3, assurance: documented, note: Read it whole, evidence: [{kind: EV-31, file: plan.pdf, as_of: -20d}]}
  BAA-01: {value: met, assurance: documented, evidence: [{kind: EV-58, observed: on screen, as_of: 2026-10-02}], volunteered: true}
  BAA-03: {na: links = 0, by: ciso@hospital.example}
  SCN-01: {scores: {lead@hospital.example: 3, ciso@hospital.example: 4}, elements: [actor, clock], quotes: [we would open a ticket, {text: "within the hour", who: "R. Cruz"}]}
flags:
  - {severity: stop, item: BAA-01, text: Wants an NDA instead}
  - {severity: warning, text: Late, resolved: {by: ciso@hospital.example, reason: Traffic}}
`), today, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"plan.pdf"}, file.Files()); diff != "" {
		t.Error(diff)
	}
	hash := strings.Repeat("ab", 32)
	file.SetFile("plan.pdf", hash, 12)
	i := open(t, small(t))
	entries, err := file.Admit(i.snapshot(), counter(), today.Time().UnixMicro(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		i.events = append(i.events, assessment.Event{Entry: entry, Assessment: "a1", Seq: int64(len(i.events) + 1)})
	}
	snapshot := i.snapshot()
	if got := snapshot.Answers["records"].Value; got != "40000" {
		t.Errorf("records is %q", got)
	}
	baa02 := snapshot.Answers["BAA-02"]
	want := []assessment.Evidence{{Kind: "EV-31", File: "plan.pdf", SHA256: hash, Size: 12, AsOf: today - 20}}
	if diff := cmp.Diff(want, baa02.Evidence); diff != "" {
		t.Error(diff)
	}
	if baa02.By != "lead@hospital.example" || baa02.Session == "" || baa02.Session != snapshot.Sessions[0].ID {
		t.Errorf("BAA-02 by %q in session %q of %+v", baa02.By, baa02.Session, snapshot.Sessions)
	}
	if got := snapshot.AnswerText("SCN-01"); got != "3.5" {
		t.Errorf("SCN-01 is %q", got)
	}
	if session := snapshot.Sessions[0]; session.End-session.Start != (95 * time.Minute).Microseconds() {
		t.Errorf("the session took %d µs", session.End-session.Start)
	}
	if len(snapshot.Flags) != 2 || snapshot.Flags[0].Resolution != nil || snapshot.Flags[1].Resolution.By != "ciso@hospital.example" {
		t.Errorf("flags %+v", snapshot.Flags)
	}
}

func TestEveryBadLineIsListedAndNothingIsTaken(t *testing.T) {
	file, err := assessment.ParseAnswers([]byte(`evaluator: lead
facts:
  records: many
  unheard: 3
answers:
  BAA-01: {value: 3}
  ZZZ-09: {value: met}
  BAA-02: {value: 3, evidence: [{kind: EV-31, as_of: yesterday, observed: x}]}
  BAA-03: {na: we trust them}
  TEC-01: {}
  records: {value: 5}
flags:
  - {severity: panic, text: x}
`), today, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := file.Admit(open(t, small(t)).snapshot(), counter(), 1, "")
	if len(entries) > 0 {
		t.Errorf("%d entries were taken", len(entries))
	}
	var mistakes yamldoc.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v", err)
	}
	var lines []int
	for _, mistake := range mistakes {
		lines = append(lines, mistake.Line)
	}
	if diff := cmp.Diff([]int{3, 4, 6, 7, 8, 9, 10, 11, 13}, lines); diff != "" {
		t.Errorf("%s\n%v", diff, err)
	}
}

func TestAnswerFileOfBadForm(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "1:1: the file is empty",
		"evaluator: a\nansers: {}":            `2:1: unknown key "ansers" (did you mean "answers"?)`,
		"evaluator: a\nsession: {start: now}": "2:",
		"answers: [1, 2]":                     "1:10: expected keys and values",
		"answers: {BAA-01: {heard: [one]}}":   `1:28: expected a whole number, got the text "one"`,
		"a: &x 1\nb: *x":                      "1:4: anchors and aliases are not allowed",
		"answers: {A: {value: met, value: unmet}}":           "duplicate key",
		"answers: {A: {quotes: [{txt: hello}]}}":             "a quote is text, or {text: …, who: …}",
		"answers: {A: {quotes: [{text: hello, text: bye}]}}": "duplicate key",
		"session: {start: -1d 10:00, minutes: -90}":          "less than no time",
	} {
		_, err := assessment.ParseAnswers([]byte(text), today, time.UTC)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestAStatedHashHolds(t *testing.T) {
	text := "evaluator: lead\nanswers:\n  BAA-02: {value: 3, evidence: [{kind: EV-31, file: plan.pdf, sha256: " + strings.Repeat("aa", 32) + ", as_of: -1d}]}\n"
	file := must(assessment.ParseAnswers([]byte(text), today, time.UTC))
	file.SetFile("plan.pdf", strings.Repeat("bb", 32), 9)
	if _, err := file.Admit(open(t, small(t)).snapshot(), counter(), today.Time().UnixMicro(), ""); err == nil || !strings.Contains(err.Error(), "another file than stated") {
		t.Errorf("got %v", err)
	}
}

func TestNumbersAreDecimal(t *testing.T) {
	file := must(assessment.ParseAnswers([]byte("evaluator: lead\nfacts: {records: 010}\n"), today, time.UTC))
	entries, err := file.Admit(open(t, small(t)).snapshot(), counter(), today.Time().UnixMicro(), "")
	if err != nil {
		t.Fatal(err)
	}
	if got := entries[0].Change.(assessment.Answered).Answer.Value; got != "10" {
		t.Errorf("010 was read as %s", got)
	}
}

// Admit refuses a value that a reader could take in two ways.
func TestDoubtfulValuesAreRefused(t *testing.T) {
	newYork := must(time.LoadLocation("America/New_York"))
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, newYork)
	for text, want := range map[string]string{
		"facts: {records: }":                 `1:9: records has no value; leave the line out to keep the answer as it is`,
		"facts: {records: ''}":               `1:9: records has no value; leave the line out to keep the answer as it is`,
		"facts: {records: 40.000}":           `1:9: records takes a whole number: "40.000" can mean 40000 or 40: write the digits alone`,
		"facts: {records: 1.234.567}":        `1:9: records takes a whole number: "1.234.567" can mean 1234567 or 1: write the digits alone`,
		"facts: {records: '1,5'}":            `1:9: records takes a whole number: "1,5" is a fraction`,
		"facts:\n  records: 1,5":             `2:3: records takes a whole number: "1,5" is a fraction`,
		"facts: {records: 1.5}":              `1:9: records takes a whole number: "1.5" is a fraction`,
		"facts: {records: 1e3}":              `1:9: records takes a whole number: "1e3" is not one`,
		"facts: {records: '40,00'}":          `1:9: records takes a whole number: "40,00" is a fraction`,
		"facts: {records: {a: 1}}":           `1:18: write a value, not a mapping`,
		"answers: {BAA-02: {value: {a: b}}}": `1:27: write a value, not a mapping`,
		"answers: {BAA-02: {value: 3, evidence: [{kind: EV-31, observed: x, as_of: -1d, valid_until: 1970-01-01}]}}": `1:80: 1970-01-01 is what programs write where they have no date: leave the date out`,
		"facts: {records: -5}":                                                           `1:9: records takes a whole number: "-5" is not one`,
		"facts: {records: 99999999999999999999}":                                         `1:9: records takes a whole number: "99999999999999999999" is too large`,
		"facts: {records: 4_0}":                                                          `1:9: records takes a whole number: "4_0" is not one`,
		"facts: {records: 4__000}":                                                       `1:9: records takes a whole number: "4__000" is not one`,
		"session: {start: +3d 10:00, minutes: 60}":                                       `1:11: the session starts in the future; record it when it has taken place`,
		"session: {start: 0d 11:30, minutes: 60}":                                        `1:28: the session ends in the future: 60 minutes from its start have not passed yet`,
		"session: {start: -9d 10:00, minutes: 1441}":                                     `1:29: 1441 minutes are longer than a day, which has 1440; record each meeting as its own session`,
		"session: {start: 2026-03-08T02:30, minutes: 60}":                                `1:11: the clocks in America/New_York never showed 02:30 on 2026-03-08: they were set forward`,
		"session: {start: 03/04/2026 10:00, minutes: 60}":                                `1:11: "03/04/2026" can be two dates: write 2026-03-04 for March 4, 2026, or 2026-04-03 for April 3, 2026`,
		"answers:\n  BAA-02: {value: 3, note: see #4711\n}":                              `2:32: this text ends at "#4711", because YAML reads the rest of the line as a comment (put the whole text in quotes, or the comment on its own line)`,
		"answers:\n  BAA-02:\n    value: 3\n    quotes:\n      - one # 3 are left":       `5:13: this text ends at "# 3 are left", because YAML reads the rest of the line as a comment (put the whole text in quotes, or the comment on its own line)`,
		"answers:\n  BAA-02:\n    value: 3\n    quotes: [{text: one # 3\n}]":             `4:25: this text ends at "# 3", because YAML reads the rest of the line as a comment (put the whole text in quotes, or the comment on its own line)`,
		"answers: {BAA-02: {evidence: [{kind: EV-31, observed: x, as_of: 13/02/2026}]}}": `1:58: write 2026-02-13 for "13/02/2026"`,
	} {
		t.Run(text, func(t *testing.T) {
			file, err := assessment.ParseAnswers([]byte(text), assessment.DateOf(at, newYork), newYork)
			if err == nil {
				_, err = file.Admit(open(t, small(t)).snapshot(), counter(), at.UnixMicro(), "lead")
			}
			if err == nil {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := assessment.ParseAnswers([]byte("answers:\n  BAA-02:\n    evidence:\n      - kind: EV-31 # the plan\n        as_of: -20d # last month\n        observed: x"), today, time.UTC); err != nil {
		t.Errorf("a comment behind a word: %v", err)
	}
	for text, want := range map[string]string{"40000": "40000", "'40,000'": "40000", "40_000": "40000", "'1 234 567'": "1234567", "0": "0"} {
		file := must(assessment.ParseAnswers([]byte("facts: {records: "+text+"}"), today, time.UTC))
		entries, err := file.Admit(open(t, small(t)).snapshot(), counter(), today.Time().UnixMicro(), "lead")
		if err != nil || entries[0].Change.(assessment.Answered).Answer.Value != want {
			t.Errorf("%s: %v %v", text, entries, err)
		}
	}
}

// At a terminal a person sees how a date was read, so more forms are accepted.
func TestTypedDays(t *testing.T) {
	newYork, manila := must(time.LoadLocation("America/New_York")), must(time.LoadLocation("Asia/Manila"))
	for _, test := range []struct {
		text      string
		zone      *time.Location
		day, echo string // or the error
	}{
		{"2027-02-01", newYork, "2027-02-01", ""},
		{" +3d ", newYork, "2026-11-25", ""},
		{"02/01/2027", newYork, "2027-02-01", "02/01/2027 is Feb 1, 2027"},
		{"2/1/2027", newYork, "2027-02-01", "2/1/2027 is Feb 1, 2027"},
		{"Feb 1, 2027", manila, "2027-02-01", ""},
		{"13/02/2027", newYork, "", `write 2027-02-13 for "13/02/2027"`},
		{"02/01/2027", manila, "", `"02/01/2027" can be two dates: write 2027-02-01 for February 1, 2027, or 2027-01-02 for January 2, 2027`},
		{"02/02/2027", manila, "", `write 2027-02-02 for "02/02/2027"`},
		{"99/99/2027", newYork, "", `"99/99/2027" is not a date, such as 2026-11-22`},
		{"02/01/27", newYork, "", `"02/01/27" is not a date, such as 2026-11-22`},
		{"+3xd", newYork, "", `"+3xd" is neither a date, such as 2026-11-22, nor days from today, such as -20d`},
	} {
		day, echo, err := assessment.TypedDay(test.text, today, test.zone)
		if err != nil {
			echo = err.Error()
		}
		if day.String() != test.day || echo != test.echo {
			t.Errorf("%s in %s: %s, %s", test.text, test.zone, day, echo)
		}
	}
}
