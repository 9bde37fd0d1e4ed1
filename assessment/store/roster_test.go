package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// Another program removes a person: from that moment on this one refuses it, too.
func TestARemovalBindsOtherPrograms(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	ann, dana := staffNames[assessment.Evaluator], staffNames[assessment.Administrator]
	id := s.prepared()
	view := s.As(ann)
	if _, err := view.Record(ctx, id, s.by(ann, answering("TEC-01", "2"))); err != nil {
		t.Fatal(err)
	}
	other := openBench(t, s.Path(), s.anchors, s.clock)
	if _, err := other.RemovePerson(ctx, s.ids[ann], dana, "left"); err != nil {
		t.Fatal(err)
	}
	for _, through := range []*store.Store{view, s.Store, other.Store} {
		if _, err := through.Record(ctx, id, s.by(ann, answering("TEC-01", "3"))); assessment.CaseOf(err) != assessment.NotAPerson {
			t.Errorf("a removed person records: %v", err)
		}
	}
	_, snapshot := view.Snapshot(ctx, id)
	_, list := view.List(ctx, store.Filter{})
	_, events := view.Events(ctx, id)
	for what, err := range map[string]error{"an assessment": snapshot, "the list": list, "a journal": events} {
		if assessment.CaseOf(err) != assessment.NotAPerson {
			t.Errorf("a removed person reads %s: %v", what, err)
		}
	}
}

func TestTwoAdministratorsRemoveEachOther(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	other := openBench(t, s.Path(), s.anchors, s.clock)
	s.add("Grace Lindqvist", assessment.Administrator)
	all, dana := evaluator, staffNames[assessment.Administrator]
	if _, err := s.RemovePerson(ctx, s.ids[all], dana, "left"); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		var both sync.WaitGroup
		errs := make([]error, 2)
		both.Go(func() { _, errs[0] = s.RemovePerson(ctx, s.ids["Grace Lindqvist"], dana, "left") })
		both.Go(func() { _, errs[1] = other.RemovePerson(ctx, s.ids[dana], "Grace Lindqvist", "left") })
		both.Wait()
		people, err := s.People(ctx)
		if err != nil {
			t.Fatal(err)
		}
		left := people.With(assessment.Administrator)
		if len(left) != 1 || (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%d administrators are left: %v", len(left), errs)
		}
		gone := dana
		if left[0].Name == dana {
			gone = "Grace Lindqvist"
		}
		if _, err := s.AddPerson(ctx, store.NewPerson{Name: gone, Roles: []assessment.Role{assessment.Administrator}}, left[0].Name); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAForgedJournalOfPeopleOpensNothing(t *testing.T) {
	const last = "(SELECT max(seq) FROM people_events)"
	for name, test := range map[string]struct {
		statements []string
		mends      bool // Rebuild mends it
	}{
		"no head":              {[]string{"DELETE FROM people_heads"}, true},
		"a head of nothing":    {[]string{"UPDATE people_heads SET seq = 0, hash = zeroblob(32)"}, true},
		"a head of yesterday":  {[]string{"UPDATE people_heads SET seq = seq - 1, hash = (SELECT hash FROM people_events WHERE seq = " + last + " - 1)"}, true},
		"no events":            {[]string{"DROP TRIGGER people_events_last; DELETE FROM people_events"}, false},
		"an event less":        {[]string{"DROP TRIGGER people_events_last; DELETE FROM people_events WHERE seq = " + last}, true},
		"a role more":          {[]string{`DROP TRIGGER people_events_stay; UPDATE people_events SET body = replace(body, '"evaluator"', '"administrator"')`}, false},
		"a body less":          {[]string{"DROP TRIGGER people_events_stay; UPDATE people_events SET body = NULL, salt = NULL WHERE seq = 2"}, false},
		"somebody else's name": {[]string{"DROP TRIGGER people_events_stay; UPDATE people_events SET payload = replace(payload, 'Dana', 'Eve')"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStaff(t)
			ctx := context.Background()
			id := s.prepared()
			s.db.Close()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			tamper(t, s.Path(), test.statements...)
			s.bench = openBench(t, s.Path(), s.anchors, s.clock)
			for _, by := range []string{"Mallory", staffNames[assessment.Evaluator], evaluator} {
				if _, err := s.Record(ctx, id, s.by(by, answering("TEC-01", "2"))); assessment.CodeOf(err) != assessment.Damaged {
					t.Errorf("%s records: %v", by, err)
				}
				if _, err := s.AddPerson(ctx, store.NewPerson{Name: "Eve", Roles: []assessment.Role{assessment.Administrator}}, by); err == nil {
					t.Errorf("%s adds a person", by)
				}
			}
			if _, err := s.Snapshot(ctx, id); err != nil {
				t.Errorf("nobody reads: %v", err)
			}
			if _, err := s.As("Mallory").Snapshot(ctx, id); err == nil {
				t.Error("the view of a stranger reads")
			}
			if found := s.findings(); !strings.Contains(found, "people") {
				t.Errorf("the check found:\n%s", found)
			}
			all, err := s.VerifyJournals(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range all {
				if (c.Kind == assessment.OfPeople) != (c.Defect != "") {
					t.Errorf("verified: %+v", c)
				}
			}
			if err := s.Rebuild(ctx); (err == nil) != test.mends {
				t.Errorf("rebuilt: %v", err)
			}
			if test.mends {
				_, err := s.Record(ctx, id, s.by("Mallory", answering("TEC-01", "2")))
				refused(t, err, assessment.Refused)
			}
		})
	}
}

// Somebody takes the last events of the people away, with the head, so that a removed
// person is back. The ledger tells.
func TestPeopleWhoAreCutBackDecideNothing(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	paul := staffNames[assessment.Approver]
	id := s.prepared()
	if _, err := s.RemovePerson(ctx, s.ids[paul], staffNames[assessment.Administrator], "left"); err != nil {
		t.Fatal(err)
	}
	tamper(t, s.Path(), "DROP TRIGGER people_events_last; DELETE FROM people_events WHERE seq = (SELECT max(seq) FROM people_events)",
		"UPDATE people_heads SET seq = seq - 1, hash = (SELECT hash FROM people_events WHERE seq = people_heads.seq - 1)")
	declined := assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: paul, Reason: "no contract"}}
	if _, err := s.Record(ctx, id, s.by(paul, declined)); assessment.CaseOf(err) != assessment.EventsMissing {
		t.Errorf("a removed person decides: %v", err)
	}
	if found := s.findings(); !strings.Contains(found, "people") {
		t.Errorf("the check found:\n%s", found)
	}
}

