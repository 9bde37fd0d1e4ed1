package assessment

import (
	"iter"
	"slices"

	"assay/questionnaire"
)

// Evaluate judges a snapshot for one day, milestone and rule view. Nothing else
// computes a score. It uses no clock, no database and no random numbers, and
// rounds once, for display. docs/architecture.md explains the rules; their
// figures come from the questionnaire.
func Evaluate(snapshot Snapshot, asOf Date, milestone questionnaire.Milestone, view questionnaire.View) Result {
	return judged(snapshot, asOf, milestone, view).result
}

// judged is a judge that has finished and can explain its result.
func judged(snapshot Snapshot, asOf Date, milestone questionnaire.Milestone, view questionnaire.View) *judge {
	snapshot = snapshot.Counted()
	j := &judge{
		snapshot: snapshot, q: snapshot.Questionnaire.In(view), asOf: asOf, milestone: milestone, view: view,
		result: Result{
			Engine: Engine, Assessment: snapshot.Assessment, Vendor: snapshot.Opened.Vendor.Name, Subject: snapshot.Opened.Subject,
			Questionnaire: PinOf(snapshot.Questionnaire), Milestone: milestone, View: view, AsOf: asOf,
			OpenFlags: []OpenFlag{}, Because: []Reason{}, Head: snapshot.Head,
		},
	}
	j.rules = j.q.Rules(j)
	j.asides = j.rules
	for _, answer := range snapshot.Answers {
		if answer.Reverify != nil {
			j.asides = j.q.Rules(confirmed{j})
			break
		}
	}
	j.states()
	j.items()
	j.lines()
	j.flags()
	j.scores()
	j.verdict()
	j.risk()
	j.terms()
	return j
}

// judge carries one evaluation from step to step.
type judge struct {
	snapshot  Snapshot
	q         *questionnaire.Questionnaire
	asOf      Date
	milestone questionnaire.Milestone
	view      questionnaire.View
	rules     *questionnaire.Rules // over all answers: they raise flags
	asides    *questionnaire.Rules // over confirmed answers: they hide items and set them aside
	hidden    map[string]bool      // items that are as good as unanswered
	buffer    []support            // of the present answer

	sums    []domainSums // one for each domain
	weights ratio        // ΣW over the domains with weight to score
	sum     ratio        // ΣW·D over these
	shown   []Shown      // the groups of all gates
	failed  []Reason     // rules that could not be evaluated
	gates   []Reason     // open hard gates
	soft    []Reason     // other open gates
	waived  []Reason
	thin    []Reason
	covered bool // enough of the weight is answered
	result  Result
}

// AnswerText implements questionnaire.Known. A hidden item is as good as
// unanswered.
func (j *judge) AnswerText(item string) string {
	if j.hidden[item] {
		return ""
	}
	return knownText(j.q, item, j.recorded)
}

func (j *judge) recorded(item string) string {
	if j.hidden[item] {
		return ""
	}
	answer := j.snapshot.Answers[item]
	return answer.text(j.q)
}

// Shown implements questionnaire.Known. It reports whether the answer is shown
// on the day and at the milestone of the judgment. An answer that does not count
// there is not.
func (j *judge) Shown(id string) bool {
	item, answer := j.q.Item(id), j.snapshot.Answers[id]
	if j.result.Items[j.q.Place(id)].State != StateAnswered {
		return false
	}
	if item.Kind.Scored() {
		if _, apart := graded(j.q, &answer); answer.Apart() < 2 || apart || answer.Reverify != nil {
			return false
		}
	}
	least, graded := item.GateGrade(j.milestone)
	if item.Kind.IsGate() || graded {
		state, _ := j.openState(item, &answer, j.supports(&answer), least)
		return state == GateClosed
	}
	return item.Kind.Scored() || share(item, &answer).compare(whole(0)) > 0 && j.showing(item, &answer, j.supports(&answer)).Whole()
}

// confirmed knows only the confirmed answers. An answer to re-verify raises
// flags, but hides nothing and sets nothing aside.
type confirmed struct{ *judge }

// AnswerText implements questionnaire.Known.
func (c confirmed) AnswerText(item string) string {
	waits := func(id string) bool { return c.snapshot.Answers[id].Reverify != nil }
	if asked := c.q.Item(item); waits(item) || asked != nil && slices.ContainsFunc(asked.Earliest, waits) {
		return ""
	}
	return c.judge.AnswerText(item)
}

