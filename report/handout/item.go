package handout

import (
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// Detail is one part of an item.
type Detail struct {
	Name  string
	Texts []string // none if the item lacks it
	List  bool     // a list, even of one text
}

// Details lists the parts of an item, beside its id, its title and its question.
// The internal copy and the terminal show them.
func (r InternalCopy) Details(item *questionnaire.Item) []Detail {
	return []Detail{
		{"asked", asksAt(item), true},
		{"why", some(item.Why), false},
		{"kind", some(r.Kind(item)), false},
		{"basis", some(item.Basis.Meaning()), false},
		{"based on", item.Cites, false},
		{"proposed", some(proposed(item.NPRM)), false},
		{"rule views", r.overlays(item), true},
		{"phase", some(string(item.Phase)), false},
		{"asked of", some(item.AskedOf), false},
		{"how", some(how(item)), false},
		{"weight", some(nonZero(item.Weight)), false},
		{"shown by", some(r.shownBy(item)), false},
		{"least grade", some(gradesAt(item.GateAt)), false},
		{"closed by", some(strings.Join(item.ClosedBy, ", ")), false},
		{"earliest of", some(strings.Join(item.Earliest, ", ")), false},
		{"set aside if", some(item.NotApplicableWhen), false},
		{"asked if", some(item.When), false},
		{"worst case", some(string(item.Worst)), false},
		{"options", options(item), true},
		{"listen for", item.ListenFor, true},
		{"probes", item.Probes, true},
		{"red flags", redFlags(item), true},
		{"grades", anchors(item.Anchors), true},
		{"names", item.Elements, true},
		{"help", some(r.help(item)), false},
		{"former ids", some(strings.Join(item.Was, ", ")), false},
		{"sources", some(strings.Join(item.Sources, ", ")), false},
	}
}

// some is a list of a text, unless it is empty.
func some(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// Kind describes the kind of an item, like "hard gate, at least documented".
func (r InternalCopy) Kind(item *questionnaire.Item) string {
	text := string(item.Kind)
	if item.Hard {
		text = "hard " + text
	}
	if !item.Kind.Judged() {
		text += ", " + item.Answer
	}
	if item.MinAssurance != "" {
		text += ", at least " + item.MinAssurance
	}
	return text
}

// shownBy names the evidence kinds of an item, and of the later milestones that
// change them.
func (r InternalCopy) shownBy(item *questionnaire.Item) string {
	all := []string{r.kindNames(item.Evidence)}
	for _, m := range questionnaire.Milestones() {
		if kinds, set := item.ShownBy[m]; set {
			all = append(all, fmt.Sprintf("from milestone %s: %s", m, r.kindNames(kinds)))
		}
	}
	for _, m := range questionnaire.Milestones() {
		groups, from := item.MustShowAt[m], "from milestone "+string(m)+" must show"
		if m == questionnaire.Award && len(groups) == 0 {
			groups, from = item.MustShow, "must show"
		}
		for _, group := range groups {
			all = append(all, fmt.Sprintf("%s %s: %s", from, group.Show, r.kindNames(group.By)))
		}
	}
	return english.Join("; ", all...)
}

func (r InternalCopy) kindNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id + " " + r.EvidenceKind(id).Name
	}
	return strings.Join(names, ", ")
}

func (r InternalCopy) help(item *questionnaire.Item) string {
	var all []string
	for _, id := range item.Help {
		if term := r.Term(id); term != nil {
			all = append(all, term.Term)
		}
	}
	return strings.Join(all, ", ")
}

// overlays describes how each rule view of the file changes an item.
func (r InternalCopy) overlays(item *questionnaire.Item) []string {
	var all []string
	for _, overlay := range r.Overlays {
		change := r.Overlaid(item.ID, overlay.View)
		if change == nil {
			continue
		}
		all = append(all, fmt.Sprintf("%s (%s): %s", overlay.View, questionnaire.Proposed.Meaning(),
			english.Join("; ", onlyIf(change.Hard, "a hard gate"), onlyIf(change.Weight > 0, fmt.Sprintf("weight %d", change.Weight)),
				onlyIf(change.MinAssurance != "", "at least "+change.MinAssurance), gradesAt(change.GateAt), change.Because)))
	}
	return all
}

// how says in which way the item is asked, and for how long.
func how(item *questionnaire.Item) string {
	minutes := onlyIf(item.Minutes > 0, english.Count(item.Minutes, "minute"))
	return english.Join(", ", string(item.How), minutes, onlyIf(item.Reserve, "of the reserve"))
}

func asksAt(item *questionnaire.Item) []string {
	var all []string
	for _, m := range questionnaire.Milestones() {
		if ask := item.AskedAt[m]; ask != "" {
			all = append(all, fmt.Sprintf("from milestone %s: %s", m, ask))
		}
	}
	return all
}

func gradesAt(grades map[questionnaire.Milestone]int) string {
	var all []string
	for _, m := range questionnaire.Milestones() {
		if grade, set := grades[m]; set {
			all = append(all, fmt.Sprintf("%d from milestone %s", grade, m))
		}
	}
	return strings.Join(all, ", ")
}

func redFlags(item *questionnaire.Item) []string {
	var all []string
	for _, flag := range item.RedFlags {
		text := fmt.Sprintf("%s (%s)", flag.Text, flag.Severity)
		if flag.When != "" {
			text += ", raised automatically if " + flag.When
		}
		all = append(all, text)
	}
	return all
}

func anchors(texts []string) []string {
	var all []string
	for grade, text := range texts {
		all = append(all, fmt.Sprintf("%d: %s", grade, text))
	}
	return all
}

func options(item *questionnaire.Item) []string {
	var all []string
	for _, option := range item.Options {
		text := option.Value + ": " + option.Label
		if option.Alone {
			text += " (excludes the others)"
		}
		if option.Impact > 0 {
			text += fmt.Sprintf(" (impact %d)", option.Impact)
		}
		all = append(all, text)
	}
	return all
}

// proposed marks a provision of the proposed rule as not being law.
func proposed(provision string) string {
	return onlyIf(provision != "", provision+" ("+questionnaire.Proposed.Meaning()+")")
}

// nonZero returns a number in digits, or "" for 0.
func nonZero(n int) string { return onlyIf(n != 0, fmt.Sprint(n)) }

func onlyIf(holds bool, words string) string {
	if holds {
		return words
	}
	return ""
}
