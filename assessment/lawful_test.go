package assessment_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
	"assay/questionnaire/canonical"
)

// forged writes an event with another body, under the digest of that body.
func forged(t *testing.T, w assessment.Written, change func(body string) string) assessment.Written {
	t.Helper()
	h := must(assessment.ParseHeader(w.Header))
	body := change(string(w.Body))
	if body == string(w.Body) {
		t.Fatalf("the forger changed nothing in %s", body)
	}
	w.Body = []byte(body)
	h.Body = assessment.Salt(w.Salt).Digest(w.Body)
	w.Header = h.Text()
	return w
}

// refused is why a reader refuses the journal, published by whoever forged it.
func refused(journal []assessment.Written) error {
	whole, err := assessment.Replay("a1", journal)
	if err != nil {
		return err
	}
	published := slices.Clone(journal)
	for n, counts := range assessment.Published(whole.Headers) {
		if !counts {
			published[n].Salt, published[n].Body = nil, nil
		}
	}
	read, err := assessment.Replay("a1", published)
	if err != nil {
		return err
	}
	return read.CheckPublished()
}

// The forger writes any journal with a program of his own, and publishes it as the
// headers say. Each of these would show something else than its events tell.
func TestAJournalThatNoStoreRecordsIsRefused(t *testing.T) {
	stop := assessment.FlagRaised{Severity: questionnaire.Stop, Text: "walked out"}
	waiver := assessment.Waiver{Item: "TEC-02", Approver: "ciso", Reason: "r", Control: "c", Owner: "o", Granted: today, Expires: today + 9}
	graded := func(n int, effect assessment.GradeEffect) assessment.Graded {
		return assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: &n, Effect: effect}
	}
	answered := func(i *interview, item, value, replaces string) string {
		return i.append(assessment.Answered{Answer: assessment.Answer{Item: item, Value: value}, Replaces: replaces})
	}
	carried := func(i *interview) assessment.CarriedOver {
		i.answer(shown("TEC-02", "met", assessment.Verified, "EV-31", 5))
		return assessment.Reassess(i.snapshot(), i.q, questionnaire.Award, today)
	}
	for name, test := range map[string]struct {
		forge func(i *interview)
		want  string
	}{
		"an answer says that it replaces the one of another item": {func(i *interview) {
			bad := answered(i, "TEC-02", "unmet", "")
			answered(i, "BAA-02", "4", bad)
		}, "it tells the answer of TEC-02"},
		"a grade says that it replaces the answer of another item": {func(i *interview) {
			bad := answered(i, "TEC-02", "unmet", "")
			c := graded(4, assessment.GradeGiven)
			c.Replaces = bad
			i.append(c)
			answered(i, "SCN-01", "", "")
		}, "it tells the answer of TEC-02"},
		"a strike hides an answer that counts": {func(i *interview) {
			i.strike(answered(i, "TEC-02", "unmet", ""))
		}, "it tells the answer of TEC-02"},
		"a strike hides an answer that would replace another": {func(i *interview) {
			answered(i, "TEC-02", "met", "")
			i.strike(answered(i, "TEC-02", "unmet", ""))
		}, "it tells the answer of TEC-02"},
		"a strike hides a grade": {func(i *interview) {
			i.append(graded(4, assessment.GradeGiven))
			i.strike(i.append(graded(0, assessment.GradeGiven)))
		}, "it tells a grade of SCN-01"},
		"a strike hides an open flag":   {func(i *interview) { i.strike(i.append(stop)) }, "the body of event 2 counts and is missing"},
		"a strike hides a resolution":   {func(i *interview) { i.strike(i.append(assessment.FlagResolved{Flag: i.append(stop), Reason: "r"})) }, "the body of event 3 counts and is missing"},
		"a strike hides an open action": {func(i *interview) { i.strike(i.append(todo(today + 9))) }, "the body of event 2 counts and is missing"},
		"a strike hides a closing": {func(i *interview) {
			i.strike(i.append(assessment.ActionClosed{Action: i.append(todo(today + 9)), How: "done"}))
		}, "the body of event 3 counts and is missing"},
		"a strike hides a waiver": {func(i *interview) { i.strike(i.append(assessment.WaiverGranted{Waiver: waiver})) }, "it tells the waiver of TEC-02"},
		"a strike hides a link": {func(i *interview) {
			i.strike(i.append(assessment.LinkSet{Link: assessment.Link{Entity: "Desk", PHI: true}}))
		}, "it tells a link of the delivery chain"},
		"a strike hides why it withdrawn": {func(i *interview) { i.strike(i.append(assessment.Withdrawn{Reason: "fraud"})) }, "it tells why the assessment was withdrawn"},
		"a strike hides the last decision": {func(i *interview) {
			i.record(decide(assessment.DecideDecline, "no"))
			i.strike(i.record(decide(assessment.DecideDecline, "never")))
		}, "the body of event 3 counts and is missing"},
		"a strike hides a change of link": {func(i *interview) {
			link := i.append(assessment.LinkSet{Link: assessment.Link{Entity: "Desk"}})
			i.strike(i.append(assessment.LinkSet{Link: assessment.Link{ID: link, Entity: "Desk", PHI: true}}))
		}, "it tells a link of the delivery chain"},
		"a strike hides lost events": {func(i *interview) {
			i.strike(i.append(assessment.RolledBack{From: 3, To: 9, How: "accepted", Reason: "r"}))
		}, "destroys a body that must stay"},
		"a strike hides a strike": {func(i *interview) {
			answered(i, "TEC-02", "unmet", "")
			i.strike(i.append(assessment.Struck{Event: answered(i, "TEC-02", "unmet", ""), Reason: "r"}))
		}, "destroys a body that must stay"},
		"a strike of nothing": {func(i *interview) { i.append(assessment.Struck{Event: "event-99", Reason: "r"}) }, "destroys a body that must stay"},
		"an undo of a decision": {func(i *interview) {
			i.append(assessment.Undone{Event: i.record(decide(assessment.DecideDecline, "no"))})
		}, "event 3 takes back what lead cannot take back"},
		"an undo of a strike": {func(i *interview) {
			bad := answered(i, "TEC-02", "unmet", "")
			answered(i, "TEC-02", "met", "")
			i.append(assessment.Undone{Event: i.append(assessment.Struck{Event: bad, Reason: "r"})})
		}, "cannot take back"},
		"an undo of lost events": {func(i *interview) {
			i.append(assessment.Undone{Event: i.append(assessment.RolledBack{From: 3, To: 9, How: "accepted", Reason: "r"})})
		}, "cannot take back"},
		"an undo of a withdrawal": {func(i *interview) {
			i.append(assessment.Undone{Event: i.append(assessment.Withdrawn{Reason: "fraud"})})
		}, "cannot take back"},
		"an undo of what another said": {func(i *interview) { i.appendBy("ciso", assessment.Undone{Event: i.append(stop)}) }, "what ciso cannot take back"},
		"an undo of what comes later":  {func(i *interview) { i.append(assessment.Undone{Event: "event-3"}); i.append(stop) }, "cannot take back"},
		"an undo of the opening": {func(i *interview) {
			i.events = append(i.events, i.events[0])
			i.events[1].Seq = 2
			i.events[1].ID = "event-2"
			i.events[1].Change = assessment.Undone{Event: "event-1"}
		}, "cannot take back"},
		"an undo of what was before a move": {func(i *interview) {
			flag := i.append(stop)
			i.append(assessment.Moved{Milestone: questionnaire.Access})
			i.append(assessment.Undone{Event: flag})
		}, "cannot take back"},
		"a move back": {func(i *interview) {
			i.append(assessment.Moved{Milestone: questionnaire.Access})
			i.append(assessment.Moved{Milestone: questionnaire.Award})
		}, "moves from access to award"},
		"answers carried over as if fresh": {func(i *interview) {
			c := carried(i)
			c.Answers[0].Reverify = nil
			i.events = i.events[:1]
			i.append(c)
		}, "as if it were settled"},
		"answers carried over as if fresh, in the place of a struck body": {func(i *interview) {
			c := carried(i)
			i.events = i.events[:1]
			i.append(c)
			c.Answers = slices.Clone(c.Answers)
			c.Answers[0].Reverify = nil
			i.append(assessment.Struck{Event: "event-2", Reason: "r", Instead: &c})
			i.events[1] = must(assessment.ReadEvent(assessment.Written{Header: i.written()[1].Header}))
		}, "as if it were settled"},
		"rules that lose an answer in silence": {func(i *interview) {
			answered(i, "TEC-02", "unmet", "")
			c := must(i.snapshot().ChangeRules(anew(t, "approve: 80", "approve: 85"), "r"))
			c.Kept = nil
			i.append(c)
		}, "loses the answer of TEC-02 without saying so"},
		"rules that come from others": {func(i *interview) {
			c := must(i.snapshot().ChangeRules(anew(t, "approve: 80", "approve: 85"), "r"))
			c.From.Hash = strings.Repeat("0a", 32)
			i.append(c)
		}, "changes other rules than those in force"},
		"a decision that approves a blocked vendor": {func(i *interview) {
			d := decide(assessment.DecideApprove, "fine")
			d.Decision.Milestone, d.Decision.Verdict = questionnaire.Award, assessment.Blocked
			i.append(d)
		}, "approves a blocked vendor"},
		"a decision for a later milestone": {func(i *interview) {
			d := decide(assessment.DecideDecline, "no")
			d.Decision.Milestone, d.Decision.Verdict = questionnaire.Access, assessment.Decline
			i.append(d)
		}, "decides for access at award"},
		"a decision that names its own additions": {func(i *interview) {
			d := must(i.snapshot().Admit(assessment.Entry{By: "lead", At: 1, Change: decide(assessment.DecideDecline, "no")})).Change.(assessment.Decided)
			d.Decision.Added = []assessment.Addition{{Item: "TEC-02", By: "ciso"}}
			i.append(d)
		}, "says itself what became of the decision"},
		"a grade of 9":                    {func(i *interview) { i.append(graded(9, assessment.GradeGiven)) }, "gives the grade 9"},
		"a grade that its header removes": {func(i *interview) { i.append(graded(0, assessment.GradeRemoved)) }, "does not change the grade as its header says"},
		"a flag that stops nothing":       {func(i *interview) { i.append(assessment.FlagRaised{Severity: "none", Text: "x"}) }, "neither a stop nor a warning"},
		"a waiver by its approver":        {func(i *interview) { i.appendBy("CISO", assessment.WaiverGranted{Waiver: waiver}) }, "its own approver"},
		"an action that opens closed": {func(i *interview) {
			a := todo(today + 9)
			a.Action.Closed = &assessment.Closing{By: "x", How: "y"}
			i.append(a)
		}, "opens an action that is closed"},
		"a grade that stays, of no one, and the answer that held it is withheld": {func(i *interview) {
			i.appendBy("ciso", assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 4}}})
			c := graded(4, assessment.GradeKept)
			c.Keeps = true
			i.append(c)
			answered(i, "SCN-01", "", "")
		}, "the body of event 2 counts and is withheld"},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t, small(t))
			test.forge(i)
			if err := refused(i.written()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

// A body has one spelling: the one that this program writes. Whatever else a program
// could read in it is refused.
func TestABodyHasOneSpelling(t *testing.T) {
	i := open(t, small(t))
	i.record(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "2"}})
	i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "walked out"})
	i.recordBy("lead", assessment.Graded{Item: "SCN-01", Scorer: "lead", Grade: new(int)})
	for spelling, change := range map[string][]string{
		"a key in capitals beside it":  {`{"answer":`, `{"Answer":{"item":"BAA-02","value":"4"},"answer":`},
		"a key in capitals, and later": {`"value":"2"`, `"value":"2","valuE":"4"`},
		"the same key twice":           {`"value":"2"`, `"value":"4","value":"2"`},
		"a key in a look-alike letter": {`"value":"2"`, `"value":"2","ſcores":{"x":4}`},
		"a key that nobody knows":      {`"value":"2"`, `"value":"2","worth":"4"`},
		"white space":                  {`"value":"2"`, `"value": "2"`},
		"an escape":                    {`"value":"2"`, `"value":"\u0032"`},
		"an empty text":                {`"value":"2"`, `"note":"","value":"2"`},
		"a flag without meaning":       {`{"severity"`, `{"item":"","severity"`},
		"minus nothing":                {`"grade":0`, `"grade":-0`},
		"a zero before":                {`"grade":0`, `"grade":00`},
		"a fraction":                   {`"grade":0`, `"grade":0.0`},
		"an exponent":                  {`"grade":0`, `"grade":0e1`},
	} {
		t.Run(spelling, func(t *testing.T) {
			journal := i.written()
			at := slices.IndexFunc(journal, func(w assessment.Written) bool { return strings.Contains(string(w.Body), change[0]) })
			journal[at] = forged(t, journal[at], func(body string) string { return strings.Replace(body, change[0], change[1], 1) })
			if _, err := assessment.Replay("a1", journal); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("event %d", at+1)) {
				t.Errorf("%v", err)
			}
		})
	}
	for _, w := range i.written() {
		if again := must(canonical.Transform(w.Body)); !json.Valid(w.Body) || string(again) != string(w.Body) {
			t.Errorf("%s", w.Body)
		}
	}
}
