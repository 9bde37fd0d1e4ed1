package export

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/questionnaire"
)

var update = flag.Bool("update", false, "write the schemas anew")

func documentOf(s assessment.Snapshot) Document {
	return Assessment(s, today, questionnaire.Award, questionnaire.Current)
}

// files are all files of a document, each with its format and topic.
type written struct {
	as    Format
	topic string
	file  []byte
}

func files(t testing.TB, d Document) []written {
	t.Helper()
	must := func(file []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	all := []written{{XLSX, "", must(d.Workbook("Lakeside", "a4").Write())}, {Markdown, "", d.Markdown()}, {JSON, "", must(d.JSON())}}
	for _, topic := range d.Topics() {
		all = append(all, written{CSV, topic, must(d.CSV(topic))})
	}
	return all
}

// Every file of the demo and of hostile texts is read back as it was meant.
func TestEveryFileHoldsTheRecord(t *testing.T) {
	for name, s := range map[string]assessment.Snapshot{
		"demo": demo(t, "kestrelhythe"), "blocked": demo(t, "ellsmarch"), "hostile": told(t).said(hostileTexts...).snapshot(),
	} {
		t.Run(name, func(t *testing.T) {
			d := documentOf(s)
			other := documentOf(demo(t, "oakhollin"))
			for _, w := range files(t, d) {
				if err := d.Check(w.file, w.as, w.topic); err != nil {
					t.Errorf("%s %s: %v", w.as, w.topic, err)
				}
				if w.as != CSV || w.topic == "answers" {
					if err := other.Check(w.file, w.as, w.topic); err == nil {
						t.Errorf("%s %s passes for another assessment", w.as, w.topic)
					}
				}
			}
			if again := files(t, documentOf(s)); !slices.EqualFunc(files(t, d), again, func(a, b written) bool { return bytes.Equal(a.file, b.file) }) {
				t.Error("the same assessment gives other bytes")
			}
		})
	}
}

func TestTheTypesOfTheWorkbook(t *testing.T) {
	d := documentOf(demo(t, "kestrelhythe"))
	file, err := d.Workbook("Lakeside", "letter").Write()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{
		"Summary", "Because", "Domains", "Answers", "Quotes", "Grades", "Evidence", "Red flags", "Outstanding", "Actions", "Waivers", "Decisions", "Delivery chain",
		"Sessions", "Replies", "Sign-offs", "Rule changes",
	}
	if diff := cmp.Diff(want, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	raw := excelize.Options{RawCellValue: true}
	for _, look := range []struct {
		sheet, column, kind string
		number              bool
	}{
		{"Evidence", "As of", "date", true},
		{"Evidence", "SHA-256", "id", false},
		{"Domains", "Shown", "score", true},
		{"Answers", "Credit", "figure", true},
		{"Answers", "Item", "id", false},
		{"Decisions", "Recorded at, America/Chicago", "moment", true},
	} {
		rows, err := f.GetRows(look.sheet, raw)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.Index(rows[0], look.column)
		if at < 0 {
			t.Errorf("%s has no column %q: %q", look.sheet, look.column, rows[0])
			continue
		}
		numbers := 0
		for n := range rows[1:] {
			cell, err := excelize.CoordinatesToCellName(at+1, n+2)
			if err != nil {
				t.Fatal(err)
			}
			kind, err := f.GetCellType(look.sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			value, _ := f.GetCellValue(look.sheet, cell, raw)
			if isNumber := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; value != "" && isNumber != look.number {
				t.Errorf("%s!%s, a %s, is %q of type %v", look.sheet, cell, look.kind, value, kind)
			} else if value != "" && isNumber {
				numbers++
			}
		}
		if look.number && numbers == 0 && look.sheet != "Decisions" {
			t.Errorf("%s has no %s in %q", look.sheet, look.kind, look.column)
		}
		if panes, err := f.GetPanes(look.sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the head scrolls away: %+v, %v", look.sheet, panes, err)
		}
	}
}

// The published schema is that of the program, and the JSON follows it.
func TestTheSchemaAndTheProgramAgree(t *testing.T) {
	now, err := documentOf(told(t).snapshot()).schema("An assessment that assay has exported")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("assessment.schema.json", now, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("the schema was written anew")
	}
	if diff := cmp.Diff(string(now), string(AssessmentSchema())); diff != "" {
		t.Errorf("run it with -update (-program +published):\n%s", diff)
	}
	schema := compiled(t, AssessmentSchema())
	for name, s := range map[string]assessment.Snapshot{"demo": demo(t, "kestrelhythe"), "blocked": demo(t, "ellsmarch"), "hostile": told(t).said(hostileTexts...).snapshot()} {
		file, err := documentOf(s).JSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := validated(t, schema, file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	file, err := documentOf(demo(t, "kestrelhythe")).JSON()
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		`"format": "assay-assessment/1"`: `"format": "assay-assessment/2"`, `"coverage": 1`: `"coverage": 1.5`, `"gates_open": 0`: `"gates_open": "0"`, `"verdict"`: `"verdikt"`,
	} {
		if !bytes.Contains(file, []byte(from)) {
			t.Errorf("the file has no %s", from)
		}
		if validated(t, schema, bytes.Replace(file, []byte(from), []byte(to), 1)) == nil {
			t.Errorf("the schema accepts %s", to)
		}
	}
}

func compiled(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validated(t *testing.T, schema *jsonschema.Schema, file []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

// Whoever asks, no file shows a grade of a closed panel, nor who gave it.
func TestNoFileShowsAGradeOfAClosedPanel(t *testing.T) {
	q, err := staffing()
	if err != nil {
		t.Fatal(err)
	}
	j := opened(t, q, assessment.Vendor{ID: "blind", Name: "Harbor"})
	j.record("lead@hospital.example", assessment.GradersNamed{Names: []string{"dana@lakeside.example", "kim@lakeside.example"}})
	three := 3
	j.record("dana@lakeside.example", assessment.Graded{Item: "SCN-01", Scorer: "dana@lakeside.example", Grade: &three, Note: "they stalled on the clock", Elements: []string{"actor"}})
	s := j.snapshot()
	for _, seen := range []assessment.Snapshot{s, s.SeenBy("dana@lakeside.example"), s.SeenBy("")} {
		d := documentOf(seen)
		for _, w := range files(t, d) {
			text := string(w.file)
			if w.as == XLSX {
				text = workbookText(t, w.file)
			}
			if strings.Contains(text, "stalled") {
				t.Errorf("%s %s shows the note", w.as, w.topic)
			}
		}
		grades := d.Tables[slices.IndexFunc(d.Tables, func(t Table) bool { return t.Key == "grades" })]
		if len(grades.Rows) > 0 {
			t.Errorf("the grades are %+v", grades.Rows)
		}
		file, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Summary struct {
				Panels []string `json:"closed_panels"`
			} `json:"summary"`
			Answers []struct{ Item, State, Answer, By string }
		}
		if err := json.Unmarshal(file, &read); err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(read.Answers, func(a struct{ Item, State, Answer, By string }) bool { return a.Item == "SCN-01" })
		if got := read.Answers[at]; got.State != "unanswered" || got.Answer != "" || got.By != "" || !slices.Equal(read.Summary.Panels, []string{"SCN-01"}) {
			t.Errorf("%+v, closed panels %q", got, read.Summary.Panels)
		}
	}
}

// workbookText is every text of a workbook.
func workbookText(t *testing.T, file []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	return all.String()
}

func BenchmarkWorkbookOfAnAssessment(b *testing.B) {
	s := demo(b, "kestrelhythe")
	for b.Loop() {
		d := documentOf(s)
		book := d.Workbook("Lakeside", "a4")
		file, err := book.Write()
		if err == nil {
			err = d.Check(file, XLSX, "")
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
