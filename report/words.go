package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
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

// figure is one of p, k, f and their product, to two decimals.
func figure(x float64) string {
	text := fmt.Sprintf("%.2f", x)
	return strings.TrimSuffix(text, ".00")
}

// moment prints an instant in the zone of the assessment, wherever the report is
// drawn or verified.
func (r *report) moment(at int64) string { return dash(wording.Moment(at, r.zone)) }

func dash(text string) string { return cmp.Or(text, "–") }

// answerWords is an answer as people say it.
func (r *report) answerWords(item *questionnaire.Item, value string) string {
	switch words, anchor := questionnaire.AnswerWords(value), r.q.Anchor(item, value); {
	case value == "":
		return "not answered"
	case !item.Kind.Judged():
		return item.FactLabel(value)
	case anchor == "" || item.Kind.Scored(): // the report prints the scores beside it
		return words
	default:
		return words + ": " + anchor
	}
}

// kindName is an evidence kind with its name: EV-01 Executed BAA.
func (r *report) kindName(id string) string {
	if kind := r.q.EvidenceKind(id); kind != nil {
		return id + " " + kind.Name
	}
	return id
}

// age is how old a record is on the day of judgment.
func (r *report) age(e assessment.Evidence) assessment.Age {
	return assessment.AgeOf(r.q.EvidenceKind(e.Kind), &e, r.in.AsOf, r.in.Milestone)
}

// sessionNumber is a meeting's number in the report, from 1, or 0.
func (r *report) sessionNumber(id string) int {
	return 1 + slices.IndexFunc(r.snapshot.Sessions, func(s assessment.Session) bool { return id != "" && s.ID == id })
}
