package written

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/hostile"
)

// Choice is the decision of a person about a line of a review. A line without a choice
// is left.
type Choice struct {
	Take bool

	// Value is the answer to record instead of the one of the line, such as a grade
	// for an answer in words.
	Value string

	Note    string // a remark of the person who takes it, beside the answer
	NoWords bool   // leaves the vendor's words out

	// PatientData says that a person has looked: the line has no patient data, or must
	// be kept all the same.
	PatientData bool
}

// Choices are the choices of a review, by the ids of its lines. [WhoAnswers] is about
// the name of the file, and the person who answers.
type Choices map[string]Choice

// WhoAnswers is the id of a choice that is about no line. Only its PatientData counts.
const WhoAnswers = "who answers"

// All takes everything that can be taken, except for lines that look like patient
// data: those need a person's own word.
func (r *Review) All() Choices {
	all := Choices{}
	for _, l := range r.Lines {
		if l.Takes() && len(l.PatientData) == 0 {
			all[l.ID] = Choice{Take: true}
		}
	}
	return all
}

// Taken is the outcome of the choices about a review.
type Taken struct {
	Received assessment.Received // without the kept file, and the names of files left out of it

	// Changes are the answers that change, in the order of the questionnaire. Each
	// replaces only the answer with which the reply was compared.
	Changes []assessment.Change

	Keep     []File // attached files that a change names, each once
	LeftOut  []File // attached files that must not be kept, not within the reply either
	KeepFile bool   // whether the received file may be kept: nothing in its texts looks like patient data
}

// Take turns choices into changes. It returns an error if a choice is about a line
// that cannot be taken, or that looks like patient data and nobody has said that it
// may be kept.
func (r *Review) Take(choices Choices) (Taken, error) {
	t := taking{review: r, choices: choices, next: map[string]assessment.Answer{}}
	t.taken.Received = assessment.Received{Name: r.File, SHA256: r.SHA256, Size: r.Size, Format: string(r.Format), Form: r.Form, Stated: r.Stated}
	accepted := choices[WhoAnswers].PatientData
	t.taken.KeepFile = len(r.PatientData)+len(r.inside) == 0 || accepted
	if len(r.named) > 0 && !accepted {
		t.taken.Received.Name = "reply." + r.Format.ending()
		t.taken.Received.Stated = assessment.Stated{Day: r.Stated.Day}
	}
	for _, id := range slices.Sorted(maps.Keys(choices)) {
		if err := t.fits(id); err != nil {
			return Taken{}, err
		}
	}
	for n := range r.Lines {
		t.line(&r.Lines[n])
	}
	for item := range r.snapshot.Questionnaire.Items() {
		if next, changed := t.next[item.ID]; changed {
			replaces := cmp.Or(r.snapshot.Answers[item.ID].Event, assessment.Nothing)
			t.taken.Changes = append(t.taken.Changes, assessment.Answered{Answer: next, Replaces: replaces})
		}
	}
	return t.taken, nil
}

// Check returns an error if the journal would not take the choice about one line.
func (r *Review) Check(id string, choice Choice) error {
	taken, err := r.Take(Choices{id: choice})
	if err != nil {
		return err
	}
	for _, change := range taken.Changes {
		entry := assessment.Entry{ID: "check", At: r.today.Time().UnixMicro(), By: "check", Change: change}
		if _, err := r.snapshot.Admit(entry); err != nil {
			return err
		}
	}
	return nil
}

// Replaces lists the lines whose choices replace a recorded answer with another one.
func (r *Review) Replaces(choices Choices) []Line {
	var all []Line
	for _, l := range r.Lines {
		now, value := r.snapshot.Answers[l.Item], cmp.Or(choices[l.ID].Value, l.Value)
		if choices[l.ID].Take && value != "" && l.Item != "" && (now.Answered() && now.Value != value || now.NotApplicable != nil) {
			l.Value, l.Words = value, valueWords(r.snapshot.Questionnaire.Item(l.Item), value)
			all = append(all, l)
		}
	}
	return all
}

// Counts tells how many lines are in each state, such as "3 new, 1 held back".
func (r *Review) Counts() string {
	var parts []string
	for _, state := range States() {
		if n := len(r.Under(state)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, state.Label()))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "no answers")
}

// taking is a Taken in the making.
type taking struct {
	review  *Review
	choices Choices
	next    map[string]assessment.Answer // by item: the answers that change
	taken   Taken
}

