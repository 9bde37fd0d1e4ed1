package handback_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/input/inputtest"
	"assay/assessment/written"
	"assay/report/handback"
)

// answers is a file of answers as the form in a browser writes it, after a change.
func answers(t testing.TB, change func(saved map[string]any)) []byte {
	t.Helper()
	saved := map[string]any{
		"format": "assay-reply/1", "identity": asked().String(), "finished": true, "saved": "2026-11-30T12:00:00Z",
		"stated": map[string]any{"company": "Łódź Data & Co", "name": "Ana Peña", "role": "Privacy", "reach": "ana@example.com", "date": "2026-11-25"},
		"answers": []any{
			map[string]any{"item": "BAA-01", "asked": "Is it signed?", "offered": []string{"yes", "no"}, "choices": []string{"yes"}, "words": "Line one\r\nline two\u2028three \u202egnp.exe\u0007"},
			map[string]any{"item": "BAA-02", "asked": "Who?", "offered": []string{}, "choices": []string{}, "words": "  "},
			map[string]any{"item": "data_kinds", "asked": "Which data?", "offered": []string{"names", "icd.10"}, "choices": []string{"names", "icd.10"}, "words": ""},
		},
		"documents": []any{
			map[string]any{"kind": "EV-01", "note": "both pages", "none": false, "files": []any{map[string]any{"name": "baa Größe.pdf", "path": "files/01-baa.pdf", "size": 3}}},
			map[string]any{"kind": "EV-02", "note": "", "none": true, "files": []any{}},
			map[string]any{"kind": "EV-03", "note": "", "none": false, "files": []any{}},
		},
	}
	if change != nil {
		change(saved)
	}
	text, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// entry is an entry of a ZIP file.
type entry struct {
	name, content string
	change        func(h *zip.FileHeader)
}

func zipped(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
		if e.change != nil {
			e.change(h)
		}
		one, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(one, e.content); err != nil && e.content != "" {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// good is a reply that is taken.
func good(t testing.TB) []byte {
	return zipped(t, entry{name: "answers.json", content: string(answers(t, nil))}, entry{name: "files/01-baa.pdf", content: "abc"})
}

func goodReply() written.Reply {
	return written.Reply{
		Form: asked(), Format: written.HTML, Finished: true,
		Stated: written.Stated{Company: "Łódź Data & Co", Name: "Ana Peña", Role: "Privacy", Reach: "ana@example.com", Day: day("2026-11-25"), DayText: "2026-11-25"},
		Answers: []written.Answer{
			{Item: "BAA-01", Asked: "Is it signed?", Offered: []string{"yes", "no"}, Choices: []string{"yes"}, Words: "Line one\nline two\nthree gnp.exe"},
			{Item: "data_kinds", Asked: "Which data?", Offered: []string{"names", "icd.10"}, Choices: []string{"names", "icd.10"}},
		},
		Documents: []written.Document{
			{Kind: "EV-01", Note: "both pages", Files: []written.File{{
				Name: "baa Größe.pdf", Path: "files/01-baa.pdf", Size: 3, SHA256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
			}}},
			{Kind: "EV-02", None: true},
		},
	}
}

func TestASavedReplyIsRead(t *testing.T) {
	file := good(t)
	same(t, read(t, "reply.zip", file), goodReply())
	h, err := handback.Read("reply.zip", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := h.Open("files/01-baa.pdf")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if content, err := io.ReadAll(r); string(content) != "abc" || err != nil {
		t.Errorf("the attached file is %q, %v", content, err)
	}
	if _, err := h.Open("answers.json"); assessment.CodeOf(err) != assessment.NotFound {
		t.Errorf("a file that is not attached: %v", err)
	}
}

// Some browsers unpack a download, and the vendor packs the folder again.
func TestAReplyThatWasPackedAgainIsRead(t *testing.T) {
	file := zipped(t,
		entry{name: "reply/"}, entry{name: "reply/files/"}, entry{name: "reply/.DS_Store", content: "x"}, entry{name: "__MACOSX/reply/._answers.json", content: "x"},
		entry{name: "reply/files/01-baa.pdf", content: "abc", change: func(h *zip.FileHeader) { h.Method = zip.Store }}, entry{name: "reply/answers.json", content: string(answers(t, nil))},
	)
	want := goodReply()
	want.Documents[0].Files[0].Path = "reply/files/01-baa.pdf"
	same(t, read(t, "reply.zip", file), want)
}

func TestNothingOfAReplyIsDroppedSilently(t *testing.T) {
	file := zipped(t, entry{name: "answers.json", content: string(answers(t, func(s map[string]any) {
		s["finished"] = false
		s["answers"] = append(s["answers"].([]any), map[string]any{"item": "BAA-01", "asked": "Is it signed?", "choices": []string{"no"}, "words": "Or not"})
		s["stated"].(map[string]any)["date"] = "11/12/2026"
	}))}, entry{name: "more/extra.txt", content: "hello"})
	want := goodReply()
	want.Finished = false
	want.Stated.Day, want.Stated.DayText = 0, "11/12/2026"
	want.Documents[0].Files = nil
	want.Remarks = []written.Remark{
		{Where: "BAA-01", What: "is answered twice, and the second time so: no: Or not"},
		{Where: "the file baa Größe.pdf", What: "was attached, but the ZIP file does not have it: somebody took it out"},
		{Where: "the file more/extra.txt", What: "is in the ZIP file, but the form has not attached it to any document"},
	}
	same(t, read(t, "reply.zip", file), want)
}

// refused expects a case and a sentence.
func refused(t *testing.T, file []byte, want assessment.Case, says string) {
	t.Helper()
	inputtest.Bounded(t, func() {
		_, err := handback.Read("harbor\u202e.zip", bytes.NewReader(file), int64(len(file)))
		if assessment.CaseOf(err) != want || !strings.Contains(fmt.Sprint(err), says) || !strings.HasPrefix(fmt.Sprint(err), "harbor.zip is not taken: ") {
			t.Errorf("error %v (%s), want %s: %s", err, assessment.CaseOf(err), want, says)
		}
	})
}

func TestAHostileZIPIsRefused(t *testing.T) {
	text := string(answers(t, nil))
	beside := func(name string) []byte {
		return zipped(t, entry{name: "answers.json", content: text}, entry{name: name, content: "x"})
	}
	with := func(change func(h *zip.FileHeader)) []byte {
		return zipped(t, entry{name: "answers.json", content: text}, entry{name: "files/01-baa.pdf", content: "abc", change: change})
	}
	many := []entry{{name: "answers.json", content: text}}
	for n := range 1000 {
		many = append(many, entry{name: fmt.Sprint("files/", n)})
	}
	for name, c := range map[string]struct {
		file []byte
		want assessment.Case
		says string
	}{
		"empty":                 {nil, assessment.NotAReply, "it is empty"},
		"text":                  {[]byte("Dear all"), assessment.NotAReply, "neither a ZIP file of our form"},
		"the form itself":       {[]byte("\xef\xbb\xbf <!DOCTYPE html><title>Questions"), assessment.FormCameBack, "stores them with its button Save"},
		"old Excel":             {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), assessment.ReplyEncrypted, "a password, or of the time before 2007"},
		"RAR":                   {[]byte("Rar!\x1a\x07"), assessment.NotAReply, "another kind than ZIP"},
		"empty ZIP":             {zipped(t), assessment.NotAReply, "an empty ZIP"},
		"without answers":       {zipped(t, entry{name: "a.txt"}), assessment.NotAReply, "without the answers of our form"},
		"zipped once more":      {zipped(t, entry{name: "harbor-reply.zip"}), assessment.NotAReply, "take “harbor-reply.zip” out of it"},
		"OpenDocument":          {zipped(t, entry{name: "mimetype"}), assessment.NotAReply, "save it as an Excel workbook"},
		"to another folder":     {beside("../evil"), assessment.ReplyUnsafe, "leads to another folder"},
		"in the middle":         {beside("files/../../evil"), assessment.ReplyUnsafe, "leads to another folder"},
		"absolute":              {beside("/etc/passwd"), assessment.ReplyUnsafe, "begins at the root"},
		"backslash":             {beside(`files\evil`), assessment.ReplyUnsafe, "folders in it"},
		"UNC":                   {beside(`\\host\share`), assessment.ReplyUnsafe, "begins at the root"},
		"drive":                 {beside("C:/evil"), assessment.ReplyUnsafe, "names a drive"},
		"stream":                {beside("files/a.pdf:x.exe"), assessment.ReplyUnsafe, "colon"},
		"device":                {beside("files/nul.pdf"), assessment.ReplyUnsafe, "a device"},
		"point at the end":      {beside("files/a.exe."), assessment.ReplyUnsafe, "ends with a point"},
		"bidi":                  {beside("files/fdp\u202egnp.exe"), assessment.ReplyUnsafe, "invisible characters"},
		"escape sequence":       {beside("files/\x1b[2J"), assessment.ReplyUnsafe, "invisible characters"},
		"no UTF-8":              {zipped(t, entry{name: "answers.json", content: text}, entry{name: "files/\xff", change: func(h *zip.FileHeader) { h.NonUTF8 = true }}), assessment.ReplyUnsafe, "not UTF-8"},
		"deep":                  {beside(strings.Repeat("a/", 9) + "b"), assessment.ReplyUnsafe, "folders deep"},
		"long name":             {beside(strings.Repeat("a", 401)), assessment.ReplyUnsafe, "more than 400 bytes"},
		"twice":                 {zipped(t, entry{name: "answers.json", content: text}, entry{name: "answers.json", content: "{}"}), assessment.ReplyUnsafe, "two entries"},
		"twice in another case": {beside("Answers.JSON"), assessment.ReplyUnsafe, "two entries"},
		"twice in wide letters": {beside("ａnswers.json"), assessment.ReplyUnsafe, "two entries"},
		"link":                  {with(func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }), assessment.ReplyUnsafe, "a link"},
		"device file":           {with(func(h *zip.FileHeader) { h.SetMode(fs.ModeDevice) }), assessment.ReplyUnsafe, "no file"},
		"too many":              {zipped(t, many...), assessment.TooLarge, "more than 1000 entries"},
		"bomb":                  {zipped(t, entry{name: "answers.json", content: text}, entry{name: "files/0", content: strings.Repeat("0", 60_000_000)}), assessment.ReplyUnsafe, "a bomb"},
		"cut off":               {good(t)[:len(good(t))-3], assessment.ReplyBroken, "cut off"},
		"something added":       {append(good(t), "more"...), assessment.ReplyBroken, "something was added"},
		"large answers":         {zipped(t, entry{name: "answers.json", content: strings.Repeat(" ", 11_000_000)}), assessment.TooLarge, "at most 10 MB"},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.file, c.want, c.says) })
	}
}

