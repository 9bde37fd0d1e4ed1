package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"assay/assessment"
	"assay/questionnaire"
)

func (a *app) questionnaireShow() *cobra.Command {
	return &cobra.Command{
		Use: "show QUESTIONNAIRE [ITEM|DOMAIN|TERM]…", Short: "Show a questionnaire, or some of its items, domains and terms", Args: cobra.MinimumNArgs(1),
		Long: "Show a questionnaire as read in a terminal, whole or only some of its items, domains or help texts. With --json it is shown whole, in the canonical form over which its hash runs.",
		Example: `  assay questionnaire show hipaa-staffing
  assay questionnaire show hipaa-staffing BAA-01 business-associate
  assay questionnaire show hipaa-staffing --json`,
		RunE: a.does(func(_ context.Context, args []string) error {
			q, err := a.questionnaire(args[0])
			if err != nil {
				return err
			}
			if a.flags.json {
				return a.out.json(json.RawMessage(q.Canonical()))
			}
			if len(args) > 1 {
				return a.showParts(q, args[1:])
			}
			a.showQuestionnaire(q)
			return nil
		}),
	}
}

func (a *app) showParts(q *questionnaire.Questionnaire, ids []string) error {
	for _, id := range ids {
		domain := slices.IndexFunc(q.Domains, func(d questionnaire.Domain) bool { return strings.EqualFold(d.ID, id) })
		item, term := q.Item(id), q.Term(strings.ToLower(id))
		if item == nil {
			item = q.Item(strings.ToUpper(id))
		}
		switch {
		case item != nil:
			a.showItem(q, item)
		case domain >= 0:
			a.showDomain(q, &q.Domains[domain])
		case term != nil:
			a.showTerm(term)
		default:
			return assessment.Errorf(assessment.NotFound, "%s has no item, domain or help text %q", q.ID, id).Because(assessment.NoSuchItem, q.ID)
		}
	}
	return nil
}

func (a *app) showQuestionnaire(q *questionnaire.Questionnaire) {
	p := a.out
	p.print("%s\n", p.paint(bold, q.Title))
	p.print("%s\n", p.paint(faint, fmt.Sprintf("%s %s · %s", q.ID, q.Version, q.Hash())))
	for _, parent := range q.Parents {
		p.print("%s\n", p.paint(faint, fmt.Sprintf("extends %s %s · %s", parent.ID, parent.Version, parent.Hash)))
	}
	if q.About != "" {
		p.print("\n")
		p.prose("", q.About)
	}
	a.showAgenda(q)
	for d := range q.Domains {
		a.showDomain(q, &q.Domains[d])
	}
	if len(q.Evidence) > 0 {
		p.print("\n%s\n", p.paint(bold, "Evidence"))
		for _, kind := range q.Evidence {
			p.beside("  ", p.paint(faint, kind.ID), 8, kindText(kind))
		}
	}
	if len(q.Glossary) > 0 {
		p.print("\n%s\n", p.paint(bold, "Help"))
		for n := range q.Glossary {
			a.showTerm(&q.Glossary[n])
		}
	}
}

// showAgenda prints what is asked at each milestone, by the way of asking, and how
// many minutes it takes at most.
func (a *app) showAgenda(q *questionnaire.Questionnaire) {
	if !q.Timed() {
		return
	}
	a.out.print("\n%s\n", a.out.paint(bold, "Time"))
	for _, sitting := range q.Agenda() {
		a.out.prose("  ", sitting.Words())
	}
}

// kindText describes a kind of document: its name, its maximum age and its issuer.
func kindText(kind questionnaire.EvidenceKind) string {
	text := kind.Name
	if kind.Freshness != "" {
		text += "; " + kind.Freshness
	}
	if kind.IssuedBy != "" {
		text += "; from " + kind.IssuedBy
	}
	return text
}

func (a *app) showTerm(term *questionnaire.Term) {
	p := a.out
	p.print("\n  %s  %s\n", p.paint(bold, term.Term), p.paint(faint, term.ID))
	p.prose("    ", term.Text)
	if len(term.Cites) > 0 {
		p.prose("    ", strings.Join(term.Cites, "; "))
	}
}

func (a *app) showDomain(q *questionnaire.Questionnaire, d *questionnaire.Domain) {
	p := a.out
	p.print("\n%s %s\n", p.paint(bold, d.ID+"  "+d.Name), p.paint(faint, domainTerms(q, d)))
	if d.When != "" {
		p.beside("  ", p.paint(faint, "asked when"), 12, d.When)
	}
	for i := range d.Items {
		a.showItem(q, &d.Items[i])
	}
}

func domainTerms(q *questionnaire.Questionnaire, d *questionnaire.Domain) string {
	if q.GatesOnly() {
		return ""
	}
	text := fmt.Sprintf("weight %d", d.Weight)
	if d.Floor > 0 {
		text += fmt.Sprintf(", floor %d", d.Floor)
	}
	return text
}

