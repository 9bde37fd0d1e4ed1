package report

import (
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// A certificate is the report about one placed person at one moment: onboarding, a review
// of access, the end of the work. It has one page: the verdict, each condition with its
// evidence, the days, the people and the boxes for signatures. The attachments hold all
// answers. It has an annex if somebody asks for it, or if the page has no room for all.

// certificate reports whether the questionnaire asks for a certificate.
func (r *report) certificate() bool {
	return r.q.GatesOnly() && r.q.SubjectKind() == questionnaire.SubjectPerson
}

// conditionsGround is the gates in the order of the questionnaire, each with its
// evidence, and who recorded it when. Names are left out if one person recorded all.
func (r *report) conditionsGround() ground {
	recorders := map[string]bool{}
	var items []*questionnaire.Item
	for item := range r.q.Items() {
		if !r.belongs(item.ID) || r.results[item.ID].Gate == "" && !item.Kind.IsGate() {
			continue
		}
		items = append(items, item)
		if answer := r.snapshot.Answers[item.ID]; recordedHere(answer) {
			recorders[r.snapshot.Person(answer.By).Name] = true
		}
	}
	const states = 72
	wide := 98.0
	if len(recorders) == 1 {
		wide = 52
	}
	text, bold := r.certificateInk()
	rest := r.width() - states - wide
	g := ground{
		annex: gatesInFull, there: true, least: 5, lines: 8, widths: []float64{states, rest * 0.53, rest * 0.47, wide},
		heads: []string{"State", "Condition", "Shown by, or still needs", "Recorded"},
	}
	for _, item := range items {
		result, answer := r.results[item.ID], r.snapshot.Answers[item.ID]
		by := say("–", label)
		if recordedHere(answer) {
			by = say(r.snapshot.Day(answer.At).String(), label)
			if len(recorders) > 1 {
				by.paras[0].text += ", " + r.snapshot.Person(answer.By).Name
			}
		}
		state, shown := say(result.Gate.Sign()+" "+result.Gate.Words(), bold), r.closingBriefly(item, result)
		if result.Gate == "" {
			state, shown = say("– not applicable", quiet), []para{{text: "by rule: " + item.NotApplicableWhen, ink: quiet}}
			if aside := answer.NotApplicable; aside != nil {
				shown[0].text = hostile.Line(aside.Reason)
			}
		}
		if len(item.ClosedBy) > 0 {
			shown = []para{{text: strings.Join(r.closers(item), "  "), ink: text}}
		}
		title := para{text: item.ID + "  " + item.Title, ink: text, link: r.targets[item.ID]}
		g.rows = append(g.rows, []cell{state, {paras: []para{title}}, {paras: shown}, by})
	}
	return g
}

// closingBriefly is the evidence of a gate, or its needs, in as many paragraphs as the
// density allows. The densest page leaves out where a record is kept, and which kinds of
// records would do.
func (r *report) closingBriefly(item *questionnaire.Item, result assessment.ItemResult) []para {
	paras := r.closing(item, result)
	if r.density == 0 {
		return paras
	}
	var points []string
	for _, p := range paras {
		if p.ink == body || len(paras) == 1 {
			points = append(points, p.text)
		}
	}
	text, _ := r.certificateInk()
	return []para{{text: strings.Join(points, "; "), ink: text}}
}

// certificateInk is the type of the table of conditions, which is small where there are many.
func (r *report) certificateInk() (text, heavy ink) {
	if r.density >= 2 {
		return ink{regular, 7, black}, ink{bold, 7, black}
	}
	return quietBlack, strong
}

// quietBlack is small print that is no aside.
var quietBlack = ink{regular, 7.5, black}

// headlines are reasons without the names of gates, which the table of conditions has.
// Stop flags share one paragraph.
func headlines(reasons []para) (heads []para) {
	const flag = "• A stop flag is open on "
	flags := 0
	for _, p := range reasons {
		if p.indent > 0 {
			continue
		}
		if text, listed := strings.CutSuffix(p.text, ":"); listed {
			p.text = text + "."
		}
		if text, is := strings.CutPrefix(p.text, flag); is {
			if flags++; flags > 1 {
				last := &heads[len(heads)-1]
				last.text, last.link = strings.TrimSuffix(last.text, ".")+"; on "+text, 0
				continue
			}
		}
		heads = append(heads, p)
	}
	return heads
}

// days are the facts of the questionnaire in the order in which it asks for them.
func (r *report) days() []para {
	var said, open []string
	for item := range r.q.Items() {
		if item.Kind.Judged() || !r.belongs(item.ID) {
			continue
		}
		if answer := r.results[item.ID].Answer; answer != "" && (len(item.Earliest) == 0 || r.dated(item, answer)) {
			said = append(said, item.Title+": "+hostile.Line(item.FactLabel(answer)))
		} else {
			open = append(open, item.Title)
		}
	}
	text := listed(said, "not given", open, " · ")
	if text == "" {
		return nil
	}
	return []para{{text: text, ink: body}}
}

// flagLines are the red flags that do not block, and the resolved ones; the reasons of the
// verdict name the others.
func (r *report) flagLines() (paras []para) {
	for _, f := range r.result.OpenFlags {
		if f.Severity == questionnaire.Warning {
			paras = append(paras, para{text: "▲ " + english.Join(" on ", "warning", f.Item) + ": " + english.Quoted(hostile.Line(f.Text)), ink: body, link: r.targets[f.Item]})
		}
	}
	for _, f := range r.snapshot.Flags {
		if f.Resolution != nil {
			paras = append(paras, para{text: "✓ " + english.Join(" on ", string(f.Severity), f.Item) + ": " + english.Quoted(hostile.Line(f.Text)) + ", resolved by " + r.snapshot.Person(f.Resolution.By).Name +
				", " + r.snapshot.Day(f.Resolution.At).String(), ink: body, link: r.targets[f.Item]})
		}
	}
	return paras
}

// actionLines are the actions with their owners and days.
func (r *report) actionLines() (paras []para) {
	for _, n := range r.actionOrder() {
		a := r.snapshot.Actions[n]
		paras = append(paras, para{text: hostile.Line(a.What) + ": " + hostile.Line(a.Owner) + ", " + wording.Due(a, r.in.AsOf), ink: body})
	}
	return paras
}
