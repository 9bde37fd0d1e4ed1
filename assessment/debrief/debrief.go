// Package debrief collects the part of an assessment that its vendor may read when a
// competition is over: our questions to it, its answers, the papers that it showed
// us, and the papers that are missing.
//
// It fails closed. It has no score, grade, verdict, decision, note, flag or point to
// listen for. It has only questions that the vendor was asked or sent, statements of
// people on its side, and papers that it gave us. A quote of anybody else is left
// out, also under a question to the vendor. The package is pure: it reads no clock
// and no database. Its texts are harmless and final: whoever prints them adds only
// headings.
package debrief

import (
	"cmp"
	"slices"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
	"assay/assessment/outstanding"
	"assay/assessment/receipt"
	"assay/questionnaire"
)

// Debrief is one debrief. Its JSON keys are a contract: add keys, but never change
// one.
type Debrief struct {
	Vendor    string    `json:"vendor"` // with the subject
	RFP       string    `json:"rfp,omitempty"`
	Sections  []Section `json:"sections"`
	Documents []string  `json:"documents"` // missing documents for questions that the vendor does not see
	Promises  []string  `json:"promises"`  // open ones that are about no entry
}

// Section is one domain of the questionnaire.
type Section struct {
	Name    string  `json:"name"`
	Entries []Entry `json:"entries"`
}

// Entry is one question to the vendor.
type Entry struct {
	Item     string   `json:"item"`
	Ask      string   `json:"ask"`    // as asked at the milestone
	Answer   string   `json:"answer"` // empty if they answered, and we wrote down no words of it but the quotes
	Quotes   []Quote  `json:"quotes"`
	Shown    []Record `json:"shown"`
	Missing  []string `json:"missing"`
	Promises []string `json:"promises"`
}

// Quote is a statement of the vendor.
type Quote struct {
	Text string `json:"text"`
	Who  string `json:"who,omitempty"`
}

// Record is a paper that the vendor gave us.
type Record struct {
	Paper string `json:"paper"` // its kind, and its file
	About string `json:"about"` // its day, and whether it is too old
}

// Of makes the debrief of an assessment that was judged.
func Of(s assessment.Snapshot, r assessment.Result) Debrief {
	d := Debrief{Vendor: title(s), Sections: []Section{}, Documents: []string{}, Promises: []string{}}
	if rfp := s.Opened.RFP; rfp != nil {
		d.RFP = hostile.Line(english.Join(", ", rfp.Reference, rfp.Title))
	}
	points := map[string]outstanding.Point{}
	for _, p := range outstanding.Of(s, r).ForVendor().Points {
		switch {
		case p.Ask == "":
			for _, text := range p.Missing {
				if text = english.Sentence(hostile.Line(text)); !slices.Contains(d.Documents, text) {
					d.Documents = append(d.Documents, text)
				}
			}
		default:
			points[p.Item] = p
		}
	}
	told := map[string]bool{}
	for n := range s.Questionnaire.Domains {
		domain := &s.Questionnaire.Domains[n]
		section := Section{Name: hostile.Line(domain.Name), Entries: []Entry{}}
		for i := range domain.Items {
			item := &domain.Items[i]
			if e, asked := entry(s, r, item, points); asked {
				section.Entries = append(section.Entries, e)
				told[item.ID] = true
			}
		}
		if len(section.Entries) > 0 {
			d.Sections = append(d.Sections, section)
		}
	}
	d.Promises = promises(s, r, func(a assessment.Action) bool { return !told[a.Item] })
	return d
}

// title is the name of the vendor, in Latin letters if such a name is recorded, with
// the subject.
func title(s assessment.Snapshot) string {
	v, subject := s.Opened.Vendor, s.Opened.Subject
	name := cmp.Or(s.LatinOf(v.LegalName), s.LatinOf(v.Name), v.LegalName, v.Name)
	return hostile.Line(assessment.Title(name, cmp.Or(s.LatinOf(subject), subject)))
}

