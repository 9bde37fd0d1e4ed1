package handback_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/report"
	"assay/report/pagetest"
	"assay/report/pdf/pdftest"
	"assay/report/vendorcopy"
	"assay/report/webform"
)

// A form goes out, a program fills it in, and it comes back with the same answers. The
// default run draws a few sets of answers, always the same.
func TestWorkbooksComeBack(t *testing.T) {
	o := newOffice(t)
	trips, files := make([]*trip, workbookTrips), make([][]byte, workbookTrips)
	for n := range trips {
		trips[n] = o.trip(n)
		files[n] = trips[n].workbook(t)
	}
	if again := savedByLibreOffice(t, files); again != nil {
		files = again
	}
	for n, trip := range trips {
		t.Run(strconv.Itoa(n), func(t *testing.T) { o.comesBack(t, trip, "form.xlsx", files[n]) })
	}
}

func TestPDFFormsComeBack(t *testing.T) {
	o := newOffice(t)
	for n := range pdfTrips {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			trip := o.trip(1000 + n)
			empty, err := report.VendorCopy(trip.Copy.Copy, "a4")
			if err != nil {
				t.Fatal(err)
			}
			programs := append([]string{"Acrobat"}, pdftest.Fillers()...)
			program := programs[n%len(programs)]
			if program == "PDFium" {
				trip.simpler()
			}
			o.comesBack(t, trip, "form.pdf", filledBy(t, program, empty, trip.fields(program)))
		})
	}
}

func TestSavedPagesComeBack(t *testing.T) {
	o := newOffice(t)
	var b *pagetest.Browser
	for n := range pageTrips {
		trip := o.trip(2000 + n)
		page, err := webform.Page(trip.Copy.Copy)
		if err != nil {
			t.Fatal(err)
		}
		path := pdftest.Save(t, "form.html", page)
		if b == nil {
			opened := pagetest.Open(t, path)
			b = &opened
		} else {
			b.Go("file://" + path)
		}
		if n%2 == 0 {
			trip.attach(*b, fmt.Sprintf("%%PDF-1.7 file %d", n))
		}
		file := trip.save(*b)
		t.Run(strconv.Itoa(n), func(t *testing.T) { o.comesBack(t, trip, "reply.zip", file) })
	}
}

// code is a text that a workbook takes for the number of a letter. Excel stores it like
// this when somebody types it.
var code = regexp.MustCompile(`_x[0-9A-F]{4}_`)

// workbook is the workbook, filled in.
func (trip *trip) workbook(t testing.TB) []byte {
	t.Helper()
	empty, err := trip.Workbook("a4")
	if err != nil {
		t.Fatal(err)
	}
	return edited(t, empty, func(f *excelize.File) {
		rows := map[string]int{}
		set := func(sheet, id string, column int, text string) {
			at, _ := excelize.CoordinatesToCellName(column, rows[sheet+id])
			if rows[sheet+id] == 0 || f.SetCellStr(sheet, at, code.ReplaceAllString(text, "_x005F$0")) != nil {
				t.Fatalf("sheet %s has no row %s", sheet, id)
			}
		}
		const guide, questions, documents = "How to use this", "Questions", "Documents"
		for _, sheet := range []string{guide, questions, documents} {
			all, _ := f.GetRows(sheet)
			for n, cells := range all {
				if len(cells) > 0 {
					rows[sheet+cells[0]] = n + 1
				}
			}
		}
		set(guide, "Legal name of the company", 2, trip.company)
		set(guide, "Completed by", 2, trip.name)
		set(guide, "Date", 2, "2026-11-25")
		for _, q := range trip.Questions() {
			g, is := trip.answers[q.ID]
			if !is {
				continue
			}
			labels := make([]string, len(g.choices))
			for n, choice := range g.choices {
				labels[n] = strings.ToUpper(choice[:1]) + choice[1:]
				for _, c := range q.Choices {
					if c.Value == choice {
						labels[n] = c.Label
					}
				}
			}
			switch {
			case q.Form == vendorcopy.SomeOf:
				set(questions, q.ID, 5, strings.Join(labels, "\n"))
				continue
			case len(labels) > 0:
				set(questions, q.ID, 4, labels[0])
			}
			if g.words != "" {
				set(questions, q.ID, 5, g.words)
			}
		}
		for kind, note := range trip.notes {
			set(documents, kind, 6, note)
		}
	})
}

