package report_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf"
	"assay/report/sign"
)

// stories are three small assessments of one RFP.
func stories(t testing.TB) []report.Compared {
	t.Helper()
	better := story(t)
	better.record("lead@hospital.example", 58, assessment.Answered{Answer: assessment.Answer{Item: "tiers", Value: "2"}})
	worse := story(t)
	worse.record("lead@hospital.example", 58, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late again"})
	return []report.Compared{under(t, "Ash", story(t)), under(t, "Birch", better), under(t, "Cedar", worse)}
}

func TestASignedComparisonIsProven(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	in := comparison(vendors(t))
	file := signedBy(t, ruth, renderedComparison(t, in))
	v := verified(t, file, trusting(ruth))
	if !v.Proven() || v.PagesMatch != report.MatchYes || v.Comparison == nil {
		t.Fatalf("%s: %v %q", v.Outcome(), v.Findings.Problems, v.Problems)
	}
	var order []string
	for n, s := range v.Comparison.Contest.Sides {
		order = append(order, s.Title)
		if side := v.Comparison.Sides[n]; side.Result.Shown != s.Result.Shown || side.Head != s.Snapshot.Head.String() || len(side.History.Heads) != int(s.Snapshot.Seq) {
			t.Errorf("%s: %+v", s.Title, side.Result)
		}
	}
	if want := []string{"Kestrelhythe", "Oakhollin", "Ellsmarch"}; !slices.Equal(order, want) || v.AsOf != today || v.Comparison.Title != "EHR integration and after-hours interface support" {
		t.Errorf("%q as of %s: %q", v.Comparison.Title, v.AsOf, order)
	}
	for name, p := range map[string]report.Policy{"nobody is trusted": {Now: signedAt}, "somebody else must sign": {
		Anchors: sign.Own(ruth.Chain), Now: signedAt, Expect: map[sign.Role]sign.Expected{sign.Approver: {Name: "Carla Cruz"}},
	}} {
		if v := verified(t, file, p); v.Proven() || v.Comparison != nil {
			t.Errorf("%s: proven %v, %+v", name, v.Proven(), v.Comparison)
		}
	}
	if v := verified(t, renderedComparison(t, in), trusting(ruth)); v.Proven() || v.Comparison != nil {
		t.Error("an unsigned comparison is proven")
	}
}

// The forger holds a trusted key, and signs what he made.
func TestAForgedComparisonIsNotProven(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	in := comparison(stories(t))
	honest := renderedComparison(t, in)
	if v := verified(t, signedBy(t, ruth, honest), trusting(ruth)); !v.Proven() {
		t.Fatalf("the honest one: %v %q", v.Findings.Problems, v.Problems)
	}
	asAttached := func(change func(data string) string) []byte {
		return forge(t, honest, func(_ pdf.Reference, head string, data []byte) []byte {
			if strings.Contains(head, "#2Fjson ") {
				return []byte(change(string(data)))
			}
			return data
		})
	}
	replacing := func(old, with string) func(string) string {
		return func(data string) string {
			if !strings.Contains(data, old) {
				t.Fatalf("the data does not hold %s", old)
			}
			return strings.Replace(data, old, with, 1)
		}
	}
	lied := in
	lied.Sides = slices.Clone(in.Sides)
	lied.Sides[1].Snapshot.Answers = maps.Clone(in.Sides[1].Snapshot.Answers)
	lie := lied.Sides[1].Snapshot.Answers["BAA-01"]
	lie.Note = "Nothing is wrong with it"
	lied.Sides[1].Snapshot.Answers["BAA-01"] = lie
	sides := regexp.MustCompile(`"sides":\[(\{.*\}),(\{"as_of":"[-0-9]+","milestone".*\}),(\{"as_of":"[-0-9]+","milestone".*\})\]`)
	for name, forgery := range map[string]struct {
		file []byte
		want string
	}{
		"a page says another verdict": {forge(t, honest, func(_ pdf.Reference, _ string, data []byte) []byte {
			return bytes.ReplaceAll(data, utf16("blocked"), utf16("approve"))
		}), "page 1 differs from the page that the data gives"},
		"an answer is not that of the journal": {renderedComparison(t, lied), "C Birch: the answers of the report are not those of its journal: BAA-01"},
		"an answer is changed":                 {asAttached(replacing(`"value":"unmet"`, `"value":"met"`)), "page"},
		"another head":                         {asAttached(replacing(`"head":"`+in.Sides[0].Snapshot.Head.String()[:2], `"head":"00`)), "leads to the head"},
		"another day":                          {asAttached(replacing(`"sides":[{"as_of":"2026-11-22"`, `"sides":[{"as_of":"2026-11-21"`)), "page"},
		"a side is left out":                   {asAttached(func(data string) string { return sides.ReplaceAllString(data, `"sides":[$1,$2]`) }), "the report has"},
		"only one side":                        {asAttached(func(data string) string { return sides.ReplaceAllString(data, `"sides":[$1]`) }), "takes 2 to 26"},
		"the sides in another order":           {asAttached(func(data string) string { return sides.ReplaceAllString(data, `"sides":[$2,$1,$3]`) }), "another order"},
		"a side twice":                         {asAttached(func(data string) string { return sides.ReplaceAllString(data, `"sides":[$1,$1,$3]`) }), "compared with itself"},
		"a questionnaire nobody asked":         {asAttached(replacing(`"questionnaires":{`, `"questionnaires":{"00":{},`)), "more than a report needs"},
		"another questionnaire":                {asAttached(replacing(`"floor":60`, `"floor":70`)), "but its journal names"},
		"an award nobody made":                 {asAttached(replacing(`{"award":null`, `{"award":{"by":"","chosen":"a-ash","contenders":[],"id":"","reason":"","rfp":"r1"}`)), "did not compete"},
		"a key nobody knows":                   {asAttached(replacing(`{"award"`, `{"aa":1,"award"`)), "unknown field"},
		"a key nobody knows, inside":           {asAttached(replacing(`"opened_at"`, `"opened_aa":1,"opened_at"`)), "more than a report needs"},
		"spaces":                               {asAttached(replacing(`,"paper"`, `, "paper"`)), "canonical"},
		"no data":                              {bytes.ReplaceAll(honest, []byte("(comparison.json)"), []byte("(comparison.jsox)")), "the data is missing"},
		"no journal":                           {bytes.ReplaceAll(honest, []byte("(journal-B.jsonl)"), []byte("(journal-B.jsonx)")), "the report carries no journal"},
	} {
		v := verified(t, signedBy(t, ruth, forgery.file), trusting(ruth))
		if !v.Findings.Proven() {
			t.Fatalf("%s: the forgery has a bad signature, so it proves nothing: %v", name, v.Findings.Signatures)
		}
		if v.Proven() || v.Comparison != nil || !strings.Contains(strings.Join(v.Problems, "; "), forgery.want) {
			t.Errorf("%s: proven %v, problems %q", name, v.Proven(), v.Problems)
		}
	}
}

// The journals of the sides are compared with the database, and the signature is
// looked for in each.
func TestTheSidesAreComparedWithTheDatabase(t *testing.T) {
	ruth := identity(t, "Ruth Adeyemi")
	in := comparison(stories(t))
	file := signedBy(t, ruth, renderedComparison(t, in))
	kept := map[string][]assessment.Written{}
	for _, side := range in.Sides {
		kept[side.Snapshot.Assessment] = side.Journal
	}
	policy := trusting(ruth)
	policy.HasHead = func(id, head string) (assessment.Holding, error) { return assessment.Held, nil }
	policy.Journal = func(id string) ([]assessment.Written, error) { return kept[id], nil }
	policy.Signings = func(string) ([]assessment.Signing, error) { return nil, nil }
	v := verified(t, file, policy)
	for _, want := range []string{"A Ash: the journal still holds the head", "B Cedar: the journal still holds the head", `no journal records that "Ruth Adeyemi" signed this file`} {
		if !v.Proven() || !strings.Contains(strings.Join(v.Notes, "; "), want) {
			t.Errorf("%s, %q, notes %q, want %q", v.Outcome(), v.Problems, v.Notes, want)
		}
	}
	other := slices.Clone(kept["a-birch"])
	other[6].Header = strings.Replace(other[6].Header, `"by":"`, `"by":"x`, 1)
	kept["a-birch"] = other
	if v := verified(t, file, policy); v.Proven() || !strings.Contains(strings.Join(v.Problems, "; "), "C Birch: the journal differs from that of the report from event 7 on") {
		t.Errorf("another journal in the database: %s, %q", v.Outcome(), v.Problems)
	}
}

// The grades that a closed panel hides are in no part of the file.
func TestAComparisonHoldsNoHiddenGrade(t *testing.T) {
	j := demoJournal(t, "oakhollin", "Oakhollin, Inc.")
	j.record("lead@hospital.example", 61, assessment.GradersNamed{Names: []string{"Dana Whitfield", "Ruth Adeyemi"}})
	item := ""
	for asked := range j.q.Items() {
		if asked.Kind.Scored() && item == "" {
			item = asked.ID
		}
	}
	const whisper = "they guessed, and looked at each other"
	four := 4
	j.record("Dana Whitfield", 62, assessment.Graded{Item: item, Scorer: "Dana Whitfield", Grade: &four, Elements: []string{"actor"}, Note: whisper})
	closed := compared(refolded(t, "a-closed", j.q, slices.Clone(j.events)))
	if len(closed.Snapshot.Hidden()) == 0 {
		t.Fatalf("no panel is closed: %s", item)
	}
	ruth := identity(t, "Ruth Adeyemi")
	file := signedBy(t, ruth, renderedComparison(t, comparison([]report.Compared{vendors(t)[1], closed})))
	if v := verified(t, file, trusting(ruth)); !v.Proven() {
		t.Fatalf("%s: %q", v.Outcome(), v.Problems)
	}
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{report.ComparisonName, "journal-A.jsonl", "journal-B.jsonl"} {
		data, err := document.Attachment(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(whisper)) {
			t.Errorf("%s holds the note of a hidden grade", name)
		}
	}
	if strings.Contains(reading(t, file), whisper) {
		t.Error("a page holds the note of a hidden grade")
	}
}

// The award is printed, and each contender is compared with its side.
func TestAComparisonPrintsTheAward(t *testing.T) {
	in := comparison(vendors(t))
	a := assessment.Award{
		ID: "w1", RFP: "r1", Chosen: "a-kestrelhythe", RunnerUp: "a-oakhollin", By: "Renata Ortiz", Role: "CISO", Reason: "Shows most of what it claims",
		Outside: []assessment.Criterion{{Name: "price", Text: "second lowest of three"}}, RecordedBy: "lead@hospital.example", At: at(20, 0),
	}
	for n, side := range in.Sides {
		c, err := assessment.ContenderOf(side.Snapshot, resultOf(side))
		if err != nil {
			t.Fatal(err)
		}
		c.Rank, c.WhyNot = n+1, fmt.Sprintf("reason %d", n)
		a.Contenders = append(a.Contenders, c)
	}
	in.Award = &a
	file := renderedComparison(t, in)
	holds(t, reading(t, file), map[string]string{
		"who won": "✓ Awarded to Kestrelhythe.", "by whom": "Approved by Renata Ortiz, CISO on 2026-11-22", "why": "Why Shows most of what it claims",
		"next": "Runner-up Oakhollin", "beside": "Price second lowest of three", "why not": "• Ellsmarch, not chosen: reason 0",
	})
	ruth := identity(t, "Ruth Adeyemi")
	v := verified(t, signedBy(t, ruth, file), trusting(ruth))
	if !v.Proven() || len(v.Notes) != 1 || !strings.Contains(v.Notes[0], "the award is printed as the signers state it") {
		t.Errorf("%s, %q, notes %q", v.Outcome(), v.Problems, v.Notes)
	}
	a.Contenders[0].Shown, a.Contenders[1].Head = 12, assessment.Head{}
	v = verified(t, signedBy(t, ruth, renderedComparison(t, in)), trusting(ruth))
	for _, want := range []string{"C Ellsmarch: at the award it was blocked with 1.2 shown, and here it is blocked with 84.6", "A Kestrelhythe: its journal does not hold the head that the award names"} {
		if !slices.Contains(v.Notes, want) {
			t.Errorf("missing: %q in %q", want, v.Notes)
		}
	}
	honest := slices.Clone(a.Contenders)
	for want, forge := range map[string]func(){
		`the award calls it "Oakhollin", and the vendor is "Kestrelhythe"`: func() {
			a.Contender("a-kestrelhythe").Vendor, a.Contender("a-oakhollin").Vendor = "Oakhollin", "Kestrelhythe"
		},
		`the award names the assessment "a-oakhollin" twice`: func() { a.Contenders = append(a.Contenders, *a.Contender("a-oakhollin")) },
	} {
		a.Contenders = slices.Clone(honest)
		forge()
		if v := verified(t, signedBy(t, ruth, renderedComparison(t, in)), trusting(ruth)); v.Proven() || !slices.Contains(v.Problems, want) {
			t.Errorf("%s, %q, want %q", v.Outcome(), v.Problems, want)
		}
	}
	a.Contenders = slices.Clone(honest)
	a.Chosen, a.RunnerUp = "a-elsewhere", ""
	a.Contenders = append(a.Contenders, assessment.Contender{Assessment: "a-elsewhere", Vendor: "Elsewhere"})
	if v := verified(t, signedBy(t, ruth, renderedComparison(t, in)), trusting(ruth)); !slices.Contains(v.Notes, `the award chose "Elsewhere", which is not compared here`) {
		t.Errorf("%s, %q, notes %q", v.Outcome(), v.Problems, v.Notes)
	}
	in.Award = &assessment.Award{RFP: "r2", Chosen: "a-kestrelhythe"}
	if _, err := report.RenderComparison(in); assessment.CodeOf(err) != assessment.Invalid {
		t.Errorf("an award of another RFP: %v", err)
	}
}

// A comparison of the most vendors is verified too, and on letter.
func TestALongComparisonIsProven(t *testing.T) {
	in := comparison(crowd(t, contest.Most))
	in.Paper, in.Differences = "letter", true
	in.Sides[3].View = questionnaire.NPRM2025
	ruth := identity(t, "Ruth Adeyemi")
	file := signedBy(t, ruth, renderedComparison(t, in))
	if v := verified(t, file, trusting(ruth)); !v.Proven() || len(v.Comparison.Sides) != contest.Most {
		t.Errorf("%s: %q", v.Outcome(), v.Problems)
	}
	t.Logf("%d bytes", len(file))
}