// entry is the entry of an item, and whether the vendor was asked, or still owes
// something that it may know.
func entry(s assessment.Snapshot, r assessment.Result, item *questionnaire.Item, points map[string]outstanding.Point) (Entry, bool) {
	if item.Computed() || !outstanding.AskedOfVendor(item) {
		return Entry{}, false
	}
	answer, point := s.Answers[item.ID], points[item.ID]
	e := Entry{
		Item: item.ID, Ask: hostile.Line(item.AskAt(r.Milestone)), Answer: english.Capital(hostile.Line(receipt.Said(item, answer))),
		Quotes: theirs(s, answer.Quotes), Shown: shown(s, r, answer), Missing: []string{},
		Promises: promises(s, r, func(a assessment.Action) bool { return a.Item == item.ID }),
	}
	for _, text := range point.Missing {
		e.Missing = append(e.Missing, english.Sentence(hostile.Line(text)))
	}
	if r.Item(item.ID).Gate.Open() && answer.Value == assessment.Unmet {
		e.Missing = append(e.Missing, "The practice itself: your answer was no, and it is a condition for this work.")
	}
	given := answer.Answered() || answer.NotApplicable != nil
	if !given && point.Item == "" && len(e.Quotes)+len(e.Shown) == 0 {
		return Entry{}, false
	}
	if !given && e.Answer == "" && len(e.Quotes) == 0 {
		e.Answer = NotAnswered
		e.Missing = slices.DeleteFunc(e.Missing, func(text string) bool { return text == english.Sentence(outstanding.AnswerMissing) })
	}
	return e, true
}

// NotAnswered is the answer of a question without one. The entry does not repeat that
// an answer is missing.
const NotAnswered = "You have not answered."

// Unanswered are the questions without an answer.
func (d Debrief) Unanswered() (ids []string) {
	for _, s := range d.Sections {
		for _, e := range s.Entries {
			if e.Answer == NotAnswered {
				ids = append(ids, e.Item)
			}
		}
	}
	return ids
}

// theirs are the statements of people on the vendor's side. A quote without a name is
// of whoever answers the question, and one in writing of the vendor. Under a question to the vendor there may also be
// the words of a reference, or of one of us.
func theirs(s assessment.Snapshot, quotes []assessment.Quote) []Quote {
	out := []Quote{}
	for _, q := range quotes {
		if q.InWriting() || q.Who == "" || onTheirSide(s, q.Who) {
			out = append(out, Quote{hostile.Clean(q.Text), hostile.Line(q.Speaker())})
		}
	}
	return out
}

// onTheirSide reports whether somebody from the vendor has this name or this role in a
// meeting, and nobody else has it in any. The vendor's CISO may be in one meeting, and
// the CISO of a reference in the next: the role alone does not tell who spoke.
func onTheirSide(s assessment.Snapshot, who string) bool {
	theirs := false
	for _, session := range s.Sessions {
		for _, a := range session.Attendees {
			switch is := assessment.SamePerson(a.Name, who) || a.Role != "" && assessment.SamePerson(a.Role, who); {
			case is && a.Side != "vendor":
				return false
			case is:
				theirs = true
			}
		}
	}
	return theirs
}

// shown are the papers that the vendor gave us. Papers that we made or found
// ourselves are left out, and so are our own words about a record.
func shown(s assessment.Snapshot, r assessment.Result, answer assessment.Answer) []Record {
	out := []Record{}
	for n := range answer.Evidence {
		e := &answer.Evidence[n]
		for id := range e.Kinds() {
			kind := s.Questionnaire.EvidenceKind(id)
			if kind == nil || kind.IssuedBy == questionnaire.AskedOfUs {
				continue
			}
			of := ""
			if !e.AsOf.IsZero() {
				of = "as of " + e.AsOf.String()
			}
			age := ""
			if a := assessment.AgeOf(kind, e, r.AsOf, r.Milestone); !a.Full() {
				age = a.Words()
			}
			out = append(out, Record{hostile.Line(english.Join(", ", kind.Name, e.File)), english.Join("; ", of, age)})
		}
	}
	return out
}

func promises(s assessment.Snapshot, r assessment.Result, about func(assessment.Action) bool) []string {
	out := []string{}
	for _, p := range outstanding.PromisesOf(s, r.AsOf, about) {
		out = append(out, hostile.Line(p.Words()))
	}
	return out
}

// Questions counts the entries.
func (d Debrief) Questions() int {
	n := 0
	for _, s := range d.Sections {
		n += len(s.Entries)
	}
	return n
}

// Wordless reports whether the vendor answered a question of which nobody wrote down a word.
func (d Debrief) Wordless() bool {
	return slices.ContainsFunc(d.Sections, func(s Section) bool {
		return slices.ContainsFunc(s.Entries, func(e Entry) bool { return e.Answer == "" && len(e.Quotes) == 0 })
	})
}
