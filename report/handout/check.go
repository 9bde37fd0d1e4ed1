package handout

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
	"assay/report/pdf"
	"assay/report/webform"
	"assay/report/workbook"
)

// Format is a file format.
type Format string

// The formats. An [InternalCopy] exists only as Markdown and CSV.
const (
	Markdown Format = "markdown"
	CSV      Format = "csv"
	XLSX     Format = "xlsx"
	PDF      Format = "pdf"
)

// Check reads a file of the copy as another program would, and returns an error
// if it differs from the copy, or if it contains an internal sentence of the
// questionnaire q. Of a PDF it reads only the form fields, not the pages.
func (c Copy) Check(file []byte, as Format, q *questionnaire.Questionnaire) error {
	read := map[Format]func([]byte) ([]string, error){
		Markdown: c.readMarkdown,
		CSV:      func(file []byte) ([]string, error) { return readTable(file, c.csvTable()) },
		XLSX:     func(file []byte) ([]string, error) { return readBook(file, c.book("")) },
		PDF:      c.readForm,
		HTML:     func(file []byte) ([]string, error) { return webform.Read(file, c.Copy) },
	}[as]
	texts, err := read(file)
	if err != nil {
		return fmt.Errorf("the %s file differs from the copy: %w", as, err)
	}
	return leakIn(texts, as, q, c.texts())
}

// Check reads a Markdown or CSV file of the copy, and returns an error if it
// differs from the questionnaire.
func (r InternalCopy) Check(file []byte, as Format) error {
	var err error
	if as == CSV {
		_, err = readTable(file, r.table())
	} else {
		var want []string
		for d := range r.Domains {
			for i := range r.Domains[d].Items {
				item := &r.Domains[d].Items[i]
				want = append(want, "### "+literal(item.ID)+" "+literal(item.Numbered()), "> "+literal(item.Ask))
			}
		}
		err = inOrder(file, want)
	}
	if err != nil {
		return fmt.Errorf("the %s file differs from the questionnaire: %w", as, err)
	}
	return nil
}

// inOrder returns an error unless the file has all the wanted lines, in order.
// Other lines may come between them.
func inOrder(file []byte, want []string) error {
	for line := range strings.SplitSeq(string(file), "\n") {
		if len(want) > 0 && line == want[0] {
			want = want[1:]
		}
	}
	if len(want) > 0 {
		return fmt.Errorf("%q is missing", want[0])
	}
	return nil
}

func (c Copy) readMarkdown(file []byte) ([]string, error) {
	var want []string
	for _, q := range c.Questions() {
		want = append(want, "### "+literal(q.ID), literal(q.Ask))
	}
	for _, d := range c.Documents {
		want = append(want, "### "+literal(d.ID)+" "+literal(d.Name))
	}
	return []string{hostile.FromMarkdown(string(file))}, inOrder(file, want)
}

func readTable(file []byte, want table) ([]string, error) {
	rows, err := workbook.ReadCSV(file)
	if err != nil {
		return nil, err
	}
	return slices.Concat(rows...), workbook.SameRecords(file, want.records())
}

// readBook compares the sheets cell by cell. It returns every text in the file,
// including styles and properties.
func readBook(file []byte, want workbook.Book) ([]string, error) {
	if err := want.Check(file); err != nil {
		return nil, err
	}
	if cut := want.Cut(); len(cut) > 0 {
		return nil, fmt.Errorf("the text of cell %s is longer than a cell may be", cut[0])
	}
	return workbook.TextsIn(file)
}

// readForm compares the form fields, and returns their texts.
func (c Copy) readForm(file []byte) ([]string, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return nil, err
	}
	got, want := document.Latest().Inputs(), c.Inputs()
	if len(got) != len(want) {
		return nil, fmt.Errorf("it has %d fields, want %d", len(got), len(want))
	}
	var texts []string
	for n := range want {
		if !reflect.DeepEqual(got[n], want[n]) {
			return nil, fmt.Errorf("field %s is %+v, want %+v", want[n].Name, got[n], want[n])
		}
		texts = append(texts, got[n].Tooltip)
		for _, option := range got[n].Options {
			texts = append(texts, option.Label)
		}
	}
	return texts, nil
}
