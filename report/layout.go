package report

import (
	"fmt"
	"strings"

	"assay/report/pdf"
)

// layout puts blocks on pages, one below the other, and decides where pages
// end. It keeps a heading with the block after it, and splits a block only when
// it must. A table that runs on repeats its head on the next page.
type layout struct {
	*canvas
	left, right float64 // edges of the text
	top, bottom float64
	y           float64
	held        block        // headings that wait for the next block
	again       func() block // draws the head of a new page; nil for none
}

// strip is the smallest part of a block, such as a line of text. It is never
// split. draw gets the y of its upper edge.
type strip struct {
	height float64
	draw   func(top float64)
	air    bool // white space, dropped at the top of a page
}

// block is a run of strips that belong together.
type block []strip

func (b block) height() float64 {
	sum := 0.0
	for _, s := range b {
		sum += s.height
	}
	return sum
}

// Margins of a page in points, and when a block may be split.
const (
	marginSide   = 52
	marginTop    = 62
	marginBottom = 52
	splitAbove   = 0.2 // share of a page; a smaller block is kept whole
	leastLead    = 5   // strips that stay together at the start of a split block
)

func newLayout(c *canvas) *layout {
	return &layout{canvas: c, left: marginSide, right: c.width - marginSide, top: marginTop, bottom: c.height - marginBottom}
}

func (l *layout) width() float64 { return l.right - l.left }

func (l *layout) room() float64 { return l.bottom - l.y }

// newPage begins a page and repeats the head of a table that runs on.
func (l *layout) newPage() {
	l.turn()
	l.y, l.bottom = l.top, l.height-marginBottom // a page may have kept its foot free
	if l.again == nil {
		return
	}
	was := l.artifact
	l.artifact = true
	for _, part := range l.again() {
		l.drawStrip(part)
	}
	l.artifact = was
}

// drawStrip draws the next strip of the page. Text in it that has no element is a
// paragraph.
func (l *layout) drawStrip(part strip) {
	if part.draw != nil {
		at, loose := l.at, l.loose
		l.at, l.loose = nil, true
		part.draw(l.y)
		l.at, l.loose = at, loose
	}
	l.y += part.height
}

// hold keeps a heading back until the next block is put.
func (l *layout) hold(b block) { l.held = append(l.held, b...) }

// put lays a block out, on the next page if it does not fit on this one.
func (l *layout) put(b block) {
	lead := len(l.held) + leastLead // a heading needs the start of its text on the same page
	b = append(l.held, b...)
	l.held = nil
	if height := b.height(); height > l.room() {
		small := height <= splitAbove*(l.bottom-l.top)
		if small || b[:min(lead, len(b))].height() > l.room() {
			l.newPage()
		}
	}
	for i, part := range b {
		if part.air && l.y == l.top {
			continue
		}
		needed := part.height
		if i == len(b)-2 { // the last strip never starts a page alone
			needed += b[i+1].height
		}
		if needed > l.room() && l.y > l.top {
			l.newPage()
		}
		l.drawStrip(part)
	}
}

// Text styles, with their line heights in points.
var (
	body      = ink{regular, 8, black}
	strong    = ink{bold, 8, black}
	quiet     = ink{regular, 7.5, muted}
	label     = ink{regular, 6.6, muted}
	labelBold = ink{bold, 6.6, muted}
	code      = ink{mono, 6.6, black}
	hash      = ink{mono, 6.2, muted}
)

// leading is the height of a line of a style.
func (in ink) leading() float64 {
	switch {
	case in.size <= 7:
		return 9.2
	case in.size <= 7.6:
		return 10.2
	case in.size <= 8.6:
		return 11
	}
	return float64(in.size*1.3) + 1
}

// para is a paragraph of one style. bar draws a line beside it, which marks a
// verbatim quote.
type para struct {
	text   string
	ink    ink
	link   target // each line links to it; 0 for none
	indent float64
	bar    bool
	head   heading
}

// heading is the kind of a heading that a paragraph is for a screen reader.
type heading int

// The kinds of headings.
const (
	noHeading    heading = iota
	titleHeading         // of the document
	partHeading          // as those that [layout.heading] draws, of level 0
	itemHeading          // one level below the heading before it; two in a row are one
)

