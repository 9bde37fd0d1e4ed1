package lines

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// show writes the present question with its answer and the answers to choose from,
// unless it is on the page already.
func (r *room) show() {
	if r.quiet {
		r.quiet = false
		return
	}
	item, ids := r.asked(), r.listed()
	r.page.blank()
	r.page.say(fmt.Sprintf("Question %d of %d. %s %s", slices.Index(ids, r.item)+1, len(ids), item.ID, item.Numbered()))
	facts := []string{wording.Form(item, r.result.Item(r.item).Gate, r.now.Milestone)}
	if !item.Computed() && item.AskedOf != "" {
		facts = append(facts, wording.AskedOf(item))
	}
	if item.Minutes > 0 {
		facts = append(facts, english.Count(item.Minutes, "minute"))
	}
	r.page.say(english.Sentence(strings.Join(facts, ", ")))
	r.page.under("  ", item.AskAt(r.now.Milestone))
	r.given()
	r.choices()
}

// given writes everything recorded under the item. The grades of others stay hidden
// until the evaluator has graded.
func (r *room) given() {
	item, answer := r.asked(), r.answer()
	if item.Computed() {
		r.page.say("Computed from " + english.List(slices.Concat(item.ClosedBy, item.Earliest)) + ". Nobody answers it.")
		return
	}
	panel := ""
	if item.Kind.Scored() {
		panel = wording.Panel(r.now, item.ID)
	}
	if panel != "" {
		r.page.say(english.Sentence(panel))
	}
	answer, others := r.blind(answer)
	if others > 0 && !r.now.PanelClosed(item.ID) {
		r.page.say(english.Capital(english.Count(others, "other person has", "other people have")) + " recorded something here. You see it once you have graded.")
	}
	if answer.Empty() {
		r.page.say("Answer now: none.")
		return
	}
	r.page.say("Answer now:")
	for _, line := range wording.Recorded(r.now, item, answer) {
		r.page.under("  "+line[0]+": ", line[1])
	}
	for _, action := range r.now.Actions {
		if action.Item == item.ID && action.Closed == nil {
			r.page.under("  action: ", wording.Action(action))
		}
	}
}

// blind is the answer without the grades of others while the evaluator has given
// none, and the number of the people whose grades it leaves out.
func (r *room) blind(answer assessment.Answer) (own assessment.Answer, others int) {
	if mine, _ := answer.GradeOf(r.Evaluator); !r.asked().Kind.Scored() || mine.Grade != nil {
		return answer, 0
	}
	answer = answer.Amended(func(a *assessment.Answer) {
		all := len(a.Grades)
		a.Grades = slices.DeleteFunc(a.Grades, func(g assessment.Grade) bool { return !assessment.SamePerson(g.Scorer, r.Evaluator) })
		others = all - len(a.Grades)
		a.Scores, a.Elements = nil, nil
		for _, g := range a.Grades {
			a.Elements = g.Elements
		}
	})
	return answer, others
}

// choices writes the answers to choose from, each with its number.
func (r *room) choices() {
	item := r.asked()
	values := item.Values()
	switch {
	case item.Computed():
	case item.Kind.Graded():
		for n, words := range r.now.Questionnaire.Scale(item) {
			r.page.under(fmt.Sprintf("  %d: ", n), words)
		}
	case item.Answer == "choices":
		r.page.say("Choose one or more by number, as 1, 3:")
		for n, option := range item.Options {
			r.page.under(fmt.Sprintf("  %d: ", n+1), option.Label)
		}
	case len(values) > 0:
		for n, value := range values {
			number := fmt.Sprint(n + 1)
			if value.Key != "" && value.Key != number {
				number += " or " + value.Key
			}
			r.page.under("  "+number+": ", value.Words)
		}
	default:
		r.page.say("Type " + factForm(item) + ".")
	}
}

// factForm says how the answer to a fact is written.
func factForm(item *questionnaire.Item) string {
	switch item.Answer {
	case "number":
		return "a whole number, such as 40000 or 40,000; none is 0"
	case "date":
		return "a date, such as 2026-11-22, -20d or +365d"
	case "countries":
		return "countries, such as US, India; anywhere where it may be any"
	}
	return "the answer in a few words"
}

// score writes the verdict and the figures behind it.
func (r *room) score() {
	if !r.now.Begun(r.result) {
		r.page.say(english.Sentence(wording.NotStarted))
		return
	}
	text := english.Sentence("verdict: " + string(r.result.Verdict))
	if !r.now.Questionnaire.GatesOnly() {
		text += fmt.Sprintf(" Shown %s, possible %s.", r.result.Shown, wording.Span(r.result.Interval[0], r.result.Interval[1]))
	}
	text += " " + english.Sentence("gates: "+wording.AllGates(r.result.Gates))
	if n := len(r.result.OpenFlags); n > 0 {
		text += " " + english.Sentence(english.Count(n, "red flag")+" open")
	}
	r.page.say(text)
}

// clock is the time of day of a moment of the assessment, in its zone.
func (r *room) clock(at int64) string {
	return time.UnixMicro(at).In(r.now.Zone()).Format("15:04 MST")
}
