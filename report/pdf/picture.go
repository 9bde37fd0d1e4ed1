package pdf

import (
	"errors"
	"fmt"
)

// Picture is the content of a signature's box: a form XObject (ISO 32000-1, 8.10) and every object that it uses. The
// form comes first. A Reference in a picture is a position in the list, from 1. The zero Picture shows nothing.
type Picture struct {
	Objects []Object
}

// Empty reports whether the picture shows nothing.
func (p Picture) Empty() bool { return len(p.Objects) == 0 }

// mostPictureObjects is the largest number of objects in a picture: the form and three typefaces, with some to spare.
const mostPictureObjects = 40

// PictureOf makes a picture from the only page of a drawing, the output of gofpdf. Draw as [Finish] wants it.
func PictureOf(drawn []byte, a Archive) (Picture, error) {
	file, err := Finish(drawn, a)
	if err != nil {
		return Picture{}, err
	}
	document, err := Parse(file)
	if err != nil {
		return Picture{}, fmt.Errorf("cannot read the drawing: %w", err)
	}
	view := document.Latest()
	pages, err := view.Pages()
	if err != nil {
		return Picture{}, err
	}
	if len(pages) != 1 {
		return Picture{}, fmt.Errorf("a picture has one page, not %d", len(pages))
	}
	page := view.Dictionary(pages[0])
	drawing, _ := view.Resolve(page.Get("Contents")).(*Stream)
	if drawing == nil {
		return Picture{}, errors.New("the page is not drawn")
	}
	tree := view.Dictionary(page.Get("Parent"))
	box := page.Get("MediaBox")
	if box == nil {
		box = tree.Get("MediaBox")
	}
	head := NewDictionary(
		Name("Type"), Name("XObject"),
		Name("Subtype"), Name("Form"),
		Name("BBox"), box,
		Name("Resources"), NewDictionary(Name("Font"), view.Dictionary(page.Get("Resources")).Get("Font")),
	)
	if filter := drawing.Dictionary.Get("Filter"); filter != nil {
		head.Set("Filter", filter)
	}
	head.Set("Length", Integer(len(drawing.Data)))
	collect := pictureCollector{object: view.Object}
	return collect.all(&Stream{head, drawing.Data})
}

// Picture returns the picture whose form is the object r, and the numbers of its objects in this view. It fails if the
// picture uses an object for which own returns false.
func (v View) Picture(r Reference, own func(Reference) bool) (Picture, []Reference, error) {
	form, ok := v.Object(r).(*Stream)
	if !ok || !own(r) {
		return Picture{}, nil, errors.New("the picture of the signature is missing")
	}
	foreign := Reference(0)
	collect := pictureCollector{position: map[Reference]Reference{r: 1}, found: []Reference{r}, object: func(r Reference) Object {
		if !own(r) {
			foreign = r
			return nil
		}
		return v.Object(r)
	}}
	p, err := collect.all(form)
	if foreign != 0 {
		err = fmt.Errorf("the picture of the signature uses object %d, which is not its own", foreign)
	}
	return p, collect.found, err
}

// pictureCollector lists the objects of a picture in the order in which it meets them.
type pictureCollector struct {
	object   func(Reference) Object
	position map[Reference]Reference // in the picture, by number in the file
	found    []Reference             // numbers in the file; the form of a drawing has none
	waiting  []Reference
}

func (c *pictureCollector) all(form *Stream) (Picture, error) {
	if c.position == nil {
		c.position = map[Reference]Reference{}
	}
	next := Reference(1)
	number := func(r Reference) Reference {
		if at, known := c.position[r]; known {
			return at
		}
		next++
		c.position[r] = next
		c.waiting = append(c.waiting, r)
		return next
	}
	p := Picture{Objects: []Object{renumbered(form, number)}}
	for len(c.waiting) > 0 {
		r := c.waiting[0]
		c.waiting = c.waiting[1:]
		o := c.object(r)
		if o == nil {
			return Picture{}, fmt.Errorf("the picture of a signature lacks object %d", r)
		}
		if len(p.Objects) == mostPictureObjects {
			return Picture{}, fmt.Errorf("the picture of a signature has more than %d objects", mostPictureObjects)
		}
		c.found = append(c.found, r)
		p.Objects = append(p.Objects, renumbered(o, number))
	}
	return p, nil
}

// AddPicture adds the objects of a picture and returns the reference to its form.
func (u *Update) AddPicture(p Picture) Reference {
	first := u.next
	for _, o := range p.Objects {
		u.Add(renumbered(o, func(r Reference) Reference { return first + r - 1 }))
	}
	return first
}

// renumbered copies an object with other numbers in its references.
func renumbered(o Object, number func(Reference) Reference) Object {
	switch o := o.(type) {
	case Reference:
		return number(o)
	case Array:
		out := make(Array, len(o))
		for i, item := range o {
			out[i] = renumbered(item, number)
		}
		return out
	case *Dictionary:
		out := &Dictionary{}
		for _, key := range o.Keys() {
			out.Set(key, renumbered(o.Get(key), number))
		}
		return out
	case *Stream:
		return &Stream{renumbered(o.Dictionary, number).(*Dictionary), o.Data}
	}
	return o
}
