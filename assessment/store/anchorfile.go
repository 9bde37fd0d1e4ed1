package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The file of an anchor has a title and then lines, one or more for each row
// of the ledger:
//
//	assay anchor 2 DATABASE ANEW SIZE "PATH" SUM
//	N HASH AT JOURNAL:SEQ:HASH … SUM
//
// A line names heads that its row of the ledger moved. SUM is the beginning of
// the SHA-256 of the line before it, and reveals a line that was torn or
// changed. The file only grows, until compact leaves out the heads that later
// lines replace.

// anchorTitle is the first line.
type anchorTitle struct {
	database string
	anew     int64  // microseconds UTC, when the file was begun although there were journals; 0 for never
	size     int64  // of the file in bytes when it was begun or last made smaller
	path     string // of the database
}

// anchorLine is one of the other lines. Its number is 0 if it comes from a
// file of version 1, which knew heads and no rows.
type anchorLine struct {
	row   head // of the ledger
	at    int64
	heads []ledgerEntry
}

// anchorContent is a whole file.
type anchorContent struct {
	anchorTitle
	lines []anchorLine
}

var errTorn = errors.New("it is incomplete")

const anchorMark = "assay anchor 2 "

func (t anchorTitle) String() string {
	return summed(fmt.Sprintf("%s%s %d %d %q", anchorMark, t.database, t.anew, t.size, t.path))
}

func (l anchorLine) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d %s %d", l.row.seq, l.row.hash, l.at)
	for _, e := range l.heads {
		fmt.Fprintf(&text, " %s:%d:%s", e.id, e.seq, e.hash)
	}
	return summed(text.String())
}

// headsInLine is how many heads one line names at most, so that the last line
// is short.
const headsInLine = 100

// linesOf makes the lines of one row of the ledger.
func linesOf(row head, at int64, heads []ledgerEntry) (lines []anchorLine) {
	for part := range slices.Chunk(heads, headsInLine) {
		lines = append(lines, anchorLine{row, at, part})
	}
	if lines == nil {
		lines = []anchorLine{{row, at, nil}}
	}
	return lines
}

func summed(line string) string { return line + " " + sumOf(line) + "\n" }

func sumOf(line string) string {
	sum := sha256.Sum256([]byte(line))
	return hex.EncodeToString(sum[:8])
}

// unsummed returns a line without its sum, if the sum is right.
func unsummed(line string) (string, error) {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 || sumOf(line[:at]) != line[at+1:] {
		return "", errTorn
	}
	return line[:at], nil
}

func readTitle(line string) (t anchorTitle, err error) {
	line, err = unsummed(line)
	if err != nil || !strings.HasPrefix(line, anchorMark) {
		return t, errTorn
	}
	fields := strings.SplitN(strings.TrimPrefix(line, anchorMark), " ", 4)
	if len(fields) != 4 {
		return t, errTorn
	}
	t.database = fields[0]
	var failed [3]error
	t.anew, failed[0] = strconv.ParseInt(fields[1], 10, 64)
	t.size, failed[1] = strconv.ParseInt(fields[2], 10, 64)
	t.path, failed[2] = strconv.Unquote(fields[3])
	if errors.Join(failed[:]...) != nil {
		return t, errTorn
	}
	return t, nil
}

func readAnchorLine(line string) (l anchorLine, err error) {
	line, err = unsummed(line)
	if err != nil {
		return l, err
	}
	fields := strings.Split(line, " ")
	if len(fields) < 3 {
		return l, errTorn
	}
	if l.row, err = readHead(fields[0], fields[1]); err != nil {
		return l, errTorn
	}
	if l.at, err = strconv.ParseInt(fields[2], 10, 64); err != nil {
		return l, errTorn
	}
	for _, field := range fields[3:] {
		parts := strings.Split(field, ":")
		if len(parts) != 3 {
			return l, errTorn
		}
		h, err := readHead(parts[1], parts[2])
		if err != nil {
			return l, errTorn
		}
		l.heads = append(l.heads, ledgerEntry{parts[0], h})
	}
	return l, nil
}

func readHead(seq, hash string) (h head, err error) {
	if h.seq, err = strconv.ParseInt(seq, 10, 64); err != nil {
		return h, err
	}
	return h, h.hash.UnmarshalText([]byte(hash))
}

// readAnchorEnd reads the title and the last whole line, and where that line
// ends. It costs the same for a file of any size. What follows the end is at
// most one line that was torn as it was written; more than that is errTorn.
func readAnchorEnd(f *os.File) (t anchorTitle, last anchorLine, end int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return t, last, 0, err
	}
	t, begin, err := titleOf(f)
	if err != nil {
		return t, last, 0, err
	}
	for window := int64(1 << 16); ; window *= 8 {
		from := max(begin, info.Size()-window)
		text := make([]byte, info.Size()-from)
		if _, err := f.ReadAt(text, from); err != nil && !errors.Is(err, io.EOF) {
			return t, last, 0, err
		}
		torn := false
		for {
			newline := bytes.LastIndexByte(text, '\n')
			if newline < 0 {
				break
			}
			if newline < len(text)-1 { // an unfinished line
				torn, text = true, text[:newline+1]
				continue
			}
			before := bytes.LastIndexByte(text[:newline], '\n')
			if before < 0 && from > begin {
				break // its beginning is outside the window
			}
			line, err := readAnchorLine(string(text[before+1 : newline]))
			switch {
			case err == nil:
				return t, line, from + int64(len(text)), nil
			case torn:
				return t, last, 0, errTorn
			}
			torn, text = true, text[:before+1]
		}
		if from == begin {
			return t, last, begin, nil
		}
	}
}

