package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/xuri/excelize/v2"
)

// Write makes the file.
func (b Book) Write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	w := &writer{File: f, styles: map[styleKey]int{}}
	for n, s := range b.Sheets {
		if n == 0 {
			w.must(f.SetSheetName("Sheet1", s.Name))
		} else {
			_, err := f.NewSheet(s.Name)
			w.must(err)
		}
		w.write(s, b.Paper, b.Title)
	}
	when := b.Made.Time().Add(12 * time.Hour).Format(time.RFC3339)
	w.must(f.SetDocProps(&excelize.DocProperties{Title: b.Title, Subject: b.Subject, Creator: b.From, LastModifiedBy: b.From, Created: when, Modified: when, Language: "en"}))
	w.must(f.SetAppProps(&excelize.AppProperties{Application: "assay", Company: b.From}))
	if w.err != nil {
		return nil, fmt.Errorf("write the workbook: %w", w.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// writer is a file that is being written.
type writer struct {
	*excelize.File
	styles map[styleKey]int
	err    error // the first error
}

// styleKey names a style of a row with a number format.
type styleKey struct {
	style  Style
	format string
}

// must keeps the first error.
func (w *writer) must(err error) {
	if w.err == nil {
		w.err = err
	}
}

// styled is the id of a style in the file.
func (w *writer) styled(style Style, format string) int {
	key := styleKey{style, format}
	id, made := w.styles[key]
	if !made {
		look := looks(style)
		if format != "" {
			look.CustomNumFmt = &format
		}
		var err error
		id, err = w.NewStyle(&look)
		w.must(err)
		w.styles[key] = id
	}
	return id
}

// looks makes a style, with the accent color of the reports.
func looks(style Style) excelize.Style {
	const accent, hair, tint = "0E4D64", "CBD0D6", "E9F1F4"
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	edges := []excelize.Border{{Type: "top", Color: hair, Style: 1}, {Type: "bottom", Color: hair, Style: 1}, {Type: "left", Color: hair, Style: 1}, {Type: "right", Color: hair, Style: 1}}
	background := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	switch style {
	case Title:
		return excelize.Style{Font: &excelize.Font{Size: 18, Bold: true}}
	case Quiet:
		return excelize.Style{Font: &excelize.Font{Size: 10, Color: "5C636C"}}
	case Named:
		return excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top}
	case Head:
		return excelize.Style{Font: &excelize.Font{Size: 10, Bold: true, Color: "FFFFFF"}, Fill: background(accent), Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}}
	case Band:
		return excelize.Style{Font: &excelize.Font{Size: 11, Bold: true, Color: accent}, Fill: background("F4F6F7")}
	case fill:
		return excelize.Style{Font: &excelize.Font{Size: 10}, Fill: background(tint), Alignment: top, Border: edges}
	}
	return excelize.Style{Font: &excelize.Font{Size: 10}, Alignment: top, Border: edges}
}

func (w *writer) write(s Sheet, paper, title string) {
	for i, width := range s.Widths {
		name := column(i)
		w.must(w.SetColWidth(s.Name, name, name, width))
	}
	for n, r := range s.Rows {
		for i := range s.Widths {
			at := address(i, n)
			var cell Cell
			if i < len(r.Cells) {
				cell = r.Cells[i]
			}
			switch {
			case cell.typed:
				w.must(w.SetCellFloat(s.Name, at, cell.value, -1, 64))
			case cell.text != "":
				w.must(w.SetCellStr(s.Name, at, escaped(cell.text)))
			}
			if i > 0 && i >= len(r.Cells) && !s.Head {
				continue // leave the cell empty, so that the text beside it may run over it
			}
			style := r.Style
			if slices.Contains(r.Fill, i) {
				style = fill
			}
			w.must(w.SetCellStyle(s.Name, at, at, w.styled(style, cell.format)))
		}
		w.addDropDown(s.Name, n, r.Pick)
		if s.Filter {
			w.must(w.SetRowHeight(s.Name, n+1, s.height(r)))
		}
	}
	w.setUpPages(s, paper, title)
}

