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

const (
	gatesTitle  = "Gates"
	gatesInFull = "Gates in full"
)

// gateStates are all states of a gate, the worst first.
var gateStates = append(openGates[:], assessment.GateWaived, assessment.GateClosed)

// gatesIn are the gates that count at this milestone and are in one of these states,
// without checklist lines.
func (r *report) gatesIn(states ...assessment.GateState) (items []*questionnaire.Item) {
	for _, state := range states {
		for item := range r.q.Items() {
			if r.results[item.ID].Gate == state && len(item.ClosedBy) == 0 {
				items = append(items, item)
			}
		}
	}
	return items
}

// gateGround is the open gates, each with what would close it.
func (r *report) gateGround() ground {
	g := ground{
		title: gatesTitle, annex: gatesInFull, there: true, least: 1, widths: r.gateWidths(), heads: []string{"State", "Basis", "Item", "Still needs"},
		intro: "A gate is closed when it is met and evidence shows it; otherwise it is open, and no average outweighs it. “Blocks” marks an open hard gate: it keeps the verdict blocked. Any other open gate keeps it from approve.",
		empty: "No gate counts at this milestone.",
	}
	for _, item := range r.gatesIn(openGates[:]...) {
		g.rows = append(g.rows, r.gateRow(item))
	}
	if len(r.gatesIn(gateStates...)) > 0 {
		g.empty = "No gate is open."
	}
	return g
}

// closedGround is the gates that are closed or waived, two on a line.
func (r *report) closedGround() ground {
	half := r.width() / 2
	g := ground{annex: gatesInFull, there: true, least: 1, widths: []float64{16, 44, half - 60, 16, 44, half - 60}, heads: []string{"", "Closed", "", "", "", ""}}
	items := r.gatesIn(assessment.GateWaived, assessment.GateClosed)
	for pair := range slices.Chunk(items, 2) {
		row := make([]cell, 0, 6)
		for _, item := range pair {
			to := r.targets[item.ID]
			row = append(row, say(r.results[item.ID].Gate.Sign(), strong), linked(item.ID, code, to), linked(item.Title, body, to))
		}
		g.rows = append(g.rows, append(row, make([]cell, 6-len(row))...))
	}
	return g
}

// checklistGround is the lines of a checklist, by group, each with the items that close
// it: with their names, or by id alone where the page has no room for more.
func (r *report) checklistGround(named bool) ground {
	g := ground{
		title: "Checklist", annex: "Checklist in full", least: 1, lines: 24, widths: []float64{82, 34, r.width() - 82 - 34 - 210, 210}, heads: []string{"State", "Basis", "Condition", "Closed by"},
		intro: "Each condition is closed when all items that close it are closed.",
	}
	for d := range r.q.Domains {
		domain, begun := &r.q.Domains[d], false
		for i := range domain.Items {
			item := &domain.Items[i]
			if len(item.ClosedBy) == 0 || !r.belongs(item.ID) {
				continue
			}
			state := say("– not applicable", quiet)
			if gate := r.results[item.ID].Gate; gate != "" {
				state = say(gate.Sign()+" "+gate.Words(), strong)
			}
			closers := cell{}
			if by := r.closers(item); !named {
				closers = say(strings.Join(by, "  "), body)
			} else {
				for n, id := range item.ClosedBy {
					closers.paras = append(closers.paras, para{text: by[n] + "  " + r.q.Item(id).Title, ink: quietBlack, link: r.targets[id]})
				}
			}
			condition := r.gateItem(item)
			if !begun {
				condition.paras, begun = append([]para{{text: domain.Name, ink: labelBold}}, condition.paras...), true
			}
			g.rows = append(g.rows, []cell{state, gateBasis(item), condition, closers})
		}
	}
	return g
}

func (r *report) gateWidths() []float64 { return []float64{82, 34, r.width() - 82 - 34 - 210, 210} }

func (r *report) gateRow(item *questionnaire.Item) []cell {
	result := r.results[item.ID]
	return []cell{gateState(item, result.Gate, r.in.Milestone), gateBasis(item), r.gateItem(item), {paras: r.closing(item, result)}}
}

// gates is the table of all gates that count at this milestone, each with the evidence
// that closes it.
func (r *report) gates() {
	r.section(gatesInFull, 0)
	r.intro("Every gate of this milestone, the open ones first. Basis says why we ask; Method explains the letters.")
	t := r.newTable(r.gateWidths(), []string{"State", "Basis", "Item", "Closed by, or still needs"})
	for _, item := range r.gatesIn(gateStates...) {
		t.add(r.gateRow(item)...)
	}
	t.endOr("No gate counts at this milestone.")
}

// closers are the items that close a line, each with its sign.
func (r *report) closers(item *questionnaire.Item) (by []string) {
	for _, id := range item.ClosedBy {
		by = append(by, r.closingSign(id)+" "+id)
	}
	return by
}

// closingSign is the sign of an item that closes a line, and a dash if the item
// does not apply. An item that is not a gate at this milestone closes nothing.
func (r *report) closingSign(id string) string {
	result := r.results[id]
	switch {
	case result.State == assessment.StateNA || result.State == assessment.StateHidden:
		return "–"
	case result.Gate == "":
		return assessment.GateNotAsked.Sign()
	}
	return result.Gate.Sign()
}

