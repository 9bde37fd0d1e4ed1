package vendorcopy

import (
	"slices"

	"assay/assessment"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Terms say who gets a copy, and by when it must come back. Milestone and Made
// are required.
type Terms struct {
	Milestone questionnaire.Milestone
	Made      assessment.Date // the day on which the copy is made
	Due       assessment.Date
	Vendor    string
	Subject   string // the placed person or contract, if the questions are about one
	From      string // the organization that asks
	Contact   string // the person who receives the answers

	// Form is the id of the form: 32 hexadecimal digits of 128 random bits. Without
	// one, nobody can tell a reply to it from the reply to another form.
	Form       string
	Assessment string // the id of the assessment that asks; empty for none
}

// Copy is the vendor's copy of a questionnaire.
type Copy struct {
	Terms
	Title         string
	Questionnaire string // id and version, like "hipaa-staffing 1.2.0"
	Pin           assessment.Pin
	Sections      []Section
	Documents     []Document // without duplicates, in the order of the questionnaire
}

// Section is a domain of the questionnaire with its questions to the vendor.
type Section struct {
	ID, Name  string
	Questions []Question
}

// Question is one question to the vendor.
type Question struct {
	ID        string
	Number    string // of the source
	Ask       string // the wording for the milestone of the copy
	Form      Form
	Choices   []Choice // for OneOf and SomeOf
	Cites     []string // the law or guidance behind the question
	Documents []string // ids of the requested documents

	// The conditions under which the question is asked, for a form that shows and
	// hides questions. A question is asked while each of When is true and Aside is
	// not. The trees read only answers of this copy.
	When  []questionnaire.Tree
	Aside questionnaire.Tree // nil for no condition
}

// Choice is one possible answer of a question with choices. One that is alone, such
// as "none of these", excludes every other.
type Choice struct {
	Value, Label string
	Alone        bool
}

// Document is a requested document.
type Document struct {
	ID        string
	Name      string
	Freshness string   // the rule for its age, in words; "" for no rule
	IssuedBy  string   // "vendor" or another issuer, in words
	Personal  bool     // it is about named people: the vendor sends a reference or a redacted sample
	For       []string // ids of the questions that it helps to answer; names of sections in an evidence request
	Shows     []string // what it must show, in plain words, where one document of several kinds is not enough
	Read      bool     // we also review it for questions that the vendor does not see
}

// Form is the way in which a vendor answers a question.
type Form string

// The forms. The vendor never gives a grade.
const (
	InWords   Form = "words"
	InPlace   Form = "in place" // yes or no, then an explanation
	YesNo     Form = "yes or no"
	OneOf     Form = "one of"
	SomeOf    Form = "some of"
	Number    Form = "number"
	Date      Form = "date"
	Countries Form = "countries"
)

// Instruction tells the vendor how to answer a question of this form.
func (f Form) Instruction() string {
	switch f {
	case InPlace:
		return "Yes or no as of today, then explain in your own words."
	case YesNo:
		return "Yes or no."
	case OneOf:
		return "Choose one."
	case SomeOf:
		return "Choose all that apply."
	case Number:
		return "A whole number."
	case Date:
		return "A date, like 2026-11-22."
	case Countries:
		return "Two-letter country codes: US, PH."
	}
	return "In your own words."
}

// For makes the vendor's copy of q. It selects the items that count at the
// milestone and that the vendor answers in writing. It leaves out the questions of
// the meeting, such as scenarios and unannounced items, but requests the documents
// for them.
func For(q *questionnaire.Questionnaire, terms Terms) Copy { return Given(q, terms, nil) }

// Given makes the copy for a vendor whose assessment has a record. It leaves out the
// questions that the record excludes and no answer of the vendor brings back. A nil
// record excludes none.
func Given(q *questionnaire.Questionnaire, terms Terms, record questionnaire.Known) Copy {
	answers := questionnaire.Travelers{Record: record, Answers: func(item *questionnaire.Item) bool {
		return answeredHere(q, item, terms.Milestone)
	}}
	for _, text := range []*string{&terms.Vendor, &terms.Subject, &terms.From, &terms.Contact} {
		*text = hostile.Line(*text)
	}
	c := Copy{Terms: terms, Title: hostile.Line(q.Title), Questionnaire: q.ID + " " + q.Version, Pin: assessment.PinOf(q)}
	requested := map[string]*Document{}
	for d := range q.Domains {
		section := Section{ID: q.Domains[d].ID, Name: hostile.Line(q.Domains[d].Name)}
		for i := range q.Domains[d].Items {
			item := &q.Domains[d].Items[i]
			if !counts(item, terms.Milestone) {
				continue
			}
			if !vendorAnswers(item) && item.AskedOf != "document" {
				continue
			}
			when, aside := conditions(q, item, answers)
			if aside == true || slices.Contains(when, questionnaire.Tree(false)) {
				continue
			}
			asked := Contains(q, item)
			documents := request(q, requested, item, asked, terms.Milestone)
			if asked {
				asks := question(item, terms.Milestone, documents)
				asks.When, asks.Aside = when, aside
				section.Questions = append(section.Questions, asks)
			}
		}
		if len(section.Questions) > 0 {
			c.Sections = append(c.Sections, section)
		}
	}
	for k := range q.Evidence {
		if document := requested[q.Evidence[k].ID]; document != nil {
			c.Documents = append(c.Documents, *document)
		}
	}
	return c
}

// vendorAnswers reports whether the vendor answers the item.
func vendorAnswers(item *questionnaire.Item) bool {
	return item.AskedOf == "vendor" || item.AskedOf == "delivery lead"
}

// Contains reports whether the vendor reads the question before the meeting.
func Contains(q *questionnaire.Questionnaire, item *questionnaire.Item) bool {
	return form.Asks(q, item)
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
	q := Question{ID: item.ID, Number: hostile.Line(item.Number), Ask: hostile.Line(item.AskAt(at)), Form: formOf(item), Documents: documents}
	for _, cite := range item.Cites {
		cite = hostile.Line(cite)
		if item.Basis == questionnaire.Proposed {
			cite += " (" + item.Basis.Meaning() + ")"
		}
		q.Cites = append(q.Cites, cite)
	}
	for _, option := range item.Options {
		q.Choices = append(q.Choices, Choice{hostile.Line(option.Value), hostile.Line(option.Label), option.Alone})
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

// request adds the documents that can show an item to the requested ones, except
// documents that we issue. It returns their ids.
func request(q *questionnaire.Questionnaire, requested map[string]*Document, item *questionnaire.Item, asked bool, at questionnaire.Milestone) []string {
	var ids []string
	for _, id := range item.Accepts(at) {
		kind := q.EvidenceKind(id)
		if kind.IssuedBy == questionnaire.AskedOfUs {
			continue
		}
		document := requested[id]
		if document == nil {
			document = &Document{
				ID: id, Name: hostile.Line(kind.Name), Freshness: hostile.Line(kind.Freshness),
				IssuedBy: hostile.Line(kind.IssuedBy), Personal: kind.Personal,
			}
			requested[id] = document
		}
		if asked {
			document.For = append(document.For, item.ID)
			for _, group := range item.Demand(at).Groups {
				if show := hostile.Line(group.Show); slices.Contains(group.By, id) && !slices.Contains(document.Shows, show) {
					document.Shows = append(document.Shows, show)
				}
			}
		} else {
			document.Read = true
		}
		ids = append(ids, id)
	}
	return ids
}

// DocumentsOnly returns the copy without its questions: an evidence request. Its
// documents name sections instead of questions, because the reader does not see
// the questions.
func (c Copy) DocumentsOnly() Copy {
	sections := map[string]string{} // id of a question to the name of its section
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

// Identity is the line by which we know the form again when it comes back.
func (c Copy) Identity() form.Form {
	part := form.All
	if !c.Asks() {
		part = form.Evidence
	}
	return form.Form{
		ID: c.Form, Assessment: c.Assessment, Vendor: c.Vendor, Questionnaire: c.Pin.ID, Version: c.Pin.Version, Hash: c.Pin.Hash,
		Milestone: c.Milestone, Made: c.Made, Due: c.Due, Part: part,
	}
}

// Asks reports whether the copy has questions. An evidence request has none.
func (c Copy) Asks() bool { return len(c.Sections) > 0 }

// Questions returns the questions of all sections.
func (c Copy) Questions() []Question {
	var all []Question
	for _, section := range c.Sections {
		all = append(all, section.Questions...)
	}
	return all
}

// DocumentNames returns the id and name of each document that can show the answer
// to a question, like "EV-01 Executed BAA".
func (c Copy) DocumentNames(q Question) []string {
	var names []string
	for _, id := range q.Documents {
		at := slices.IndexFunc(c.Documents, func(d Document) bool { return d.ID == id })
		names = append(names, id+" "+c.Documents[at].Name)
	}
	return names
}