// patched replaces bytes everywhere in the good reply, or in its first or last place.
func patched(t *testing.T, old, with string, all bool) []byte {
	t.Helper()
	n := 1
	if all {
		n = -1
	}
	file := bytes.Replace(good(t), []byte(old), []byte(with), n)
	if bytes.Equal(file, good(t)) {
		t.Fatalf("%q is not in the file", old)
	}
	return file
}

func TestAZIPWhosePartsDisagreeIsRefused(t *testing.T) {
	refused(t, patched(t, "files/01-baa.pdf", "files/01-baa.exe", false), assessment.ReplyUnsafe, "another name or kind")

	// A password.
	for name, at := range map[string]string{"in the list": "PK\x01\x02\x14\x00\x14\x00", "at the beginning": "PK\x03\x04\x14\x00"} {
		file := good(t)
		place := bytes.Index(file, []byte(at)) + len(at)
		file[place] |= 1
		t.Run(name, func(t *testing.T) { refused(t, file, assessment.ReplyUnsafe, "another name or kind") })
	}
	both := bytes.ReplaceAll(bytes.ReplaceAll(good(t), []byte("PK\x01\x02\x14\x00\x14\x00\x08"), []byte("PK\x01\x02\x14\x00\x14\x00\x09")), []byte("PK\x03\x04\x14\x00\x08"), []byte("PK\x03\x04\x14\x00\x09"))
	refused(t, both, assessment.ReplyEncrypted, "password")

	// Two entries with the same bytes.
	file := good(t)
	first, last := bytes.Index(file, []byte("PK\x01\x02")), bytes.LastIndex(file, []byte("PK\x01\x02"))
	copy(file[last+42:last+46], file[first+42:first+46])
	refused(t, file, assessment.ReplyUnsafe, "a bomb")

	// A list that is longer than it says.
	file = good(t)
	end := bytes.LastIndex(file, []byte("PK\x05\x06"))
	file[end+8], file[end+10] = 1, 1
	refused(t, file, assessment.ReplyBroken, "more entries than it says")

	// A content that is not the stated one.
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	raw := &zip.FileHeader{Name: "answers.json", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte("{}")), CompressedSize64: 2, UncompressedSize64: 2}
	one, err := w.CreateRaw(raw)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = one.Write([]byte("[]"))
	_ = w.Close()
	refused(t, out.Bytes(), assessment.ReplyBroken, "is damaged")
}

