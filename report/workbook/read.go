package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// found is one sheet as it is in a file.
type found struct {
	name string
	rows map[string]foundCell // by address; cells without a value are left out
}

// foundCell is one cell as it is in a file.
type foundCell struct {
	text    string
	number  bool
	formula bool
	format  string
}

// read reads the sheets of a file that [Book.Write] made. It is a reader of its own, so
// that a mistake of the writer is not read back the same way.
func read(file []byte) ([]found, error) {
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	var shared struct {
		Items []item `xml:"si"`
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &relations, "xl/styles.xml": &styles, "xl/sharedStrings.xml": &shared} {
		if err := decode(parts, name, into); err != nil {
			return nil, err
		}
	}
	names, formats, targets := map[int]string{}, make([]string, len(styles.Cells)), map[string]string{}
	for _, f := range styles.Formats {
		names[f.ID] = f.Code
	}
	for n, cell := range styles.Cells {
		formats[n] = names[cell.Format]
	}
	for _, r := range relations.All {
		targets[r.ID] = path.Join("xl", strings.TrimPrefix(r.Target, "/xl/"))
	}
	texts := make([]string, len(shared.Items))
	for n, item := range shared.Items {
		texts[n] = item.String()
	}
	var all []found
	for _, s := range book.Sheets {
		rows, err := readSheet(parts, targets[s.ID], texts, formats)
		if err != nil {
			return nil, fmt.Errorf("sheet %s: %w", s.Name, err)
		}
		all = append(all, found{s.Name, rows})
	}
	return all, nil
}

// item is a text, in one piece or in several.
type item struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (i item) String() string {
	text := i.Text
	for _, run := range i.Runs {
		text += run.Text
	}
	return unescaped(text)
}

// unescaped undoes _xHHHH_, which XLSX writes for characters that XML cannot hold, and
// before a text that only looks like it.
func unescaped(text string) string {
	const size = len("_x0000_")
	var out strings.Builder
	for {
		at := strings.Index(text, "_x")
		switch {
		case at < 0:
			return out.String() + text
		case !looksEscaped(text[at:]):
			out.WriteString(text[:at+1])
			text = text[at+1:]
		default:
			code, _ := strconv.ParseUint(text[at+2:at+size-1], 16, 16) // looksEscaped has seen digits
			out.WriteString(text[:at])
			out.WriteRune(rune(code))
			text = text[at+size:]
		}
	}
}

func readSheet(parts *zip.Reader, name string, texts, formats []string) (map[string]foundCell, error) {
	var sheet struct {
		Rows []struct {
			Cells []struct {
				At      string  `xml:"r,attr"`
				Type    string  `xml:"t,attr"`
				Style   int     `xml:"s,attr"`
				Value   string  `xml:"v"`
				Inline  *item   `xml:"is"`
				Formula *string `xml:"f"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := decode(parts, name, &sheet); err != nil {
		return nil, err
	}
	cells := map[string]foundCell{}
	for _, row := range sheet.Rows {
		for _, c := range row.Cells {
			cell := foundCell{text: c.Value, number: c.Type == "" || c.Type == "n", formula: c.Formula != nil}
			if c.Style < len(formats) {
				cell.format = formats[c.Style]
			}
			switch c.Type {
			case "s":
				at, err := strconv.Atoi(c.Value)
				if err != nil || at < 0 || at >= len(texts) {
					return nil, fmt.Errorf("cell %s names the text %q, which does not exist", c.At, c.Value)
				}
				cell.text = texts[at]
			case "inlineStr":
				if c.Inline != nil {
					cell.text = c.Inline.String()
				}
			}
			if cell.text != "" || cell.formula {
				cells[c.At] = cell
			}
		}
	}
	return cells, nil
}

func decode(parts *zip.Reader, name string, into any) error {
	part, err := parts.Open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	return xml.NewDecoder(part).Decode(into)
}

// TextsIn returns all texts, comments and attributes of the XML files in a file, with
// its styles and properties.
func TextsIn(file []byte) ([]string, error) {
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, part := range parts.File {
		r, err := part.Open()
		if err != nil {
			return nil, err
		}
		texts, err := textsOf(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.Name, err)
		}
		all = append(all, texts...)
	}
	return all, nil
}

func textsOf(r io.ReadCloser) ([]string, error) {
	defer r.Close()
	var all []string
	decoder := xml.NewDecoder(r)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.CharData:
			all = append(all, string(t))
		case xml.Comment:
			all = append(all, string(t))
		case xml.StartElement:
			for _, attribute := range t.Attr {
				all = append(all, attribute.Value)
			}
		}
	}
}
