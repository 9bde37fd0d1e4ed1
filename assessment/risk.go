package assessment

import "assay/questionnaire"

// risk computes the residual risk: likelihood times impact, in the tiers low
// (to 4), moderate (to 9), high (to 14) and critical. The likelihood is rounded
// first, so that the printed factors multiply to the printed risk. A blocked
// assessment is at least high. A missing fact takes its worst value.
func (j *judge) risk() {
	rules := j.q.Scoring.Risk
	if len(rules.Impact) == 0 {
		return
	}
	impact := 1
	for _, id := range rules.Impact {
		impact = max(impact, j.q.Item(id).FactImpact(j.AnswerText(id)))
	}
	gap, tiers, standing := j.likelihood()
	likelihood := gap.plus(tiers).plus(standing).atMost(whole(5)).tenths()
	out := RiskResult{Likelihood: likelihood, Impact: impact, Score: likelihood * Score(impact)}
	out.Tier, out.ReviewDays = riskTier(out.Score, rules.ReviewDays)
	if j.result.Verdict == Blocked && (out.Tier == "low" || out.Tier == "moderate") {
		out.Tier, out.ReviewDays = "high", rules.ReviewDays.High
	}
	j.result.Risk = out
}

// likelihood returns its parts, at most 5 in total: the gap of the score,
// the delivery tiers, and standing access. Without a score it is 5.
func (j *judge) likelihood() (gap, tiers, standing ratio) {
	gap, tiers, standing = whole(5), whole(0), whole(0)
	if j.result.Shown == NoScore {
		return gap, tiers, standing
	}
	rules := j.q.Scoring.Risk
	gap = whole(1).plus(whole(4).times(whole(1).minus(part(int64(j.result.Shown), 1000))))
	if n, is := j.factValue(rules.ChainTiers).(int); is {
		tiers = part(int64(max(n-1, 0)), 2)
	}
	if held, is := j.factValue(rules.StandingAccess).(bool); is && held {
		standing = part(1, 2)
	}
	return gap, tiers, standing
}

func (j *judge) factValue(id string) any {
	if item := j.q.Item(id); item != nil {
		return item.FactValue(j.AnswerText(id))
	}
	return nil
}

func riskTier(score Score, days questionnaire.ReviewDays) (tier string, review int) {
	switch {
	case score <= 40:
		return "low", days.Low
	case score <= 90:
		return "moderate", days.Moderate
	case score <= 140:
		return "high", days.High
	}
	return "critical", days.Critical
}
