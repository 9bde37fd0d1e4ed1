package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"assay/report/pdf/pdftest"
)

// A screen reader tells everything on the pages of every document, in elements that
// it knows, as PDF/UA-1 and PDF/A-3a want.
func TestEveryDocumentIsAccessible(t *testing.T) {
	for _, d := range everyPart(t) {
		for n, broken := range pdftest.Broken(d.file) {
			if n == 10 {
				t.Errorf("%s: and more", d.name)
				break
			}
			t.Errorf("%s: %s", d.name, broken)
		}
	}
}

// Each rule of accessibility can be broken.
func TestAccessibilityHasRules(t *testing.T) {
	file := rendered(t, input(long(t)))
	for _, test := range []struct{ name, old, with, want string }{
		{"no mark", "/Marked true", "/Marked 1111", "not marked as tagged"},
		{"no language", "/Lang (en)", "/Lung (en)", "has no language"},
		{"the file's name", "/DisplayDocTitle true", "/DisplayDocTitle 1111", "not its title"},
		{"another claim", "<pdfuaid:part>1<", "<pdfuaid:part>2<", "the metadata lacks"},
		{"a level below", "conformance>A<", "conformance>B<", "the metadata lacks"},
		{"an unknown type", "/S /Reference ", "/S /Referents ", `the role "Referents"`},
		{"a level that is skipped", "/S /H2 ", "/S /H3 ", "after level"},
		{"a row outside of a table", "/S /Table ", "/S /Tabel ", `the role "Tabel"`},
		{"a head of nothing", "/Scope /Column", "/Scope /Kolumn", "does not say whose it is"},
		{"a head less", "/S /TH ", "/S /TD ", "a cell without a head"},
		{"a column more", "/ColSpan 2", "/ColSpan 3", "columns, not"},
		{"a list without numbers", "/ListNumbering /None", "/ListNumbering /Nine", "how its items are numbered"},
		{"a label alone", "/S /LBody ", "/S /Label ", "not a label with its text"},
		{"a figure without words", "/Alt ", "/Alc ", "no words in its place"},
		{"a figure without a place", "/Block /BBox [", "/Block /BBax [", "has no place on it"},
		{"a link that is none", "/S /Link ", "/S /Form ", "a form element has something else"},
		{"a link without words", "/Contents (Page", "/Cantents (Page", "has no words in its place"},
		{"the order of rows", "/Tabs /S", "/Tabs /R", "the tab key"},
		{"a page of another", "/StructParents 1 ", "/StructParents 2 ", "page 2: no element has content"},
		{"a link of another", "/StructParent 1", "/StructParent 2", "not in an element of its own kind"},
		{"the next key", "/ParentTreeNextKey ", "/ParentTreeNextCay ", "the next key"},
	} {
		if !bytes.Contains(file, []byte(test.old)) {
			t.Errorf("%s: the file does not hold %s", test.name, test.old)
			continue
		}
		broken := pdftest.Broken(bytes.ReplaceAll(file, []byte(test.old), []byte(test.with)))
		if !slices.ContainsFunc(broken, func(b string) bool { return strings.Contains(b, test.want) }) {
			t.Errorf("%s: %q", test.name, broken)
		}
	}
}

// A vendor's copy and a receipt are accessible, too.
func TestEveryHandoutIsAccessible(t *testing.T) {
	for name, file := range map[string][]byte{
		"a vendor's copy": drawnCopy(t, every(), "a4"),
		"a receipt":       drawnReceipt(t, letterOf(story(t).snapshot()), "letter"),
	} {
		for _, broken := range pdftest.Broken(file) {
			t.Errorf("%s: %s", name, broken)
		}
	}
}

// The whole report is told in the order of a reader: a label before its text, a row
// after the other, page after page.
func TestAReportIsToldInOrder(t *testing.T) {
	file := rendered(t, input(long(t)))
	told := pdftest.Structure(t, file)
	out, ok := pdftest.Tool(t, "pdfinfo", "-struct-text", pdftest.Save(t, "report.pdf", file))
	if !ok || strings.Contains(out, "Error") {
		t.Fatalf("pdfinfo says:\n%.2000s", out)
	}
	for name, text := range map[string]string{"our reader": told.Told(), "pdfinfo": out} {
		last := 0
		for _, want := range []string{
			"Long & Thorough, Inc.", "Milestone", "award of the contract", "As of", "APPROVE", "Decision", "No decision recorded", "Shown", "of 100, by evidence",
			"Claimed", "Evaluated by", "Assessor", "asked, read and recorded", "Reviewer", "Gates", "Domains", "Assurance gap", "Annex", "Answers",
			"OPS-01", "Practice 1", "Is practice 1 in place?", "OPS-02", "OPS-45", "Evidence register", "Method",
		} {
			at := strings.Index(text[last:], want)
			if at < 0 {
				t.Errorf("%s: %q does not come after the text before it", name, want)
				continue
			}
			last += at
		}
	}
	var headings []string
	for _, e := range told.All() {
		if strings.HasPrefix(e.Role, "H") {
			headings = append(headings, e.Role+" "+e.Words())
		}
	}
	if got := strings.Join(headings[:2], "; "); got != "H1 Long & Thorough, Inc.; H2 ✓ APPROVE" {
		t.Errorf("the report begins with the headings %s", got)
	}
	if !slices.Contains(headings, "H3 OPS  Operations") || !slices.Contains(headings, "H4 OPS-45 Practice 45") {
		t.Errorf("the headings are %q", headings)
	}
}

// A line that is broken has a space at its end for a screen reader, a word that is
// broken has none.
func TestWordsStayWordsForAScreenReader(t *testing.T) {
	in := input(long(t))
	answer := in.Snapshot.Answers["OPS-01"]
	word := strings.Repeat("Donaudampfschiff", 20)
	answer.Note = strings.Repeat("one two three ", 30) + word
	in.Snapshot.Answers["OPS-01"] = answer
	told := pdftest.Structure(t, rendered(t, in)).Told()
	if !strings.Contains(told, "P: Note: "+answer.Note) {
		t.Errorf("a screen reader tells\n%s", told)
	}
}
