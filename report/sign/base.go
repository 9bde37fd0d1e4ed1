package sign

import (
	"errors"
	"fmt"

	"assay/report/pdf"
)

// forbiddenKeys lead to what does something, shows something only at times, or was signed before: what a shadow attack
// prepares before the signature and uses after it.
var forbiddenKeys = map[pdf.Name]bool{
	"JS": true, "JavaScript": true, "AA": true, "OpenAction": true, "PA": true, "OC": true, "OCProperties": true,
	"XFA": true, "RichMedia": true, "Launch": true, "Perms": true, "DSS": true, "Ref": true, "Alternates": true,
}

// checkBase wants a base that shows the same to everyone and holds nothing that a later revision could bring to light:
// every object is in use, no content is active, and pages carry only links and empty signature fields.
func checkBase(document *pdf.Document) error {
	base := document.AsOf(0)
	if err := checkContent(document); err != nil {
		return err
	}
	pages, err := base.Pages()
	if err != nil {
		return err
	}
	placed := map[pdf.Object]bool{}
	for i, page := range pages {
		for _, item := range base.Array(base.Dictionary(page).Get("Annots")) {
			if err := checkAnnotation(base.Dictionary(item)); err != nil {
				return fmt.Errorf("page %d: %w", i+1, err)
			}
			if _, ok := item.(pdf.Reference); ok {
				placed[item] = true
			}
		}
	}
	return checkForm(base, placed)
}

// checkContent walks everything that the trailer leads to. The walk keeps its own list of what is still to be seen, for
// chains of bookmarks are long.
func checkContent(document *pdf.Document) error {
	base, revision := document.AsOf(0), document.Revisions[0]
	seen := map[pdf.Reference]bool{}
	rest := []pdf.Object{revision.Trailer.Get("Root"), revision.Trailer.Get("Info")}
	for len(rest) > 0 {
		next := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		switch o := next.(type) {
		case pdf.Reference:
			if seen[o] {
				continue
			}
			seen[o] = true
			target := base.Object(o)
			if target == nil {
				return fmt.Errorf("object %d is named and not there", o)
			}
			rest = append(rest, target)
		case pdf.Array:
			rest = append(rest, o...)
		case *pdf.Stream:
			rest = append(rest, o.Dictionary)
		case *pdf.Dictionary:
			if err := checkInert(base, o); err != nil {
				return err
			}
			for _, key := range o.Keys() {
				rest = append(rest, o.Get(key))
			}
		}
	}
	for _, n := range revision.Numbers() {
		if !seen[n] {
			return fmt.Errorf("object %d is hidden: nothing leads to it", n)
		}
	}
	return nil
}

// checkInert refuses a dictionary that makes content active or optional. The one action that a report has is to open a
// web page, from a link; attributes of structure elements share the key /A, and have no /S.
func checkInert(base pdf.View, d *pdf.Dictionary) error {
	for _, key := range d.Keys() {
		if forbiddenKeys[key] {
			return fmt.Errorf("a report may not hold active or optional content: /%s", key)
		}
	}
	if d.Get("Subtype") == pdf.Object(pdf.Name("PS")) {
		return errors.New("a report may not hold active or optional content: PostScript")
	}
	action := base.Dictionary(d.Get("A"))
	if kind := action.Get("S"); kind != nil && kind != pdf.Object(pdf.Name("URI")) || action.Get("Next") != nil {
		return errors.New("a report may hold no action but opening a web page")
	}
	return nil
}

// checkAnnotation allows links and the widgets of signature fields.
func checkAnnotation(annotation *pdf.Dictionary) error {
	kind := annotation.Get("Subtype")
	signature := kind == pdf.Object(pdf.Name("Widget")) && annotation.Get("FT") == pdf.Object(pdf.Name("Sig"))
	if kind != pdf.Object(pdf.Name("Link")) && !signature {
		return errors.New("an annotation is neither a link nor a signature field")
	}
	return nil
}

// checkForm wants a form of empty signature fields, each with a name of its own and placed on a page.
func checkForm(base pdf.View, placed map[pdf.Object]bool) error {
	form := base.Dictionary(base.Catalog().Get("AcroForm"))
	for _, key := range form.Keys() {
		if key != "Fields" && key != "SigFlags" {
			return fmt.Errorf("the form has the key /%s", key)
		}
	}
	roles := map[Role]bool{}
	for _, item := range base.Fields() {
		reference, ok := item.(pdf.Reference)
		widget := base.Dictionary(item)
		role := fieldRole(widget)
		if !ok || !placed[reference] || roles[role] || role == "" || widget.Get("V") != nil || widget.Get("Kids") != nil ||
			widget.Get("FT") != pdf.Object(pdf.Name("Sig")) {
			return errors.New("the form holds something other than empty signature fields")
		}
		roles[role] = true
	}
	return nil
}
