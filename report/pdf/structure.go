package pdf

// Role is a type of structure element (14.8.4). A screen reader announces it.
type Role string

// The roles of a document of ours. All are standard types, so that no file needs a role map.
const (
	RoleDocument    Role = "Document"
	RoleTitle       Role = "H1" // of the document
	RoleSection     Role = "H2" // a heading
	RolePart        Role = "H3" // a heading in a section
	RoleItemHeading Role = "H4" // of one thing in a part
	RoleParagraph   Role = "P"
	RoleQuote       Role = "BlockQuote"
	RoleList        Role = "L"
	RoleItem        Role = "LI"
	RoleLabel       Role = "Lbl"
	RoleBody        Role = "LBody"
	RoleTable       Role = "Table"
	RoleRow         Role = "TR"
	RoleHead        Role = "TH"
	RoleCell        Role = "TD"
	RoleContents    Role = "TOC"
	RoleEntry       Role = "TOCI"
	RoleReference   Role = "Reference"
	RoleLink        Role = "Link"
	RoleFigure      Role = "Figure"
	RoleForm        Role = "Form" // one form field, or one of its buttons
)

// Element is one part of a document as a screen reader tells it (14.7.2). Its order among its parent's elements is the
// order of reading.
type Element struct {
	Role      Role
	Alt       string     // of a figure: its words for people who do not see it
	Box       [4]float64 // of a figure: left, bottom, right, top in points from the page's lower left corner
	Scope     string     // of a table head: Column or Row
	Span      int        // of a table head: how many columns it names; 0 for one
	Numbering string     // of a list: None, Disc or Decimal (14.8.5.5)
	kids      []kid
}

// kid is one part of an element: another element, marked content, a link, or the widget of a field.
type kid struct {
	element *Element
	page    int    // of a marked content or a link, from 1; 0 for anything else
	number  int    // of a marked content or a link on its page, from 0; of a button
	link    bool   // else it is a marked content
	field   string // the full name of a field
}

// Add adds an element at the end, and returns it.
func (e *Element) Add(child *Element) *Element {
	e.kids = append(e.kids, kid{element: child})
	return child
}

// Mark adds the marked content with this number (MCID) on a page, from 1.
func (e *Element) Mark(page, number int) { e.kids = append(e.kids, kid{page: page, number: number}) }

// Annotate adds the link with this number, from 0, on a page, from 1. Add each link to an element with RoleLink.
func (e *Element) Annotate(page, number int) {
	e.kids = append(e.kids, kid{page: page, number: number, link: true})
}

// Field makes the element the one of a form field, or of one of its buttons, from 0. The role of the element must be
// RoleForm, and the field its only part.
func (e *Element) Field(name string, button int) {
	e.kids = append(e.kids, kid{field: name, number: button})
}

// Last returns the last part of the element if that is an element, or nil.
func (e *Element) Last() *Element {
	if len(e.kids) == 0 {
		return nil
	}
	return e.kids[len(e.kids)-1].element
}

// empty reports whether no content is in the element. Empty cells of a table stay, because the rows of a table must have
// the same columns.
func (e *Element) empty() bool {
	if e.Role == RoleCell || e.Role == RoleHead {
		return false
	}
	for _, k := range e.kids {
		if k.element == nil || !k.element.empty() {
			return false
		}
	}
	return true
}
