package assessment

import (
	"cmp"
	"fmt"
	"strings"

	"assay/questionnaire"
)

// gateText tells the state of the item as a gate, and the record that closes
// it or is missing.
func (e *explainer) gateText(item *questionnaire.Item, answer Answer, result ItemResult) {
	if result.Gate == "" {
		return
	}
	e.section("Gate")
	state := result.Gate.Words()
	switch {
	case result.Gate.Open() && item.HardAt(e.milestone):
		state += ", so it blocks"
	case result.Gate.Open():
		state += "; it is not hard, so it does not block, but keeps the verdict from approve"
	}
	e.say("state", state)
	if e.unbound(item) {
		e.say("opened by", e.snapshot.unboundText(e.asOf)+", and stays open whatever is answered until the delivery chain says otherwise")
	}
	e.demands(item)
	for _, group := range result.Groups {
		by := "missing: it takes " + strings.Join(group.By, " or ")
		if group.Record > 0 {
			by = fmt.Sprintf("record %d, %s", group.Record, group.Kind)
		}
		e.say("must show", group.Show+": "+by)
	}
	if result.ClosedBy > 0 && len(result.Groups) == 0 {
		e.say("closed by", fmt.Sprintf("record %d, %s", result.ClosedBy, e.showing(item, &answer, e.supports(&answer)).Kind))
	}
	if result.Gate == GateNotShown || e.openBeneath(item, answer) == GateNotShown {
		e.missing(item, answer)
	}
	e.waiver(item)
}

// gateStates lists the states of the gates of these domains, the closed ones
// in one line. It leaves out checklist lines, because they repeat the gates
// that close them.
func (e *explainer) gateStates(domains []questionnaire.Domain) {
	at := map[GateState][]*questionnaire.Item{}
	for d := range domains {
		for i := range domains[d].Items {
			item := &domains[d].Items[i]
			if state := e.result.Item(item.ID).Gate; state != "" && len(item.ClosedBy) == 0 {
				at[state] = append(at[state], item)
			}
		}
	}
	if len(at) == 0 {
		return
	}
	e.section("Gates")
	count := func(items []*questionnaire.Item) Figure { return figure("gates", whole(int64(len(items)))) }
	for _, state := range worst {
		if len(at[state]) == 0 || state == GateClosed {
			continue
		}
		e.say(state.Words(), fmt.Sprint(len(at[state])), count(at[state]))
		for _, item := range at[state] {
			text := item.Title
			if state.Open() && !item.HardAt(e.milestone) {
				text += " (not hard: it does not block, but keeps the verdict from approve)"
			}
			e.lead(item.ID, text)
		}
	}
	closed := fmt.Sprint(len(at[GateClosed]))
	for n, item := range at[GateClosed] {
		closed += []string{": ", ", "}[min(n, 1)] + item.ID
	}
	e.say(GateClosed.Words(), closed, count(at[GateClosed]))
}

// openBeneath is the state without waivers.
func (e *explainer) openBeneath(item *questionnaire.Item, answer Answer) GateState {
	least, _ := item.GateGrade(e.milestone)
	state, _ := e.openState(item, &answer, e.supports(&answer), least)
	return state
}

func (e *explainer) demands(item *questionnaire.Item) {
	text := item.LeastWords(fullPractice)
	if least, graded := item.GateGrade(e.milestone); graded {
		text = item.LeastWords(least) + " at " + string(e.milestone)
	}
	if item.Kind.Scored() {
		e.say("needs", text)
		return
	}
	kinds := "any record"
	switch demand := item.Demand(e.milestone); {
	case len(demand.Groups) > 0:
		kinds = "a record of each group"
	case len(demand.Further) > 0:
		kinds = strings.Join(demand.Further, " or ")
	}
	least := "documented or better"
	if item.MinAssurance == string(Verified) {
		least = "verified (an independent test of the firm does not replace it)"
	}
	e.say("needs", fmt.Sprintf("%s, and shown by %s, %s, and fresh", text, kinds, least))
}

// missing tells for each record, and for each kind that it shows, why it does
// not show the gate.
func (e *explainer) missing(item *questionnaire.Item, answer Answer) {
	if len(answer.Evidence) == 0 {
		e.say("missing", "there is no record at all")
	}
	demand := item.Demand(e.milestone)
	closing := questionnaire.Demand{Groups: demand.Groups}
	for n, record := range answer.Evidence {
		for kind := range record.Kinds() {
			var why []string
			switch {
			case !demand.Takes(kind):
				why = append(why, "the kind is not accepted")
			case !closing.Takes(kind):
				why = append(why, "the kind adds credit, but closes nothing")
			}
			if assurance := answer.CountedFor(&record); !enough(item, assurance) {
				why = append(why, "it is only "+string(cmp.Or(assurance, Claimed)))
			}
			if age := AgeOf(e.q.EvidenceKind(kind), &record, e.asOf, e.milestone); !age.Full() {
				why = append(why, age.Words())
			}
			if len(why) > 0 {
				e.say(fmt.Sprintf("record %d", n+1), kind+": "+strings.Join(why, "; "))
			}
		}
	}
}

func (e *explainer) waiver(item *questionnaire.Item) {
	w, granted := e.snapshot.Waivers[item.ID]
	if !granted {
		return
	}
	text := fmt.Sprintf("by %s, %s to %s: ", w.Approver, w.Granted, w.Expires)
	switch forbidden := w.allowed(item, e.view); {
	case w.live(item, e.asOf, e.milestone, e.view):
		text += "it holds, and caps the verdict at conditional"
	case forbidden != "":
		text += "it does not count: " + forbidden
	case e.milestone != questionnaire.Award:
		text += "it does not count once patient data is in reach"
	case w.Expires < e.asOf:
		text += "it has expired"
	default:
		text += "it is not yet in force"
	}
	e.say("waiver", text)
}
