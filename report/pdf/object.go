package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Object is one value of a PDF file: Null, Boolean, Integer, Real, Name, String, Reference, Array, *Dictionary or
// *Stream. The nil Object means "not there".
type Object interface {
	write(w *bytes.Buffer)
}

type (
	// Null is the null object. It stands only in arrays: in a dictionary it would mean that the key is absent.
	Null struct{}
	// Boolean is true or false.
	Boolean bool
	// Integer is a whole number.
	Integer int
	// Real is a number with a decimal point, kept as the file spells it so that it survives a round trip.
	Real string
	// Name is an atomic symbol, without its leading slash and with its #-escapes resolved.
	Name string
	// String is a string of bytes. See [Text] for the human sentences among them.
	String string
	// Reference names an indirect object by its number. The generation is always 0 in our profile.
	Reference int
	// Array is a list of objects.
	Array []Object
)

// Stream is a dictionary with data. Data is as it lies in the file, still encoded by the dictionary's /Filter. The
// dictionary's /Length is written from Data, whatever the dictionary says.
type Stream struct {
	Dictionary *Dictionary
	Data       []byte
}

// Dictionary maps names to objects and keeps the order in which its keys were set. Its reading methods work on a nil
// dictionary, which is empty.
type Dictionary struct {
	entries []entry
	index   map[Name]int // kept while there are too many entries to look through
}

type entry struct {
	key        Name
	value      Object
	start, end int // bytes of the value in the parsed file
}

// scannable is the number of entries up to which looking through a dictionary is faster than hashing.
const scannable = 16

// NewDictionary makes a dictionary of alternating keys and values.
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

// Set gives key a value, in its old place when it had one.
func (d *Dictionary) Set(key Name, value Object) {
	d.set(entry{key: key, value: value})
}

// Delete removes key, if it is there.
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

// Clone copies the dictionary; the values are shared.
func (d *Dictionary) Clone() *Dictionary {
	if d == nil {
		return &Dictionary{}
	}
	return &Dictionary{entries: slices.Clone(d.entries)}
}

// Span tells which bytes of the parsed file hold the value of key: from start up to, not including, end.
func (d *Dictionary) Span(key Name) (start, end int) {
	if i := d.find(key); i >= 0 {
		return d.entries[i].start, d.entries[i].end
	}
	return 0, 0
}

// Lookup returns the value of key when it is there and of type T.
func Lookup[T Object](d *Dictionary, key Name) (value T, ok bool) {
	value, ok = d.Get(key).(T)
	return value, ok
}

// Equal tells whether two objects would be written with the same bytes.
func Equal(a, b Object) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	var x, y bytes.Buffer
	a.write(&x)
	b.write(&y)
	return bytes.Equal(x.Bytes(), y.Bytes())
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

// points makes a number of at most two decimals, the resolution that PDF coordinates need.
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
			fmt.Fprintf(w, "#%02X", c)
		} else {
			w.WriteByte(c)
		}
	}
}

// write spells printable ASCII in parentheses and everything else in lower-case hexadecimal, so that there is one
// spelling for each string.
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
		e.value.write(w)
	}
	w.WriteString(">>")
}

func (o *Stream) write(w *bytes.Buffer) {
	head := o.Dictionary.Clone()
	head.Set("Length", Integer(len(o.Data)))
	head.write(w)
	w.WriteString("\nstream\n")
	w.Write(o.Data)
	w.WriteString("\nendstream")
}
