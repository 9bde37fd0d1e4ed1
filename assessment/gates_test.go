package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/templates"
)

// paper is a record that counts in full as all of these kinds.
func paper(kinds ...string) assessment.Evidence {
	record := assessment.Evidence{Kind: kinds[0], Observed: "seen", Assurance: assessment.Verified, AsOf: today, ValidUntil: today + 30}
	for _, kind := range kinds[1:] {
		record.Also = append(record.Also, assessment.Also{Kind: kind})
	}
	return record
}

// At each milestone, every hard gate of every shipped file is left open by each
// record that is not enough alone, and closed by a record of each group, or by
// one paper that shows them all.
func TestWhatClosesEachHardGateOfTheShippedFiles(t *testing.T) {
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	gates := 0
	for _, entry := range must(library.List()) {
		q := must(library.Get(entry.ID))
		for item := range q.Items() {
			for _, at := range questionnaire.Milestones() {
				if !item.HardAt(at) || !at.Reached(item.Phase.From()) || !item.Kind.TakesEvidence() || len(item.ClosedBy) > 0 {
					continue
				}
				gates++
				closed := func(records ...assessment.Evidence) bool {
					answer := assessment.Answer{Item: item.ID, Value: item.Kind.Values()[0].Text, Assurance: assessment.Verified, Evidence: records}
					s := assessment.Snapshot{Questionnaire: q, State: assessment.State{Answers: map[string]assessment.Answer{item.ID: answer}}}
					return s.ShowingOf(item, &answer, today, at).Whole()
				}
				demand := item.Demand(at)
				groups := demand.Groups
				if len(groups) == 0 {
					groups = []questionnaire.Group{{Show: "any", By: demand.Further}}
				}
				if closed() {
					t.Errorf("%s %s at %s: closed without a record", q.ID, item.ID, at)
				}
				for _, kind := range q.Evidence {
					alone := !slices.ContainsFunc(groups, func(g questionnaire.Group) bool { return !slices.Contains(g.By, kind.ID) })
					if got := closed(paper(kind.ID)); got != alone {
						t.Errorf("%s %s at %s: %s alone closes it: %t, want %t", q.ID, item.ID, at, kind.ID, got, alone)
					}
				}
				var set []assessment.Evidence
				var kinds []string
				for _, group := range groups {
					if len(set) > 0 && closed(set...) && !slices.ContainsFunc(group.By, func(kind string) bool { return slices.Contains(kinds, kind) }) {
						t.Errorf("%s %s at %s: closed without %s", q.ID, item.ID, at, group.Show)
					}
					set, kinds = append(set, paper(group.By[0])), append(kinds, group.By[0])
				}
				slices.Sort(kinds)
				if !closed(set...) || !closed(paper(slices.Compact(kinds)...)) {
					t.Errorf("%s %s at %s: not closed by %v", q.ID, item.ID, at, kinds)
				}
			}
		}
	}
	if gates < 100 {
		t.Errorf("only %d gates were tried", gates)
	}
}

// listed is the small questionnaire with a gate that three lists close.
func listed(t *testing.T) *questionnaire.Questionnaire {
	return anew(t, "[45 CFR 164.308(b)], evidence: [EV-31]", "[45 CFR 164.308(b)], evidence: [EV-31], must_show: [{show: OIG list, by: [EV-71]}, {show: SAM, by: [EV-72]}, {show: OFAC, by: [EV-73, EV-58]}]",
		"evidence:\n", "evidence:\n  - {id: EV-71, name: OIG, freshness_days: 30}\n  - {id: EV-72, name: SAM, freshness_days: 30, fresh_at: {access: 7}}\n  - {id: EV-73, name: OFAC, hard_validity: true}\n")
}

