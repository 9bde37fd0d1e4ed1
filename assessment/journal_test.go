package assessment_test

import (
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

func TestEventsSurviveTheirText(t *testing.T) {
	i := complete(t)
	i.record(assessment.SessionStarted{Start: 5, Attendees: []assessment.Attendee{{Name: "R. Cruz", Role: "delivery lead", Side: "vendor"}}})
	i.record(assessment.FlagRaised{Severity: questionnaire.Warning, Item: "TEC-01", Text: "vague"})
	i.record(assessment.SessionEnded{End: 9})
	action := i.record(todo(today + 30))
	i.record(assessment.ActionClosed{Action: action, How: "done"})
	link := i.record(assessment.LinkSet{Link: assessment.Link{Entity: "Hands Ltd", Country: "PH", PHI: true, Flow: &assessment.FlowDown{Signed: today - 9, Ends: today + 9}}})
	i.record(assessment.LinkRemoved{Link: link, Reason: "left"})
	i.record(decide(assessment.DecideDecline, "too dear"))
	i.record(assessment.Undone{Event: i.snapshot().Trail[2].Event})
	i.append(must(i.snapshot().ChangeRules(anew(t, "approve: 80", "approve: 85"), "the board raised the bar")))
	i.record(assessment.Summarized{Text: "Tight house.", Replaces: assessment.Nothing})
	i.record(assessment.SignedOff{Role: "lead", Statement: "read twice"})
	i.record(assessment.Spelled{Name: "王芳", Latin: "Wang Fang"})
	i.record(assessment.Moved{Milestone: questionnaire.Access})
	i.append(assessment.Reassess(i.snapshot(), i.q, questionnaire.Award, today))
	for _, event := range i.events {
		event.Salt = assessment.Salt{1, 2, 3}
		written := must(event.Write())
		back, err := assessment.ReadEvent(written)
		if err != nil {
			t.Fatal(err)
		}
		// Made again of what was read, not of the text that it was read from.
		made := assessment.Event{Entry: back.Entry, Assessment: back.Assessment, Seq: back.Seq}
		if diff := cmp.Diff(event.Entry, made.Entry); diff != "" {
			t.Errorf("event %d: %s", event.Seq, diff)
		}
		if diff := cmp.Diff(written, must(made.Write())); diff != "" {
			t.Errorf("event %d: %s", event.Seq, diff)
		}
	}
}

func TestUndoTakesBackAndKeepsTheRecord(t *testing.T) {
	i := open(t, small(t))
	i.answer(assessment.Answer{Item: "BAA-02", Value: "3", Note: "first"})
	before := i.snapshot()
	i.answer(assessment.Answer{Item: "BAA-02", Value: "1", Note: "second"})
	flag := i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Text: "walked out"})

	i.record(assessment.Undone{Event: flag})
	if got := i.snapshot(); len(got.Flags) != 0 {
		t.Errorf("the flag is still there: %+v", got.Flags)
	}
	trail := i.snapshot().Trail
	i.record(assessment.Undone{Event: trail[len(trail)-1].Event})
	after := i.snapshot()
	if diff := cmp.Diff(before.Answers, after.Answers); diff != "" {
		t.Error(diff)
	}
	if after.Seq != before.Seq+4 || after.Head == before.Head {
		t.Errorf("the journal has %d events after %d", after.Seq, before.Seq)
	}
	if _, err := after.Admit(assessment.Entry{ID: "x", At: 1, By: "lead", Change: assessment.Undone{Event: flag}}); err == nil {
		t.Error("the same event could be undone twice")
	}
}

