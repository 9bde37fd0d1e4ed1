package assessment

import "time"

// retainedYears is how long 45 CFR 164.316(b)(2)(i) has documentation kept: six years
// from its creation, or from the day it was last in effect, whichever is later.
const retainedYears = 6

// engagementEnd is the fact that says when the work under the assessment ends.
const engagementEnd = "sow_end"

// Retention is how long a report must be kept at least.
type Retention struct {
	Until Date
	From  Date // the day from which the years count
	Ends  bool // From is the end of the work, and not the day of the report
}

// RetentionOf counts from the day of the report, or from the day on which the work
// ends if the record names a later one: until then the report may be in effect. Work
// that goes on longer makes it longer.
func RetentionOf(s Snapshot, made Date) Retention {
	r := Retention{From: made}
	if end, err := ParseDate(s.Answers[engagementEnd].Value); err == nil && end > made {
		r.From, r.Ends = end, true
	}
	r.Until = DateOf(r.From.Time().AddDate(retainedYears, 0, 0), time.UTC)
	return r
}
