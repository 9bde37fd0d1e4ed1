package workspace

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/written"
	"assay/questionnaire/grid"
)

// Limits of a table that is looked at. A list of patients that is longer has some of them
// within.
const (
	mostTable = 2_000_000 // bytes of the file
	mostCells = 500_000   // bytes of its texts
)

// suspects looks for patient data in the attached files, by their paths.
func suspects(back Handback) (map[string][]string, error) {
	found := map[string][]string{}
	for _, d := range back.Reply().Documents {
		for _, f := range d.Files {
			what, err := suspectsIn(back, f)
			if err != nil {
				return nil, err
			}
			if len(what) > 0 {
				found[f.Path] = what
			}
		}
	}
	return found, nil
}

func suspectsIn(back Handback, f written.File) ([]string, error) {
	content, err := back.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	if isTable(f) {
		text, err := io.ReadAll(content)
		if err != nil {
			return nil, err
		}
		if sheets, err := grid.Read(bytes.NewReader(text), int64(len(text))); err == nil {
			return inTables(f.Name, sheets), nil
		}
		return written.PatientDataIn(f.Name, bytes.NewReader(text)) // no table after all
	}
	return written.PatientDataIn(f.Name, content)
}

// isTable reports whether a file can have tables, and is small enough to read them.
func isTable(f written.File) bool {
	return f.Size <= mostTable && slices.Contains([]string{".xlsx", ".docx", ".csv", ".tsv"}, strings.ToLower(path.Ext(f.Name)))
}

// inTables looks at each row together with the first one, which names the columns: a
// number is a record number only where a word says so.
func inTables(name string, sheets []grid.Sheet) []string {
	found, left := assessment.PatientData(name), mostCells
	look := func(text string) {
		for _, what := range assessment.PatientData(text) {
			if !slices.Contains(found, what) {
				found = append(found, what)
			}
		}
		left -= len(text)
	}
	for _, sheet := range sheets {
		for _, text := range sheet.Above {
			look(text)
		}
		for n, row := range sheet.Rows {
			if left < 0 {
				return found
			}
			parts := make([]string, len(row.Cells))
			for i, cell := range row.Cells {
				parts[i] = cell.Text
				if head := sheet.Rows[0].Text(cell.Column); n > 0 && head != "" {
					parts[i] = head + ": " + cell.Text
				}
			}
			look(strings.Join(parts, ", "))
		}
	}
	return found
}
