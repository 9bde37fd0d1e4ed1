package report

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"assay/report/pdf"
)

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
	// A number may have one digit more, such as 10.00 instead of 9.99.
	old, err := a.Decode(2 * len(now))
	if err != nil {
		return false
	}
	return bytes.Equal(old, now) || drawing && sameDrawing(old, now)
}

// same compares two objects. Their numbers may differ as sameNumber allows.
func (c comparison) same(was, is pdf.Object) bool {
	switch a := was.(type) {
	case pdf.Real:
		b, ok := is.(pdf.Real)
		return ok && sameNumber(string(a), string(b))
	case pdf.Array:
		b, ok := is.(pdf.Array)
		return ok && slices.EqualFunc(a, b, c.same)
	case *pdf.Dictionary:
		b, ok := is.(*pdf.Dictionary)
		return ok && c.sameEntries(a, b)
	}
	return pdf.Equal(was, is)
}

// sameEntries compares two dictionaries with their keys in order. The length of a
// stream follows from how it is packed, and releases of Go pack the same data
// differently.
func (c comparison) sameEntries(was, is *pdf.Dictionary) bool {
	if !slices.Equal(was.Keys(), is.Keys()) {
		return false
	}
	for _, key := range is.Keys() {
		a, b := was.Get(key), is.Get(key)
		switch key {
		case "Length":
		case "Rect", "BBox":
			x, _ := a.(pdf.Array)
			y, _ := b.(pdf.Array)
			if !slices.EqualFunc(x, y, sameCoordinate) {
				return false
			}
		default:
			if !c.same(a, b) {
				return false
			}
		}
	}
	return true
}

// sameCoordinate compares two coordinates of a rectangle. Package pdf writes them
// without needless decimals, so the difference that sameNumber allows may change
// how many there are.
func sameCoordinate(was, is pdf.Object) bool {
	const tolerance = 0.01 + 1e-9
	x, known := pdf.Number(was)
	y, alsoKnown := pdf.Number(is)
	return known && alsoKnown && math.Abs(x-y) <= tolerance
}

// sameNumber compares two words of a drawing that differ. They are the same if
// both are numbers with so many decimals, and differ by at most one unit of the
// last one. Machines that fuse a multiplication and an addition into one step may
// round that digit differently. Whole numbers do not differ, because no machine
// rounds them; the spelling does not either, because readers disagree on others.
func sameNumber(was, is string) bool {
	a, places, known := fixed(was)
	b, alsoPlaces, alsoKnown := fixed(is)
	return known && alsoKnown && places == alsoPlaces && a-b <= 1 && b-a <= 1
}

// decimal is a number as the drawing library writes it.
var decimal = regexp.MustCompile(`^-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,6}$`)

// fixed reads a number with decimals as a multiple of its last digit.
func fixed(word string) (units int64, places int, ok bool) {
	if !decimal.MatchString(word) {
		return 0, 0, false
	}
	before, after, _ := strings.Cut(word, ".")
	units, err := strconv.ParseInt(before+after, 10, 64)
	return units, len(after), err == nil
}

// sameDrawing compares two content streams part by part. Only numbers may differ,
// not the white space between them.
func sameDrawing(was, is []byte) bool {
	for len(was) > 0 && len(is) > 0 {
		var a, b []byte
		a, was = nextPart(was)
		b, is = nextPart(is)
		if !bytes.Equal(a, b) && !sameNumber(string(a), string(b)) {
			return false
		}
	}
	return len(was) == len(is)
}

// white are the bytes of white space (ISO 32000-1, 7.2.2).
const white = " \n\r\t\f\x00"

// nextPart splits a content stream after its first part: white space, a string in
// parentheses, or a word (ISO 32000-1, 7.8.2).
func nextPart(stream []byte) (part, rest []byte) {
	if space := len(stream) - len(bytes.TrimLeft(stream, white)); space > 0 {
		return stream[:space], stream[space:]
	}
	if stream[0] != '(' {
		end := bytes.IndexAny(stream, white+"(")
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
