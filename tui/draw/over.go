package draw

import "github.com/charmbracelet/x/ansi"

// Over lays a box onto lines of w columns, its top left corner at x, y. The hidden
// parts are gone, so that a box over many boxes costs as much as one.
func Over(t *Theme, lines, box []string, x, y, w, boxWidth int) {
	for n, line := range box {
		if at := y + n; at >= 0 && at < len(lines) {
			l := t.pen.line(0)
			l.draft = append(columns(l.draft, lines[at], 0, x), line...)
			l.draft = columns(l.draft, lines[at], x+boxWidth, w)
			lines[at] = l.String()
		}
	}
}

// columns appends some columns of a drawn line, with the ink they have there and
// nothing of the ink of others. Half of a wide letter becomes a blank.
func columns(out []byte, line string, from, to int) []byte {
	if from >= to {
		return out
	}
	ink, inked, at := "", false, 0 // the ink at this column; whether out has it
	put := func(text string) {
		if ink != "" && !inked {
			out = append(out, ink...)
		}
		inked = ink != ""
		out = append(out, text...)
	}
	for line != "" && at < to {
		letter, width := next(line)
		line = line[len(letter):]
		switch end := at + width; {
		case letter[0] == '\x1b':
			if inked {
				out = append(out, noInk...)
			}
			ink, inked = inkAfter(ink, letter), false
		case at >= from && end <= to && (width > 0 || at > from):
			put(letter)
		case end > from && width > 0:
			put(Blanks(min(end, to) - max(at, from)))
		}
		at += width
	}
	if inked {
		out = append(out, noInk...)
	}
	return append(out, Blanks(to-max(at, from))...)
}

// noInk ends every ink.
const noInk = "\x1b[m"

func inkAfter(ink, sequence string) string {
	if sequence == noInk || sequence == "\x1b[0m" {
		return ""
	}
	return ink + sequence
}

// next is the first letter or escape sequence of a drawn line.
func next(line string) (letter string, width int) {
	if n := inkLength(line); n > 0 {
		return line[:n], 0
	}
	// What follows must not join the letter, as an accent does.
	if n := single(line); n > 0 && (n == len(line) || line[n] < 0x80 || single(line[n:]) > 0) {
		return line[:n], 1
	}
	sequence, width, n, _ := ansi.DecodeSequence(line, ansi.NormalState, nil)
	if n == 0 {
		return line[:1], 0
	}
	return sequence, width
}
