package assessment_test

import (
	"maps"
	"math/big"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/assessment"
	"assay/questionnaire"

	"github.com/google/go-cmp/cmp"
)

// reference judges as docs/architecture.md describes, slowly and in big fractions.
// It was written from the rules and shares no code with the engine.
type reference struct {
	s    assessment.Snapshot
	asOf assessment.Date
	at   questionnaire.Milestone

	claimed, shown, high, reach, coverage *big.Rat
	open                                  bool            // a hard gate
	gates                                 map[string]bool // every open gate, and whether it is hard
	likelihood, risk                      assessment.Score
	verdict                               assessment.Verdict
}

func frac(a, b int64) *big.Rat { return big.NewRat(a, b) }
func mul(a ...*big.Rat) *big.Rat {
	r := frac(1, 1)
	for _, x := range a {
		r.Mul(r, x)
	}
	return r
}
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

var factors = map[assessment.Assurance]*big.Rat{
	assessment.Claimed: frac(2, 5), assessment.Documented: frac(7, 10), assessment.Verified: frac(9, 10), assessment.Attested: frac(1, 1),
}

// later picks the value for the milestone: the latest one set for award or access,
// or else the first one.
func later[T any](r *reference, first T, at map[questionnaire.Milestone]T) T {
	if value, set := at["award"]; set {
		first = value
	}
	if value, set := at["access"]; set && r.at != questionnaire.Award {
		first = value
	}
	return first
}

// supports gives the assurance of a record, and the best freshness with which it
// counts as one of these kinds, or a freshness of 0.
func (r *reference) supports(a assessment.Answer, e assessment.Evidence, accepted []string) (assessment.Assurance, *big.Rat) {
	if e.Unread {
		return assessment.Claimed, frac(0, 1)
	}
	grade := a.Assurance
	if e.Assurance != "" {
		grade = e.Assurance
	}
	if grade == assessment.Attested && (e.Scope == nil || e.Scope.Entity == "" || e.Scope.Site == "" || e.Scope.System == "" || e.Scope.Period == "") {
		grade = assessment.Documented
	}
	if grade == "" || grade == assessment.Claimed {
		return assessment.Claimed, frac(0, 1)
	}
	best, ids := frac(0, 1), []string{e.Kind}
	for _, also := range e.Also {
		ids = append(ids, also.Kind)
	}
	for _, kind := range r.s.Questionnaire.Evidence {
		if slices.Contains(ids, kind.ID) && (len(accepted) == 0 || slices.Contains(accepted, kind.ID)) {
			best = larger(best, r.fresh(kind, e))
		}
	}
	return grade, best
}

// fresh is the freshness of a record of one kind.
func (r *reference) fresh(kind questionnaire.EvidenceKind, e assessment.Evidence) *big.Rat {
	age, limit := int64(r.asOf)-int64(e.AsOf), int64(later(r, kind.FreshnessDays, kind.FreshAt))
	switch {
	case age < 0 || e.ValidUntil != 0 && e.ValidUntil < r.asOf || strings.HasPrefix(e.SHA256, "e3b0c442"):
	case kind.HardValidity && e.ValidUntil != 0:
		return frac(1, 1)
	case kind.HardValidity || e.AsOf == 0:
	case limit == 0 || age <= limit:
		return frac(1, 1)
	case age <= 2*limit: // from 1 at the limit in a straight line to one half at twice the limit
		return new(big.Rat).Sub(frac(1, 1), mul(frac(1, 2), frac(age-limit, limit)))
	}
	return frac(0, 1)
}

// accepted lists the kinds that add credit: the kinds of all groups, and the kinds
// beside them.
func (r *reference) accepted(item *questionnaire.Item) []string {
	kinds := slices.Clone(later(r, item.Evidence, item.ShownBy))
	for _, group := range later(r, item.MustShow, item.MustShowAt) {
		kinds = append(kinds, group.By...)
	}
	return kinds
}