// cell is one column of a row: paragraphs, or a drawing one line high.
type cell struct {
	paras []para
	right bool // flush right
	draw  func(x, top, width float64)
}

// say is a cell of one paragraph.
func say(text string, in ink) cell { return cell{paras: []para{{text: text, ink: in}}} }

// linked is a cell of one paragraph that leads elsewhere.
func linked(text string, in ink, to target) cell {
	return cell{paras: []para{{text: text, ink: in, link: to}}}
}

// sayRight is a cell of one paragraph, flush right.
func sayRight(text string, in ink) cell {
	return cell{paras: []para{{text: text, ink: in}}, right: true}
}

// typeLine is one broken line of a cell.
type typeLine struct {
	para
	text  string
	whole bool         // no space comes after it
	owner *pdf.Element // whose text it is
	label *pdf.Element // of the bullet at its start, or nil
}

// column is the place of a cell in a row, from the left edge of the text.
type column struct{ x, width float64 }

// row sets cells side by side, as one strip for each line, so that a row longer
// than a page can be split. A shade, unless nil, is painted behind the row. A screen
// reader tells one cell after the other. Labels with their texts, below each other,
// are a list for it.
func (l *layout) row(columns []column, cells []cell, shade *color) block {
	tags := aside
	switch {
	case labels(cells):
		tags = labeled
	case captions(cells):
		tags = captioned
	}
	return l.tagRow(nil, tags, columns, cells, shade)
}

// tagRow is a row with its elements, which go to the table or, without one, to where
// the block is put.
func (l *layout) tagRow(of *table, tags rowTags, columns []column, cells []cell, shade *color) block {
	tops, by := tags(cells)
	lines := make([][]typeLine, len(cells))
	count := 0
	for i, c := range cells {
		for at, p := range c.paras {
			if p.text == "" {
				continue
			}
			if p.bar {
				p.indent += barIndent
			}
			sign := by[i].labels[at]
			broken := l.broken(p.text, p.ink, columns[i].width-p.indent)
			for n, part := range broken {
				whole := part.goes || n == len(broken)-1 && p.head != itemHeading
				lines[i] = append(lines[i], typeLine{p, part.text, whole, by[i].owners[at], sign})
				sign = nil
			}
		}
		if c.draw != nil {
			count = max(count, 1)
		}
		count = max(count, len(lines[i]))
	}
	b := make(block, count)
	for n := range b {
		height := 0.0
		for i := range cells {
			if n < len(lines[i]) {
				height = max(height, lines[i][n].ink.leading())
			}
		}
		height = max(height, label.leading())
		b[n] = strip{height: height, draw: func(top float64) {
			if n == 0 {
				l.begin(of, tops)
			}
			if shade != nil {
				l.fill(l.left, top, l.width(), height, *shade)
			}
			for i, c := range cells {
				x, width := l.left+columns[i].x, columns[i].width
				if n == 0 && c.draw != nil {
					l.within(by[i].drawn, func() { c.draw(x, top, width) })
				}
				if n < len(lines[i]) {
					l.typeLine(x, top, width, height, lines[i][n], c.right)
				}
			}
		}}
	}
	return b
}

// begin adds the elements of a row to its table, or to where the block is put.
func (l *layout) begin(of *table, tops []*pdf.Element) {
	if l.artifact {
		return
	}
	parent := l.into
	if of != nil {
		if parent = of.element; parent == nil {
			of.element = attach(l.into, &pdf.Element{Role: pdf.RoleTable})
			parent = of.element
		}
	}
	for _, top := range tops {
		l.level(top)
		attach(parent, top)
	}
}

// barIndent is the distance from the bar to its quote.
const barIndent = 8

