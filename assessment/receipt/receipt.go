// Package receipt collects a record for the vendor to read back after a meeting: the
// questions as they were asked, the answers as we wrote them down, and the promises. It has
// no grades, no points to listen for, and no notes unless the evaluator adds them.
// It names the head of the journal by a short code. The package is pure: it reads no
// clock and no database.
package receipt

import (
	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/outstanding"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// Receipt is one receipt. Its JSON keys are a contract: add keys, but never change
// one.
type Receipt struct {
	Assessment string                `json:"assessment"`
	Vendor     string                `json:"vendor"`            // with the subject
	Meeting    string                `json:"meeting,omitempty"` // when the last meeting began; empty where the receipt is of all answers
	Attendees  []assessment.Attendee `json:"attendees"`
	AsOf       assessment.Date       `json:"as_of"`
	Entries    []Entry               `json:"entries"`
	Promises   []outstanding.Promise `json:"promises"` // those that are about no entry
	Code       assessment.HeadCode   `json:"code"`
	LeftOut    int                   `json:"left_out"` // notes of ours that the receipt does not show
}

// Entry is one question that was asked.
type Entry struct {
	Item     string                `json:"item"`
	Ask      string                `json:"ask"`
	Answer   string                `json:"answer,omitempty"` // of a fact, or yes or no
	Quotes   []assessment.Quote    `json:"quotes"`
	Note     string                `json:"note,omitempty"`
	Seen     []string              `json:"seen"` // records that we were shown
	Promises []outstanding.Promise `json:"promises"`
}

// Scope says which answers a receipt has.
type Scope struct {
	All   bool // also those of other meetings
	Notes bool // show the notes beside the answers, too
}

// Of makes the receipt of the last meeting. Without a meeting, or without answers in
// it, the receipt is of all answers.
func Of(s assessment.Snapshot, scope Scope, today assessment.Date) Receipt {
	r := Receipt{Assessment: s.Assessment, Vendor: s.Opened.Title(), AsOf: today, Attendees: []assessment.Attendee{}, Entries: []Entry{}, Code: s.Code()}
	session := lastMeeting(s)
	if scope.All || session == nil {
		session = nil
	} else {
		r.Meeting, r.Attendees = wording.Moment(session.Start, s.Zone()), append(r.Attendees, session.Attendees...)
	}
	told := map[string]bool{}
	for item := range s.Questionnaire.Items() {
		answer, recorded := s.Answers[item.ID]
		if !recorded || !ofVendor(item) || session != nil && answer.Session != session.ID {
			continue
		}
		told[item.ID] = r.add(s, item, answer, scope, today)
	}
	r.Promises = outstanding.PromisesOf(s, today, func(a assessment.Action) bool { return !told[a.Item] })
	return r
}

// lastMeeting is the latest meeting in which something was answered, or nil.
func lastMeeting(s assessment.Snapshot) *assessment.Session {
	for n := len(s.Sessions) - 1; n >= 0; n-- {
		for id, answer := range s.Answers {
			if item := s.Questionnaire.Item(id); item != nil && ofVendor(item) && answer.Session == s.Sessions[n].ID {
				return &s.Sessions[n]
			}
		}
	}
	return nil
}

// ofVendor reports whether the vendor is asked.
func ofVendor(item *questionnaire.Item) bool {
	return !item.Computed() && outstanding.AskedOfVendor(item)
}

// add adds an item, unless only marks of ours are recorded under it.
func (r *Receipt) add(s assessment.Snapshot, item *questionnaire.Item, answer assessment.Answer, scope Scope, today assessment.Date) bool {
	e := Entry{
		Item: item.ID, Ask: item.AskAt(s.Milestone), Answer: Said(item, answer), Quotes: append([]assessment.Quote{}, answer.Quotes...), Seen: []string{},
		Promises: outstanding.PromisesOf(s, today, func(a assessment.Action) bool { return a.Item == item.ID }),
	}
	if notes := len(wording.Notes(answer)); scope.Notes && answer.Note != "" {
		e.Note = answer.Note
		r.LeftOut += notes - 1
	} else {
		r.LeftOut += notes
	}
	for n := range answer.Evidence {
		record := &answer.Evidence[n]
		for id := range record.Kinds() {
			if kind := s.Questionnaire.EvidenceKind(id); kind != nil {
				e.Seen = append(e.Seen, english.Join(", ", kind.Name, record.File))
			}
		}
	}
	if !answer.Answered() && e.Empty() {
		return false
	}
	r.Entries = append(r.Entries, e)
	return true
}

// Said is the answer in words where it is no judgment of ours: a fact, or yes or no.
func Said(item *questionnaire.Item, answer assessment.Answer) string {
	switch {
	case answer.NotApplicable != nil:
		return "does not apply"
	case answer.Value == assessment.Met:
		return "yes"
	case answer.Value == assessment.Unmet:
		return "no"
	case !item.Kind.Judged():
		return item.FactLabel(answer.Value)
	}
	return ""
}

// Empty reports whether nothing was written down that the vendor may read.
func (e Entry) Empty() bool {
	return e.Answer == "" && e.Note == "" && len(e.Quotes)+len(e.Seen)+len(e.Promises) == 0
}

// Promised counts the promises.
func (r Receipt) Promised() int {
	n := len(r.Promises)
	for _, e := range r.Entries {
		n += len(e.Promises)
	}
	return n
}
