package report

import (
	"fmt"
	"strings"

	"assay/report/pdf"
	"assay/report/vendorcopy"
)

// VendorCopy draws the vendor's copy of a questionnaire as a PDF form, on paper
// "a4" or "letter". The same copy always gives the same bytes.
func VendorCopy(c vendorcopy.Copy, paper string) ([]byte, error) {
	return drawFile("vendor's copy", paper, c.Made, func(l *layout) (pdf.Archive, error) {
		v := &vendorCopy{layout: l, copy: c}
		v.draw()
		return pdf.Archive{Title: c.Heading(), Author: c.From, Inputs: v.inputs}, nil
	})
}

// vendorCopy is a form that is being drawn.
type vendorCopy struct {
	*layout
	copy   vendorcopy.Copy
	inputs []pdf.Input // the fields drawn so far, with their places
}

// Sizes in points.
const (
	askLeft    = 66 // from the left edge of the text to the question
	markSize   = 10
	lineField  = 17 // height of a field for one line
	wordsField = 64 // height of a field for a long answer
	howField   = 46 // height of the field below a yes or no
)

var (
	askInk   = ink{regular, 9, black}
	pressInk = ink{regular, 8, accent}
)

func (v *vendorCopy) draw() {
	v.newPage()
	v.front()
	for _, section := range v.copy.Sections {
		v.section(section.ID + "  " + section.Name)
		for _, q := range section.Questions {
			v.question(q)
		}
	}
	v.documents()
	due := ""
	if !v.copy.Due.IsZero() {
		due = "please return by " + v.copy.Due.String()
	}
	v.runningHeads(v.copy.Heading(), due, v.copy.Questionnaire+" · "+v.copy.Made.String(), label)
}

// section adds a heading to the page and to the outline.
func (v *vendorCopy) section(title string) { v.heading(title, 0, v.newTarget()) }

// front draws the title, the terms and the instructions.
func (v *vendorCopy) front() {
	c := v.copy
	v.y = 48
	v.put(v.row([]column{{0, 300}, {v.width() - 190, 190}}, []cell{say("Vendor's copy", labelBold), sayRight(c.From, label)}, nil))
	v.put(gap(6))
	v.put(v.paragraph(c.Heading(), ink{bold, 21, black}))
	v.put(v.paragraph(c.Title, ink{regular, 9, muted}))
	v.put(v.hairline(8, 7))
	v.terms()
	v.put(gap(10))
	guidance := v.paragraphs(c.Guidance())
	v.put(v.panel(guidance))
	v.put(gap(12))
	v.about()
}

func (v *vendorCopy) terms() {
	var cells []cell
	for _, part := range [][2]string{
		{"Please return by", v.copy.Due.String()}, {"Return to", v.copy.Recipient()}, {"Stage", v.copy.Stage()}, {"Contents", v.copy.Extent()},
	} {
		cells = append(cells, cell{paras: []para{{text: part[0], ink: label}, {text: dash(part[1]), ink: strong}}})
	}
	v.put(v.quarters(cells...))
}

// paragraphs returns the numbered instructions for the panel.
func (v *vendorCopy) paragraphs(texts []string) block {
	b := v.row([]column{{18, v.width() - 34}}, []cell{say("How to fill this in", ink{bold, 10.5, black})}, nil)
	for n, text := range texts {
		b = append(b, gap(3)...)
		b = append(b, v.row([]column{{18, 12}, {32, v.width() - 50}}, []cell{say(fmt.Sprint(n+1), ink{bold, 8.5, accent}), say(text, ink{regular, 8.5, black})}, nil)...)
	}
	return b
}

// about draws the fields that ask who answers.
func (v *vendorCopy) about() {
	v.hold(v.paragraph("Who answers", ink{bold, 10.5, black}))
	v.hold(gap(3))
	const gutter = 12
	const rowHeight = 31
	fields := vendorcopy.About()
	half := (v.width() - gutter) / 2
	third := (v.width() - 2*gutter) / 3
	places := []column{{0, half}, {half + gutter, half}, {0, third}, {third + gutter, third}, {float64(2 * (third + gutter)), third}}
	var b block
	for _, line := range [][2]int{{0, 2}, {2, 5}} {
		b = append(b, strip{height: rowHeight, draw: func(top float64) {
			for i := line[0]; i < line[1]; i++ {
				x := v.left + places[i].x
				v.text(x, top+8, fields[i].Tooltip, label)
				v.field(fields[i], x, top+11, places[i].width, lineField)
			}
		}})
	}
	v.keep(b)
	v.identity()
}

