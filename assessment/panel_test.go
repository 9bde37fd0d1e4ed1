package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// say records a change of a person, and opens the panels that open with it.
func (i *interview) say(by string, change assessment.Change) {
	i.t.Helper()
	before := i.snapshot()
	i.recordBy(by, change)
	i.openPanels(before, change)
}

// blind is an assessment with two graders.
func blind(t *testing.T) *interview {
	i := open(t, small(t))
	i.say("lead", assessment.GradersNamed{Names: []string{"lead", "ciso"}})
	return i
}

func noted(item, scorer string, grade int, note string) assessment.Graded {
	return assessment.Graded{Item: item, Scorer: scorer, Grade: &grade, Note: note, Elements: []string{"actor"}}
}

// A closed panel shows a person the own grade alone, and counts nothing. It opens
// with the last grade and note.
func TestAPanelOpensWhenAllGradersAreIn(t *testing.T) {
	i := blind(t)
	unanswered := i.evaluate()
	i.say("lead", noted("SCN-01", "lead", 3, "they named the clock"))
	i.say("ciso", grade("SCN-01", "ciso", 1)) // without a note
	s := i.snapshot()
	if !s.PanelClosed("SCN-01") || !slices.Equal(s.Awaited("SCN-01"), []string{"ciso"}) {
		t.Errorf("the panel: %+v, awaited %q", s.Panels["SCN-01"], s.Awaited("SCN-01"))
	}
	for reader, want := range map[string]string{"lead": "3 by lead; no grade by ciso", "ciso": "1 by ciso; no grade by lead", "dana": "no grade by ciso; no grade by lead", "": "no grade by ciso; no grade by lead"} {
		var words []string
		seen := s.SeenBy(reader).Answers["SCN-01"]
		for _, g := range seen.Grades {
			words = append(words, g.Words())
			if own := assessment.SamePerson(g.Scorer, reader); (g.Note != "" || len(g.Elements) > 0) && !own {
				t.Errorf("%q sees the note of %s", reader, g.Scorer)
			}
		}
		slices.Sort(words)
		if got := strings.Join(words, "; "); got != want {
			t.Errorf("%q sees %s, want %s", reader, got, want)
		}
		if len(seen.Scores) != strings.Count(want, " by ")-strings.Count(want, "no grade") {
			t.Errorf("%q sees the scores %v", reader, seen.Scores)
		}
	}
	now := i.evaluate()
	unanswered.Head = now.Head
	if diff := cmp.Diff(unanswered, now); diff != "" {
		t.Errorf("hidden grades moved a figure: %s", diff)
	}

	i.say("ciso", i.snapshot().Answers["SCN-01"].NotedBy("ciso", "nobody named the clock"))
	if s = i.snapshot(); s.PanelClosed("SCN-01") || len(s.SeenBy("dana").Answers["SCN-01"].Scores) != 2 {
		t.Errorf("the panel is closed: %+v", s.Panels)
	}
	if result := i.evaluate(); result.Item("SCN-01").State != assessment.StateAnswered {
		t.Errorf("an open panel counts nothing")
	}
}

// Somebody may open a panel with a reason. The trace of a changed grade stays, also
// of one that was taken back.
func TestAChangedGradeLeavesATrace(t *testing.T) {
	i := blind(t)
	i.say("lead", noted("SCN-01", "lead", 3, "x"))
	i.say("lead", noted("SCN-01", "lead", 2, "x"))
	i.say("lead", assessment.Graded{Item: "SCN-01", Scorer: "lead"})
	i.say("lead", noted("SCN-01", "lead", 4, "x"))
	state := i.snapshot()
	i.say("lead", assessment.Undone{Event: state.LastStep("lead").Event})
	i.refuses(assessment.Invalid, "needs a reason", assessment.PanelOpened{Item: "SCN-01"})
	i.say("dana", assessment.PanelOpened{Item: "SCN-01", Reason: "the ciso is ill"})
	i.refuses(assessment.Refused, "is open", assessment.PanelOpened{Item: "SCN-01", Reason: "again"})
	var how []assessment.GradeEffect
	for _, c := range i.snapshot().Panels["SCN-01"].Changes {
		how = append(how, c.How)
	}
	if want := []assessment.GradeEffect{assessment.GradeGiven, assessment.GradeRemoved, assessment.GradeUndone}; !slices.Equal(how, want) {
		t.Errorf("the traces are %q, want %q", how, want)
	}
	if opened := i.snapshot().Panels["SCN-01"].Opened; opened.By != "dana" || opened.Reason != "the ciso is ill" {
		t.Errorf("opened: %+v", opened)
	}
}

