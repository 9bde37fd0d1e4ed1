package sign

import (
	"fmt"

	"assay/report/pdf"
)

// addition is the signature that one revision adds to a report.
type addition struct {
	role       Role
	dictionary *pdf.Dictionary
	certifies  bool
}

// readAddition checks that revision i adds one signature and nothing else. The signature must be the only new object,
// and the value of one field that was empty. The first signature may also change the catalog, to certify the report.
func readAddition(document *pdf.Document, i int) (addition, error) {
	before, after := document.AsOf(i-1), document.AsOf(i)
	var filled, added pdf.Reference
	certified := false
	for _, n := range document.Revisions[i].Numbers() {
		switch {
		case before.Object(n) == nil && added == 0:
			added = n
		case before.Object(n) == nil:
			return addition{}, fmt.Errorf("revision %d adds object %d, which is not part of a signature", i, n)
		case n == before.CatalogReference():
			certified = true
		case filled == 0 && isField(before, n):
			filled = n
		default:
			return addition{}, fmt.Errorf("revision %d replaces object %d, %s", i, n, describe(before, n))
		}
	}
	if filled == 0 || added == 0 {
		return addition{}, fmt.Errorf("revision %d is not a signature", i)
	}
	a := addition{role: fieldRole(before.Dictionary(filled)), certifies: certified}
	a.dictionary = after.Dictionary(added)
	if a.dictionary == nil {
		return a, fmt.Errorf("revision %d is not a signature", i)
	}
	if !onlyAdds(before.Dictionary(filled), after.Dictionary(filled), "V", added) {
		return a, fmt.Errorf("revision %d changes more in the field of the %s than its signature", i, a.role)
	}
	permissions := pdf.NewDictionary(pdf.Name("DocMDP"), added)
	if certified && (i > 1 || !onlyAdds(before.Catalog(), after.Catalog(), "Perms", permissions)) {
		return a, fmt.Errorf("revision %d changes more in the catalog than the certification", i)
	}
	return a, nil
}

func isField(view pdf.View, n pdf.Reference) bool {
	for _, item := range view.Fields() {
		if item == pdf.Object(n) {
			return true
		}
	}
	return false
}

// onlyAdds reports whether after equals before, apart from one more key with this value.
func onlyAdds(before, after *pdf.Dictionary, key pdf.Name, value pdf.Object) bool {
	if before.Get(key) != nil || after == nil {
		return false
	}
	want := before.Clone()
	want.Set(key, value)
	return pdf.Equal(want, after)
}

// describe names an object in the text of a problem.
func describe(view pdf.View, n pdf.Reference) string {
	pages, _ := view.Pages()
	for i, page := range pages {
		contents := view.Dictionary(page).Get("Contents")
		if page == n || contents == pdf.Object(n) {
			return fmt.Sprintf("page %d", i+1)
		}
	}
	switch o := view.Object(n).(type) {
	case *pdf.Dictionary:
		if kind, ok := pdf.Lookup[pdf.Name](o, "Type"); ok {
			return "the " + string(kind)
		}
	case *pdf.Stream:
		if kind, ok := pdf.Lookup[pdf.Name](o.Dictionary, "Type"); ok {
			return "the " + string(kind)
		}
	}
	return "which belongs to the report"
}
