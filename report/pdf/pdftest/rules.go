package pdftest

import (
	"fmt"
	"slices"
	"strings"

	"assay/report/pdf"
)

// Broken lists the rules of PDF/UA-1 (ISO 14289-1) and of the structure of PDF/A-3a (ISO 19005-3, 6.7) that a file
// breaks. The rules are those that a program can check, as veraPDF does, and a few more: it also refuses elements that
// are empty, and a figure without its place.
func Broken(file []byte) []string {
	r, err := newReader(file)
	if err != nil {
		return []string{err.Error()}
	}
	root, err := r.tree()
	if err != nil {
		return []string{err.Error()}
	}
	c := &rules{reader: r}
	c.broken = append(c.broken, r.loose...)
	c.catalog()
	c.elements(root)
	c.headings(root)
	owners := c.parents(root)
	c.marksOwned(owners)
	c.annotations(owners)
	return c.broken
}

type rules struct {
	*reader
	broken []string
}

func (c *rules) say(format string, a ...any) { c.broken = append(c.broken, fmt.Sprintf(format, a...)) }

// catalog checks the facts that a reader learns before it opens a page.
func (c *rules) catalog() {
	catalog := c.view.Catalog()
	if c.view.Dictionary(catalog.Get("MarkInfo")).Get("Marked") != pdf.Object(pdf.Boolean(true)) {
		c.say("the file is not marked as tagged")
	}
	if lang, _ := pdf.Lookup[pdf.String](catalog, "Lang"); lang == "" {
		c.say("the file has no language")
	}
	if c.view.Dictionary(catalog.Get("ViewerPreferences")).Get("DisplayDocTitle") != pdf.Object(pdf.Boolean(true)) {
		c.say("readers show the file's name and not its title")
	}
	metadata, ok := c.view.Resolve(catalog.Get("Metadata")).(*pdf.Stream)
	if !ok {
		c.say("the file has no metadata")
		return
	}
	form := c.view.Dictionary(catalog.Get("AcroForm"))
	want := []string{"<dc:title>", "<pdfuaid:part>1</pdfuaid:part>", "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"}
	if form.Get("DA") == nil { // a form to fill in is not archival
		want = append(want, "<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>")
	}
	for _, part := range want {
		if !strings.Contains(string(metadata.Data), part) {
			c.say("the metadata lacks %s", part)
		}
	}
	root := c.view.Dictionary(catalog.Get("StructTreeRoot"))
	for _, key := range root.Keys() {
		if !slices.Contains([]pdf.Name{"Type", "K", "ParentTree", "ParentTreeNextKey"}, key) {
			c.say("the structure has the key /%s", key)
		}
	}
}

// inside says which elements may be in an element. One that is not named here has elements of text only.
var inside = map[string][]string{
	"Document":   {"H1", "H2", "H3", "H4", "P", "BlockQuote", "L", "Table", "TOC", "Figure", "Form", "Link"},
	"Table":      {"TR"},
	"TR":         {"TH", "TD"},
	"TH":         {"P", "L", "Link", "Figure", "Form", "BlockQuote"},
	"TD":         {"P", "L", "Link", "Figure", "Form", "BlockQuote"},
	"L":          {"LI"},
	"LI":         {"Lbl", "LBody"},
	"LBody":      {"P", "L", "Link", "Figure", "Form", "BlockQuote"},
	"Lbl":        {"Link", "Form"},
	"TOC":        {"TOCI"},
	"TOCI":       {"Reference"},
	"Reference":  {"Link"},
	"P":          {"Link", "Form", "Figure"},
	"BlockQuote": {"Link", "P"},
	"H1":         {"Link"}, "H2": {"Link"}, "H3": {"Link"}, "H4": {"Link"},
	"Link": {}, "Form": {}, "Figure": {},
}

