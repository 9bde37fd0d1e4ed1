package citation_test

import (
	"strings"
	"testing"

	"assay/questionnaire/citation"

	"github.com/google/go-cmp/cmp"
)

func TestTableIsSound(t *testing.T) {
	statuses := map[citation.Status]bool{
		citation.Standard: true, citation.Required: true, citation.Addressable: true, citation.Rule: true,
		citation.Law: true, citation.Guidance: true, citation.Contract: true, citation.Proposal: true,
	}
	for name, provisions := range map[string][]citation.Provision{"in force": citation.All(), "proposed": citation.Proposed()} {
		if len(provisions) == 0 {
			t.Errorf("no provisions are %s", name)
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

func TestTheListHoldsEveryParentBeforeItsParagraphs(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range citation.All() {
		text := p.Cite.String()
		seen[text] = true
		if cut := strings.LastIndexByte(text, '('); cut > 0 && !seen[text[:cut]] {
			t.Errorf("%s must come after %s, which is later or missing", text, text[:cut])
		}
	}
}

// These are the well-known counts of the Security Rule. Appendix A to Subpart C
// reaches 20 required: it adds the 6 standards without specifications to the 14.
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
		t.Errorf("%d standards have no specifications, want 6", alone)
	}
}

func safeguard(p citation.Provision) bool {
	n := p.Cite.Number
	return n == "164.308" || n == "164.310" || n == "164.312"
}

// hasSpecifications looks below a standard. If the standard is the first
// paragraph of its parent, as 164.308(a)(1)(i) is of 164.308(a)(1), it looks
// below the parent.
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
		// Checklists often cite these two for other duties. They exist, and their titles say what they are.
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
		// Checklists already present this proposed term as law.
		"45 CFR 164.314(a)(2)(i)(D)": "45 CFR 164.314(a)(2)(i)(D) is only proposed: it is not part of the regulation in force",
		// Checklists cite these for access and accounting, which are elsewhere.
		"45 CFR 164.314(a)(2)(i)(E)": "45 CFR 164.314(a)(2)(i)(E) is not listed: 45 CFR 164.314(a)(2)(i) has only (A), (B), (C)",
		"45 CFR 164.314(a)(2)(i)(H)": "45 CFR 164.314(a)(2)(i)(H) is not listed: 45 CFR 164.314(a)(2)(i) has only (A), (B), (C)",
		// The regulation itself cites this one by mistake.
		"45 CFR 164.308(b)(4)":            "45 CFR 164.308(b)(4) is not listed: 45 CFR 164.308(b) has only (1), (2), (3)",
		"45 CFR 164.308(a)(4)(ii)(D)":     "45 CFR 164.308(a)(4)(ii)(D) is not listed: 45 CFR 164.308(a)(4)(ii) has only (A), (B), (C)",
		"45 CFR 164.308(a)(2)(i)":         "45 CFR 164.308(a)(2)(i) is not listed: 45 CFR 164.308(a)(2) has no paragraphs",
		"45 CFR 164.308(a)(9)(i)":         "45 CFR 164.308(a)(9)(i) is not listed: 45 CFR 164.308(a) has only (1), (2), (3), (4), (5), (6), (7), (8)",
		"45 CFR 164.999 (workforce)":      "45 CFR 164.999 is not in the list of provisions that can be cited",
		"45 CFR 164.308(a)(5)(ii)(A)-(E)": "45 CFR 164.308(a)(5)(ii)(E) is not listed: 45 CFR 164.308(a)(5)(ii) has only (A), (B), (C), (D)",
		"45 CFR 164.308(a)(5)(ii)(D)-(A)": "the range of paragraphs in 45 CFR 164.308(a)(5)(ii)(D)-(A) does not run forward",
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

func TestTheProposedRuleReusesNumbersOfTheRuleInForce(t *testing.T) {
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
