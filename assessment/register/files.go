package register

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// File is a kept file in the manifest of an assessment. Its JSON keys are a
// contract: add keys, but never change one.
type File struct {
	Number   int             `json:"number"` // of the record, in the register of a report
	Record   string          `json:"record"`
	Item     string          `json:"item"`
	Kind     string          `json:"kind"` // its id, such as EV-01
	KindName string          `json:"kind_name"`
	File     string          `json:"file"` // its name as it was recorded
	Name     string          `json:"name"` // its name in a folder with all files
	Size     int64           `json:"size"` // bytes
	SHA256   string          `json:"sha256"`
	AsOf     assessment.Date `json:"as_of,omitzero"`
	State    string          `json:"state"`                // how it counts by its age
	Check    string          `json:"file_check,omitempty"` // sound, missing, changed or unreadable
}

// Files lists the records whose file is kept. A file that shows several items has
// one name: it begins with the number of the first of its records, so that two files
// with the same name do not replace each other.
func Files(entries []Entry) []File {
	files, names := []File{}, map[string]string{}
	for _, e := range entries {
		if !e.HasFile() {
			continue
		}
		record := e.Evidence
		name := names[record.SHA256]
		if name == "" {
			name = fmt.Sprintf("%02d-%s", e.Number, cmp.Or(hostile.FileName(record.File), "evidence"))
			names[record.SHA256] = name
		}
		files = append(files, File{
			Number: e.Number, Record: e.Record, Item: e.Item, Kind: record.Kind, KindName: e.Kind, File: record.File, Name: name,
			Size: record.Size, SHA256: record.SHA256, AsOf: record.AsOf, State: e.AgeWords,
		})
	}
	return files
}

// FileTable is the manifest as a table.
func FileTable(files []File) Table {
	t := Table{Head: []string{"number in the report", "record", "item", "kind", "kind name", "file", "name", "bytes", "sha256", "as of", "state", "file check"}}
	for _, f := range files {
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(f.Number), f.Record, f.Item, f.Kind, f.KindName, f.File, f.Name, strconv.FormatInt(f.Size, 10), f.SHA256, f.AsOf.String(), f.State, f.Check,
		})
	}
	return t
}

// Sums writes one line for each file, as sha256sum -c reads it in the folder of the
// files. It reads them back.
func Sums(files []File) ([]byte, error) {
	var out bytes.Buffer
	var want []string
	for _, f := range files {
		if line := f.SHA256 + "  " + f.Name; !slices.Contains(want, line) {
			want = append(want, line)
			out.WriteString(line + "\n")
		}
	}
	var read []string
	for lines := bufio.NewScanner(bytes.NewReader(out.Bytes())); lines.Scan(); {
		read = append(read, lines.Text())
	}
	if !slices.Equal(read, want) || strings.ContainsAny(out.String(), "\\\r") {
		return nil, fmt.Errorf("the list of sums differs from the manifest")
	}
	return out.Bytes(), nil
}
