package grid

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// separators are the signs between the cells of CSV, the likeliest first.
var separators = []rune{',', ';', '\t'}

// CSV reads a file of CSV in UTF-8, UTF-16 or Windows-1252, with a comma, a
// semicolon or a tab between its cells. It finds out which.
func CSV(text []byte) (Sheet, error) {
	if len(text) > MaxBytes {
		return Sheet{}, tooLarge("the file", MaxBytes)
	}
	decoded, err := decode(text)
	if err != nil {
		return Sheet{}, err
	}
	between := separatorOf(&decoded)
	rows, err := split(decoded, between)
	if err != nil {
		return Sheet{}, err
	}
	var sheet Sheet
	limits := newBudget()
	for _, cells := range rows {
		row := Row{Number: cells.line}
		if len(cells.texts) > maxColumn {
			return Sheet{}, refuse(Large, "line %d has more than %d cells", cells.line, maxColumn)
		}
		for n, cell := range cells.texts {
			if cell == "" {
				continue
			}
			if err := limits.take(cell); err != nil {
				return Sheet{}, err
			}
			row.Cells = append(row.Cells, Cell{Row: row.Number, Column: n + 1, Text: cell, Form: Text})
		}
		if len(row.Cells) > 0 {
			sheet.Rows = append(sheet.Rows, row)
		}
	}
	return sheet, nil
}

// decode brings a text into UTF-8.
func decode(text []byte) (string, error) {
	wide := func(order binary.ByteOrder, text []byte) (string, error) {
		if len(text)%2 != 0 {
			return "", refuse(Damaged, "the text is cut in the middle of a letter")
		}
		units := make([]uint16, len(text)/2)
		for n := range units {
			units[n] = order.Uint16(text[2*n:])
		}
		return string(utf16.Decode(units)), nil
	}
	begin := text[:min(len(text), 4096)]
	switch zeros := bytes.Count(begin, []byte{0}); {
	case bytes.HasPrefix(text, []byte{0xef, 0xbb, 0xbf}):
		text = text[3:]
		if !utf8.Valid(text) {
			return "", refuse(Damaged, "the text says that it is UTF-8, and is not")
		}
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		return wide(binary.LittleEndian, text[2:])
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return wide(binary.BigEndian, text[2:])
	case zeros > 0 && zeros >= len(begin)/3 && len(begin) > 1:
		if begin[0] == 0 {
			return wide(binary.BigEndian, text)
		}
		return wide(binary.LittleEndian, text)
	case zeros > 0:
		return "", refuse(Unknown, "this is no file that assay can read: save it as .xlsx, .docx or .csv")
	}
	if utf8.Valid(text) {
		return string(text), nil
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(text)
	return string(decoded), err
}

// separatorOf finds the sign between the cells, and removes the line with which
// Excel names it.
func separatorOf(text *string) rune {
	if first, rest, found := strings.Cut(*text, "\n"); found && strings.HasPrefix(first, "sep=") {
		if named := strings.TrimSuffix(first[len("sep="):], "\r"); utf8.RuneCountInString(named) == 1 {
			*text = "\n" + rest // the lines keep their numbers
			sign, _ := utf8.DecodeRuneInString(named)
			return sign
		}
	}
	best, most := separators[0], 0
	for _, sign := range separators {
		rows, err := split((*text)[:min(len(*text), 1<<18)], sign)
		if err != nil && len(rows) == 0 {
			continue
		}
		// The right sign cuts most rows into the same number of cells.
		counts := map[int]int{}
		for _, row := range rows[:min(len(rows), 200)] {
			counts[len(row.texts)]++
		}
		for cells, found := range counts {
			if score := found * (cells - 1); score > most {
				best, most = sign, score
			}
		}
	}
	return best
}

// line is one record of CSV with the line on which it begins.
type line struct {
	line  int
	texts []string
}

// split cuts a text into records. It reads quotation marks strictly, and only if
// that fails, as Excel does: within a cell that does not begin with one, they are
// letters.
func split(text string, between rune) ([]line, error) {
	rows, err := splitAs(text, between, false)
	if errors.Is(err, csv.ErrBareQuote) {
		rows, err = splitAs(text, between, true)
	}
	var where *csv.ParseError
	if errors.As(err, &where) {
		return rows, refuse(Damaged, "line %d is no CSV: %v", where.Line, where.Err)
	}
	return rows, err
}

func splitAs(text string, between rune, lazy bool) ([]line, error) {
	reader := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "\r\r\n", "\r\n")))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = between, lazy, -1
	var rows []line
	for {
		texts, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		number, _ := reader.FieldPos(0)
		if rows = append(rows, line{number, texts}); len(rows) > maxCells {
			return rows, refuse(Large, "the file has more than %d lines", maxCells)
		}
	}
}
