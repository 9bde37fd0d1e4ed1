package assessment

import (
	"fmt"
	"slices"
	"strings"

	"assay/questionnaire"
)

// ofItem explains the credit of one item and its state as a gate.
func (e *explainer) ofItem(item *questionnaire.Item) {
	answer, result := e.snapshot.Answers[item.ID], e.result.Item(item.ID)
	e.about(item, result)
	counted := counts(item, result.State)
	switch {
	case !counted && result.State != StateAnswered && result.State != StateUnanswered:
		e.out(item, answer, result.State)
	case len(item.ClosedBy) > 0:
		e.closing(item, result)
	case !item.Kind.Judged():
		e.fact(item)
	case result.State == StateAnswered:
		e.practice(item, answer)
		if e.scored() {
			e.evidence(item, answer)
			e.worth(item, answer)
		}
	default:
		e.section("Answer")
		e.say("answer", "none yet")
		if answer.NotApplicable != nil {
			e.say("n/a", "set aside by hand, which a hard gate does not allow, so it counts as not answered")
		}
	}
	if counted {
		e.points(item, answer, result)
		e.gateText(item, answer, result)
	}
	e.flagged(item.ID)
	if text := e.snapshot.AddedTo(item.ID); text != "" {
		e.section("Decision")
		e.say("added", text+"; notes and marks are not judged")
	}
}

// about prints the question and the changes of the rule view.
func (e *explainer) about(item *questionnaire.Item, result ItemResult) {
	e.section("Item")
	kind := string(item.Kind)
	switch {
	case len(item.ClosedBy) > 0:
		kind = "a line of a checklist"
	case item.HardAt(e.milestone):
		kind = "hard " + kind
	}
	e.say("kind", kind+" of "+e.q.DomainOf(item.ID).Name)
	if item.Kind.Judged() {
		e.say("basis", fmt.Sprintf("%s (%s)", item.Basis, item.Basis.Meaning()))
	}
	if e.scored() && item.Kind.Judged() {
		text := fmt.Sprint(result.Weight)
		if result.Weight == 0 && item.AskedOf == questionnaire.AskedOfUs {
			text = "0: our own duty blocks, but says nothing about the vendor"
		}
		e.say("weight", text, figure("w", whole(int64(result.Weight))))
	}
	if item.Because != "" {
		e.say("rule view", item.Because+" (proposed, not law)")
	}
	if result.State != StateHidden {
		for _, rule := range e.q.AskedWhen(item) {
			e.condition("asked when", rule)
		}
	}
}

// out tells why the item enters no sum, closes no gate and blocks nothing.
func (e *explainer) out(item *questionnaire.Item, answer Answer, state ItemState) {
	names := map[ItemState]string{StateHidden: "hidden", StateLater: "later", StateNA: "n/a"}
	e.section("Why it does not count")
	e.say(names[state], e.whyOut(item, state))
	switch {
	case state == StateHidden:
		if by := e.result.Item(item.ID).HiddenBy; by != HiddenByView && by != HiddenByReserve {
			e.condition("asked when", by)
		}
	case state == StateNA && e.setAsideByRule(item):
		e.condition("n/a when", item.NotApplicableWhen)
	case state == StateNA && answer.NotApplicable != nil:
		e.say("reason", fmt.Sprintf("%s (%s)", answer.NotApplicable.Reason, answer.NotApplicable.By))
	case state == StateNA:
		e.closers(item)
	}
}

// closing tells the state of a checklist line.
func (e *explainer) closing(item *questionnaire.Item, result ItemResult) {
	e.section("Closed by")
	e.closers(item)
	e.say("state", result.Gate.Words()+": the worst of them counts; it blocks through them and not by itself")
}

func (e *explainer) closers(item *questionnaire.Item) {
	for _, id := range item.ClosedBy {
		closing := e.result.Item(id)
		state := closing.Gate.Words()
		switch {
		case closing.State == StateNA || closing.State == StateHidden:
			state = "does not apply"
		case state == "":
			state = "no gate at " + string(e.milestone) + ", so it closes nothing"
		}
		e.lead(id, e.q.Item(id).Title+": "+state)
	}
}

