package questionnaire

import (
	"fmt"
	"slices"
)

// weightRules look for weights that no sum ever holds.
func weightRules() []rule {
	return []rule{idleItemWeights, idleDomainWeights, idleOverlayWeights}
}

// neverWeighs reports whether the item stays out of every sum, whatever weight
// it is given.
func neverWeighs(item *Item) bool {
	heavy := *item
	heavy.Weight = 1
	return heavy.Weighted() == 0
}

func idleItemWeights(q *Questionnaire) []Mistake {
	var found []Mistake
	for path, item := range q.each() {
		because := ""
		switch {
		case item.Weight == 0 || !item.Kind.Judged(): // a weight on a fact is an error
		case q.GatesOnly():
			because = "nothing is scored here"
		case len(item.ClosedBy) > 0:
			because = "a checklist line only repeats its items"
		case neverWeighs(item):
			because = "a gate asked of us blocks, but says nothing about the vendor"
		}
		if because != "" {
			found = append(found, warn(path+".weight", "leave it out", "the weight of %s never counts: %s", item.ID, because))
		}
	}
	return found
}

func idleDomainWeights(q *Questionnaire) []Mistake {
	var found []Mistake
	for d, domain := range q.Domains {
		path := fmt.Sprintf("domains[%d]", d)
		weighted, graded := 0, 0
		for i := range domain.Items {
			if item := &domain.Items[i]; item.Weighted() > 0 {
				weighted++
				if !item.Kind.IsGate() {
					graded++
				}
			}
		}
		switch {
		case q.GatesOnly() && domain.Weight > 0:
			found = append(found, warn(path+".weight", "leave it out", "the weight of %s never counts: nothing is scored here", domain.ID))
		case q.GatesOnly():
		case domain.Weight > 0 && weighted == 0:
			found = append(found, warn(path+".weight", "leave it out", "the weight of %s never counts: none of its items is scored", domain.ID))
		case domain.Weight == 0 && graded > 0 && domain.Floor == 0:
			found = append(found, warn(path, "give it a weight, or a floor", "%s has no weight, so its %d grades never change the score", domain.ID, graded))
		}
	}
	return found
}

func idleOverlayWeights(q *Questionnaire) []Mistake {
	var found []Mistake
	for n, overlay := range q.Overlays {
		for i, change := range overlay.Items {
			if item := q.items[change.ID]; item != nil && change.Weight > 0 && (neverWeighs(item) || q.GatesOnly()) {
				found = append(found, warn(fmt.Sprintf("overlays[%d].items[%d].weight", n, i), "leave it out", "the weight of %s under %s never counts either", item.ID, overlay.View))
			}
		}
	}
	return found
}

// scoreRules find figures without effect.
func scoreRules() []rule {
	return []rule{unreachableFloors, unreachableBands, uselessPenalty, riskFacts, reviewDays}
}

func unreachableFloors(q *Questionnaire) []Mistake {
	var found []Mistake
	for d := range q.Domains {
		domain := &q.Domains[d]
		path := fmt.Sprintf("domains[%d]", d)
		most := q.best(domain)
		for _, floor := range []struct {
			key   string
			score int
		}{{"floor", domain.Floor}, {"floor_conditional", domain.FloorConditional}} {
			switch {
			case floor.score == 0:
			case q.GatesOnly():
				found = append(found, warn(path+"."+floor.key, "leave it out", "the %s of %s never counts: nothing is scored here", floor.key, domain.ID))
			case most.of == 0:
				found = append(found, warn(path, "leave it out", "the %s of %s never counts: none of its items is scored", floor.key, domain.ID))
			case !most.reaches(floor.score):
				found = append(found, warn(path, "lower it, or ask for more than scenarios", "no answers can meet the %s of %s: it is %d, and %s can show at most %d",
					floor.key, domain.ID, floor.score, domain.ID, most.sum/most.of))
			}
		}
	}
	return found
}

// unreachableBands compares the bands with the domain that can show most, for
// the score is a mean of them all.
func unreachableBands(q *Questionnaire) []Mistake {
	if q.GatesOnly() {
		return nil
	}
	var most share
	for d := range q.Domains {
		if domain := q.best(&q.Domains[d]); q.Domains[d].Weight > 0 && domain.of > 0 && (most.of == 0 || most.below(domain)) {
			most = domain
		}
	}
	if most.of == 0 {
		return nil
	}
	var found []Mistake
	for _, band := range []struct {
		key   string
		least int
	}{{"approve", q.Scoring.Bands.Approve}, {"conditional", q.Scoring.Bands.Conditional}, {"remediate", q.Scoring.Bands.Remediate}} {
		if !most.reaches(band.least) {
			found = append(found, warn("scoring.bands."+band.key, "lower it, or raise the factors", "no answers can reach %s: it begins at %d, and %d is the most that can be shown",
				band.key, band.least, most.sum/most.of))
		}
	}
	return found
}

