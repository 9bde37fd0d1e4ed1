package questionnaire_test

import (
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/templates"
)

const steered = `
      - {id: open_until, kind: fact, title: Until, ask: "Until when?", answer: date, worst: "1970-01-01"}
      - {id: paid_until, kind: fact, title: Paid, ask: "Until when?", answer: date, worst: "1970-01-01"}
      - {id: ends, kind: fact, title: Ends, ask: "The earlier of the two", answer: date, earliest: [open_until, paid_until]}
      - {id: lands, kind: fact, title: Lands, ask: "Which?", answer: countries, worst: [ZZ]}
      - {id: remote, kind: fact, title: Remote, ask: "Remote?", answer: yes_no, worst: true}
      - {id: GOV-03, kind: control, title: Third, ask: "And?", weight: 3, basis: K, phase: pre-award, asked_of: us, practice: true, na_when: 'CONDITION'}
      - {id: GOV-04, kind: gate, title: Line, ask: "Closed?", weight: 1, basis: K, phase: pre-award, asked_of: us, practice: true, closed_by: [GOV-01]}
evidence:`

func conditional(condition string) string {
	return strings.Replace(little, "\nevidence:", strings.Replace(steered, "CONDITION", condition, 1), 1)
}

func TestConditionsSpeakOfValues(t *testing.T) {
	answers := given{"shown GOV-01": "yes", "links": "2", "GOV-01": "met", "GOV-02": "2.5", "open_until": "2027-03-01", "paid_until": "2027-01-31", "lands": "PH, US", "remote": "no"}
	for condition, want := range map[string][2]bool{ // with these answers, and with none
		`fact("links") + 1 == 3`:                           {true, false},
		`answer("GOV-01") == "met"`:                        {true, false},
		`answer("GOV-01") == ""`:                           {false, true},
		`answer("GOV-02") >= 2`:                            {true, false},
		`answer("GOV-02") < 3`:                             {true, false},
		`answer("GOV-02") != 3`:                            {true, false},
		`4 != answer("GOV-02")`:                            {true, false},
		`answered("GOV-02")`:                               {true, false},
		`shown("GOV-01") && !shown("GOV-02")`:              {true, false},
		`!fact("remote") && any(fact("lands"), # == "PH")`: {true, false},
		`fact("ends") <= "2027-01-31"`:                     {true, true},
		`fact("ends") == fact("paid_until")`:               {true, true},
		`fact("open_until") > fact("paid_until")`:          {true, false},
	} {
		q, err := parse(conditional(condition))
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		for n, known := range []given{answers, {}} {
			texts := map[string]string{}
			for id, text := range known {
				texts[id] = text
			}
			q.Compute(texts)
			if got, err := q.Holds(condition, given(texts)); err != nil || got != want[n] {
				t.Errorf("%s, case %d: %t, %v", condition, n, got, err)
			}
		}
	}
}

func TestConditionsAreCheckedWhenTheFileIsRead(t *testing.T) {
	for condition, want := range map[string]string{
		`fact("lands") == 3`:        "mismatched types",
		`fact("remote") == "no"`:    "mismatched types",
		`fact("links") == "two"`:    "mismatched types",
		`answer("GOV-02") == "met"`: "mismatched types",
		`answer("GOV-01") >= 2`:     "mismatched types",
		`answer("GOV-02") != nil`:   "nothing is ever nil",
		`fact("links")`:             "expected bool",
		`answer("GOV-03") == 1`:     "conditions run in a circle: GOV-03 → GOV-03",
		`shown("GOV-03")`:           "conditions run in a circle: GOV-03 → GOV-03",
		`shown("links")`:            "links is a fact, which no evidence shows",
		`shown("GOV-04")`:           "GOV-04 is a checklist line, which nobody answers",
		`shown("GOV-01") == "met"`:  "mismatched types",
		`any([shown], true)`:        "called by name",
		`fact("sun") == 1`:          `no item has the id "sun"`,
		`env("HOME") == ""`:         "unknown name env",

		// Ways around the check of ids, and into a long night.
		`$env.answered("sun")`:                     "there is no $env",
		`let f = answered; f("sun")`:               "there is no let",
		`{"f": answered}.f("sun")`:                 "called by name",
		`answered == answered`:                     "called by name",
		`answered("GOV-01", "GOV-02")`:             "too many arguments",
		`let a = "x"; a + a == ""`:                 "there is no let",
		`len(1..1000000) > 2`:                      "there are no ranges",
		`any(fact("lands"), any(["PH"], # == ""))`: "within another one",
		strings.Repeat("-", 100_000) + "1 > 0":     "the limit is 1000",
	} {
		if _, err := parse(conditional(condition)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", condition, err, want)
		}
	}
}

func TestWhatAnAnswerSteers(t *testing.T) {
	q, err := parse(conditional(`answered("GOV-02") && fact("links") == 0`))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]questionnaire.Steering{
		"links": {Asked: true}, "GOV-02": {Asked: true}, "open_until": {Dated: true}, "remote": {}, "ends": {},
	} {
		if got := q.Steering(id); got != want {
			t.Errorf("%s steers %+v", id, got)
		}
	}
	shipped, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).Get("hipaa-staffing")
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]questionnaire.Steering{
		"record_volume": {Risk: true, Flagged: true}, "countries": {Asked: true, Flagged: true}, "headcount": {},
	} {
		if got := shipped.Steering(id); got != want {
			t.Errorf("%s steers %+v", id, got)
		}
	}
}
