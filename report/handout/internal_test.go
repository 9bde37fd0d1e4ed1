package handout_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"assay/questionnaire"
	"assay/report/handout"
)

// everything returns all texts of an item.
func everything(item *questionnaire.Item) []string {
	all := []string{item.ID, item.Title, item.Ask, item.Why, item.NPRM, item.NotApplicableWhen, item.When, item.Basis.Meaning(), item.AskedOf}
	all = append(all, item.ListenFor...)
	all = append(all, item.Probes...)
	all = append(all, item.Anchors...)
	all = append(all, item.Elements...)
	all = append(all, item.Cites...)
	all = append(all, item.Evidence...)
	for _, ask := range item.AskedAt {
		all = append(all, ask)
	}
	for _, flag := range item.RedFlags {
		all = append(all, flag.Text, string(flag.Severity), flag.When)
	}
	for _, option := range item.Options {
		all = append(all, option.Value, option.Label)
	}
	return all
}

func TestTheInternalCopyHoldsEverything(t *testing.T) {
	for _, q := range []*questionnaire.Questionnaire{shipped(t), storyTold(t)} {
		internal := handout.InternalCopy{Questionnaire: q}
		table, err := internal.CSV()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for format, file := range map[handout.Format][]byte{handout.CSV: table, handout.Markdown: internal.Markdown()} {
			if err := internal.Check(file, format); err != nil {
				t.Error(err)
			}
			if err := internal.Check(file[:len(file)*2/3], format); err == nil {
				t.Errorf("Check accepted the first two thirds of the %s", format)
			}
		}
		text := strings.NewReplacer(`\`, "", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(string(internal.Markdown()))
		row := 0
		for d := range q.Domains {
			for i := range q.Domains[d].Items {
				row++
				cells := strings.Join(rows[row], "\n")
				for _, want := range everything(&q.Domains[d].Items[i]) {
					want = strings.TrimSpace(want)
					if !strings.Contains(cells, want) {
						t.Errorf("row %d lacks %q", row, want)
					}
					if !strings.Contains(text, want) {
						t.Errorf("the Markdown lacks %q", want)
					}
				}
			}
		}
		for _, kind := range q.Evidence {
			for _, want := range append([]string{kind.Name, kind.Freshness}, kind.Check...) {
				if !strings.Contains(text, want) {
					t.Errorf("the Markdown lacks %q", want)
				}
			}
		}
		for _, term := range q.Glossary {
			if !strings.Contains(text, strings.Join(strings.Fields(term.Text), " ")) {
				t.Errorf("the Markdown lacks the help text %s", term.ID)
			}
		}
	}
}