func TestOneListInsteadOfThreeIsBlocked(t *testing.T) {
	open := func(answer assessment.Answer) *interview {
		i := complete(t)
		i.q = listed(t)
		i.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(i.q), Milestone: questionnaire.Award, TimeZone: "UTC"})
		answer.Item, answer.Value, answer.Assurance = "BAA-03", assessment.Met, assessment.Verified
		return i.answer(answer)
	}
	with := func(records ...assessment.Evidence) assessment.Answer { return assessment.Answer{Evidence: records} }
	old, ended, empty := paper("EV-72"), paper("EV-71"), paper("EV-71")
	old.AsOf, ended.AsOf, ended.ValidUntil = today-20, today-9, today-1
	empty.SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, test := range map[string]struct {
		answer  assessment.Answer
		missing string // empty if the gate is closed
		credit  float64
	}{
		"one list":                      {with(paper("EV-71")), "OIG list shown; SAM and OFAC missing", 0.9},
		"what only corroborates":        {with(paper("EV-31")), "OIG list, SAM and OFAC missing", 0.9},
		"a wrong kind":                  {with(paper("EV-01")), "OIG list, SAM and OFAC missing", 0.4},
		"two lists":                     {with(paper("EV-71"), paper("EV-73")), "OIG list and OFAC shown; SAM missing", 0.9},
		"three lists":                   {with(paper("EV-71"), paper("EV-72"), paper("EV-58")), "", 0.9},
		"one paper for all three":       {with(paper("EV-31", "EV-71", "EV-72", "EV-73")), "", 0.9},
		"a paper that has passed":       {with(ended, paper("EV-72"), paper("EV-73")), "SAM and OFAC shown; OIG list missing", 0.9},
		"a list fresh enough for award": {with(paper("EV-71"), old, paper("EV-73")), "", 0.9},
	} {
		r := open(test.answer).evaluate()
		item := r.Item("BAA-03")
		wantText := "Sub BAA: not shown: " + test.missing
		blocked := r.Verdict == assessment.Blocked && r.Because[0].Text == wantText && r.Because[0].Item == "BAA-03" && r.Because[0].State == "not_shown"
		if (test.missing != "") != blocked || assessment.Missing(item.Groups) != test.missing || !near(item.Credit, test.credit) {
			t.Errorf("%s: %s, credit %v, because %+v", name, r.Verdict, item.Credit, r.Because)
		}
	}
	i := open(with(paper("EV-71"), old, paper("EV-73")))
	if r := assessment.Evaluate(i.snapshot(), today, questionnaire.Access, questionnaire.Current); assessment.Missing(r.Item("BAA-03").Groups) != "OIG list and OFAC shown; SAM missing" {
		t.Errorf("at access a list of 20 days counts: %+v", r.Item("BAA-03"))
	}
	dues := assessment.DueOf(i.snapshot(), i.evaluate())
	ends := map[string]assessment.Date{}
	for _, due := range dues {
		ends[due.Text] = due.On
	}
	if ends["OIG ends: Sub BAA"] != today+30 || ends["SAM ends: Sub BAA"] != today+10 || ends["OFAC ends: Sub BAA"] != today+30 {
		t.Errorf("due: %+v", dues)
	}
	i.answer(assessment.Answer{Item: "BAA-03", Value: "met", Assurance: assessment.Verified, Evidence: []assessment.Evidence{paper("EV-71"), paper("EV-31")}})
	text := explain(t, i.snapshot(), i.evaluate(), "BAA-03").text()
	for _, want := range []string{"OIG list: record 1, EV-71", "SAM: missing: it takes EV-72", "OFAC: missing: it takes EV-73 or EV-58", "EV-31: the kind adds credit, but closes nothing"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not explained in:\n%s", want, text)
		}
	}
	// Explain goes through the kinds of one paper, and says of each whether it
	// counts.
	mixed := paper("EV-31", "EV-71", "EV-72", "EV-73")
	mixed.AsOf = today - 31
	i.answer(assessment.Answer{Item: "BAA-03", Value: "met", Assurance: assessment.Verified, Evidence: []assessment.Evidence{mixed}})
	text = explain(t, i.snapshot(), i.evaluate(), "BAA-03").text()
	for _, want := range []string{"record 1, EV-31, with the highest", "EV-71: aging, 31 days, limit 30", "EV-72: aging, 31 days, limit 30"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not explained in:\n%s", want, text)
		}
	}
	mixed = paper("EV-71", "EV-31")
	mixed.AsOf = today - 31
	i.answer(assessment.Answer{Item: "BAA-03", Value: "met", Assurance: assessment.Verified, Evidence: []assessment.Evidence{mixed}})
	if text = explain(t, i.snapshot(), i.evaluate(), "BAA-03").text(); !strings.Contains(text, "record 1, EV-31, with the highest") {
		t.Errorf("the kind that counts is not named in:\n%s", text)
	}
	for want, record := range map[string]assessment.Evidence{
		"BAA-03: evidence EV-71 ends on 2026-11-21, before its own date 2026-11-22": {Kind: "EV-71", Observed: "x", AsOf: today, ValidUntil: today - 1},
		"BAA-03: evidence EV-71: the file list.pdf is empty":                        {Kind: "EV-71", File: "list.pdf", SHA256: empty.SHA256, AsOf: today},
		"BAA-03: evidence EV-71 is dated 2026-11-23, which is in the future":        {Kind: "EV-71", Observed: "x", AsOf: today + 1},
		"BAA-03: evidence EV-71 needs a file, an observation, or a reference":       {Kind: "EV-71", Observed: " \u200b\n", Reference: "\t ", AsOf: today},
		`BAA-03: no evidence kind has the id "EV-99"`:                               {Kind: "EV-71", Observed: "x", AsOf: today, Also: []assessment.Also{{Kind: "EV-99"}}},
		"BAA-03: evidence EV-71 names the kind EV-71 twice":                         {Kind: "EV-71", Observed: "x", AsOf: today, Also: []assessment.Also{{Kind: "EV-71"}}},
		"BAA-03: evidence EV-73 (OFAC) needs the date until which it is valid":      {Kind: "EV-71", Observed: "x", AsOf: today, Also: []assessment.Also{{Kind: "EV-73"}}},
	} {
		i.refuses(assessment.Invalid, want, assessment.Answered{Answer: assessment.Answer{Item: "BAA-03", Value: "met", Evidence: []assessment.Evidence{record}}})
	}
	i.refuses(assessment.Invalid, "leave it unanswered: its worst value counts", assessment.Answered{Answer: aside("links")})
	// Blanks say nothing, wherever words are needed.
	i.refuses(assessment.Invalid, "needs a reason and a name", assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: " \u200b\n", By: "Lee"}}})
	i.refuses(assessment.Invalid, "a quote is empty", assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3", Quotes: []assessment.Quote{{Text: " \u200b"}}}})
}

