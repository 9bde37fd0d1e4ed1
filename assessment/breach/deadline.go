package breach

import (
	"slices"
	"time"

	"assay/assessment"
)

// Rule is the duty that a deadline belongs to.
type Rule string

// The rules, with the names that the JSON uses.
const (
	VendorNotice   Rule = "vendor-notice"      // a link tells the next company
	ContractNotice Rule = "contract-notice"    // the vendor tells us within the hours of the contract
	Delay          Rule = "unreasonable-delay" // all facts are known: later letters look like delay
	Individuals    Rule = "individuals"        // we write to the affected individuals
	Substitute     Rule = "substitute"         // we reach the individuals without a usable address
	Posting        Rule = "substitute-posting" // the substitute notice stays up until this day
	Media          Rule = "media"              // we tell the media of a State
	HHS            Rule = "hhs"                // we tell the Secretary of HHS
	LawHold        Rule = "hold"               // law enforcement forbids notice until this day
	Retention      Rule = "retention"          // we keep the records until this day
)

// Sendable lists the notices that we send ourselves. Only these may be keys of
// [Facts].Sent.
func Sendable() []Rule { return []Rule{Individuals, Substitute, Media, HHS} }

// Basis says what makes a deadline binding.
type Basis string

// The bases. Practice is not binding. Never show it as law.
const (
	Law      Basis = "law"
	Contract Basis = "contract"
	Practice Basis = "practice"
)

// State is the state of a deadline at the as-of moment.
type State string

// The states. A task has one of the first four, a period one of the last two.
const (
	Due     State = "due"
	Past    State = "past" // the day is over, and no record shows that it was done
	Done    State = "done"
	Late    State = "late" // done after its day
	Running State = "running"
	Over    State = "over"
)

// Deadline is one task with its last day, or one period with its end.
type Deadline struct {
	Rule    Rule              `json:"rule"`
	What    string            `json:"what"`           // the task or the period, in words
	Date    assessment.Date   `json:"date"`           // the last day
	Before  assessment.Date   `json:"postponed_from"` // the last day without the law enforcement hold; 0 if the hold does not change it
	At      *time.Time        `json:"at"`             // the last instant, in UTC, if the contract counts hours; else nil
	Left    int               `json:"left"`           // days from the as-of date to Date; negative once past
	Hours   *int              `json:"hours_left"`     // whole hours, rounded down, if At and the as-of instant are known; else nil
	State   State             `json:"state"`
	Done    assessment.Date   `json:"done"` // 0 if it is not done
	Basis   Basis             `json:"basis"`
	Cite    string            `json:"cite"`
	Why     string            `json:"why"`     // the start of the clock and its length
	Assumed bool              `json:"assumed"` // it rests on a fact that is missing
	Alerts  []assessment.Date `json:"alerts"`  // days of reminders: 30, 14, 7, 3 and 1 days before Date
	Alert   int               `json:"alert"`   // days before Date of the latest reminder that is due; 0 for none
}

// alertDays returns how many days before a deadline the reminders are due.
func alertDays() []int { return []int{30, 14, 7, 3, 1} }

// setState fills in the fields that depend on the as-of moment.
func (d *Deadline) setState(asOf Moment, zone *time.Location, done Moment) {
	today := asOf.Date(zone)
	d.Left = int(d.Date - today)
	d.Done = done.Date(zone)
	d.Alerts = []assessment.Date{}
	if d.Rule.isPeriod() {
		d.State = Running
		if d.Left < 0 {
			d.State = Over
		}
		return
	}
	d.State = Due
	switch {
	case !done.IsZero() && d.missed(done, zone):
		d.State = Late
	case !done.IsZero():
		d.State = Done
	case d.missed(asOf, zone):
		d.State = Past
	}
	if !done.IsZero() {
		return
	}
	if d.At != nil && asOf.Exact() {
		left := d.At.Sub(asOf.From)
		hours := int(left / time.Hour)
		if left < 0 && left%time.Hour != 0 {
			hours--
		}
		d.Hours = &hours
	}
	if d.Basis == Law {
		d.setAlerts()
	}
}

func (d *Deadline) setAlerts() {
	for _, days := range alertDays() {
		d.Alerts = append(d.Alerts, d.Date-assessment.Date(days))
		if d.Left <= days && d.Left >= 0 {
			d.Alert = days
		}
	}
}

// missed reports whether a moment is certainly after the deadline.
func (d *Deadline) missed(m Moment, zone *time.Location) bool {
	if d.At != nil {
		return m.From.After(*d.At)
	}
	return m.Date(zone) > d.Date
}

// isPeriod reports whether the date of the rule ends a period. The dates of the
// other rules are the last days of tasks.
func (r Rule) isPeriod() bool { return slices.Contains([]Rule{Posting, LawHold, Retention}, r) }
