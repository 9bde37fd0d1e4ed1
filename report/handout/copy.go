package handout

import (
	"slices"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Terms say for whom a copy is, and until when it is wanted back. Only the
// milestone and the day on which it is made are needed.
type Terms struct {
	Milestone questionnaire.Milestone
	Made      assessment.Date
	Due       assessment.Date
	Vendor    string
	From      string // the organisation that asks
	Contact   string // who receives the answers
}

// Copy is the vendor's copy of a questionnaire.
type Copy struct {
	Terms
	Title         string
	Questionnaire string // id and version
	Sections      []Section
	Documents     []Document // each once, in the order of the questionnaire
}

// Section is a domain with the questions that are put to the vendor.
type Section struct {
	ID, Name  string
	Questions []Question
}

// Question is one thing asked.
type Question struct {
	ID        string
	Ask       string // as said at the milestone of the copy
	Form      Form
	Choices   []Choice // of OneOf and SomeOf
	Cites     []string // what the question rests on
	Documents []string // ids
}

// Choice is one of the answers to choose from.
type Choice struct{ Value, Label string }

// Document is a document wanted.
type Document struct {
	ID        string
	Name      string
	Freshness string // the rule in words; empty is no rule
	IssuedBy  string
	Personal  bool     // about named people: by reference or redacted only
	For       []string // ids of the questions that it answers; in an evidence request, names of sections
	Read      bool     // we read it for questions of our own, too
}

// Form is how a question wants to be answered.
type Form string

// The forms. None of them is a grade.
const (
	InWords   Form = "words"
	InPlace   Form = "in place" // yes or no, and in words how
	YesNo     Form = "yes or no"
	OneOf     Form = "one of"
	SomeOf    Form = "some of"
	Number    Form = "number"
	Date      Form = "date"
	Countries Form = "countries"
)

// Meaning is the form as the vendor is told.
func (f Form) Meaning() string {
	switch f {
	case InPlace:
		return "Can you say yes today? Then in your own words."
	case YesNo:
		return "Yes or no."
	case OneOf:
		return "One of the choices."
	case SomeOf:
		return "All of the choices that apply."
	case Number:
		return "A whole number."
	case Date:
		return "A date, as 2026-11-22."
	case Countries:
		return "Countries, as two letters each: US, PH."
	}
	return "In your own words."
}

// For makes the vendor's copy: what counts at the milestone and is put to the
// vendor or its delivery lead, scenarios apart.
func For(q *questionnaire.Questionnaire, terms Terms) Copy {
	terms.Vendor, terms.From, terms.Contact = hostile.Line(terms.Vendor), hostile.Line(terms.From), hostile.Line(terms.Contact)
	c := Copy{Terms: terms, Title: hostile.Line(q.Title), Questionnaire: q.ID + " " + q.Version}
	wanted := map[string]*Document{}
	for d := range q.Domains {
		section := Section{ID: q.Domains[d].ID, Name: hostile.Line(q.Domains[d].Name)}
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			if !counts(item, terms.Milestone) {
				continue
			}
			asked := putToVendor(item)
			if !asked && item.AskedOf != "document" {
				continue
			}
			documents := want(q, wanted, item, terms.Milestone)
			if asked && !item.Unannounced {
				section.Questions = append(section.Questions, question(item, terms.Milestone, documents))
			}
		}
		if len(section.Questions) > 0 {
			c.Sections = append(c.Sections, section)
		}
	}
	for k := range q.Evidence {
		if document := wanted[q.Evidence[k].ID]; document != nil {
			c.Documents = append(c.Documents, *document)
		}
	}
	return c
}

// putToVendor reports whether it is the vendor who answers.
func putToVendor(item *questionnaire.Item) bool {
	return item.AskedOf == "vendor" || item.AskedOf == "delivery lead"
}

// counts reports whether an item is asked for at a milestone at all. Facts have
// no phase.
func counts(item *questionnaire.Item, at questionnaire.Milestone) bool {
	if item.Computed() || item.Kind.CopyForm() == questionnaire.Withheld {
		return false
	}
	return !item.Kind.Judged() || at.Reached(item.Phase.From())
}

func question(item *questionnaire.Item, at questionnaire.Milestone, documents []string) Question {
	q := Question{ID: item.ID, Ask: hostile.Line(item.AskAt(at)), Form: formOf(item), Documents: documents}
	for _, cite := range item.Cites {
		cite = hostile.Line(cite)
		if item.Basis == questionnaire.Proposed {
			cite += " (" + item.Basis.Meaning() + ")"
		}
		q.Cites = append(q.Cites, cite)
	}
	for _, option := range item.Options {
		q.Choices = append(q.Choices, Choice{hostile.Line(option.Value), hostile.Line(option.Label)})
	}
	return q
}

func formOf(item *questionnaire.Item) Form {
	switch item.Answer {
	case "yes_no":
		return YesNo
	case "choice":
		return OneOf
	case "choices":
		return SomeOf
	case "number":
		return Number
	case "date":
		return Date
	case "countries":
		return Countries
	}
	if item.Kind.CopyForm() == questionnaire.AskedYesOrNo {
		return InPlace
	}
	return InWords
}

// want notes the documents that can show an item, and returns the ids of those
// that others than we issue.
func want(q *questionnaire.Questionnaire, wanted map[string]*Document, item *questionnaire.Item, at questionnaire.Milestone) []string {
	var ids []string
	for _, id := range item.Accepts(at) {
		kind := q.EvidenceKind(id)
		if kind.IssuedBy == questionnaire.AskedOfUs {
			continue
		}
		document := wanted[id]
		if document == nil {
			document = &Document{
				ID: id, Name: hostile.Line(kind.Name), Freshness: hostile.Line(kind.Freshness),
				IssuedBy: hostile.Line(kind.IssuedBy), Personal: kind.Personal,
			}
			wanted[id] = document
		}
		if item.AskedOf == "document" || item.Unannounced {
			document.Read = true
		} else {
			document.For = append(document.For, item.ID)
		}
		ids = append(ids, id)
	}
	return ids
}

// DocumentsOnly is the copy without its questions: the evidence request. Its
// documents are wanted for sections, since the reader has no questions to which
// ids could lead.
func (c Copy) DocumentsOnly() Copy {
	sections := map[string]string{} // their names, by question
	for _, section := range c.Sections {
		for _, q := range section.Questions {
			sections[q.ID] = section.Name
		}
	}
	c.Documents = slices.Clone(c.Documents)
	for n := range c.Documents {
		var names []string
		for _, id := range c.Documents[n].For {
			if name := sections[id]; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		c.Documents[n].For = names
	}
	c.Sections = nil
	return c
}

// Asks reports whether the copy has questions. An evidence request has none.
func (c Copy) Asks() bool { return len(c.Sections) > 0 }

// Questions are all questions of all sections.
func (c Copy) Questions() []Question {
	var all []Question
	for _, section := range c.Sections {
		all = append(all, section.Questions...)
	}
	return all
}

// DocumentName is a document with its id: EV-01 Executed BAA.
func (c Copy) DocumentName(id string) string {
	at := slices.IndexFunc(c.Documents, func(d Document) bool { return d.ID == id })
	return id + " " + c.Documents[at].Name
}
