package export

import (
	"math"
	"strconv"
	"strings"
	"time"

	"assay/assessment"
	"assay/report/workbook"
)

// Value is the value of one cell, in the form of its column. The zero Value is an
// empty one: an empty text or list, or no number, day, moment or truth.
type Value struct {
	text   string
	list   []string
	number float64 // also a truth: 1 or 0
	day    assessment.Date
	at     int64 // microseconds UTC
	is     bool  // the number is there
}

func text[T ~string](text T) Value { return Value{text: string(text)} }
func list(texts []string) Value    { return Value{list: texts} }
func count(n int) Value            { return Value{number: float64(n), is: true} }
func day(d assessment.Date) Value  { return Value{day: d} }
func moment(at int64) Value        { return Value{at: at} }
func figure(value float64) Value   { return Value{number: math.Round(value*1e6) / 1e6, is: true} }
func share(value float64) Value {
	return Value{number: math.Floor(float64(value*1e4)+1e-6) / 1e4, is: true}
} // rounded down, as everywhere
func truth(is bool) Value {
	if is {
		return Value{number: 1, is: true}
	}
	return Value{is: true}
}

// score is a score, or nothing where there is none.
func score(s assessment.Score) Value {
	if s == assessment.NoScore {
		return Value{}
	}
	return Value{number: float64(s) / 10, is: true}
}

// tenths is a number of tenths.
func tenths(n int) Value { return Value{number: float64(n) / 10, is: true} }

// some is a count, or nothing for 0.
func some(n int) Value {
	if n == 0 {
		return Value{}
	}
	return count(n)
}

// places are the decimals with which a number is shown.
func (f Form) places() int {
	switch f {
	case Score:
		return 1
	case Figure:
		return 2
	}
	return 0
}

// yes is a truth in words, or nothing.
func (v Value) yes() string {
	switch {
	case !v.is:
		return ""
	case v.number == 1:
		return "yes"
	}
	return "no"
}

// cell is the value in a workbook.
func (v Value) cell(form Form, zone *time.Location) workbook.Cell {
	switch form {
	case Code:
		return workbook.Code(v.text)
	case List:
		return workbook.Text(strings.Join(v.list, "\n"))
	case Day:
		return workbook.Day(v.day)
	case Moment:
		return workbook.Moment(v.at, zone)
	case Truth:
		return workbook.Text(v.yes())
	case Text:
		return workbook.Text(v.text)
	case Mixed:
		switch {
		case !v.day.IsZero():
			return workbook.Day(v.day)
		case !v.is:
			return workbook.Text(v.text)
		case strings.HasSuffix(v.text, "%"):
			return workbook.Share(v.number)
		}
		_, decimals, _ := strings.Cut(v.text, ".")
		return workbook.Number(v.number, len(decimals))
	}
	switch {
	case !v.is:
		return workbook.Text("")
	case form == Share:
		return workbook.Share(v.number)
	}
	return workbook.Number(v.number, form.places())
}

// plain is the value as a text without markup. A list has its texts one on a line.
func (v Value) plain(form Form, zone *time.Location) string {
	switch form {
	case List:
		return strings.Join(v.list, "\n")
	case Day:
		return v.day.String()
	case Moment:
		if v.at == 0 {
			return ""
		}
		return time.UnixMicro(v.at).In(zone).Format("2006-01-02 15:04")
	case Truth:
		return v.yes()
	case Text, Code, Mixed:
		return v.text
	}
	if !v.is {
		return ""
	}
	return strconv.FormatFloat(v.number, 'f', -1, 64)
}

// shown is the value for a person who reads: scores with their decimal, shares as
// percentages.
func (v Value) shown(form Form, zone *time.Location) string {
	switch {
	case form == Share && v.is:
		return strconv.FormatFloat(math.Round(v.number*1e4)/1e2, 'f', -1, 64) + "%"
	case form.numeric() && v.is:
		return strconv.FormatFloat(v.number, 'f', form.places(), 64)
	}
	return v.plain(form, zone)
}

func (f Form) numeric() bool { return f == Count || f == Score || f == Figure || f == Share }

// json is the value for a program. Nothing is null, and no text and no list are empty.
func (v Value) json(form Form) any {
	switch form {
	case Text, Code, Mixed:
		return v.text
	case List:
		return append([]string{}, v.list...)
	case Day:
		if v.day.IsZero() {
			return nil
		}
		return v.day.String()
	case Moment:
		if v.at == 0 {
			return nil
		}
		return time.UnixMicro(v.at).UTC().Format(time.RFC3339Nano)
	}
	switch {
	case !v.is:
		return nil
	case form == Truth:
		return v.number == 1
	}
	return v.number
}
