package contest

import (
	"cmp"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// Item is one item with its outcome on every side.
type Item struct {
	ID     string             `json:"id"`
	Domain string             `json:"domain"`
	Title  string             `json:"title"`
	Kind   questionnaire.Kind `json:"kind"`
	Same   bool               `json:"same"`   // all marks are equal
	Weighs Weight             `json:"weighs"` // of a difference
	Marks  []Mark             `json:"marks"`
}

// Mark is the outcome of an item on one side. It is empty where the
// questionnaire of that side does not have the item.
type Mark struct {
	State     assessment.ItemState `json:"state"`
	Answer    string               `json:"answer"`
	Label     string               `json:"label,omitempty"` // of a fact: the answer in words, if they differ
	Assurance assessment.Assurance `json:"assurance"`       // the one that counted
	Gate      assessment.GateState `json:"gate,omitempty"`
	Reverify  bool                 `json:"reverify,omitempty"` // taken over from before, and not confirmed yet
	Credit    float64              `json:"credit"`
	Weight    int                  `json:"weight"`
}

// itemsOf lists the items in the order of the best side's questionnaire, then
// those that only the others have. It leaves out items that no side is asked.
func itemsOf(sides []Side) []Item {
	all := []Item{}
	index := map[string]int{}
	for n, s := range sides {
		q := s.Snapshot.Questionnaire.In(s.Result.View)
		for _, r := range s.Result.Items {
			item := q.Item(r.ID)
			at, known := index[r.ID]
			if !known {
				at = len(all)
				index[r.ID] = at
				all = append(all, Item{ID: r.ID, Domain: r.Domain, Title: item.Title, Kind: item.Kind, Marks: make([]Mark, len(sides))})
			}
			all[at].Marks[n] = Mark{
				State: r.State, Answer: r.Answer, Label: labelOf(item, r.Answer), Assurance: r.Assurance, Gate: r.Gate, Reverify: r.Reverify,
				Credit: r.Credit, Weight: r.Weight,
			}
		}
	}
	all = slices.DeleteFunc(all, func(i Item) bool { return !slices.ContainsFunc(i.Marks, Mark.asked) })
	for n := range all {
		all[n].Same = alike(all[n].Marks)
	}
	weigh(all, sides)
	return all
}

// labelOf is the label of a fact's answer, if it differs.
func labelOf(item *questionnaire.Item, answer string) string {
	if label := item.FactLabel(answer); !item.Kind.Judged() && label != answer {
		return label
	}
	return ""
}

// asked reports whether the item was asked on that side, even if it was then
// set aside.
func (m Mark) asked() bool {
	return m.State == assessment.StateAnswered || m.State == assessment.StateUnanswered || m.State == assessment.StateNA
}

// StateText says whether an item counts on a side. The state is "" if the
// questionnaire of that side does not have the item.
func StateText(state assessment.ItemState) string {
	switch state {
	case "":
		return "not in its questionnaire"
	case assessment.StateNA:
		return "not applicable"
	case assessment.StateHidden:
		return "not asked"
	}
	return string(state)
}

// cell is the mark as people read it: "met, verified, closed" or "met, claimed,
// not shown".
func (m Mark) cell(item string) Cell {
	cell := Cell{Item: item, Tone: Dim}
	switch m.State {
	case "", assessment.StateNA, assessment.StateHidden, assessment.StateLater:
		cell.Text = StateText(m.State)
		return cell
	}
	if m.Gate != "" {
		cell.Sign, cell.Tone = m.Gate.Sign(), ToneOfGate(m.Gate)
	}
	if m.Answer == "" {
		cell.Text = "not answered"
		if m.Gate != "" && m.Gate != assessment.GateNotAsked {
			cell.Text = m.Gate.Words()
		}
		return cell
	}
	if m.Gate == "" {
		cell.Tone = Plain
	}
	answer := cmp.Or(m.Label, m.Answer)
	words := []string{answer}
	if m.Assurance != "" {
		words = append(words, string(m.Assurance))
		cell.Short = answer + " " + string(m.Assurance[:1])
	}
	if m.Reverify {
		words = append(words, "to re-verify")
	}
	if m.Gate != "" {
		words = append(words, m.Gate.Words())
	}
	cell.Text = strings.Join(words, ", ")
	if m.Weight > 0 {
		cell.Aside = credit(m.Credit)
	}
	return cell
}
