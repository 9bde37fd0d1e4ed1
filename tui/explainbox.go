package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/tui/dialog"
	"assay/tui/draw"
	"assay/tui/keys"
)

// explainPage is a drawn explanation.
type explainPage struct {
	lines    []string
	leads    []lead
	sections []int // the first line of each section
}

// lead is a part of the page that opens the explanation of an item or a domain.
type lead struct {
	to        string
	line, end int // its first line, and the line after its last one
}

// widePair is the smallest width of a window that shows two explanations side by
// side.
const widePair = 160

// explainWidth returns the width inside the box and the width of one explanation,
// in a window of w columns.
func explainWidth(w int) (box, page int) {
	if w < widePair {
		box = min(w-4, 110)
		return box, box
	}
	return w - 4, (w - 4 - draw.Gutter) / 2
}

// explainRoom returns the number of lines for an explanation, in a window of h
// lines.
func explainRoom(h int) int { return max(h-6, 1) }

// page draws the present explanation.
func (p *explainer) page(m *Model) explainPage {
	_, w := explainWidth(m.w)
	return p.draw(m, p.here().of, p.here().at, w)
}

// draw draws an explanation in w columns, and marks the lead with this index. It
// reuses a page that it has drawn before.
func (p *explainer) draw(m *Model, of string, mark, w int) explainPage {
	t := m.theme
	out := draw.NewBlock(t, w)
	k := m.books[p.id]
	if k == nil {
		out.Add(out.Line().Put(t.Dim, "reading …"))
		return explainPage{lines: out.Lines}
	}
	e, err := p.explain(k, of)
	if err != nil {
		out.Paragraph(t.BadStrong, "! ", t.Bad, err.Error())
		return explainPage{lines: out.Lines}
	}
	drawing := drawing{k.explained(of), mark, w}
	page, drawn := p.drawn[drawing]
	if !drawn {
		page = drawPage(out, e, mark)
		p.drawn[drawing] = page
	}
	return page
}

func drawPage(out *draw.Block, e assessment.Explanation, mark int) explainPage {
	t, page := out.Theme, explainPage{}
	for n, section := range e.Sections {
		if n > 0 {
			out.Blank()
		}
		page.sections = append(page.sections, out.Height())
		draw := proseLines(out, section)
		head := out.Line().Put(t.Key, fmt.Sprint(n+1)).Gap(1).Put(t.Title, section.Title)
		if len(section.Columns) > 0 {
			draw = tableLines(out, head, section)
		}
		out.Add(head)
		if section.Note != "" {
			out.Paragraph(t.Plain, "  ", t.Dim, section.Note)
		}
		for n, line := range section.Lines {
			marked, first := line.Opens != "" && len(page.leads) == mark, out.Height()
			draw(n, marked)
			if line.Opens != "" {
				page.leads = append(page.leads, lead{line.Opens, first, out.Height()})
			}
		}
	}
	out.Blank()
	out.Paragraph(t.Plain, "", t.Dim, assessment.RoundedNote)
	page.lines = slices.Clip(out.Lines)
	return page
}

// inks returns the inks for the name and the text of a line.
func inks(t *draw.Theme, line assessment.ExplanationLine, marked bool) (name, text draw.Ink) {
	switch {
	case marked:
		return t.Title, t.Strong
	case line.Opens != "":
		return t.Accent, t.Plain
	}
	return t.Dim, t.Plain
}

// tie replaces hyphens while text is broken into lines, so that no line breaks
// inside an id or a date. No text contains it, because it is a private use
// character.
const tie = "\ue02d"

// proseLines draws the sentences of a section, each beside its name.
func proseLines(out *draw.Block, section assessment.ExplanationSection) func(n int, marked bool) {
	const least = 8
	names := min(max(draw.Widest(section.Lines, func(l assessment.ExplanationLine) string { return draw.Harmless(l.Name) }), least), out.Width/3)
	return func(n int, marked bool) {
		line := section.Lines[n]
		nameInk, textInk := inks(out.Theme, line, marked)
		label := section.Label(n)
		before := draw.NewLine(names+4).Mark(out.Theme, marked).Cell(nameInk, label, names).Gap(2).String()
		first := out.Height()
		out.Paragraph(out.Theme.Plain, before, textInk, strings.ReplaceAll(line.Text, "-", tie))
		for n := first; n < out.Height(); n++ {
			out.Lines[n] = strings.ReplaceAll(out.Lines[n], tie, "-")
		}
	}
}

