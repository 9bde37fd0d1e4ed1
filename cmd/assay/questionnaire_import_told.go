package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
	"assay/questionnaire/foreign"
)

// imported is the result of questionnaire import in JSON.
type imported struct {
	File      string         `json:"file"`
	ID        string         `json:"id"`
	Version   string         `json:"version"`
	Questions int            `json:"questions"`
	Sections  int            `json:"sections"`
	Kinds     map[string]int `json:"kinds"` // number of items by kind
	Former    string         `json:"former,omitempty"`
	Since     *sinceFormer   `json:"since,omitempty"`
	Mistakes  []mistakeLine  `json:"mistakes"`
	foreign.Report
}

// sinceFormer counts the items that differ from the former import.
type sinceFormer struct {
	From    string `json:"from"` // its version
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Changed int    `json:"changed"`
}

func countKinds(q *questionnaire.Questionnaire) map[string]int {
	kinds := map[string]int{}
	for item := range q.Items() {
		kinds[string(item.Kind)]++
	}
	return kinds
}

func countHow(d questionnaire.Difference, hows ...questionnaire.Alteration) int {
	count := 0
	for _, item := range d.Items {
		for _, how := range hows {
			if item.How == how {
				count++
			}
		}
	}
	return count
}

// mostToldLosses is how many reasons for losses are told on the screen.
const mostToldLosses = 12

// tellImport tells people how a file was read, and what of it is not in the
// questionnaire.
func (a *app) tellImport(done imported, written string) {
	var kinds []string
	for _, kind := range questionnaire.Kinds() {
		if n := done.Kinds[string(kind)]; n > 0 {
			kinds = append(kinds, english.Count(n, string(kind)))
		}
	}
	a.say("wrote %s: %s in %s (%s)", done.File, english.Count(done.Questions, "question"), english.Count(done.Sections, "section"), strings.Join(kinds, ", "))
	a.tellColumns(done.Columns)
	if done.Since != nil {
		a.say("since version %s: %s added, %d removed, %d changed", done.Since.From, english.Count(done.Since.Added, "question"), done.Since.Removed, done.Since.Changed)
	}
	if len(done.Defaults) > 0 {
		a.say("The file does not say everything that assay needs. So:")
		for _, d := range done.Defaults {
			a.sayPoint(d.Words())
		}
	}
	a.tellLosses(done, written)
	if done.File != "-" && filepath.Dir(absolute(done.File)) != a.folders.questionnaires {
		a.say("Commands find a questionnaire in %s.", a.folders.questionnaires)
	}
	for _, m := range done.Mistakes {
		a.say("%s:%d:%d: %s", m.File, m.Line, m.Column, cmp.Or(m.Error, m.Warning))
	}
}

// tellColumns tells once which columns of a sheet were read, and names the sheets that
// have the same ones.
func (a *app) tellColumns(columns []foreign.Column) {
	var sheets []string
	read := map[string][]string{} // what was read, by sheet
	for _, c := range columns {
		if read[c.Sheet] == nil {
			sheets = append(sheets, c.Sheet)
		}
		read[c.Sheet] = append(read[c.Sheet], fmt.Sprintf("%s, %q: %s", c.Column, c.Heading, c.Field))
	}
	for n, sheet := range sheets {
		if n == 3 {
			a.say("and %s", english.Count(len(sheets)-n, "more sheet"))
			break
		}
		of := ""
		if sheet != "" {
			of = " on the sheet " + sheet
		}
		a.say("Read%s:", of)
		for _, column := range read[sheet] {
			a.sayPoint(column)
		}
	}
}

// tellLosses tells what has no counterpart: one line for each reason, with examples.
func (a *app) tellLosses(done imported, written string) {
	if len(done.Gone) > 0 {
		a.say("No longer in the file, and so not in the questionnaire: %s", english.List(done.Gone))
	}
	if len(done.Losses) == 0 {
		a.say("Every cell of the file is in the questionnaire.")
		return
	}
	a.say("Without a counterpart in the questionnaire: %s", english.Count(len(done.Losses), "cell"))
	type reason struct{ sheet, why string }
	var reasons []reason
	lost := map[reason][]foreign.Loss{}
	for _, loss := range done.Losses {
		r := reason{loss.Sheet, loss.Why}
		if lost[r] == nil {
			reasons = append(reasons, r)
		}
		lost[r] = append(lost[r], loss)
	}
	for n, r := range reasons {
		if n == mostToldLosses {
			a.sayPoint("and for " + english.Count(len(reasons)-n, "more reason"))
			break
		}
		first := lost[r][0]
		place := fmt.Sprintf("%s %q", english.Join(" ", r.sheet, first.Cell), shortened(first.Text))
		if more := len(lost[r]) - 1; more > 0 {
			place += fmt.Sprintf(" and %d more", more)
		}
		a.sayPoint(place + ": " + r.why)
	}
	if written == "" {
		a.say("--losses FILE writes the whole list.")
	} else {
		a.say("wrote %s: the whole list", written)
	}
}

// sayPoint says a point of a list, in lines as wide as the terminal.
func (a *app) sayPoint(text string) {
	mark := "  - "
	for _, line := range a.talk.wrap(text, len(mark)) {
		a.say("%s%s", mark, line)
		mark = "    "
	}
}

// shortened is the beginning of a text.
func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}
