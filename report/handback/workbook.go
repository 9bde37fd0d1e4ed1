package handback

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/written"
	"assay/questionnaire/grid"
)

// Limits of a workbook. Ours has a tenth of them, also when another program has written it anew.
const (
	mostWorkbook = 5_000_000
	mostParts    = 20_000_000 // bytes of all parts, unpacked
	mostLinks    = 1_000_000  // bytes of one list of links
)

// readWorkbook reads a workbook of the vendor's copy, or of the outstanding list.
func readWorkbook(a *archive) (*Handback, error) {
	b := newBuilder(written.XLSX)
	if err := checkWorkbook(a, b); err != nil {
		return nil, err
	}
	sheets, err := grid.Workbook(a.from, a.size)
	if err != nil {
		return nil, gridError(err)
	}
	w := &workbook{builder: b, sheets: sheets}
	if err := w.read(); err != nil {
		return nil, err
	}
	return &Handback{reply: b.reply()}, nil
}

// checkWorkbook refuses a workbook that is too large, or that does more than to hold cells.
func checkWorkbook(a *archive, b *builder) error {
	parts := int64(0)
	for _, file := range a.files {
		parts += int64(file.UncompressedSize64)
	}
	switch {
	case a.file("word/document.xml") != nil:
		return notOurs("it is a Word document")
	case a.size > mostWorkbook:
		return tooLarge("the workbook has %s, and at most %s are read; files must come beside it", english.Bytes(a.size), english.Bytes(mostWorkbook))
	case parts > mostParts:
		return tooLarge("the workbook unpacks to %s, and at most %s are read", english.Bytes(parts), english.Bytes(mostParts))
	}
	active, err := grid.Active(a.from, a.size)
	if err != nil {
		return gridError(err)
	}
	if len(active) > 0 {
		return unsafe("the workbook has %s, which our form has not", english.List(active))
	}
	for _, file := range a.files {
		name := strings.ToLower(file.Name)
		switch {
		case strings.HasSuffix(name, ".rels"):
			content, err := a.content(file, mostLinks)
			if err != nil {
				return err
			}
			if err := checkLinks(content, b); err != nil {
				return err
			}
		case strings.HasPrefix(name, "xl/comments"), strings.HasPrefix(name, "xl/threadedcomments/"):
			b.remark("the workbook", "has comments beside its cells, which are not read here")
		case strings.HasPrefix(name, "xl/media/"), strings.HasPrefix(name, "xl/drawings/drawing"):
			b.remark("the workbook", "has pictures or drawings, which are not read here")
		}
	}
	return nil
}

// checkLinks refuses links that a spreadsheet follows by itself. Excel makes a link of every address that somebody types,
// and follows it only after a click.
func checkLinks(content []byte, b *builder) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return broken("a list of links in the workbook is no XML")
		}
		if _, is := token.(xml.Directive); is {
			return unsafe("a list of links in the workbook declares its own entities")
		}
		element, is := token.(xml.StartElement)
		if !is || element.Name.Local != "Relationship" {
			continue
		}
		of := map[string]string{}
		for _, attribute := range element.Attr {
			of[attribute.Name.Local] = attribute.Value
		}
		if !strings.EqualFold(of["TargetMode"], "External") {
			continue
		}
		if path.Base(of["Type"]) != "hyperlink" {
			return unsafe("the workbook loads something from elsewhere: %s", excerpt(of["Target"]))
		}
		to, err := url.Parse(of["Target"])
		if err != nil || !slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(to.Scheme)) {
			b.remark("the workbook", "has a link to "+excerpt(of["Target"])+": do not follow it")
		}
	}
}

// gridError tells an error of package grid in the words of this package.
func gridError(err error) error {
	var refusal *grid.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	switch refusal.Why {
	case grid.Locked:
		return encrypted("%s", refusal.Text)
	case grid.Large:
		return tooLarge("%s", refusal.Text)
	case grid.Damaged:
		return broken("%s", refusal.Text)
	case grid.Dangerous:
		return unsafe("%s", refusal.Text)
	}
	return notOurs("%s", refusal.Text)
}