// Grades that everybody knew stay known: when graders are named, and when the rules
// change. Nobody leaves a panel that hides grades without a reason.
func TestWhatIsKnownStaysKnown(t *testing.T) {
	i := open(t, small(t))
	i.say("lead", grade("SCN-01", "lead", 3, "actor"))
	i.say("lead", assessment.GradersNamed{Names: []string{"lead", "ciso"}})
	if s := i.snapshot(); s.PanelClosed("SCN-01") {
		t.Errorf("a known grade is hidden: %+v", s.Panels)
	}

	i = blind(t)
	i.say("ciso", noted("SCN-01", "ciso", 2, "x"))
	i.refuses(assessment.Invalid, "say why", assessment.GradersNamed{Names: []string{"lead"}})
	renamed := anew(t, "ask: Who pays?", "ask: Who pays for what?", "version: 1.0.0", "version: 1.1.0")
	if _, err := i.snapshot().ChangeRules(renamed, "new"); assessment.CaseOf(err) != assessment.PanelIsClosed {
		t.Errorf("the rules change under a closed panel: %v", err)
	}
	i.say("lead", noted("SCN-01", "lead", 2, "x"))
	before := i.snapshot()
	rules := must(before.ChangeRules(renamed, "new"))
	i.append(rules)
	i.q = renamed
	i.openPanels(before, rules)
	if after := i.snapshot(); len(after.Hidden()) > 0 {
		t.Errorf("the change of the rules hides %q", after.Hidden())
	}
	i.publishes(t, false)
	i.say("lead", assessment.GradersNamed{Reason: "alone from now on"})
	if s := i.snapshot(); s.Blind() || len(s.Graders) > 0 {
		t.Errorf("graders: %q", s.Graders)
	}
}

// A foreign journal opens no panel before its time, and a re-assessment carries no
// hidden grade.
func TestAForeignJournalOpensNoPanel(t *testing.T) {
	i := blind(t)
	i.say("lead", noted("SCN-01", "lead", 3, "x"))
	i.append(assessment.PanelOpened{Item: "SCN-01"})
	if _, err := assessment.Replay("a1", i.written()); err == nil || !strings.Contains(err.Error(), "before all graders are in") {
		t.Errorf("%v", err)
	}
	closed := blind(t)
	closed.say("lead", noted("SCN-01", "lead", 3, "x"))
	carried := assessment.Reassess(closed.snapshot().Counted(), closed.q, questionnaire.Award, today)
	if slices.ContainsFunc(carried.Answers, func(a assessment.Answer) bool { return a.Item == "SCN-01" }) {
		t.Error("a hidden grade is carried over")
	}
}

// A grade that opened a panel and was taken back afterwards was there when it opened.
func TestAnOpenPanelOutlivesTheUndoOfAGrade(t *testing.T) {
	for name, last := range map[string]func(i *interview) assessment.Graded{
		"a grade with its note": func(*interview) assessment.Graded { return noted("SCN-01", "ciso", 1, "y") },
		"the note of a grade": func(i *interview) assessment.Graded {
			i.say("ciso", grade("SCN-01", "ciso", 1))
			return i.snapshot().Answers["SCN-01"].NotedBy("ciso", "y")
		},
	} {
		i := blind(t)
		i.say("lead", noted("SCN-01", "lead", 3, "x"))
		i.say("ciso", last(i))
		state := i.snapshot()
		if state.PanelClosed("SCN-01") {
			t.Fatalf("%s: the panel is closed", name)
		}
		i.say("ciso", assessment.Undone{Event: state.LastStep("ciso").Event})
		if state = i.snapshot(); state.PanelClosed("SCN-01") {
			t.Errorf("%s: the panel closed again", name)
		}
		i.publishes(t, false)
	}
	i := blind(t)
	i.say("lead", noted("SCN-01", "lead", 3, "x"))
	i.recordBy("ciso", noted("SCN-01", "ciso", 1, "y"))
	state := i.snapshot()
	i.recordBy("ciso", assessment.Undone{Event: state.LastStep("ciso").Event})
	i.append(assessment.PanelOpened{Item: "SCN-01"})
	if _, err := assessment.Replay("a1", i.written()); err == nil || !strings.Contains(err.Error(), "before all graders are in") {
		t.Errorf("a grade that was taken back before opened the panel: %v", err)
	}
}

