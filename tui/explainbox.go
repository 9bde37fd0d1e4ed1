package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
)

// How an explanation is drawn.

// explainPage is an explanation in lines.
type explainPage struct {
	lines    []string
	leads    []lead
	sections []int // the line on which each begins
}

// lead is a line that leads on to an item or a domain.
type lead struct {
	to        string
	line, end int // its first line, and the one after its last
}

// widePair is the width of a window in which what the chosen line leads to is
// shown beside it.
const widePair = 160

// explainWidth is the width inside the box, in a window of w columns, and that
// of the explanation itself.
func explainWidth(w int) (box, page int) {
	if w < widePair {
		box = min(w-4, 110)
		return box, box
	}
	return w - 4, (w - 4 - gutter) / 2
}

// explainRoom is the number of lines for an explanation, in a window of h.
func explainRoom(h int) int { return max(h-6, 1) }

// page is the present explanation.
func (p *explainer) page(m *Model) explainPage {
	_, w := explainWidth(m.w)
	return p.draw(m, p.here().of, p.here().at, w)
}

// draw is an explanation in w columns, with the mark on one of the lines that
// lead on. What was drawn before is not drawn again.
func (p *explainer) draw(m *Model, of string, mark, w int) explainPage {
	t := m.theme
	out := &pile{t: t, w: w}
	k := m.books[p.id]
	if k == nil {
		out.add(out.row().put(t.dim, "reading …"))
		return explainPage{lines: out.lines}
	}
	e, err := p.explain(k, of)
	if err != nil {
		out.paragraph(t.badStrong, "! ", t.bad, err.Error())
		return explainPage{lines: out.lines}
	}
	drawing := drawing{k.explained(of), mark, w}
	page, drawn := p.drawn[drawing]
	if !drawn {
		page = drawPage(out, e, mark)
		p.drawn[drawing] = page
	}
	return page
}

func drawPage(out *pile, e assessment.Explanation, mark int) explainPage {
	t, page := out.t, explainPage{}
	for n, section := range e.Sections {
		if n > 0 {
			out.blank()
		}
		page.sections = append(page.sections, out.height())
		draw := proseLines(out, section)
		head := out.row().put(t.key, fmt.Sprint(n+1)).gap(1).put(t.title, section.Title)
		if len(section.Columns) > 0 {
			draw = tableLines(out, head, section)
		}
		out.add(head)
		if section.Note != "" {
			out.paragraph(t.plain, "  ", t.dim, section.Note)
		}
		for n, line := range section.Lines {
			marked, first := line.Opens != "" && len(page.leads) == mark, out.height()
			draw(n, marked)
			if line.Opens != "" {
				page.leads = append(page.leads, lead{line.Opens, first, out.height()})
			}
		}
	}
	out.blank()
	out.paragraph(t.plain, "", t.dim, assessment.RoundedNote)
	page.lines = slices.Clip(out.lines)
	return page
}

// inks are those of a line's name and text.
func inks(t *theme, line assessment.ExplanationLine, marked bool) (name, text ink) {
	switch {
	case marked:
		return t.title, t.strong
	case line.Opens != "":
		return t.accent, t.plain
	}
	return t.dim, t.plain
}

func putMark(r *row, t *theme, marked bool) *row {
	if marked {
		return r.put(t.title, "▸ ")
	}
	return r.gap(2)
}

// tie stands for a hyphen while lines are broken, so that no id or date is torn
// there. It is of private use: no text holds it.
const tie = "\ue02d"

// proseLines draws the sentences of a section, each beside its name.
func proseLines(out *pile, section assessment.ExplanationSection) func(n int, marked bool) {
	const least = 8
	names := min(max(widest(section.Lines, func(l assessment.ExplanationLine) string { return harmless(l.Name) }), least), out.w/3)
	return func(n int, marked bool) {
		line := section.Lines[n]
		nameInk, textInk := inks(out.t, line, marked)
		label := section.Label(n)
		before := putMark(newRow(names+4), out.t, marked).cell(nameInk, label, names).gap(2).String()
		first := out.height()
		out.paragraph(out.t.plain, before, textInk, strings.ReplaceAll(line.Text, "-", tie))
		for n := first; n < out.height(); n++ {
			out.lines[n] = strings.ReplaceAll(out.lines[n], tie, "-")
		}
	}
}

