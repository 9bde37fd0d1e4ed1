// Package outstanding lists the work that is left on an assessment: the questions
// without an answer, the answers that nothing shows yet, the promises, and the
// scenarios on which the scorers differ. It says what we heard, what is missing,
// from whom and by when.
//
// A list is for our own people. [List.ForVendor] is the part that the vendor may
// read. The package is pure: it reads no clock and no database.
package outstanding

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/questionnaire"
)

// List is the work that is left on one assessment. Its JSON keys are a contract:
// add keys, but never change one.
type List struct {
	Assessment string                  `json:"assessment"`
	Vendor     string                  `json:"vendor"` // with the subject
	Milestone  questionnaire.Milestone `json:"milestone"`
	AsOf       assessment.Date         `json:"as_of"`
	Points     []Point                 `json:"points"`
}

// Point is one item with work left, or one promise that is about no item.
type Point struct {
	Why      Why       `json:"why"`
	Item     string    `json:"item,omitempty"`
	Title    string    `json:"title,omitempty"`
	Ask      string    `json:"ask,omitempty"` // as asked at the milestone
	Hard     bool      `json:"hard,omitempty"`
	Heard    []string  `json:"heard"`   // what the vendor said
	Missing  []string  `json:"missing"` // what is not there yet
	From     string    `json:"from"`    // who owes it: vendor, delivery lead or us
	Promises []Promise `json:"promises"`

	kept bool     // the vendor must not read the question
	send []string // the part of Missing that the vendor can send
}

// The sides.
const (
	theirs = "vendor"
	ours   = questionnaire.AskedOfUs
)

// Promise is an open action.
type Promise struct {
	What    string          `json:"what"`
	Owner   string          `json:"owner"`
	Side    string          `json:"side"` // vendor or us
	Due     assessment.Date `json:"due"`
	Overdue bool            `json:"overdue"`
}

// Words is the promise with its owner and its day.
func (p Promise) Words() string {
	day := "by " + p.Due.String()
	if p.Overdue {
		day = "was due " + p.Due.String()
	}
	return fmt.Sprintf("%s (%s, %s)", p.What, p.Owner, day)
}

// Why tells why something is on the list.
type Why string

// The reasons, in the order of the list.
const (
	Unread     Why = "unread"     // evidence came with a reply, and nobody has read it
	NotShown   Why = "not_shown"  // said, and no record shows it
	Unanswered Why = "unanswered" // nobody has answered it
	Promised   Why = "promised"   // an action is open
	Differ     Why = "differ"     // the grades lie far apart
)

// Whys lists the reasons in the order of the list.
func Whys() []Why { return []Why{Unread, NotShown, Unanswered, Promised, Differ} }

// Words is the reason as a heading.
func (w Why) Words() string {
	switch w {
	case Unread:
		return "Received, not read yet"
	case NotShown:
		return "Said, not shown yet"
	case Unanswered:
		return "Not answered yet"
	case Promised:
		return "Promised"
	}
	return "Scorers differ"
}

// Of lists the work that is left, as of the day of the result.
func Of(s assessment.Snapshot, r assessment.Result) List {
	list := List{Assessment: s.Assessment, Vendor: s.Opened.Title(), Milestone: r.Milestone, AsOf: r.AsOf, Points: []Point{}}
	for _, result := range r.Items {
		item := s.Questionnaire.Item(result.ID)
		if item.Computed() {
			continue // other items of the list make it up
		}
		p := Point{Item: item.ID, Title: item.Title, Ask: item.AskAt(r.Milestone), Hard: item.HardAt(r.Milestone), From: from(item), kept: kept(s.Questionnaire, item, result)}
		p.Heard, p.Missing, p.Promises = heard(s, item), []string{}, promises(s, item.ID, r.AsOf)
		switch answer := s.Answers[item.ID]; {
		case result.Gate == assessment.GateNotShown:
			p.Why = NotShown
			p.Missing, p.send = missing(s.Questionnaire, item, &answer, result, r.Milestone)
			switch {
			case len(p.Missing) == 0 && len(answer.Unread()) > 0: // all of it is there, to be read
				p.Why, p.From, p.Missing = Unread, ours, toRead(&answer)
			case item.AskedOf == "document" && len(p.send) > 0:
				p.From = theirs
			case p.From == ours:
				p.send = nil // we look it up ourselves
			case len(p.send) == 0:
				p.From = ours
			}
		case result.State == assessment.StateUnanswered:
			p.Why, p.Missing, p.send = Unanswered, []string{AnswerMissing}, []string{AnswerMissing}
		case item.Kind.Scored() && result.State == assessment.StateAnswered && answer.Spread() >= s.Questionnaire.Scoring.Scenario.Apart && answer.Reconciled == "":
			p.Why, p.From, p.Missing = Differ, ours, []string{"one grade that the scorers agree on, with the reason"}
		case len(answer.Unread()) > 0:
			p.Why, p.From, p.Missing = Unread, ours, toRead(&answer)
		case len(p.Promises) > 0:
			p.Why = Promised
		default:
			continue
		}
		list.Points = append(list.Points, p)
	}
	if loose := promises(s, "", r.AsOf); len(loose) > 0 {
		list.Points = append(list.Points, Point{Why: Promised, From: loose[0].Side, Heard: []string{}, Missing: []string{}, Promises: loose})
	}
	list.sort()
	return list
}

