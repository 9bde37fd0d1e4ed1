package questionnaire_test

import (
	"encoding/json"
	"slices"
	"testing"

	"assay/questionnaire"
)

// onRecord knows all answers that it lists.
type onRecord = given

func TestATreeReadsTheAnswersOfTheForm(t *testing.T) {
	const open, hides = true, false
	here := []string{"links", "GOV-01", "lands", "remote", "open_until", "paid_until"}
	for _, c := range []struct {
		condition string
		keep      bool
		record    questionnaire.Known
		want      string
	}{
		{`fact("links") == 0 && answer("GOV-01") == "met"`, hides, nil, `["\u0026\u0026",["open","links",false,["==",["number","links"],0]],["open","GOV-01",false,["==",["word","GOV-01"],["say","met"]]]]`},
		{`answered("links") || !fact("remote")`, open, nil, `["||",["answered","links"],["!",["open","remote",true,["truth","remote"]]]]`},
		{`not (fact("remote") and all(fact("lands"), # in ["US", "CA"]))`, open, nil, `["!",["\u0026\u0026",["open","remote",true,["truth","remote"]],["open","lands",false,["all",["items","lands"],["in","#",["list",["say","US"],["say","CA"]]]]]]]`},

		// Only a comparison of several facts tells their worst values.
		{`fact("open_until") > fact("paid_until")`, open, nil, `["\u003e",["text","open_until","1970-01-01"],["text","paid_until","1970-01-01"]]`},

		// What the form does not answer is decided from the record, ...
		{`fact("links") == 0 && answer("GOV-02") >= 2`, hides, onRecord{"GOV-02": "3", "links": "5"}, `["open","links",false,["==",["number","links"],0]]`},
		{`fact("links") == 0 && answer("GOV-02") >= 2`, hides, onRecord{"links": "0"}, `false`},
		{`shown("GOV-01")`, open, onRecord{"GOV-01": "met"}, `false`},
		{`shown("GOV-01")`, open, onRecord{"shown GOV-01": "yes"}, `true`},
		{`fact("open_until") matches "^2027"`, open, onRecord{"open_until": "2026-01-01"}, `false`},

		// ... and without one, the question is asked.
		{`answer("GOV-02") >= 2`, open, nil, `true`},
		{`answer("GOV-02") >= 2`, hides, nil, `false`},
		{`!answered("GOV-02") && fact("remote")`, open, nil, `["open","remote",true,["truth","remote"]]`},
		{`!answered("GOV-02") && fact("remote")`, hides, nil, `false`},
		{`!answered("GOV-02") || fact("remote")`, hides, nil, `["open","remote",true,["truth","remote"]]`},
		{`fact("open_until") matches "^2027"`, open, nil, `true`},
		{`fact("links") % 2 == 0`, hides, nil, `false`},
		{`1 == 2`, open, nil, `false`},
		{`fact("links") == 9007199254740993`, open, nil, `true`},
	} {
		q, err := parse(conditional(c.condition))
		if err != nil {
			t.Errorf("%s: %v", c.condition, err)
			continue
		}
		tree := q.Tree(c.condition, c.keep, questionnaire.Travelers{Record: c.record, Answers: func(item *questionnaire.Item) bool {
			return slices.Contains(here, item.ID)
		}})
		got, err := json.Marshal(tree)
		if err != nil || string(got) != c.want {
			t.Errorf("%s, keep %t: %s, %v; want %s", c.condition, c.keep, got, err, c.want)
		}
	}
	q, err := parse(conditional(`fact("remote")`))
	if err != nil {
		t.Fatal(err)
	}
	for _, unknown := range []string{"", `fact("links") == 0`} {
		if q.Tree(unknown, true, questionnaire.Travelers{}) != true || q.Tree(unknown, false, questionnaire.Travelers{}) != false {
			t.Errorf("%q is no condition of the file, and hides a question", unknown)
		}
	}
}

// A form computes what it surely computes as the engine does. Anything else is decided
// from the record, whatever the vendor answers.
func TestATreeLeavesOutWhatAFormCannotCompute(t *testing.T) {
	answers := onRecord{"links": "2", "lands": "PH, US", "remote": "yes", "open_until": "2027-03-01", "GOV-01": "met"}
	for _, condition := range []string{
		`fact("lands")[0] == "PH"`, `fact("open_until")[0:4] == "2027"`, `[fact("links")][0] > 1`, `{"a": fact("links")}.a == 2`, `fact("lands") == ["PH", "US"]`,
		`fact("links") ^ 2 == 4`, `fact("links") % 2 == 0`, `fact("open_until") matches "^2"`, `min(fact("lands") | len(), 1.5) == 1.5`, `count([true, fact("remote")]) == 2`,
		`fact("links") in [1, 2.5] == false`, `"PH" in {"PH": fact("links")}`, `fact("links") in []`, `len({"a": fact("links")}) == 1`,
	} {
		q, err := parse(conditional(condition))
		if err != nil {
			t.Errorf("%s: %v", condition, err)
			continue
		}
		holds, err := q.Holds(condition, answers)
		if err != nil {
			t.Errorf("%s: %v", condition, err)
		}
		all := func(*questionnaire.Item) bool { return true }
		if got := q.Tree(condition, true, questionnaire.Travelers{Answers: all, Record: answers}); got != holds {
			t.Errorf("%s: the form has %v, and the record says %v", condition, got, holds)
		}
		if got := q.Tree(condition, true, questionnaire.Travelers{Answers: all}); got != true {
			t.Errorf("%s: the form has %v", condition, got)
		}
	}
}
