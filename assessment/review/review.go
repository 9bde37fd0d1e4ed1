// Package review lists the points at which an evaluator looks once more after the meeting, before
// anybody relies on the record: evidence that nobody has read, questions without an answer, answers that nothing
// shows, domains below their floor, scenarios on which the scorers differ, and answers
// with little to go by. Each point names the item where to mend it.
//
// A list says what is there and judges nobody: a record can be complete with points
// on the list. Whether it is, a person says who signs it off. The package is pure: it
// reads no clock and no database.
package review

import (
	"fmt"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// List is the review of one assessment. Its JSON keys are a contract: add keys, but
// never change one.
type List struct {
	Assessment string                  `json:"assessment"`
	Vendor     string                  `json:"vendor"` // with the subject
	Milestone  questionnaire.Milestone `json:"milestone"`
	AsOf       assessment.Date         `json:"as_of"`
	Points     []Point                 `json:"points"`
}

// Point is one thing to look at. An item can be on the list for several reasons.
type Point struct {
	Why    Why    `json:"why"`
	Item   string `json:"item"`             // where to look
	Domain string `json:"domain,omitempty"` // of a point about a whole domain
	Title  string `json:"title"`            // of the item, or of the domain
	Hard   bool   `json:"hard,omitempty"`   // a gate that blocks
	Text   string `json:"text"`
}

// Why tells why something is on the list.
type Why string

// The reasons, in the order of the list.
const (
	Unread     Why = "unread"
	Unanswered Why = "unanswered"
	NotShown   Why = "not_shown"
	BelowFloor Why = "below_floor"
	Differ     Why = "differ"
	Thin       Why = "thin"
)

// Whys lists the reasons in the order of the list.
func Whys() []Why { return []Why{Unread, Unanswered, NotShown, BelowFloor, Differ, Thin} }

// Words is the reason as a heading.
func (w Why) Words() string {
	switch w {
	case Unread:
		return "Received, not read"
	case Unanswered:
		return "Not answered"
	case NotShown:
		return "Said, not shown"
	case BelowFloor:
		return "Domains below their floor"
	case Differ:
		return "Scorers differ"
	}
	return "Little to go by"
}

// Under lists the points that are on the list for one reason.
func (l List) Under(why Why) []Point {
	return slices.DeleteFunc(slices.Clone(l.Points), func(p Point) bool { return p.Why != why })
}

// Summary counts the points by reason, such as "not answered: 2; scorers differ: 1".
// It is empty for an empty list.
func (l List) Summary() string {
	var parts []string
	for _, why := range Whys() {
		if n := len(l.Under(why)); n > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d", strings.ToLower(why.Words()), n))
		}
	}
	return strings.Join(parts, "; ")
}

// Of reviews an assessment as of the day of the result. Scenarios whose panel is
// closed count as unanswered, as they do in the result.
func Of(s assessment.Snapshot, r assessment.Result) List {
	l := List{Assessment: s.Assessment, Vendor: s.Opened.Title(), Milestone: r.Milestone, AsOf: r.AsOf, Points: []Point{}}
	for n := range r.Items {
		if item := s.Questionnaire.Item(r.Items[n].ID); !item.Computed() { // its items are on the list
			l.item(s, item, &r.Items[n])
		}
	}
	for _, d := range r.Domains {
		l.domain(s, r, d)
	}
	slices.SortStableFunc(l.Points, func(a, b Point) int {
		if a.Why != b.Why {
			return slices.Index(Whys(), a.Why) - slices.Index(Whys(), b.Why)
		}
		return hardFirst(a) - hardFirst(b)
	})
	return l
}

func hardFirst(p Point) int {
	if p.Hard {
		return 0
	}
	return 1
}

// item adds the points about one item.
func (l *List) item(s assessment.Snapshot, item *questionnaire.Item, result *assessment.ItemResult) {
	add := func(why Why, text string) {
		l.Points = append(l.Points, Point{Why: why, Item: item.ID, Title: item.Title, Hard: item.HardAt(l.Milestone), Text: text})
	}
	answer := s.Answers[item.ID]
	if words := wording.Unread(len(answer.Unread())); words != "" {
		add(Unread, words)
	}
	switch result.State {
	case assessment.StateUnanswered:
		text := howToAsk(item)
		if s.Hides(item.ID) {
			text = wording.Panel(s, item.ID)
		}
		add(Unanswered, text)
		return
	case assessment.StateAnswered:
	default:
		return
	}
	switch {
	case result.Reverify:
		add(NotShown, "to be re-verified: "+wording.Reverify(answer.Reverify.Because))
	case result.Gate == assessment.GateNotShown:
		add(NotShown, result.GateWords())
	}
	if item.Kind.Scored() && answer.Spread() >= s.Questionnaire.Scoring.Scenario.Apart && answer.Reconciled == "" {
		add(Differ, english.List(gradesOf(answer)))
	}
	if text := thin(item, answer); text != "" {
		add(Thin, text)
	}
}

// howToAsk says how the answer of an item is got.
func howToAsk(item *questionnaire.Item) string {
	switch item.Way() {
	case questionnaire.Live:
		return "to ask " + whom(item) + "in the meeting"
	case questionnaire.Written:
		return "to ask " + whom(item) + "in writing"
	case questionnaire.InDocument:
		return "to read in a document"
	case questionnaire.Researched:
		return "to look up"
	}
	return "our own work"
}

func whom(item *questionnaire.Item) string {
	if item.AskedOf == "" {
		return ""
	}
	return "the " + item.AskedOf + " "
}

func gradesOf(answer assessment.Answer) (words []string) {
	for _, g := range answer.Grades {
		if g.Grade != nil {
			words = append(words, g.Words())
		}
	}
	return words
}

// thin says that nothing tells later why an answer is as it is. A fact says all
// itself, and a record of evidence speaks for its answer.
func thin(item *questionnaire.Item, answer assessment.Answer) string {
	switch {
	case !item.Kind.Judged():
		return ""
	case item.Kind.Scored():
		var silent []string
		for _, g := range answer.Grades {
			if g.Grade != nil && g.Note == "" {
				silent = append(silent, g.Scorer)
			}
		}
		if len(silent) == 0 {
			return ""
		}
		return "no note by " + english.List(silent)
	case answer.Note == "" && len(answer.Quotes) == 0 && len(answer.Evidence) == 0:
		return "no note, no quote, no evidence"
	}
	return ""
}

// domain adds the points about one domain. They lead to the item on which it loses
// most.
func (l *List) domain(s assessment.Snapshot, r assessment.Result, d assessment.DomainResult) {
	worst, most := "", 0.0
	for _, item := range r.Items {
		lost := float64(item.Weight) * (1 - item.Credit)
		if item.Domain == d.ID && item.State == assessment.StateAnswered && lost > most {
			worst, most = item.ID, lost
		}
	}
	answered := ""
	if d.Coverage < 1 {
		answered = ", " + english.Percent(d.Coverage) + " answered"
	}
	if worst != "" && d.Shown != assessment.NoScore && d.Shown < assessment.Score(d.Floor*10) {
		l.Points = append(l.Points, Point{
			Why: BelowFloor, Item: worst, Domain: d.ID, Title: d.Name,
			Text: fmt.Sprintf("shows %s%s; approval needs %d; most is lost on %s %s", d.Shown, answered, d.Floor, worst, s.Questionnaire.Item(worst).Title),
		})
	}
}
