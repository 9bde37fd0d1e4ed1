package filing_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/report/filing"
	"assay/report/pdf/pdftest"
)

// contentOf is one file of a package.
func contentOf(t testing.TB, packed []byte, path string) string {
	t.Helper()
	files, err := filing.Unpack(packed)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(files, func(f filing.File) bool { return f.Path == path })
	if at < 0 {
		t.Fatalf("there is no %s", path)
	}
	return string(files[at].Content)
}

var some = []filing.File{{Path: "manifest.json", Content: []byte("{}")}, {Path: "empty.csv", Content: nil}, {Path: "reports/01-harbor.pdf", Content: []byte("%PDF")}}

func packed(t testing.TB, files ...filing.File) []byte {
	t.Helper()
	file, err := filing.Pack(files)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatIsPackedComesOutAgain(t *testing.T) {
	files, err := filing.Unpack(packed(t, some...))
	if err != nil || len(files) != len(some) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for n := range some {
		if files[n].Path != some[n].Path || !bytes.Equal(files[n].Content, some[n].Content) {
			t.Errorf("%q: %q", files[n].Path, files[n].Content)
		}
	}
}

// entry is a file as another program packs it.
type entry struct {
	zip.FileHeader
	content string
}

func other(t testing.TB, comment string, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		to, err := w.CreateHeader(&e.FileHeader)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// raw is a zip file of entries that are stored as in a package, with any names and attributes.
func raw(t testing.TB, comment string, attributes uint32, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		h := zip.FileHeader{Name: name, ReaderVersion: 10, CreatorVersion: 3<<8 | 10, ModifiedDate: 1<<5 | 1, ExternalAttrs: attributes, UncompressedSize64: 1, CompressedSize64: 1, CRC32: crc32.ChecksumIEEE([]byte("x"))}
		to, err := w.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const regular = 0o100644 << 16

// The forgers below use the form of a package, so that only what they forge differs.
func TestTheFormOfTheForgersIsOurs(t *testing.T) {
	if want, got := packed(t, filing.File{Path: "a.pdf", Content: []byte("x")}), raw(t, "", regular, "a.pdf"); !bytes.Equal(got, want) {
		t.Errorf("%x\n%x", got, want)
	}
}

func TestEveryOtherZipFileIsRefusedWithItsReason(t *testing.T) {
	at := func(file []byte, offset int, value ...byte) []byte {
		file = bytes.Clone(file)
		copy(file[offset:], value)
		return file
	}
	good := packed(t, some...)
	end := len(good) - 22
	many := make([]string, 201)
	for n := range many {
		many[n] = "f" + strings.Repeat("x", n%90) + string(rune('a'+n%26)) + string(rune('a'+n/26))
	}
	for name, c := range map[string]struct {
		zip  []byte
		want string
	}{
		"leads out":                  {raw(t, "", regular, "../../etc/passwd"), "leads out of the package"},
		"leads out in the middle":    {raw(t, "", regular, "reports/../../x"), "leads out of the package"},
		"leads out, backslash":       {raw(t, "", regular, `..\..\x`), "leads out of the package"},
		"absolute":                   {raw(t, "", regular, "/etc/passwd"), "leads to a fixed place"},
		"absolute, share":            {raw(t, "", regular, `\\host\share\x`), "leads to a fixed place"},
		"absolute, drive":            {raw(t, "", regular, `C:\x`), "leads to a fixed place"},
		"stream of a file":           {raw(t, "", regular, "report.pdf:hidden"), "leads to a fixed place"},
		"device":                     {raw(t, "", regular, "reports/CON.pdf"), "leads to a device"},
		"device with spaces":         {raw(t, "", regular, "nul .txt"), "leads to a device"},
		"folder entry":               {other(t, "", entry{zip.FileHeader{Name: "reports/"}, ""}), "is a folder"},
		"this folder":                {raw(t, "", regular, "./x"), "none that assay gives"},
		"no name":                    {raw(t, "", regular, ""), "without a name"},
		"hidden file":                {raw(t, "", regular, ".bashrc"), "none that assay gives"},
		"option":                     {raw(t, "", regular, "-rf"), "none that assay gives"},
		"point at the end":           {raw(t, "", regular, "x."), "none that assay gives"},
		"control character":          {raw(t, "", regular, "x\n.pdf"), "none that assay gives"},
		"zero byte":                  {raw(t, "", regular, "x.pdf\x00.exe"), "none that assay gives"},
		"long name":                  {raw(t, "", regular, strings.Repeat("x", 101)), "101 bytes"},
		"twice":                      {raw(t, "", regular, "a.pdf", "a.pdf"), "two files with the name a.pdf"},
		"twice, capitals":            {raw(t, "", regular, "a.pdf", "A.pdf"), "none that assay gives"},
		"twice, composed accents":    {raw(t, "", regular, "a\u0301.pdf", "á.pdf"), "none that assay gives"},
		"twice, width":               {raw(t, "", regular, "a.pdf", "ａ.pdf"), "none that assay gives"},
		"link":                       {raw(t, "", 0o120777<<16, "a.pdf"), "a.pdf is a link"},
		"program":                    {raw(t, "", 0o100755<<16, "a.pdf"), "not packed as assay packs it"},
		"comment":                    {raw(t, "hello", regular, "a.pdf"), "has a comment"},
		"compressed":                 {other(t, "", entry{zip.FileHeader{Name: "a.pdf", Method: zip.Deflate}, strings.Repeat("x", 1<<20)}), "is compressed"},
		"packed by another program":  {other(t, "", entry{zip.FileHeader{Name: "a.pdf"}, "x"}), "packed again by another program"},
		"with a time":                {other(t, "", entry{zip.FileHeader{Name: "a.pdf", Modified: time.Unix(1, 0)}, "x"}), "packed again by another program"},
		"too many":                   {raw(t, "", regular, many...), "more than 200 files"},
		"encrypted":                  {at(good, 6, 1, 0), "is encrypted"},
		"other size in its header":   {at(good, 22, 99), "is compressed"},
		"size beyond the end":        {at(good, 18, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0x0f), "cut off"},
		"changed content":            {at(good, 30+len("manifest.json"), '['), "check sum"},
		"before it":                  {append([]byte("MZ"), good...), "not a zip file"},
		"behind it":                  {append(bytes.Clone(good), "x"...), "something follows it"},
		"second directory":           {slices.Concat(good[:end], good[bytes.Index(good, []byte("PK\x01\x02")):]), "other files than it holds"},
		"one more in the directory":  {at(good, end+10, 4), "not packed as assay packs it"},
		"between file and directory": {slices.Concat(good[:bytes.Index(good, []byte("PK\x01\x02"))], []byte("x"), good[bytes.Index(good, []byte("PK\x01\x02")):]), "not packed as assay packs it"},
		"half":                       {good[:40], ""},
		"header":                     {good[:20], "cut off"},
		"nothing":                    {nil, "not a zip file"},
		"a PDF":                      {[]byte("%PDF-1.7"), "not a zip file"},
	} {
		files, err := filing.Unpack(c.zip)
		if err == nil || !strings.Contains(err.Error(), c.want) || files != nil {
			t.Errorf("%s: %d files, %v, want an error that says %q", name, len(files), err, c.want)
		}
	}
	renamed := bytes.Clone(good)
	copy(renamed[bytes.LastIndex(renamed, []byte("harbor.pdf")):], "HARBOR.PDF")
	if _, err := filing.Unpack(renamed); err == nil || !strings.Contains(err.Error(), "other files than it holds") {
		t.Errorf("its directory has another name: %v", err)
	}
}

// One bit more or less anywhere, and it is another file.
func TestNoOtherBitIsAccepted(t *testing.T) {
	good := packed(t, some...)
	for n := range 8 * len(good) {
		broken := bytes.Clone(good)
		broken[n/8] ^= 1 << (n % 8)
		if _, err := filing.Unpack(broken); err == nil {
			t.Fatalf("bit %d of byte %d may be changed", n%8, n/8)
		}
	}
	for n := range good {
		if _, err := filing.Unpack(good[:n]); err == nil {
			t.Fatalf("its first %d bytes are accepted", n)
		}
	}
}

// A file of 42 kB that would unpack to 45 MB: nothing of it is unpacked.
func TestABombIsRefusedBeforeItIsUnpacked(t *testing.T) {
	bomb := other(t, "", entry{zip.FileHeader{Name: "manifest.json", Method: zip.Deflate}, strings.Repeat("\x00", 45<<20)})
	if least := testing.AllocsPerRun(1, func() {
		if _, err := filing.Unpack(bomb); err == nil {
			t.Fatal("accepted")
		}
	}); least > 50 {
		t.Errorf("%v allocations", least)
	}
	// Overlapping files: one header with the size of all that follow.
	overlap := packed(t, some...)
	binary.LittleEndian.PutUint32(overlap[18:], 60)
	binary.LittleEndian.PutUint32(overlap[22:], 60)
	if _, err := filing.Unpack(overlap); err == nil {
		t.Error("files that overlap are accepted")
	}
}

func TestOnlyOurNamesArePacked(t *testing.T) {
	for _, path := range []string{"../x", "/x", "a b", "A", "é", "a/b/c", "con.pdf", ""} {
		if _, err := filing.Pack([]filing.File{{Path: path}}); err == nil {
			t.Errorf("%q is packed", path)
		}
	}
}

func TestAReportPathHasOnlyPlainLetters(t *testing.T) {
	for name, want := range map[string]string{
		"Harbor Staffing, LLC":          "reports/07-harbor-staffing-llc.pdf",
		"Ærø Søfart & Åkesson":          "reports/07-r-s-fart-akesson.pdf",
		"株式会社":                          "reports/07.pdf",
		"../../etc":                     "reports/07-etc.pdf",
		"CON":                           "reports/07-con.pdf",
		strings.Repeat("long name ", 9): "reports/07-long-name-long-name-long-name-long-name.pdf",
	} {
		path := filing.ReportPath(7, name)
		if path != want {
			t.Errorf("%q: %s", name, path)
		}
		packed(t, filing.File{Path: path})
	}
}

// Other programs unpack a package.
func TestOtherProgramsUnpackIt(t *testing.T) {
	file := packed(t, some...)
	read, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for n, f := range read.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil || !bytes.Equal(content, some[n].Content) || f.Name != some[n].Path || f.Mode() != 0o644 {
			t.Errorf("%s: %q, %s, %v", f.Name, content, f.Mode(), err)
		}
	}
	path := pdftest.Save(t, "package.zip", file)
	for _, tool := range [][]string{
		{"unzip", "-d", "unzip", path}, {"python3", "-m", "zipfile", "-e", path, "python3"}, {"bsdtar", "-xf", path}, {"7z", "x", "-o7z", path},
	} {
		t.Run(tool[0], func(t *testing.T) {
			program, err := exec.LookPath(tool[0])
			if err != nil {
				t.Skip(err)
			}
			folder := t.TempDir()
			cmd := exec.Command(program, tool[1:]...)
			cmd.Dir = folder
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			found := 0
			err = filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
				if err == nil && !e.IsDir() {
					found++
				}
				return err
			})
			if err != nil || found != len(some) {
				t.Errorf("%d files, %v", found, err)
			}
		})
	}
}
