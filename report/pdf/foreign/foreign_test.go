package foreign_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assay/assessment/input/inputtest"
	"assay/report/pdf/foreign"
	"assay/report/pdf/pdftest"
)

var attachment = foreign.Attachment{
	Name: "harbor.pdf", MIME: "application/pdf", Description: "the report of Harbor (signed)", Data: []byte("%PDF-1.7\nstream\nendstream\n\x00\xff)"),
	When: time.Date(2027, 1, 20, 15, 4, 5, 0, time.UTC),
}

func attached(t testing.TB, file []byte, a foreign.Attachment) []byte {
	t.Helper()
	out, err := foreign.Attach(file, a)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out, file) {
		t.Fatal("the bytes of the PDF changed")
	}
	return out
}

// request is a PDF by hand. catalog is what its catalog has beside its pages; more are further objects from 4 on.
func request(catalog string, more ...string) []byte {
	objects := append([]string{
		"<< /Type /Catalog /Pages 2 0 R " + catalog + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
	}, more...)
	var w bytes.Buffer
	w.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for n, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", w.Len())
		fmt.Fprintf(&w, "%d 0 obj\n%s\nendobj\n", n+1, o)
	}
	start := w.Len()
	fmt.Fprintf(&w, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R /ID [<aa> <bb>] >>\nstartxref\n%d\n%%%%EOF", len(objects)+1, table, len(objects)+1, start)
	return w.Bytes()
}

