package tui

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"assay/assessment"
	"assay/assessment/hostile"
)

// width is the number of columns that a text takes, sequences not counted.
func width(text string) int {
	if ascii(text) {
		return len(text)
	}
	return ansi.StringWidth(text)
}

// widest is the number of columns that the widest of some texts takes.
func widest[T any](list []T, text func(T) string) int {
	most := 0
	for _, one := range list {
		most = max(most, width(text(one)))
	}
	return most
}

// ascii reports a text of printable ASCII only: harmless, one column a byte.
func ascii(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// harmless is a text from outside as it may stand on one line.
func harmless(text string) string {
	if ascii(text) {
		return text
	}
	return hostile.Line(text)
}

// row builds one line of an exact width, from left to right. What does not fit
// is cut with an ellipsis; what is missing is filled with blanks.
type row struct {
	text strings.Builder
	left int // columns that are still free
}

func newRow(w int) *row {
	r := &row{left: max(w, 0)}
	r.text.Grow(w + 96)
	return r
}

// put writes a text of our own.
func (r *row) put(k ink, text string) *row {
	if r.left == 0 || text == "" {
		return r
	}
	n := width(text)
	if n > r.left {
		text = ansi.Truncate(text, r.left, "…")
		n = width(text)
	}
	r.text.WriteString(k.open)
	r.text.WriteString(text)
	r.text.WriteString(k.close)
	r.left -= n
	return r
}

// say writes a text from outside.
func (r *row) say(k ink, text string) *row { return r.put(k, harmless(text)) }

// gap leaves n columns free.
func (r *row) gap(n int) *row {
	n = min(n, r.left)
	r.text.WriteString(blanks(n))
	r.left -= max(n, 0)
	return r
}

// cell writes a text from outside into exactly w columns.
func (r *row) cell(k ink, text string, w int) *row {
	w = min(w, r.left)
	after := r.left - w
	r.left = w
	r.say(k, text)
	r.gap(r.left)
	r.left = after
	return r
}

// number is cell, flush right.
func (r *row) number(k ink, text string, w int) *row {
	return r.gap(w-width(text)).put(k, text)
}

// raw writes a text that was drawn before and is n columns wide.
func (r *row) raw(text string, n int) *row {
	if n > r.left {
		text = ansi.Truncate(text, r.left, "")
		n = width(text)
	}
	r.text.WriteString(text)
	r.left -= n
	return r
}

// end puts what was drawn before at the right edge, where it fits.
func (r *row) end(text string) *row {
	if n := width(text); n <= r.left {
		r.gap(r.left-n).raw(text, n)
	}
	return r
}

// String is the whole line.
func (r *row) String() string {
	r.gap(r.left)
	return r.text.String()
}

const manyBlanks = "                                                                                                                                "

func blanks(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(manyBlanks):
		return manyBlanks[:n]
	}
	return strings.Repeat(" ", n)
}

// hyphenOfID is a hyphen within an id or a date, as in BAA-09 and 2026-11-22.
var hyphenOfID = regexp.MustCompile(`([A-Z0-9])-([0-9])`)

// wrap breaks a text from outside into lines of at most w columns. An id or a
// date stays on one line.
func wrap(text string, w int) []string {
	text = strings.ReplaceAll(hostile.Clean(text), "\t", "    ")
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n "), "\n") {
		if width(paragraph) <= w {
			lines = append(lines, paragraph)
			continue
		}
		const unbroken = "\u2011"
		whole := !strings.Contains(paragraph, unbroken)
		if whole {
			paragraph = hyphenOfID.ReplaceAllString(paragraph, "$1"+unbroken+"$2")
		}
		for line := range strings.SplitSeq(ansi.Wrap(paragraph, max(w, 2), ""), "\n") {
			if whole {
				line = strings.ReplaceAll(line, unbroken, "-")
			}
			lines = append(lines, strings.TrimRight(line, " "))
		}
	}
	return lines
}

