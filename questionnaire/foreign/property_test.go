package foreign_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"assay/questionnaire"
	"assay/questionnaire/foreign"
	"assay/questionnaire/grid"
)

// cells are texts that people put into such tables, and some that they do not.
var cells = map[string][]string{
	"question": {"Do you encrypt laptops?", "Do you encrypt laptops ?", "How do you train people?", "Describe your backups", "Access control", "Name of the company", "yes", "?", "是否加密？", "Is \"it\" {on}: yes # no", strings.Repeat("Is this long? ", 30)},
	"id":       {"AC-01", "AC-02", "ac.3", "A&A-01.1", "1", "1.1", "2.0", "Q7", "IR-1000", "x", "AC-01 "},
	"section":  {"Access", "Incident response", "1. Access", "安全", "x", strings.Repeat("Section ", 20)},
	"type":     {"yes/no", "text", "1-5", "choice: a, b", "date", "Yes; No; Partly", "file", "colour", "number", "Country"},
	"weight":   {"high", "low", "3", "17", "0", "not scored", "2.5", "heavy", "100%", "critical"},
	"other":    {"164.308(a)(1)", "HIPAA § 164.312 (b); 164.999", "yes", "no", "N/A", "x", "Policy, Report", "a\nb\nc", "☐ Yes ☐ No", "=1+1", "see annex"},
}

var headings = []string{
	"Question", "Control text", "ID", "Ref", "No", "Section", "Domain", "Subsection", "Title", "Answer type", "Response", "Options", "Importance", "Mandatory", "HIPAA", "Expected answer",
	"Evidence required", "Follow-up questions", "Red flags", "Comments", "Guidance", "Yes", "Owner", "Phase", "Asked of", "",
}

// table draws a table that looks like a questionnaire, more or less.
func table(t *rapid.T) grid.Sheet {
	columns := rapid.SliceOfNDistinct(rapid.SampledFrom(headings), 1, 8, rapid.ID[string]).Draw(t, "headings")
	if rapid.IntRange(0, 9).Draw(t, "with questions") > 0 && !slices.Contains(columns, "Question") {
		columns = append(columns, "Question")
	}
	sheet := grid.Sheet{Name: rapid.SampledFrom([]string{"", "Data", "Table 1"}).Draw(t, "name")}
	add := func(texts []string) {
		row := grid.Row{Number: len(sheet.Rows) + 1}
		for n, words := range texts {
			if words != "" {
				row.Cells = append(row.Cells, grid.Cell{Row: row.Number, Column: n + 1, Text: words, Form: grid.Text})
			}
		}
		if len(row.Cells) == 0 {
			row.Cells = []grid.Cell{{Row: row.Number, Column: 1, Text: "filler", Form: grid.Text}}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	add(columns)
	kinds := map[string]string{
		"Question": "question", "Control text": "question", "ID": "id", "Ref": "id", "No": "id", "Section": "section", "Domain": "section", "Subsection": "section", "Title": "section",
		"Answer type": "type", "Response": "type", "Options": "type", "Importance": "weight",
	}
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		texts := make([]string, len(columns))
		for n, heading := range columns {
			kind := kinds[heading]
			if kind == "" {
				kind = "other"
			}
			if rapid.IntRange(0, 3).Draw(t, "filled") > 0 {
				texts[n] = rapid.SampledFrom(cells[kind]).Draw(t, "cell")
			}
		}
		add(texts)
	}
	return sheet
}

// Whatever a table holds, the questionnaire is linted clean, no cell is dropped
// silently, and the same table imported again over the result changes nothing.
func TestAnyTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheet := table(t)
		first, err := foreign.Import([]grid.Sheet{sheet}, foreign.Request{Source: "any.csv"})
		var refused *foreign.Refusal
		if errors.As(err, &refused) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		_, mistakes, err := questionnaire.NewLibrary().Lint(strings.NewReader(string(first.File)))
		if err != nil || len(mistakes) > 0 {
			t.Fatalf("lint: %v %v\n%s", err, mistakes, first.File)
		}
		accounted(t, sheet, first)
		again, err := foreign.Import([]grid.Sheet{sheet}, foreign.Request{Source: "any.csv", From: first.Questionnaire})
		if err != nil {
			t.Fatal(err)
		}
		if again.Questionnaire.Hash() != first.Questionnaire.Hash() {
			t.Fatalf("imported again: %+v\n%s", questionnaire.Diff(first.Questionnaire, again.Questionnaire), first.File)
		}
	})
}

// accounted fails the test for a cell that is neither in the questionnaire nor among
// the losses. The words of some columns decide something, and are not kept.
func accounted(t *rapid.T, sheet grid.Sheet, result *foreign.Result) {
	whole := letters(string(result.File))
	lost := map[string]string{}
	for _, loss := range result.Losses {
		lost[loss.Cell] += loss.Text
	}
	decides := map[string]bool{}
	for _, column := range result.Columns {
		decides[column.Column] = slices.Contains([]foreign.Field{foreign.Answer, foreign.Options, foreign.Weight, foreign.Mandatory, foreign.Cites, foreign.Expected, foreign.AskedOf, foreign.Given, foreign.Section}, column.Field)
	}
	for _, row := range sheet.Rows {
		for _, cell := range row.Cells {
			column := grid.ColumnName(cell.Column)
			ofSection := strings.Trim(cell.Text, "0123456789.") == ""
			if lost[cell.Name()] != "" || decides[column] || row.Number == 1 || ofSection {
				continue
			}
			for _, words := range strings.FieldsFunc(cell.Text, func(r rune) bool { return strings.ContainsRune("\n;,", r) }) {
				found := letters(strings.TrimPrefix(words, "1. "))                       // sections lose their number
				begin, end := found[:min(len(found), 20)], found[max(0, len(found)-20):] // a long question is cut in two
				if !(strings.Contains(whole, begin) && strings.Contains(whole, end)) {
					t.Fatalf("%s %q is nowhere\n%s\n%s", cell.Name(), words, fmt.Sprint(result.Columns), result.File)
				}
			}
		}
	}
}

// letters are the letters and figures of a text.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, strings.ReplaceAll(text, `\n`, ""))
}