// hidden reports an item whose condition is false. Answers to re-verify hide
// nothing: they count as the worst.
func (r *reference) hidden(item *questionnaire.Item) bool {
	known := func(fact string) string {
		if a := r.s.Answers[fact]; a.Reverify == nil {
			return a.Value
		}
		return ""
	}
	switch item.ID {
	case "far", "OFF-01":
		return known("links") == "0"
	case "EXT-01":
		return r.notShown(r.s.Questionnaire.Item("TEC-02"), r.s.Answers["TEC-02"], 0)
	case "EXT-03":
		return !slices.Contains(r.s.Reserve, item.ID)
	}
	switch item.When {
	case "":
		return false
	case `fact("links") > 0`:
		return known("links") == "0"
	case `fact("records") >= 500`:
		return known("records") == "0"
	}
	panic(item.When)
}

// fact is the value of a fact, the worst if it is hidden or missing.
func (r *reference) fact(id string) string {
	item := r.s.Questionnaire.Item(id)
	if value := r.s.Answers[id].Value; value != "" && !r.hidden(item) {
		return value
	}
	return string(item.Worst)
}

// value gives p and c of an answered item, and the most that c can still become.
func (r *reference) value(item *questionnaire.Item, a assessment.Answer) (p, c, most *big.Rat) {
	if item.Kind == questionnaire.Scenario {
		var grades []int
		apart := 0 // people who entered their own grade and stand by it
		for _, g := range a.Grades {
			grades = append(grades, *g.Grade)
			if g.By == g.Scorer && !g.Reverify {
				apart++
			}
		}
		low, high := slices.Min(grades), slices.Max(grades)
		mean, k := frac(0, 1), frac(7, 10)
		for _, g := range grades {
			mean = add(mean, frac(int64(g), int64(len(grades))))
		}
		if a.Reconciled != "" && high-low >= 2 {
			mean = frac(int64(*a.Reconciling), 1)
		}
		switch {
		case high-low >= 2 && a.Reconciled == "":
			mean = frac(int64(low), 1)
		case apart == 2:
			k = frac(9, 10)
		}
		if len(a.Elements) == 0 && mean.Cmp(frac(1, 1)) > 0 {
			mean = frac(1, 1)
		}
		if a.Reverify != nil {
			k = factors[assessment.Claimed]
		}
		p = mul(mean, frac(1, 4))
		return p, mul(p, k), larger(mul(p, k), mul(p, frac(9, 10)))
	}
	switch a.Value {
	case "met", "present":
		p = frac(1, 1)
	case "partial":
		p = frac(1, 2)
	case "unmet", "absent":
		p = frac(0, 1)
	default:
		p = frac(int64(a.Value[0]-'0'), 4)
	}
	kf := factors[assessment.Claimed]
	for _, e := range a.Evidence {
		if grade, f := r.supports(a, e, r.accepted(item)); a.Reverify == nil {
			kf = larger(kf, mul(factors[grade], f))
		}
	}
	c = mul(p, kf)
	return p, c, larger(c, mul(p, factors[assessment.Verified]))
}

// gateOpen reports an open gate, and whether it is hard.
func (r *reference) gateOpen(item *questionnaire.Item, a assessment.Answer) (open, hard bool) {
	least := 0
	if r.at != questionnaire.Award {
		least = item.GateAt["access"]
	}
	if item.Kind != questionnaire.Gate && least == 0 {
		return false, false
	}
	return r.notShown(item, a, least) && !r.waived(item), item.Hard || least > 0
}

// waived reports a live waiver: not for law, at award only, and while it lasts.
func (r *reference) waived(item *questionnaire.Item) bool {
	w, granted := r.s.Waivers[item.ID]
	return granted && item.Basis != "R" && item.Basis != "O" && r.at == questionnaire.Award && w.Granted <= r.asOf && r.asOf <= w.Expires
}

// unbound reports a link of the chain that touches patient data or credentials
// without an agreement in force.
func (r *reference) unbound() bool {
	return slices.ContainsFunc(r.s.Links, func(l assessment.Link) bool {
		inForce := l.Flow != nil && l.Flow.Signed <= r.asOf && (l.Flow.UntilTerminated || l.Flow.Ends >= r.asOf)
		return (l.PHI || l.Credentials) && !inForce
	})
}

