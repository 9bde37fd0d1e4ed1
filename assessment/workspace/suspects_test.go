package workspace_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/assessment/written"
)

// A column says in its head that its numbers are record numbers.
func TestPatientDataInAttachedTables(t *testing.T) {
	workbook := func(rows ...[]any) string {
		f := excelize.NewFile()
		defer f.Close()
		for n, row := range rows {
			at, _ := excelize.CoordinatesToCellName(1, n+1)
			if err := f.SetSheetRow("Sheet1", at, &row); err != nil {
				t.Fatal(err)
			}
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for name, test := range map[string]struct {
		file, content string
		want          []string
	}{
		"record numbers in a workbook": {"list.xlsx", workbook([]any{"Name", "MRN"}, []any{"M. Lopez", 4471902}), []string{"a medical record number"}},
		"birth dates in CSV":           {"list.csv", "Patient;Date of birth\nLopez;1961-04-12\n", []string{"a birth date"}},
		"numbers of another kind":      {"sites.xlsx", workbook([]any{"Site", "Devices"}, []any{"Cebu", 4471902}), nil},
		"a text that is no workbook":   {"list.xlsx", "MRN 4471902", []string{"a medical record number"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			s, form := harbor(t, b)
			in := must(b.incoming(s, packed(t, written.Reply{Form: form, Format: written.HTML}, [2]string{"EV-31/" + test.file, test.content})))
			if got := in.Lines[0].PatientData; !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