// domainSums are the sums over the counting items of one domain. An item
// that is set aside counts in all and byHand only.
type domainSums struct {
	all      int64 // weight of the items of the milestone, set aside or not
	byHand   int64 // of these, set aside by hand
	weight   int64 // weight that counts
	answered int64
	claimed  ratio // Σ w·p
	shown    ratio // Σ w·c
	open     ratio // Σ w·most for the unanswered
	reach    ratio // Σ w·(c with evidence fresh and verified) for the answered
}

// of100 turns a sum over items into points of the domain's 100.
func (s domainSums) of100(sum ratio) ratio { return sum.times(part(100, s.weight)) }

// states gives every item its state. Conditions ask for the states of other
// items, so the items that decide come first.
func (j *judge) states() {
	j.result.Items = make([]ItemResult, j.q.Count())
	j.hidden = map[string]bool{}
	for n, item := range j.q.DecidersFirst() {
		answer, out := j.snapshot.Answers[item.ID], &j.result.Items[n]
		out.ID = item.ID
		if out.State, out.HiddenBy = j.stateOf(item, &answer); out.State == StateHidden {
			j.hidden[item.ID] = true
		}
	}
}

func (j *judge) items() {
	j.sums = make([]domainSums, len(j.q.Domains))
	n := 0
	for d := range j.q.Domains {
		domain := &j.q.Domains[d]
		sums := &j.sums[d]
		sums.claimed, sums.shown, sums.open, sums.reach = whole(0), whole(0), whole(0), whole(0)
		for i := range domain.Items {
			j.item(&domain.Items[i], domain.ID, sums, &j.result.Items[n])
			n++
		}
		if sums.all > 0 && sums.byHand*100 > sums.all*int64(j.q.Scoring.Thin) {
			j.thin = append(j.thin, Reason{Kind: "thin", Item: domain.ID, Text: domain.Name + " is thin: too much was set aside by hand"})
		}
	}
}

func (j *judge) item(item *questionnaire.Item, domain string, sums *domainSums, out *ItemResult) {
	answer := j.snapshot.Answers[item.ID]
	weight := int64(item.Weighted())
	out.Domain, out.Weight = domain, int(weight)
	if out.Answer = answer.text(j.q); len(item.Earliest) > 0 {
		out.Answer = j.AnswerText(item.ID)
	}
	if out.State == StateNA {
		sums.all += weight
		if !j.byRule(item) {
			sums.byHand += weight
		}
	}
	supports := j.supports(&answer)
	for n := range supports {
		j.ages(supports[n].kind, &answer.Evidence[supports[n].record-1])
	}
	if answer.Reverify != nil {
		out.Reverify = true
		j.result.Reverify++
	}
	if !counts(item, out.State) {
		return
	}
	sums.all += weight
	sums.weight += weight
	if out.State == StateAnswered {
		credit := j.credited(item, &answer, supports)
		value := credit.value()
		out.Assurance, out.Record = credit.assurance, credit.record
		out.P, out.K, out.F, out.Credit = credit.p.float(), credit.k.float(), credit.f.float(), value.float()
		sums.answered += weight
		sums.claimed = sums.claimed.plus(credit.p.times(whole(weight)))
		sums.shown = sums.shown.plus(value.times(whole(weight)))
		sums.reach = sums.reach.plus(j.best(item, credit).times(whole(weight)))
	} else {
		sums.open = sums.open.plus(j.mostOpen(item).times(whole(weight)))
	}
	j.gate(item, &answer, supports, out)
}

// each iterates over the items with their results.
func (j *judge) each() iter.Seq2[*questionnaire.Item, *ItemResult] {
	return func(yield func(*questionnaire.Item, *ItemResult) bool) {
		n := 0
		for item := range j.q.Items() {
			if !yield(item, &j.result.Items[n]) {
				return
			}
			n++
		}
	}
}

// counts reports whether an item in this state enters the sums of its
// domain.
func counts(item *questionnaire.Item, state ItemState) bool {
	return (state == StateAnswered || state == StateUnanswered) && item.Kind.Judged() && len(item.ClosedBy) == 0
}