func (r *reference) notShown(item *questionnaire.Item, a assessment.Answer, least int) bool {
	if item.Chain && r.unbound() {
		return true
	}
	if a.Reverify != nil || a.Value == "" || a.Value == "unmet" || least > 0 && int(a.Value[0]-'0') < least {
		return true
	}
	groups := later(r, item.MustShow, item.MustShowAt)
	if groups == nil {
		groups = []questionnaire.Group{{By: later(r, item.Evidence, item.ShownBy)}}
	}
	return slices.ContainsFunc(groups, func(g questionnaire.Group) bool {
		return !slices.ContainsFunc(a.Evidence, func(e assessment.Evidence) bool {
			grade, f := r.supports(a, e, g.By)
			return f.Cmp(frac(1, 1)) == 0 && (grade == assessment.Verified || item.MinAssurance != "verified" && grade != assessment.Claimed)
		})
	})
}

// near reports whether it is known that nothing is far. A hidden answer is not.
func (r *reference) near() bool {
	far := r.s.Answers["far"]
	return far.Value == "no" && far.Reverify == nil && !r.hidden(r.s.Questionnaire.Item("far"))
}

func (r *reference) judge() {
	zero := func() *big.Rat { return frac(0, 1) }
	weights, warnings, stop := zero(), int64(0), false
	r.claimed, r.shown, r.high, r.reach, r.coverage = zero(), zero(), zero(), zero(), zero()
	var floors []assessment.Verdict
	thin := false
	// What waits to be verified sets nothing aside: an unknown count is the worst.
	links, split := r.s.Answers["links"], r.s.Answers["BAA-02"]
	none := links.Value == "0" && links.Reverify == nil && split.Value != "" && split.Reverify == nil && !r.hidden(r.s.Questionnaire.Item("BAA-02"))
	for _, flag := range r.s.Flags {
		if flag.Resolution != nil {
			continue
		}
		if flag.Severity == questionnaire.Stop {
			stop = true
		} else {
			warnings++
		}
	}
	for _, action := range r.s.Actions {
		if action.Closed == nil && r.asOf > action.Due {
			warnings++
		}
	}
	for _, domain := range r.s.Questionnaire.Domains {
		w, p, c, high, reach, answered := zero(), zero(), zero(), zero(), zero(), zero()
		all, byHand := zero(), zero()
		for i := range domain.Items {
			item := &domain.Items[i]
			a := r.s.Answers[item.ID]
			late := item.Phase == "onboarding" && r.at == questionnaire.Award
			if item.Kind == questionnaire.Fact || item.Basis == "N" || late || r.hidden(item) {
				continue
			}
			if item.ID == "TEC-05" && r.fact("tiers") != "1" && r.fact("standing") != "no" {
				warnings++ // facts contradict each other, even if the item is set aside by hand
			}
			weight := frac(int64(item.Weight), 1)
			if item.Kind == questionnaire.Gate && item.AskedOf == "us" {
				weight = zero()
			}
			all = add(all, weight)
			if item.ID == "BAA-03" && none && !(item.Chain && r.unbound()) || item.ID == "EXT-02" && r.near() {
				continue
			}
			if a.NotApplicable != nil && a.Reverify == nil && !item.Hard && (r.at == questionnaire.Award || item.GateAt["access"] == 0) {
				byHand = add(byHand, weight)
				continue
			}
			w = add(w, weight)
			if item.ID == "TEC-05" && r.s.Answers["TEC-01"].Value == "1" {
				warnings++
			}
			if open, hard := r.gateOpen(item, a); open {
				r.gates[item.ID] = hard
				r.open = r.open || hard
				floors = append(floors, assessment.Conditional)
			}
			if item.Kind == questionnaire.Gate && r.notShown(item, a, 0) && r.waived(item) {
				floors = append(floors, assessment.Conditional)
			}
			if a.Value == "" && len(a.Scores) == 0 {
				most := frac(1, 1)
				if item.Kind == questionnaire.Scenario {
					most = frac(9, 10)
				}
				high, reach = add(high, mul(weight, most)), add(reach, mul(weight, most))
				continue
			}
			ip, ic, most := r.value(item, a)
			answered = add(answered, weight)
			p, c, high, reach = add(p, mul(weight, ip)), add(c, mul(weight, ic)), add(high, mul(weight, ic)), add(reach, mul(weight, most))
			if item.Kind == questionnaire.Scenario && ip.Sign() == 0 || item.ID == "TEC-01" && a.Value == "0" {
				warnings++
			}
		}
		if all.Sign() > 0 && mul(byHand, frac(5, 1)).Cmp(all) > 0 {
			thin = true
		}
		if w.Sign() == 0 {
			continue
		}
		share := mul(frac(int64(domain.Weight), 1), new(big.Rat).Inv(w))
		weights = add(weights, frac(int64(domain.Weight), 1))
		r.claimed, r.shown = add(r.claimed, mul(share, p)), add(r.shown, mul(share, c))
		r.high, r.reach = add(r.high, mul(share, high)), add(r.reach, mul(share, reach))
		r.coverage = add(r.coverage, mul(share, answered))
		printed := rounded(mul(frac(100, 1), c, new(big.Rat).Inv(w)))
		if printed < assessment.Score(10*domain.Floor) {
			floors = append(floors, assessment.Conditional)
		}
		if printed < assessment.Score(10*domain.FloorConditional) {
			floors = append(floors, assessment.Remediate)
		}
	}
	penalty := frac(min(3*warnings, 15), 1)
	for _, sum := range []**big.Rat{&r.claimed, &r.shown, &r.high, &r.reach, &r.coverage} {
		*sum = mul(*sum, frac(100, 1), new(big.Rat).Inv(weights))
	}
	for _, sum := range []**big.Rat{&r.shown, &r.high, &r.reach} {
		*sum = larger(new(big.Rat).Sub(*sum, penalty), zero())
	}
	order := []assessment.Verdict{assessment.Decline, assessment.Remediate, assessment.Conditional, assessment.Approve}
	band := 0
	for _, least := range []assessment.Score{500, 650, 800} {
		if rounded(r.shown) >= least {
			band++
		}
	}
	if thin {
		floors = append(floors, assessment.Conditional)
	}
	for _, floor := range floors {
		band = min(band, slices.Index(order, floor))
	}
	switch {
	case r.open || stop:
		r.verdict = assessment.Blocked
	case r.coverage.Cmp(frac(90, 1)) < 0:
		r.verdict = assessment.Incomplete
	default:
		r.verdict = order[band]
	}
	r.residual()
}

