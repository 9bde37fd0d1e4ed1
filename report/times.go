package report

import (
	"time"

	"assay/assessment"
)

// clocksDiffer is how far the clock of a signer and those of the journal may differ.
const clocksDiffer = 5 * time.Minute

// askTimes compares the times of the journal with those of the signatures. Nobody
// signs what has not happened yet, and nothing happens before what is already there.
func (v *Verification) askTimes(in Input, headers []assessment.Header) {
	moment := func(at int64) string { return time.UnixMicro(at).UTC().Format(time.DateTime + " UTC") }
	latest := headers[0]
	for _, h := range headers {
		if h.At > latest.At {
			latest = h
		}
	}
	for _, s := range v.Findings.Signatures {
		if signed := s.ClaimedTime; time.UnixMicro(latest.At).After(signed.Add(clocksDiffer)) {
			v.problem("the %s claims to have signed at %s, but event %d of the journal is of %s", s.Role, signed.UTC().Format(time.DateTime+" UTC"), latest.Seq, moment(latest.At))
		}
	}
	for n, h := range headers[1:] {
		if before := headers[n]; h.At < before.At-clocksDiffer.Microseconds() {
			v.note("the journal says that event %d was recorded at %s, before event %d, at %s: somebody's clock was wrong, or the times are not true", h.Seq, moment(h.At), before.Seq, moment(before.At))
			break
		}
	}
	if day := in.Snapshot.Day(latest.At); in.AsOf < day {
		v.note("the verdict is as of %s, and the journal goes on until %s", in.AsOf, day)
	}
	for _, s := range v.Findings.Signatures {
		if day := in.Snapshot.Day(s.ClaimedTime.UnixMicro()); in.AsOf > day {
			v.note("the verdict is as of %s, and the %s signed before, on %s", in.AsOf, s.Role, day)
		}
	}
}
