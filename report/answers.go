package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// The widths of the columns beside the question: the id, and the credit.
const (
	idWidth      = 70
	outcomeWidth = 136
)

const answersTitle = "Answers"

// answers prints every item that belongs to this verdict, by domain. An item that
// nobody answered gets one line under its domain.
func (r *report) answers() {
	r.section(answersTitle, 0)
	r.hold(r.paragraph("Each item with its question, its answer, its credit (practice p × assurance k × freshness f), its evidence, its notes and the law behind it. An item without a citation is practice, not law. "+
		"● marks the record that counts. Where no check of a record is named, nobody ticked one. A line in the margin marks a verbatim quote.", quiet))
	for d := range r.q.Domains {
		domain := &r.q.Domains[d]
		var full, open []*questionnaire.Item
		for i := range domain.Items {
			switch item := &domain.Items[i]; {
			case !r.belongs(item.ID):
			case r.untouched(item):
				open = append(open, item)
			default:
				full = append(full, item)
			}
		}
		if len(full)+len(open) == 0 {
			continue
		}
		r.domainHead(d)
		recorded := r.mostly(full)
		r.authorLine(recorded)
		for _, item := range full {
			r.put(r.item(item, recorded))
		}
		if len(open) > 0 {
			r.put(append(r.hairline(3, 3.5), r.paragraph("Not answered", strong)...))
			r.lines(open, unansweredWords)
		}
		r.again = nil
	}
}

// untouched reports whether nobody answered an item or wrote anything to it, and
// nothing else decides it. A missing fact is not untouched: it counts as its worst
// value, which the report prints.
func (r *report) untouched(item *questionnaire.Item) bool {
	_, recorded := r.snapshot.Answers[item.ID]
	return !recorded && item.Kind.Judged() && len(item.ClosedBy) == 0 && r.results[item.ID].State == assessment.StateUnanswered && !r.snapshot.Hides(item.ID)
}

// unansweredWords tells what an unanswered item weighs.
func unansweredWords(item *questionnaire.Item) string {
	switch weight := item.Weighted(); {
	case item.Hard:
		return "hard " + string(item.Kind)
	case weight > 0:
		return fmt.Sprintf("weight %d", weight)
	}
	return string(item.Kind)
}

// belongs reports whether an item is part of this verdict. An item that is set
// aside is.
func (r *report) belongs(id string) bool {
	state := r.results[id].State
	return state != assessment.StateLater && state != assessment.StateHidden
}

func (r *report) domainHead(d int) {
	domain, figures := &r.q.Domains[d], r.result.Domains[d]
	title := domain.ID + "  " + domain.Name
	r.section(title, 1)
	head := &r.held[len(r.held)-1]
	draw, height := head.draw, head.height
	head.draw = func(top float64) {
		draw(top)
		if figures.Shown != assessment.NoScore {
			r.textRight(r.right, top+height-6, domainFigures(domain, figures), label)
		}
	}
	r.goesOn(title)
}

func domainFigures(domain *questionnaire.Domain, figures assessment.DomainResult) string {
	text := fmt.Sprintf("claimed %s · shown %s · coverage %s · weight %d", figures.Claimed, figures.Shown, english.Percent(figures.Coverage), domain.Weight)
	if domain.Floor > 0 {
		text += fmt.Sprintf(" · floor %d", domain.Floor)
	}
	return text
}

// goesOn repeats the heading that was just begun on each page that follows.
func (r *report) goesOn(title string) {
	head := &r.held[len(r.held)-1]
	draw := head.draw
	head.draw = func(top float64) {
		draw(top)
		r.again = func() block { return append(r.paragraph(title+", continued", labelBold), gap(3)...) }
	}
}

// item draws one item with its answer, evidence and notes.
// recorded is by whom and when the answers around it were recorded: only another
// author is named.
func (r *report) item(item *questionnaire.Item, recorded authorship) block {
	answer, result := r.snapshot.Answers[item.ID], r.results[item.ID]
	columns := []column{{0, idWidth - 8}, {idWidth, r.width() - idWidth - outcomeWidth - 14}, {r.width() - outcomeWidth, outcomeWidth}}
	b := r.row(columns, []cell{
		{paras: r.identity(item)},
		{paras: slices.Concat([]para{{text: item.Numbered(), ink: strong, head: itemHeading}, {text: item.AskAt(r.in.Milestone), ink: quiet}}, r.scenarioWords(item, answer), r.follows(item))},
		{paras: r.outcome(item, answer, result, recorded)},
	}, nil)
	target := r.targets[item.ID]
	draw := b[0].draw
	b[0].draw = func(top float64) {
		r.setTarget(target, top-4)
		draw(top)
	}
	b = append(r.hairline(3, 3.5), b...)
	below := []column{{idWidth, r.width() - idWidth}}
	for n, record := range answer.Evidence {
		b = append(append(b, gap(1)...), r.row(below, []cell{{paras: r.evidence(answer, record, result.Record == n+1)}}, nil)...)
	}
	if said := r.remarks(item, answer); len(said) > 0 {
		b = append(append(b, gap(1.5)...), r.row(below, []cell{{paras: said}}, nil)...)
	}
	if footing := r.footing(item, answer, recorded); footing != "" {
		b = append(b, r.row(below, []cell{say(footing, label)}, nil)...)
	}
	return b
}

