package foreign

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

// object is a value, and the data of its stream as it is stored.
type object struct {
	value []byte
	data  []byte // nil for none
}

// object returns an object by its number. An object that does not exist is null.
func (d *document) object(number int) (object, error) {
	p, known := d.places[number]
	if !known || p.free {
		return object{value: []byte("null")}, nil
	}
	if p.packed {
		return d.packedObject(number, p)
	}
	if p.offset >= len(d.data) {
		return object{}, fmt.Errorf("%w: object %d lies beyond its end", ErrDamaged, number)
	}
	return d.objectAt(&scanner{data: d.data, pos: p.offset}, number)
}

var errEndless = fmt.Errorf("%w: its objects lie in each other", ErrUnknown)

// objectAt reads the object at a place. want is its number, or -1 for any.
func (d *document) objectAt(s *scanner, want int) (object, error) {
	start := s.pos
	defer func() { d.reading -= s.pos - start }()
	if d.reading < 0 {
		return object{}, errEndless
	}
	number, ok := s.integer()
	_, numbered := s.integer()
	if !ok || !numbered || !s.keyword("obj") || want >= 0 && number != want {
		return object{}, s.damaged("an object is missing")
	}
	value, err := s.value()
	if err != nil || !s.keyword("stream") {
		return object{value: value}, err
	}
	head, err := parseDictionary(value)
	if err != nil {
		return object{}, err
	}
	switch {
	case bytes.HasPrefix(s.data[s.pos:], []byte("\r\n")):
		s.pos += 2
	case bytes.HasPrefix(s.data[s.pos:], []byte("\n")):
		s.pos++
	}
	size, err := d.length(head.get("Length"))
	if err != nil {
		return object{}, err
	}
	if size > len(s.data)-s.pos {
		return object{}, s.damaged("a stream is cut off")
	}
	data := s.data[s.pos : s.pos+size]
	if s.pos += size; !s.keyword("endstream") {
		return object{}, s.damaged("a stream has another length than it says")
	}
	return object{value, data}, nil
}

// length resolves the length of a stream, which may be an object of its own.
func (d *document) length(raw []byte) (int, error) {
	s := scanner{data: raw}
	if number, _, is := s.reference(); is {
		p := d.places[number]
		if p.packed || p.free || p.offset >= len(d.data) {
			return 0, s.damaged("the length of a stream is missing")
		}
		s = scanner{data: d.data, pos: p.offset}
		_, _ = s.integer()
		_, _ = s.integer()
		if !s.keyword("obj") {
			return 0, s.damaged("the length of a stream is missing")
		}
	}
	n, ok := s.integer()
	if !ok {
		return 0, s.damaged("the length of a stream is missing")
	}
	return n, nil
}

// holder is a stream of objects (7.5.7), unpacked.
type holder struct {
	content []byte
	offsets map[int]int // of its objects, by number
}

// holder returns a stream of objects by its number.
func (d *document) holder(number int) (holder, error) {
	if known, is := d.holders[number]; is {
		return known, nil
	}
	o, err := d.object(number)
	if err != nil {
		return holder{}, err
	}
	head, err := parseDictionary(o.value)
	if err != nil {
		return holder{}, err
	}
	content, err := d.unpack(head, o.data)
	if err != nil {
		return holder{}, err
	}
	h := holder{content, map[int]int{}}
	s := scanner{data: content}
	for range min(head.integer("N", 0), len(content)) {
		n, ok := s.integer()
		offset, placed := s.integer()
		if !ok || !placed {
			break
		}
		if d.indexed++; d.indexed > d.most {
			return holder{}, fmt.Errorf("%w: it has more than %d objects", ErrUnknown, d.most)
		}
		if _, twice := h.offsets[n]; !twice {
			h.offsets[n] = head.integer("First", 0) + offset
		}
	}
	d.holders[number] = h
	return h, nil
}

// packedObject returns an object inside a stream of objects.
func (d *document) packedObject(number int, p place) (object, error) {
	if outer := d.places[p.offset]; outer.packed || outer.free {
		return object{}, fmt.Errorf("%w: object %d lies in a stream that is missing", ErrDamaged, number)
	}
	h, err := d.holder(p.offset)
	if err != nil {
		return object{}, err
	}
	at, is := h.offsets[number]
	if !is || at < 0 || at > len(h.content) {
		return object{}, fmt.Errorf("%w: object %d is not in its stream", ErrDamaged, number)
	}
	if d.reading < 0 {
		return object{}, errEndless
	}
	inside := scanner{data: h.content, pos: at}
	value, err := inside.value()
	d.reading -= inside.pos - at
	return object{value: value}, err
}

// resolve returns the value to which a reference leads, or the value itself.
func (d *document) resolve(raw []byte) ([]byte, error) {
	const longest = 20
	for range longest {
		s := scanner{data: raw}
		number, _, is := s.reference()
		if !is {
			return raw, nil
		}
		o, err := d.object(number)
		if err != nil {
			return nil, err
		}
		raw = o.value
	}
	return nil, fmt.Errorf("%w: references lead to each other without end", ErrDamaged)
}

