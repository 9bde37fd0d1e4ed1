package assessment

import "assay/questionnaire"

// credit is the worth of one answer: p·k·f.
type credit struct {
	p, k, f   ratio
	kf        ratio     // k·f
	assurance Assurance // the one whose k counts
	record    int       // the record that counts, from 1; 0 for the bare claim
	kind      string    // as which that record counts
}

func (c credit) value() ratio { return c.p.times(c.kf) }

// halves is a grade of 0 to 4 in half steps, so that the mean of two scorers
// stays exact.
type halves int

func (h halves) text() string {
	text := string(rune('0' + h/2))
	if h%2 == 1 {
		text += ".5"
	}
	return text
}

func (h halves) share() ratio { return eighths(int64(h)) }

// creditOf values an answered item at a milestone and day. The bare claim
// competes with the evidence records; the pair (k, f) with the highest product
// counts. An answer to re-verify counts as a bare claim.
func (j *judge) creditOf(item *questionnaire.Item, a *Answer) credit {
	return j.credited(item, a, j.supports(a))
}

func (j *judge) credited(item *questionnaire.Item, a *Answer, supports []support) credit {
	scoring := &j.q.Scoring
	if item.Kind.Scored() {
		return j.scenarioCredit(a)
	}
	claimed := hundredths(scoring.Assurance.Claimed)
	best := credit{p: share(item, a), k: claimed, f: whole(1), kf: claimed, assurance: Claimed}
	if a.Reverify != nil {
		return best
	}
	demand := item.Demand(j.milestone)
	for n := range supports {
		s := &supports[n]
		k := factor(scoring, s.assurance)
		if s.assurance.rank() <= Claimed.rank() || k.compare(best.kf) <= 0 || !demand.Takes(s.kind.ID) {
			continue // would not count even if fresh
		}
		f := s.age.factor()
		if kf := k.times(f); kf.compare(best.kf) > 0 {
			best.k, best.f, best.kf, best.assurance, best.record, best.kind = k, f, kf, s.assurance, s.record, s.kind.ID
		}
	}
	return best
}

// scenarioCredit values a scenario by the mean of its grades. Two people who
// each entered their own grade count more than one. If the grades are too far
// apart and not reconciled, the lower one counts at the factor of a single
// scorer. A vague answer is capped.
func (j *judge) scenarioCredit(a *Answer) credit {
	rules := &j.q.Scoring.Scenario
	grade, apart := graded(j.q, a)
	factor := rules.OneScorer
	if a.Reverify != nil {
		factor = j.q.Scoring.Assurance.Claimed
	} else if a.Apart() > 1 && !apart {
		factor = rules.TwoScorers
	}
	k := hundredths(factor)
	return credit{p: capped(j.q, a, grade).share(), k: k, f: whole(1), kf: k}
}

// scenarioHalves is the final grade of a scenario. Scores, gates, conditions
// and reports all use it.
func scenarioHalves(q *questionnaire.Questionnaire, a *Answer) halves {
	return capped(q, a, scored(q, a))
}

// capped limits the grade of an answer without specifics.
func capped(q *questionnaire.Questionnaire, a *Answer, grade halves) halves {
	if len(a.Elements) == 0 {
		grade = min(grade, halves(2*q.Scoring.Scenario.VagueCap))
	}
	return grade
}

func scored(q *questionnaire.Questionnaire, a *Answer) halves {
	grade, _ := graded(q, a)
	return grade
}

// graded is the grade from the scores. If they are apart (too far, and not
// reconciled), it is the lower one.
func graded(q *questionnaire.Questionnaire, a *Answer) (grade halves, apart bool) {
	sum, count, least := 0, 0, 4
	for _, g := range a.Grades {
		if g.Grade != nil {
			sum, count, least = sum+*g.Grade, count+1, min(least, *g.Grade)
		}
	}
	if a.Spread() >= q.Scoring.Scenario.Apart {
		if agreed := a.ReconciledAs(); agreed != nil {
			return halves(2 * *agreed), false
		}
		if a.Reconciled == "" {
			return halves(2 * least), true
		}
	}
	return halves(2 * sum / max(count, 1)), false
}

// share is p: the share of full practice that an answer claims.
func share(item *questionnaire.Item, a *Answer) ratio {
	return eighths(int64(item.Kind.Eighths(a.Value)))
}

// eighths is the form of every p, because fractions with one denominator are
// cheap to add.
func eighths(n int64) ratio { return part(n, 8) }

func hundredths(n int) ratio { return part(int64(n), 100) }

func factor(scoring *questionnaire.Scoring, assurance Assurance) ratio {
	switch assurance {
	case Documented:
		return hundredths(scoring.Assurance.Documented)
	case Verified:
		return hundredths(scoring.Assurance.Verified)
	case Attested:
		return hundredths(scoring.Assurance.Attested)
	}
	return hundredths(scoring.Assurance.Claimed)
}
