package questionnaire_test

import (
	"regexp"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/questionnaire/citation"
	"assay/templates"

	"github.com/google/go-cmp/cmp"
)

// shippedBooks are the questionnaires that ship.
func shippedBooks(t *testing.T) (all []*questionnaire.Questionnaire) {
	t.Helper()
	listings, err := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()}).List()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range listings {
		if l.Err != nil {
			t.Fatalf("%s: %v", l.File, l.Err)
		}
		all = append(all, l.Questionnaire)
	}
	return all
}

func shippedPoints(t *testing.T) []questionnaire.Point {
	t.Helper()
	points, err := questionnaire.ReadPoints(templates.Sources())
	if err != nil {
		t.Fatal(err)
	}
	return points
}

// The two texts that the shipped questionnaires were made from have 247
// points, and none of them is passed over.
func TestEveryPointOfTheSourcesIsCovered(t *testing.T) {
	points := shippedPoints(t)
	if len(points) != 247 {
		t.Errorf("there are %d points", len(points))
	}
	seen := map[string]bool{}
	for _, row := range questionnaire.Coverage(shippedBooks(t), points, nil) {
		if len(row.CoveredBy) == 0 {
			t.Errorf("nothing covers %s: %s", row.Source, row.Text)
		}
		if seen[row.Source] || row.Text == "" || row.Group == "" {
			t.Errorf("%+v is given twice, or says nothing", row)
		}
		seen[row.Source] = true
	}
}

func TestEveryPointThatIsNamedExists(t *testing.T) {
	known := map[string]bool{}
	for _, point := range shippedPoints(t) {
		known[point.ID] = true
	}
	check := func(where string, sources []string) {
		for _, id := range sources {
			if !known[id] {
				t.Errorf("%s names %s, which is no point of the sources", where, id)
			}
		}
	}
	for _, q := range shippedBooks(t) {
		for _, domain := range q.Domains {
			for _, item := range domain.Items {
				check(q.ID+" "+item.ID, item.Sources)
			}
		}
		for _, term := range q.Glossary {
			check(q.ID+" "+term.ID, term.Sources)
		}
	}
}

// What the Security Rule demands of a business associate is asked: of its
// specifications, only those that bind others may be passed over.
func TestEveryDutyOfTheSecurityRuleIsCovered(t *testing.T) {
	bindsOthers := regexp.MustCompile(`^45 CFR 164\.(308\(a\)\(4\)\(ii\)\(A\)|314\(b\).*)$`) // clearinghouses; group health plans
	duties := 0
	for _, row := range questionnaire.Coverage(shippedBooks(t), nil, citation.All()) {
		if row.Status != citation.Required && row.Status != citation.Addressable {
			continue
		}
		duties++
		if row.Gap() && !bindsOthers.MatchString(row.Source) {
			t.Errorf("nothing covers %s: %s", row.Source, row.Text)
		}
	}
	if duties < 40 {
		t.Errorf("only %d duties were looked at", duties)
	}
}

func TestWhatCoversWhat(t *testing.T) {
	first, second := rewritten(t), rewritten(t, "id: edition\n", "id: second\n", "sources: [A02]", "sources: [A01, A02]")
	words := []string{
		"cites: [45 CFR 160.103], evidence", `cites: ["45 CFR 164.308(a)(5)(ii)(A)-(C) (remark)", 45 CFR Part 164 Subpart D, HHS cloud computing FAQ], evidence`,
	}
	cited := rewritten(t, words...)
	provisions := citation.All()
	points := []questionnaire.Point{{ID: "A01", Topic: "method", Text: "Judge."}, {ID: "A02", Topic: "fact", Text: "Know."}, {ID: "A03", Topic: "fact", Text: "Pass over."}}

	rows := map[string]questionnaire.Covered{}
	for _, row := range questionnaire.Coverage([]*questionnaire.Questionnaire{first, second, cited}, points, provisions) {
		rows[row.Source] = row
	}
	gate, memo := []string{"GOV-01"}, []string{"GOV-01", "glossary#memo"}
	for source, want := range map[string]struct{ by, within []string }{
		"A01":                                     {memo, nil}, // named once, though three questionnaires hold the item
		"A02":                                     {[]string{"glossary#memo"}, nil},
		"A03":                                     {[]string{}, nil},
		"45 CFR 160.103":                          {memo, nil},
		"45 CFR Part 160":                         {memo, nil},
		"45 CFR 164.308":                          {gate, nil}, // a paragraph below it is cited
		"45 CFR 164.308(a)(5)(ii)":                {gate, nil},
		"45 CFR 164.308(a)(5)(ii)(A)":             {gate, nil},
		"45 CFR 164.308(a)(5)(ii)(B)":             {gate, nil},
		"45 CFR 164.308(a)(5)(ii)(C)":             {gate, nil},
		"45 CFR 164.308(a)(5)(ii)(D)":             {[]string{}, nil}, // the run ends before it
		"45 CFR 164.308(a)(4)(ii)(A)":             {[]string{}, nil},
		"45 CFR Part 164":                         {gate, nil},
		"45 CFR Part 164 Subpart D":               {gate, nil},
		"45 CFR 164.410":                          {[]string{}, gate}, // only as a part of Subpart D
		"45 CFR 164.312(b)":                       {[]string{}, nil},
		"HHS cloud computing FAQ":                 {gate, nil},
		"FBI/IC3 notices on DPRK IT-worker fraud": {[]string{}, nil},
	} {
		row, found := rows[source]
		if !found {
			t.Errorf("there is no row for %s", source)
			continue
		}
		if diff := cmp.Diff(want.by, row.CoveredBy); diff != "" {
			t.Errorf("%s: %s", source, diff)
		}
		if diff := cmp.Diff(want.within, row.Within, equateEmpty); diff != "" {
			t.Errorf("%s lies within: %s", source, diff)
		}
	}
	if len(rows) != len(points)+len(provisions) {
		t.Errorf("%d rows for %d points and %d provisions", len(rows), len(points), len(provisions))
	}
}

var equateEmpty = cmp.Transformer("texts", func(texts []string) string { return strings.Join(texts, ", ") })