// residual is the risk: the printed likelihood times the impact.
func (r *reference) residual() {
	number := func(id string) int64 { return int64(must(strconv.Atoi(r.fact(id)))) }
	likelihood := new(big.Rat).Sub(frac(5, 1), frac(4*int64(rounded(r.shown)), 1000))
	likelihood = add(likelihood, frac(max(number("tiers")-1, 0), 2))
	if r.fact("standing") != "no" {
		likelihood = add(likelihood, frac(1, 2))
	}
	if r.likelihood = rounded(likelihood); r.likelihood > 50 {
		r.likelihood = 50
	}
	impact := map[string]int{"view": 2, "admin": 5}[r.fact("privilege")]
	for n, from := range []int64{0, 500, 10000, 100000, 1000000} {
		if number("records") >= from {
			impact = max(impact, n+1)
		}
	}
	r.risk = r.likelihood * assessment.Score(impact)
}

// rounded is one decimal, half away from zero, of a figure that is not
// negative.
func rounded(x *big.Rat) assessment.Score {
	tenths := add(mul(x, frac(10, 1)), frac(1, 2))
	return assessment.Score(new(big.Int).Quo(tenths.Num(), tenths.Denom()).Int64())
}

// randomInterview answers at random: now and then nothing, mostly something,
// with records of every age, grade and kind.
func randomInterview(t testing.TB, q *questionnaire.Questionnaire, dice *rand.Rand) *interview {
	i := open(t, q)
	strong := dice.IntN(6) == 0 // else hardly any random vendor would be approved
	again := dice.IntN(3) == 0  // a re-assessment
	pick := func(list ...string) string { return list[dice.IntN(len(list))] }
	for _, domain := range q.Domains {
		for _, item := range domain.Items {
			a := assessment.Answer{Item: item.ID}
			if !strong && dice.IntN(25) == 0 {
				continue
			}
			switch item.Kind {
			case questionnaire.Fact:
				a.Value = map[string]string{"records": pick("0", "700", "50000", "2000000"), "privilege": pick("view", "admin"), "tiers": pick("1", "3"), "standing": pick("yes", "no"), "links": pick("0", "0", "2"), "far": pick("yes", "no")}[item.ID]
			case questionnaire.Gate:
				a.Value = pick("met", "met", "met", "met", "unmet")
			case questionnaire.Clause:
				a.Value = pick("present", "partial", "absent")
			case questionnaire.Scenario:
				a.Scores = map[string]int{"lead": dice.IntN(5)}
				if dice.IntN(2) == 0 {
					a.Scores["ciso"] = dice.IntN(5)
				}
				if dice.IntN(3) > 0 {
					a.Elements = []string{"actor"}
				}
				if dice.IntN(3) == 0 {
					a.Reconciled, a.Reconciling = "talked it over", new(dice.IntN(5))
				}
				if strong {
					a.Scores, a.Elements = map[string]int{"lead": 3 + dice.IntN(2), "ciso": 3 + dice.IntN(2)}, item.Elements
				}
			default:
				a.Value = pick("0", "1", "2", "3", "4")
			}
			grades := []assessment.Assurance{"", assessment.Claimed, assessment.Documented, assessment.Verified, assessment.Attested}
			a.Assurance = grades[dice.IntN(5)]
			for range dice.IntN(4) {
				record := assessment.Evidence{Kind: pick("EV-01", "EV-31", "EV-58"), Observed: "x", AsOf: today - assessment.Date(dice.IntN(900))}
				if record.Kind == "EV-01" || dice.IntN(4) == 0 {
					record.ValidUntil = record.AsOf + assessment.Date(dice.IntN(1200))
				}
				if dice.IntN(40) == 0 {
					record.SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
				}
				if other := pick("EV-01", "EV-31", "EV-58"); other != record.Kind && dice.IntN(3) == 0 {
					record.Also = []assessment.Also{{Kind: other, Seen: "page 2"}}
				}
				if dice.IntN(3) == 0 {
					record.Assurance = grades[dice.IntN(5)]
				}
				if dice.IntN(2) == 0 {
					record.Scope = &assessment.Scope{Entity: "a", Site: "b", System: "c", Period: pick("d", "")}
				}
				if dice.IntN(12) == 0 {
					record = assessment.Evidence{Kind: record.Kind, File: "x.pdf", SHA256: strings.Repeat("4e", 32), AsOf: record.AsOf, ValidUntil: record.ValidUntil, Unread: true}
				}
				a.Evidence = append(a.Evidence, record)
			}
			if item.Kind == questionnaire.Gate && dice.IntN(20) > 0 || strong && item.Kind != questionnaire.Fact && item.Kind != questionnaire.Scenario {
				a.Value = map[questionnaire.Kind]string{questionnaire.Gate: "met", questionnaire.Control: pick("3", "4"), questionnaire.Clause: "present"}[item.Kind]
				for _, kind := range q.Evidence {
					if strong {
						a.Evidence = append(a.Evidence, assessment.Evidence{Kind: kind.ID, Observed: "x", Assurance: assessment.Verified, AsOf: today - assessment.Date(dice.IntN(40)), ValidUntil: today + 90})
					}
					a.Evidence = append(a.Evidence, assessment.Evidence{Kind: kind.ID, Observed: "x", Assurance: assessment.Verified, AsOf: today - 80 + assessment.Date(dice.IntN(2)*60), ValidUntil: today + 5 + assessment.Date(dice.IntN(2)*100)})
				}
			}
			if item.Kind != questionnaire.Fact && !strong && dice.IntN(15) == 0 {
				a = assessment.Answer{Item: item.ID, NotApplicable: &assessment.NotApplicable{Reason: "x", By: "lead"}}
			}
			if again && dice.IntN(4) == 0 {
				a.Reverify = &assessment.Reverify{Because: []string{assessment.Reassessment}, By: "lead"}
			}
			if item.Kind == questionnaire.Scenario {
				i.graded(a, dice)
				continue
			}
			i.append(assessment.Answered{Answer: a})
		}
	}
	for range dice.IntN(3) {
		severity := questionnaire.Warning
		if dice.IntN(6) == 0 {
			severity = questionnaire.Stop
		}
		id := i.append(assessment.FlagRaised{Severity: severity, Text: "heard"})
		if dice.IntN(3) == 0 {
			i.append(assessment.FlagResolved{Flag: id, Reason: "settled"})
		}
	}
	soon := func(days int) assessment.Date { return today + assessment.Date(dice.IntN(2*days)-days) }
	for range dice.IntN(4) {
		id := i.append(assessment.ActionOpened{Action: assessment.Action{What: "Mend it", Owner: "Cruz", Side: "vendor", Due: soon(80)}})
		if dice.IntN(3) == 0 {
			i.append(assessment.ActionClosed{Action: id, How: "mended"})
		}
	}
	under := ""
	for range max(0, dice.IntN(8)-4) {
		l := assessment.Link{Under: under, Entity: "Sub", Country: "PH", PHI: dice.IntN(2) == 0, Credentials: dice.IntN(4) == 0}
		if dice.IntN(4) > 0 {
			l.Flow = &assessment.FlowDown{Signed: soon(80) - 60, UntilTerminated: dice.IntN(2) == 0}
			if !l.Flow.UntilTerminated {
				l.Flow.Ends = soon(80)
			}
		}
		under = i.append(assessment.LinkSet{Link: l})
	}
	for _, item := range []string{"TEC-02", "TEC-04", "BAA-01"} {
		if dice.IntN(4) == 0 {
			granted := soon(30)
			i.append(assessment.WaiverGranted{Waiver: assessment.Waiver{
				Item: item, Approver: "ciso", Reason: "late", Control: "none", Owner: "lead", Granted: granted, Expires: granted + assessment.Date(dice.IntN(91)),
			}})
		}
	}
	return i
}