// Six soft gates failed keep a strong vendor from approve, at award and at
// access, and each is named.
func TestAStrongVendorWithSoftGatesFailedIsConditional(t *testing.T) {
	var gates []string
	items := ""
	for _, id := range []string{"TEC-11", "TEC-12", "TEC-13", "TEC-14", "TEC-15", "TEC-16"} {
		gates = append(gates, id+" failed")
		items += "      - {id: " + id + ", kind: gate, title: Gate, ask: Is it?, min_assurance: documented, basis: K, phase: pre-award, asked_of: us, practice: true, evidence: [EV-31]}\n"
	}
	i := complete(t)
	i.q = anew(t, "  - id: SCN\n", items+"  - id: SCN\n")
	i.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(i.q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	for _, gate := range gates {
		i.answer(assessment.Answer{Item: gate[:6], Value: assessment.Unmet})
	}
	executed := shown("BAA-04", "met", assessment.Verified, "EV-01", 5)
	executed.Evidence[0].ValidUntil = today + 300
	i.answer(executed)
	contract := executed
	contract.Item, contract.Evidence = "BAA-01", slices.Concat(executed.Evidence, []assessment.Evidence{paper("EV-58")})
	i.answer(contract)
	for _, at := range []questionnaire.Milestone{questionnaire.Award, questionnaire.Access} {
		r := assessment.Evaluate(i.snapshot(), today, at, questionnaire.Current)
		var named []string
		for _, reason := range r.Because {
			if reason.Caps() {
				named = append(named, reason.Item+" "+reason.State)
			}
		}
		if r.Verdict != assessment.Conditional || r.Shown < 800 || !slices.Equal(named, gates) {
			t.Errorf("at %s: %s at %s because %+v", at, r.Verdict, r.Shown, r.Because)
		}
	}
}

// A hidden answer steers nothing: neither another item, nor the risk.
func TestAHiddenAnswerSteersNothing(t *testing.T) {
	i := complete(t)
	i.q = anew(t, "id: tiers, kind: fact", "id: tiers, when: 'fact(\"links\") > 0', kind: fact", "id: TEC-05, kind: clause", "id: TEC-05, when: 'fact(\"tiers\") == 1', kind: clause")
	i.reopen(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(i.q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	if r := i.evaluate(); r.Item("TEC-05").State != assessment.StateAnswered || r.Risk.Likelihood != 14 {
		t.Fatalf("before: %+v %+v", r.Item("TEC-05"), r.Risk)
	}
	r := i.fact("links", "0").evaluate()
	if r.Item("tiers").State != assessment.StateHidden || r.Item("TEC-05").State != assessment.StateHidden || r.Risk.Likelihood < 29 {
		t.Errorf("tiers %s, TEC-05 %s, likelihood %s", r.Item("tiers").State, r.Item("TEC-05").State, r.Risk.Likelihood)
	}
	if text := explain(t, i.snapshot(), r, "TEC-05").text(); !strings.Contains(text, "hidden, so it is as good as not answered") {
		t.Errorf("not explained:\n%s", text)
	}
}
