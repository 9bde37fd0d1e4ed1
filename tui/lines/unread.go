package lines

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/register"
	"assay/assessment/wording"
)

// unread lists the evidence of all questions that came with a reply and that nobody
// has read.
func (r *room) unread(string) error {
	r.quiet = true
	all := register.Unread(register.Of(r.now, r.Day(r.now)))
	if len(all) == 0 {
		r.page.say("Nothing that the vendor sent is left to be read.")
		return nil
	}
	r.page.say(wording.Unread(len(all)) + ". Go to its question, and say: evidence read NUMBER DATE.")
	for _, e := range all {
		r.page.under(fmt.Sprintf("  %s, record %d: ", e.Item, e.Place+1), english.Join(": ", e.Kind, wording.Source(e.Evidence)))
	}
	return nil
}

// unreadRecord takes the number of an unread record of the question from the beginning
// of a text. place counts from 0.
func (r *room) unreadRecord(text string) (place int, rest string, is bool) {
	first, rest, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(first)
	if err != nil || !slices.Contains(r.answer().Unread(), n-1) {
		return 0, "", false
	}
	return n - 1, strings.TrimSpace(rest), true
}

// found records that somebody has read a record that came with a reply.
func (r *room) found(place int, words string) error {
	answer := r.answer()
	kind := r.now.Questionnaire.EvidenceKind(answer.Evidence[place].Kind)
	if kind == nil {
		return invalid("the questionnaire does not have the kind of this record any more")
	}
	record, seen, err := r.document(kind, words)
	if err != nil {
		return err
	}
	next := answer.Read(place, assessment.Reading{Assurance: assessment.Documented, AsOf: record.AsOf, ValidUntil: record.ValidUntil, Seen: seen})
	return r.counted(next.Evidence[place], fmt.Sprintf("record %d is read, %s", place+1, assessment.Documented), next)
}
