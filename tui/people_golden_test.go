package tui_test

import (
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

// governed has people in each role, one of them with keys and one who left, and a rule.
func (b *workbench) governed() {
	b.t.Helper()
	b.differed()
	ctx := b.t.Context()
	dana, err := b.Store.AddPerson(ctx, store.NewPerson{Name: "Dana Cruz", Roles: []assessment.Role{assessment.Evaluator, assessment.Reviewer}, Keys: []string{anKey, otherKey}}, ada)
	if err != nil {
		b.t.Fatal(err)
	}
	gone := b.person("lee@hospital.example", assessment.Evaluator)
	if _, err := b.Store.RemovePerson(ctx, gone.ID, ada, "left the hospital"); err != nil {
		b.t.Fatal(err)
	}
	fewer := []assessment.Role{assessment.Evaluator}
	if _, err := b.Store.ChangePerson(ctx, dana.ID, store.PersonEdit{Roles: &fewer, Reason: "reviews no more"}, ada); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Store.Tighten(ctx, assessment.ApproverNeverEvaluated, ada, "policy 12"); err != nil {
		b.t.Fatal(err)
	}
}

// The screens of people with roles, as each of them sees them.
func TestGoldenRoles(t *testing.T) {
	for _, s := range []struct {
		name, person string
		keys         []string
		fill         func(b *workbench)
	}{
		{"people-nobody", lead, []string{"p"}, func(b *workbench) { b.filled() }},
		{"people-first", lead, []string{"p", "a", "tab", "1", "enter"}, func(b *workbench) { b.filled() }},
		{"people", ada, []string{"p", "end", "up"}, (*workbench).governed},
		{"people-changes", ada, []string{"p", "tab", "j"}, (*workbench).governed},
		{"people-roles", ann, []string{"p", "tab", "tab"}, (*workbench).governed},
		{"people-add", ada, []string{"p", "a", "tab"}, (*workbench).governed},
		{"portfolio-administrator", ada, nil, (*workbench).governed},
		{"vendor-approver", otto, []string{"j", "enter"}, (*workbench).governed},
		{"decide-approver", otto, []string{"j", "enter", "D"}, (*workbench).governed},
		{"interview-auditor", ann, []string{"i", "g", "s", "c", "n", "1", "enter", "3"}, (*workbench).governed},
		{"interview-reviewer", rita, []string{"i", "g", "s", "c", "n", "1", "enter"}, (*workbench).governed},
		{"graders-reviewer", rita, []string{"enter", "P", "n"}, (*workbench).governed},
	} {
		t.Run(s.name, func(t *testing.T) {
			story(t, func(t *testing.T, b *workbench) {
				s.fill(b)
				ui := b.as(t, s.person).Press(s.keys...)
				for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
					ui.At(size[0], size[1])
					compareGolden(t, sized(s.name, size), ui.Text()+"\n")
				}
				ui.Leave()
			})
		})
	}
}
