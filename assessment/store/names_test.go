package store_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/assessment"
	"assay/assessment/store"
	"assay/questionnaire"
)

func TestFindingAVendor(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	_, err := b.FindVendor(ctx, "acme")
	refused(t, err, assessment.NotFound)

	acme := b.named("5e000000-0000-7000-8000-000000000001", "Acme")
	staffing := b.named("5e000000-0000-7000-8000-000000000002", "Acme Staffing")
	ubung := b.named("77000000-0000-7000-8000-000000000003", "Übung & Co")
	for _, test := range []struct {
		ref  string
		want assessment.Vendor
		code assessment.Code
		hint string
	}{
		{acme.ID, acme, "", ""},
		{"ACME", acme, "", ""}, // the whole name goes before a beginning
		{"acme s", staffing, "", ""},
		{" übu ", ubung, "", ""},
		{"770000", ubung, "", ""},
		{"77000", assessment.Vendor{}, assessment.NotFound, "Übung & Co"}, // too short for an id
		{"5e0000", assessment.Vendor{}, assessment.Ambiguous, "Acme Staffing"},
		{"ac", assessment.Vendor{}, assessment.Ambiguous, "Acme Staffing"},
		{"staffing", assessment.Vendor{}, assessment.NotFound, "Acme Staffing"},
		{"", assessment.Vendor{}, assessment.NotFound, "Acme"},
	} {
		got, err := b.FindVendor(ctx, test.ref)
		refused(t, err, test.code)
		if got != test.want || !strings.Contains(candidates(err), test.hint) {
			t.Errorf("%q finds %q, candidates %q", test.ref, got.Name, candidates(err))
		}
	}
}

func (b *bench) named(id, name string) assessment.Vendor {
	b.tb.Helper()
	v, err := b.AddVendor(context.Background(), assessment.Vendor{ID: id, Name: name}, "lead@hospital.example")
	if err != nil {
		b.tb.Fatal(err)
	}
	return v
}

func TestAVendorAsItWasGiven(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	given := assessment.Vendor{Name: "Meridian \x1b[31mTalent", LegalName: "Meridian Talent LLC", Country: "US", Contact: "ana@meridian.example", Note: "two\nlines"}
	added, err := b.AddVendor(ctx, given, "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	want := given
	want.Name, want.ID, want.AddedAt = "Meridian Talent", added.ID, b.clock.Now().UnixMicro()
	if diff := cmp.Diff(want, added); diff != "" || added.ID == "" {
		t.Errorf("added: %s", diff)
	}
	if all, err := b.again().Vendors(ctx); err != nil || !cmp.Equal(all, []assessment.Vendor{want}) {
		t.Errorf("stored: %v, %v", all, err)
	}
}

func TestAVendorThatCannotBe(t *testing.T) {
	b := newBench(t)
	for _, v := range []assessment.Vendor{{}, {Name: "\x1b[31m"}, {Name: "Meridian", Country: "usa"}} {
		_, err := b.AddVendor(context.Background(), v, "lead@hospital.example")
		refused(t, err, assessment.Invalid)
	}
}

func TestAnRFPPinsItsRules(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	vendor := b.vendor("Meridian Talent")
	rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk 2027", Reference: "RFP-27-014", Due: b.Today() + 30, Milestone: questionnaire.Access}, small(), "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	other := edition(t, "1.0.1")

	b = b.again()
	if found, err := b.FindRFP(ctx, "rfp-27"); err != nil || !reflect.DeepEqual(found, rfp) {
		t.Errorf("by its reference: %+v, %v", found, err)
	}
	snapshot, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, By: evaluator})
	if err != nil {
		t.Fatal(err)
	}
	if snapshot.Opened.Questionnaire != assessment.PinOf(small()) || snapshot.Milestone != questionnaire.Access || snapshot.Opened.TimeZone != "UTC" ||
		!cmp.Equal(snapshot.Opened.RFP, &rfp) || snapshot.Opened.Vendor != vendor {
		t.Errorf("it opened as %+v", snapshot.Opened)
	}
	for name, test := range map[string]struct {
		q         *questionnaire.Questionnaire
		milestone questionnaire.Milestone
	}{"another questionnaire": {other, ""}, "another milestone": {nil, questionnaire.Award}} {
		t.Run(name, func(t *testing.T) {
			_, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, Questionnaire: test.q, Milestone: test.milestone, By: evaluator})
			refused(t, err, assessment.Refused)
		})
	}
	if _, err := b.AddRFP(ctx, assessment.RFP{Title: "Day desk", Milestone: questionnaire.Award, Questionnaire: small().Hash()}, other, "lead@hospital.example"); err == nil {
		t.Error("an rfp took another questionnaire than it pins")
	}
	if len(b.rows()) != 1 {
		t.Error("a refused assessment was opened")
	}
}