// elements checks each element by itself.
func (c *rules) elements(root *Node) {
	for _, e := range root.All() {
		allowed, known := inside[e.Role]
		if !known {
			c.say("object %d has the role %q", e.reference, e.Role)
		}
		for _, kid := range e.Kids {
			if !slices.Contains(allowed, kid.Role) {
				c.say("%s is in %s: %q", kid.Role, e.Role, kid.Words())
			}
		}
		for _, key := range c.view.Dictionary(e.reference).Keys() {
			if !slices.Contains([]pdf.Name{"S", "P", "Pg", "K", "A", "Alt"}, key) {
				c.say("%s has the key /%s", e.Role, key)
			}
		}
		if e.contents+len(e.Kids)+len(e.Objects) == 0 && e.Role != "TD" && e.Role != "TH" {
			c.say("%s on page %d is empty", e.Role, e.Page)
		}
		switch e.Role {
		case "Table":
			c.table(e)
		case "L":
			if !slices.Contains([]string{"None", "Disc", "Decimal"}, e.Numbering) {
				c.say("a list does not say how its items are numbered: %q", e.Words())
			}
		case "LI":
			if len(e.Kids) != 2 || e.Kids[0].Role != "Lbl" || e.Kids[1].Role != "LBody" {
				c.say("an item of a list is not a label with its text: %q", e.Words())
			}
		case "Figure":
			c.picture(e)
		case "Form":
			if len(e.Objects) != 1 || e.contents+len(e.Kids) > 0 {
				c.say("a form element has something else than one field")
			}
		case "Link":
			if len(e.Objects) == 0 {
				c.say("a link leads nowhere: %q", e.Words())
			}
		}
	}
}

// picture checks that a figure has words in its place, and a place on its page.
func (c *rules) picture(e *Node) {
	if strings.TrimSpace(e.Alt) == "" {
		c.say("a figure on page %d has no words in its place", e.Page)
	}
	if len(e.Box) != 4 || e.Box[0] < 0 || e.Box[1] < 0 || e.Box[0] >= e.Box[2] || e.Box[1] >= e.Box[3] || e.Box[2] > 620 || e.Box[3] > 850 {
		c.say("a figure on page %d has no place on it: %v", e.Page, e.Box)
	}
}

// table checks that rows have the same columns, and that each cell has a head of its row or column.
func (c *rules) table(e *Node) {
	columns, headed := 0, map[int]bool{}
	for n, row := range e.Kids {
		at, named := 0, false
		for _, cell := range row.Kids {
			switch {
			case cell.Role == "TH" && cell.Scope == "Column":
				for i := range cell.Span {
					headed[at+i] = true
				}
			case cell.Role == "TH" && cell.Scope == "Row":
				named = true
			case cell.Role == "TH":
				c.say("a head of a table does not say whose it is: %q", cell.Words())
			case !named && !headed[at]:
				c.say("row %d of a table on page %d has a cell without a head: %q", n+1, cell.Page, cell.Words())
			}
			at += cell.Span
		}
		if n == 0 {
			columns = at
		}
		if at != columns {
			c.say("row %d of a table has %d columns, not %d: %q", n+1, at, columns, row.Words())
		}
	}
}

// headings checks that no level is skipped.
func (c *rules) headings(root *Node) {
	last := 0
	for _, e := range root.All() {
		level := slices.Index([]string{"", "H1", "H2", "H3", "H4"}, e.Role)
		if level <= 0 {
			continue
		}
		if level > last+1 {
			c.say("the heading %q is %s after level %d", e.Words(), e.Role, last)
		}
		last = level
	}
	if last == 0 {
		c.say("the document has no heading")
	}
}

// parents reads the parent tree. It returns the entry of each key.
func (c *rules) parents(*Node) map[int]pdf.Object {
	entries := map[int]pdf.Object{}
	var walk func(o pdf.Object)
	last := -1
	walk = func(o pdf.Object) {
		d := c.view.Dictionary(o)
		for _, kid := range c.view.Array(d.Get("Kids")) {
			walk(kid)
		}
		numbers := c.view.Array(d.Get("Nums"))
		for i := 0; i+1 < len(numbers); i += 2 {
			key, _ := numbers[i].(pdf.Integer)
			if int(key) != last+1 {
				c.say("the parent tree has the key %d after %d", key, last)
			}
			last = int(key)
			entries[last] = numbers[i+1]
		}
	}
	root := c.view.Dictionary(c.view.Catalog().Get("StructTreeRoot"))
	walk(root.Get("ParentTree"))
	if root.Get("ParentTreeNextKey") != pdf.Object(pdf.Integer(last+1)) {
		c.say("the next key of the parent tree is wrong")
	}
	return entries
}

