package grid

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"io/fs"
	"strings"
)

// compound is how files of the older Office programs begin, and newer ones that
// need a password.
var compound = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// archive is a packed file whose list of parts was checked.
type archive struct {
	parts map[string]*zip.File // by name in lower case: Office ignores case
	left  int                  // bytes that may still be unpacked
}

// open checks a packed file before anything is unpacked.
func open(r io.ReaderAt, size int64) (*archive, error) {
	if size > MaxBytes {
		return nil, tooLarge("the file", MaxBytes)
	}
	begin := make([]byte, len(compound))
	if n, err := r.ReadAt(begin, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	} else if bytes.Equal(begin[:n], compound) {
		return nil, ofCompound(r, size)
	}
	if err := countEntries(r, size); err != nil {
		return nil, err
	}
	packed, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(Damaged, "the packed file is damaged: %v", err)
	}
	a := &archive{map[string]*zip.File{}, maxContent}
	for _, part := range packed.File {
		if err := a.accept(part); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// ofCompound tells a file that needs a password from one of an older program.
func ofCompound(r io.ReaderAt, size int64) error {
	text, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, 1<<20)))
	if err != nil {
		return err
	}
	utf16 := func(name string) []byte { return []byte(strings.Join(strings.Split(name, ""), "\x00")) }
	if bytes.Contains(text, utf16("EncryptedPackage")) || bytes.Contains(text, utf16("EncryptionInfo")) {
		return refuse(Locked, "the file needs a password: save it without one")
	}
	return refuse(Old, "the file has the form of Office before 2007: save it as .xlsx, .docx or .csv")
}

// countEntries counts the entries of the list without keeping them: the list of a
// small file can take a lot of memory.
func countEntries(r io.ReaderAt, size int64) error {
	entry := []byte("PK\x01\x02")
	count, block := 0, make([]byte, 1<<16)
	for at := int64(0); at < size; at += int64(len(block) - len(entry) + 1) {
		n, err := r.ReadAt(block, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if count += bytes.Count(block[:n], entry); count > maxEntries {
			return refuse(Large, "the packed file has more than %d parts", maxEntries)
		}
	}
	return nil
}

func (a *archive) accept(part *zip.File) error {
	name := part.Name
	switch {
	case strings.ContainsAny(name, "\\:\x00") || strings.HasPrefix(name, "/") || !fs.ValidPath(strings.TrimSuffix(name, "/")):
		return refuse(Dangerous, "a part of the packed file has the name %q, which leads elsewhere", name)
	case part.Mode()&fs.ModeSymlink != 0:
		return refuse(Dangerous, "the part %q of the packed file is a link", name)
	case part.Flags&1 != 0:
		return refuse(Locked, "the file needs a password: save it without one")
	case part.Method != zip.Store && part.Method != zip.Deflate:
		return refuse(Damaged, "the part %q is packed in a way that Office does not use", name)
	}
	name = strings.ToLower(name)
	if a.parts[name] != nil {
		return refuse(Dangerous, "the packed file has two parts with the name %q", part.Name)
	}
	a.parts[name] = part
	return nil
}

func (a *archive) has(name string) bool { return a.parts[strings.ToLower(name)] != nil }

// read calls do with a part of XML. A part that is not there is empty.
func (a *archive) read(name string, do func(*markup) error) error {
	part := a.parts[strings.ToLower(name)]
	if part == nil {
		return nil
	}
	if part.UncompressedSize64 > uint64(a.left) {
		return tooLarge("the unpacked file", maxContent)
	}
	file, err := part.Open()
	if err != nil {
		return refuse(Damaged, "the part %s is damaged: %v", name, err)
	}
	defer file.Close()
	counted := &counter{file, a.left}
	err = do(newMarkup(counted, name))
	a.left = counted.left
	var broken flate.CorruptInputError
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.As(err, &broken) || errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse(Damaged, "the part %s is damaged: %v", name, err)
	}
	return err
}

// counter ends with an error when a part unpacks to more than its list said.
type counter struct {
	io.Reader
	left int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.left -= n; c.left < 0 {
		return 0, tooLarge("the unpacked file", maxContent)
	}
	return n, err
}
