package grid

import (
	"cmp"
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// book is a workbook that is being read.
type book struct {
	*archive
	*budget
	strings []string
	formats []format // by style
	from    epoch
}

// listed is a sheet as the workbook lists it.
type listed struct {
	name, id string
	hidden   bool
}

func (a *archive) workbook() ([]Sheet, error) {
	b := &book{archive: a, budget: newBudget()}
	start, err := a.start()
	if err != nil {
		return nil, err
	}
	if start == "" || strings.HasSuffix(start, ".bin") {
		return nil, refuse(Unknown, "this packed file is not an XLSX workbook: save it as .xlsx")
	}
	list, err := b.list(start)
	if err != nil {
		return nil, err
	}
	parts, err := a.targets(start)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		switch part.kind {
		case "sharedStrings":
			err = b.readStrings(part.name)
		case "styles":
			err = b.readStyles(part.name)
		}
		if err != nil {
			return nil, err
		}
	}
	var sheets []Sheet
	for _, entry := range list {
		at := slices.IndexFunc(parts, func(t target) bool { return t.id == entry.id })
		if at < 0 || !a.has(parts[at].name) {
			return nil, refuse(Damaged, "the workbook lists the sheet %q and does not have it", entry.name)
		}
		if parts[at].kind != "worksheet" {
			continue // a sheet with nothing but a chart
		}
		sheet := Sheet{Name: entry.name, Hidden: entry.hidden}
		if err := b.readSheet(parts[at].name, &sheet); err != nil {
			return nil, err
		}
		sheets = append(sheets, sheet)
	}
	if len(sheets) == 0 {
		return nil, refuse(Damaged, "the workbook has no sheet with cells")
	}
	return sheets, nil
}

// target is a part to which another one refers.
type target struct{ id, kind, name string }

// targets lists the parts to which a part of the file refers. Parts outside of
// the file are left out.
func (a *archive) targets(of string) ([]target, error) {
	var all []target
	folder, file := path.Split(of)
	err := a.read(folder+"_rels/"+file+".rels", func(m *markup) error {
		return m.each(func(xml.StartElement) error {
			return m.each(func(e xml.StartElement) error {
				if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
					return nil
				}
				name := attribute(e, "Target")
				if !strings.HasPrefix(name, "/") {
					name = "/" + folder + name
				}
				all = append(all, target{attribute(e, "Id"), path.Base(attribute(e, "Type")), strings.TrimPrefix(path.Clean(name), "/")})
				return nil
			})
		})
	})
	return all, err
}

// start is the main part of the file, or empty.
func (a *archive) start() (string, error) {
	parts, err := a.targets("")
	for _, part := range parts {
		if part.kind == "officeDocument" && a.has(part.name) {
			return part.name, err
		}
	}
	return "", err
}

func (b *book) list(start string) ([]listed, error) {
	var all []listed
	root := ""
	err := b.read(start, func(m *markup) error {
		return m.each(func(e xml.StartElement) error {
			root = e.Name.Local
			return m.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "workbookPr":
					if value := attribute(e, "date1904"); value == "1" || value == "true" {
						b.from = macintosh
					}
				case "sheets":
					return m.each(func(e xml.StartElement) error {
						state := attribute(e, "state")
						id := ""
						for _, a := range e.Attr { // r:id beside sheetId
							if a.Name.Local == "id" {
								id = a.Value
							}
						}
						if all = append(all, listed{attribute(e, "name"), id, state == "hidden" || state == "veryHidden"}); len(all) > maxSheets {
							return refuse(Large, "the workbook has more than %d sheets", maxSheets)
						}
						return nil
					})
				}
				return nil
			})
		})
	})
	if err == nil && root != "workbook" {
		return nil, refuse(Unknown, "this packed file is not an XLSX workbook")
	}
	return all, err
}

func (b *book) readStrings(part string) error {
	total := 0
	return b.read(part, func(m *markup) error {
		return m.each(func(xml.StartElement) error {
			return m.each(func(e xml.StartElement) error {
				text, err := m.rich()
				if err != nil {
					return err
				}
				if total += len(text) + 16; total > maxText {
					return tooLarge("the text of all cells", maxText)
				}
				if b.strings = append(b.strings, text); len(b.strings) > maxCells {
					return refuse(Large, "the workbook has more than %d texts", maxCells)
				}
				return nil
			})
		})
	})
}

// rich is the text of the current element: plain, or in runs. It leaves out how
// the text is spoken.
func (m *markup) rich() (string, error) {
	var all strings.Builder
	add := func() error {
		text, err := m.text()
		if all.WriteString(text); err == nil && all.Len() > maxCell {
			err = tooLarge("a cell", maxCell)
		}
		return err
	}
	err := m.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "t":
			return add()
		case "r":
			return m.each(func(e xml.StartElement) error {
				if e.Name.Local == "t" {
					return add()
				}
				return nil
			})
		}
		return nil
	})
	return unescape(all.String()), err
}