func TestAnswersThatTheFormDidNotWriteAreRefused(t *testing.T) {
	text := string(answers(t, nil))
	changed := func(change func(s map[string]any)) string { return string(answers(t, change)) }
	file := func(name, path string) string {
		return changed(func(s map[string]any) {
			s["documents"] = []any{map[string]any{"kind": "EV-01", "files": []any{map[string]any{"name": name, "path": path, "size": 3}}}}
		})
	}
	for name, c := range map[string]struct {
		text string
		want assessment.Case
		says string
	}{
		"no JSON":             {"hello", assessment.ReplyBroken, "not as our form writes it"},
		"an array":            {"[]", assessment.ReplyBroken, "not as our form writes it"},
		"cut off":             {text[:100], assessment.ReplyBroken, "not as our form writes it"},
		"something after it":  {text + "{}", assessment.ReplyBroken, "after its end"},
		"key twice":           {strings.Replace(text, `"finished":true`, `"finished":true,"finished":false`, 1), assessment.ReplyBroken, "there twice"},
		"key in capitals":     {strings.Replace(text, `"finished"`, `"Finished"`, 1), assessment.ReplyBroken, "unknown"},
		"unknown key":         {changed(func(s map[string]any) { s["verdict"] = "approve" }), assessment.ReplyBroken, "verdict"},
		"other type":          {changed(func(s map[string]any) { s["answers"] = "none" }), assessment.ReplyBroken, "not as our form writes it"},
		"later format":        {changed(func(s map[string]any) { s["format"] = "assay-reply/2" }), assessment.NotAReply, "this version reads assay-reply/1"},
		"no format":           {"{}", assessment.NotAReply, "has the format"},
		"no form":             {changed(func(s map[string]any) { s["identity"] = "assay-form/1?x" }), assessment.NotAReply, "to which form it answers"},
		"invalid UTF-8":       {strings.Replace(text, "EV-01", "EV-\xff", 1), assessment.ReplyBroken, "UTF-8"},
		"deep":                {strings.Replace(text, `"words":""`, `"words":`+strings.Repeat("[", 50)+strings.Repeat("]", 50), 1), assessment.ReplyBroken, "too deep"},
		"many values":         {strings.Replace(text, `"offered":[]`, `"offered":[`+strings.Repeat(`"",`, 200_000)+`""]`, 1), assessment.TooLarge, "more than 200000 values"},
		"many choices":        {strings.Replace(text, `"offered":[]`, `"offered":[`+strings.Repeat(`"",`, 501)+`""]`, 1), assessment.TooLarge, "more than 500 choices"},
		"long text":           {strings.Replace(text, `"words":"  "`, `"words":"`+strings.Repeat("x", 100_001)+`"`, 1), assessment.TooLarge, "100001 bytes"},
		"name with a folder":  {file("../../x.pdf", "files/01-baa.pdf"), assessment.ReplyUnsafe, "folders in it"},
		"the answers as file": {file("a.pdf", "answers.json"), assessment.ReplyUnsafe, "content of another one"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, zipped(t, entry{name: "answers.json", content: c.text}, entry{name: "files/01-baa.pdf", content: "abc"}), c.want, c.says)
		})
	}
}

