package store_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

func TestALossIsAcceptedAsTheTableSays(t *testing.T) {
	for kind, act := range map[store.ActKind]assessment.Act{store.ActAccepted: assessment.ActAccept, store.ActAdopted: assessment.ActAccept} {
		t.Run(string(kind), func(t *testing.T) {
			s := newStaff(t)
			id := s.prepared()
			s.db.Close()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			early := save(t, s.Path())
			again := openBench(t, s.Path(), s.anchors, s.clock)
			again.record(id, again.answer("TEC-01", "2"))
			if _, err := again.AddPerson(context.Background(), store.NewPerson{Name: "Eve", Roles: assessment.Roles()}, staffNames[assessment.Administrator]); err != nil {
				t.Fatal(err)
			}
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			path := s.Path()
			if kind == store.ActAdopted {
				path = newDatabase(t, t.TempDir())
			}
			early.put(t, path)
			s.bench = openBench(t, path, s.anchors, s.clock)
			s.db = raw(t, path)
			s.walk(t, act, func(by string) func(*store.Store) error {
				return func(through *store.Store) error {
					_, err := through.Accept(context.Background(), kind, by, "the disk failed")
					return err
				}
			})
			if people, err := s.People(context.Background()); err != nil || len(people.Present()) != 7 {
				t.Errorf("afterwards the people are %+v, %v", people, err)
			}
			paul := staffNames[assessment.Approver]
			s.did(id, paul, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: paul, Reason: "no contract"}})
		})
	}
}

func TestAViewKeepsFilesForWhoeverRecords(t *testing.T) {
	s := newStaff(t)
	for _, role := range assessment.Roles() {
		before := s.print()
		_, _, err := s.As(staffNames[role]).PutFile(context.Background(), strings.NewReader("a file of the "+string(role)))
		records := may(role, assessment.ActAnswer) || may(role, assessment.ActCondition) || may(role, assessment.ActMerge)
		switch {
		case records && err != nil:
			t.Errorf("the %s is refused: %v", role, err)
		case !records && (assessment.CaseOf(err) != assessment.NotAllowed || s.print() != before):
			t.Errorf("the %s keeps a file: %v", role, err)
		}
	}
}

func TestAViewDoesNothingOfTheComputer(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	other := newBench(t)
	for _, role := range assessment.Roles() {
		before, view := s.print(), s.As(staffNames[role])
		_, moved := view.MoveTo(ctx, other.Store)
		_, movedInto := other.MoveTo(ctx, view)
		_, swept := view.Sweep(ctx)
		for what, err := range map[string]error{
			"copies": view.CopyTo(ctx, filepath.Join(t.TempDir(), "copy.db")), "moves": moved, "is moved into": movedInto, "sweeps": swept,
			"rebuilds": view.Rebuild(ctx), "writes the anchor": view.WriteAnchor(ctx), "overwrites": view.Overwrite(ctx, s.Path(), 0),
		} {
			if assessment.CodeOf(err) != assessment.Refused {
				t.Errorf("the view of the %s %s: %v", role, what, err)
			}
		}
		if s.print() != before {
			t.Errorf("the view of the %s left a trace", role)
		}
	}
}

// A view reads as its person, whatever the program says.
func TestAViewReadsAsItsPersonAlone(t *testing.T) {
	s := newStaff(t)
	id := s.prepared()
	s.did(id, evaluator, assessment.GradersNamed{Names: []string{evaluator, secondEvaluator}}, grade(evaluator, 1))
	view := s.As(staffNames[assessment.Auditor])
	view.ReadBy(evaluator)
	seen, err := view.Snapshot(context.Background(), id)
	if err != nil || slices.ContainsFunc(seen.Answers["TEC-03"].Grades, func(g assessment.Grade) bool { return g.Grade != nil || g.Note != "" }) {
		t.Errorf("the auditor sees %+v, %v", seen.Answers["TEC-03"].Grades, err)
	}
	if view.Login() != staffNames[assessment.Auditor] {
		t.Errorf("the view is of %s", view.Login())
	}
}