// fits refuses a choice that cannot be followed.
func (t *taking) fits(id string) error {
	choice, l := t.choices[id], t.review.Line(id)
	switch {
	case id == WhoAnswers:
		return nil
	case l == nil:
		return assessment.Errorf(assessment.NotFound, "the reply has no line %q", id).Because(assessment.NoSuchLine)
	case !choice.Take:
		return nil
	case l.State == Held:
		return assessment.Errorf(assessment.Refused, "%s is held back: %s", id, l.Why).Because(assessment.LineHeldBack, id)
	case l.State == Known && choice.Value == "" && choice.Note == "":
		return assessment.Errorf(assessment.Refused, "everything in %s is recorded already", id)
	case choice.Value != "" && l.Item == "":
		return assessment.Errorf(assessment.Invalid, "%s is a document and takes no answer", id)
	case choice.NoWords && choice.Value == "" && l.Value == "" && !l.IsFile():
		return assessment.Errorf(assessment.Invalid, "%s has no answer: without its words nothing is left to take", id)
	case len(l.PatientData) > 0 && !choice.PatientData && (!choice.NoWords || l.IsFile()):
		return assessment.Errorf(assessment.Refused, "%s looks like patient data (%s), which does not belong here", id, english.List(l.PatientData)).Because(assessment.LineWithPatientData, id)
	}
	return nil
}

// line notes one line, and its changes.
func (t *taking) line(l *Line) {
	choice, list := t.choices[l.ID], &t.taken.Received.Left
	if len(l.PatientData) > 0 && !choice.PatientData {
		if l.IsFile() {
			t.leaveOut(l)
		}
		if len(assessment.PatientData(l.Wrote+"\n"+l.named())) > 0 {
			t.taken.KeepFile = false
		}
	}
	if l.IsFile() && t.review.notKept(l) {
		t.leaveOut(l)
	}
	switch {
	case l.State == Held:
		list = &t.taken.Received.HeldBack
	case choice.Take:
		list = &t.taken.Received.Taken
		t.take(l, choice)
	case l.State == Known:
		return
	}
	name := cmp.Or(l.Item, l.Document)
	if l.State == Held && !choice.PatientData && len(assessment.PatientData(name)) > 0 {
		name = "a name that looks like patient data"
	}
	if !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

// notKept reports whether the file of a line must never be kept: it is about named
// people. So may be a document that the questionnaire does not have, such as one of a
// later version, and so is a copy of such a file under another document.
func (r *Review) notKept(l *Line) bool {
	return slices.ContainsFunc(r.Lines, func(other Line) bool {
		unknown := r.snapshot.Questionnaire.EvidenceKind(other.Document) == nil
		return other.IsFile() && (other.Personal || unknown) && other.File.SHA256 == l.File.SHA256
	})
}

func (t *taking) leaveOut(l *Line) {
	if !slices.ContainsFunc(t.taken.LeftOut, func(f File) bool { return f.Path == l.File.Path }) {
		t.taken.LeftOut = append(t.taken.LeftOut, *l.File)
	}
}

func (t *taking) take(l *Line, choice Choice) {
	if l.IsFile() && !t.review.notKept(l) && !slices.ContainsFunc(t.taken.Keep, func(f File) bool { return f.SHA256 == l.File.SHA256 }) {
		t.taken.Keep = append(t.taken.Keep, *l.File)
	}
	items := l.For
	if l.Item != "" {
		items = []string{l.Item}
	}
	for _, id := range items {
		now, begun := t.next[id]
		if !begun {
			now = t.review.snapshot.Answers[id]
		}
		now.Item = id
		t.next[id] = t.review.taken(now, l, choice, t.taken.Received.Stated.Name)
	}
}

// taken is an answer with what a line adds to it.
func (r *Review) taken(now assessment.Answer, l *Line, choice Choice, who string) assessment.Answer {
	item, value := r.snapshot.Questionnaire.Item(now.Item), ""
	if l.Item != "" {
		value = cmp.Or(choice.Value, l.Value)
	}
	next := now
	if value != "" && (value != now.Value || now.NotApplicable != nil) {
		next = next.Given(item, value)
		if item.Kind.TakesEvidence() {
			// Records showed another answer, or none. They must not show this one
			// before somebody has looked.
			next = next.OnlyClaimed()
		}
	}
	return next.Amended(func(a *assessment.Answer) {
		if l.IsFile() {
			if !holds(*a, l.Document, l.File.SHA256) {
				a.Evidence = append(a.Evidence, r.record(l))
			}
		} else if !choice.NoWords && !saidBefore(*a, l.Wrote) {
			a.Quotes = append(a.Quotes, r.quote(l.Wrote, who))
		}
		if note := strings.TrimSpace(choice.Note); note != "" {
			a.Note = strings.TrimSpace(a.Note + "\n" + note)
		}
	})
}

// quote is a quote in writing. A day to come is not a day on which somebody wrote.
func (r *Review) quote(words, who string) assessment.Quote {
	quote := assessment.Quote{Text: words, Who: who, Reply: r.SHA256, Written: r.Stated.Day}
	if quote.Written > r.today {
		quote.Written = 0
	}
	return quote
}

// record is the evidence record of an attached file that nobody has read yet.
func (r *Review) record(l *Line) assessment.Evidence {
	record := assessment.Evidence{Kind: l.Document, File: hostile.Line(l.File.Name), SHA256: l.File.SHA256, Size: l.File.Size, Unread: true}
	if r.notKept(l) {
		record.Reference = fmt.Sprintf("the vendor, who sent it as %s on %s; not kept here", record.File, r.today)
	}
	return record
}
