package handback

import (
	"archive/zip"
	"cmp"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/assessment/english"
	"assay/assessment/hostile"
)

// Limits of the entries of a ZIP file.
const (
	mostUnpacked = 2_000_000_000 // bytes of all entries together
	freely       = 50_000_000    // bytes that may unpack from however few
	mostRatio    = 100           // beyond them, bytes for each byte of the file
	mostDepth    = 8             // folders in each other
	longestName  = 400           // bytes of a name with its folders
)

// archive is a ZIP file whose entries are within the limits.
type archive struct {
	from  io.ReaderAt
	size  int64
	files []*zip.File          // without folders
	named map[string]*zip.File // by the form in which names are compared
}

// openArchive reads the list of a ZIP file and checks every entry before anything is unpacked.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	list, err := directory(r, size)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) != len(list) {
		return nil, broken("the ZIP file cannot be read")
	}
	for n, file := range z.File {
		list[n].packed = file.CompressedSize64 // which some programs keep in another place of the list
	}
	if err := checkPlaces(r, uint64(size), list); err != nil {
		return nil, err
	}
	a := &archive{from: r, size: size, named: map[string]*zip.File{}}
	unpacked := uint64(0)
	for _, file := range z.File {
		if err := checkEntry(file); err != nil {
			return nil, err
		}
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		key := folded(file.Name)
		if a.named[key] != nil {
			return nil, unsafe("the ZIP file has two entries of the name %s, and each program unpacks another one", excerpt(file.Name))
		}
		a.named[key] = file
		a.files = append(a.files, file)
		if unpacked += file.UncompressedSize64; unpacked > mostUnpacked || file.UncompressedSize64 > mostUnpacked {
			return nil, tooLarge("the ZIP file unpacks to more than %s", english.Bytes(mostUnpacked))
		}
	}
	if unpacked > freely && unpacked > mostRatio*uint64(size) {
		return nil, unsafe("the ZIP file is a bomb: its %s unpack to %s", english.Bytes(size), english.Bytes(int64(unpacked)))
	}
	return a, nil
}

// checkPlaces refuses entries that share bytes: so a small ZIP file unpacks to a large one.
func checkPlaces(r io.ReaderAt, size uint64, list []record) error {
	list = slices.SortedFunc(slices.Values(list), func(a, b record) int { return cmp.Compare(a.offset, b.offset) })
	end := uint64(0)
	for _, one := range list {
		if uint64(one.offset) < end {
			return unsafe("the ZIP file is a bomb: its entries share their bytes")
		}
		data, err := checkLocal(r, one)
		if err != nil {
			return err
		}
		if end = uint64(data) + min(one.packed, size); end > size {
			return broken("entry %s of the ZIP file is cut off", excerpt(one.name))
		}
	}
	return nil
}

// reserved are names that Windows opens as a device, with any ending.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[. ]*(\.|$)`)

// checkEntry refuses an entry that would go elsewhere than into the folder that it is unpacked into, or that is no file.
func checkEntry(file *zip.File) error {
	name := file.Name
	switch {
	case !utf8.ValidString(name):
		return unsafe("an entry of the ZIP file has a name that is not UTF-8: %s", excerpt(name))
	case file.Flags&1 != 0:
		return encrypted("the ZIP file has a password")
	case file.Method != zip.Store && file.Method != zip.Deflate:
		return unsafe("entry %s of the ZIP file is packed in a way that only some programs read", excerpt(name))
	case file.Mode()&fs.ModeSymlink != 0:
		return unsafe("entry %s of the ZIP file is a link to another place", excerpt(name))
	case !file.Mode().IsRegular() && !file.Mode().IsDir():
		return unsafe("entry %s of the ZIP file is no file", excerpt(name))
	case len(name) > longestName:
		return unsafe("an entry of the ZIP file has a name of more than %d bytes: %s", longestName, excerpt(name))
	case strings.Count(name, "/") > mostDepth:
		return unsafe("entry %s of the ZIP file lies more than %d folders deep", excerpt(name), mostDepth)
	case strings.HasSuffix(name, "/") && file.UncompressedSize64 > 0:
		return unsafe("folder %s of the ZIP file has a content", excerpt(name))
	}
	if why := badPath(strings.TrimSuffix(name, "/")); why != "" {
		return unsafe("entry %s of the ZIP file %s", excerpt(name), why)
	}
	return nil
}

// badPath says why a path leads elsewhere, or differs between systems.
func badPath(name string) string {
	switch {
	case strings.HasPrefix(name, "/"), strings.HasPrefix(name, `\`):
		return "begins at the root of a disk"
	case len(name) > 1 && name[1] == ':' && unicode.IsLetter(rune(name[0])):
		return "names a drive"
	case !fs.ValidPath(name), name == ".":
		return "leads to another folder"
	}
	for part := range strings.SplitSeq(name, "/") {
		if why := badName(part); why != "" {
			return why
		}
	}
	return ""
}

// badName says why a name without folders differs between systems, or deceives.
func badName(name string) string {
	switch {
	case name == "", name == ".", name == "..":
		return "has no name"
	case strings.ContainsAny(name, `/\`):
		return "has a name with folders in it"
	case strings.ContainsRune(name, ':'):
		return "has a name with a colon, which Windows reads as a drive or a hidden part"
	case reserved.MatchString(name):
		return "has a name that Windows reads as a device"
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "has a name that ends with a point or a blank, which Windows drops"
	case hostile.Clean(name) != name || strings.ContainsAny(name, "\n\t"):
		return "has a name with invisible characters, which can show another ending than the true one"
	}
	return ""
}

// folded is the form in which names of entries are compared: without upper case, and in one spelling of accents.
func folded(name string) string { return hostile.Fold(name) }

// excerpt is a name that is short enough for a message.
func excerpt(name string) string {
	const longest = 60
	runes := []rune(hostile.Line(name))
	if len(runes) > longest {
		runes = append(runes[:longest], '…')
	}
	return english.Quoted(string(runes))
}

// file returns an entry by its name, or nil.
func (a *archive) file(name string) *zip.File { return a.named[folded(name)] }

// content unpacks an entry of at most so many bytes.
func (a *archive) content(file *zip.File, most int64) ([]byte, error) {
	if file.UncompressedSize64 > uint64(most) {
		return nil, tooLarge("%s has %s, and at most %s are read", path.Base(file.Name), english.Bytes(int64(file.UncompressedSize64)), english.Bytes(most))
	}
	r, err := openEntry(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// openEntry opens an entry. It ends with an error after more bytes than the list states.
func openEntry(file *zip.File) (io.ReadCloser, error) {
	r, err := file.Open()
	if err != nil {
		return nil, broken("entry %s of the ZIP file cannot be read", excerpt(file.Name))
	}
	return &entry{from: r, name: file.Name, left: int64(file.UncompressedSize64)}, nil
}

// entry is an entry that is being unpacked.
type entry struct {
	from io.ReadCloser
	name string
	left int64
}

// Read implements io.Reader.
func (e *entry) Read(p []byte) (int, error) {
	n, err := e.from.Read(p)
	if e.left -= int64(n); e.left < 0 {
		return 0, unsafe("entry %s of the ZIP file unpacks to more than it states", excerpt(e.name))
	}
	if err != nil && err != io.EOF {
		err = broken("entry %s of the ZIP file is damaged", excerpt(e.name))
	}
	return n, err
}

// Close implements io.Closer.
func (e *entry) Close() error { return e.from.Close() }