// footing names the law behind an item, and the person who recorded its answer if
// that is another one than for the answers around it.
func (r *report) footing(item *questionnaire.Item, answer assessment.Answer, recorded authorship) string {
	if !item.Kind.Judged() {
		return ""
	}
	rests := strings.Join(item.Cites, "; ")
	if rests != "" && item.Basis == questionnaire.Proposed {
		rests += " (proposed, not law)"
	}
	return english.Join(" · ", rests, r.otherAuthor(answer, recorded))
}

func (r *report) identity(item *questionnaire.Item) []para {
	id := ink{mono, 7.4, black}
	if !item.Kind.Judged() {
		return []para{{text: item.ID, ink: code, head: itemHeading}, {text: "fact", ink: label}}
	}
	kind := string(item.Kind)
	if len(item.ClosedBy) > 0 {
		return []para{{text: item.ID, ink: id, head: itemHeading}, {text: "checklist line", ink: label}, {text: "no weight · " + string(item.Basis), ink: label}}
	}
	if item.Hard {
		kind = "hard " + kind
	}
	weight := "no weight"
	if w := item.Weighted(); w > 0 {
		weight = fmt.Sprintf("weight %d", w)
	}
	return []para{
		{text: item.ID, ink: id, head: itemHeading},
		{text: kind, ink: label},
		{text: weight + " · " + string(item.Basis), ink: label},
	}
}

// scenarioWords explain the grade of a scenario: its anchor, its scorers, and the
// specifics that the answer named.
func (r *report) scenarioWords(item *questionnaire.Item, answer assessment.Answer) []para {
	switch {
	case item.Kind.Scored() && r.snapshot.Hides(item.ID):
		return []para{{text: "Graded blind by " + english.List(r.snapshot.Graders) + ". The panel is closed, so it counts as unanswered.", ink: body}}
	case !item.Kind.Scored() || len(answer.Scores) == 0:
		return nil
	}
	out := []para{{text: anchorWords(item, answer.Text(r.q)), ink: body}}
	for _, line := range wording.Recorded(r.snapshot, item, answer) {
		switch line[0] {
		case "score", "named", "reconciled":
			out = append(out, para{text: english.Capital(line[0]) + ": " + hostile.Clean(line[1]), ink: body})
		}
	}
	if len(answer.Elements) == 0 && answer.Answered() {
		out = append(out, para{text: fmt.Sprintf("No actor, clock, system or record named: counts as %d at most", r.q.Scoring.Scenario.VagueCap), ink: body})
	}
	return out
}

// anchorWords are the anchors of a grade. A scenario that is set aside has grades, but
// none that counts.
func anchorWords(item *questionnaire.Item, value string) string {
	if value == "" {
		return "Its grades are from before it was set aside, and count nothing"
	}
	grade := int(value[0] - '0')
	if strings.HasSuffix(value, ".5") {
		return fmt.Sprintf("Between anchor %d: %s. And anchor %d: %s", grade, item.Anchors[grade], grade+1, item.Anchors[grade+1])
	}
	return fmt.Sprintf("Anchor %d: %s", grade, item.Anchors[grade])
}

// follows names the items that decide an item which nobody answers.
func (r *report) follows(item *questionnaire.Item) []para {
	switch {
	case len(item.ClosedBy) > 0:
		parts := make([]string, len(item.ClosedBy))
		for i, id := range item.ClosedBy {
			parts[i] = r.closingSign(id) + " " + id
		}
		return []para{{text: "Not asked. It closes when these are closed: " + strings.Join(parts, ", "), ink: body}}
	case len(item.Earliest) > 0:
		parts := make([]string, len(item.Earliest))
		for i, id := range item.Earliest {
			fact := r.q.Item(id)
			parts[i] = fact.Title + " " + r.snapshot.Answers[id].Value
			if r.snapshot.Answers[id].Value == "" {
				parts[i] = fact.Title + ", not given, " + r.countsAs(fact)
			}
		}
		return []para{{text: "Not asked. It is the earliest of: " + strings.Join(parts, "; "), ink: body}}
	}
	return nil
}

