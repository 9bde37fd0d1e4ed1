package wording

import (
	"cmp"
	"fmt"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Loss is one recorded thing that a change replaces or removes. Names are those
// of [Recorded].
type Loss struct {
	Item string `json:"item"`
	What string `json:"what"`
	Was  string `json:"was"`
	Now  string `json:"now"`          // empty if it is removed
	By   string `json:"by,omitempty"` // who recorded it, if that is known
	At   int64  `json:"-"`            // microseconds UTC
}

// String is the loss as one line, in the zone of the assessment.
func (l Loss) String(s assessment.Snapshot) string {
	who := ""
	if l.By != "" {
		who = fmt.Sprintf(" by %s on %s", l.By, s.Day(l.At))
	}
	now := "removed"
	if l.Now != "" {
		now = english.Quoted(l.Now)
	}
	return hostile.Line(fmt.Sprintf("%s %s: was %s%s, now %s", l.Item, l.What, english.Quoted(l.Was), who, now))
}

// Losses lists everything that was recorded before and is not after, in the
// order of the questionnaire. An addition is no loss.
func Losses(before, after assessment.Snapshot) []Loss {
	var all []Loss
	for item := range before.Questionnaire.Items() {
		was, is := before.Answers[item.ID], after.Answers[item.ID]
		l := losses{item: item}
		l.answer(was, is)
		l.grades(was, is)
		l.said(was, is)
		l.evidence(was, is)
		all = append(all, l.all...)
	}
	return all
}

type losses struct {
	item *questionnaire.Item
	all  []Loss
}

// lost notes a text that was there and is another one or none now.
func (l *losses) lost(what, was, now string) {
	if was != "" && was != now {
		l.all = append(l.all, Loss{Item: l.item.ID, What: what, Was: was, Now: now})
	}
}

func (l *losses) answer(was, is assessment.Answer) {
	value := func(a assessment.Answer) string {
		if !l.item.Kind.Judged() && a.Value != "" {
			return l.item.FactLabel(a.Value)
		}
		return a.Value
	}
	l.lost("answer", value(was), cmp.Or(value(is), setAside(is)))
	l.lost("n/a", aside(was), cmp.Or(aside(is), value(is)))
	l.lost("assurance", string(was.Assurance), string(is.Assurance))
	l.lost("note", was.Note, is.Note)
	l.lost("reconciled", was.ReconciledWords(), is.ReconciledWords())
}

// aside is why an item does not apply, or empty.
func aside(a assessment.Answer) string {
	if a.NotApplicable == nil {
		return ""
	}
	return a.NotApplicable.Reason + " (" + a.NotApplicable.By + ")"
}

func setAside(a assessment.Answer) string {
	if a.NotApplicable == nil {
		return ""
	}
	return "not applicable: " + aside(a)
}

func (l *losses) grades(was, is assessment.Answer) {
	for _, g := range was.Grades {
		now, _ := is.GradeOf(g.Scorer)
		if g.Grade != nil && (now.Grade == nil || *now.Grade != *g.Grade) {
			words := ""
			if now.Grade != nil {
				words = now.Words()
			}
			l.lost("score", g.Words(), words)
		} else if g.Grade != nil && was.NotApplicable == nil {
			l.lost("score", g.Words(), cmp.Or(setAside(is), g.Words())) // it stays and no longer counts
		}
		l.lost("note", g.Note, now.Note)
		for _, element := range g.Elements {
			if !slices.Contains(now.Elements, element) {
				l.lost("named", element, "")
			}
		}
	}
}

// said compares quotes, signs and marks.
func (l *losses) said(was, is assessment.Answer) {
	for _, quote := range was.Quotes {
		if !slices.ContainsFunc(is.Quotes, func(q assessment.Quote) bool {
			return q.Text == quote.Text && (q.Who == quote.Who || quote.Who == "")
		}) {
			l.lost("quote", english.Join(", ", quote.Text, quote.Speaker()), "")
		}
	}
	for _, n := range was.Heard {
		if !slices.Contains(is.Heard, n) && n >= 1 && n <= len(l.item.ListenFor) {
			l.lost("heard", l.item.ListenFor[n-1], "")
		}
	}
	marks := Marks(is)
	for _, mark := range Marks(was) {
		if !slices.Contains(marks, mark) {
			l.lost("marks", mark, "")
		}
	}
}

func (l *losses) evidence(was, is assessment.Answer) {
	stated := func(a assessment.Answer, record assessment.Evidence) string {
		record.Assurance = a.StatedFor(&record)
		return Evidence(record)
	}
	for _, record := range was.Evidence {
		at := slices.IndexFunc(is.Evidence, func(known assessment.Evidence) bool { return assessment.SameRecord(known, record) })
		if at < 0 {
			l.lost("evidence", stated(was, record), "")
			continue
		}
		l.lost("evidence", stated(was, record), stated(is, is.Evidence[at]))
	}
}
