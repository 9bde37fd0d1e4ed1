package handback

import (
	"slices"
	"strings"

	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/written"
)

// Limits of a reply.
const (
	mostAnswers   = 5000
	mostDocuments = 5000
	mostRemarks   = 200
	mostChoices   = 500
)

// builder collects a reply.
type builder struct {
	written.Reply
	answered map[string]int // item to its place in Answers
	kinds    map[string]int // kind to its place in Documents
	unsaid   int            // remarks beyond the limit
}

func newBuilder(format written.Format) *builder {
	b := &builder{answered: map[string]int{}, kinds: map[string]int{}}
	b.Format, b.Finished = format, true
	return b
}

// remark tells the reader of the reply about a part of the file that could not be used.
func (b *builder) remark(where, what string) {
	r := written.Remark{Where: line(where), What: clean(what)}
	switch {
	case slices.Contains(b.Remarks, r):
	case len(b.Remarks) < mostRemarks:
		b.Remarks = append(b.Remarks, r)
	default:
		b.unsaid++
	}
}

// answer adds an answer, unless the vendor gave none. A second answer to a question is a remark.
func (b *builder) answer(a written.Answer) error {
	where := line(a.Item)
	for _, text := range append([]string{a.Item, a.Asked, a.Words}, slices.Concat(a.Offered, a.Choices)...) {
		if err := checkText(where, text); err != nil {
			return err
		}
	}
	if len(a.Offered) > mostChoices || len(a.Choices) > mostChoices {
		return tooLarge("%s has more than %d choices", where, mostChoices)
	}
	a.Item, a.Asked, a.Words = where, line(a.Asked), clean(a.Words)
	a.Offered, a.Choices = lines(a.Offered), lines(a.Choices)
	if len(a.Choices) == 0 && a.Words == "" {
		return nil
	}
	if at, twice := b.answered[a.Item]; twice {
		if first := b.Answers[at]; !slices.Equal(first.Choices, a.Choices) || first.Words != a.Words {
			b.remark(a.Item, "is answered twice, and the second time so: "+english.Join(": ", strings.Join(a.Choices, ", "), a.Words))
		}
		return nil
	}
	if len(b.Answers) == mostAnswers {
		return tooLarge("it has more than %d answers", mostAnswers)
	}
	b.answered[a.Item] = len(b.Answers)
	b.Answers = append(b.Answers, a)
	return nil
}

// document adds a document, unless the vendor said nothing about it.
func (b *builder) document(d written.Document) error {
	where := line(d.Kind)
	for _, text := range []string{d.Kind, d.Note} {
		if err := checkText(where, text); err != nil {
			return err
		}
	}
	d.Kind, d.Note = where, clean(d.Note)
	if d.Note == "" && !d.None && len(d.Files) == 0 {
		return nil
	}
	if at, twice := b.kinds[d.Kind]; twice {
		if first := b.Documents[at]; first.Note != d.Note || first.None != d.None || len(d.Files) > 0 {
			first.Files = append(first.Files, d.Files...)
			b.Documents[at] = first
			said := d.Note
			if d.None {
				said = english.Join(": ", "we do not have it", said)
			}
			b.remark(d.Kind, "is there twice, and the second time so: "+said)
		}
		return nil
	}
	if len(b.Documents) == mostDocuments {
		return tooLarge("it has more than %d documents", mostDocuments)
	}
	b.kinds[d.Kind] = len(b.Documents)
	b.Documents = append(b.Documents, d)
	return nil
}

// stated stores a value that the vendor stated about itself.
func (b *builder) stated(field, text string) error {
	if err := checkText("the field "+line(field), text); err != nil {
		return err
	}
	if !set(&b.Stated, field, text) && line(text) != "" {
		b.remark("the field "+field, text)
	}
	return nil
}

// form reads who was asked what.
func (b *builder) form(identity string) error {
	form, err := form.Parse(strings.TrimSpace(identity))
	if err != nil {
		return notOurs("the line that says to which form it answers was changed: %v", err)
	}
	b.Form = form
	return nil
}

// reply returns the collected reply.
func (b *builder) reply() written.Reply {
	if len(b.Answers) == 0 && len(b.Documents) == 0 {
		b.remark("the file", "has no answer in it; ask the vendor whether the program that filled it in has stored the answers")
	}
	if b.unsaid > 0 {
		b.Remarks = append(b.Remarks, written.Remark{Where: "the file", What: english.Count(b.unsaid, "more remark") + ", which no list shows: look into the file itself"})
	}
	return b.Reply
}

// lines cleans texts of one line, and drops empty ones and duplicates.
func lines(texts []string) []string {
	var all []string
	for _, text := range texts {
		if text = line(text); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}