// mostOpen is the highest possible credit of an unanswered item.
func (j *judge) mostOpen(item *questionnaire.Item) ratio {
	if item.Kind.Scored() {
		return hundredths(j.q.Scoring.Scenario.TwoScorers)
	}
	return whole(1)
}

// best is the highest possible credit of an answered item if its answer
// stays.
func (j *judge) best(item *questionnaire.Item, c credit) ratio {
	return c.p.times(c.kf.atLeast(j.mostFor(item)))
}

// mostFor is the highest k that an answered item can reach: verified, or two
// scorers for a scenario.
func (j *judge) mostFor(item *questionnaire.Item) ratio {
	if item.Kind.Scored() {
		return hundredths(j.q.Scoring.Scenario.TwoScorers)
	}
	return hundredths(j.q.Scoring.Assurance.Verified)
}

// stateOf is the state of an item and, for a hidden one, the reason.
func (j *judge) stateOf(item *questionnaire.Item, answer *Answer) (state ItemState, hiddenBy string) {
	if by := j.hiddenBy(item); by != "" {
		return StateHidden, by
	}
	if item.Kind.Judged() && !j.milestone.Reached(item.Phase.From()) {
		return StateLater, ""
	}
	if j.byRule(item) {
		return StateNA, ""
	}
	switch {
	case answer.NotApplicable != nil && answer.Reverify == nil && !item.HardAt(j.milestone):
		return StateNA, ""
	case answer.Answered() || len(item.Earliest) > 0:
		return StateAnswered, ""
	}
	return StateUnanswered, ""
}

// hiddenBy is why an item is hidden, or empty: the condition that is false,
// [HiddenByView] or [HiddenByReserve].
func (j *judge) hiddenBy(item *questionnaire.Item) string {
	if item.Reserve && !slices.Contains(j.snapshot.Reserve, item.ID) {
		return HiddenByReserve
	}
	for _, rule := range j.q.AskedWhen(item) {
		if asked, failed := j.holds(item, rule, "when"); !asked && !failed {
			return rule
		}
	}
	if item.Basis == questionnaire.Proposed && j.view != questionnaire.NPRM2025 {
		return HiddenByView
	}
	return ""
}

// holds evaluates a rule that hides an item or sets it aside. A rule that
// cannot be evaluated is false, and is noted: it blocks.
func (j *judge) holds(item *questionnaire.Item, rule, key string) (holds, failed bool) {
	holds, err := j.asides.Holds(rule)
	if err != nil {
		j.fails(item, key, err)
	}
	return holds, err != nil
}

// byRule reports whether a rule sets the item aside.
func (j *judge) byRule(item *questionnaire.Item) bool {
	byRule, _ := j.holds(item, item.NotApplicableWhen, "na_when")
	return byRule && !j.unbound(item)
}

func (j *judge) fails(item *questionnaire.Item, key string, err error) {
	reason := Reason{Kind: "rule", Item: item.ID, State: "failed", Text: item.ID + " " + key + ": " + err.Error()}
	if !slices.Contains(j.failed, reason) {
		j.failed = append(j.failed, reason)
	}
}

func (j *judge) gate(item *questionnaire.Item, answer *Answer, supports []support, out *ItemResult) {
	state, shown, hard := j.gateOf(item, answer, supports)
	out.Gate, out.Groups = state, shown.Groups
	count := &j.result.Gates
	switch state {
	case "":
		return
	case GateClosed:
		count.Closed++
		out.ClosedBy = shown.Record
	case GateFailed:
		count.Failed++
	case GateNotShown:
		count.NotShown++
	case GateNotAsked:
		count.NotAsked++
	case GateWaived:
		count.Waived++
		waiver := j.snapshot.Waivers[item.ID]
		j.waived = append(j.waived, Reason{
			Kind: "waiver", Item: item.ID, State: string(state),
			Text: item.Title + ": waived by " + waiver.Approver + " until " + waiver.Expires.String(),
		})
	case GateWaiverExpired:
		count.WaiverExpired++
	}
	if !state.Open() {
		return
	}
	reason := Reason{Kind: "gate", Item: item.ID, State: string(state), Hard: hard, Text: item.Title + ": " + out.GateWords()}
	if j.unbound(item) {
		reason.Text += ", " + j.snapshot.unboundText(j.asOf)
	}
	if hard {
		j.gates = append(j.gates, reason)
	} else {
		j.soft = append(j.soft, reason)
	}
}
