package handout

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html"
	"html/template"
	"strings"

	"golang.org/x/text/unicode/norm"

	"assay/assessment/hostile"
	"assay/assessment/receipt"
	"assay/questionnaire"
	"assay/report/pdf"
)

// HTML is the format of a file that is read in a browser: a receipt, or the vendor's
// copy as a form.
const HTML Format = "html"

// Receipt is a receipt for the vendor, as a file. It is written as HTML, and
// package report draws it as a PDF.
type Receipt struct{ receipt.Letter }

//go:embed receipt.html
var receiptPage string

// Page is the receipt as one HTML file. It runs no script and loads nothing.
func (r Receipt) Page() ([]byte, error) {
	page, err := template.New("receipt").Funcs(template.FuncMap{"line": hostile.Line, "title": titleOf}).Parse(receiptPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := page.Execute(&out, r); err != nil {
		return nil, fmt.Errorf("write the receipt: %w", err)
	}
	return out.Bytes(), nil
}

// titleOf is the title of a part of the page.
func titleOf(part string) string {
	return map[string]string{"people": receipt.AttendeesTitle, "entries": receipt.EntriesTitle, "others": receipt.PromisesTitle}[part]
}

// Check reads a file of the receipt as another program would, and returns an error
// if it lacks a question or the code, or if it contains an internal sentence of the
// questionnaire.
func (r Receipt) Check(file []byte, as Format, q *questionnaire.Questionnaire) error {
	read := r.readPage
	if as == PDF {
		read = r.readPDF
	}
	text, err := read(file)
	if err != nil {
		return fmt.Errorf("the %s file differs from the receipt: %w", as, err)
	}
	texts, public := []string{text}, []string{}
	for _, e := range r.Entries {
		public = append(public, e.Ask, e.Answer)
		for _, part := range e.Parts() {
			texts = append(texts, part.Text) // in a file, the end of a page can cut it
		}
	}
	texts = append(texts, r.Others()...)
	for _, kind := range q.Evidence {
		public = append(public, kind.Name)
	}
	return leakIn(texts, as, q, public)
}

func (r Receipt) readPage(file []byte) (string, error) {
	text := html.UnescapeString(string(file))
	want := []string{r.Code.String()}
	for _, e := range r.Entries {
		want = append(want, "<h3>"+hostile.Line(e.Item)+"</h3>\n<p>"+hostile.Line(e.Ask)+"</p>")
	}
	for _, one := range want {
		if !strings.Contains(text, one) {
			return "", fmt.Errorf("%q is missing", one)
		}
	}
	return text, nil
}

// readPDF compares the letters and digits that the pages show with the receipt, in
// order. Pages have other texts between them, such as their numbers, and break
// long words.
func (r Receipt) readPDF(file []byte) (string, error) {
	document, err := pdf.Parse(file)
	if err != nil {
		return "", err
	}
	pages, err := document.Latest().Shown()
	if err != nil {
		return "", err
	}
	text := strings.Join(pages, "\n")
	left := plainLetters(text)
	for _, want := range r.inOrder() {
		for n := range len(want) {
			at := strings.IndexByte(left, want[n])
			if at < 0 {
				return "", fmt.Errorf("%q is missing", want)
			}
			left = left[at+1:]
		}
	}
	if !strings.Contains(text, r.Code.String()) {
		return "", errors.New("the code is missing")
	}
	return text, nil
}

// inOrder are the letters and digits of everything that a receipt says, in the order
// of the pages.
func (r Receipt) inOrder() []string {
	all := append([]string{r.Heading(), r.Opening(), r.Request(), r.Code.String(), r.Keeping()}, r.People()...)
	for _, e := range r.Entries {
		all = append(all, e.Item, e.Ask)
		for _, part := range e.Parts() {
			all = append(all, part.Name, part.Text)
		}
	}
	all = append(all, r.Others()...)
	for n, text := range all {
		all[n] = plainLetters(text)
	}
	return all
}

// plainLetters drops everything but the letters and digits of ASCII from a text that
// is composed as it is drawn. Every typeface has them.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, norm.NFC.String(hostile.Clean(text)))
}
