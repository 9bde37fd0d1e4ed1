package breach

import (
	"slices"
	"time"

	"assay/assessment"
)

// Rule names what a deadline is for. The names are those of the JSON.
type Rule string

// The rules.
const (
	VendorNotice   Rule = "vendor-notice"      // a link tells the next one up
	ContractNotice Rule = "contract-notice"    // the vendor tells us, within the hours of its contract
	Delay          Rule = "unreasonable-delay" // facts complete, nobody told: from here on it looks like delay
	Individuals    Rule = "individuals"        // we write to those affected
	Substitute     Rule = "substitute"         // we reach those whose address fails
	Posting        Rule = "substitute-posting" // how long that notice stays up
	Media          Rule = "media"              // we tell the media of a State
	HHS            Rule = "hhs"                // we tell the Secretary
	LawHold        Rule = "hold"               // law enforcement forbids notice
	Retention      Rule = "retention"          // how long the papers are kept
)

// Sendable lists the notices that we send ourselves, and can say to have sent.
func Sendable() []Rule { return []Rule{Individuals, Substitute, Media, HHS} }

// Basis is what stands behind a deadline.
type Basis string

// The bases. Practice binds nobody, and is never shown as law.
const (
	Law      Basis = "law"
	Contract Basis = "contract"
	Practice Basis = "practice"
)

// State is how a deadline stands as of a moment.
type State string

// The states. The first four are of what must be done by a day, the last two
// of what lasts until one.
const (
	Due     State = "due"
	Past    State = "past" // and not done, as far as is known
	Done    State = "done"
	Late    State = "late" // done after its day
	Running State = "running"
	Over    State = "over"
)

// Deadline is one date, and all that is to be said of it.
type Deadline struct {
	Rule    Rule              `json:"rule"`
	What    string            `json:"what"`
	Date    assessment.Date   `json:"date"` // the last day
	At      *time.Time        `json:"at"`   // the last instant of a clock of hours, UTC; else nil
	Left    int               `json:"left"` // days from the day judged for; negative once past
	Hours   *int              `json:"hours_left"`
	State   State             `json:"state"`
	Done    assessment.Date   `json:"done"` // when it was done, if it was
	Basis   Basis             `json:"basis"`
	Cite    string            `json:"cite"`
	Why     string            `json:"why"`     // what started it and what it counts
	Assumed bool              `json:"assumed"` // it rests on something that is not known
	Alerts  []assessment.Date `json:"alerts"`  // when to be reminded: 30, 14, 7, 3 and 1 days before
	Alert   int               `json:"alert"`   // the last of those days that was reached; 0 for none
}

// alertDays is how long before a deadline one should be reminded of it.
func alertDays() []int { return []int{30, 14, 7, 3, 1} }

// stand settles how a deadline stands. The hours left of a clock of hours are
// whole ones, rounded down, and known where the instant judged for is.
func (d *Deadline) stand(asOf Moment, zone *time.Location, done Moment) {
	today := asOf.Date(zone)
	d.Left = int(d.Date - today)
	d.Done = done.Date(zone)
	d.Alerts = []assessment.Date{}
	if d.Rule.lasts() {
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
		d.remind()
	}
}

// remind sets the days of the reminders.
func (d *Deadline) remind() {
	for _, days := range alertDays() {
		d.Alerts = append(d.Alerts, d.Date-assessment.Date(days))
		if d.Left <= days && d.Left >= 0 {
			d.Alert = days
		}
	}
}

// missed reports whether a moment is after the deadline beyond doubt.
func (d *Deadline) missed(m Moment, zone *time.Location) bool {
	if d.At != nil {
		return m.From.After(*d.At)
	}
	return m.Date(zone) > d.Date
}

// lasts reports whether the rule's date ends something that is kept up, where
// those of others are for something to be done.
func (r Rule) lasts() bool { return slices.Contains([]Rule{Posting, LawHold, Retention}, r) }
