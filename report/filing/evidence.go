package filing

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/register"
	"assay/assessment/wording"
)

// Judged is an assessment as its report shows it.
type Judged struct {
	Snapshot assessment.Snapshot
	AsOf     assessment.Date
}

var evidenceHead = []string{
	"vendor", "number in the report", "record", "item", "about", "kind", "counts as", "age", "source",
	"file", "bytes", "sha256", "as of", "valid until", "recorded by", "recorded at",
}

// Evidence lists the evidence records of all reports as CSV, in the order and with the numbers of their registers. The
// files themselves are not in a package.
func Evidence(all []Judged) ([]byte, error) {
	rows := [][]string{evidenceHead}
	for _, j := range all {
		for _, e := range register.Of(j.Snapshot, j.AsOf) {
			record, size := e.Evidence, ""
			if record.SHA256 != "" {
				size = strconv.FormatInt(record.Size, 10)
			}
			row := []string{
				j.Snapshot.Opened.Title(), strconv.Itoa(e.Number), e.Record, e.Item, e.About, e.Kind, string(e.CountsAs), e.AgeWords, wording.Source(record),
				record.File, size, record.SHA256, record.AsOf.String(), record.ValidUntil.String(), e.By, time.UnixMicro(e.At).UTC().Format(time.RFC3339),
			}
			for n := range row {
				row[n] = hostile.Cell(row[n])
			}
			rows = append(rows, row)
		}
	}
	var out bytes.Buffer
	err := csv.NewWriter(&out).WriteAll(rows)
	return out.Bytes(), err
}
