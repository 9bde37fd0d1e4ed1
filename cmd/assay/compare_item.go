package main

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// sides are one item under several assessments.
type sides struct {
	Item    string `json:"item"`
	Title   string `json:"title"`
	Ask     string `json:"ask"` // as the first asks it
	Parties []side `json:"parties"`
}

// side is all that one assessment has under an item.
type side struct {
	Assessment string             `json:"assessment"`
	Vendor     string             `json:"vendor"`
	Subject    string             `json:"subject,omitempty"`
	Asked      bool               `json:"asked"` // its questionnaire has the item
	State      string             `json:"state,omitempty"`
	Gate       string             `json:"gate,omitempty"`
	Credit     float64            `json:"credit"`
	Answer     *assessment.Answer `json:"answer,omitempty"`

	lines [][2]string // names and texts, as shown
}

// sidesOf looks an item up in every assessment. An item that none has is
// NotFound.
func sidesOf(all []assessment.Judged, id string) (sides, error) {
	out := sides{Item: id}
	for _, j := range all {
		item := j.Snapshot.Questionnaire.In(j.Result.View).Item(id)
		out.Parties = append(out.Parties, sideOf(j, item))
		if item != nil && out.Title == "" {
			out.Title, out.Ask = item.Title, item.AskAt(j.Result.Milestone)
		}
	}
	if out.Title == "" {
		return out, assessment.Errorf(assessment.NotFound, "no item has the id %q", id).Because(assessment.NoSuchItem, all[0].Snapshot.Questionnaire.ID)
	}
	return out, nil
}

func sideOf(j assessment.Judged, item *questionnaire.Item) side {
	out := side{Assessment: j.Result.Assessment, Vendor: j.Result.Vendor, Subject: j.Result.Subject}
	if item == nil {
		out.lines = [][2]string{{"state", "not in its questionnaire"}}
		return out
	}
	result := j.Result.Item(item.ID)
	out.Asked, out.State, out.Gate, out.Credit = true, string(result.State), string(result.Gate), result.Credit
	out.lines = append(out.lines, [2]string{"state", string(result.State)})
	if result.Gate != "" {
		out.lines = append(out.lines, [2]string{"gate", result.Gate.Sign() + " " + result.Gate.Words()})
	}
	if result.State == assessment.StateAnswered && result.Weight > 0 {
		out.lines = append(out.lines, [2]string{"credit", fmt.Sprintf("%.2f × %.2f × %.2f = %.2f", result.P, result.K, result.F, result.Credit)})
	}
	if answer, recorded := j.Snapshot.Answers[item.ID]; recorded {
		out.Answer = &answer
		out.lines = append(out.lines, wording.Recorded(j.Snapshot, item, answer)...)
	}
	return out
}

// names are what any side has a line for, each once, in the order in which the
// sides have them.
func (s sides) names() []string {
	order := []string{"state", "gate", "credit", "answer", "n/a", "score", "named", "reconciled", "heard", "quote", "note", "evidence", "marks", "by"}
	var names []string
	for _, name := range order {
		for _, p := range s.Parties {
			if len(p.texts(name)) > 0 {
				names = append(names, name)
				break
			}
		}
	}
	return names
}

// texts are the lines of one name, marked apart where there are several.
func (p side) texts(name string) []string {
	var all []string
	for _, line := range p.lines {
		if line[0] == name {
			all = append(all, line[1])
		}
	}
	if len(all) > 1 {
		for n := range all {
			all[n] = "• " + all[n]
		}
	}
	return all
}

// Room for the names of lines, and the least that a column of text is given
// before the sides are put one under the other.
const (
	sideNames  = 12
	leastSide  = 30
	sideGutter = 3
)

// showSides prints the sides beside each other, or one under the other where
// there is no room for that.
func (a *app) showSides(s sides) {
	a.out.print("%s  %s\n", a.out.paint(faint, s.Item), a.out.paint(bold, s.Title))
	a.out.prose("", s.Ask)
	width := (a.out.room()-sideNames)/len(s.Parties) - sideGutter
	if width >= leastSide {
		a.showBeside(s, width)
		return
	}
	for _, p := range s.Parties {
		a.out.print("\n%s\n", a.out.paint(bold, assessment.Title(p.Vendor, p.Subject)))
		a.out.recorded("  ", p.lines)
	}
}

func (a *app) showBeside(s sides, width int) {
	a.out.print("\n")
	for n, row := range s.sideRows() {
		name, shade := row[0].text, plain
		if n == 0 {
			name, shade = "", bold
		}
		var columns [][]string
		deepest := 0
		for _, field := range row[1:] {
			lines := broken(field.text, width)
			columns = append(columns, lines)
			deepest = max(deepest, len(lines))
		}
		for n := range deepest {
			line := string(a.out.paint(faint, name)) + strings.Repeat(" ", sideNames-len(name))
			for _, lines := range columns {
				text := ""
				if n < len(lines) {
					text = lines[n]
				}
				line += string(a.out.paint(shade, text)) + strings.Repeat(" ", width-ansi.StringWidth(text)+sideGutter)
			}
			a.out.print("%s\n", painted(strings.TrimRight(line, " ")))
			name = ""
		}
	}
}

// broken is a text in lines of at most so many columns. A date or an id is not
// torn at its hyphens.
func broken(text string, width int) []string {
	whole := strings.ReplaceAll(hostile.Clean(text), "-", unbroken)
	return strings.Split(strings.ReplaceAll(ansi.Wrap(whole, width, ""), unbroken, "-"), "\n")
}

// room is how many columns the terminal has; elsewhere, those of running text.
func (p *printer) room() int {
	if columns, _, err := term.GetSize(int(p.file.Fd())); err == nil {
		return columns
	}
	return p.width()
}

// sideRows have a row for each name, and a cell for each side.
func (s sides) sideRows() [][]cell {
	rows := [][]cell{{{text: s.Item}}}
	for _, p := range s.Parties {
		rows[0] = append(rows[0], cell{text: assessment.Title(p.Vendor, p.Subject)})
	}
	for _, name := range s.names() {
		row := texts(name)
		for _, p := range s.Parties {
			row = append(row, cell{text: strings.Join(p.texts(name), "\n")})
		}
		rows = append(rows, row)
	}
	return rows
}

func sidesMarkdown(s sides) []byte {
	var p markdownPage
	p.add("**%s** %s\n\n%s\n\n", markdown(s.Item), markdown(s.Title), markdown(s.Ask))
	p.table(s.sideRows(), len(s.Parties)+1)
	return []byte(p.String())
}
