package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// gates is the table of the gates that count at this milestone, open ones first,
// each with the evidence that closes it.
func (r *report) gates() {
	r.section("Gates", 0)
	r.intro("A gate is closed when it is met and evidence shows it; otherwise it is open, and no average outweighs it. “Blocks” marks an open hard gate: it keeps the verdict blocked. Any other open gate keeps it from approve. " +
		"Basis says why we ask; Method explains the letters.")
	r.checklist()
	t := r.newTable([]float64{82, 34, r.width() - 82 - 34 - 210, 210}, []string{"State", "Basis", "Item", "Closed by, or still needs"})
	for _, state := range append(openGates[:], assessment.GateWaived, assessment.GateClosed) {
		for item := range r.q.Items() {
			result := r.results[item.ID]
			if result.Gate == state && len(item.ClosedBy) == 0 {
				t.add(gateState(item, state, r.in.Milestone), gateBasis(item), r.gateItem(item), cell{paras: r.closing(item, result)})
			}
		}
	}
	t.endOr("No gate counts at this milestone.")
}

// checklist is the table of checklist lines, each with the items that close it. It
// is left out when the questionnaire has none.
func (r *report) checklist() {
	t := r.newTable([]float64{82, 34, r.width() - 82 - 34 - 210, 210}, []string{"State", "Basis", "Condition", "Closed by"})
	for item := range r.q.Items() {
		result := r.results[item.ID]
		if len(item.ClosedBy) == 0 || !r.belongs(item.ID) {
			continue
		}
		state := say("not applicable", quiet)
		if result.Gate != "" {
			state = say(result.Gate.Sign()+" "+result.Gate.Words(), strong)
		}
		var by []para
		for _, id := range item.ClosedBy {
			by = append(by, para{text: r.closingSign(id) + " " + id + "  " + r.q.Item(id).Title, ink: body, link: r.targets[id]})
		}
		t.add(state, gateBasis(item), r.gateItem(item), cell{paras: by})
	}
	t.end()
	if t.begun {
		r.hold(gap(8))
	}
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
	return cell{paras: []para{{text: item.ID, ink: code, link: r.targets[item.ID]}, {text: item.Title, ink: body}}}
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
		return "Valid records, " + least + ", for each of: " + r.demanded(item, "; or ")
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
