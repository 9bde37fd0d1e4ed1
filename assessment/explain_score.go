package assessment

import (
	"cmp"
	"fmt"
	"strings"

	"assay/assessment/english"
	"assay/questionnaire"
)

// ofDomain explains the figures of one domain.
func (e *explainer) ofDomain(d int) {
	domain, sums := &e.q.Domains[d], e.sums[d]
	switch {
	case !e.scored():
		e.gatesOnly(domain)
	case sums.weight == 0:
		e.counted(domain)
		e.section("Sums")
		e.say("none", "nothing of the domain carries weight here, so it has no score and no part in the whole")
	default:
		e.counted(domain)
		e.figures(d)
		e.limits(d)
		e.gateStates(e.q.Domains[d : d+1])
	}
	e.flagged(domain.ID)
	e.setAside(domain)
}

// gatesOnly lists the states of the gates, because there are no figures.
func (e *explainer) gatesOnly(domain *questionnaire.Domain) {
	e.section("Gates")
	e.say("no score", "the questionnaire gives passed or blocked")
	for i := range domain.Items {
		if gate := e.result.Item(domain.Items[i].ID).Gate; gate != "" {
			e.lead(domain.Items[i].ID, domain.Items[i].Title+": "+gate.Words())
		}
	}
}

// counted lists the items that enter the sums.
func (e *explainer) counted(domain *questionnaire.Domain) {
	e.table("Items that count", "w weight, p what was said, k how shown, f how fresh, credit p·k·f", "w", "p", "k", "f", "credit", "w·credit")
	for i := range domain.Items {
		item := &domain.Items[i]
		result := e.result.Item(item.ID)
		if !counts(item, result.State) {
			continue
		}
		weight := whole(int64(result.Weight))
		if result.State == StateUnanswered {
			e.row(item.ID, "not answered: "+item.Title, weight, whole(0), whole(0), whole(0), whole(0), whole(0))
			continue
		}
		answer := e.snapshot.Answers[item.ID]
		c := e.creditOf(item, &answer)
		e.row(item.ID, item.Title, weight, c.p, c.k, c.f, c.value(), c.value().times(weight))
	}
}

func (e *explainer) figures(d int) {
	sums, result := e.sums[d], e.result.Domains[d]
	weight := whole(sums.weight)
	e.section("Sums")
	e.say("Σw", fmt.Sprintf("the weights that count come to %s", weight), figure("Σw", weight))
	e.say("D*", fmt.Sprintf("claimed: 100 × Σw·p / Σw = 100 × %s / %s = %s", sums.claimed, weight, result.Claimed), figure("Σw·p", sums.claimed), figure("D*", sums.of100(sums.claimed)))
	e.say("D", fmt.Sprintf("shown: 100 × Σw·credit / Σw = 100 × %s / %s = %s", sums.shown, weight, result.Shown), figure("Σw·credit", sums.shown), figure("D", sums.of100(sums.shown)))
	top, reach := sums.shown.plus(sums.open), sums.reach.plus(sums.open)
	text := "everything that counts is answered, so it ends where it begins: " + result.Interval[1].String()
	if sums.open.compare(whole(0)) > 0 {
		text = fmt.Sprintf("what is not answered can still add %s to Σw·credit: 100 × %s / %s = %s", sums.open, top, weight, result.Interval[1])
	}
	e.say("interval", text, figure("high", sums.of100(top)))
	e.say("reachable", fmt.Sprintf("with all evidence fresh and verified too: 100 × %s / %s = %s", reach, weight, sums.of100(reach).tenths()), figure("reachable", sums.of100(reach)))
	e.say("coverage", fmt.Sprintf("answered weight %d of %s = %s", sums.answered, weight, english.Percent(result.Coverage)), figure("coverage", part(sums.answered, sums.weight)))
	points := e.inWhole(d, sums.of100(sums.shown))
	e.say("of the whole", fmt.Sprintf("W·D / ΣW = %d × %s / %s = %s points, of at most %s", result.Weight, sums.of100(sums.shown), e.weights, points, e.inWhole(d, whole(100))), figure("points", points))
}

