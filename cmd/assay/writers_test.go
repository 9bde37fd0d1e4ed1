package main

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/assessment/contest"
	"assay/assessment/form"
	"assay/assessment/outstanding"
	"assay/assessment/register"
	"assay/questionnaire"
	"assay/questionnaire/kindtest"
	"assay/report/export"
	"assay/report/filing"
	"assay/report/handout"
	"assay/report/vendorcopy"
)

// harmful are texts that would run in a spreadsheet, turn the reading order round, or
// control a terminal.
var harmful = []string{
	"=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u3000@x",
	"＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "\u202e=1+1", "\u200b=1+1", "\x00=1+1", "\x1b[31m=1+1", "good\u202efdp.exe", "\u2066left\u2069", "bell\x07", "del\x7f", "c1\u009b31m",
}

// told is an assessment with a harmful text wherever people can write one.
func toldHarmful(t *testing.T, text string) (assessment.Snapshot, *questionnaire.Questionnaire) {
	t.Helper()
	q, err := questionnaire.Parse(bytes.NewReader(kindtest.File(questionnaire.Kinds()...)))
	if err != nil {
		t.Fatal(err)
	}
	for d := range q.Domains {
		q.Domains[d].Name = text
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			item.Title, item.Ask = text, text
		}
	}
	for n := range q.Evidence {
		q.Evidence[n].Name, q.Evidence[n].Freshness = text, text
	}
	const day = assessment.Date(20779)
	s := assessment.Snapshot{Assessment: "a1", Questionnaire: q, State: assessment.State{
		Opened: assessment.Opened{
			Vendor: assessment.Vendor{ID: "v1", Name: text, LegalName: text}, Subject: text, RFP: &assessment.RFP{ID: "r1", Title: text, Reference: text},
			Questionnaire: assessment.PinOf(q), Milestone: questionnaire.Award, TimeZone: "UTC",
		},
		OpenedAt: day.Time().UnixMicro(), OpenedBy: text, Milestone: questionnaire.Award, Answers: map[string]assessment.Answer{},
		Flags:   []assessment.Flag{{ID: "f1", Severity: "stop", Text: text, RaisedBy: text}},
		Actions: []assessment.Action{{ID: "c1", What: text, Owner: text, Side: "vendor", Due: day + 5, Control: text, OpenedBy: text}},
		Links:   []assessment.Link{{ID: "l1", Entity: text, Country: "PH", Function: text, PHI: true}},
		Waivers: map[string]assessment.Waiver{"ALL-01": {Item: "ALL-01", Approver: text, Reason: text, Control: text, Owner: text, Granted: day, Expires: day + 9}},
		Summary: &assessment.Summary{Text: text, By: text},
	}}
	for item := range q.Items() {
		if !item.Kind.TakesEvidence() {
			continue
		}
		s.Answers[item.ID] = assessment.Answer{
			Item: item.ID, Value: item.Values()[0].Text, Assurance: assessment.Claimed, Note: text, By: text, Quotes: []assessment.Quote{{Text: text, Who: text}},
			Evidence: []assessment.Evidence{{Kind: "EV-01", File: text, SHA256: strings.Repeat("5e", 32), Size: 3, AsOf: day, Reference: text}},
		}
	}
	return s, q
}

