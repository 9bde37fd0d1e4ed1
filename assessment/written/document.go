package written

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// document compares the words and files of the vendor about one document: a line for
// each file, or one for the words.
func (c *comparison) document(d Document) []Line {
	l := Line{ID: name(d.Kind), Document: name(d.Kind), Title: name(d.Kind), Wrote: c.saidOf(d)}
	if c.from.Earlier != nil {
		at := slices.IndexFunc(c.from.Earlier.Documents, func(e Document) bool { return e.Kind == d.Kind })
		if at >= 0 {
			l.Before = c.saidOf(c.from.Earlier.Documents[at])
		}
		l.Changed = l.Before != l.Wrote
	}
	l.PatientData = assessment.PatientData(l.Wrote)
	kind := c.s.Questionnaire.EvidenceKind(d.Kind)
	if kind != nil {
		l.Title, l.Personal = kind.Name, kind.Personal
		l.For = Placed(c.s.Questionnaire, kind.ID, c.at, func(item *questionnaire.Item) bool { return !c.hidden(item.ID) })
		if len(l.For) == 0 {
			// A form also asks for documents of questions that do not count at present,
			// such as those of a proposed rule. Nothing that was sent must be lost.
			l.For = Placed(c.s.Questionnaire, kind.ID, c.at, func(*questionnaire.Item) bool { return true })
		}
	}
	if len(d.Files) == 0 {
		return []Line{c.words(l, kind)}
	}
	lines := make([]Line, len(d.Files))
	for n := range d.Files {
		lines[n] = c.file(l, kind, d.Files[n], n+1)
		if c.from.Earlier != nil && !c.sentBefore(d.Files[n]) {
			lines[n].Changed = true // also where another file has the same name
		}
	}
	return lines
}

// sentBefore reports whether the earlier reply had a file of this content.
func (c *comparison) sentBefore(f File) bool {
	return slices.ContainsFunc(c.from.Earlier.Documents, func(d Document) bool {
		return slices.ContainsFunc(d.Files, func(e File) bool { return e.SHA256 == f.SHA256 })
	})
}

// saidOf are the words of the vendor about a document.
func (c *comparison) saidOf(d Document) string {
	said := hostile.Clean(strings.TrimSpace(d.Note))
	if d.None {
		said = english.Join(": ", "we do not have it", said)
	}
	if len(d.Files) == 0 {
		return said
	}
	names := make([]string, len(d.Files))
	for n, f := range d.Files {
		names[n] = hostile.Line(f.Name)
	}
	return english.Join(": ", strings.Join(names, ", "), said)
}

// words is a document about which the vendor only wrote.
func (c *comparison) words(l Line, kind *questionnaire.EvidenceKind) Line {
	switch {
	case kind == nil:
		return held(l, "the questionnaire of this assessment has no such document")
	case len(l.For) == 0:
		return held(l, "no question of this milestone takes it")
	}
	l.Wrote = english.Join(": ", kind.Name, l.Wrote)
	l.State = Known
	for _, id := range l.For {
		if !saidBefore(c.s.Answers[id], l.Wrote) {
			l.State = InWords
		}
	}
	return l
}

// file is one attached file.
func (c *comparison) file(l Line, kind *questionnaire.EvidenceKind, f File, number int) Line {
	l.ID, l.File = fmt.Sprintf("%s/%d", l.ID, number), &f
	f.Name = hostile.Line(f.Name)
	l.PatientData = union(l.PatientData, c.from.PatientData[f.Path])
	switch {
	case kind == nil:
		return held(l, "the questionnaire of this assessment has no such document")
	case f.Size == 0:
		return held(l, "the file is empty")
	case len(l.For) == 0:
		return held(l, "no question of this milestone takes it")
	}
	var on []string
	for _, id := range l.For {
		if holds(c.s.Answers[id], kind.ID, f.SHA256) {
			on = append(on, id)
		}
	}
	switch {
	case len(on) == len(l.For):
		l.State, l.Recorded = Known, "recorded for "+english.List(on)
	case len(on) > 0:
		l.State, l.Recorded = New, "recorded for "+english.List(on)
	default:
		l.State = New
	}
	return l
}

// holds reports whether an answer has a record of a file.
func holds(a assessment.Answer, kind, sha256 string) bool {
	return slices.ContainsFunc(a.Evidence, func(e assessment.Evidence) bool { return e.SHA256 == sha256 && e.Shows([]string{kind}) })
}

func union(a, b []string) []string {
	for _, text := range b {
		if !slices.Contains(a, text) {
			a = append(slices.Clip(a), text)
		}
	}
	return a
}
