package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// maxRevisions is the largest number of revisions. Three signatures and their time stamps need fewer than ten.
const maxRevisions = 64

// binaryComment is the second line of our files. Its bytes above 127 tell transfer programs that the file is not
// text (7.5.2).
const binaryComment = "%\xe2\xe3\xcf\xd3\n"

var (
	// ErrNotOurs says that a file is not a PDF, or that it uses features of PDF that assay never writes.
	ErrNotOurs = errors.New("not a PDF of the kind that assay writes")
	// ErrDamaged says that a file breaks the rules of PDF: it was cut off, extended or altered.
	ErrDamaged = errors.New("the PDF is damaged")
)

// ParseError says where and why Parse failed. Its Kind is ErrNotOurs or ErrDamaged.
type ParseError struct {
	Kind   error
	Offset int // in bytes from the start of the file
	Reason string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%v: %s (at byte %d)", e.Kind, e.Reason, e.Offset)
}

// Unwrap returns the kind, for errors.Is.
func (e *ParseError) Unwrap() error { return e.Kind }

func (l *lexer) damaged(format string, a ...any) error {
	return &ParseError{ErrDamaged, l.pos, fmt.Sprintf(format, a...)}
}

func (l *lexer) notOurs(format string, a ...any) error {
	return &ParseError{ErrNotOurs, l.pos, fmt.Sprintf(format, a...)}
}

// Revision is one layer of the file: the bytes from Start up to, not including, End, and the objects that it adds or
// replaces.
type Revision struct {
	Start, End int
	Trailer    *Dictionary
	xref       int // offset of the cross-reference table
	offsets    map[Reference]int
	objects    map[Reference]Object
}

// Numbers lists the objects that the revision adds or replaces, in ascending order.
func (r *Revision) Numbers() []Reference {
	return sortedKeys(r.objects)
}

// Parse reads a whole file. Its error is a *ParseError. Do not change file afterwards: the document keeps it.
func Parse(file []byte) (*Document, error) {
	base, err := header(file)
	if err != nil {
		return nil, err
	}
	at, err := newestXref(file)
	if err != nil {
		return nil, err
	}
	var revisions []*Revision // newest first
	read := 0
	for at >= 0 {
		if len(revisions) == maxRevisions {
			return nil, &ParseError{ErrNotOurs, at, fmt.Sprintf("more than %d revisions", maxRevisions)}
		}
		r, err := readXref(file, at, &read)
		if err != nil {
			return nil, err
		}
		revisions = append(revisions, r)
		if at, err = r.previous(); err != nil {
			return nil, err
		}
	}
	slices.Reverse(revisions)
	for i, r := range revisions {
		if r.Start = base; i > 0 {
			r.Start = revisions[i-1].End
		}
		if err := r.readObjects(file, &read); err != nil {
			return nil, err
		}
	}
	d := &Document{Bytes: file, Revisions: revisions}
	if end := revisions[len(revisions)-1].End; end != len(file) {
		return nil, &ParseError{ErrDamaged, end, "there are bytes after the end of the document"}
	}
	return d, d.checkTrailers()
}

// previous returns the offset of the table of the previous revision, or -1 if there is none.
func (r *Revision) previous() (int, error) {
	if r.Trailer.Get("Prev") == nil {
		return -1, nil
	}
	at, ok := Lookup[Integer](r.Trailer, "Prev")
	if !ok || at <= 0 || int(at) >= r.xref {
		return 0, &ParseError{ErrDamaged, r.xref, "/Prev does not point to an earlier table"}
	}
	return int(at), nil
}

// header checks the first lines and returns the offset of the first byte after them.
func header(file []byte) (int, error) {
	l := &lexer{data: file}
	if !l.accept("%PDF-1.") {
		return 0, l.notOurs("it does not begin like a PDF of version 1")
	}
	if l.pos+1 >= len(file) || file[l.pos] < '0' || file[l.pos] > '7' || file[l.pos+1] != '\n' {
		return 0, l.notOurs("the PDF version is unknown")
	}
	l.pos += 2
	l.accept(binaryComment)
	return l.pos, nil
}

// newestXref returns the offset of the last cross-reference table. It reads the offset from the end of the file.
func newestXref(file []byte) (int, error) {
	tail := max(0, len(file)-len("startxref\n0000000000\n%%EOF\n"))
	i := bytes.LastIndex(file[tail:], []byte("startxref\n"))
	if i < 0 {
		return 0, &ParseError{ErrDamaged, tail, "it does not end like a PDF"}
	}
	l := &lexer{data: file, pos: tail + i + len("startxref")}
	at, ok := l.natural()
	if !ok || at <= 0 || at >= len(file) || !l.accept("\n%%EOF\n") {
		return 0, l.damaged("it does not end like a PDF")
	}
	return at, nil
}

// readXref reads a cross-reference table, its trailer and the end of its revision.
func readXref(file []byte, at int, read *int) (*Revision, error) {
	l := &lexer{data: file, pos: at, read: read}
	if !l.accept("xref\n") {
		return nil, l.notOurs("there is no classic cross-reference table here")
	}
	r := &Revision{xref: at, offsets: map[Reference]int{}}
	for !l.accept("trailer") {
		if err := r.readSubsection(l); err != nil {
			return nil, err
		}
	}
	trailer, err := l.object()
	if err != nil {
		return nil, err
	}
	var ok bool
	if r.Trailer, ok = trailer.(*Dictionary); !ok {
		return nil, l.damaged("the trailer is not a dictionary")
	}
	if !l.keyword("startxref") {
		return nil, l.damaged("startxref is missing")
	}
	if own, ok := l.natural(); !ok || own != at {
		return nil, l.damaged("startxref does not point to its own table")
	}
	if !l.accept("\n%%EOF\n") {
		return nil, l.damaged("a revision does not end with %%%%EOF")
	}
	r.End = l.pos
	return r, nil
}

