package handout

import (
	"fmt"
	"strings"

	"assay/assessment/hostile"
	"assay/report/vendorcopy"
)

// literal is a text as one line of Markdown that a reader shows as it is.
func literal(text string) string { return hostile.Markdown(text) }

// document collects the text of a Markdown file.
type document struct{ strings.Builder }

// block writes a paragraph or a heading, and an empty line after it.
func (d *document) block(format string, args ...any) { fmt.Fprintf(d, format+"\n\n", args...) }

// list writes pairs of a name and a text, one pair on a line. It skips pairs with
// an empty text.
func (d *document) list(named ...string) {
	written := false
	for i := 0; i+1 < len(named); i += 2 {
		if named[i+1] != "" {
			fmt.Fprintf(d, "- **%s:** %s\n", named[i], literal(named[i+1]))
			written = true
		}
	}
	if written {
		d.WriteByte('\n')
	}
}

// points writes a name and a list of texts below it, unless the list is empty.
func (d *document) points(name string, texts []string) {
	if len(texts) == 0 {
		return
	}
	d.block("**%s**", name)
	for _, text := range texts {
		fmt.Fprintf(d, "- %s\n", literal(text))
	}
	d.WriteByte('\n')
}

// Copy writes the vendor's copy, and checks what was written.
type Copy struct{ vendorcopy.Copy }

// Markdown returns the copy as Markdown, for an email or a wiki.
func (c Copy) Markdown() []byte {
	var d document
	d.block("# %s", literal(c.Heading()))
	d.block("%s", literal(c.Title))
	d.list("Stage", c.Stage(), "Due", c.Due.String(), "Return to", c.Recipient(), "Contents", c.Extent(), "Questionnaire", c.Questionnaire)
	for _, text := range c.Guidance() {
		d.block("%s", literal(text))
	}
	for _, section := range c.Sections {
		d.block("## %s %s", literal(section.ID), literal(section.Name))
		for _, q := range section.Questions {
			d.block("### %s", literal(q.ID))
			d.block("%s", literal(q.Ask))
			d.list("Number", q.Number, "How to answer", q.Form.Instruction(), vendorcopy.HeadDocuments, strings.Join(c.DocumentNames(q), "; "), "Based on", strings.Join(q.Cites, "; "))
			for _, choice := range q.Choices {
				fmt.Fprintf(&d, "- [ ] %s\n", literal(choice.Label))
			}
			if len(q.Choices) > 0 {
				d.WriteByte('\n')
			}
			d.block("Your answer:")
		}
	}
	if len(c.Documents) > 0 {
		d.block("## %s", vendorcopy.HeadDocuments)
	}
	for _, document := range c.Documents {
		d.block("### %s %s", literal(document.ID), literal(document.Name))
		d.list("How recent", document.Freshness, "Issued by", document.Source(), "Needed for", document.Purpose(), "Please note", document.Note())
		d.block("%s:", vendorcopy.HeadFile)
	}
	return []byte(strings.TrimRight(d.String(), "\n") + "\n")
}

// CSV returns the copy for a spreadsheet. It lists the questions; for an evidence
// request it lists the documents.
func (c Copy) CSV() ([]byte, error) { return c.csvTable().csv() }

func (c Copy) csvTable() table {
	if c.Asks() {
		return c.questionTable()
	}
	return c.documentTable()
}
