package report_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// approver decides in the stories.
const approver = "Dana Whitfield"

// conditional is a vendor that was decided on under conditions, one for each
// cause, of which the first is closed.
func conditional(t testing.TB) *journal {
	t.Helper()
	j := demoJournal(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")
	j.record("lead@hospital.example", 1, assessment.FlagRaised{Item: "BAA-03", Severity: questionnaire.Warning, Text: "Would not say who insures them"})
	for n, cause := range j.snapshot().Causes(assessment.Evaluate(j.snapshot(), today, questionnaire.Award, questionnaire.Current)) {
		j.record("lead@hospital.example", 2+n, assessment.ActionOpened{Action: assessment.Action{
			Cause: cause.Key, Item: cause.Item, What: "Name the insurer and show the certificate", Owner: "Joanne Whitcomb", Due: today + 20, Control: "No access until it is done",
		}})
	}
	j.record("lead@hospital.example", 30, assessment.Decided{Decision: assessment.Decision{
		Outcome: assessment.DecideConditional, By: approver, Role: "CISO", Reason: "Worth it, on conditions",
	}})
	return j
}

// reworded is the story's questionnaire in its next version: a question in other
// words, an item less, a domain that weighs more, and a gate on the chain.
func reworded(t testing.TB) *questionnaire.Questionnaire {
	t.Helper()
	source, err := os.ReadFile("testdata/story.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for old, with := range map[string]string{
		"version: 1.2.0":            "version: 1.3.0",
		"ask: Who holds the keys?":  "ask: Who holds the keys and where?",
		"    weight: 2\n":           "    weight: 4\n",
		"title: Links are papered,": "title: Links are papered, chain: true,",
		"      - {id: BAA-05,":      "      - {id: BAA-15,",
	} {
		if !strings.Contains(text, old) {
			t.Fatalf("the story has no %q", old)
		}
		text = strings.Replace(text, old, with, 1)
	}
	q, err := questionnaire.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// afterwards has one of everything that came after the interview: answers carried
// over from an earlier assessment, a delivery chain, actions in every state,
// decisions that stand and that are void, and rules that were changed.
func afterwards(t testing.TB) *journal {
	t.Helper()
	const lead = "lead@hospital.example"
	earlier := story(t).snapshot()
	earlier.Assessment = "a-0"
	j := newJournal(t, storyQuestionnaire(t), storyVendor, nil)
	opened, _ := j.events[0].Change.(assessment.Opened)
	opened.Rules = assessment.RulesOf(j.q)
	j.events[0].Change = opened
	j.append(assessment.Entry{ID: "e2", At: at(9, 0), By: lead, Change: assessment.Reassess(earlier, j.q, questionnaire.Award, today-400)})
	j.record(lead, 1, j.snapshot().Answers["BAA-01"].Confirmed())
	j.grade(lead, 2, "SCN-02", 4, "actor")
	j.record(lead, 2, assessment.Answered{Answer: assessment.Answer{Item: "tiers", Value: "3"}})
	signed := &assessment.FlowDown{Signed: today - 300, Ends: today + 65}
	j.record(lead, 3, assessment.LinkSet{Link: assessment.Link{Entity: "Łódź Data Asia Ltd \x1b[2J", Country: "PH", Function: "after-hours interface support", PHI: true, Credentials: true, Flow: signed}})
	asia := j.snapshot().Links[0].ID
	j.record(lead, 4, assessment.LinkSet{Link: assessment.Link{Under: asia, Entity: "Quezon People Partners", Country: "PH", Function: "employer of record", Credentials: true}})
	j.record(lead, 5, assessment.LinkSet{Link: assessment.Link{Under: asia, Entity: "Pasig Payroll", Country: "PH", Function: "payroll"}})
	j.record(lead, 6, assessment.LinkSet{Link: assessment.Link{Entity: "Gdańsk Hosting", Country: "PL", PHI: true, Flow: &assessment.FlowDown{Signed: today - 900, Ends: today - 1}}})
	for n, a := range []assessment.Action{
		{Item: "BAA-02", What: "Bring the signature of a director", Owner: "Marisol Tañedo", Due: today, Control: "No access"},
		{What: "Ask counsel whether the NDA is needed 😀", Owner: "Ruth Adeyemi", Side: "us", Due: today + 30},
		{Item: "TEC-01", What: "Write the patch policy", Owner: "Marisol Tañedo", Due: today + 60},
	} {
		j.record(lead, 7+n, assessment.ActionOpened{Action: a})
	}
	j.record(lead, 11, assessment.ActionClosed{Action: j.snapshot().Actions[2].ID, How: "Read the policy in our own vault", Evidence: []assessment.Evidence{
		{Kind: "EV-31", File: "patching.pdf", SHA256: strings.Repeat("7a", 32), Size: 4_000, AsOf: today},
	}})
	j.record(lead, 12, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: approver, Role: "CISO", Reason: "They would not sign"}})
	j.record(lead, 13, j.snapshot().Answers["TEC-07"].Confirmed())
	change, err := j.snapshot().ChangeRules(reworded(t), "Counsel wants the place of the keys named")
	if err != nil {
		t.Fatal(err)
	}
	j.append(assessment.Entry{ID: "e99", At: at(14, 14), By: lead, Change: change})
	j.q = reworded(t)
	return j
}

