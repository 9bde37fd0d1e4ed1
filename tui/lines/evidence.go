package lines

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"assay/assessment"
	"assay/assessment/english"
	"assay/assessment/input"
	"assay/assessment/wording"
	"assay/questionnaire"
)

// evidence records how the answer is shown: seen now, read in a document, or
// promised.
func (r *room) evidence(rest string) error {
	item := r.asked()
	if !item.Kind.TakesEvidence() {
		return invalid("a %s takes no evidence", item.Kind)
	}
	if err := r.takesAnswers(); err != nil {
		return err
	}
	how, words, _ := strings.Cut(rest, " ")
	words = strings.TrimSpace(words)
	switch strings.ToLower(how) {
	case "":
		r.kinds()
		return nil
	case "seen":
		return r.seen(words)
	case "read":
		return r.read(words)
	case "file":
		return r.file(words)
	case "promised":
		return r.promised(words)
	}
	return invalid("evidence is seen, read, file or promised, not %q; evidence alone lists the forms", how)
}

// kinds lists the records, the kinds of evidence, and how to record one.
func (r *room) kinds() {
	for n, record := range r.answer().Evidence {
		text := wording.Evidence(record)
		if record.Unread {
			text = english.Join(" · ", text, string(assessment.NotRead))
		}
		r.page.under(fmt.Sprintf("  record %d: ", n+1), text)
	}
	for _, kind := range r.accepted() {
		text := kind.Name
		if kind.HardValidity {
			text += ", valid until a date"
		}
		r.page.under("  "+kind.ID+": ", text)
	}
	r.page.say("evidence seen TEXT: shown to you now; it makes the answer verified.")
	r.page.say("evidence read DATE WHERE: a document of that date, read, and where it is kept; it makes the answer documented. Of a kind that ends: evidence read DATE until DATE WHERE.")
	r.page.say("evidence file DATE PATH: the same, and a copy of the file is kept.")
	r.page.say("evidence read NUMBER DATE TEXT: record NUMBER, which came with a reply, was read; TEXT is what you saw in it, such as a page.")
	r.page.say("evidence promised DATE TEXT: opens an action; without a date, in two weeks.")
	r.page.say("A kind such as EV-01 may come before the date or the text; else the first kind that fits is taken.")
	r.quiet = true
}

func (r *room) accepted() []*questionnaire.EvidenceKind {
	return r.now.Questionnaire.Accepted(r.asked(), r.now.Milestone)
}

// kind takes the id of a kind from the beginning of a text. Without one it is the
// first kind that fits, or else the first.
func (r *room) kind(text string, fits func(*questionnaire.EvidenceKind) bool) (*questionnaire.EvidenceKind, string, error) {
	kinds := r.accepted()
	first, rest, _ := strings.Cut(text, " ")
	if kind := r.now.Questionnaire.EvidenceKind(strings.ToUpper(first)); kind != nil {
		if !slices.Contains(kinds, kind) {
			return nil, "", invalid("%s does not support %s; evidence alone lists the kinds that do", kind.ID, r.item)
		}
		return kind, strings.TrimSpace(rest), nil
	}
	if len(kinds) == 0 {
		return nil, "", invalid("the questionnaire lists no evidence")
	}
	return kinds[max(slices.IndexFunc(kinds, fits), 0)], text, nil
}

// seen records an observation of today.
func (r *room) seen(words string) error {
	kind, text, err := r.kind(words, func(k *questionnaire.EvidenceKind) bool { return !k.HardValidity })
	if err != nil {
		return err
	}
	if text, err = r.text(text, "What was shown, and by whom"); err != nil {
		return err
	}
	record := assessment.Evidence{Kind: kind.ID, Observed: text, AsOf: r.Day(r.now)}
	return r.shown(kind, record, assessment.Verified)
}

// read records a document by its date and its place, or the reading of one that came
// with a reply.
func (r *room) read(words string) error {
	if place, rest, is := r.unreadRecord(words); is {
		return r.found(place, rest)
	}
	kind, text, err := r.kind(words, func(k *questionnaire.EvidenceKind) bool { return true })
	if err != nil {
		return err
	}
	record, text, err := r.document(kind, text)
	if err != nil {
		return err
	}
	if record.Reference, err = r.text(text, "Where it is kept"); err != nil {
		return err
	}
	return r.shown(kind, record, assessment.Documented)
}

