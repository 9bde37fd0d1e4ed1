package store_test

import (
	"context"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// refuses records an entry of one person, which must be refused for a case and leave no
// trace.
func (s *staff) refuses(id, name string, want assessment.Case, changes ...assessment.Change) {
	s.tb.Helper()
	var entries []assessment.Entry
	for _, change := range changes {
		entries = append(entries, s.by(name, change))
	}
	before := s.print()
	_, err := s.As(name).Record(context.Background(), id, entries...)
	if assessment.CodeOf(err) != assessment.Refused || assessment.CaseOf(err) != want {
		s.tb.Errorf("%s: the case is %q, want %q: %v", name, assessment.CaseOf(err), want, err)
	}
	if s.print() != before {
		s.tb.Errorf("what %s tried left a trace", name)
	}
}

func answering(item, value string) assessment.Answered {
	return assessment.Answered{Answer: assessment.Answer{Item: item, Value: value, Assurance: assessment.Claimed}}
}

func notedOn(now assessment.Answer, note string) assessment.Answered {
	return assessment.Answered{Answer: now.Amended(func(a *assessment.Answer) { a.Note = note })}
}

func approving(by string) assessment.Decided {
	return assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideApprove, By: by, Reason: "all the same"}}
}

const all = evaluator // the person with every role

func TestNobodyApprovesAlone(t *testing.T) {
	for name, story := range map[string]struct {
		happened func(s *staff, id string)
		alone    assessment.Case // of the person with every role, as the table has it
		tight    assessment.Case // where whoever evaluated does not approve
	}{
		"answered everything": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and somebody noted something": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, notedOn(s.whole(id).Answers["TEC-01"], "heard it, too"))
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and somebody marked something": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, assessment.Answered{Answer: assessment.Answer{Item: "TEC-02", Later: true}})
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and somebody raised a warning": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "they hesitated"})
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and replaced the answer of somebody": {func(s *staff, id string) {
			s.did(id, secondEvaluator, answering("TEC-01", "1"))
			s.did(id, all, answering("TEC-01", "2"))
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and somebody took an answer back": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, assessment.Undone{Event: s.did(id, secondEvaluator, answering("TEC-02", "1"))})
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and graded for somebody": {func(s *staff, id string) {
			s.did(id, all, grade(all, 2), grade(secondEvaluator, 3))
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"and somebody reconciled": {func(s *staff, id string) {
			s.did(id, all, grade(all, 1), grade(secondEvaluator, 4))
			s.did(id, staffNames[assessment.Reviewer], s.reconciling(id))
		}, assessment.SoleEvaluator, assessment.SoleEvaluator},
		"somebody answered, too": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, answering("TEC-02", "2"))
		}, "", assessment.KeptApart},
		"somebody replaced the only answer": {func(s *staff, id string) {
			s.did(id, all, answering("TEC-01", "2"))
			s.did(id, secondEvaluator, answering("TEC-01", "3"))
		}, "", assessment.KeptApart},
		"only noted": {func(s *staff, id string) {
			s.did(id, secondEvaluator, answering("TEC-01", "2"))
			s.did(id, all, notedOn(s.whole(id).Answers["TEC-01"], "a word"))
		}, "", ""},
		"only reconciled": {func(s *staff, id string) {
			s.did(id, secondEvaluator, grade(secondEvaluator, 4))
			s.did(id, staffNames[assessment.Evaluator], grade(staffNames[assessment.Evaluator], 1))
			s.did(id, all, s.reconciling(id))
		}, "", ""},
		"only opened it": {func(*staff, string) {}, assessment.SoleEvaluator, assessment.SoleEvaluator},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStaff(t)
			tried := func(want assessment.Case) {
				t.Helper()
				for _, change := range []assessment.Change{approving(all), s.waiver(all)} {
					id := s.prepared()
					story.happened(s, id)
					if want != "" {
						s.refuses(id, all, want, change)
						continue
					}
					if _, err := s.Record(context.Background(), id, s.by(all, change)); assessment.CaseOf(err) == assessment.SoleEvaluator || assessment.CaseOf(err) == assessment.KeptApart {
						t.Errorf("it is refused: %v", err)
					}
				}
			}
			tried(story.alone)
			if err := s.Tighten(context.Background(), assessment.ApproverNeverEvaluated, staffNames[assessment.Administrator], "the board wants it"); err != nil {
				t.Fatal(err)
			}
			tried(story.tight)
		})
	}
}

