package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// The words of a report are for readers who never saw the program.

func milestoneWords(m questionnaire.Milestone) string {
	switch m {
	case questionnaire.Award:
		return "award of the contract"
	case questionnaire.Access:
		return "first access to patient data"
	case questionnaire.Review:
		return "review of the running engagement"
	}
	return "close of the engagement"
}

func viewWords(v questionnaire.View) string {
	if v == questionnaire.NPRM2025 {
		return "Security Rule as proposed in 2025 (proposed, not law)"
	}
	return "rules in force"
}

// figure is one of p, k, f and their product, to two decimals.
func figure(x float64) string {
	text := fmt.Sprintf("%.2f", x)
	return strings.TrimSuffix(text, ".00")
}

// instant is a moment in UTC, which no reader's zone changes.
func instant(microseconds int64) string {
	if microseconds == 0 {
		return "–"
	}
	return time.UnixMicro(microseconds).UTC().Format("2006-01-02 15:04") + " UTC"
}

func dash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

// answerWords is an answer as people say it.
func (r *report) answerWords(item *questionnaire.Item, value string) string {
	switch words, anchor := questionnaire.AnswerWords(value), r.q.Anchor(item, value); {
	case value == "":
		return "not answered"
	case !item.Kind.Judged():
		return r.factWords(item, value)
	case anchor == "" || item.Kind.Scored(): // what was heard and scored is printed beside it
		return words
	default:
		return words + ": " + anchor
	}
}

func (r *report) factWords(item *questionnaire.Item, value string) string {
	if item.Answer == "choices" {
		labels := strings.Split(value, ", ")
		for i := range labels {
			labels[i] = item.FactLabel(labels[i])
		}
		return strings.Join(labels, "; ")
	}
	return item.FactLabel(value)
}

// kindName is an evidence kind with its name: EV-01 Executed BAA.
func (r *report) kindName(id string) string {
	if kind := r.q.EvidenceKind(id); kind != nil {
		return id + " " + kind.Name
	}
	return id
}

// source is where a record can be looked at.
func source(e assessment.Evidence) string {
	var parts []string
	if e.File != "" {
		parts = append(parts, e.File)
	}
	if e.Observed != "" {
		parts = append(parts, "observed: "+e.Observed)
	}
	if e.Reference != "" {
		parts = append(parts, "kept at: "+e.Reference)
	}
	return strings.Join(parts, " · ")
}

// age is where a record stands in time, on the day of judgement: the dates and
// the limit, from which anyone can see what the rule of freshness makes of it.
func (r *report) age(e assessment.Evidence) string {
	kind := r.q.EvidenceKind(e.Kind)
	switch {
	case kind == nil:
		return "of a kind that the questionnaire does not have"
	case e.AsOf > r.in.AsOf:
		return "of a later day"
	case kind.HardValidity && e.ValidUntil.IsZero():
		return "no end of validity given: counts as expired"
	case kind.HardValidity && e.ValidUntil < r.in.AsOf:
		return "expired"
	case kind.HardValidity:
		return "in force"
	case e.AsOf.IsZero():
		return "undated: counts as expired"
	}
	days, limit := int(r.in.AsOf-e.AsOf), kind.FreshnessDays
	switch {
	case limit == 0:
		return "fresh: no limit of age"
	case days <= limit:
		return fmt.Sprintf("fresh: %s old, limit %d", english.Count(days, "day"), limit)
	case days <= 2*limit:
		return fmt.Sprintf("ageing: %s old, limit %d", english.Count(days, "day"), limit)
	}
	return fmt.Sprintf("too old: %s, limit %d", english.Count(days, "day"), limit)
}

// recordAssurance is what a record is taken for.
func recordAssurance(a assessment.Answer, e assessment.Evidence) string {
	assurance := a.Assurance
	if e.Assurance != "" {
		assurance = e.Assurance
	}
	if assurance == assessment.Attested && !e.Scope.Mapped() {
		return "attested, but not mapped to this engagement: counts as documented"
	}
	return string(assurance)
}

// evaluators are all who recorded something in this assessment, in alphabetical
// order.
func (r *report) evaluators() []string {
	names := []string{r.snapshot.OpenedBy}
	for _, answer := range r.snapshot.Answers {
		if mark := answer.Reverify; mark == nil || !slices.Contains(mark.Because, assessment.Reassessment) {
			names = append(names, answer.By)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// sessionNumber is a meeting's number in the report, from 1, or 0.
func (r *report) sessionNumber(id string) int {
	return 1 + slices.IndexFunc(r.snapshot.Sessions, func(s assessment.Session) bool { return id != "" && s.ID == id })
}
