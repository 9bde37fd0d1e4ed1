package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// newAnswersPage lays side by side all that is recorded under one item: the
// answer and its worth, notes, words that were said, marks, flags, evidence.
func newAnswersPage(of *comparison, id string) *comparePage {
	return &comparePage{
		of: of, name: id, item: id,
		head: func(out *pile) {
			t, item := out.t, of.all.item(id)
			if item == nil {
				return // the rules were changed meanwhile
			}
			out.add(out.row().put(t.title, item.ID).gap(1).say(t.strong, item.Title))
			for _, line := range wrap(item.AskAt(of.all.sides[of.side].result.Milestone), min(out.w-2, 100)) {
				out.add(out.row().put(t.accent, "┃ ").put(t.plain, line))
			}
		},
		column: func(m *Model, out *pile, s *side) { answerColumn(m, out, s, id) },
	}
}

func answerColumn(m *Model, out *pile, s *side, id string) {
	t, q := out.t, s.asked()
	item, result, a := q.Item(id), s.result.Item(id), s.snapshot.Answers[id]
	if item == nil {
		out.add(out.row().put(t.dim, "its rules have no such item"))
		return
	}
	if result.Gate != "" {
		sign, k := t.gate(result.Gate)
		out.add(out.row().put(t.dim, "gate ").put(k, sign+" "+result.Gate.Words()))
	}
	out.paragraph(t.dim, "answer ", t.strong, answerText(s, item, result, a))
	worth(out, result)
	if waiver, is := s.snapshot.Waivers[id]; is {
		out.paragraph(t.warn, "≈ ", t.plain, fmt.Sprintf("waived by %s until %s: %s", waiver.Approver, waiver.Expires, waiver.Reason))
	}
	for _, flag := range s.result.OpenFlags {
		if flag.Item == id {
			sign, k := t.flag(flag.Severity)
			out.paragraph(k, sign+" ", t.plain, flag.Text)
		}
	}
	for _, scorer := range slices.Sorted(maps.Keys(a.Scores)) {
		out.paragraph(t.dim, "scored ", t.plain, fmt.Sprintf("%d by %s", a.Scores[scorer], scorer))
	}
	for _, part := range []struct{ lead, text string }{
		{"named ", strings.Join(a.Elements, ", ")}, {"reconciled ", a.Reconciled}, {"heard ", heard(item, a)}, {"marks ", spoken(a)},
	} {
		if part.text != "" {
			out.paragraph(t.dim, part.lead, t.plain, part.text)
		}
	}
	if a.Note != "" {
		out.blank()
		out.head("Note")
		out.paragraph(t.plain, "", t.plain, a.Note)
	}
	if len(a.Quotes) > 0 {
		out.blank()
		out.head("Word for word")
	}
	for _, quote := range a.Quotes {
		out.paragraph(t.accent, "“ ", t.plain, quote.Text)
		said := moment(m, quote.At)
		if quote.Who != "" {
			said = harmless(quote.Who) + ", " + said
		}
		out.paragraph(t.dim, "  ", t.dim, said)
	}
	evidenceLines(out, s, item, result, a)
	if a.By != "" {
		out.blank()
		out.paragraph(t.dim, "", t.dim, "recorded by "+a.By+", "+moment(m, a.At))
	}
}

// answerText is the answer in words, or why there is none.
func answerText(s *side, item *questionnaire.Item, result assessment.ItemResult, a assessment.Answer) string {
	switch result.State {
	case assessment.StateHidden:
		return "not asked of it"
	case assessment.StateLater:
		return "counts from a later milestone on"
	case assessment.StateNA:
		if a.NotApplicable != nil {
			return "not applicable: " + a.NotApplicable.Reason + " (" + a.NotApplicable.By + ")"
		}
		return "not applicable, by rule"
	case assessment.StateUnanswered:
		if item.Computed() {
			return "follows from others"
		}
		return "open: nothing is answered"
	}
	if item.Kind == questionnaire.Fact {
		return factWords(item, a)
	}
	if words := s.asked().Scale(item); len(result.Answer) == 1 && len(words) == 5 {
		return result.Answer + " " + words[result.Answer[0]-'0']
	}
	return result.Answer
}

// worth is how the answer was shown, and the arithmetic of its credit.
func worth(out *pile, r assessment.ItemResult) {
	t := out.t
	if r.State != assessment.StateAnswered || r.Assurance == "" {
		return
	}
	out.add(out.row().put(t.dim, "shown  ").put(t.plain, string(r.Assurance)))
	if r.Weight > 0 {
		line := out.row().put(t.dim, "credit ").put(t.strong, fmt.Sprintf("%.2f", r.Credit)).put(t.dim, fmt.Sprintf(" = %.2f × %.2f × %.2f", r.P, r.K, r.F))
		out.add(line.put(t.dim, shorter(line, fmt.Sprintf(", weight %d", r.Weight))))
	}
}

// heard are the things to listen for that were heard.
func heard(item *questionnaire.Item, a assessment.Answer) string {
	var list []string
	for _, n := range a.Heard {
		if n >= 1 && n <= len(item.ListenFor) {
			list = append(list, item.ListenFor[n-1])
		}
	}
	return strings.Join(list, "; ")
}

// spoken are the marks of how the answer came.
func spoken(a assessment.Answer) string {
	var list []string
	if a.Volunteered {
		list = append(list, "volunteered: said before it was asked")
	}
	if a.Evasive {
		list = append(list, "evasive: went around the question")
	}
	if a.Later {
		list = append(list, "to be come back to")
	}
	return strings.Join(list, "; ")
}

// evidenceLines are the records, and which of them counts.
func evidenceLines(out *pile, s *side, item *questionnaire.Item, result assessment.ItemResult, a assessment.Answer) {
	t, q := out.t, s.asked()
	if item.Kind == questionnaire.Fact && len(a.Evidence) == 0 {
		return
	}
	out.blank()
	if len(a.Evidence) == 0 {
		out.add(out.row().put(t.title, "Evidence").put(t.dim, "  none"))
		return
	}
	out.head("Evidence")
	for n, record := range a.Evidence {
		k, sign, role := t.dim, "· ", ""
		if result.Record == n+1 {
			k, sign, role = t.good, "✓ ", "counts"
		}
		if result.ClosedBy == n+1 {
			k, sign = t.good, "✓ "
			role = strings.TrimPrefix(role+", closes the gate", ", ")
		}
		name := record.Kind
		if kind := q.EvidenceKind(record.Kind); kind != nil {
			name += " " + kind.Name
		}
		out.paragraph(k, sign, t.plain, name)
		out.paragraph(k, "  ", t.plain, recordWords(record))
		words := []string{string(assuranceOf(a, record)), "of " + valueOr(record.AsOf.String(), "no date"), freshness(q, record, s.result.AsOf)}
		if checked, _ := checks(q, record); checked != "" {
			words = append(words, checked)
		}
		if role != "" {
			words = append(words, role)
		}
		words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
		out.paragraph(k, "  ", t.dim, strings.Join(words, " · "))
	}
}
