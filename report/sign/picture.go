package sign

import (
	"errors"
	"fmt"

	"assay/report/pdf"
)

// The keys of a picture's form and of its resources. Other keys would make it larger than its box, or let it use something
// else than typefaces.
var (
	pictureKeys  = []pdf.Name{"Type", "Subtype", "BBox", "Resources", "Filter", "Length"}
	resourceKeys = []pdf.Name{"Font"}
)

// checkPicture returns an error unless the picture has the size of its field, uses only typefaces, and does nothing. It does
// not check the words in the picture; package report does.
func checkPicture(p pdf.Picture, field *pdf.Dictionary) error {
	form, ok := p.Objects[0].(*pdf.Stream)
	if !ok {
		return errors.New("the picture of the signature is not drawn")
	}
	head := form.Dictionary
	if err := checkKeys(head, pictureKeys, "the picture of the signature"); err != nil {
		return err
	}
	resources, _ := pdf.Lookup[*pdf.Dictionary](head, "Resources")
	if err := checkKeys(resources, resourceKeys, "the resources of the picture"); err != nil {
		return err
	}
	box, _ := pdf.Lookup[pdf.Array](head, "BBox")
	rect, _ := pdf.Lookup[pdf.Array](field, "Rect")
	if !sameSize(box, rect) {
		return errors.New("the picture of the signature has another size than its box")
	}
	for i, o := range p.Objects {
		if s, is := o.(*pdf.Stream); is {
			o = s.Dictionary
			if kind := s.Dictionary.Get("Subtype"); i > 0 && (kind == pdf.Object(pdf.Name("Form")) || kind == pdf.Object(pdf.Name("Image"))) {
				return fmt.Errorf("the picture of the signature uses another picture, /%s", kind)
			}
		}
		if err := checkInside(o); err != nil {
			return err
		}
	}
	return nil
}

// checkInside checks every dictionary of an object of a picture.
func checkInside(o pdf.Object) error {
	switch o := o.(type) {
	case pdf.Array:
		for _, item := range o {
			if err := checkInside(item); err != nil {
				return err
			}
		}
	case *pdf.Dictionary:
		if o.Get("A") != nil {
			return errors.New("the picture of the signature has an action")
		}
		if err := checkInert(pdf.View{}, o); err != nil {
			return err
		}
		for _, key := range o.Keys() {
			if err := checkInside(o.Get(key)); err != nil {
				return err
			}
		}
	}
	return nil
}

// sameSize reports whether a box that begins at the origin is as wide and high as a rectangle, to a hundredth of a point.
func sameSize(box, rect pdf.Array) bool {
	if len(box) != 4 || len(rect) != 4 {
		return false
	}
	var b, r [4]float64
	for i := range 4 {
		var known, also bool
		b[i], known = pdf.Number(box[i])
		r[i], also = pdf.Number(rect[i])
		if !known || !also {
			return false
		}
	}
	const tolerance = 0.011
	near := func(a, b float64) bool { return a-b < tolerance && b-a < tolerance }
	return b[0] == 0 && b[1] == 0 && near(b[2], r[2]-r[0]) && near(b[3], r[3]-r[1])
}
