package webform

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"strings"

	"assay/report/vendorcopy"
)

// MostBytes is the size that all files attached to one form may have together. A
// browser holds them in memory.
const MostBytes = 500_000_000

//go:embed page.html page.css conditions.js zip.js form.js save.js
var parts embed.FS

// first runs before a browser draws anything, so that it draws only the first step.
const first = `document.documentElement.classList.add("js")`

// Page returns the form as one HTML file. The same copy always gives the same bytes.
func Page(c vendorcopy.Copy) ([]byte, error) {
	frame, err := template.ParseFS(parts, "page.html")
	if err != nil {
		return nil, err
	}
	var read [5]string
	for n, name := range []string{"page.css", "conditions.js", "zip.js", "form.js", "save.js"} {
		content, err := parts.ReadFile(name)
		if err != nil {
			return nil, err
		}
		read[n] = string(content)
	}
	style, script := read[0], "\"use strict\";\n{\n"+strings.Join(read[1:], "")+"}\n"
	p := newPage(c)
	p.Policy = policy(style, first, script)
	p.Style, p.First, p.Script = template.CSS(style), template.JS(first), template.JS(script) //nolint:gosec // the files above
	var out bytes.Buffer
	if err := frame.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("write the form: %w", err)
	}
	return out.Bytes(), nil
}

// policy lets a browser run these scripts in the page, and nothing else: the page
// loads nothing, sends nothing, and makes no markup of a text.
func policy(style string, scripts ...string) string {
	var hashes []string
	for _, script := range scripts {
		hashes = append(hashes, hashOf(script))
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src " + strings.Join(hashes, " "), "style-src " + hashOf(style),
		"base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; ")
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("'sha256-%s'", base64.StdEncoding.EncodeToString(sum[:]))
}

// page is everything that the frame shows.
type page struct {
	Copy          vendorcopy.Copy
	Policy        string
	Style         template.CSS
	First, Script template.JS
	Parts         int // questions and documents
	Terms         []term
	About         []field
	Sections      []section
	Documents     []document
	Send          string
	Data          Data

	DocumentTurn, LastTurn turn
	Turns                  []turn
}

// HeadDocuments is the heading of the requested documents.
func (p *page) HeadDocuments() string { return vendorcopy.HeadDocuments }

type term struct{ Name, Text string }

// field asks for something about the person who answers.
type field struct{ ID, Label, Type, Complete string }

// turn leads to the steps before and after one.
type turn struct{ Back, Next string }

type section struct {
	ID, Name  string
	Questions []question
	Turn      turn
}

type question struct {
	vendorcopy.Question
	N           int
	Instruction string
	Control     string // radio or checkbox
	Options     []vendorcopy.Choice
	Label       string // of the field for words
	Long        int    // its rows; 0 for one line
	Mode        string // the keyboard of a telephone
	Odd         string // tells that an answer has another form than asked
	Names       string // of the documents
	Basis       string
}

type document struct {
	vendorcopy.Document
	N                int
	Attach, HeadNote string
}

func newPage(c vendorcopy.Copy) *page {
	p := &page{Copy: c, Send: cmp.Or(c.Return(), "Please return it to the person who sent you this form."), Data: dataOf(c)}
	for _, t := range []term{{"Please return by", c.Due.String()}, {"Return to", c.Recipient()}, {"Stage", c.Stage()}, {"Contents", c.Extent()}} {
		if t.Text != "" {
			p.Terms = append(p.Terms, t)
		}
	}
	for _, input := range vendorcopy.About() {
		id := strings.TrimPrefix(input.Name, "vendor.")
		f := field{ID: id, Label: input.Tooltip, Type: "text", Complete: "off"}
		if known := map[string]string{"company": "organization", "name": "name", "role": "organization-title"}[id]; known != "" {
			f.Complete = known
		}
		if id == "date" {
			f.Type = "date"
		}
		p.About = append(p.About, f)
	}
	for _, s := range c.Sections {
		shown := section{ID: s.ID, Name: s.Name}
		for _, q := range s.Questions {
			shown.Questions = append(shown.Questions, newQuestion(c, q, p.Parts))
			p.Parts++
		}
		p.Sections = append(p.Sections, shown)
	}
	for n, d := range c.Documents {
		shown := document{Document: d, N: n, Attach: "Attach files", HeadNote: vendorcopy.HeadFile}
		if d.Personal {
			shown.Attach, shown.HeadNote = "Attach a redacted sample", "Where the original is kept, and who can show it"
		}
		p.Documents = append(p.Documents, shown)
		p.Parts++
	}
	p.link()
	return p
}

// link joins the steps in their order.
func (p *page) link() {
	steps := []string{"start"}
	for n := range p.Sections {
		steps = append(steps, fmt.Sprintf("s%d", n))
	}
	if len(p.Documents) > 0 {
		steps = append(steps, "documents")
	}
	steps = append(steps, "finish")
	for n := range steps {
		var t turn
		if n > 0 {
			t.Back = steps[n-1]
		}
		if n+1 < len(steps) {
			t.Next = steps[n+1]
		}
		p.Turns = append(p.Turns, t)
	}
	for n := range p.Sections {
		p.Sections[n].Turn = p.Turns[n+1]
	}
	p.DocumentTurn, p.LastTurn = p.Turns[len(p.Turns)-2], p.Turns[len(p.Turns)-1]
}

// newQuestion lays out the question with this number.
func newQuestion(c vendorcopy.Copy, q vendorcopy.Question, n int) question {
	const long, middle = 6, 4 // rows
	shown := question{
		Question: q, N: n, Instruction: q.Form.Instruction(), Label: "Your answer",
		Names: strings.Join(c.DocumentNames(q), " · "), Basis: strings.Join(q.Cites, "; "),
	}
	switch q.Form {
	case vendorcopy.InWords:
		shown.Long = long
	case vendorcopy.InPlace:
		shown.Control, shown.Options, shown.Long, shown.Label = "radio", yesOrNo, middle, "Explain in your own words"
	case vendorcopy.YesNo:
		shown.Control, shown.Options, shown.Label = "radio", yesOrNo, addition
	case vendorcopy.OneOf:
		shown.Control, shown.Options, shown.Label = "radio", q.Choices, addition
	case vendorcopy.SomeOf:
		shown.Control, shown.Options, shown.Label = "checkbox", q.Choices, addition
	case vendorcopy.Number:
		shown.Mode, shown.Odd = "numeric", "This is not a whole number, like 12. Leave it if you have to explain."
	case vendorcopy.Date:
		shown.Odd = "This is not a date like 2026-11-22. Leave it if you have to explain."
	case vendorcopy.Countries:
		shown.Odd = "These are not two-letter country codes, like US, PH. Leave it if you have to explain."
	}
	return shown
}

var yesOrNo = []vendorcopy.Choice{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}

const addition = "Anything to add? (optional)"
