package lines

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/country"
	"assay/questionnaire"
)

// give records a line as the answer to the present item, and goes on to the next
// open one.
func (r *room) give(line string) error {
	item := r.asked()
	if item.Computed() {
		return invalid("%s is computed and takes no answer; go ID leads to another item", item.ID)
	}
	value, err := r.value(item, line)
	if err != nil {
		return err
	}
	before := r.result.Verdict
	if err := r.record(r.answer().Giving(item, value, r.Evaluator)...); err != nil {
		return err
	}
	r.page.say("Recorded: " + item.ID + ", " + r.words(item) + ".")
	r.verdictChange(before)
	if own, _ := r.answer().GradeOf(r.Evaluator); item.Kind.Scored() && r.now.PanelClosed(item.ID) && !own.Complete() {
		r.page.say("Your note is missing: with it you are in. Type back and note.")
	}
	return r.next()
}

// words is the answer that was just given.
func (r *room) words(item *questionnaire.Item) string {
	answer := r.now.Answers[item.ID]
	if own, _ := answer.GradeOf(r.Evaluator); item.Kind.Scored() && own.Grade != nil {
		return own.Words()
	}
	if item.Kind.Judged() {
		return questionnaire.AnswerWords(answer.Value)
	}
	return item.FactLabel(answer.Value)
}

// value reads an answer as people type it: by its number, its letter or its words.
func (r *room) value(item *questionnaire.Item, line string) (string, error) {
	values := item.Values()
	switch {
	case item.Answer == "choices":
		return chosen(item, line)
	case len(values) == 0:
		return r.fact(item, line)
	case item.Kind.Graded():
		if slices.ContainsFunc(values, func(v questionnaire.Value) bool { return v.Text == line }) {
			return line, nil
		}
		return "", invalid("%q is neither a grade from 0 to 4 nor a command", line)
	}
	for n, value := range values {
		for _, form := range []string{fmt.Sprint(n + 1), value.Key, value.Text, value.Words} {
			if form != "" && strings.EqualFold(form, line) {
				return value.Text, nil
			}
		}
	}
	return "", invalid("%q is neither one of the %d answers nor a command", line, len(values))
}

// chosen reads several options by their numbers or values.
func chosen(item *questionnaire.Item, line string) (string, error) {
	var picked []string
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if n, err := strconv.Atoi(part); err == nil && n >= 1 && n <= len(item.Options) {
			part = item.Options[n-1].Value
		}
		picked = append(picked, part)
	}
	return refused(item.ParseFact(strings.Join(picked, ", ")))
}

// fact reads a written fact. A date may be in days from today, and no number at all
// is none.
func (r *room) fact(item *questionnaire.Item, line string) (string, error) {
	switch {
	case item.Answer == "date":
		day, echo, err := assessment.TypedDay(line, r.Day(r.now), r.now.Zone())
		if err != nil {
			return "", invalid("%w", err)
		}
		if echo != "" {
			r.page.say(echo + ".")
		}
		line = day.String()
	case item.Answer == "countries":
		line = country.Codes(line)
	case item.Answer == "number" && strings.EqualFold(line, "none"):
		line = "0"
	}
	return refused(item.ParseFact(line))
}

func refused(value string, err error) (string, error) {
	if err != nil {
		return "", invalid("%w", err)
	}
	return value, nil
}

func invalid(format string, args ...any) error {
	return assessment.Errorf(assessment.Invalid, format, args...)
}
