package store_test

import (
	"context"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
)

const (
	keyOfDana = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJRutMIAE4wcvKEpA9tIqnl5SzXMLOLgW4nLTRtVlrPZ dana@lakeside"
	keyOfRuth = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDleTiN7+f4/nfm2jeNk8yZZYw681OGYY4P3kFb1HD/J ruth@lakeside"
)

func TestTheFirstPersonIsTheAdministrator(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	dana, err := b.AddPerson(ctx, store.NewPerson{Name: "Dana Whitfield", Roles: []assessment.Role{assessment.Approver}, Keys: []string{keyOfDana}}, "root")
	if err != nil {
		t.Fatal(err)
	}
	if !dana.Has(assessment.Administrator) || !dana.Has(assessment.Approver) || len(dana.Keys) != 1 {
		t.Fatalf("the first person is %+v", dana)
	}
	if _, err := b.AddPerson(ctx, store.NewPerson{Name: "Eve", Roles: []assessment.Role{assessment.Administrator}}, "Eve"); assessment.CaseOf(err) != assessment.NotAPerson {
		t.Fatalf("somebody who is not in the record adds herself: %v", err)
	}
	ruth, err := b.AddPerson(ctx, store.NewPerson{Name: "Ruth Ortiz", Roles: []assessment.Role{assessment.Evaluator}, Keys: []string{keyOfRuth}}, "Dana Whitfield")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddVendor(ctx, assessment.Vendor{Name: "Harbor"}, "Dana Whitfield"); assessment.CaseOf(err) != assessment.NotAllowed {
		t.Fatalf("an administrator adds a vendor: %v", err)
	}
	if _, err := b.As("Ruth Ortiz").AddVendor(ctx, assessment.Vendor{Name: "Harbor"}, "Ruth Ortiz"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.As("Dana Whitfield").AddVendor(ctx, assessment.Vendor{Name: "Cove"}, "Ruth Ortiz"); assessment.CaseOf(err) != assessment.PersonFixed {
		t.Fatalf("a view records for somebody else: %v", err)
	}
	if _, err := b.RemovePerson(ctx, dana.ID, "Dana Whitfield", "left"); assessment.CaseOf(err) != assessment.LastAdministrator {
		t.Fatalf("the last administrator goes: %v", err)
	}
	if _, err := b.RemovePerson(ctx, ruth.ID, "Dana Whitfield", "left"); err != nil {
		t.Fatal(err)
	}
	people, err := b.People(ctx)
	if err != nil || people.WithKey(ruth.Keys[0].Fingerprint) != nil || people.Named("Ruth Ortiz") != nil || len(people.Accounts) != 2 {
		t.Fatalf("after the removal: %+v, %v", people, err)
	}
	if _, err := b.AddVendor(ctx, assessment.Vendor{Name: "Cove"}, "Ruth Ortiz"); assessment.CaseOf(err) != assessment.NotAPerson {
		t.Fatalf("a removed person adds a vendor: %v", err)
	}
	health, err := b.Check(ctx)
	if err != nil || !health.Sound() {
		t.Fatalf("doctor: %+v, %v", health, err)
	}
}
