package handout

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"strings"

	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/receipt"
	"assay/questionnaire"
)

// HTML is the format of a receipt.
const HTML Format = "html"

// Receipt is a receipt for the vendor, as a page.
type Receipt struct {
	receipt.Receipt
	From    string // the organization that asked
	Contact string // the person to whom corrections go
}

// Heading is the title of the page.
func (r Receipt) Heading() string { return "What we wrote down: " + hostile.Line(r.Vendor) }

// Opening says what the page is about.
func (r Receipt) Opening() string {
	about := "all of your answers"
	if r.Meeting != "" {
		about = "our meeting of " + r.Meeting
	}
	return hostile.Line(fmt.Sprintf("This is our record of %s, as of %s: %s and %s.", about, r.AsOf,
		english.Count(len(r.Entries), "question"), english.Count(r.Promised(), "promise")))
}

// Signed names the people who asked.
func (r Receipt) Signed() string {
	return english.Join(", ", hostile.Line(r.Contact), hostile.Line(r.From))
}

//go:embed receipt.html
var receiptPage string

// Page is the receipt as one HTML file. It runs no script and loads nothing.
func (r Receipt) Page() ([]byte, error) {
	page, err := template.New("receipt").Funcs(template.FuncMap{"line": hostile.Line, "clean": hostile.Clean, "promise": promiseText}).Parse(receiptPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := page.Execute(&out, r); err != nil {
		return nil, fmt.Errorf("write the receipt: %w", err)
	}
	return out.Bytes(), nil
}

// Check reads a page of the receipt, and returns an error if it lacks a question or
// the code, or if it contains an internal sentence of the questionnaire.
func (r Receipt) Check(file []byte, q *questionnaire.Questionnaire) error {
	text := html.UnescapeString(string(file))
	want, public := []string{r.Code.String()}, []string{}
	for _, e := range r.Entries {
		want = append(want, "<h3>"+hostile.Line(e.Item)+"</h3>\n<p>"+hostile.Line(e.Ask)+"</p>")
		public = append(public, e.Ask, e.Answer)
	}
	for _, kind := range q.Evidence {
		public = append(public, kind.Name)
	}
	for _, one := range want {
		if !strings.Contains(text, one) {
			return fmt.Errorf("the page differs from the receipt: %q is missing", one)
		}
	}
	return leakIn([]string{text}, HTML, q, public)
}
