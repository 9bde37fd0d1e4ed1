package tui

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire"
)

// around is what surrounds the question.
func (s *interview) around(m *Model, at spot, w int) []string {
	if w >= roomForTwo {
		left := (w-gutter)/2 + 4
		right := w - gutter - left
		a, b := &pile{t: m.theme, w: left}, &pile{t: m.theme, w: right}
		s.follows(a, at)
		s.chainHolds(a, at)
		s.reason(a, at)
		s.listen(a, at)
		s.redFlags(a, at)
		s.probes(a, at)
		s.basis(a, at)
		s.otherwise(a, at)
		s.anchors(b, at)
		s.kept(m, b, at)
		s.itemActions(b, at)
		s.accepts(b, at, true)
		h := max(a.height(), b.height())
		return beside(m.theme, h, exact(a.lines, left, h), exact(b.lines, right, h))
	}
	out := &pile{t: m.theme, w: w}
	s.follows(out, at)
	s.chainHolds(out, at)
	rubric := at.item.Kind == questionnaire.Scenario // a story is graded against its anchors, so they come first
	if rubric {
		s.anchors(out, at)
	}
	s.listen(out, at)
	s.redFlags(out, at)
	if !rubric {
		s.anchors(out, at)
	}
	s.kept(m, out, at)
	s.itemActions(out, at)
	s.probes(out, at)
	s.reason(out, at)
	s.accepts(out, at, false)
	s.basis(out, at)
	s.otherwise(out, at)
	return out.lines
}

// ticks is where in around the things to tick stand: the first line, and the one
// behind the last.
func (s *interview) ticks(m *Model, at spot, w int) (top, bottom int) {
	out := &pile{t: m.theme, w: w}
	switch {
	case w >= roomForTwo:
		out.w = (w-gutter)/2 + 4
		s.chainHolds(out, at)
		s.reason(out, at)
	case at.item.Kind == questionnaire.Scenario:
		s.anchors(out, at)
	}
	top = out.height()
	s.listen(out, at)
	return top, out.height() - 1
}

func (s *interview) reason(out *pile, at spot) {
	if at.item.Why != "" {
		out.head("Why it matters")
		out.paragraph(out.t.plain, "  ", out.t.plain, at.item.Why)
		out.blank()
	}
}

// listen is what a strong answer contains, and what was heard of it.
func (s *interview) listen(out *pile, at spot) {
	t, item := out.t, at.item
	if len(item.ListenFor)+len(item.Elements) > 0 {
		out.head("Listen for")
	}
	for n, text := range item.ListenFor {
		box, k := "☐", t.plain
		if slices.Contains(at.answer.Heard, n+1) {
			box, k = "☑", t.good
		}
		lead := s.tickKey(t, fmt.Sprint(n+1)) + " " + k.on(box) + " "
		out.paragraph(t.plain, lead, k, text)
	}
	if len(item.Elements) > 0 {
		keys := elementKeys(item)
		const lead = " it names  "
		r := out.row().put(t.dim, lead)
		for n, element := range item.Elements {
			box, k := "☐", t.plain
			if slices.Contains(at.answer.Elements, element) {
				box, k = "☑", t.good
			}
			if r.left < width(element)+7 && r.left < out.w-width(lead) {
				out.add(r)
				r = out.row().gap(width(lead))
			}
			key := s.tickKey(t, keys[n])
			r.raw(key, width(key)).put(k, " "+box+" ").say(k, element).gap(2)
		}
		out.add(r)
	}
	if len(item.ListenFor)+len(item.Elements) > 0 {
		out.blank()
	}
}

// tickKey is the key of a tick, lit while ticking.
func (s *interview) tickKey(t *theme, key string) string {
	if s.ticking {
		return " " + t.chip.on(key)
	}
	return " " + t.dim.on(key)
}

func (s *interview) redFlags(out *pile, at spot) {
	t := out.t
	if len(at.item.RedFlags) == 0 {
		return
	}
	out.head("Red flags to listen for")
	for _, flag := range at.item.RedFlags {
		sign, k := t.flag(flag.Severity)
		out.paragraph(k, "  "+sign+" ", t.plain, flag.Text)
	}
	out.blank()
}

func (s *interview) probes(out *pile, at spot) {
	if len(at.item.Probes) == 0 {
		return
	}
	out.head("Probes")
	for _, probe := range at.item.Probes {
		out.paragraph(out.t.accent, "  › ", out.t.plain, probe)
	}
	out.blank()
}

// anchors are the words for the grades, the given one marked; for a fact of
// choice, its options.
func (s *interview) anchors(out *pile, at spot) {
	t, item := out.t, at.item
	if len(item.Options) > 0 {
		out.head("Options")
		for n, o := range item.Options {
			s.anchor(out, fmt.Sprint(n+1), o.Label, slices.Contains(strings.Split(at.answer.Value, ", "), o.Value))
		}
		out.blank()
		return
	}
	words := at.k.now.Questionnaire.Scale(item)
	if len(words) == 0 {
		return
	}
	out.head("Grades")
	given := gradeGiven(at.k.now.Questionnaire, item, at.answer)
	for n, text := range words {
		s.anchor(out, fmt.Sprint(n), text, given == fmt.Sprint(n))
	}
	if strings.HasSuffix(given, ".5") {
		out.add(out.row().put(t.title, "  ▸ ").put(t.strong, given).put(t.dim, " is the mean of two scorers"))
	}
	out.blank()
}

