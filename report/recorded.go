package report

import (
	"fmt"
	"time"

	"assay/assessment"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// authorship is by whom, on which day and in which session an answer was recorded.
// The journal has the exact time.
type authorship struct {
	by      string
	day     assessment.Date
	session int // from 1; 0 for none
}

func (r *report) authorOf(answer assessment.Answer) authorship {
	return authorship{answer.By, assessment.DateOf(time.UnixMicro(answer.At), r.zone), r.sessionNumber(answer.Session)}
}

// mostly is the authorship of most answers to some items: a report names it once for
// all of them. It is zero if nobody recorded one in this assessment.
func (r *report) mostly(items []*questionnaire.Item) (most authorship) {
	counts := map[authorship]int{}
	for _, item := range items {
		if answer, known := r.snapshot.Answers[item.ID]; known && recordedHere(answer) {
			by := r.authorOf(answer)
			if counts[by]++; counts[by] > counts[most] {
				most = by
			}
		}
	}
	return most
}

// authorLine names who recorded the answers of a section.
func (r *report) authorLine(a authorship) {
	if a != (authorship{}) {
		r.hold(append(r.paragraph(r.recordedWords(a)+", unless noted.", quiet), gap(3)...))
	}
}

// recordedWords names who recorded an answer, on which day, and in which session.
func (r *report) recordedWords(a authorship) string {
	text := fmt.Sprintf("Recorded by %s on %s", hostile.Line(a.by), a.day)
	if a.session > 0 {
		text += fmt.Sprintf(" in session %d", a.session)
	}
	return text
}

// otherAuthor names who recorded an answer, unless it is the one who is named already.
func (r *report) otherAuthor(answer assessment.Answer, named authorship) string {
	if by := r.authorOf(answer); recordedHere(answer) && by != named {
		return r.recordedWords(by)
	}
	return ""
}
