package tui

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
	"assay/tui/draw"
	"assay/tui/keys"
)

// given draws the answer, its assurance and its credit. It is always in view. With whole
// the meanings of the grades take as many lines as they need.
func (s *interview) given(m *Model, at spot, w int, whole bool) []string {
	t := m.theme
	out := draw.NewBlock(t, w)
	lead, listed := answerWord(t, at), spelled(m, at)
	if m.h > 20 && !listed || m.h >= roomyHeight {
		out.Blank()
	}
	if listed {
		gradeLines(out, at, whole)
		lead = draw.Blanks(answerLead)
	}
	row := func(r *draw.Line) { s.answerRow(m, r, at, w-draw.Width(lead)) }
	probe := t.Line(endless)
	if row(probe); probe.Left() < endless {
		out.Wrapped(lead, "", row)
	}
	cappedLines(out, at)
	lead = ""
	switch {
	case at.item.Kind.Scored() && (len(at.answer.Scores) > 0 || at.k.now.PanelClosed(at.item.ID)):
		lead = t.Dim.On("scored    ")
	case !at.item.Computed() && at.item.Kind.Judged() && !at.item.Kind.Scored():
		lead = t.Dim.On("assurance ")
	}
	s.shownAndCredit(m, out, lead, at)
	againLines(m, out, at)
	waiverLines(out, at)
	s.hearRule(out, at)
	return out.Lines
}

// shownAndCredit draws the assurance, or the scores of a scenario, and at the right the
// credit of the answer, with its factors named where there is room. A fact has no
// weight, and so no credit.
func (s *interview) shownAndCredit(m *Model, out *draw.Block, lead string, at spot) {
	const roomForKeys = 60 // columns of the four assurances with their keys
	t, r, keyed := out.Theme, at.result, out.Width >= roomForKeys
	if !at.item.Kind.Judged() && !at.item.Computed() {
		out.Wrapped(lead, s.factKeys(m, at), func(r *draw.Line) { s.shownRow(r, t, at, keyed) })
		return
	}
	if r.State != assessment.StateAnswered || r.Weight == 0 || at.k.now.Questionnaire.GatesOnly() {
		out.Wrapped(lead, "", func(r *draw.Line) { s.shownRow(r, t, at, keyed) })
		return
	}
	credit := fmt.Sprintf("credit %.2f", r.Credit)
	named := fmt.Sprintf("%s = answer %.2f × shown %.2f × fresh %.2f", credit, r.P, r.K, r.F)
	if at.item.Kind.Scored() {
		named = fmt.Sprintf("%s = grade %.2f × scorers %.2f", credit, r.P, r.K)
	}
	probe := draw.NewLine(endless)
	s.shownRow(probe, t, at, keyed)
	if draw.Width(lead)+endless-probe.Left()+2+draw.Width(named) > out.Width {
		named = credit
	}
	out.Wrapped(lead, t.Dim.On(named), func(r *draw.Line) { s.shownRow(r, t, at, keyed) })
}

// answerWord begins the answer: with the keys that grade it, or the word alone.
func answerWord(t *draw.Theme, at spot) string {
	if !at.item.Kind.Graded() || at.answer.NotApplicable != nil || at.item.Computed() {
		return t.Dim.On("answer    ")
	}
	b := keys.For(keys.Grade, keys.OnInterview)
	return t.Line(answerLead).Put(t.Key, b.Shown()).Put(t.Dim, " "+b.Word()).String()
}

// factKeys names the keys that answer a fact.
func (s *interview) factKeys(m *Model, at spot) string {
	t, table := m.theme, keys.Table()
	text := ""
	for n := range table {
		b := &table[n]
		if answers := b.Action == keys.Grade || b.Action == keys.Fact || keys.LetterOf(b.Action) != ""; !answers || s.why(m, b.Action) != "" {
			continue
		}
		if text != "" {
			text += "  "
		}
		named := m.labeled(*b)
		text += t.Key.On(named.Shown()) + t.Dim.On(" "+named.Word())
	}
	return text
}

// endless is the width of a line that is drawn to be measured.
const endless = 2000

// cappedLines says in plain words that a grade counts less than it was given, why, and
// which key changes it.
func cappedLines(out *draw.Block, at spot) {
	t, q := out.Theme, at.k.now.Questionnaire
	given, counts := gradeGiven(q, at.item, at.answer), at.answer.Text(q)
	if !at.item.Kind.Scored() || given == counts || at.answer.NotApplicable != nil {
		return
	}
	tick := keys.For(keys.Tick, keys.OnInterview)
	out.Wrapped(draw.Blanks(answerLead), "", func(r *draw.Line) {
		r.Put(t.WarnStrong, "counts as "+counts+", not "+given).Put(t.Warn, ": no "+specifics(at.item.Elements)+" ticked; ")
		r.Put(t.Key, tick.Shown()).Put(t.Warn, " ticks")
	})
}