// AskedOfVendor reports whether the vendor answers the item, be it in the meeting or
// in writing.
func AskedOfVendor(item *questionnaire.Item) bool { return from(item) != ours }

// PromisesOf lists the open promises of the vendor that a condition holds for, the
// earliest first.
func PromisesOf(s assessment.Snapshot, asOf assessment.Date, about func(assessment.Action) bool) []Promise {
	return openActions(s, asOf, func(a assessment.Action) bool { return a.Side == theirs && about(a) })
}

// from is who owes the answer of an item. We read the documents and the public
// records ourselves.
func from(item *questionnaire.Item) string {
	switch item.AskedOf {
	case theirs, "delivery lead":
		return item.AskedOf
	case "":
		return theirs // a scenario is asked of whoever is in the room
	}
	return ours
}

// kept reports whether the vendor must not read a question: we answer it
// ourselves, or it is asked in the meeting and was not asked yet.
func kept(q *questionnaire.Questionnaire, item *questionnaire.Item, result assessment.ItemResult) bool {
	if from(item) == ours {
		return true
	}
	return result.State == assessment.StateUnanswered && (item.Unannounced || !q.SentAhead(item) || item.Kind.CopyForm() == questionnaire.Withheld)
}

// heard lists the words of the vendor, and whether it said yes to a gate.
func heard(s assessment.Snapshot, item *questionnaire.Item) []string {
	answer, said := s.Answers[item.ID], []string{}
	switch {
	case answer.Value == assessment.Met:
		said = append(said, "yes, it is in place")
	case !item.Kind.Judged() && answer.Value != "":
		said = append(said, item.FactLabel(answer.Value))
	}
	for _, quote := range answer.Quotes {
		said = append(said, english.Join(", ", english.Quoted(quote.Text), quote.Speaker()))
	}
	return said
}

// The texts of what is missing where it is no document.
const (
	AnswerMissing  = "an answer"
	confirmMissing = "a word that the earlier answer still holds"
)

// missing lists what would show the answer of a gate: each group of evidence that
// no record shows, or else the kinds of which one is enough. send is the part that
// the vendor can send: papers that we issue are left out. Documents that came with a
// reply are not missing, although they show nothing until somebody has read them.
func missing(q *questionnaire.Questionnaire, item *questionnaire.Item, answer *assessment.Answer, result assessment.ItemResult, at questionnaire.Milestone) (all, send []string) {
	if result.Reverify {
		return []string{confirmMissing}, []string{confirmMissing}
	}
	all = []string{}
	add := func(show string, kinds []string) {
		names, sendable := []string{}, []string{}
		for _, id := range kinds {
			kind := q.EvidenceKind(id)
			if kind == nil {
				continue
			}
			if names = append(names, kind.Name); kind.IssuedBy != questionnaire.AskedOfUs {
				sendable = append(sendable, kind.Name)
			}
		}
		if len(names) > 0 {
			all = append(all, english.Join(": ", show, strings.Join(names, " or ")))
		}
		if len(sendable) > 0 {
			send = append(send, english.Join(": ", show, strings.Join(sendable, " or ")))
		}
	}
	for _, group := range result.Groups {
		if group.Record == 0 && !received(answer, group.By) {
			add(group.Show, group.By)
		}
	}
	if accepted := item.Accepts(at); len(result.Groups) == 0 && !received(answer, accepted) {
		add("", accepted)
	}
	return all, send
}

// received reports whether a record of one of these kinds came with a reply and was
// not read.
func received(answer *assessment.Answer, kinds []string) bool {
	return slices.ContainsFunc(answer.Unread(), func(n int) bool { return answer.Evidence[n].Shows(kinds) })
}

// toRead says how much there is to read.
func toRead(answer *assessment.Answer) []string {
	return []string{"somebody to read " + english.Count(len(answer.Unread()), "received document")}
}

// promises lists the open actions for an item, or those for no item.
func promises(s assessment.Snapshot, item string, asOf assessment.Date) []Promise {
	return openActions(s, asOf, func(a assessment.Action) bool { return a.Item == item })
}

// openActions lists the open actions that a condition holds for, the earliest first.
func openActions(s assessment.Snapshot, asOf assessment.Date, about func(assessment.Action) bool) []Promise {
	all := []Promise{}
	actions := slices.Clone(s.Actions)
	slices.SortStableFunc(actions, assessment.SoonerFirst)
	for _, a := range actions {
		if a.Closed == nil && about(a) {
			all = append(all, Promise{a.What, a.Owner, a.Side, a.Due, a.Overdue(asOf)})
		}
	}
	return all
}

// Under lists the points that are on the list for one reason.
func (l List) Under(why Why) []Point {
	return slices.DeleteFunc(slices.Clone(l.Points), func(p Point) bool { return p.Why != why })
}
