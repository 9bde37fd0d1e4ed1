package export

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// asked is an item with all that is recorded under it. Of a scenario in a closed panel
// nothing is.
type asked struct {
	*questionnaire.Item
	domain string
	result assessment.ItemResult
	answer assessment.Answer
}

// all are the items of the questionnaire, in its order.
func (j judged) all() []asked {
	results := map[string]assessment.ItemResult{}
	for _, r := range j.result.Items {
		results[r.ID] = r
	}
	var all []asked
	for d := range j.q.Domains {
		domain := &j.q.Domains[d]
		for i := range domain.Items {
			item := &domain.Items[i]
			one := asked{Item: item, domain: domain.ID, result: results[item.ID]}
			if !j.PanelClosed(item.ID) || !item.Kind.Scored() {
				one.answer = j.Answers[item.ID]
			}
			all = append(all, one)
		}
	}
	return all
}

func (j judged) answers() Table {
	text := text[string]
	onlyAnswered := func(of func(assessment.ItemResult) float64) func(asked) Value {
		return func(a asked) Value {
			if a.result.State != assessment.StateAnswered || a.result.Weight == 0 {
				return Value{}
			}
			return figure(of(a.result))
		}
	}
	t := topic(
		"answers", "Answers", j.all(),
		col("item", "Item", Code, 16, "the id of the item", func(a asked) Value { return text(a.ID) }),
		col("title", "Title", Text, 30, "the title of the item", func(a asked) Value { return text(a.Numbered()) }),
		col("domain", "Domain", Code, 9, "the id of the domain", func(a asked) Value { return text(a.domain) }),
		col("kind", "Kind", Code, 10, "the kind of the item", func(a asked) Value { return text(string(a.Kind)) }),
		col("question", "Question", Text, 46, "the question as it is asked at the milestone", func(a asked) Value { return text(a.AskAt(j.result.Milestone)) }),
		col("state", "State", Code, 12, "answered, unanswered, na, hidden or later", func(a asked) Value { return text(string(a.result.State)) }),
		col("state_because", "Why", Text, 26, "why the item is not asked, or does not apply", func(a asked) Value { return text(j.because(a)) }),
		col("answer", "Answer", Code, 14, "the answer as it is recorded; for a fact with choices the value of the choice", func(a asked) Value { return text(a.answer.Text(j.q)) }),
		col("answer_words", "Answer in words", Text, 24, "the label of the chosen answer of a fact, where it differs", func(a asked) Value { return text(words(a, a.answer.Text(j.q))) }),
		col("assurance", "Assurance", Code, 13, "claimed, documented, verified or attested, as it counts", func(a asked) Value { return text(string(a.result.Assurance)) }),
		col("gate", "Gate", Code, 13, "closed, failed, not_shown, not_asked, waived or waiver_expired; empty for no gate", func(a asked) Value { return text(string(a.result.Gate)) }),
		col("gate_missing", "Gate, in words", Text, 24, "the state of the gate in words, with what is missing", func(a asked) Value { return text(a.result.GateWords()) }),
		col("hard", "Hard", Truth, 8, "whether the open gate blocks at the milestone", func(a asked) Value { return truth(a.HardAt(j.result.Milestone)) }),
		col("weight", "Weight", Count, 9, "the weight that counts", func(a asked) Value { return some(a.result.Weight) }),
		col("practice", "Practice p", Figure, 10, "the answer as a share of full practice", onlyAnswered(func(r assessment.ItemResult) float64 { return r.P })),
		col("assured", "Assurance k", Figure, 10, "what the assurance is worth", onlyAnswered(func(r assessment.ItemResult) float64 { return r.K })),
		col("fresh", "Freshness f", Figure, 10, "what the age of the record leaves of it", onlyAnswered(func(r assessment.ItemResult) float64 { return r.F })),
		col("credit", "Credit", Figure, 9, "p times k times f", onlyAnswered(func(r assessment.ItemResult) float64 { return r.Credit })),
		col("note", "Note", Text, 46, "the note of the evaluator", func(a asked) Value { return text(a.answer.Note) }),
		col("quotes", "Quotes", List, 46, "what the vendor said or wrote, word for word; see the topic quotes", func(a asked) Value {
			var all []string
			for _, q := range a.answer.Quotes {
				all = append(all, q.Text)
			}
			return list(all)
		}),
		col("heard", "Points heard", List, 34, "the points of the item that the answer named", func(a asked) Value {
			var all []string
			for _, n := range a.answer.Heard {
				if n >= 1 && n <= len(a.ListenFor) {
					all = append(all, a.ListenFor[n-1])
				}
			}
			return list(all)
		}),
		col("specifics", "Specifics", List, 18, "the specifics that the answer to a scenario named", func(a asked) Value { return list(a.answer.Elements) }),
		col("marks", "Marks", List, 18, "volunteered, evasive, to come back to", func(a asked) Value { return list(wording.Marks(a.answer)) }),
		col("records", "Records", List, 16, "the names of its evidence records; see the topic evidence", func(a asked) Value {
			var all []string
			for n := range a.answer.Evidence {
				all = append(all, fmt.Sprintf("%s/%d", a.ID, n+1))
			}
			return list(all)
		}),
		col("reverify", "To re-verify", Text, 20, "why an answer taken over from before must be confirmed", func(a asked) Value {
			if a.answer.Reverify == nil {
				return Value{}
			}
			return text("to be re-verified: " + wording.Reverify(a.answer.Reverify.Because))
		}),
		col("basis", "Basis", Code, 8, "R the rule requires it, A addressable, D derived, O other law, K contract or practice, N proposed rule", func(a asked) Value { return text(string(a.Basis)) }),
		col("cites", "Citations", List, 24, "the law behind the item", func(a asked) Value { return list(a.Cites) }),
		col("asked_of", "Asked of", Code, 14, "who is asked", func(a asked) Value { return text(a.AskedOf) }),
		col("by", "Recorded by", Text, 24, "who recorded the present answer", func(a asked) Value { return text(a.answer.By) }),
		col("at", "Recorded at", Moment, 17, "when that was", func(a asked) Value { return moment(a.answer.At) }),
	)
	t.Cards = true
	return t
}