// modern is a PDF whose catalog lies in a stream of objects, and whose table is a stream with PNG prediction.
func modern(t testing.TB) []byte {
	t.Helper()
	pack := func(data []byte) []byte {
		var w bytes.Buffer
		z := zlib.NewWriter(&w)
		_, _ = z.Write(data)
		_ = z.Close()
		return w.Bytes()
	}
	var w bytes.Buffer
	w.WriteString("%PDF-1.5\n")
	page := w.Len()
	w.WriteString("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n")
	first, second := "<< /Type /Catalog /Pages 2 0 R >> ", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	head := fmt.Sprintf("1 0 2 %d ", len(first))
	holder := w.Len()
	packed := pack([]byte(head + first + second))
	fmt.Fprintf(&w, "4 0 obj\n<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(head), len(packed), packed)
	self := w.Len()
	rows := [][4]byte{{0, 0, 0, 0}, {2, 0, 4, 0}, {2, 0, 4, 1}, {1, byte(page >> 8), byte(page), 0}, {1, byte(holder >> 8), byte(holder), 0}, {1, byte(self >> 8), byte(self), 0}}
	var table []byte
	var above [4]byte
	for _, row := range rows {
		table = append(table, 2) // the difference from the row above
		for i := range row {
			table = append(table, row[i]-above[i])
		}
		above = row
	}
	packed = pack(table)
	fmt.Fprintf(&w, "5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 2 1] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >> /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n",
		len(packed), packed, self)
	return w.Bytes()
}

// word is a PDF as Microsoft Word writes it: after its table comes an empty one, which names a stream with the same places.
func word(t testing.TB) []byte {
	t.Helper()
	file := request("")
	first := bytes.Index(file, []byte("xref\n"))
	file = append(file, '\n')
	stream := len(file)
	row := []byte{1, byte(stream >> 8), byte(stream), 0}
	file = fmt.Appendf(file, "4 0 obj\n<< /Type /XRef /Size 5 /Root 1 0 R /W [1 2 1] /Index [4 1] /Length 4 >>\nstream\n%s\nendstream\nendobj\n", row)
	last := len(file)
	return fmt.Appendf(file, "xref\n0 0\ntrailer\n<< /Size 5 /Root 1 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n", first, stream, last)
}

// spelled are PDFs that are spelled here.
func spelled(t testing.TB) map[string][]byte {
	t.Helper()
	return map[string][]byte{
		"by hand": request(""), "modern": modern(t), "word processor": word(t), "drawing library": pdftest.Draw(t, 3), "assay": pdftest.Finished(t, 2),
		"names elsewhere":    request("/Names 4 0 R /Lang (en)", "<< /Dests << /Names [] >> /EmbeddedFiles 5 0 R >>", "<< /Kids [6 0 R] >>", "<< /Limits [(b) (b)] /Names [(b) 7 0 R] >>", "<< /Type /Filespec /F (b) >>"),
		"associated":         request("/AF 4 0 R /Names << >>", "[5 0 R]", "<< /Type /Filespec /F (x) >>"),
		"comments and names": request("% a comment >>\n/#4eames <</EmbeddedFiles<</Names[(a\\(\\051)<</F(a)>>]>>>>"),
		"without a line end": bytes.TrimRight(request(""), "\n"),
	}
}

// made are these, and PDFs of other programs. A tool that is missing is left out.
func made(t testing.TB) map[string][]byte {
	t.Helper()
	all := spelled(t)
	folder := t.TempDir()
	in := filepath.Join(folder, "in.pdf")
	if err := os.WriteFile(in, pdftest.Draw(t, 3), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tool := range map[string][]string{
		"qpdf, streams":     {"qpdf", "--object-streams=generate", in, "OUT"},
		"qpdf, linearized":  {"qpdf", "--linearize", in, "OUT"},
		"qpdf, both":        {"qpdf", "--linearize", "--object-streams=generate", in, "OUT"},
		"qpdf, attachment":  {"qpdf", "--object-streams=generate", in, "--add-attachment", in, "--", "OUT"},
		"ghostscript":       {"gs", "-q", "-sDEVICE=pdfwrite", "-o", "OUT", in},
		"mutool":            {"mutool", "clean", "-gggg", in, "OUT"},
		"pdfcpu, optimized": {"pdfcpu", "optimize", in, "OUT"},
		"chromium":          {"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=OUT", "data:text/html,<h1>Request for proposals</h1>"},
	} {
		program, err := exec.LookPath(tool[0])
		if err != nil {
			t.Logf("%s is not installed", tool[0])
			continue
		}
		out := filepath.Join(folder, strings.NewReplacer(" ", "-", ",", "").Replace(name)+".pdf")
		var arguments []string
		for _, argument := range tool[1:] {
			arguments = append(arguments, strings.ReplaceAll(argument, "OUT", out))
		}
		if said, err := exec.Command(program, arguments...).CombinedOutput(); err != nil {
			t.Logf("%s: %v: %s", name, err, said)
			continue
		}
		if all[name], err = os.ReadFile(out); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestAnAttachmentGoesIntoThePDFsOfManyPrograms(t *testing.T) {
	for name, file := range made(t) {
		t.Run(name, func(t *testing.T) {
			out := attached(t, file, attachment)
			more := attachment
			more.Name, more.Data = "Übersicht 株.pdf", []byte("second")
			out = attached(t, out, more)
			for _, a := range []foreign.Attachment{attachment, more} {
				if got, err := foreign.Attached(out, a.Name); err != nil || !bytes.Equal(got, a.Data) {
					t.Errorf("%s: %q, %v", a.Name, got, err)
				}
			}
			if _, err := foreign.Attach(out, attachment); !errors.As(err, new(foreign.TakenError)) {
				t.Errorf("the same name twice: %v", err)
			}
			path := pdftest.Save(t, "out.pdf", out)
			if said, ok := pdftest.Tool(t, "qpdf", "--check", path); !ok || strings.Contains(said, "WARNING") && !strings.Contains(name, "linearized") && name != "qpdf, both" {
				t.Errorf("qpdf says: %s", said)
			}
			if said, _ := pdftest.Tool(t, "pdfdetach", "-list", path); !strings.Contains(said, "harbor.pdf") || !strings.Contains(said, "Übersicht 株.pdf") {
				t.Errorf("pdfdetach says: %s", said)
			}
			saved := filepath.Join(t.TempDir(), "saved")
			if said, ok := pdftest.Tool(t, "pdfdetach", "-savefile", "harbor.pdf", "-o", saved, path); !ok {
				t.Errorf("pdfdetach says: %s", said)
			}
			if got, err := os.ReadFile(saved); err != nil || !bytes.Equal(got, attachment.Data) {
				t.Errorf("pdfdetach saves %q, %v", got, err)
			}
			if said, ok := pdftest.Tool(t, "mutool", "info", path); !ok || strings.Contains(said, "error") {
				t.Errorf("mutool says: %s", said)
			}
		})
	}
}

func TestEarlierAttachmentsStay(t *testing.T) {
	file := spelled(t)["names elsewhere"]
	out := string(attached(t, file, attachment))
	for _, kept := range []string{"/Dests << /Names [] >>", "/Lang (en)", "<62> 7 0 R <"} {
		if !strings.Contains(out[len(file):], kept) {
			t.Errorf("the new catalog lacks %q: %s", kept, out[len(file):])
		}
	}
	out = string(attached(t, spelled(t)["associated"], attachment))
	if !strings.Contains(out, "/AF [ 5 0 R 7 0 R ]") {
		t.Error("the associated file is lost")
	}
}

// An attachment may be signed, and the document is not signed for that.
func TestAnAttachmentWithASignatureDoesNotSignTheDocument(t *testing.T) {
	a := attachment
	a.Data = []byte("9 0 obj\n<< /Type /Sig /ByteRange [0 1 2 3] >>\nendobj")
	more := attachment
	more.Name = "second.pdf"
	attached(t, attached(t, request(""), a), more)
}

// Twenty thousand entries of a table that all lead into one another's long arrays.
func TestObjectsInEachOtherAreNotReadForHours(t *testing.T) {
	const count = 20_000
	file := []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
	start := len(file)
	for range count {
		file = append(file, "9 0 obj [ "...)
	}
	table := len(file)
	file = fmt.Appendf(file, "xref\n0 %d\n0000000000 65535 f \n%010d 00000 n \n", count+2, bytes.Index(file, []byte("1 0 obj")))
	for n := range count {
		file = fmt.Appendf(file, "%010d 00000 n \n", start+n*len("9 0 obj [ "))
	}
	file = fmt.Appendf(file, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", count+2, table)
	inputtest.Bounded(t, func() {
		if out, err := foreign.Attach(file, attachment); err == nil && len(out) == 0 {
			t.Error("neither a file nor an error")
		}
	})
}

func TestTheSameAttachmentGivesTheSameFile(t *testing.T) {
	if once, again := attached(t, modern(t), attachment), attached(t, modern(t), attachment); !bytes.Equal(once, again) {
		t.Error("two attachments of the same file differ")
	}
}

func TestAPDFThatMustNotChangeIsRefused(t *testing.T) {
	encrypted := bytes.Replace(request(""), []byte("/ID"), []byte("/Encrypt 9 0 R /ID"), 1)
	good := request("")
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"signed":                    {request("", "<< /Type /Sig /ByteRange [0 1 2 3] >>"), foreign.ErrSigned},
		"signed, spelled otherwise": {request("", "<< /V << /Byte#52ange [0 1 2 3] >> >>"), foreign.ErrSigned},
		"certified":                 {request("/Perms << /DocMDP 4 0 R >>", "<< /Type /Sig >>"), foreign.ErrSigned},
		"encrypted":                 {encrypted, foreign.ErrEncrypted},
		"no PDF":                    {[]byte("PK\x03\x04"), foreign.ErrNotPDF},
		"nothing":                   {nil, foreign.ErrNotPDF},
		"cut off":                   {good[:len(good)-40], foreign.ErrDamaged},
		"half":                      {good[:len(good)/2], foreign.ErrDamaged},
		"no catalog":                {bytes.Replace(good, []byte("/Root 1 0 R"), []byte("/Root 2 0 R"), 1), foreign.ErrDamaged},
		"table to itself":           {bytes.Replace(good, []byte("/ID"), fmt.Appendf(nil, "/Prev %d /ID", bytes.Index(good, []byte("xref"))), 1), foreign.ErrDamaged},
		"names to themselves":       {request("/Names << /EmbeddedFiles 4 0 R >>", "<< /Kids [4 0 R] >>"), foreign.ErrDamaged},
		"key twice":                 {request("/Lang (en) /Lang (de)"), foreign.ErrDamaged},
		"no end of text":            {request("/Lang (en"), foreign.ErrDamaged},
		"deep":                      {request("/X " + strings.Repeat("[", 200) + strings.Repeat("]", 200)), foreign.ErrDamaged},
	} {
		_, err := foreign.Attach(c.file, attachment)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}

// Thirty bytes that unpack to a gigabyte are not unpacked.
func TestABombIsNotUnpacked(t *testing.T) {
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	zeros := make([]byte, 1<<20)
	for range 200 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
	file := []byte("%PDF-1.5\n")
	start := len(file)
	file = fmt.Appendf(file, "1 0 obj\n<< /Type /XRef /Size 2 /Root 1 0 R /W [1 2 1] /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", packed.Len(), packed.Bytes(), start)
	inputtest.Bounded(t, func() {
		if _, err := foreign.Attach(file, attachment); !errors.Is(err, foreign.ErrUnknown) {
			t.Errorf("error %v", err)
		}
	})
}

// FuzzAttach reads PDFs. Whatever they hold, either the attachment can be read back, or there is an error.
func FuzzAttach(f *testing.F) {
	f.Add(request("/Names << /EmbeddedFiles << /Names [] >> >>"))
	f.Add(modern(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		inputtest.Bounded(t, func() {
			out, err := foreign.Attach(file, attachment)
			if err != nil {
				return
			}
			if got, err := foreign.Attached(out, attachment.Name); err != nil || !bytes.Equal(got, attachment.Data) || !bytes.HasPrefix(out, file) {
				t.Errorf("the attachment cannot be read back: %v", err)
			}
		})
	})
}
