package handout_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/assessment/form"
	"assay/assessment/outstanding"
	"assay/questionnaire"
	"assay/report/handout"
)

// A workbook says which form it is, so that the vendor's answers come back to the
// right assessment.
func TestAWorkbookSaysWhichFormItIs(t *testing.T) {
	q := storyTold(t)
	c := copyOf(q, terms(questionnaire.Award))
	c.Assessment = "a-1"
	owed := c.Identity()
	owed.Part = form.Outstanding
	open := outstanding.List{Assessment: "a-1", Vendor: "Łódź & Söhne", Milestone: owed.Milestone, AsOf: owed.Made, Points: []outstanding.Point{{Why: outstanding.Promised}}}
	list := handout.FollowUpOf(open, owed, "St. Elsewhere Hospital", "lead@hospital.example")

	for want, write := range map[form.Form]func() ([]byte, error){
		c.Identity():                 func() ([]byte, error) { return c.Workbook("a4") },
		c.DocumentsOnly().Identity(): func() ([]byte, error) { return handout.Copy{Copy: c.DocumentsOnly()}.Workbook("a4") },
		owed:                         func() ([]byte, error) { return list.Workbook("a4") },
	} {
		file, err := write()
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("How to use this")
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 1 && row[0] == "Form" })
		if at < 0 {
			t.Fatalf("no row begins with Form: %q", rows)
		}
		if got, err := form.Parse(rows[at][1]); err != nil || got != want {
			t.Errorf("the workbook says %+v, %v; want %+v", got, err, want)
		}
		if note := rows[at+1]; !strings.Contains(strings.Join(note, ""), "Please leave this line as it is") {
			t.Errorf("nobody asks to leave the line: %q", note)
		}
	}

	c.Form = ""
	for format, file := range files(t, c) {
		if bytes.Contains(file, []byte("assay-form/1")) {
			t.Errorf("%s: a form without an id has an identity", format)
		}
	}
}