// Every vendor of an RFP is asked the scenarios that were chosen for it.
func TestTheReserveIsChosenForAllVendorsOfAnRFP(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	with := func(version, id string) *questionnaire.Questionnaire {
		scenario := `
      - {id: TEC-09, ` + id + `kind: scenario, title: Night, ask: "What next?", weight: 1, basis: K, phase: pre-award, asked_of: delivery lead, practice: true,
         reserve: true, anchors: [a, b, c, d, e], elements: [clock]}
evidence:`
		text := strings.NewReplacer("\nevidence:", scenario, "version: 1.0.0", "version: "+version).Replace(asked)
		q, err := questionnaire.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	_, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk", Milestone: questionnaire.Award, Reserve: []string{"BAA-01"}}, with("1.0.0", ""), "lead@hospital.example")
	refused(t, err, assessment.Invalid)
	rfp, err := b.AddRFP(ctx, assessment.RFP{Title: "Night desk", Milestone: questionnaire.Award, Reserve: []string{"TEC-09"}}, with("1.0.0", ""), "lead@hospital.example")
	if err != nil {
		t.Fatal(err)
	}
	vendor := b.vendor("Meridian Talent")
	opened, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, By: evaluator})
	if err != nil || !cmp.Equal(opened.Reserve, rfp.Reserve) || !cmp.Equal(opened.Opened.Rules.Reserve, rfp.Reserve) {
		t.Fatalf("it asks the reserve %v, %v", opened.Reserve, err)
	}
	_, err = b.OpenAssessment(ctx, store.Opening{Vendor: vendor, RFP: &rfp, Reserve: []string{"TEC-09"}, By: evaluator})
	refused(t, err, assessment.Refused)

	// The choice follows the rules of the RFP, also when tables are made again, and a
	// re-assessment keeps it unless it chooses anew.
	if _, err := b.RepinRFP(ctx, rfp.ID, with("1.1.0", "was: [TEC-08], "), evaluator, "a better one"); err != nil {
		t.Fatal(err)
	}
	if err := b.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	b = b.again()
	if found, err := b.FindRFP(ctx, "night"); err != nil || !cmp.Equal(found.Reserve, rfp.Reserve) {
		t.Errorf("after a change of rules: %+v, %v", found, err)
	}
	alone := store.Opening{Vendor: vendor, Questionnaire: with("1.1.0", "was: [TEC-08], "), Milestone: questionnaire.Award, By: evaluator, From: opened.Assessment}
	if again, err := b.OpenAssessment(ctx, alone); err != nil || !cmp.Equal(again.Reserve, rfp.Reserve) {
		t.Errorf("a re-assessment asks the reserve %v, %v", again.Reserve, err)
	}
	alone.Reserve = []string{}
	if again, err := b.OpenAssessment(ctx, alone); err != nil || len(again.Reserve) > 0 {
		t.Errorf("one that chooses none asks the reserve %v, %v", again.Reserve, err)
	}
}

func TestAnAssessmentThatCannotOpen(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	vendor := b.vendor("Meridian Talent")
	for name, open := range map[string]func(b *bench) error{
		"nobody's": func(b *bench) error {
			_, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: " "})
			return err
		},
		"of nothing": func(b *bench) error {
			_, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Milestone: questionnaire.Award, By: evaluator})
			return err
		},
		"for no milestone": func(b *bench) error {
			_, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: small(), By: evaluator})
			return err
		},
		"in a zone without a name": func(b *bench) error {
			local := options(b.clock, "")
			local.Zone = time.Local
			s, err := store.Open(ctx, b.Path(), local)
			if err != nil {
				return err
			}
			defer s.Close()
			_, err = s.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) { refused(t, open(b), assessment.Invalid) })
	}
	_, err := b.OpenAssessment(ctx, store.Opening{Vendor: assessment.Vendor{ID: "unknown", Name: "x"}, Questionnaire: small(), Milestone: questionnaire.Award, By: evaluator})
	refused(t, err, assessment.NotFound)
	if len(b.rows()) != 0 {
		t.Error("one was opened")
	}
}