// readSubsection reads the entries of consecutive objects: the line "first count", then 20 bytes for each (7.5.4). Only
// object 0 may be free, because assay never frees an object.
func (r *Revision) readSubsection(l *lexer) error {
	first, ok1 := l.natural()
	count, ok2 := l.natural()
	if !ok1 || !ok2 || !l.accept("\n") || count > (len(l.data)-l.pos)/20 {
		return l.damaged("bad subsection of the cross-reference table")
	}
	for n := range count {
		if err := l.count(); err != nil {
			return err
		}
		line := l.data[l.pos : l.pos+20]
		number := Reference(first + n)
		if number == 0 && string(line) == "0000000000 65535 f \n" {
			l.pos += 20
			continue
		}
		offset := 0
		for _, c := range line[:10] {
			if c < '0' || c > '9' {
				return l.damaged("bad entry in the cross-reference table")
			}
			offset = offset*10 + int(c-'0')
		}
		if _, twice := r.offsets[number]; twice || number == 0 || offset >= r.xref {
			return l.damaged("bad entry in the cross-reference table")
		}
		if string(line[10:]) != " 00000 n \n" {
			return l.notOurs("an object is freed, or has a generation other than 0")
		}
		r.offsets[number] = offset
		l.pos += 20
	}
	return nil
}

// readObjects reads every object that the table lists. It checks that there is only white space between them.
func (r *Revision) readObjects(file []byte, read *int) error {
	numbers := sortedKeys(r.offsets)
	slices.SortStableFunc(numbers, func(a, b Reference) int { return r.offsets[a] - r.offsets[b] })
	r.objects = make(map[Reference]Object, len(numbers))
	l := &lexer{data: file[:r.xref], pos: r.Start, read: read}
	for _, n := range numbers {
		l.skipSpace()
		if l.pos != r.offsets[n] {
			return l.damaged("the table says that object %d begins at byte %d", n, r.offsets[n])
		}
		o, err := l.indirect(n)
		if err != nil {
			return err
		}
		r.objects[n] = o
	}
	l.skipSpace()
	if l.pos != r.xref {
		return l.damaged("these bytes belong to no object")
	}
	return nil
}

// indirect reads "n 0 obj … endobj".
func (l *lexer) indirect(n Reference) (Object, error) {
	if own, ok := l.natural(); !ok || own != int(n) || !l.keyword("0") || !l.keyword("obj") {
		return nil, l.damaged("object %d does not begin here", n)
	}
	o, err := l.object()
	if err != nil {
		return nil, err
	}
	if _, ok := o.(Reference); ok {
		return nil, l.notOurs("object %d is only a reference to another object", n)
	}
	if head, ok := o.(*Dictionary); ok && l.keyword("stream") {
		if o, err = l.stream(head); err != nil {
			return nil, err
		}
	}
	if !l.keyword("endobj") {
		return nil, l.damaged("object %d does not end with endobj", n)
	}
	return o, nil
}

// stream reads the data of a stream after its keyword. The dictionary itself must hold the length. It must not have /F,
// which names another file with the data.
func (l *lexer) stream(head *Dictionary) (Object, error) {
	length, ok := Lookup[Integer](head, "Length")
	if !ok || head.Get("F") != nil {
		return nil, l.notOurs("the length or the data of a stream is elsewhere")
	}
	if !l.accept("\n") || length < 0 || int(length) > len(l.data)-l.pos {
		return nil, l.damaged("a stream is cut off")
	}
	data := l.data[l.pos : l.pos+int(length)]
	l.pos += int(length)
	if !l.keyword("endstream") {
		return nil, l.damaged("a stream does not end with endstream")
	}
	return &Stream{head, data}, nil
}

// checkTrailers checks that every trailer agrees with the first one, and has only keys that we write.
func (d *Document) checkTrailers() error {
	first, size := d.Revisions[0].Trailer, Reference(0)
	for _, r := range d.Revisions {
		l := &lexer{pos: r.xref}
		for _, key := range r.Trailer.Keys() {
			switch key {
			case "Prev", "Size":
			case "Root", "Info", "ID":
				if !Equal(r.Trailer.Get(key), first.Get(key)) {
					return l.damaged("a later trailer changes /%s", key)
				}
			default:
				return l.notOurs("the trailer has the key /%s", key)
			}
		}
		for n := range r.objects {
			size = max(size, n+1)
		}
		if r.Trailer.Get("Size") != Object(Integer(size)) {
			return l.damaged("the trailer's /Size is wrong")
		}
		if root, ok := Lookup[Reference](r.Trailer, "Root"); !ok || d.Revisions[0].objects[root] == nil {
			return l.damaged("the trailer does not name a catalog")
		}
		if len(r.Trailer.Keys()) < len(first.Keys()) {
			return l.damaged("a later trailer lacks a key of the first one")
		}
	}
	return nil
}
