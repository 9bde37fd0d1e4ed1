package tui

import (
	"fmt"
	"strings"

	"assay/assessment"
)

// What the vendor's page says of the assessment that is chosen.

// details says why the chosen assessment stands where it stands.
func (s *vendorPage) details(m *Model, w int) []string {
	row := s.row()
	if row == nil {
		return nil
	}
	k := m.books[row.ID]
	if k == nil {
		out := &pile{t: m.theme, w: w}
		out.add(out.row().put(m.theme.dim, "reading …"))
		return out.lines
	}
	const least = 58
	half := min(w/2, 96)
	if w < 2*least+gutter {
		return append(s.reasons(m, k, w), s.domains(m, k, w)...)
	}
	left, right := s.reasons(m, k, w-half-gutter), s.domains(m, k, half)
	h := max(len(left), len(right))
	return beside(m.theme, h, exact(left, w-half-gutter, h), exact(right, half, h))
}

func (s *vendorPage) reasons(m *Model, k *book, w int) []string {
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	sign, ink := t.verdict(r.Verdict)
	asked := out.row()
	if about := k.now.Opened.Subject; about != "" {
		asked.put(t.dim, k.now.Questionnaire.SubjectKind().Words()+": ").say(t.strong, about).put(t.dim, " · ")
	}
	out.add(asked.say(t.dim, k.now.Questionnaire.Title+" "+k.now.Questionnaire.Version))
	s.topics(m, out, k)
	out.add(out.row().put(ink, sign+" "+string(r.Verdict)).put(t.dim, " for "+string(r.Milestone)+", because"))
	ids := 6
	for _, because := range r.Because {
		ids = min(max(ids, width(harmless(because.Item))), w/4)
	}
	for _, because := range r.Because {
		lead := newRow(ids+3).gap(2).cell(t.accent, because.Item, ids).String()
		out.paragraph(t.plain, lead+" ", t.plain, because.Text)
	}
	out.blank()
	softGates(out, k)
	if len(r.OpenFlags) > 0 {
		out.head("Red flags")
		for _, flag := range r.OpenFlags {
			sign, ink := t.flag(flag.Severity)
			out.paragraph(ink, "  "+sign+" ", t.plain, strings.TrimSpace(flag.Item+" "+flag.Text))
		}
		out.blank()
	}
	return out.lines
}

// softGates are the gates that were asked, stand open and do not block: no reason
// of the verdict names them.
func softGates(out *pile, k *book) {
	r, before := &k.result, out.height()
	for n := range r.Items {
		item := &r.Items[n]
		asked := k.now.Questionnaire.Item(item.ID)
		if !item.Gate.Open() || item.Gate == assessment.GateNotAsked || asked.HardAt(r.Milestone) {
			continue
		}
		if out.height() == before {
			out.head("Gates open that do not block")
		}
		sign, ink := out.t.gate(item.Gate)
		out.paragraph(ink, "  "+sign+" ", out.t.plain, item.ID+" "+asked.Title+": "+item.Gate.Words())
	}
	if out.height() > before {
		out.blank()
	}
}

func (s *vendorPage) domains(m *Model, k *book, w int) []string {
	if k.now.Questionnaire.GatesOnly() {
		return s.progress(m, k, w)
	}
	t, r := m.theme, &k.result
	out := &pile{t: t, w: w}
	bars := max(min(w-40, 30), 8)
	out.add(out.row().put(t.title, "Domains").gap(1).put(t.dim, "█ shown ▒ claimed").end(t.dim.on("shown  claimed  floor")))
	ids := widest(r.Domains, func(d assessment.DomainResult) string { return d.ID }) + 2
	for _, d := range r.Domains {
		line := out.row().gap(2).cell(t.accent, d.ID, ids)
		name := w - ids - 2 - bars - 24
		line.cell(t.plain, d.Name, max(name, 0)).gap(1)
		claimedBar(t, line, bars, d.Shown, d.Claimed)
		line.gap(1).put(t.strong, figure(d.Shown)).gap(3).put(t.dim, figure(d.Claimed))
		floor := ""
		if d.Floor > 0 {
			floor = fmt.Sprintf("%d", d.Floor)
		}
		k := t.dim
		if d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10) {
			k, floor = t.bad, "<"+floor
		}
		out.add(line.number(k, floor, 7))
	}
	out.blank()
	risk := r.Risk
	if risk.Tier != "" {
		out.add(out.row().put(t.title, "Risk ").put(t.strong, risk.Tier).
			put(t.dim, fmt.Sprintf("  likelihood %s × impact %d, review within %d days", risk.Likelihood, risk.Impact, risk.ReviewDays)))
	}
	return out.lines
}

// progress is what stands in place of the domains' scores where there are none:
// how far each domain is, and where the lines of a checklist stand.
func (s *vendorPage) progress(m *Model, k *book, w int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if lines := checklist(k); len(lines) > 0 {
		out.add(out.row().put(t.title, "Checklist").put(t.dim, fmt.Sprintf("  %d of %d lines closed", closedLines(lines), len(lines))))
		for _, l := range lines {
			sign, ink, words := "–", t.dim, "not applicable"
			if l.gate != "" {
				sign, ink = t.gate(l.gate)
				words = l.gate.Words()
			}
			r := out.row().gap(2).put(ink, sign+" ").cell(t.accent, l.item.ID, 7).gap(1)
			out.add(r.cell(t.plain, l.item.Title, max(r.left-15, 0)).gap(1).put(t.dim, words))
		}
		out.blank()
	}
	out.head("Domains")
	for _, p := range domainProgress(k) {
		if p.asked == 0 {
			continue
		}
		r := out.row().gap(2).cell(t.accent, p.id, 7).gap(1)
		r.cell(t.plain, p.name, max(r.left-28, 0)).gap(1).put(t.accent, ticks(p.done, p.asked, 12)).number(t.dim, fmt.Sprintf("%d/%d", p.done, p.asked), 8)
		sign, ink := t.gate(p.gate)
		out.add(r.gap(1).put(ink, sign))
	}
	out.blank()
	return out.lines
}

// claimedBar draws what is shown, and beyond it what is only claimed.
func claimedBar(t *theme, r *row, w int, shown, claimed assessment.Score) {
	if shown == assessment.NoScore {
		r.put(t.dim, strings.Repeat("·", w))
		return
	}
	bar(r, w, t.dim, span{t.accent, "█", shown}, span{t.accent, "▒", claimed})
}
