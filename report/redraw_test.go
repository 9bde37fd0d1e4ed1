package report

import (
	"strings"
	"testing"

	"assay/report/pdf"
)

// A content stream may differ from the fresh drawing in the last digit of its
// numbers, and in nothing that a reader could take in another way.
func TestADrawingDiffersOnlyInTheLastDigit(t *testing.T) {
	const fresh = "0.50 w\n1 J [2.00 1.00] 0 d\nBT 28.35 9.99 Td (\x001.00\\)x\x00) Tj ET\n-0.00 m"
	for _, c := range []struct {
		name, old, with string
		same            bool
	}{
		{"nothing", "", "", true},
		{"one unit more", "28.35", "28.36", true},
		{"one unit less", "28.35", "28.34", true},
		{"one digit more", "9.99", "10.00", true},
		{"below zero", "-0.00", "-0.01", true},
		{"zero without its sign", "-0.00", "0.00", true},
		{"two units", "28.35", "28.37", false},
		{"far away", "28.35", "928.35", false},
		{"another sign", "28.35", "-28.35", false},
		{"fewer decimals", "9.99", "10", false},
		{"one decimal", "0.50", "0.5", false},
		{"three decimals", "0.50", "0.500", false},
		{"a plus", "28.35", "+28.35", false},
		{"a zero before it", "28.35", "028.35", false},
		{"no zero before the point", "0.50", ".50", false},
		{"an exponent", "28.35", "2835e-2", false},
		{"two points", "28.35", "28.3.5", false},
		{"two signs", "-0.00", "--0.01", false},
		{"a whole number with decimals", "1 J", "1.00 J", false},
		{"another whole number", "1 J", "2 J", false},
		{"a number inside a list", "2.00 1", "2.00 2", false},
		{"a number inside a text", "\x001.00", "\x001.01", false},
		{"two spaces", "9.99 Td", "9.99  Td", false},
		{"a NUL for a space", "9.99 Td", "9.99\x00Td", false},
		{"a form feed for a line feed", "w\n1", "w\f1", false},
		{"a carriage return", "w\n1", "w\r\n1", false},
		{"a comment", "w\n1", "w\n%x\n1", false},
		{"white space at the end", "-0.00 m", "-0.00 m\n", false},
		{"something more", "-0.00 m", "-0.00 m n", false},
		{"something less", " m", "", false},
		{"no space before a text", "Td (", "Td(", false},
	} {
		was := []byte(replaced(t, fresh, c.old, c.with))
		if got := sameDrawing(was, []byte(fresh)); got != c.same {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func replaced(t *testing.T, text, old, with string) string {
	t.Helper()
	before, after, found := strings.Cut(text, old)
	if !found {
		t.Fatalf("no %q to replace", old)
	}
	return before + with + after
}

func TestAnObjectDiffersOnlyInTheLastDigit(t *testing.T) {
	stream := func(data string, entries ...pdf.Object) *pdf.Stream {
		return &pdf.Stream{Dictionary: pdf.NewDictionary(entries...), Data: []byte(data)}
	}
	key, filter := pdf.Name("A"), pdf.Name("Filter")
	c := comparison{}
	for _, pair := range []struct {
		name    string
		was, is pdf.Object
		same    bool
	}{
		{"equal dictionaries", pdf.NewDictionary(key, pdf.Integer(1)), pdf.NewDictionary(key, pdf.Integer(1)), true},
		{"a whole number", pdf.NewDictionary(key, pdf.Integer(2)), pdf.NewDictionary(key, pdf.Integer(1)), false},
		{"a whole number with decimals", pdf.NewDictionary(key, pdf.Real("1.00")), pdf.NewDictionary(key, pdf.Integer(1)), false},
		{"the last digit", pdf.Array{pdf.Real("1.01")}, pdf.Array{pdf.Real("1.00")}, true},
		{"the place of a field", pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{pdf.Real("154.99")}), pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{pdf.Integer(155)}), true},
		{"a field moved", pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{pdf.Real("154.98")}), pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{pdf.Integer(155)}), false},
		{"a field without a place", pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{}), pdf.NewDictionary(pdf.Name("Rect"), pdf.Array{pdf.Integer(155)}), false},
		{"keys in another order", pdf.NewDictionary(key, key, filter, key), pdf.NewDictionary(filter, key, key, key), false},
		{"a key more", pdf.NewDictionary(key, key, filter, key), pdf.NewDictionary(key, key), false},
		{"a key less", pdf.NewDictionary(), pdf.NewDictionary(key, key), false},
		{"another length", stream("x", pdf.Name("Length"), pdf.Integer(2)), stream("x", pdf.Name("Length"), pdf.Integer(1)), true},
		{"other data", stream("y"), stream("x"), false},
		{"a stream that is not packed", stream("x"), stream("x", filter, pdf.Name("FlateDecode")), false},
		{"no stream", pdf.NewDictionary(), stream(""), false},
	} {
		if got := c.streamOrObject(pair.was, pair.is, false); got != pair.same {
			t.Errorf("%s: %v", pair.name, got)
		}
	}
}
