package assessment

import (
	"fmt"

	"assay/assessment/english"
	"assay/questionnaire"
)

// scores computes the figures of the domains and of the whole from the sums.
func (j *judge) scores() {
	weights, covered := whole(0), whole(0)
	claimed, shown, high, reach := whole(0), whole(0), whole(0), whole(0)
	j.result.Domains = make([]DomainResult, 0, len(j.q.Domains))
	for d := range j.q.Domains {
		domain, sums := &j.q.Domains[d], j.sums[d]
		out := DomainResult{
			ID: domain.ID, Name: domain.Name, Weight: domain.Weight, Floor: domain.Floor,
			Claimed: NoScore, Shown: NoScore, Interval: [2]Score{NoScore, NoScore},
		}
		for _, thin := range j.thin {
			out.Thin = out.Thin || thin.Item == domain.ID
		}
		if sums.weight > 0 && !j.q.GatesOnly() {
			top := sums.shown.plus(sums.open)
			points := sums.of100(sums.shown)
			out.Claimed, out.Shown, out.Millionths = sums.of100(sums.claimed).tenths(), points.tenths(), points.rounded(1_000_000)
			out.Interval = [2]Score{out.Shown, sums.of100(top).tenths()}
			coverage := part(sums.answered, sums.weight)
			out.Coverage = coverage.float()
			weight := whole(int64(domain.Weight))
			weights = weights.plus(weight)
			covered = covered.plus(coverage.times(weight))
			claimed = claimed.plus(sums.of100(sums.claimed).times(weight))
			shown = shown.plus(points.times(weight))
			high = high.plus(sums.of100(top).times(weight))
			reach = reach.plus(sums.of100(sums.reach.plus(sums.open)).times(weight))
		}
		j.result.Domains = append(j.result.Domains, out)
	}
	r := &j.result
	j.weights, j.sum = weights, shown
	if weights.compare(whole(0)) <= 0 {
		r.Claimed, r.Shown, r.Reachable, r.Interval = NoScore, NoScore, NoScore, [2]Score{NoScore, NoScore}
		return
	}
	r.Claimed = claimed.over(weights).tenths()
	r.Shown = j.held(shown).tenths()
	r.Interval = [2]Score{r.Shown, j.held(high).tenths()}
	r.Reachable = j.held(reach).tenths()
	coverage := covered.over(weights)
	r.Coverage = coverage.float()
	j.covered = coverage.compare(hundredths(j.q.Scoring.Coverage)) >= 0
}

// held turns a sum over the domains into a score: the mean less the open
// warnings, within 0 and 100.
func (j *judge) held(sum ratio) ratio {
	penalty := whole(int64(j.result.Flags.Penalty))
	return sum.over(j.weights).minus(penalty).atLeast(whole(0)).atMost(whole(100))
}

// verdict finds the first rule that applies: blocked, incomplete, then the
// bands, lowered by floors, thin domains, waivers and open gates that are not
// hard. It lists every step that moved the verdict, and every open gate.
func (j *judge) verdict() {
	r := &j.result
	r.Because = append(r.Because, j.gates...)
	for _, flag := range r.OpenFlags {
		if flag.Severity == questionnaire.Stop {
			r.Because = append(r.Because, Reason{Kind: "flag", Item: flag.Item, State: "stop", Text: flag.Text})
		}
	}
	r.Because = append(r.Because, j.failed...)
	switch {
	case len(r.Because) > 0:
		r.Verdict = Blocked
	case j.q.GatesOnly() && r.Gates == (GateCount{}):
		r.Verdict = Incomplete
		r.Because = append(r.Because, Reason{Kind: "coverage", Text: "nothing is asked for " + string(j.milestone) + ", so nothing is passed"})
	case j.q.GatesOnly():
		j.pass()
	case r.Shown == NoScore || !j.covered:
		r.Verdict = Incomplete
		r.Because = append(r.Because, Reason{Kind: "coverage", Text: fmt.Sprintf("%s of the weight is answered, %d%% is needed", english.Percent(r.Coverage), j.q.Scoring.Coverage)})
	default:
		j.band()
		j.floors()
		for _, reason := range append(j.thin, j.waived...) {
			j.lower(Conditional, reason)
		}
	}
	if len(j.soft) > 0 && r.Verdict.rank() > Conditional.rank() {
		r.Verdict = Conditional
	}
	r.Because = append(r.Because, j.soft...)
}

// pass is the verdict of a questionnaire without a score whose hard gates are
// closed or waived.
func (j *judge) pass() {
	r := &j.result
	r.Verdict = Passed
	text := "every gate is closed"
	if len(j.soft)+r.Gates.Waived > 0 {
		text = "every gate that blocks is closed or waived"
	}
	r.Because = append(r.Because, Reason{Kind: "gate", State: string(GateClosed), Text: text})
}

func (j *judge) band() {
	r, bands := &j.result, j.q.Scoring.Bands
	r.Verdict = BandOf(r.Shown, bands)
	text := fmt.Sprintf("shown %s", r.Shown)
	switch r.Verdict {
	case Approve:
		text += fmt.Sprintf(" reaches %d", bands.Approve)
	case Conditional:
		text += fmt.Sprintf(" is below %d", bands.Approve)
	case Remediate:
		text += fmt.Sprintf(" is below %d", bands.Conditional)
	default:
		text += fmt.Sprintf(" is below %d", bands.Remediate)
	}
	r.Because = append(r.Because, Reason{Kind: "band", State: string(r.Verdict), Text: text})
}

// BandOf is the band of a printed score.
func BandOf(score Score, bands questionnaire.Bands) Verdict {
	switch {
	case score >= Score(bands.Approve*10):
		return Approve
	case score >= Score(bands.Conditional*10):
		return Conditional
	case score >= Score(bands.Remediate*10):
		return Remediate
	}
	return Decline
}

func (j *judge) floors() {
	for d := range j.q.Domains {
		domain, shown := &j.q.Domains[d], j.result.Domains[d].Shown
		if shown == NoScore {
			continue
		}
		if shown < Score(domain.Floor*10) {
			j.lower(Conditional, Reason{Kind: "floor", Item: domain.ID, Text: fmt.Sprintf("%s shows %s; approval needs %d", domain.Name, shown, domain.Floor)})
		}
		if shown < Score(domain.FloorConditional*10) {
			j.lower(Remediate, Reason{Kind: "floor", Item: domain.ID, Text: fmt.Sprintf("%s shows %s; a conditional verdict needs %d", domain.Name, shown, domain.FloorConditional)})
		}
	}
}

// lower caps the verdict and, if that moved it, adds the reason.
func (j *judge) lower(most Verdict, reason Reason) {
	if j.result.Verdict.rank() > most.rank() {
		j.result.Verdict = most
		reason.State = string(most)
		j.result.Because = append(j.result.Because, reason)
	}
}

func (v Verdict) rank() int {
	switch v {
	case Incomplete:
		return 1
	case Decline:
		return 2
	case Remediate:
		return 3
	case Conditional:
		return 4
	case Approve, Passed:
		return 5
	}
	return 0
}
