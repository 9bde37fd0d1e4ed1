package report

import (
	"time"

	"assay/assessment"
)

// clocksDiffer is how far the clock of a signer and those of the journal may differ.
const clocksDiffer = 5 * time.Minute

// askTimes compares the times of the journal with those of the signatures. Nobody
// signs what has not happened yet.
func (v *Verification) askTimes(headers []assessment.Header) {
	v.headers = headers
	latest := latestOf(headers)
	for _, s := range v.Findings.Signatures {
		if time.UnixMicro(latest.At).After(s.ClaimedTime.Add(clocksDiffer)) {
			v.problem("the %s claims to have signed at %s, but event %d of the journal is of %s", s.Role, moment(s.ClaimedTime), latest.Seq, moment(time.UnixMicro(latest.At)))
		}
	}
}

// noteTimes tells of times that may be right and say something else than a reader
// expects.
func (v *Verification) noteTimes(in Input) {
	if len(v.headers) == 0 {
		return
	}
	for n, h := range v.headers[1:] {
		if before := v.headers[n]; h.At < before.At-clocksDiffer.Microseconds() {
			v.note("the journal says that event %d was recorded at %s, before event %d, at %s: somebody's clock was wrong, or the times are not true", h.Seq, moment(time.UnixMicro(h.At)), before.Seq, moment(time.UnixMicro(before.At)))
			break
		}
	}
	if day := in.Snapshot.Day(latestOf(v.headers).At); in.AsOf < day {
		v.note("the verdict is as of %s, and the journal goes on until %s", in.AsOf, day)
	}
	for _, s := range v.Findings.Signatures {
		if day := in.Snapshot.Day(s.ClaimedTime.UnixMicro()); in.AsOf > day {
			v.note("the verdict is as of %s, and the %s signed before, on %s", in.AsOf, s.Role, day)
		}
	}
}

func moment(at time.Time) string { return at.UTC().Format(time.DateTime + " UTC") }

func latestOf(headers []assessment.Header) assessment.Header {
	latest := headers[0]
	for _, h := range headers {
		if h.At > latest.At {
			latest = h
		}
	}
	return latest
}
