package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

const rulesTitle = "Rules changed"

// pinName is the name and version of a questionnaire.
func pinName(pin assessment.Pin) string { return hostile.Line(pin.ID + " " + pin.Version) }

// rulesNotice lists the changes of the rules on the first page.
func (r *report) rulesNotice() {
	var lines []para
	for _, c := range r.snapshot.Rules {
		text := fmt.Sprintf("%s by %s: %s → %s. %s", r.snapshot.Day(c.At), hostile.Line(c.By), pinName(c.From), pinName(c.To), english.Sentence(hostile.Line(c.Reason)))
		lines = append(lines, para{text: r.fitted(text, body, r.named()[1].width), ink: body, link: r.start(rulesTitle)})
	}
	if len(lines) > 0 {
		r.notice(rulesTitle, lines...)
	}
}

// rulesChanged tells how the rules changed after the assessment was opened.
func (r *report) rulesChanged() {
	r.section(rulesTitle, 0)
	r.intro("The rules are fixed before the first answer. Somebody changed them while this assessment was open; the last ones decide. " +
		"An answer to a question that changed is to be re-verified. An answer whose question is gone no longer counts; the journal keeps it.")
	t := r.newTable([]float64{96, 220, r.width() - 96 - 220}, []string{"When and by", "Rules from then on", "Reason, and effect on answers"})
	add := func(at int64, by string, pin assessment.Pin, did []para) {
		when := []para{{text: r.snapshot.Day(at).String(), ink: strong}, {text: hostile.Line(by), ink: quiet}, {text: r.moment(at), ink: label}}
		t.add(cell{paras: when}, cell{paras: []para{{text: pinName(pin), ink: strong}, {text: hostile.Line(pin.Hash), ink: ink{mono, 5.4, muted}}}}, cell{paras: did})
	}
	add(r.snapshot.OpenedAt, r.snapshot.OpenedBy, r.snapshot.Opened.Questionnaire, []para{{text: "opened on these rules", ink: quiet}})
	for _, c := range r.snapshot.Rules {
		did := []para{{text: hostile.Clean(c.Reason), ink: body}}
		for _, answers := range []struct {
			what  string
			items []string
		}{{"to re-verify", c.Reverify}, {"lost", c.Lost}} {
			if len(answers.items) > 0 {
				did = append(did, para{text: fmt.Sprintf("%s %s: %s", english.Count(len(answers.items), "answer"), answers.what, hostile.Line(strings.Join(answers.items, ", "))), ink: quiet})
			}
		}
		if len(did) == 1 {
			did = append(did, para{text: "no answer is affected", ink: quiet})
		}
		add(c.At, c.By, c.To, did)
	}
	t.end()
	if opened := r.snapshot.Opened.Rules; opened != nil {
		r.put(gap(8))
		r.ruleDifferences(*opened, *assessment.RulesOf(r.snapshot.Questionnaire, r.snapshot.Reserve...))
	}
}

// ruleDifferences compares the figures of the opening with those of today.
func (r *report) ruleDifferences(opened, now assessment.Rules) {
	t := r.newTable([]float64{r.width() - 160, 80, 80}, []string{"Figure", "At the opening\t", "Now\t"})
	t.naming = 0
	was, is := ruleFigures(opened), ruleFigures(now)
	listed := map[string]bool{}
	for _, figure := range slices.Concat(is, was) {
		then, today := figureIn(was, figure[0]), figureIn(is, figure[0])
		if then != today && !listed[figure[0]] {
			listed[figure[0]] = true
			t.add(say(hostile.Line(figure[0]), body), sayRight(dash(then), body), sayRight(dash(today), strong))
		}
	}
	t.endOr("Weights, floors, bands and hard gates have not changed.")
}

// figureIn is the value of a named figure, or nothing.
func figureIn(all [][2]string, name string) string {
	if at := slices.IndexFunc(all, func(f [2]string) bool { return f[0] == name }); at >= 0 {
		return all[at][1]
	}
	return ""
}

// ruleFigures names the figures of some rules. A domain without a floor has no
// figure for it.
func ruleFigures(rules assessment.Rules) [][2]string {
	var all [][2]string
	add := func(name string, n int) { all = append(all, [2]string{name, fmt.Sprint(n)}) }
	add("Shown score for approve", rules.Bands.Approve)
	add("Shown score for conditional", rules.Bands.Conditional)
	add("Shown score for remediate", rules.Bands.Remediate)
	add("Percent of the weight that must be answered", rules.Coverage)
	if len(rules.Reserve) > 0 {
		all = append(all, [2]string{"Scenarios of the reserve that are asked", strings.Join(rules.Reserve, ", ")})
	}
	for _, d := range rules.Domains {
		add("Weight of "+d.ID, d.Weight)
		if d.Floor > 0 {
			add("Floor of "+d.ID+" for approve", d.Floor)
		}
		if d.FloorConditional > 0 {
			add("Floor of "+d.ID+" for conditional", d.FloorConditional)
		}
	}
	for _, gate := range rules.Gates {
		all = append(all, [2]string{"Hard gate " + gate, "hard"})
	}
	return all
}