// redecided is afterwards, with a decision on what it now says.
func redecided(t testing.TB) *journal {
	j := afterwards(t)
	j.record("lead@hospital.example", 20, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideRemediate, By: approver, Role: "CISO", Reason: "Once more, in a quarter"}})
	return j
}

// page1 is the first page with single spaces.
func page1(t testing.TB, in report.Input) string {
	t.Helper()
	text, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", "-l", "1", pdftest.Save(t, "report.pdf", rendered(t, in)), "-")
	if !ok {
		t.Fatal(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

func holds(t *testing.T, text string, wants map[string]string) {
	t.Helper()
	for about, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing: %q", about, want)
		}
	}
}

func TestWhatCameAfterTheInterviewIsReported(t *testing.T) {
	j := redecided(t)
	in := input(j.snapshot())
	in.AsOf = today + 5
	decision := in.Snapshot.Decisions[1]
	holds(t, page1(t, in), map[string]string{
		"the decision":            "Decision ◔ Remediate, by Dana Whitfield, CISO, 2026-11-22 Reason: Once more, in a quarter",
		"the conditions, counted": "3 conditions: 2 open, 1 of them overdue, 1 closed.",
		"the next review":         "The next review is due by 2027-02-20.",
		"what it is bound to":     "bound to snapshot " + decision.Snapshot[:16],
		"the present rules":       "2026-11-27 current story 1.3.0",
		"the change of rules":     "Rules changed 2026-11-22 by lead@hospital.example: story 1.2.0 → story 1.3.0. Counsel wants the place of the keys named",
		"the last assessment":     "Re-assessment Blocked on 2025-10-18, shown 26.1. Items: 2 better, 3 worse until re-verified, 4 new and unanswered, 1 gone.",
		"what waits":              "To re-verify 11 answers to be re-verified, until then only claimed. None of them closes a gate.",
		"the overdue action":      "Overdue Condition 1, due 2026-11-22, Marisol Tañedo: Bring the signature of a director",
		"the links without agreement": "2 of 4 parties below the vendor have no flow-down agreement in force on 2026-11-27: Łódź Data → Łódź Data Asia Ltd → Quezon People Partners Łódź Data → Gdańsk Hosting " +
			"Gate BAA-03 (Links are papered) is open because of the chain, whatever the answer.",
		"who evaluated this one": "Evaluated by lead@hospital.example",
	})
	text := reading(t, rendered(t, in))
	holds(t, text, map[string]string{
		"the standing decision": "◔ remediate Dana Whitfield Once more, in a quarter for award: in force CISO The verdict was blocked, shown 19.5. as of 2026-11-22 snapshot " + decision.Snapshot +
			" recorded by lead@hospital.example, journal " + decision.Head.String() + " 2026-11-22 08:20 CST",
		"the void decision":     "✗ decline Dana Whitfield They would not sign for award: void",
		"what voided it":        "Void since 2026-11-22 08:13 CST, by recorded by lead@hospital.example, lead@hospital.example: TEC-07 and the rules changed. 2026-11-22 08:12 CST",
		"the overdue condition": "1 Bring the signature of a director BAA-02 Marisol Tañedo 2026-11-22 ▲ overdue until then: No access the vendor’s 5 days late",
		"ours":                  "2 Ask counsel whether the NDA is – Ruth Adeyemi 2026-12-22 ○ open needed [U+1F600] ours opened",
		"the closed one":        "2027-01-21 ✓ closed the vendor’s Read the policy in our own vault by lead@hospital.example, 2026-11-22 08:11 CST ● EV-31 Plan · patching.pdf · as of 2026-11-22",
		"its record":            "condition 3 EV-31 Plan of 2026-11-22 patching.pdf " + strings.Repeat("7a", 32),
		"its warning":           "“overdue since 2026-11-22: Bring the raised by condition 1, which is overdue",
		"the root of the chain": "the vendor PL – see the items on its",
		"a bound link":          "└ Łódź Data Asia Ltd after-hours interface PH patient data and ✓ in force support credentials BAA signed 2026-01-26, until 2027-01-26",
		"an unbound link":       "└ Quezon People Partners employer of record PH credentials ✗ not in force no flow-down BAA opens gate BAA-03",
		"a link without need":   "└ Pasig Payroll payroll PH neither patient data not needed nor credentials",
		"an ended agreement":    "└ Gdańsk Hosting – PL patient data ✗ not in force BAA signed 2024-06-05, ended 2026-11-21 opens gate BAA-03",
		"what closes the gate":  "A flow-down agreement in force at the end of: blocks Łódź Data → Łódź Data Asia Ltd → Quezon People Partners; Łódź Data → Gdańsk Hosting",
		"then and now":          "Verdict ■ blocked ■ blocked Shown 26.1 16.5 Claimed 54.8 42.8 Decision none in force remediate As of 2025-10-18 2026-11-27",
		"a domain":              "SCN Scenarios 31.3 81.3 28.1 47.5 ▲ +19.4",
		"a worse item":          "▼ worse TEC-04 Our memo met, verified met, claimed ✓ gate closed, credit 0.90 ◐ gate not shown, credit 0.40 ↻ to re-verify",
		"a better item":         "▲ better SCN-02 Abrupt exit 0 of 4 4 of 4 credit 0 credit 0.70",
		"a new item":            "+ new BAA-15 Audit clause not asked not answered credit 0",
		"a gone item":           "– gone BAA-05 Audit clause partly present, claimed not asked credit 0.20",
		"the rest":              "No change in 4 items. 11 answers to be re-verified, until then only claimed.",
		"an open gate":          "Confirmation: its answer is to be re-verified",
		"a carried answer":      "Given on 2026-11-22 by lead@hospital.example, to be re-verified: given in the earlier assessment",
		"a reworded question":   "Given on 2026-11-22 by lead@hospital.example, to be re-verified: asked in other words",
		"what was set aside":    "It was set aside, which does not hold until it is confirmed: No data flows yet (ciso@hospital.example)",
		"the rules of opening":  "opened on these rules",
		"their hash":            storyQuestionnaire(t).Hash(),
		"the rules that hold":   "story 1.3.0 Counsel wants the place of the keys named lead@hospital.example " + j.q.Hash() + " 1 answer to re-verify: TEC-07 2026-11-22 08:14 CST 1 answer lost: BAA-05",
		"a figure that changed": "Figure At the opening Now Weight of TEC 2 4",
		"what is owed":          "Still missing On 2026-11-27: 1 scenario scored by one person only, 11 answers to re-verify, 1 action overdue.",
	})
	if strings.Contains(text, "Floor of TEC") {
		t.Error("a figure that did not change is listed")
	}
}

func TestAReportLeavesOutWhatIsNotThere(t *testing.T) {
	text := reading(t, rendered(t, input(story(t).snapshot())))
	for _, never := range []string{"Conditions ", "Since the last assessment", "Delivery chain", "Rules changed", "Re-assessment", "To re-verify", "Decisions ", "Overdue"} {
		if strings.Contains(text, never) {
			t.Errorf("the report has %q", never)
		}
	}
	holds(t, text, map[string]string{"what is owed": "Still missing On 2026-11-22: no decision, 1 scenario scored by one person only."})
}

func TestAVoidDecisionSaysWhatChanged(t *testing.T) {
	j := conditional(t)
	lead := "lead@hospital.example"
	answer := j.snapshot().Answers["TEC-06"]
	answer.Note = "They called back"
	j.record(lead, 31, assessment.Answered{Answer: answer})
	holds(t, reading(t, rendered(t, input(j.snapshot()))), map[string]string{
		"that it stands":      "Conditional, by Dana Whitfield, CISO, 2026-11-22",
		"what was added":      "Added after the decision: notes or marks on TEC-06. Who decided has not seen them.",
		"who added it":        "Added after the decision, and not seen by who decided: • TEC-06: note by lead@hospital.example, 2026-11-22",
		"beside the answer":   "Added after the decision: note by lead@hospital.example, 2026-11-22",
		"to who signs for it": "For the approver Added after the decision: notes or marks on TEC-06.",
	})
	answer.Evidence = append(answer.Evidence, assessment.Evidence{Kind: "EV-31", Observed: "seen again", AsOf: today})
	j.record(lead, 31, assessment.Answered{Answer: answer})
	j.record(lead, 32, assessment.FlagRaised{Item: "BAA-03", Severity: questionnaire.Warning, Text: "Said something else"})
	text := reading(t, rendered(t, input(j.snapshot())))
	holds(t, text, map[string]string{
		"that it is void": "! Void: conditional, by Dana Whitfield, CISO, 2026-11-22 TEC-06 and a red flag on BAA-03 changed since. Nobody has decided again since then.",
		"what is owed":    "Still missing On 2026-11-22: the decision is void",
	})
	for _, never := range []string{"The next review is due", "name date Dana Whitfield"} {
		if strings.Contains(text, never) {
			t.Errorf("the report has %q", never)
		}
	}
}

func TestADecisionAndItsVerdict(t *testing.T) {
	const lead = "lead@hospital.example"
	in := input(conditional(t).snapshot())
	shown := assessment.Evaluate(in.Snapshot, today, questionnaire.Award, questionnaire.Current).Shown.String()
	holds(t, reading(t, rendered(t, in)), map[string]string{
		"the decision":    "Decision ◑ Conditional, by Dana Whitfield, CISO, 2026-11-22 Reason: Worth it, on conditions 2 conditions: 2 open.",
		"its causes":      "Subject to an action for each of these: recorded by lead@hospital.example, • shown " + shown + " is below 80 2026-11-22 08:30 CST • Would not say who insures them",
		"a condition":     "2 Name the insurer and show the BAA-03 Joanne Whitcomb 2026-12-12 ○ open certificate the vendor’s opened 2026-11-22 08:03 CST by because: Would not say who insures them lead@hospital.example until then: No access until it is done",
		"in the contents": "Red flags 2 Conditions 2",
		"who approves":    "answers for the decision Ruth Adeyemi Dana Whitfield name date",
	})
	if text := page1(t, in); strings.Contains(text, "differs") || strings.Contains(text, "When it was decided") {
		t.Errorf("a decision that is its verdict differs from it:\n%s", text)
	}
	in.AsOf = today + 700
	holds(t, page1(t, in), map[string]string{"that time went on": "On the day of the decision the verdict was conditional; in this report it is blocked."})
	in.View = questionnaire.NPRM2025
	holds(t, page1(t, in), map[string]string{"that the rule view is another": "The decision was made under the rules in force, with the verdict conditional; in this rule view the verdict is blocked."})

	j := conditional(t)
	j.record(lead, 31, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: approver, Reason: "The price"}})
	in = input(j.snapshot())
	holds(t, reading(t, rendered(t, in)), map[string]string{
		"that it differs":   "✗ Decline, by Dana Whitfield, 2026-11-22 It differs from the verdict of that day: conditional. Reason: The price",
		"so in the history": "✗ decline Dana Whitfield The price for award: in force as of 2026-11-22 The verdict was conditional, shown " + shown + ". The decision differs.",
		"the one before":    "◑ conditional Dana Whitfield Worth it, on conditions for award: replaced",
	})

	j = conditional(t)
	j.record(lead, 31, assessment.Moved{Milestone: questionnaire.Access})
	j.record(lead, 32, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "Late"})
	in = input(j.snapshot())
	holds(t, page1(t, in), map[string]string{
		"that it moved on": "◑ Conditional, by Dana Whitfield, CISO, 2026-11-22", "since when": "The assessment has moved on to access since then; later changes do not void this decision.",
	})
	in.Milestone = questionnaire.Access
	holds(t, page1(t, in), map[string]string{"that access is not decided": "No decision recorded. The rules give the verdict above; people decide. See Decisions for those of other milestones."})
}