// gateState is the state of a gate, and whether it blocks.
func gateState(item *questionnaire.Item, state assessment.GateState, at questionnaire.Milestone) cell {
	c := say(state.Sign()+" "+state.Words(), strong)
	if hard := item.HardAt(at); hard && state.Open() {
		c.paras = append(c.paras, para{text: "blocks", ink: label, indent: 10})
	} else if state.Open() {
		c.paras = append(c.paras, para{text: "conditional at most", ink: label, indent: 10})
	}
	return c
}

func gateBasis(item *questionnaire.Item) cell {
	c := say(string(item.Basis), strong)
	if item.Basis == questionnaire.Proposed {
		c.paras = append(c.paras, para{text: "not law", ink: label})
	}
	return c
}

func (r *report) gateItem(item *questionnaire.Item) cell {
	return cell{paras: []para{{text: item.ID + "  " + item.Title, ink: body, link: r.targets[item.ID]}}}
}

// closing lists the needs of an open gate, or the record that closed it.
func (r *report) closing(item *questionnaire.Item, result assessment.ItemResult) []para {
	answer := r.snapshot.Answers[item.ID]
	switch result.Gate {
	case assessment.GateClosed:
		if item.Kind.Scored() {
			return []para{{text: "Answered " + answer.Text(r.q) + " of 4", ink: body}}
		}
		var by []para
		for _, n := range result.Closers() {
			record := answer.Evidence[n-1]
			by = append(by, para{text: r.kindName(record.Kind) + ", " + answer.WordsFor(&record), ink: body},
				para{text: hostile.Line(wording.Source(record)), ink: quiet})
		}
		return by
	case assessment.GateWaived, assessment.GateWaiverExpired:
		waiver := r.snapshot.Waivers[item.ID]
		return []para{
			{text: fmt.Sprintf("Waived by %s from %s to %s", hostile.Line(waiver.Approver), waiver.Granted, waiver.Expires), ink: body},
			{text: r.recordNeeded(item), ink: quiet},
		}
	}
	if paths := r.unboundPaths(); item.Chain && len(paths) > 0 {
		return []para{
			{text: "A flow-down agreement in force at the end of:", ink: body},
			{text: strings.Join(paths, "; "), ink: body},
			{text: r.recordNeeded(item), ink: quiet},
		}
	}
	var need []para
	if missing := assessment.Missing(result.Groups); missing != "" && answer.Answered() {
		need = append(need, para{text: hostile.Line(english.Sentence(missing)), ink: body})
	}
	if answer.Reverify != nil {
		need = append(need, para{text: "Confirmation: its answer is to be re-verified", ink: body})
	}
	least, graded := item.GateGrade(r.in.Milestone)
	switch {
	case graded && result.Gate == assessment.GateFailed:
		need = append(need, para{text: fmt.Sprintf("Answered %s; at %s it must be %s", answer.Text(r.q), r.in.Milestone, item.LeastWords(least)), ink: body})
	case graded && result.Gate == assessment.GateNotAsked:
		need = append(need, para{text: "An answer: " + item.LeastWords(least), ink: body})
	case result.Gate == assessment.GateFailed:
		need = append(need, para{text: "The practice itself: the answer was “" + questionnaire.AnswerWords(answer.Text(r.q)) + "”", ink: body})
	case result.Gate == assessment.GateNotAsked && item.AskedOf == questionnaire.AskedOfUs:
		need = append(need, para{text: "Our own answer: the duty is ours", ink: body})
	case result.Gate == assessment.GateNotAsked:
		need = append(need, para{text: "An answer", ink: body})
	}
	if item.Kind.Scored() {
		return need
	}
	return append(need, para{text: r.recordNeeded(item), ink: quiet})
}

// recordNeeded describes the records that can close the gate at this milestone.
func (r *report) recordNeeded(item *questionnaire.Item) string {
	least := "documented or better"
	if item.MinAssurance == string(assessment.Verified) {
		least = "verified by us; an independent test does not replace it"
	}
	demand := item.Demand(r.in.Milestone)
	switch {
	case len(demand.Groups) > 0:
		return "Valid records for each of: " + r.demanded(item, "; or ") + ". Each must be " + least + "."
	case len(demand.Further) == 0:
		return "Any valid record, " + least
	}
	return "A valid record, " + least + ": " + r.demanded(item, "; or ")
}

// demanded names the groups that must be shown, with their evidence kinds, or
// the kinds alone.
func (r *report) demanded(item *questionnaire.Item, or string) string {
	named := func(kinds []string, or string) string {
		names := make([]string, len(kinds))
		for n, kind := range kinds {
			names[n] = r.kindName(kind)
		}
		return strings.Join(names, or)
	}
	demand := item.Demand(r.in.Milestone)
	if len(demand.Groups) == 0 {
		return named(demand.Further, or)
	}
	parts := make([]string, len(demand.Groups))
	for n, group := range demand.Groups {
		parts[n] = hostile.Line(group.Show) + " (" + named(group.By, " or ") + ")"
	}
	return strings.Join(parts, "; ")
}