// inWhole turns points of a domain's 100 into points of the whole's.
func (e *explainer) inWhole(d int, points ratio) ratio {
	if e.weights.compare(whole(0)) == 0 {
		return whole(0)
	}
	return points.times(whole(int64(e.q.Domains[d].Weight))).over(e.weights)
}

// limits lists everything that lowers the verdict, whatever the average.
func (e *explainer) limits(d int) {
	domain, sums, result := &e.q.Domains[d], e.sums[d], e.result.Domains[d]
	e.section("Limits")
	for _, floor := range []struct {
		least int
		what  string
	}{{domain.Floor, "approval"}, {domain.FloorConditional, "a conditional verdict"}} {
		switch {
		case floor.least == 0:
		case result.Shown < Score(floor.least*10):
			e.say("floor", fmt.Sprintf("%s needs %d; the domain shows %s", floor.what, floor.least, result.Shown))
		default:
			e.say("floor", fmt.Sprintf("%s needs %d; %s reaches it", floor.what, floor.least, result.Shown))
		}
	}
	text := fmt.Sprintf("set aside by hand: weight %d of %d; more than %d%% would be thin", sums.byHand, sums.all, e.q.Scoring.Thin)
	if result.Thin {
		text = fmt.Sprintf("set aside by hand: weight %d of %d, more than %d%%, so the verdict is conditional at most", sums.byHand, sums.all, e.q.Scoring.Thin)
	}
	e.say("thin", text)
}

// setAside lists the items in no sum, with the reason.
func (e *explainer) setAside(domain *questionnaire.Domain) {
	begun := false
	for i := range domain.Items {
		item := &domain.Items[i]
		state := e.result.Item(item.ID).State
		if counts(item, state) {
			continue
		}
		if !begun {
			e.section("In no sum")
			begun = true
		}
		e.lead(item.ID, item.Title+": "+e.whyOut(item, state))
	}
}

// whyOut tells why an item enters no sum.
func (e *explainer) whyOut(item *questionnaire.Item, state ItemState) string {
	switch {
	case state == StateHidden:
		return e.result.Item(item.ID).HiddenWords()
	case state == StateLater:
		return "counts from milestone " + string(item.Phase.From()) + " on"
	case state == StateNA && len(item.ClosedBy) > 0:
		return "none of the items that close it applies"
	case state == StateNA && e.setAsideByRule(item):
		return "not applicable when " + item.NotApplicableWhen
	case state == StateNA:
		return "set aside by hand"
	case len(item.ClosedBy) > 0:
		return "a line of a checklist, which only repeats " + strings.Join(item.ClosedBy, ", ")
	}
	return "a fact: " + e.known(item.ID)
}

func (e *explainer) setAsideByRule(item *questionnaire.Item) bool {
	byRule, _ := e.asides.Holds(item.NotApplicableWhen)
	return byRule
}

// ofWhole explains the score, the verdict and the risk.
func (e *explainer) ofWhole() {
	if e.scored() {
		e.domains()
		e.score()
	}
	e.steps()
	e.gateStates(e.q.Domains)
	e.flagged("")
	e.remaining()
	e.unscored()
}

// unscored lists the domains without a score.
func (e *explainer) unscored() {
	begun := false
	for d := range e.q.Domains {
		domain := &e.q.Domains[d]
		if e.scored() && e.sums[d].weight > 0 {
			continue
		}
		if !begun {
			e.section("Domains without a score")
			begun = true
		}
		e.lead(domain.ID, domain.Name)
	}
}

func (e *explainer) domains() {
	e.table("Domains", "W weight, D* claimed, D shown, points W·D / ΣW: its part of the average", "W", "D*", "D", "W·D", "points")
	for d := range e.q.Domains {
		domain, sums := &e.q.Domains[d], e.sums[d]
		if sums.weight == 0 {
			continue
		}
		weight, shown := whole(int64(domain.Weight)), sums.of100(sums.shown)
		e.row(domain.ID, domain.Name, weight, sums.of100(sums.claimed), shown, weight.times(shown), e.inWhole(d, shown))
	}
}

