package tui_test

import (
	"slices"
	"testing"
)

// Keys in one breath open one form, and each text goes into its field. A wrong value
// is pointed out under its field; esc leaves the form, ctrl+c the program.
func TestForms(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Type("RR").See("New request for proposals").Press("esc").Miss("New request for proposals")
		ui.Press("n").Type("Harbor\rHarbor LLC\rusx\r").See("▸ country     usx", "! a country is two letters", "  contact")
		ui.Press("backspace").Miss("!").Type("\rMRN 1234567\r").See("▸ contact", "! this looks like a medical record number")
		ui.Press("enter").See("Harbor is added").Press("n").Type("Half").Leave()
		vendors, err := b.Store.Vendors(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, v := range vendors {
			names = append(names, v.Name+" "+v.LegalName+" "+v.Country+" "+v.Contact)
		}
		if !slices.Contains(names, "Harbor Harbor LLC US MRN 1234567") || len(names) != 4 {
			t.Errorf("the vendors are %q", names)
		}
	})
}

// The form for the assessment of a person asks for the milestone, which is chosen
// beforehand, and for the person.
func TestFormForAPerson(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		b.filled()
		ui := b.start(t, 80, 24)
		ui.Press("a").See("Assess Acme", "Before one person starts").Press("3").See("▸ verdict for", "▸ access: before", "about", "a roster reference")
		ui.Press("enter", "enter").See("! say which placed person it is about").Type("roster 17\r").See("› BAA-01", "roster 17 for access").At(100, 24).See("roster 17 · start-list for access").Leave()
	})
}

// A country that is left out stays out.
func TestAVendorWithoutACountry(t *testing.T) {
	story(t, func(t *testing.T, b *workbench) {
		ui := b.start(t, 80, 24)
		ui.Press("n").Type("Harbor\r\r\r\r").See("Harbor is added").Leave()
		vendors, err := b.Store.Vendors(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(vendors) != 1 || vendors[0].Country != "" {
			t.Errorf("the vendors are %+v", vendors)
		}
	})
}
