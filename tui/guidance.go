package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire"
	"assay/tui/draw"
)

// around draws everything that surrounds the question: what to listen for unless it is
// folded, what is recorded, and the rest. With cut it repeats the grades, because their
// meanings are cut where the answer is given.
func (s *interview) around(m *Model, at spot, w int, cut bool) []string {
	if w >= roomForTwo {
		left := (w-draw.Gutter)/2 + 4
		right := w - draw.Gutter - left
		a, b := draw.NewBlock(m.theme, left), draw.NewBlock(m.theme, right)
		s.follows(a, at)
		s.chainHolds(a, at)
		s.hear(a, at)
		s.redFlags(a, at)
		s.reason(a, at)
		s.basis(a, at)
		s.otherwise(a, at)
		if cut || !spelled(m, at) {
			s.anchors(b, at)
		}
		recordedLines(m, b, at.k.now, &at.k.result, at.item.ID, false, m.h > 30)
		s.itemActions(b, at)
		s.accepts(b, at, true)
		h := max(a.Height(), b.Height())
		return draw.Beside(m.theme, h, draw.Exact(a.Lines, left, h), draw.Exact(b.Lines, right, h))
	}
	out := draw.NewBlock(m.theme, w)
	s.follows(out, at)
	s.chainHolds(out, at)
	rubric := at.item.Kind.Scored() && !spelled(m, at) // people grade a scenario by its anchors, so these come first
	if rubric {
		s.anchors(out, at)
	}
	s.hear(out, at)
	if !rubric && (cut || !spelled(m, at)) {
		s.anchors(out, at)
	}
	recordedLines(m, out, at.k.now, &at.k.result, at.item.ID, false, m.h > 30)
	s.itemActions(out, at)
	s.redFlags(out, at)
	s.reason(out, at)
	s.accepts(out, at, false)
	s.basis(out, at)
	s.otherwise(out, at)
	return out.Lines
}

// ticks returns the lines of around that can be ticked: the first one, and the one
// after the last.
func (s *interview) ticks(m *Model, at spot, w int) (top, bottom int) {
	out := draw.NewBlock(m.theme, w)
	if w >= roomForTwo {
		out.Width = (w-draw.Gutter)/2 + 4
	}
	s.follows(out, at)
	s.chainHolds(out, at)
	if w < roomForTwo && at.item.Kind.Scored() && !spelled(m, at) {
		s.anchors(out, at)
	}
	top = out.Height()
	s.listen(out, at)
	return top, out.Height() - 1
}

func (s *interview) reason(out *draw.Block, at spot) {
	if at.item.Why != "" {
		out.Heading("Why it matters")
		out.Paragraph(out.Theme.Plain, "  ", out.Theme.Plain, at.item.Why)
		out.Blank()
	}
}

// listen draws the signs of a strong answer, and ticks the ones that were heard.
func (s *interview) listen(out *draw.Block, at spot) {
	t, item := out.Theme, at.item
	own, _ := at.answer.GradeOf(at.k.by)
	for n, text := range item.ListenFor {
		box, k := "☐", t.Plain
		if slices.Contains(at.answer.Heard, n+1) {
			box, k = "☑", t.Good
		}
		lead := s.tickKey(t, fmt.Sprint(n+1)) + " " + k.On(box) + " "
		out.Paragraph(t.Plain, lead, k, text)
	}
	if len(item.Elements) > 0 {
		keys := elementKeys(item)
		const lead = " it names  "
		r := out.Line().Put(t.Dim, lead)
		for n, element := range item.Elements {
			box, k := "☐", t.Plain
			switch {
			case slices.Contains(own.Elements, element):
				box, k = "☑", t.Good
			case slices.Contains(at.answer.Elements, element):
				box, k = "☑", t.Dim // somebody else heard it
			}
			if r.Left() < draw.Width(element)+7 && r.Left() < out.Width-draw.Width(lead) {
				out.Add(r)
				r = out.Line().Gap(draw.Width(lead))
			}
			key := s.tickKey(t, keys[n])
			r.Raw(key, draw.Width(key)).Put(k, " "+box+" ").Say(k, element).Gap(2)
		}
		out.Add(r)
	}
	if len(item.ListenFor)+len(item.Elements) > 0 {
		out.Blank()
	}
}

// tickKey draws the key of a tick. It is highlighted while ticking.
func (s *interview) tickKey(t *draw.Theme, key string) string {
	if s.ticking {
		return " " + t.Chip.On(key)
	}
	return " " + t.Dim.On(key)
}

func (s *interview) redFlags(out *draw.Block, at spot) {
	t := out.Theme
	if len(at.item.RedFlags) == 0 || s.folded {
		return
	}
	out.Heading("Red flags to listen for")
	for _, flag := range at.item.RedFlags {
		sign, k := t.Flag(flag.Severity)
		out.Paragraph(k, "  "+sign+" ", t.Plain, flag.Text)
	}
	out.Blank()
}

func (s *interview) probes(out *draw.Block, at spot) {
	if len(at.item.Probes) == 0 {
		return
	}
	out.Heading("Probes")
	for _, probe := range at.item.Probes {
		out.Paragraph(out.Theme.Accent, "  › ", out.Theme.Plain, probe)
	}
	out.Blank()
}