func TestNextAgreesWithFold(t *testing.T) {
	i := complete(t)
	state, err := assessment.Fold(i.events[:1])
	if err != nil {
		t.Fatal(err)
	}
	for _, event := range i.events[1:] {
		if state, err = state.Next(event); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(i.snapshot().State, state); diff != "" {
		t.Error(diff)
	}
}

func TestAJournalIsAChain(t *testing.T) {
	i := complete(t)
	for name, spoil := range map[string]func([]assessment.Event) []assessment.Event{
		"one event is missing":   func(e []assessment.Event) []assessment.Event { return append(e[:3:3], e[4:]...) },
		"the opening is missing": func(e []assessment.Event) []assessment.Event { return e[1:] },
		"it opens twice": func(e []assessment.Event) []assessment.Event {
			o := e[0]
			o.Seq = int64(len(e) + 1)
			return append(e[:len(e):len(e)], o)
		},
		"two events changed places": func(e []assessment.Event) []assessment.Event {
			c := append(e[:0:0], e...)
			c[2], c[3] = c[3], c[2]
			return c
		},
	} {
		if _, err := assessment.Fold(spoil(i.events)); err == nil {
			t.Errorf("%s, and it folds", name)
		}
	}
	changed := append([]assessment.Event(nil), i.events...)
	changed[4].By = "someone else"
	state, err := assessment.Fold(changed)
	if err != nil {
		t.Fatal(err)
	}
	if state.Head == i.snapshot().Head {
		t.Error("another author, the same head")
	}
}

func TestSnapshotSurvivesItsText(t *testing.T) {
	snapshot := complete(t).snapshot()
	text := must(snapshot.Canonical())
	back, err := assessment.ParseSnapshot(text)
	if err != nil {
		t.Fatal(err)
	}
	if again := must(back.Canonical()); string(again) != string(text) {
		t.Error("the text changed on the way")
	}
	want := assessment.Evaluate(snapshot, today, questionnaire.Award, questionnaire.Current)
	got := assessment.Evaluate(back, today, questionnaire.Award, questionnaire.Current)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func grade(item, scorer string, n int, elements ...string) assessment.Graded {
	return assessment.Graded{Item: item, Scorer: scorer, Grade: &n, Elements: elements}
}

func TestAdmitRefuses(t *testing.T) {
	i := complete(t)
	answer := func(a assessment.Answer) assessment.Change { return assessment.Answered{Answer: a} }
	for name, change := range map[string]assessment.Change{
		"an unknown item":            answer(assessment.Answer{Item: "ZZZ-01", Value: "met"}),
		"a grade for a gate":         answer(assessment.Answer{Item: "BAA-01", Value: "3"}),
		"met for a control":          answer(assessment.Answer{Item: "BAA-02", Value: "met"}),
		"a grade above four":         answer(assessment.Answer{Item: "BAA-02", Value: "5"}),
		"a value for a scenario":     answer(assessment.Answer{Item: "SCN-01", Value: "3"}),
		"a score above four":         grade("SCN-01", "lead", 5),
		"an unknown element":         grade("SCN-01", "lead", 3, "magic"),
		"scores for a gate":          grade("BAA-01", "lead", 3),
		"a grade of nobody":          grade("SCN-01", " ", 3),
		"another person's own grade": grade("SCN-01", "CISO ", 3),
		"nothing to take back":       assessment.Graded{Item: "SCN-01", Scorer: "counsel"},
		"an unknown assurance":       answer(assessment.Answer{Item: "BAA-01", Value: "met", Assurance: "sworn"}),
		"an unknown evidence kind":   answer(shown("BAA-01", "met", assessment.Documented, "EV-99", 1)),
		"evidence of tomorrow":       answer(shown("BAA-01", "met", assessment.Documented, "EV-58", -1)),
		"evidence without a date":    answer(assessment.Answer{Item: "BAA-02", Value: "3", Evidence: []assessment.Evidence{{Kind: "EV-31", File: "plan.pdf"}}}),
		"a hash that is none":        answer(assessment.Answer{Item: "BAA-02", Value: "3", Evidence: []assessment.Evidence{{Kind: "EV-31", File: "plan.pdf", SHA256: "abcd", AsOf: today}}}),
		"evidence that is nothing":   answer(assessment.Answer{Item: "BAA-02", Value: "3", Evidence: []assessment.Evidence{{Kind: "EV-31", AsOf: today}}}),
		"a contract without an end":  answer(assessment.Answer{Item: "BAA-04", Value: "met", Evidence: []assessment.Evidence{{Kind: "EV-01", File: "baa.pdf", AsOf: today}}}),
		"not applicable, no reason":  answer(assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{By: "lead"}}),
		"words for a number":         answer(assessment.Answer{Item: "records", Value: "many"}),
		"hearing what is not listed": answer(assessment.Answer{Item: "BAA-01", Value: "met", Heard: []int{3}}),
		"a flag without words":       assessment.FlagRaised{Severity: questionnaire.Stop},
		"a flag of unknown severity": assessment.FlagRaised{Severity: "panic", Text: "x"},
		"resolving an unknown flag":  assessment.FlagResolved{Flag: "nope", Reason: "x"},
		"going back a milestone":     assessment.Moved{Milestone: questionnaire.Award},
		"ending no session":          assessment.SessionEnded{End: 1},
		"opening again":              assessment.Opened{},
		"answered and set aside":     answer(assessment.Answer{Item: "BAA-02", Value: "3", NotApplicable: &assessment.NotApplicable{Reason: "x", By: "lead"}}),
		"a quote without words":      answer(assessment.Answer{Item: "BAA-02", Value: "3", Quotes: []assessment.Quote{{Who: "R. Cruz"}}}),
		"a side that is none":        assessment.SessionStarted{Start: 1, Attendees: []assessment.Attendee{{Name: "R. Cruz", Side: "vendro"}}},
		"settling what is not open":  assessment.FlagResolved{Flag: "TEC-01/1", Reason: "in advance"},
	} {
		if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: change}); err == nil {
			t.Errorf("admitted: %s", name)
		}
	}
	if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", Change: answer(assessment.Answer{Item: "BAA-02", Value: "3"})}); err == nil {
		t.Error("admitted: an answer by nobody")
	}
}