// escaped is a text as XLSX spells it: a reader takes _x0041_ for the letter A. The
// library leaves that to us.
func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for n := range len(text) {
		if looksEscaped(text[n:]) {
			out.WriteString("_x005F")
		}
		out.WriteByte(text[n])
	}
	return out.String()
}

func looksEscaped(text string) bool {
	const size = len("_x0000_")
	if len(text) < size || text[:2] != "_x" || text[size-1] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:size-1], 16, 16)
	return err == nil
}

// height is the height of a row with all the lines of its texts, in points, as far as
// a spreadsheet allows. Spreadsheets differ in whether they find it by themselves.
func (s Sheet) height(r Row) float64 {
	const line, highest = 13.5, 405
	lines := 1
	for i, cell := range r.Cells {
		deep := 0
		for text := range strings.SplitSeq(cell.text, "\n") {
			deep += 1 + int(float64(ansi.StringWidth(text))/s.Widths[i])
		}
		lines = max(lines, deep)
	}
	return min(float64(lines)*line, highest)
}

// pages is how many pages a wide table takes side by side, so that it can still be read.
func (s Sheet) pages() int {
	const readable = 200 // characters
	whole := 0.0
	for _, width := range s.Widths {
		whole += width
	}
	return 1 + int(whole)/readable
}

// addDropDown limits a cell to a list of choices.
func (w *writer) addDropDown(sheet string, row int, pick Pick) {
	if pick.Range == "" && len(pick.Choices) == 0 {
		return
	}
	list := excelize.NewDataValidation(true)
	list.Sqref = address(pick.Column, row)
	if pick.Range != "" {
		list.SetSqrefDropList(pick.Range)
	} else {
		w.must(list.SetDropList(pick.Choices))
	}
	list.SetError(excelize.DataValidationErrorStyleStop, "Please choose", "Choose one from the list. You can explain it in the next column.")
	w.must(w.AddDataValidation(sheet, list))
}

// setUpPages sets how the sheet is shown and printed. A table is printed in
// landscape with its head on every page. Every sheet is as wide as the page.
func (w *writer) setUpPages(s Sheet, paper, title string) {
	size, wide, high, orientation := 9, 1, 0, "landscape"
	if paper == "letter" {
		size = 1
	}
	if !s.Head {
		orientation = "portrait"
	}
	if s.Filter {
		wide = s.pages()
	}
	w.must(w.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	side, edge := 0.4, 0.6
	w.must(w.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge}))
	w.must(w.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&L" + footerText(title, 150) + "&C" + footerText(s.Name, 31) + "&RPage &P of &N"}))
	grid := false
	w.must(w.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: &grid}))
	if s.Head {
		w.setUpHead(s)
	}
	fit := true
	w.must(w.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &fit})) // last: a filter takes it back
}

// setUpHead keeps the head in sight and on every printed page, and puts the filters
// into it.
func (w *writer) setUpHead(s Sheet) {
	panes := excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if s.Fixed > 0 {
		panes.XSplit, panes.TopLeftCell, panes.ActivePane = s.Fixed, address(s.Fixed, 1), "bottomRight"
	}
	w.must(w.SetPanes(s.Name, &panes))
	w.must(w.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted(s.Name) + "!$1:$1", Scope: s.Name}))
	if s.Filter && len(s.Rows) > 1 {
		w.must(w.AutoFilter(s.Name, "A1:"+address(len(s.Widths)-1, len(s.Rows)-1), nil))
	}
}

// footerText is a text for a footer, where "&" begins a code and "&&" prints one.
// The whole footer may have 255 characters.
func footerText(text string, most int) string {
	text = strings.ReplaceAll(text, "&", "&&")
	if runes := []rune(text); len(runes) > most {
		text = strings.TrimRight(string(runes[:most]), "&")
	}
	return text
}

// quoted is the name of a sheet as a reference has it.
func quoted(sheet string) string {
	plain := func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
	if strings.IndexFunc(sheet, func(r rune) bool { return !plain(r) }) < 0 {
		return sheet
	}
	return "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
}

// column is the letters of a column, from 0.
func column(n int) string {
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// address is the address of a cell, by its column and row from 0.
func address(across, down int) string { return fmt.Sprintf("%s%d", column(across), down+1) }
