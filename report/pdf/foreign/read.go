package foreign

import (
	"bytes"
	"errors"
	"fmt"
)

// The reasons for which a PDF is refused.
var (
	ErrNotPDF    = errors.New("it is not a PDF")
	ErrDamaged   = errors.New("the PDF is damaged")
	ErrSigned    = errors.New("it is signed")
	ErrEncrypted = errors.New("it is encrypted")
	ErrUnknown   = errors.New("the PDF is of a kind that assay cannot add to")
	ErrTooLarge  = errors.New("the PDF is too large")
)

// Limits for hostile files.
const (
	mostSections = 1000
	mostObjects  = 2_000_000
	mostUnpacked = 64 << 20 // bytes, of all streams together
	mostRead     = 1 << 30  // bytes, of all objects together
)

// place is where an object lies.
type place struct {
	offset     int // in the file; or the number of the stream of objects that holds it
	generation int // or its index in that stream
	packed     bool
	free       bool
}

// document is a PDF as far as it is read.
type document struct {
	data    []byte
	places  map[int]place
	trailer dictionary // of the newest section
	start   int        // offset of the newest section
	streams bool       // the newest section is a stream (7.5.8)
	newest  int        // objects that the newest section lists
	left    int        // bytes that may still be unpacked
	most    int        // objects that it may have
	holders map[int]holder
	indexed int // objects in the holders
	reading int // bytes that may still be read as objects: those that lie in each other are read again and again
}

// read reads the cross-reference sections of a file to add to.
func read(file []byte) (*document, error) { return readWithin(file, mostObjects, mostUnpacked) }

// readWithin reads the cross-reference sections, the newest first.
func readWithin(file []byte, objects, unpacked int) (*document, error) {
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	d := &document{data: file, places: map[int]place{}, left: unpacked, most: objects, holders: map[int]holder{}, reading: mostRead}
	tail := bytes.LastIndex(file, []byte("startxref"))
	if tail < 0 {
		return nil, fmt.Errorf("%w: it was cut off before its end", ErrDamaged)
	}
	s := scanner{data: file, pos: tail + len("startxref")}
	at, ok := s.integer()
	if !ok {
		return nil, s.damaged("the offset of its table is missing")
	}
	d.start = at
	seen := map[int]bool{}
	for n := 0; at > 0; n++ {
		if seen[at] || n == mostSections {
			return nil, fmt.Errorf("%w: its tables lead to each other without end", ErrDamaged)
		}
		seen[at] = true
		trailer, streams, err := d.section(at)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			d.trailer, d.streams, d.newest = trailer, streams, len(d.places)
		}
		if trailer.get("Encrypt") != nil {
			return nil, ErrEncrypted
		}
		if also := trailer.integer("XRefStm", 0); also > 0 && !seen[also] { // for readers of PDF 1.5
			seen[also] = true
			if _, _, err := d.section(also); err != nil {
				return nil, err
			}
		}
		at = trailer.integer("Prev", 0)
	}
	if d.trailer.get("Root") == nil {
		return nil, fmt.Errorf("%w: it has no catalog", ErrDamaged)
	}
	return d, nil
}

// section reads one cross-reference section and its trailer.
func (d *document) section(at int) (dictionary, bool, error) {
	if at < 0 || at >= len(d.data) {
		return nil, false, fmt.Errorf("%w: the offset of a table is beyond its end", ErrDamaged)
	}
	s := scanner{data: d.data, pos: at}
	if s.keyword("xref") {
		trailer, err := d.table(&s)
		return trailer, false, err
	}
	trailer, err := d.stream(&s)
	return trailer, true, err
}

// note remembers a place, unless a newer section has one.
func (d *document) note(number int, p place) error {
	if _, newer := d.places[number]; !newer {
		d.places[number] = p
	}
	if len(d.places) > d.most {
		return fmt.Errorf("%w: it has more than %d objects", ErrUnknown, d.most)
	}
	return nil
}

// table reads a cross-reference table (7.5.4).
func (d *document) table(s *scanner) (dictionary, error) {
	for !s.keyword("trailer") {
		first, ok := s.integer()
		count, counted := s.integer()
		if !ok || !counted || first+count > mostObjects {
			return nil, s.damaged("its table cannot be read")
		}
		for n := range count {
			offset, ok := s.integer()
			generation, numbered := s.integer()
			used := s.keyword("n")
			if !ok || !numbered || !used && !s.keyword("f") {
				return nil, s.damaged("an entry of its table cannot be read")
			}
			if err := d.note(first+n, place{offset: offset, generation: generation, free: !used}); err != nil {
				return nil, err
			}
		}
	}
	raw, err := s.value()
	if err != nil {
		return nil, err
	}
	return parseDictionary(raw)
}

// stream reads a cross-reference stream (7.5.8).
func (d *document) stream(s *scanner) (dictionary, error) {
	o, err := d.objectAt(s, -1)
	if err != nil {
		return nil, err
	}
	head, err := parseDictionary(o.value)
	if err != nil {
		return nil, err
	}
	if nameOf(head.get("Type")) != "XRef" || o.data == nil {
		return nil, s.damaged("its table is missing")
	}
	content, err := d.unpack(head, o.data)
	if err != nil {
		return nil, err
	}
	widths, err := integers(head.get("W"))
	if err != nil || len(widths) != 3 || widths[0] > 4 || widths[1] > 8 || widths[2] > 8 || widths[1] == 0 {
		return nil, s.damaged("its table has a form that no reader knows")
	}
	index := []int{0, head.integer("Size", 0)}
	if raw := head.get("Index"); raw != nil {
		if index, err = integers(raw); err != nil || len(index)%2 == 1 {
			return nil, s.damaged("its table has an index that cannot be read")
		}
	}
	row := widths[0] + widths[1] + widths[2]
	for ; len(index) > 0; index = index[2:] {
		for n := index[0]; n < index[0]+index[1] && len(content) >= row; n++ {
			kind := 1
			if widths[0] > 0 {
				kind = number(content[:widths[0]])
			}
			second, third := number(content[widths[0]:row-widths[2]]), number(content[row-widths[2]:row])
			content = content[row:]
			if err := d.note(n, place{offset: second, generation: third, packed: kind == 2, free: kind == 0}); err != nil {
				return nil, err
			}
		}
	}
	return head, nil
}

func number(bytes []byte) int {
	n := uint32(0)
	for _, b := range bytes {
		n = n<<8 | uint32(b)
	}
	return int(n)
}

func integers(raw []byte) ([]int, error) {
	values, err := parseArray(raw)
	var all []int
	for _, v := range values {
		s := scanner{data: v}
		n, ok := s.integer()
		if !ok || n > mostObjects {
			return nil, s.damaged("a number is missing")
		}
		all = append(all, n)
	}
	return all, err
}
