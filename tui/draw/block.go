package draw

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Block is a stack of lines, all of one width, from top to bottom.
type Block struct {
	Theme *Theme
	Width int
	Lines []string
}

// NewBlock is an empty block of w columns.
func NewBlock(t *Theme, w int) *Block {
	const usual = 32 // lines
	return &Block{Theme: t, Width: w, Lines: make([]string, 0, usual)}
}

// Line is a new line as wide as the block. Add appends it when it is written.
func (b *Block) Line() *Line { return b.Theme.Line(b.Width) }

// Add appends a line.
func (b *Block) Add(l *Line) { b.Lines = append(b.Lines, l.String()) }

// Blank appends an empty line.
func (b *Block) Blank() { b.Lines = append(b.Lines, Blanks(b.Width)) }

// Rule appends a rule from edge to edge.
func (b *Block) Rule() { b.Add(b.Line().Times(b.Theme.Rule, "─", b.Width)) }

// Heading appends a title.
func (b *Block) Heading(title string) { b.Add(b.Line().Put(b.Theme.Title, title)) }

// Paragraph appends a text from outside, as many lines as it needs. The first
// line begins with the lead; the others are indented to the text.
func (b *Block) Paragraph(leadInk Ink, lead string, k Ink, text string) {
	indent := Width(lead)
	for n, line := range Wrap(text, b.Width-indent) {
		l := b.Line()
		if n == 0 {
			l.Put(leadInk, lead)
		} else {
			l.Gap(indent)
		}
		b.Add(l.Put(k, line))
	}
}

// Wrapped appends what write draws, in as many lines as it needs. The lines after
// the first are indented to the end of the lead. The end is drawn at the right edge
// if all fits on one line.
func (b *Block) Wrapped(lead, end string, write func(r *Line)) {
	const endless = 2000
	r := b.Theme.Line(endless)
	write(r)
	indent, n, text := Width(lead), endless-r.left, string(r.draft)
	b.Theme.pen.done(r)
	if n <= b.Width-indent {
		b.Add(b.Line().Raw(lead, indent).Raw(text, n).End(end))
		return
	}
	if plain := ansi.Strip(text); ascii(plain) {
		b.cutASCII(lead, text, plain)
		return
	}
	text = hyphenOfID.ReplaceAllString(text, "$1"+unbroken+"$2")
	for line := range strings.SplitSeq(lipgloss.Wrap(text, max(b.Width-indent, 2), ""), "\n") {
		line = strings.TrimSpace(strings.ReplaceAll(line, unbroken, "-"))
		b.Add(b.Line().Raw(lead, indent).Raw(line, Width(line)))
		lead = Blanks(indent)
	}
}

// cutASCII appends a drawn text as many lines. plain is the text without its inks.
func (b *Block) cutASCII(lead, text, plain string) {
	indent, from := Width(lead), 0
	for _, line := range wrapASCII(nil, plain, max(b.Width-indent, 2)) {
		line = strings.TrimLeft(line, " ")
		from += strings.Index(plain[from:], line)
		l := b.Line().Raw(lead, indent)
		l.draft = columns(l.draft, text, from, from+len(line))
		l.left -= len(line)
		b.Add(l)
		from += len(line)
		lead = Blanks(indent)
	}
}

// Height is the number of lines.
func (b *Block) Height() int { return len(b.Lines) }

// Exact is the block, cut or filled to h lines.
func (b *Block) Exact(h int) []string { return Exact(b.Lines, b.Width, h) }

// Exact cuts or fills lines of w columns to h lines.
func Exact(lines []string, w, h int) []string {
	if len(lines) > h {
		return lines[:max(h, 0)]
	}
	for len(lines) < h {
		lines = append(lines, Blanks(w))
	}
	return lines
}

// Gutter is the number of columns that Beside puts between two blocks.
const Gutter = 3

// Beside joins the lines of several blocks side by side, with a rule between
// them. Every block must have h lines.
func Beside(t *Theme, h int, blocks ...[]string) []string {
	between := " " + t.Rule.On("│") + " "
	lines := make([]string, h)
	for n := range lines {
		l := t.pen.line(0)
		for c := range blocks {
			if c > 0 {
				l.draft = append(l.draft, between...)
			}
			l.draft = append(l.draft, blocks[c][n]...)
		}
		lines[n] = l.String()
	}
	return lines
}

// Card frames lines of w columns. The card is four columns wider and two lines
// higher.
func Card(t *Theme, title string, lines []string, w int) []string {
	out := make([]string, 0, len(lines)+2)
	top := t.Line(w+4).Put(t.Accent, "╭─ ").Say(t.Title, ansi.Truncate(Harmless(title), w-1, "…")).Gap(1)
	top.Times(t.Accent, "─", top.left-1).Put(t.Accent, "╮")
	out = append(out, top.String())
	left, right := t.Accent.On("│")+" ", " "+t.Accent.On("│")
	for _, line := range lines {
		out = append(out, t.Join(left, line, right))
	}
	return append(out, t.Line(w+4).Put(t.Accent, "╰").Times(t.Accent, "─", w+2).Put(t.Accent, "╯").String())
}
