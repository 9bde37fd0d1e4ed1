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
	picture    pdf.Picture // in the box of the signature
}

// readAddition checks that revision i adds one signature and nothing else: its dictionary, its picture if it has one, and
// the value of one field that was empty. The first signature may also change the catalog, to certify the report.
func readAddition(document *pdf.Document, i int) (addition, error) {
	before, after := document.AsOf(i-1), document.AsOf(i)
	var filled pdf.Reference
	added := map[pdf.Reference]bool{}
	certified := false
	for _, n := range document.Revisions[i].Numbers() {
		switch {
		case before.Object(n) == nil:
			added[n] = true
		case n == before.CatalogReference():
			certified = true
		case filled == 0 && isField(before, n):
			filled = n
		default:
			return addition{}, fmt.Errorf("revision %d replaces object %d, %s", i, n, describe(before, n))
		}
	}
	field := after.Dictionary(filled)
	signature, _ := pdf.Lookup[pdf.Reference](field, "V")
	if filled == 0 || !added[signature] {
		return addition{}, fmt.Errorf("revision %d is not a signature", i)
	}
	a := addition{role: fieldRole(before.Dictionary(filled)), certifies: certified, dictionary: after.Dictionary(signature)}
	if a.dictionary == nil {
		return a, fmt.Errorf("revision %d is not a signature", i)
	}
	delete(added, signature)
	wanted := before.Dictionary(filled).Clone()
	if wanted.Get("V") != nil {
		return a, fmt.Errorf("revision %d signs again as %s", i, a.role)
	}
	wanted.Set("V", signature)
	if err := a.readPicture(after, field, wanted, added); err != nil {
		return a, fmt.Errorf("revision %d: %w", i, err)
	}
	for n := range added {
		return a, fmt.Errorf("revision %d adds object %d, which is not part of a signature", i, n)
	}
	if !pdf.Equal(wanted, field) {
		return a, fmt.Errorf("revision %d changes more in the field of the %s than its signature", i, a.role)
	}
	permissions := pdf.NewDictionary(pdf.Name("DocMDP"), signature)
	if certified && (i > 1 || !onlyAdds(before.Catalog(), after.Catalog(), "Perms", permissions)) {
		return a, fmt.Errorf("revision %d changes more in the catalog than the certification", i)
	}
	return a, nil
}

// readPicture reads the picture of the signature, if its field has another appearance than before. It takes the objects of the
// picture out of added.
func (a *addition) readPicture(after pdf.View, field, wanted *pdf.Dictionary, added map[pdf.Reference]bool) error {
	appearance, _ := pdf.Lookup[*pdf.Dictionary](field, "AP")
	form, _ := pdf.Lookup[pdf.Reference](appearance, "N")
	if !added[form] {
		return nil
	}
	picture, numbers, err := after.Picture(form, func(n pdf.Reference) bool { return added[n] })
	if err != nil {
		return err
	}
	if err := checkPicture(picture, field); err != nil {
		return err
	}
	for _, n := range numbers {
		delete(added, n)
	}
	wanted.Set("AP", pdf.NewDictionary(pdf.Name("N"), form))
	a.picture = picture
	return nil
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