// graded appends the grades of a scenario: mostly each by its own scorer, now
// and then all by one person, or to be re-verified.
func (i *interview) graded(a assessment.Answer, dice *rand.Rand) {
	passedOn, old := dice.IntN(5) == 0, dice.IntN(6) == 0
	for _, scorer := range slices.Sorted(maps.Keys(a.Scores)) {
		score, by := a.Scores[scorer], scorer
		if passedOn {
			by = "lead"
		}
		i.appendBy(by, assessment.Graded{Item: a.Item, Scorer: scorer, Grade: &score, Elements: a.Elements})
	}
	because, scores := a.Reverify, a.Scores
	a.Scores, a.Elements, a.Reverify = nil, nil, nil
	i.append(assessment.Answered{Answer: a})
	if len(scores) > 0 && (old || because != nil) {
		i.append(assessment.Moved{Milestone: questionnaire.Award, Reverify: map[string][]string{a.Item: {"ask_at"}}})
		if because == nil { // the lead stands by the old grade, and nobody else does
			i.append(i.snapshot().Answers[a.Item].Confirming("lead"))
		}
	} else if because != nil {
		a.Reverify = because
		i.append(assessment.Answered{Answer: a})
	}
}

// chained is the small questionnaire with the delivery chain tied to a gate
// that facts may set aside, and to one that counts from access on; with gates
// that need several records, items that facts hide, and a flag on facts.
func chained(t *testing.T) *questionnaire.Questionnaire {
	return withHidden(t, "id: BAA-03, kind: gate", "id: BAA-03, kind: gate, chain: true", "id: BAA-04, kind: gate", "id: BAA-04, kind: gate, chain: true",
		"[45 CFR 164.308(b)], evidence: [EV-31]", "[45 CFR 164.308(b)], must_show: [{show: Plan, by: [EV-31]}, {show: Paper, by: [EV-58, EV-01]}]",
		"[45 CFR 164.312(d)], evidence: [EV-31]", "[45 CFR 164.312(d)], evidence: [EV-31], must_show_at: {access: [{show: Plan, by: [EV-31]}, {show: Draft, by: [EV-58]}]}",
		"freshness_days: 90", "freshness_days: 90, fresh_at: {access: 45}",
		"id: tiers, kind: fact", "id: tiers, when: 'fact(\"links\") > 0', kind: fact",
		"id: BAA-02, kind: control", "id: BAA-02, when: 'fact(\"records\") >= 500', kind: control",
		"id: TEC-05, kind: clause", `id: TEC-05, red_flags: [{text: tiers, severity: warning, when: 'fact("tiers") > 1 && fact("standing")'},
         {text: patches, severity: warning, when: 'answer("TEC-01") == 1'}], kind: clause`)
}

