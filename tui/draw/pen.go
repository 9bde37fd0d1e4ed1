package draw

import "strings"

// pen writes lines for a theme. A window has hundreds of lines, and each is drawn anew
// after every key: the pen writes them one behind the other on large pages, so that a
// line costs no memory of its own.
type pen struct {
	page strings.Builder
	free []*Line // that are written
}

// pageSize is about half of a drawn window of 200 by 60.
const pageSize = 16 << 10

// line is an empty line of w columns. Give it back with done, or forget it.
func (p *pen) line(w int) *Line {
	n := len(p.free) - 1
	if n < 0 {
		return &Line{left: max(w, 0), pen: p, draft: make([]byte, 0, 1024)}
	}
	l := p.free[n]
	p.free = p.free[:n]
	l.left, l.draft = max(w, 0), l.draft[:0]
	return l
}

func (p *pen) done(l *Line) { p.free = append(p.free, l) }

// write puts a text on the page.
func (p *pen) write(text []byte) string {
	if p.page.Cap()-p.page.Len() < len(text) {
		p.page = strings.Builder{} // the lines on the full page keep it
		p.page.Grow(max(pageSize, len(text)))
	}
	from := p.page.Len()
	p.page.Write(text)
	return p.page.String()[from:]
}

// Join puts drawn texts together.
func (t *Theme) Join(parts ...string) string {
	l := t.pen.line(0)
	for _, part := range parts {
		l.draft = append(l.draft, part...)
	}
	return l.String()
}