// Answers that an earlier assessment handed on count for whoever confirms them.
func TestCarriedAnswersCountForWhoConfirmsThem(t *testing.T) {
	s := newStaff(t)
	id := s.prepared()
	s.did(id, all, answering("TEC-01", "2"))
	opened := func(by string) string {
		again, err := s.OpenAssessment(context.Background(), store.Opening{Vendor: s.whole(id).Opened.Vendor, Questionnaire: waivable(), Milestone: questionnaire.Award, By: by, From: id})
		if err != nil {
			t.Fatal(err)
		}
		return again.Assessment
	}
	again := opened(secondEvaluator)
	evaluatedBySecond := func() {
		t.Helper()
		now := s.whole(again)
		if by := now.EvaluatedBy(); len(by) != 1 || by[0] != secondEvaluator {
			t.Errorf("evaluated by %v", by)
		}
	}
	evaluatedBySecond()
	s.did(again, secondEvaluator, s.whole(again).Answers["TEC-01"].Confirmed())
	evaluatedBySecond()
	third := opened(secondEvaluator)
	s.did(third, all, s.whole(third).Answers["TEC-01"].Confirmed())
	s.refuses(third, all, assessment.SoleEvaluator, s.waiver(all))
}

func TestWhatAnEvaluatorSmugglesIsRefused(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	ann, ruth, paul, dana := staffNames[assessment.Evaluator], staffNames[assessment.Reviewer], staffNames[assessment.Approver], staffNames[assessment.Administrator]
	id := s.prepared()
	s.graded(id)
	agreed := s.reconciling(id)

	// A reconciliation beside something else, in one entry or in one batch.
	beside := agreed
	beside.Answer = beside.Answer.Amended(func(a *assessment.Answer) { a.Note = "and a note" })
	s.refuses(id, ann, assessment.NotAllowed, beside)
	s.refuses(id, ruth, assessment.NotAllowed, beside)
	s.refuses(id, ann, assessment.NotAllowed, answering("TEC-01", "2"), agreed)
	s.refuses(id, ruth, assessment.NotAllowed, agreed, grade(ruth, 3))
	s.refuses(id, paul, assessment.NotAllowed, s.waiver(paul), answering("TEC-01", "2"))
	s.refuses(id, dana, assessment.NotAllowed, answering("TEC-01", "2"))

	// In somebody else's name.
	s.refuses(id, ann, assessment.NotInPerson, assessment.Signed{Role: "assessor", Signer: "Bob Tran", Certificate: digits, File: digits})
	s.refuses(id, paul, assessment.NotInPerson, approving(all))
	s.refuses(id, paul, assessment.NotInPerson, s.waiver("board@hospital.example"))
	if _, err := s.As(ann).Record(ctx, id, s.by(ann, answering("TEC-01", "2")), s.by(ruth, agreed)); assessment.CaseOf(err) != assessment.PersonFixed {
		t.Errorf("a view records for two people: %v", err)
	}

	// Grades in the name of somebody who does not evaluate.
	for _, scorer := range []string{ruth, paul, dana} {
		s.refuses(id, ann, assessment.NotAllowed, grade(scorer, 3))
		s.refuses(id, ann, assessment.NotAllowed, assessment.GradersNamed{Names: []string{ann, scorer}, Reason: "a larger panel"})
	}
	s.refuses(id, ann, assessment.NotAPerson, grade("Mallory", 3))
	s.refuses(id, ann, assessment.NotAPerson, assessment.GradersNamed{Names: []string{ann, "Mallory"}, Reason: "a larger panel"})

	// Taking back what a reviewer agreed on.
	last := s.did(id, ruth, agreed)
	s.refuses(id, ann, assessment.NotAllowed, assessment.Undone{Event: last})
	s.refuses(id, all, "", assessment.Undone{Event: last})
	s.refuses(id, ann, assessment.NotAllowed, assessment.Answered{Answer: s.whole(id).Answers["TEC-03"].Amended(func(a *assessment.Answer) { a.Reconciled, a.Reconciling = "", nil })})
	s.refuses(id, ann, assessment.NotAllowed, assessment.Answered{Answer: assessment.Answer{Item: "TEC-03"}})
	for _, step := range s.whole(id).Trail {
		if _, graded := step.Change.(assessment.Graded); graded {
			s.refuses(id, step.By, "", assessment.Undone{Event: step.Event})
		}
	}

	// A role that is gone takes nothing back.
	mine := s.did(id, ann, answering("TEC-02", "2"))
	if _, err := s.ChangePerson(ctx, s.ids[ann], store.PersonEdit{Roles: &[]assessment.Role{assessment.Reviewer}}, dana); err != nil {
		t.Fatal(err)
	}
	s.refuses(id, ann, assessment.NotAllowed, assessment.Undone{Event: mine})

	// A known id changes nothing, whoever sends it.
	before := s.print()
	entry := s.by(paul, s.waiver(paul))
	entry.ID = mine
	if _, err := s.As(paul).Record(ctx, id, entry); err != nil || s.print() != before {
		t.Errorf("a known id of somebody else: %v", err)
	}
}

