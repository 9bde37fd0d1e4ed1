package handback_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/written"
	"assay/questionnaire"
	"assay/report"
	"assay/report/handback"
	"assay/report/pdf"
	"assay/report/pdf/foreign"
	"assay/report/pdf/pdftest"
)

// asked is the form to which the replies of these tests answer.
func asked() form.Form {
	return form.Form{
		ID: "00112233445566778899aabbccddeeff", Assessment: "A-1", Vendor: "Łódź Data & Co", Questionnaire: "story", Version: "1.2.0",
		Hash: strings.Repeat("ab", 32), Milestone: questionnaire.Award, Made: day("2026-11-20"), Due: day("2026-12-04"),
	}
}

func day(text string) assessment.Date {
	d, err := assessment.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// emptyPDF is the form before anybody filled it in.
func emptyPDF(t testing.TB) []byte {
	t.Helper()
	file, err := report.VendorCopy(vendorsCopy().Copy, "a4")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// filling is what the vendor fills in, by field.
var filling = map[string]string{
	"vendor.company": "Łódź Data & Co", "vendor.name": "Ana Peña", "vendor.role": "Privacy (EU)", "vendor.reach": "ana@example.com", "vendor.date": "2026-11-25",
	"BAA-01.yes_no": "yes", "BAA-01.answer": "Signed “both sides” — see page 2.",
	"BAA-02.answer": "日本語 \\ (paren)\rsecond line\r\nthird", "tool.choice": "v2.1", "data_kinds.choice.2": "Yes", "first_day.answer": "2027-01-04",
	"EV-01.attached": "Yes", "EV-01.file": "baa.pdf, 2026-10-01", "EV-02.attached": "Yes",
}

// filledReply is the reply that results from it.
func filledReply() written.Reply {
	return written.Reply{
		Form: asked(), Format: written.PDF, Finished: true,
		Stated: written.Stated{Company: "Łódź Data & Co", Name: "Ana Peña", Role: "Privacy (EU)", Reach: "ana@example.com", Day: day("2026-11-25"), DayText: "2026-11-25"},
		Answers: []written.Answer{
			{Item: "BAA-01", Asked: "=Is it signed?", Offered: []string{"yes", "no"}, Choices: []string{"yes"}, Words: "Signed “both sides” — see page 2."},
			{Item: "BAA-02", Asked: "Who reads “the logs”?", Words: "日本語 \\ (paren)\nsecond line\nthird"},
			{Item: "tool", Asked: "Which tool?", Offered: []string{"none", "v2.1"}, Choices: []string{"v2.1"}},
			{Item: "data_kinds", Asked: "Which data?", Offered: []string{"Names", "=Diagnoses"}, Choices: []string{"=Diagnoses"}},
			{Item: "first_day", Asked: "When?", Words: "2027-01-04"},
		},
		Documents: []written.Document{{Kind: "EV-01", Note: "baa.pdf, 2026-10-01"}, {Kind: "EV-02", Note: "marked as attached, without a name"}},
	}
}

// fill writes values into the fields as Acrobat does: it appends the changed objects, and draws nothing anew. draw says
// whether it also changes the state in which buttons are drawn.
func fill(t testing.TB, file []byte, values map[string]string, draw bool) []byte {
	t.Helper()
	d, err := pdf.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	v, u := d.Latest(), d.Update()
	left := len(values)
	var walk func(fields pdf.Array, path string)
	walk = func(fields pdf.Array, path string) {
		for _, item := range fields {
			field := v.Dictionary(item)
			part, _ := pdf.Lookup[pdf.String](field, "T")
			name := strings.TrimPrefix(path+"."+part.Text(), ".")
			if field.Get("FT") == nil {
				walk(v.Array(field.Get("Kids")), name)
				continue
			}
			value, is := values[name]
			if !is {
				continue
			}
			left--
			changed := field.Clone()
			if field.Get("FT") == pdf.Object(pdf.Name("Btn")) {
				changed.Set("V", pdf.Name(value))
				kids := v.Array(field.Get("Kids"))
				if draw && len(kids) == 0 {
					changed.Set("AS", pdf.Name(value))
				}
				for _, kid := range kids {
					if !draw {
						break
					}
					widget := v.Dictionary(kid).Clone()
					states := v.Dictionary(v.Dictionary(widget.Get("AP")).Get("N"))
					widget.Set("AS", pdf.Name("Off"))
					if states.Get(pdf.Name(value)) != nil {
						widget.Set("AS", pdf.Name(value))
					}
					u.Replace(kid.(pdf.Reference), widget)
				}
			} else {
				changed.Set("V", pdf.Text(value))
			}
			u.Replace(item.(pdf.Reference), changed)
		}
	}
	walk(v.Fields(), "")
	if left > 0 {
		t.Fatalf("%d of %d fields are not in the form", left, len(values))
	}
	return u.Bytes()
}

func filled(t testing.TB) []byte {
	t.Helper()
	return fill(t, emptyPDF(t), filling, true)
}

func read(t testing.TB, name string, file []byte) written.Reply {
	t.Helper()
	h, err := handback.Read(name, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return h.Reply()
}

func same(t *testing.T, got, want written.Reply) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(written.Reply{}, "Answered", "Unseen", "Inside")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAFilledFormIsRead(t *testing.T) {
	same(t, read(t, "form.pdf", filled(t)), filledReply())
}

func TestAFormThatOtherProgramsSavedIsRead(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in.pdf"), filepath.Join(folder, "out.pdf")
	if err := os.WriteFile(in, filled(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, arguments := range map[string][]string{
		"qpdf, xref streams":  {"qpdf", "--object-streams=generate", in, out},
		"qpdf, plain":         {"qpdf", "--qdf", "--object-streams=disable", in, out},
		"qpdf, linearized":    {"qpdf", "--linearize", "--object-streams=generate", in, out},
		"qpdf, appearances":   {"qpdf", "--generate-appearances", in, out},
		"mutool":              {"mutool", "clean", "-gggg", "-z", in, out},
		"mutool, incremental": {"mutool", "run", script(t, folder), in, out},
		"pdfcpu, optimized":   {"pdfcpu", "optimize", in, out},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(arguments[0]); err != nil {
				t.Skip(err)
			}
			os.Remove(out)
			if said, err := exec.Command(arguments[0], arguments[1:]...).CombinedOutput(); err != nil {
				t.Skipf("%v: %s", err, said)
			}
			file, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			want := filledReply()
			if strings.HasPrefix(name, "mutool, inc") {
				want.Stated.Role = "Counsel “EU” 株"
			}
			same(t, read(t, "form.pdf", file), want)
		})
	}
}

// script fills a text field as mupdf does.
func script(t *testing.T, folder string) string {
	path := filepath.Join(folder, "fill.js")
	err := os.WriteFile(path, []byte(`var doc = new Document(scriptArgs[0]);
var widgets = doc.loadPage(0).getWidgets();
widgets[2].setTextValue("Counsel “EU” 株");
doc.save(scriptArgs[1], "incremental=no,compress");
`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// pdfcpu fills a form from a JSON file.
func TestAFormThatPdfcpuFilledInIsRead(t *testing.T) {
	if _, err := exec.LookPath("pdfcpu"); err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at("in.pdf"), emptyPDF(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("pdfcpu", "form", "export", at("in.pdf"), at("in.json")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	text, err := os.ReadFile(at("in.json"))
	if err != nil {
		t.Fatal(err)
	}
	var exported map[string]any
	if err := json.Unmarshal(text, &exported); err != nil {
		t.Fatal(err)
	}
	form := exported["forms"].([]any)[0].(map[string]any)
	for kind, fields := range form {
		list, is := fields.([]any)
		if !is {
			continue
		}
		for _, one := range list {
			field := one.(map[string]any)
			value, known := filling[fmt.Sprint(field["name"])]
			switch {
			case !known:
			case kind == "checkbox":
				field["value"] = true
			case value == "v2.1": // pdfcpu knows labels only
				field["value"] = "Our own, version 2.1"
			default:
				field["value"] = strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\r", "\n")
			}
		}
	}
	if text, err = json.Marshal(exported); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("in.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("pdfcpu", "form", "fill", at("in.pdf"), at("in.json"), at("out.pdf")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	file, err := os.ReadFile(at("out.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, read(t, "form.pdf", file), filledReply())
}

// with adds entries to the catalog of the filled form, and objects beside it.
func with(t *testing.T, catalog func(u *pdf.Update, c *pdf.Dictionary)) []byte {
	t.Helper()
	d, err := pdf.Parse(filled(t))
	if err != nil {
		t.Fatal(err)
	}
	u, v := d.Update(), d.Latest()
	changed := v.Catalog().Clone()
	catalog(u, changed)
	u.Replace(v.CatalogReference(), changed)
	return u.Bytes()
}

func TestAHostilePDFIsRefused(t *testing.T) {
	action := func(of string, more ...pdf.Object) []byte {
		return with(t, func(u *pdf.Update, c *pdf.Dictionary) {
			c.Set("OpenAction", u.Add(pdf.NewDictionary(append([]pdf.Object{pdf.Name("S"), pdf.Name(of)}, more...)...)))
		})
	}
	unused := with(t, func(u *pdf.Update, _ *pdf.Dictionary) {
		u.Add(pdf.NewDictionary(pdf.Name("S"), pdf.Name("JavaScript"), pdf.Name("JS"), pdf.String("app.alert(1)")))
	})
	good := filled(t)
	without := vendorsCopy()
	without.Form = ""
	unnamed, err := report.VendorCopy(without.Copy, "a4")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want assessment.Case
		says string
	}{
		"script":        {action("JavaScript", pdf.Name("JS"), pdf.String("app.alert(1)")), assessment.ReplyUnsafe, "a script, which our form has not"},
		"unused script": {unused, assessment.ReplyUnsafe, "a script"},
		"program":       {action("Launch", pdf.Name("F"), pdf.String("calc.exe")), assessment.ReplyUnsafe, "starts a program"},
		"sends":         {action("SubmitForm"), assessment.ReplyUnsafe, "sends the form"},
		"another file":  {action("GoToR"), assessment.ReplyUnsafe, "opens another file"},
		"XFA": {with(t, func(_ *pdf.Update, c *pdf.Dictionary) {
			c.Set("X", pdf.NewDictionary(pdf.Name("XFA"), pdf.String("<xdp/>")))
		}), assessment.ReplyUnsafe, "second form"},
		"without fields":   {pdftest.Finished(t, 2), assessment.FormCameBack, "printed to a new PDF"},
		"no identity":      {unnamed, assessment.NotAReply, "does not say to which form"},
		"other identity":   {fill(t, emptyPDF(t), map[string]string{"form.identity": "x"}, true), assessment.NotAReply, "was changed"},
		"long text":        {fill(t, filled(t), map[string]string{"BAA-02.answer": strings.Repeat("x", 100_001)}, true), assessment.TooLarge, "100001 bytes"},
		"too large":        {append(bytes.Clone(good), make([]byte, 17<<20)...), assessment.TooLarge, "at most 17 MB"},
		"cut off":          {good[:len(good)-30], assessment.ReplyBroken, "damaged"},
		"bytes before it":  {append([]byte("From: ana\n"), good...), assessment.ReplyBroken, "before its beginning"},
		"nothing but head": {[]byte("%PDF-1.7\n"), assessment.ReplyBroken, "damaged"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.file, c.want, c.says) })
	}
}

func TestAnEncryptedPDFIsRefused(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in.pdf"), filepath.Join(folder, "out.pdf")
	if err := os.WriteFile(in, filled(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, ok := pdftest.Tool(t, "qpdf", "--encrypt", "", "secret", "256", "--", in, out); !ok {
		t.Fatal(said)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, file, assessment.ReplyEncrypted, "the PDF is encrypted")
}

func TestAttachmentsOfAPDFAreToldOrRefused(t *testing.T) {
	for name, refusal := range map[string]string{"baa.pdf": "", "Setup.EXE": "a program attached", "macro.xlsm ": "a program attached"} {
		file, err := foreign.Attach(filled(t), foreign.Attachment{Name: name, MIME: "application/octet-stream", When: pdftest.When, Data: []byte("x")})
		if err != nil {
			t.Fatal(err)
		}
		if refusal != "" {
			refused(t, file, assessment.ReplyUnsafe, refusal)
			continue
		}
		want := filledReply()
		want.Remarks = []written.Remark{{Where: "the file baa.pdf", What: "is attached inside the PDF, and is not taken from there; take it out, and add it as evidence"}}
		got := read(t, "form.pdf", file)
		same(t, got, want)
		if !slices.Equal(got.Inside, []string{"baa.pdf"}) {
			t.Errorf("the files inside are %q", got.Inside)
		}
	}
}

// A program that changes the value of a button and not how it is drawn leaves two answers in the file.
func TestAButtonThatShowsAnotherAnswerThanItHoldsIsTold(t *testing.T) {
	file := fill(t, filled(t), map[string]string{"BAA-01.yes_no": "no"}, false)
	got := read(t, "form.pdf", file)
	want := []written.Remark{{Where: "the field BAA-01.yes_no", What: "shows another choice than it holds: it holds “no”, and shows “yes”"}}
	if diff := cmp.Diff(want, got.Remarks); diff != "" || got.Answers[0].Choices[0] != "no" {
		t.Errorf("answer %q, remarks (-want +got)\n%s", got.Answers[0], diff)
	}
}

func TestAFormWithoutAnswersSaysSo(t *testing.T) {
	for name, file := range map[string][]byte{"form.pdf": emptyPDF(t), "form.xlsx": emptyWorkbook(t)} {
		if got := read(t, name, file); len(got.Remarks) != 1 || !strings.HasPrefix(got.Remarks[0].What, "has no answer in it") {
			t.Errorf("%s: remarks %q", name, got.Remarks)
		}
	}
}

// Every value of every field is either in the reply, or in a remark.
func TestAChoiceThatTheFormDoesNotOfferIsTold(t *testing.T) {
	got := read(t, "form.pdf", fill(t, filled(t), map[string]string{"tool.choice": "Something else", "vendor.date": "25.11.2026"}, true))
	want := []written.Remark{{Where: "tool", What: "the choice “Something else” is none of those that the form offers"}}
	if diff := cmp.Diff(want, got.Remarks); diff != "" || got.Answers[2].Words != "Something else" || got.Stated.Day != 0 || got.Stated.DayText != "25.11.2026" {
		t.Errorf("answer %q, %+v, remarks (-want +got)\n%s", got.Answers[2], got.Stated, diff)
	}
}

// Firefox and Chrome fill a form in with programs of their own.
func TestAFormThatABrowserFilledInIsRead(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in.pdf"), filepath.Join(folder, "out.pdf")
	if err := os.WriteFile(in, emptyPDF(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, program := range pdftest.Fillers() {
		t.Run(program, func(t *testing.T) {
			chosen := maps.Clone(filling)
			if program == "PDFium" {
				chosen["tool.choice"] = "1" // the number of "v2.1"
			}
			values, err := json.Marshal(chosen)
			if err != nil {
				t.Fatal(err)
			}
			pdftest.Fill(t, program, in, out, values)
			file, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			same(t, read(t, "form.pdf", file), filledReply())
		})
	}
}

// Two fields of one name share one value. A file in which they do not has two answers.
func TestAFieldThatIsThereTwiceIsTold(t *testing.T) {
	file := with(t, func(u *pdf.Update, c *pdf.Dictionary) {
		d, err := pdf.Parse(filled(t))
		if err != nil {
			t.Fatal(err)
		}
		form := d.Latest().Dictionary(c.Get("AcroForm")).Clone()
		fields, _ := pdf.Lookup[pdf.Array](form, "Fields")
		twin := u.Add(pdf.NewDictionary(pdf.Name("FT"), pdf.Name("Tx"), pdf.Name("T"), pdf.String("first_day.answer"), pdf.Name("V"), pdf.String("never")))
		form.Set("Fields", append(fields, twin))
		c.Set("AcroForm", form)
	})
	want := filledReply()
	want.Remarks = []written.Remark{{Where: "the field first_day.answer", What: "is there twice, and the second one holds: never"}}
	same(t, read(t, "form.pdf", file), want)
}