// tableLines draws the figures of a section, flush right under the names of
// their columns, with as much of the texts as there is room for.
func tableLines(out *pile, head *row, section assessment.ExplanationSection) func(n int, marked bool) {
	decimals := section.Decimals()
	widths := make([]int, len(section.Columns))
	taken := 0
	for c, column := range section.Columns {
		widths[c] = max(width(column), widest(section.Lines, func(l assessment.ExplanationLine) string { return l.Figures[c].Rounded(decimals[c]) })) + 2
		taken += widths[c]
	}
	names := widest(section.Lines, func(l assessment.ExplanationLine) string { return harmless(l.Name) })
	head.gap(head.left - taken)
	for c, column := range section.Columns {
		head.number(out.t.dim, column, widths[c])
	}
	return func(n int, marked bool) {
		line := section.Lines[n]
		nameInk, textInk := inks(out.t, line, marked)
		r := putMark(out.row(), out.t, marked).cell(nameInk, line.Name, names).gap(2)
		r.cell(textInk, line.Text, max(r.left-taken, 0))
		for c, figure := range line.Figures {
			r.number(textInk, figure.Rounded(decimals[c]), widths[c])
		}
		out.add(r)
	}
}

func (p *explainer) box(m *Model, _, _ int) box {
	t, here := m.theme, p.here()
	w, pageWidth := explainWidth(m.w)
	room := explainRoom(m.h)
	page := p.page(m)
	from := max(0, min(here.from, len(page.lines)-room))
	shown := slices.Clone(page.lines[from:min(from+room, len(page.lines))])
	lines := append([]string{p.titleLine(m, here.of, pageWidth)}, exact(shown, pageWidth, room)...)
	if pageWidth < w {
		lines = beside(t, room+1, lines, p.partner(m, w-pageWidth-gutter, room))
	}
	place := ""
	if len(page.lines) > room {
		place = fmt.Sprintf("%d–%d of %d", from+1, from+len(shown), len(page.lines))
	}
	lines = append(lines, p.foot(m, w, len(page.sections), place))
	return box{lines: card(t, p.title(m), lines, w)}
}

// title says which assessment is explained, and the way that led here.
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

// titleLine says what an explanation is of, and from which standpoint.
func (p *explainer) titleLine(m *Model, of string, w int) string {
	t, r := m.theme, newRow(w)
	k := m.books[p.id]
	if k == nil {
		return r.String()
	}
	e, err := p.explain(k, of)
	if err != nil {
		return r.say(t.strong, of).String()
	}
	aside := fmt.Sprintf("for %s, as of %s", e.Milestone, e.AsOf)
	about := newRow(max(w-len(aside)-2, 0)).say(t.strong, strings.TrimSpace(e.ID+" "+e.Title))
	return r.raw(about.String(), w-len(aside)-2).end(t.dim.on(aside)).String()
}

// partner is what the chosen line leads to or, where nothing is chosen, what
// the present explanation is a part of.
func (p *explainer) partner(m *Model, w, room int) []string {
	t := m.theme
	of, is := p.chosen(m)
	if !is {
		of, is = p.above(m)
	}
	if !is {
		return exact(nil, w, room+1)
	}
	page := p.draw(m, of, -1, w)
	if at := slices.IndexFunc(page.leads, func(l lead) bool { return l.to == p.here().of }); at >= 0 {
		page = p.draw(m, of, at, w) // marks the present one in it
	}
	lines := page.lines
	if len(lines) > room {
		more := newRow(w).put(t.dim, fmt.Sprintf("… %d more lines", len(lines)-room+1)).String()
		lines = append(slices.Clip(lines[:room-1]), more)
	}
	return append([]string{p.titleLine(m, of, w)}, exact(lines, w, room)...)
}

// foot shows the keys that do something now, and the place on the page.
func (p *explainer) foot(m *Model, w, sections int, place string) string {
	t, r := m.theme, newRow(w-width(place)-1)
	put := func(key, word string) {
		if r.left >= width(key)+1+width(word) {
			r.put(t.key, key).put(t.dim, " "+word).gap(2)
		}
	}
	to, leads := p.chosen(m)
	if leads {
		put("enter", to)
	}
	above, is := p.above(m)
	if is {
		put("←", wholeOr(above))
	}
	if is && above != "" {
		put("w", "the whole")
	}
	if len(p.trail) > 1 {
		put("esc", "back")
		put("q", "close")
	} else {
		put("esc", "close")
	}
	switch {
	case place != "":
		put("j k space "+numbersTo(sections), "move")
	case leads:
		put("j k", "choose")
	}
	return newRow(w).raw(r.String(), w-width(place)-1).end(t.dim.on(place)).String()
}
