package assessment_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

var today = must(assessment.ParseDate("2026-11-22"))

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func small(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Parse(strings.NewReader(smallText(t)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func smallText(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// interview is an assessment without a store: events in memory.
type interview struct {
	t      testing.TB
	q      *questionnaire.Questionnaire
	events []assessment.Event
	state  assessment.State // of the events that were added up so far
}

func open(t testing.TB, q *questionnaire.Questionnaire) *interview {
	i := &interview{t: t, q: q}
	i.append(assessment.Opened{Vendor: assessment.Vendor{ID: "v1", Name: "Acme"}, Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC"})
	return i
}

func (i *interview) append(change assessment.Change) string { return i.appendBy("lead", change) }

func (i *interview) appendBy(by string, change assessment.Change) string {
	n := int64(len(i.events) + 1)
	id := fmt.Sprintf("event-%d", n)
	i.events = append(i.events, assessment.Event{
		Entry:      assessment.Entry{ID: id, At: today.Time().Add(10*time.Hour).UnixMicro() + n, By: by, Change: change},
		Assessment: "a1", Seq: n,
	})
	return id
}

func (i *interview) snapshot() assessment.Snapshot {
	i.t.Helper()
	var err error
	for _, e := range i.events[i.state.Seq:] {
		if _, undo := e.Change.(assessment.Undone); undo || e.Seq == 1 {
			i.state, err = assessment.Fold(i.events[:e.Seq])
		} else {
			i.state, err = i.state.Next(e)
		}
		if err != nil {
			i.t.Fatal(err)
		}
	}
	return assessment.Snapshot{Assessment: "a1", Questionnaire: i.q, State: i.state}
}

// reopen has it opened otherwise than it was.
func (i *interview) reopen(opened assessment.Opened) {
	i.events[0].Change, i.state = opened, assessment.State{}
}

// record admits a change before it is appended.
func (i *interview) record(change assessment.Change) string {
	i.t.Helper()
	return i.recordBy("lead", change)
}

func (i *interview) recordBy(by string, change assessment.Change) string {
	i.t.Helper()
	entry, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: by, Change: change})
	if err != nil {
		i.t.Fatalf("%+v: %v", change, err)
	}
	return i.appendBy(by, entry.Change)
}

// answer records an answer. Each scorer of a scenario enters their own grade,
// and names all the elements.
func (i *interview) answer(a assessment.Answer) *interview {
	i.t.Helper()
	scores, elements, now := a.Scores, a.Elements, i.snapshot().Answers[a.Item]
	a.Grades, a.Scores, a.Elements = nil, nil, nil
	if now.NotApplicable != nil && len(scores) > 0 {
		i.record(assessment.Answered{Answer: now.Cleared()})
	}
	for _, scorer := range slices.Sorted(maps.Keys(scores)) {
		score := scores[scorer]
		i.recordBy(scorer, assessment.Graded{Item: a.Item, Scorer: scorer, Grade: &score, Elements: elements})
	}
	if len(scores) == 0 && len(elements) > 0 {
		i.record(assessment.Graded{Item: a.Item, Scorer: "lead", Elements: elements})
	}
	if len(scores)+len(elements) == 0 || !a.Empty() || now.Event != "" {
		i.record(assessment.Answered{Answer: a})
	}
	return i
}

// ungraded takes all grades back, each by its scorer.
func (i *interview) ungraded(id string) {
	i.t.Helper()
	answer := i.snapshot().Answers[id]
	for _, g := range answer.Grades {
		i.recordBy(g.Scorer, answer.Ungraded(g.Scorer))
	}
}

// put appends an answer as it is, without asking whether it may follow. Each
// scorer of a scenario enters their own grade.
func (i *interview) put(a assessment.Answer) {
	for _, scorer := range slices.Sorted(maps.Keys(a.Scores)) {
		score := a.Scores[scorer]
		i.appendBy(scorer, assessment.Graded{Item: a.Item, Scorer: scorer, Grade: &score, Elements: a.Elements})
	}
	a.Grades, a.Scores, a.Elements = nil, nil, nil
	i.append(assessment.Answered{Answer: a})
}

func (i *interview) fact(id, value string) *interview {
	i.t.Helper()
	return i.answer(assessment.Answer{Item: id, Value: value})
}

func (i *interview) evaluate() assessment.Result {
	i.t.Helper()
	return assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.Current)
}

// shown is an answer with one record of the given kind and age.
func shown(item, value string, assurance assessment.Assurance, kind string, days int) assessment.Answer {
	return assessment.Answer{
		Item: item, Value: value, Assurance: assurance,
		Evidence: []assessment.Evidence{{Kind: kind, Observed: "console, screen share", AsOf: today - assessment.Date(days)}},
	}
}

// complete answers everything that counts at award, all verified and fresh.
func complete(t testing.TB) *interview {
	i := open(t, small(t))
	i.fact("records", "40000").fact("privilege", "view").fact("tiers", "1").fact("standing", "no").fact("links", "1")
	i.answer(shown("BAA-01", "met", assessment.Verified, "EV-58", 5))
	i.answer(shown("BAA-02", "4", assessment.Verified, "EV-31", 5))
	i.answer(shown("BAA-03", "met", assessment.Verified, "EV-31", 5))
	i.answer(shown("TEC-01", "4", assessment.Verified, "EV-31", 5))
	i.answer(shown("TEC-02", "met", assessment.Verified, "EV-31", 5))
	i.answer(shown("TEC-04", "met", assessment.Documented, "EV-31", 5))
	i.answer(shown("TEC-05", "present", assessment.Verified, "EV-31", 5))
	i.answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 4, "ciso": 4}, Elements: []string{"actor", "clock"}})
	return i
}

