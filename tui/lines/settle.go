package lines

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/questionnaire"
)

// flag raises a red flag of the item by its number, or one in own words.
func (r *room) flag(rest string) error {
	item := r.asked()
	first, text, _ := strings.Cut(rest, " ")
	raised := assessment.FlagRaised{Item: item.ID, Severity: questionnaire.Severity(strings.ToLower(first)), Text: strings.TrimSpace(text)}
	n, err := strconv.Atoi(first)
	switch {
	case rest == "":
		for n, flag := range item.RedFlags {
			r.page.under(fmt.Sprintf("  %d: ", n+1), string(flag.Severity)+": "+flag.Text+r.standing(flag))
		}
		r.page.say("Type flag and a number, or flag stop TEXT or flag warning TEXT in your own words.")
		r.quiet = true
		return nil
	case err == nil && n >= 1 && n <= len(item.RedFlags):
		known := item.RedFlags[n-1]
		if state := r.standing(known); state != "" {
			return invalid("the red flag %d%s", n, state)
		}
		raised.Severity, raised.Text = known.Severity, known.Text
	case raised.Severity != questionnaire.Stop && raised.Severity != questionnaire.Warning:
		return invalid("flag takes a number, or stop or warning and a text; flag alone lists the numbers")
	}
	before := r.result.Verdict
	if err := r.record(raised); err != nil {
		return err
	}
	r.page.say("Recorded: " + string(raised.Severity) + " on " + item.ID + ".")
	r.verdictChange(before)
	r.quiet = true
	return nil
}

// standing says that a red flag of the item raises itself or is raised, or nothing.
func (r *room) standing(flag questionnaire.RedFlag) string {
	switch {
	case flag.When != "":
		return " raises itself by its rule"
	case slices.ContainsFunc(r.result.OpenFlags, func(o assessment.OpenFlag) bool { return o.Item == r.item && o.Text == flag.Text }):
		return " is raised already"
	}
	return ""
}

// resolve resolves an open red flag by its number, with a reason.
func (r *room) resolve(rest string) error {
	first, reason, _ := strings.Cut(rest, " ")
	if rest == "" {
		for n, flag := range r.result.OpenFlags {
			r.page.under(fmt.Sprintf("  %d: ", n+1), strings.TrimSpace(string(flag.Severity)+" "+flag.Item)+": "+flag.Text)
		}
		r.page.say(map[bool]string{true: "No red flag is open.", false: "Type resolve, a number and the reason."}[len(r.result.OpenFlags) == 0])
		r.quiet = true
		return nil
	}
	n, err := strconv.Atoi(first)
	if err != nil || n < 1 || n > len(r.result.OpenFlags) {
		return invalid("no open red flag has the number %q; resolve alone lists them", first)
	}
	flag, before := r.result.OpenFlags[n-1], r.result.Verdict
	if err := r.record(assessment.FlagResolved{Flag: flag.ID, Reason: strings.TrimSpace(reason)}); err != nil {
		return err
	}
	r.page.say("Recorded: the " + string(flag.Severity) + " is resolved.")
	r.verdictChange(before)
	r.quiet = true
	return nil
}

func (r *room) verdictChange(before assessment.Verdict) {
	if r.result.Verdict != before {
		r.page.say(fmt.Sprintf("The verdict was %s and is now %s.", before, r.result.Verdict))
	}
}

// setAside makes the item not applicable, and goes on.
func (r *room) setAside(rest string) error {
	reason, err := r.text(rest, r.item+" is not applicable, because")
	if err != nil {
		return err
	}
	if err := r.keep(r.item+" is not applicable", assessment.Answered{Answer: r.answer().SetAside(reason, r.Evaluator)}); err != nil {
		return err
	}
	r.quiet = false
	return r.next()
}

// confirm confirms an answer that was carried over, and goes on.
func (r *room) confirm(string) error {
	if !r.answer().Waits(r.Evaluator) {
		return invalid("this answer needs no confirmation")
	}
	if err := r.keep(r.item+" is confirmed unchanged", r.answer().Confirming(r.Evaluator)); err != nil {
		return err
	}
	r.quiet = false
	return r.next()
}

// clear takes the answer away: of a scenario, the evaluator's own grade.
func (r *room) clear(string) error {
	answer := r.answer()
	switch own, _ := answer.GradeOf(r.Evaluator); {
	case r.asked().Kind.Scored() && answer.NotApplicable == nil && own.Grade == nil:
		return invalid("you have given no grade here")
	case r.asked().Kind.Scored() && answer.NotApplicable == nil:
		return r.keep("the grade is taken away", answer.Ungraded(r.Evaluator))
	case !answer.Answered() && answer.NotApplicable == nil:
		return invalid("there is no answer to clear")
	}
	return r.keep("the answer is taken away", assessment.Answered{Answer: answer.Cleared()})
}

// session starts a session with people of the vendor, or ends the running one.
func (r *room) session(rest string) error {
	running := r.now.Running()
	r.quiet = true
	switch {
	case strings.EqualFold(rest, "end") && running == nil:
		return invalid("no session is running")
	case strings.EqualFold(rest, "end"):
		if err := r.record(assessment.SessionEnded{End: r.Now().UnixMicro()}); err != nil {
			return err
		}
		r.page.say("Recorded: the session is over.")
	case running != nil:
		r.page.say("A session is running since " + r.clock(running.Start) + ". session end ends it.")
	case rest == "":
		r.page.say("No session is running. session NAME, ROLE; NAME, ROLE starts one.")
	default:
		attendees := append(assessment.Attendees(rest, "vendor"), assessment.Attendee{Name: r.Evaluator, Side: "us"})
		if err := r.record(assessment.SessionStarted{Start: r.Now().UnixMicro(), Attendees: attendees}); err != nil {
			return err
		}
		r.page.say("Recorded: the session has started.")
	}
	return nil
}

// usualDays is how long the vendor has for a promise without a date.
const usualDays = 14

// owner is the person of the vendor who owes a promise: the contact, or the vendor.
func (r *room) owner() string {
	vendor := r.now.Opened.Vendor
	contact, _, _ := strings.Cut(vendor.Contact, ",") // the rest is a role
	return cmp.Or(strings.TrimSpace(contact), vendor.Name)
}
