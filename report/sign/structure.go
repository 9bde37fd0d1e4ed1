package sign

import (
	"errors"
	"fmt"
	"slices"

	"assay/report/pdf"
)

// The keys and the types of a report's structure. Other keys give people who do not see the pages another text than the
// one on them, or another meaning to a type.
var (
	structureKeys = []pdf.Name{"Type", "K", "ParentTree", "ParentTreeNextKey"}
	elementKeys   = []pdf.Name{"S", "P", "Pg", "K", "A", "Alt"}
	attributeKeys = []pdf.Name{"O", "Scope", "ColSpan", "ListNumbering", "Placement", "BBox"}
	markKeys      = []pdf.Name{"Type", "Pg", "MCID", "Obj"}
	roles         = []pdf.Role{
		pdf.RoleDocument, pdf.RoleTitle, pdf.RoleSection, pdf.RolePart, pdf.RoleItemHeading, pdf.RoleParagraph, pdf.RoleQuote, pdf.RoleList, pdf.RoleItem,
		pdf.RoleLabel, pdf.RoleBody, pdf.RoleTable, pdf.RoleRow, pdf.RoleHead, pdf.RoleCell, pdf.RoleContents, pdf.RoleEntry,
		pdf.RoleReference, pdf.RoleLink, pdf.RoleFigure, pdf.RoleForm,
	}
)

// checkStructure allows only what assay writes in the structure, which screen readers tell. A report may have none. It
// uses a list instead of recursion, because whoever wrote the file chose how deep it is.
func checkStructure(base pdf.View) error {
	top, marks := base.Catalog().Get("StructTreeRoot"), base.Catalog().Get("MarkInfo")
	if top == nil && marks == nil {
		return nil
	}
	if !pdf.Equal(marks, pdf.NewDictionary(pdf.Name("Marked"), pdf.Boolean(true))) {
		return errors.New("the marks of the file are not described as assay describes them")
	}
	root := base.Dictionary(top)
	if err := checkKeys(root, structureKeys, "the structure"); err != nil {
		return err
	}
	seen := map[pdf.Reference]bool{}
	rest := []pdf.Object{root.Get("K")}
	for len(rest) > 0 {
		next := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		switch o := next.(type) {
		case pdf.Integer:
		case pdf.Array:
			rest = append(rest, o...)
		case *pdf.Dictionary:
			if err := checkKeys(o, markKeys, "a part of the structure"); err != nil {
				return err
			}
		case pdf.Reference:
			element := base.Dictionary(o)
			if seen[o] || element == nil {
				return fmt.Errorf("the structure has object %d twice, or it is not an element", o)
			}
			seen[o] = true
			if err := checkElement(element); err != nil {
				return err
			}
			if parts := element.Get("K"); parts != nil {
				rest = append(rest, parts)
			}
		default:
			return errors.New("the structure has a part that assay does not write")
		}
	}
	return nil
}

func checkElement(element *pdf.Dictionary) error {
	if err := checkKeys(element, elementKeys, "an element of the structure"); err != nil {
		return err
	}
	role, _ := pdf.Lookup[pdf.Name](element, "S")
	if !slices.Contains(roles, pdf.Role(role)) {
		return fmt.Errorf("an element of the structure has the type /%s", role)
	}
	if element.Get("Alt") != nil && pdf.Role(role) != pdf.RoleFigure {
		return errors.New("an element of the structure has a text in its place, and it is not a figure")
	}
	attributes, ok := element.Get("A").(*pdf.Dictionary)
	if element.Get("A") != nil && !ok {
		return errors.New("the attributes of an element are not built as assay builds them")
	}
	return checkKeys(attributes, attributeKeys, "an attribute of the structure")
}
