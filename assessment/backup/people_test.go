package backup_test

import (
	"context"
	"os"
	"testing"

	"assay/assessment"
	"assay/assessment/backup"
	"assay/assessment/store"
)

// add adds a person.
func (h *home) add(name string, role assessment.Role, by string) assessment.Account {
	h.t.Helper()
	var who assessment.Account
	h.with(func(s *store.Store) {
		who = must(s.AddPerson(context.Background(), store.NewPerson{Name: name, Roles: []assessment.Role{role}}, by))(h.t)
	})
	return who
}

// refusesRestore plans a restore as somebody who may not do it, and wants nothing to change.
func (h *home) refusesRestore(archive []byte, by string, want assessment.Case) {
	h.t.Helper()
	p, err := h.plan(archive)
	if err != nil {
		h.t.Fatal(err)
	}
	defer p.Close() //nolint:errcheck // only its unpacked files are removed
	before := h.files()
	if _, err := p.Do(context.Background(), by, "for a look"); assessment.CaseOf(err) != want || assessment.CodeOf(err) != assessment.Refused {
		h.t.Errorf("%s restores: %v", by, err)
	}
	for name, content := range h.files() {
		if before[name] != content {
			h.t.Errorf("the refusal changed %s", name)
		}
	}
}

func TestThePeopleOfTheReplacedRecordDecide(t *testing.T) {
	ctx := context.Background()
	h := newHome(t)
	id := h.assess("Harbor Staffing")
	early := h.backedUp()
	h.add("Ruth Ortiz", assessment.Approver, lead) // and administrator
	dana := h.add("Dana Whitfield", assessment.Evaluator, "Ruth Ortiz")
	late := h.backedUp()
	h.with(func(s *store.Store) {
		must(s.ChangePerson(ctx, dana.ID, store.PersonEdit{Roles: &[]assessment.Role{assessment.Administrator}}, "Ruth Ortiz"))(t)
		people := must(s.People(ctx))(t)
		must(s.ChangePerson(ctx, people.Named("Ruth Ortiz").ID, store.PersonEdit{Roles: &[]assessment.Role{assessment.Approver}}, "Dana Whitfield"))(t)
	})
	for _, archive := range [][]byte{early, late} {
		h.refusesRestore(archive, "Ruth Ortiz", assessment.NotAllowed)
		h.refusesRestore(archive, lead, assessment.NotAPerson)
	}
	if err := backup.MayReplace(ctx, h.path, "Ruth Ortiz", h.options); assessment.CaseOf(err) != assessment.NotAllowed {
		t.Errorf("in advance: %v", err)
	}
	if err := backup.MayReplace(ctx, h.path, "Dana Whitfield", h.options); err != nil {
		t.Errorf("in advance: %v", err)
	}

	// The backup knows Dana as an evaluator, and still she restores it.
	p := must(h.plan(late))(t)
	must(p.Do(ctx, "Dana Whitfield", "the disk failed"))(t)
	if err := p.Close(); err != nil || p.Unbinds {
		t.Errorf("%v, %v", p.Unbinds, err)
	}
	h.with(func(s *store.Store) {
		if people := must(s.People(ctx))(t); people.Named("Dana Whitfield").Has(assessment.Administrator) {
			t.Error("the restored database has other people than the backup")
		}
		if health := must(s.Check(ctx))(t); len(health.Findings) > 0 {
			t.Errorf("found %+v", health.Findings)
		}
	})

	h.now = h.now.AddDate(0, 0, 1)
	// A backup from before any people lets everybody do everything, and says so first.
	p = must(h.plan(early))(t)
	must(p.Do(ctx, "Ruth Ortiz", "from the beginning"))(t)
	if err := p.Close(); err != nil || !p.Unbinds {
		t.Errorf("%v, %v", p.Unbinds, err)
	}
	h.green(id)
}

func TestThePeopleOfTheBackupDecideWhereThereAreNoOthers(t *testing.T) {
	for name, lose := range map[string]func(h *home){
		"the database is missing": func(h *home) {
			if err := os.Remove(h.path); err != nil {
				h.t.Fatal(err)
			}
		},
		"the database is damaged": func(h *home) { damage(h.t, h.path, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.assess("Harbor Staffing")
			h.add("Ruth Ortiz", assessment.Approver, lead)
			h.add("Dana Whitfield", assessment.Evaluator, "Ruth Ortiz")
			archive := h.backedUp()
			lose(h)
			if err := backup.MayReplace(context.Background(), h.path, "Dana Whitfield", h.options); err != nil {
				t.Errorf("in advance: %v", err)
			}
			h.refusesRestore(archive, "Dana Whitfield", assessment.NotAllowed)
			p := must(h.plan(archive))(t)
			defer p.Close() //nolint:errcheck // only its unpacked files are removed
			must(p.Do(context.Background(), "Ruth Ortiz", "the disk failed"))(t)
		})
	}
	t.Run("the database has none", func(t *testing.T) {
		h := newHome(t)
		h.assess("Harbor Staffing")
		before := h.backedUp()
		h.add("Ruth Ortiz", assessment.Approver, lead)
		after := h.backedUp()
		p := must(h.plan(before))(t)
		must(p.Do(context.Background(), "Ruth Ortiz", "from the beginning"))(t)
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		h.refusesRestore(after, lead, assessment.NotAPerson)
	})
}
