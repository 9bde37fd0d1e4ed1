package pdf_test

import (
	"strings"
	"testing"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

func TestFinishTagsTheDrawing(t *testing.T) {
	file := pdftest.Finished(t, 2)
	for _, broken := range pdftest.Broken(file) {
		t.Error(broken)
	}
	told := pdftest.Structure(t, file)
	if got := told.Told(); got != "H1: Vendor “Łódź Data” — verdict: blocked ✗\n" {
		t.Errorf("a screen reader tells %q", got)
	}
	roles := ""
	for _, e := range told.All() {
		roles += e.Role + " "
	}
	if roles != "Document H1 Link Link Form Form Form " { // the links and fields that no element has come last
		t.Errorf("the elements are %s", roles)
	}
	out, ok := pdftest.Tool(t, "pdfinfo", "-struct-text", pdftest.Save(t, "report.pdf", file))
	if !ok || !strings.Contains(out, "H1 (block)\n    \"Vendor “Łódź Data” — verdict: blocked ✗\"") {
		t.Errorf("pdfinfo says:\n%s", out)
	}
}

// A tree of many entries has leaves of a few each.
func TestFinishTagsManyPages(t *testing.T) {
	for _, broken := range pdftest.Broken(pdftest.Finished(t, 150)) {
		t.Error(broken)
	}
}

func TestFinishRefusesStructures(t *testing.T) {
	for name, test := range map[string]struct {
		add  func(e *pdf.Element)
		want string
	}{
		"a figure without words":      {func(e *pdf.Element) { e.Add(&pdf.Element{Role: pdf.RoleFigure}).Mark(1, 1) }, "no text in its place"},
		"content on a page too many":  {func(e *pdf.Element) { e.Mark(3, 0) }, "that the document lacks: page 3"},
		"a link too many":             {func(e *pdf.Element) { e.Annotate(1, 2) }, "that the document lacks: page 1, number 2"},
		"an unknown field":            {func(e *pdf.Element) { e.Field("auditor", 0) }, `field "auditor"`},
		"a content that nobody marks": {func(e *pdf.Element) { e.Mark(1, 2) }, "no element has the marked content 1 of page 1"},
	} {
		archive := pdftest.Archive()
		test.add(archive.Structure)
		if _, err := pdf.Finish(pdftest.Draw(t, 2), archive); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
