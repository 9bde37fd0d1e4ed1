package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"assay/report/pdf"
	"assay/report/pdf/pdftest"
)

// file returns a PDF whose objects 1, 2, … have these bodies. A last object with the document information follows.
func file(bodies ...string) []byte {
	var w bytes.Buffer
	w.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	table := "0000000000 65535 f \n"
	bodies = append(bodies, "<<>>")
	for i, body := range bodies {
		table += fmt.Sprintf("%010d 00000 n \n", w.Len())
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at, n := w.Len(), len(bodies)
	fmt.Fprintf(&w, "xref\n0 %d\n%strailer\n<</Size %[1]d /Root 1 0 R /Info %[3]d 0 R /ID [(sixteen letters.) (sixteen letters.)]>>\nstartxref\n%[4]d\n%%%%EOF\n", n+1, table, n, at)
	return w.Bytes()
}

func TestParseReadsEveryKindOfObject(t *testing.T) {
	d := parse(t, file(
		"<</Type /Catalog /A#20b [1 -2 0.5 -0.00 true null 2 0 R] /S (a\\(b\\)\\\\c) /H <c3a9>>>",
		"<</Length 5>>\nstream\n\x00)>>%\nendstream",
	))
	catalog := d.Latest().Catalog()
	for key, want := range map[pdf.Name]pdf.Object{
		"A b": pdf.Array{pdf.Integer(1), pdf.Integer(-2), pdf.Real("0.5"), pdf.Real("-0.00"), pdf.Boolean(true), pdf.Null{}, pdf.Reference(2)},
		"S":   pdf.String("a(b)\\c"),
		"H":   pdf.String("é"),
	} {
		if got := catalog.Get(key); !pdf.Equal(got, want) {
			t.Errorf("/%s is %#v, want %#v", key, got, want)
		}
	}
	if s, ok := d.Latest().Object(2).(*pdf.Stream); !ok || string(s.Data) != "\x00)>>%" {
		t.Errorf("the stream is %#v", d.Latest().Object(2))
	}
}

func TestParseRefuses(t *testing.T) {
	good := string(file("<</Type /Catalog>>", "[1 2]"))
	if _, err := pdf.Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) []byte {
		if !strings.Contains(good, old) {
			t.Fatalf("no %q to replace", old)
		}
		return []byte(strings.Replace(good, old, new, 1))
	}
	many := "<<" + strings.Repeat("/A <<", 70) + strings.Repeat(">>", 71)
	for _, c := range []struct {
		name string
		file []byte
		kind error
		want string
	}{
		{"an empty file", nil, pdf.ErrNotOurs, "does not begin like a PDF"},
		{"bytes before the header", []byte("\n" + good), pdf.ErrNotOurs, "does not begin like a PDF"},
		{"another version", replace("%PDF-1.7", "%PDF-1.6"), pdf.ErrNotOurs, "does not begin as assay"},
		{"another comment in the header", replace("\xe2", "\xe1"), pdf.ErrNotOurs, "does not begin as assay"},
		{"bytes after the end", []byte(good + "x"), pdf.ErrDamaged, "belong to no object"},
		{"another newline after the end", []byte(good + "\n"), pdf.ErrDamaged, "belong to no object"},
		{"a file cut off", []byte(good[:len(good)-3]), pdf.ErrDamaged, "end with %%EOF"},
		{"a comment between objects", replace("\n2 0 obj", "\n%x\n2 0 obj"), pdf.ErrDamaged, "belong to no object"},
		{"a comment in the table", replace("trailer", "%x\ntrailer"), pdf.ErrDamaged, "no trailer"},
		{"an xref stream", replace("xref\n0", "4 0 obj\n<<>>\nendobj\n0"), pdf.ErrDamaged, "belong to no object"},
		{"a hybrid file", replace("/Root", "/XRefStm 9 /Root"), pdf.ErrNotOurs, "/XRefStm"},
		{"an encrypted file", replace("/Root", "/Encrypt 2 0 R /Root"), pdf.ErrNotOurs, "/Encrypt"},
		{"a base with /Prev", replace("/Root", "/Prev 15 /Root"), pdf.ErrNotOurs, "/Prev"},
		{"a wrong /Size", replace("/Size 4", "/Size 5"), pdf.ErrDamaged, "/Size"},
		{"the keys of the trailer in another order", replace("/Size 4 /Root 1 0 R", "/Root 1 0 R /Size 4"), pdf.ErrNotOurs, "other keys"},
		{"a missing root", replace("/Root 1", "/Root 7"), pdf.ErrDamaged, "does not name a catalog"},
		{"a root that is no dictionary", replace("/Root 1", "/Root 2"), pdf.ErrDamaged, "does not name a catalog"},
		{"no information", replace(" /Info 3 0 R", ""), pdf.ErrNotOurs, "lacks the key /Info"},
		{"two identifiers", replace("[(sixteen letters.)", "[(sixteen_letters.)"), pdf.ErrNotOurs, "/ID"},
		{"a short identifier", []byte(strings.ReplaceAll(good, "(sixteen letters.)", "(x)")), pdf.ErrNotOurs, "/ID"},
		{"a generation", replace("00000 n", "00001 n"), pdf.ErrDamaged, "table differs"},
		{"an object of another generation", replace("2 0 obj", "2 1 obj"), pdf.ErrDamaged, "belong to no object"},
		{"a wrong offset", replace("0000000015 00000 n", "0000000016 00000 n"), pdf.ErrDamaged, "table differs"},
		{"a freed object", replace("00000 n", "00000 f"), pdf.ErrDamaged, "table differs"},
		{"another end of line in the table", replace("n \n", "n\r\n"), pdf.ErrDamaged, "table differs"},
		{"an object number that is not used", []byte(strings.NewReplacer("3 0 obj", "4 0 obj", "/Info 3", "/Info 4", "/Size 4", "/Size 5", "0 4", "0 3", "trailer", "trailer").Replace(good)), pdf.ErrDamaged, "table differs"},
		{"an object twice", replace("2 0 obj", "1 0 obj"), pdf.ErrDamaged, "comes after"},
		{"object 0", replace("2 0 obj", "0 0 obj"), pdf.ErrDamaged, "belong to no object"},
		{"an offset with a space before it", replace("startxref\n", "startxref\n "), pdf.ErrDamaged, "startxref"},
		{"an offset with a zero before it", replace("startxref\n", "startxref\n0"), pdf.ErrDamaged, "startxref"},
		{"a NUL before the offset", replace("startxref\n", "startxref\n\x00"), pdf.ErrDamaged, "startxref"},
		{"a form feed instead of a line feed", replace("startxref\n", "startxref\f"), pdf.ErrDamaged, "startxref"},
		{"a reference with a generation", file("<</A 2 1 R>>", "2"), pdf.ErrDamaged, ""},
		{"a key twice", file("<</A 1 /#41 2>>"), pdf.ErrDamaged, "twice"},
		{"a null value", file("<</A null>>"), pdf.ErrNotOurs, "null"},
		{"deep nesting", file(many), pdf.ErrNotOurs, "nested"},
		{"a hexadecimal number", file("<</A 0x10>>"), pdf.ErrDamaged, "not a PDF object"},
		{"an exponent", file("<</A 1e5>>"), pdf.ErrDamaged, "not a PDF object"},
		{"a sign", file("<</A +1>>"), pdf.ErrNotOurs, "another way"},
		{"minus nothing", file("<</A -0>>"), pdf.ErrNotOurs, "not spelled"},
		{"two signs", file("<</A --1>>"), pdf.ErrNotOurs, "another way"},
		{"a zero before a number", file("<</A 01>>"), pdf.ErrNotOurs, "another way"},
		{"a zero before a number with decimals", file("<</A 00.5>>"), pdf.ErrNotOurs, "another way"},
		{"no zero before the point", file("<</A .5>>"), pdf.ErrNotOurs, "another way"},
		{"nothing after the point", file("<</A 5.>>"), pdf.ErrNotOurs, "another way"},
		{"a large number", file("<</A 4294967296>>"), pdf.ErrNotOurs, "another way"},
		{"many decimals", file("<</A 0.0000001>>"), pdf.ErrNotOurs, "another way"},
		{"a comment in an object", file("<</A %x\n1>>"), pdf.ErrNotOurs, "comment"},
		{"an odd hexadecimal string", file("<</A <abc>>>"), pdf.ErrDamaged, "hexadecimal"},
		{"hexadecimal in upper case", file("<</A <AB>>>"), pdf.ErrNotOurs, "another way"},
		{"hexadecimal without need", file("<</A <41>>>"), pdf.ErrNotOurs, "not spelled"},
		{"an escape without need", file("<</A (\\101)>>"), pdf.ErrNotOurs, "not spelled"},
		{"balanced parentheses", file("<</A (())>>"), pdf.ErrNotOurs, "not spelled"},
		{"an escape in a name", file("<</#41 1>>"), pdf.ErrNotOurs, "not spelled"},
		{"an escape in lower case", file("<</A#2fB 1>>"), pdf.ErrNotOurs, "another way"},
		{"a name of nothing", file("<</A / >>"), pdf.ErrNotOurs, "a name is empty"},
		{"a name that readers cut", file("<</A /" + strings.Repeat("x", 128) + ">>"), pdf.ErrNotOurs, "longer than 127"},
		{"two spaces", file("<</A  1>>"), pdf.ErrNotOurs, "not spelled"},
		{"another space", file("<</A\f1>>"), pdf.ErrNotOurs, "another way"},
		{"a byte range without spaces", file("<</ByteRange [0 1 2 3]>>"), pdf.ErrNotOurs, "not spelled"},
		{"a stream in another file", file("<<>>", "<</Length 1 /F (x)>>\nstream\nx\nendstream"), pdf.ErrNotOurs, "/F"},
		{"a stream with a predictor", file("<<>>", "<</Length 1 /DecodeParms <<>>>>\nstream\nx\nendstream"), pdf.ErrNotOurs, "/DecodeParms"},
		{"a stream with another filter", file("<<>>", "<</Length 1 /Filter /LZWDecode>>\nstream\nx\nendstream"), pdf.ErrNotOurs, "unknown filter"},
		{"a stream with filters", file("<<>>", "<</Length 1 /Filter [/FlateDecode]>>\nstream\nx\nendstream"), pdf.ErrNotOurs, "unknown filter"},
		{"a stream with a length elsewhere", file("<<>>", "<</Length 3 0 R>>\nstream\nx\nendstream", "1"), pdf.ErrNotOurs, "elsewhere"},
		{"a stream with a length that is too large", file("<<>>", "<</Length 9999>>\nstream\nx\nendstream"), pdf.ErrDamaged, "cut off"},
		{"a stream with a length that is too small", file("<<>>", "<</Length 1>>\nstream\nxy\nendstream"), pdf.ErrDamaged, "endstream"},
		{"a stream after a carriage return", file("<<>>", "<</Length 1>>\nstream\r\nx\nendstream"), pdf.ErrDamaged, "cut off"},
		{"a stream on the line of its dictionary", file("<<>>", "<</Length 1>>stream\nx\nendstream"), pdf.ErrNotOurs, "not spelled"},
		{"a space after the data of a stream", file("<<>>", "<</Length 1>>\nstream\nx \nendstream"), pdf.ErrNotOurs, "not spelled"},
		{"an object that is a reference", file("<<>>", "1 0 R"), pdf.ErrNotOurs, "only a reference"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := pdf.Parse(c.file)
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %v that says %q", err, c.kind, c.want)
			}
		})
	}
}

