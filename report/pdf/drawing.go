package pdf

import "strconv"

// readDrawing reads the output of gofpdf: one revision with its objects in any order, and with white space that we do
// not write. Use it only for a drawing of this program. Parse reads files of other people.
func readDrawing(file []byte) (*Document, error) {
	p := parser{lexer: lexer{data: file}}
	if !p.accept("%PDF-1.") || len(file) < p.pos+2 || file[p.pos+1] != '\n' {
		return nil, p.notOurs("it does not begin like a PDF")
	}
	p.pos += 2
	r := &Revision{objects: map[Reference]Object{}}
	for p.skipSpace(); !p.accept("xref\n"); p.skipSpace() {
		n, o, err := p.indirect()
		if err != nil {
			return nil, err
		}
		r.objects[n] = o
	}
	r.xref = p.pos - len("xref\n")
	for word := ""; word != "trailer"; word = p.word() {
		if p.skipSpace(); p.pos == len(file) {
			return nil, p.damaged("there is no trailer")
		}
	}
	trailer, err := p.object()
	if err != nil {
		return nil, err
	}
	r.Trailer, _ = trailer.(*Dictionary)
	if p.skipSpace(); !p.accept("startxref\n"+strconv.Itoa(r.xref)+"\n%%EOF\n") || p.pos != len(file) {
		return nil, p.notOurs("the drawing does not end after its objects")
	}
	r.End = p.pos
	return &Document{Bytes: file, Revisions: []*Revision{r}}, nil
}