func (l *layout) typeLine(x, top, width, height float64, line typeLine, right bool) {
	baseline := top + body.leading() - 3
	if line.ink.leading() > body.leading() {
		baseline = top + line.ink.size
	}
	x, width = x+line.indent, width-line.indent
	if line.bar {
		l.fill(x-barIndent, top, 1.4, height, accent)
	}
	if right {
		x += width - l.measure(line.text, line.ink)
	}
	if rest, cut := strings.CutPrefix(line.text, bullet); line.label != nil && cut {
		l.within(line.label, func() { l.text(x, baseline, strings.TrimSpace(bullet), line.ink) })
		x, line.text = x+l.measure(bullet, line.ink), rest
	}
	text := line.text
	if !line.whole {
		text += " " // otherwise a screen reader joins two words
	}
	l.within(line.owner, func() {
		l.text(x, baseline, text, line.ink)
		if line.link != 0 {
			l.link(x, top, l.measure(line.text, line.ink), height, line.link)
		}
	})
}

// gap is white space.
func gap(height float64) block { return block{{height: height}} }

// hairline is a line across the text.
func (l *layout) hairline(above, below float64) block {
	return block{{height: above + below, draw: func(top float64) {
		l.rule(point{l.left, top + above}, point{l.right, top + above}, 0.5, hair)
	}}}
}

// titleSize is the least size of the type of a title.
const titleSize = 18

// paragraph is a text across the full width. In type of titleSize it is the title of
// the document.
func (l *layout) paragraph(text string, in ink) block {
	p := para{text: text, ink: in}
	if in.size >= titleSize {
		p.head = titleHeading
	}
	return l.row([]column{{0, l.width()}}, []cell{{paras: []para{p}}}, nil)
}

// intro explains a part. It is drawn with the next block.
func (l *layout) intro(text string) { l.hold(append(l.paragraph(text, quiet), gap(4)...)) }

// headingSize is the size of the type of a heading, and the white space around it.
func headingSize(level int) (size, above, below float64) {
	if level > 0 {
		return 10.5, 14, 4
	}
	return 15, 22, 11
}

// heading begins a section and adds it to the outline. It is drawn with the
// next block.
func (l *layout) heading(title string, level int, at target) {
	size, above, below := headingSize(level)
	l.hold(block{{height: above, air: true}, {height: size + below, draw: func(top float64) {
		l.bookmark(title, level, top)
		l.setTarget(at, top)
		l.element(&pdf.Element{Role: l.headingRole(level)}, func() { l.text(l.left, top+size-2, title, ink{bold, size, black}) })
		if level == 0 {
			l.fill(l.left, top+size+4, 28, 2, accent)
		}
	}}})
}

// headingRole is the level of a heading for a screen reader, one below the title of
// the document if there is one.
func (l *layout) headingRole(level int) pdf.Role {
	if l.titled {
		level++
	}
	l.deepest = min(level, 2)
	return headings[l.deepest]
}

// headings are the levels of headings.
var headings = [...]pdf.Role{pdf.RoleTitle, pdf.RoleSection, pdf.RolePart, pdf.RoleItemHeading}

// level gives a heading its level, when its place among the others is known.
func (l *layout) level(e *pdf.Element) {
	switch e.Role {
	case pdf.RoleTitle:
		l.titled, l.deepest = true, 0
	case anyPart:
		e.Role = l.headingRole(0)
	case anyItem:
		e.Role = headings[min(l.deepest+1, len(headings)-1)]
	}
}

// runningHeads draws, on every page, its number and a foot; and from page 2 on, a
// title and a remark at its right.
func (l *layout) runningHeads(title, remark, foot string, footInk ink) {
	for n := range l.pages() {
		l.onPage(n + 1)
		if n > 0 {
			y := l.top - 24
			l.text(l.left, y, l.fitted(title, labelBold, l.width()-l.measure(remark, label)-20), labelBold)
			l.textRight(l.right, y, remark, label)
			l.rule(point{l.left, y + 6}, point{l.right, y + 6}, 0.5, hair)
		}
		l.rule(point{l.left, l.foot() - 11}, point{l.right, l.foot() - 11}, 0.5, hair)
		l.text(l.left, l.foot(), foot, footInk)
		l.textRight(l.right, l.foot(), fmt.Sprintf("page %d of %d", n+1, l.pages()), label)
	}
}

// foot is the baseline of the last line of a page.
func (l *layout) foot() float64 { return l.height - 28 }

// keep puts a block that must not be split.
func (l *layout) keep(b block) {
	if all := append(l.held, b...); all.height() > l.room() {
		l.newPage()
	}
	l.put(b)
}