func (e *explainer) fact(item *questionnaire.Item) {
	e.section("Answer")
	e.say("fact", e.known(item.ID)+"; a fact is not scored, it steers other items and the risk")
	for _, id := range item.Earliest {
		e.lead(id, e.known(id))
	}
	if len(item.Earliest) > 0 {
		e.say("earliest", "the first of these dates")
	}
	if slices.Contains(e.q.Scoring.Risk.Impact, item.ID) {
		impact := item.FactImpact(e.AnswerText(item.ID))
		e.say("risk", fmt.Sprintf("its impact is %d of 5", impact), figure("impact", whole(int64(impact))))
	}
}

// practice explains p, the practice that the answer claims.
func (e *explainer) practice(item *questionnaire.Item, answer Answer) {
	e.section("Answer")
	c := e.creditOf(item, &answer)
	if item.Kind.Scored() {
		e.scores(answer)
	}
	text := answer.Text(e.q)
	if item.Kind.Graded() {
		meaning := ""
		if anchor := e.q.Anchor(item, text); anchor != "" {
			meaning = " (" + anchor + ")"
		}
		text = fmt.Sprintf("%s of 4%s, so p = %s / 4 = %s", text, meaning, text, c.p)
	} else {
		text = fmt.Sprintf("%s, so p = %s", text, c.p)
	}
	e.say("p", text, figure("p", c.p))
}

// scores explains the grade of a scenario.
func (e *explainer) scores(answer Answer) {
	rules := e.q.Scoring.Scenario
	for _, g := range answer.Grades {
		if g.Grade != nil {
			e.say("score", g.Words(), figure("score", whole(int64(*g.Grade))))
		}
	}
	spread := answer.Spread()
	switch grade := scored(e.q, &answer).text(); {
	case len(answer.Scores) == 1:
		e.say("grade", grade+", of a single scorer")
	case spread < rules.Apart:
		e.say("grade", fmt.Sprintf("%s, the mean in half steps: the scores lie less than %d apart", grade, rules.Apart))
	case answer.ReconciledAs() != nil:
		e.say("grade", fmt.Sprintf("%s, on which they agreed after they lay %d apart: %s", grade, spread, answer.Reconciled))
	case answer.Reconciled != "":
		e.say("grade", fmt.Sprintf("%s, the mean in half steps: they lie %d apart and were reconciled: %s", grade, spread, answer.Reconciled))
	default:
		e.say("grade", fmt.Sprintf("%s, the lower: they lie %d apart and are not reconciled", grade, spread))
	}
	switch {
	case len(answer.Elements) > 0:
		e.say("named", strings.Join(answer.Elements, ", ")+", so no cap")
	case scored(e.q, &answer) != scenarioHalves(e.q, &answer):
		e.say("named", fmt.Sprintf("no actor, clock, system or record, so it is capped at %d", rules.VagueCap))
	default:
		e.say("named", fmt.Sprintf("no actor, clock, system or record; the cap of %d changes nothing", rules.VagueCap))
	}
}

// evidence lists the claim and each record with its k·f. The highest counts.
func (e *explainer) evidence(item *questionnaire.Item, answer Answer) {
	c := e.creditOf(item, &answer)
	e.section("Evidence")
	if item.Kind.Scored() {
		who := "one scorer, or two who are not at one"
		if answer.Apart() < 2 && answer.EnteredForOthers() {
			who = "one scorer: a grade that somebody entered for another person does not count as a second one"
		}
		if c.k.compare(hundredths(e.q.Scoring.Scenario.OneScorer)) != 0 {
			who = "two scorers who scored apart"
		}
		e.say("k", fmt.Sprintf("%s: %s; evidence does not enter a scenario", who, c.k), figure("k", c.k))
		return
	}
	claim := hundredths(e.q.Scoring.Assurance.Claimed)
	e.say("claim", fmt.Sprintf("without any record: k %s, f 1", claim), figure("k", claim), figure("f", whole(1)), figure("k·f", claim))
	for n, record := range answer.Evidence {
		e.record(item, answer, n, record)
	}
	if c.record == 0 {
		e.say("counts", fmt.Sprintf("the bare claim, with k·f = %s", c.k.times(c.f)))
		return
	}
	e.say("counts", fmt.Sprintf("record %d, %s, with the highest k·f = %s", c.record, c.kind, c.k.times(c.f)))
}