var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unescape reads the characters that XML cannot hold: _x000D_ is a carriage
// return.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(found string) string {
		code, err := strconv.ParseUint(found[2:6], 16, 16)
		if err != nil || code >= 0xd800 && code <= 0xdfff {
			return found
		}
		return string(rune(code))
	})
}

func (b *book) readSheet(part string, sheet *Sheet) error {
	return b.read(part, func(m *markup) error {
		return m.each(func(xml.StartElement) error {
			return m.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "sheetData":
					return b.readRows(m, sheet)
				case "mergeCells":
					return m.each(func(e xml.StartElement) error {
						if span, ok := parseSpan(attribute(e, "ref")); ok && len(sheet.Merged) < maxSpans {
							sheet.Merged = append(sheet.Merged, span)
						}
						return nil
					})
				}
				return nil
			})
		})
	})
}

func (b *book) readRows(m *markup, sheet *Sheet) error {
	number := 0
	err := m.each(func(e xml.StartElement) error {
		if e.Name.Local != "row" {
			return nil
		}
		number++
		if r := attribute(e, "r"); r != "" {
			given, err := strconv.Atoi(r)
			if err != nil || given < number {
				return refuse(Damaged, "the rows of the sheet %q are not in order", sheet.Name)
			}
			number = given
		}
		if number > maxRow {
			return refuse(Damaged, "the sheet %q has a row %d", sheet.Name, number)
		}
		row := Row{Number: number, Hidden: attribute(e, "hidden") == "1" || attribute(e, "hidden") == "true"}
		if err := b.readCells(m, sheet, &row); err != nil || len(row.Cells) == 0 {
			return err
		}
		sheet.Rows = append(sheet.Rows, row)
		return nil
	})
	return err
}

func (b *book) readCells(m *markup, sheet *Sheet, row *Row) error {
	column := 0
	return m.each(func(e xml.StartElement) error {
		if e.Name.Local != "c" {
			return nil
		}
		column++
		if place := attribute(e, "r"); place != "" {
			line, given, ok := parsePlace(place)
			if !ok || line != row.Number || given < column {
				return refuse(Damaged, "the cell %q of the sheet %q is at another place", place, sheet.Name)
			}
			column = given
		}
		if column > maxColumn {
			return refuse(Damaged, "the sheet %q has a column %d", sheet.Name, column)
		}
		cell, err := b.readCell(m, e)
		if err != nil {
			return err
		}
		if cell.Text == "" && cell.Form != Formula {
			return nil
		}
		cell.Row, cell.Column = row.Number, column
		row.Cells = append(row.Cells, cell)
		return b.take(cell.Text + cell.Formula)
	})
}

func (b *book) readCell(m *markup, e xml.StartElement) (Cell, error) {
	var cell Cell
	var value, inline string
	isFormula := false
	err := m.each(func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "v":
			value, err = m.text()
		case "f":
			isFormula = true
			cell.Formula, err = m.text()
		case "is":
			inline, err = m.rich()
		}
		return err
	})
	if err != nil {
		return cell, err
	}
	switch kind := attribute(e, "t"); kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if value != "" && (err != nil || n < 0 || n >= len(b.strings)) {
			return cell, refuse(Damaged, "a cell refers to the text %q, which the workbook does not have", value)
		}
		if value != "" {
			cell.Text = b.strings[n]
		}
		cell.Form = Text
	case "inlineStr":
		cell.Text, cell.Form = cmp.Or(inline, unescape(value)), Text
	case "str":
		cell.Text, cell.Form = unescape(value), Text
	case "b":
		cell.Text, cell.Form = map[string]string{"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}[value], Bool
	case "e":
		cell.Text, cell.Form = value, Failure
	case "d":
		cell.Text, cell.Form = strings.TrimSuffix(strings.Replace(value, "T", " ", 1), " 00:00:00"), Date
	case "", "n":
		if value == "" {
			break
		}
		style, err := strconv.Atoi(cmp.Or(attribute(e, "s"), "0"))
		if err != nil || style < 0 || style >= len(b.formats) {
			style = -1
		}
		as := format{}
		if style >= 0 {
			as = b.formats[style]
		}
		if cell.Text, cell.Form, err = as.show(value, b.from); err != nil {
			return cell, err
		}
	default:
		return cell, refuse(Damaged, "a cell has the unknown type %q", kind)
	}
	if isFormula {
		cell.Form = Formula
	}
	return cell, nil
}

var place = regexp.MustCompile(`^([A-Z]{1,3})([0-9]{1,7})$`)

// parsePlace reads a place like B7.
func parsePlace(text string) (row, column int, ok bool) {
	parts := place.FindStringSubmatch(text)
	if parts == nil {
		return 0, 0, false
	}
	for _, letter := range parts[1] {
		column = column*26 + int(letter-'A') + 1
	}
	row, err := strconv.Atoi(parts[2])
	return row, column, err == nil && row > 0
}

func parseSpan(text string) (Span, bool) {
	first, last, found := strings.Cut(text, ":")
	top, left, ok := parsePlace(first)
	bottom, right, okay := parsePlace(last)
	return Span{top, left, bottom, right}, found && ok && okay
}
