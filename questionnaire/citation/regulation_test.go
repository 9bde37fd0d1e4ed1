package citation_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"assay/questionnaire/citation"
	"assay/templates"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

func TestTableIsSound(t *testing.T) {
	statuses := map[citation.Status]bool{
		citation.Standard: true, citation.Required: true, citation.Addressable: true, citation.Rule: true,
		citation.Law: true, citation.Guidance: true, citation.Contract: true, citation.Proposal: true,
	}
	for name, provisions := range map[string][]citation.Provision{"in force": citation.All(), "proposed": citation.Proposed()} {
		if len(provisions) == 0 {
			t.Errorf("nothing is listed as %s", name)
		}
		seen := map[citation.Citation]bool{}
		for _, p := range provisions {
			if seen[p.Cite] {
				t.Errorf("%s: %s is listed twice", name, p.Cite)
			}
			seen[p.Cite] = true
			if p.Title == "" || !statuses[p.Status] {
				t.Errorf("%s: %s lacks a title or a known status: %+v", name, p.Cite, p)
			}
			if read, err := citation.Parse(p.Cite.String()); err != nil || read != p.Cite {
				t.Errorf("%s: %s is read as %s, %v", name, p.Cite, read, err)
			}
		}
	}
}

func TestHoldersOfAParagraphAreListedBeforeIt(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range citation.All() {
		text := p.Cite.String()
		seen[text] = true
		if cut := strings.LastIndexByte(text, '('); cut > 0 && !seen[text[:cut]] {
			t.Errorf("%s stands before %s, or without it", text, text[:cut])
		}
	}
}

// The counts are those by which the Security Rule is commonly known; its
// Appendix A counts the standards that stand alone as required: 20 and 22.
func TestCountsOfTheSafeguards(t *testing.T) {
	counts, alone := map[citation.Status]int{}, 0
	for _, p := range citation.All() {
		if !safeguard(p) {
			continue
		}
		counts[p.Status]++
		if p.Status == citation.Standard && !hasSpecifications(p) {
			alone++
		}
	}
	delete(counts, citation.Rule)
	want := map[citation.Status]int{citation.Standard: 18, citation.Required: 14, citation.Addressable: 22}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	if alone != 6 {
		t.Errorf("%d standards stand alone, not 6", alone)
	}
}

func safeguard(p citation.Provision) bool {
	n := p.Cite.Number
	return n == "164.308" || n == "164.310" || n == "164.312"
}

// hasSpecifications looks beside a standard that opens its paragraph, as
// 164.308(a)(1)(i) opens 164.308(a)(1), and below any other.
func hasSpecifications(standard citation.Provision) bool {
	paragraph := standard.Cite.String()
	for _, opening := range []string{"(i)", "(1)"} {
		paragraph = strings.TrimSuffix(paragraph, opening)
	}
	for _, p := range citation.All() {
		specification := p.Status == citation.Required || p.Status == citation.Addressable
		if specification && strings.HasPrefix(p.Cite.String(), paragraph+"(") {
			return true
		}
	}
	return false
}

func TestLookup(t *testing.T) {
	for text, want := range map[string]string{
		"45 CFR 164.308(a)(3)(ii)(C)":     "Termination procedures",
		"45 CFR 164.308":                  "Administrative safeguards",
		"45 CFR 164.308(a)(4)":            "Information access management",
		"45 CFR 160.103 (subcontractor)":  "Definitions: business associate, subcontractor, workforce, protected health information",
		"45 CFR 164.312(a)(2)(i)-(iv)":    "Implementation specifications of access control",
		"45 CFR 164.308(a)(5)(ii)(A)-(D)": "Implementation specifications of security awareness and training",
		// Checklists cite these two for something else: they exist, and their titles say for what.
		"45 CFR 164.308(a)(1)(ii)": "Implementation specifications of the security management process",
		"45 CFR 164.502(b)(2)":     "Minimum necessary does not apply",
	} {
		cite, err := citation.Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got, ok := citation.Lookup(cite); !ok || got.Title != want {
			t.Errorf("%s: %q, found: %v", text, got.Title, ok)
		}
	}
}