// share is an exact share of hundredths.
type share struct{ sum, of int }

// reaches reports whether the share comes to a score of 0–100.
func (s share) reaches(score int) bool { return s.sum >= score*s.of }

func (s share) below(other share) bool { return s.sum*other.of < other.sum*s.of }

// best is the highest share that a domain can show at any milestone and in
// any view, with perfect answers. Its "of" is 0 if nothing is scored.
func (q *Questionnaire) best(domain *Domain) share {
	var most share
	for _, view := range []View{Current, NPRM2025} {
		for _, milestone := range Milestones() {
			if here := q.bestAt(domain, milestone, view); here.of > 0 && (most.of == 0 || most.below(here)) {
				most = here
			}
		}
	}
	return most
}

// bestAt counts every item that always counts. An item that a rule can hide
// or set aside counts if that raises the share.
func (q *Questionnaire) bestAt(domain *Domain, at Milestone, view View) share {
	var sure share
	var optional []share
	for i := range domain.Items {
		item := &domain.Items[i]
		if item.Weighted() == 0 || !at.Reached(item.Phase.From()) || item.Basis == Proposed && view != NPRM2025 {
			continue
		}
		worth := share{item.Weighted() * q.Scoring.Assurance.Attested, item.Weighted()}
		if item.Kind.Scored() {
			worth.sum = worth.of * q.Scoring.Scenario.TwoScorers
		}
		if len(q.AskedWhen(item)) > 0 || item.NotApplicableWhen != "" || item.Reserve {
			optional = append(optional, worth)
			continue
		}
		sure = share{sure.sum + worth.sum, sure.of + worth.of}
	}
	slices.SortStableFunc(optional, func(a, b share) int { return b.sum*a.of - a.sum*b.of })
	for _, worth := range optional {
		if sure.of == 0 || sure.below(worth) {
			sure = share{sure.sum + worth.sum, sure.of + worth.of}
		}
	}
	return sure
}

func uselessPenalty(q *Questionnaire) []Mistake {
	if penalty := q.Scoring.Warning; !q.GatesOnly() && penalty.Each > penalty.Most {
		return []Mistake{warn("scoring.warning.most", "most limits the cost of all open warnings together", "one warning costs %d, but all of them together cost at most %d", penalty.Each, penalty.Most)}
	}
	return nil
}

// riskFacts check the facts behind the risk: figures without effect, and
// facts whose missing answer makes the risk look smaller than it may be.
func riskFacts(q *Questionnaire) []Mistake {
	risk := q.Scoring.Risk
	var found []Mistake
	for key, given := range map[string]bool{"chain_tiers": risk.ChainTiers != "", "standing_access": risk.StandingAccess != ""} {
		if given && len(risk.Impact) == 0 {
			found = append(found, warn("scoring.risk."+key, "name the facts that make the impact", "%s has no effect on the risk: impact names no facts", key))
		}
	}
	for path, item := range q.each() {
		enters := slices.Contains(risk.Impact, item.ID)
		most := len(item.ImpactFrom)
		for n, option := range item.Options {
			most = max(most, option.Impact)
			if enters && option.Impact == 0 {
				found = append(found, warn(fmt.Sprintf("%s.options[%d]", path, n), "give it an impact of 1 to 5", "%q has no impact, so the risk counts it as harmless", option.Value))
			}
		}
		switch impact := item.FactImpact(""); {
		case !enters && most > 0:
			found = append(found, warn(path, "name it in scoring.risk.impact", "the impacts of %s have no effect on the risk", item.ID))
		case enters && impact < most:
			found = append(found, warn(path+".worst", "a missing answer counts as the worst", "the worst value of %s has impact %d, but another answer has %d", item.ID, impact, most))
		}
	}
	return found
}

// reviewDays finds a greater risk that is reviewed less often, or a tier
// without a review.
func reviewDays(q *Questionnaire) []Mistake {
	days := q.Scoring.Risk.ReviewDays
	if len(q.Scoring.Risk.Impact) == 0 {
		return nil
	}
	var found []Mistake
	longest := days.Low
	for _, tier := range []struct {
		key  string
		days int
	}{{"low", days.Low}, {"moderate", days.Moderate}, {"high", days.High}, {"critical", days.Critical}} {
		path := "scoring.risk.review_days." + tier.key
		switch {
		case tier.days <= 0:
			found = append(found, warn(path, "give the days between two reviews", "a risk that is %s has no date for its next review", tier.key))
		case tier.days > longest && longest > 0:
			found = append(found, warn(path, "", "a risk that is %s is reviewed after %d days, but a smaller one after %d", tier.key, tier.days, longest))
		}
		longest = tier.days
	}
	return found
}
