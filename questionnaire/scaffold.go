package questionnaire

import (
	"bytes"
	_ "embed"
	"fmt"
	"text/template"
)

var (
	//go:embed scaffold.yaml
	scaffold string
	//go:embed scaffold_extension.yaml
	scaffoldExtension string
)

// Scaffold is a commented questionnaire file to begin with: a whole one, or
// one that extends parent unless that is nil. Both pass lint. The id must be
// valid.
func Scaffold(id string, parent *Questionnaire) ([]byte, error) {
	if !documentID.MatchString(id) {
		return nil, fmt.Errorf("%q is not an id: write it in lower case with hyphens, such as our-vendors", id)
	}
	fill := struct {
		ID            string
		Parent        *Questionnaire
		Domain        *Domain // of Item
		Item, Dropped *Item   // for the examples
	}{ID: id, Parent: parent}
	text := scaffold
	if parent != nil {
		text = scaffoldExtension
		fill.Item, fill.Dropped = parent.examples()
		if fill.Item == nil {
			return nil, fmt.Errorf("%s has no question that an extension could change", parent.ID)
		}
		fill.Domain = parent.DomainOf(fill.Item.ID)
	}
	var file bytes.Buffer
	if err := template.Must(template.New("").Parse(text)).Execute(&file, fill); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// examples are an item to reword and an item that nothing depends on, which
// can be dropped; nil for none.
func (q *Questionnaire) examples() (asked, dropped *Item) {
	needed := map[string]bool{}
	for _, item := range q.each() {
		for _, id := range item.ClosedBy {
			needed[id] = true
		}
	}
	for _, item := range q.each() {
		switch {
		case !item.Kind.Judged() || item.Computed():
		case asked == nil:
			asked = item
		case dropped == nil && !needed[item.ID] && !q.steers(item):
			dropped = item
		}
	}
	return asked, dropped
}