// Long lists are cut on the first page, and say so.
func TestTheFirstPageKeepsItsLists(t *testing.T) {
	j := conditional(t)
	under := ""
	for n := range 6 {
		j.record("lead@hospital.example", 31, assessment.LinkSet{Link: assessment.Link{Under: under, Entity: fmt.Sprintf("Tier %d Ltd", n), Country: "IN", PHI: true}})
		under = j.snapshot().Links[n].ID
	}
	for range 8 {
		j.record("lead@hospital.example", 32, assessment.ActionOpened{Action: assessment.Action{What: "Sign", Owner: "Joanne Whitcomb", Due: today}})
	}
	in := input(j.snapshot())
	in.AsOf = today + 60
	text := reading(t, rendered(t, in))
	holds(t, text, map[string]string{
		"the actions": "and 2 more, under Conditions", "the paths": "kestrelhythe → Tier 0 Ltd → Tier 1 Ltd → Tier 2 Ltd → Tier 3 Ltd and 2 more, under Delivery chain",
		"the gate that is to come": "Gate SUB-02 (Flow-down BAA for every link) depends on the chain and counts from access on.",
	})
}

// Figures that were true on another day, or that somebody answered otherwise,
// do not stand side by side without a word.
func TestWhatWasDecidedOnIsNotRewritten(t *testing.T) {
	const lead = "lead@hospital.example"
	j := conditional(t)
	j.record(lead, 31, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "Late"})
	for n := range 2 {
		j.record(lead, 32, assessment.LinkSet{Link: assessment.Link{Entity: fmt.Sprintf("Tier %d Ltd", n), Country: "IN"}})
	}
	for n, late := range []assessment.Date{today + 2, today + 1} {
		j.record(lead, 33, assessment.ActionOpened{Action: assessment.Action{What: fmt.Sprintf("Sign page %d", n), Owner: "Joanne Whitcomb", Due: late}})
	}
	in := input(j.snapshot())
	in.AsOf = today + 5
	text := reading(t, rendered(t, in))
	holds(t, text, map[string]string{
		"why there is a condition":  " is below 80",
		"that they were miscounted": "The fact chain_links says 1; 2 are on record.",
		"the longest overdue first": "Overdue Condition 4, due 2026-11-23, Joanne Whitcomb: Sign page 1 Condition 3, due 2026-11-24, Joanne Whitcomb: Sign page 0",
	})
}