func TestCheckRefusesWhatDoesNotExist(t *testing.T) {
	for text, want := range map[string]string{
		// A term that checklists take for law already.
		"45 CFR 164.314(a)(2)(i)(D)": "45 CFR 164.314(a)(2)(i)(D) is not in the regulation in force; it is proposed",
		// Access, amendment and accounting, cited where they are not.
		"45 CFR 164.314(a)(2)(i)(E)": "45 CFR 164.314(a)(2)(i)(E) is not listed: under 45 CFR 164.314(a)(2)(i) there is only (A), (B), (C)",
		"45 CFR 164.314(a)(2)(i)(H)": "45 CFR 164.314(a)(2)(i)(H) is not listed: under 45 CFR 164.314(a)(2)(i) there is only (A), (B), (C)",
		// The regulation itself cites this one by mistake.
		"45 CFR 164.308(b)(4)":            "45 CFR 164.308(b)(4) is not listed: under 45 CFR 164.308(b) there is only (1), (2), (3)",
		"45 CFR 164.308(a)(4)(ii)(D)":     "45 CFR 164.308(a)(4)(ii)(D) is not listed: under 45 CFR 164.308(a)(4)(ii) there is only (A), (B), (C)",
		"45 CFR 164.308(a)(2)(i)":         "45 CFR 164.308(a)(2)(i) is not listed: under 45 CFR 164.308(a)(2) there is no paragraph",
		"45 CFR 164.308(a)(9)(i)":         "45 CFR 164.308(a)(9)(i) is not listed: under 45 CFR 164.308(a) there is only (1), (2), (3), (4), (5), (6), (7), (8)",
		"45 CFR 164.999 (workforce)":      "45 CFR 164.999 is not listed among the provisions that can be cited",
		"45 CFR 164.308(a)(5)(ii)(A)-(E)": "45 CFR 164.308(a)(5)(ii)(E) is not listed: under 45 CFR 164.308(a)(5)(ii) there is only (A), (B), (C), (D)",
		"45 CFR 164.308(a)(5)(ii)(D)-(A)": "in 45 CFR 164.308(a)(5)(ii)(D)-(A) the run of paragraphs does not go forward",
	} {
		err := citation.Check(text)
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
		if cite, err := citation.Parse(text); err != nil {
			t.Error(err)
		} else if p, ok := citation.Lookup(cite); ok {
			t.Errorf("%s is found as %+v", text, p)
		}
	}
}

func TestProposedNumbersCollideWithThoseInForce(t *testing.T) {
	cite, err := citation.Parse("45 CFR 164.308(a)(4)")
	if err != nil {
		t.Fatal(err)
	}
	today, _ := citation.Lookup(cite)
	tomorrow, _ := citation.LookupProposed(cite)
	got := []string{today.Title, tomorrow.Title, string(today.Status), string(tomorrow.Status)}
	want := []string{"Information access management", "Patch management", "rule", "proposed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestShippedCitations(t *testing.T) {
	cites := 0
	shipped(t, func(file, key string, value any) {
		if key != "cites" {
			return
		}
		list, _ := value.([]any)
		for _, v := range list {
			cites++
			text, _ := v.(string)
			if err := citation.Check(text); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	})
	if cites < 100 {
		t.Errorf("only %d citations were found in the shipped files", cites)
	}
}

var proposedNumber = regexp.MustCompile(`[Pp]roposed (164\.\d+(?:\([0-9A-Za-z]+\))*)`)

func TestShippedTiesToTheProposedRule(t *testing.T) {
	ties := 0
	shipped(t, func(file, key string, value any) {
		text, _ := value.(string)
		if key != "nprm" {
			return
		}
		for _, m := range proposedNumber.FindAllStringSubmatch(text, -1) {
			ties++
			cite, err := citation.Parse("45 CFR " + m[1])
			if err != nil {
				t.Errorf("%s: %v", file, err)
			} else if _, ok := citation.LookupProposed(cite); !ok {
				t.Errorf("%s: %s is not in the proposed rule: %s", file, cite, text)
			}
		}
	})
	if ties < 10 {
		t.Errorf("only %d ties to the proposed rule were found in the shipped files", ties)
	}
}

// shipped visits every key of every shipped questionnaire, read as plain YAML:
// a file that extends another does not parse alone.
func shipped(t *testing.T, visit func(file, key string, value any)) {
	t.Helper()
	files, err := fs.Glob(templates.Questionnaires(), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no shipped questionnaires: %v", err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(templates.Questionnaires(), file)
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := yaml.Unmarshal(text, &document); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		walk(document, func(key string, value any) { visit(file, key, value) })
	}
}

func walk(node any, visit func(key string, value any)) {
	switch n := node.(type) {
	case map[string]any:
		for key, value := range n {
			visit(key, value)
			walk(value, visit)
		}
	case []any:
		for _, value := range n {
			walk(value, visit)
		}
	}
}
