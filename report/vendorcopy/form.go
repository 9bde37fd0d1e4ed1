package vendorcopy

import (
	"fmt"

	"assay/report/pdf"
)

// The names of the form fields begin with the id of a question or document, like
// "GOV-01.answer", or with "vendor". The fields here have no places yet: package
// report adds them when it draws the pages.

// About returns the fields that ask who answers.
func About() []pdf.Input {
	return []pdf.Input{
		{Kind: pdf.TextInput, Name: "vendor.company", Tooltip: "Legal name of the company"},
		{Kind: pdf.TextInput, Name: "vendor.name", Tooltip: "Completed by"},
		{Kind: pdf.TextInput, Name: "vendor.role", Tooltip: "Role"},
		{Kind: pdf.TextInput, Name: "vendor.reach", Tooltip: "Email or phone"},
		{Kind: pdf.TextInput, Name: "vendor.date", Tooltip: "Date"},
	}
}

// Inputs returns the fields of a question: first the choices, if it has any, then
// one field for text.
func (q Question) Inputs() []pdf.Input {
	words := pdf.Input{Kind: pdf.TextInput, Name: q.ID + ".answer", Tooltip: q.Ask, Multiline: q.Form == InWords || q.Form == InPlace}
	switch q.Form {
	case InPlace, YesNo:
		options := []pdf.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}
		return []pdf.Input{{Kind: pdf.RadioInput, Name: q.ID + ".yes_no", Tooltip: q.Ask, Options: options}, words}
	case OneOf:
		choice := pdf.Input{Kind: pdf.ChoiceInput, Name: q.ID + ".choice", Tooltip: q.Ask}
		for _, c := range q.Choices {
			choice.Options = append(choice.Options, pdf.Option{Value: c.Value, Label: c.Label})
		}
		return []pdf.Input{choice, words}
	case SomeOf:
		var all []pdf.Input
		for n, c := range q.Choices {
			// Use a number: a value may contain a point, which would split the name.
			all = append(all, pdf.Input{Kind: pdf.CheckInput, Name: fmt.Sprintf("%s.choice.%d", q.ID, n+1), Tooltip: c.Label})
		}
		return append(all, words)
	}
	return []pdf.Input{words}
}

// Inputs returns the fields of a document: a check box, and the name of the file.
func (d Document) Inputs() []pdf.Input {
	return []pdf.Input{
		{Kind: pdf.CheckInput, Name: d.ID + ".attached", Tooltip: d.ID + " " + d.Name + ": attached"},
		{Kind: pdf.TextInput, Name: d.ID + ".file", Tooltip: d.ID + " " + d.Name + ": file name and date"},
	}
}

// FieldIdentity is the name of the field with the identity of the form.
const FieldIdentity = "form.identity"

// IdentityInputs returns the field with the identity of the form, which nobody fills
// in. There is none if the form has no id.
func (c Copy) IdentityInputs() []pdf.Input {
	if c.Form == "" {
		return nil
	}
	return []pdf.Input{{Kind: pdf.TextInput, Name: FieldIdentity, Tooltip: IdentityNote, Fixed: c.Identity().String()}}
}

// Inputs returns all fields of the form, in the order of the pages.
func (c Copy) Inputs() []pdf.Input {
	all := append(About(), c.IdentityInputs()...)
	for _, q := range c.Questions() {
		all = append(all, q.Inputs()...)
	}
	for _, d := range c.Documents {
		all = append(all, d.Inputs()...)
	}
	return all
}
