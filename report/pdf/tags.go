package pdf

import (
	"errors"
	"fmt"
	"slices"
)

// tagger writes the structure tree. Each page and each annotation has a key in the parent tree, which leads back to the
// elements (14.7.4.4).
type tagger struct {
	*draft
	marks   [][]Reference // by page, by number: the element of each marked content
	owners  map[Reference]Reference
	entries []parentEntry
}

// parentEntry is an entry of the parent tree.
type parentEntry struct {
	key   int
	value Object
}

// leafEntries is how many entries a leaf of the parent tree has.
const leafEntries = 128

// tag adds the structure of the document. An annotation that no element has is read after everything else, so that no
// person misses it.
func (d *draft) tag() error {
	if d.archive.Structure == nil {
		return nil
	}
	t := &tagger{draft: d, marks: make([][]Reference, len(d.pages)), owners: map[Reference]Reference{}}
	root := d.add(nil)
	d.objects[root] = NewDictionary(Name("Type"), Name("StructTreeRoot"))
	document := d.add(nil)
	parts, err := t.parts(d.archive.Structure, document)
	if err != nil {
		return err
	}
	rest, err := t.forgotten(document)
	if err != nil {
		return err
	}
	d.objects[document] = NewDictionary(Name("S"), Name(RoleDocument), Name("P"), root, Name("K"), append(parts.kids, rest...))
	if err := t.tagPages(); err != nil {
		return err
	}
	d.objects[root] = NewDictionary(
		Name("Type"), Name("StructTreeRoot"),
		Name("K"), document,
		Name("ParentTree"), t.parentTree(),
		Name("ParentTreeNextKey"), Integer(len(t.entries)),
	)
	d.catalog.Set("StructTreeRoot", root)
	d.catalog.Set("MarkInfo", NewDictionary(Name("Marked"), Boolean(true)))
	return nil
}

// parts are the kids of an element, and the page that those without one of their own are on.
type parts struct {
	kids Array
	page Reference
}

// parts writes the parts of an element with this number.
func (t *tagger) parts(e *Element, at Reference) (parts, error) {
	var p parts
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			if k.element.empty() {
				continue
			}
			child, err := t.element(k.element, at)
			if err != nil {
				return p, err
			}
			p.kids = append(p.kids, child)
		case k.page > 0 && k.page <= len(t.pages) && !k.link:
			p.kids = append(p.kids, t.content(k, at, &p.page))
		case k.link && k.page > 0 && k.page <= len(t.pages) && k.number < len(t.links[k.page-1]):
			p.kids = append(p.kids, t.annotation(t.links[k.page-1][k.number], at))
		case k.number < len(t.widgets[k.field]):
			p.kids = append(p.kids, t.annotation(t.widgets[k.field][k.number], at))
		default:
			return p, fmt.Errorf("the structure names a part that the document lacks: page %d, number %d, field %q", k.page, k.number, k.field)
		}
	}
	return p, nil
}

// element writes an element and everything in it.
func (t *tagger) element(e *Element, parent Reference) (Reference, error) {
	at := t.add(nil)
	parts, err := t.parts(e, at)
	if err != nil {
		return 0, err
	}
	d := NewDictionary(Name("S"), Name(e.Role), Name("P"), parent)
	if parts.page > 0 {
		d.Set("Pg", parts.page)
	}
	if e.Role == RoleFigure {
		if e.Alt == "" {
			return 0, errors.New("a figure of the document has no text in its place")
		}
		d.Set("Alt", Text(e.Alt))
	}
	if a := e.attributes(); a != nil {
		d.Set("A", a)
	}
	switch len(parts.kids) {
	case 0:
	case 1:
		d.Set("K", parts.kids[0])
	default:
		d.Set("K", parts.kids)
	}
	t.objects[at] = d
	return at, nil
}