func (e *explainer) score() {
	r, warning := e.result, e.q.Scoring.Warning
	e.section("Score")
	if r.Shown == NoScore {
		e.say("S", "nothing carries weight here, so there is no score")
		return
	}
	average, penalty := e.sum.over(e.weights), e.penalty()
	e.say("average", fmt.Sprintf("ΣW·D / ΣW = %s / %s = %s", e.sum, e.weights, average), figure("ΣW·D", e.sum), figure("ΣW", e.weights), figure("average", average))
	text := "none is open"
	if r.Flags.Warning > 0 {
		text = fmt.Sprintf("%s open at %s each, at most %d: −%s", english.Count(r.Flags.Warning, "warning"), english.Count(warning.Each, "point"), warning.Most, penalty)
	}
	e.say("warnings", text, figure("penalty", penalty))
	text = fmt.Sprintf("%s − %s = %s", average, penalty, average.minus(penalty))
	if held := e.held(e.sum); held.compare(average.minus(penalty)) != 0 {
		text += fmt.Sprintf(", held at %s", held)
	}
	e.say("S", text+fmt.Sprintf(", printed as %s", r.Shown), figure("S", e.held(e.sum)))
	e.others()
}

// others explains the figures beside S: claimed, interval, reachable and
// coverage.
func (e *explainer) others() {
	r := e.result
	claimed := e.overDomains(func(s domainSums) ratio { return s.of100(s.claimed) })
	e.say("claimed", fmt.Sprintf("S* = ΣW·D* / ΣW = %s / %s = %s: it ignores evidence, its age, and warnings; printed as %s", claimed, e.weights, claimed.over(e.weights), r.Claimed),
		figure("S*", claimed.over(e.weights)))
	high := e.overDomains(func(s domainSums) ratio { return s.of100(s.shown.plus(s.open)) })
	text := fmt.Sprintf("%s to %s: everything that counts is answered, so both ends are S", r.Interval[0], r.Interval[1])
	if high.compare(e.sum) != 0 {
		text = fmt.Sprintf("%s to %s: from S to the score with the best answer to every unanswered item: %s", r.Interval[0], r.Interval[1], e.asScore(high, r.Interval[1]))
	}
	e.say("interval", text, figure("low", e.held(e.sum)), figure("high", e.held(high)))
	reach := e.overDomains(func(s domainSums) ratio { return s.of100(s.reach.plus(s.open)) })
	e.say("reachable", "with all evidence fresh and verified too: "+e.asScore(reach, r.Reachable), figure("reachable", e.held(reach)))
	answered := e.overDomains(func(s domainSums) ratio { return part(s.answered, s.weight) })
	e.say("coverage", fmt.Sprintf("ΣW·(answered w / Σw) / ΣW = %s / %s: %s of the weight is answered", answered, e.weights, english.Percent(r.Coverage)), figure("coverage", answered.over(e.weights)))
}

// overDomains is ΣW·x over the domains with weight to score.
func (e *explainer) overDomains(x func(s domainSums) ratio) ratio {
	sum := whole(0)
	for d, sums := range e.sums {
		if sums.weight > 0 {
			sum = sum.plus(x(sums).times(whole(int64(e.q.Domains[d].Weight))))
		}
	}
	return sum
}

// asScore tells how ΣW·D becomes the printed score.
func (e *explainer) asScore(sum ratio, printed Score) string {
	average := sum.over(e.weights)
	less := average.minus(e.penalty())
	text := fmt.Sprintf("ΣW·D / ΣW = %s / %s = %s", sum, e.weights, average)
	if e.result.Flags.Penalty > 0 {
		text += fmt.Sprintf(", less %s for the warnings = %s", e.penalty(), less)
	}
	if held := e.held(sum); held.compare(less) != 0 {
		text += fmt.Sprintf(", held at %s", held)
	}
	return text + fmt.Sprintf(", printed as %s", printed)
}

// penalty is the cost of the open warnings.
func (e *explainer) penalty() ratio { return whole(int64(e.result.Flags.Penalty)) }