// outcome is the answer in words, its gate and its credit.
func (r *report) outcome(item *questionnaire.Item, answer assessment.Answer, result assessment.ItemResult, recorded authorship) []para {
	var out []para
	say := func(text string, in ink) { out = append(out, para{text: text, ink: in}) }
	switch {
	case result.State == assessment.StateNA && answer.NotApplicable != nil:
		say("Not applicable", strong)
		say(fmt.Sprintf("%s (%s)", hostile.Clean(answer.NotApplicable.Reason), hostile.Line(answer.NotApplicable.By)), quiet)
	case result.State == assessment.StateNA:
		say("Not applicable", strong)
		say("by rule: "+item.NotApplicableWhen, quiet)
	case len(item.ClosedBy) > 0:
		say(result.Gate.Sign()+" "+result.Gate.Words(), strong)
		return out
	case !item.Kind.Judged() && result.Answer == "" && item.Worst != "":
		say("Not answered", strong)
		say(noneGiven(item)+": "+r.countsAs(item), quiet)
	case len(item.Earliest) > 0 && result.Answer != "" && !r.dated(item, result.Answer):
		say("No date", strong)
		say(r.undated(item), quiet)
	default:
		say(sentenceCase(r.answerWords(item, result.Answer)), strong)
	}
	if answer.Reverify != nil {
		say(waiting, strong)
	}
	if result.Gate != "" {
		say(result.Gate.Sign()+" gate "+result.Gate.Words(), quiet)
	}
	if result.State == assessment.StateAnswered && item.Kind.Judged() && r.scored() {
		worth := fmt.Sprintf("%s × %s × %s = %s", figure(result.P), figure(result.K), figure(result.F), figure(result.Credit))
		if result.Assurance != "" {
			worth = string(result.Assurance) + " · " + worth
		}
		say(worth, quiet)
	}
	if !item.Kind.Judged() {
		say(r.otherAuthor(answer, recorded), label)
	}
	return out
}

func (r *report) evidence(answer assessment.Answer, e assessment.Evidence, counted bool) []para {
	glyph := "○"
	if counted {
		glyph = "●"
	}
	head := fmt.Sprintf("%s %s · %s", glyph, r.kindName(e.Kind), hostile.Line(wording.Source(e)))
	about := []string{dash(answer.WordsFor(&e))}
	if !e.AsOf.IsZero() {
		about = append(about, "as of "+e.AsOf.String())
	}
	age := r.age(e)
	if !e.ValidUntil.IsZero() && age.Until != e.ValidUntil {
		about = append(about, "valid until "+e.ValidUntil.String())
	}
	about = append(about, age.Words())
	checked, left := wording.Checks(r.q.EvidenceKind(e.Kind), e)
	if len(e.Checked) > 0 {
		about = append(about, checked)
	}
	if counted {
		about = append(about, "counts")
	}
	out := []para{{text: head, ink: body}, {text: strings.Join(about, " · "), ink: label, indent: 9}}
	if len(e.Checked) > 0 && len(left) > 0 {
		out = append(out, para{text: "not checked: " + strings.Join(left, "; "), ink: label, indent: 9})
	}
	if s := e.Scope; s != nil {
		out = append(out, para{text: hostile.Line(scopeWords(*s)), ink: label, indent: 9})
	}
	return out
}

// scopeWords are the parts of a scope that are known.
func scopeWords(s assessment.Scope) string {
	var parts []string
	for _, part := range [][2]string{{"entity", s.Entity}, {"site", s.Site}, {"system", s.System}, {"period", s.Period}} {
		if part[1] != "" {
			parts = append(parts, part[0]+" "+part[1])
		}
	}
	return "scope: " + dash(strings.Join(parts, "; "))
}

// remarks are the note, the quotes and the marks of an answer, and why it must be
// re-verified.
func (r *report) remarks(item *questionnaire.Item, answer assessment.Answer) []para {
	out := r.toReverify(answer)
	var heard []string
	for _, n := range answer.Heard {
		if n >= 1 && n <= len(item.ListenFor) {
			heard = append(heard, item.ListenFor[n-1])
		}
	}
	if len(heard) > 0 {
		out = append(out, para{text: "Heard: " + strings.Join(heard, "; "), ink: body})
	}
	for _, line := range wording.Recorded(r.snapshot, item, answer) {
		text := hostile.Clean(line[1])
		switch line[0] {
		case "quote":
			out = append(out, para{text: text, ink: body, bar: true})
		case "added":
			out = append(out, para{text: "Added " + text, ink: strong})
		case "note", "marks":
			out = append(out, para{text: english.Capital(line[0]) + ": " + text, ink: body})
		}
	}
	return out
}