func TestEngineAgreesWithTheReference(t *testing.T) {
	q := chained(t)
	seen, met := map[assessment.Verdict]int{}, map[string]int{}
	for n := range referenceRuns {
		dice := rand.New(rand.NewPCG(2026, uint64(n)))
		interview := randomInterview(t, q, dice)
		if n%2 == 0 {
			opened := interview.events[0].Change.(assessment.Opened)
			opened.Rules = assessment.RulesOf(q, "EXT-03")
			interview.reopen(opened)
		}
		snapshot := interview.snapshot()
		if whole, err := assessment.Fold(interview.events); err != nil || whole.Head != snapshot.Head || !reflect.DeepEqual(whole, snapshot.State) {
			t.Fatalf("run %d: folded at once and event by event, two states: %v\n%s", n, err, cmp.Diff(whole, snapshot.State))
		}
		at := []questionnaire.Milestone{questionnaire.Award, questionnaire.Access}[dice.IntN(2)]
		asOf := today + assessment.Date(dice.IntN(120)-60)
		want := reference{s: snapshot, asOf: asOf, at: at, gates: map[string]bool{}}
		want.judge()
		got := assessment.Evaluate(snapshot, asOf, at, questionnaire.Current)
		seen[got.Verdict]++
		figures := [7]assessment.Score{got.Claimed, got.Shown, got.Interval[1], got.Reachable, assessment.Score(got.Coverage*1000 + 0.5), got.Risk.Likelihood, got.Risk.Score}
		expected := [7]assessment.Score{rounded(want.claimed), rounded(want.shown), rounded(want.high), rounded(want.reach), rounded(want.coverage), want.likelihood, want.risk}
		if figures != expected || got.Verdict != want.verdict {
			t.Fatalf("run %d at %s: engine %v %s, reference %v %s; because %+v", n, at, figures, got.Verdict, expected, want.verdict, got.Because)
		}
		gates := map[string]bool{}
		for _, reason := range got.Because {
			if reason.Kind == "gate" {
				gates[reason.Item] = reason.Hard
			}
		}
		if diff := cmp.Diff(want.gates, gates); diff != "" {
			t.Fatalf("run %d at %s: open gates: %s", n, at, diff)
		}
		checkShape(t, snapshot, got)
		for what, is := range map[string]bool{
			"answers to re-verify": got.Reverify > 0, "a live waiver": got.Gates.Waived > 0,
			"an item that is asked because another is shown": got.Item("EXT-01").State == assessment.StateAnswered,
			"a hidden fact that would set an item aside":     want.hidden(q.Item("far")) && snapshot.Answers["far"].Value == "no",
			"a chosen scenario of the reserve":               got.Item("EXT-03").State == assessment.StateAnswered,
			"a chain that holds a gate open":                 want.unbound() && got.Item("BAA-03").Gate == assessment.GateFailed,
			"a group that is missing":                        slices.ContainsFunc(got.Because, func(r assessment.Reason) bool { return strings.HasSuffix(r.Text, "Plan shown; Paper missing") }),
			"a hidden item":                                  got.Item("BAA-02").State == assessment.StateHidden && snapshot.Answers["BAA-02"].Value != "",
			"a flag on facts":                                got.Item("TEC-05").State == assessment.StateNA && slices.ContainsFunc(got.OpenFlags, func(f assessment.OpenFlag) bool { return f.ID == "TEC-05/1" }),
			"an overdue action":                              slices.ContainsFunc(got.OpenFlags, func(f assessment.OpenFlag) bool { return strings.HasPrefix(f.ID, "action/") }),
		} {
			if is {
				met[what]++
			}
		}
	}
	if len(met) < 7 {
		t.Errorf("the random assessments met only %v", met)
	}
	for _, verdict := range []assessment.Verdict{assessment.Blocked, assessment.Incomplete, assessment.Decline, assessment.Remediate, assessment.Conditional, assessment.Approve} {
		if seen[verdict] == 0 {
			t.Errorf("the random assessments never came to %s: %v", verdict, seen)
		}
	}
}