func TestCreditOfOneAnswer(t *testing.T) {
	verified := func(a assessment.Assurance) assessment.Evidence {
		return assessment.Evidence{Kind: "EV-31", Observed: "seen", AsOf: today, Assurance: a}
	}
	mapped := verified(assessment.Attested)
	mapped.Scope = &assessment.Scope{Entity: "Acme", Site: "Manila", System: "VDI", Period: "2026"}
	for name, test := range map[string]struct {
		answer  assessment.Answer
		p, k, f float64
		as      assessment.Assurance
	}{
		"a bare claim":                                               {assessment.Answer{Item: "BAA-02", Value: "4"}, 1, 0.4, 1, assessment.Claimed},
		"documented without a record is claim":                       {assessment.Answer{Item: "BAA-02", Value: "4", Assurance: assessment.Documented}, 1, 0.4, 1, assessment.Claimed},
		"documented and fresh":                                       {shown("BAA-02", "3", assessment.Documented, "EV-31", 365), 0.75, 0.7, 1, assessment.Documented},
		"the worked example of 400 days":                             {shown("BAA-02", "4", assessment.Documented, "EV-31", 400), 1, 0.7, 1 - 0.5*35.0/365, assessment.Documented},
		"at twice the limit half is left, and the claim is stronger": {shown("BAA-02", "4", assessment.Documented, "EV-31", 730), 1, 0.4, 1, assessment.Claimed},
		"verified at twice the limit still beats the claim":          {shown("BAA-02", "4", assessment.Verified, "EV-31", 730), 1, 0.9, 0.5, assessment.Verified},
		"older than twice the limit supports nothing":                {shown("BAA-02", "4", assessment.Verified, "EV-31", 731), 1, 0.4, 1, assessment.Claimed},
		"a kind that the item does not accept supports nothing":      {shown("BAA-02", "4", assessment.Verified, "EV-58", 1), 1, 0.4, 1, assessment.Claimed},
		"attested without scope is a document":                       {assessment.Answer{Item: "BAA-02", Value: "4", Evidence: []assessment.Evidence{verified(assessment.Attested)}}, 1, 0.7, 1, assessment.Documented},
		"attested and mapped":                                        {assessment.Answer{Item: "BAA-02", Value: "2", Evidence: []assessment.Evidence{verified(assessment.Documented), mapped}}, 0.5, 1, 1, assessment.Attested},
		"an unmet gate earns nothing":                                {assessment.Answer{Item: "BAA-01", Value: "unmet"}, 0, 0.4, 1, assessment.Claimed},
		"a partial clause is half":                                   {assessment.Answer{Item: "TEC-05", Value: "partial"}, 0.5, 0.4, 1, assessment.Claimed},
		"one scorer":                                                 {assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 3}, Elements: []string{"actor"}}, 0.75, 0.7, 1, ""},
		"two scorers, half steps":                                    {assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 3, "ciso": 4}, Elements: []string{"actor"}}, 0.875, 0.9, 1, ""},
		"two apart, not reconciled: the lower":                       {assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 2, "ciso": 4}, Elements: []string{"actor"}}, 0.5, 0.7, 1, ""},
		"two apart, reconciled: what they agreed on":                 {assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 2, "ciso": 4}, Elements: []string{"actor"}, Reconciled: "second call", Reconciling: new(1)}, 0.25, 0.9, 1, ""},
		"an answer that names nothing is capped":                     {assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 4, "ciso": 4}}, 0.25, 0.9, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			result := open(t, small(t)).answer(test.answer).evaluate()
			got := result.Item(test.answer.Item)
			near := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })
			want := assessment.ItemResult{
				ID: got.ID, Domain: got.Domain, Weight: got.Weight, Gate: got.Gate, Answer: got.Answer, Record: got.Record,
				State: assessment.StateAnswered, Assurance: test.as, P: test.p, K: test.k, F: test.f, Credit: test.p * test.k * test.f,
			}
			if diff := cmp.Diff(want, got, near); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGateStates(t *testing.T) {
	for name, test := range map[string]struct {
		answer assessment.Answer
		at     questionnaire.Milestone
		want   assessment.GateState
	}{
		"never asked":                     {assessment.Answer{Item: "BAA-02", Value: "1"}, questionnaire.Award, assessment.GateNotAsked},
		"refused":                         {assessment.Answer{Item: "BAA-01", Value: "unmet"}, questionnaire.Award, assessment.GateFailed},
		"said but not shown":              {assessment.Answer{Item: "BAA-01", Value: "met"}, questionnaire.Award, assessment.GateNotShown},
		"shown by the draft at award":     {shown("BAA-01", "met", assessment.Documented, "EV-58", 90), questionnaire.Award, assessment.GateClosed},
		"a draft a day too old":           {shown("BAA-01", "met", assessment.Documented, "EV-58", 91), questionnaire.Award, assessment.GateNotShown},
		"the draft does not do at access": {shown("BAA-01", "met", assessment.Documented, "EV-58", 1), questionnaire.Access, assessment.GateNotShown},
	} {
		t.Run(name, func(t *testing.T) {
			snapshot := open(t, small(t)).answer(test.answer).snapshot()
			result := assessment.Evaluate(snapshot, today, test.at, questionnaire.Current)
			if got := result.Item("BAA-01").Gate; got != test.want {
				t.Errorf("BAA-01 is %q, want %q", got, test.want)
			}
		})
	}

	t.Run("the contract's own record is verified, an attestation does not replace it", func(t *testing.T) {
		record := assessment.Evidence{Kind: "EV-01", File: "baa.pdf", AsOf: today, ValidUntil: today + 300, Scope: &assessment.Scope{Entity: "a", Site: "b", System: "c", Period: "d"}}
		for assurance, want := range map[assessment.Assurance]assessment.GateState{
			assessment.Documented: assessment.GateNotShown, assessment.Verified: assessment.GateClosed, assessment.Attested: assessment.GateNotShown,
		} {
			record.Assurance = assurance
			snapshot := open(t, small(t)).answer(assessment.Answer{Item: "BAA-04", Value: "met", Evidence: []assessment.Evidence{record}}).snapshot()
			result := assessment.Evaluate(snapshot, today, questionnaire.Access, questionnaire.Current)
			if got := result.Item("BAA-04").Gate; got != want {
				t.Errorf("%s: BAA-04 is %q, want %q", assurance, got, want)
			}
			after := assessment.Evaluate(snapshot, today+301, questionnaire.Access, questionnaire.Current)
			if got := after.Item("BAA-04").Gate; got != assessment.GateNotShown {
				t.Errorf("%s: the day after it ended BAA-04 is %q", assurance, got)
			}
		}
	})

	t.Run("a control can be a gate from a milestone on", func(t *testing.T) {
		i := complete(t).answer(shown("TEC-01", "2", assessment.Verified, "EV-31", 5))
		if got := i.evaluate().Item("TEC-01").Gate; got != "" {
			t.Errorf("at award TEC-01 is a gate: %q", got)
		}
		result := assessment.Evaluate(i.snapshot(), today, questionnaire.Access, questionnaire.Current)
		if got := result.Item("TEC-01").Gate; got != assessment.GateFailed || result.Verdict != assessment.Blocked {
			t.Errorf("at access TEC-01 is %q, verdict %s", got, result.Verdict)
		}
	})
}

