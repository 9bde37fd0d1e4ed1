package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// evidence is how much was answered, how much of that is shown, and how old the
// records are.
func (c *vendorComparison) evidence() {
	c.section("Evidence", 0)
	c.intro(c.explained("coverage", "answers_shown", "reverify", "oldest_evidence"))
	c.figures(upright{"coverage", 60, body, true}, upright{"answers_shown", 76, body, true}, upright{"reverify", 66, body, true}, upright{"oldest_evidence", 120, body, false})
}

// explained is the help of some rows of the comparison, as sentences.
func (c *vendorComparison) explained(keys ...string) string {
	var all []string
	for _, key := range keys {
		row := c.figure(key)
		all = append(all, english.Sentence(row.Name+": "+row.Help))
	}
	return strings.Join(all, " ")
}

// gatesAndFlags list, for each vendor, the gates that are not closed and the
// flags that are open.
func (c *vendorComparison) gatesAndFlags() {
	c.section("Open gates and flags", 0)
	c.figures(upright{"open_gates", 64, body, true}, upright{"waived", 120, body, false}, upright{"flags", 130, body, false}, upright{"risk", 60, body, false})
	for n := range c.sides {
		c.section(c.name(n), 1)
		c.openOf(n)
	}
}

// openOf lists the open gates and flags of one vendor.
func (c *vendorComparison) openOf(n int) {
	j, r := c.sides[n].Judged, c.sides[n].Result
	q := j.Snapshot.Questionnaire.In(r.View)
	t := c.newTable([]float64{92, 62, c.width() - 154}, []string{"State", "Item", "Gate or flag"})
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
		t.add(gateState(item, result.Gate, r.Milestone), say(item.ID, code), cell{paras: about})
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
			t.add(say(state, strong), say(dash(flag.Item), code), say(english.Quoted(hostile.Line(flag.Text)), body))
		}
	}
	t.endOr("Every gate is closed, and no flag is open.")
}
