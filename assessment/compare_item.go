package assessment

import (
	"cmp"
	"slices"
	"strings"

	"assay/questionnaire"
)

// ItemAcross is one item with what became of it in each result.
type ItemAcross struct {
	ID     string             `json:"id"`
	Domain string             `json:"domain"`
	Title  string             `json:"title"`
	Kind   questionnaire.Kind `json:"kind"`
	Same   bool               `json:"same"` // all marks are equal
	Marks  []ItemMark         `json:"marks"`
}

// ItemMark is what became of an item in one result. The zero mark is that of an
// item which its questionnaire does not have.
type ItemMark struct {
	State     ItemState `json:"state"`
	Answer    string    `json:"answer"`
	Label     string    `json:"label,omitempty"` // of a fact: the answer in words, where these differ
	Assurance Assurance `json:"assurance"`       // that which counted
	Gate      GateState `json:"gate,omitempty"`
	Reverify  bool      `json:"reverify,omitempty"` // given before, and waits to be confirmed
}

// itemsAcross lists the items in the order of the first questionnaire, then
// what the next ones have beyond it.
func itemsAcross(all []Judged) []ItemAcross {
	across := []ItemAcross{}
	index := map[string]int{}
	for n, j := range all {
		q := j.Snapshot.Questionnaire.In(j.Result.View)
		for _, r := range j.Result.Items {
			item := q.Item(r.ID)
			at, known := index[r.ID]
			if !known {
				at = len(across)
				index[r.ID] = at
				across = append(across, ItemAcross{ID: r.ID, Domain: r.Domain, Title: item.Title, Kind: item.Kind, Marks: make([]ItemMark, len(all))})
			}
			across[at].Marks[n] = ItemMark{State: r.State, Answer: r.Answer, Label: labelOf(item, r.Answer), Assurance: r.Assurance, Gate: r.Gate, Reverify: r.Reverify}
		}
	}
	across = slices.DeleteFunc(across, func(i ItemAcross) bool { return !slices.ContainsFunc(i.Marks, ItemMark.takesPart) })
	for n := range across {
		across[n].Same = alike(across[n].Marks)
	}
	return across
}

// labelOf is what the options of a fact call an answer; of several choices, each.
func labelOf(item *questionnaire.Item, answer string) string {
	if item.Kind.Judged() {
		return ""
	}
	parts := []string{answer}
	if item.Answer == "choices" {
		parts = strings.Split(answer, ", ")
	}
	for n := range parts {
		parts[n] = item.FactLabel(parts[n])
	}
	if label := strings.Join(parts, "; "); label != answer {
		return label
	}
	return ""
}

// takesPart reports whether the item was asked there, be it set aside.
func (m ItemMark) takesPart() bool {
	return m.State == StateAnswered || m.State == StateUnanswered || m.State == StateNA
}

// Words is the mark as people read it: "met, verified ✓" or "met, claimed ◐ not
// shown".
func (m ItemMark) Words() string {
	switch m.State {
	case "":
		return "not in its questionnaire"
	case StateNA:
		return "n/a"
	case StateHidden, StateLater:
		return string(m.State)
	}
	gate := m.Gate.Sign()
	if m.Gate != GateClosed {
		gate += " " + m.Gate.Words()
	}
	switch {
	case m.Answer == "" && m.Gate != "":
		return gate
	case m.Answer == "":
		return "not answered"
	}
	text := cmp.Or(m.Label, m.Answer)
	if m.Assurance != "" {
		text += ", " + string(m.Assurance)
	}
	if m.Reverify {
		text += ", to re-verify"
	}
	if m.Gate != "" {
		text += " " + gate
	}
	return text
}
