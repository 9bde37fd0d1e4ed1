package report

import (
	"assay/report/pdf"
)

// table sets rows under a head, and repeats the head on each page.
type table struct {
	*layout
	columns []column
	titles  []cell
	begun   bool
	naming  int          // the column whose cells name their rows, or -1
	element *pdf.Element // nil until the first row is drawn
}

// newTable begins a table. The widths must add up to the width of the text. A
// title that ends in a tab makes its column flush right.
func (l *layout) newTable(widths []float64, titles []string) *table {
	t := &table{layout: l, naming: -1}
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
	b := t.tagRow(t, t.headIn, t.columns, t.titles, nil)
	return append(b, strip{height: 4, draw: func(top float64) {
		t.rule(point{t.left, top + 1}, point{t.right, top + 1}, 0.8, black)
	}})
}

// add lays one row out. The head goes with the first row; from then on each new
// page repeats it.
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
	b := append(gap(1.5), t.tagRow(t, t.rowIn, t.columns, cells, nil)...)
	t.put(append(b, t.hairline(2, 0.5)...))
}

// rowAir is the height of the white space and the line that belong to each row.
const rowAir = 1.5 + 2 + 0.5

// end stops repeating the head.
func (t *table) end() { t.again = nil }

// endOr ends the table. If it has no row, it puts the text in its place.
func (t *table) endOr(text string) {
	if !t.begun {
		t.put(t.paragraph(text, body))
	}
	t.end()
}

// rowIn makes a row of a table. The cell heads, if there is one with that number,
// names the row.
func (t *table) rowIn(cells []cell) (tops []*pdf.Element, by []tagged) {
	row := &pdf.Element{Role: pdf.RoleRow}
	for i, c := range cells {
		e := &pdf.Element{Role: pdf.RoleCell}
		if i == t.naming {
			e = &pdf.Element{Role: pdf.RoleHead, Scope: "Row"}
		}
		by = append(by, c.inside(row.Add(e)))
	}
	return []*pdf.Element{row}, by
}

// headIn makes the head of a table. A column without a title belongs to the title
// before it, or after it if it is one of the first.
func (t *table) headIn(cells []cell) (tops []*pdf.Element, by []tagged) {
	row := &pdf.Element{Role: pdf.RoleRow}
	first := 1
	for i, c := range cells {
		last := row.Last()
		switch {
		case c.says() || t.naming >= 0 && (t.naming == i || t.naming == i-1) || i == len(cells)-1 && last == nil:
			head := row.Add(&pdf.Element{Role: pdf.RoleHead, Scope: "Column", Span: first})
			by, first = append(by, c.inside(head)), 1
			continue
		case last == nil:
			first++
		default:
			last.Span++
		}
		by = append(by, c.paragraphs())
	}
	return []*pdf.Element{row}, by
}