// savedByLibreOffice saves workbooks again, all in one run of LibreOffice.
func savedByLibreOffice(t *testing.T, files [][]byte) [][]byte {
	t.Helper()
	if !throughLibreOffice {
		return nil
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice is not installed: the workbooks are read as they were filled in")
		return nil
	}
	in, out := t.TempDir(), t.TempDir()
	arguments := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "xlsx", "--outdir", out}
	for n, file := range files {
		path := filepath.Join(in, fmt.Sprintf("%d.xlsx", n))
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if said, err := exec.CommandContext(t.Context(), program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	again := make([][]byte, len(files))
	for n := range files {
		if again[n], err = os.ReadFile(filepath.Join(out, fmt.Sprintf("%d.xlsx", n))); err != nil {
			t.Fatal(err)
		}
	}
	return again
}

// fields are the values of the PDF form, by the names of its fields.
func (trip *trip) fields(program string) map[string]string {
	all := map[string]string{"vendor.company": trip.company, "vendor.name": trip.name, "vendor.date": "2026-11-25"}
	for _, q := range trip.Questions() {
		g, is := trip.answers[q.ID]
		if !is {
			continue
		}
		switch q.Form {
		case vendorcopy.YesNo, vendorcopy.InPlace:
			all[q.ID+".yes_no"] = g.choices[0]
		case vendorcopy.OneOf:
			all[q.ID+".choice"] = g.choices[0]
			if program == "PDFium" {
				all[q.ID+".choice"] = strconv.Itoa(slices.IndexFunc(q.Choices, func(c vendorcopy.Choice) bool { return c.Value == g.choices[0] }))
			}
		case vendorcopy.SomeOf:
			for n, c := range q.Choices {
				for _, choice := range g.choices {
					if c.Value == choice {
						all[fmt.Sprintf("%s.choice.%d", q.ID, n+1)] = "Yes"
					}
				}
			}
		}
		if g.words != "" {
			all[q.ID+".answer"] = g.words
		}
	}
	for kind, note := range trip.notes {
		all[kind+".attached"], all[kind+".file"] = "Yes", note
	}
	return all
}

// simpler leaves out what the fields of PDFium cannot hold: it keeps half of each letter
// above the first 65,536, such as emoji, and no tabs.
func (trip *trip) simpler() {
	simple := func(text string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case r > 0xffff:
				return 'A'
			case r == '\t':
				return ' '
			}
			return r
		}, text)
	}
	trip.company, trip.name = simple(trip.company), simple(trip.name)
	for id, g := range trip.answers {
		trip.answers[id] = given{g.choices, simple(g.words)}
	}
	for kind, note := range trip.notes {
		trip.notes[kind] = simple(note)
	}
}

// filledBy lets a program fill a form in.
func filledBy(t testing.TB, program string, file []byte, values map[string]string) []byte {
	t.Helper()
	if program == "Acrobat" {
		return fill(t, file, values, true)
	}
	text, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.pdf")
	pdftest.Fill(t, program, pdftest.Save(t, "in.pdf", file), out, text)
	filled, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return filled
}

// attach attaches a file to the first document of a page.
func (trip *trip) attach(b pagetest.Browser, content string) {
	b.T.Helper()
	b.Choose("#d0-files", pdftest.Save(b.T, "Our “paper” 日本.pdf", []byte(content)))
	b.Until(`document.getElementById("status").textContent.startsWith("Attached ")`)
	sum := sha256.Sum256([]byte(content))
	trip.attached[trip.Documents[0].ID] = hex.EncodeToString(sum[:])
}

// filling in a page: each field that can be seen at that moment gets its value, and the
// form gets the events that a person would cause.
const fillPage = `(given => {
	const put = (id, value) => {
		const e = document.getElementById(id);
		e.value = value;
		e.dispatchEvent(new Event("input", { bubbles: true }));
		e.dispatchEvent(new Event("change", { bubbles: true }));
	};
	put("company", given.company);
	put("name", given.name);
	put("date", "2026-11-25");
	const data = JSON.parse(document.getElementById("form").textContent);
	data.questions.forEach((q, n) => {
		const part = document.getElementById("q" + n), answer = given.answers[q.item];
		if (part.hidden || !answer) return;
		for (const mark of part.querySelectorAll(".choices input")) if (answer.choices.includes(mark.value) !== mark.checked) mark.click();
		if (answer.words) put("q" + n + "-words", answer.words);
	});
	data.documents.forEach((d, n) => { if (given.notes[d.kind]) put("d" + n + "-note", given.notes[d.kind]); });
	const filled = n => document.getElementById("q" + n + "-words").value !== "" || document.querySelector("#q" + n + " .choices input:checked") !== null;
	const shown = data.questions.map((q, n) => [q.item, n]).filter(([, n]) => !document.getElementById("q" + n).hidden);
	return JSON.stringify({ file: data.file, shown: shown.map(([item]) => item), filled: shown.filter(([, n]) => filled(n)).map(([item]) => item) });
})`

// save fills the page in, saves it, and returns the saved file. What the page hides is no
// part of the answers any more.
func (trip *trip) save(b pagetest.Browser) []byte {
	b.T.Helper()
	answers := map[string]any{}
	for id, g := range trip.answers {
		answers[id] = map[string]any{"choices": append([]string{}, g.choices...), "words": g.words}
	}
	var page struct {
		File          string
		Shown, Filled []string
	}
	told := pagetest.Evaluate[string](b, fillPage+"("+pagetest.Quoted(map[string]any{"company": trip.company, "name": trip.name, "answers": answers, "notes": trip.notes})+")")
	if err := json.Unmarshal([]byte(told), &page); err != nil {
		b.T.Fatal(err)
	}
	for _, q := range trip.Questions() {
		if len(q.When) == 0 && q.Aside == nil && !slices.Contains(page.Shown, q.ID) {
			b.T.Errorf("the page hides %s, which has no condition", q.ID)
		}
		if !slices.Contains(page.Filled, q.ID) {
			delete(trip.answers, q.ID)
		}
	}
	pagetest.Evaluate[bool](b, `(document.getElementById("save").click(), true)`)
	b.Until(`document.getElementById("status").textContent.startsWith("Saved ")`)
	path := b.Saved(page.File + "-reply.zip")
	file, err := os.ReadFile(path)
	if err != nil {
		b.T.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		b.T.Fatal(err)
	}
	return file
}
