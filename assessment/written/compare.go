package written

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/form"
	"assay/assessment/hostile"
	"assay/questionnaire"
)

// Source is the file of a reply, with everything known beside it.
type Source struct {
	Name   string // of the file, without a path
	SHA256 string // hexadecimal
	Size   int64  // bytes

	// Earlier is the reply before this one, or nil.
	Earlier *Reply

	// PatientData names the kinds of patient data that an attached file seems to have,
	// by its path in the reply.
	PatientData map[string][]string
}

// Compare lays a reply beside the record of an assessment, as of a day. Ask
// [form.Form.Fits] first.
func Compare(reply Reply, from Source, s assessment.Snapshot, today assessment.Date) Review {
	c := comparison{
		reply: reply, from: from, s: s, at: s.Milestone,
		review: Review{
			Assessment: s.Assessment, Vendor: s.Opened.Title(), File: hostile.Line(from.Name), SHA256: from.SHA256, Size: from.Size, Format: reply.Format,
			Form: reply.Form.ID, Stated: stated(reply.Stated), Finished: reply.Finished,
			Lines: []Line{}, Empty: []string{}, Warnings: []string{}, Remarks: []string{}, snapshot: s, today: today,
		},
	}
	by := c.review.Stated
	c.review.named = assessment.PatientData(strings.Join([]string{from.Name, by.Company, by.Name, by.Role, by.Reach}, "\n"))
	c.review.inside = reply.Inside
	c.review.PatientData = union(c.review.named, assessment.PatientData(unseen(reply)))
	for _, a := range reply.Answers {
		c.review.Lines = append(c.review.Lines, c.answer(a))
	}
	c.states = map[string]assessment.ItemState{}
	for _, item := range assessment.Evaluate(c.taken(), today, s.Milestone, questionnaire.Current).Items {
		c.states[item.ID] = item.State
	}
	for n := range c.review.Lines {
		if l := &c.review.Lines[n]; c.hidden(l.Item) && l.Takes() {
			l.Why = english.Join("; ", l.Why, "it is not asked at present and counts nothing")
		}
	}
	for _, d := range reply.Documents {
		for _, l := range c.document(d) {
			if c.review.Line(l.ID) != nil {
				l = held(l, "the file names this document twice")
				l.ID = c.another(l.ID)
			}
			c.review.Lines = append(c.review.Lines, l)
		}
	}
	c.sort()
	c.empty()
	c.warn(today)
	for _, r := range reply.Remarks {
		c.review.Remarks = append(c.review.Remarks, english.Join(": ", hostile.Line(r.Where), hostile.Line(r.What)))
	}
	return c.review
}

// comparison is a review in the making.
type comparison struct {
	reply  Reply
	from   Source
	s      assessment.Snapshot
	at     questionnaire.Milestone
	review Review

	// The states of the items once every answer of the reply is taken: an answer to one
	// question can decide whether another is asked.
	states map[string]assessment.ItemState
}

// hidden reports whether an item is not asked at the milestone of the record.
func (c *comparison) hidden(item string) bool {
	return c.states[item] == assessment.StateHidden || c.states[item] == assessment.StateLater
}

// taken is the record as if every answer of the reply with a value was taken.
func (c *comparison) taken() assessment.Snapshot {
	s := c.s
	s.Answers = maps.Clone(s.Answers)
	for _, l := range c.review.Lines {
		if l.Value != "" {
			answer := s.Answers[l.Item]
			answer.Value, answer.NotApplicable, answer.Reverify = l.Value, nil, nil
			if s.Answers == nil {
				s.Answers = map[string]assessment.Answer{}
			}
			s.Answers[l.Item] = answer
		}
	}
	return s
}

// unseen is all text of a reply that no line shows.
func unseen(reply Reply) string {
	texts := append([]string{reply.Stated.DayText}, reply.Unseen...)
	for _, r := range reply.Remarks {
		texts = append(texts, r.Where+": "+r.What)
	}
	for _, a := range reply.Answers {
		texts = append(texts, a.Offered...)
	}
	return strings.Join(texts, "\n")
}

func stated(by Stated) assessment.Stated {
	return assessment.Stated{Company: name(by.Company), Name: name(by.Name), Role: name(by.Role), Reach: name(by.Reach), Day: by.Day}
}

