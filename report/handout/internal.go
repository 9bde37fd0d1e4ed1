package handout

import (
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// InternalCopy is a questionnaire for our own people, with everything in it.
// Never give it to a vendor.
type InternalCopy struct{ *questionnaire.Questionnaire }

// Markdown returns the whole questionnaire as a document.
func (r InternalCopy) Markdown() []byte {
	var d document
	d.block("# %s", literal(r.Title))
	d.block("**Internal.** This copy shows the expected answers and their weights. Do not give it to a vendor.")
	d.list("Questionnaire", r.ID+" "+r.Version, "Hash", r.Hash(), "Extends", r.parents())
	if r.About != "" {
		d.block("%s", literal(r.About))
	}
	for i := range r.Domains {
		domain := &r.Domains[i]
		d.block("## %s %s", literal(domain.ID), literal(domain.Name))
		d.list("Weight", fmt.Sprint(domain.Weight), "Floor for approval", nonZero(domain.Floor), "Floor for conditional approval", nonZero(domain.FloorConditional))
		for n := range domain.Items {
			r.item(&d, &domain.Items[n])
		}
	}
	r.evidence(&d)
	r.glossary(&d)
	return []byte(strings.TrimRight(d.String(), "\n") + "\n")
}

func (r InternalCopy) item(d *document, item *questionnaire.Item) {
	d.block("### %s %s", literal(item.ID), literal(item.Title))
	d.block("> %s", literal(item.Ask))
	for _, ask := range asksAt(item) {
		d.block("> %s", literal(english.Capital(ask)))
	}
	d.list(
		"Why", item.Why,
		"Kind", r.kind(item),
		"Basis", item.Basis.Meaning(),
		"Based on", strings.Join(item.Cites, "; "),
		"Proposed rule", proposed(item.NPRM),
		"Phase", string(item.Phase),
		"Asked of", item.AskedOf,
		"Weight", nonZero(item.Weight),
		"Shown by", r.shownBy(item),
		"Minimum grade", gradesAt(item.GateAt),
		"Closed by", strings.Join(item.ClosedBy, ", "),
		"Earliest of", strings.Join(item.Earliest, ", "),
		"Not applicable if", item.NotApplicableWhen,
		"Asked only if", item.When,
		"If unanswered, counts as", string(item.Worst),
		"Former ids", strings.Join(item.Was, ", "),
		"Sources", strings.Join(item.Sources, ", "),
		"See", r.help(item),
	)
	d.points("Options", options(item))
	d.points("Listen for", item.ListenFor)
	d.points("Probes", item.Probes)
	d.points("Red flags", redFlags(item))
	d.points("Grades", anchors(item.Anchors))
	d.points("A concrete answer names", item.Elements)
	d.points("Under another rule view", r.overlays(item))
}

func (r InternalCopy) evidence(d *document) {
	if len(r.Evidence) == 0 {
		return
	}
	d.block("## Evidence")
	for _, kind := range r.Evidence {
		d.block("### %s %s", literal(kind.ID), literal(kind.Name))
		d.list("How recent", kind.Freshness, "Counts in full for", onlyIf(kind.FreshnessDays > 0, english.Count(kind.FreshnessDays, "day")), "Validity", onlyIf(kind.HardValidity, "counts only until its own end date"),
			"Personal", onlyIf(kind.Personal, "we keep only a reference"), "Issued by", kind.IssuedBy)
		d.points("Check", kind.Check)
	}
}

func (r InternalCopy) glossary(d *document) {
	if len(r.Glossary) == 0 {
		return
	}
	d.block("## Glossary")
	for _, term := range r.Glossary {
		d.block("### %s", literal(term.Term))
		d.block("%s", literal(term.Text))
		d.list("Based on", strings.Join(term.Cites, "; "))
	}
}

// CSV returns a table with one row for each item.
func (r InternalCopy) CSV() ([]byte, error) { return r.table().csv() }

func (r InternalCopy) table() table {
	t := table{head: []string{
		"domain", "domain name", "id", "title", "kind", "ask", "ask at", "why", "basis", "cites", "proposed rule", "phase", "asked of", "weight", "shown by",
		"minimum grade", "closed by", "earliest of", "listen for", "probes", "red flags", "anchors", "elements", "options", "worst", "na when", "when",
		"rule views", "help", "was", "sources",
	}}
	for d := range r.Domains {
		for i := range r.Domains[d].Items {
			item := &r.Domains[d].Items[i]
			t.add(
				r.Domains[d].ID, r.Domains[d].Name, item.ID, item.Title, r.kind(item), item.Ask, lines(asksAt(item)), item.Why, item.Basis.Meaning(), lines(item.Cites),
				proposed(item.NPRM), string(item.Phase), item.AskedOf, nonZero(item.Weight), r.shownBy(item), gradesAt(item.GateAt), lines(item.ClosedBy),
				lines(item.Earliest), lines(item.ListenFor), lines(item.Probes), lines(redFlags(item)), lines(anchors(item.Anchors)), lines(item.Elements),
				lines(options(item)), string(item.Worst), item.NotApplicableWhen, item.When, lines(r.overlays(item)), r.help(item), lines(item.Was), lines(item.Sources),
			)
		}
	}
	return t
}

// kind describes the kind of an item, like "hard gate, at least documented".
func (r InternalCopy) kind(item *questionnaire.Item) string {
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
	return english.Join("; ", all...)
}

func (r InternalCopy) kindNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id + " " + r.EvidenceKind(id).Name
	}
	return strings.Join(names, ", ")
}

func (r InternalCopy) parents() string {
	var all []string
	for _, parent := range r.Parents {
		all = append(all, parent.ID+" "+parent.Version)
	}
	return strings.Join(all, ", ")
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