// identity draws the line by which we know the form again.
func (v *vendorCopy) identity() {
	const height = 14
	for _, input := range v.copy.IdentityInputs() {
		b := append(gap(8), v.row([]column{{0, v.width()}}, []cell{say(vendorcopy.HeadIdentity+". "+vendorcopy.IdentityNote, label)}, nil)...)
		v.keep(append(b, strip{height: height, draw: func(top float64) {
			// Without a frame, since nobody fills it in.
			v.formField(input.Name, 0)
			input.Places = []pdf.Place{v.spot(v.left, top, v.width(), height)}
			v.inputs = append(v.inputs, input)
		}}))
	}
}

// question draws one question with its fields, all on one page.
func (v *vendorCopy) question(q vendorcopy.Question) {
	paras := []para{{text: q.Ask, ink: askInk, head: itemHeading}}
	if names := v.copy.DocumentNames(q); len(names) > 0 {
		paras = append(paras, para{text: "Documents: " + strings.Join(names, " · "), ink: quiet})
	}
	if len(q.Cites) > 0 {
		paras = append(paras, para{text: "Based on " + strings.Join(q.Cites, "; "), ink: quiet})
	}
	id := []para{{text: q.ID, ink: ink{mono, 7.5, accent}, head: itemHeading}}
	if q.Number != "" {
		id = append(id, para{text: q.Number, ink: label})
	}
	columns := []column{{0, askLeft - 6}, {askLeft, v.width() - askLeft}}
	b := v.row(columns, []cell{{paras: id}, {paras: paras}}, nil)
	b = append(b, gap(3)...)
	inputs := q.Inputs()
	words := inputs[len(inputs)-1]
	height := float64(lineField)
	switch q.Form {
	case vendorcopy.InPlace:
		b = append(b, v.radio("As of today:", inputs[0]))
		height = howField
	case vendorcopy.YesNo:
		b = append(b, v.radio("", inputs[0]))
	case vendorcopy.OneOf:
		b = append(b, v.choice(q, inputs[0])...)
	case vendorcopy.SomeOf:
		for _, input := range inputs[:len(inputs)-1] {
			b = append(b, v.checks(input)...)
		}
	case vendorcopy.InWords:
		height = wordsField
	default:
		b = append(b, v.hint(q.Form.Instruction())...)
	}
	b = append(b, strip{height: height, draw: func(top float64) {
		v.field(words, v.left+askLeft, top, v.width()-askLeft, height)
	}})
	v.keep(append(b, v.hairline(8, 7)...))
}

func (v *vendorCopy) hint(text string) block {
	return v.row([]column{{askLeft, v.width() - askLeft}}, []cell{say(text, pressInk)}, nil)
}

// radio draws the buttons of a radio field in one line.
func (v *vendorCopy) radio(name string, input pdf.Input) strip {
	return strip{height: markSize + 6, draw: func(top float64) {
		x, baseline := float64(v.left+askLeft), top+markSize-2
		if name != "" {
			v.text(x, baseline, name, pressInk)
			x += v.measure(name, pressInk) + 12
		}
		input.Places = nil
		for n, option := range input.Options {
			v.formField(input.Name, n)
			v.ring(x+markSize/2.0, top+markSize/2.0, markSize/2.0-0.5, 0.7, muted)
			input.Places = append(input.Places, v.spot(x, top, markSize, markSize))
			x += markSize + 4
			v.text(x, baseline, option.Label, body)
			x += v.measure(option.Label, body) + 16
		}
		v.inputs = append(v.inputs, input)
	}}
}

