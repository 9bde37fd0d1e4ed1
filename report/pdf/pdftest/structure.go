package pdftest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/report/pdf"
)

// Node is an element of the structure of a file, as a screen reader finds it.
type Node struct {
	Role      string
	Alt       string
	Text      string // its own text, without that of its kids
	Page      int    // of its first content, from 1
	Scope     string // of a table head
	Span      int    // how many columns it has, at least 1
	Box       []float64
	Numbering string
	Objects   []pdf.Reference // its links and widgets
	Kids      []*Node
	reference pdf.Reference
	contents  int // marked contents of its own
}

// Structure reads the structure of a file. A file without one is an error of the test.
func Structure(t testing.TB, file []byte) *Node {
	t.Helper()
	r, err := newReader(file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := r.tree()
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// All lists an element and everything in it, in the order of reading.
func (n *Node) All() []*Node {
	all := []*Node{n}
	for _, kid := range n.Kids {
		all = append(all, kid.All()...)
	}
	return all
}

// Words is the text of an element and of everything in it, and the words in place of its figures.
func (n *Node) Words() string {
	parts := []string{strings.TrimSpace(n.Text)}
	if n.Alt != "" {
		parts = []string{n.Alt}
	}
	for _, kid := range n.Kids {
		parts = append(parts, kid.Words())
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// Told is the whole as a screen reader tells it: a line for each element with a text of its own, after its role.
func (n *Node) Told() string {
	var w strings.Builder
	for _, e := range n.All() {
		if text := strings.TrimSpace(e.Text + e.Alt); text != "" {
			fmt.Fprintf(&w, "%s: %s\n", e.Role, text)
		}
	}
	return w.String()
}

// marked is a marked content of a page.
type marked struct {
	tag    string
	number int // -1 for an artifact
	text   string
}

// reader reads the structure of a file and the marks of its pages.
type reader struct {
	document *pdf.Document
	view     pdf.View
	pages    []pdf.Reference
	marks    [][]marked // by page
	loose    []string   // content of pages that is not marked
}

func newReader(file []byte) (*reader, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, err
	}
	r := &reader{document: document, view: document.Latest()}
	if r.pages, err = r.view.Pages(); err != nil {
		return nil, err
	}
	for n, page := range r.pages {
		stream, ok := r.view.Resolve(r.view.Dictionary(page).Get("Contents")).(*pdf.Stream)
		if !ok {
			return nil, fmt.Errorf("page %d has no content", n+1)
		}
		content, err := stream.Decode(64 << 20)
		if err != nil {
			return nil, err
		}
		r.readMarks(n+1, content)
	}
	return r, nil
}

// painting are the operators that put something on the page, of those that our drawing library writes.
var painting = []string{"Tj", "TJ", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"}

// readMarks reads the marks of a page and the text in them.
func (r *reader) readMarks(page int, content []byte) {
	var marks []marked
	var words []string
	var last string // the text that was read last
	depth, current := 0, -1
	for len(content) > 0 {
		switch {
		case content[0] == '(':
			last, content = literal(content)
			continue
		case bytes.IndexByte([]byte(" \n\r\t"), content[0]) >= 0:
			content = content[1:]
			continue
		}
		end := bytes.IndexAny(content, " \n\r\t(")
		if end < 0 {
			end = len(content)
		}
		word := string(content[:end])
		content = content[end:]
		switch {
		case word == "BMC" || word == "BDC":
			if depth++; depth > 1 {
				r.loose = append(r.loose, fmt.Sprintf("page %d: a marked content is in another one", page))
			}
			m := marked{number: -1}
			if word == "BMC" {
				m.tag = words[len(words)-1]
			} else {
				m.tag = words[len(words)-3]
				if _, err := fmt.Sscanf(strings.Join(words[len(words)-2:], " "), "<</MCID %d>>", &m.number); err != nil {
					r.loose = append(r.loose, fmt.Sprintf("page %d: a marked content has no number", page))
				}
			}
			marks, current = append(marks, m), len(marks)
		case word == "EMC":
			depth, current = depth-1, -1
		case slices.Contains(painting, word) && current < 0:
			r.loose = append(r.loose, fmt.Sprintf("page %d: %s is neither content of an element nor an artifact: %q", page, word, last))
		case word == "Tj":
			marks[current].text += last
		}
		words = append(words, word)
		words = words[max(0, len(words)-3):]
	}
	if depth != 0 {
		r.loose = append(r.loose, fmt.Sprintf("page %d: a marked content does not end", page))
	}
	r.marks = append(r.marks, marks)
}

// literal reads a string in parentheses, of characters in UTF-16.
func literal(content []byte) (text string, rest []byte) {
	raw := []byte("\xfe\xff")
	for i := 1; i < len(content); i++ {
		switch content[i] {
		case '\\':
			i++
			c := content[i]
			if c == 'r' {
				c = '\r'
			}
			raw = append(raw, c)
		case ')':
			return pdf.String(raw).Text(), content[i+1:]
		default:
			raw = append(raw, content[i])
		}
	}
	return "", nil
}

// text is the text of a marked content.
func (r *reader) text(page, number int) (string, bool) {
	for _, m := range r.marks[page-1] {
		if m.number == number {
			return m.text, true
		}
	}
	return "", false
}

// tree reads the structure.
func (r *reader) tree() (*Node, error) {
	root := r.view.Dictionary(r.view.Catalog().Get("StructTreeRoot"))
	if root == nil {
		return nil, fmt.Errorf("the file has no structure")
	}
	top, ok := root.Get("K").(pdf.Reference)
	if !ok {
		return nil, fmt.Errorf("the structure has no document")
	}
	return r.node(top)
}

func (r *reader) node(at pdf.Reference) (*Node, error) {
	d := r.view.Dictionary(at)
	role, _ := pdf.Lookup[pdf.Name](d, "S")
	alt, _ := pdf.Lookup[pdf.String](d, "Alt")
	n := &Node{Role: string(role), Alt: alt.Text(), Span: 1, reference: at}
	page, _ := pdf.Lookup[pdf.Reference](d, "Pg")
	n.Page = slices.Index(r.pages, page) + 1
	if a := r.view.Dictionary(d.Get("A")); a != nil {
		scope, _ := pdf.Lookup[pdf.Name](a, "Scope")
		numbering, _ := pdf.Lookup[pdf.Name](a, "ListNumbering")
		n.Scope, n.Numbering = string(scope), string(numbering)
		if span, ok := pdf.Lookup[pdf.Integer](a, "ColSpan"); ok {
			n.Span = int(span)
		}
		for _, item := range r.view.Array(a.Get("BBox")) {
			var v float64
			fmt.Sscan(fmt.Sprint(item), &v)
			n.Box = append(n.Box, v)
		}
	}
	kids, many := d.Get("K").(pdf.Array)
	if !many && d.Get("K") != nil {
		kids = pdf.Array{d.Get("K")}
	}
	for _, kid := range kids {
		if err := r.kid(n, kid); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// kid reads one part of an element.
func (r *reader) kid(n *Node, kid pdf.Object) error {
	page := n.Page
	switch o := kid.(type) {
	case pdf.Reference:
		child, err := r.node(o)
		if err != nil {
			return err
		}
		if parent := r.view.Dictionary(o).Get("P"); parent != pdf.Object(n.reference) {
			return fmt.Errorf("the parent of object %d is %v, not %d", o, parent, n.reference)
		}
		n.Kids = append(n.Kids, child)
		return nil
	case *pdf.Dictionary:
		switch o.Get("Type") {
		case pdf.Object(pdf.Name("OBJR")):
			object, _ := pdf.Lookup[pdf.Reference](o, "Obj")
			n.Objects = append(n.Objects, object)
			return nil
		case pdf.Object(pdf.Name("MCR")):
			on, _ := pdf.Lookup[pdf.Reference](o, "Pg")
			page = slices.Index(r.pages, on) + 1
			kid = o.Get("MCID")
		}
	}
	number, ok := kid.(pdf.Integer)
	if !ok || page == 0 {
		return fmt.Errorf("object %d has a part of an unknown kind: %v", n.reference, kid)
	}
	text, found := r.text(page, int(number))
	if !found {
		return fmt.Errorf("object %d has the content %d of page %d, which does not exist", n.reference, number, page)
	}
	n.contents++
	n.Text += text
	return nil
}
