package lines

import (
	"fmt"
	"strconv"
	"strings"

	"assay/assessment"
)

// usualWaiver is how many days a waiver lasts unless a day is given.
const usualWaiver = 30

// waive lets the gate of the item stay open for a while. It asks for the parts that
// the line leaves out between its semicolons.
func (r *room) waive(rest string) error {
	item := r.asked()
	if !item.Kind.IsGate() {
		return invalid("only a gate can be waived")
	}
	parts := []string{"", "", "", "", ""}
	if given := strings.Split(rest, ";"); len(given) > len(parts) {
		return invalid("a waiver has %d parts between semicolons, not %d", len(parts), len(given))
	} else {
		copy(parts, given)
	}
	var err error
	for n, prompt := range []string{"Who approves it, by name; not you", "Why the gate stays open", "What protects patients until then", "Who will close the gate"} {
		if parts[n], err = r.text(strings.TrimSpace(parts[n]), prompt); err != nil {
			return err
		}
	}
	today := r.Day(r.now)
	waiver := assessment.Waiver{Item: item.ID, Granted: today, Expires: today + usualWaiver, Approver: parts[0], Reason: parts[1], Control: parts[2], Owner: parts[3]}
	if last := strings.TrimSpace(parts[4]); last != "" {
		if waiver.Expires, _, err = r.date(last); err != nil {
			return err
		}
	}
	before := r.result.Verdict
	if err := r.record(assessment.WaiverGranted{Waiver: waiver}); err != nil {
		return err
	}
	r.page.say(fmt.Sprintf("Recorded: %s is waived until %s, approved by %s.", item.ID, waiver.Expires, waiver.Approver))
	r.verdictChange(before)
	r.quiet = true
	return nil
}

// reconcile records the grade on which the scorers of a scenario agree, and why.
func (r *room) reconcile(rest string) error {
	item := r.asked()
	first, reason, _ := strings.Cut(rest, " ")
	grade, err := strconv.Atoi(first)
	switch {
	case !item.Kind.Scored():
		return invalid("%s is not a scenario: it has no grades to reconcile", item.ID)
	case len(r.answer().Grades) < 2 && !r.now.PanelClosed(item.ID):
		return invalid("there are not two grades to reconcile")
	case err != nil:
		return invalid("reconcile needs the grade on which they agree, 0 to 4, and the reason")
	}
	if reason, err = r.text(strings.TrimSpace(reason), "Why they agree on it"); err != nil {
		return err
	}
	before := r.result.Verdict
	if err := r.keep(fmt.Sprintf("they agree on %d; their own grades stay on record", grade), assessment.Answered{Answer: r.answer().Reconcile(grade, reason)}); err != nil {
		return err
	}
	r.verdictChange(before)
	return nil
}
