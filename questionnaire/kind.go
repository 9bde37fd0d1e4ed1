package questionnaire

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is the form of an item: which answers it takes, and how they are graded.
type Kind string

// The kinds of items. Each has a row in kinds.
const (
	Gate     Kind = "gate"
	Control  Kind = "control"
	Scenario Kind = "scenario"
	Evidence Kind = "evidence"
	Clause   Kind = "clause"
	Fact     Kind = "fact"
)

// kinds is everything the program knows about the kinds of items. Nothing else
// compares kinds: other code asks the methods below. The fields of a row have no
// names, so that a row that leaves one out does not build.
var kinds = [...]kindRow{
	{Gate, "a condition; no average hides an open one", metOrUnmet, nil, blocks, byRecords, AskedYesOrNo, "", FromYesNo},
	{Control, "a practice, graded from 0 to 4", zeroToFour, controlScale, adds, byRecords, AskedInWords, "", FromGrades},
	{Scenario, "an answer to a story, scored against the item's five anchors", zeroToFour, ownAnchors, adds, byScorers, Withheld, "", FromNothing},
	{Evidence, "documents, graded by how complete they are", zeroToFour, evidenceScale, adds, byRecords, AskedInWords, "", FromDocument},
	{Clause, "a wording in a contract", presentOrAbsent, nil, adds, byRecords, AskedInWords, "section", FromNothing},
	{Fact, "not graded; decides what is asked, and the risk", nil, nil, steers, byNothing, AskedInWords, "", FromParticulars},
}

type kindRow struct {
	kind    Kind
	meaning string                               // for the schema and the guide
	values  []Value                              // the answers to choose from, the best first
	scale   func(*Questionnaire, *Item) []string // the five anchors, where the answers are grades
	effect  effect
	shown   shown
	copy    CopyForm
	note    string // the required content of the note; empty for none
	from    Origin
}

// effect is the part an answer has in the verdict.
type effect int

const (
	steers effect = iota // none: it decides which other items are asked
	adds                 // it adds to the score
	blocks               // it adds to the score, and keeps the verdict from approve while it is open
)

// shown is how an answer is shown to be true.
type shown int

const (
	byNothing shown = iota
	byRecords       // by evidence records, each with an assurance
	byScorers       // by people who score the answer independently
)

// CopyForm is how the vendor's copy of a questionnaire asks for an answer.
type CopyForm int

// The forms of the vendor's copy.
const (
	Withheld     CopyForm = iota // not at all: the question is asked in the meeting
	AskedInWords                 // in the vendor's own words, or as a fact is written
	AskedYesOrNo                 // yes or no, then in the vendor's own words
)

// Origin is the sort of question, in a questionnaire of somebody else, that becomes an
// item of a kind.
type Origin int

// The origins.
const (
	FromNothing     Origin = iota
	FromYesNo              // yes is the wanted answer
	FromGrades             // a scale, or an answer in words that people judge
	FromDocument           // a file to send
	FromParticulars        // a name, a number, a date, a choice: nothing to judge
)

// KindFrom returns the kind of the items that are made of a sort of question.
func KindFrom(origin Origin) Kind {
	for n := range kinds {
		if kinds[n].from == origin && origin != FromNothing {
			return kinds[n].kind
		}
	}
	return ""
}

// From is the sort of question of which items of the kind are made.
func (k Kind) From() Origin { return k.row().from }

// Value is one answer to choose.
type Value struct {
	Text    string // as the journal and the conditions have it: unmet
	Words   string // as people read it: not met
	Key     string // that gives it in the interview; empty for a tenth option and on
	Eighths int    // its share of full practice
}

var (
	metOrUnmet      = []Value{{"met", "met", "y", 8}, {"unmet", "not met", "n", 0}}
	presentOrAbsent = []Value{{"present", "present", "y", 8}, {"partial", "partly present", "p", 4}, {"absent", "absent", "n", 0}}
	yesOrNo         = []Value{{"yes", "yes", "y", 0}, {"no", "no", "n", 0}}
	zeroToFour      = []Value{{"4", "4 of 4", "4", 8}, {"3", "3 of 4", "3", 6}, {"2", "2 of 4", "2", 4}, {"1", "1 of 4", "1", 2}, {"0", "0 of 4", "0", 0}}
)

func controlScale(q *Questionnaire, _ *Item) []string  { return q.Scales.Control }
func evidenceScale(q *Questionnaire, _ *Item) []string { return q.Scales.Evidence }
func ownAnchors(_ *Questionnaire, item *Item) []string { return item.Anchors }