// tableLines draws the figures of a section, aligned right below the names of their
// columns. It cuts the texts to the remaining width.
func tableLines(out *draw.Block, head *draw.Line, section assessment.ExplanationSection) func(n int, marked bool) {
	decimals := section.Decimals()
	widths := make([]int, len(section.Columns))
	taken := 0
	for c, column := range section.Columns {
		widths[c] = max(draw.Width(column), draw.Widest(section.Lines, func(l assessment.ExplanationLine) string { return l.Figures[c].Rounded(decimals[c]) })) + 2
		taken += widths[c]
	}
	names := draw.Widest(section.Lines, func(l assessment.ExplanationLine) string { return draw.Harmless(l.Name) })
	head.Gap(head.Left() - taken)
	for c, column := range section.Columns {
		head.Number(out.Theme.Dim, column, widths[c])
	}
	return func(n int, marked bool) {
		line := section.Lines[n]
		nameInk, textInk := inks(out.Theme, line, marked)
		r := out.Line().Mark(out.Theme, marked).Cell(nameInk, line.Name, names).Gap(2)
		r.Cell(textInk, line.Text, max(r.Left()-taken, 0))
		for c, figure := range line.Figures {
			r.Number(textInk, figure.Rounded(decimals[c]), widths[c])
		}
		out.Add(r)
	}
}

func (p *explainer) box(m *Model) dialog.Box {
	t, here := m.theme, p.here()
	w, pageWidth := explainWidth(m.w)
	room := explainRoom(m.h)
	page := p.page(m)
	shown, place := dialog.Part(page.lines, here.from, room)
	lines := append([]string{p.titleLine(m, here.of, pageWidth)}, draw.Exact(shown, pageWidth, room)...)
	if pageWidth < w {
		lines = draw.Beside(t, room+1, lines, p.partner(m, w-pageWidth-draw.Gutter, room))
	}
	lines = append(lines, p.foot(m, w, len(page.sections), place))
	return dialog.Box{Lines: draw.Card(t, p.title(m), lines, w)}
}

// title names the assessment and the trail of explanations.
func (p *explainer) title(m *Model) string {
	title := "Why"
	if k := m.books[p.id]; k != nil {
		title += ": " + k.now.Opened.Title()
	}
	for _, e := range p.trail {
		title += " › " + wholeOr(e.of)
	}
	return title
}

func wholeOr(of string) string {
	if of == "" {
		return "the whole"
	}
	return of
}

// titleLine names the item or domain of an explanation, and the day, milestone and
// rule view.
func (p *explainer) titleLine(m *Model, of string, w int) string {
	t, r := m.theme, draw.NewLine(w)
	k := m.books[p.id]
	if k == nil {
		return r.String()
	}
	e, err := p.explain(k, of)
	if err != nil {
		return r.Say(t.Strong, of).String()
	}
	aside := fmt.Sprintf("for %s, as of %s", e.Milestone, e.AsOf)
	title, room := strings.TrimSpace(e.ID+" "+e.Title), max(w-len(aside)-2, 0)
	if draw.Width(draw.Harmless(title)) > room && e.ID == "" {
		title = shortTitle(k.now.Questionnaire)
	}
	about := draw.NewLine(room).Say(t.Strong, title)
	return r.Raw(about.String(), w-len(aside)-2).End(t.Dim.On(aside)).String()
}

// partner draws the explanation that the selected line leads to. If no line is
// selected, it draws the next larger explanation.
func (p *explainer) partner(m *Model, w, room int) []string {
	t := m.theme
	of, is := p.chosen(m)
	if !is {
		of, is = p.above(m)
	}
	if !is {
		return draw.Exact(nil, w, room+1)
	}
	page := p.draw(m, of, -1, w)
	if at := slices.IndexFunc(page.leads, func(l lead) bool { return l.to == p.here().of }); at >= 0 {
		page = p.draw(m, of, at, w) // mark the present explanation in it
	}
	lines := page.lines
	if len(lines) > room {
		more := draw.NewLine(w).Put(t.Dim, fmt.Sprintf("… %d more lines", len(lines)-room+1)).String()
		lines = append(slices.Clip(lines[:room-1]), more)
	}
	return append([]string{p.titleLine(m, of, w)}, draw.Exact(lines, w, room)...)
}

// foot draws the keys that have an effect now, and the scroll position.
func (p *explainer) foot(m *Model, w, sections int, place string) string {
	var list []keys.Binding
	put := func(a keys.Action, shown, word string) {
		list = append(list, keys.For(a, keys.InWhy).Called(shown, word))
	}
	to, leads := p.chosen(m)
	if leads {
		put(keys.Follow, "", to)
	}
	above, is := p.above(m)
	if is {
		put(keys.Above, "", wholeOr(above))
	}
	if is && above != "" {
		put(keys.Whole, "", "")
	}
	if len(p.trail) > 1 {
		put(keys.Back, "", "")
		put(keys.Leave, "", "")
	} else {
		put(keys.Back, "", "close")
	}
	switch {
	case place != "":
		put(keys.Move, keys.For(keys.Move, keys.InWhy).Shown()+" "+dialog.NumbersTo(sections), "")
	case leads:
		put(keys.Select, "", "")
	}
	return dialog.FooterWith(m.theme, w, list, place)
}