// record tells the worth of one evidence record for the item, for each kind
// that it shows.
func (e *explainer) record(item *questionnaire.Item, answer Answer, n int, record Evidence) {
	for id := range record.Kinds() {
		e.recordAs(item, answer, n, record, id)
	}
}

func (e *explainer) recordAs(item *questionnaire.Item, answer Answer, n int, record Evidence, id string) {
	name, kind := fmt.Sprintf("record %d", n+1), e.q.EvidenceKind(id)
	what := id
	if kind != nil {
		what += " " + kind.Name
	}
	demand, assurance := item.Demand(e.milestone), answer.CountedFor(&record)
	switch {
	case !demand.Takes(id):
		e.say(name, fmt.Sprintf("%s: not accepted at %s, where %s would be", what, e.milestone, strings.Join(demand.Kinds(), ", ")))
		return
	case assurance.rank() <= Claimed.rank():
		e.say(name, what+": only claimed, so it adds nothing to the claim")
		return
	}
	age := AgeOf(kind, &record, e.asOf, e.milestone)
	k, f, words := factor(&e.q.Scoring, assurance), age.factor(), age.Words()
	if age.State == Aging {
		words += fmt.Sprintf(", one half at %d", 2*age.Limit)
	}
	e.say(name, fmt.Sprintf("%s: %s, k %s; %s, f %s; k·f = %s", what, answer.WordsFor(&record), k, words, f, k.times(f)),
		figure("k", k), figure("f", f), figure("k·f", k.times(f)))
}

// worth multiplies the three factors.
func (e *explainer) worth(item *questionnaire.Item, answer Answer) {
	c := e.creditOf(item, &answer)
	e.section("Credit")
	e.say("credit", fmt.Sprintf("p·k·f = %s × %s × %s = %s", c.p, c.k, c.f, c.value()), figure("p", c.p), figure("k", c.k), figure("f", c.f), figure("credit", c.value()))
}

// points tells the points of the item in the domain's 100 and in the
// whole's, and the points it could still add.
func (e *explainer) points(item *questionnaire.Item, answer Answer, result ItemResult) {
	if !e.scored() {
		return
	}
	e.section("Points")
	if result.Weight == 0 {
		e.say("none", "without a weight it gives no points and takes none")
		return
	}
	domain := e.q.DomainOf(item.ID)
	d := slices.IndexFunc(e.q.Domains, func(other questionnaire.Domain) bool { return other.ID == domain.ID })
	sums, weight := e.sums[d], whole(int64(result.Weight))
	credit, best, how := whole(0), e.mostOpen(item), "with the best answer"
	if result.State == StateAnswered {
		c := e.creditOf(item, &answer)
		credit, best, how = c.value(), e.best(item, c), "with the same answer, fresh and verified"
		if item.Kind.Scored() {
			how = "with the same grade by two scorers"
		}
	}
	e.say("share", fmt.Sprintf("weight %s of %d that count in %s", weight, sums.weight, domain.Name), figure("w", weight), figure("Σw", whole(sums.weight)))
	of100 := func(credit ratio) ratio { return sums.of100(credit.times(weight)) }
	points := of100(credit)
	e.add(ExplanationLine{
		Name: "of the domain", Opens: domain.ID, Figures: []Figure{figure("points", points)},
		Text: fmt.Sprintf("100 × %s × %s / %d = %s of the %s that %s shows", weight, credit, sums.weight, points, e.result.Domains[d].Shown, domain.ID),
	})
	whole := e.inWhole(d, points)
	e.say("of the whole", fmt.Sprintf("%s × W / ΣW = %s × %d / %s = %s, before warnings", points, points, domain.Weight, e.weights, whole), figure("points", whole))
	if best.compare(credit) == 0 {
		e.say("at best", "no more: this is the most it can give "+how)
		return
	}
	e.say("at best", fmt.Sprintf("credit %s %s: %s of the domain, %s of the whole", best, how, of100(best), e.inWhole(d, of100(best))),
		figure("credit", best), figure("of the domain", of100(best)), figure("of the whole", e.inWhole(d, of100(best))))
}
