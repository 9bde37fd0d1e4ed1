package handout

import (
	"fmt"
	"strings"

	"assay/assessment/hostile"
)

// literal is a text as one line of Markdown that means nothing but itself: no
// mark-up, no HTML, no cell of a table.
func literal(text string) string {
	text = marks.Replace(hostile.Line(text))
	if rest := strings.TrimLeft(text, "0123456789"); rest != "" {
		first := len(text) - len(rest)
		if strings.ContainsRune("+-=", rune(text[0])) || first > 0 && strings.ContainsRune(".)", rune(rest[0])) {
			return text[:first] + `\` + rest
		}
	}
	return text
}

var marks = strings.NewReplacer(`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "$", `\$`,
	"<", "&lt;", ">", "&gt;", "&", "&amp;")

// spoken undoes literal.
var spoken = strings.NewReplacer(`\\`, `\`, `\|`, "|", "\\`", "`", `\*`, "*", `\_`, "_", `\[`, "[", `\]`, "]", `\#`, "#", `\~`, "~", `\$`, "$",
	"&lt;", "<", "&gt;", ">", "&amp;", "&", `\+`, "+", `\-`, "-", `\=`, "=", `\.`, ".", `\)`, ")")

// document is Markdown in the making.
type document struct{ strings.Builder }

// block writes a paragraph or a heading, and the empty line after it.
func (d *document) block(format string, args ...any) { fmt.Fprintf(d, format+"\n\n", args...) }

// list writes named texts, one line each, and leaves out the empty ones.
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

// points writes a named list, if there is anything in it.
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

// Markdown is the copy for a mail or a wiki.
func (c Copy) Markdown() []byte {
	var d document
	d.block("# %s", literal(c.Heading()))
	d.block("%s", literal(c.Title))
	d.list("Asked", c.Stage(), "Due", c.Due.String(), "Return to", c.Recipient(), "Extent", c.Extent(), "Questionnaire", c.Questionnaire)
	for _, text := range c.Guidance() {
		d.block("%s", literal(text))
	}
	for _, section := range c.Sections {
		d.block("## %s %s", literal(section.ID), literal(section.Name))
		for _, q := range section.Questions {
			d.block("### %s", literal(q.ID))
			d.block("%s", literal(q.Ask))
			var names []string
			for _, id := range q.Documents {
				names = append(names, c.DocumentName(id))
			}
			d.list("Answer wanted", q.Form.Meaning(), "Documents wanted", strings.Join(names, "; "), "Rests on", strings.Join(q.Cites, "; "))
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
		d.block("## Documents wanted")
	}
	for _, document := range c.Documents {
		d.block("### %s %s", literal(document.ID), literal(document.Name))
		note := ""
		if document.Personal {
			note = PersonalNote
		}
		d.list("How fresh", document.Freshness, "Issued by", document.Source(), "Wanted for", document.Wanted(), "Please note", note)
		d.block("Attached as:")
	}
	return []byte(strings.TrimRight(d.String(), "\n") + "\n")
}

// CSV is the copy for a spreadsheet: the questions, or the documents where
// only those are wanted.
func (c Copy) CSV() ([]byte, error) { return c.csvTable().csv() }

func (c Copy) csvTable() table {
	if c.Asks() {
		return c.questionTable()
	}
	return c.documentTable()
}
