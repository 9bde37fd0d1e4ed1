package handout

import (
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// The words that a vendor reads beside the questions.

// Heading is what the copy is called.
func (c Copy) Heading() string {
	what := "Questions"
	if !c.Asks() {
		what = "Documents wanted"
	}
	if c.Vendor == "" {
		return what
	}
	if !c.Asks() {
		return what + " from " + c.Vendor
	}
	return what + " for " + c.Vendor
}

// Stage is the milestone as the vendor knows it.
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

// Extent is how much there is to do.
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

// Guidance tells the vendor how to use the copy, one paragraph each.
func (c Copy) Guidance() []string {
	var all []string
	if c.Asks() {
		all = append(all,
			"Answer for the people, the sites and the systems that this work would really get, not for your company in general.",
			"Answer every question in your own words. Where yes or no is asked, choose one and then say how it is done. Where a question does not apply to you, say so, and why.",
			"Some questions ask you to show something. Say who will show it when we meet, and how; we then look at it together.",
		)
	}
	if len(c.Documents) > 0 {
		all = append(all,
			"Send each document of the list as it is used with you, and write its file name and its date beside it. It should be no older than the list says. If you do not have it, say so: that is an answer too.",
		)
	}
	all = append(all,
		"Send no patient data, and no personal data of your people. Of a document about named people, send a redacted sample, or say where the original is kept and who can show it.",
	)
	if back := c.Return(); back != "" {
		all = append(all, back)
	}
	return all
}

// Return says until when and to whom the answers go; empty when neither is
// known.
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

// Recipient is who receives the answers; empty when nobody is named.
func (c Copy) Recipient() string { return join(", ", c.Contact, c.From) }

// PersonalNote goes with every document about named people.
const PersonalNote = "About named people: send a redacted sample, or a reference to where it is kept. No personal data."

// Wanted says for what the document is.
func (d Document) Wanted() string {
	read := ""
	if d.Read {
		read = "our own reading"
	}
	return join("; ", strings.Join(d.For, ", "), read)
}

// Source says who issues the document.
func (d Document) Source() string {
	if d.IssuedBy == "vendor" {
		return "you"
	}
	return d.IssuedBy
}

// join joins what is not empty.
func join(between string, parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, between)
}