func TestAnEntryHasTheNameOfTheRecord(t *testing.T) {
	s := newStaff(t)
	id := s.prepared()
	entry := s.by("  ann   ORTIZ", answering("TEC-01", "2"))
	after := s.record(id, entry)
	if by := after.Answers["TEC-01"].By; by != staffNames[assessment.Evaluator] {
		t.Errorf("it is recorded by %q", by)
	}
}

// Nobody but their giver sees grades of a closed panel, through any method that reads.
func TestClosedPanelsAreClosedForEveryRole(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	id := s.prepared()
	const secret = "nobody may read this note"
	points := 1
	hidden := assessment.Graded{Item: "TEC-03", Scorer: all, Grade: &points, Note: secret}
	s.did(id, all, assessment.GradersNamed{Names: []string{all, secondEvaluator}}, hidden)
	s.did(id, all, assessment.Graded{Item: "TEC-03", Scorer: all}) // taken back
	if _, err := s.As(all).Pack(ctx, id); assessment.CaseOf(err) != assessment.PanelIsClosed {
		t.Errorf("a parcel takes a grade along that was taken back: %v", err)
	}
	s.did(id, all, hidden)
	for _, role := range assessment.Roles() {
		view := s.As(staffNames[role])
		now, err := view.Snapshot(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		at, err := view.SnapshotAt(ctx, id, now.Head)
		if err != nil {
			t.Fatal(err)
		}
		at2, err := view.SnapshotFor(ctx, id, questionnaire.Award)
		if err != nil {
			t.Fatal(err)
		}
		for _, seen := range []assessment.Snapshot{now, at, at2} {
			text, err := seen.Canonical()
			if err != nil || strings.Contains(string(text), secret) || seen.Answers["TEC-03"].Scores != nil {
				t.Errorf("the %s sees the grade in a snapshot, %v", role, err)
			}
			for _, step := range seen.Trail {
				if c, graded := step.Change.(assessment.Graded); graded {
					t.Errorf("the %s sees %+v in the trail", role, c)
				}
			}
		}
		events, err := view.Events(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if c, graded := e.Change.(assessment.Graded); graded {
				t.Errorf("the %s sees %+v among the events", role, c)
			}
		}
		stored, err := view.Journal(ctx, store.JournalRef{Kind: assessment.OfAssessment, ID: id})
		if err != nil {
			t.Fatal(err)
		}
		written, err := view.JournalAt(ctx, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range stored {
			written = append(written, e.Written)
		}
		for _, w := range written {
			if strings.Contains(string(w.Body), secret) {
				t.Errorf("the %s sees the body %s", role, w.Body)
			}
		}
		if _, err := view.Pack(ctx, id); assessment.CaseOf(err) != assessment.PanelIsClosed {
			t.Errorf("the %s packs it: %v", role, err)
		}
	}
	// Whoever strikes sees no hidden grade, neither in the assessment nor among the repeats.
	same := s.did(id, all, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Note: secret}})
	s.did(id, all, assessment.Answered{Answer: assessment.Answer{Item: "TEC-01", Note: "nothing"}})
	out, err := s.As(staffNames[assessment.Administrator]).Strike(ctx, id, []string{same}, staffNames[assessment.Administrator], "a name")
	if err != nil {
		t.Fatal(err)
	}
	if out.Snapshot.Answers["TEC-03"].Scores != nil || len(out.Repeats) == 0 {
		t.Errorf("after a strike: %+v and %d repeats", out.Snapshot.Answers["TEC-03"], len(out.Repeats))
	}
	for _, e := range out.Repeats {
		if e.Written.Body != nil && e.Kind == assessment.KindOf(assessment.Graded{}) {
			t.Errorf("a strike shows the body %s", e.Written.Body)
		}
	}
}