// steps goes through the verdict in the order of the engine: the first rule
// that applies decides.
func (e *explainer) steps() {
	r := e.result
	e.section("Verdict")
	blocking := len(e.gates) + len(e.failed) + r.Flags.Stop
	if blocking > 0 {
		e.say("blockers", "an open hard gate, an open stop flag or a rule that fails blocks, whatever the score")
		e.reasons(r.Because)
		e.say("verdict", string(r.Verdict))
		return
	}
	e.say("blockers", "no hard gate is open, no stop flag, and every rule could be evaluated")
	if e.scored() && r.Shown != NoScore {
		answer := "is not reached"
		if e.covered {
			answer = "is reached"
		}
		e.say("coverage", fmt.Sprintf("%d%% of the weight must be answered, which %s with %s", e.q.Scoring.Coverage, answer, english.Percent(r.Coverage)), figure("needed", hundredths(e.q.Scoring.Coverage)))
	}
	if bands := e.q.Scoring.Bands; e.scored() && r.Verdict != Incomplete {
		e.say("bands", fmt.Sprintf("approve from %d, conditional from %d, remediate from %d, decline below", bands.Approve, bands.Conditional, bands.Remediate))
	}
	e.reasons(r.Because)
	if e.scored() && r.Verdict != Incomplete && len(r.Because) == 1 {
		e.say("lowered", "by nothing: no floor, thin domain, waiver or open gate takes it further down")
	}
	e.say("verdict", string(r.Verdict))
}

func (e *explainer) reasons(because []Reason) {
	for _, reason := range because {
		text := reason.Text
		switch reason.Kind {
		case "band":
			text += ": " + reason.State
		case "floor", "thin", "waiver":
			text += ": lowered to " + reason.State
		case "gate":
			if reason.Item != "" && !reason.Hard {
				text += ": conditional at most while it is open"
			}
		case "flag":
			text = "stop flag: " + text
		}
		e.add(ExplanationLine{Name: cmp.Or(reason.Item, reason.Kind), Text: text, Opens: reason.Item})
	}
}

// remaining explains the residual risk.
func (e *explainer) remaining() {
	rules, r := e.q.Scoring.Risk, e.result
	if len(rules.Impact) == 0 {
		return
	}
	e.section("Risk")
	gap, tiers, standing := e.likelihood()
	likelihood, largest := gap.plus(tiers).plus(standing).atMost(whole(5)), whole(int64(r.Risk.Impact))
	if r.Shown == NoScore {
		e.say("likelihood", "5, for want of a score", figure("likelihood", likelihood))
	} else {
		text := fmt.Sprintf("1 + 4 × (1 − %s/100) = %s", r.Shown, gap)
		if tiers.compare(whole(0)) > 0 {
			text += fmt.Sprintf("; + %s for the delivery tiers beyond the first (%s)", tiers, e.known(rules.ChainTiers))
		}
		if standing.compare(whole(0)) > 0 {
			text += fmt.Sprintf("; + %s for standing access (%s)", standing, e.known(rules.StandingAccess))
		}
		text += fmt.Sprintf("; at most 5: %s, printed as %s", likelihood, r.Risk.Likelihood)
		e.say("likelihood", text, figure("likelihood", likelihood))
	}
	for _, id := range rules.Impact {
		impact := e.q.Item(id).FactImpact(e.AnswerText(id))
		e.add(ExplanationLine{
			Name: id, Opens: id, Text: fmt.Sprintf("impact %d: %s", impact, e.known(id)), Figures: []Figure{figure("impact", whole(int64(impact)))},
		})
	}
	e.say("impact", fmt.Sprintf("the largest, and at least 1: %d", r.Risk.Impact), figure("impact", largest))
	tier, _ := riskTier(r.Risk.Score, rules.ReviewDays)
	text := fmt.Sprintf("%s × %d = %s: %s", r.Risk.Likelihood, r.Risk.Impact, r.Risk.Score, tier)
	if tier != r.Risk.Tier {
		text += ", but " + r.Risk.Tier + " while blocked"
	}
	e.say("risk", text, figure("risk", part(int64(r.Risk.Score), 10)))
	e.say("review", fmt.Sprintf("within %d days", r.Risk.ReviewDays))
}
