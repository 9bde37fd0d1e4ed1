package tui

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/assessment/written"
	"assay/tui/draw"
	"assay/tui/keys"
)

func (s *replyPage) draw(m *Model, w, h int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	columns := s.columns(w)
	out.Add(columns.row(out, t.Plain, "   ", t.Dim, t.Dim, "you", "line", "state", "on record", "they wrote"))
	listOver(out, h, len(s.in.Lines)+1, s.at, func(n int) *draw.Line {
		mark, ink := "   ", t.Plain
		if n == s.at {
			mark, ink = " ▸ ", t.Strong
		}
		if n == 0 {
			return out.Line().Put(t.Title, mark).Put(ink, "the whole file").Gap(2).Say(t.Dim, s.aboutFile())
		}
		l := &s.in.Lines[n-1]
		word, in := s.choiceWord(t, l)
		return columns.row(out, t.Title, mark, ink, in, word, l.ID, l.State.Label(), cmp.Or(l.Recorded, "–"), strings.Join(strings.Fields(l.Wrote), " "))
	}, s.lines(t, detailWidth(w), s.line()), keys.For(keys.Open, keys.OnReply).Shown())
	return out.Lines
}

// aboutFile is the whole file in one line.
func (s *replyPage) aboutFile() string {
	unfinished := ""
	if !s.in.Finished {
		unfinished = "not finished"
	}
	warned := ""
	if n := len(s.in.Warnings) + len(s.in.Remarks) + len(s.in.PatientData); n > 0 {
		warned = "! " + english.Count(n, "thing to know", "things to know")
	}
	return english.Join(" · ", warned, s.in.File, unfinished, s.in.Counts())
}

// choiceWord is the choice of the person about a line, in one word.
func (s *replyPage) choiceWord(t *draw.Theme, l *written.Line) (string, draw.Ink) {
	choice, chosen := s.choices[l.ID]
	switch {
	case choice.Take && (choice.Value != "" || choice.Note != "" || choice.NoWords):
		return "edit", t.Good
	case choice.Take:
		return "take", t.Good
	case chosen:
		return "leave", t.Dim
	case l.State == written.Held:
		return "–", t.Dim
	case len(l.PatientData) > 0:
		return "!", t.WarnStrong
	case l.State == written.Known:
		return "–", t.Dim
	}
	return "", t.Plain
}

// replyTable is the widths of the columns. A column that is dropped has none; the
// details have everything.
type replyTable struct{ line, record int }

func (s *replyPage) columns(w int) replyTable {
	const edge, you, state, wrote = 3, 5 + 2, 16 + 2, 20
	c := replyTable{line: max(min(draw.Widest(s.in.Lines, func(l written.Line) string { return l.ID }), 14), 6)}
	if left := w - edge - you - c.line - 2 - state - wrote; left >= 26 {
		c.record = min(left/2, 40)
	}
	return c
}

func (c replyTable) row(out *draw.Block, lead draw.Ink, mark string, ink, chosen draw.Ink, word, line, state, record, wrote string) *draw.Line {
	l := out.Line().Put(lead, mark).Cell(chosen, word, 5).Gap(2).Cell(ink, line, c.line).Gap(2)
	if out.Width >= 60 {
		l.Cell(ink, state, 16).Gap(2)
	}
	if c.record > 0 {
		l.Cell(ink, record, c.record).Gap(2)
	}
	return l.Say(ink, wrote)
}

// lines draws a line with everything that is known about it, or the whole file.
func (s *replyPage) lines(t *draw.Theme, w int, l *written.Line) []string {
	out := draw.NewBlock(t, w)
	if l == nil {
		s.fileLines(out)
		return out.Lines
	}
	out.Paragraph(t.Accent, l.ID+" ", t.Strong, l.Title)
	for _, found := range l.PatientData {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, "it looks like "+found+": take asks before it takes it")
	}
	choice := s.choices[l.ID]
	answer, file, size := cmp.Or(choice.Value, l.Value), "", ""
	switch {
	case l.IsFile():
		answer = ""
		file, size = l.File.Name, english.Bytes(l.File.Size)+", SHA-256 "+l.File.SHA256
	case choice.Value != "":
		answer = "you: " + choice.Value
	case answer != "":
		answer = l.Words
	default:
		answer = "none: only the words are recorded, unless you edit one in"
	}
	if !l.Takes() {
		answer = ""
	}
	record := cmp.Or(l.Recorded, "nothing")
	if l.IsFile() {
		record = l.Recorded
	}
	before := ""
	if l.Changed {
		before = cmp.Or(l.Before, "nothing")
	}
	personal := ""
	if l.Personal {
		personal = "about named people: only a reference is recorded, the file is not kept"
	}
	words := ""
	if choice.NoWords {
		words = "left out"
	}
	namedTexts(
		out, "asked", l.Ask, "they wrote", l.Wrote, "on record", record, "state", english.Join(": ", l.State.Label(), l.Why),
		"asked then", l.Then, "before", before, "answer", answer, "their words", words, "note", choice.Note, "file", file, "size", size,
		"shows", strings.Join(l.For, ", "), "kept", personal,
	)
	return out.Lines
}

// fileLines draws all that is known about the whole file.
func (s *replyPage) fileLines(out *draw.Block) {
	t, in := out.Theme, s.in
	finished := "yes"
	if !in.Finished {
		finished = "no: the vendor saved it to go on later"
	}
	empty := ""
	if n := len(in.Empty); n > 0 {
		empty = english.Count(n, "question") + ": " + strings.Join(in.Empty, ", ")
	}
	for _, text := range in.Warnings {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, english.Sentence(text))
	}
	for _, found := range in.PatientData {
		out.Paragraph(t.WarnStrong, "! ", t.Warn, "its name, the person who answers, or a part that no line shows looks like "+found+": the file is not kept, unless you take this line")
	}
	for _, text := range in.Remarks {
		out.Paragraph(t.WarnStrong, "? ", t.Plain, "not understood: "+text)
	}
	namedTexts(
		out, "from", wording.StatedBy(in.Stated), "finished", finished, "lines", in.Counts(), "left empty", empty,
		"file", english.Join(", ", in.File, english.Bytes(in.Size), strings.ToUpper(string(in.Format))), "SHA-256", in.SHA256, "form", fmt.Sprint(in.Form),
	)
}