func (a *app) showItem(q *questionnaire.Questionnaire, item *questionnaire.Item) {
	p := a.out
	p.print("\n  %s  %s\n", p.paint(bold, item.ID), strings.TrimSpace(item.Number+" "+item.Title))
	p.print("  %s\n", p.paint(faint, strings.Join(itemTerms(q, item), " · ")))
	p.prose("    ", item.Ask)
	for _, part := range []struct {
		name  string
		texts []string
	}{
		{"asked", askedAt(item)},
		{"why", nonEmpty(item.Why)},
		{"rests on", item.Cites},
		{"proposed", proposedTexts(q, item)},
		{"listen for", item.ListenFor},
		{"probe", item.Probes},
		{"red flag", each(item.RedFlags, flagText)},
		{"anchors", numbered(item.Anchors)},
		{"options", each(item.Options, optionText)},
		{"shown by", shownBy(item)},
		{"closed by", nonEmpty(strings.Join(item.ClosedBy, ", "))},
		{"earliest of", nonEmpty(strings.Join(item.Earliest, ", "))},
		{"set aside", nonEmpty(item.NotApplicableWhen)},
		{"asked when", nonEmpty(item.When)},
		{"help", nonEmpty(strings.Join(item.Help, ", "))},
	} {
		for n, text := range part.texts {
			name := part.name
			if n > 0 {
				name = ""
			}
			p.beside("    ", p.paint(faint, name), 12, text)
		}
	}
}

func itemTerms(q *questionnaire.Questionnaire, item *questionnaire.Item) []string {
	terms := []string{string(item.Kind)}
	switch {
	case item.Hard:
		terms[0] = "hard gate"
	case len(item.ClosedBy) > 0:
		terms[0] = "line of a checklist"
	}
	if item.Kind.Judged() {
		if item.Weighted() > 0 && !q.GatesOnly() {
			terms = append(terms, fmt.Sprintf("weight %d", item.Weight))
		}
		terms = append(terms, item.Basis.Meaning(), string(item.Phase))
	}
	for _, at := range questionnaire.Milestones() {
		if grade, set := item.GateAt[at]; set {
			terms = append(terms, fmt.Sprintf("a gate at %s, from %d on", at, grade))
		}
	}
	if item.MinAssurance != "" {
		terms = append(terms, "at least "+item.MinAssurance)
	}
	if item.AskedOf != "" {
		terms = append(terms, "asked of "+item.AskedOf)
	}
	if item.How != "" && string(item.How) != item.AskedOf {
		terms = append(terms, string(item.How))
	}
	if item.Minutes > 0 {
		terms = append(terms, fmt.Sprintf("%d min", item.Minutes))
	}
	if item.Reserve {
		terms = append(terms, "of the reserve")
	}
	return terms
}

func optionText(o questionnaire.Option) string {
	text := o.Value + ": " + o.Label
	if o.Alone {
		text += " (excludes the others)"
	}
	return text
}

// askedAt lists the wordings of a question at other milestones.
func askedAt(item *questionnaire.Item) []string {
	var all []string
	for _, at := range questionnaire.Milestones() {
		if ask := item.AskedAt[at]; ask != "" {
			all = append(all, fmt.Sprintf("at %s: %s", at, ask))
		}
	}
	return all
}

func shownBy(item *questionnaire.Item) []string {
	all := nonEmpty(strings.Join(item.Evidence, ", "))
	for _, at := range questionnaire.Milestones() {
		if kinds := item.ShownBy[at]; len(kinds) > 0 {
			all = append(all, fmt.Sprintf("from %s on: %s", at, strings.Join(kinds, ", ")))
		}
	}
	return all
}

// proposedTexts say how the proposed rule would change the item.
func proposedTexts(q *questionnaire.Questionnaire, item *questionnaire.Item) []string {
	all := nonEmpty(item.NPRM)
	if overlaid := q.Overlaid(item.ID, questionnaire.NPRM2025); overlaid != nil {
		would := questionnaire.Overlaying(item, q.In(questionnaire.NPRM2025).Item(item.ID))
		all = append(all, strings.Join(append(would, overlaid.Because), "; ")+" ("+questionnaire.Proposed.Meaning()+")")
	}
	return all
}

// nonEmpty leaves out the empty texts.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

func flagText(flag questionnaire.RedFlag) string {
	text := fmt.Sprintf("%s (%s)", flag.Text, flag.Severity)
	if flag.When != "" {
		text += ", raised when " + flag.When
	}
	return text
}

func numbered(anchors []string) []string {
	var all []string
	for n, anchor := range anchors {
		all = append(all, fmt.Sprintf("%d  %s", n, anchor))
	}
	return all
}
