package assessment

import (
	"fmt"
	"strings"

	"assay/questionnaire"
)

// gateText says where the item stands as a gate, and what closes it or would.
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
		state += "; it is not hard, so it does not block"
	}
	e.say("state", state)
	e.demands(item)
	if result.ClosedBy > 0 {
		e.say("closed by", fmt.Sprintf("record %d, %s", result.ClosedBy, answer.Evidence[result.ClosedBy-1].Kind))
	}
	if result.Gate == GateNotShown || e.openBeneath(item, answer) == GateNotShown {
		e.missing(item, answer)
	}
	e.waiver(item)
}

// openBeneath is the state without regard to waivers.
func (e *explainer) openBeneath(item *questionnaire.Item, answer Answer) GateState {
	least, _ := item.GateGrade(e.milestone)
	return e.openState(item, answer, least)
}

func (e *explainer) demands(item *questionnaire.Item) {
	text := "met"
	if least, graded := item.GateGrade(e.milestone); graded && item.Kind != questionnaire.Gate {
		text = fmt.Sprintf("at least %d of 4 at %s", least, e.milestone)
	}
	if item.Kind == questionnaire.Scenario {
		e.say("demands", text)
		return
	}
	kinds := "any record"
	if accepted := item.Accepts(e.milestone); len(accepted) > 0 {
		kinds = strings.Join(accepted, " or ")
	}
	least := "documented at least"
	if item.MinAssurance == string(Verified) {
		least = "verified (an independent test of the firm does not replace it)"
	}
	e.say("demands", fmt.Sprintf("%s, and shown by %s, %s, in full freshness", text, kinds, least))
}

// missing says of each record why it does not show the gate.
func (e *explainer) missing(item *questionnaire.Item, answer Answer) {
	if len(answer.Evidence) == 0 {
		e.say("missing", "there is no record at all")
	}
	for n, record := range answer.Evidence {
		var why []string
		if !accepts(item.Accepts(e.milestone), record.Kind) {
			why = append(why, "the kind is not accepted")
		}
		if assurance := recordAssurance(answer, record); !enough(item, assurance) {
			if assurance == "" {
				assurance = Claimed
			}
			why = append(why, "it is only "+string(assurance))
		}
		if e.freshness(record).compare(whole(1)) < 0 {
			why = append(why, "it is "+e.age(record))
		}
		e.say(fmt.Sprintf("record %d", n+1), record.Kind+": "+strings.Join(why, "; "))
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
