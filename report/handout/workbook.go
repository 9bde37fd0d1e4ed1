package handout

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/report/vendorcopy"
)

// sheet is one sheet of the workbook: its cells and their styles.
type sheet struct {
	name   string
	widths []float64 // of the columns, in characters
	rows   []row
	head   bool // the first row is a head: it does not scroll, and every printed page repeats it
}

type row struct {
	style string // a key of workbook.styles; fields for the vendor have the style "fill"
	cells []string
	fill  []int  // columns for the vendor to fill in, from 0
	pick  string // range of cells with the choices for columnChoice, or yesOrNo; "" for none
}

// The names of the sheets.
const (
	sheetGuide     = "How to use this"
	sheetQuestions = "Questions"
	sheetDocuments = "Documents"
	sheetChoices   = "Choices"
)

// yesOrNo is the value of row.pick for the choices Yes and No.
const yesOrNo = "Yes,No"

// sheets returns the content of the workbook as plain data.
func (c Copy) sheets() []sheet {
	all := []sheet{c.guideSheet()}
	var choices sheet
	if c.Asks() {
		questions, offered := c.questionSheets()
		all, choices = append(all, questions), offered
	}
	if len(c.Documents) > 0 {
		all = append(all, c.documentSheet())
	}
	if len(choices.rows) > 1 {
		all = append(all, choices)
	}
	return all
}

func (c Copy) guideSheet() sheet {
	s := sheet{name: sheetGuide, widths: []float64{30, 96}}
	add := func(style string, cells ...string) {
		for i := range cells {
			cells[i] = hostile.Cell(cells[i])
		}
		s.rows = append(s.rows, row{style: style, cells: cells})
	}
	add("title", c.Heading())
	add("quiet", c.Title)
	add("plain")
	for _, part := range [][2]string{
		{"Stage", c.Stage()},
		{"Please return by", c.Due.String()},
		{"Return to", c.Recipient()},
		{"Contents", c.Extent()},
		{"Questionnaire", c.Questionnaire},
	} {
		if part[1] != "" {
			add("named", part[0], part[1])
		}
	}
	add("plain")
	for n, text := range c.Guidance() {
		add("named", fmt.Sprint(n+1), text)
	}
	add("plain")
	for _, field := range vendorcopy.About() {
		add("named", field.Tooltip, "")
		s.rows[len(s.rows)-1].fill = []int{1}
	}
	return s
}

// questionSheets returns the sheet with the questions, and the sheet with the
// choices that its drop-down lists refer to.
func (c Copy) questionSheets() (questions, choices sheet) {
	const columns = 8 // without the section, which has a row of its own here
	all := c.questionTable()
	questions = sheet{name: sheetQuestions, head: true, widths: []float64{15, 46, 21, 13, 46, 28, 11.5, 21}}
	questions.rows = append(questions.rows, row{style: "head", cells: all.head[:columns]})
	choices = sheet{name: sheetChoices, head: true, widths: []float64{20, 80}}
	choices.rows = append(choices.rows, row{style: "head", cells: []string{"Question", "Choice"}})
	next := 0
	for _, section := range c.Sections {
		questions.rows = append(questions.rows, row{style: "band", cells: []string{hostile.Cell(section.ID), hostile.Cell(section.Name)}})
		for _, q := range section.Questions {
			r := row{style: "plain", cells: all.rows[next][:columns], fill: []int{columnAnswer}}
			next++
			switch q.Form {
			case vendorcopy.InPlace, vendorcopy.YesNo:
				r.pick = yesOrNo
			case vendorcopy.OneOf:
				first := len(choices.rows) + 1
				for _, choice := range q.Choices {
					choices.rows = append(choices.rows, row{style: "plain", cells: []string{hostile.Cell(q.ID), hostile.Cell(choice.Label)}})
				}
				r.pick = fmt.Sprintf("%s!$B$%d:$B$%d", sheetChoices, first, len(choices.rows))
			}
			if r.pick != "" {
				r.fill = append(r.fill, columnChoice)
			}
			questions.rows = append(questions.rows, r)
		}
	}
	return questions, choices
}

func (c Copy) documentSheet() sheet {
	all := c.documentTable()
	s := sheet{name: sheetDocuments, head: true, widths: []float64{9, 38, 34, 14, 30, 40, 11.5, 34}}
	s.rows = append(s.rows, row{style: "head", cells: all.head})
	for _, cells := range all.rows {
		s.rows = append(s.rows, row{style: "plain", cells: cells, fill: []int{5}})
	}
	return s
}

// Workbook returns the copy as XLSX, for paper "a4" or "letter". The same copy
// always gives the same bytes.
func (c Copy) Workbook(paper string) ([]byte, error) {
	return writeWorkbook(c.sheets(), paper, properties{c.Heading(), c.Title, c.From, c.Made})
}

// properties are the properties of a workbook. The title is on every printed page.
type properties struct {
	title, subject, from string
	made                 assessment.Date
}