// Every file that a spreadsheet may open is taken apart as that spreadsheet would, also
// by one that takes a semicolon for the separator: no cell begins like a formula. No
// file at all has a character that controls a terminal or turns the reading order.
func TestNoWriterLetsAHarmfulTextThrough(t *testing.T) {
	const day = assessment.Date(20779)
	for _, text := range harmful {
		s, q := toldHarmful(t, text)
		result := assessment.Evaluate(s, day, questionnaire.Award, questionnaire.Current)
		other := s
		other.Assessment = "a2"
		c := contest.Of([]assessment.Judged{{Snapshot: s, Result: result}, {Snapshot: other, Result: assessment.Evaluate(other, day, questionnaire.Award, questionnaire.Current)}})
		one, side := export.Assessment(s, day, questionnaire.Award, questionnaire.Current), export.Comparison(c)
		vendor := handout.Copy{Copy: vendorcopy.For(q, vendorcopy.Terms{Milestone: questionnaire.Award, Made: day, Due: day, Vendor: text, From: text, Contact: text})}
		internal := handout.InternalCopy{Questionnaire: q}
		owed := handout.FollowUpOf(outstanding.Of(s, result), form.Form{Due: day}, text, text)
		records := register.TableOf(register.Of(s, day))
		sides, err := sidesOf(c.Judged(), "ALL-01")
		if err != nil {
			t.Fatal(err)
		}
		writers := map[string]func() ([]byte, error){
			"copy.csv": vendor.CSV, "internal.csv": internal.CSV, "evidence.csv": records.CSV,
			"package.csv":    func() ([]byte, error) { return filing.Evidence([]filing.Judged{{Snapshot: s, AsOf: day}}) },
			"comparison.csv": func() ([]byte, error) { return comparisonCSV(c, comparing{items: true}) },
			"item.csv":       func() ([]byte, error) { return csvFile(sides.sideRows(), 3) },
			"copy.xlsx":      func() ([]byte, error) { return vendor.Workbook("a4") },
			"owed.xlsx":      func() ([]byte, error) { return owed.Workbook("a4") },
			"report.xlsx":    func() ([]byte, error) { return one.Workbook(text, "a4").Write() },
			"compare.xlsx":   func() ([]byte, error) { return side.Workbook(text, "a4").Write() },
			"copy.md":        func() ([]byte, error) { return vendor.Markdown(), nil },
			"internal.md":    func() ([]byte, error) { return internal.Markdown(), nil },
			"owed.md":        func() ([]byte, error) { return owed.Markdown(), nil },
			"owed.txt":       func() ([]byte, error) { return owed.Email(), nil },
			"report.md":      func() ([]byte, error) { return one.Markdown(), nil },
			"compare.md":     func() ([]byte, error) { return side.Markdown(), nil },
			"comparison.md":  func() ([]byte, error) { return comparisonMarkdown(c, comparing{items: true}) },
			"item.md":        func() ([]byte, error) { return sidesMarkdown(sides), nil },
			"evidence.md":    func() ([]byte, error) { return markdownList(text, records) },
			"report.json":    one.JSON,
			"compare.json":   func() ([]byte, error) { return comparisonJSON(c) },
		}
		for _, topic := range one.Topics() {
			writers[topic+".csv"] = func() ([]byte, error) { return one.CSV(topic) }
		}
		for _, topic := range side.Topics() {
			writers["side-"+topic+".csv"] = func() ([]byte, error) { return side.CSV(topic) }
		}
		for name, write := range writers {
			file, err := write()
			if err != nil {
				t.Errorf("%q, %s: %v", text, name, err)
				continue
			}
			for _, cell := range cellsOf(t, name, file) {
				if runsAsFormula(cell) {
					t.Errorf("%q, %s: a spreadsheet would run %q", text, name, cell)
				}
				for _, r := range cell {
					if r != '\n' && r != '\t' && (unicode.IsControl(r) || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff", r)) {
						t.Errorf("%q, %s: %q has the character %U", text, name, cell, r)
						break
					}
				}
			}
		}
	}
}

// runsAsFormula is what spreadsheets do, written anew.
func runsAsFormula(cell string) bool {
	if cell != "" && strings.ContainsAny(cell[:1], "\t\r\n") {
		return true
	}
	for _, r := range cell {
		if unicode.IsSpace(r) {
			continue
		}
		return strings.ContainsRune("=+-@＝＋－＠", r) && len(cell) > 1
	}
	return false
}

// cellsOf are the cells of a file for a spreadsheet, and a file of another kind whole.
func cellsOf(t *testing.T, name string, file []byte) []string {
	t.Helper()
	switch filepath.Ext(name) {
	case ".csv":
		plain := strings.TrimPrefix(string(file), "\uFEFF")
		records, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(records...)
		for _, separators := range []string{";\n", "\t\n"} { // a spreadsheet that expects these sees no quotation marks
			for piece := range strings.FieldsFuncSeq(plain, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
				all = append(all, strings.TrimLeft(piece, `"`))
			}
		}
		return all
	case ".xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var all []string
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				all = append(all, row...)
			}
		}
		return all
	case ".json":
		return []string{string(file)}
	}
	return []string{"page\n" + string(file)} // no spreadsheet opens it
}