// choice draws a drop-down list. It also prints the choices, for a vendor that
// answers on paper.
func (v *vendorCopy) choice(q vendorcopy.Question, input pdf.Input) block {
	var labels []string
	for _, c := range q.Choices {
		labels = append(labels, "“"+c.Label+"”")
	}
	b := v.hint("Choose one: " + strings.Join(labels, ", "))
	return append(b, strip{height: lineField + 4, draw: func(top float64) {
		width := v.width() - askLeft
		v.field(input, v.left+askLeft, top, width, lineField)
		x, y := v.right-11, top+lineField/2.0
		v.area([]point{{x - 3, y - 2}, {x + 3, y - 2}, {x, y + 2.5}}, muted)
	}})
}

// checks draws one check box with its label, which may take several lines.
func (v *vendorCopy) checks(input pdf.Input) block {
	indent := float64(askLeft + markSize + 5)
	b := v.row([]column{{askLeft, markSize}, {indent, v.width() - indent}},
		[]cell{{draw: func(x, top, _ float64) { v.check(input, x, top+1) }}, say(input.Tooltip, body)}, nil)
	return append(b, gap(3)...)
}

func (v *vendorCopy) check(input pdf.Input, x, top float64) {
	v.formField(input.Name, 0)
	v.frame(x, top, markSize-1, markSize-1, 0.7, muted)
	input.Places = []pdf.Place{v.spot(x, top, markSize-1, markSize-1)}
	v.inputs = append(v.inputs, input)
}

// documents draws the list of requested documents with their check boxes.
func (v *vendorCopy) documents() {
	if len(v.copy.Documents) == 0 {
		return
	}
	v.section("Requested documents")
	fileLeft := v.width() * 0.6
	columns := []column{{0, 14}, {16, 32}, {52, fileLeft - 64}, {fileLeft, v.width() - fileLeft}}
	t := &table{layout: v.layout, columns: columns, naming: -1}
	head := func() block {
		b := v.tagRow(t, t.headIn, columns, []cell{{}, {}, say("Document, how recent it must be, and the questions that need it", labelBold), say("File name and date", labelBold)}, nil)
		return append(b, strip{height: 6, draw: func(top float64) {
			v.rule(point{v.left, top + 1}, point{v.right, top + 1}, 0.8, black)
		}})
	}
	v.hold(head())
	for _, d := range v.copy.Documents {
		v.keep(v.document(d, t))
		v.again = head
	}
	v.again = nil
}

func (v *vendorCopy) document(d vendorcopy.Document, t *table) block {
	inputs := d.Inputs()
	paras := []para{{text: d.Name, ink: strong}}
	if d.Freshness != "" {
		paras = append(paras, para{text: "How recent: " + d.Freshness, ink: quiet})
	}
	if source := d.Source(); source != "" && source != "you" {
		paras = append(paras, para{text: "Issued by: " + source, ink: quiet})
	}
	paras = append(paras, para{text: "Needed for: " + d.Purpose(), ink: quiet}, para{text: d.Note(), ink: ink{bold, 7.5, accent}})
	const fieldHeight = 24
	b := v.tagRow(t, t.rowIn, t.columns, []cell{
		{draw: func(x, top, _ float64) { v.check(inputs[0], x, top+0.5) }},
		say(d.ID, ink{mono, 7, accent}),
		{paras: paras},
		{draw: func(x, top, width float64) { v.field(inputs[1], x, top+1, width, fieldHeight) }},
	}, nil)
	if missing := fieldHeight + 2 - b.height(); missing > 0 {
		b = append(b, gap(missing)...)
	}
	return append(b, v.hairline(5, 5)...)
}

// field draws the frame of an input and adds the input at that place.
func (v *vendorCopy) field(input pdf.Input, x, top, width, height float64) {
	v.formField(input.Name, 0)
	v.fill(x, top, width, height, wash)
	v.frame(x, top, width, height, 0.6, hair)
	input.Places = []pdf.Place{v.spot(x, top, width, height)}
	v.inputs = append(v.inputs, input)
}

// spot returns a rectangle of the current page in the coordinates of PDF, where y
// grows upward.
func (v *vendorCopy) spot(x, top, width, height float64) pdf.Place {
	return pdf.Place{Page: v.pages(), Rect: [4]float64{x, v.height - top - height, x + width, v.height - top}}
}
