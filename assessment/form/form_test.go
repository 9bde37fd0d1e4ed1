package form_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

func TestTheLineOfAFormComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Filter(func(s string) bool { return s == hostile.Line(s) })
		f := form.Form{
			ID: rapid.StringMatching(`[0-9a-f]{32}`).Draw(t, "id"), Assessment: name.Draw(t, "assessment"), Vendor: name.Draw(t, "vendor"),
			Questionnaire: name.Draw(t, "questionnaire"), Version: name.Draw(t, "version"), Hash: name.Draw(t, "hash"),
			Milestone: rapid.SampledFrom(questionnaire.Milestones()).Draw(t, "milestone"),
			Made:      assessment.Date(rapid.IntRange(1, 40_000).Draw(t, "made")), Due: assessment.Date(rapid.IntRange(0, 40_000).Draw(t, "due")),
			Part: rapid.SampledFrom([]form.Part{form.All, form.Evidence, form.Outstanding}).Draw(t, "part"),
		}
		if again, err := form.Parse("  " + f.String() + "\n"); err != nil || again != f {
			t.Fatalf("%q came back as %+v, %v; want %+v", f.String(), again, err, f)
		}
	})
}

func TestAnotherLineIsNoForm(t *testing.T) {
	good := form.Form{ID: strings.Repeat("0a", 16), Vendor: "Harbor", Questionnaire: "hipaa-staffing", Milestone: questionnaire.Award}.String()
	if _, err := form.Parse("Harbor"); !errors.Is(err, form.ErrNotAForm) {
		t.Errorf("a plain text gives %v", err)
	}
	for name, line := range map[string]string{
		"another order":  strings.Replace(good, "form=", "z=1&form=", 1),
		"a second value": good + "&vendor=Quayside",
		"a short id":     strings.Replace(good, "0a0a", "", 1),
		"no milestone":   strings.Replace(good, "milestone=award", "milestone=never", 1),
		"a bad escape":   good + "%zz",
		"a new line":     strings.Replace(good, "Harbor", "Harbor%0A", 1),
		"a bad part":     strings.Replace(good, "&questionnaire", "&part=x&questionnaire", 1),
		"a bad day":      strings.Replace(good, "&milestone", "&made=2026-02-31&milestone", 1),
		"too long":       good + strings.Repeat("x", 5_000),
	} {
		if f, err := form.Parse(line); err == nil || errors.Is(err, form.ErrNotAForm) {
			t.Errorf("%s: %q is read as %+v, %v", name, line, f, err)
		}
	}
}
