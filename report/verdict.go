package report

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// verdict is the head of the panel of the first page: the verdict, and its meaning here.
func (r *report) verdict() block {
	verdict := r.result.Verdict
	big := ink{bold, 28, black}
	word := verdictWord(verdict)
	wide := min(r.measure(word, big)+4, r.width()-34)
	note := fmt.Sprintf("verdict by the rules of %s, for %s", r.q.ID, r.in.Milestone)
	columns := []column{{18, wide}, {18 + wide, r.width() - 34 - wide}}
	return slices.Concat(
		r.row(columns, []cell{{paras: []para{{text: word, ink: big, head: partHeading}}}, sayRight(note, label)}, nil),
		r.row([]column{{18, r.width() - 34}}, []cell{say(r.verdictMeaning(), ink{bold, 9, black})}, nil), gap(3))
}

// verdictWord is the verdict in its largest type.
func verdictWord(v assessment.Verdict) string { return v.Sign() + " " + strings.ToUpper(string(v)) }

// because gives the reasons as sentences. Gates are grouped by state. A long group
// lists ids only, because the table of gates follows.
func (r *report) because() []para {
	const most = 8
	out := openGateParas(r.result.Because, most, func(id string) para { return para{text: r.q.Item(id).Title, link: r.targets[id]} })
	if soft := r.softOpen(); len(soft) > 0 {
		text := fmt.Sprintf("%d gates are open that do not block, but keep the verdict at conditional or below:", len(soft))
		if len(soft) == 1 {
			text = "1 gate is open that does not block, but keeps the verdict at conditional or below:"
		}
		out = append(out, para{text: "○ " + text, ink: body})
		if len(soft) > most {
			out = append(out, para{text: strings.Join(soft, ", "), ink: code, indent: 11})
			soft = nil
		}
		for _, id := range soft {
			text := id + "  " + r.q.Item(id).Title + ": " + r.result.Item(id).Gate.Words()
			out = append(out, para{text: text, ink: body, link: r.targets[id], indent: 11})
		}
	}
	for _, reason := range r.result.Because {
		text := ""
		switch reason.Kind {
		case "gate":
			continue // listed above, or part of the sentence under the verdict
		case "flag":
			text = english.Join(" on ", "a stop flag is open", reason.Item) + ": " + english.Quoted(hostile.Line(reason.Text))
		case "rule":
			text = "a rule could not be evaluated, and that blocks: " + hostile.Line(reason.Text)
		case "coverage":
			text = reason.Text
		case "band":
			text = "by the score: " + reason.Text
		case "floor":
			text = "by the floor of a domain: " + reason.Text
		default:
			text = "at most conditional: " + reason.Text
		}
		out = append(out, para{text: "• " + english.Sentence(text), ink: body, link: r.targets[reason.Item]})
	}
	if approve := r.q.Scoring.Bands.Approve; r.scored() && r.result.Reachable < assessment.Score(approve*10) {
		out = append(out, para{text: fmt.Sprintf("• Approval is out of reach with these answers: with fresh verified evidence for all of them the score would be %s; approval needs %d.",
			r.result.Reachable, approve), ink: body})
	}
	return out
}

// openGates are the states of a gate that is open, the worst first.
var openGates = [...]assessment.GateState{assessment.GateFailed, assessment.GateNotShown, assessment.GateNotAsked, assessment.GateWaiverExpired}

// openGateParas lists the gates among reasons, by state. A group of more than most
// lists ids only. titled has the title of an item and the link to it, if any.
func openGateParas(reasons []assessment.Reason, most int, titled func(id string) para) []para {
	var out []para
	for _, state := range openGates {
		var open []string
		for _, reason := range reasons {
			if reason.Hard && reason.State == string(state) {
				open = append(open, reason.Item)
			}
		}
		if len(open) == 0 {
			continue
		}
		out = append(out, para{text: state.Sign() + " " + gatesSentence(state, len(open)), ink: body})
		if len(open) > most {
			out = append(out, para{text: strings.Join(open, ", "), ink: code, indent: 11})
			continue
		}
		for _, id := range open {
			title := titled(id)
			out = append(out, para{text: id + "  " + title.text, ink: body, link: title.link, indent: 11})
		}
	}
	return out
}

func gatesSentence(state assessment.GateState, n int) string {
	verb, have := "is", "has"
	if n > 1 {
		verb, have = "are", "have"
	}
	gates := english.Count(n, "hard gate")
	switch state {
	case assessment.GateFailed:
		return gates + " " + verb + " not met:"
	case assessment.GateNotShown:
		return gates + " " + verb + " answered yes, but no valid record shows it:"
	case assessment.GateWaiverExpired:
		return gates + " " + verb + " open, and the waiver has expired:"
	}
	return gates + " " + have + " no answer yet, and so " + verb + " open:"
}

// verdictMeaning explains the verdict in a sentence that fits these gates: some
// questionnaires have no gate that blocks.
func (r *report) verdictMeaning() string {
	switch r.result.Verdict {
	case assessment.Blocked:
		return "An unmet condition blocks, whatever the score."
	case assessment.Incomplete:
		return "Too few questions have an answer for a verdict."
	case assessment.Decline:
		return "The evidence shows too little to build on."
	case assessment.Remediate:
		return "Not yet: the vendor must close gaps first, and show that they are closed."
	case assessment.Conditional:
		return "Possible under written conditions, each with an owner and a date."
	case assessment.Passed:
		return r.gatesMeaning() + ". This questionnaire gives no score."
	}
	return r.gatesMeaning() + ", and the shown score is high enough."
}

// gatesMeaning sums up the gates when nothing blocks.
func (r *report) gatesMeaning() string {
	gates := "gate"
	if len(r.softOpen()) > 0 || r.scored() {
		gates = "hard gate"
	}
	switch {
	case !r.hardGates():
		return "No gate can block at this milestone"
	case r.result.Gates.Waived > 0:
		return "Every " + gates + " is closed or waived"
	}
	return "Every " + gates + " is closed"
}

// hardGates reports whether any gate of this milestone could block. A checklist
// line does not count: it blocks through its items.
func (r *report) hardGates() bool {
	return slices.ContainsFunc(r.result.Items, func(result assessment.ItemResult) bool {
		return result.Gate != "" && r.q.Item(result.ID).HardAt(r.in.Milestone)
	})
}

// softOpen lists the open gates that do not block, without checklist lines.
func (r *report) softOpen() []string {
	var ids []string
	for _, result := range r.result.Items {
		if item := r.q.Item(result.ID); result.Gate.Open() && len(item.ClosedBy) == 0 && !item.HardAt(r.in.Milestone) {
			ids = append(ids, item.ID)
		}
	}
	return ids
}
