package draw

import "github.com/charmbracelet/x/ansi"

// Line builds one line of an exact width, from left to right. Text that does not
// fit is cut with an ellipsis, and String fills the rest with blanks. Do not use a line
// after String.
type Line struct {
	draft []byte
	left  int  // columns that are still free
	pen   *pen // which writes the line, or nil
}

// NewLine is an empty line of w columns.
func NewLine(w int) *Line { return &Line{left: max(w, 0), draft: make([]byte, 0, max(w, 0)+96)} }

// Line is an empty line of w columns. It costs less than NewLine.
func (t *Theme) Line(w int) *Line { return t.pen.line(w) }

// Left is the number of columns that are still free.
func (l *Line) Left() int { return l.left }

// Put writes a text of the program.
func (l *Line) Put(k Ink, text string) *Line {
	if l.left == 0 || text == "" {
		return l
	}
	n := Width(text)
	if n > l.left {
		text = ansi.Truncate(text, l.left, "…")
		n = Width(text)
	}
	l.draft = append(l.draft, k.open...)
	l.draft = append(l.draft, text...)
	l.draft = append(l.draft, k.close...)
	l.left -= n
	return l
}

// Then writes a blank and a text of the program.
func (l *Line) Then(k Ink, text string) *Line {
	n := Width(text) + 1
	if n > l.left {
		return l.Put(k, " "+text)
	}
	l.draft = append(l.draft, k.open...)
	l.draft = append(l.draft, ' ')
	l.draft = append(l.draft, text...)
	l.draft = append(l.draft, k.close...)
	l.left -= n
	return l
}

// Times writes a sign of one column n times.
func (l *Line) Times(k Ink, sign string, n int) *Line {
	if n = min(n, l.left); n <= 0 {
		return l
	}
	l.draft = append(l.draft, k.open...)
	for range n {
		l.draft = append(l.draft, sign...)
	}
	l.draft = append(l.draft, k.close...)
	l.left -= n
	return l
}

// Say writes a text from outside.
func (l *Line) Say(k Ink, text string) *Line { return l.Put(k, Harmless(text)) }

// Gap leaves n columns blank.
func (l *Line) Gap(n int) *Line {
	n = min(n, l.left)
	l.draft = append(l.draft, Blanks(n)...)
	l.left -= max(n, 0)
	return l
}

// Cell writes a text from outside into exactly w columns.
func (l *Line) Cell(k Ink, text string, w int) *Line {
	w = min(w, l.left)
	after := l.left - w
	l.left = w
	l.Say(k, text)
	l.Gap(l.left)
	l.left = after
	return l
}

// Part writes something into exactly w columns.
func (l *Line) Part(w int, write func(part *Line)) *Line {
	w = min(max(w, 0), l.left)
	after := l.left - w
	l.left = w
	write(l)
	l.Gap(l.left)
	l.left = after
	return l
}

// Mark writes the mark of the chosen line, or leaves its two columns blank.
func (l *Line) Mark(t *Theme, chosen bool) *Line {
	if chosen {
		return l.Put(t.Title, "▸ ")
	}
	return l.Gap(2)
}

// Number writes a text of the program into w columns, flush right.
func (l *Line) Number(k Ink, text string, w int) *Line {
	return l.Gap(w-Width(text)).Put(k, text)
}

// Raw writes a text that is already drawn and n columns wide.
func (l *Line) Raw(text string, n int) *Line {
	if n > l.left {
		text = ansi.Truncate(text, l.left, "")
		n = Width(text)
	}
	l.draft = append(l.draft, text...)
	l.left -= n
	return l
}

// End puts a text that is already drawn at the right edge, if it fits.
func (l *Line) End(text string) *Line {
	if n := Width(text); n <= l.left {
		l.Gap(l.left-n).Raw(text, n)
	}
	return l
}

// String is the whole line.
func (l *Line) String() string {
	l.Gap(l.left)
	if l.pen == nil {
		return string(l.draft)
	}
	text := l.pen.write(l.draft)
	l.pen.done(l)
	return text
}
