package vendorcopy

import (
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// Headings that more than one format shows.
const (
	HeadDocuments = "Requested documents"
	HeadFile      = "File name and date"

	// HeadIdentity is the name of the line by which we know the form again.
	HeadIdentity = "Form"
	IdentityNote = "Please leave this line as it is. It tells us which form comes back."
)

// Heading returns the title of the copy.
func (c Copy) Heading() string {
	title := "Questions"
	if !c.Asks() {
		title = HeadDocuments
	}
	whom := english.Join(", ", c.Vendor, c.Subject)
	if whom == "" {
		return title
	}
	if !c.Asks() {
		return title + " from " + whom
	}
	return title + " for " + whom
}

// Stage returns the milestone in words that the vendor knows.
func (c Copy) Stage() string {
	switch c.Milestone {
	case questionnaire.Award:
		return "before the contract is awarded"
	case questionnaire.Access:
		return "before the first access to patient data"
	case questionnaire.Review:
		return "while the work is running"
	}
	return "at the end of the work"
}

// Extent returns the numbers of questions and documents, in words.
func (c Copy) Extent() string {
	var parts []string
	if c.Asks() {
		parts = append(parts, english.Count(len(c.Questions()), "question"))
	}
	if len(c.Documents) > 0 {
		parts = append(parts, english.Count(len(c.Documents), "document"))
	}
	return strings.Join(parts, ", ")
}

// Guidance returns the instructions for the vendor, one paragraph each.
func (c Copy) Guidance() []string {
	var all []string
	if c.Asks() {
		all = append(all,
			"Answer for the people, sites and systems that would do this work, not for your company in general.",
			"Answer every question in your own words. If a question asks for yes or no, choose one and then explain how you do it. If a question does not apply to you, say so and explain why.",
			"Some questions ask you to show us something. Write down who will show it at our meeting, and how. We will look at it together.",
			"At the meeting we ask further questions, which this copy does not contain.",
		)
	}
	if len(c.Documents) > 0 {
		all = append(all,
			"Send each listed document in the version that you use, and write its file name and date beside it. It should not be older than the list allows. If you do not have a document, say so: that is an answer too.",
		)
	}
	all = append(all,
		"Do not send patient data or personal data of your people. If a document is about named people, send a redacted sample, or say where the original is kept and who can show it.",
	)
	if back := c.Return(); back != "" {
		all = append(all, back)
	}
	return all
}

// Return asks the vendor to return the answers by a day and to a person. It is
// empty if neither is known.
func (c Copy) Return() string {
	text := "Please return it"
	if !c.Due.IsZero() {
		text += " by " + c.Due.String()
	}
	if to := c.Recipient(); to != "" {
		text += " to " + to
	}
	if text == "Please return it" {
		return ""
	}
	return text + "."
}

// Recipient returns the person and the organization that receive the answers, or
// "" if neither is named.
func (c Copy) Recipient() string { return english.Join(", ", c.Contact, c.From) }

// PersonalNote is the note beside every document about named people.
const PersonalNote = "About named people: send a redacted sample, or say where it is kept. Do not send personal data."

// Note is the note beside a document about named people, and empty for others.
func (d Document) Note() string {
	if d.Personal {
		return PersonalNote
	}
	return ""
}

// Purpose says why we request the document.
func (d Document) Purpose() string {
	shows, read := "", ""
	if len(d.Shows) > 0 {
		shows = "must show: " + english.List(d.Shows)
	}
	if d.Read {
		read = "our own review"
	}
	return english.Join("; ", strings.Join(d.For, ", "), shows, read)
}

// Source says who issues the document, in words to the vendor.
func (d Document) Source() string {
	if d.IssuedBy == "vendor" {
		return "you"
	}
	return d.IssuedBy
}