// document takes the dates of a document from the beginning of a text.
func (r *room) document(kind *questionnaire.EvidenceKind, text string) (record assessment.Evidence, rest string, err error) {
	record.Kind = kind.ID
	if record.AsOf, text, err = r.date(text); err != nil {
		return record, "", err
	}
	if until, is := strings.CutPrefix(text, "until "); is {
		record.ValidUntil, text, err = r.date(strings.TrimSpace(until))
	}
	return record, text, err
}

// file keeps a copy of a document and records it.
func (r *room) file(words string) error {
	kind, text, err := r.kind(words, func(k *questionnaire.EvidenceKind) bool { return !k.Personal })
	if err != nil {
		return err
	}
	if kind.Personal {
		return assessment.Errorf(assessment.Refused, "%s is about named people, so no copy is kept: evidence read says where it is", kind.Name)
	}
	record, text, err := r.document(kind, text)
	if err != nil {
		return err
	}
	if text, err = r.text(text, "The path of the file"); err != nil {
		return err
	}
	path := input.Pasted(text)
	record.File = filepath.Base(path)
	if err := r.admits(assessment.Answered{Answer: r.answer().ShownBy(record, assessment.Documented)}); err != nil {
		return err // before the copy is made
	}
	file, err := input.Open(path, input.Evidence)
	if err != nil {
		return err
	}
	defer file.Close()
	if record.SHA256, record.Size, err = r.Store.PutFile(context.WithoutCancel(r.ctx), file); err != nil {
		return err
	}
	if err := r.shown(kind, record, assessment.Documented); err != nil {
		return err
	}
	r.page.say(fmt.Sprintf("A copy of %s is kept, SHA-256 %.12s…", record.File, record.SHA256))
	return nil
}

// date takes a date from the beginning of a text.
func (r *room) date(text string) (assessment.Date, string, error) {
	first, rest, _ := strings.Cut(text, " ")
	day, echo, err := assessment.TypedDay(first, r.Day(r.now), r.now.Zone())
	if err != nil {
		return 0, "", invalid("the date comes first: %w", err)
	}
	if echo != "" {
		r.page.say(echo + ".")
	}
	return day, strings.TrimSpace(rest), nil
}

// shown adds a record to the answer and says how the answer counts with it.
func (r *room) shown(kind *questionnaire.EvidenceKind, record assessment.Evidence, to assessment.Assurance) error {
	return r.counted(record, kind.ID+" "+kind.Name+", "+string(to), r.answer().ShownBy(record, to))
}

// counted records an answer with a record, and says how it counts with it.
func (r *room) counted(record assessment.Evidence, said string, next assessment.Answer) error {
	before := r.result.Verdict
	if err := r.keep(said, assessment.Answered{Answer: next}); err != nil {
		return err
	}
	if age := r.now.AgeOf(&record, r.Day(r.now)); !age.Counts() {
		r.page.say("It does not count: " + age.Words() + ".")
	}
	if missing := assessment.Missing(r.showing()); missing != "" {
		r.page.say(english.Sentence(missing))
	}
	r.verdictChange(before)
	return nil
}

func (r *room) showing() []assessment.Shown {
	answer := r.answer()
	return r.now.ShowingOf(r.asked(), &answer, r.Day(r.now), r.now.Milestone).Groups
}

// promised opens an action for evidence that the vendor will send. The answer does
// not change.
func (r *room) promised(words string) error {
	due := r.Day(r.now) + usualDays
	if day, rest, err := r.date(words); err == nil {
		due, words = day, rest
	}
	what, err := r.text(words, "What they will send")
	if err != nil {
		return err
	}
	action := assessment.Action{Item: r.item, What: what, Owner: r.owner(), Side: "vendor", Due: due}
	if err := r.record(assessment.ActionOpened{Action: action}); err != nil {
		return err
	}
	r.page.say(fmt.Sprintf("Recorded: %s promised it by %s. The answer still counts as it did.", action.Owner, due))
	r.quiet = true
	return nil
}