// Nobody decides in a record whose people were wiped out either.
func TestPeopleWhoAreWipedOutDecideNothing(t *testing.T) {
	s := newStaff(t)
	id := s.prepared()
	tamper(t, s.Path(), "DROP TRIGGER people_events_last; DELETE FROM people_events", "DELETE FROM people_heads")
	declined := assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideDecline, By: "Mallory", Reason: "no contract"}}
	if _, err := s.Record(context.Background(), id, s.by("Mallory", declined)); assessment.CaseOf(err) != assessment.EventsMissing {
		t.Errorf("a stranger decides: %v", err)
	}
	if found := s.findings(); !strings.Contains(found, "people") {
		t.Errorf("the check found:\n%s", found)
	}
}

func TestPeopleMoveAlong(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	to := newBench(t)
	if _, err := s.MoveTo(ctx, to.Store); err != nil {
		t.Fatal(err)
	}
	want, err := s.People(ctx)
	if err != nil {
		t.Fatal(err)
	}
	to = to.again()
	got, err := to.People(ctx)
	if err != nil || got.Seq != want.Seq || len(got.Present()) != len(want.Present()) {
		t.Errorf("the people are %+v, %v", got, err)
	}
	if _, err := to.AddVendor(ctx, assessment.Vendor{Name: "Harbor"}, "Mallory"); assessment.CaseOf(err) != assessment.NotAPerson {
		t.Errorf("a stranger adds a vendor: %v", err)
	}
}

// People are beside the assessments: a snapshot, its text, its journal and its hash are the
// same with them and without.
func TestPeopleChangeNoByteOfAnAssessment(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	b.record(id, b.answer("TEC-01", "2"), b.answer("BAA-03", "partial"))
	content := func() string {
		t.Helper()
		now := b.snapshot(id)
		text, err := now.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		journal, err := b.JournalAt(ctx, now)
		if err != nil {
			t.Fatal(err)
		}
		hash, err := now.Hash()
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range journal {
			text = append(append(append(text, w.Header...), w.Salt...), w.Body...)
		}
		return string(text) + hash
	}
	before := content()
	staffed(b)
	if people := b.snapshot(id).People; !people.On() {
		t.Fatal("the snapshot has no people")
	}
	if content() != before {
		t.Error("the people changed the assessment")
	}
}

func TestNoStrikeAndNoParcelReachesThePeople(t *testing.T) {
	s := newStaff(t)
	ctx := context.Background()
	dana := staffNames[assessment.Administrator]
	people := store.JournalRef{Kind: assessment.OfPeople, ID: store.PeopleID}
	events, err := s.Journal(ctx, people)
	if err != nil || len(events) == 0 {
		t.Fatal(err)
	}
	before := s.print()
	if _, err := s.Strike(ctx, store.PeopleID, []string{events[0].ID}, dana, "a name"); err == nil {
		t.Error("an event of the people is struck")
	}
	in := store.ParcelJournal{Of: assessment.OfPeople, ID: store.PeopleID}
	for _, e := range events {
		in.Events = append(in.Events, store.ParcelEvent{Header: e.Written.Header})
	}
	_, err = s.Unpack(ctx, store.Parcel{Journals: []store.ParcelJournal{in}}, false, dana)
	refused(t, err, assessment.Invalid)
	if s.print() != before {
		t.Error("they left a trace")
	}
}
