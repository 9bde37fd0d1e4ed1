package main

import (
	"encoding/csv"
	"fmt"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/ranking"
)

// writeComparisonCSV writes the comparison for a spreadsheet: every record has
// an id, a name, and a field for each vendor. Scores stand alone in their fields,
// so that they can be computed with.
func (a *app) writeComparisonCSV(c compared, ask comparing) error {
	var rows [][]cell
	if sentence := c.Ranking.Ground.Sentence(); sentence != "" {
		rows = append(rows, texts("", sentence))
	}
	for _, why := range c.Why {
		rows = append(rows, texts("", "", why))
	}
	figures := figureRows(c, whole)
	rows = append(rows, figures[0])
	rows = append(rows, blockerRows(c.Parties)...)
	rows = append(rows, figures[1:]...)
	rows = append(rows, rankRows(c)...)
	rows = append(rows, scoreRows(c, "shown by domain", func(d assessment.DomainAcross) []assessment.Score { return d.Shown })...)
	rows = append(rows, scoreRows(c, "claimed by domain", func(d assessment.DomainAcross) []assessment.Score { return d.Claimed })...)
	if ask.items {
		rows = append(rows, itemRows(c, whole)...)
	}
	if ask.differences {
		rows = append(rows, texts("", leftOutText(c.LeftOut, ask.items)))
	}
	return a.writeCSV(rows, len(c.Results)+2)
}

// whole leaves a text as it is.
func whole(text string) string { return text }

// writeCSV writes rows as records that all have as many fields.
func (a *app) writeCSV(rows [][]cell, fields int) error {
	out := csv.NewWriter(a.out.raw())
	for _, row := range rows {
		record := cellTexts(row, hostile.Cell)
		record = append(record, make([]string, max(0, fields-len(record)))...)
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// blockerRows have a row for each thing that blocks anybody, and in it the text
// for those whom it blocks.
func blockerRows(parties []assessment.Party) [][]cell {
	var rows [][]cell
	index := map[string]int{}
	for n, party := range parties {
		seen := map[string]int{} // a vendor may have several stop flags on one item
		for _, reason := range party.Blockers {
			key := reason.Kind + " " + reason.Item
			seen[key]++
			key += fmt.Sprint(" ", seen[key])
			at, known := index[key]
			if !known {
				at = len(rows)
				index[key] = at
				rows = append(rows, acrossRow(reason.Item, "blocks", len(parties), func(int) cell { return cell{} }))
			}
			rows[at][n+2].text = blockerText(reason)
		}
	}
	return rows
}

// rankRows are the ranks and how firm they are, then what is to be said of them.
func rankRows(c compared) [][]cell {
	positions := map[string]ranking.Position{}
	for _, position := range c.Ranking.Positions {
		positions[position.Assessment] = position
	}
	names := []string{"rank"}
	if c.contested() {
		names = append(names, shareTitles...)
	}
	var rows [][]cell
	for row, name := range names {
		rows = append(rows, acrossRow("", name, len(c.Results), func(n int) cell {
			id := c.Results[n].Assessment
			anyhow, near := c.Firmness.FirstShares(id)
			return cell{text: []string{positions[id].RankText(), anyhow, near}[row]}
		}))
	}
	rows = append(rows, texts("", c.Ranking.Headline()))
	for _, text := range c.firmnessTexts() {
		rows = append(rows, texts("", text))
	}
	return rows
}

// scoreRows are one figure of each domain.
func scoreRows(c compared, title string, of func(assessment.DomainAcross) []assessment.Score) [][]cell {
	rows := [][]cell{texts("", title)}
	for _, d := range c.Domains {
		rows = append(rows, acrossRow(d.ID, d.Name, len(c.Results), func(n int) cell { return cell{text: of(d)[n].String()} }))
	}
	return rows
}

func cellTexts(row []cell, safe func(string) string) []string {
	fields := make([]string, len(row))
	for n, field := range row {
		fields[n] = safe(field.text)
	}
	return fields
}