// name is a name of a reply, cut to the length that the journal takes.
func name(text string) string {
	runes := []rune(hostile.Line(text))
	if len(runes) <= hostile.LongestName {
		return string(runes)
	}
	return string(runes[:hostile.LongestName-1]) + "…"
}

// answer compares one answer.
func (c *comparison) answer(a Answer) Line {
	l := Line{ID: name(a.Item), Item: name(a.Item), Wrote: c.wrote(a)}
	if c.from.Earlier != nil {
		l.Before = c.before(a.Item)
		l.Changed = l.Before != l.Wrote
	}
	l.PatientData = assessment.PatientData(l.Wrote)
	item := c.item(a.Item)
	if item == nil {
		l.Title, l.Ask, l.Then = hostile.Line(a.Item), "", hostile.Line(a.Asked)
		if c.review.Line(l.ID) != nil {
			l.ID = c.another(l.ID)
		}
		return held(l, "the questionnaire of this assessment has no such question")
	}
	l.ID, l.Item, l.Title, l.Ask = item.ID, item.ID, item.Title, item.AskAt(c.at)
	now := c.s.Answers[item.ID]
	l.Recorded = recorded(item, now)
	if c.review.Line(l.ID) != nil {
		l.ID = c.another(l.ID)
		return held(l, "the file answers this question twice")
	}
	if why, then := c.otherQuestion(item, a); why != "" {
		l.Then = then
		return held(l, why)
	}
	l.Value, l.Why = valueOf(item, a)
	if c.reply.Form.Part == form.Outstanding && len(a.Offered) == 0 {
		l.Why = "" // a list of open points asks for words
	}
	l.Words = valueWords(item, l.Value)
	l.State = state(now, l.Value, saidBefore(now, l.Wrote))
	return l
}

func held(l Line, why string) Line {
	l.State, l.Why, l.Value, l.Words = Held, why, "", ""
	l.PatientData = union(l.PatientData, assessment.PatientData(l.named()))
	return l
}

// another is an id for a line whose own id another line has.
func (c *comparison) another(id string) string {
	for n := 2; ; n++ {
		if other := fmt.Sprintf("%s#%d", id, n); c.review.Line(other) == nil {
			return other
		}
	}
}

// item finds the item of an answer, also by an id that it had in an earlier version.
func (c *comparison) item(id string) *questionnaire.Item {
	if item := c.s.Questionnaire.Item(id); item != nil {
		return item
	}
	for item := range c.s.Questionnaire.Items() {
		if slices.Contains(item.Was, id) {
			return item
		}
	}
	return nil
}

// otherQuestion says why an answer does not answer the present question, if so, and
// how the file asks it.
func (c *comparison) otherQuestion(item *questionnaire.Item, a Answer) (why, then string) {
	switch {
	case item.Computed():
		return "this answer is computed from others", ""
	case !c.asks(item):
		return "this question is not asked in writing", ""
	case a.Asked == "" && c.reply.Form.Hash != c.s.Questionnaire.Hash():
		return "the file asks another version of the questionnaire, and does not show how it asks this question", ""
	case a.Asked != "" && !sameText(a.Asked, item.AskAt(c.at)):
		return "the file asks it in other words", hostile.Line(a.Asked)
	}
	switch {
	case len(item.Options) == 0, len(a.Offered) == 0 && (len(a.Choices) == 0 || c.reply.Form.Hash == c.s.Questionnaire.Hash()):
		return "", ""
	case len(a.Offered) == 0:
		return "the file asks another version of the questionnaire, and does not show which choices it offers", ""
	}
	if !sameOptions(item, a.Offered) {
		return "the file offers other choices", hostile.Line(a.Asked) + " Choices: " + hostile.Line(strings.Join(a.Offered, "; "))
	}
	return "", ""
}

// asks reports whether the vendor may answer the item in this file. A list of open
// points also has questions of the meeting that the vendor has answered there. None is
// about our own duties.
func (c *comparison) asks(item *questionnaire.Item) bool {
	if form.Asks(c.s.Questionnaire, item) {
		return true
	}
	now := c.s.Answers[item.ID]
	return c.reply.Form.Part == form.Outstanding && item.AskedOf != questionnaire.AskedOfUs && (now.Answered() || now.NotApplicable != nil)
}

// sameText compares two wordings. A program may have changed the space in one, or put
// the apostrophe before it that keeps a spreadsheet from running a formula.
func sameText(a, b string) bool {
	plain := func(text string) string { return strings.TrimPrefix(hostile.Name(text), "'") }
	return plain(a) == plain(b)
}

