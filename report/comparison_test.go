package report_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/questionnaire"
	"assay/report"
	"assay/report/pdf/pdftest"
)

// vendors are the three vendors of the demo, judged for one RFP. They are
// interviewed once, for all tests.
func vendors(t testing.TB) []report.Compared {
	interviewed.Do(func() {
		for _, name := range []string{"Ellsmarch", "Kestrelhythe", "Oakhollin"} {
			three = append(three, under(t, name, demoJournal(t, strings.ToLower(name), name+", Inc.")))
		}
	})
	return slices.Clone(three)
}

var (
	interviewed sync.Once
	three       []report.Compared
)

// under is the same journal under another name of the vendor, and as an assessment of
// its own.
func under(t testing.TB, name string, j *journal) report.Compared {
	t.Helper()
	events := slices.Clone(j.events)
	opened, _ := events[0].Change.(assessment.Opened)
	opened.Vendor.Name = name
	events[0].Change = opened
	return compared(refolded(t, "a-"+strings.ToLower(strings.Trim(strings.Map(plainRune, name), "-")), j.q, events))
}

func plainRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return '-'
}

// refolded is the snapshot of events as a journal of another assessment.
func refolded(t testing.TB, id string, q *questionnaire.Questionnaire, events []assessment.Event) assessment.Snapshot {
	t.Helper()
	for n := range events {
		events[n].Assessment, events[n].Seq = id, int64(n+1)
	}
	state, err := assessment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	journals[state.Head] = events
	return assessment.Snapshot{Assessment: id, Questionnaire: q, State: state}
}

// compared is a snapshot as a side of a comparison.
func compared(s assessment.Snapshot) report.Compared {
	return report.Compared{Snapshot: s, AsOf: today, Milestone: questionnaire.Award, View: questionnaire.Current, Journal: journalOf(s)}
}

func resultOf(c report.Compared) assessment.Result {
	return assessment.Evaluate(c.Snapshot, c.AsOf, c.Milestone, c.View)
}

func comparison(all []report.Compared) report.ComparisonInput {
	return report.ComparisonInput{Sides: all, Organisation: "St. Elsewhere Hospital", Evaluator: "Ruth Adeyemi", Paper: "a4"}
}