func TestVerdicts(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*interview)
		want   assessment.Verdict
		reason string // kind of the first reason
	}{
		"everything verified":                {func(*interview) {}, assessment.Approve, "band"},
		"a hard gate failed":                 {func(i *interview) { i.answer(assessment.Answer{Item: "TEC-02", Value: "unmet"}) }, assessment.Blocked, "gate"},
		"a hard gate not shown":              {func(i *interview) { i.answer(assessment.Answer{Item: "TEC-02", Value: "met"}) }, assessment.Blocked, "gate"},
		"a gate of ours blocks only if hard": {func(i *interview) { i.answer(assessment.Answer{Item: "TEC-04"}) }, assessment.Conditional, "band"},
		"an open stop flag": {func(i *interview) {
			i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "BAA-01", Text: "wants an NDA"})
		}, assessment.Blocked, "flag"},
		"a resolved stop flag": {func(i *interview) {
			id := i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "BAA-01", Text: "wants an NDA"})
			i.record(assessment.FlagResolved{Flag: id, Reason: "signed after all"})
		}, assessment.Approve, "band"},
		"too little answered": {func(i *interview) { i.ungraded("SCN-01") }, assessment.Incomplete, "coverage"},
		"three warnings cost nine points": {func(i *interview) {
			for range 3 {
				i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Text: "vague"})
			}
			i.answer(shown("BAA-02", "3", assessment.Verified, "EV-31", 5))
		}, assessment.Conditional, "band"},
		"a floor holds the verdict down": {func(i *interview) {
			i.answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 2, "ciso": 2}, Elements: []string{"actor"}})
		}, assessment.Conditional, "band"},
		"paper alone is conditional": {func(i *interview) {
			for _, a := range []assessment.Answer{
				shown("BAA-01", "met", assessment.Documented, "EV-58", 5), shown("BAA-02", "4", assessment.Documented, "EV-31", 5),
				shown("BAA-03", "met", assessment.Documented, "EV-31", 5), shown("TEC-01", "4", assessment.Documented, "EV-31", 5),
				shown("TEC-02", "met", assessment.Documented, "EV-31", 5), shown("TEC-05", "present", assessment.Documented, "EV-31", 5),
			} {
				i.answer(a)
			}
		}, assessment.Conditional, "band"},
		"claims alone are declined": {func(i *interview) {
			i.answer(shown("BAA-01", "met", assessment.Documented, "EV-58", 5)).answer(shown("BAA-03", "met", assessment.Documented, "EV-31", 5)).
				answer(shown("TEC-02", "met", assessment.Documented, "EV-31", 5))
			i.answer(assessment.Answer{Item: "BAA-02", Value: "0"}).answer(assessment.Answer{Item: "TEC-01", Value: "1"}).answer(assessment.Answer{Item: "TEC-05", Value: "absent"})
			i.answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 1}, Elements: []string{"actor"}})
		}, assessment.Decline, "band"},
	} {
		t.Run(name, func(t *testing.T) {
			i := complete(t)
			test.change(i)
			result := i.evaluate()
			if result.Verdict != test.want || result.Because[0].Kind != test.reason {
				t.Errorf("%s at %s because %+v, want %s because of a %s", result.Verdict, result.Shown, result.Because, test.want, test.reason)
			}
		})
	}
}