// pile is a column of lines, all of one width, from top to bottom.
type pile struct {
	t     *theme
	w     int
	lines []string
}

func (p *pile) add(r *row)    { p.lines = append(p.lines, r.String()) }
func (p *pile) blank()        { p.lines = append(p.lines, blanks(p.w)) }
func (p *pile) row() *row     { return newRow(p.w) }
func (p *pile) rule()         { p.add(p.row().put(p.t.rule, strings.Repeat("─", p.w))) }
func (p *pile) height() int   { return len(p.lines) }
func (p *pile) head(s string) { p.add(p.row().put(p.t.title, s)) }

// unread is a screen whose assessments are not read yet, or why they cannot be.
func (p *pile) unread(failed string) []string {
	p.blank()
	if failed != "" {
		p.paragraph(p.t.bad, " ! ", p.t.strong, failed)
	} else {
		p.add(p.row().gap(3).put(p.t.dim, "reading the assessments …"))
	}
	return p.lines
}

// paragraph writes a text from outside under a lead: the first line begins with
// the lead, the others below the text.
func (p *pile) paragraph(leadInk ink, lead string, k ink, text string) {
	indent := width(lead)
	for n, line := range wrap(text, p.w-indent) {
		r := p.row()
		if n == 0 {
			r.put(leadInk, lead)
		} else {
			r.gap(indent)
		}
		p.add(r.put(k, line))
	}
}

// exact cuts or fills to h lines.
func (p *pile) exact(h int) []string { return exact(p.lines, p.w, h) }

func exact(lines []string, w, h int) []string {
	if len(lines) > h {
		return lines[:max(h, 0)]
	}
	for len(lines) < h {
		lines = append(lines, blanks(w))
	}
	return lines
}

// beside joins columns of lines, with a rule between them. All have h lines.
func beside(t *theme, h int, columns ...[]string) []string {
	between := " " + t.rule.on("│") + " "
	lines := make([]string, h)
	for n := range lines {
		parts := make([]string, len(columns))
		for c := range columns {
			parts[c] = columns[c][n]
		}
		lines[n] = strings.Join(parts, between)
	}
	return lines
}

// gutter is the width of what beside draws between two columns.
const gutter = 3

// span is one stretch of a bar.
type span struct {
	k    ink
	cell string
	to   assessment.Score // where it ends, in tenths of 0 to 100
}

// bar draws spans over w columns, the later ones from where the earlier ended.
func bar(r *row, w int, rest ink, spans ...span) {
	at := 0
	for _, s := range spans {
		to := (int(s.to)*w + 500) / 1000
		if s.to > 0 && to == 0 {
			to = 1
		}
		if n := min(to, w) - at; n > 0 {
			r.put(s.k, strings.Repeat(s.cell, n))
			at += n
		}
	}
	r.put(rest, strings.Repeat("·", w-at))
}

// figure is a score as the screens print it, flush right in five columns.
func figure(s assessment.Score) string {
	text := s.String()
	return blanks(5-utf8.RuneCountInString(text)) + text
}

// fitDrawn brings a line that somebody else drew to exactly w columns.
func fitDrawn(line string, w int) string {
	n := width(line)
	if n > w {
		line = ansi.Truncate(line, w, "…")
		n = width(line)
	}
	return line + blanks(w-n)
}

// over lays a box onto lines, its top left corner at x, y.
func over(lines, box []string, x, y, w, boxWidth int) {
	for n, line := range box {
		at := y + n
		if at < 0 || at >= len(lines) {
			continue
		}
		left, rest := fitDrawn(ansi.Truncate(lines[at], x, ""), x), w-x-boxWidth
		right := ansi.TruncateLeft(lines[at], x+boxWidth, "")
		if width(right) > rest {
			// The edge of the box runs through a wide character.
			right = ansi.TruncateLeft(lines[at], x+boxWidth+1, "")
		}
		lines[at] = left + line + blanks(rest-width(right)) + right
	}
}
