package report

import (
	"slices"
	"strconv"
	"strings"

	"assay/assessment/hostile"
	"assay/report/pdf"
)

// tagging is the structure of a document while it is drawn. A screen reader tells
// it, in its order. Everything on a page is marked, either as content
// of an element or as an artifact, which no screen reader tells. Fills, frames and
// rules are artifacts, except in a figure; text without an element is one too.
type tagging struct {
	root     *pdf.Element
	into     *pdf.Element // new elements go here
	at       *pdf.Element // the owner of the text that is drawn now; nil for none
	loose    bool         // each text without an element makes a paragraph
	artifact bool         // everything is an artifact, such as a table head that is repeated
	titled   bool         // the document has a title, so that the headings are one level deeper
	deepest  int          // the level of the last heading, from 0

	open     bool         // a marked content has begun on the current page
	marked   *pdf.Element // its element; nil for an artifact
	contents []int        // by page: how many marked contents of elements it has
	links    []int        // by page: how many links it has
}

func newTagging() tagging {
	root := &pdf.Element{Role: pdf.RoleDocument}
	return tagging{root: root, into: root}
}

// mark begins the marked content of an element, or of an artifact if it is nil. The
// content before it ends, or goes on if it has the same element.
func (c *canvas) mark(e *pdf.Element) {
	if c.open && c.marked == e {
		return
	}
	c.unmark()
	c.open, c.marked = true, e
	if e == nil {
		c.pdf.RawWriteStr("/Artifact BMC")
		return
	}
	page := c.pdf.PageNo()
	n := next(&c.contents, page)
	e.Mark(page, n)
	c.pdf.RawWriteStr("/" + string(e.Role) + " <</MCID " + strconv.Itoa(n) + ">> BDC")
}

// unmark ends the marked content. Call it before another page becomes the current one.
func (c *canvas) unmark() {
	if c.open {
		c.pdf.RawWriteStr("EMC")
		c.open, c.marked = false, nil
	}
}

// next counts one more of something on a page, from 1, and returns its number, from 0.
func next(counts *[]int, page int) int {
	*counts = append(*counts, make([]int, max(0, page-len(*counts)))...)
	(*counts)[page-1]++
	return (*counts)[page-1] - 1
}

// owner is the element of the text that is drawn now, or nil for an artifact.
func (c *canvas) owner() *pdf.Element {
	if c.artifact {
		return nil
	}
	if c.at == nil && c.loose {
		return attach(c.into, &pdf.Element{Role: pdf.RoleParagraph})
	}
	return c.at
}

// picture is the figure of the lines and areas that are drawn now, or nil for an
// artifact.
func (c *canvas) picture() *pdf.Element {
	if c.at == nil || c.artifact || c.at.Role != pdf.RoleFigure {
		return nil
	}
	return c.at
}

// within draws content of an element.
func (c *canvas) within(e *pdf.Element, draw func()) {
	at := c.at
	c.at = e
	draw()
	c.at = at
}

// element adds an element to the one that is drawn, or to the document, and draws it.
func (c *canvas) element(e *pdf.Element, draw func()) {
	if !c.artifact {
		attach(c.parent(), e)
	}
	c.within(e, draw)
}

// chart draws a figure in a rectangle. Its lines, areas and text are one for a screen
// reader, which says alt in their place. Let alt follow from the data of the chart.
func (c *canvas) chart(alt string, x, top, width, height float64, draw func()) {
	c.element(&pdf.Element{
		Role: pdf.RoleFigure, Alt: hostile.Line(alt),
		Box: [4]float64{x, c.height - top - height, x + width, c.height - top},
	}, draw)
}

// formField tells that a form field, or one of its buttons from 0, is here.
func (c *canvas) formField(name string, button int) {
	e := &pdf.Element{Role: pdf.RoleForm}
	e.Field(name, button)
	attach(c.parent(), e)
}

// parent is where an element goes.
func (c *canvas) parent() *pdf.Element {
	if c.at == nil || c.artifact {
		return c.into
	}
	return c.at
}

// attach adds an element to its parent. An item of a list goes to the list before it,
// or begins one.
func attach(parent, e *pdf.Element) *pdf.Element {
	if e.Role != pdf.RoleItem {
		return parent.Add(e)
	}
	list := parent.Last()
	if list == nil || list.Role != pdf.RoleList || list.Numbering != e.Numbering {
		list = parent.Add(&pdf.Element{Role: pdf.RoleList, Numbering: e.Numbering})
	}
	return list.Add(e)
}

// bullet begins an item of a list.
const bullet = "• "

// tagged are the elements of a cell.
type tagged struct {
	tops   []*pdf.Element // the row holds them
	owners []*pdf.Element // by paragraph: whose text it is
	labels []*pdf.Element // by paragraph: of its bullet, or nil
	drawn  *pdf.Element   // of the text that the cell draws itself
}

// The roles of headings whose level depends on their place.
const (
	anyPart pdf.Role = "part"
	anyItem pdf.Role = "item"
)

// role is the role of a paragraph that is such a heading.
func (h heading) role() pdf.Role {
	return [...]pdf.Role{pdf.RoleParagraph, pdf.RoleTitle, anyPart, anyItem}[h]
}

