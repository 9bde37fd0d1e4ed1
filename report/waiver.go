package report

import (
	"fmt"
	"strings"

	"assay/assessment"
	"assay/assessment/hostile"
)

// waivers prints every waiver on the first page, also those that no longer count.
func (r *report) waivers() {
	for _, item := range r.result.Items {
		waiver, granted := r.snapshot.Waivers[item.ID]
		if !granted {
			continue
		}
		state := "does not count here"
		switch item.Gate {
		case assessment.GateWaived, assessment.GateWaiverExpired:
			state = item.Gate.Words()
		case assessment.GateClosed:
			state = "no longer needed: the gate is closed"
		}
		r.notice("Waiver",
			para{text: fmt.Sprintf("%s %s (%s)", item.ID, r.q.Item(item.ID).Title, state), ink: strong, link: r.targets[item.ID]},
			para{text: fmt.Sprintf("Granted %s by %s, expires %s. Reason: %s", waiver.Granted, hostile.Line(waiver.Approver), waiver.Expires, hostile.Line(waiver.Reason)), ink: quiet},
			para{text: fmt.Sprintf("Compensating control: %s. Owner: %s.", strings.TrimRight(hostile.Line(waiver.Control), "."), hostile.Line(waiver.Owner)), ink: quiet})
	}
}
