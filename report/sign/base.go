package sign

import (
	"errors"
	"fmt"
	"slices"

	"assay/report/pdf"
)

// forbiddenKeys are the keys of active content, of content that readers show only sometimes, of earlier signatures, and of
// hints where a reader finds other objects. A shadow attack hides such content before the signature and uses it afterwards.
var forbiddenKeys = map[pdf.Name]bool{
	"JS": true, "JavaScript": true, "AA": true, "OpenAction": true, "PA": true, "OC": true, "OCProperties": true,
	"XFA": true, "RichMedia": true, "Launch": true, "Perms": true, "DSS": true, "Ref": true, "Alternates": true,
	"Linearized": true,
}

// checkBase returns an error unless the base looks the same to every reader and hides nothing for a later revision:
// every object is in use, no content is active, and the pages have only links and empty signature fields.
func checkBase(document *pdf.Document) error {
	base := document.AsOf(0)
	if err := checkContent(document); err != nil {
		return err
	}
	if err := checkStructure(base); err != nil {
		return err
	}
	pages, err := checkPages(base)
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

// The keys of a report's catalog, page tree and pages. Other keys show something else than the pages, such as a
// portfolio of attachments, or show the pages in another way, such as cut or turned.
var (
	catalogKeys = []pdf.Name{
		"Type", "Pages", "Outlines", "PageMode", "Lang", "ViewerPreferences", "Metadata", "OutputIntents", "Names", "AF", "AcroForm",
		"StructTreeRoot", "MarkInfo",
	}
	treeKeys = []pdf.Name{"Type", "Kids", "Count", "MediaBox"}
	pageKeys = []pdf.Name{"Type", "Parent", "Resources", "Contents", "Group", "Annots", "StructParents", "Tabs"}
)

// checkPages returns the pages. The page tree must be one list of pages, each with one content stream and its own
// resources, so that no reader has to inherit or to join anything.
func checkPages(base pdf.View) ([]pdf.Reference, error) {
	tree, _ := pdf.Lookup[pdf.Reference](base.Catalog(), "Pages")
	if err := checkKeys(base.Catalog(), catalogKeys, "the catalog"); err != nil {
		return nil, err
	}
	if err := checkKeys(base.Dictionary(tree), treeKeys, "the page tree"); err != nil {
		return nil, err
	}
	pages, err := base.Pages()
	if err != nil {
		return nil, err
	}
	drawn := map[pdf.Object]bool{}
	for i, reference := range pages {
		page := base.Dictionary(reference)
		if err := checkKeys(page, pageKeys, fmt.Sprintf("page %d", i+1)); err != nil {
			return nil, err
		}
		contents, _ := pdf.Lookup[pdf.Reference](page, "Contents")
		_, stream := base.Object(contents).(*pdf.Stream)
		if !stream || drawn[contents] || page.Get("Parent") != pdf.Object(tree) || base.Dictionary(page.Get("Resources")) == nil {
			return nil, fmt.Errorf("page %d is not built as assay builds a page", i+1)
		}
		drawn[contents] = true
	}
	return pages, nil
}

func checkKeys(d *pdf.Dictionary, allowed []pdf.Name, what string) error {
	for _, key := range d.Keys() {
		if !slices.Contains(allowed, key) {
			return fmt.Errorf("%s has the key /%s", what, key)
		}
	}
	return nil
}

// checkContent checks every object that the trailer leads to, and that there are no others. It uses a list instead of
// recursion, because chains of bookmarks are long.
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
				return fmt.Errorf("object %d is referenced but missing", o)
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
			return fmt.Errorf("object %d is hidden: no other object refers to it", n)
		}
	}
	return nil
}

// checkInert returns an error for a dictionary that makes content active or optional. The only action in a report is a
// link that opens a web page. Attributes of structure elements also use the key /A, but they have no /S.
func checkInert(base pdf.View, d *pdf.Dictionary) error {
	for _, key := range d.Keys() {
		if forbiddenKeys[key] {
			return fmt.Errorf("a report must not have active or optional content: /%s", key)
		}
	}
	if d.Get("Subtype") == pdf.Object(pdf.Name("PS")) {
		return errors.New("a report must not have active or optional content: PostScript")
	}
	action := base.Dictionary(d.Get("A"))
	if kind := action.Get("S"); kind != nil && kind != pdf.Object(pdf.Name("URI")) || action.Get("Next") != nil {
		return errors.New("a report must not have any action except opening a web page")
	}
	return nil
}

// checkAnnotation allows only links and the widgets of signature fields.
func checkAnnotation(annotation *pdf.Dictionary) error {
	kind := annotation.Get("Subtype")
	signature := kind == pdf.Object(pdf.Name("Widget")) && annotation.Get("FT") == pdf.Object(pdf.Name("Sig"))
	if kind != pdf.Object(pdf.Name("Link")) && !signature {
		return errors.New("an annotation is neither a link nor a signature field")
	}
	return nil
}

// checkForm allows only empty signature fields, each with a unique name and a place on a page.
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
			return errors.New("the form must have only empty signature fields with unique names")
		}
		if picture, ok := base.Resolve(base.Dictionary(widget.Get("AP")).Get("N")).(*pdf.Stream); !ok || len(picture.Data) > 0 {
			return errors.New("a signature field has a picture over the page")
		}
		roles[role] = true
	}
	return nil
}
