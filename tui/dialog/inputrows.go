package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/tui/draw"
	"assay/tui/keys"
)

// row is one row of a text of several lines, as a part of the text in bytes.
type row struct{ from, to int }

// NewLines is a text of several lines, with the cursor at its end.
func NewLines(text string) Input {
	in := Input{lines: true}
	in.SetValue(text)
	return in
}

// TypeIn is [Input.Type] for a text of several lines in a box of w×h.
func (in *Input) TypeIn(msg tea.Msg, w, h int) bool {
	used := true
	switch a := keys.Of(msg, keys.InLines); a {
	case keys.NewLine:
		in.insert("\n")
	case keys.Down:
		in.moveRows(w, 1)
	case keys.Up:
		in.moveRows(w, -1)
	case keys.PageDown:
		in.moveRows(w, h-1)
	case keys.PageUp:
		in.moveRows(w, 1-h)
	case keys.Top:
		in.at = 0
	case keys.Bottom:
		in.at = len(in.text)
	default:
		used = in.Type(msg)
	}
	in.from = in.firstRow(w, h)
	return used
}

// rows breaks the text into rows of w columns at most, where it can between words.
// One column of each stays free for the cursor.
func (in *Input) rows(w int) []row {
	room := max(w-1, 2)
	var rows []row
	start, width := 0, 0
	blank, blankWidth := 0, 0 // behind the last blank of the row
	turn := func(at int) {
		rows = append(rows, row{start, at})
		start, width = at, 0
		blank = at
	}
	for at := 0; at < len(in.text); {
		letter := firstLetter(in.text[at:])
		n := draw.Width(letter)
		switch {
		case letter == "\n":
			turn(at)
			start, blank = at+1, at+1
		case width+n <= room:
			width += n
			if letter == " " {
				blank, blankWidth = at+1, width
			}
		case letter == " ": // it hangs over
			turn(at + 1)
		case blank > start:
			rest := width - blankWidth
			turn(blank)
			width = rest + n
		default:
			turn(at)
			width = n
		}
		at += len(letter)
	}
	return append(rows, row{start, len(in.text)})
}

// rowOfCursor is the row in which the cursor is.
func (in *Input) rowOfCursor(rows []row) int {
	n := len(rows) - 1
	for n > 0 && rows[n].from > in.at {
		n--
	}
	return n
}

// moveRows moves the cursor up or down by rows, in its column.
func (in *Input) moveRows(w, by int) {
	rows := in.rows(w)
	here := in.rowOfCursor(rows)
	column := draw.Width(in.text[rows[here].from:in.at])
	to := here + by
	switch {
	case to < 0:
		in.at = 0
		return
	case to >= len(rows):
		in.at = len(in.text)
		return
	}
	in.at = rows[to].from
	for in.at < rows[to].to {
		letter := firstLetter(in.text[in.at:])
		if column -= draw.Width(letter); column < 0 {
			break
		}
		if in.at+len(letter) == rows[to].to && to < len(rows)-1 && rows[to+1].from == rows[to].to {
			break // behind its last letter the cursor is in the next row
		}
		in.at += len(letter)
	}
}

// firstRow is the first row to show, so that the cursor is in one of h rows.
func (in *Input) firstRow(w, h int) int {
	rows := in.rows(w)
	here := in.rowOfCursor(rows)
	return max(0, min(max(min(in.from, here), here-h+1), len(rows)-1))
}

// Box draws h rows of w columns around the cursor, and gives the place of the cursor.
func (in *Input) Box(w, h int) (lines []string, x, y int) {
	rows := in.rows(w)
	here, from := in.rowOfCursor(rows), in.firstRow(w, h)
	for n := from; n < from+h; n++ {
		text := ""
		if n < len(rows) {
			text = strings.TrimRight(in.text[rows[n].from:rows[n].to], " ")
		}
		lines = append(lines, draw.Fit(text, w))
	}
	return lines, draw.Width(in.text[rows[here].from:in.at]), here - from
}