// answerRow draws the answer. The words of a grade are left out if they do not fit
// into w columns, because the list of grades below marks the chosen one.
func (s *interview) answerRow(m *Model, r *draw.Line, at spot, w int) {
	t, a, item, room := m.theme, at.answer, at.item, r.Left()-w
	chosen := func(is bool, text string) {
		if is {
			r.Put(t.Chip, "["+text+"]").Gap(1)
		} else {
			r.Put(t.Plain, " "+text+" ").Gap(1)
		}
	}
	switch {
	case item.Computed():
		s.computedRow(r, t, at)
	case a.NotApplicable != nil:
		r.Put(t.Chip, "[not applicable]").Gap(1).Say(t.Plain, a.NotApplicable.Reason).Put(t.Dim, " · ").Say(t.Dim, a.NotApplicable.By)
	case !item.Kind.Judged():
		s.factRow(r, t, item, a)
	case !item.Kind.Graded():
		for _, value := range item.Values() {
			chosen(a.Value == value.Text, value.Key+" "+value.Text)
		}
		gateState(r, t, at.result.Gate)
	default:
		given, listed := gradeGiven(at.k.now.Questionnaire, item, a), spelled(m, at)
		for n := 0; n < 5 && !listed; n++ {
			chosen(given == fmt.Sprint(n), fmt.Sprint(n))
		}
		if strings.HasSuffix(given, ".5") {
			r.Put(t.Chip, "["+given+"]").Gap(1)
		}
		if listed {
			gateState(r, t, at.result.Gate)
			break
		}
		if anchor := at.k.now.Questionnaire.Anchor(item, given); anchor != "" && draw.Width(draw.Harmless(anchor)) < r.Left()-room {
			r.Gap(1).Say(t.Plain, anchor)
		}
		gateState(r, t, at.result.Gate)
	}
}

// gateState draws the state of a gate, if the item is one.
func gateState(r *draw.Line, t *draw.Theme, g assessment.GateState) {
	if g != "" {
		sign, k := t.Gate(g)
		r.Gap(2).Put(t.Dim, "gate ").Put(k, sign+" "+g.Words())
	}
}

// gradeGiven returns the grade of the scorers before any cap.
func gradeGiven(q *questionnaire.Questionnaire, item *questionnaire.Item, a assessment.Answer) string {
	a.Elements = item.Elements
	return a.Text(q)
}

func (s *interview) factRow(r *draw.Line, t *draw.Theme, item *questionnaire.Item, a assessment.Answer) {
	switch {
	case a.Value != "":
		r.Put(t.Chip, "["+draw.Harmless(factWords(item, a))+"]")
	case item.Worst != "":
		r.Put(t.Dim, "not given: counts as ").Say(t.Warn, worstWords(item)).Put(t.Dim, ", the worst case")
	default:
		r.Put(t.Dim, "none yet")
	}
}

// steered says what a fact affects, since it is not scored.
func steered(q *questionnaire.Questionnaire, fact string) string {
	var what []string
	s := q.Steering(fact)
	for _, part := range []struct {
		is   bool
		word string
	}{{s.Asked, "what is asked"}, {s.Flagged, "which red flags apply"}, {s.Risk, "the risk"}, {s.Dated, "a date that follows"}} {
		if part.is {
			what = append(what, part.word)
		}
	}
	if len(what) == 0 {
		return "not scored: kept for the record"
	}
	return "not scored: it decides " + strings.Join(what, " and ")
}

// shownRow draws the assurance, or the scores of a scenario: keyed with the keys of the
// assurances.
func (s *interview) shownRow(r *draw.Line, t *draw.Theme, at spot, keyed bool) {
	a := at.answer
	switch {
	case at.item.Computed():
		leads(r, t, at.item)
	case !at.item.Kind.Judged():
		r.Put(t.Dim, steered(at.k.now.Questionnaire, at.item.ID))
	case at.item.Kind.Scored():
		if at.k.now.PanelClosed(at.item.ID) {
			panelRow(r, t, at)
			return
		}
		if len(a.Scores) == 0 {
			r.Put(t.Dim, "not scored yet")
			return
		}
		for _, g := range a.Grades {
			if g.Grade == nil {
				continue
			}
			r.Say(t.Plain, g.Scorer).Put(t.Strong, fmt.Sprintf(" %d", *g.Grade))
			if !g.Own() {
				r.Put(t.Warn, " entered by ").Say(t.Warn, g.By)
			}
			r.Gap(2)
		}
	case !a.Answered() && len(a.Evidence) > 0:
		r.Put(t.Warn, "nothing answered yet")
	case staleEvidence(at) != "":
		r.Put(t.Warn, "["+string(a.CountedAssurance())+"]").Put(t.Dim, " but ").Put(t.Warn, staleEvidence(at))
	case a.Answered() && a.Assurance.Lacks(a.CountedAssurance()) != "":
		counted := a.CountedAssurance()
		r.Put(t.Chip, "["+string(counted)+"]").Gap(1).Put(t.Warn, a.Assurance.Lacks(counted))
	default:
		for _, k := range []assessment.Assurance{assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested} {
			if a.Assurance == k && a.Answered() {
				r.Put(t.Chip, "["+string(k)+"]")
			} else if keyed {
				r.Gap(1).Put(t.Key, keys.For(keys.Action(k), keys.OnInterview).Shown()).Then(t.Dim, string(k)).Gap(1)
			} else {
				r.Put(t.Dim, " "+string(k)+" ")
			}
		}
	}
}

// panelRow draws the own grade of a scenario whose panel is closed, and who is in.
func panelRow(r *draw.Line, t *draw.Theme, at spot) {
	own, _ := at.answer.GradeOf(at.k.by)
	switch {
	case own.Grade == nil:
		r.Put(t.Dim, "not scored by you yet")
	case own.Complete():
		r.Put(t.Dim, "you ").Put(t.Strong, fmt.Sprint(*own.Grade)).Put(t.Dim, ", with your note")
	default:
		r.Put(t.Dim, "you ").Put(t.Strong, fmt.Sprint(*own.Grade)).Put(t.Warn, ", your note is missing")
	}
	r.Put(t.Dim, "; ").Say(t.Dim, wording.Panel(at.k.now, at.item.ID))
}
