package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// flags lists the red flags: first the open ones, then the resolved ones with who
// resolved them and why.
func (r *report) flags() {
	r.section("Red flags", 0)
	heading := len(r.held)
	counts, rules := r.result.Flags, r.q.Scoring.Warning
	intro := "A stop flag blocks until a named person resolves it with a reason."
	if r.scored() {
		intro += fmt.Sprintf(" Each open warning costs %s, together at most %d; here %s.", english.Count(rules.Each, "point"), rules.Most, english.Count(counts.Penalty, "point"))
	}
	r.intro(intro + " Text in quotation marks is verbatim.")
	t := r.newTable([]float64{76, 62, r.width() - 76 - 62 - 180, 180}, []string{"Severity", "Item", "Note", "Raised and resolved"})
	for _, severity := range []questionnaire.Severity{questionnaire.Stop, questionnaire.Warning} {
		for _, f := range r.result.OpenFlags {
			if f.Severity == severity {
				t.add(r.flagRow(severity, true, f.Item, f.Text, r.raisedBy(f))...)
			}
		}
	}
	for _, f := range r.snapshot.Flags {
		if f.Resolution != nil {
			t.add(r.flagRow(f.Severity, false, f.Item, f.Text, []para{r.raisedByHand(f), r.resolvedBy(*f.Resolution)})...)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.snapshot.Resolved)) {
		item, severity, text := r.ruleFlag(id)
		t.add(r.flagRow(severity, false, item, text, []para{{text: "raised by a rule of the questionnaire", ink: quiet}, r.resolvedBy(r.snapshot.Resolved[id])})...)
	}
	if !t.begun {
		r.held = r.held[:heading]
		r.put(r.paragraph("Nobody raised a red flag, and no rule did.", body))
	}
	t.end()
}

func (r *report) flagRow(severity questionnaire.Severity, open bool, item, text string, about []para) []cell {
	glyph, state := "✓", "resolved"
	if open {
		glyph, state = "▲", "open"
		if severity == questionnaire.Stop {
			glyph = "■"
		}
	}
	return []cell{
		{paras: []para{{text: glyph + " " + string(severity), ink: strong}, {text: state, ink: label, indent: 10}}},
		{paras: []para{{text: dash(item), ink: code, link: r.targets[item]}}},
		say("“"+hostile.Clean(text)+"”", body),
		{paras: about},
	}
}

func (r *report) raisedBy(f assessment.OpenFlag) []para {
	if at := slices.IndexFunc(r.snapshot.Actions, func(a assessment.Action) bool { return a.ID == f.Action() }); f.Rule && at >= 0 {
		return []para{{text: fmt.Sprintf("raised by condition %d, which is overdue", at+1), ink: quiet, link: r.start(conditionsTitle)}}
	}
	if f.Rule {
		return []para{{text: "raised by a rule of the questionnaire", ink: quiet}}
	}
	at := slices.IndexFunc(r.snapshot.Flags, func(known assessment.Flag) bool { return known.ID == f.ID })
	return []para{r.raisedByHand(r.snapshot.Flags[at])}
}

func (r *report) raisedByHand(f assessment.Flag) para {
	return para{text: fmt.Sprintf("raised by %s, %s", hostile.Line(f.RaisedBy), r.moment(f.RaisedAt)), ink: quiet}
}

func (r *report) resolvedBy(by assessment.Resolution) para {
	return para{text: fmt.Sprintf("resolved by %s, %s: %s", hostile.Line(by.By), r.moment(by.At), hostile.Clean(by.Reason)), ink: body}
}

// ruleFlag finds the text of a flag that a rule raised. Its id is the item's id
// with the number of the flag, such as BAA-01/1, or with the word anchor.
func (r *report) ruleFlag(id string) (item string, severity questionnaire.Severity, text string) {
	item, which, _ := strings.Cut(id, "/")
	found := r.q.Item(item)
	if found == nil {
		return item, questionnaire.Warning, id
	}
	if which == "anchor" && len(found.Anchors) > 0 {
		return item, questionnaire.Warning, "anchor 0: " + found.Anchors[0]
	}
	for n, flag := range found.RedFlags {
		if which == fmt.Sprint(n+1) {
			return item, flag.Severity, flag.Text
		}
	}
	return item, questionnaire.Warning, id
}
