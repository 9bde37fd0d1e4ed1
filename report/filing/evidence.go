package filing

import (
	"bytes"
	"encoding/csv"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/register"
)

// Judged is an assessment as its report shows it.
type Judged struct {
	Snapshot assessment.Snapshot
	AsOf     assessment.Date
}

// Evidence lists the evidence records of all reports as CSV, in the order and with the numbers of their registers. The
// files themselves are not in a package. Its bytes are proven later, so they never change.
func Evidence(all []Judged) ([]byte, error) {
	rows := [][]string{append([]string{"vendor"}, register.TableOf(nil).Head...)}
	for _, j := range all {
		for _, record := range register.TableOf(register.Of(j.Snapshot, j.AsOf)).Rows {
			row := append([]string{j.Snapshot.Opened.Title()}, record...)
			for n := range row {
				row[n] = hostile.Field(row[n])
			}
			rows = append(rows, row)
		}
	}
	var out bytes.Buffer
	err := csv.NewWriter(&out).WriteAll(rows)
	return out.Bytes(), err
}