func TestParseRefusesAnObjectThatNoTableLists(t *testing.T) {
	hidden := file("<</Type /Catalog>>", "[1 2]")
	hidden = bytes.Replace(hidden, []byte("xref\n0 4"), []byte("xref\n0 3"), 1)
	end := bytes.Index(hidden, []byte("trailer"))
	hidden = append(hidden[:end-20], bytes.Replace(hidden[end:], []byte("/Size 4"), []byte("/Size 3"), 1)...)
	if _, err := pdf.Parse(hidden); !errors.Is(err, pdf.ErrDamaged) || !strings.Contains(err.Error(), "table differs") {
		t.Errorf("error %v, want one about the table", err)
	}
}

func TestUpdateKeepsTheBase(t *testing.T) {
	base := pdftest.Finished(t, 2)
	document := parse(t, base)
	update := document.Update()
	catalog := document.Latest().Catalog().Clone()
	catalog.Set("Lang", pdf.Text("fr"))
	update.Replace(document.Latest().CatalogReference(), catalog)
	added := update.Add(pdf.Array{pdf.Text("été")})
	updated := update.Bytes()

	if !bytes.HasPrefix(updated, base) {
		t.Error("the update changed the bytes of the base")
	}
	again := parse(t, updated)
	if got := again.AsOf(0).Catalog().Get("Lang"); got != pdf.Object(pdf.String("en")) {
		t.Errorf("the base now says %v", got)
	}
	if got := again.AsOf(1).Catalog().Get("Lang"); got != pdf.Object(pdf.String("fr")) {
		t.Errorf("the update says %v", got)
	}
	if got := again.Revisions[1].Numbers(); len(got) != 2 || got[1] != added {
		t.Errorf("the update holds the objects %v", got)
	}
	out, ok := pdftest.Tool(t, "qpdf", "--check", pdftest.Save(t, "updated.pdf", updated))
	if !ok || !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf says:\n%s", out)
	}
}

