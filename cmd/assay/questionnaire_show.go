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
	"assay/report/handout"
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
	p.print("\n  %s  %s\n", p.paint(bold, item.ID), item.Numbered())
	p.prose("    ", item.Ask)
	for _, detail := range (handout.InternalCopy{Questionnaire: q}).Details(item) {
		for n, text := range detail.Texts {
			name := detail.Name
			if n > 0 {
				name = ""
			}
			p.beside("    ", p.paint(faint, name), 14, text)
		}
	}
}

// nonEmpty leaves out the empty texts.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}