func TestFindingAnAssessment(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	id := b.assess("Meridian Talent")
	b.assess("Harbor Staffing")
	for _, ref := range []string{id, "meri", "Meridian Talent"} {
		if got, err := b.FindAssessment(ctx, ref); got != id || err != nil {
			t.Errorf("%q finds %q: %v", ref, got, err)
		}
	}
	vendor, err := b.FindVendor(ctx, "meri")
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.OpenAssessment(ctx, store.Opening{Vendor: vendor, Questionnaire: small(), Milestone: questionnaire.Review, By: evaluator})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.FindAssessment(ctx, "meri")
	refused(t, err, assessment.Ambiguous)
	if hint := candidates(err); hint != "meri@award (Meridian Talent, small for award), meri@review (Meridian Talent, small for review)" {
		t.Errorf("the candidates are %q", hint)
	}
	if got, err := b.FindAssessment(ctx, "meri@rev"); got != second.Assessment || err != nil {
		t.Errorf("found %q: %v", got, err)
	}
	_, err = b.FindAssessment(ctx, "nobody")
	refused(t, err, assessment.NotFound)
}

func TestFindingOneAssessmentAmongMany(t *testing.T) {
	b := newBench(t)
	ubung, kilo := b.assess("Übung & Co"), b.assess("100% Kilo")
	for n := range 7 {
		b.assess(fmt.Sprintf("Harbor %d", n))
		b.clock.days(1)
	}
	for _, test := range []struct {
		ref, want string
		code      assessment.Code
		hint      string
	}{
		{"übu", ubung, "", ""},
		{"ÜBUNG & CO", ubung, "", ""},
		{strings.ToUpper(ubung), ubung, "", ""},
		{"100%", kilo, "", ""},
		{"  harbor 3 ", "*", "", ""},
		{"harbor", "", assessment.Ambiguous, "…"},
		{"bung", "", assessment.NotFound, "Übung & Co"},
		{"kilo", "", assessment.NotFound, "100% Kilo"},
		{"%", "", assessment.NotFound, "100% Kilo"},
		{"nobody", "", assessment.NotFound, "Harbor 6"}, // the latest
		{"", "", assessment.NotFound, "Harbor 6"},
		{"éclat", "", assessment.NotFound, "Harbor 6"},
	} {
		got, err := b.FindAssessment(context.Background(), test.ref)
		refused(t, err, test.code)
		if got != test.want && test.want != "*" || !strings.Contains(candidates(err), test.hint) {
			t.Errorf("%q finds %q, want %q, candidates %q", test.ref, got, test.want, candidates(err))
		}
	}
}

func TestTheQuestionnaireComesBackWhole(t *testing.T) {
	b := newBench(t)
	b.assess("Meridian Talent")
	b = b.again()
	q, err := b.Questionnaire(context.Background(), small().Hash())
	if err != nil || string(q.Canonical()) != string(small().Canonical()) {
		t.Errorf("it is another: %v", err)
	}
}

func TestWhereTheEvaluatorLeft(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	for _, item := range []string{"TEC-01", "TEC-02"} {
		if err := b.Remember(ctx, "interview/1", item); err != nil {
			t.Fatal(err)
		}
	}
	b = b.again()
	for key, want := range map[string]string{"interview/1": "TEC-02", "interview/2": ""} {
		if got, err := b.Recall(ctx, key); got != want || err != nil {
			t.Errorf("%s: %q, want %q: %v", key, got, want, err)
		}
	}
}

// edition is the small questionnaire in another version.
func edition(t *testing.T, version string) *questionnaire.Questionnaire {
	t.Helper()
	q, err := questionnaire.Parse(strings.NewReader(strings.Replace(asked, "version: 1.0.0", "version: "+version, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return q
}
