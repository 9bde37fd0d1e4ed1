package filing

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"assay/assessment/english"
)

// File is one file of a package.
type File struct {
	Path    string // with slashes
	Content []byte
}

const (
	// MostBytes is the largest size of a package.
	MostBytes = 100_000_000
	// mostFiles is the largest number of files. A package has a report for each vendor, and a few other files.
	mostFiles = 200
)

// The records of a zip file (APPNOTE.TXT, 4.3). Every field that assay does not need has a fixed value.
const (
	entrySize     = 30 // local file header
	directorySize = 46 // central directory header
	endSize       = 22 // end of central directory
	entryMark     = "PK\x03\x04"
	directoryMark = "PK\x01\x02"
	endMark       = "PK\x05\x06"

	noFlags = 0
	hidden  = 1             // flag: encrypted
	stored  = 0             // method: not compressed
	needed  = 10            // version 1.0 can unpack it
	maker   = 3<<8 | needed // on Unix, so that the mode counts
	mode    = 0o100644      // a regular file that everybody may read
	link    = 0o120000      // the type of a symbolic link in a mode
	types   = 0o170000      // the bits of the type
	dosDate = 1<<5 | 1      // 1980-01-01: the manifest tells the time
	dosTime = 0             // midnight
)

// Pack returns the zip file. The same files in the same order give the same bytes, with every version of Go.
func Pack(files []File) ([]byte, error) {
	size := endSize
	for _, f := range files {
		if err := checkName(f.Path); err != nil {
			return nil, err
		}
		size += entrySize + directorySize + 2*len(f.Path) + len(f.Content)
	}
	if size > MostBytes || len(files) > mostFiles {
		return nil, fmt.Errorf("the package would have %s in %d files; it may have %s in %d files", english.Bytes(int64(size)), len(files), english.Bytes(MostBytes), mostFiles)
	}
	var out bytes.Buffer
	out.Grow(size)
	err := write(&out, files)
	return out.Bytes(), err
}

// write writes the zip file: each file after its header, then the directory.
func write(w io.Writer, files []File) error {
	var directory []byte
	at := 0
	for _, f := range files {
		sum, size := crc32.ChecksumIEEE(f.Content), uint32(len(f.Content))
		var head []byte
		head = append(head, entryMark...)
		head = fields(head, needed, noFlags, stored, dosTime, dosDate)
		head = binary.LittleEndian.AppendUint32(head, sum)
		head = binary.LittleEndian.AppendUint32(head, size)
		head = binary.LittleEndian.AppendUint32(head, size)
		head = fields(head, uint16(len(f.Path)), 0)
		described := head[len(entryMark):]

		directory = append(directory, directoryMark...)
		directory = fields(directory, maker)
		directory = append(directory, described...)
		directory = fields(directory, 0, 0, 0) // no comment, first disk, no inner attributes
		directory = binary.LittleEndian.AppendUint32(directory, mode<<16)
		directory = binary.LittleEndian.AppendUint32(directory, uint32(at))
		directory = append(directory, f.Path...)

		head = append(head, f.Path...)
		for _, part := range [][]byte{head, f.Content} {
			if _, err := w.Write(part); err != nil {
				return err
			}
			at += len(part)
		}
	}
	count := uint16(len(files))
	end := append(directory, endMark...)
	end = fields(end, 0, 0, count, count)
	end = binary.LittleEndian.AppendUint32(end, uint32(len(directory)))
	end = binary.LittleEndian.AppendUint32(end, uint32(at))
	_, err := w.Write(fields(end, 0))
	return err
}

func fields(to []byte, values ...uint16) []byte {
	for _, v := range values {
		to = binary.LittleEndian.AppendUint16(to, v)
	}
	return to
}

