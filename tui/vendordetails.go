package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/tui/draw"
)

// The part of the vendor's page about the chosen assessment.

// details gives the reasons for the verdict of the chosen assessment.
func (s *vendorPage) details(m *Model, w int) []string {
	row := s.row()
	if row == nil {
		return nil
	}
	k := m.books[row.ID]
	if k == nil {
		out := draw.NewBlock(m.theme, w)
		out.Add(out.Line().Put(m.theme.Dim, "reading …"))
		return out.Lines
	}
	const least = 58
	half := min(w/2, 96)
	if w < 2*least+draw.Gutter {
		return append(s.reasons(m, k, w), s.domains(m, k, w)...)
	}
	left, right := s.reasons(m, k, w-half-draw.Gutter), s.domains(m, k, half)
	h := max(len(left), len(right))
	return draw.Beside(m.theme, h, draw.Exact(left, w-half-draw.Gutter, h), draw.Exact(right, half, h))
}

func (s *vendorPage) reasons(m *Model, k *book, w int) []string {
	t, r := m.theme, &k.result
	out := draw.NewBlock(t, w)
	begun := k.now.Begun(*r) || k.now.Decision() != nil
	sign, word, ink := standing(t, r.Verdict, begun)
	if about := k.now.Opened.Subject; about != "" {
		out.Paragraph(t.Dim, k.now.Questionnaire.SubjectKind().Words()+": ", t.Strong, about)
	}
	if row := s.row(); row.RFPID != "" {
		out.Paragraph(t.Dim, "", t.Dim, strings.TrimSpace(row.RFPReference+" "+row.RFP))
	}
	out.Paragraph(t.Dim, "", t.Dim, k.now.Questionnaire.Title+" "+k.now.Questionnaire.Version)
	s.topics(m, out, k)
	why := ", because"
	if !begun {
		why = "; the rules block it because"
	}
	out.Add(out.Line().Put(ink, sign+" "+word).Put(t.Dim, " for "+string(r.Milestone)+why))
	ids := min(max(6, draw.Widest(r.Because, func(because assessment.Reason) string { return draw.Harmless(because.Item) })), w/4)
	for _, because := range r.Because {
		if because.Caps() {
			continue // listed below
		}
		lead := "  "
		if because.Item != "" {
			lead = draw.NewLine(ids+3).Gap(2).Cell(t.Accent, because.Item, ids).String() + " "
		}
		out.Paragraph(t.Plain, lead, t.Plain, because.Text)
	}
	out.Blank()
	softGates(out, k)
	if len(r.OpenFlags) > 0 {
		out.Heading("Red flags")
		flagLines(out, "  ", r.OpenFlags)
		out.Blank()
	}
	return out.Lines
}

// softGates lists the open gates that do not block but keep the verdict from
// approve.
func softGates(out *draw.Block, k *book) {
	soft := slices.DeleteFunc(slices.Clone(k.result.Because), func(r assessment.Reason) bool { return !r.Caps() })
	if len(soft) == 0 {
		return
	}
	out.Heading("Open gates: conditional at most")
	var unasked []string
	for _, reason := range soft {
		if state := assessment.GateState(reason.State); state == assessment.GateNotAsked {
			unasked = append(unasked, reason.Item)
		} else {
			sign, ink := out.Theme.Gate(state)
			out.Paragraph(ink, "  "+sign+" ", out.Theme.Plain, reason.Item+" "+reason.Text)
		}
	}
	if len(unasked) > 0 {
		sign, ink := out.Theme.Gate(assessment.GateNotAsked)
		out.Paragraph(ink, "  "+sign+" ", out.Theme.Plain, "not asked: "+strings.Join(unasked, ", "))
	}
	out.Blank()
}

func (s *vendorPage) domains(m *Model, k *book, w int) []string {
	if k.now.Questionnaire.GatesOnly() {
		return s.progress(m, k, w)
	}
	t, r := m.theme, &k.result
	out := draw.NewBlock(t, w)
	out.Add(out.Line().Put(t.Title, "Domains").Gap(1).Put(t.Dim, "█ shown ▒ claimed").End(t.Dim.On("shown  claimed  floor")))
	ids := draw.Widest(r.Domains, func(d assessment.DomainResult) string { return d.ID }) + 2
	const figures = 24
	names := draw.Widest(r.Domains, func(d assessment.DomainResult) string { return draw.Harmless(d.Name) })
	bars := max(min(w-ids-2-names-figures, 30), 6)
	for _, d := range r.Domains {
		line := out.Line().Gap(2).Cell(t.Accent, d.ID, ids)
		name := w - ids - 2 - bars - figures
		line.Cell(t.Plain, d.Name, max(name, 0)).Gap(1)
		draw.ClaimedBar(t, line, bars, d.Shown, d.Claimed)
		line.Gap(1).Number(t.Strong, d.Shown.String(), 5).Gap(3).Number(t.Dim, d.Claimed.String(), 5)
		floor := ""
		if d.Floor > 0 {
			floor = fmt.Sprintf("%d", d.Floor)
		}
		k := t.Dim
		if d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10) {
			k, floor = t.Bad, "<"+floor
		}
		out.Add(line.Number(k, floor, 7))
	}
	out.Blank()
	riskLine(out, r.Risk)
	return out.Lines
}

// progress replaces the scores of the domains if there are none: it shows
// how far each domain is, and the state of each checklist line.
func (s *vendorPage) progress(m *Model, k *book, w int) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	if lines := checklist(k); len(lines) > 0 {
		out.Add(out.Line().Put(t.Title, "Checklist").Put(t.Dim, fmt.Sprintf("  %d of %d lines closed", closedLines(lines), len(lines))))
		for _, l := range lines {
			sign, ink, words := "–", t.Dim, "not applicable"
			if l.gate != "" {
				sign, ink = t.Gate(l.gate)
				words = l.gate.Words()
			}
			r := out.Line().Gap(2).Put(ink, sign+" ").Cell(t.Accent, l.item.ID, 7).Gap(1)
			out.Add(r.Cell(t.Plain, l.item.Title, max(r.Left()-15, 0)).Gap(1).Put(t.Dim, words))
		}
		out.Blank()
	}
	out.Heading("Domains")
	for _, p := range domainProgress(k) {
		if p.asked == 0 {
			continue
		}
		r := out.Line().Gap(2).Cell(t.Accent, p.id, 7).Gap(1)
		r.Cell(t.Plain, p.name, max(r.Left()-28, 0)).Gap(1).Put(t.Accent, draw.Progress(p.done, p.asked, 12)).Number(t.Dim, fmt.Sprintf("%d/%d", p.done, p.asked), 8)
		sign, ink := t.Gate(p.gate)
		out.Add(r.Gap(1).Put(ink, sign))
	}
	out.Blank()
	return out.Lines
}
