package assessment

import (
	"slices"
	"strings"

	"assay/assessment/hostile"
	"assay/questionnaire"
)

// unchanged returns an error if the answer was made from another answer than
// the present one, or reconciles grades that are no longer there.
func (s Snapshot) unchanged(c Answered) error {
	now := s.Answers[c.Answer.Item]
	if again := c.Answer; again.Reconciled != "" && again.Reconciled != now.Reconciled && len(again.Grades) > 0 && !slices.EqualFunc(again.Grades, now.Grades, sameEvent) {
		return Errorf(Conflict, "the grades of %s have changed: they are to be reconciled again", again.Item).Because(AnswerChanged, again.Item)
	}
	if c.Replaces == "" || c.Replaces == now.Event || c.Replaces == Nothing && now.Event == "" {
		return nil
	}
	who := "somebody"
	if now.By != "" {
		who = now.By
	}
	return Errorf(Conflict, "%s changed %s first", who, c.Answer.Item).Because(AnswerChanged, c.Answer.Item)
}

func sameEvent(a, b Grade) bool { return a.Event == b.Event && SamePerson(a.Scorer, b.Scorer) }

// gradesWithin are the grades that a journal of the first form holds within
// the answer. A new answer repeats them, because it replaces the old one.
func (s Snapshot) gradesWithin(item string) []Grade {
	return slices.DeleteFunc(slices.Clone(s.Answers[item].Grades), func(g Grade) bool { return !g.Within })
}

func (s Snapshot) admitAnswer(a Answer, today Date) (Answer, error) {
	item := s.Questionnaire.Item(a.Item)
	if item == nil {
		return a, unknownItem(a.Item)
	}
	if item.Computed() {
		return a, Errorf(Refused, "%s is computed from %s and cannot be answered itself", item.ID, strings.Join(slices.Concat(item.ClosedBy, item.Earliest), ", "))
	}
	a = cleaned(a)
	a.By, a.At, a.Session, a.Event = "", 0, "", ""
	a = a.withGrades(s.gradesWithin(a.Item))
	a.Grades = nil
	if now := s.Answers[a.Item]; a.Reverify != nil && a.keepsMark(now) {
		a.Reverify = now.Reverify
	} else {
		a.Reverify = nil
	}
	err := s.admitReconciled(item, a)
	if err != nil {
		return a, err
	}
	if a.Value != "" {
		if a.Value, err = admitValue(item, a.Value); err != nil {
			return a, err
		}
	}
	if a.Assurance != "" && !a.Assurance.Valid() {
		return a, invalid("assurance is claimed, documented, verified or attested, not %q", a.Assurance)
	}
	if na := a.NotApplicable; na != nil {
		switch {
		case a.Value != "":
			return a, invalid("%s is either answered or not applicable, not both", item.ID)
		case na.Reason == "" || na.By == "":
			return a, invalid("%s: not applicable needs a reason and a name", item.ID)
		case !item.Kind.Judged():
			return a, invalid("%s is a fact and cannot be set aside: leave it unanswered: its worst value counts", item.ID)
		}
	}
	for _, quote := range a.Quotes {
		switch {
		case quote.Text == "":
			return a, invalid("%s: a quote is empty", item.ID)
		case quote.InWriting() && !isDigest(quote.Reply):
			return a, invalid("%s: a quote in writing names the SHA-256 of its reply, not %q", item.ID, quote.Reply)
		case !quote.InWriting() && !quote.Written.IsZero():
			return a, invalid("%s: only a quote from a reply has a day of writing", item.ID)
		}
	}
	for _, n := range a.Heard {
		if n < 1 || n > len(item.ListenFor) {
			return a, invalid("%s has %d things to listen for: there is no number %d", item.ID, len(item.ListenFor), n)
		}
	}
	for _, record := range a.Evidence {
		if err := s.admitEvidence(item.ID, record, today); err != nil {
			return a, err
		}
	}
	return a, nil
}

func admitValue(item *questionnaire.Item, value string) (string, error) {
	if !item.Kind.Judged() {
		text, err := item.ParseFact(value)
		if err != nil {
			return "", invalid("%w", err)
		}
		return text, nil
	}
	if item.Kind.Scored() {
		return "", invalid("%s is a %s: it takes a score from each scorer, not a value", item.ID, item.Kind)
	}
	var allowed []string
	for _, value := range item.Kind.Values() {
		allowed = append(allowed, value.Text)
	}
	if !slices.Contains(allowed, value) {
		return "", invalid("%s takes %s, not %q", item.ID, strings.Join(allowed, ", "), value)
	}
	return value, nil
}

func cleaned(a Answer) Answer {
	a.Note = hostile.Clean(a.Note)
	if a.Reconciled = strings.TrimSpace(hostile.Clean(a.Reconciled)); a.Reconciled == "" {
		a.Reconciling = nil
	}
	a.Value = strings.TrimSpace(hostile.Line(a.Value))
	if a.NotApplicable != nil {
		a.NotApplicable = &NotApplicable{strings.TrimSpace(hostile.Clean(a.NotApplicable.Reason)), hostile.Line(a.NotApplicable.By)}
	}
	a.Quotes = slices.Clone(a.Quotes)
	for i := range a.Quotes {
		a.Quotes[i].Text, a.Quotes[i].Who = strings.TrimSpace(hostile.Clean(a.Quotes[i].Text)), hostile.Line(a.Quotes[i].Who)
	}
	a.Evidence = cleanedEvidence(a.Evidence)
	return a
}
