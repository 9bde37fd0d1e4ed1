package report

// sheet lays blocks out on pages, one below the other. It decides where pages
// end: a heading stays with what follows, a block that fits on a page is not
// torn apart without need, and what runs on is announced again at the top of
// the next page.
type sheet struct {
	*canvas
	left, right float64 // edges of the text
	top, bottom float64
	y           float64
	held        block        // headings that wait for what follows
	again       func() block // what a new page begins with, or nil
}

// strip is the smallest part of a block: a line that is never torn. draw gets
// the y of its upper edge.
type strip struct {
	height float64
	draw   func(top float64)
	air    bool // white space above something, which a new page does not need
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

// Margins of a page in points, and how a block may be torn.
const (
	marginSide   = 52
	marginTop    = 62
	marginBottom = 52
	tearAbove    = 0.2 // share of a page above which a block may be torn
	leastLead    = 5   // strips that stay together at the start of a torn block
)

func newSheet(c *canvas) *sheet {
	return &sheet{canvas: c, left: marginSide, right: c.width - marginSide, top: marginTop, bottom: c.height - marginBottom}
}

func (s *sheet) width() float64 { return s.right - s.left }

func (s *sheet) room() float64 { return s.bottom - s.y }

// newPage begins a page, with what is to be said again at its top.
func (s *sheet) newPage() {
	s.turn()
	s.y = s.top
	if s.again == nil {
		return
	}
	for _, part := range s.again() {
		s.place(part)
	}
}

func (s *sheet) place(part strip) {
	if part.draw != nil {
		part.draw(s.y)
	}
	s.y += part.height
}

// hold keeps a heading back until the next block is put.
func (s *sheet) hold(b block) { s.held = append(s.held, b...) }

// put lays a block out, on the next page where that is better.
func (s *sheet) put(b block) {
	lead := len(s.held) + leastLead // no heading stands without the beginning of what it heads
	b = append(s.held, b...)
	s.held = nil
	if height := b.height(); height > s.room() {
		small := height <= tearAbove*(s.bottom-s.top)
		if small || b[:min(lead, len(b))].height() > s.room() {
			s.newPage()
		}
	}
	for i, part := range b {
		if part.air && s.y == s.top {
			continue
		}
		needed := part.height
		if i == len(b)-2 { // the last strip does not go on alone
			needed += b[i+1].height
		}
		if needed > s.room() && s.y > s.top {
			s.newPage()
		}
		s.place(part)
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

// para is a paragraph of one style. A link makes each of its lines lead
// somewhere; bar draws a line beside it, which marks what was said verbatim.
type para struct {
	text   string
	ink    ink
	link   place // 0 for none
	indent float64
	bar    bool
}

// cell is what stands in one column of a row: paragraphs, or a drawing of one
// line's height.
type cell struct {
	paras []para
	right bool // flush right
	draw  func(x, top, width float64)
}

// say is a cell of one paragraph.
func say(text string, in ink) cell { return cell{paras: []para{{text: text, ink: in}}} }

// sayRight is a cell of one paragraph, flush right.
func sayRight(text string, in ink) cell {
	return cell{paras: []para{{text: text, ink: in}}, right: true}
}

// typeLine is one broken line of a cell.
type typeLine struct {
	para
	text string
}

// column is where a cell of a row stands, from the left edge of the text.
type column struct{ x, width float64 }

// row sets cells side by side and gives them as strips, one for each line, so
// that even a row that is longer than a page can be laid out. shade, when set,
// is painted behind the whole of it.
func (s *sheet) row(columns []column, cells []cell, shade *colour) block {
	lines := make([][]typeLine, len(cells))
	count := 0
	for i, c := range cells {
		for _, p := range c.paras {
			if p.text == "" {
				continue
			}
			if p.bar {
				p.indent += barIndent
			}
			for _, text := range s.wrap(p.text, p.ink, columns[i].width-p.indent) {
				lines[i] = append(lines[i], typeLine{p, text})
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
			if shade != nil {
				s.fill(s.left, top, s.width(), height, *shade)
			}
			for i, c := range cells {
				x, width := s.left+columns[i].x, columns[i].width
				if n == 0 && c.draw != nil {
					c.draw(x, top, width)
				}
				if n < len(lines[i]) {
					s.typeLine(x, top, width, height, lines[i][n], c.right)
				}
			}
		}}
	}
	return b
}

// barIndent is how far what was said verbatim stands in from its bar.
const barIndent = 8

func (s *sheet) typeLine(x, top, width, height float64, line typeLine, right bool) {
	baseline := top + body.leading() - 3
	if line.ink.leading() > body.leading() {
		baseline = top + line.ink.size
	}
	x, width = x+line.indent, width-line.indent
	if line.bar {
		s.fill(x-barIndent, top, 1.4, height, accent)
	}
	if right {
		x += width - s.measure(line.text, line.ink)
	}
	s.text(x, baseline, line.text, line.ink)
	if line.link != 0 {
		s.link(x, top, s.measure(line.text, line.ink), height, line.link)
	}
}

// gap is a strip of nothing.
func gap(height float64) block { return block{{height: height}} }

// hairline is a strip with a line across the text.
func (s *sheet) hairline(above, below float64) block {
	return block{{height: above + below, draw: func(top float64) {
		s.rule(point{s.left, top + above}, point{s.right, top + above}, 0.5, hair)
	}}}
}

// paragraph is a text across the whole width.
func (s *sheet) paragraph(text string, in ink) block {
	return s.row([]column{{0, s.width()}}, []cell{say(text, in)}, nil)
}

// heading begins a section: it waits for what follows, and enters the outline
// and the contents.
func (s *sheet) heading(title string, level int, at place) {
	size, above, below := 15.0, 22.0, 11.0
	if level > 0 {
		size, above, below = 10.5, 14.0, 4.0
	}
	s.hold(block{{height: above, air: true}, {height: size + below, draw: func(top float64) {
		s.bookmark(title, level, top)
		s.putPlace(at, top)
		s.text(s.left, top+size-2, title, ink{bold, size, black})
		if level == 0 {
			s.fill(s.left, top+size+4, 28, 2, accent)
		}
	}}})
}

// table sets rows under a head that is said again on each page.
type table struct {
	*sheet
	columns []column
	titles  []cell
	begun   bool
}

// newTable takes the widths of its columns, which fill the text, and their
// titles; a title that ends in a tab heads a column that is flush right.
func (s *sheet) newTable(widths []float64, titles []string) *table {
	t := &table{sheet: s}
	const gutter = 8
	x := 0.0
	for i, width := range widths {
		t.columns = append(t.columns, column{x, width - gutter})
		x += width
		title, right := titles[i], false
		if n := len(title); n > 0 && title[n-1] == '\t' {
			title, right = title[:n-1], true
		}
		t.titles = append(t.titles, cell{paras: []para{{text: title, ink: labelBold}}, right: right})
	}
	return t
}

func (t *table) head() block {
	b := t.sheet.row(t.columns, t.titles, nil)
	return append(b, strip{height: 4, draw: func(top float64) {
		t.rule(point{t.left, top + 1}, point{t.right, top + 1}, 0.8, black)
	}})
}

// add lays one row out. From the first head on, every page begins with one, even
// where it is the first row that runs over.
func (t *table) add(cells ...cell) {
	if !t.begun {
		t.begun = true
		head := t.head()
		last := &head[len(head)-1]
		draw := last.draw
		last.draw = func(top float64) {
			draw(top)
			t.again = t.head
		}
		t.hold(head)
	}
	b := append(gap(1.5), t.sheet.row(t.columns, cells, nil)...)
	t.put(append(b, t.hairline(2, 0.5)...))
}

// end lets the next page begin without the head.
func (t *table) end() { t.again = nil }

// keep puts a block that must never be torn.
func (s *sheet) keep(b block) {
	if all := append(s.held, b...); all.height() > s.room() {
		s.newPage()
	}
	s.put(b)
}
