package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// maxRevisions is the largest number of revisions: the report, three signatures, and time stamps for a few decades. Each
// signature costs a hash of the whole file before it.
const maxRevisions = 16

// longestObject is the largest object, apart from the data of a stream, in bytes. Our largest lists the pages or the parts
// of the text, and has a hundredth of it.
const longestObject = 4 << 20

// The first two lines of our files. The bytes above 127 in the second one tell transfer programs that the file is not
// text (7.5.2).
const fileHeader = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

var (
	// ErrNotOurs says that a file is not a PDF, or that it is not written as assay writes it.
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
	objects    map[Reference]Object
}

// Numbers lists the objects that the revision adds or replaces, in ascending order.
func (r *Revision) Numbers() []Reference {
	return sortedKeys(r.objects)
}

// Parse reads a whole file. Its error is a *ParseError. Do not change file afterwards: the document keeps it.
//
// Parse reads a revision from its beginning to its end, and writes again what it has read. It accepts the revision only
// if that gives the same bytes, because other programs may read any other bytes in another way. The data of a stream is
// part of what it reads; see [Document.CheckPacking].
func Parse(file []byte) (*Document, error) {
	d, err := ParsePrefix(file)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// ParsePrefix reads a file up to the first revision that is not ours. The error says why it stopped there; it is nil
// if the whole file is ours. The document holds the revisions that are ours. It is nil if there is none.
func ParsePrefix(file []byte) (*Document, error) {
	p := parser{lexer: lexer{data: file, read: new(int)}}
	if !p.accept("%PDF-") {
		return nil, p.notOurs("it does not begin like a PDF")
	}
	if p.pos = 0; !p.accept(fileHeader) {
		return nil, p.notOurs("it does not begin as assay begins a PDF")
	}
	err := p.revisions()
	if len(p.done) == 0 {
		return nil, err
	}
	end := p.done[len(p.done)-1].End
	return &Document{Bytes: file[:end:end], Revisions: p.done}, err
}

// Extend reads a file that continues the document, which ParsePrefix would read to the same result. It takes the
// revisions of the document as read.
func (d *Document) Extend(file []byte) (*Document, error) {
	if !bytes.HasPrefix(file, d.Bytes) {
		return nil, &ParseError{ErrDamaged, 0, "the file does not continue the document"}
	}
	p := parser{lexer: lexer{data: file, pos: len(d.Bytes), skipped: len(d.Bytes), read: new(int)}, done: slices.Clone(d.Revisions)}
	if err := p.revisions(); err != nil {
		return nil, err
	}
	return &Document{Bytes: file, Revisions: p.done}, nil
}

// parser reads the revisions of a file, one after the other.
type parser struct {
	lexer
	done    []*Revision
	written bytes.Buffer // the object that was read last, as we write it
}

// revisions reads all revisions up to the end of the file.
func (p *parser) revisions() error {
	for p.pos < len(p.data) || len(p.done) == 0 {
		if len(p.done) == maxRevisions {
			return p.notOurs("more than %d revisions", maxRevisions)
		}
		r, err := p.revision()
		if err != nil {
			return err
		}
		p.done = append(p.done, r)
	}
	return nil
}

// revision reads the objects, the cross-reference table and the trailer of one revision.
func (p *parser) revision() (*Revision, error) {
	r := &Revision{Start: p.pos, objects: map[Reference]Object{}}
	if len(p.done) == 0 {
		r.Start = 0
	}
	offsets := map[Reference]int{}
	for last := Reference(0); !p.accept("xref\n"); {
		start := p.pos
		n, o, err := p.indirect()
		if err != nil {
			return nil, err
		}
		if n <= last {
			return nil, p.damaged("object %d comes after object %d", n, last)
		}
		if err := p.checkWritten(start, n, o); err != nil {
			return nil, err
		}
		last, offsets[n], r.objects[n] = n, start, o
	}
	r.xref = p.pos - len("xref\n")
	if !p.table(offsets) {
		return nil, p.damaged("the cross-reference table differs from the objects of its revision")
	}
	p.skipped += p.pos - r.xref
	if err := p.trailer(r); err != nil {
		return nil, err
	}
	r.End = p.pos
	return r, nil
}

// table accepts the cross-reference table of these objects. The table of a base lists object 0 too, which is free, either
// in one subsection with the other objects, as we write it, or in a subsection of its own. All readers take both alike.
func (p *parser) table(offsets map[Reference]int) bool {
	p.written.Reset()
	if len(p.done) > 0 {
		writeTable(&p.written, offsets, false)
		return p.accept(p.written.String())
	}
	writeTable(&p.written, offsets, true)
	together := p.accept(p.written.String())
	p.written.Reset()
	writeTable(&p.written, nil, true)
	writeTable(&p.written, offsets, false)
	return together || p.accept(p.written.String())
}

// checkWritten returns an error unless the bytes from start up to the position are object n as we write it. It does not
// compare the data of a stream, which we write as it was read.
func (p *parser) checkWritten(start int, n Reference, o Object) error {
	s, ok := o.(*Stream)
	size := p.pos - start
	if ok {
		size -= len(s.Data)
	}
	if size > longestObject {
		return p.notOurs("object %d has more than %d bytes beside the data of its stream", n, longestObject)
	}
	p.written.Reset()
	writeBegin(&p.written, n)
	if ok {
		s.writeHead(&p.written)
		head := p.written.Len()
		p.written.WriteString(endOfStream + endOfObject)
		tail := p.pos - (p.written.Len() - head)
		if tail-start == head+len(s.Data) && string(p.data[tail:p.pos]) == endOfStream+endOfObject {
			return p.checkSame(start, p.written.Bytes()[:head])
		}
	} else {
		o.write(&p.written)
		p.written.WriteString(endOfObject)
		if p.pos-start == p.written.Len() {
			return p.checkSame(start, p.written.Bytes())
		}
	}
	p.pos = start
	return p.notOurs("object %d is not spelled as assay spells it", n)
}

// checkSame returns an error unless these bytes are in the file, from start on.
func (p *parser) checkSame(start int, written []byte) error {
	if bytes.HasPrefix(p.data[start:], written) {
		return nil
	}
	for p.pos = start; p.data[p.pos] == written[p.pos-start]; {
		p.pos++
	}
	return p.notOurs("assay spells this in another way")
}

// indirect reads "n 0 obj … endobj" and the line feed after it.
func (p *parser) indirect() (Reference, Object, error) {
	start := p.pos
	n, ok := p.natural()
	if !ok || n == 0 || !p.keyword("0") || !p.keyword("obj") {
		p.pos = start
		return 0, nil, p.damaged("these bytes belong to no object")
	}
	o, err := p.object()
	if err != nil {
		return 0, nil, err
	}
	if _, ok := o.(Reference); ok {
		return 0, nil, p.notOurs("object %d is only a reference to another object", n)
	}
	if head, ok := o.(*Dictionary); ok && p.keyword("stream") {
		if o, err = p.stream(head); err != nil {
			return 0, nil, err
		}
	}
	if !p.keyword("endobj") || !p.accept("\n") {
		return 0, nil, p.damaged("object %d does not end with endobj", n)
	}
	return Reference(n), o, nil
}

// elsewhere are the keys of a stream whose data is in another file, and of decoders that may give other data than our
// only filter (7.3.8.2).
var elsewhere = []Name{"F", "FFilter", "FDecodeParms", "DecodeParms", "DL"}

// stream reads the data of a stream after its keyword. The dictionary itself must hold the length.
func (l *lexer) stream(head *Dictionary) (Object, error) {
	length, ok := Lookup[Integer](head, "Length")
	if !ok {
		return nil, l.notOurs("the length of a stream is elsewhere")
	}
	for _, key := range elsewhere {
		if head.Get(key) != nil {
			return nil, l.notOurs("a stream has the key /%s", key)
		}
	}
	if filter := head.Get("Filter"); filter != nil && filter != Object(Name(deflated)) {
		return nil, l.notOurs("a stream has an unknown filter")
	}
	if !l.accept("\n") || length < 0 || int(length) > len(l.data)-l.pos {
		return nil, l.damaged("a stream is cut off")
	}
	end := l.pos + int(length)
	data := l.data[l.pos:end:end]
	l.pos, l.skipped = end, l.skipped+int(length)
	if !l.keyword("endstream") {
		return nil, l.damaged("a stream does not end with endstream")
	}
	return &Stream{head, data}, nil
}

// trailer reads the trailer of a revision and the lines after it. All of it follows from the trailer of the base and
// from the objects.
func (p *parser) trailer(r *Revision) error {
	if !p.accept("trailer\n") {
		return p.damaged("there is no trailer after the table")
	}
	start := p.pos
	o, err := p.object()
	if err != nil {
		return err
	}
	var ok bool
	if r.Trailer, ok = o.(*Dictionary); !ok {
		return p.damaged("the trailer is not a dictionary")
	}
	if err := p.checkTrailer(r); err != nil {
		return err
	}
	end := p.pos
	p.written.Reset()
	r.Trailer.write(&p.written)
	if end-start != p.written.Len() {
		p.pos = start
		return p.notOurs("the trailer is not spelled as assay spells it")
	}
	if err := p.checkSame(start, p.written.Bytes()); err != nil {
		return err
	}
	if !p.accept("\nstartxref\n" + strconv.Itoa(r.xref) + "\n") {
		return p.damaged("startxref does not point to its own table")
	}
	if !p.accept("%%EOF\n") {
		return p.damaged("a revision does not end with %%%%EOF")
	}
	return nil
}

// checkTrailer returns an error unless the trailer has the values that Finish and Update give it, in their order.
func (p *parser) checkTrailer(r *Revision) error {
	want := NewDictionary(Name("Size"), Integer(p.size(r)))
	for _, key := range []Name{"Root", "Info", "ID"} {
		of := r.Trailer
		if len(p.done) > 0 {
			of = p.done[0].Trailer
		}
		value := of.Get(key)
		if value == nil {
			return p.notOurs("the trailer lacks the key /%s", key)
		}
		want.Set(key, value)
	}
	if len(p.done) > 0 {
		want.Set("Prev", Integer(p.done[len(p.done)-1].xref))
	}
	for _, key := range r.Trailer.Keys() {
		switch value := want.Get(key); {
		case value == nil:
			return p.notOurs("the trailer has the key /%s", key)
		case !Equal(value, r.Trailer.Get(key)):
			return p.damaged("the trailer's /%s is wrong", key)
		}
	}
	if !Equal(want, r.Trailer) {
		return p.notOurs("the trailer has other keys than assay writes")
	}
	return p.checkNumbers(r)
}

// size is the first free object number after the revision.
func (p *parser) size(r *Revision) Reference {
	numbers := r.Numbers()
	size := Reference(1)
	if len(p.done) > 0 {
		size = (&Document{Revisions: p.done}).size()
	}
	if len(numbers) > 0 {
		size = max(size, numbers[len(numbers)-1]+1)
	}
	return size
}

// checkNumbers returns an error if an object number is not in use, if the catalog or the document information is
// missing, or if the file has no identifier. Readers repair such files, each in its own way.
func (p *parser) checkNumbers(r *Revision) error {
	if first := p.size(&Revision{}); first+Reference(r.added(first)) != p.size(r) {
		return p.notOurs("an object number is not in use")
	}
	if len(p.done) > 0 {
		return nil
	}
	for _, key := range []Name{"Root", "Info"} {
		n, ok := Lookup[Reference](r.Trailer, key)
		if _, dictionary := r.objects[n].(*Dictionary); !ok || !dictionary {
			return p.damaged("the trailer does not name a catalog and the document information")
		}
	}
	id, _ := Lookup[Array](r.Trailer, "ID")
	if len(id) != 2 || !Equal(id[0], id[1]) {
		return p.notOurs("the trailer's /ID is not of the form that assay writes")
	}
	if text, ok := id[0].(String); !ok || len(text) != idLength {
		return p.notOurs("the trailer's /ID is not of the form that assay writes")
	}
	return nil
}

// added counts the objects with the number first or a higher one.
func (r *Revision) added(first Reference) int {
	n := 0
	for number := range r.objects {
		if number >= first {
			n++
		}
	}
	return n
}