// Kinds lists the kinds of items.
func Kinds() []Kind {
	all := make([]Kind, len(kinds))
	for n := range kinds {
		all[n] = kinds[n].kind
	}
	return all
}

// unknown is the row of an unknown kind. It takes no answers and counts
// nothing.
var unknown kindRow

// row is a switch because the engine asks several times for each item.
func (k Kind) row() *kindRow {
	switch k {
	case Gate:
		return &kinds[0]
	case Control:
		return &kinds[1]
	case Scenario:
		return &kinds[2]
	case Evidence:
		return &kinds[3]
	case Clause:
		return &kinds[4]
	case Fact:
		return &kinds[5]
	}
	return &unknown
}

func (k Kind) valid() bool { return k.row() != &unknown }

// Values are the answers to choose from, the best first; for a scenario, the
// grades that one scorer can give. It is empty for facts: see [Item.Values].
func (k Kind) Values() []Value { return k.row().values }

// Judged reports whether the answers count in the verdict. Facts do not:
// they only decide which items are asked.
func (k Kind) Judged() bool { return k.row().effect != steers }

// IsGate reports whether every item of the kind is a gate. An item of
// another kind is a gate if a grade is set for it: see [Item.GateGrade].
func (k Kind) IsGate() bool { return k.row().effect == blocks }

// Graded reports whether the answers are grades from 0 to 4.
func (k Kind) Graded() bool { return k.row().scale != nil }

// Scored reports whether people score the answer, each for themselves, against
// the item's own anchors.
func (k Kind) Scored() bool { return k.row().shown == byScorers }

// TakesEvidence reports whether evidence records show the answers, so that an
// answer has an assurance.
func (k Kind) TakesEvidence() bool { return k.row().shown == byRecords }

// CopyForm is how the vendor's copy asks for an answer.
func (k Kind) CopyForm() CopyForm { return k.row().copy }

// Note names the required content of the note of an answer, such as the
// section of a clause. It is empty if a note may hold anything.
func (k Kind) Note() string { return k.row().note }

// Eighths is the share of full practice that an answer claims; 0 for an answer
// that the kind does not take.
func (k Kind) Eighths(answer string) int {
	values := k.row().values
	for n := range values {
		if values[n].Text == answer {
			return values[n].Eighths
		}
	}
	return 0
}

// AnswerWords is an answer as people read it. Its kind need not be known: all
// kinds use the same words for the same answer. The mean of two scorers can lie
// between two grades, as 2.5.
func AnswerWords(answer string) string {
	for n := range kinds {
		for _, value := range kinds[n].values {
			if value.Text == answer {
				return value.Words
			}
		}
	}
	if grade, half := strings.CutSuffix(answer, ".5"); half && Control.Eighths(grade) > 0 || answer == "0.5" {
		return answer + " of 4"
	}
	return answer
}

// Values lists the answers to choose from. It is empty if the answer is
// written.
func (i *Item) Values() []Value {
	switch i.Answer {
	case "yes_no":
		return yesOrNo
	case "choice":
		values := make([]Value, len(i.Options))
		for n, option := range i.Options {
			values[n] = Value{Text: option.Value, Words: option.Label}
			if n < 9 {
				values[n].Key = fmt.Sprint(n + 1)
			}
		}
		return values
	}
	return i.Kind.Values()
}

// Scale returns the five anchors for the grades 0 to 4, or nil.
func (q *Questionnaire) Scale(item *Item) []string {
	if scale := item.Kind.row().scale; scale != nil {
		return scale(q, item)
	}
	return nil
}

// Anchor is the anchor of a grade, as "3"; empty for no grade, for one between
// two, and where the item has no anchors.
func (q *Questionnaire) Anchor(item *Item, grade string) string {
	scale := q.Scale(item)
	at := slices.IndexFunc(zeroToFour, func(v Value) bool { return v.Text == grade })
	if at < 0 || len(scale) != len(zeroToFour) {
		return ""
	}
	return scale[len(scale)-1-at]
}

// LeastWords is the lowest passing answer of an item that is a gate with a
// grade, in words.
func (i *Item) LeastWords(grade int) string {
	if i.Kind.Graded() {
		return fmt.Sprintf("grade %d or more", grade)
	}
	passing := slices.DeleteFunc(slices.Clone(i.Kind.Values()), func(v Value) bool { return v.Eighths < 2*grade })
	switch len(passing) {
	case 0:
		return ""
	case 1:
		return passing[0].Text
	}
	return "at least " + passing[len(passing)-1].Text
}