// dictionaryOf resolves a value and reads it as a dictionary. A missing value is an empty one.
func (d *document) dictionaryOf(raw []byte) (dictionary, error) {
	value, err := d.resolve(raw)
	if err != nil || len(value) == 0 || string(value) == "null" {
		return nil, err
	}
	return parseDictionary(value)
}

// arrayOf resolves a value and reads it as an array. A missing value is an empty one.
func (d *document) arrayOf(raw []byte) ([][]byte, error) {
	value, err := d.resolve(raw)
	if err != nil || len(value) == 0 || string(value) == "null" {
		return nil, err
	}
	return parseArray(value)
}

// unpack returns the data of a stream.
func (d *document) unpack(head dictionary, data []byte) ([]byte, error) {
	filter, parameters := head.get("Filter"), head.get("DecodeParms")
	if filter != nil && filter[0] == '[' {
		filters, err := parseArray(filter)
		if err != nil || len(filters) > 1 {
			return nil, fmt.Errorf("%w: a stream has several filters", ErrUnknown)
		}
		if filter = nil; len(filters) == 1 {
			filter = filters[0]
		}
		if all, err := parseArray(parameters); err == nil && len(all) == 1 {
			parameters = all[0]
		}
	}
	switch nameOf(filter) {
	case "":
		return data, nil
	case "FlateDecode":
	default:
		return nil, fmt.Errorf("%w: a stream is packed with %s", ErrUnknown, nameOf(filter))
	}
	reader, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: packed data: %w", ErrDamaged, err)
	}
	content, err := io.ReadAll(io.LimitReader(reader, int64(d.left)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: packed data: %w", ErrDamaged, err)
	case len(content) > d.left:
		return nil, fmt.Errorf("%w: it unpacks to more bytes than assay reads", ErrUnknown)
	}
	d.left -= len(content)
	p, err := d.dictionaryOf(parameters)
	if err != nil {
		return nil, err
	}
	return predicted(content, p)
}

// predicted undoes the prediction of PNG, by which a row is stored as its difference from others (7.4.4.4).
func predicted(content []byte, p dictionary) ([]byte, error) {
	predictor, columns := p.integer("Predictor", 1), p.integer("Columns", 1)
	if predictor == 1 {
		return content, nil
	}
	if predictor < 10 || p.integer("Colors", 1) != 1 || p.integer("BitsPerComponent", 8) != 8 || columns < 1 || columns > 1000 {
		return nil, fmt.Errorf("%w: a stream is packed with a prediction that assay does not read", ErrUnknown)
	}
	var out []byte
	above := make([]byte, columns)
	for ; len(content) > columns; content = content[columns+1:] {
		row := bytes.Clone(content[1 : columns+1])
		for i := range row {
			left, corner := 0, 0
			if i > 0 {
				left, corner = int(row[i-1]), int(above[i-1])
			}
			switch up := int(above[i]); content[0] {
			case 0:
			case 1:
				row[i] += byte(left)
			case 2:
				row[i] += byte(up)
			case 3:
				row[i] += byte((left + up) / 2)
			case 4:
				row[i] += byte(paeth(left, up, corner))
			default:
				return nil, fmt.Errorf("%w: packed data has a row of an unknown kind", ErrDamaged)
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

// paeth chooses among the three neighbors as PNG does.
func paeth(left, up, corner int) int {
	guess := left + up - corner
	distance := func(n int) int { return max(n-guess, guess-n) }
	switch {
	case distance(left) <= distance(up) && distance(left) <= distance(corner):
		return left
	case distance(up) <= distance(corner):
		return up
	}
	return corner
}

// checkUnsigned returns ErrSigned if an object of the document is a signature. The data of streams does not count: an
// attachment may be signed itself. A signature never lies in a stream of objects, since it must find its own place in the
// file (12.8.1).
func (d *document) checkUnsigned(catalog dictionary) error {
	if catalog.get("Perms") != nil {
		return ErrSigned
	}
	seen := map[int]bool{}
	left := 4 * len(d.data) // objects that lie in each other are read again and again
	for _, p := range d.places {
		if p.free || p.packed || p.offset >= len(d.data) || seen[p.offset] {
			continue
		}
		seen[p.offset] = true
		s := scanner{data: d.data, pos: p.offset}
		_, _ = s.integer()
		_, _ = s.integer()
		if !s.keyword("obj") {
			continue // no reader finds an object here either
		}
		value, err := s.value()
		if left -= s.pos - p.offset; left < 0 {
			return fmt.Errorf("%w: its objects lie in each other", ErrUnknown)
		}
		if err == nil && strings.Contains(nameOf(value), "/ByteRange") {
			return ErrSigned
		}
	}
	return nil
}
