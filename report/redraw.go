package report

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"

	"assay/report/pdf"
)

// tolerance is the allowed difference of two numbers in a drawing, in points: one
// unit of the last written digit. Machines that fuse a multiplication and an
// addition into one step may round that digit differently.
const tolerance = 0.01 + 1e-9

// mostInflated is the largest size of an unpacked stream of a fresh drawing, in
// bytes.
const mostInflated = 16 << 20

// differences compares the base of a file with a fresh drawing of the same data:
// page by page, then everything else (typefaces, links, bookmarks, attachment,
// fields). Signatures come in revisions after the base; package sign judges them.
func differences(file, fresh *pdf.Document) []string {
	was, is := file.AsOf(0), fresh.AsOf(0)
	c := comparison{was: was, is: is, contents: map[pdf.Reference]int{}}
	wasPages, err := was.Pages()
	if err != nil {
		return []string{err.Error()}
	}
	isPages, err := is.Pages()
	if err != nil {
		return []string{err.Error()}
	}
	if len(wasPages) != len(isPages) {
		return []string{fmt.Sprintf("the report has %d pages, its data gives %d", len(wasPages), len(isPages))}
	}
	for n, page := range isPages {
		if r, ok := pdf.Lookup[pdf.Reference](is.Dictionary(page), "Contents"); ok {
			c.contents[r] = n + 1
		}
	}
	var out []string
	other := !slices.Equal(file.Revisions[0].Numbers(), fresh.Revisions[0].Numbers())
	for _, key := range []pdf.Name{"Root", "Info", "Size"} {
		other = other || !c.same(file.Revisions[0].Trailer.Get(key), fresh.Revisions[0].Trailer.Get(key))
	}
	for _, n := range fresh.Revisions[0].Numbers() {
		same := c.sameObject(n)
		if page := c.contents[n]; page > 0 && !same {
			out = append(out, fmt.Sprintf("page %d differs from the page that the data gives", page))
		} else {
			other = other || !same
		}
	}
	if other {
		out = append(out, "the report holds something beside its pages that does not follow from the data")
	}
	return out
}

// comparison compares two drawings, object by object. The objects have the same
// numbers in both.
type comparison struct {
	was, is  pdf.View
	contents map[pdf.Reference]int // page number by content stream
}

func (c comparison) sameObject(n pdf.Reference) bool {
	return c.streamOrObject(c.was.Object(n), c.is.Object(n), c.contents[n] > 0)
}

func (c comparison) streamOrObject(was, is pdf.Object, drawing bool) bool {
	a, isStream := was.(*pdf.Stream)
	b, alsoStream := is.(*pdf.Stream)
	if !isStream || !alsoStream {
		return isStream == alsoStream && c.same(was, is)
	}
	if !c.sameEntries(a.Dictionary, b.Dictionary) {
		return false
	}
	now, err := b.Decode(mostInflated)
	if err != nil {
		return false
	}
	// A drawing may differ in the length of its numbers, never by more than this.
	old, err := a.Decode(2*len(now) + 1024)
	if err != nil {
		return false
	}
	return bytes.Equal(old, now) || drawing && sameDrawing(old, now)
}

// same compares two objects; numbers may differ by the tolerance.
func (c comparison) same(was, is pdf.Object) bool {
	switch a := was.(type) {
	case pdf.Integer, pdf.Real:
		x, known := number(was)
		y, alsoKnown := number(is)
		return known && alsoKnown && math.Abs(x-y) <= tolerance
	case pdf.Array:
		b, ok := is.(pdf.Array)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !c.same(a[i], b[i]) {
				return false
			}
		}
		return true
	case *pdf.Dictionary:
		b, ok := is.(*pdf.Dictionary)
		return ok && c.sameEntries(a, b)
	}
	return pdf.Equal(was, is)
}

// sameEntries ignores how a stream is packed, because releases of Go compress the
// same data differently.
func (c comparison) sameEntries(was, is *pdf.Dictionary) bool {
	packing := map[pdf.Name]bool{"Length": true, "Filter": true}
	for _, key := range was.Keys() {
		if !packing[key] && is.Get(key) == nil {
			return false
		}
	}
	for _, key := range is.Keys() {
		if !packing[key] && !c.same(was.Get(key), is.Get(key)) {
			return false
		}
	}
	return true
}

func number(o pdf.Object) (float64, bool) {
	switch n := o.(type) {
	case pdf.Integer:
		return float64(n), true
	case pdf.Real:
		x, err := strconv.ParseFloat(string(n), 64)
		return x, err == nil
	}
	return 0, false
}

// sameDrawing compares two content streams word by word.
func sameDrawing(was, is []byte) bool {
	for {
		var a, b []byte
		a, was = nextWord(was)
		b, is = nextWord(is)
		if a == nil || b == nil {
			return a == nil && b == nil
		}
		if bytes.Equal(a, b) {
			continue
		}
		x, known := drawnNumber(a)
		y, alsoKnown := drawnNumber(b)
		if !known || !alsoKnown || math.Abs(x-y) > tolerance {
			return false
		}
	}
}

// drawnNumber reads a number of a content stream. Spellings that Go also accepts,
// such as 1e3, are no numbers there.
func drawnNumber(word []byte) (float64, bool) {
	if len(bytes.Trim(word, "+-.0123456789")) > 0 {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(word), 64)
	return x, err == nil
}

// nextWord splits a content stream after its first word: a string in parentheses,
// or a run of characters other than white space (ISO 32000-1, 7.8.2). It is nil
// at the end.
func nextWord(stream []byte) (word, rest []byte) {
	stream = bytes.TrimLeft(stream, " \n\r\t\f\x00")
	if len(stream) == 0 {
		return nil, nil
	}
	if stream[0] != '(' {
		end := bytes.IndexAny(stream, " \n\r\t\f\x00(")
		if end < 0 {
			end = len(stream)
		}
		return stream[:end], stream[end:]
	}
	for i := 1; i < len(stream); i++ {
		switch stream[i] {
		case '\\':
			i++
		case ')':
			return stream[:i+1], stream[i+1:]
		}
	}
	return stream, nil
}
