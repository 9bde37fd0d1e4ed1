package grid

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// document reads the tables of word/document.xml. A table within a cell is text
// of the cell.
func (a *archive) document() ([]Sheet, error) {
	d := &document{budget: newBudget()}
	if !a.has("word/document.xml") {
		return nil, refuse(Unknown, "this packed file is not a DOCX document")
	}
	if err := a.read("word/document.xml", d.read); err != nil {
		return nil, err
	}
	if len(d.above) > 0 {
		d.sheets = append(d.sheets, Sheet{Above: d.above})
	}
	return d.sheets, nil
}

type document struct {
	*budget
	sheets []Sheet
	above  []string
	tables int
	tall   map[int]int // of the current table: the latest merged range of a column
}

func (d *document) read(m *markup) error {
	return m.each(func(e xml.StartElement) error {
		if e.Name.Local != "document" {
			return refuse(Damaged, "the part %s is no document", m.part)
		}
		return m.each(func(xml.StartElement) error { return d.blocks(m) })
	})
}

// blocks reads paragraphs and tables, also those inside of content controls.
func (d *document) blocks(m *markup) error {
	return m.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "p":
			text, err := m.paragraphs()
			if text = strings.TrimSpace(text); err != nil || text == "" {
				return err
			}
			d.above = append(d.above, text)
			return d.take(text)
		case "tbl":
			if d.tables++; d.tables > maxSheets {
				return refuse(Large, "the document has more than %d tables", maxSheets)
			}
			sheet := Sheet{Name: fmt.Sprintf("Table %d", d.tables), Above: d.above}
			d.above = nil
			if err := d.table(m, &sheet); err != nil {
				return err
			}
			d.sheets = append(d.sheets, sheet)
		case "sdt", "sdtContent", "ins", "customXml", "smartTag":
			return d.blocks(m)
		}
		return nil
	})
}

func (d *document) table(m *markup, sheet *Sheet) error {
	number := 0
	d.tall = map[int]int{}
	var rows func() error
	rows = func() error {
		return m.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "tr":
				number++
				return d.row(m, sheet, number)
			case "sdt", "sdtContent", "ins", "customXml":
				return rows()
			}
			return nil
		})
	}
	return rows()
}

func (d *document) row(m *markup, sheet *Sheet, number int) error {
	row := Row{Number: number}
	column := 1
	var cells func() error
	cells = func() error {
		return m.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "tc":
				c := wordCell{width: 1}
				if err := c.read(m); err != nil {
					return err
				}
				if column+c.width > maxColumn {
					return refuse(Large, "a table has more than %d columns", maxColumn)
				}
				text := strings.TrimSpace(c.text.String())
				if err := d.take(text); err != nil {
					return err
				}
				if text != "" && !c.continues {
					row.Cells = append(row.Cells, Cell{Row: number, Column: column, Text: text, Form: Text})
				}
				d.merge(sheet, number, column, c)
				column += c.width
			case "sdt", "sdtContent", "customXml":
				return cells()
			}
			return nil
		})
	}
	if err := cells(); err != nil || len(row.Cells) == 0 {
		return err
	}
	sheet.Rows = append(sheet.Rows, row)
	return nil
}

// merge notes a cell that is wider than a column, or that goes on with the one
// above it.
func (d *document) merge(s *Sheet, row, column int, c wordCell) {
	if n, known := d.tall[column]; known && c.continues && s.Merged[n].Bottom == row-1 {
		s.Merged[n].Bottom = row
		return
	}
	if c.width > 1 || c.begins {
		d.tall[column] = len(s.Merged)
		s.Merged = append(s.Merged, Span{row, column, row, column + c.width - 1})
	}
}

// wordCell is a cell of a table that is being read.
type wordCell struct {
	width             int
	begins, continues bool // of cells that are merged downward
	text              strings.Builder
}

func (c *wordCell) read(m *markup) error {
	return m.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "tcPr":
			return m.each(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "gridSpan":
					if width, err := strconv.Atoi(attribute(e, "val")); err == nil && width > 0 && width <= maxColumn {
						c.width = width
					}
				case "vMerge":
					c.begins = attribute(e, "val") == "restart"
					c.continues = !c.begins
				}
				return nil
			})
		case "p":
			text, err := m.paragraphs()
			return c.add(text, err)
		case "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "customXml", "smartTag":
			return c.read(m)
		}
		return nil
	})
}

func (c *wordCell) add(text string, err error) error {
	if c.text.Len() > 0 {
		c.text.WriteByte('\n')
	}
	if c.text.WriteString(text); err == nil && c.text.Len() > maxCell {
		err = tooLarge("a cell", maxCell)
	}
	return err
}

// paragraphs is the text of the current element. Deleted text and the codes of
// fields are no text.
func (m *markup) paragraphs() (string, error) {
	var all strings.Builder
	level := m.depth
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) {
			return "", refuse(Damaged, "the part %s ends too early", m.part)
		}
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				text, err := m.text()
				if err != nil {
					return "", err
				}
				all.WriteString(text)
			case "tab":
				all.WriteByte('\t')
			case "br", "cr":
				all.WriteByte('\n')
			case "noBreakHyphen":
				all.WriteByte('-')
			case "pPr", "rPr", "del", "moveFrom", "instrText", "Fallback", "sdtPr":
				for inner := m.depth; m.depth >= inner; {
					if _, err := m.next(); err != nil {
						return "", err
					}
				}
			case "p": // in a text box
				if all.Len() > 0 {
					all.WriteByte('\n')
				}
			}
		case xml.EndElement:
			if m.depth < level {
				return all.String(), nil
			}
		}
		if all.Len() > maxCell {
			return "", tooLarge("a cell", maxCell)
		}
	}
}
