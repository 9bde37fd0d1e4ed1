package handout

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"assay/assessment/hostile"
)

// sheet is one sheet of the workbook: its cells, and how they look.
type sheet struct {
	name   string
	widths []float64 // of the columns, in characters
	rows   []row
	head   bool // the first row is a head, which stays in sight and is printed on every page
}

type row struct {
	look  string // of the cells that are not to be filled in; a key of looks
	cells []string
	fill  []int  // columns to be filled in, from 0
	pick  string // where the choices of the choice column stand, as a range; "" for none
}

// The names of the sheets.
const (
	sheetGuide     = "How to use this"
	sheetQuestions = "Questions"
	sheetDocuments = "Documents"
	sheetChoices   = "Choices"
)

// yesOrNo stands for the two choices that need no list on a sheet.
const yesOrNo = "Yes,No"

// sheets are the workbook as plain data.
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
	add := func(look string, cells ...string) {
		for i := range cells {
			cells[i] = hostile.Cell(cells[i])
		}
		s.rows = append(s.rows, row{look: look, cells: cells})
	}
	add("title", c.Heading())
	add("quiet", c.Title)
	add("plain")
	for _, part := range [][2]string{
		{"Asked", c.Stage()},
		{"Please return by", c.Due.String()},
		{"Return to", c.Recipient()},
		{"To do", c.Extent()},
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
	for _, field := range About() {
		add("named", field.Tooltip, "")
		s.rows[len(s.rows)-1].fill = []int{1}
	}
	return s
}

// questionSheets are the sheet of the questions and that of the choices, from
// which the cells of the first offer one.
func (c Copy) questionSheets() (questions, choices sheet) {
	const columns = 8 // the section is a row of its own here
	all := c.questionTable()
	questions = sheet{name: sheetQuestions, head: true, widths: []float64{15, 46, 21, 13, 46, 28, 11.5, 21}}
	questions.rows = append(questions.rows, row{look: "head", cells: all.head[:columns]})
	choices = sheet{name: sheetChoices, head: true, widths: []float64{20, 80}}
	choices.rows = append(choices.rows, row{look: "head", cells: []string{"Question", "Choice"}})
	next := 0
	for _, section := range c.Sections {
		questions.rows = append(questions.rows, row{look: "band", cells: []string{hostile.Cell(section.ID), hostile.Cell(section.Name)}})
		for _, q := range section.Questions {
			r := row{look: "plain", cells: all.rows[next][:columns], fill: []int{columnAnswer}}
			next++
			switch q.Form {
			case InPlace, YesNo:
				r.pick = yesOrNo
			case OneOf:
				first := len(choices.rows) + 1
				for _, choice := range q.Choices {
					choices.rows = append(choices.rows, row{look: "plain", cells: []string{hostile.Cell(q.ID), hostile.Cell(choice.Label)}})
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
	s.rows = append(s.rows, row{look: "head", cells: all.head})
	for _, cells := range all.rows {
		s.rows = append(s.rows, row{look: "plain", cells: cells, fill: []int{5}})
	}
	return s
}

// Workbook is the copy as XLSX, for paper "a4" or "letter". The same copy gives
// the same bytes.
func (c Copy) Workbook(paper string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	b := &workbook{File: f}
	b.styles()
	for n, s := range c.sheets() {
		if n == 0 {
			b.must(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			b.must(err)
		}
		b.write(s, paper, c.Heading())
	}
	when := c.Made.Time().Add(12 * time.Hour).Format(time.RFC3339)
	b.must(f.SetDocProps(&excelize.DocProperties{Title: c.Heading(), Subject: c.Title, Creator: c.From, LastModifiedBy: c.From, Created: when, Modified: when, Language: "en"}))
	b.must(f.SetAppProps(&excelize.AppProperties{Application: "assay", Company: c.From}))
	if b.err != nil {
		return nil, fmt.Errorf("write the workbook: %w", b.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// workbook is a file in the making, with the first error that befell it.
type workbook struct {
	*excelize.File
	looks map[string]int
	err   error
}

func (b *workbook) must(err error) {
	if b.err == nil {
		b.err = err
	}
}

// styles makes the looks. The accent is that of the reports.
func (b *workbook) styles() {
	const accent, hair, tint = "0E4D64", "CBD0D6", "E9F1F4"
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	edges := []excelize.Border{{Type: "top", Color: hair, Style: 1}, {Type: "bottom", Color: hair, Style: 1}, {Type: "left", Color: hair, Style: 1}, {Type: "right", Color: hair, Style: 1}}
	ground := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	b.looks = map[string]int{}
	for _, look := range []struct {
		name string
		excelize.Style
	}{
		{"title", excelize.Style{Font: &excelize.Font{Size: 18, Bold: true}}},
		{"quiet", excelize.Style{Font: &excelize.Font{Size: 10, Color: "5C636C"}}},
		{"named", excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top}},
		{"plain", excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top, Border: edges}},
		{"head", excelize.Style{Font: &excelize.Font{Size: 10, Bold: true, Color: "FFFFFF"}, Fill: ground(accent), Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}},
		{"band", excelize.Style{Font: &excelize.Font{Size: 11, Bold: true, Color: accent}, Fill: ground("F4F6F7")}},
		{"fill", excelize.Style{Font: &excelize.Font{Size: 10}, Fill: ground(tint), Alignment: top, Border: edges}},
	} {
		id, err := b.NewStyle(&look.Style)
		b.must(err)
		b.looks[look.name] = id
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
			look := r.look
			if slices.Contains(r.fill, i) {
				look = "fill"
			}
			if i < len(r.cells) && r.cells[i] != "" {
				b.must(b.SetCellStr(s.name, at, r.cells[i]))
			}
			if i > 0 && i >= len(r.cells) && !s.head {
				continue // running text, which may stand over the empty cells beside it
			}
			b.must(b.SetCellStyle(s.name, at, at, b.looks[look]))
		}
		if r.pick != "" {
			b.offer(s.name, fmt.Sprintf("%s%d", column(columnChoice), n+1), r.pick)
		}
	}
	b.print(s, paper, title)
}

// offer makes a cell take one of some choices.
func (b *workbook) offer(sheet, at, choices string) {
	list := excelize.NewDataValidation(true)
	list.Sqref = at
	if choices == yesOrNo {
		b.must(list.SetDropList(strings.Split(yesOrNo, ",")))
	} else {
		list.SetSqrefDropList(choices)
	}
	list.SetError(excelize.DataValidationErrorStyleStop, "Please choose", "Choose one of the list. There is room for words in the next column.")
	b.must(b.AddDataValidation(sheet, list))
}

// print sets how the sheet is looked at and printed: landscape, as wide as the
// page, with the head on every page.
func (b *workbook) print(s sheet, paper, title string) {
	size, wide, high, landscape, fit := 9, 1, 0, "landscape", true
	if paper == "letter" {
		size = 1
	}
	if !s.head {
		landscape = "portrait"
	}
	b.must(b.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.must(b.SetPageLayout(s.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}))
	side, edge := 0.4, 0.6
	b.must(b.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge}))
	// An ampersand begins a code here; two are one.
	name := strings.ReplaceAll(title, "&", "&&")
	if runes := []rune(name); len(runes) > 150 { // the whole line takes 255
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

// column is the name of a column, from 0. There are fewer than 26.
func column(n int) string { return string(rune('A' + n)) }
