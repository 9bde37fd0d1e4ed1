package handout_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"assay/questionnaire"
	"assay/report/handout"
)

func opened(t *testing.T, c handout.Copy) *excelize.File {
	t.Helper()
	file, err := c.Workbook("letter")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestTheSheetsAndDropDownsOfAWorkbook(t *testing.T) {
	f := opened(t, copyOf(storyTold(t), terms(questionnaire.Award)))
	if diff := cmp.Diff([]string{"How to use this", "Questions", "Documents", "Choices"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := f.GetRows("Questions")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Id", "Question", "How to answer", "Yes, no or choice", "Your answer", "Requested documents", "Due", "Based on"},
		{"BAA", "Contract"},
		{"offshore", "Is anyone abroad?", "Yes or no.", "", "", "", "2026-12-04"},
		{"tool", "Which tool logs access?", "Choose one.\n• None, so far\n• Our own, version 2.1", "", "", "", "2026-12-04"},
	}
	if diff := cmp.Diff(want, rows[:4]); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if formula, _ := f.GetCellFormula("Questions", "B7"); formula != "" || !strings.HasPrefix(rows[6][1], "'=") {
		t.Errorf("a question became the formula %q: %q", formula, rows[6][1])
	}

	lists, err := f.GetDataValidations("Questions")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, list := range lists {
		got[list.Sqref] = strings.Trim(list.Formula1, `"`)
	}
	if diff := cmp.Diff(map[string]string{"D3": "Yes,No", "D4": "Choices!$B$2:$B$3", "D7": "Yes,No"}, got); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
	choices, err := f.GetRows("Choices")
	if diff := cmp.Diff([][]string{{"Question", "Choice"}, {"tool", "None, so far"}, {"tool", "Our own, version 2.1"}}, choices); diff != "" || err != nil {
		t.Errorf("choices (-want +got):\n%s%v", diff, err)
	}
}

func TestThePageSetupOfAWorkbook(t *testing.T) {
	f := opened(t, copyOf(storyTold(t), terms(questionnaire.Award)))
	for _, sheet := range []string{"Questions", "Documents"} {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Orientation != "landscape" || *layout.Size != 1 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: %s, paper %d, %d by %d pages", sheet, *layout.Orientation, *layout.Size, *layout.FitToWidth, *layout.FitToHeight)
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the head scrolls away: %+v, %v", sheet, panes, err)
		}
		footer, err := f.GetHeaderFooter(sheet)
		if err != nil || footer.OddFooter != "&LQuestions for Łódź && Söhne&C"+sheet+"&RPage &P of &N" {
			t.Errorf("%s: footer %+v, %v", sheet, footer, err)
		}
	}
	titles := map[string]string{}
	for _, name := range f.GetDefinedName() {
		titles[name.Scope] = name.Name + " " + name.RefersTo
	}
	want := map[string]string{
		"Questions": "_xlnm.Print_Titles Questions!$1:$1", "Documents": "_xlnm.Print_Titles Documents!$1:$1", "Choices": "_xlnm.Print_Titles Choices!$1:$1",
	}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Errorf("print titles (-want +got):\n%s", diff)
	}
	properties, err := f.GetDocProps()
	if err != nil || properties.Created != "2026-11-22T12:00:00Z" || properties.Creator != "St. Elsewhere Hospital" {
		t.Errorf("properties %+v, %v", properties, err)
	}
}
