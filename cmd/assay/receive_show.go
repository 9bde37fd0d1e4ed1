package main

import (
	"strings"

	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/assessment/written"
)

// showReply prints the whole review of a reply.
func (a *app) showReply(r *written.Review) {
	a.heading(r)
	for n := range r.Lines {
		a.showReplyLine(&r.Lines[n])
	}
	a.showRest(r)
	a.out.print("\n%s\n", r.Counts())
}

// showRest prints the parts of a reply that nobody can take.
func (a *app) showRest(r *written.Review) {
	if len(r.Remarks) > 0 {
		a.out.print("\n%s\n", a.out.paint(bold, "Not understood"))
		for _, text := range r.Remarks {
			a.out.prose("  ", text)
		}
	}
	a.out.ids("Left empty", r.Empty)
}

// heading names the file, who answers, and what to know before anything is taken.
func (a *app) heading(r *written.Review) {
	a.out.print("%s  %s\n", a.out.paint(bold, r.Vendor), a.out.paint(faint, english.Join(", ", r.File, wording.StatedBy(r.Stated))))
	for _, text := range r.Warnings {
		a.out.inked(yellow, "  ! ", text)
	}
	if len(r.PatientData) > 0 {
		a.out.inked(red, "  ! ", "the name of the file, the person who answers, or a part that no line shows looks like "+english.List(r.PatientData))
	}
}

// warnOfReply says on stderr what to know before anything is taken.
func (a *app) warnOfReply(r *written.Review) {
	for _, text := range r.Warnings {
		a.note("%s", text)
	}
	for _, text := range r.Remarks {
		a.note("not understood: %s", text)
	}
}

// showReplyLine prints one line of a review.
func (a *app) showReplyLine(l *written.Line) {
	a.out.print("\n")
	a.out.named("  ", l.ID, english.Join("  ", l.Title, "["+l.State.Label()+"]"))
	var all [][2]string
	add := func(name, text string) {
		if text != "" {
			all = append(all, [2]string{name, text})
		}
	}
	add("asked", l.Ask)
	if l.File != nil {
		add("file", english.Join(", ", l.File.Name, english.Bytes(l.File.Size), "SHA-256 "+wording.Short(l.File.SHA256)))
	}
	if l.File == nil || l.Wrote != l.File.Name {
		add("wrote", english.Quoted(l.Wrote))
	}
	switch {
	case l.Changed && l.Before != "":
		add("before", english.Quoted(l.Before))
	case l.Changed:
		add("before", "the reply before did not answer it")
	}
	add("answer", l.Words)
	add("recorded", l.Recorded)
	if len(l.For) > 0 && l.Takes() {
		about := "for " + strings.Join(l.For, ", ")
		if l.Personal {
			about += "; about named people: only a reference is recorded"
		}
		add("evidence", about)
	}
	add("file asks", l.Then)
	if l.Why != "" {
		add("because", l.Why)
	}
	if len(l.PatientData) > 0 {
		add("warning", "looks like patient data: "+english.List(l.PatientData))
	}
	a.out.recorded(strings.Repeat(" ", 2+idColumn), all)
}