// Revisions that follow after ours do not take away what ours say.
func TestThePrefixThatIsOursIsRead(t *testing.T) {
	base := pdftest.Finished(t, 2)
	update := parse(t, base).Update()
	update.Add(pdf.Integer(1))
	ours := update.Bytes()
	for name, foreign := range map[string]string{
		"a byte": "\n", "text": "hello", "a copy of the file": string(base), "half a revision": "99 0 obj\n1\nendobj\n",
		"another program": "99 0 obj\n<< /A 1 >>\nendobj\nxref\n99 1\n0000000000 00000 n \ntrailer\n<<>>\nstartxref\n1\n%%EOF\n",
	} {
		for revisions, file := range [][]byte{base, ours} {
			both := append(bytes.Clone(file), foreign...)
			d, err := pdf.ParsePrefix(both)
			var why *pdf.ParseError
			if d == nil || len(d.Revisions) != revisions+1 || !bytes.Equal(d.Bytes, file) || !errors.As(err, &why) || why.Offset < len(file) {
				t.Errorf("%s after revision %d: %v", name, revisions, err)
			}
			if _, whole := pdf.Parse(both); whole == nil || whole.Error() != err.Error() {
				t.Errorf("%s after revision %d: as a whole, %v", name, revisions, whole)
			}
		}
	}
	if d, err := pdf.ParsePrefix(base[:len(base)-1]); d != nil || err == nil {
		t.Error("the base is not whole, but it was accepted")
	}
}

