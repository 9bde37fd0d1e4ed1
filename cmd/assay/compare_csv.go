package main

import (
	"regexp"
	"slices"
	"strings"

	"assay/assessment/contest"
	"assay/assessment/hostile"
	"assay/report/workbook"
)

// comparisonCSV is the comparison for a spreadsheet: every record has an id, a name,
// and a field for each vendor. A row whose cells have parts
// becomes a record for each part, so that figures can be computed with.
func comparisonCSV(c contest.Contest, ask comparing) ([]byte, error) {
	var records [][]cell
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		records = append(records, texts("", sentence))
		for _, why := range c.Ranking.Ground.Why() {
			records = append(records, texts("", "", why))
		}
	}
	titles := texts("", "")
	for _, s := range c.Sides {
		titles = append(titles, cell{text: s.Title})
	}
	records = append(records, titles)
	rows := c.Rows()
	records = append(records, partRecords(contest.In(rows, contest.Figures, contest.Blockers))...)
	for part, name := range []string{"shown", "claimed"} {
		records = append(records, texts("", name+" by domain"))
		for _, row := range contest.In(rows, contest.Domains) {
			records = append(records, record(row, row.Name, func(field contest.Cell) string { return field.Parts[part] }))
		}
	}
	records = append(records, partRecords(contest.In(rows, contest.Order, contest.Terms))...)
	if ask.items {
		records = append(records, partRecords(contest.In(rows, contest.Items))...)
	}
	if ask.differences {
		records = append(records, texts("", c.LeftOut.Text(ask.items)))
	}
	for _, note := range slices.Concat([]string{c.Ranking.Headline()}, c.WhyFirst(), c.Notes()) {
		records = append(records, texts("", note))
	}
	return csvFile(records, len(c.Sides)+2)
}

// partRecords are the records of rows: one for each part, or one for all.
func partRecords(rows []contest.Row) [][]cell {
	var records [][]cell
	for _, row := range rows {
		if len(row.Parts) == 0 {
			records = append(records, record(row, row.Name, func(field contest.Cell) string { return field.Text }))
		}
		for n, part := range row.Parts {
			records = append(records, record(row, row.Name+", "+part, func(field contest.Cell) string { return field.Parts[n] }))
		}
	}
	return records
}

func record(row contest.Row, name string, of func(contest.Cell) string) []cell {
	fields := texts(row.ID, name)
	for _, field := range row.Cells {
		fields = append(fields, cell{text: of(field)})
	}
	return fields
}

// csvFile makes a file of rows as records that all have as many fields, and reads it
// back.
func csvFile(rows [][]cell, fields int) ([]byte, error) {
	var records [][]string
	for _, row := range rows {
		record := cellTexts(row, csvField)
		records = append(records, append(record, make([]string, max(0, fields-len(record)))...))
	}
	file, err := workbook.WriteCSV(records)
	if err == nil {
		err = workbook.SameRecords(file, records)
	}
	return file, err
}

// csvField is a text for a spreadsheet. A figure of ours stays a number; nobody else's
// text is one.
func csvField(text string) string {
	switch {
	case ourFigure.MatchString(text):
		return text
	case grouped.MatchString(text):
		return strings.ReplaceAll(text, ",", "") // in half of the world, the comma begins the decimals
	}
	return hostile.Field(text)
}

var (
	ourFigure = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9])?%?$`)
	grouped   = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+$`)
)

func cellTexts(row []cell, safe func(string) string) []string {
	return each(row, func(field cell) string { return safe(field.text) })
}
