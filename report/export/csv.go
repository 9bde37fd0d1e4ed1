package export

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/report/workbook"
)

// Topics are the keys of the topics, the facts first.
func (d Document) Topics() []string {
	all := []string{summary}
	for _, t := range d.Tables {
		all = append(all, t.Key)
	}
	return all
}

// summary is the topic of the facts.
const summary = "summary"

// CSV is one topic for a spreadsheet: a head and a record for each row. It begins with
// the mark of UTF-8. A spreadsheet shows every text as it is, runs none, and takes none
// for a date or a number, see [hostile.Field].
func (d Document) CSV(topic string) ([]byte, error) {
	records, err := d.records(topic)
	if err != nil {
		return nil, err
	}
	return workbook.WriteCSV(records)
}

func (d Document) records(topic string) ([][]string, error) {
	if topic == summary {
		records := [][]string{{"key", "name", "value"}}
		for _, f := range d.Facts {
			records = append(records, []string{f.Key, d.heading(f.Column), f.Value.field(f.Form, d)})
		}
		for _, remark := range d.Remarks {
			records = append(records, []string{"note", "Please note", hostile.Field(remark)})
		}
		return records, nil
	}
	at := slices.IndexFunc(d.Tables, func(t Table) bool { return t.Key == topic })
	if at < 0 {
		return nil, fmt.Errorf("there is no topic %q", topic)
	}
	t := d.Tables[at]
	head := make([]string, len(t.Columns))
	for n, c := range t.Columns {
		head[n] = hostile.Field(d.heading(c))
	}
	records := [][]string{head}
	for _, row := range t.Rows {
		fields := make([]string, len(row))
		for n, value := range row {
			fields[n] = value.field(t.Columns[n].Form, d)
		}
		records = append(records, fields)
	}
	return records, nil
}

// field is the value in CSV. Only texts are guarded: a spreadsheet may compute with the
// rest.
func (v Value) field(form Form, d Document) string {
	if form == Text || form == Code || form == List || form == Mixed && (!v.is || strings.HasSuffix(v.text, "%")) {
		return hostile.Field(v.plain(form, d.Zone))
	}
	return v.plain(form, d.Zone)
}