// anchors draws the description of each grade and marks the given one. For a fact
// it draws the options.
func (s *interview) anchors(out *draw.Block, at spot) {
	t, item := out.Theme, at.item
	if len(item.Options) > 0 {
		out.Heading("Options")
		for n, o := range item.Options {
			s.anchor(out, fmt.Sprint(n+1), o.Label, slices.Contains(strings.Split(at.answer.Value, ", "), o.Value))
		}
		out.Blank()
		return
	}
	words := at.k.now.Questionnaire.Scale(item)
	if len(words) == 0 {
		return
	}
	out.Heading("Grades")
	given := gradeGiven(at.k.now.Questionnaire, item, at.answer)
	for n, text := range words {
		s.anchor(out, fmt.Sprint(n), text, given == fmt.Sprint(n))
	}
	if strings.HasSuffix(given, ".5") {
		out.Add(out.Line().Put(t.Title, "  ▸ ").Put(t.Strong, given).Put(t.Dim, " is the mean of two scorers"))
	}
	out.Blank()
}

func (s *interview) anchor(out *draw.Block, key, text string, given bool) {
	t := out.Theme
	if given {
		out.Paragraph(t.Plain, t.Title.On("▸ "+key+" "), t.Strong, text)
		return
	}
	out.Paragraph(t.Plain, "  "+t.Key.On(key)+" ", t.Plain, text)
}

// accepts draws the evidence kinds that can show the item. With whole it also draws
// the checks of each kind.
func (s *interview) accepts(out *draw.Block, at spot, whole bool) {
	t, q := out.Theme, at.k.now.Questionnaire
	ids := at.item.Accepts(at.k.now.Milestone)
	if len(ids) == 0 {
		return
	}
	head := "Shown by"
	if at.item.MinAssurance != "" {
		head += ", at least " + at.item.MinAssurance
	}
	out.Heading(head)
	for _, group := range at.k.now.ShowingOf(at.item, &at.answer, at.k.day, at.k.now.Milestone).Groups {
		sign, ink, by := "  ○ ", t.Warn, strings.Join(group.By, " or ")
		if group.Record > 0 {
			sign, ink, by = "  ✓ ", t.Good, group.Kind
		}
		out.Paragraph(ink, sign, t.Plain, group.Show+": "+by)
	}
	for _, id := range ids {
		kind := q.EvidenceKind(id)
		text := kind.Name
		if kind.Freshness != "" {
			text += " (" + kind.Freshness + ")"
		}
		if kind.IssuedBy != "" {
			text += ", issued by " + issuer(kind)
		}
		out.Paragraph(t.Accent, "  "+id+" ", t.Plain, text)
		if whole {
			for _, check := range kind.Check {
				out.Paragraph(t.Plain, "        · ", t.Dim, check)
			}
		}
	}
	out.Blank()
}

func (s *interview) basis(out *draw.Block, at spot) {
	t, item := out.Theme, at.item
	if item.Basis == "" {
		return
	}
	out.Heading("Basis")
	out.Paragraph(t.Strong, "  "+string(item.Basis)+" ", t.Plain, item.Basis.Meaning())
	if len(item.Cites) > 0 {
		out.Paragraph(t.Plain, "    ", t.Dim, strings.Join(item.Cites, "; "))
	}
	if item.NPRM != "" {
		out.Paragraph(t.Plain, "    ", t.Dim, "proposed, not law: "+item.NPRM)
	}
	s.proposed(out, at)
	out.Blank()
}

// proposed draws the changes that the proposed rule would make to the item.
func (s *interview) proposed(out *draw.Block, at spot) {
	t, q := out.Theme, at.k.now.Questionnaire
	change := q.Overlaid(at.item.ID, questionnaire.NPRM2025)
	if change == nil {
		return
	}
	would := questionnaire.Overlaying(at.item, q.In(questionnaire.NPRM2025).Item(at.item.ID))
	if len(would) == 0 {
		would = []string{"as it is, by rule"}
	}
	out.Paragraph(t.Strong, "  "+string(questionnaire.Proposed)+" ", t.Plain, "proposed, not law: under "+string(questionnaire.NPRM2025)+" ("+questionnaire.ProposalStatus+")")
	out.Paragraph(t.Plain, "    ", t.Plain, "it would be "+strings.Join(would, ", "))
	out.Paragraph(t.Plain, "    ", t.Dim, change.Because)
}

// otherwise draws the wording of the item at other milestones, if it differs.
func (s *interview) otherwise(out *draw.Block, at spot) {
	last := at.item.AskAt(at.k.now.Milestone)
	shown := false
	for _, milestone := range questionnaire.Milestones() {
		text, set := at.item.AskedAt[milestone]
		if !set || text == last {
			continue
		}
		if !shown {
			out.Heading("Asked differently")
			shown = true
		}
		out.Paragraph(out.Theme.Strong, "  at "+string(milestone)+" ", out.Theme.Dim, text)
	}
	if shown {
		out.Blank()
	}
}
