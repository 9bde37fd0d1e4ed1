package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"assay/assessment"
	"assay/assessment/hostile"
)

// Cell is one cell with its type. The zero Cell is an empty text. Make others with
// [Text], [Code], [Number], [Share], [Day] and [Moment].
type Cell struct {
	text   string
	value  float64
	typed  bool   // value, and not text, is in the cell
	format string // the number format; empty for the general one
	cut    bool   // the text was too long
}

// The number formats.
const (
	asText   = "@"
	asDay    = "yyyy-mm-dd"
	asMoment = "yyyy-mm-dd hh:mm"
	asShare  = "0.00%"
)

// mostLetters is how many UTF-16 units a cell of XLSX holds.
const mostLetters = 32767

// cut ends a text that is too long for a cell.
const cut = " … (cut: longer than a cell of XLSX)"

// Text is a cell for people to read. A spreadsheet does not run it, see
// [hostile.Cell]. A text of more than 32,767 UTF-16 units is cut, and says so; see
// [Book.Cut].
func Text(text string) Cell {
	text, whole := fitting(text)
	return Cell{text: text, cut: !whole}
}

// Code is a short text that names something, such as an id or a hash. A
// spreadsheet leaves it as it is, even when somebody edits the cell.
func Code(text string) Cell {
	cell := Text(text)
	cell.format = asText
	return cell
}

// Texts is a row of cells for people to read.
func Texts(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for n, text := range texts {
		cells[n] = Text(text)
	}
	return cells
}

// fitting is a text as a cell can hold it.
func fitting(text string) (fits string, whole bool) {
	text = strings.Map(inXML, hostile.Cell(text))
	if len(text) <= mostLetters {
		return text, true
	}
	units := utf16.Encode([]rune(text))
	if len(units) <= mostLetters {
		return text, true
	}
	units = units[:mostLetters-len(utf16.Encode([]rune(cut)))]
	if last := units[len(units)-1]; utf16.IsSurrogate(rune(last)) && last < 0xdc00 {
		units = units[:len(units)-1] // half of a character
	}
	return string(utf16.Decode(units)) + cut, false
}

// inXML replaces the characters that XML cannot hold.
func inXML(r rune) rune {
	if r == 0xfffe || r == 0xffff {
		return '\uFFFD'
	}
	return r
}

// Number is a cell to compute with, shown with some decimal places.
func Number(value float64, places int) Cell {
	format := "0"
	if places > 0 {
		format += "." + strings.Repeat("0", places)
	}
	return Cell{value: value, typed: true, format: format}
}

// Share is a share of 0 to 1, shown as a percentage. It is rounded down, so that no
// spreadsheet shows a share as one that it misses.
func Share(share float64) Cell {
	const perShare = 10_000
	return Cell{value: math.Floor(float64(share*perShare)+1e-6) / perShare, typed: true, format: asShare}
}

// Day is a civil date, as a date of the spreadsheet. No date is an empty cell. A day
// before March 1900 is a text, because spreadsheets count those days differently.
func Day(day assessment.Date) Cell {
	if day.IsZero() {
		return Cell{format: asDay}
	}
	serial := float64(day) + epoch
	if serial < firstSerial || day.Time().Year() > 9999 {
		return Code(day.String())
	}
	return Cell{value: serial, typed: true, format: asDay}
}

// Moment is an instant (microseconds UTC) to the minute, as a date with a time of the
// spreadsheet, in a zone. Name the zone in the head of the column.
func Moment(at int64, zone *time.Location) Cell {
	if at == 0 {
		return Cell{format: asMoment}
	}
	local := time.UnixMicro(at).In(zone).Truncate(time.Minute)
	_, offset := local.Zone()
	minutes := math.Floor(float64(local.Unix()+int64(offset)) / 60)
	const perDay = 24 * 60
	serial := minutes/perDay + epoch
	if serial < firstSerial {
		return Code(local.Format("2006-01-02 15:04"))
	}
	return Cell{value: serial, typed: true, format: asMoment}
}

const (
	epoch       = 25569 // 1 January 1970 as a spreadsheet counts days
	firstSerial = 61    // 1 March 1900: spreadsheets take 1900 for a leap year
)

// empty reports whether nothing is in the cell.
func (c Cell) empty() bool { return !c.typed && c.text == "" }

// String is the value as the file holds it.
func (c Cell) String() string {
	if c.typed {
		return strconv.FormatFloat(c.value, 'f', -1, 64)
	}
	return c.text
}