// A file may have a name that is harmless on the vendor's system only.
func TestNamesOfFilesAreMadeSafe(t *testing.T) {
	for name, want := range map[string]string{
		"baa Große.pdf": "baa Große.pdf", "Pen\u0303a.pdf": "Peña.pdf", "10:30 <a>?.pdf": "10_30 _a__.pdf", "COM1.pdf": "_COM1.pdf", "nul": "_nul", "a.exe. .": "a.exe",
		"\u202efdp.exe": "fdp.exe", "Setup.EXE": "Setup.EXE", "a\x1b[2Jb.pdf": "ab.pdf", "...": "_",
	} {
		file := zipped(t, entry{name: "answers.json", content: string(answers(t, func(s map[string]any) {
			s["documents"] = []any{map[string]any{"kind": "EV-01", "files": []any{map[string]any{"name": name, "path": "files/01-baa.pdf", "size": 3}}}}
		}))}, entry{name: "files/01-baa.pdf", content: "abc"})
		got := read(t, "reply.zip", file)
		changed := want != name && name != "Pen\u0303a.pdf" || name == "Setup.EXE"
		if got.Documents[0].Files[0].Name != want || (len(got.Remarks) > 0) != changed {
			t.Errorf("%q is called %q, with the remarks %q", name, got.Documents[0].Files[0].Name, got.Remarks)
		}
	}
}

