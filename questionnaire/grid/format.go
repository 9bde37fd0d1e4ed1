package grid

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
)

// epoch is the day from which a workbook counts.
type epoch int

const (
	windows   epoch = iota // 1 is 1900-01-01, and 1900 has a February 29
	macintosh              // 0 is 1904-01-01
)

// format is how a number is shown.
type format struct {
	date    bool // with day, month or year
	time    bool // with hours, minutes or seconds
	percent bool
	zeros   int // the least digits before the point, as in 0000
}

// builtIn are the formats that a workbook need not define and that are not for
// plain numbers.
func builtIn(id int) format {
	switch {
	case id == 9 || id == 10:
		return format{percent: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id >= 50 && id <= 58, id == 36:
		return format{date: true}
	case id == 22:
		return format{date: true, time: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return format{time: true}
	}
	return format{}
}

func (b *book) readStyles(part string) error {
	own := map[int]format{}
	return b.read(part, func(m *markup) error {
		return m.each(func(xml.StartElement) error {
			return m.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "numFmts":
					return m.each(func(e xml.StartElement) error {
						if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil {
							own[id] = parseFormat(attribute(e, "formatCode"))
						}
						return nil
					})
				case "cellXfs":
					return m.each(func(e xml.StartElement) error {
						id, err := strconv.Atoi(attribute(e, "numFmtId"))
						as, defined := own[id]
						if err == nil && !defined {
							as = builtIn(id)
						}
						b.formats = append(b.formats, as)
						return nil
					})
				}
				return nil
			})
		})
	})
}

const longestCode = 255 // as in Excel

// parseFormat reads the first part of a format code, the one for positive
// numbers: [$-409]d-mmm-yy;@
func parseFormat(code string) format {
	code = code[:min(len(code), longestCode)]
	var f format
	plain := true
	for n := 0; n < len(code); n++ {
		switch c := code[n]; c {
		case ';':
			n = len(code)
		case '"':
			n = skipTo(code, n+1, '"')
			plain = false
		case '[':
			end := skipTo(code, n+1, ']')
			if inner := strings.ToLower(code[n+1 : min(end, len(code))]); strings.Trim(inner, "hms") == "" && inner != "" {
				f.time = true // elapsed, like [h]:mm
			}
			n = end
		case '\\', '_', '*':
			n++
			plain = false
		case 'd', 'D', 'y', 'Y':
			f.date = true
		case 'h', 'H', 's', 'S':
			f.time = true
		case 'm', 'M':
			f.date = f.date || !f.time && !strings.ContainsAny(code[n:], "sS") && !strings.ContainsAny(code[:n], "hH")
		case '%':
			f.percent = true
		case 'G', 'g': // General
			return format{}
		case '0':
			f.zeros++
		default:
			plain = false
		}
	}
	if f.date || f.time || f.percent || !plain || f.zeros < 2 {
		f.zeros = 0
	}
	return f
}

func skipTo(code string, from int, end byte) int {
	if at := strings.IndexByte(code[min(from, len(code)):], end); at >= 0 {
		return from + at
	}
	return len(code)
}

// show is a number as people saw it.
func (f format) show(value string, from epoch) (string, Form, error) {
	number, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return "", Number, refuse(Damaged, "a cell has the number %q", value)
	}
	if f.date || f.time {
		if text, ok := f.moment(number, from); ok {
			return text, Date, nil
		}
	}
	if f.percent {
		return decimal(number*100) + "%", Number, nil
	}
	text := decimal(number)
	if missing := f.zeros - len(text); missing > 0 && number >= 0 && !strings.Contains(text, ".") {
		text = strings.Repeat("0", missing) + text
	}
	return text, Number, nil
}

// decimal writes a number with the 15 digits that spreadsheets keep.
func decimal(number float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64)
	if err != nil || math.Abs(rounded) >= 1e21 || rounded != 0 && math.Abs(rounded) < 1e-9 {
		return strconv.FormatFloat(number, 'g', 15, 64)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// moment reads a count of days as a date, a time or both.
func (f format) moment(days float64, from epoch) (string, bool) {
	if days < 0 || days >= 2_958_466 { // the year 10000
		return "", false
	}
	whole := math.Floor(days)
	seconds := math.Round((days - whole) * 86_400)
	if seconds == 86_400 {
		whole, seconds = whole+1, 0
	}
	clock := time.Time{}.Add(time.Duration(seconds) * time.Second)
	clockText := clock.Format("15:04")
	if clock.Second() != 0 {
		clockText = clock.Format("15:04:05")
	}
	if !f.date {
		if whole > 0 { // hours that have passed, in more than a day
			return "", false
		}
		return clockText, true
	}
	day := time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	if from == windows {
		if whole < 1 || whole == 60 { // 1900 had no February 29
			return "", false
		}
		day = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
		if whole > 60 {
			whole--
		}
	}
	text := day.AddDate(0, 0, int(whole)).Format(time.DateOnly)
	if seconds != 0 {
		text += " " + clockText
	}
	return text, true
}
