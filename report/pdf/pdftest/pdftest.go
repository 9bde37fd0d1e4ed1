// Package pdftest helps to test PDF files. It draws a small document, and it runs PDF tools by other authors to check
// our files.
package pdftest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/jung-kurt/gofpdf"

	"assay/report/pdf"
)

// When is the date of every document of this package.
var When = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// Assessment is the attachment of Finished.
var Assessment = []byte(`{"verdict":"blocked","because":[{"kind":"gate","item":"BAA-01"}]}`)

// Draw draws a document of at least two pages. It has an embedded font, a link to the second page, a link to the web,
// transparency and nested bookmarks. Its first line is a heading, and the rest is marked as an artifact.
func Draw(t testing.TB, pages int) []byte {
	t.Helper()
	p := gofpdf.New("P", "mm", "A4", "")
	p.SetCatalogSort(true)
	p.SetCompression(false)
	p.SetCreationDate(When)
	p.SetModificationDate(When)
	p.AddUTF8FontFromBytes("dejavu", "", dejavusans.TTF)
	p.SetFont("dejavu", "", 11)
	p.AddPage()
	p.Bookmark("Verdict", 0, -1)
	p.RawWriteStr("/H1 <</MCID 0>> BDC")
	p.Cell(0, 8, "Vendor “Łódź Data” — verdict: blocked ✗")
	p.RawWriteStr("EMC\n/Artifact BMC")
	p.Ln(10)
	second := p.AddLink()
	p.CellFormat(60, 8, "How it was scored", "", 1, "L", false, second, "")
	p.CellFormat(60, 8, "The rule", "", 1, "L", false, 0, "https://www.hhs.gov/hipaa/")
	p.SetAlpha(0.5, "Normal")
	p.Rect(20, 60, 40, 20, "F")
	p.SetAlpha(1, "Normal")
	p.RawWriteStr("EMC")
	for page := 2; page <= max(2, pages); page++ {
		p.AddPage()
		p.Bookmark(fmt.Sprintf("Part %d", page), 0, -1)
		if page == 2 {
			p.SetLink(second, 0, page)
			p.Bookmark("Gates", 1, -1)
		}
		p.RawWriteStr("/Artifact BMC")
		for row := range 40 {
			p.CellFormat(0, 6, fmt.Sprintf("BAA-%02d  business associate agreement, clause %d of page %d ✓", row, row, page), "B", 1, "L", false, 0, "")
		}
		p.RawWriteStr("EMC")
	}
	var w bytes.Buffer
	if err := p.Output(&w); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

// Archive returns one attachment, three signature fields and the structure of the drawing, which Finished adds to it.
func Archive() pdf.Archive {
	structure := &pdf.Element{Role: pdf.RoleDocument}
	structure.Add(&pdf.Element{Role: pdf.RoleTitle}).Mark(1, 0)
	return pdf.Archive{
		Structure: structure,
		Title:     "Assessment of Łódź Data <PHI & hosting>",
		Author:    "St. Elsewhere Hospital",
		Language:  "en",
		When:      When,
		Attachments: []pdf.Attachment{{
			Name: "assessment.json", MIME: "application/json", Description: "The assessment as data",
			Relationship: "Source", Data: Assessment,
		}},
		Fields: []pdf.SignatureField{
			{Name: "assessor", Tooltip: "Signature of the assessor", Page: 1, Rect: [4]float64{60, 100, 210, 150}},
			{Name: "reviewer", Tooltip: "Signature of the reviewer", Page: 1, Rect: [4]float64{220, 100, 370, 150}},
			{Name: "approver", Tooltip: "Signature of the approver", Page: 1, Rect: [4]float64{380, 100, 530, 150}},
		},
	}
}

// Finished returns the drawing as an archival file.
func Finished(t testing.TB, pages int) []byte {
	t.Helper()
	file, err := pdf.Finish(Draw(t, pages), Archive())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Save writes a file into the temporary folder of the test and returns its path.
func Save(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Need returns the path of a program. Without the program, it skips the test. But if CI is set in the environment, it
// fails the test, so that CI never skips a check.
func Need(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed, and CI must have it", name)
		}
		t.Skipf("%s is not installed: this check did not run", name)
	}
	return path
}

// Tool runs a program and treats a missing one as [Need] does. It returns the output of both streams, and whether the
// program succeeded.
func Tool(t testing.TB, name string, args ...string) (output string, ok bool) {
	t.Helper()
	out, err := exec.Command(Need(t, name), args...).CombinedOutput()
	return string(out), err == nil
}
