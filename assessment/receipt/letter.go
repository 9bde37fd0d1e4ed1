package receipt

import (
	"fmt"

	"assay/assessment/english"
	"assay/assessment/hostile"
)

// Letter is a receipt with the people who send it. The vendor reads its
// texts; package handout lays them out as HTML, and package report as a PDF.
type Letter struct {
	Receipt
	From    string // the organization that asked
	Contact string // the person to whom corrections go
}

// Part is one text of an entry, with its name.
type Part struct {
	Name string
	Text string // of several lines where a person wrote several
}

// The texts that every letter has.
const (
	AttendeesTitle = "Who was there"
	EntriesTitle   = "What we asked, and what we wrote down"
	PromisesTitle  = "What else you promised"
)

// Heading is the title of the letter.
func (l Letter) Heading() string { return "What we wrote down: " + hostile.Line(l.Vendor) }

// Opening names the subject of the letter.
func (l Letter) Opening() string {
	about := "all of your answers"
	if l.Meeting != "" {
		about = "our meeting of " + l.Meeting
	}
	return hostile.Line(fmt.Sprintf("This is our record of %s, as of %s: %s and %s.", about, l.AsOf,
		english.Count(len(l.Entries), "question"), english.Count(l.Promised(), "promise")))
}

// Request asks the vendor to read the letter, and says how to correct it.
func (l Letter) Request() string {
	text := "Please read it and tell us whether it is right. If we wrote something down wrongly, send us the id of the question and your words: " +
		"we record them beside our note, as yours."
	if signed := english.Join(", ", hostile.Line(l.Contact), hostile.Line(l.From)); signed != "" {
		text += " Write to " + signed + "."
	}
	return text
}

// Keeping names the purpose of the code.
func (l Letter) Keeping() string {
	return "Keep this page. The code names the state of our record when the page was made. If somebody changes the record up to that point later, " +
		"it no longer fits your code, and you can ask us to compare them."
}

// People are those who were at the meeting.
func (l Letter) People() []string {
	var all []string
	for _, a := range l.Attendees {
		all = append(all, english.Join(", ", hostile.Line(a.Name), hostile.Line(a.Role)))
	}
	return all
}

// Others are the promises that are about no entry.
func (l Letter) Others() []string {
	var all []string
	for _, p := range l.Promises {
		all = append(all, hostile.Line(p.Words()))
	}
	return all
}

// Parts are the texts of an entry below its question. There is at least one.
func (e Entry) Parts() []Part {
	var all []Part
	add := func(name, text string) { all = append(all, Part{name, hostile.Clean(text)}) }
	if e.Answer != "" {
		add("Answer", hostile.Line(e.Answer))
	}
	for _, quote := range e.Quotes {
		text := english.Quoted(quote.Text)
		if who := hostile.Line(quote.Speaker()); who != "" {
			text += " (" + who + ")"
		}
		add("In your words", text)
	}
	if e.Note != "" {
		add("Our note", e.Note)
	}
	for _, record := range e.Seen {
		add("You showed us", hostile.Line(record))
	}
	for _, p := range e.Promises {
		add("Promised", hostile.Line(p.Words()))
	}
	if len(all) == 0 {
		add("Answer", "You answered. We wrote down no words of it.")
	}
	return all
}