func writeWorkbook(sheets []sheet, paper string, about properties) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	b := &workbook{File: f}
	b.makeStyles()
	for n, s := range sheets {
		if n == 0 {
			b.must(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			b.must(err)
		}
		b.write(s, paper, about.title)
	}
	when := about.made.Time().Add(12 * time.Hour).Format(time.RFC3339)
	b.must(f.SetDocProps(&excelize.DocProperties{Title: about.title, Subject: about.subject, Creator: about.from, LastModifiedBy: about.from, Created: when, Modified: when, Language: "en"}))
	b.must(f.SetAppProps(&excelize.AppProperties{Application: "assay", Company: about.from}))
	if b.err != nil {
		return nil, fmt.Errorf("write the workbook: %w", b.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// workbook is a file that is being written.
type workbook struct {
	*excelize.File
	styles map[string]int // name to id
	err    error          // the first error
}

// must keeps the first error.
func (b *workbook) must(err error) {
	if b.err == nil {
		b.err = err
	}
}

// makeStyles uses the accent color of the reports.
func (b *workbook) makeStyles() {
	const accent, hair, tint = "0E4D64", "CBD0D6", "E9F1F4"
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	edges := []excelize.Border{{Type: "top", Color: hair, Style: 1}, {Type: "bottom", Color: hair, Style: 1}, {Type: "left", Color: hair, Style: 1}, {Type: "right", Color: hair, Style: 1}}
	background := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	b.styles = map[string]int{}
	for _, style := range []struct {
		name string
		excelize.Style
	}{
		{"title", excelize.Style{Font: &excelize.Font{Size: 18, Bold: true}}},
		{"quiet", excelize.Style{Font: &excelize.Font{Size: 10, Color: "5C636C"}}},
		{"named", excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top}},
		{"plain", excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top, Border: edges}},
		{"head", excelize.Style{Font: &excelize.Font{Size: 10, Bold: true, Color: "FFFFFF"}, Fill: background(accent), Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}},
		{"band", excelize.Style{Font: &excelize.Font{Size: 11, Bold: true, Color: accent}, Fill: background("F4F6F7")}},
		{"fill", excelize.Style{Font: &excelize.Font{Size: 10}, Fill: background(tint), Alignment: top, Border: edges}},
	} {
		id, err := b.NewStyle(&style.Style)
		b.must(err)
		b.styles[style.name] = id
	}
}

func (b *workbook) write(s sheet, paper, title string) {
	for i, width := range s.widths {
		name := column(i)
		b.must(b.SetColWidth(s.name, name, name, width))
	}
	for n, r := range s.rows {
		for i := range s.widths {
			at := fmt.Sprintf("%s%d", column(i), n+1)
			style := r.style
			if slices.Contains(r.fill, i) {
				style = "fill"
			}
			if i < len(r.cells) && r.cells[i] != "" {
				b.must(b.SetCellStr(s.name, at, r.cells[i]))
			}
			if i > 0 && i >= len(r.cells) && !s.head {
				continue // leave the cell empty, so that the text beside it may run over it
			}
			b.must(b.SetCellStyle(s.name, at, at, b.styles[style]))
		}
		if r.pick != "" {
			b.addDropDown(s.name, fmt.Sprintf("%s%d", column(columnChoice), n+1), r.pick)
		}
	}
	b.setUpPages(s, paper, title)
}

// addDropDown limits a cell to a list of choices.
func (b *workbook) addDropDown(sheet, at, choices string) {
	list := excelize.NewDataValidation(true)
	list.Sqref = at
	if choices == yesOrNo {
		b.must(list.SetDropList(strings.Split(yesOrNo, ",")))
	} else {
		list.SetSqrefDropList(choices)
	}
	list.SetError(excelize.DataValidationErrorStyleStop, "Please choose", "Choose one from the list. You can explain it in the next column.")
	b.must(b.AddDataValidation(sheet, list))
}

// setUpPages sets how the sheet is shown and printed. A table is printed in
// landscape with its head on every page. Every sheet is as wide as the page.
func (b *workbook) setUpPages(s sheet, paper, title string) {
	size, wide, high, orientation, fit := 9, 1, 0, "landscape", true
	if paper == "letter" {
		size = 1
	}
	if !s.head {
		orientation = "portrait"
	}
	b.must(b.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.must(b.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	side, edge := 0.4, 0.6
	b.must(b.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge}))
	// In a footer "&" begins a code and "&&" prints one.
	name := strings.ReplaceAll(title, "&", "&&")
	if runes := []rune(name); len(runes) > 150 { // the whole footer may have 255
		name = string(runes[:150])
	}
	b.must(b.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + name + "&C" + s.name + "&RPage &P of &N"}))
	grid := false
	b.must(b.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
	if !s.head {
		return
	}
	b.must(b.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	b.must(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: s.name + "!$1:$1", Scope: s.name}))
}

// column returns the letter of a column, from 0 to 25.
func column(n int) string { return string(rune('A' + n)) }