// An item that runs over the page is said to go on.
func TestEveryPageOfAnswersNamesItsDomain(t *testing.T) {
	j := demoJournal(t, "kestrelhythe", "Kestrelhythe Delivery, Inc.")
	j.record("lead@hospital.example", 1, assessment.Moved{Milestone: questionnaire.Access})
	file := pdftest.Save(t, "report.pdf", rendered(t, input(j.snapshot())))
	text, ok := pdftest.Tool(t, "pdftotext", "-layout", "-enc", "UTF-8", file, "-")
	if !ok {
		t.Fatal(text)
	}
	pages := strings.Split(text, "\f")
	named := regexp.MustCompile(`^\s*([A-Z]{3} +[A-Z].*|.*, continued|Not part of this verdict)$`)
	answers, torn := false, 0
	for n, page := range pages {
		answers = answers && !strings.Contains(page, "Evidence register")
		if answers {
			lines := regexp.MustCompile(`\n+`).Split(strings.TrimSpace(page), 3)
			if !named.MatchString(lines[1]) {
				t.Errorf("page %d begins with %q", n+1, lines[1])
			}
			torn++
		}
		answers = answers || n > 3 && strings.Contains(page, "\nAnswers")
	}
	if torn < 10 {
		t.Errorf("the answers go on over %d pages only", torn)
	}
}

