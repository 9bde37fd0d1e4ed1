//go:build soak

package export

import (
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/report/workbook"
)

// office opens a file in LibreOffice, and returns the records that it sees on one
// sheet, as it shows them.
func office(t *testing.T, name string, file []byte, sheet, filter string) [][]string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	// Token 12 of the filter: -1 writes every sheet, 0 the first one.
	args := []string{"-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false," + filter, "--outdir", folder + "/out"}
	if strings.HasSuffix(name, ".csv") {
		args = append(args, "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true") // comma, UTF-8, and special numbers as Excel guesses them
	}
	if out, err := exec.CommandContext(ctx, soffice, append(args, path)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(folder, "out", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(made, func(path string) bool { return sheet == "" || strings.HasSuffix(path, "-"+sheet+".csv") })
	if at < 0 {
		t.Fatalf("LibreOffice wrote %q", made)
	}
	text, err := os.ReadFile(made[at])
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\uFEFF")))
	reader.FieldsPerRecord = -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// columnOf are the cells of a column without its head.
func columnOf(t *testing.T, records [][]string, name string) []string {
	t.Helper()
	at := slices.Index(records[0], name)
	if at < 0 {
		t.Fatalf("there is no column %q: %q", name, records[0])
	}
	var all []string
	for _, record := range records[1:] {
		all = append(all, record[at])
	}
	return all
}

// LibreOffice is a second reader: it sees the dates as dates, and every text as it is.
func TestLibreOfficeSeesTheWorkbook(t *testing.T) {
	d := documentOf(told(t).said(hostileTexts...).snapshot())
	file, err := d.Workbook("Lakeside", "a4").Write()
	if err != nil {
		t.Fatal(err)
	}
	quotes := office(t, "told.xlsx", file, "Quotes", "-1")
	want, err := d.CSV("quotes")
	if err != nil {
		t.Fatal(err)
	}
	records, err := workbook.ReadCSV(want)
	if err != nil {
		t.Fatal(err)
	}
	seen := columnOf(t, quotes, "Quote")
	for n, text := range columnOf(t, records, "Quote") {
		plain := d.Tables[slices.IndexFunc(d.Tables, func(t Table) bool { return t.Key == "quotes" })].Rows[n][1].cell(Text, d.Zone).String()
		if seen[n] != plain {
			t.Errorf("LibreOffice shows %q, want %q (CSV has %q)", seen[n], plain, text)
		}
	}
	for n, shown := range columnOf(t, quotes, "Heard at, America/Chicago") {
		if shown != "2026-11-22 09:30:00" {
			t.Errorf("quote %d was heard at %q", n+1, shown)
		}
	}
	evidence := office(t, "demo.xlsx", mustWrite(t, documentOf(demo(t, "kestrelhythe"))), "Evidence", "-1")
	for n, shown := range columnOf(t, evidence, "As of") {
		if _, err := time.Parse(time.DateOnly, shown); err != nil {
			t.Errorf("record %d is as of %q", n+1, shown)
		}
	}
}

func mustWrite(t *testing.T, d Document) []byte {
	t.Helper()
	file, err := d.Workbook("Lakeside", "a4").Write()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// LibreOffice guesses the types of CSV, as Excel does when it opens a file. No text
// changes, and none becomes a formula.
func TestLibreOfficeGuessesNoTypeOfCSV(t *testing.T) {
	d := documentOf(told(t).said(hostileTexts...).snapshot())
	file, err := d.CSV("quotes")
	if err != nil {
		t.Fatal(err)
	}
	want, err := workbook.ReadCSV(file)
	if err != nil {
		t.Fatal(err)
	}
	bare := office(t, "bare.csv", []byte("\uFEFF"+"Quote\n1/2\n1E5\n=1+1\n"), "", "0")
	for n, text := range []string{"1/2", "1E5", "=1+1"} {
		if columnOf(t, bare, "Quote")[n] == text {
			t.Errorf("LibreOffice guesses nothing of a bare %q, so this test shows nothing", text)
		}
	}
	got := columnOf(t, office(t, "quotes.csv", file, "", "0"), "Quote")
	for n, text := range columnOf(t, want, "Quote") {
		if got[n] != text && got[n] != strings.TrimPrefix(text, "'") { // it takes the apostrophe for its own mark of a text
			t.Errorf("LibreOffice shows %q, want %q", got[n], text)
		}
	}
}
