package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
)

// byteOrder is the mark by which a spreadsheet knows that a file is UTF-8. Without
// it, Excel shows every dash as three other letters.
const byteOrder = "\uFEFF"

// WriteCSV writes records, whose texts [hostile.Field] has guarded, after the mark of
// UTF-8.
func WriteCSV(records [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(byteOrder)
	err := csv.NewWriter(&out).WriteAll(records)
	return out.Bytes(), err
}

// ReadCSV reads records that begin with the mark of UTF-8.
func ReadCSV(file []byte) ([][]string, error) {
	text, marked := bytes.CutPrefix(file, []byte(byteOrder))
	if !marked {
		return nil, errors.New("the mark of UTF-8 is missing")
	}
	return csv.NewReader(bytes.NewReader(text)).ReadAll()
}

// SameRecords returns an error unless a file of CSV has these records.
func SameRecords(file []byte, want [][]string) error {
	got, err := ReadCSV(file)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		return fmt.Errorf("it has %d records, want %d", len(got), len(want))
	}
	for n := range want {
		if !slices.Equal(got[n], want[n]) {
			return fmt.Errorf("record %d is %q, want %q", n+1, got[n], want[n])
		}
	}
	return nil
}
