package report

import (
	"assay/assessment/hostile"
	"assay/assessment/receipt"
	"assay/report/pdf"
)

// Receipt draws a receipt for the vendor, on paper "a4" or "letter". The same
// receipt always gives the same bytes.
func Receipt(l receipt.Letter, paper string) ([]byte, error) {
	return drawFile("receipt", paper, l.AsOf, func(page *layout) (pdf.Archive, error) {
		r := &receiptPages{page, l}
		r.draw()
		return pdf.Archive{Title: l.Heading(), Author: hostile.Line(l.From)}, nil
	})
}

// receiptPages is a receipt that is being drawn.
type receiptPages struct {
	*layout
	letter receipt.Letter
}

// The styles of a receipt. Its readers have it on paper, so they are larger than
// those of a report.
var (
	letterInk = ink{regular, 9, black}
	letterSub = ink{regular, 9, muted}
	codeInk   = ink{mono, 13, black}
)

func (r *receiptPages) draw() {
	l := r.letter
	r.newPage()
	r.y = 48
	r.put(r.row([]column{{0, 300}, {r.width() - 190, 190}}, []cell{say("Receipt of a record", labelBold), sayRight(hostile.Line(l.From), label)}, nil))
	r.put(gap(6))
	r.put(r.paragraph(l.Heading(), ink{bold, 18, black}))
	r.put(gap(4))
	r.put(r.paragraph(l.Opening(), letterInk))
	r.put(gap(6))
	r.put(r.paragraph(l.Request(), letterInk))
	r.put(gap(9))
	r.put(r.panel(r.row([]column{{18, r.width() - 34}}, []cell{say(l.Code.String(), codeInk)}, nil)))
	r.put(gap(9))
	r.put(r.paragraph(l.Keeping(), letterInk))
	r.list(receipt.AttendeesTitle, l.People())
	if len(l.Entries) > 0 {
		r.heading(receipt.EntriesTitle, 0, r.newTarget())
	}
	for _, e := range l.Entries {
		r.entry(e)
	}
	r.list(receipt.PromisesTitle, l.Others())
	r.runningHeads(l.Heading(), "as of "+l.AsOf.String(), "Code "+l.Code.String(), label)
}

// list draws a heading with lines below it; without lines it draws nothing.
func (r *receiptPages) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	r.heading(title, 0, r.newTarget())
	for _, line := range lines {
		r.put(r.row([]column{{0, 12}, {14, r.width() - 14}}, []cell{say("–", letterInk), say(line, letterInk)}, nil))
	}
}

// entry draws a question with everything that was written down under it. It keeps a
// short one on one page.
func (r *receiptPages) entry(e receipt.Entry) {
	const left, names = 66, 78
	b := r.row([]column{{0, left - 6}, {left, r.width() - left}}, []cell{
		{paras: []para{{text: e.Item, ink: ink{mono, 7.5, accent}, head: itemHeading}}},
		{paras: []para{{text: hostile.Line(e.Ask), ink: ink{bold, 9, black}, head: itemHeading}}},
	}, nil)
	for _, part := range e.Parts() {
		b = append(b, gap(2)...)
		b = append(b, r.row([]column{{left, names}, {left + names + 4, r.width() - left - names - 4}}, []cell{say(part.Name, letterSub), say(part.Text, letterInk)}, nil)...)
	}
	r.put(append(b, r.hairline(6, 7)...))
}
