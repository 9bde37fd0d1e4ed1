package workbook

import (
	"fmt"
	"maps"
	"slices"
)

// Check reads a file as another program would, and returns an error if it differs from
// the book: in the sheets, or in the text, the type or the number format of a cell.
func (b Book) Check(file []byte) error {
	sheets, err := read(file)
	if err != nil {
		return err
	}
	var got, want []string
	for _, s := range sheets {
		got = append(got, s.name)
	}
	for _, s := range b.Sheets {
		want = append(want, s.Name)
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the sheets are %q, want %q", got, want)
	}
	for n, s := range b.Sheets {
		if err := s.check(sheets[n].rows); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	return nil
}

func (s Sheet) check(got map[string]foundCell) error {
	for n, r := range s.Rows {
		for i, cell := range r.Cells {
			at := address(i, n)
			read, there := got[at]
			delete(got, at)
			switch {
			case cell.empty() && !there:
			case !there:
				return fmt.Errorf("cell %s is empty, want %q", at, cell)
			case read.formula:
				return fmt.Errorf("cell %s is a formula", at)
			case read.text != cell.String() || read.number != cell.typed:
				return fmt.Errorf("cell %s is %q (a number: %t), want %q (a number: %t)", at, read.text, read.number, cell, cell.typed)
			case cell.format != "" && read.format != cell.format:
				return fmt.Errorf("cell %s has the number format %q, want %q", at, read.format, cell.format)
			}
		}
	}
	if len(got) > 0 {
		return fmt.Errorf("cell %s has a value, and should have none", slices.Sorted(maps.Keys(got))[0])
	}
	return nil
}

// Cut lists the cells whose texts were cut, because they are longer than a cell may
// be, such as Answers!N7.
func (b Book) Cut() []string {
	var all []string
	for _, s := range b.Sheets {
		for n, r := range s.Rows {
			for i, cell := range r.Cells {
				if cell.cut {
					all = append(all, s.Name+"!"+address(i, n))
				}
			}
		}
	}
	return all
}
