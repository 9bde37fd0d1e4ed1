package report

import (
	"fmt"
	"maps"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// flagGround is the red flags: first the open ones, then the resolved ones with who
// resolved them and why.
func (r *report) flagGround() ground {
	counts, rules := r.result.Flags, r.q.Scoring.Warning
	intro := "A stop flag blocks until a named person resolves it with a reason."
	if r.scored() {
		intro += fmt.Sprintf(" Each open warning costs %s, together at most %d; here %s.", english.Count(rules.Each, "point"), rules.Most, english.Count(counts.Penalty, "point"))
	}
	g := ground{
		title: "Red flags", annex: "Red flags in full", least: 1, widths: []float64{76, 62, r.width() - 76 - 62 - 180, 180}, heads: []string{"Severity", "Item", "Note", "Raised and resolved"},
		intro: intro, empty: "Nobody raised a red flag, and no rule did.",
	}
	add := func(severity questionnaire.Severity, open bool, item, text string, about ...para) {
		g.rows = append(g.rows, r.flagRow(severity, open, item, text, about))
	}
	for _, severity := range []questionnaire.Severity{questionnaire.Stop, questionnaire.Warning} {
		for _, f := range r.result.OpenFlags {
			if f.Severity == severity {
				add(severity, true, f.Item, f.Text, r.raisedBy(f)...)
			}
		}
	}
	for _, f := range r.snapshot.Flags {
		if f.Resolution != nil {
			add(f.Severity, false, f.Item, f.Text, r.raisedByHand(f), r.resolvedBy(*f.Resolution))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(r.snapshot.Resolved)) {
		flag, known := assessment.RuleFlag(r.q, id)
		if !known {
			flag = assessment.OpenFlag{Severity: questionnaire.Warning, Text: id}
		}
		add(flag.Severity, false, flag.Item, flag.Text, para{text: "raised by a rule of the questionnaire", ink: quiet}, r.resolvedBy(r.snapshot.Resolved[id]))
	}
	return g
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
		say(english.Quoted(hostile.Clean(text)), body),
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
	return para{text: fmt.Sprintf("raised by %s, %s", r.snapshot.Person(f.RaisedBy).Name, r.moment(f.RaisedAt)), ink: quiet}
}

func (r *report) resolvedBy(by assessment.Resolution) para {
	return para{text: fmt.Sprintf("resolved by %s, %s: %s", r.snapshot.Person(by.By).Name, r.moment(by.At), hostile.Clean(by.Reason)), ink: body}
}