func TestWaiver(t *testing.T) {
	i := complete(t).answer(assessment.Answer{Item: "TEC-02", Value: "unmet"})
	grant := assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "token shipment is late", Control: "no remote access", Owner: "lead", Granted: today, Expires: today + 30}
	i.record(assessment.WaiverGranted{Waiver: grant})
	snapshot := i.snapshot()
	for _, test := range []struct {
		on      assessment.Date
		at      questionnaire.Milestone
		gate    assessment.GateState
		verdict assessment.Verdict
	}{
		{today, questionnaire.Award, assessment.GateWaived, assessment.Conditional},
		{today + 30, questionnaire.Award, assessment.GateWaived, assessment.Conditional},
		{today + 31, questionnaire.Award, assessment.GateWaiverExpired, assessment.Blocked},
		{today, questionnaire.Access, assessment.GateFailed, assessment.Blocked},
	} {
		result := assessment.Evaluate(snapshot, test.on, test.at, questionnaire.Current)
		if got := result.Item("TEC-02").Gate; got != test.gate || result.Verdict != test.verdict {
			t.Errorf("on %s at %s: gate %s, verdict %s, want %s, %s; because %+v", test.on, test.at, got, result.Verdict, test.gate, test.verdict, result.Because)
		}
	}
	for name, w := range map[string]assessment.Waiver{
		"law":          {Item: "BAA-01", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 1},
		"no expiry":    {Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today},
		"too long":     {Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 91},
		"self granted": {Item: "TEC-02", Approver: "Lead", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 1},
		"no gate":      {Item: "TEC-01", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 1},
	} {
		if _, err := snapshot.Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.WaiverGranted{Waiver: w}}); err == nil {
			t.Errorf("a waiver was granted: %s", name)
		}
	}
}

