package report

import (
	"fmt"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// proof is how much was answered, how much of that is shown, and how old it is.
func (c *vendorComparison) proof() {
	c.section("Evidence and flags", 0)
	c.hold(c.paragraph("Answered: the share of the weight. Shown: answers that rest on a record, not on a claim; scenarios are scored and not among them. "+
		"Oldest: the oldest record that counts.", quiet))
	c.hold(gap(4))
	const figures = 48 + 52 + 96 + 40 + 44 + 48 + 44
	t := c.newTable([]float64{c.width() - figures, 48, 52, 96, 40, 44, 48, 44},
		[]string{"Vendor", "Answered\t", "Shown\t", "Oldest evidence", "Stops\t", "Warnings\t", "Open gates\t", "Risk"})
	for n, p := range c.across.Parties {
		r := c.across.Results[n]
		oldest := dash(p.Oldest.String())
		if p.OldestItem != "" {
			oldest += " (" + p.OldestItem + ")"
		}
		t.add(say(c.name(n), body), sayRight(english.Percent(r.Coverage), body), sayRight(fmt.Sprintf("%d of %d", p.Shown, p.Answered), body), say(oldest, body),
			sayRight(fmt.Sprint(r.Flags.Stop), body), sayRight(fmt.Sprint(r.Flags.Warning), body), sayRight(fmt.Sprint(r.Gates.Open()), body), say(dash(r.Risk.Tier), body))
	}
	t.end()
}

// standings list, for each vendor, the gates that are not closed and the flags
// that are open.
func (c *vendorComparison) standings() {
	c.section("Open gates and flags", 0)
	for n := range c.judged {
		c.section(c.name(n), 1)
		c.standing(n)
	}
}

func (c *vendorComparison) standing(n int) {
	j, r := c.judged[n], c.across.Results[n]
	q := j.Snapshot.Questionnaire.In(r.View)
	t := c.newTable([]float64{92, 62, c.width() - 154}, []string{"State", "Item", "What"})
	for _, result := range r.Items {
		item := q.Item(result.ID)
		if result.Gate == "" || result.Gate == assessment.GateClosed || len(item.ClosedBy) > 0 {
			continue
		}
		about := []para{{text: item.Title, ink: body}}
		if result.Gate == assessment.GateWaived {
			waiver := j.Snapshot.Waivers[item.ID]
			about = append(about, para{text: fmt.Sprintf("waived by %s until %s: %s", hostile.Line(waiver.Approver), waiver.Expires, hostile.Line(waiver.Reason)), ink: quiet})
		}
		t.add(gateWords(item, result.Gate, r.Milestone), say(item.ID, code), cell{paras: about})
	}
	for _, severity := range []questionnaire.Severity{questionnaire.Stop, questionnaire.Warning} {
		for _, flag := range r.OpenFlags {
			if flag.Severity != severity {
				continue
			}
			state := "▲ warning"
			if severity == questionnaire.Stop {
				state = "■ stop flag"
			}
			t.add(say(state, strong), say(dash(flag.Item), code), say("“"+hostile.Line(flag.Text)+"”", body))
		}
	}
	if !t.begun {
		c.put(c.paragraph("Every gate is closed, and no flag is open.", body))
	}
	t.end()
}

// gateWords is the state of a gate that is not closed, and whether it blocks.
func gateWords(item *questionnaire.Item, state assessment.GateState, at questionnaire.Milestone) cell {
	words := cell{paras: []para{{text: state.Sign() + " " + state.Words(), ink: strong}}}
	switch hard := item.HardAt(at); {
	case hard && state.Open():
		words.paras = append(words.paras, para{text: "blocks", ink: label, indent: 10})
	case !hard:
		words.paras = append(words.paras, para{text: "not hard", ink: label, indent: 10})
	}
	return words
}