// words is the label of a fact's answer, where it differs.
func words(a asked, answer string) string {
	if label := a.FactLabel(answer); !a.Kind.Judged() && label != answer {
		return label
	}
	return ""
}

// because says why an item is not asked, or does not apply.
func (j judged) because(a asked) string {
	switch na := a.answer.NotApplicable; {
	case j.Hides(a.ID):
		return "graded blind; the panel is closed"
	case a.result.State == assessment.StateNA && na != nil:
		return na.Reason + " (" + na.By + ")"
	case a.result.State == assessment.StateNA:
		return "by rule: " + a.NotApplicableWhen
	case a.result.State == assessment.StateHidden:
		return a.result.HiddenWords()
	case a.result.State == assessment.StateLater:
		return "counts from a later milestone on"
	}
	return ""
}

// said is one quote.
type said struct {
	item string
	assessment.Quote
}

func (j judged) quotes() Table {
	var all []said
	for _, a := range j.all() {
		for _, q := range a.answer.Quotes {
			all = append(all, said{a.ID, q})
		}
	}
	return topic(
		"quotes", "Quotes", all,
		col("item", "Item", Code, 11, "the item that was answered", func(q said) Value { return text(q.item) }),
		col("quote", "Quote", Text, 80, "what the vendor said or wrote, word for word", func(q said) Value { return text(q.Text) }),
		col("who", "Who", Text, 28, "who said it, or the name as stated in the form", func(q said) Value { return text(q.Who) }),
		col("in_writing", "In writing", Truth, 11, "whether it was taken from a reply of the vendor", func(q said) Value { return truth(q.InWriting()) }),
		col("written", "Written", Day, 12, "the day that the reply states", func(q said) Value { return day(q.Written) }),
		col("reply", "Reply", Code, 30, "the SHA-256 of the reply", func(q said) Value { return text(q.Reply) }),
		col("at", "Heard at", Moment, 17, "when it was heard", func(q said) Value { return moment(q.At) }),
	)
}