// Who enters a grade for somebody does not see the note that this person adds, and
// nobody overwrites a grade that they do not see.
func TestAGradeThatWasPassedOnStaysWithItsScorer(t *testing.T) {
	i := blind(t)
	i.say("dana", grade("SCN-01", "ciso", 2))
	if g, _ := i.snapshot().SeenBy("dana").Answers["SCN-01"].GradeOf("ciso"); g.Grade == nil {
		t.Error("dana does not see what dana entered")
	}
	i.say("ciso", i.snapshot().Answers["SCN-01"].NotedBy("ciso", "nobody named the clock"))
	for _, name := range []string{"dana", "lead"} {
		if g, _ := i.snapshot().SeenBy(name).Answers["SCN-01"].GradeOf("ciso"); g.Note != "" || g.Grade != nil {
			t.Errorf("%s sees %+v", name, g)
		}
		change := grade("SCN-01", "ciso", 2)

		if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: name, Change: change}); assessment.CaseOf(err) != assessment.GradeOfAnother {
			t.Errorf("%s overwrites a hidden grade: %v", name, err)
		}
	}
	i.publishes(t, false)
}

// A scenario that is to come back to stays so while grades of it are hidden.
func TestAHiddenGradeKeepsTheMarkToComeBack(t *testing.T) {
	i := blind(t)
	i.say("ciso", assessment.Answered{Answer: assessment.Answer{Item: "SCN-01", Later: true}})
	i.say("lead", noted("SCN-01", "lead", 3, "x"))
	i.say("lead", noted("SCN-01", "lead", 2, "x"))
	if !i.snapshot().SeenBy("ciso").Answers["SCN-01"].Later {
		t.Error("a hidden grade took the mark of the other grader")
	}
	i.publishes(t, false)
	i.say("ciso", noted("SCN-01", "ciso", 2, "y"))
	if i.snapshot().Answers["SCN-01"].Later {
		t.Error("all have come back, and the mark is still there")
	}
	i.publishes(t, false)
}

// A grade that was taken back behind a closed panel stays hidden: through a change of
// the rules, and until somebody says why a grader leaves.
func TestAGradeThatWasTakenBackStaysHidden(t *testing.T) {
	i := blind(t)
	i.say("ciso", noted("SCN-01", "ciso", 3, "x"))
	state := i.snapshot()
	i.say("ciso", assessment.Undone{Event: state.LastStep("ciso").Event})
	i.refuses(assessment.Invalid, "say why", assessment.GradersNamed{Names: []string{"lead"}})
	hidden := func(when string, want bool) {
		t.Helper()
		_, isHidden := assessment.EventsSeenBy(i.events, "lead")[2].Change.(assessment.Withheld)
		if isHidden != want {
			t.Errorf("%s: the grade is hidden: %v", when, isHidden)
		}
		i.publishes(t, false)
	}
	hidden("taken back", true)
	renamed := anew(t, "ask: Who pays?", "ask: Who pays for what?", "version: 1.0.0", "version: 1.1.0")
	before := i.snapshot()
	rules := must(before.ChangeRules(renamed, "new"))
	i.append(rules)
	i.q = renamed
	i.openPanels(before, rules)
	hidden("under new rules", true)
	i.say("ciso", noted("SCN-01", "ciso", 2, "x"))
	i.say("lead", noted("SCN-01", "lead", 2, "x"))
	hidden("all in", false)
}