// checkShape holds what must be true of every result.
func checkShape(t *testing.T, s assessment.Snapshot, r assessment.Result) {
	t.Helper()
	if r.Interval[0] != r.Shown || r.Shown > r.Interval[1] || r.Interval[1] > r.Reachable || r.Reachable > 1000 {
		t.Errorf("out of order: shown %s, interval %v, reachable %s", r.Shown, r.Interval, r.Reachable)
	}
	for _, reason := range r.Because {
		if reason.Kind == "gate" && (r.Verdict == assessment.Approve || reason.Hard && r.Verdict != assessment.Blocked) {
			t.Errorf("%s is open and the verdict is %s", reason.Item, r.Verdict)
		}
	}
	// The breakdown sums to the domain scores.
	for _, domain := range r.Domains {
		weight, credit := 0.0, 0.0
		for _, item := range r.Items {
			if item.Domain == domain.ID && (item.State == assessment.StateAnswered || item.State == assessment.StateUnanswered) {
				weight += float64(item.Weight)
				credit += float64(item.Weight) * item.Credit
			}
		}
		if weight > 0 && !near(100*credit/weight, float64(domain.Shown)/10) {
			t.Errorf("%s: the items sum to %f, the domain shows %s", domain.ID, 100*credit/weight, domain.Shown)
		}
	}
	again := assessment.Evaluate(s, r.AsOf, r.Milestone, r.View)
	if again.Shown != r.Shown || again.Verdict != r.Verdict {
		t.Error("judged twice, two results")
	}
}

