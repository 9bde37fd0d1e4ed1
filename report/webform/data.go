package webform

import (
	"strings"

	"assay/questionnaire"
	"assay/report/vendorcopy"
)

// Data is for the scripts of the page, as JSON in the page.
type Data struct {
	Identity  string          `json:"identity"` // of the form, for the reply
	ID        string          `json:"id"`       // under which a browser keeps the drafts
	File      string          `json:"file"`     // how the name of a saved file begins
	Send      string          `json:"send"`     // asks the vendor to send the saved file
	Most      int64           `json:"most"`     // bytes of all attached files
	Questions []DataQuestion  `json:"questions"`
	Documents []DataRequested `json:"documents"`
}

// DataQuestion is a question as the reply repeats it.
type DataQuestion struct {
	Item    string   `json:"item"`
	Asked   string   `json:"asked"`
	Offered []string `json:"offered"`         // the values of its choices
	Alone   []string `json:"alone,omitempty"` // those that exclude every other
	Form    string   `json:"form"`

	When  []questionnaire.Tree `json:"when,omitempty"` // see [vendorcopy.Question]
	Aside questionnaire.Tree   `json:"aside,omitempty"`
}

// DataRequested is a requested document.
type DataRequested struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

func dataOf(c vendorcopy.Copy) Data {
	data := Data{
		Identity: c.Identity().String(), ID: c.Form, File: fileName(c), Most: MostBytes, Send: "Send it back.",
		Questions: []DataQuestion{}, Documents: []DataRequested{},
	}
	if back := c.Return(); back != "" {
		data.Send = back
	}
	for _, q := range c.Questions() {
		asked := DataQuestion{Item: q.ID, Asked: q.Ask, Offered: []string{}, Form: string(q.Form), When: q.When, Aside: q.Aside}
		for _, choice := range q.Choices {
			asked.Offered = append(asked.Offered, choice.Value)
			if choice.Alone {
				asked.Alone = append(asked.Alone, choice.Value)
			}
		}
		data.Questions = append(data.Questions, asked)
	}
	for _, d := range c.Documents {
		data.Documents = append(data.Documents, DataRequested{Kind: d.ID, Name: d.Name})
	}
	return data
}

// fileName makes a short name of the vendor, or of the questionnaire, that every
// system takes for the name of a file.
func fileName(c vendorcopy.Copy) string {
	const most = 40
	for _, text := range []string{c.Vendor, c.Questionnaire} {
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9')
		})
		if name := strings.Join(words, "-"); name != "" {
			return name[:min(most, len(name))]
		}
	}
	return "form"
}