// paragraphs makes an element for each paragraph of a cell.
func (c cell) paragraphs() tagged {
	t := tagged{owners: make([]*pdf.Element, len(c.paras)), labels: make([]*pdf.Element, len(c.paras))}
	if c.draw != nil {
		t.drawn = &pdf.Element{Role: pdf.RoleParagraph}
		t.tops = append(t.tops, t.drawn)
	}
	for i, p := range c.paras {
		if p.text == "" {
			continue
		}
		top := &pdf.Element{Role: p.head.role()}
		inner := top
		switch {
		case strings.HasPrefix(p.text, bullet):
			*top = pdf.Element{Role: pdf.RoleItem, Numbering: "Disc"}
			t.labels[i] = top.Add(&pdf.Element{Role: pdf.RoleLabel})
			inner = top.Add(&pdf.Element{Role: pdf.RoleBody})
		case p.bar:
			top.Role = pdf.RoleQuote
		}
		t.tops, t.owners[i] = append(t.tops, top), linkIn(inner, p.link)
	}
	return t
}

// linkIn is the element of the text in e, which is a link if it leads anywhere.
func linkIn(e *pdf.Element, to target) *pdf.Element {
	if to == 0 {
		return e
	}
	return e.Add(&pdf.Element{Role: pdf.RoleLink})
}

// inside puts the paragraphs of a cell into one element. A single paragraph needs
// none of its own.
func (c cell) inside(e *pdf.Element) tagged {
	t := c.paragraphs()
	if len(t.tops) == 1 && t.tops[0].Role == pdf.RoleParagraph {
		t.drawn = nil
		for i, p := range c.paras {
			if p.text != "" {
				t.owners[i] = linkIn(e, p.link)
			}
		}
		if c.draw != nil {
			t.drawn = e
		}
	} else {
		for _, top := range t.tops {
			attach(e, top)
		}
	}
	t.tops = []*pdf.Element{e}
	return t
}

// rowTags makes the elements of a row. The parent of the row holds tops.
type rowTags func(cells []cell) (tops []*pdf.Element, by []tagged)

// aside are cells side by side. A screen reader tells one after the other.
func aside(cells []cell) (tops []*pdf.Element, by []tagged) {
	var item *pdf.Element // the heading of an item
	for _, c := range cells {
		t := c.paragraphs()
		for i, p := range c.paras {
			switch {
			case p.head != itemHeading || p.text == "":
			case item == nil:
				item = t.owners[i]
			default:
				t.tops = slices.DeleteFunc(t.tops, func(e *pdf.Element) bool { return e == t.owners[i] })
				t.owners[i] = item
			}
		}
		tops, by = append(tops, t.tops...), append(by, t)
	}
	return tops, by
}

// labels reports whether the first of two cells is the label of the other.
func labels(cells []cell) bool {
	return len(cells) == 2 && len(cells[0].paras) == 1 && cells[0].paras[0].head == noHeading && cells[0].says() && cells[1].says() &&
		!cells[1].right && cells[0].draw == nil && cells[1].draw == nil
}

// says reports whether a cell has any text.
func (c cell) says() bool {
	return slices.ContainsFunc(c.paras, func(p para) bool { return p.text != "" })
}

// labeled is an item of a list: its first cell is the label of the others.
func labeled(cells []cell) (tops []*pdf.Element, by []tagged) {
	item := &pdf.Element{Role: pdf.RoleItem, Numbering: "None"}
	if _, err := strconv.Atoi(cells[0].paras[0].text); err == nil {
		item.Numbering = "Decimal"
	}
	by = append(by, cells[0].inside(item.Add(&pdf.Element{Role: pdf.RoleLabel})))
	rest := item.Add(&pdf.Element{Role: pdf.RoleBody})
	if len(cells) == 2 {
		return []*pdf.Element{item}, append(by, cells[1].inside(rest))
	}
	for _, c := range cells[1:] {
		by = append(by, c.within(rest))
	}
	return []*pdf.Element{item}, by
}

// captions reports whether each cell begins with its own label.
func captions(cells []cell) bool {
	return len(cells) > 1 && !slices.ContainsFunc(cells, func(c cell) bool {
		return len(c.paras) < 2 || c.draw != nil || c.paras[0].text == "" || !cell{paras: c.paras[1:]}.says() ||
			c.paras[0].ink != label && c.paras[0].ink != labelBold
	})
}

// captioned are items of a list: the first paragraph of each cell is the label of the
// others.
func captioned(cells []cell) (tops []*pdf.Element, by []tagged) {
	for _, c := range cells {
		item := &pdf.Element{Role: pdf.RoleItem, Numbering: "None"}
		name := item.Add(&pdf.Element{Role: pdf.RoleLabel})
		rest := cell{paras: c.paras[1:]}.inside(item.Add(&pdf.Element{Role: pdf.RoleBody}))
		by = append(by, tagged{owners: slices.Insert(rest.owners, 0, linkIn(name, c.paras[0].link)), labels: slices.Insert(rest.labels, 0, nil)})
		tops = append(tops, item)
	}
	return tops, by
}

// within puts the paragraphs of a cell into an element, after its other parts.
func (c cell) within(e *pdf.Element) tagged {
	t := c.paragraphs()
	for _, top := range t.tops {
		attach(e, top)
	}
	return t
}

// known are the elements of a row that exist already.
func known(tops []*pdf.Element, by []tagged) rowTags {
	return func([]cell) ([]*pdf.Element, []tagged) { return tops, by }
}
