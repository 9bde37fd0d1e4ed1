package handout

import (
	"fmt"

	"assay/report/pdf"
)

// The fields of the form, as far as they are no matter of drawing. The id of
// what a field belongs to is the first part of its name.

// About are the fields in which the vendor says who answers.
func About() []pdf.Input {
	return []pdf.Input{
		{Kind: pdf.TextInput, Name: "vendor.company", Tooltip: "Company, with its legal name"},
		{Kind: pdf.TextInput, Name: "vendor.name", Tooltip: "Filled in by"},
		{Kind: pdf.TextInput, Name: "vendor.role", Tooltip: "Role"},
		{Kind: pdf.TextInput, Name: "vendor.reach", Tooltip: "E-mail or telephone"},
		{Kind: pdf.TextInput, Name: "vendor.date", Tooltip: "Date"},
	}
}

// Inputs are the fields of a question: first what is to be chosen, if anything
// is, then what is to be written.
func (q Question) Inputs() []pdf.Input {
	words := pdf.Input{Kind: pdf.TextInput, Name: q.ID + ".answer", Tooltip: q.Ask, Multiline: q.Form == InWords || q.Form == InPlace}
	switch q.Form {
	case InPlace, YesNo:
		options := []pdf.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}
		return []pdf.Input{{Kind: pdf.RadioInput, Name: q.ID + ".yes_no", Tooltip: q.Ask, Options: options}, words}
	case OneOf:
		choice := pdf.Input{Kind: pdf.ChoiceInput, Name: q.ID + ".choice", Tooltip: q.Ask}
		for _, c := range q.Choices {
			choice.Options = append(choice.Options, pdf.Option(c))
		}
		return []pdf.Input{choice, words}
	case SomeOf:
		var all []pdf.Input
		for n, c := range q.Choices {
			// A number, since a value may hold a point, which would part the name.
			all = append(all, pdf.Input{Kind: pdf.CheckInput, Name: fmt.Sprintf("%s.choice.%d", q.ID, n+1), Tooltip: c.Label})
		}
		return append(all, words)
	}
	return []pdf.Input{words}
}

// Inputs are the fields of a document: a mark, and what it was attached as.
func (d Document) Inputs() []pdf.Input {
	return []pdf.Input{
		{Kind: pdf.CheckInput, Name: d.ID + ".attached", Tooltip: d.ID + " " + d.Name + ": attached"},
		{Kind: pdf.TextInput, Name: d.ID + ".file", Tooltip: d.ID + " " + d.Name + ": attached as, and its date"},
	}
}

// Inputs are all fields of the form, in the order in which they are filled in.
func (c Copy) Inputs() []pdf.Input {
	all := About()
	for _, q := range c.Questions() {
		all = append(all, q.Inputs()...)
	}
	for _, d := range c.Documents {
		all = append(all, d.Inputs()...)
	}
	return all
}
