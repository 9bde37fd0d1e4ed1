package tui

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/wording"
	"assay/tui/draw"
	"assay/tui/keys"
)

func (s *evidencePage) draw(m *Model, w, h int) []string {
	t, k := m.theme, s.book(m)
	out := draw.NewBlock(t, w)
	if k == nil {
		return unread(out, "")
	}
	all := s.entries(m)
	if len(all) == 0 {
		out.Blank()
		out.Paragraph(t.Plain, "   ", t.Strong, "No evidence yet.")
		out.Paragraph(t.Plain, "   ", t.Dim, "In the interview, d, v and a say how an answer is shown, and e lists the evidence of an item.")
		return out.Lines
	}
	columns := evidenceColumns(w, all)
	out.Add(columns.row(out, t.Plain, "   ", t.Dim, "", "record", "file", "as of", "counts as", "evidence"))
	n, e := s.at(m)
	listOver(out, h, len(all), n, func(line int) *draw.Line {
		e := &all[line]
		mark, ink := "   ", t.Plain
		if line == n {
			mark, ink = " ▸ ", t.Strong
		}
		sign, in := s.sign(t, e)
		return columns.row(out, t.Title, mark, ink, in.On(sign), e.Record, s.fileWord(e), e.Evidence.AsOf.String(), countsWord(e), e.Kind+": "+wording.Source(e.Evidence))
	}, s.lines(m, t, detailWidth(w), k, *e), keys.For(keys.Open, keys.OnEvidence).Shown())
	return out.Lines
}

// sign is the sign of a record in the list.
func (s *evidencePage) sign(t *draw.Theme, e *register.Entry) (string, draw.Ink) {
	state := s.files[e.Evidence.SHA256]
	switch {
	case e.HasFile() && state != "" && state != fileSound:
		return "!", t.BadStrong
	case e.Evidence.Unread:
		return "?", t.WarnStrong
	case e.CountsAs != "" && !e.Age.Counts():
		return "✗", t.Bad
	case e.HasFile() && state == fileSound:
		return "✓", t.Good
	}
	return "·", t.Plain
}

// countsWord says how a record counts, in one word or two.
func countsWord(e *register.Entry) string {
	if e.Evidence.Unread {
		return "not read"
	}
	return string(e.CountsAs)
}

// fileWord is the state of the file of a record in one word.
func (s *evidencePage) fileWord(e *register.Entry) string {
	switch state := s.files[e.Evidence.SHA256]; {
	case !e.HasFile():
		return "none"
	case state != "":
		return string(state)
	}
	return "…"
}

// evidenceTable is the widths of the columns. A column that is dropped has none; the
// details have everything.
type evidenceTable struct{ record, date, counts int }

func evidenceColumns(w int, all []register.Entry) evidenceTable {
	const edge, file, date, counts, source = 3 + 2, 10 + 2, len("2026-11-22"), len("documented"), 34
	c := evidenceTable{record: max(min(draw.Widest(all, func(e register.Entry) string { return e.Record }), 16), len("record"))}
	left := w - edge - c.record - 2 - file - source
	if left >= date+2 {
		c.date = date
		left -= date + 2
	}
	if left >= counts+2 {
		c.counts = counts
	}
	return c
}

func (c evidenceTable) row(out *draw.Block, lead draw.Ink, mark string, ink draw.Ink, sign, record, file, date, counts, source string) *draw.Line {
	l := out.Line().Put(lead, mark).Raw(draw.Fit(sign, 2), 2).Cell(ink, record, c.record).Gap(2).Cell(ink, file, 10).Gap(2)
	if c.date > 0 {
		l.Cell(ink, cmp.Or(date, "–"), c.date).Gap(2)
	}
	if c.counts > 0 {
		l.Cell(ink, cmp.Or(counts, "–"), c.counts).Gap(2)
	}
	return l.Say(ink, source)
}

// lines draws a record with everything that is known about it.
func (s *evidencePage) lines(m *Model, t *draw.Theme, w int, k *book, e register.Entry) []string {
	out := draw.NewBlock(t, w)
	record := e.Evidence
	kind := k.now.Questionnaire.EvidenceKind(record.Kind)
	out.Paragraph(t.Plain, "", t.Strong, e.Kind)
	about := english.Join(" ", e.Item, e.About)
	if e.Action != "" {
		about = "an action that it closed: " + e.About
	}
	file, compared := "", ""
	if record.File != "" {
		file = english.Join(", ", record.File, sizeWords(record.Size))
	}
	if record.SHA256 != "" {
		compared = s.compared(&e)
	}
	counts := ""
	switch {
	case record.Unread:
		counts = e.AgeWords
	case e.CountsAs != "":
		answer := k.now.Answers[e.Item]
		counts = english.Join(", ", answer.WordsFor(&record), e.AgeWords)
	}
	scope := ""
	if record.Scope != nil {
		scope = english.Join(", ", record.Scope.Entity, record.Scope.Site, record.Scope.System, record.Scope.Period)
	}
	also := make([]string, 0, len(record.Also))
	for _, a := range record.Also {
		also = append(also, english.Join(": ", a.Kind, a.Seen))
	}
	checked, missed := wording.Checks(kind, record)
	if len(missed) > 0 {
		checked += "; not checked: " + strings.Join(missed, "; ")
	}
	namedTexts(
		out, "for", about, "file", file, "SHA-256", record.SHA256, "compared", compared, "seen", record.Observed, "kept at", record.Reference,
		"shows", record.Seen, "also shows", strings.Join(also, "; "), "as of", record.AsOf.String(), "valid until", record.ValidUntil.String(),
		"counts as", counts, "tested", scope, "checks", checked,
		"recorded", english.Join(" by ", moment(m, k.zone(), e.At), e.By), "register", fmt.Sprintf("number %d in a report", e.Number),
	)
	return out.Lines
}

func sizeWords(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return english.Bytes(bytes)
}

// compared says how the file compares with its record.
func (s *evidencePage) compared(e *register.Entry) string {
	if !e.HasFile() {
		return "assay keeps no file about named people"
	}
	switch s.files[e.Evidence.SHA256] {
	case fileSound:
		return "the file fits its SHA-256"
	case fileMissing:
		return "the file is missing: put it back from a backup"
	case fileChanged:
		return "the file was changed after it was kept: put it back from a backup"
	case fileUnread:
		return "the file cannot be read"
	}
	return "not yet …"
}
