package register

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"assay/assessment/hostile"
	"assay/assessment/wording"
)

// Table is a list of records, or of their files, as a head and rows of texts.
type Table struct {
	Head []string
	Rows [][]string
}

// TableOf lists records with all that is known about them. The columns are those of
// the list of evidence in the package of an RFP.
func TableOf(entries []Entry) Table {
	t := Table{Head: []string{
		"number in the report", "record", "item", "about", "kind", "counts as", "age", "source",
		"file", "bytes", "sha256", "as of", "valid until", "recorded by", "recorded at",
	}}
	for _, e := range entries {
		record, size := e.Evidence, ""
		if record.SHA256 != "" {
			size = strconv.FormatInt(record.Size, 10)
		}
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(e.Number), e.Record, e.Item, e.About, e.Kind, string(e.CountsAs), e.AgeWords, wording.Source(record),
			record.File, size, record.SHA256, record.AsOf.String(), record.ValidUntil.String(), e.By, time.UnixMicro(e.At).UTC().Format(time.RFC3339),
		})
	}
	return t
}

// With puts a column behind the others.
func (t Table) With(name string, cell func(row int) string) Table {
	out := Table{Head: append(slices.Clone(t.Head), name)}
	for n, row := range t.Rows {
		out.Rows = append(out.Rows, append(slices.Clone(row), cell(n)))
	}
	return out
}

// byteOrder is the mark by which a spreadsheet knows that a file is UTF-8. Without
// it, Excel shows every dash as three other letters.
const byteOrder = "\uFEFF"

// CSV writes the table for a spreadsheet, and reads it back as another program
// would. No text is taken for a formula, a number or a date, see [hostile.Field].
func (t Table) CSV() ([]byte, error) {
	rows := [][]string{t.Head}
	for _, row := range t.Rows {
		safe := make([]string, len(row))
		for n, text := range row {
			safe[n] = hostile.Field(text)
		}
		rows = append(rows, safe)
	}
	var out bytes.Buffer
	out.WriteString(byteOrder)
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		return nil, err
	}
	read, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte(byteOrder)))).ReadAll()
	if err != nil {
		return nil, err
	}
	if !slices.EqualFunc(read, rows, slices.Equal[[]string]) {
		return nil, fmt.Errorf("the CSV file differs from the list")
	}
	return out.Bytes(), nil
}
