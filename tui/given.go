package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// given is the answer, how it was shown and what it is worth: always in view.
func (s *interview) given(m *Model, at spot, w int) []string {
	t := m.theme
	out := &pile{t: t, w: w}
	if m.h > 20 {
		out.blank()
	}
	r := out.row()
	s.answerRow(m, r, at)
	out.add(r)
	r = out.row()
	s.shownRow(r, t, at)
	out.add(r)
	againLines(m, out, at)
	waiverLines(out, at)
	out.rule()
	return out.lines
}

func (s *interview) answerRow(m *Model, r *row, at spot) {
	t, a, item := m.theme, at.answer, at.item
	r.put(t.dim, "answer  ")
	chosen := func(is bool, text string) {
		if is {
			r.put(t.chip, "["+text+"]").gap(1)
		} else {
			r.put(t.plain, " "+text+" ").gap(1)
		}
	}
	switch {
	case item.Computed():
		s.computedRow(r, t, at)
	case a.NotApplicable != nil:
		r.put(t.chip, "[not applicable]").gap(1).say(t.plain, a.NotApplicable.Reason).put(t.dim, " · ").say(t.dim, a.NotApplicable.By)
	case item.Kind == questionnaire.Gate:
		chosen(a.Value == assessment.Met, "y met")
		chosen(a.Value == assessment.Unmet, "n unmet")
		gateState(r, t, at.result.Gate)
	case item.Kind == questionnaire.Clause:
		chosen(a.Value == assessment.Present, "y present")
		chosen(a.Value == assessment.Partial, "p partial")
		chosen(a.Value == assessment.Absent, "n absent")
		gateState(r, t, at.result.Gate)
	case item.Kind == questionnaire.Fact:
		s.factRow(r, t, item, a)
	default:
		given := gradeGiven(at.k.now.Questionnaire, item, a)
		for n := range 5 {
			chosen(given == fmt.Sprint(n), fmt.Sprint(n))
		}
		if strings.HasSuffix(given, ".5") {
			r.put(t.chip, "["+given+"]").gap(1)
		}
		if counts := a.Text(at.k.now.Questionnaire); counts != given {
			r.gap(1).put(t.warn, "counts as "+counts)
		} else if words := at.k.now.Questionnaire.Scale(item); len(given) == 1 && len(words) == 5 {
			r.gap(1).say(t.plain, words[given[0]-'0'])
		}
		if g := at.result.Gate; g != "" && r.left > 18 {
			sign, k := t.gate(g)
			r.end(t.dim.on("gate ") + k.on(sign+" "+g.Words()))
		}
	}
}

// gateState says where a gate stands, if the item is one.
func gateState(r *row, t *theme, g assessment.GateState) {
	if g != "" {
		sign, k := t.gate(g)
		r.gap(2).put(t.dim, "gate ").put(k, sign+" "+g.Words())
	}
}

// gradeGiven is the grade as its scorers gave it, whatever it is capped at.
func gradeGiven(q *questionnaire.Questionnaire, item *questionnaire.Item, a assessment.Answer) string {
	a.Elements = item.Elements
	return a.Text(q)
}

func (s *interview) factRow(r *row, t *theme, item *questionnaire.Item, a assessment.Answer) {
	switch {
	case a.Value != "":
		r.put(t.chip, "["+harmless(factWords(item, a))+"]")
	case item.Worst != "":
		r.put(t.dim, "not given: counts as ").say(t.warn, worstWords(item)).put(t.dim, ", the worst case")
	default:
		r.put(t.dim, "none yet")
	}
}

// steered says what a fact is for, though it is not scored.
func steered(q *questionnaire.Questionnaire, fact string) string {
	var what []string
	s := q.Steering(fact)
	for _, part := range []struct {
		is   bool
		word string
	}{{s.Asked, "what is asked"}, {s.Flagged, "red flags"}, {s.Risk, "the risk"}, {s.Dated, "a date that follows"}} {
		if part.is {
			what = append(what, part.word)
		}
	}
	if len(what) == 0 {
		return "not scored: kept for the record"
	}
	return "not scored: it steers " + strings.Join(what, " and ")
}

// shownRow is the assurance, or for a scenario who scored what.
func (s *interview) shownRow(r *row, t *theme, at spot) {
	a := at.answer
	switch {
	case at.item.Computed():
		leads(r, t, at.item)
		return
	case at.item.Kind == questionnaire.Fact:
		r.put(t.dim, steered(at.k.now.Questionnaire, at.item.ID))
		return
	case at.item.Kind == questionnaire.Scenario:
		r.put(t.dim, "scored  ")
		if len(a.Scores) == 0 {
			r.put(t.dim, "by nobody yet")
		}
		for _, scorer := range slices.Sorted(maps.Keys(a.Scores)) {
			r.say(t.plain, scorer).put(t.strong, fmt.Sprintf(" %d", a.Scores[scorer])).gap(2)
		}
	case !a.Answered() && len(a.Evidence) > 0:
		r.put(t.dim, "shown   ").put(t.warn, "nothing answered yet")
		return
	case staleProof(at) != "":
		r.put(t.dim, "shown   ").put(t.warn, "["+string(a.Assurance)+"]").put(t.dim, " but ").put(t.warn, staleProof(at))
		return
	default:
		r.put(t.dim, "shown   ")
		for _, k := range []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested} {
			if a.Assurance == k && a.Answered() {
				r.put(t.chip, "["+string(k)+"]")
			} else {
				r.put(t.dim, " "+string(k)+" ")
			}
		}
	}
	if at.result.State == assessment.StateAnswered && !at.k.now.Questionnaire.GatesOnly() {
		r.end(t.dim.on(fmt.Sprintf("credit %.2f = %.2f × %.2f × %.2f", at.result.Credit, at.result.P, at.result.K, at.result.F)))
	}
}
