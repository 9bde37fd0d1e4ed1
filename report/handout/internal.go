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
	d.block("### %s %s", literal(item.ID), literal(item.Numbered()))
	d.block("> %s", literal(item.Ask))
	var named []string
	for _, detail := range r.Details(item) {
		if !detail.List {
			named = append(named, english.Capital(detail.Name), strings.Join(detail.Texts, "; "))
		}
	}
	d.list(named...)
	for _, detail := range r.Details(item) {
		if detail.List {
			d.points(english.Capital(detail.Name), detail.Texts)
		}
	}
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
	t := table{head: []string{"domain", "domain name", "id", "number", "title", "ask"}}
	for d := range r.Domains {
		for i := range r.Domains[d].Items {
			item := &r.Domains[d].Items[i]
			cells := []string{r.Domains[d].ID, r.Domains[d].Name, item.ID, item.Number, item.Title, item.Ask}
			for _, detail := range r.Details(item) {
				cells = append(cells, lines(detail.Texts))
				if len(t.rows) == 0 {
					t.head = append(t.head, detail.Name)
				}
			}
			t.add(cells...)
		}
	}
	return t
}

func (r InternalCopy) parents() string {
	var all []string
	for _, parent := range r.Parents {
		all = append(all, parent.ID+" "+parent.Version)
	}
	return strings.Join(all, ", ")
}