// graded is the grade of one scorer.
type graded struct {
	item string
	assessment.Grade
}

func (j judged) grades() Table {
	var all []graded
	for _, a := range j.all() {
		for _, g := range a.answer.Grades {
			all = append(all, graded{a.ID, g})
		}
	}
	return topic(
		"grades", "Grades", all,
		col("item", "Item", Code, 11, "the scenario", func(g graded) Value { return text(g.item) }),
		col("scorer", "Scorer", Text, 28, "who gave the grade", func(g graded) Value { return text(g.Scorer) }),
		col("grade", "Grade", Count, 9, "of 0 to 4; empty while there is only a note", func(g graded) Value {
			if g.Grade.Grade == nil {
				return Value{}
			}
			return count(*g.Grade.Grade)
		}),
		col("note", "Note", Text, 60, "the note of the scorer", func(g graded) Value { return text(g.Note) }),
		col("specifics", "Specifics", List, 20, "the specifics that this scorer heard", func(g graded) Value { return list(g.Elements) }),
		col("reverify", "To re-verify", Truth, 11, "whether the grade is from before, and not confirmed", func(g graded) Value { return truth(g.Reverify) }),
		col("by", "Entered by", Text, 28, "who entered it", func(g graded) Value { return text(g.By) }),
		col("at", "Entered at", Moment, 17, "when that was", func(g graded) Value { return moment(g.At) }),
	)
}

// raised is a red flag of a person or of a rule.
type raised struct {
	id, item, text string
	severity       questionnaire.Severity
	rule           bool
	by             string
	at             int64
	end            *assessment.Resolution
}

func (j judged) flags() Table {
	var all []raised
	for _, f := range j.Flags {
		all = append(all, raised{f.ID, f.Item, f.Text, f.Severity, false, f.RaisedBy, f.RaisedAt, f.Resolution})
	}
	for _, f := range j.result.OpenFlags {
		if f.Rule {
			all = append(all, raised{id: f.ID, item: f.Item, text: f.Text, severity: f.Severity, rule: true})
		}
	}
	for id, end := range j.Resolved {
		item, _, _ := strings.Cut(id, "/")
		all = append(all, raised{id: id, item: item, rule: true, end: &end})
	}
	slices.SortFunc(all, func(a, b raised) int { return strings.Compare(a.item+" "+a.id, b.item+" "+b.id) })
	return topic(
		"flags", "Red flags", all,
		col("item", "Item", Code, 11, "the item; may be empty", func(f raised) Value { return text(f.item) }),
		col("flag", "Flag", Code, 20, "the id of the flag", func(f raised) Value { return text(f.id) }),
		col("severity", "Severity", Code, 11, "stop or warning; empty for a resolved flag of a rule", func(f raised) Value { return text(f.severity) }),
		col("text", "Text", Text, 60, "what was noticed", func(f raised) Value { return text(f.text) }),
		col("rule", "By a rule", Truth, 10, "whether the questionnaire raised it, and not a person", func(f raised) Value { return truth(f.rule) }),
		col("by", "Raised by", Text, 24, "who raised it", func(f raised) Value { return text(f.by) }),
		col("at", "Raised at", Moment, 17, "when that was", func(f raised) Value { return moment(f.at) }),
		col("resolved", "Resolved", Truth, 10, "whether a named person resolved it", func(f raised) Value { return truth(f.end != nil) }),
		col("resolved_by", "Resolved by", Text, 24, "who resolved it", func(f raised) Value { return text(f.resolution().By) }),
		col("resolved_reason", "Why resolved", Text, 44, "the reason", func(f raised) Value { return text(f.resolution().Reason) }),
		col("resolved_at", "Resolved at", Moment, 17, "when that was", func(f raised) Value { return moment(f.resolution().At) }),
	)
}

func (f raised) resolution() assessment.Resolution {
	if f.end == nil {
		return assessment.Resolution{}
	}
	return *f.end
}