// A chain that could never be recorded is drawn all the same, each party once.
func TestALoopInTheChainIsNoTrap(t *testing.T) {
	snapshot := story(t).snapshot()
	snapshot.Links = []assessment.Link{
		{ID: "a", Under: "b", Entity: "Ouroboros One", Country: "US", PHI: true},
		{ID: "b", Under: "a", Entity: "Ouroboros Two", Country: "US"},
		{Entity: "Nameless", Country: "US"},
	}
	text := reading(t, rendered(t, input(snapshot)))
	_, tree, _ := strings.Cut(text, "Party Function Country Touches")
	tree, _, _ = strings.Cut(tree, "How to read the figures")
	for _, want := range []string{"Ouroboros One – US patient data ✗ not in force under a party that is not on record", "Ouroboros Two – US neither patient data not needed under a party that is not on record", "└ Nameless"} {
		if strings.Count(tree, want) != 1 {
			t.Errorf("%q does not stand once in:\n%s", want, tree)
		}
	}
}

// What people decided is proven as the answers are: whoever changes it in the
// data has to change the pages, and whoever changes both has no signature.
func TestADecisionIsProven(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	in := input(redecided(t).snapshot())
	in.AsOf = today + 5
	honest := rendered(t, in)
	if v := verified(t, signedBy(t, ruth, honest), trusting(ruth)); !v.Proven() || v.PagesMatch != report.MatchYes {
		t.Fatalf("not proven: %v %q", v.Findings.Problems, v.Problems)
	}
	for old, with := range map[string]string{
		`"outcome":"remediate"`:                                `"outcome":"conditional"`,
		`"reason":"Once more, in a quarter"`:                   `"reason":"Take them"`,
		`"snapshot":"` + in.Snapshot.Decisions[1].Snapshot[:4]: `"snapshot":"0000`,
		`"due":"2026-11-22"`:                                   `"due":"2026-12-22"`,
		`"how":"Read the policy in our own vault"`:             `"how":"Heard of it"`,
		`"ends":"2026-11-21"`:                                  `"ends":"2027-11-21"`,
		`"lost":["BAA-05"]`:                                    `"lost":[]`,
		`"verdict":"blocked"`:                                  `"verdict":"approve"`,
	} {
		forged := forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if strings.Contains(head, "/EmbeddedFile") {
				return bytes.Replace(data, []byte(old), []byte(with), 1)
			}
			return data
		})
		v := verified(t, signedBy(t, ruth, forged), trusting(ruth))
		if v.Proven() || v.PagesMatch == report.MatchYes || len(v.Problems) == 0 {
			t.Errorf("%s: proven %v, problems %q", with, v.Proven(), v.Problems)
		}
		signed := signedBy(t, ruth, honest)
		copy(signed, forged[:min(len(forged), len(honest))])
		if v, err := report.Verify(signed, trusting(ruth)); err == nil && v.Proven() {
			t.Errorf("%s: an edit after the signature is proven", with)
		}
	}
}
