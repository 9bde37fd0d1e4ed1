package assessment_test

import (
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"
)

func contains(err error, words string) bool {
	return err != nil && strings.Contains(err.Error(), words)
}

func todo(due assessment.Date) assessment.ActionOpened {
	return assessment.ActionOpened{Action: assessment.Action{What: "Turn MFA on", Owner: "R. Cruz", Due: due}}
}

// An action warns from the day after its last one until it is closed.
func TestAnOverdueActionWarns(t *testing.T) {
	i := complete(t)
	first := i.record(todo(today + 10))
	i.record(todo(today + 20))
	before := assessment.Evaluate(i.snapshot(), today, questionnaire.Award, questionnaire.Current)
	for _, test := range []struct {
		on       assessment.Date
		warnings int
	}{{today, 0}, {today + 10, 0}, {today + 11, 1}, {today + 20, 1}, {today + 21, 2}} {
		r := assessment.Evaluate(i.snapshot(), test.on, questionnaire.Award, questionnaire.Current)
		if r.Flags.Warning != test.warnings || r.Flags.Penalty != 3*test.warnings || r.Shown != before.Shown-assessment.Score(30*test.warnings) {
			t.Errorf("on %s: %+v, shown %s of %s", test.on, r.Flags, r.Shown, before.Shown)
		}
	}
	late := assessment.Evaluate(i.snapshot(), today+11, questionnaire.Award, questionnaire.Current)
	if flag := late.OpenFlags[0]; flag.ID != "action/"+first || !flag.Rule || flag.Text != "overdue since 2026-12-02: Turn MFA on (R. Cruz)" {
		t.Errorf("the flag is %+v", flag)
	}
	if before.NextChange != today+11 {
		t.Errorf("the next change is on %s, the action is late on %s", before.NextChange, today+11)
	}
	i.refuses(assessment.Refused, "resolved by closing the action", assessment.FlagResolved{Flag: "action/" + first, Reason: "never mind"})
	i.record(assessment.ActionClosed{Action: first, How: "It is on"})
	if r := assessment.Evaluate(i.snapshot(), today+20, questionnaire.Award, questionnaire.Current); r.Flags.Warning != 0 {
		t.Errorf("it is closed, and yet %+v", r.OpenFlags)
	}
}

func TestAnActionIsRefusedForAReason(t *testing.T) {
	i := complete(t)
	for why, change := range map[string]func(*assessment.Action){
		"needs a task":                                   func(a *assessment.Action) { a.What = " \n" },
		"needs a task and an owner":                      func(a *assessment.Action) { a.Owner = "\x1b[0m" },
		`is vendor or us, not "them"`:                    func(a *assessment.Action) { a.Side = "them" },
		`no item has the id "ZZZ-01"`:                    func(a *assessment.Action) { a.Item = "ZZZ-01" },
		"needs a due date":                               func(a *assessment.Action) { a.Due = 0 },
		"cannot be due on 2026-11-21, which has passed":  func(a *assessment.Action) { a.Due = today - 1 },
		"within 90 days, by 2027-02-20, not on 2027-02-": func(a *assessment.Action) { a.Due = today + 91 },
	} {
		c := todo(today + 10)
		change(&c.Action)
		i.refuses(assessment.Invalid, why, c)
	}
	for _, due := range []assessment.Date{today, today + 90} {
		i.record(todo(due))
	}
	id := i.record(todo(today + 1))
	if a := i.snapshot().Actions[2]; a.Side != "vendor" || a.OpenedBy != "lead" || a.OpenedAt == 0 || a.ID != id {
		t.Errorf("%+v", a)
	}
	i.refuses(assessment.NotFound, `no action has the id "nix"`, assessment.ActionClosed{Action: "nix", How: "done"})
	i.refuses(assessment.Invalid, "what was done, or why it is not needed", assessment.ActionClosed{Action: id, How: " "})
	tomorrow := assessment.Evidence{Kind: "EV-31", Observed: "console", AsOf: today + 1}
	i.refuses(assessment.Invalid, "which is in the future", assessment.ActionClosed{Action: id, How: "done", Evidence: []assessment.Evidence{tomorrow}})
	i.record(assessment.ActionClosed{Action: id, How: "done"})
	i.refuses(assessment.Refused, "closed already, by lead: done", assessment.ActionClosed{Action: id, How: "again"})
}