func TestAdmitMakesTextHarmless(t *testing.T) {
	i := open(t, small(t))
	entry, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "lead", Change: assessment.Answered{
		Answer: assessment.Answer{Item: "BAA-02", Value: "3", Note: "fine\x1b[2J\u202eevil", Quotes: []assessment.Quote{{Text: "\x1b]0;owned\x07yes"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	answer := entry.Change.(assessment.Answered).Answer
	if answer.Note != "fineevil" || answer.Quotes[0].Text != "yes" {
		t.Errorf("note %q, quote %q", answer.Note, answer.Quotes[0].Text)
	}
}

func TestTwoPeopleDoNotOverwriteEachOtherUnseen(t *testing.T) {
	i := open(t, small(t))
	i.answer(assessment.Answer{Item: "BAA-02", Value: "3"})
	seen := i.snapshot().Answers["BAA-02"].Event
	i.answer(assessment.Answer{Item: "BAA-02", Value: "2"})
	now := i.snapshot().Answers["BAA-02"].Event
	for replaces, want := range map[string]assessment.Code{"": "", now: "", seen: assessment.Conflict, assessment.Nothing: assessment.Conflict} {
		change := assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "4"}, Replaces: replaces}
		_, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: today.Time().UnixMicro(), By: "ciso", Change: change})
		if got := assessment.CodeOf(err); got != want {
			t.Errorf("an answer made from %q: %v", replaces, err)
		}
	}
}

func TestUndoTakesBackOwnStepsOnly(t *testing.T) {
	i := open(t, small(t))
	mine := i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "3"}})
	state := i.snapshot()
	if step := state.LastStep("lead"); step == nil || step.Event != mine {
		t.Errorf("my step is %+v", step)
	}
	if step := state.LastStep("ciso"); step != nil {
		t.Errorf("somebody else could take back %+v", step)
	}
	i.append(assessment.Answered{Answer: assessment.Answer{Item: "BAA-02", Value: "1"}})
	i.events[len(i.events)-1].By = "ciso"
	state = i.snapshot()
	if step := state.LastStep("lead"); step != nil {
		t.Errorf("what others replaced could be taken back: %+v", step)
	}
}

func TestSettlingAFlagIsAStepOfItsOwn(t *testing.T) {
	i := open(t, small(t))
	flag := i.record(assessment.FlagRaised{Severity: questionnaire.Stop, Item: "BAA-01", Text: "wants an NDA"})
	i.record(assessment.FlagResolved{Flag: flag, Reason: "signed"})
	state := i.snapshot()
	i.record(assessment.Undone{Event: state.LastStep("lead").Event})
	if flags := i.snapshot().Flags; len(flags) != 1 || flags[0].Resolution != nil {
		t.Errorf("flags %+v", flags)
	}
	if got := i.evaluate(); got.Flags.Stop != 1 || got.Verdict != assessment.Blocked {
		t.Errorf("%d stops, %s", got.Flags.Stop, got.Verdict)
	}
}

func TestSessionsFollowOneAnother(t *testing.T) {
	i := open(t, small(t))
	i.record(assessment.SessionStarted{Start: 1_000_000})
	for name, change := range map[string]assessment.Change{"a second session at once": assessment.SessionStarted{Start: 2_000_000}, "an end before its start": assessment.SessionEnded{End: 5}} {
		if _, err := i.snapshot().Admit(assessment.Entry{ID: "x", At: 1, By: "lead", Change: change}); err == nil {
			t.Errorf("admitted: %s", name)
		}
	}
}

// What is set aside says nothing: it cannot make another item's rule hold.
func TestWhatIsSetAsideSteersNothing(t *testing.T) {
	i := complete(t).fact("links", "0")
	if got := i.evaluate().Item("BAA-03").State; got != assessment.StateNA {
		t.Fatalf("BAA-03 is %s", got)
	}
	i.answer(assessment.Answer{Item: "BAA-02", NotApplicable: &assessment.NotApplicable{Reason: "no budget", By: "lead"}})
	if got := i.evaluate().Item("BAA-03").State; got == assessment.StateNA {
		t.Error("an item that is set aside set another one aside")
	}
}

func TestAVagueStoryDoesNotCloseAGate(t *testing.T) {
	q := small(t)
	q.Item("SCN-01").GateAt = map[questionnaire.Milestone]int{questionnaire.Access: 3}
	for _, test := range []struct {
		elements []string
		want     assessment.GateState
	}{{nil, assessment.GateFailed}, {[]string{"actor"}, assessment.GateClosed}} {
		i := open(t, q).answer(assessment.Answer{Item: "SCN-01", Scores: map[string]int{"lead": 4, "ciso": 4}, Elements: test.elements})
		result := assessment.Evaluate(i.snapshot(), today, questionnaire.Access, questionnaire.Current)
		if got := result.Item("SCN-01").Gate; got != test.want {
			t.Errorf("naming %v, the gate is %s", test.elements, got)
		}
	}
}