// inside maps the names of a ZIP file to their contents.
func inside(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return maps.Clone(all)
}

// FuzzAnswers reads files of answers. Whatever they hold, either they are read to clean texts, or there is an error with a
// case.
func FuzzAnswers(f *testing.F) {
	f.Add(string(answers(f, nil)))
	f.Add(`{"format":"assay-reply/1","answers":[{"item":"\ud800","words":"\r\u202e"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		file := zipped(t, entry{name: "answers.json", content: text}, entry{name: "files/01-baa.pdf", content: "abc"})
		h, err := handback.Read("file", bytes.NewReader(file), int64(len(file)))
		if err != nil {
			if assessment.CaseOf(err) == "" {
				t.Errorf("an error without a case: %v", err)
			}
			return
		}
		r := h.Reply()
		texts := []string{r.Stated.Company, r.Stated.Name, r.Stated.Role, r.Stated.Reach, r.Stated.DayText}
		for _, a := range r.Answers {
			texts = append(append(texts, a.Item, a.Asked, a.Words), slices.Concat(a.Offered, a.Choices)...)
		}
		for _, d := range r.Documents {
			texts = append(texts, d.Kind, d.Note)
			for _, file := range d.Files {
				texts = append(texts, file.Name)
			}
		}
		for _, m := range r.Remarks {
			texts = append(texts, m.Where, m.What)
		}
		for _, one := range texts {
			if one != hostile.Clean(one) || strings.Contains(one, "\r") {
				t.Errorf("the text %q is not clean", one)
			}
		}
	})
}

// Some programs keep the sizes of every entry where only large ones need it (ZIP64).
func TestAZIPWithLargeSizesIsRead(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	out := filepath.Join(folder, "reply.zip")
	script := `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED)
for name, content in (("answers.json", sys.argv[2]), ("files/01-baa.pdf", "abc")):
    with z.open(name, "w", force_zip64=True) as f: f.write(content.encode())
z.close()`
	if said, err := exec.Command("python3", "-c", script, out, string(answers(t, nil))).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	file, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	same(t, read(t, "reply.zip", file), goodReply())
}

// Two files of answers differ in case. The one that is read is the one that is kept.
func TestTheFileThatIsReadIsNamed(t *testing.T) {
	decoy := string(answers(t, func(s map[string]any) { s["answers"] = []any{} }))
	got := read(t, "reply.zip", zipped(t, entry{name: "x/answers.json", content: decoy}, entry{name: "Answers.JSON", content: string(answers(t, nil))}))
	if got.Answered != "Answers.JSON" || len(got.Answers) != 2 {
		t.Errorf("%q was read: %+v", got.Answered, got.Answers)
	}
}