// readAnchorEndOf is readAnchorEnd of the file at path.
func readAnchorEndOf(path string) (t anchorTitle, last anchorLine, err error) {
	f, err := openAnchorFile(path, os.O_RDONLY)
	if err != nil {
		return t, last, err
	}
	defer f.Close()
	t, last, _, err = readAnchorEnd(f)
	return t, last, err
}

// titleOf reads the first line, and where it ends.
func titleOf(f *os.File) (t anchorTitle, end int64, err error) {
	text := make([]byte, 1<<13)
	n, err := f.ReadAt(text, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return t, 0, err
	}
	newline := bytes.IndexByte(text[:n], '\n')
	if newline < 0 {
		return t, 0, errTorn
	}
	t, err = readTitle(string(text[:newline]))
	return t, int64(newline + 1), err
}

// readAnchor reads a whole file. The error is errTorn or an error of the file.
// A last line that was torn is left out.
func readAnchor(path string) (c anchorContent, err error) {
	text, err := readAnchorText(path)
	if err != nil {
		return c, err
	}
	lines := strings.SplitAfter(string(text), "\n")
	if c.anchorTitle, err = readTitle(strings.TrimSuffix(lines[0], "\n")); err != nil {
		return c, err
	}
	torn := false
	for _, text := range lines[1:] {
		whole, ended := strings.CutSuffix(text, "\n")
		line, err := readAnchorLine(whole)
		switch {
		case text == "":
		case torn:
			return c, errTorn // more than the last line is
		case err != nil || !ended:
			torn = true
		default:
			c.lines = append(c.lines, line)
		}
	}
	return c, nil
}

// compact leaves out the heads that later lines replace, and lines without
// heads. The last line stays.
func (c *anchorContent) compact() {
	later, kept := map[string]bool{}, []anchorLine{}
	for n := len(c.lines) - 1; n >= 0; n-- {
		line := c.lines[n]
		line.heads = slices.DeleteFunc(slices.Clone(line.heads), func(e ledgerEntry) bool { return later[e.id] })
		for _, e := range line.heads {
			later[e.id] = true
		}
		if len(line.heads) > 0 || n == len(c.lines)-1 {
			kept = append(kept, line)
		}
	}
	slices.Reverse(kept)
	c.lines = kept
}

// text is the whole file. It fills in the size.
func (c *anchorContent) text() string {
	var lines strings.Builder
	for _, line := range c.lines {
		lines.WriteString(line.String())
	}
	c.size = int64(lines.Len())
	return c.anchorTitle.String() + lines.String()
}

// replaceAnchor writes the whole file anew.
func replaceAnchor(path string, c anchorContent) error {
	return replaceFile(path, 0o600, strings.NewReader(c.text()))
}

// makeAnchor writes a new file, unless another program has just made one.
func makeAnchor(path string, c anchorContent) error {
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	draft, err := writeDraft(filepath.Dir(path), 0o600, strings.NewReader(c.text()))
	if err != nil {
		return err
	}
	defer os.Remove(draft)
	if err := os.Link(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// lockAnchor opens the file and keeps other programs from writing it.
func lockAnchor(path string) (*os.File, error) {
	for {
		f, err := openAnchorFile(path, os.O_RDWR)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			f.Close()
			return nil, err
		}
		ours, err := f.Stat()
		if err == nil {
			var now os.FileInfo
			if now, err = os.Stat(path); err == nil && os.SameFile(ours, now) {
				return f, nil
			}
		}
		f.Close() // another program has replaced it meanwhile
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// openAnchorFile opens the file. It does not wait for the other end of a pipe that
// somebody put in its place.
func openAnchorFile(path string, how int) (*os.File, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("it is no regular file")}
	}
	return os.OpenFile(path, how, 0)
}

func readAnchorText(path string) ([]byte, error) {
	f, err := openAnchorFile(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// readAnchor1 reads the heads of a file of version 1.
func readAnchor1(path string) (heads []ledgerEntry, anew bool, err error) {
	text, err := readAnchorText(path)
	if err != nil {
		return nil, false, err
	}
	end := max(bytes.LastIndex(text, []byte("sum ")), 0)
	if !bytes.HasPrefix(text, []byte("assay anchor 1 ")) || string(text[end:]) != fmt.Sprintf("sum %x\n", sha256.Sum256(text[:end])) {
		return nil, false, errTorn
	}
	for n, line := range strings.Split(strings.TrimSpace(string(text[:end])), "\n") {
		fields := strings.Fields(line)
		switch {
		case n == 0:
		case len(fields) == 2 && fields[0] == "anew":
			anew = true
		case len(fields) == 3:
			h, err := readHead(fields[1], fields[2])
			if err != nil {
				return nil, false, errTorn
			}
			heads = append(heads, ledgerEntry{fields[0], h})
		default:
			return nil, false, errTorn
		}
	}
	return heads, anew, nil
}