func TestExtendReadsOnlyWhatIsNew(t *testing.T) {
	document := parse(t, pdftest.Finished(t, 2))
	update := document.Update()
	added := update.Add(pdf.Integer(7))
	file := update.Bytes()
	if again, err := document.Extend(file); err != nil || len(again.Revisions) != 2 || again.Latest().Object(added) != pdf.Object(pdf.Integer(7)) {
		t.Errorf("%v", err)
	}
	if _, err := document.Extend(append(file, '\n')); !errors.Is(err, pdf.ErrDamaged) {
		t.Errorf("a byte too many: %v", err)
	}
	file[100]++
	if _, err := document.Extend(file); !errors.Is(err, pdf.ErrDamaged) {
		t.Errorf("another file: %v", err)
	}
}

func TestTooManyRevisionsAreRefused(t *testing.T) {
	current := file("<</Type /Catalog>>")
	for range 16 {
		update := parse(t, current).Update()
		update.Add(pdf.Integer(1))
		current = update.Bytes()
	}
	if _, err := pdf.Parse(current); !errors.Is(err, pdf.ErrNotOurs) {
		t.Errorf("error %v, want ErrNotOurs", err)
	}
}

func TestAnAttachmentCannotFillTheMemory(t *testing.T) {
	archive := pdftest.Archive()
	archive.Attachments[0].Data = make([]byte, 64<<20+1)
	if _, err := pdf.Finish(pdftest.Draw(t, 2), archive); err == nil {
		t.Error("Finish wrote an attachment over the limit")
	}
	stream := pdf.Stream{
		Dictionary: pdf.NewDictionary(pdf.Name("Filter"), pdf.Name("FlateDecode")),
		Data:       deflate(make([]byte, 1000), nil),
	}
	if data, err := stream.Decode(1000); len(data) != 1000 || err != nil {
		t.Errorf("at the limit: %d bytes, %v", len(data), err)
	}
	if _, err := stream.Decode(999); err == nil || !strings.Contains(err.Error(), "larger than 999") {
		t.Errorf("past the limit: error %v", err)
	}
}

func TestPages(t *testing.T) {
	if pages, err := parse(t, pdftest.Finished(t, 5)).AsOf(0).Pages(); len(pages) != 5 || err != nil {
		t.Errorf("%d pages, %v", len(pages), err)
	}
	circle := file("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 1 /Kids [2 0 R]>>")
	if _, err := parse(t, circle).AsOf(0).Pages(); err == nil {
		t.Error("Pages accepted a page tree that contains itself")
	}
}

func TestTextAndDates(t *testing.T) {
	for _, s := range []string{"", "plain (with) \\ signs", "Łódź — ✓", "clef 𝄞"} {
		if got := pdf.Text(s).Text(); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if got, err := pdf.Date(pdftest.When).Date(); err != nil || !got.Equal(pdftest.When) {
		t.Errorf("%v came back as %v, %v", pdftest.When, got, err)
	}
}

// FuzzParse looks for a panic, and for a file that Parse accepts only once: after an update it must accept the file
// again.
func FuzzParse(f *testing.F) {
	f.Add(file("<</A [1 2 0 R (x) <00> /N null]>>", "<</Length 1>>stream\nx\nendstream"))
	f.Add(file("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Count 0 /Kids []>>"))
	f.Add([]byte("%PDF-1.7\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := pdf.Parse(data)
		if err != nil {
			if !errors.Is(err, pdf.ErrDamaged) && !errors.Is(err, pdf.ErrNotOurs) {
				t.Fatalf("the error is neither ErrDamaged nor ErrNotOurs: %v", err)
			}
			return
		}
		_, _ = document.AsOf(0).Pages()
		_, _ = document.Attachment("x")
		update := document.Update()
		update.Add(pdf.Integer(1))
		if _, err := pdf.Parse(update.Bytes()); err != nil {
			t.Fatalf("Parse accepted the file, but not after an update: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	report := pdftest.Finished(b, 40)
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := pdf.Parse(report); err != nil {
			b.Fatal(err)
		}
	}
}