// holds reports whether an element has a part.
func (c *rules) holds(element, part pdf.Object, page pdf.Reference) bool {
	d := c.view.Dictionary(element)
	kids, many := d.Get("K").(pdf.Array)
	if !many {
		kids = pdf.Array{d.Get("K")}
	}
	return slices.ContainsFunc(kids, func(kid pdf.Object) bool {
		if kid == part {
			return d.Get("Pg") == pdf.Object(page)
		}
		inner, _ := kid.(*pdf.Dictionary)
		return inner.Get("MCID") == part && inner.Get("Pg") == pdf.Object(page) || inner.Get("Obj") == part
	})
}

// marksOwned checks that the marks of each page lead to the elements that have them.
func (c *rules) marksOwned(owners map[int]pdf.Object) {
	for n, page := range c.pages {
		key, _ := pdf.Lookup[pdf.Integer](c.view.Dictionary(page), "StructParents")
		elements := c.view.Array(owners[int(key)])
		count := 0
		for _, m := range c.marks[n] {
			if m.number < 0 {
				if m.tag != "/Artifact" {
					c.say("page %d: content without a number is %s", n+1, m.tag)
				}
				continue
			}
			if m.number != count {
				c.say("page %d: content %d comes after content %d", n+1, m.number, count-1)
			}
			count++
			if m.number >= len(elements) || !c.holds(elements[m.number], pdf.Integer(m.number), page) {
				c.say("page %d: no element has content %d: %q", n+1, m.number, m.text)
			} else if role := c.view.Dictionary(elements[m.number]).Get("S"); "/"+string(role.(pdf.Name)) != m.tag {
				c.say("page %d: content %d is %s in an element with the role %s", n+1, m.number, m.tag, role)
			}
			for _, char := range m.text {
				if char >= 0xe000 && char <= 0xf8ff || char == 0 || char == 0xfeff || char == 0xfffe {
					c.say("page %d: the character %U has no meaning", n+1, char)
				}
			}
		}
		if count != len(elements) {
			c.say("page %d: the parent tree has %d contents, not %d", n+1, len(elements), count)
		}
	}
}

// annotations checks that each link and each field has its element, words in its place, and its turn with the tab key.
func (c *rules) annotations(owners map[int]pdf.Object) {
	for n, page := range c.pages {
		annotations := c.view.Array(c.view.Dictionary(page).Get("Annots"))
		if len(annotations) > 0 && c.view.Dictionary(page).Get("Tabs") != pdf.Object(pdf.Name("S")) {
			c.say("page %d: the tab key does not follow the order of reading", n+1)
		}
		for _, item := range annotations {
			annotation := c.view.Dictionary(item)
			role, words := "Link", pdf.Name("Contents")
			if annotation.Get("Subtype") == pdf.Object(pdf.Name("Widget")) {
				role, words = "Form", "TU"
			}
			field := annotation
			if parent := c.view.Dictionary(annotation.Get("Parent")); field.Get("FT") == nil && parent != nil {
				field = parent
			}
			if text, _ := pdf.Lookup[pdf.String](field, words); text == "" {
				c.say("page %d: a %s has no words in its place", n+1, role)
			}
			key, ok := pdf.Lookup[pdf.Integer](annotation, "StructParent")
			owner := c.view.Dictionary(owners[int(key)])
			if !ok || owner.Get("S") != pdf.Object(pdf.Name(role)) || !c.holds(owners[int(key)], item, page) {
				c.say("page %d: a %s is not in an element of its own kind", n+1, role)
			}
		}
	}
}
