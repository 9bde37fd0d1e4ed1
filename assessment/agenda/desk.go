package agenda

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/meeting"
	"assay/questionnaire"
)

// Desk is the work outside the meeting: written answers, documents, public records, and
// our own duties. Its JSON keys are a contract.
type Desk struct {
	Tasks   []Task `json:"tasks"`
	Minutes int    `json:"minutes"` // of all tasks together
}

// Task says who does which work by when.
type Task struct {
	How     questionnaire.Way `json:"how"`
	Item    string            `json:"item"`
	Title   string            `json:"title"`
	Ask     string            `json:"ask"` // as asked at the milestone
	Who     string            `json:"who"` // the owner of its action, or else vendor, delivery lead or us
	What    string            `json:"what"`
	By      assessment.Date   `json:"by,omitempty"`
	Overdue bool              `json:"overdue"`
	Minutes int               `json:"minutes"`
}

// DeskOf lists the open items that are not asked in the meeting, by the way in which
// they are answered. An open action about an item names its owner and its day. All
// others are due on a common day, which may be none.
func DeskOf(items meeting.Items, by assessment.Date) Desk {
	d := Desk{Tasks: []Task{}}
	s, r := items.Now, items.Result
	for _, way := range questionnaire.Ways() {
		for _, id := range items.Visible() {
			item := s.Questionnaire.Item(id)
			if item.Way() != way || !items.Due(id) || items.Live(id) || !items.Open(id) {
				continue
			}
			task := Task{
				How: way, Item: id, Title: item.Title, Ask: item.AskAt(r.Milestone), Who: whoOf(item), What: whatOf(s.Questionnaire, item, r.Milestone),
				By: by, Minutes: item.Minutes,
			}
			if action := soonest(s.Actions, id); action != nil {
				task.Who, task.By = action.Owner, action.Due
			}
			task.Overdue = task.By != 0 && task.By < r.AsOf
			d.Minutes += task.Minutes
			d.Tasks = append(d.Tasks, task)
		}
	}
	return d
}

func whoOf(item *questionnaire.Item) string {
	if item.Way() == questionnaire.Written {
		return item.AskedOf
	}
	return questionnaire.AskedOfUs
}

// whatOf says how an item gets its answer.
func whatOf(q *questionnaire.Questionnaire, item *questionnaire.Item, at questionnaire.Milestone) string {
	switch item.Way() {
	case questionnaire.Written:
		return "answer in writing"
	case questionnaire.InDocument:
		var papers []string
		for _, kind := range q.Accepted(item, at) {
			papers = append(papers, kind.Name)
		}
		return english.Join(": ", "read the document", strings.Join(papers, " or "))
	case questionnaire.Researched:
		return "look it up"
	}
	return "answer it ourselves"
}

// soonest is the open action about an item that is due first, or nil.
func soonest(actions []assessment.Action, item string) *assessment.Action {
	var first *assessment.Action
	for n := range actions {
		a := &actions[n]
		if a.Closed == nil && a.Item == item && (first == nil || assessment.SoonerFirst(*a, *first) < 0) {
			first = a
		}
	}
	return first
}

// Ways are the tasks by the way in which they are done, each part with its heading.
func (d Desk) Ways() []Pile {
	var piles []Pile
	for _, task := range d.Tasks {
		if n := len(piles); n == 0 || piles[n-1].How != task.How {
			piles = append(piles, Pile{How: task.How, Heading: heading(task.How)})
		}
		last := &piles[len(piles)-1]
		last.Tasks = append(last.Tasks, task)
		last.Minutes += task.Minutes
	}
	return piles
}

func heading(way questionnaire.Way) string {
	switch way {
	case questionnaire.Written:
		return "In writing, from the vendor"
	case questionnaire.InDocument:
		return "Documents to read"
	case questionnaire.Researched:
		return "To look up"
	}
	return "Our own duties"
}

// Pile is the part of the desk work that is done in one way.
type Pile struct {
	How     questionnaire.Way
	Heading string
	Tasks   []Task
	Minutes int
}

// Words is the heading with the minutes of the pile.
func (p Pile) Words() string { return fmt.Sprintf("%s (%d min)", p.Heading, p.Minutes) }

// Words says how much work there is at the desks, in one line.
func (d Desk) Words() string {
	if len(d.Tasks) == 0 {
		return "nothing is left to do"
	}
	return english.Join(", ", english.Count(len(d.Tasks), "task"), english.Count(d.Minutes, "minute"))
}

// ByWords says by when a task is due.
func (t Task) ByWords() string {
	switch {
	case t.By == 0:
		return "no day is set"
	case t.Overdue:
		return "overdue since " + t.By.String()
	}
	return "by " + t.By.String()
}
