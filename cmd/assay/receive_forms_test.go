package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"assay/assessment"
	"assay/assessment/written"
	"assay/questionnaire"
	"assay/report/handback"
	"assay/report/handout"
	"assay/report/vendorcopy"
	"assay/templates"
)

// Every question of every questionnaire that we ship comes back from its forms as the
// question that it was: nothing is held back, and yes, a choice, a number, a date or a
// country is an answer.
func TestEveryQuestionOfAFormComesBack(t *testing.T) {
	library := questionnaire.NewLibrary(questionnaire.Source{Name: "shipped", Files: templates.Questionnaires()})
	listed, err := library.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range listed {
		q, err := library.Get(one.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range questionnaire.Milestones() {
			terms := vendorcopy.Terms{Milestone: at, Made: 20_000, Vendor: "Harbor", Form: strings.Repeat("0a", 16)}
			c := handout.Copy{Copy: vendorcopy.For(q, terms)}
			if !c.Asks() {
				continue
			}
			s := assessment.Snapshot{Assessment: "a1", Questionnaire: q}
			s.Opened = assessment.Opened{Vendor: assessment.Vendor{Name: "Harbor"}, TimeZone: "UTC", Questionnaire: assessment.PinOf(q), Milestone: at}
			s.Milestone = at
			for format, file := range map[string][]byte{"xlsx": filledInExcel(t, c), "html": filledInABrowser(t, c)} {
				back, err := handback.Read("harbor."+format, bytes.NewReader(file), int64(len(file)))
				if err != nil {
					t.Fatalf("%s at %s as %s: %v", q.ID, at, format, err)
				}
				if err := back.Reply().Form.Fits(s); err != nil {
					t.Errorf("%s at %s as %s: %v", q.ID, at, format, err)
				}
				r := written.Compare(back.Reply(), written.Source{Name: "harbor", SHA256: strings.Repeat("ab", 32), Size: 1}, s, 20_001)
				if len(r.Lines) != len(c.Questions()) || len(r.Empty) > 0 {
					t.Errorf("%s at %s as %s: %d questions, %d lines, %q are empty", q.ID, at, format, len(c.Questions()), len(r.Lines), r.Empty)
				}
				for _, l := range r.Lines {
					words := strings.HasPrefix(l.Wrote, "We do.")
					if l.State == written.Held || (l.Value == "") != words && q.Item(l.Item).Kind.Judged() || l.Value == "" && !q.Item(l.Item).Kind.Judged() {
						t.Errorf("%s at %s as %s: %s with %q is %s, %q: %s", q.ID, at, format, l.ID, l.Wrote, l.State, l.Value, l.Why)
					}
				}
			}
		}
	}
}

// answerTo is an answer that fits a question.
func answerTo(q vendorcopy.Question) (choices []string, words string) {
	switch q.Form {
	case vendorcopy.InPlace:
		return []string{"yes"}, "Since May."
	case vendorcopy.YesNo:
		return []string{"no"}, ""
	case vendorcopy.OneOf, vendorcopy.SomeOf:
		return []string{q.Choices[len(q.Choices)-1].Value}, ""
	case vendorcopy.Number:
		return nil, "12"
	case vendorcopy.Date:
		return nil, "2026-11-22"
	case vendorcopy.Countries:
		return nil, "US, Philippines"
	}
	return nil, "We do."
}

// filledInExcel is the workbook of a copy, filled in.
func filledInExcel(t *testing.T, c handout.Copy) []byte {
	t.Helper()
	empty, err := c.Workbook("a4")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(empty))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Questions")
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]int{}
	for n, row := range rows {
		if len(row) > 0 {
			places[row[0]] = n + 1
		}
	}
	for _, q := range c.Questions() {
		choices, words := answerTo(q)
		for n, choice := range choices {
			choices[n] = map[string]string{"yes": "Yes", "no": "No"}[choice]
			for _, option := range q.Choices {
				if option.Value == choice {
					choices[n] = option.Label
				}
			}
		}
		column := 4
		if q.Form == vendorcopy.SomeOf {
			column, words = 5, strings.Join(choices, "\n")
		}
		set := func(column int, value string) {
			at, _ := excelize.CoordinatesToCellName(column, places[q.ID])
			if err := f.SetCellStr("Questions", at, value); err != nil {
				t.Fatal(err)
			}
		}
		set(column, strings.Join(choices, "\n"))
		set(5, words)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filledInABrowser is the file that the page of a copy saves.
func filledInABrowser(t *testing.T, c handout.Copy) []byte {
	t.Helper()
	type answer struct {
		Item    string   `json:"item"`
		Asked   string   `json:"asked"`
		Offered []string `json:"offered"`
		Choices []string `json:"choices"`
		Words   string   `json:"words"`
	}
	answers := []answer{}
	for _, q := range c.Questions() {
		choices, words := answerTo(q)
		offered := []string{}
		for _, option := range q.Choices {
			offered = append(offered, option.Value)
		}
		answers = append(answers, answer{q.ID, q.Ask, offered, append([]string{}, choices...), words})
	}
	text, err := json.Marshal(map[string]any{
		"format": "assay-reply/1", "identity": c.Identity().String(), "finished": true, "saved": "2026-11-30T12:00:00Z",
		"stated": map[string]string{"company": "", "name": "R. Cruz", "role": "", "reach": "", "date": ""}, "answers": answers, "documents": []string{},
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := packed(map[string]string{"answers.json": string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return file
}