// attributes returns the attributes of an element (14.8.5), or nil.
func (e *Element) attributes() Object {
	switch e.Role {
	case RoleFigure:
		box := Array{points(e.Box[0]), points(e.Box[1]), points(e.Box[2]), points(e.Box[3])}
		return NewDictionary(Name("O"), Name("Layout"), Name("Placement"), Name("Block"), Name("BBox"), box)
	case RoleHead:
		a := NewDictionary(Name("O"), Name("Table"), Name("Scope"), Name(e.Scope))
		if e.Span > 1 {
			a.Set("ColSpan", Integer(e.Span))
		}
		return a
	case RoleList:
		return NewDictionary(Name("O"), Name("List"), Name("ListNumbering"), Name(e.Numbering))
	}
	return nil
}

// content returns the reference to a marked content. The first one gives an element its page.
func (t *tagger) content(k kid, owner Reference, page *Reference) Object {
	marks := t.marks[k.page-1]
	if missing := k.number + 1 - len(marks); missing > 0 {
		marks = append(marks, make([]Reference, missing)...)
	}
	marks[k.number] = owner
	t.marks[k.page-1] = marks
	on := t.pages[k.page-1]
	if *page == 0 {
		*page = on
	}
	if *page == on {
		return Integer(k.number)
	}
	return NewDictionary(Name("Type"), Name("MCR"), Name("Pg"), on, Name("MCID"), Integer(k.number))
}

// annotation returns the reference to a link or a widget. The page of the annotation is its own /P, or the one in whose
// list it is.
func (t *tagger) annotation(r, owner Reference) Object {
	t.owners[r] = owner
	return NewDictionary(Name("Type"), Name("OBJR"), Name("Obj"), r)
}

// forgotten makes an element for every annotation that has none.
func (t *tagger) forgotten(parent Reference) (Array, error) {
	var rest Array
	for _, page := range t.pages {
		annotations, _ := Lookup[Array](t.dictionary(page), "Annots")
		for _, item := range annotations {
			r, ok := item.(Reference)
			if !ok || t.owners[r] != 0 {
				continue
			}
			role := RoleForm
			if t.dictionary(r).Get("Subtype") == Name("Link") {
				role = RoleLink
			}
			at := t.add(nil)
			t.objects[at] = NewDictionary(Name("S"), Name(role), Name("P"), parent, Name("K"), t.annotation(r, at))
			rest = append(rest, at)
		}
	}
	return rest, nil
}

// tagPages gives each page and each annotation its key in the parent tree, and the tab key the order of the structure.
func (t *tagger) tagPages() error {
	for i, page := range t.pages {
		elements := make(Array, len(t.marks[i]))
		for n, owner := range t.marks[i] {
			if owner == 0 {
				return fmt.Errorf("no element has the marked content %d of page %d", n, i+1)
			}
			elements[n] = owner
		}
		dictionary := t.dictionary(page)
		dictionary.Set("StructParents", Integer(i))
		dictionary.Set("Tabs", Name("S"))
		t.entries = append(t.entries, parentEntry{i, t.add(elements)})
	}
	for _, page := range t.pages {
		annotations, _ := Lookup[Array](t.dictionary(page), "Annots")
		for _, item := range annotations {
			r, _ := item.(Reference)
			t.dictionary(r).Set("StructParent", Integer(len(t.entries)))
			t.entries = append(t.entries, parentEntry{len(t.entries), t.owners[r]})
		}
	}
	return nil
}

// parentTree writes the entries as a number tree (7.9.7).
func (t *tagger) parentTree() Reference {
	leaf := func(entries []parentEntry) Array {
		numbers := make(Array, 0, 2*len(entries))
		for _, e := range entries {
			numbers = append(numbers, Integer(e.key), e.value)
		}
		return numbers
	}
	if len(t.entries) <= leafEntries {
		return t.add(NewDictionary(Name("Nums"), leaf(t.entries)))
	}
	var leaves Array
	for part := range slices.Chunk(t.entries, leafEntries) {
		limits := Array{Integer(part[0].key), Integer(part[len(part)-1].key)}
		leaves = append(leaves, t.add(NewDictionary(Name("Limits"), limits, Name("Nums"), leaf(part))))
	}
	return t.add(NewDictionary(Name("Kids"), leaves))
}