func near(a, b float64) bool { return a-b < 0.0501 && b-a < 0.0501 }

// Answering more never widens the interval, and a better answer, assurance or
// date never worsens the score.
func TestBetterIsNeverWorse(t *testing.T) {
	q := small(t)
	for n := range betterRuns {
		dice := rand.New(rand.NewPCG(7, uint64(n)))
		i := randomInterview(t, q, dice)
		before := i.evaluate()
		// BAA-02 steers a rule, so it is left out: the result lists such steps.
		for _, id := range []string{"BAA-01", "TEC-01", "TEC-02", "TEC-05"} {
			item := q.Item(id)
			best := map[questionnaire.Kind]string{questionnaire.Gate: "met", questionnaire.Control: "4", questionnaire.Clause: "present"}[item.Kind]
			kind := "EV-31"
			if id == "BAA-01" {
				kind = "EV-58"
			}
			better := i.snapshot()
			if better.Answers[id].NotApplicable != nil {
				continue
			}
			i.append(assessment.Answered{Answer: shown(id, best, assessment.Verified, kind, 1)})
			after := i.evaluate()
			if attestedAlready(better.Answers[id]) {
				before = after
				continue
			}
			if after.Shown < before.Shown || rank(after.Verdict) < rank(before.Verdict) {
				t.Errorf("run %d: %s verified took %s %s to %s %s", n, id, before.Verdict, before.Shown, after.Verdict, after.Shown)
			}
			held := before.Interval[0] == 0              // warnings cost more than there is, and a fixed end has no width to give
			if width(after) > width(before)+1 && !held { // one tenth of rounding
				t.Errorf("run %d: answering %s widened %v to %v", n, id, before.Interval, after.Interval)
			}
			before = after
		}
	}
}

func attestedAlready(a assessment.Answer) bool {
	return a.Assurance == assessment.Attested || slices.ContainsFunc(a.Evidence, func(e assessment.Evidence) bool { return e.Assurance == assessment.Attested })
}

func width(r assessment.Result) assessment.Score { return r.Interval[1] - r.Interval[0] }

func rank(v assessment.Verdict) int {
	return slices.Index([]assessment.Verdict{assessment.Blocked, assessment.Incomplete, assessment.Decline, assessment.Remediate, assessment.Conditional, assessment.Approve}, v)
}