func (s *interview) anchor(out *pile, key, text string, given bool) {
	t := out.t
	if given {
		out.paragraph(t.plain, t.title.on("▸ "+key+" "), t.strong, text)
		return
	}
	out.paragraph(t.plain, "  "+t.key.on(key)+" ", t.plain, text)
}

// kept is what is recorded under the item besides its answer.
func (s *interview) kept(m *Model, out *pile, at spot) {
	t, a := out.t, at.answer
	before := out.height()
	for n, record := range a.Evidence {
		if n == 0 {
			out.head("Evidence")
		}
		mark := "  · "
		if at.result.Record == n+1 {
			mark = "  ✓ "
		}
		q := at.k.now.Questionnaire
		what, worth := record.Kind+" "+recordWords(record), string(assuranceOf(a, record))
		checked, left := checks(q, record)
		if checked != "" {
			worth += " · " + checked
		}
		worth += " · " + freshness(q, record, at.k.day)
		if whole := what + " · " + worth; width(whole) <= out.w-width(mark) {
			out.paragraph(t.good, mark, t.plain, whole)
		} else {
			out.paragraph(t.good, mark, t.plain, what)
			out.paragraph(t.plain, blanks(width(mark)), t.plain, worth)
		}
		if m.h <= 30 {
			continue // there is no room for them
		}
		for _, check := range left {
			out.paragraph(t.dim, "      ☐ ", t.dim, check)
		}
	}
	if a.Note != "" {
		out.head("Note")
		out.paragraph(t.plain, "  ", t.plain, a.Note)
	}
	for n, q := range a.Quotes {
		if n == 0 {
			out.head("Word for word")
		}
		lead := "  "
		if q.At != 0 {
			lead += moment(m, q.At) + " "
		}
		text := "“" + q.Text + "”"
		if q.Who != "" {
			text += " " + q.Who
		}
		out.paragraph(t.dim, lead, t.plain, text)
	}
	shown := false
	for _, flag := range at.k.result.OpenFlags {
		if flag.Item == at.item.ID {
			if !shown {
				out.head("Raised")
				shown = true
			}
			sign, k := t.flag(flag.Severity)
			out.paragraph(k, "  "+sign+" ", t.plain, flag.Text)
		}
	}
	if a.Reconciled != "" {
		out.head("Reconciled")
		out.paragraph(t.plain, "  ", t.plain, a.Reconciled)
	}
	if out.height() > before {
		out.blank()
	}
}

// accepts is what can show the item; whole says with what to check in it.
func (s *interview) accepts(out *pile, at spot, whole bool) {
	t, q := out.t, at.k.now.Questionnaire
	ids := at.item.Accepts(at.k.now.Milestone)
	if len(ids) == 0 {
		return
	}
	head := "Shown by"
	if at.item.MinAssurance != "" {
		head += ", at least " + at.item.MinAssurance
	}
	out.head(head)
	for _, id := range ids {
		kind := q.EvidenceKind(id)
		text := kind.Name
		if kind.Freshness != "" {
			text += " (" + kind.Freshness + ")"
		}
		if kind.IssuedBy != "" {
			text += ", issued by " + issuer(kind)
		}
		out.paragraph(t.accent, "  "+id+" ", t.plain, text)
		if whole {
			for _, check := range kind.Check {
				out.paragraph(t.plain, "        · ", t.dim, check)
			}
		}
	}
	out.blank()
}

func (s *interview) basis(out *pile, at spot) {
	t, item := out.t, at.item
	if item.Basis == "" {
		return
	}
	out.head("Basis")
	out.paragraph(t.strong, "  "+string(item.Basis)+" ", t.plain, item.Basis.Meaning())
	if len(item.Cites) > 0 {
		out.paragraph(t.plain, "    ", t.dim, strings.Join(item.Cites, "; "))
	}
	if item.NPRM != "" {
		out.paragraph(t.plain, "    ", t.dim, "proposed, not law: "+item.NPRM)
	}
	s.proposed(out, at)
	out.blank()
}

// proposed is what the proposed rule would make of the item.
func (s *interview) proposed(out *pile, at spot) {
	t, q := out.t, at.k.now.Questionnaire
	change := q.Overlaid(at.item.ID, questionnaire.NPRM2025)
	if change == nil {
		return
	}
	would := questionnaire.Overlaying(at.item, q.In(questionnaire.NPRM2025).Item(at.item.ID))
	if len(would) == 0 {
		would = []string{"as it is, by rule"}
	}
	out.paragraph(t.strong, "  "+string(questionnaire.Proposed)+" ", t.plain, "proposed, not law: under "+string(questionnaire.NPRM2025))
	out.paragraph(t.plain, "    ", t.plain, "it would be "+strings.Join(would, ", "))
	out.paragraph(t.plain, "    ", t.dim, change.Because)
}

// otherwise is how the item is asked at other milestones, where that differs.
func (s *interview) otherwise(out *pile, at spot) {
	last := at.item.AskAt(at.k.now.Milestone)
	shown := false
	for _, milestone := range questionnaire.Milestones() {
		text, set := at.item.AskedAt[milestone]
		if !set || text == last {
			continue
		}
		if !shown {
			out.head("Asked otherwise")
			shown = true
		}
		out.paragraph(out.t.strong, "  at "+string(milestone)+" ", out.t.dim, text)
	}
	if shown {
		out.blank()
	}
}