func renderedComparison(t testing.TB, in report.ComparisonInput) []byte {
	t.Helper()
	file, err := report.RenderComparison(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAComparisonTellsAReaderWhoMayBeTrustedAndWhy(t *testing.T) {
	all := vendors(t)
	text := reading(t, renderedComparison(t, comparison(all)))
	hash, err := all[0].Snapshot.Hash()
	if err != nil {
		t.Fatal(err)
	}
	ellsmarch, kestrelhythe := resultOf(all[0]).Shown.String(), resultOf(all[1]).Shown.String()
	for about, want := range map[string]string{
		"the contest":                "EHR integration and after-hours interface support",
		"its number":                 "request for proposals RFP-2026-14",
		"that the ground is unequal": "▲ Not like for like: 4 questions did not apply to Ellsmarch.",
		"and why":                    " (4 did not apply) for Ellsmarch",
		"the terms":                  "award 2026-11-22 in force hipaa-staffing",
		"a verdict":                  "C Ellsmarch ■ blocked " + ellsmarch,
		"what blocks":                "decision: none BAA-09 BAA free of dilution ■ Stop flag on BAA-01: “Refuses to sign",
		"who is first":               "Kestrelhythe is first at " + kestrelhythe + ".",
		"the blocked one, apart":     "C Ellsmarch – ■ blocked " + ellsmarch,
		"how firm":                   "No realistic change of one weight changes the order",
		"what blocked means":         "Blocked vendors rank after all others, whatever they score.",
		"a domain, shown, claimed":   "SUB Subcontractor and offshore chain 76.7 89.1 56.2 ▼ 72.8 90.0 100.0",
		"how it is shown":            " 0 2025-08-09 ADM-10",
		"an open gate":               "✗ failed BAA-09 BAA free of dilution blocks",
		"a warning":                  "▲ warning SUB-07 “The employer of record",
		"no flag":                    "Every gate is closed, and no flag is open.",
		"an item, side by side":      "BAA-04 blocks ✓ met, verified, closed ✓ met, verified, closed ✗ unmet, documented, Every required BAA clause present failed",
		"a fact in words":            "Read and write within one Broad read, bulk query or",
		"the head of a journal":      all[0].Snapshot.Head.String(),
		"the hash of a snapshot":     hash,
		"the questionnaire's hash":   all[0].Snapshot.Pin().Hash,
		"why it is first":            "Kestrelhythe leads Oakhollin by 15.1: Warnings +6.0, Contract / BAA +3.2, ",
		"the points of a domain":     "SUB Subcontractor and offshore chain +1.9 −1.2",
		"the lead they add up to":    "The lead +15.1 −4.1",
		"what a difference weighs":   "BAA-05 conditional at most",
		"where people sign":          "Each signature covers the whole comparison",
		"the method":                 "SMAA-2",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing: %q", about, want)
		}
	}
	if first, ranked := strings.Index(text, "Not like for like"), strings.Index(text, "Verdicts"); first > ranked {
		t.Error("a verdict stands before the unequal ground")
	}
	if strings.Contains(text, "TEC-06 ") {
		t.Error("an item stands among the differences on which all agree")
	}
}

func TestAComparisonIsTheSameInWhicheverOrderTheyCome(t *testing.T) {
	all := vendors(t)
	want := renderedComparison(t, comparison(all))
	slices.Reverse(all)
	if !bytes.Equal(renderedComparison(t, comparison(all)), want) {
		t.Error("the same vendors in another order give another file")
	}
}

func TestOnlyDifferencesLeavesOutTheDomainsOnWhichAllAgree(t *testing.T) {
	in := comparison(vendors(t))
	if text := reading(t, renderedComparison(t, in)); !strings.Contains(text, "OFF Offboarding 90.0") {
		t.Error("OFF is missing, though nothing is to be left out")
	}
	in.Differences = true
	text := reading(t, renderedComparison(t, in))
	if strings.Contains(text, "OFF Offboarding") || !strings.Contains(text, "3 domains on which all agree: not listed.") {
		t.Error("domains on which all agree are not left out, or nobody says so")
	}
}

// Twins differ in nothing but their names.
func TestTwinsTieAndAgreeOnEverything(t *testing.T) {
	oakhollin := demoJournal(t, "oakhollin", "Oakhollin, Inc.")
	in := comparison([]report.Compared{under(t, "Ash", oakhollin), under(t, "Box", oakhollin)})
	in.Differences = true
	text := reading(t, renderedComparison(t, in))
	for _, want := range []string{
		" questions asked of all", "A tie: Ash and Box share the first rank at " + resultOf(in.Sides[0]).Shown.String() + ".", "They agree on every item.", "No domain to show. 14 domains on which all agree: not listed.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
}

func TestAsManyAsThereAreLettersFitOnPaper(t *testing.T) {
	all := crowd(t, contest.Most+1)
	for n, paper := range map[int]string{6: "letter", 9: "letter", contest.Most: "a4"} {
		in := comparison(all[:n])
		in.Paper = paper
		file := renderedComparison(t, in)
		path := pdftest.Save(t, "comparison.pdf", file)
		if out, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok {
			t.Errorf("%d vendors: %s", n, out)
		}
		text := reading(t, file)
		for i, side := range in.Sides {
			if !strings.Contains(text, side.Snapshot.Opened.Vendor.Name) || !strings.Contains(text, side.Snapshot.Head.String()) {
				t.Errorf("%d vendors: number %d is missing", n, i+1)
			}
		}
	}
	for _, n := range []int{0, 1, contest.Most + 1} {
		if _, err := report.RenderComparison(comparison(all[:n])); assessment.CodeOf(err) != assessment.Invalid {
			t.Errorf("%d vendors: %v", n, err)
		}
	}
	in := comparison(all[:2])
	in.Paper = "a3"
	if _, err := report.RenderComparison(in); assessment.CodeOf(err) != assessment.Invalid {
		t.Errorf("on a3: %v", err)
	}
}

// crowd are many vendors, no two alike.
func crowd(t testing.TB, n int) []report.Compared {
	var all []report.Compared
	for i := range n {
		name := []string{"Ellsmarch", "Kestrelhythe", "Oakhollin"}[i%3]
		j := demoJournal(t, strings.ToLower(name), name+", Inc.")
		left := 0
		j.events = slices.DeleteFunc(j.events, func(e assessment.Event) bool {
			c, is := e.Change.(assessment.Answered)
			drop := is && c.Answer.Assurance != "" && left < i
			if drop {
				left++
			}
			return drop
		})
		all = append(all, under(t, fmt.Sprintf("%s %c Services", name, 'A'+i), j))
	}
	return all
}

func TestHostileNamesAreHarmlessOnPaper(t *testing.T) {
	all := vendors(t)
	all[0] = under(t, "\x1b]0;owned\x07Evil \u202e"+strings.Repeat("Anstalt für Weiterverwendung ", 12)+"😀", demoJournal(t, "ellsmarch", "Ellsmarch, Inc."))
	all[0].View = questionnaire.NPRM2025
	text := reading(t, renderedComparison(t, comparison(all)))
	for _, want := range []string{"different rule views", "rule view: current for Kestrelhythe and Oakhollin; nprm-2025 for Evil", "[U+1F600]", "the proposed rule, not law", "U+1F600"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
	for _, never := range []string{"owned", "\u202e", "\x1b"} {
		if strings.Contains(text, never) {
			t.Errorf("the text holds %q", never)
		}
	}
}

func TestAComparisonNamesDecisionsAndChangedRules(t *testing.T) {
	var all []report.Compared
	for n, name := range []string{"Ellsmarch", "Kestrelhythe", "Oakhollin"} {
		j := demoJournal(t, strings.ToLower(name), name+", Inc.")
		if n < 2 {
			j.record("lead@hospital.example", 70, assessment.Decided{Decision: assessment.Decision{Outcome: assessment.DecideRemediate, By: "ciso@hospital.example", Role: "CISO", Reason: "Once more"}})
		}
		if n == 1 {
			for _, a := range []assessment.Answer{{Item: "TEC-03", Value: assessment.Unmet}, {Item: "TEC-04", Value: "1"}} {
				j.record("lead@hospital.example", 71, assessment.Answered{Answer: a})
			}
		}
		if n == 2 {
			own, err := questionnaire.Decode(bytes.Replace(j.q.Canonical(), []byte(`"version":"`+j.q.Version), []byte(`"version":"9.9.9`), 1))
			if err != nil {
				t.Fatal(err)
			}
			changed, err := j.snapshot().ChangeRules(own, "Counsel asked for it")
			if err != nil {
				t.Fatal(err)
			}
			j.append(assessment.Entry{ID: "rules", At: at(16, 0), By: "lead@hospital.example", Change: changed})
			j.q = own
		}
		all = append(all, compared(refolded(t, "a-"+name, j.q, slices.Clone(j.events))))
	}
	text := reading(t, renderedComparison(t, comparison(all)))
	for _, want := range []string{"decision: remediate by", "remediate, void since TEC-03 and TEC-04 changed", "decision: none", "▲ rules changed after opening: 2026-11-22 by", "Counsel asked for it"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %q", want)
		}
	}
}

// A long name is cut where there is no room, and runs over no edge.
func TestNoNameRunsOverTheEdge(t *testing.T) {
	all := vendors(t)
	all[0] = under(t, strings.Repeat("Anstalt für Weiterverwendung ", 12), demoJournal(t, "ellsmarch", "Ellsmarch, Inc."))
	all[1] = under(t, strings.Repeat("w", 300), demoJournal(t, "kestrelhythe", "Kestrelhythe, Inc."))
	for _, paper := range []string{"a4", "letter"} {
		in := comparison(all)
		in.Paper = paper
		out, ok := pdftest.Tool(t, "pdftotext", "-bbox", pdftest.Save(t, "comparison.pdf", renderedComparison(t, in)), "-")
		if !ok {
			t.Skip(out)
		}
		words := regexp.MustCompile(`<word xMin="([0-9.]+)" .* xMax="([0-9.]+)"`).FindAllStringSubmatch(out, -1)
		if len(words) < 500 {
			t.Fatalf("only %d words", len(words))
		}
		edge := map[string]float64{"a4": 595.3, "letter": 612}[paper] - 51
		for _, word := range words {
			if right, err := strconv.ParseFloat(word[2], 64); err != nil || right > edge {
				t.Errorf("%s: a word ends at %s, and the page at %.0f", paper, word[2], edge)
			}
		}
	}
}

// A screen reader tells page 1 in the order in which people decide and sign.
func TestAComparisonIsReadInOrder(t *testing.T) {
	whole := long(t)
	j := &journal{t, whole.Questionnaire, slices.Clone(journals[whole.Head])}
	first := under(t, "Ash", j)
	j.record("lead@hospital.example", 50, assessment.FlagRaised{Severity: questionnaire.Warning, Text: "late again"})
	out, ok := pdftest.Tool(t, "pdfinfo", "-struct-text", pdftest.Save(t, "comparison.pdf", renderedComparison(t, comparison([]report.Compared{first, under(t, "Birch", j)}))))
	if !ok {
		t.Skip(out)
	}
	from := 0
	for _, want := range []string{
		`"Comparison of vendors`, `H1`, `"Comparison of 2 vendors"`, `"✓ Like for like`, "H2 (block)\n    \"Verdicts\"", `"Ash"`, `"✓ approve"`, `"Who is first, and why"`, `"Ash leads Birch by 3.0: Warnings +3.0."`,
		`"Each signature covers`, `"Assessor"`, `"Reviewer"`, `"Approver"`, `"Ranking"`, `"What the lead is made of"`, `"+3.0"`, `"Domains"`, `"Evidence"`, `"Where they differ"`, `"Method"`,
	} {
		at := strings.Index(out[from:], want)
		if at < 0 {
			t.Fatalf("%s does not follow: %.600s", want, out[from:])
		}
		from += at
	}
}

// A name that the typefaces cannot draw needs a spelling in Latin letters, which then
// takes its place, and has it below.
func TestAComparisonNamesEveryVendorLegibly(t *testing.T) {
	const tokyo = "東京データ"
	j := demoJournal(t, "oakhollin", "Oakhollin, Inc.")
	all := []report.Compared{vendors(t)[1], under(t, tokyo, j)}
	if _, err := report.RenderComparison(comparison(all)); assessment.CodeOf(err) != assessment.Refused || !strings.Contains(err.Error(), tokyo) {
		t.Fatalf("without a spelling: %v", err)
	}
	j.record("lead@hospital.example", 50, assessment.Spelled{Name: tokyo, Latin: "Tokyo Data"})
	all[1] = under(t, tokyo, j)
	if text := reading(t, renderedComparison(t, comparison(all))); !strings.Contains(text, "B Tokyo Data ◑ conditional") || !strings.Contains(text, "Kestrelhythe leads Tokyo Data by") || !strings.Contains(text, "[U+6771]") {
		t.Errorf("the spelling is missing: %.1500s", text)
	}
}
