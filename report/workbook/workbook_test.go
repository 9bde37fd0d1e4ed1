package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/report/workbook"
)

func day(t *testing.T, text string) assessment.Date {
	t.Helper()
	d, err := assessment.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// typed is a book with a cell of every type.
func typed(t *testing.T) workbook.Book {
	t.Helper()
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 30, 23, 30, 59, 0, time.UTC).UnixMicro()
	head := workbook.Texts("Id", "Text", "Number", "Share", "Day", "Moment")
	return workbook.Book{
		Title: "A & B", From: "Lakeside", Made: day(t, "2026-11-30"), Paper: "a4",
		Sheets: []workbook.Sheet{{
			Name: "Open points", Widths: []float64{10, 40, 10, 10, 12, 16}, Head: true, Fixed: 1, Filter: true,
			Rows: []workbook.Row{
				{Style: workbook.Head, Cells: head},
				{Style: workbook.Plain, Cells: []workbook.Cell{
					workbook.Code("01-02"), workbook.Text("=1+1"), workbook.Number(62.3, 1), workbook.Share(0.89999), workbook.Day(day(t, "2026-11-22")), workbook.Moment(at, vienna),
				}},
				{Style: workbook.Plain, Cells: []workbook.Cell{
					workbook.Code("1–3"), workbook.Text("日本 _x0041_ _x005F_x0042_ \"“\n\u202eevil\x07\ufffe"), workbook.Number(0, 0), workbook.Share(1), workbook.Day(0), workbook.Moment(0, vienna),
				}},
				{Style: workbook.Plain, Cells: []workbook.Cell{workbook.Code(""), workbook.Text(""), workbook.Number(-0.5, 2), workbook.Share(0.29), workbook.Day(day(t, "1899-12-30"))}},
			},
		}, {Name: "Empty", Widths: []float64{10}}},
	}
}

func TestCellsKeepTheirTypes(t *testing.T) {
	book := typed(t)
	file, err := book.Write()
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Check(file); err != nil {
		t.Fatal(err)
	}
	again, err := typed(t).Write()
	if err != nil || !bytes.Equal(file, again) {
		t.Errorf("the same book gives other bytes: %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shown, err := f.GetRows("Open points")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Id", "Text", "Number", "Share", "Day", "Moment"},
		{"01-02", "'=1+1", "62.3", "89.99%", "2026-11-22", "2026-12-01 00:30"},
		{"1–3", "日本 _x0041_ _x005F_x0042_ \"“\nevil\ufffd", "0", "100.00%"},
		{"", "", "-0.50", "29.00%", "1899-12-30"},
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("another reader shows (-want +got):\n%s", diff)
	}
	raw, err := f.GetRows("Open points", excelize.Options{RawCellValue: true})
	if err != nil || raw[1][4] != "46348" {
		t.Errorf("a day is %q and no date of the spreadsheet, %v", raw[1][4], err)
	}
	if panes, err := f.GetPanes("Open points"); err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 1 {
		t.Errorf("the head or the first column scrolls away: %+v, %v", panes, err)
	}
	names := map[string]string{}
	for _, name := range f.GetDefinedName() {
		names[name.Name] = name.RefersTo
	}
	if diff := cmp.Diff(map[string]string{"_xlnm.Print_Titles": "'Open points'!$1:$1", "_xlnm._FilterDatabase": "'Open points'!$A$1:$F$4"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// Check finds every cell that differs, and whatever the book does not have.
func TestAnotherFileIsNoticed(t *testing.T) {
	book := typed(t)
	for name, change := range map[string]func(f *excelize.File) error{
		"other text":       func(f *excelize.File) error { return f.SetCellStr("Open points", "B2", "=1+1 ") },
		"no text":          func(f *excelize.File) error { return f.SetCellStr("Open points", "A2", "") },
		"a formula":        func(f *excelize.File) error { return f.SetCellFormula("Open points", "B2", "1+1") },
		"one more cell":    func(f *excelize.File) error { return f.SetCellStr("Open points", "F4", "x") },
		"one more row":     func(f *excelize.File) error { return f.SetCellStr("Open points", "A9", "x") },
		"an id as a date":  func(f *excelize.File) error { return f.SetCellFloat("Open points", "A2", 46348, -1, 64) },
		"a date as a text": func(f *excelize.File) error { return f.SetCellStr("Open points", "E2", "2026-11-22") },
		"a date as a number": func(f *excelize.File) error {
			style, err := f.GetCellStyle("Open points", "C2")
			if err != nil {
				return err
			}
			return f.SetCellStyle("Open points", "E2", "E2", style)
		},
		"another order":  func(f *excelize.File) error { return f.MoveSheet("Empty", "Open points") },
		"one more sheet": func(f *excelize.File) error { _, err := f.NewSheet("Hidden"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			file, err := book.Write()
			if err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := change(f); err != nil {
				t.Fatal(err)
			}
			var changed bytes.Buffer
			if err := f.Write(&changed); err != nil {
				t.Fatal(err)
			}
			if err := book.Check(changed.Bytes()); err == nil {
				t.Error("nobody notices")
			}
		})
	}
}

// A text that is longer than a cell may be is cut, and says so. No letter is halved.
func TestALongTextIsCutWhereTheReaderSeesIt(t *testing.T) {
	const most = 32767
	long := "a" + strings.Repeat("😀", most/2)
	for text, whole := range map[string]bool{long: true, long + "b": false, "=" + long[5:]: true, "=" + long: false, strings.Repeat("日", 40_000): false} {
		book := workbook.Book{Sheets: []workbook.Sheet{{Name: "One", Widths: []float64{9}, Rows: []workbook.Row{{Cells: workbook.Texts(text)}}}}}
		file, err := book.Write()
		if err == nil {
			err = book.Check(file)
		}
		if err != nil {
			t.Error(err)
		}
		if cut := book.Cut(); len(cut) == 0 != whole || !whole && cut[0] != "One!A1" {
			t.Errorf("%d letters: cut %q", len([]rune(text)), cut)
		}
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetCellValue("One", "A1")
		if told := strings.HasSuffix(got, "(cut: longer than a cell of XLSX)"); err != nil || told == whole {
			t.Errorf("%d letters end with %q, %v", len([]rune(text)), got[max(0, len(got)-60):], err)
		}
		f.Close()
	}
}

// A file holds no program, no link to elsewhere, and no formula.
func TestAFileHoldsOnlySheets(t *testing.T) {
	file, err := typed(t).Write()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"vbaProject", "externalLink", "TargetMode=\"External\"", "<f>", "<f "} {
			if strings.Contains(part.Name, forbidden) || bytes.Contains(text, []byte(forbidden)) {
				t.Errorf("%s has %s", part.Name, forbidden)
			}
		}
	}
}
