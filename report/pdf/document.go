package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Document is a parsed file. Do not change it: clone an object before you set anything in it.
type Document struct {
	Bytes     []byte
	Revisions []*Revision // oldest first, at least one
}

// View is the state of the document after one of its revisions.
type View struct {
	revisions []*Revision
}

// AsOf returns the state of the document after revision i; 0 is the base.
func (d *Document) AsOf(i int) View { return View{d.Revisions[:i+1]} }

// Latest returns the state after the last revision, which PDF readers show.
func (d *Document) Latest() View { return View{d.Revisions} }

// Object returns the object with this number, or nil.
func (v View) Object(r Reference) Object {
	for _, revision := range slices.Backward(v.revisions) {
		if o, ok := revision.objects[r]; ok {
			return o
		}
	}
	return nil
}

// Resolve returns the object that o refers to, or o itself if it is not a reference.
func (v View) Resolve(o Object) Object {
	if r, ok := o.(Reference); ok {
		return v.Object(r)
	}
	return o
}

// Dictionary resolves o and returns it as a dictionary, or nil if it is something else.
func (v View) Dictionary(o Object) *Dictionary {
	d, _ := v.Resolve(o).(*Dictionary)
	return d
}

// Array resolves o and returns it as an array, or nil if it is something else.
func (v View) Array(o Object) Array {
	a, _ := v.Resolve(o).(Array)
	return a
}

// CatalogReference returns the reference to the root object of the document.
func (v View) CatalogReference() Reference {
	root, _ := Lookup[Reference](v.revisions[0].Trailer, "Root")
	return root
}

// Catalog returns the root object of the document, or nil if the file has none.
func (v View) Catalog() *Dictionary {
	return v.Dictionary(v.CatalogReference())
}

// Fields lists the form fields, as references to their dictionaries.
func (v View) Fields() Array {
	return v.Array(v.Dictionary(v.Catalog().Get("AcroForm")).Get("Fields"))
}

// MostPages is the largest number of pages in a document.
const MostPages = 2000

// Pages lists the pages in reading order. It is an error if the page tree is malformed or has more than MostPages.
func (v View) Pages() ([]Reference, error) {
	var pages []Reference
	seen := map[Reference]bool{}
	var walk func(o Object, depth int) error
	walk = func(o Object, depth int) error {
		r, _ := o.(Reference)
		if seen[r] || depth > maxNesting {
			return errors.New("the page tree contains itself")
		}
		seen[r] = true
		node := v.Dictionary(r)
		switch node.Get("Type") {
		case Name("Page"):
			if pages = append(pages, r); len(pages) > MostPages {
				return fmt.Errorf("the document has more than %d pages", MostPages)
			}
		case Name("Pages"):
			before := len(pages)
			for _, kid := range v.Array(node.Get("Kids")) {
				if err := walk(kid, depth+1); err != nil {
					return err
				}
			}
			if node.Get("Count") != Object(Integer(len(pages)-before)) {
				return errors.New("the page tree has a wrong page count")
			}
		default:
			return errors.New("the page tree has a node that is not a page")
		}
		return nil
	}
	err := walk(v.Catalog().Get("Pages"), 0)
	return pages, err
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}
