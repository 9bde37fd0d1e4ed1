package pdf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jung-kurt/gofpdf"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

func TestFinishIsDeterministic(t *testing.T) {
	first, second := pdftest.Finished(t, 2), pdftest.Finished(t, 2)
	if !bytes.Equal(first, second) {
		t.Error("the same drawing gave two different files")
	}
}

func TestOtherToolsAcceptTheArchive(t *testing.T) {
	path := pdftest.Save(t, "report.pdf", pdftest.Finished(t, 2))
	for _, check := range []struct {
		tool string
		args []string
		want []string // regular expressions, each found in the output
		not  string   // a regular expression, found nowhere in it
	}{
		{"qpdf", []string{"--check"}, []string{"PDF Version: 1.7", "No syntax or stream encoding errors found"}, "(?i)warning"},
		{"pdfinfo", nil, []string{
			`Title: +Assessment of Łódź Data <PHI & hosting>`, `Author: +St. Elsewhere Hospital`, `Metadata Stream: +yes`,
			`JavaScript: +no`, `Form: +AcroForm`, `Tagged: +yes`, `Encrypted: +no`, `PDF version: +1.7`, `Pages: +2`,
		}, "(?i)error"},
		{"pdfinfo", []string{"-meta"}, []string{
			`<dc:title>.*Assessment of Łódź Data &lt;PHI &amp; hosting&gt;`, `<dc:creator>.*St. Elsewhere Hospital`,
			`<pdfaid:part>3<`, `<pdfaid:conformance>A<`, `<pdfuaid:part>1<`, `<xmp:CreateDate>2026-11-22T09:30:00Z<`,
		}, "(?i)error"},
		{"pdffonts", nil, []string{`CID TrueType +Identity-H +yes +no +yes`}, `Type 1`},
		{"pdfdetach", []string{"-list"}, []string{"1 embedded files", "1: assessment.json"}, "(?i)error"},
		{"mutool", []string{"info"}, []string{"Pages: 2"}, "(?i)error|warning"},
	} {
		t.Run(check.tool+strings.Join(check.args, ""), func(t *testing.T) {
			out, ok := pdftest.Tool(t, check.tool, append(check.args, path)...)
			if !ok {
				t.Errorf("%s failed", check.tool)
			}
			for _, want := range check.want {
				if !regexp.MustCompile(want).MatchString(out) {
					t.Errorf("missing %q", want)
				}
			}
			if regexp.MustCompile(check.not).MatchString(out) {
				t.Errorf("found %q", check.not)
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

func TestBookmarksOpenTheirPages(t *testing.T) {
	path := pdftest.Save(t, "report.pdf", pdftest.Finished(t, 3))
	out, ok := pdftest.Tool(t, "mutool", "show", path, "outline")
	var pages []string
	for _, m := range regexp.MustCompile(`"(.*)"\s+#page=(\d+)`).FindAllStringSubmatch(out, -1) {
		pages = append(pages, m[1]+" "+m[2])
	}
	want := []string{"Verdict 1", "Part 2 2", "Gates 2", "Part 3 3"}
	if diff := cmp.Diff(want, pages); diff != "" || !ok {
		t.Errorf("bookmarks (-want +got):\n%s\n%s", diff, out)
	}
}

func TestTextOfAnyScriptCanBeCopied(t *testing.T) {
	path := pdftest.Save(t, "report.pdf", pdftest.Finished(t, 2))
	out, _ := pdftest.Tool(t, "pdftotext", path, "-")
	if want := "Vendor “Łódź Data” — verdict: blocked ✗"; !strings.Contains(out, want) {
		t.Errorf("missing %q in:\n%s", want, out)
	}
}

// What our reader finds on the pages is what another program finds there.
func TestShownTextsAreThoseOfAnotherReader(t *testing.T) {
	file := pdftest.Finished(t, 2)
	pages, err := parse(t, file).Latest().Shown()
	if err != nil || len(pages) != 2 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	out, ok := pdftest.Tool(t, "pdftotext", "-raw", "-enc", "UTF-8", pdftest.Save(t, "report.pdf", file), "-")
	if words := strings.Fields(strings.Join(pages, "\n")); !ok || len(words) == 0 || !cmp.Equal(words, strings.Fields(out)) {
		t.Errorf("we read\n%q\nthe other program\n%q", words, strings.Fields(out))
	}
}

func TestAnAttachmentIsReadBackUnchanged(t *testing.T) {
	file := pdftest.Finished(t, 2)
	document := parse(t, file)
	got, err := document.Attachment("assessment.json")
	if err != nil || !bytes.Equal(got, pdftest.Assessment) {
		t.Errorf("Attachment = %q, %v", got, err)
	}
	saved := filepath.Join(t.TempDir(), "saved.json")
	pdftest.Tool(t, "pdfdetach", "-save", "1", "-o", saved, pdftest.Save(t, "report.pdf", file))
	if other, err := os.ReadFile(saved); err != nil || !bytes.Equal(other, pdftest.Assessment) {
		t.Errorf("pdfdetach saved %q, %v", other, err)
	}
}

// The output of gofpdf breaks these rules of PDF/A-3b. Finish must repair it.
func TestTheArchiveFollowsPDFA(t *testing.T) {
	document := parse(t, pdftest.Finished(t, 2))
	view := document.Latest()
	catalog := view.Catalog()

	intent := view.Dictionary(view.Array(catalog.Get("OutputIntents"))[0])
	if profile, ok := view.Resolve(intent.Get("DestOutputProfile")).(*pdf.Stream); !ok {
		t.Error("the output intent has no color profile")
	} else if data, err := profile.Decode(1 << 16); err != nil || string(data[36:40]) != "acsp" {
		t.Errorf("the output intent has a malformed color profile: %v", err)
	}
	if catalog.Get("Lang") != pdf.Object(pdf.String("en")) {
		t.Errorf("/Lang is %v", catalog.Get("Lang"))
	}
	if view.Dictionary(catalog.Get("ViewerPreferences")).Get("DisplayDocTitle") != pdf.Object(pdf.Boolean(true)) {
		t.Error("readers are not told to display the title")
	}
	specification := view.Dictionary(view.Array(catalog.Get("AF"))[0])
	if specification.Get("AFRelationship") != pdf.Object(pdf.Name("Source")) {
		t.Errorf("/AFRelationship is %v", specification.Get("AFRelationship"))
	}
	if id, ok := document.Revisions[0].Trailer.Get("ID").(pdf.Array); !ok || len(id) != 2 {
		t.Error("the trailer has no /ID")
	}

	pages, err := view.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var annotations []string
	for _, item := range view.Array(view.Dictionary(pages[0]).Get("Annots")) {
		a := view.Dictionary(item)
		label, _ := pdf.Lookup[pdf.String](a, "Contents")
		tip, _ := pdf.Lookup[pdf.String](a, "TU")
		flags, _ := pdf.Lookup[pdf.Integer](a, "F")
		annotations = append(annotations, label.Text()+tip.Text()+map[pdf.Integer]string{4: " print", 132: " print locked"}[flags])
	}
	want := []string{
		"Page 2 print", "https://www.hhs.gov/hipaa/ print",
		"Signature of the assessor print locked", "Signature of the reviewer print locked", "Signature of the approver print locked",
	}
	if diff := cmp.Diff(want, annotations); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func TestFinishRefuses(t *testing.T) {
	drawing := pdftest.Draw(t, 2)
	core := gofpdf.New("P", "mm", "A4", "")
	core.AddPage()
	core.SetFont("Helvetica", "", 12)
	core.Cell(40, 10, "not embedded")
	var notEmbedded bytes.Buffer
	if err := core.Output(&notEmbedded); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		drawing []byte
		change  func(*pdf.Archive)
		want    string
	}{
		{"a font that is not embedded", notEmbedded.Bytes(), func(*pdf.Archive) {}, "font Helvetica is not embedded"},
		{"no title", drawing, func(a *pdf.Archive) { a.Title = "" }, "needs a title"},
		{"a field on no page", drawing, func(a *pdf.Archive) { a.Fields[0].Page = 3 }, `signature field "assessor"`},
		{"two fields with one name", drawing, func(a *pdf.Archive) { a.Fields[1].Name = "assessor" }, `signature field "assessor"`},
		{"an attachment without a type", drawing, func(a *pdf.Archive) { a.Attachments[0].MIME = "" }, "MIME type"},
		{"two attachments with one name", drawing, func(a *pdf.Archive) { a.Attachments = append(a.Attachments, a.Attachments[0]) }, "unique name"},
		{"an unknown relationship", drawing, func(a *pdf.Archive) { a.Attachments[0].Relationship = "Friend" }, "unknown relationship"},
		{"no drawing", []byte("hello"), func(*pdf.Archive) {}, "cannot read the drawing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			archive := pdftest.Archive()
			c.change(&archive)
			_, err := pdf.Finish(c.drawing, archive)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
}

func BenchmarkFinish(b *testing.B) {
	drawing, archive := pdftest.Draw(b, 40), pdftest.Archive()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pdf.Finish(drawing, archive); err != nil {
			b.Fatal(err)
		}
	}
}

func parse(t testing.TB, file []byte) *pdf.Document {
	t.Helper()
	document, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return document
}
