package pdf

import (
	"bytes"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Object is one value of a PDF file: Null, Boolean, Integer, Real, Name, String, Reference, Array, *Dictionary or
// *Stream. The nil Object means that there is no value.
type Object interface {
	write(w *bytes.Buffer)
}

type (
	// Null is the null object. Use it only in arrays. A dictionary leaves the key out instead.
	Null struct{}
	// Boolean is true or false.
	Boolean bool
	// Integer is a whole number.
	Integer int
	// Real is a number with a decimal point, in the spelling of the file. It is written back unchanged.
	Real string
	// Name is a symbol, without its leading slash and with its #-escapes decoded.
	Name string
	// String is a string of bytes. Use [Text] for a string that people read.
	String string
	// Reference is the number of an indirect object. Its generation is always 0 in our profile.
	Reference int
	// Array is a list of objects.
	Array []Object
)

// Stream is a dictionary with data. Data is still encoded with the dictionary's /Filter. When a stream is written, its
// /Length is the length of Data; the value in the dictionary is ignored.
type Stream struct {
	Dictionary *Dictionary
	Data       []byte
}

// Dictionary maps names to objects and keeps the order in which its keys were set. A nil dictionary is empty: you may
// call its reading methods.
type Dictionary struct {
	entries []entry
	index   map[Name]int // of entries; nil for a small dictionary
}

type entry struct {
	key        Name
	value      Object
	start, end int // byte range of the value in the parsed file
}

// scannable is the largest number of entries for which a scan is faster than a map.
const scannable = 16

// NewDictionary makes a dictionary from alternating keys and values. Every key must be a Name.
func NewDictionary(pairs ...Object) *Dictionary {
	d := &Dictionary{entries: make([]entry, 0, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		d.Set(pairs[i].(Name), pairs[i+1])
	}
	return d
}

// Get returns the value of key, or nil.
func (d *Dictionary) Get(key Name) Object {
	if i := d.find(key); i >= 0 {
		return d.entries[i].value
	}
	return nil
}

// Set sets the value of key. A key that exists keeps its position.
func (d *Dictionary) Set(key Name, value Object) {
	d.set(entry{key: key, value: value})
}

// Delete removes key if the dictionary has it.
func (d *Dictionary) Delete(key Name) {
	if i := d.find(key); i >= 0 {
		d.entries = slices.Delete(d.entries, i, i+1)
		d.index = nil
	}
}

// Keys lists the keys in the order in which they were set.
func (d *Dictionary) Keys() []Name {
	if d == nil {
		return nil
	}
	keys := make([]Name, len(d.entries))
	for i, e := range d.entries {
		keys[i] = e.key
	}
	return keys
}

// Clone copies the dictionary but not its values.
func (d *Dictionary) Clone() *Dictionary {
	if d == nil {
		return &Dictionary{}
	}
	return &Dictionary{entries: slices.Clone(d.entries)}
}

// Span returns the byte range of the value of key in the parsed file, from start up to, not including, end. It returns
// 0, 0 if the dictionary does not have the key.
func (d *Dictionary) Span(key Name) (start, end int) {
	if i := d.find(key); i >= 0 {
		return d.entries[i].start, d.entries[i].end
	}
	return 0, 0
}

// Lookup returns the value of key. ok is false if there is none, or if it is not of type T.
func Lookup[T Object](d *Dictionary, key Name) (value T, ok bool) {
	value, ok = d.Get(key).(T)
	return value, ok
}

// Equal reports whether two objects are written as the same bytes. It does not write them, because an object may be large.
func Equal(a, b Object) bool {
	switch a := a.(type) {
	case Array:
		b, ok := b.(Array)
		return ok && slices.EqualFunc(a, b, Equal)
	case *Dictionary:
		b, ok := b.(*Dictionary)
		return ok && a.equals(b)
	case *Stream:
		b, ok := b.(*Stream)
		return ok && bytes.Equal(a.Data, b.Data) && a.head().equals(b.head())
	}
	switch b.(type) {
	case Array, *Dictionary, *Stream:
		return false
	}
	return a == b
}

func (d *Dictionary) equals(other *Dictionary) bool {
	if d == nil || other == nil {
		return d == other
	}
	return slices.EqualFunc(d.entries, other.entries, func(a, b entry) bool { return a.key == b.key && Equal(a.value, b.value) })
}

func (d *Dictionary) set(e entry) {
	if i := d.find(e.key); i >= 0 {
		d.entries[i] = e
		return
	}
	d.entries = append(d.entries, e)
	switch {
	case d.index != nil:
		d.index[e.key] = len(d.entries) - 1
	case len(d.entries) > scannable:
		d.index = make(map[Name]int, 2*len(d.entries))
		for i, e := range d.entries {
			d.index[e.key] = i
		}
	}
}

func (d *Dictionary) find(key Name) int {
	if d == nil {
		return -1
	}
	if d.index == nil {
		return slices.IndexFunc(d.entries, func(e entry) bool { return e.key == key })
	}
	if i, ok := d.index[key]; ok {
		return i
	}
	return -1
}

// Number returns the value of an Integer or a Real.
func Number(o Object) (value float64, ok bool) {
	switch n := o.(type) {
	case Integer:
		return float64(n), true
	case Real:
		x, err := strconv.ParseFloat(string(n), 64)
		return x, err == nil
	}
	return 0, false
}

// points rounds a coordinate to two decimals.
func points(v float64) Object {
	hundredths := int(math.Round(v * 100))
	if hundredths%100 == 0 {
		return Integer(hundredths / 100)
	}
	return Real(strings.TrimRight(strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64), "0"))
}

func (Null) write(w *bytes.Buffer)      { w.WriteString("null") }
func (o Boolean) write(w *bytes.Buffer) { w.WriteString(strconv.FormatBool(bool(o))) }
func (o Integer) write(w *bytes.Buffer) {
	w.Write(strconv.AppendInt(w.AvailableBuffer(), int64(o), 10))
}
func (o Real) write(w *bytes.Buffer)      { w.WriteString(string(o)) }
func (o Reference) write(w *bytes.Buffer) { Integer(o).write(w); w.WriteString(" 0 R") }

func (o Name) write(w *bytes.Buffer) {
	w.WriteByte('/')
	for i := range len(o) {
		if c := o[i]; classes[c] != regular || c == '#' || c <= ' ' || c > '~' {
			const digits = "0123456789ABCDEF"
			w.WriteByte('#')
			w.WriteByte(digits[c>>4])
			w.WriteByte(digits[c&15])
		} else {
			w.WriteByte(c)
		}
	}
}

// write puts printable ASCII in parentheses, and writes any other string in lower-case hexadecimal. So each string has
// exactly one spelling.
func (o String) write(w *bytes.Buffer) {
	for i := range len(o) {
		if o[i] < ' ' || o[i] > '~' {
			w.WriteByte('<')
			w.Write(hex.AppendEncode(w.AvailableBuffer(), []byte(o)))
			w.WriteByte('>')
			return
		}
	}
	w.WriteByte('(')
	for i := range len(o) {
		if c := o[i]; c == '(' || c == ')' || c == '\\' {
			w.WriteByte('\\')
		}
		w.WriteByte(o[i])
	}
	w.WriteByte(')')
}

func (o Array) write(w *bytes.Buffer) {
	w.WriteByte('[')
	for i, item := range o {
		if i > 0 {
			w.WriteByte(' ')
		}
		item.write(w)
	}
	w.WriteByte(']')
}

func (d *Dictionary) write(w *bytes.Buffer) {
	w.WriteString("<<")
	for i, e := range d.entries {
		if i > 0 {
			w.WriteByte(' ')
		}
		e.key.write(w)
		w.WriteByte(' ')
		if numbers, ok := e.value.(Array); ok && e.key == "ByteRange" {
			numbers.writeWide(w)
		} else {
			e.value.write(w)
		}
	}
	w.WriteString(">>")
}

// wide is the length of a /ByteRange (12.8.1) with three offsets of nine digits. Every /ByteRange has this length, so that
// a signer can write the offsets into a file whose length is known.
const wide = len("[0 999999999 999999999 999999999]")

// writeWide writes spaces before the closing bracket.
func (o Array) writeWide(w *bytes.Buffer) {
	start := w.Len()
	o.write(w)
	w.Truncate(w.Len() - 1)
	for w.Len()-start < wide-1 {
		w.WriteByte(' ')
	}
	w.WriteByte(']')
}

const endOfStream = "\nendstream"

func (o *Stream) write(w *bytes.Buffer) {
	o.writeHead(w)
	w.Write(o.Data)
	w.WriteString(endOfStream)
}

// writeHead writes the stream up to its data.
func (o *Stream) writeHead(w *bytes.Buffer) {
	o.head().write(w)
	w.WriteString("\nstream\n")
}

// head returns the dictionary of the stream with the length of its data.
func (o *Stream) head() *Dictionary {
	if length := Object(Integer(len(o.Data))); o.Dictionary.Get("Length") != length {
		head := o.Dictionary.Clone()
		head.Set("Length", length)
		return head
	}
	return o.Dictionary
}
