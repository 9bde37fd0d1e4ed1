package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

// Whatever is ambiguous lists names to type, and each of them finds one
// assessment. So does every name that completion offers.
func TestAnAmbiguousNameListsWhatToType(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	rfp := func(title, reference string, at questionnaire.Milestone) *assessment.RFP {
		made, err := b.AddRFP(ctx, assessment.RFP{Title: title, Reference: reference, Milestone: at}, small(), evaluator)
		if err != nil {
			t.Fatal(err)
		}
		return &made
	}
	night, day, nameless := rfp("Night desk 2027", "RFP-2026-114", questionnaire.Award), rfp("Day desk", "RFP-2026-11", questionnaire.Award), rfp("Build (two)", "", questionnaire.Award)
	id := map[string]string{}
	open := func(key string, vendor assessment.Vendor, o store.Opening) {
		o.Vendor, o.By = vendor, evaluator
		if o.RFP == nil {
			o.Questionnaire = small()
		}
		opened, err := b.OpenAssessment(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		id[key] = opened.Assessment
	}
	harbor, light, hyphen := b.vendor("Harbor Staffing"), b.vendor("Harbor Light"), b.vendor("Harbor-Works")
	address, quoted, ubung := b.vendor("ana@harbor.example"), b.vendor("Harbor (US) & $ons"), b.vendor("Übung Harbor")
	open("night", harbor, store.Opening{RFP: night})
	open("day", harbor, store.Opening{RFP: day})
	open("nameless", harbor, store.Opening{RFP: nameless})
	open("review", harbor, store.Opening{Milestone: questionnaire.Review})
	open("light", light, store.Opening{Milestone: questionnaire.Award})
	open("hyphen award", hyphen, store.Opening{Milestone: questionnaire.Award})
	open("hyphen review", hyphen, store.Opening{Milestone: questionnaire.Review})
	open("address", address, store.Opening{Milestone: questionnaire.Award})
	open("address review", address, store.Opening{Milestone: questionnaire.Review})
	open("quoted", quoted, store.Opening{Milestone: questionnaire.Award})
	open("ubung", ubung, store.Opening{Milestone: questionnaire.Award})
	open("twin", ubung, store.Opening{Milestone: questionnaire.Award})

	for ref, want := range map[string]string{
		"harbor-st@review": "review", "Harbor Staffing@REVIEW": "review", "harbor s@rev": "review", "harbor-s@RFP-2026-114": "night",
		"harbor-s@rfp-2026-11": "day", "harbor@night": "night", "harbor@night-desk@award": "night", "harbor@day": "day", "harbor@build-(two)": "nameless",
		"harbor-light": "light", "harbor light": "light", "harbor-works@award": "hyphen award", "ana@harbor.example@review": "address review", "ana@harbor.example@award": "address",
	} {
		if got, err := b.FindAssessment(ctx, ref); err != nil || got != id[want] {
			t.Errorf("%q finds %q, %v", ref, got, err)
		}
	}
	for _, ref := range []string{"harbor", "harbor staffing", "harbor@award", "harbor-staffing@rfp", "ana", "ana@harbor.example", "harbor-w", "übung", "Übung Harbor@award", "nobody", "harbor@nothing", "@", "@review", "harbor@", "harbor@@award"} {
		_, err := b.FindAssessment(ctx, ref)
		var known *assessment.Error
		if !errors.As(err, &known) || len(known.About) == 0 {
			t.Errorf("%q: %v", ref, err)
			continue
		}
		for _, candidate := range known.About {
			if name, _, told := strings.Cut(candidate, " ("); told {
				if _, err := b.FindAssessment(ctx, name); err != nil || strings.Contains(name, " ") {
					t.Errorf("%q offers %q: %v", ref, candidate, err)
				}
			} else if candidate != "…" {
				t.Errorf("%q offers %q", ref, candidate)
			}
		}
	}
	for _, begun := range []string{"", "h", "harbor", "harbor-s", "harbor-staffing@", "harbor-staffing@r", "Ana", "ü", "nobody"} {
		names, err := b.ShortNames(ctx, begun, 20)
		for _, name := range names {
			if !strings.HasPrefix(name.Name, begun) {
				t.Errorf("%q offers %q", begun, name.Name)
			}
		}
		if err != nil || (len(names) == 0) != (begun == "nobody") {
			t.Errorf("%q: %v, %v", begun, names, err)
		}
		seen := map[string]bool{}
		for _, name := range names {
			got, err := b.FindAssessment(ctx, name.Name)
			if err != nil || seen[got] || name.Label == "" {
				t.Errorf("%q offers %q, which finds %q, %v", begun, name, got, err)
			}
			seen[got] = true
		}
	}
}
