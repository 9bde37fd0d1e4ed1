package handback

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/written"
)

// Handback is a file that came back, read and found harmless as far as a program can tell.
type Handback struct {
	reply written.Reply
	files map[string]*zip.File // that are attached, by path
}

// Reply returns the answers of the vendor. The texts are clean: they have no control characters, and their lines end with
// line feeds.
func (h *Handback) Reply() written.Reply { return h.reply }

// Open opens a file that came with the reply, by its path in [written.File]. It gives an error instead of more bytes
// than the ZIP states, or other bytes than those that were read before.
func (h *Handback) Open(path string) (io.ReadCloser, error) {
	file := h.files[path]
	if file == nil {
		return nil, assessment.Errorf(assessment.NotFound, "the reply has no file %s", hostile.Line(path))
	}
	return openEntry(file)
}

// Read reads a file that came back. name is its name without folders, for messages only. Keep r open as long as files are
// opened.
func Read(name string, r io.ReaderAt, size int64) (*Handback, error) {
	h, err := read(r, size)
	if err != nil {
		return nil, about(called(name), err)
	}
	return h, nil
}

// called makes a name fit for a message.
func called(name string) string {
	if name = hostile.Line(name); name == "" {
		return "the file"
	}
	return name
}

// beginning is how many bytes decide the format.
const beginning = 1024

func read(r io.ReaderAt, size int64) (*Handback, error) {
	head := make([]byte, min(size, beginning))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case len(head) == 0:
		return nil, notOurs("it is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readArchive(r, size)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return readPDF(r, size)
	}
	return nil, foreignKind(head)
}

// foreignKind says which kind of file came instead of a reply.
func foreignKind(head []byte) error {
	start := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")))
	switch {
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"):
		return cameBack("it is a web page, and holds no answers: the page that we send stores them with its button Save, in a ZIP file")
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return encrypted("it is an Excel file with a password, or of the time before 2007")
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return notOurs("it is an empty ZIP file")
	case bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xbc\xaf")), bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return notOurs("it is an archive of another kind than ZIP")
	case bytes.Contains(head, []byte("%PDF-")):
		return broken("it is a PDF with other bytes before its beginning")
	}
	return notOurs("it is neither a ZIP file of our form, nor a PDF, nor an Excel workbook")
}

// readArchive reads a ZIP file, which an Excel workbook is too.
func readArchive(r io.ReaderAt, size int64) (*Handback, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	switch {
	case a.file("[Content_Types].xml") != nil:
		return readWorkbook(a)
	case a.file("mimetype") != nil:
		return nil, notOurs("it is an OpenDocument file: the vendor must save it as an Excel workbook (.xlsx)")
	}
	return readSaved(a)
}