func TestSetAside(t *testing.T) {
	t.Run("by its rule, even a hard gate", func(t *testing.T) {
		result := complete(t).fact("links", "0").evaluate()
		if got := result.Item("BAA-03").State; got != assessment.StateNA {
			t.Errorf("BAA-03 is %s", got)
		}
		if result.Domains[0].Thin {
			t.Error("a rule made the domain thin")
		}
	})
	t.Run("a missing fact takes the worst value, so the rule does not hold", func(t *testing.T) {
		result := complete(t).answer(assessment.Answer{Item: "links"}).evaluate()
		if got := result.Item("BAA-03").State; got != assessment.StateAnswered {
			t.Errorf("BAA-03 is %s", got)
		}
	})
	t.Run("by hand, never a hard gate", func(t *testing.T) {
		i := complete(t).answer(assessment.Answer{Item: "BAA-03", NotApplicable: &assessment.NotApplicable{Reason: "trust us", By: "lead"}})
		result := i.evaluate()
		if got := result.Item("BAA-03"); got.State != assessment.StateUnanswered || got.Gate != assessment.GateNotAsked || result.Verdict != assessment.Blocked {
			t.Errorf("BAA-03 is %s, gate %s, verdict %s", got.State, got.Gate, result.Verdict)
		}
		if diff := cmp.Diff([]string{"BAA-03"}, i.snapshot().ByHand(today)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("too much by hand makes a domain thin, which is at most conditional", func(t *testing.T) {
		result := complete(t).answer(assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: "no budget", By: "lead"}}).evaluate()
		if !result.Domains[0].Thin || result.Verdict != assessment.Conditional {
			t.Errorf("thin %t, verdict %s", result.Domains[0].Thin, result.Verdict)
		}
	})
}

func TestRisk(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*interview)
		want   assessment.RiskResult
	}{
		"good score, view only": {func(*interview) {}, assessment.RiskResult{Likelihood: 14, Impact: 3, Score: 42, Tier: "moderate", ReviewDays: 365}},
		"two more tiers and standing access": {
			func(i *interview) { i.fact("tiers", "3").fact("standing", "yes") },
			assessment.RiskResult{Likelihood: 29, Impact: 3, Score: 87, Tier: "moderate", ReviewDays: 365},
		},
		"a missing fact is the worst": {
			func(i *interview) { i.answer(assessment.Answer{Item: "privilege"}) },
			assessment.RiskResult{Likelihood: 14, Impact: 5, Score: 70, Tier: "moderate", ReviewDays: 365},
		},
		"blocked is at least high": {
			func(i *interview) { i.answer(assessment.Answer{Item: "TEC-02", Value: "met"}) },
			assessment.RiskResult{Likelihood: 17, Impact: 3, Score: 51, Tier: "high", ReviewDays: 180},
		},
	} {
		t.Run(name, func(t *testing.T) {
			i := complete(t)
			test.change(i)
			if diff := cmp.Diff(test.want, i.evaluate().Risk); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProposedRuleCountsInItsOwnView(t *testing.T) {
	i := complete(t)
	if got := i.evaluate().Item("TEC-03").State; got != assessment.StateHidden {
		t.Errorf("in the current view TEC-03 is %s", got)
	}
	result := assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.NPRM2025)
	if got := result.Item("TEC-03").State; got != assessment.StateUnanswered {
		t.Errorf("in the proposed view TEC-03 is %s", got)
	}
}

func TestNextChangeNamesTheDayOnWhichTimeAloneMatters(t *testing.T) {
	i := complete(t)
	snapshot := i.snapshot()
	result := i.evaluate()
	if want := today - 5 + 91; result.NextChange != want {
		t.Errorf("next change on %s, want %s, when the draft becomes stale", result.NextChange, want)
	}
	before := assessment.Evaluate(snapshot, result.NextChange-1, questionnaire.Award, questionnaire.Current)
	after := assessment.Evaluate(snapshot, result.NextChange, questionnaire.Award, questionnaire.Current)
	if before.Shown != result.Shown || before.Verdict != result.Verdict {
		t.Errorf("the day before, %s %s became %s %s", result.Verdict, result.Shown, before.Verdict, before.Shown)
	}
	if after.Verdict != assessment.Blocked {
		t.Errorf("on the day, the verdict is %s", after.Verdict)
	}
}

func TestResultKeepsItsContract(t *testing.T) {
	text := must(json.Marshal(complete(t).evaluate()))
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"engine", "assessment", "vendor", "questionnaire", "milestone", "view", "as_of", "claimed", "shown", "interval", "reachable",
		"coverage", "flags", "gates", "verdict", "because", "domains", "items", "risk", "head",
	} {
		if _, has := got[key]; !has {
			t.Errorf("the key %q is missing", key)
		}
	}
	item := got["items"].([]any)[0].(map[string]any)
	for _, key := range []string{"id", "domain", "weight", "state", "answer", "assurance", "p", "k", "f", "credit"} {
		if _, has := item[key]; !has {
			t.Errorf("the item key %q is missing", key)
		}
	}
	empty := must(json.Marshal(open(t, small(t)).evaluate().Domains[0].Claimed))
	if string(empty) != "0" {
		t.Errorf("an unanswered domain claims %s", empty)
	}
}