// Unpack returns the files of a zip file that Pack made. Any other zip file is refused with a reason.
// The contents share their memory with the zip file.
func Unpack(zip []byte) ([]File, error) {
	if len(zip) > MostBytes {
		return nil, fmt.Errorf("it has %s, and a package has at most %s", english.Bytes(int64(len(zip))), english.Bytes(MostBytes))
	}
	var files []File
	seen := names{}
	at := 0
	for bytes.HasPrefix(zip[at:], []byte(entryMark)) {
		if len(files) == mostFiles {
			return nil, fmt.Errorf("it has more than %d files", mostFiles)
		}
		f, size, err := readFile(zip[at:])
		if err == nil {
			err = seen.add(f.Path)
		}
		if err != nil {
			return nil, err
		}
		files, at = append(files, f), at+size
	}
	if len(files) == 0 {
		return nil, errors.New("it is not a zip file")
	}
	same := comparison{rest: zip}
	if err := write(&same, files); err != nil || len(same.rest) > 0 {
		return nil, whyOther(zip[at:], files)
	}
	return files, nil
}

// readFile reads the file at the beginning of zip, and its size with the header.
func readFile(zip []byte) (f File, size int, err error) {
	cut := errors.New("it is cut off in the middle of a file")
	if len(zip) < entrySize {
		return f, 0, cut
	}
	field := func(at int) uint16 { return binary.LittleEndian.Uint16(zip[at:]) }
	flags, method, nameSize, extra := field(6), field(8), int(field(26)), int(field(28))
	if len(zip) < entrySize+nameSize {
		return f, 0, cut
	}
	f.Path = string(zip[entrySize : entrySize+nameSize])
	if err := checkName(f.Path); err != nil {
		return f, 0, err
	}
	packed, whole := int64(binary.LittleEndian.Uint32(zip[18:])), int64(binary.LittleEndian.Uint32(zip[22:]))
	switch {
	case flags&hidden != 0:
		return f, 0, fmt.Errorf("%s is encrypted", f.Path)
	case method != stored || packed != whole:
		return f, 0, fmt.Errorf("%s is compressed: assay compresses nothing, so that no package is larger than it looks", f.Path)
	case extra > 0 || flags != noFlags:
		return f, 0, fmt.Errorf("%s has data beside it that assay does not write: the package was packed again by another program", f.Path)
	}
	start := entrySize + nameSize
	if whole > int64(len(zip)-start) {
		return f, 0, cut
	}
	size = start + int(whole)
	f.Content = zip[start:size:size]
	if crc32.ChecksumIEEE(f.Content) != binary.LittleEndian.Uint32(zip[14:]) {
		return f, 0, fmt.Errorf("%s is damaged: its check sum does not fit", f.Path)
	}
	return f, size, nil
}

// comparison is a writer that fails at the first byte that differs.
type comparison struct{ rest []byte }

var errDiffers = errors.New("it differs")

func (c *comparison) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(c.rest, p) {
		return 0, errDiffers
	}
	c.rest = c.rest[len(p):]
	return len(p), nil
}

// whyOther says why a zip file has another spelling than Pack gives its files. The part after the files is the directory.
func whyOther(directory []byte, files []File) error {
	for n := 0; bytes.HasPrefix(directory, []byte(directoryMark)) && len(directory) >= directorySize; n++ {
		field := func(at int) int { return int(binary.LittleEndian.Uint16(directory[at:])) }
		size := directorySize + field(28) + field(30) + field(32)
		if size > len(directory) {
			break
		}
		name := string(directory[directorySize : directorySize+field(28)])
		attributes := binary.LittleEndian.Uint32(directory[38:])
		switch {
		case n >= len(files) || name != files[n].Path:
			return errors.New("its directory names other files than it holds")
		case attributes>>16&types == link:
			return fmt.Errorf("%s is a link, and not a file", name)
		}
		directory = directory[size:]
	}
	if bytes.HasPrefix(directory, []byte(endMark)) && len(directory) > endSize {
		return errors.New("it has a comment, or something follows it")
	}
	return errors.New("it is not packed as assay packs it: another program packed it again, or somebody changed it")
}