// sameOptions compares the offered values with the present ones. A file may show
// their labels instead.
func sameOptions(item *questionnaire.Item, offered []string) bool {
	seen := map[string]bool{}
	for _, text := range offered {
		value, found := option(item, text)
		if !found {
			return false
		}
		seen[value] = true
	}
	return len(seen) == len(item.Options)
}

// option finds an option by its value or its label.
func option(item *questionnaire.Item, text string) (value string, found bool) {
	for _, o := range item.Options {
		if text == o.Value || sameText(text, o.Label) {
			return o.Value, true
		}
	}
	return "", false
}

// wrote is an answer in the words of the vendor: the chosen labels, then the text.
func (c *comparison) wrote(a Answer) string {
	item := c.item(a.Item)
	labels := make([]string, len(a.Choices))
	for n, choice := range a.Choices {
		labels[n] = hostile.Line(choice)
		if item == nil {
			continue
		}
		if value, found := option(item, choice); found {
			labels[n] = item.FactLabel(value)
		} else if len(item.Options) == 0 {
			labels[n] = english.Capital(labels[n])
		}
	}
	return strings.TrimSpace(english.Join(": ", strings.Join(labels, "; "), hostile.Clean(strings.TrimSpace(a.Words))))
}

// before is the answer of the earlier reply to an item.
func (c *comparison) before(item string) string {
	at := slices.IndexFunc(c.from.Earlier.Answers, func(a Answer) bool {
		now := c.item(item)
		return a.Item == item || now != nil && now == c.item(a.Item)
	})
	if at < 0 {
		return ""
	}
	return c.wrote(c.from.Earlier.Answers[at])
}

// recorded is the present answer for people.
func recorded(item *questionnaire.Item, a assessment.Answer) string {
	if na := a.NotApplicable; na != nil {
		return fmt.Sprintf("not applicable: %s (%s)", na.Reason, na.By)
	}
	if a.Value == "" {
		return ""
	}
	assurance := ""
	if item.Kind.TakesEvidence() {
		assurance = string(a.Assurance)
	}
	if a.Reverify != nil {
		assurance = english.Join(", ", assurance, "to re-verify")
	}
	return english.Join(", ", valueWords(item, a.Value), assurance)
}

// valueWords is an answer for people.
func valueWords(item *questionnaire.Item, value string) string {
	switch {
	case value == "":
		return ""
	case !item.Kind.Judged():
		return item.FactLabel(value)
	}
	return questionnaire.AnswerWords(value)
}

// saidBefore reports whether the words are recorded, from this reply or another one.
func saidBefore(a assessment.Answer, words string) bool {
	return words == "" || slices.ContainsFunc(a.Quotes, func(q assessment.Quote) bool { return q.InWriting() && q.Text == words })
}

// state compares an answer with the record.
func state(now assessment.Answer, value string, said bool) State {
	switch {
	case value == "" && said:
		return Known
	case value == "":
		return InWords
	case now.Value == value && said:
		return Known
	case now.Value == value:
		return Same
	case now.Answered() || now.NotApplicable != nil:
		return Differs
	}
	return New
}

// sort puts the lines in the order of the questionnaire, documents last.
func (c *comparison) sort() {
	place := map[string]int{}
	for item := range c.s.Questionnaire.Items() {
		place[item.ID] = len(place) + 1
	}
	for _, kind := range c.s.Questionnaire.Evidence {
		place[kind.ID] = len(place) + 1
	}
	slices.SortStableFunc(c.review.Lines, func(a, b Line) int {
		at := func(l Line) int { return cmp.Or(place[cmp.Or(l.Document, l.Item)], len(place)+1) }
		return at(a) - at(b)
	})
}

// empty lists the questions of the form that the vendor left empty.
func (c *comparison) empty() {
	if c.reply.Form.Part != form.All {
		return
	}
	for item := range c.s.Questionnaire.Items() {
		due := !item.Kind.Judged() || c.reply.Form.Milestone.Reached(item.Phase.From())
		if due && form.Asks(c.s.Questionnaire, item) && !c.hidden(item.ID) && c.states[item.ID] != assessment.StateNA && !slices.ContainsFunc(c.review.Lines, func(l Line) bool { return l.Item == item.ID }) {
			c.review.Empty = append(c.review.Empty, item.ID)
		}
	}
}
